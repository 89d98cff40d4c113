#!/usr/bin/env python3
"""How fast workbooks are read: `xow cat` and `xow import` next to openpyxl's read-only mode and SheetJS, in one run.

Usage: xlsx_bench.py XOW [--runs N] [--rows N] [--folder DIR] [--node-modules DIR] [--write RESULTS.md]
DIR keeps the workbooks (default /tmp/xow-xlsx-bench); SheetJS: `npm install xlsx` in any folder outside the repository, its
node_modules named here. The programs run by turns, N times each (default 5); before that all have to find the same sums. The
table holds medians of wall time, processor time and peak memory; --write replaces the marked section of the file.
"""
import argparse
import csv
import io
import json
import os
import shutil
import statistics
import subprocess
import sys

import bookmaker

OPENPYXL = """
import sys, warnings
warnings.simplefilter("ignore")
import openpyxl
total, texts, rows = 0.0, 0, 0
for row in openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True):
    rows += 1
    if len(sys.argv) > 2:
        for cell in row:
            if isinstance(cell, (int, float)):
                total += cell
            elif isinstance(cell, str):
                texts += len(cell)
print(rows, round(total), texts)
"""
SHEETJS = """
const X = require("xlsx");
const book = X.readFile(process.argv[2]);
const rows = X.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], {header: 1});
let total = 0, texts = 0;
if (process.argv.length > 3) {
  const styled = process.argv[3] === "-" ? new Set() : new Set(process.argv[3].split(",").map(Number));
  for (const row of rows) row.forEach((cell, i) => {
    if (typeof cell === "number" && !styled.has(i)) total += cell;
    else if (typeof cell === "string") texts += [...cell].length;
  });
}
console.log(rows.length, Math.round(total), texts);
"""
LAUNCHER = """
import json, os, subprocess, sys, time
before = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps([process.returncode, time.monotonic() - before, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
"""
BEGIN, END = "<!-- xlsx_bench begin -->", "<!-- xlsx_bench end -->"


def measured(command):
    """Wall seconds, processor seconds and peak MiB of one run, its output thrown away. Started from a small process: the peak
    of a program counts the memory of the one that started it."""
    out = subprocess.run([sys.executable, "-c", LAUNCHER, *command], stdout=subprocess.PIPE, check=True).stdout
    code, seconds, processor, peak = json.loads(out)
    if code:
        raise SystemExit("%s: exit %d" % (" ".join(command), code))
    return seconds, processor, peak / 1024


def own_sums(program, path, kinds):
    text = subprocess.run([program, "cat", path], capture_output=True, check=True).stdout.decode()
    total, texts, rows = 0.0, 0, 0
    for row in csv.reader(io.StringIO(text, newline="")):
        rows += 1
        for cell, kind in zip(row, kinds):
            if kind == "n" and rows > 1:
                total += float(cell) if cell else 0
            elif kind == "s" or (rows == 1 and cell):
                texts += len(cell)
    return "%d %d %d" % (rows, round(total), texts)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("xow")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--folder", default="/tmp/xow-xlsx-bench")
    options.add_argument("--node-modules", default="")
    options.add_argument("--write", default="")
    options = options.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    books = [("numbers", "× 20, numbers and short texts", bookmaker.numbers, "n" * 16 + "s" * 4),
             ("survey", "× 15, a survey with Chinese texts and dates", bookmaker.survey, "ssdsssnnnnnnnss")]
    os.environ["NODE_PATH"] = options.node_modules
    lines = ["| workbook | program | median s | processor s | peak MiB | × time of `xow cat` | × its processor time |",
             "|---|---|---|---|---|---|---|"]
    for name, what, make, kinds in books:
        path = os.path.join(options.folder, "%s-%d.xlsx" % (name, options.rows))
        if not os.path.exists(path):
            make(path, options.rows)
        dates = ",".join(str(i) for i, kind in enumerate(kinds) if kind == "d") or "-"
        project = os.path.join(options.folder, "bench.xow")
        programs = {
            "`xow cat`": [options.xow, "cat", path],
            "`xow import`": [options.xow, "import", project, path, "--kind", "answers", "--create"],
            "openpyxl, read-only": [sys.executable, "-c", OPENPYXL, path],
        }
        sums = {"xow": own_sums(options.xow, path, kinds),
                "openpyxl": subprocess.run(programs["openpyxl, read-only"] + ["sums"], capture_output=True, check=True).stdout.decode().strip()}
        if shutil.which("node") and options.node_modules:
            programs["SheetJS"] = ["node", "-e", SHEETJS, "x", path]
            sums["SheetJS"] = subprocess.run(["node", "-e", SHEETJS, "x", path, dates], capture_output=True, check=True).stdout.decode().strip()
        if len(set(sums.values())) != 1:
            raise SystemExit("the programs read %s differently: %s" % (name, sums))
        runs = {program: [] for program in programs}
        for _ in range(options.runs):
            for program, command in programs.items():
                if os.path.exists(project):
                    os.remove(project)
                runs[program].append(measured(command))
        medians = {program: [statistics.median(values) for values in zip(*each)] for program, each in runs.items()}
        base = medians["`xow cat`"]
        for program, (wall, processor, peak) in medians.items():
            lines.append("| {:,} %s | %s | %.2f | %.2f | %.0f | %.1f | %.1f |".format(options.rows) % (
                what, program, wall, processor, peak, wall / base[0], processor / base[1]))
    table = "\n".join(lines)
    print(table)
    if options.write:
        text = open(options.write, encoding="utf-8").read() if os.path.exists(options.write) else "# Results\n"
        if BEGIN not in text:
            text = text.rstrip("\n") + "\n\n## Workbooks\n\n%s\n%s\n" % (BEGIN, END)
        head, rest = text.split(BEGIN, 1)
        version = subprocess.run(["node", "-p", "require('xlsx').version"], capture_output=True).stdout.decode().strip()
        import openpyxl
        note = ("`xlsx_bench.py`, medians of %d runs by turns on %d cores (load during it %.1f), openpyxl %s, SheetJS %s; rows, sums and text "
                "lengths were compared first." % (options.runs, os.cpu_count(), os.getloadavg()[1], openpyxl.__version__, version or "absent"))
        with open(options.write, "w", encoding="utf-8") as out:
            out.write(head + BEGIN + "\n" + note + "\n\n" + table + "\n" + END + rest.split(END, 1)[1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
