"""Keeps the answers in a DataFrame: one name of a question a line; answers {ms, rows} a line."""
import json
import os
import sys
import time

import pandas

COLUMNS = ["customer_id", "answered_at", "touchpoint", "business_unit", "product_type", "channel", "region", "nps"]
CATEGORIES = ["touchpoint", "business_unit", "product_type", "channel", "region"]
answers = pandas.read_csv(os.path.join(sys.argv[1], "responses.csv"), usecols=COLUMNS, parse_dates=["answered_at"],
                          dtype={**{name: "category" for name in CATEGORIES}, "nps": "float32"})
answers["month"] = (answers.answered_at.dt.year * 12 + answers.answered_at.dt.month - 1).astype("int16")
answers["promoter"] = (answers.nps >= 9).astype("int8")
answers["detractor"] = (answers.nps <= 6).astype("int8")


def counts(frame, by):
    return frame.groupby(by, observed=True).agg(p=("promoter", "sum"), d=("detractor", "sum"), n=("nps", "count")).reset_index()


def q1a():
    return counts(answers, ["touchpoint"])


def q1b():
    kept = answers[answers.region.isin(["广东省", "江苏省", "浙江省", "上海市", "四川省"])
                   & (answers.answered_at >= "2023-07-01") & (answers.answered_at < "2023-10-01")]
    return counts(kept, ["business_unit", "product_type", "channel"])


def q2():
    found = counts(answers, ["business_unit", "month"])
    before = found[["business_unit", "month", "p", "d", "n"]].assign(month=found.month + 12)
    return found.merge(before, on=["business_unit", "month"], how="left", suffixes=("", "_before"))


QUESTIONS = {"Q1a": q1a, "Q1b": q1b, "Q2": q2}
for line in sys.stdin:
    name = json.loads(line)
    start = time.perf_counter()
    frame = QUESTIONS[name]()
    ms = (time.perf_counter() - start) * 1000
    rows = [[None if value != value else value for value in row]
            for row in json.loads(frame.to_json(orient="values"))]
    print(json.dumps({"ms": ms, "rows": rows}, ensure_ascii=False), flush=True)
