"""Keeps a SQLite file open: one JSON string with a statement a line; answers {ms, rows} a line."""
import json
import sqlite3
import sys
import time

connection = sqlite3.connect(sys.argv[1])
connection.execute("PRAGMA mmap_size=8000000000")
connection.execute("PRAGMA cache_size=-2000000")
for line in sys.stdin:
    start = time.perf_counter()
    rows = connection.execute(json.loads(line)).fetchall()
    print(json.dumps({"ms": (time.perf_counter() - start) * 1000, "rows": rows}, ensure_ascii=False), flush=True)
