#!/usr/bin/env python3
"""Writing a list of a million rows as CSV and of 200,000 rows as XLSX: xow against DuckDB's COPY and pandas; and saving.

    tests/bench/export_bench.py --xow build/headless/bin/xow --work DIR [--runs 5] [--threads 2] [--only csv,xlsx,save] [--no-write]

What --only leaves out is taken from the run before (DIR/export.json). `save` needs bench_save beside xow. Uses the data of engine_bench.py (made when missing). The files have to hold the same rows before a time is printed. The seconds
of CSV are of the writing alone, with the data in memory, and of the whole process of `xow export`; those of XLSX of the whole process;
DuckDB's are of its COPY, pandas' of to_excel alone, with the data in memory. Writes its section of RESULTS.md.
"""
import argparse
import csv
import itertools
import json
import os
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from engine_bench import Bench, Peer  # noqa: E402
from import_bench import machine  # noqa: E402
from results import write_section  # noqa: E402

WORKBOOK_ROWS = 200_000
PANDAS = """
import sys, time, pandas
frame = pandas.read_csv(sys.argv[1])
start = time.perf_counter()
frame.to_excel(sys.argv[2], index=False)
print(time.perf_counter() - start)
"""


def digest(path):
    """What has to be equal: rows, and per column the number of cells and the sum of their lengths or values."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        names = next(reader)
        found = [[0, 0.0] for _ in names]
        rows = 0
        for row in reader:
            rows += 1
            for cell, sums in zip(row, found):
                if not cell:
                    continue
                sums[0] += 1
                try:
                    sums[1] += float(cell)
                except ValueError:
                    sums[1] += len(cell)
    return rows, names, [(count, round(total, 3)) for count, total in found]


def timed(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def to_csv(args, bench, out):
    path = {name: os.path.join(out, name + ".csv") for name in ("xow", "duckdb")}
    tables = json.loads(subprocess.run([args.xow, "--json", "describe", bench.project], stdout=subprocess.PIPE, check=True).stdout)
    answers = next(table for table in tables["datasets"] if table["kind"] == "answers")
    names = [column["name"] for column in answers["columns"]]
    own = [args.xow, "--threads", str(args.threads), "export", bench.project, "--dataset", answers["name"], "--to", path["xow"]]
    peer = Peer(["node", os.path.join(bench.node, "engine_duckdb.js"), bench.duck, str(args.threads)], args.threads)
    copy = f"COPY (SELECT {', '.join(names)} FROM xc) TO '{path['duckdb']}' (FORMAT csv, HEADER)"
    # in any order, so that it may write on all threads
    peer.ask("SET preserve_insertion_order=false")
    times = {"xow": [], "alone": [], "duckdb": []}
    for _ in range(args.runs):
        # each into a new file: taking the place of one costs both what the file system does about the old one
        for target in path.values():
            if os.path.exists(target):
                os.remove(target)
        times["xow"].append(timed(own))
        os.remove(path["xow"])
        repeated = subprocess.run([own[0], "--json", *own[1:], "--repeat", "3"], stdout=subprocess.PIPE, check=True).stdout
        times["alone"].append(json.loads(repeated)["timing"]["compute_ms"]["median"] / 1000)
        times["duckdb"].append(peer.ask(copy)["ms"] / 1000)
    peer.close()
    if digest(path["xow"]) != digest(path["duckdb"]):
        sys.exit(f"the CSV files differ:\n{digest(path['xow'])}\n{digest(path['duckdb'])}")
    found = {name: statistics.median(values) for name, values in times.items()}
    return {**found, "columns": len(names), "megabytes": os.path.getsize(path["xow"]) / 1e6}


def to_xlsx(args, bench, out):
    path = {name: os.path.join(out, name) for name in ("head.csv", "head.xow", "xow.xlsx", "pandas.xlsx")}
    with open(os.path.join(bench.folder, "responses.csv"), encoding="utf-8") as file, \
            open(path["head.csv"], "w", encoding="utf-8") as head:
        head.writelines(itertools.islice(file, WORKBOOK_ROWS + 1))
    if os.path.exists(path["head.xow"]):
        os.remove(path["head.xow"])
    subprocess.run([args.xow, "import", path["head.xow"], path["head.csv"], "--kind", "answers", "--create", "--timezone", "UTC"],
                   check=True, stdout=subprocess.DEVNULL)
    own = [args.xow, "--threads", str(args.threads), "export", path["head.xow"], "--to", path["xow.xlsx"]]
    times = {"xow": [], "pandas": []}
    for _ in range(args.workbook_runs):
        times["xow"].append(timed(own))
        times["pandas"].append(float(subprocess.run(["/usr/bin/python3", "-c", PANDAS, path["head.csv"], path["pandas.xlsx"]],
                                                    check=True, stdout=subprocess.PIPE).stdout))
    rows = {name: subprocess.run([args.xow, "cat", path[name + ".xlsx"]], check=True, stdout=subprocess.PIPE).stdout.count(b"\n")
            for name in ("xow", "pandas")}
    if rows["xow"] != rows["pandas"] or rows["xow"] < WORKBOOK_ROWS:
        sys.exit(f"the workbooks differ: {rows}")
    with open(path["head.csv"], encoding="utf-8") as file:
        columns = len(next(csv.reader(file)))
    return {name: statistics.median(values) for name, values in times.items()} | {"columns": columns}


def saved(args, bench, out):
    tool = os.path.join(os.path.dirname(args.xow), "bench_save")
    found = json.loads(subprocess.run([tool, bench.project, out, str(args.runs)], stdout=subprocess.PIPE, check=True).stdout)
    copy = os.path.join(out, "copied.xow")
    times = []
    for _ in range(args.runs):
        if os.path.exists(copy):
            os.remove(copy)
        times.append(timed(["sh", "-c", f'cp "{bench.project}" "{copy}" && sync "{copy}"']))
    os.remove(copy)
    return {**found, "cp_s": statistics.median(times)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--xow", default="build/headless/bin/xow")
    parser.add_argument("--work", required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--workbook-runs", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", default="csv,xlsx,save")
    parser.add_argument("--no-write", action="store_true")
    args = parser.parse_args()
    args.xow, args.work, args.engines = os.path.abspath(args.xow), os.path.abspath(args.work), ["duckdb"]
    args.full = args.year = args.small = False
    bench = Bench(args)
    bench.prepare()
    out = os.path.join(bench.folder, "export")
    os.makedirs(out, exist_ok=True)
    kept = os.path.join(args.work, "export.json")
    found = json.load(open(kept, encoding="utf-8")) if os.path.exists(kept) else {}
    for part in args.only.split(","):
        found[part] = {"csv": to_csv, "xlsx": to_xlsx, "save": saved}[part](args, bench, out)
        print(part, found[part], flush=True)
        with open(kept, "w", encoding="utf-8") as file:
            json.dump(found, file)
    lines = [f"`export_bench.py`, {args.threads} threads, {machine()}; load {os.getloadavg()[0]:.0f} at the end. Seconds, medians "
             f"of {args.runs} runs in turn (workbooks: {args.workbook_runs}), each into a new file that nobody made durable.", "", "| what | xow | peer | ratio | target |", "|---|---|---|---|---|"]
    if "csv" in found:
        csv_found = found["csv"]
        what = f"1,000,000 answers × {csv_found['columns']} columns to CSV ({csv_found['megabytes']:,.0f} MB)"
        lines.append(f"| {what}, data in memory on both sides | {csv_found['alone']:.2f} | DuckDB COPY {csv_found['duckdb']:.2f} | "
                     f"{csv_found['duckdb'] / csv_found['alone']:.1f}× | 4× |")
        lines.append(f"| the same, `xow export` as a whole process that opens and loads the project | {csv_found['xow']:.2f} | DuckDB COPY {csv_found['duckdb']:.2f} | {csv_found['duckdb'] / csv_found['xow']:.1f}× | |")
    if "xlsx" in found:
        book = found["xlsx"]
        lines.append(f"| {WORKBOOK_ROWS:,} answers × {book['columns']} columns to XLSX | {book['xow']:.2f} | pandas to_excel "
                     f"{book['pandas']:.2f} | {book['pandas'] / book['xow']:.1f}× | 5× |")
    if "save" in found:
        save = found["save"]
        lines.append(f"| save: 1,000,000 answers and 3,000,000 events, {save['bytes'] / 1e6:,.0f} MB, made durable | {save['save_s']:.2f} | "
                     f"cp and sync {save['cp_s']:.2f} | {save['cp_s'] / save['save_s']:.1f}× | |")
    text = "\n".join(lines) + "\n"
    print(text)
    if not args.no_write:
        write_section("export", "## Export\n\n" + text)


if __name__ == "__main__":
    main()
