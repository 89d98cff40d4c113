#!/usr/bin/env python3
"""Writes the first inputs of the targets xlsx_sheet_xml and xlsx_zip into corpus/. Run by hand; crashes found later are kept beside them."""
import os
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
SHEETS = {
    "numbers": '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>-2.50</v></c><c r="D1"><v>1E-7</v></c></row><row><c><v>3</v></c></row>',
    "strings": '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>9</v></c><c t="str"><f>A1</f><v>a_x0041_</v></c></row>',
    "inline": '<row><c t="inlineStr"><is><r><rPr><b/></rPr><t xml:space="preserve"> x </t></r><rPh sb="0"><t>p</t></rPh><t>&amp;&#x4E2D;</t></is></c></row>',
    "kinds": '<row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2026-03-05T00:00:00</v></c><c t="z"><v>z</v></c></row>',
    "dates": '<row r="7"><c s="1"><v>46086.5</v></c><c s="2"><v>0.25</v></c><c s="3"><v>1.5</v></c><c s="99"><v>1</v></c></row>',
    "hidden": '<row r="2" hidden="1"><c><v>1</v></c></row><row r="3" hidden="true"/><row r="9"><c><v>2</v></c></row>',
    "corner": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "cdata": '<row><c t="str"><v><![CDATA[<a>&]]></v></c><!-- c --><?p i?><c r="?"><v>1&#13;&#10;</v></c></row>',
    "broken": '<row><c r="A1"><v>1</v></row>',
    "nested": "<a>" * 70,
}


def zipped(path, sheet, method, strings="<si><t>one</t></si>"):
    with zipfile.ZipFile(path, "w", method) as book:
        def put(name, text):
            book.writestr(zipfile.ZipInfo(name), text, compress_type=method)
        put("_rels/.rels", '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        put("xl/workbook.xml", '<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="S" r:id="s"/>'
            '<sheet name="H" state="hidden" r:id="s"/></sheets></workbook>')
        put("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="s" Type="x/worksheet" Target="worksheets/a.xml"/>'
            '<Relationship Id="t" Type="x/styles" Target="styles.xml"/><Relationship Id="u" Type="x/sharedStrings" Target="../xl/s.xml"/>'
            '</Relationships>')
        put("xl/styles.xml", '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="0"/>'
            '<xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>')
        put("xl/s.xml", "<sst>%s</sst>" % strings)
        put("xl/worksheets/a.xml", sheet)


def main():
    for target in ("xlsx_sheet_xml", "xlsx_zip"):
        os.makedirs(os.path.join(HERE, "corpus", target), exist_ok=True)
    for number, (name, rows) in enumerate(sorted(SHEETS.items())):
        sheet = '<worksheet><dimension ref="A1:C3"/><sheetData>%s</sheetData></worksheet>' % rows
        with open(os.path.join(HERE, "corpus", "xlsx_sheet_xml", name), "wb") as out:
            out.write(bytes([number]) + sheet.encode())
        zipped(os.path.join(HERE, "corpus", "xlsx_zip", name), sheet, zipfile.ZIP_DEFLATED if number % 2 else zipfile.ZIP_STORED)
    for name, encoding in (("utf16le", "utf-16-le"), ("utf16be", "utf-16-be")):
        with open(os.path.join(HERE, "corpus", "xlsx_sheet_xml", name), "wb") as out:
            out.write(b"\x05" + "\ufeff<worksheet><sheetData><row><c t='str'><v>中😀</v></c></row></sheetData></worksheet>".encode(encoding))
    zipped(os.path.join(HERE, "corpus", "xlsx_zip", "manystrings"), "<worksheet><sheetData><row><c t='s'><v>70000</v></c></row></sheetData></worksheet>",
           zipfile.ZIP_DEFLATED, "<si><t>x</t></si>" * 80_000)


if __name__ == "__main__":
    main()
