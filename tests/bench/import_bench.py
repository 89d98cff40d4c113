#!/usr/bin/env python3
"""Import of two large CSV files into a persistent file: xow, DuckDB (best form and auto-detect), sqlite3 .import.

    tests/bench/import_bench.py --xow build/release/bin/xow [--full] [--runs 5] [--threads 2]

Makes the files (seeded; 1 M answers and 3 M events, --full 10 M and 30 M), fetches DuckDB from npm into the work folder,
runs the engines in turn, compares what they imported, prints medians and writes its section of RESULTS.md. The runs of several
calls count together where --state names a file that keeps them, so that a machine need not stay quiet for long: --prepare
makes the files only, --report counts only.
"""
import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from results import write_section  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
DUCKDB = "1.5.6-r.1"  # of @duckdb/node-api

ANSWER_TYPES = {
    "response_id": "INTEGER", "customer_id": "INTEGER", "answered_at": "TIMESTAMP", "touchpoint": "VARCHAR",
    "business_unit": "VARCHAR", "product_type": "VARCHAR", "scene": "VARCHAR", "channel": "VARCHAR",
    "region": "VARCHAR", "nps": "TINYINT", "csat_overall": "TINYINT", "csat_service": "TINYINT",
    "csat_product": "TINYINT", "csat_wait": "TINYINT", "verbatim": "VARCHAR"}
EVENT_TYPES = {
    "customer_id": "INTEGER", "event_time": "TIMESTAMP", "stage": "VARCHAR", "store_id": "VARCHAR",
    "sales_rep": "VARCHAR", "wait_hours": "DOUBLE", "amount": "DOUBLE"}
TABLES = [("responses", "answers", ANSWER_TYPES), ("events", "events", EVENT_TYPES)]

NODE = r"""
const {DuckDBInstance} = require('@duckdb/node-api');
const [path, threads, ...statements] = process.argv.slice(2);
(async () => {
  const start = process.hrtime.bigint();
  const instance = await DuckDBInstance.create(path, {threads});
  const connection = await instance.connect();
  await connection.run('SET preserve_insertion_order=false');
  let rows = [];
  for (const statement of statements) rows = (await connection.runAndReadAll(statement)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  console.log(JSON.stringify({seconds, rows}));
})();
"""


