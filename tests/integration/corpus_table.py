#!/usr/bin/env python3
"""Every file of the corpora through `xow cat`: opened, refused with a message, wrong cells, crash or hang, by folder.

Usage: corpus_table.py XOW [FOLDER] [--list]     (FOLDER: by default $XOW_CORPUS; exit 77 = skipped, there is none)
--list also prints every refusal and every difference. Exit 1 when a file crashes or hangs the program (20 s, 2 GB), when
a refusal says nothing, or when a case of csv_spectrum differs from its expected JSON.
Cells are compared with Python's csv module in the dialect the program names (`xow inspect --json`); files with text
behind a closing quote are read by rule there and here and are not compared, nor are those the module refuses. Workbooks
are compared by corpus.py; here they are only opened.
"""
import csv
import io
import json
import os
import resource
import subprocess
import sys
import time

SECONDS = 20
BYTES = 2 << 30
PACKED = (".gz", ".zst", ".zip", ".bz2")
TABLES = (".csv", ".tsv", ".txt", ".gz", ".zst", ".tbl", ".dat")
BOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xltx", ".xlam", ".xla", ".xlt")


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(*command):
    """Gives (exit code or "hang", stdout, stderr)."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, preexec_fn=bounded,
                              env=dict(os.environ, LC_ALL="C.UTF-8"))
    except subprocess.TimeoutExpired:
        return "hang", b"", b""
    return done.returncode, done.stdout, done.stderr


def rows_of(text):
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def decoded(data, encoding):
    """The text of a file in the encoding the program names; its byte order mark left out."""
    names = {"UTF-8 with BOM": "utf-8-sig", "UTF-16LE": "utf-16-le", "UTF-16BE": "utf-16-be", "windows-1252": "cp1252",
             "Shift_JIS": "cp932", "EUC-KR": "cp949"}
    text = data.decode(names.get(encoding, encoding))
    return text[1:] if text[:1] == "\ufeff" else text


def reference(path, seen):
    """The cells as Python's csv module reads them; None where it is no reference."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        text = decoded(data, seen["encoding"])
    except (UnicodeDecodeError, LookupError):
        return None
    if text[:4].lower() == "sep=":
        text = text.split("\n", 1)[1]
    if "\0" in text:
        return None
    if seen.get("comment"):  # the module knows no comments
        if '"' in text:
            return None
        text = "\n".join(line for line in text.splitlines() if not line.startswith(seen["comment"]))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=seen["delimiter"], strict=True,
                               quotechar=seen.get("quote") or '"', escapechar=seen.get("escape"),
                               quoting=csv.QUOTE_MINIMAL if seen.get("quote") else csv.QUOTE_NONE))
    except (csv.Error, TypeError):
        return None
    if seen.get("escape") and "\\" in text:
        return None
    return rows


def without_empty(rows):
    return [row for row in rows if row and row != [""]]


def check(xow, path):
    """One file: ("opened" | "refused" | "wrong" | "crash" | "hang" | "mute", what is to say)."""
    code, out, err = run(xow, "cat", path)
    if code == "hang":
        return "hang", ""
    message = err.decode("utf-8", "replace").strip()
    if code < 0 or code > 3:
        return "crash", "exit %s %s" % (code, message)
    if code != 0:
        return ("refused", message) if message.startswith("xow: ") and len(message) > 12 else ("mute", message)
    if path.lower().endswith(BOOKS + PACKED):
        return "opened", ""
    code, seen, err = run(xow, "inspect", path, "--json")
    if code == "hang":
        return "hang", "inspect"
    if code < 0 or code > 3:
        return "crash", "inspect: exit %s" % code
    if code != 0:  # readable, yet nothing to import
        return "opened", "inspect: " + err.decode("utf-8", "replace").strip()
    seen = json.loads(seen)
    if not seen.get("delimiter"):
        return "opened", ""
    want = reference(path, seen)
    if want is None:
        return "opened", "no reference"
    got = without_empty(rows_of(out.decode("utf-8")))
    want = without_empty(want)
    if got != want:
        for number, (a, b) in enumerate(zip(want + [None], got + [None])):
            if a != b:
                return "wrong", "record %d: %.80r, got %.80r" % (number + 1, a, b)
        return "wrong", "%d records, got %d" % (len(want), len(got))
    return "opened", ""


def spectrum(xow, folder):
    """csv_spectrum: the records as objects are those of the expected JSON. Gives what differs."""
    wrong = []
    for name in sorted(os.listdir(os.path.join(folder, "csvs"))):
        code, out, err = run(xow, "cat", os.path.join(folder, "csvs", name))
        with open(os.path.join(folder, "json", name.replace(".csv", ".json")), encoding="utf-8") as file:
            want = json.load(file)
        rows = rows_of(out.decode("utf-8"))
        got = [dict(zip(rows[0], row)) for row in rows[1:] if row]
        if isinstance(want, dict):  # location_coordinates.json: one object, and not the file's telephone number
            want = [dict(want, **{"Contact Phone Number": "2095257564"})]
        if code != 0 or got != want:
            wrong.append("%s: %r, got %r %s" % (name, want, got, err.decode("utf-8", "replace")))
    return wrong


def main():
    words = [word for word in sys.argv[1:] if word != "--list"]
    folder = words[1] if len(words) > 1 else os.environ.get("XOW_CORPUS", "")
    if not words or not os.path.exists(words[0]) or not os.path.isdir(folder):
        print("no corpora: set XOW_CORPUS")
        return 77
    csv.field_size_limit(1 << 28)
    xow = words[0]
    states = ("opened", "refused", "wrong", "crash", "hang", "mute")
    table, notes, slowest = {}, [], (0.0, "")
    for place, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if not name.lower().endswith(TABLES + BOOKS):
                continue
            path = os.path.join(place, name)
            parts = os.path.relpath(place, folder).split(os.sep)
            if parts[-1] in ("json",):
                continue
            group = "/".join(parts[:2]) if parts[:2] != ["csv", "duckdb"] else "/".join(parts[:5])
            start = time.time()
            state, note = check(xow, path)
            slowest = max(slowest, (time.time() - start, path))
            line = table.setdefault(group, dict.fromkeys(states, 0))
            line[state] += 1
            if state in ("crash", "hang", "mute") or ("--list" in sys.argv and (note or state != "opened")):
                notes.append("%s %s: %s" % (state, os.path.relpath(path, folder), note))
    print("\n".join(notes))
    print("%-44s %7s %8s %6s %6s %5s %5s" % (("folder",) + states))
    total = dict.fromkeys(states, 0)
    for group, line in sorted(table.items()):
        print("%-44s %7d %8d %6d %6d %5d %5d" % ((group,) + tuple(line[state] for state in states)))
        for state in states:
            total[state] += line[state]
    print("%-44s %7d %8d %6d %6d %5d %5d" % (("all",) + tuple(total[state] for state in states)))
    print("slowest: %.1f s %s" % slowest)
    place = os.path.join(folder, "csv", "csv_spectrum")
    wrong = spectrum(xow, place) if os.path.isdir(place) else []
    print("csv_spectrum: %s" % ("; ".join(wrong) if wrong else "equal to its JSON"))
    return 1 if wrong or total["crash"] or total["hang"] or total["mute"] else 0


if __name__ == "__main__":
    sys.exit(main())
