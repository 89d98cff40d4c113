#!/usr/bin/env python3
"""Funnels of an event log (half a million rows with loops, ties, offsets, blank and odd cells) and of a wide table of
orders, recomputed with pandas from the same files, against what the program imports and counts.

Usage: funnel_logs.py PATH_OF_XOW [--rows N]
       funnel_logs.py PATH_OF_XOW --log FILE --columns case,activity,time,group --stages a,b,c   any other event log
Exit 0 = all equal, 1 = differences (listed), 77 = no pandas.
"""
import argparse
import csv
import os
import random
import sys
import tempfile

from sampledata import Comparison, run

try:
    import numpy
    import pandas
except ImportError:
    print("no pandas")
    sys.exit(77)

STEPS = ["register", "check", "decide", "notify", "appeal", "close"]
ORDER = ["placed", "approved", "shipped", "delivered"]
OFFSETS = ["+08:00", "Z", "-05:00", "+05:30", ""]  # blank: the project's zone
START = pandas.Timestamp("2025-01-01T00:00:00Z")


def stamp(seconds, offset):
    """The instant as the file writes it: the wall clock of the offset, and the offset."""
    zone = offset or "+08:00"
    minutes = 0 if zone == "Z" else (-1 if zone[0] == "-" else 1) * (int(zone[1:3]) * 60 + int(zone[4:6]))
    wall = START + pandas.Timedelta(seconds=seconds + 60 * minutes)
    return wall.strftime("%Y-%m-%dT%H:%M:%S") + offset


def event_log(path, rows):
    """Cases that walk to and fro between the steps; returns nothing but the file."""
    draw = random.Random(20251)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["case", "activity", "time", "channel"])
        written = case = 0
        while written < rows:
            case += 1
            at, step, offset = draw.randrange(300 * 86400), 0, draw.choice(OFFSETS)
            channel = draw.choice(["web", "phone", "", "desk, main"])
            for _ in range(draw.randint(1, 14)):
                name = STEPS[step] if draw.random() < 0.97 else draw.choice(["note", "call"])
                cell = "" if draw.random() < 0.002 else stamp(at, offset)
                out.writerow(["case %d" % case, name, cell, channel])
                written += 1
                step = max(0, min(len(STEPS) - 1, step + draw.choice([-1, 0, 1, 1, 1])))
                at += draw.choice([0, 0, 60, 3600, 5 * 3600, 86400, 9 * 86400])


def wide_orders(path, rows):
    """One row an order; a time column per stage, blank where it wasn't reached, some out of order."""
    draw = random.Random(20252)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["order_id", "state", *ORDER])
        for order in range(rows):
            at = START + pandas.Timedelta(minutes=draw.randrange(300 * 1440))
            cells = []
            for _ in ORDER:
                cells.append("" if draw.random() < 0.1 else at.strftime("%Y-%m-%d %H:%M:%S"))
                at += pandas.Timedelta(minutes=draw.choice([-30, 10, 600, 3000, 20000]))
            out.writerow(["o%d" % order, draw.choice(["SP", "RJ", "MG"]), *cells])


def long_form(path):
    """The wide table as events, the way an analyst melts it."""
    wide = pandas.read_csv(path, dtype=str, keep_default_na=False)
    long = wide.melt(["order_id", "state"], ORDER, "activity", "time")
    long = long[long.time != ""]
    return long.rename(columns={"order_id": "case", "state": "channel"})


def instants(texts):
    """UTC instants; a text without offset is Shanghai's wall clock."""
    texts = texts.where(texts.str.match(r"\d{4}-\d\d-\d\d[T ]"), "")
    naive = texts.str.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")
    out = pandas.to_datetime(texts.where(~naive, ""), utc=True, errors="coerce")
    local = pandas.to_datetime(texts.where(naive, ""), errors="coerce").dt.tz_localize("Asia/Shanghai")
    return out.fillna(local.dt.tz_convert("UTC"))


def funnel(events, stages, window, furthest):
    """Per unit: the times of its counted attempt. For each entry the earliest next stage after the one before, found by
    merging sorted tables; equal times count in the order of the stages."""
    tables = [events[events.activity == stage][["case", "at"]].drop_duplicates().sort_values("at") for stage in stages]
    entries = events[events.activity == stages[0]][["case", "at", "channel"]].drop_duplicates(["case", "at"])
    chains = entries.rename(columns={"at": "t0"}).sort_values("t0")
    chains["t"] = chains.t0
    for k, table in enumerate(tables[1:], 1):
        right = table.rename(columns={"at": "next"})
        chains = pandas.merge_asof(chains.sort_values("t"), right, left_on="t", right_on="next", by="case",
                                   direction="forward")
        chains.loc[chains.next > chains.t0 + window, "next"] = pandas.NaT
        chains["t%d" % k] = chains.next
        # a chain that ended finds nothing later: its time is moved behind every event
        chains["t"] = chains.next.fillna(pandas.Timestamp("2200-01-01", tz="UTC"))
        chains = chains.drop(columns="next")
    times = ["t%d" % k for k in range(len(stages))]
    chains["level"] = chains[times].notna().sum(axis=1)
    if furthest:
        chains = chains.sort_values(["level", "t0"], ascending=[False, True], kind="stable")
    else:
        chains = chains.sort_values("t0", kind="stable")
    return chains.groupby("case", sort=False).head(1).set_index("case")