def run(command, **kw):
    """Seconds, user + system CPU seconds, peak MB and output of a program."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **kw)
    out, error = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{' '.join(command)[:300]}\n{error.decode(errors='replace')[-2000:]}")
    return {"wall": seconds, "cpu": usage.ru_utime + usage.ru_stime, "user": usage.ru_utime,
            "rss": usage.ru_maxrss / 1024, "out": out.decode()}


def fresh(path):
    for ending in ("", ".wal", "-journal"):
        if os.path.exists(path + ending):
            os.remove(path + ending)


def check_sql(table):
    if table == "responses":
        return ("SELECT count(*) n, count(DISTINCT customer_id) c, sum(nps) a, count(nps) b, sum(csat_wait) d, "
                "count(DISTINCT region) e FROM responses")
    return ("SELECT count(*) n, count(DISTINCT customer_id) c, sum(amount) a, count(amount) b, "
            "round(sum(wait_hours)) d, count(DISTINCT sales_rep) e FROM events")


HISTOGRAM = "SELECT nps, count(*) n FROM responses WHERE nps IS NOT NULL GROUP BY nps ORDER BY nps"


class Bench:
    def __init__(self, args):
        self.args = args
        self.rows = (10_000_000, 30_000_000) if args.full else (1_000_000, 3_000_000)
        self.folder = os.path.join(args.work, "full" if args.full else "1m")
        os.makedirs(self.folder, exist_ok=True)
        self.node = os.path.join(args.work, "npm")

    def prepare(self):
        tool = os.path.join(self.args.work, "import_data")
        source = os.path.join(HERE, "import_data.cpp")
        if not os.path.exists(tool) or os.path.getmtime(tool) < os.path.getmtime(source):
            subprocess.run(["c++", "-O2", "-std=c++20", "-o", tool, source], check=True)
        if not os.path.exists(os.path.join(self.folder, "made")):
            subprocess.run([tool, self.folder, str(self.rows[0]), str(self.rows[1])], check=True)
            open(os.path.join(self.folder, "made"), "w").close()
        if not os.path.exists(os.path.join(self.node, "node_modules", "@duckdb", "node-api")):
            os.makedirs(self.node, exist_ok=True)
            subprocess.run(["npm", "install", "--no-audit", "--no-fund", f"@duckdb/node-api@{DUCKDB}"], cwd=self.node, check=True,
                           stdout=subprocess.DEVNULL)
        with open(os.path.join(self.node, "run.js"), "w") as script:
            script.write(NODE)

    def duckdb(self, path, *statements):
        result = run(["node", os.path.join(self.node, "run.js"), path, str(self.args.threads), *statements])
        answer = json.loads(result["out"])
        result["wall"] = answer["seconds"]  # without node's own start
        result["rows"] = answer["rows"]
        return result

    def csv(self, table):
        return os.path.join(self.folder, table + ".csv")

    def engine_xow(self, table, kind, types, path):
        return run([self.args.xow, "--threads", str(self.args.threads), "import", path, self.csv(table), "--create",
                    "--kind", kind, "--timezone", "UTC"])

    def engine_duckdb(self, table, kind, types, path):
        columns = ",".join(f"'{name}':'{kind}'" for name, kind in types.items())
        return self.duckdb(
            path, f"CREATE TABLE {table} AS FROM read_csv('{self.csv(table)}',header=true,auto_detect=false,delim=',',"
            f"quote='\"',escape='\"',timestampformat='%Y-%m-%dT%H:%M:%S',columns={{{columns}}})", "CHECKPOINT",
            "SELECT 1 ok")

    def engine_duckdb_auto(self, table, kind, types, path):
        return self.duckdb(path, f"CREATE TABLE {table} AS FROM read_csv('{self.csv(table)}')", "CHECKPOINT",
                           "SELECT 1 ok")

    def engine_sqlite(self, table, kind, types, path):
        words = {"VARCHAR": "TEXT", "TIMESTAMP": "TEXT", "DOUBLE": "REAL"}
        columns = ",".join(f"{name} {words.get(kind, 'INTEGER')}" for name, kind in types.items())
        return run(["sqlite3", path, f"CREATE TABLE {table}({columns})", ".mode csv",
                    f".import --skip 1 {self.csv(table)} {table}"])

    def xow_sql(self, path, query):
        out = json.loads(run([self.args.xow, "--json", "sql", path, query])["out"])
        return out

    def figures(self, engine, path, table):
        queries = [check_sql(table)] + ([HISTOGRAM] if table == "responses" else [])
        answers = []
        for query in queries:
            if engine == "xow":
                found = [list(row.values()) if isinstance(row, dict) else row
                         for row in self.xow_sql(path, query)["rows"]]
            elif engine.startswith("duckdb"):
                found = self.duckdb(path, query)["rows"]
            else:
                query = query.replace("WHERE nps IS NOT NULL", "WHERE nps <> ''")
                for name in ("nps", "amount"):  # .import leaves '' where nothing stands
                    query = query.replace(f"count({name})", f"sum({name} <> '')")
                out = run(["sqlite3", "-separator", ",", path, query])["out"]
                found = [line.split(",") for line in out.split()]
            answers.append([[float(cell) for cell in row] for row in found])
        return answers

    def engines(self):
        return {"xow": self.engine_xow, "duckdb": self.engine_duckdb, "duckdb_auto": self.engine_duckdb_auto,
                "sqlite": self.engine_sqlite}

    def measure(self, table, kind, types, state):
        engines = self.engines()
        kept = state.setdefault(table, {"runs": {name: [] for name in engines}, "sizes": {}, "answers": {}})
        for number in range(self.args.runs):
            for name, engine in engines.items():
                if name == "sqlite" and number >= self.args.sqlite_runs:
                    continue
                path = os.path.join(self.folder, f"{table}.{name}.db" if name != "xow" else f"{table}.xow")
                fresh(path)
                kept.setdefault("load", []).append(os.getloadavg()[0])
                result = engine(table, kind, types, path)
                kept["runs"][name].append({key: result[key] for key in ("wall", "cpu", "rss")})
                print(f"{table} run {number + 1} {name}: {result['wall']:.2f} s, CPU {result['cpu']:.2f} s, "
                      f"{result['rss']:.0f} MB", flush=True)
                if number == 0 and name == "xow" or name not in kept["answers"]:
                    kept["sizes"][name] = os.path.getsize(path)
                    kept["answers"][name] = self.figures(name, path, table)
                fresh(path)
        for name in engines:
            if kept["answers"].get(name, kept["answers"]["xow"]) != kept["answers"]["xow"]:
                sys.exit(f"{table}: {name} imported other figures than xow:\n{kept['answers'][name]}\n{kept['answers']['xow']}")

    def medians(self, table, state):
        kept = state[table]
        return {name: {"wall": statistics.median(r["wall"] for r in found),
                       "best": min(r["wall"] for r in found),
                       "cpu": statistics.median(r["cpu"] for r in found),
                       "rss": max(r["rss"] for r in found), "size": kept["sizes"][name], "runs": len(found)}
                for name, found in kept["runs"].items() if found}


def machine():
    model = ""
    try:
        model = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read()).group(1)
    except (OSError, AttributeError):
        model = platform.processor()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {platform.system()}"


def section(bench, results, state):
    label = {"xow": "xow import", "duckdb": "DuckDB, stated types, unordered (its best)", "duckdb_auto": "DuckDB, auto-detect",
             "sqlite": "sqlite3 .import"}
    lines = [f"Machine: {machine()}. {bench.args.threads} threads; DuckDB {DUCKDB}. Medians of runs in turn (the best in "
             "brackets); ratios are of medians. Row counts, distinct customers, sums and the NPS histogram were equal in "
             "all engines.", ""]
    for table, _, _ in TABLES:
        found = results[table]
        rows = bench.rows[0] if table == "responses" else bench.rows[1]
        size = os.path.getsize(bench.csv(table))
        load = state[table].get("load", [])
        busy = (f"Load of the machine before the runs: median {statistics.median(load):.1f}, highest {max(load):.1f}; the runs "
                "alone make 2.") if load else ""
        lines += [f"### {table}.csv: {rows:,} rows, {size / 1e6:,.0f} MB", "", *([busy, ""] if busy else []),
                  "| engine | seconds | xow is faster by | CPU seconds | peak memory | file | runs |",
                  "|---|---|---|---|---|---|---|"]
        for name, r in found.items():
            ratio = "" if name == "xow" else f"{r['wall'] / found['xow']['wall']:.1f}×"
            lines.append(f"| {label[name]} | {r['wall']:.2f} ({r['best']:.2f}) | {ratio} | {r['cpu']:.1f} | "
                         f"{r['rss']:,.0f} MB | {r['size'] / 1e6:,.0f} MB | {r['runs']} |")
        lines.append("")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--xow", default=shutil.which("xow") or "build/headless/bin/xow")
    parser.add_argument("--work", default=os.path.join(os.environ.get("TMPDIR", "/tmp"), "xow_import_bench"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sqlite-runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--table", choices=[name for name, _, _ in TABLES], help="this file only")
    parser.add_argument("--state", help="keeps the runs of several calls")
    parser.add_argument("--prepare", action="store_true", help="make the files, measure nothing")
    parser.add_argument("--report", action="store_true", help="count what --state kept, measure nothing")
    parser.add_argument("--no-write", action="store_true", help="leave RESULTS.md as it is")
    bench = Bench(parser.parse_args())
    bench.args.xow = os.path.abspath(bench.args.xow)
    bench.args.work = os.path.abspath(bench.args.work)
    bench.prepare()
    if bench.args.prepare:
        return
    state = {}
    if bench.args.state and os.path.exists(bench.args.state):
        with open(bench.args.state, encoding="utf-8") as file:
            state = json.load(file)
    for table, kind, types in TABLES:
        if bench.args.report or bench.args.table not in (None, table):
            continue
        bench.measure(table, kind, types, state)
        if bench.args.state:
            with open(bench.args.state, "w", encoding="utf-8") as file:
                json.dump(state, file)
    if any(table not in state for table, _, _ in TABLES):
        return
    results = {table: bench.medians(table, state) for table, _, _ in TABLES}
    text = section(bench, results, state)
    print("\n" + text)
    if not bench.args.no_write:
        write_section("import", f"## Import of CSV files\n\n{text}\n")


if __name__ == "__main__":
    main()
