#!/usr/bin/env python3
"""10,000 random journeys: the furthest stage of each customer against ClickHouse's windowFunnel.

Usage: funnel_clickhouse.py PATH_OF_XOW [--customers N]
Needs clickhouse-server and clickhouse-client (for developers: they aren't among the dependencies), which run here with
a configuration and a port of their own. Equal times go in the
order of the stages here; there the key time·16 + stage with the window w·16 + 15 says the same. A customer without the
first stage has no row here and level 0 there. Exit 0 = all equal, 1 = differences (listed), 77 = no ClickHouse.
"""
import argparse
import csv
import datetime
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from sampledata import Comparison, run

STAGES = ["a", "b", "c", "d", "e"]
EPOCH = 1735689600  # 2025-01-01T00:00:00Z


def journeys(customers):
    """(customer, second, stage) with many ties and repeats; "x" is of no stage."""
    draw = random.Random(632)
    for customer in range(customers):
        for _ in range(draw.randint(1, 12)):
            yield "u%d" % customer, draw.randrange(60), draw.choice(STAGES[:draw.randint(1, 5)] + ["x"])


class Server:
    """A server that lives in the test's folder."""

    def __init__(self, folder):
        self.port = free_port()
        config = os.path.join(folder, "config.xml")
        with open(os.path.join(folder, "users.xml"), "w", encoding="utf-8") as file:
            file.write("<yandex><profiles><default/></profiles><users><default><password/><networks><ip>127.0.0.1</ip>"
                       "</networks><profile>default</profile><quota>default</quota></default></users>"
                       "<quotas><default/></quotas></yandex>")
        with open(config, "w", encoding="utf-8") as file:
            file.write("<yandex><logger><level>error</level><log>{0}/log</log><errorlog>{0}/errors</errorlog></logger>"
                       "<http_port>{1}</http_port><tcp_port>{2}</tcp_port><listen_host>127.0.0.1</listen_host>"
                       "<path>{0}/data/</path><tmp_path>{0}/tmp/</tmp_path><users_config>{0}/users.xml</users_config>"
                       "<default_profile>default</default_profile><default_database>default</default_database>"
                       "<mark_cache_size>10000000</mark_cache_size></yandex>".format(folder, free_port(), self.port))
        self.process = subprocess.Popen(["clickhouse-server", "--config-file=" + config], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def started(self):
        for _ in range(60):
            if self.ask("SELECT 1").returncode == 0:
                return True
            time.sleep(0.5)
        return False

    def ask(self, query, rows=""):
        return subprocess.run(["clickhouse-client", "--host", "127.0.0.1", "--port", str(self.port), "--query", query],
                              input=rows, capture_output=True, text=True, encoding="utf-8")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def fill(server, events):
    rows = []
    for customer, second, stage in events:
        step = STAGES.index(stage) + 1 if stage in STAGES else 15
        rows.append("%s,%d,%s\n" % (customer, second * 16 + step, stage))
    for query, given in (("CREATE TABLE events (who String, key UInt32, stage String) ENGINE = Memory", ""),
                         ("INSERT INTO events FORMAT CSV", "".join(rows))):
        done = server.ask(query, given)
        if done.returncode != 0:
            sys.exit(done.stderr)


def levels_there(server, window):
    conditions = ", ".join("stage = '%s'" % stage for stage in STAGES)
    done = server.ask("SELECT who, windowFunnel(%d)(toDateTime(key), %s) FROM events GROUP BY who FORMAT CSV"
                      % (window * 16 + 15, conditions))
    if done.returncode != 0:
        sys.exit(done.stderr)
    return {who: int(level) for who, level in csv.reader(done.stdout.splitlines())}


def levels_here(xow, folder, events, window):
    path, project = os.path.join(folder, "events.csv"), os.path.join(folder, "%d.xow" % window)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["who", "at", "stage", "person"])
        for customer, second, stage in events:
            at = datetime.datetime.fromtimestamp(EPOCH + second, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
            out.writerow([customer, at, stage, customer])
    run(xow, "import", project, path, "--create", "--kind", "events", "--name", "e", "--timezone", "UTC", "--set",
        "who=customer", "--set", "at=time", "--set", "stage=stage", "--set", "person=dimension")
    got = run(xow, "funnel", project, "--stages", ">".join(STAGES), "--window", "%ds" % window, "--by", "person")
    return {group["group"]["person"]: sum(stage["reached"] for stage in group["stages"]) for group in got["groups"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("xow")
    parser.add_argument("--customers", type=int, default=10000)
    options = parser.parse_args()
    if not shutil.which("clickhouse-server") or not shutil.which("clickhouse-client"):
        print("no ClickHouse")
        sys.exit(77)
    events = list(journeys(options.customers))
    compare = Comparison()
    with tempfile.TemporaryDirectory(prefix="xow-clickhouse-") as folder:
        server = Server(folder)
        try:
            if not server.started():
                print("ClickHouse does not start")
                sys.exit(77)
            fill(server, events)
            for window in (5, 20, 100):
                there, here = levels_there(server, window), levels_here(options.xow, folder, events, window)
                compare.equal("customers", options.customers, len(there))
                for who, level in there.items():
                    compare.equal("%s, window %d" % (who, window), level, here.get(who, 0))
        finally:
            server.stop()
    compare.finish("windowFunnel")


if __name__ == "__main__":
    main()
