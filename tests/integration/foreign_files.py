"""Files of other programs through `xow cat`: .xls written by xlwt against xlrd, SPSS files written by PSPP, and what
damaged copies of them do. argv: xow, xow-reader. Where a library or pspp is missing its part is left out."""
import csv
import datetime
import io
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import unittest

XOW, READER = sys.argv[1], sys.argv[2]
ENVIRONMENT = dict(os.environ, LC_ALL="C.UTF-8", LANG="C.UTF-8")

try:
    import xlrd
    import xlwt
except ImportError:
    xlrd = xlwt = None
PSPP = shutil.which("pspp")


def cat(path, *options):
    """(exit code, rows, stderr, seconds) of xow cat."""
    start = time.monotonic()
    done = subprocess.run([XOW, "cat", path, *options], capture_output=True, env=ENVIRONMENT, timeout=60)
    rows = list(csv.reader(io.StringIO(done.stdout.decode("utf-8"), newline=""))) if done.returncode == 0 else []
    return done.returncode, rows, done.stderr.decode("utf-8"), time.monotonic() - start


def head(kind, path):
    """What xow-reader says of a file before its rows."""
    out = subprocess.run([READER, kind, path, "head", "", "", ""], capture_output=True, timeout=60).stdout
    length, frame = struct.unpack("<Ib", out[:5])
    return chr(frame), json.loads(out[5:5 + length])


class Folder(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="xow-foreign-")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data)
        return self.path(name)

    def damaged(self, name, data, count):
        """Every copy is read or refused with a message, quickly; nothing crashes."""
        numbers = random.Random(5)
        outcomes = {0: 0, 1: 0}
        for i in range(count):
            copy = bytearray(data)
            if i % 4 == 3:
                copy = copy[:numbers.randrange(1, len(copy))]
            else:
                for _ in range(numbers.randrange(1, 6)):
                    copy[numbers.randrange(len(copy))] = numbers.randrange(256)
            code, _, err, seconds = cat(self.write("damaged-" + name, bytes(copy)))
            self.assertIn(code, outcomes, err)
            if code:
                self.assertTrue(err.strip())
            self.assertLess(seconds, 25)
            outcomes[code] += 1
        return outcomes


