#!/usr/bin/env python3
"""Writes the first inputs of the targets json_records, xls_biff, sqlite_file and role_text into corpus/. Run by hand
(xls_biff needs python3-xlwt); crashes found later are kept beside them."""
import os
import sqlite3
import struct
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
JSON = {
    "lines": '{"id": 1, "score": 9, "when": "2026-03-05T14:05:06Z"}\n{"id": 2, "score": null, "ok": true}\n',
    "array": '[{"a": 1.50, "b": "x"}, {"b": "\\u4e2d\\ud83d\\ude00", "c": [1, "two", null]}]',
    "wrapped": '{"total": 2, "data": {"rows": [{"a": 1}, {"a": 2}], "other": [{"z": []}]}, "more": [{"y": 1}]}',
    "nested": '{"a": {"b": {"c": 1}}, "a.b.c": 2, "d": [{"e": 1}, [2]]}',
    "halves": '{"t": "\\ud800 \\udc00 \\ud800\\ud800\\udc00"}',
    "numbers": '[{"n": 12345678901234567890}, {"n": -0.0}, {"n": 1e999}, {"n": NaN}, {"n": -Infinity}]',
    "twice": '{"k": 1, "k": 2, "": 3}\n{"k": {"x": 1}, "k.x": 4}',
    "deep": '{"a":' * 66,
    "cut": '[{"a": "no end',
    "words": '[{"a": tru}, 1]',
    "blank": '\ufeff [ { } , { } ] ',
    "one_line": '{"a":1}{"a":2}\r\n\t{"a":"\\u000a\\/"}',
}
ROLES = {
    "score": "Q1 = very=csat:1-5,na=0,best=low", "metric": "wait=metric:h", "time": "t=time:dmy", "type": "datetime:dmy",
    "number": "number:comma", "set": "set:;", "nps": "nps", "money": "￥1,234.50", "dates": "2026年3月5日 下午2:05",
    "open_date": "3/5/26", "duration": "2天3小时", "iso_duration": "P1DT2H30M", "label": "10-非常愿意",
    "words": "非常满意(5分)", "stars": "★★★★☆", "options": "价格; 服务; 价格", "share": "35%", "european": "1.234.567,89",
    "epoch": "1772719506000", "offset": "2026-03-05T14:05:06.789+08:00",
}


def put(target, name, content):
    folder = os.path.join(HERE, "corpus", target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def record(number, body=b""):
    return struct.pack("<HH", number, len(body)) + body


def biff5():
    """A stream of Excel 5: texts in a code page, no shared strings."""
    start = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)) + record(0x42, struct.pack("<H", 936))
    start += record(0x41E, struct.pack("<H", 164) + b"\x0ayyyy-mm-dd") + record(0xE0, struct.pack("<HH", 0, 164) + bytes(12))
    name = "表".encode("gbk")
    end = record(0x0A)
    sheet = len(start) + 4 + 7 + len(name) + len(end)
    start += record(0x85, struct.pack("<IHB", sheet, 0, len(name)) + name) + end
    cells = record(0x809, struct.pack("<HHHH", 0x500, 16, 0, 0)) + record(0x208, struct.pack("<HHHHHHHH", 0, 0, 9, 0, 0, 0, 0x20, 0))
    text = "姓名".encode("gbk")
    cells += record(0x204, struct.pack("<HHHH", 0, 0, 0, len(text)) + text)
    cells += record(0x203, struct.pack("<HHHd", 0, 1, 0, 46086.5)) + record(0x27E, struct.pack("<HHHI", 1, 0, 0, 0x3FF00001))
    cells += record(0xBD, struct.pack("<HHHIHIH", 2, 0, 0, 6, 0, 11, 1)) + record(0x205, struct.pack("<HHHBB", 3, 0, 0, 1, 0))
    cells += record(0x06, struct.pack("<HHHBxxxxxHHI", 4, 0, 0, 0, 0xFFFF, 0, 0) + bytes(2)) + record(0x207, struct.pack("<H", 4) + text)
    cells += record(0x06, struct.pack("<HHHdHI", 5, 0, 0, 1.5, 0, 0) + bytes(2))
    return start + cells + end


def books():
    import xlwt
    book = xlwt.Workbook()
    sheet = book.add_sheet("答卷")
    date = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
    for r in range(3):
        sheet.write(r, 0, "文字 text %d" % r)
        sheet.write(r, 1, r * 1.25)
        sheet.write(r, 2, 46086.5 + r, date)
        sheet.write(r, 3, bool(r))
        sheet.write(r, 4, xlwt.Formula("B%d*2" % (r + 1)))
    sheet.write(5, 0, "x" * 300)
    sheet.row(1).hidden = True
    book.add_sheet("hidden").visibility = 1
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.xls")
        book.save(path)
        with open(path, "rb") as file:
            whole = file.read()
    put("xls_biff", "book.xls", whole)
    put("xls_biff", "stream", whole[512:512 + 4096].rstrip(b"\0") + b"\0" * 8)
    put("xls_biff", "excel5_stream", biff5())


def sqlite(name, script, rows=()):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.sqlite")
        database = sqlite3.connect(path)
        database.execute("PRAGMA page_size=512")
        database.executescript(script)
        for statement, values in rows:
            database.executemany(statement, values)
        database.commit()
        database.close()
        with open(path, "rb") as file:
            content = file.read()
    put("sqlite_file", name + ".sqlite", content)
    put("sqlite_file", name + "_cut.sqlite", content[:700])


def databases():
    sqlite("kinds", "CREATE TABLE t(a INTEGER, b TEXT, c REAL, d BLOB, e)",
           [("INSERT INTO t VALUES(?,?,?,?,?)", [(1, "一", 1.5, b"\0\1", None), (2**60, "x" * 600, -0.0, None, b"\xff")])])
    sqlite("names", 'CREATE TABLE "a""b"("x y" INT, "x y2" TEXT); INSERT INTO "a""b" VALUES(1, NULL); CREATE INDEX i ON "a""b"("x y")')
    sqlite("view", "CREATE TABLE t(a); INSERT INTO t VALUES(1),(2); CREATE VIEW v AS SELECT a, a*2 AS b FROM t WHERE a>1")
    sqlite("utf16", "PRAGMA encoding='UTF-16le'; CREATE TABLE t(a TEXT); INSERT INTO t VALUES('中文'),('x')")
    sqlite("rowless", "CREATE TABLE t(a TEXT PRIMARY KEY, b) WITHOUT ROWID; INSERT INTO t VALUES('k', 1), ('l', 'm')")
    sqlite("generated", "CREATE TABLE t(a INT, b AS (upper(a)) STORED, c AS (a+1)); INSERT INTO t(a) VALUES(1)")
    sqlite("deep", "CREATE TABLE t(a)", [("INSERT INTO t VALUES(?)", [("row %d" % i,) for i in range(120)])])


def main():
    for name, text in JSON.items():
        put("json_records", name + ".json", text)
    put("json_records", "utf16.json", '[{"a": "中"}]'.encode("utf-16"))
    for name, text in ROLES.items():
        put("role_text", name, text)
    databases()
    books()


if __name__ == "__main__":
    main()
