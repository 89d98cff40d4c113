#!/usr/bin/env python3
"""What the funnel says of the auto sample: exactly the planted stage is stuck, with the planted figures inside their
intervals; and of samples in which nothing is planted: nothing is.

Usage: planted_verdicts.py PATH_OF_XOW FOLDER [--customers N]
The folder gets auto.xow and files/ unless they are there. XOW_SEEDS samples without a plant are made (5), at most one
in twenty of which may flag a stage. Exit 0 = as it should be, 1 = not (listed).
"""
import argparse
import json
import os
import sys
import tempfile

from sampledata import run, sample

DRIVE, JOURNEY = "试乘试驾", "购车旅程"


def funnel(xow, project, truth, *more):
    return run(xow, "funnel", project, "--journey", JOURNEY, "--from", truth["late_from"], *more)


def planted(xow, folder, customers):
    project, files = sample(xow, folder, customers, 1)
    with open(os.path.join(files, "truth.json"), encoding="utf-8") as file:
        truth = json.load(file)
    facts, wrong = truth["facts"], []
    for language in ("zh", "en"):
        got = funnel(xow, project, truth, "--lang", language)
        stuck = [stage["stage"] for stage in got["stages"] if stage["verdict"] == "stuck"]
        if stuck != [DRIVE]:
            wrong.append("stuck: %s" % stuck)
        others = [stage["stage"] for stage in got["stages"] if stage["verdict"] in ("o_only", "x_only")]
        if others:
            wrong.append("also flagged: %s" % others)
        drive = next(stage for stage in got["stages"] if stage["stage"] == DRIVE)
        seen = drive["evidence"]
        for fact, figure in (("drive_to_order_late", seen["conversion"]["rate"]),
                             ("drive_to_order_early", seen["conversion"]["reference_rate"]),
                             ("csat_drive_late", seen["satisfaction"]["mean"]),
                             ("csat_drive_early", seen["satisfaction"]["reference_mean"])):
            if not facts[fact]["low"] <= figure <= facts[fact]["high"]:
                wrong.append("%s: %.4f outside [%.4f, %.4f]" % (fact, figure, facts[fact]["low"], facts[fact]["high"]))
        # the sentence states both falls
        for text in ("%.1f%%" % (100 * seen["conversion"]["rate"]), "%.2f" % seen["satisfaction"]["mean"]):
            if text not in drive["why"]:
                wrong.append("%r is not in %r" % (text, drive["why"]))
        low, high = (seen["conversion"]["ci95"], seen["satisfaction"]["ci95"])
        plant = facts["drive_to_order_late"]["planted"] - facts["drive_to_order_early"]["planted"]
        if not low[0] <= plant <= low[1]:
            wrong.append("the planted fall %.3f is outside %s" % (plant, low))
        plant = facts["csat_drive_late"]["planted"] - facts["csat_drive_early"]["planted"]
        if not high[0] <= plant <= high[1]:
            wrong.append("the planted fall %.3f is outside %s" % (plant, high))
    return truth, wrong


def flat(xow, truth, seeds, customers):
    flagged = []
    with tempfile.TemporaryDirectory(prefix="xow-flat-") as folder:
        for seed in range(1, seeds + 1):
            project = os.path.join(folder, "%d.xow" % seed)
            run(xow, "sample", "auto", project, "--flat", "--seed", str(seed), "--customers", str(customers))
            got = funnel(xow, project, truth)
            tested = [stage for stage in got["stages"] if stage["verdict"] != "unsure"]
            if not tested:
                return ["seed %d: nothing could be judged" % seed]
            found = [stage["stage"] for stage in got["stages"] if stage["verdict"] in ("stuck", "o_only", "x_only")]
            if found:
                flagged.append("seed %d: %s" % (seed, found))
            os.remove(project)
    print("samples without a plant: %d, flagged %d" % (seeds, len(flagged)))
    return flagged if len(flagged) > seeds // 20 else []


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("xow")
    parser.add_argument("folder")
    parser.add_argument("--customers", type=int, default=60000)
    options = parser.parse_args()
    truth, wrong = planted(options.xow, options.folder, options.customers)
    wrong += flat(options.xow, truth, int(os.environ.get("XOW_SEEDS", "5")), 20000)
    print("\n".join(wrong) if wrong else "verdicts as planted")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
