#!/usr/bin/env python3
"""Compares `xow cat` with openpyxl, cell by cell, for every workbook of a folder that openpyxl opens.

Usage: corpus.py XOW [FOLDER]        (FOLDER: by default the xlsx folder of $XOW_CORPUS; exit 77 = skipped, because there is
no folder, no program or no openpyxl)
Written against openpyxl 3.0.9. Differences that are openpyxl's are named in KNOWN.
"""
import csv
import datetime
import io
import os
import subprocess
import sys
import warnings

# openpyxl leaves the escape _x000D_ in the text; ECMA-376 18.4.6 says it stands for a carriage return
KNOWN = {("has_x000D_.xlsx", "Sheet1"), ("has_x000D_inline.xlsx", "Sheet1")}
# two parts of one name: refused here, the last one wins there
REFUSED = {"duplicate-filename.xlsx", "xlsx-corrupted.xlsx"}
LARGEST = 2_000_000  # cells of the used range that are compared


def milliseconds(value):
    """'.25' for a quarter of a second, '' for none."""
    return (".%03d" % value).rstrip("0") if value else ""


def expected(value):
    """A cell of openpyxl as `xow cat` prints it; numbers as a tuple, to be compared as numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        if value.microsecond % 1000 >= 500:
            value += datetime.timedelta(milliseconds=1)
        text = value.isoformat()[:19] + milliseconds(value.microsecond // 1000)
        return text[:10] if text.endswith("T00:00:00") else text
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M:%S") + milliseconds(round(value.microsecond / 1000))
    if isinstance(value, datetime.timedelta):
        ms = round(abs(value.total_seconds()) * 1000)
        sign = "-" if value.total_seconds() < 0 else ""
        return sign + "%d:%02d:%02d" % (ms // 3600000, ms // 60000 % 60, ms // 1000 % 60) + milliseconds(ms % 1000)
    if isinstance(value, (int, float)):
        return (float(value),)
    return str(value)


def same(want, got):
    if isinstance(want, tuple):
        try:
            return float(got) == want[0]
        except ValueError:
            return False
    return want == got or want.replace("\r\n", "\n") == got.replace("\r\n", "\n")


def trimmed(rows):
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def compare(program, path, sheet):
    """What `xow cat` prints otherwise than openpyxl has it, as sentences."""
    run = subprocess.run([program, "cat", path, "--sheet", sheet.title], capture_output=True, timeout=60)
    want = trimmed([[expected(cell.value) for cell in row] for row in sheet.iter_rows(min_row=1, min_col=1)])
    got = trimmed(list(csv.reader(io.StringIO(run.stdout.decode(), newline=""))))
    wrong = ["exit %d: %s" % (run.returncode, run.stderr.decode().strip())] if run.returncode else []
    for r in range(max(len(want), len(got))):
        a = want[r] if r < len(want) else []
        b = got[r] if r < len(got) else []
        for c in range(max(len(a), len(b))):
            x = a[c] if c < len(a) else ""
            y = b[c] if c < len(b) else ""
            if not same(x, y):
                wrong.append("row %d column %d: %r, got %r" % (r + 1, c + 1, x, y))
    return wrong


def main():
    folder = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.environ.get("XOW_CORPUS", "nowhere"), "xlsx")
    if len(sys.argv) < 2 or not os.path.isdir(folder) or not os.path.exists(sys.argv[1]):
        return 77
    try:
        import openpyxl
    except ImportError:
        return 77
    warnings.simplefilter("ignore")
    program = sys.argv[1]
    compared = different = skipped = 0
    for place, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if not name.lower().endswith((".xlsx", ".xlsm")):
                continue
            path = os.path.join(place, name)
            try:
                book = openpyxl.load_workbook(path, data_only=True)
            except Exception:  # what openpyxl cannot open is no reference
                skipped += 1
                continue
            for sheet in book.worksheets:
                if (name, sheet.title) in KNOWN or name in REFUSED or sheet.max_row * sheet.max_column > LARGEST:
                    skipped += 1
                    continue
                wrong = compare(program, path, sheet)
                compared += 1
                if wrong:
                    different += 1
                    print("%s [%s]: %s" % (path, sheet.title, "; ".join(wrong[:3])))
    print("%d sheets compared, %d different, %d skipped" % (compared, different, skipped))
    return 0 if compared and not different else 1


if __name__ == "__main__":
    sys.exit(main())
