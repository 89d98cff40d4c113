#!/usr/bin/env python3
"""Workbooks, SPSS files, JSON and archives made to hurt: each is read or refused with a message, within 5 s of processor
time and 512 MB, the child process that parses .xls and .sav files included.

Usage: hostile_packed.py XOW [--table]      (exit 77 = skipped; --table prints every file's time and memory)
Standard library only; hostile_text.py holds the limits.
"""
import gzip
import io
import json
import os
import random
import struct
import sys
import tempfile
import zipfile
import zlib

from hostile_text import Limits

MEGABYTE = 1 << 20
SHEET = "xl/worksheets/sheet1.xml"


def book(parts, level=9):
    """A workbook with one sheet, some of its parts replaced."""
    plain = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="s" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
                                      '<Relationship Id="u" Type="x/sharedStrings" Target="s.xml"/></Relationships>',
        "xl/s.xml": "<sst><si><t>a</t></si></sst>",
        SHEET: '<worksheet><sheetData><row r="1"><c t="s"><v>0</v></c></row></sheetData></worksheet>',
    }
    plain.update(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as file:
        for name, text in plain.items():
            file.writestr(name, text)
    return out.getvalue()


def sheet(rows):
    return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"


def numbers(count, seed=1):
    """Text that does not pack two-hundredfold."""
    draw = random.Random(seed)
    return [str(draw.getrandbits(32)) for _ in range(count)]


def workbooks():
    blanks = " " * (40 * MEGABYTE)
    some = numbers(50_000)
    yield "blank sheet of 40 MB", book({SHEET: sheet(blanks)})
    yield "blank strings of 40 MB", book({"xl/s.xml": "<sst>" + blanks + "</sst>"})
    yield "rows that say nothing", book({SHEET: sheet("<row/>" * 2_000_000)})
    yield "wide rows of one cell", book({SHEET: sheet('<row><c r="XFD1"><v>1</v></c></row>' * 50_000)})
    yield "rows to and fro", book({SHEET: sheet('<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>' * 5_000)})
    yield "one row of 70 MB", book({SHEET: sheet('<row><c t="inlineStr"><is><t>' + "".join(some) * 140 + "</t></is></c></row>")}, 1)
    yield "a flood of attributes", book({SHEET: sheet("<row>" + ("<c" + "".join(' a%d=""' % i for i in range(5_000)) +
                                                               "><v>1</v></c>") * 200 + "</row>")}, 1)
    yield "a tag of 70 KB", book({SHEET: sheet("<row " + " " * 70_000 + "/>")})
    yield "70 levels", book({SHEET: "<a>" * 70})
    yield "100,000 levels", book({SHEET: "<a>" * 100_000})
    yield "entities in entities", book({SHEET: "<!DOCTYPE w [<!ENTITY a \"" + "x" * 50_000 + "\">]>" + sheet("&a;" * 50_000)})
    yield "ten thousand sheets", book({"xl/workbook.xml": '<workbook xmlns:r="r"><sheets>' + '<sheet name="a" r:id="s"/>' * 10_000 +
                                       "</sheets></workbook>", SHEET: "<worksheet><!--" + "".join(some) * 20 + "--><sheetData/></worksheet>"}, 1)
    yield "a million short strings", book({"xl/s.xml": "<sst>" + "".join("<si><t>%s</t></si>" % n for n in some) * 20 + "</sst>"}, 1)
    yield "one string of 200 MB", book({"xl/s.xml": "<sst><si><t>" + "".join(some) * 420 + "</t></si></sst>"}, 1)
    yield "a string in every cell", book({"xl/s.xml": "<sst><si><t>" + "".join(some[:3_000]) + "</t></si></sst>",
                                          SHEET: sheet("".join('<row><c t="s"><v>0</v></c><c><v>%s</v></c></row>' % n for n in some))}, 1)
    yield "20,000 entries", book({"x/%d" % i: "" for i in range(20_000)}, 1)
    yield "names that lead out", book({"../../evil.xml": "x", "/etc/passwd": "x", "a\\b": "x"})
    yield "a cut archive", book({SHEET: sheet("".join("<row><c><v>%s</v></c></row>" % n for n in some))})[:200_000]


def record(number, body=b""):
    return struct.pack("<HH", number, len(body)) + body


def compound(stream):
    """An OLE file of one stream "Workbook" in sectors of 512 bytes."""
    size = 512
    stream += b"\0" * (-len(stream) % size)
    sectors = len(stream) // size
    tables = (sectors + 2 + 127) // 128 + 1
    assert tables <= 109
    chain = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE] + [0xFFFFFFFD] * tables
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 10
    head += struct.pack("<IIIIIIIII", tables, sectors, 0, 0, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)[:36]
    head = head[:44] + struct.pack("<IIIIIIII", tables, sectors, 0, 0, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += b"".join(struct.pack("<I", sectors + 1 + i) if i < tables else b"\xff\xff\xff\xff" for i in range(109))

    def entry(name, kind, start, length):
        text = name.encode("utf-16-le") + b"\0\0"
        return (text + b"\0" * (64 - len(text)) + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, 1) +
                b"\0" * 36 + struct.pack("<IQ", start, length))
    folder = entry("Root Entry", 5, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0, len(stream)) + b"\0" * 256
    return head + stream + folder + struct.pack("<%dI" % len(chain), *chain)


