#!/usr/bin/env python3
"""Workbooks made here, read by `xow cat` and by openpyxl: every kind of cell as openpyxl writes it, and what only other programs
write (strict, inline and rich text, phonetic guides, prefixes, UTF-16, the far corner) from its XML.

Usage: workbooks.py XOW        (exit 77 = skipped: no program or no openpyxl)
"""
import csv
import datetime as dt
import io
import os
import random
import struct
import subprocess
import sys
import tempfile
import warnings
import zipfile

import corpus

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def raw(path, sheet, strings="", styles="<cellXfs><xf numFmtId=\"0\"/></cellXfs>", space=MAIN, properties="", prefix="", encoding=None):
    """A workbook of one sheet from the XML inside <sheetData>, <sst> and <styleSheet>."""
    links = "http://purl.oclc.org/ooxml/officeDocument/relationships" if space == STRICT else \
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    mark = ':' + prefix[:-1] if prefix else ""
    body = '<%sworksheet xmlns%s="%s"><%ssheetData>%s</%ssheetData></%sworksheet>' % (prefix, mark, space, prefix, sheet, prefix, prefix)
    data = ('<?xml version="1.0" encoding="%s"?>' % encoding + body).encode(encoding) if encoding else (HEAD + body).encode()
    parts = {
        "[Content_Types].xml": HEAD + '<Types xmlns="%s/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        % PACKAGE + "".join('<Override PartName="/xl/%s" ContentType="%s%s+xml"/>' % (name, TYPES, kind) for name, kind in [
            ("workbook.xml", "sheet.main"), ("worksheets/sheet1.xml", "worksheet"), ("styles.xml", "styles"),
            ("sharedStrings.xml", "sharedStrings")]) + "</Types>",
        "_rels/.rels": HEAD + '<Relationships xmlns="%s/relationships"><Relationship Id="r1" Type="%s/officeDocument" Target="xl/workbook.xml"/>'
        '</Relationships>' % (PACKAGE, links),
        "xl/workbook.xml": HEAD + '<workbook xmlns="%s" xmlns:r="%s">%s<sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>'
        % (space, links, properties),
        "xl/_rels/workbook.xml.rels": HEAD + '<Relationships xmlns="%s/relationships">' % PACKAGE + "".join(
            '<Relationship Id="r%d" Type="%s/%s" Target="%s"/>' % (i, links, kind, target) for i, kind, target in [
                (1, "worksheet", "worksheets/sheet1.xml"), (2, "styles", "styles.xml"), (3, "sharedStrings", "sharedStrings.xml")])
        + "</Relationships>",
        "xl/styles.xml": HEAD + '<styleSheet xmlns="%s">%s</styleSheet>' % (space, styles),
        "xl/sharedStrings.xml": HEAD + '<sst xmlns="%s">%s</sst>' % (space, strings),
        "xl/worksheets/sheet1.xml": data,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)


