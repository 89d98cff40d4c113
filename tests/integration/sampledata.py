"""Reads the raw files of the auto sample without any help from the program, and runs the program.

Python's standard library only: this is the independent side of the comparison, so it shares nothing with the importer
(own reading of the three-row survey header, of the workbook's cells, of scores and times).
"""
import csv
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile

STAGES = ["浏览咨询", "留资", "到店", "试乘试驾", "下定", "提车"]


def run(xow, *arguments):
    """One command of the program with --json; its object. A failure ends the test with the program's own message."""
    done = subprocess.run([xow, *arguments, "--json"], capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        sys.exit("%s %s\nexit %d: %s" % (xow, " ".join(arguments), done.returncode, done.stderr.strip()))
    return json.loads(done.stdout)


def sample(xow, folder, customers, seed):
    """The sample project and its raw files in `folder`, made when they aren't there. Gives (project, files)."""
    project = os.path.join(folder, "auto.xow")
    files = os.path.join(folder, "files")
    if not os.path.exists(project) or not os.path.exists(os.path.join(files, "truth.json")):
        os.makedirs(folder, exist_ok=True)
        if os.path.exists(project):
            os.remove(project)
        run(xow, "sample", "auto", project, "--customers", str(customers), "--seed", str(seed), "--files", files)
    return project, files


def seconds(text):
    """Wall clock as seconds, None when it isn't a time. The sample's zone has no clock changes."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d", text or ""):
        return None
    try:
        return int(datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc).timestamp())
    except ValueError:
        return None


def day(text):
    return seconds(text + " 00:00:00")


def score(text, low, high):
    """(value, state) of one cell: valid, blank, out_of_range or unparsed."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain == "":
        return None, "blank"
    try:
        value = float(plain)
    except ValueError:
        return None, "unparsed"
    if value != int(value) or not low <= value <= high:
        return None, "out_of_range"
    return int(value), "valid"


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def read_csv(path, header_rows=1):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    names = rows[0]
    if header_rows == 3:
        assert rows[2][0].startswith('{"ImportId"'), "the third row of a Qualtrics export holds ImportIds"
    return [dict(zip(names, row)) for row in rows[header_rows:]]


def read_xlsx(path):
    """Rows of the first sheet as dictionaries of text; blank cells are ''."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(space + "si"):
                shared.append("".join(part.text or "" for part in item.iter(space + "t")))
        rows = []
        with book.open("xl/worksheets/sheet1.xml") as sheet:
            for _, row in ElementTree.iterparse(sheet):
                if row.tag != space + "row":
                    continue
                cells = {}
                for cell in row.iter(space + "c"):
                    value = cell.find(space + "v")
                    if cell.get("t") == "s":
                        text = shared[int(value.text)]
                    elif cell.get("t") == "inlineStr":
                        text = "".join(part.text or "" for part in cell.iter(space + "t"))
                    else:
                        text = value.text if value is not None else ""
                    cells[re.match("[A-Z]+", cell.get("r")).group()] = text
                rows.append(cells)
                row.clear()
    letters = sorted(rows[0], key=lambda column: (len(column), column))
    return [{rows[0][letter]: row.get(letter, "") for letter in letters} for row in rows[1:]]


class Files:
    """The raw files as lists of dictionaries, with the few derived values every recomputation needs."""

    def __init__(self, folder):
        self.events = read_csv(os.path.join(folder, "events.csv"))
        self.answers = read_csv(os.path.join(folder, "survey.csv"), header_rows=3)
        self.invitations = read_csv(os.path.join(folder, "invitations.csv"))
        self.customers = {row["customer_id"]: row for row in read_xlsx(os.path.join(folder, "customers.xlsx"))}
        self.metrics = read_xlsx(os.path.join(folder, "metrics.xlsx"))
        with open(os.path.join(folder, "truth.json"), encoding="utf-8") as file:
            self.truth = json.load(file)
        self.by_reference = {}
        self.by_customer = {}
        for event in self.events:
            event["seconds"] = seconds(event["event_time"])
            self.by_reference.setdefault(event["ref_id"], []).append(event)
            self.by_customer.setdefault(event["customer_id"], []).append(event)
        for answer in self.answers:
            answer["seconds"] = seconds(answer["RecordedDate"])

    def reach(self, answer, name):
        """A dimension of an answer: its own, its customer's or the event's it is tied to. None = blank."""
        table, _, column = name.rpartition(".")
        if table == "customer":
            row = self.customers.get(answer["customer_id"], {})
        elif table == "event":
            tied = self.by_reference.get(answer["ref_id"], []) if answer["ref_id"] else []
            assert len(tied) <= 1, "references are unique in the sample"
            row = tied[0] if tied else {}
        else:
            row = answer
        return row.get(column) or None

    def reached(self, customer, stage):
        return any(event["stage"] == stage for event in self.by_customer.get(customer, []))


class Comparison:
    """Collects differences: counts must be equal, other figures to 1e-9."""

    def __init__(self):
        self.compared = 0
        self.differences = []

    def equal(self, what, expected, got):
        self.compared += 1
        same = expected == got
        if not same and isinstance(expected, (int, float)) and isinstance(got, (int, float)):
            exact = isinstance(expected, int) and isinstance(got, int)
            same = not exact and abs(expected - got) <= 1e-9 * max(1.0, abs(expected))
        if not same:
            self.differences.append("%s: recomputed %r, program %r" % (what, expected, got))

    def finish(self, title):
        for difference in self.differences[:60]:
            print(difference)
        if len(self.differences) > 60:
            print("… and %d more" % (len(self.differences) - 60))
        print("%s: %d figures compared, %d differ" % (title, self.compared, len(self.differences)))
        # a run that compared nothing proves nothing
        sys.exit(1 if self.differences or self.compared == 0 else 0)


if __name__ == "__main__":
    # sampledata.py PATH_OF_XOW FOLDER: a fresh sample of the default size, for the comparisons that follow
    shutil.rmtree(sys.argv[2], ignore_errors=True)
    print(*sample(sys.argv[1], sys.argv[2], 60000, 1))
