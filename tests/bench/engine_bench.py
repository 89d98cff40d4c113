#!/usr/bin/env python3
"""The questions of an analyst on a large project: xow against DuckDB, Polars, SQLite and pandas.

    tests/bench/engine_bench.py --xow build/release/bin/xow [--small | --full | --year] [--runs 5] [--threads 2] [--only Q1a,Q3a]

Makes the two tables (1 M answers and 3 M events; --full 10 M and 30 M; --year 36.5 M and 110 M, which takes some 20 GB of disk and
hours), imports them everywhere, fetches DuckDB and Polars
from npm into the work folder, compares the answers and only then measures, the engines in turn. Each peer gets its best
reasonable form: data in its own format, sorted by customer and time, warm. Writes its section of RESULTS.md.
"""
import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import engine_queries as questions  # noqa: E402
from results import write_section  # noqa: E402
from import_bench import machine  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = {"@duckdb/node-api": "1.5.6-r.1", "nodejs-polars": "0.26.1"}


# Rows of each size, and the next smaller one that times are put beside.
SIZES = {"small": ((100_000, 300_000), None), "1m": ((1_000_000, 3_000_000), None), "full": ((10_000_000, 30_000_000), "1m"),
         "year": ((36_500_000, 110_000_000), "full")}


class Peer:
    """A program that keeps its data open, reads one request a line and answers with milliseconds and rows."""

    def __init__(self, command, threads):
        environment = dict(os.environ, POLARS_MAX_THREADS=str(threads), OMP_NUM_THREADS=str(threads))
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)

    def ask(self, request):
        self.process.stdin.write((json.dumps(request, ensure_ascii=False) + "\n").encode())
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"a peer ended early, asked for {request}")
        return json.loads(line)

    def peak(self):
        for line in open(f"/proc/{self.process.pid}/status", encoding="utf-8"):
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        return 0

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Bench:
    def __init__(self, args):
        self.args = args
        self.size = "year" if args.year else "full" if args.full else "small" if args.small else "1m"
        self.rows, self.smaller = SIZES[self.size]
        self.folder = os.path.join(args.work, self.size)
        self.node = os.path.join(args.work, "npm")
        os.makedirs(self.folder, exist_ok=True)
        self.project = os.path.join(self.folder, "engine.xow")
        self.duck = os.path.join(self.folder, "engine.duckdb")
        self.lite = os.path.join(self.folder, "engine.sqlite")

    def once(self, path, make):
        """Runs make(temporary path) unless `path` is there already."""
        if os.path.exists(path):
            return
        part = path + ".part"
        if os.path.exists(part):
            os.remove(part)
        print(f"making {path}", flush=True)
        make(part)
        os.replace(part, path)

    def prepare(self):
        tool = os.path.join(self.args.work, "import_data")
        if not os.path.exists(tool):
            subprocess.run(["c++", "-O2", "-std=c++20", "-o", tool, os.path.join(HERE, "import_data.cpp")], check=True)
        if not os.path.exists(os.path.join(self.folder, "made")):
            subprocess.run([tool, self.folder, str(self.rows[0]), str(self.rows[1])], check=True)
            open(os.path.join(self.folder, "made"), "w").close()
        for package, version in PACKAGES.items():
            if "polars" in package and "polars" not in self.args.engines:
                continue
            if not os.path.exists(os.path.join(self.node, "node_modules", *package.split("/"))):
                os.makedirs(self.node, exist_ok=True)
                subprocess.run(["npm", "install", "--no-audit", "--no-fund", f"{package}@{version}"], cwd=self.node,
                               check=True, stdout=subprocess.DEVNULL)
        for name in ("engine_duckdb.js", "engine_polars.js"):  # they look for packages beside themselves
            shutil.copy(os.path.join(HERE, name), self.node)
        answers, events = (os.path.join(self.folder, name) for name in ("responses.csv", "events.csv"))
        customers = os.path.join(self.folder, "customers.csv")

        def project(path):
            path = path + ".xow"
            if os.path.exists(path):
                os.remove(path)
            questions.customers_file(customers, self.rows[1] // 10)
            for file, kind, more in ((answers, "answers", ["--create", "--timezone", "UTC"]), (events, "events", []),
                                     (customers, "customers", ["--set", "customer_id=customer"])):
                subprocess.run([self.args.xow, "import", path, file, "--kind", kind, *more], check=True,
                               stdout=subprocess.DEVNULL)
            subprocess.run([self.args.xow, "compact", path], check=True, stdout=subprocess.DEVNULL)
            os.replace(path, path[:-4])

        def lite(path):
            words = {"answers": questions.SQLITE_ANSWERS, "events": questions.SQLITE_EVENTS}
            script = [f"CREATE TABLE {table}({columns});" for table, columns in words.items()]
            script += [".mode csv", f".import --skip 1 {answers} answers", f".import --skip 1 {events} events",
                       "UPDATE answers SET nps=NULL WHERE nps='';", "UPDATE answers SET csat_service=NULL WHERE csat_service='';",
                       "ANALYZE;"]
            subprocess.run(["sqlite3", path], input="\n".join(script).encode(), check=True, stderr=subprocess.DEVNULL)

        def duck(path):
            peer = Peer(["node", os.path.join(self.node, "engine_duckdb.js"), path, str(self.args.threads)],
                        self.args.threads)
            for statement in questions.duckdb_import(answers, events):
                peer.ask(statement)
            peer.close()

        self.once(self.project, project)
        self.once(self.duck, duck)
        if "sqlite" in self.args.engines:
            self.once(self.lite, lite)

    def bandwidth(self):
        """GB a second that the threads read from memory."""
        tool = os.path.join(self.args.work, "bandwidth")
        if not os.path.exists(tool):
            subprocess.run(["c++", "-O3", "-std=c++20", "-pthread", "-o", tool, os.path.join(HERE, "bandwidth.cpp")],
                           check=True)
        return float(subprocess.run([tool, str(self.args.threads)], check=True, stdout=subprocess.PIPE).stdout)

    def start(self):
        threads = str(self.args.threads)
        commands = {"duckdb": ["node", os.path.join(self.node, "engine_duckdb.js"), self.duck, threads],
                    "polars": ["node", os.path.join(self.node, "engine_polars.js"), self.folder],
                    "pandas": ["/usr/bin/python3", os.path.join(HERE, "engine_pandas.py"), self.folder],
                    "clickhouse": [sys.executable, os.path.join(HERE, "engine_clickhouse.py"),
                                   os.path.join(self.folder, "clickhouse"), threads, os.path.join(self.folder, "responses.csv")],
                    "sqlite": [sys.executable, os.path.join(HERE, "engine_sqlite.py"), self.lite]}
        self.peers = {name: Peer(command, self.args.threads) for name, command in commands.items()
                      if name in self.args.engines}
        for statement in questions.DUCKDB_SETUP:
            self.peers["duckdb"].ask(statement)

    def xow(self, question, repeat):
        """Rows, median ms of `repeat` warm runs, ms from the start of opening to the first figure, peak MB."""
        command = [self.args.xow, "--json", "--threads", str(self.args.threads), question.xow[0]]
        command += question.xow[1].split() + [self.project, *question.xow[2:], "--repeat", str(repeat)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        answer = json.loads(done.stdout)
        timing = answer["timing"]
        return {"rows": question.of_xow(answer), "ms": timing["compute_ms"]["median"],
                "first": timing["open_ms"] + timing["load_ms"] + timing["compute_ms"]["median"], "rss": timing["peak_rss_mb"]}

    def peer(self, name, question):
        request = getattr(question, name)
        answer = self.peers[name].ask(request)
        return {"rows": question.of_peer(answer["rows"]), "ms": answer["ms"]}

    def measure(self, question):
        names = [name for name in self.peers if getattr(question, name)]
        own = self.xow(question, 1)
        for name in names:
            other = self.peer(name, question)
            ties = int(self.peers[name].ask(question.ties)["rows"][0][0]) if question.ties and name == "duckdb" else 0
            if not same(own["rows"], other["rows"]) and not (ties and moved(own["rows"], other["rows"]) <= ties):
                sys.exit(f"{question.name}: {name} answers\n{str(other['rows'])[:1500]}\nand xow\n{str(own['rows'])[:1500]}")
        times = {name: [] for name in ["xow", "first", *names]}
        rss = 0
        for number in range(self.args.runs):
            mine = self.xow(question, 5)
            times["xow"].append(mine["ms"])
            times["first"].append(mine["first"])
            rss = max(rss, mine["rss"])
            for name in names:
                if name in ("sqlite", "pandas") and number >= self.args.slow_runs:
                    continue
                times[name].append(self.peer(name, question)["ms"])
        found = {name: statistics.median(values) for name, values in times.items()}
        found["rss"] = rss
        print(question.name, {name: round(value, 2) for name, value in found.items()}, flush=True)
        return found


def same(a, b):
    """Counts have to be equal; other figures to 1e-9 of their size."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    if isinstance(a, float) or isinstance(b, float):
        return a is not None and b is not None and math.isclose(float(a), float(b), rel_tol=1e-9, abs_tol=1e-9)
    return a == b


def moved(a, b):
    """How many of the first stage another group counts; far too many where anything else differs."""
    groups = {group for group, stage in a if (a[group, stage][0] != b.get((group, stage), (0,))[0]) and stage == 1}
    rest = [{key: value for key, value in side.items() if key[0] not in groups} for side in (a, b)]
    totals = [[sum(value[0] for (group, stage), value in side.items() if stage == k) for k in range(1, 7)] for side in (a, b)]
    if not same(*rest) or totals[0] != totals[1]:
        return math.inf
    return sum(abs(a[group, 1][0] - b[group, 1][0]) for group in groups) // 2


def milliseconds(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def kept_times(bench, results):
    """Times of this size are kept beside the data; gives those of the next smaller one, where they were measured."""
    path = os.path.join(bench.args.work, "times.json")
    known = json.load(open(path, encoding="utf-8")) if os.path.exists(path) else {}
    mine = known.setdefault(bench.size, {})
    mine.update({question.name: found["xow"] for question, found in results})
    with open(path, "w", encoding="utf-8") as file:
        json.dump(known, file, ensure_ascii=False)
    return known.get(bench.smaller, {})


def section(bench, results):
    bandwidth = bench.bandwidth()
    smaller = kept_times(bench, results)
    names = [name for name in ("duckdb", "polars", "clickhouse", "pandas", "sqlite") if name in bench.args.engines]
    growth = bench.rows[0] / SIZES[bench.smaller][0][0] if bench.smaller else 1
    lines = [f"`engine_bench.py{'' if bench.size == '1m' else ' --' + bench.size}`: {bench.rows[0]:,} answers × 15 columns, "
             f"{bench.rows[1]:,} events × 7. Machine: {machine()}. {bench.args.threads} threads; "
             + ", ".join(f"{name} {version}" for name, version in PACKAGES.items())
             + (", ClickHouse of the system's packages" if "clickhouse" in bench.args.engines else "")
             + f". Medians of {bench.args.runs} runs in turn, milliseconds, warm, the data open; the number in brackets is how "
             "many times as long as `xow` it took. Answers were equal in all engines before anything was measured. `xow` also "
             "computes intervals and the tests of each group against the rest, which the peers don't; Q1 is given with and "
             "without. \"First figure\" is the time from the start of opening the file to the figure, on a warm page cache, of a project that was compacted. "
             "\"Peak memory\": of the whole process; in brackets, how many times the columns of the question (as they are in memory: "
             "codes of one to four bytes, scores of one, times of eight). "
             f"\"Of bandwidth\": bytes of the columns read, over the time, as a share of the {bandwidth:.1f} GB/s that the "
             "threads read plainly, where one pass over columns is all there is."
             + (f" \"Slope\": this time over that of {SIZES[bench.smaller][0][0]:,} answers, over {growth:g}; 1.00 is a straight line."
                if smaller else ""), "",
             "| question | xow" + "".join(f" | {name}" for name in names) + " | target vs DuckDB | first figure | peak memory | of bandwidth |"
             + (" slope |" if smaller else ""),
             "|---|---|" + "---|" * (len(names) + 4 + bool(smaller))]
    for question, found in results:
        cells = []
        for name in names:
            value = found.get(name)
            cells.append("" if value is None else f"{milliseconds(value)} ({value / found['xow']:.1f}×)")
        lines.append(f"| {question.name} {question.title} | {milliseconds(found['xow'])}" + "".join(f" | {cell}" for cell in cells) +
                     f" | {question.target} | {milliseconds(found['first'])} | {found['rss']:,.0f} MB{times_columns(bench, question, found['rss'])} | "
                     + share_of(bench, question, found["xow"], bandwidth) + " |"
                     + (f" {found['xow'] / smaller[question.name] / growth:.2f} |" if question.name in smaller
                        else " |" if smaller else ""))
    return "\n".join(lines) + "\n"


def times_columns(bench, question, megabytes):
    held = question.columns[0] * bench.rows[0] + question.columns[1] * bench.rows[1]
    return f" ({megabytes * 1048576 / held:.1f}×)" if held else ""


def share_of(bench, question, ms, bandwidth):
    read = question.touched[0] * bench.rows[0] + question.touched[1] * bench.rows[1]
    return f"{read / 1e6 / ms / bandwidth:.0%}" if read else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--xow", default="build/headless/bin/xow")
    parser.add_argument("--work", default=os.path.join(os.environ.get("TMPDIR", "/tmp"), "xow_engine_bench"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--slow-runs", type=int, default=5, help="of SQLite and pandas")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--small", action="store_true", help="a hundredth of --full, where all has to take less than a frame")
    parser.add_argument("--year", action="store_true", help="a year of 100,000 answers a day")
    parser.add_argument("--only", default="")
    parser.add_argument("--engines", default="duckdb,polars,clickhouse,pandas,sqlite")
    parser.add_argument("--prepare", action="store_true", help="make the data and stop")
    parser.add_argument("--no-write", action="store_true", help="leave RESULTS.md as it is")
    args = parser.parse_args()
    args.xow, args.work = os.path.abspath(args.xow), os.path.abspath(args.work)
    args.engines = [name for name in args.engines.split(",") if name]
    bench = Bench(args)
    bench.prepare()
    if args.prepare:
        return
    bench.start()
    wanted = [q for q in questions.QUESTIONS if not args.only or q.name in args.only.split(",")]
    results = [(question, bench.measure(question)) for question in wanted]
    text = section(bench, results)
    text += "\nPeak memory of the peers: " + ", ".join(
        f"{name} {peer.peak():,.0f} MB" for name, peer in bench.peers.items()) + ".\n"
    for peer in bench.peers.values():
        peer.close()
    print("\n" + text)
    if not args.no_write:
        write_section("engine" if bench.size == "1m" else "engine " + bench.size, text)


if __name__ == "__main__":
    main()
