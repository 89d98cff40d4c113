#!/usr/bin/env python3
"""Survey files written by others, imported and asked what was asked of them.

Usage: surveys.py PATH_OF_XOW [FOLDER]
FOLDER holds surveys/prepbench and surveys/qualtrics; the environment's XOW_CORPUS goes before it. Exit 77 = no such
folder, nothing tested. Standard library only.
"""
import csv
import os
import subprocess
import sys
import tempfile

from sampledata import Comparison, run

SUDZILLA = "On a scale of 0-10, how would you rate Sudzilla?"
RECOMMEND = "Would you recommend C&BS Co to your friends and family?"


def imported(xow, folder, path, *arguments):
    """A new project of one file of answers. Gives (project, what the import says)."""
    project = os.path.join(folder, "%d.xow" % len(os.listdir(folder)))
    return project, run(xow, "import", project, path, "--kind", "answers", "--create", "--name", "file", *arguments)


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def one_decimal(value):
    """Half away from zero, as figures are shown."""
    return (1 if value >= 0 else -1) * int(abs(value) * 10 + 0.5) / 10


def event_survey(compare, xow, corpus, folder):
    """NPS of an event: the published answer of the exercise."""
    case = os.path.join(corpus, "surveys", "prepbench", "case_040")
    want = rows_of(os.path.join(case, "expected", "output_01.csv"))[0]
    for name in ("input_01.csv", "input_02.csv"):
        project, report = imported(xow, folder, os.path.join(case, "inputs", name))
        compare.equal(name + " rows", (39, 0), (report["rows_imported"], report["rows_rejected"]))
        got = run(xow, "nps", project, "--question", SUDZILLA)
        compare.equal(name + " NPS", float(want["NPS Score"]), one_decimal(got["total"]["nps"]))
        compare.equal(name + " respondents", int(want["Total Respondents"]), got["total"]["n"])
        compare.equal(name + " promoters", int(want["Promoter"]), got["total"]["promoters"])
        compare.equal(name + " detractors", int(want["Detractor"]), got["total"]["detractors"])
        compare.equal(name + " question", SUDZILLA, got["question"])
        # several questions have that scale: the program asks which instead of choosing one
        asked = subprocess.run([xow, "nps", project], capture_output=True, text=True, encoding="utf-8")
        compare.equal(name + " without a question", 1, asked.returncode)
        keynote = "On a scale of 0-10, how would you rate the opening keynote?"
        values = [int(row[keynote]) for row in rows_of(os.path.join(case, "inputs", name))]
        compare.equal(name + " keynote mean", sum(values) / len(values),
                      run(xow, "score", project, "--question", keynote)["total"]["mean"])
    # 11/1/2019 may be January or November: said, not guessed; told, the times are those of the other form of the file
    _, report = imported(xow, folder, os.path.join(case, "inputs", "input_01.csv"))
    compare.equal("open order of dates", [("Timestamp", "ambiguous_dates")],
                  [(entry["column"], entry["code"]) for entry in report["rejects"]])
    days = []
    for name, extra in (("input_01.csv", ["--set", "Timestamp=time:mdy"]), ("input_02.csv", [])):
        project, _ = imported(xow, folder, os.path.join(case, "inputs", name), *extra)
        days.append(run(xow, "sql", project, "SELECT substr(Timestamp, 1, 19) FROM file ORDER BY rowid")["rows"])
    compare.equal("times of both forms", [row[0].replace("T", " ") for row in days[1]],
                  [row[0].replace("T", " ") for row in days[0]])