@unittest.skipUnless(xlwt, "xlwt and xlrd are not installed")
class Xls(Folder):
    def book(self, name, date1904=False):
        book = xlwt.Workbook(encoding="utf-8")
        book.dates_1904 = date1904
        sheet = book.add_sheet("答卷")
        day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
        instant = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日" h:mm')
        clock = xlwt.easyxf(num_format_str="h:mm:ss")
        elapsed = xlwt.easyxf(num_format_str="[h]:mm:ss")
        percent = xlwt.easyxf(num_format_str="0.0%")
        for column, text in enumerate(["编号", "日期", "时间", "钟点", "用时", "比例", "是", "评论", "身份证"]):
            sheet.write(0, column, text)
        for row in range(1, 400):
            sheet.write(row, 0, row)
            sheet.write(row, 1, datetime.date(2026, 1 + row % 12, 1 + row % 28), day)
            sheet.write(row, 2, datetime.datetime(2026, 3, 5, row % 24, row % 60, 0), instant)
            sheet.write(row, 3, datetime.time(row % 24, 30, 15), clock)
            sheet.write(row, 4, 26 / 24 + row / 24, elapsed)
            sheet.write(row, 5, row / 8, percent)
            sheet.write(row, 6, row % 2 == 0)
            if row % 3:
                sheet.write(row, 7, "很满意 %d 😀 caf\u00e9" % row + "长" * (row % 90) * 30)
            sheet.write(row, 8, "11010119900101%04d" % row)
        other = book.add_sheet("Sheet 2")
        other.write(3, 2, -1.5)
        other.write(3, 5, xlwt.Formula("1/0"))
        hidden = book.add_sheet("hidden")
        hidden.visibility = 1
        hidden.write(0, 0, "x")
        book.save(self.path(name))
        return self.path(name)

    def test_cells_equal_those_of_xlrd(self):
        for date1904 in (False, True):
            path = self.book("book.xls", date1904)
            book = xlrd.open_workbook(path)
            sheet = book.sheet_by_index(0)
            code, rows, err, _ = cat(path)
            self.assertEqual(0, code, err)
            self.assertEqual(sheet.nrows, len(rows))
            for r in range(sheet.nrows):
                for c in range(sheet.ncols):
                    cell = sheet.cell(r, c)
                    ours = rows[r][c] if c < len(rows[r]) else ""
                    if cell.ctype == xlrd.XL_CELL_NUMBER:
                        self.assertEqual(cell.value, float(ours))
                    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                        self.assertEqual("TRUE" if cell.value else "FALSE", ours)
                    elif cell.ctype == xlrd.XL_CELL_DATE and c == 4:
                        seconds = round(cell.value * 86400)
                        self.assertEqual("%d:%02d:%02d" % (seconds // 3600, seconds // 60 % 60, seconds % 60), ours)
                    elif cell.ctype == xlrd.XL_CELL_DATE and c == 3:
                        self.assertEqual("%02d:30:15" % (r % 24), ours)
                    elif cell.ctype == xlrd.XL_CELL_DATE:
                        value = xlrd.xldate_as_datetime(cell.value, book.datemode)
                        text = value.isoformat() if value.time() != datetime.time() else value.date().isoformat()
                        self.assertEqual(text, ours)
                    else:
                        self.assertEqual(cell.value, ours)
            self.assertEqual("2026-03-05T01:01:00", rows[1][2])

    def test_sheets(self):
        path = self.book("book.xls")
        self.assertEqual([{"name": "答卷", "hidden": False}, {"name": "Sheet 2", "hidden": False},
                          {"name": "hidden", "hidden": True}], head("xls", path)[1]["sheets"])
        for sheet in ("Sheet 2", "2"):
            self.assertEqual("-1.5", cat(path, "--sheet", sheet)[1][3][2])
        code, _, err, _ = cat(path, "--sheet", "none")
        self.assertEqual(1, code)
        self.assertIn("答卷, Sheet 2, hidden", err)

    def test_damaged_copies(self):
        with open(self.book("book.xls"), "rb") as file:
            data = file.read()
        self.assertGreater(self.damaged("book.xls", data, 40)[1], 0)

    def test_corpus(self):
        root = os.environ.get("XOW_CORPUS", "")
        paths = [os.path.join(place, name) for place, _, names in os.walk(root) for name in names
                 if name.lower().endswith(".xls")] if root else []
        if not paths:
            self.skipTest("XOW_CORPUS names no .xls files")
        compared = 0
        for path in sorted(paths):
            try:
                book = xlrd.open_workbook(path, logfile=io.StringIO())
            except Exception:
                self.assertIn(cat(path)[0], (0, 1), path)
                continue
            for index, sheet in enumerate(book.sheets()):
                code, rows, err, _ = cat(path, "--sheet", str(index + 1))
                self.assertEqual(0, code, "%s: %s" % (path, err))
                for r in range(sheet.nrows):
                    for c in range(sheet.ncols):
                        cell = sheet.cell(r, c)
                        ours = rows[r][c] if r < len(rows) and c < len(rows[r]) else ""
                        where = "%s, sheet %d, row %d, column %d" % (path, index + 1, r + 1, c + 1)
                        if cell.ctype == xlrd.XL_CELL_NUMBER:
                            self.assertEqual(cell.value, float(ours), where)
                        elif cell.ctype == xlrd.XL_CELL_TEXT and "\r" not in cell.value:
                            self.assertEqual(cell.value, ours, where)
                        elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                            self.assertEqual("TRUE" if cell.value else "FALSE", ours, where)
                        elif cell.ctype in (xlrd.XL_CELL_DATE, xlrd.XL_CELL_ERROR):
                            self.assertTrue(ours, where)
                        compared += 1
        print("%d cells of %d files compared" % (compared, len(paths)))


SYNTAX = """
DATA LIST LIST (",") /id (F8.0) 推荐 (F2.0) csat (F4.1) r1 (F1.0) r2 (F1.0) r3 (F1.0) c1 (F2.0) c2 (F2.0)
  提交日期 (DATE11) 秒 (F12.0) 城市 (A30) 评论 (A600) code (A3) a_long_name_that_SPSS_keeps_whole (F3.0).
BEGIN DATA
1,9,4.5,1,0,1,1,2,05-MAR-2026,93906,上海,服务很好 %s,A,7
2,99,-9,0,1,0,3,,06-MAR-2026,30,北京,,ZZ,8
3,,5,,,,2,1,,,,第三条,B,9
END DATA.
COMPUTE 时间 = 提交日期 + 50706.
FORMATS 时间 (DATETIME20) 秒 (TIME10).
VARIABLE LABELS 推荐 '您有多大可能向朋友推荐我们?' r1 '价格' r2 '服务' r3 '产品'.
VALUE LABELS 推荐 0 '完全不可能' 10 '非常可能' 99 '不清楚' /c1 c2 1 '一' 2 '二' 3 '三' /code 'A' '甲' 'B' '乙'.
MISSING VALUES 推荐 (99) csat (LO THRU -1) code ('ZZ').
VARIABLE LEVEL 推荐 (SCALE) r1 r2 r3 (NOMINAL) csat (ORDINAL).
MRSETS /MDGROUP NAME=$reasons LABEL='未下单原因' VARIABLES=r1 r2 r3 VALUE=1
  /MCGROUP NAME=$cats LABEL='类别' VARIABLES=c1 c2.
SAVE OUTFILE='%s' /%s.
"""


@unittest.skipUnless(PSPP, "pspp is not installed")
class Spss(Folder):
    def survey(self, name, packing, encoding=None):
        text = SYNTAX % ("很长" * 80, self.path(name), packing)
        if encoding:
            text = "SET LOCALE='%s'.\n" % encoding + text
        syntax = self.write(name + ".sps", text.encode("utf-8"))
        subprocess.run([PSPP, "--syntax-encoding=UTF-8", "-o", self.path("log.txt"), syntax], check=True,
                       capture_output=True, env=ENVIRONMENT, timeout=60)
        return self.path(name)

    def check(self, path):
        code, rows, err, _ = cat(path)
        self.assertEqual(0, code, err)
        self.assertEqual(["id", "推荐", "csat", "r1", "r2", "r3", "c1", "c2", "提交日期", "秒", "城市", "评论", "code",
                          "a_long_name_that_SPSS_keeps_whole", "时间"], rows[0])
        self.assertEqual(["1", "9", "4.5", "1", "0", "1", "1", "2", "2026-03-05", "26:05:06", "上海",
                          "服务很好 " + "很长" * 80, "A", "7", "2026-03-05T14:05:06"], rows[1])
        self.assertEqual(["2", "99", "-9", "0", "1", "0", "3", "", "2026-03-06", "00:00:30", "北京", "", "ZZ", "8",
                          "2026-03-06T14:05:06"], rows[2])
        self.assertEqual(["3", "", "5", "", "", "", "2", "1", "", "", "", "第三条", "B", "9"], rows[3][:14])
        self.assertEqual(4, len(rows))
        columns = {column["name"]: column for column in head("sav", path)[1]["columns"]}
        self.assertEqual("您有多大可能向朋友推荐我们?", columns["推荐"]["label"])
        self.assertEqual([["0", "完全不可能"], ["10", "非常可能"], ["99", "不清楚"]], columns["推荐"]["valueLabels"])
        self.assertEqual(["99"], columns["推荐"]["notApplicable"])
        self.assertEqual(["-9"], columns["csat"]["notApplicable"])
        self.assertEqual(["ZZ"], columns["code"]["notApplicable"])
        self.assertEqual([["A", "甲"], ["B", "乙"]], columns["code"]["valueLabels"])
        self.assertEqual(["scale", "ordinal", "nominal"], [columns[n]["measure"] for n in ("推荐", "csat", "r1")])
        for name in ("r1", "r2", "r3"):
            self.assertEqual(("reasons", "未下单原因", "1"),
                             tuple(columns[name][key] for key in ("set", "setLabel", "setCounted")))
        self.assertEqual(("cats", "类别", False), (columns["c2"]["set"], columns["c2"]["setLabel"],
                                                 "setCounted" in columns["c2"]))
        self.assertEqual(("date", "datetime"), (columns["提交日期"]["type"], columns["时间"]["type"]))

    def test_every_packing(self):
        for name, packing in (("u.sav", "UNCOMPRESSED"), ("c.sav", "COMPRESSED"), ("z.zsav", "ZCOMPRESSED")):
            with self.subTest(packing):
                self.check(self.survey(name, packing))

    def test_encoding_of_china(self):
        path = self.survey("gb.sav", "COMPRESSED", "GB18030")
        with open(path, "rb") as file:
            self.assertIn("价格".encode("gb18030"), file.read())
        self.check(path)

    def test_password(self):
        path = self.write("locked.sav", b"\x1c" + bytes(7) + b"ENCRYPTEDSAV" + bytes(range(256)))
        code, _, err, _ = cat(path)
        self.assertEqual(1, code)
        self.assertIn("password", err)

    def test_damaged_copies(self):
        for name, packing in (("d.sav", "COMPRESSED"), ("d.zsav", "ZCOMPRESSED")):
            with open(self.survey(name, packing), "rb") as file:
                data = file.read()
            self.assertGreater(self.damaged(name, data, 40)[1], 0)


class Reader(Folder):
    def test_a_dead_reader_is_told(self):
        # header of an SPSS file and nothing a parser could follow
        for data in (b"$FL2" + bytes(4000), b"$FL3" + b"\xff" * 4000, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(3000)):
            code, _, err, seconds = cat(self.write("nonsense.sav", data))
            self.assertEqual(1, code)
            self.assertIn("damaged", err)
            self.assertLess(seconds, 25)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=1)
