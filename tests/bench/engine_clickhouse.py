"""Keeps a ClickHouse server of its own with the answers: one JSON string with a statement a line; answers {ms, rows} a line.

    engine_clickhouse.py FOLDER THREADS [FILE.csv]     FOLDER holds the server's files; FILE is loaded where it is not there yet
"""
import csv
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request

CONFIG = """<yandex><logger><level>error</level><log>{0}/log</log><errorlog>{0}/errors</errorlog></logger>
<http_port>18123</http_port><tcp_port>19000</tcp_port><listen_host>127.0.0.1</listen_host><path>{0}/data/</path>
<tmp_path>{0}/tmp/</tmp_path><users_config>{0}/users.xml</users_config><default_profile>default</default_profile>
<default_database>default</default_database><mark_cache_size>5368709120</mark_cache_size><timezone>UTC</timezone></yandex>"""
USERS = """<yandex><profiles><default><max_threads>{}</max_threads><max_memory_usage>12000000000</max_memory_usage>
<allow_experimental_low_cardinality_type>1</allow_experimental_low_cardinality_type></default></profiles><users><default>
<password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
<quotas><default></default></quotas></yandex>"""
WORD = "LowCardinality(String)"
COLUMNS = ("response_id UInt32, customer_id UInt32, answered_at DateTime, touchpoint {0}, business_unit {0}, product_type {0}, "
           "scene {0}, channel {0}, region {0}, nps Nullable(UInt8), csat_overall Nullable(UInt8), csat_service Nullable(UInt8), "
           "csat_product Nullable(UInt8), csat_wait Nullable(UInt8), verbatim String").format(WORD)


def ask(statement, data=None):
    url = "http://127.0.0.1:18123/?query=" + urllib.request.quote(statement)
    return urllib.request.urlopen(urllib.request.Request(url, data=data or b"", method="POST")).read()


def load(client, path):
    """A blank score is written as the server writes it: some versions read nothing at all as 0."""
    process = subprocess.Popen(client, stdin=subprocess.PIPE, encoding="utf-8")
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        out = csv.writer(process.stdin, lineterminator="\n")
        names = next(rows)
        scores = range(names.index("nps"), names.index("csat_wait") + 1)
        out.writerow(names)
        for row in rows:
            for i in scores:
                row[i] = row[i] or "\\N"
            out.writerow(row)
    process.stdin.close()
    if process.wait() != 0:
        sys.exit("clickhouse-client failed")


folder, threads = os.path.abspath(sys.argv[1]), sys.argv[2]
os.makedirs(os.path.join(folder, "tmp"), exist_ok=True)
for name, text in (("config.xml", CONFIG.format(folder)), ("users.xml", USERS.format(threads))):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)
program = shutil.which("clickhouse-server")
server = subprocess.Popen([program, "--config-file", os.path.join(folder, "config.xml")], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL)
try:
    for _ in range(300):
        try:
            ask("SELECT 1")
            break
        except OSError:
            time.sleep(0.1)
    if len(sys.argv) > 3 and ask("EXISTS TABLE xc").strip() == b"0":
        ask(f"CREATE TABLE xl ({COLUMNS}) ENGINE = MergeTree ORDER BY (customer_id, answered_at)")
        client = [shutil.which("clickhouse-client"), "--port", "19000", "--date_time_input_format", "best_effort", "--query",
                  "INSERT INTO xl FORMAT CSVWithNames"]
        load(client, sys.argv[3])
        ask("OPTIMIZE TABLE xl FINAL")
        ask("RENAME TABLE xl TO xc")
    for line in sys.stdin:
        answer = json.loads(ask(json.loads(line) + " FORMAT JSONCompact"))
        print(json.dumps({"ms": answer["statistics"]["elapsed"] * 1000, "rows": answer["data"]}, ensure_ascii=False), flush=True)
finally:
    server.terminate()
    server.wait()
