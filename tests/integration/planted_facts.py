#!/usr/bin/env python3
"""Recovers every fact planted in the auto sample from the imported project, within its interval of truth.json.

Usage: planted_facts.py PATH_OF_XOW FOLDER [--customers N] [--seed S]
The folder gets auto.xow and files/ unless they are there. Conversion and satisfaction come from `xow funnel`, the
others from the project's rows (`xow export --to plain.sqlite`, `xow sql`). Exit 0 = all recovered, 1 = not (listed).
"""
import argparse
import json
import os
import sqlite3
import sys

from sampledata import run, sample

DRIVE = "试乘试驾"


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    rank = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in range(start, end):
            rank[order[place]] = (start + end + 1) / 2
        start = end
    return rank


def spearman(pairs):
    x, y = ranks([a for a, _ in pairs]), ranks([b for _, b in pairs])
    mean = (len(pairs) + 1) / 2
    sxy = sum((a - mean) * (b - mean) for a, b in zip(x, y))
    return sxy / (sum((a - mean) ** 2 for a in x) * sum((b - mean) ** 2 for b in y)) ** 0.5


class Facts:
    def __init__(self, xow, project, folder, truth):
        self.xow, self.project, self.truth, self.found = xow, project, truth, {}
        plain = os.path.join(folder, "plain.sqlite")
        if os.path.exists(plain):
            os.remove(plain)
        run(xow, "export", project, "--to", plain)
        self.data = sqlite3.connect(plain)

    def rows(self, query, *values):
        return self.data.execute(query, values).fetchall()

    def conversion(self):
        late = self.truth["late_from"]
        before = "2025-06-30"
        stages = {}
        for name, dates in (("all", []), ("early", ["--to", before]), ("late", ["--from", late])):
            got = run(self.xow, "funnel", self.project, "--journey", "购车旅程", *dates)
            stages[name] = {stage["stage"]: stage["matured"]["rate_from_previous"] for stage in got["stages"]}
        self.found["drive_to_order_early"] = stages["early"]["下定"]
        self.found["drive_to_order_late"] = stages["late"]["下定"]
        for fact, stage in (("browse_to_lead", "留资"), ("lead_to_visit", "到店"), ("visit_to_drive", DRIVE)):
            self.found[fact] = stages["all"][stage]
        # all other stages flat
        for stage in ("留资", "到店", DRIVE, "提车"):
            gap = stages["late"][stage] - stages["early"][stage]
            self.found["flat " + stage] = gap
            self.truth["facts"]["flat " + stage] = {"planted": 0.0, "low": -0.03, "high": 0.03}

    def satisfaction(self):
        late = self.truth["late_from"]
        for name, sign in (("early", "<"), ("late", ">=")):
            self.found["csat_drive_" + name] = self.rows(
                "SELECT avg(s.csat) FROM survey s JOIN events e ON e.ref_id = s.ref_id "
                "WHERE s.touchpoint = ? AND e.event_time %s ?" % sign, DRIVE, late)[0][0]
            self.found["csat_others_" + name] = self.rows(
                "SELECT avg(csat) FROM survey WHERE touchpoint <> ? AND RecordedDate %s ?" % sign, DRIVE, late)[0][0]

    def reasons(self):
        for group, condition in (("satisfied", "csat >= 4"), ("dissatisfied", "csat <= 3")):
            counts = dict(self.rows("SELECT reason, count(*) FROM survey WHERE reason IS NOT NULL AND reason <> '' "
                                    "AND touchpoint = ? AND %s GROUP BY reason" % condition, DRIVE))
            for fact in self.truth["facts"]:
                prefix = "reason_%s_" % group
                if fact.startswith(prefix):
                    self.found[fact] = counts.get(fact[len(prefix):], 0) / sum(counts.values())

    def follow_up(self):
        slow = set(self.truth["slow_dealers"])
        booked = self.rows("SELECT dealer, followup_hours > 24 FROM events WHERE stage = '预约试驾' "
                           "AND followup_hours IS NOT NULL")
        share = lambda rows: sum(late for _, late in rows) / len(rows)
        self.found["breach_rate"] = share(booked)
        self.found["breach_rate_slow_dealers"] = share([row for row in booked if row[0] in slow])
        self.found["breach_rate_other_dealers"] = share([row for row in booked if row[0] not in slow])
        by_dealer = {}
        for row in booked:
            by_dealer.setdefault(row[0], []).append(row)
        worst = sorted(by_dealer, key=lambda dealer: -share(by_dealer[dealer]))[:len(slow)]
        self.found["the slow dealers have the most breaches"] = float(set(worst) == slow)
        self.truth["facts"]["the slow dealers have the most breaches"] = {"planted": 1.0, "low": 1.0, "high": 1.0}
        self.found["spearman_followup"] = spearman(self.rows(
            "SELECT e.followup_hours, s.csat FROM survey s JOIN events e ON e.ref_id = s.ref_id "
            "WHERE e.stage = ? AND e.followup_hours IS NOT NULL AND s.csat IS NOT NULL", DRIVE))

    def minutes(self):
        for fact, family in (("spearman_minutes", None), ("spearman_minutes_families", "有孩家庭"),
                             ("spearman_minutes_singles", "年轻单身")):
            pairs = self.rows(
                "SELECT e.drive_minutes, s.csat FROM survey s JOIN events e ON e.ref_id = s.ref_id "
                "LEFT JOIN customers c ON c.customer_id = e.customer_id WHERE e.stage = ? "
                "AND e.drive_minutes IS NOT NULL AND s.csat IS NOT NULL AND (? IS NULL OR c.family = ?)",
                DRIVE, family, family)
            self.found[fact] = spearman(pairs)

    def responses(self):
        got = run(self.xow, "sql", self.project,
                  "SELECT (SELECT count(*) FROM survey) AS answers, (SELECT count(*) FROM invitations) AS asked")
        answers, asked = self.rows("SELECT (SELECT count(*) FROM survey), (SELECT count(*) FROM invitations)")[0]
        numbers = [cell for row in got["rows"] for cell in (row.values() if isinstance(row, dict) else row)]
        if [answers, asked] != numbers:
            sys.exit("xow sql gives %r, the exported file %r" % (numbers, [answers, asked]))
        self.found["response_rate"] = answers / asked

    def report(self):
        missed = 0
        for name, fact in sorted(self.truth["facts"].items()):
            value = self.found.get(name)
            ok = value is not None and fact["low"] <= value <= fact["high"]
            missed += not ok
            print("%-4s %-42s planted %7.3f, found %s in [%.3f, %.3f]" % (
                "ok" if ok else "MISS", name, fact["planted"], "nothing" if value is None else "%7.3f" % value,
                fact["low"], fact["high"]))
        print("planted facts: %d, missed %d" % (len(self.truth["facts"]), missed))
        return 1 if missed or not self.truth["facts"] else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("xow")
    parser.add_argument("folder")
    parser.add_argument("--customers", type=int, default=60000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    project, files = sample(options.xow, options.folder, options.customers, options.seed)
    with open(os.path.join(files, "truth.json"), encoding="utf-8") as file:
        truth = json.load(file)
    facts = Facts(options.xow, project, options.folder, truth)
    for part in (facts.conversion, facts.satisfaction, facts.reasons, facts.follow_up, facts.minutes, facts.responses):
        part()
    sys.exit(facts.report())


if __name__ == "__main__":
    main()