def check(compare, what, got, chains, stages, window, as_of):
    matured = chains[chains.t0 + window <= as_of]
    compare.equal(what + " entrants", len(chains), got["entrants"])
    for k, stage in enumerate(got["stages"]):
        where = "%s %s" % (what, stages[k])
        compare.equal(where + " reached", int((chains.level > k).sum()), stage["reached"])
        compare.equal(where + " matured", int((matured.level > k).sum()), stage["matured"]["reached"])
        if k + 1 < len(stages):
            stopped = chains[chains.level == k + 1]
            still = int((stopped.t0 + window > as_of).sum())
            compare.equal(where + " open", still, stage["open"])
            compare.equal(where + " lost", len(stopped) - still, stage["lost"])
        if k:
            gaps = (chains["t%d" % k] - chains["t%d" % (k - 1)]).dropna().dt.total_seconds()
            for name, p in (("p50_s", 50), ("p75_s", 75), ("p90_s", 90)):
                compare.equal(where + " " + name, float(numpy.percentile(gaps, p)) if len(gaps) else None,
                              stage["time_from_previous"][name])


def compare_all(compare, xow, what, project, dataset, events, stages, by):
    """`events` has the columns case, activity, time and channel; `by` is the name of the last one in the project."""
    events = events.assign(at=instants(events.time)).dropna(subset=["at"])
    as_of = events["at"].max()
    for days, attempt in ((7, "furthest"), (7, "first"), (60, "furthest")):
        window = pandas.Timedelta(days=days)
        got = run(xow, "funnel", project, "--dataset", dataset, "--stages", ">".join(stages), "--window", "%dd" % days,
                  "--attempt", attempt)
        chains = funnel(events, stages, window, attempt == "furthest")
        check(compare, "%s %d days, %s" % (what, days, attempt), got, chains, stages, window, as_of)
    got = run(xow, "funnel", project, "--dataset", dataset, "--stages", ">".join(stages), "--window", "7d", "--by", by)
    chains = funnel(events, stages, pandas.Timedelta(days=7), True)
    for group in got["groups"]:  # by the value at the entry
        value = next(iter(group["group"].values()))
        own = chains[chains.channel == (value or "")]
        check(compare, "%s by %s" % (what, value), group, own, stages, pandas.Timedelta(days=7), as_of)


def other_log(compare, options):
    """A log made by somebody else, as it is."""
    case, activity, time, group = options.columns.split(",")
    with tempfile.TemporaryDirectory(prefix="xow-logs-") as folder:
        project = os.path.join(folder, "p.xow")
        run(options.xow, "import", project, options.log, "--create", "--kind", "events", "--name", "log", "--timezone",
            "Asia/Shanghai", "--set", case + "=customer", "--set", activity + "=stage", "--set", time + "=time")
        events = pandas.read_csv(options.log, dtype=str, keep_default_na=False)
        events = events.rename(columns={case: "case", activity: "activity", time: "time", group: "channel"})
        compare_all(compare, options.xow, "log", project, "log", events, options.stages.split(","), group)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("xow")
    parser.add_argument("--rows", type=int, default=500000)
    parser.add_argument("--log")
    parser.add_argument("--columns", default="case,activity,time,channel")
    parser.add_argument("--stages")
    options = parser.parse_args()
    compare = Comparison()
    if options.log:
        other_log(compare, options)
        compare.finish("funnel of " + os.path.basename(options.log))
        return
    with tempfile.TemporaryDirectory(prefix="xow-logs-") as folder:
        log, wide = os.path.join(folder, "log.csv"), os.path.join(folder, "orders.csv")
        project = os.path.join(folder, "p.xow")
        event_log(log, options.rows)
        wide_orders(wide, options.rows // 10)
        run(options.xow, "import", project, log, "--create", "--kind", "events", "--name", "log", "--timezone",
            "Asia/Shanghai", "--set", "case=customer", "--set", "activity=stage", "--set", "time=time")
        run(options.xow, "import", project, wide, "--kind", "events", "--name", "orders", "--set", "order_id=customer",
            "--stages", ",".join(ORDER))
        events = pandas.read_csv(log, dtype=str, keep_default_na=False)
        compare_all(compare, options.xow, "log", project, "log", events, STEPS, "channel")
        compare_all(compare, options.xow, "orders", project, "orders", long_form(wide), ORDER, "state")
    compare.finish("funnel logs")


if __name__ == "__main__":
    main()