def written(folder, openpyxl):
    """By openpyxl: both date systems, formats that mean dates, times, durations and percent, merged headers, hidden rows and sheets."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904
    dice = random.Random(7)
    for name, epoch in (("dates1900.xlsx", None), ("dates1904.xlsm", CALENDAR_MAC_1904)):
        book = openpyxl.Workbook()
        if epoch:
            book.epoch = epoch
        sheet = book.active
        sheet.append(["日期", "时间", "时长", "占比", "得分", "是否", "评语", "错误", "公式"])
        for row in range(2, 400):
            day = dt.datetime(1905, 1, 1) + dt.timedelta(days=dice.randrange(60_000), seconds=dice.randrange(86_400))
            span = dt.timedelta(seconds=dice.randrange(1_000_000))
            values = [day if row % 2 else day.date(), dt.time(dice.randrange(24), dice.randrange(60), dice.randrange(60)), span,
                      dice.randrange(1000) / 1000, dice.choice([dice.randrange(11), dice.random() * 1e6, dice.random() / 1e6, -3, None]),
                      dice.choice([True, False, None]), dice.choice(["很满意", " 空格 ", "a,b", "\"引号\"", "换\n行", "=1+1", "😀", ""]),
                      dice.choice(["#N/A", "#DIV/0!", None]), "=A1"]
            for column, value in enumerate(values, 1):
                cell = sheet.cell(row, column, value)
                if column == 3:
                    cell.number_format = dice.choice(["[h]:mm:ss", "[hh]:mm", "[mm]:ss"])
                if column == 4:
                    cell.number_format = "0.0%"
                if column == 1 and row % 3 == 0:
                    cell.number_format = dice.choice(['yyyy"年"m"月"d"日"', "[$-409]d/mmm/yy", "yyyy-mm-dd hh:mm:ss.000", "mm/dd/yy"])
            if row % 7 == 0:
                sheet.row_dimensions[row].hidden = True
        other = book.create_sheet("多级表头")
        other.merge_cells("A1:A2")
        other.merge_cells("B1:C1")
        for place, value in (("A1", "客户"), ("B1", "服务"), ("B2", "态度"), ("C2", "速度"), ("A3", "C1"), ("B3", 5), ("C3", 4)):
            other[place] = value
        for state in ("hidden", "veryHidden"):
            hidden = book.create_sheet(state)
            hidden["C3"] = state
            hidden.sheet_state = state
        corner = book.create_sheet("corner")
        corner["XFD9"] = "far"
        book.save(os.path.join(folder, name))


def made(folder):
    """From XML, as other programs write it."""
    strings = ("<si><t>plain</t></si><si><r><t xml:space=\"preserve\">rich </t></r><r><rPr><b/></rPr><t>text</t></r></si>"
               "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh><phoneticPr fontId=\"1\"/></si><si><t>&lt;&amp;&#x4E2D;</t></si>")
    cells = ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>"
             "<c r=\"E1\" t=\"s\"><v>3</v></c></row>"
             "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>in </t></is></c><c r=\"B3\" t=\"inlineStr\"><is><r><t>ri</t></r><r><t>ch</t></r></is></c>"
             "<c r=\"C3\" t=\"str\"><f>A1</f><v>cached</v></c><c r=\"D3\" t=\"b\"><v>1</v></c><c r=\"E3\" t=\"e\"><v>#REF!</v></c>"
             "<c r=\"F3\" s=\"1\"><v>46086.25</v></c><c r=\"G3\"><f>1+1</f><v>2</v></c><c r=\"H3\"><f>1+1</f></c>"
             "<c r=\"I3\" s=\"2\"><v>0.35</v></c><c r=\"J3\"><v>0.30000000000000004</v></c><c r=\"K3\"><v>1.0E-3</v></c></row>")
    styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/><xf numFmtId=\"10\"/></cellXfs>"
    raw(os.path.join(folder, "transitional.xlsx"), cells, strings, styles)
    raw(os.path.join(folder, "strict.xlsx"), cells, strings, styles, STRICT)
    raw(os.path.join(folder, "utf16.xlsx"), cells, strings, styles, encoding="UTF-16")
    prefixed = cells.replace("</", "</\0").replace("<", "<x:").replace("<x:/\0", "</x:")
    raw(os.path.join(folder, "prefixed.xlsx"), prefixed, strings, styles, prefix="x:")
    raw(os.path.join(folder, "noreferences.xlsx"), "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c t=\"b\"><v>0</v></c></row>")
    day = "".join("<row r=\"%d\"><c r=\"A%d\" s=\"1\"><v>%s</v></c></row>" % (i + 1, i + 1, v) for i, v in enumerate(
        ["1", "59", "61", "43831.999988426", "2958465", "36526.0000058"]))
    raw(os.path.join(folder, "days.xlsx"), day, styles=styles)
    raw(os.path.join(folder, "days1904.xlsx"), day.replace("2958465", "2957003"), styles=styles, properties="<workbookPr date1904=\"1\"/>")


def visible(program, path, sheet, hidden):
    """What `xow cat --hidden skip` prints otherwise: the same lines, those of hidden rows empty."""
    def lines(*more):
        run = subprocess.run([program, "cat", path, "--sheet", sheet.title, *more], capture_output=True, timeout=60, check=True)
        return list(csv.reader(io.StringIO(run.stdout.decode(), newline="")))
    want = [[] if i in hidden else row for i, row in enumerate(lines(), 1)]
    return [] if corpus.trimmed(lines("--hidden", "skip")) == corpus.trimmed(want) else ["--hidden skip prints other rows"]


def compound(stream):
    """An OLE container with one stream of 4,096 bytes: what Excel makes of a workbook with a password."""
    none, end = 0xFFFFFFFF, 0xFFFFFFFE
    header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[none] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, end, *range(3, 10), end, *[none] * 118)

    def entry(name, kind, child, start, size):
        text = name.encode("utf-16-le")
        return text.ljust(64, b"\0") + struct.pack("<HBB3I", len(text) + 2, kind, 1, none, none, child) + bytes(36) + \
            struct.pack("<IQ", start, size)
    folder = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, none, 2, 4096) + bytes(256)
    return header + table + folder + bytes(4096)


# strict relationship types are not known to openpyxl, so it sees no sheet: compared with its transitional twin
TWINS = {"strict.xlsx": "transitional.xlsx"}


def main():
    if len(sys.argv) < 2 or not os.path.exists(sys.argv[1]):
        return 77
    try:
        import openpyxl
    except ImportError:
        return 77
    warnings.simplefilter("ignore")
    program = sys.argv[1]
    compared = different = hidden = 0
    with tempfile.TemporaryDirectory() as folder:
        written(folder, openpyxl)
        made(folder)
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            book = openpyxl.load_workbook(os.path.join(folder, TWINS.get(name, name)), data_only=True)
            for sheet in book.worksheets:
                wrong = corpus.compare(program, path, sheet)
                rows = [r for r, dimension in sheet.row_dimensions.items() if dimension.hidden]
                if rows:
                    wrong += visible(program, path, sheet, rows)
                    hidden += 1
                compared += 1
                different += bool(wrong)
                if wrong:
                    print("%s [%s]: %s" % (name, sheet.title, "; ".join(wrong[:5])))
        # a password turns the package into another kind of file, which says so
        locked = os.path.join(folder, "locked.xlsx")
        with open(locked, "wb") as out:
            out.write(compound("EncryptedPackage"))
        run = subprocess.run([program, "cat", locked], capture_output=True, timeout=60)
        if run.returncode == 0 or b"password" not in run.stderr.lower():
            different += 1
            print("locked.xlsx: %r" % run.stderr)
    print("%d sheets compared, %d different" % (compared, different))
    return 0 if compared >= 17 and hidden >= 2 and not different else 1


if __name__ == "__main__":
    sys.exit(main())
