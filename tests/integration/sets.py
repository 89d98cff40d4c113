#!/usr/bin/env python3
"""Questions with several options, recomputed with pandas from files written here: NPS, scores and funnels by them, and
filters on them, against what the program says.

Usage: sets.py PATH_OF_XOW
Exit 0 = all equal, 1 = differences (listed), 77 = no pandas.
"""
import csv
import os
import random
import sys
import tempfile

from sampledata import Comparison, run

try:
    import pandas
except ImportError:
    print("no pandas")
    sys.exit(77)

OPTIONS = ["价格", "服务", "a, b", "x"]
STAGES = ["visit", "drive", "order"]
WINDOW = pandas.Timedelta(days=10)


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def make(folder, seed):
    """A survey, customers and events with a column of options each; some cells blank, options in any order."""
    draw = random.Random(seed)

    def options(share):
        held = [option for option in OPTIONS if draw.random() < share]
        draw.shuffle(held)
        return ";".join(held)

    write(os.path.join(folder, "survey.csv"), [["customer_id", "answered_at", "region", "why", "nps", "csat"]] + [
        ["C%03d" % draw.randrange(300), "2026-0%d-%02d 10:00:00" % (draw.randrange(1, 4), draw.randrange(1, 28)),
         draw.choice(["east", "west", ""]), options(0.35), draw.choice([*range(11), ""]), draw.choice([1, 2, 3, 4, 5, ""])]
        for _ in range(900)])
    write(os.path.join(folder, "people.csv"), [["customer_id", "likes"]] + [
        ["C%03d" % i, options(0.35)] for i in range(280)])
    events = [["customer_id", "event_time", "stage", "extras"]]
    for i in range(320):
        at = pandas.Timestamp("2026-01-01 09:00:00") + pandas.Timedelta(days=draw.randrange(20), minutes=i)
        for stage in STAGES:
            if stage != STAGES[0] and draw.random() < 0.35:
                break
            events.append(["C%03d" % i, at.strftime("%Y-%m-%d %H:%M:%S"), stage, options(0.3)])
            at += pandas.Timedelta(days=draw.randrange(9), hours=1)
    write(os.path.join(folder, "visits.csv"), events)


def read(folder, name):
    frame = pandas.read_csv(os.path.join(folder, name + ".csv"), dtype=str, keep_default_na=False)
    for column in ("why", "likes", "extras"):
        if column in frame:
            frame[column] = frame[column].map(lambda text: frozenset(text.split(";")) - {""})
    for column in ("nps", "csat"):
        if column in frame:
            frame[column] = pandas.to_numeric(frame[column])
    return frame


def spread(frame, column):
    """A row per option held; none held is an option of its own."""
    out = frame.copy()
    out["option"] = out[column].map(lambda held: sorted(held) or [None])
    return out.explode("option")


def nps(scores):
    return 100.0 * ((scores >= 9).mean() - (scores <= 6).mean())


def compare_rows(compare, what, answers, rows, question, by):
    """Rows of nps or score by a set, alone or under another column."""
    valid = answers[answers[question].notna()]
    mean = nps if question == "nps" else (lambda scores: scores.mean())
    expected = {}
    for keys, members in spread(valid, "why").groupby(["region", "option"] if len(by) > 1 else "option", dropna=False):
        keys = keys if isinstance(keys, tuple) else (keys,)
        expected[tuple(None if pandas.isna(key) or key == "" else key for key in keys)] = members
    got = {tuple(row["group"][column] for column in by): row for row in rows}
    compare.equal(what + ": groups", sorted(map(str, expected)), sorted(map(str, got)))
    compare.equal(what + ": one row each", len(got), len(rows))
    for key, members in expected.items():
        if key not in got:
            continue
        row, scores, where = got[key], members[question], "%s %s" % (what, key)
        compare.equal(where + " n", len(scores), row["n"])
        compare.equal(where, mean(scores), row["nps" if question == "nps" else "mean"])
        if question == "nps":
            compare.equal(where + " promoters", int((scores >= 9).sum()), row["promoters"])
            compare.equal(where + " detractors", int((scores <= 6).sum()), row["detractors"])
        else:
            compare.equal(where + " top-2", (scores >= 4).mean(), row["top2_share"])
            for value in range(1, 6):
                compare.equal("%s answers of %d" % (where, value), int((scores == value).sum()),
                              row["distribution"][str(value)])
        # an option stands against those who answered the question and are not in the group; none held, against all others
        base = valid if key[-1] is None else valid[valid["why"].map(bool)]
        rest = base[~base.index.isin(members.index)][question]
        compare.equal(where + " versus rest", mean(scores) - mean(rest), row["versus_rest"]["difference"])


def compare_answers(compare, project, answers, xow):
    total = answers[answers["nps"].notna()]["nps"]
    for by in (["why"], ["region", "why"]):
        got = run(xow, "nps", project, "--by", ",".join(by))
        compare.equal("nps by %s: total n" % by, len(total), got["total"]["n"])
        compare.equal("nps by %s: total" % by, nps(total), got["total"]["nps"])
        compare.equal("nps by %s overlaps" % by, True, got["overlapping"])
        compare_rows(compare, "nps by " + ", ".join(by), answers, got["rows"], "nps", by)
        got = run(xow, "score", project, "--question", "csat", "--by", ",".join(by))
        compare_rows(compare, "csat by " + ", ".join(by), answers, got["rows"], "csat", by)