def store_survey(compare, xow, corpus, folder):
    """A cleaned survey that carries its own classes: ours are the same, by country, with its day-first times."""
    path = os.path.join(corpus, "surveys", "prepbench", "case_050", "expected", "output_01.csv")
    rows = rows_of(path)
    project, report = imported(xow, folder, path, "--timezone", "UTC")
    compare.equal("store rows", (len(rows), 0), (report["rows_imported"], report["rows_rejected"]))
    compare.equal("store roles", ("nps", "time"), (report["roles"][RECOMMEND],
                                                   report["roles"]["Completion Date (Date Time stamp)"]))
    got = run(xow, "nps", project, "--by", "Country")
    by_country = {row["group"]["Country"]: row for row in got["rows"]}
    compare.equal("countries", sorted({row["Country"] for row in rows}), sorted(by_country))
    for country, row in [(None, got["total"]), *by_country.items()]:
        members = [entry for entry in rows if country in (None, entry["Country"])]
        for name, column in (("promoters", "Promoter"), ("passives", "Passive"), ("detractors", "Detractor")):
            compare.equal("%s %s" % (country, name), sum(entry[column] == "1" for entry in members), row[name])
        compare.equal("%s n" % country, len(members), row["n"])
    times = [row[0][:19].replace("T", " ") for row in
             run(xow, "sql", project, "SELECT \"Completion Date (Date Time stamp)\" FROM file ORDER BY rowid")["rows"]]
    want = [entry["Completion Date (Date Time stamp)"] for entry in rows]
    compare.equal("day-first times", ["%s-%s-%s %s" % (text[6:10], text[3:5], text[:2], text[11:]) for text in want], times)
    latest = [int(entry[RECOMMEND]) for entry in rows if entry["Result (First / Latest)"] == "Latest"]
    filtered = run(xow, "nps", project, "--filter", "\"Result (First / Latest)\" = 'Latest'")["total"]
    compare.equal("latest answers", (len(latest), sum(value >= 9 for value in latest), sum(value <= 6 for value in latest)),
                  (filtered["n"], filtered["promoters"], filtered["detractors"]))


def qualtrics(compare, xow, corpus, folder):
    """Exports with three header rows (names, wording, ImportIds) and the older ones with two."""
    place = os.path.join(corpus, "surveys", "qualtrics", "inst", "extdata")
    for name, header_rows, labels, time, wanted in (
            ("sample.csv", 3, {"Q1": "This is a multiple choice question.", "Q2": "This is a free text question.",
                               "RecordedDate": "Erfassungsdatum"}, "RecordedDate",
             {"RecordedDate": "2017-07-18T08:28:48+02:00", "StartDate": "2017-07-18T08:28:09+02:00"}),
            ("sample_legacy.csv", 2, {"Q1": "This is a multiple choice question.", "Q2": "This is a free text question.",
                                      "V1": "ResponseID"}, "V9",
             {"V9": "2017-07-18T08:28:48+02:00", "V8": "2017-07-18T08:28:09+02:00"})):
        path = os.path.join(place, name)
        compare.equal(name + " header rows", header_rows, run(xow, "inspect", path)["header_rows"])
        project, report = imported(xow, folder, path, "--timezone", "Europe/Zurich")
        compare.equal(name + " rows", (1, 0), (report["rows_imported"], report["rows_rejected"]))
        columns = {column["name"]: column for column in run(xow, "describe", project)["datasets"][0]["columns"]}
        for column, label in labels.items():
            compare.equal("%s label of %s" % (name, column), label, columns[column]["label"])
        for column, instant in wanted.items():
            compare.equal("%s type of %s" % (name, column), "datetime", columns[column]["type"])
            compare.equal("%s %s" % (name, column), instant, columns[column]["from"])
        compare.equal(name + " time", "time", columns[time]["role"])
        compare.equal(name + " cells", [["2", "Hello World!"]], [[str(cell) for cell in row] for row in run(
            xow, "sql", project, "SELECT Q1, Q2 FROM file")["rows"]])
        # a question by its wording
        mean = run(xow, "score", imported(xow, folder, path, "--set", "This is a multiple choice question.=rating:1-5")[0],
                   "--question", "This is a multiple choice question.")["total"]["mean"]
        compare.equal(name + " by its wording", 2.0, mean)


def main():
    corpus = os.environ.get("XOW_CORPUS") or (sys.argv[2] if len(sys.argv) > 2 else "")
    if len(sys.argv) < 2 or not corpus or not os.path.isdir(os.path.join(corpus, "surveys")):
        print("no folder of foreign surveys: set XOW_CORPUS")
        sys.exit(77)
    compare = Comparison()
    with tempfile.TemporaryDirectory() as folder:
        for part in (event_survey, store_survey, qualtrics):
            part(compare, sys.argv[1], corpus, folder)
    compare.finish("foreign surveys")


if __name__ == "__main__":
    main()