def old_books():
    start = record(0x809, struct.pack("<HHHH", 0x600, 5, 0, 0))
    end = record(0x0A)
    begin = record(0x809, struct.pack("<HHHH", 0x600, 16, 0, 0))

    def with_sheets(places, globals_, cells):
        size = len(start) + len(globals_) + places * (4 + 8 + 1) + len(end)
        sheets = record(0x85, struct.pack("<IHBB", size, 0, 1, 0) + b"S") * places
        return compound(start + sheets + globals_ + end + begin + cells + end)
    text = "x" * 8_000
    strings = record(0xFC, struct.pack("<II", 1, 1) + struct.pack("<HB", len(text), 0) + text.encode())
    labels = b"".join(record(0xFD, struct.pack("<HHHI", r & 0xFFFF, r >> 16, 0, 0)) for r in range(150_000))
    yield "a long string in every cell", with_sheets(1, strings, labels)
    yield "60,000 sheets that are one", with_sheets(60_000, b"", record(0x200, b"\0" * 14) * 20_000)
    yield "cells in the far corner", with_sheets(1, b"", b"".join(
        record(0x203, struct.pack("<HHHd", r, 255, 0, 1.0)) for r in range(65_536)))
    yield "strings that are not there", with_sheets(1, record(0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)), b"")
    yield "a sheet without end", compound(start + record(0x85, struct.pack("<IHBB", 8, 0, 1, 0) + b"S") + begin)
    yield "an OLE file of nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096
    loop = bytearray(compound(start + end))
    loop[-512:] = struct.pack("<128I", *([0] * 128))
    yield "sectors in a circle", bytes(loop)


def spss():
    def head(variables, cases, compression=0):
        return (b"$FL2" + b"@(#) SPSS DATA FILE".ljust(60) + struct.pack("<iiiii", 2, variables, compression, 0, cases) +
                struct.pack("<d", 100.0) + b"01 Jan 2601:00:00" + b" " * 64 + b"\0\0\0")
    variable = struct.pack("<iiiiii", 2, 0, 0, 0, 0x050802, 0x050802) + b"V1      "
    wide = struct.pack("<iiiiii", 2, 255, 0, 0, 0x01FF00, 0x01FF00) + b"V1      "
    dictionary_end = struct.pack("<ii", 999, 0)
    yield "two thousand million cases", head(1, 2_000_000_000) + variable + dictionary_end
    yield "two thousand million variables", head(2_000_000_000, 1) + variable + dictionary_end
    yield "labels without end", head(1, 1) + variable + struct.pack("<ii", 3, 2_000_000_000) + b"\0" * 1000
    yield "documents without end", head(1, 1) + variable + struct.pack("<ii", 6, 2_000_000_000) + b" " * 1000
    yield "a record of 2 GB", head(1, 1) + variable + struct.pack("<iiii", 7, 7, 1, 2_000_000_000) + b" " * 1000
    yield "50,000 variables", head(50_000, 100) + variable * 50_000 + dictionary_end + b"\0" * 8_000_000
    yield "wide texts", head(1, 50_000) + wide + dictionary_end + b"x" * (255 * 50_000)
    packed = zlib.compress(b"\xfd" * (60 * MEGABYTE), 9)
    yield "compressed cases", head(1, -1, 1) + variable + dictionary_end + b"\xff" * (20 * MEGABYTE)
    yield "a .zsav that lies", b"$FL3" + head(1, -1, 2)[4:] + variable + dictionary_end + struct.pack("<qqq", 300, 1 << 60, 48) + packed
    yield "a cut dictionary", head(1, 1) + variable[:20]


