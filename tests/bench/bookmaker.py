"""Large workbooks for the bench, written as Excel writes them (a row a line of cells with references, styles, shared strings)."""
import random
import zipfile
from xml.sax.saxutils import escape

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


class Strings:
    def __init__(self):
        self.index, self.count = {}, 0

    def of(self, text):
        self.count += 1
        return self.index.setdefault(text, len(self.index))

    def xml(self):
        return HEAD + '<sst xmlns="%s" count="%d" uniqueCount="%d">%s</sst>' % (
            SPACE, self.count, len(self.index), "".join("<si><t>%s</t></si>" % escape(t) for t in self.index))


def write(path, header, kinds, rows, make):
    """kinds: per column n (number), s (text), d (date and time); make(row) gives the values."""
    strings = Strings()
    marks = [letters(c) for c in range(len(header))]
    form = {"n": '<c r="%s%d"><v>%s</v></c>', "s": '<c r="%s%d" t="s"><v>%s</v></c>', "d": '<c r="%s%d" s="1"><v>%s</v></c>'}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        book.writestr("[Content_Types].xml", HEAD + '<Types xmlns="%s/content-types">'
                      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                      '<Default Extension="xml" ContentType="application/xml"/>'
                      '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                      '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
                      '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
                      '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
                      '</Types>' % PACKAGE)
        book.writestr("_rels/.rels", HEAD + '<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/officeDocument" '
                      'Target="xl/workbook.xml"/></Relationships>' % (PACKAGE, RELATIONS))
        book.writestr("xl/workbook.xml", HEAD + '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/>'
                      '</sheets></workbook>' % (SPACE, RELATIONS))
        book.writestr("xl/_rels/workbook.xml.rels", HEAD + '<Relationships xmlns="%s/relationships">'
                      '<Relationship Id="rId1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/>'
                      '<Relationship Id="rId2" Type="%s/styles" Target="styles.xml"/>'
                      '<Relationship Id="rId3" Type="%s/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
                      % (PACKAGE, RELATIONS, RELATIONS, RELATIONS))
        book.writestr("xl/styles.xml", HEAD + '<styleSheet xmlns="%s"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
                      '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
                      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
                      '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
                      '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>' % SPACE)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write((HEAD + '<worksheet xmlns="%s"><dimension ref="A1:%s%d"/><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
                         '<sheetFormatPr defaultRowHeight="15"/><sheetData>' % (SPACE, marks[-1], rows + 1)).encode())
            spans = 'spans="1:%d"' % len(header)
            sheet.write(('<row r="1" %s>' % spans + "".join(form["s"] % (m, 1, strings.of(h)) for m, h in zip(marks, header)) + "</row>").encode())
            block = []
            for row in range(2, rows + 2):
                cells = []
                for mark, kind, value in zip(marks, kinds, make(row)):
                    if value is None:
                        continue
                    cells.append(form[kind] % (mark, row, strings.of(value) if kind == "s" else value))
                block.append('<row r="%d" %s>%s</row>' % (row, spans, "".join(cells)))
                if len(block) == 2000:
                    sheet.write("".join(block).encode())
                    block = []
            sheet.write(("".join(block) + "</sheetData></worksheet>").encode())
        book.writestr("xl/sharedStrings.xml", strings.xml())


def numbers(path, rows=200_000, columns=20):
    """Whole numbers, decimals and short texts: a plain export."""
    dice = random.Random(1)
    kinds = ["n"] * (columns - columns // 5) + ["s"] * (columns // 5)
    words = ["group %d" % i for i in range(50)]

    def make(row):
        return [row - 1] + [dice.randrange(100_000) if c % 2 else round(dice.random() * 1000, 2) for c in range(1, columns - columns // 5)] + \
            [dice.choice(words) for _ in range(columns // 5)]
    write(path, ["column %d" % (c + 1) for c in range(columns)], kinds, rows, make)


def survey(path, rows=200_000):
    """Answers with Chinese shared strings, dates, scores and verbatims."""
    dice = random.Random(2)
    regions = ["华东", "华南", "华北", "西南", "西北", "东北", "华中"]
    touch = ["门店体验", "在线客服", "售后维修", "交付验车", "App 使用", "充电服务", "试驾预约", "官网浏览"]
    signs = "服务态度很好等待时间太长价格偏高交付及时销售专业希望改进充电桩太少车机卡顿空间大内饰精致"
    header = ["答卷编号", "客户编号", "提交时间", "触点", "区域", "门店", "您有多大可能推荐(0-10)", "总体满意度", "服务满意度",
              "产品满意度", "等待满意度", "消费金额", "等待时长", "是否首购", "意见"]
    kinds = ["s", "s", "d", "s", "s", "s", "n", "n", "n", "n", "n", "n", "n", "s", "s"]

    def make(row):
        text = None
        if dice.random() < 0.3:
            text = "".join(dice.choice(signs) for _ in range(dice.randrange(10, 60)))
        return ["R%08d" % row, "C%07d" % dice.randrange(60_000), repr(45000 + dice.randrange(700) + round(dice.random(), 5)),
                dice.choice(touch), dice.choice(regions), "门店%03d" % dice.randrange(300), None if dice.random() < 0.05 else dice.randrange(11)] + \
            [None if dice.random() < 0.1 else dice.randrange(1, 6) for _ in range(4)] + \
            [round(dice.random() * 50000, 2), dice.randrange(1, 200), dice.choice(["是", "否"]), text]
    write(path, header, kinds, rows, make)