def compare_filters(compare, project, answers, people, xow):
    likes = people.set_index("customer_id")["likes"]
    # three-valued: a condition on a cell without a value is unknown, and so is its negation
    filters = {
        "why = '价格'": lambda a: "价格" in a.why,
        "why != '价格'": lambda a: bool(a.why) and "价格" not in a.why,
        "why in ('价格', 'x')": lambda a: bool(a.why & {"价格", "x"}),
        "why not in ('价格', 'x')": lambda a: bool(a.why) and not a.why & {"价格", "x"},
        "why = '价格' and why = 'x'": lambda a: {"价格", "x"} <= a.why,
        "why = 'a, b' or region = 'east'": lambda a: "a, b" in a.why or a.region == "east",
        "not why = '服务'": lambda a: bool(a.why) and "服务" not in a.why,
        "why is blank": lambda a: not a.why,
        "why is not blank": lambda a: bool(a.why),
        "why contains '价'": lambda a: "价格" in a.why,
        "why = 'nobody''s'": lambda a: False,
        "customer.likes = 'x' and why = 'x'":
            lambda a: "x" in a.why and "x" in likes.get(a.customer_id, frozenset()),
    }
    for condition, keep in filters.items():
        chosen = answers[[keep(answer) for answer in answers.itertuples()]]
        got = run(xow, "nps", project, "--filter", condition, "--by", "why")
        scores = chosen[chosen["nps"].notna()]["nps"]
        compare.equal("where %s: answers" % condition, len(chosen), got["base"]["answers"])
        compare.equal("where %s: n" % condition, len(scores), got["total"]["n"])
        compare.equal("where %s: nps" % condition, nps(scores) if len(scores) else None, got["total"]["nps"])
        counts = spread(chosen[chosen["nps"].notna()], "why").groupby("option", dropna=False).size()
        compare.equal("where %s: by option" % condition,
                      {None if pandas.isna(key) else key: int(count) for key, count in counts.items()},
                      {row["group"]["why"]: row["n"] for row in got["rows"] if row["n"]})
    members = {"likes = 'x'": people["likes"].map(lambda held: "x" in held),
               "likes != 'x'": people["likes"].map(lambda held: bool(held) and "x" not in held)}
    for condition, chosen in members.items():
        compare.equal("customers where " + condition, int(chosen.sum()),
                      run(xow, "segment", "count", project, "--filter", condition)["customers"])
    asked = answers[answers["why"].map(lambda held: "服务" in held)]["customer_id"].nunique()
    compare.equal("customers with any answer(why = '服务')", asked,
                  run(xow, "segment", "count", project, "--filter", "any answer(why = '服务')")["customers"])


def journeys(visits):
    """Each customer's events that count: the stages in order, within the window of the first. One attempt each here."""
    found = {}
    for customer, events in visits.groupby("customer_id"):
        events = events.assign(at=pandas.to_datetime(events["event_time"])).sort_values("at")
        chain = []
        for event in events.itertuples():
            if event.stage == STAGES[len(chain)] and (not chain or event.at <= chain[0].at + WINDOW):
                chain.append(event)
            if len(chain) == len(STAGES):
                break
        found[customer] = chain
    return found


def compare_funnels(compare, project, visits, people, xow):
    likes = people.set_index("customer_id")["likes"]
    attempts = journeys(visits)
    # an own column: the first of the counted events that holds something
    own = {customer: next((event.extras for event in chain if event.extras), frozenset())
           for customer, chain in attempts.items()}
    groups = {"extras": own, "customer.likes": {customer: likes.get(customer, frozenset()) for customer in attempts}}
    for by, held in groups.items():
        got = run(xow, "funnel", project, "--stages", ">".join(STAGES), "--window", "10d", "--by", by)
        compare.equal("funnel by %s: entrants" % by, len(attempts), got["entrants"])
        for index, stage in enumerate(got["stages"]):
            compare.equal("funnel by %s: reached %s" % (by, stage["stage"]),
                          sum(len(chain) > index for chain in attempts.values()), stage["reached"])
        expected = {}
        for customer, chain in attempts.items():
            for option in held[customer] or [None]:
                reached = expected.setdefault(option, [0] * len(STAGES))
                for index in range(len(chain)):
                    reached[index] += 1
        compare.equal("funnel by %s: groups" % by, expected,
                      {group["group"][by]: [stage["reached"] for stage in group["stages"]] for group in got["groups"]})
    # filters choose events: only those with the option are left
    chosen = journeys(visits[visits["extras"].map(lambda extras: "x" in extras)])
    got = run(xow, "funnel", project, "--stages", ">".join(STAGES), "--window", "10d", "--filter", "extras = 'x'")
    compare.equal("funnel where extras = 'x'",
                  [sum(len(chain) > index for chain in chosen.values()) for index in range(len(STAGES))],
                  [stage["reached"] for stage in got["stages"]])


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    xow = sys.argv[1]
    compare = Comparison()
    for seed in (5, 6):
        with tempfile.TemporaryDirectory() as folder:
            make(folder, seed)
            project = os.path.join(folder, "sets.xow")
            for name, kind, roles in (
                    ("survey", "answers", ["nps=nps", "csat=csat:1-5", "why=reason", "region=dimension"]),
                    ("people", "customers", ["likes=dimension"]), ("visits", "events", ["extras=dimension"])):
                run(xow, "import", project, os.path.join(folder, name + ".csv"), "--kind", kind, "--set",
                    "customer_id=customer", *roles, *([] if os.path.exists(project) else ["--create"]))
            types = {column["name"]: column["type"] for dataset in run(xow, "describe", project)["datasets"]
                     for column in dataset["columns"]}
            compare.equal("types", ["set"] * 3, [types[name] for name in ("why", "likes", "extras")])
            answers, people, visits = (read(folder, name) for name in ("survey", "people", "visits"))
            compare_answers(compare, project, answers, xow)
            compare_filters(compare, project, answers, people, xow)
            compare_funnels(compare, project, visits, people, xow)
    compare.finish("questions with several options")


if __name__ == "__main__":
    main()
