#!/usr/bin/env python3
"""10,000 random journeys: the furthest stage of each customer against ClickHouse's windowFunnel.

Usage: funnel_clickhouse.py PATH_OF_XOW [--customers N]
Needs a clickhouse binary that knows `local` (for developers: it isn't among the dependencies). Equal times go in the
order of the stages here; there the key time·16 + stage with the window w·16 + 15 says the same. A customer without the
first stage has no row here and level 0 there. Exit 0 = all equal, 1 = differences (listed), 77 = no ClickHouse.
"""
import argparse
import csv
import datetime
import os
import random
import shutil
import subprocess
import sys
import tempfile

from sampledata import Comparison, run

STAGES = ["a", "b", "c", "d", "e"]
EPOCH = 1735689600  # 2025-01-01T00:00:00Z


def journeys(customers):
    """(customer, second, stage) with many ties and repeats; "x" is of no stage."""
    draw = random.Random(632)
    for customer in range(customers):
        for _ in range(draw.randint(1, 12)):
            yield "u%d" % customer, draw.randrange(60), draw.choice(STAGES[:draw.randint(1, 5)] + ["x"])


def levels_there(binary, folder, events, window):
    path = os.path.join(folder, "keys.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        for customer, second, stage in events:
            step = STAGES.index(stage) + 1 if stage in STAGES else 15
            out.writerow([customer, second * 16 + step, stage])
    conditions = ", ".join("stage = '%s'" % stage for stage in STAGES)
    query = ("SELECT who, windowFunnel(%d)(toDateTime(key), %s) FROM events GROUP BY who ORDER BY who FORMAT CSV"
             % (window * 16 + 15, conditions))
    done = subprocess.run([*binary, "--structure", "who String, key UInt32, stage String", "--input-format", "CSV",
                           "--table", "events", "--file", path, "--query", query],
                          capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        print("no ClickHouse that runs: " + done.stderr.strip()[:500])
        sys.exit(77)
    return {who: int(level) for who, level in csv.reader(done.stdout.splitlines())}


def levels_here(xow, folder, events, window):
    path, project = os.path.join(folder, "events.csv"), os.path.join(folder, "%d.xow" % window)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["who", "at", "stage", "person"])
        for customer, second, stage in events:
            at = datetime.datetime.fromtimestamp(EPOCH + second, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
            out.writerow([customer, at, stage, customer])
    run(xow, "import", project, path, "--create", "--kind", "events", "--name", "e", "--timezone", "UTC", "--set",
        "who=customer", "--set", "at=time", "--set", "stage=stage", "--set", "person=dimension")
    got = run(xow, "funnel", project, "--stages", ">".join(STAGES), "--window", "%ds" % window, "--by", "person")
    return {group["group"]["person"]: sum(stage["reached"] for stage in group["stages"]) for group in got["groups"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("xow")
    parser.add_argument("--customers", type=int, default=10000)
    options = parser.parse_args()
    binary = [shutil.which("clickhouse"), "local"] if shutil.which("clickhouse") else [shutil.which("clickhouse-local")]
    if not binary[0]:
        print("no ClickHouse")
        sys.exit(77)
    events = list(journeys(options.customers))
    compare = Comparison()
    with tempfile.TemporaryDirectory(prefix="xow-clickhouse-") as folder:
        for window in (5, 20, 100):
            there, here = levels_there(binary, folder, events, window), levels_here(options.xow, folder, events, window)
            compare.equal("customers", options.customers, len(there))
            for who, level in there.items():
                compare.equal("%s, window %d" % (who, window), level, here.get(who, 0))
    compare.finish("windowFunnel")


if __name__ == "__main__":
    main()