def jsons():
    some = numbers(20_000)
    yield "brackets", b"[" * (50 * MEGABYTE)
    yield "braces", b'{"a":' * (10 * MEGABYTE)
    yield "keys of 60 KB in each other", (b'{"' + b"k" * 60_000 + b'":') * 600
    yield "ten thousand long keys", b"[{" + b",".join(b'"%s%d":1' % (b"k" * 5_000, i) for i in range(10_000)) + b"}]"
    yield "a key of 100 MB", b'{"' + b"k" * (100 * MEGABYTE) + b'":1}'
    yield "a string of 100 MB", b'[{"a":"' + b"x" * (100 * MEGABYTE) + b'"}]'
    yield "strings of 60 MB", b'[{"a":"' + b"x" * (60 * MEGABYTE) + b'","b":"' + b"y" * (60 * MEGABYTE) + b'","c":"' + b"z" * (60 * MEGABYTE) + b'"}]'
    yield "a list of 60 MB", b'[{"a":[' + b",".join([b"12345678"] * (6 * MEGABYTE)) + b"]}]"
    yield "a million keys", json.dumps([{n: 1} for n in some] * 5).encode()
    yield "objects that share no key", json.dumps([{"k%d" % i: i} for i in range(9_000)]).encode()
    yield "nine thousand keys, many records", (json.dumps({"k%d" % i: 0 for i in range(9_000)}) + "\n").encode() + b'{"k1":1}\n' * 50_000
    yield "arrays in an object", b"{" + b",".join(b'"a%d":[{}]' % i for i in range(1_000_000)) + b"}"
    yield "the same array again", b"{" + b",".join([b'"a":[{"b":1}]'] * 1_000_000) + b"}"
    yield "half surrogates", b'[{"a":"' + b"\\ud800" * 2_000_000 + b'"}]'
    yield "a number of 1 MB", b'[{"a":' + b"1" * MEGABYTE + b"}]"


def archives():
    def zipped(names, data, level=9):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as file:
            for name in names:
                file.writestr(name, data)
        return out.getvalue()
    yield "zip of blanks.zip", zipped(["a.csv"], b" " * (300 * MEGABYTE), 1)
    yield "zip of NULs.zip", zipped(["a.csv"], b"\0" * (300 * MEGABYTE), 1)
    yield "zip of 50,000 tables.zip", zipped(["%d.csv" % i for i in range(50_000)], b"a,b\n1,2\n", 1)
    lying = bytearray(zipped(["a.csv"], b"a,b\n1,2\n"))
    at = lying.rfind(b"PK\x01\x02")
    lying[at + 24:at + 28] = b"\xff\xff\xff\x7f"
    yield "zip that lies of its size.zip", bytes(lying)
    yield "zip of zips.zip", zipped(["a.zip"] , zipped(["b.csv"], b"x" * MEGABYTE))
    yield "names that lead out.zip", zipped(["../a.csv", "/b.csv"], b"a,b\n1,2\n")
    yield "gzip of quotes.csv.gz", gzip.compress(b'"' * (300 * MEGABYTE), 1)
    yield "gzip of gzip.csv.gz", gzip.compress(gzip.compress(b"a,b\n" * MEGABYTE))
    yield "gzip of JSON.json.gz", gzip.compress(b"[" + b'{"a":1},' * (15 * MEGABYTE) + b'{"a":2}]', 1)
    yield "many small gzips.csv.gz", gzip.compress(b"a,b\n") * 200_000
    yield "cut gzip.csv.gz", gzip.compress(b"a,b\n1,2\n" * 100_000)[:-20]


def main():
    if len(sys.argv) < 2 or not os.path.exists(sys.argv[1]):
        return 77
    with tempfile.TemporaryDirectory() as folder:
        limits = Limits(sys.argv[1], folder, "--table" in sys.argv)
        for made, ending in ((workbooks, ".xlsx"), (old_books, ".xls"), (spss, ".sav"), (jsons, ".json"), (archives, "")):
            for name, data in made():
                path = os.path.join(folder, "hostile" + (ending or name[name.index("."):]))
                with open(path, "wb") as file:
                    file.write(data)
                del data
                limits.check((ending[1:] + ": " if ending else "") + name, path)
                os.remove(path)
        return limits.finish()


if __name__ == "__main__":
    sys.exit(main())
