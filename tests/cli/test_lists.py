"""segment export, export, sql, run: what leaves the program."""
import json
import os
import sqlite3
import unittest
import zipfile

from clisupport import CliTest, execute, journey_data, journey_project, read_csv

try:
    import openpyxl
except ImportError:
    openpyxl = None

RULE = "reached('到店') and not reached('下定')"


class Lists(CliTest):
    @classmethod
    def prepare(cls):
        journey_data(cls.folder)
        cls.project = journey_project(cls.path("lists.xow"), cls.folder)

    def test_csv_list(self):
        out = self.path("list.csv")
        got = self.xow("segment", "export", self.project, "--filter", RULE, "--columns", "customer,city", "latest answer.csat",
                       "first event.store", "events", "--action", "回电", "--out", out)
        self.assertFields("file rows masked rule", got)
        self.assertEqual((out, 3, False, RULE), tuple(got[name] for name in ("file", "rows", "masked", "rule")))
        self.assertEqual([["customer", "city", "latest answer.csat", "first event.store", "events", "action"],
                          ["K06", "上海", "2", "S0", "2", "回电"], ["K07", "'=1+2", "3", "S1", "2", "回电"],
                          ["K08", "北京", "4", "S0", "2", "回电"]], read_csv(out))
        self.xow("segment", "export", self.project, "--filter", RULE, "--columns", "customer", "--bom", "--out", out)
        with open(out, "rb") as file:
            self.assertTrue(file.read().startswith(b"\xef\xbb\xbfcustomer"))
        self.assertIn("nosuch", self.fails("segment", "export", self.project, "--columns", "nosuch", "--out", out))
        self.fails("segment", "export", self.project, "--out", self.path("list.doc"))
        self.assertFalse(os.path.exists(self.path("list.doc")))
        self.fails("segment", "export", self.project, "--out", self.path("no/such/folder/list.csv"))

    @unittest.skipUnless(openpyxl, "openpyxl is missing")
    def test_xlsx_list(self):
        out = self.path("list.xlsx")
        self.assertEqual(3, self.xow("segment", "export", self.project, "--filter", RULE, "--columns", "customer", "city",
                                     "latest answer.csat", "--out", out)["rows"])
        rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(out).active.iter_rows()]
        self.assertEqual([["customer", "city", "latest answer.csat"], ["K06", "上海", 2], ["K08", "北京", 4]],
                         [rows[0], rows[1], rows[3]])
        # as text, so that no spreadsheet runs it
        self.assertIn(rows[2], (["K07", "=1+2", 3], ["K07", "'=1+2", 3]))
        with zipfile.ZipFile(out) as book:
            self.assertNotIn(b"<f>", book.read("xl/worksheets/sheet1.xml"))

    def secrets(self):
        return [text.encode("utf-8") for i in range(1, 13) for text in ("K%02d" % i, "1380000%04d" % i)] + \
               ["王小".encode("utf-8")]

    def test_mask_leaks_neither_key_nor_phone_nor_name(self):
        for suffix in ("csv", "xlsx"):
            out = self.path("masked." + suffix)
            got = self.xow("segment", "export", self.project, "--filter", "reached('到店')", "--columns", "customer", "name",
                           "phone", "city", "latest answer.csat", "--mask", "--out", out)
            self.assertEqual((8, True), (got["rows"], got["masked"]))
            with open(out, "rb") as file:
                content = file.read()
            if suffix == "xlsx":
                with zipfile.ZipFile(out) as book:
                    content = b"".join(book.read(name) for name in book.namelist())
            for secret in self.secrets():
                self.assertNotIn(secret, content)
            self.assertIn("北京".encode("utf-8"), content)
        rows = read_csv(self.path("masked.csv"))[1:]
        self.assertEqual([str(i) for i in range(1, 9)], [row[0] for row in rows])
        out = self.path("verbatims.csv")
        self.xow("segment", "export", self.project, "--columns", "customer", "latest answer.comment", "--mask", "--out", out)
        with open(out, "rb") as file:
            content = file.read()
        for secret in self.secrets()[:-1]:  # names inside verbatims are not found (METHODS 7.5)
            self.assertNotIn(secret, content)
        self.assertIn("等了很久".encode("utf-8"), content)

    def test_mask_knows_people_by_their_headers(self):
        project = self.path("people.xow")
        header = ["key", "RecipientFirstName", "last name", "客户姓名", "客户", "手机号码", "身份证号", "微信号", "mail", "家庭地址", "city", "score"]
        secrets = [["U%d77" % i, "Xaver%d" % i, "Yorick%d" % i, "欧阳锋%d" % i, "慕容复%d" % i, "1391111%04d" % i,
                    "11010119900307%04d" % i, "wx_secret%d" % i, "s%d@example.org" % i, "长安街%d号" % i] for i in range(5)]
        self.xow("import", project, self.write("people.csv", [header, *[[*row, "北京", "41"] for row in secrets]]), "--kind",
                 "customers", "--create", "--set", "key=customer")
        for suffix in ("csv", "xlsx"):
            out = self.path("people-masked." + suffix)
            self.xow("segment", "export", project, "--mask", "--out", out)
            with open(out, "rb") as file:
                content = file.read()
            if suffix == "xlsx":
                with zipfile.ZipFile(out) as book:
                    content = b"".join(book.read(name) for name in book.namelist())
            for row in secrets:
                for secret in row:
                    self.assertNotIn(secret.encode("utf-8"), content)
            self.assertIn("北京".encode("utf-8"), content)
            self.assertIn(b"41", content)

    def test_a_dataset_comes_back_as_it_was(self):
        for suffix in ("csv", "xlsx"):
            out = self.path("events-out." + suffix)
            self.assertEqual(25, self.xow("export", self.project, "--to", out, "--dataset", "events")["rows"])
            again = self.path("again-%s.xow" % suffix)
            self.xow("import", again, out, "--kind", "events", "--name", "events", "--create", "--timezone", "Asia/Shanghai",
                     "--set", "wait_minutes=metric:min")
            for project in (self.project, again):
                got = self.xow("sql", project, "SELECT customer_id, stage, store, wait_minutes, event_time FROM events "
                                               "ORDER BY customer_id, event_time")
                self.assertEqual(25, len(got["rows"]))
                if project == self.project:
                    want = got["rows"]
            self.assertEqual(want, got["rows"], suffix)
        self.assertIn("events", self.fails("export", self.project, "--to", self.path("x.csv")))
        self.assertFalse(os.path.exists(self.path("x.csv")))
        self.fails("export", self.project, "--to", self.path("x.csv"), "--dataset", "nosuch")

    def test_plain_sqlite(self):
        out = self.path("plain.sqlite")
        self.assertEqual(3, self.xow("export", self.project, "--to", out)["datasets"])
        with sqlite3.connect(out) as plain:
            self.assertEqual([(25,)], plain.execute("SELECT count(*) FROM events").fetchall())
            self.assertEqual([("K01", 2)], plain.execute("SELECT customer_id, csat FROM survey ORDER BY 1 LIMIT 1").fetchall())
            self.assertEqual([("下定", 5), ("到店", 8), ("浏览", 12)],
                             plain.execute("SELECT stage, count(*) FROM events GROUP BY 1 ORDER BY 2").fetchall())
            self.assertEqual([("ok",)], plain.execute("PRAGMA integrity_check").fetchall())
            self.assertEqual([(6,)], plain.execute("SELECT count(*) FROM customers WHERE family IS NULL").fetchall())
        plain.close()
        self.fails("export", self.project, "--to", out)

    def test_sql(self):
        got = self.xow("sql", self.project, "SELECT stage, count(*) AS n, avg(wait_minutes) FROM events GROUP BY 1 ORDER BY n")
        self.assertEqual(["stage", "n", "avg(wait_minutes)"], got["columns"])
        self.assertEqual([["下定", 5, 30.0], ["到店", 8, 45.0], ["浏览", 12, 65.0]], got["rows"])
        self.assertEqual([[None]], self.xow("sql", self.project, "SELECT family FROM customers WHERE customer_id = 'K02'")["rows"])
        self.assertIn("到店", self.text("sql", self.project, "SELECT DISTINCT stage FROM events"))
        for query in ("DELETE FROM events", "DROP TABLE events", "SELECT nothing FROM nowhere", "ATTACH 'x' AS y"):
            self.fails("sql", self.project, query)
        self.assertEqual([[25]], self.xow("sql", self.project, "SELECT count(*) FROM events")["rows"])

    def script(self, name, commands):
        path = self.path(name)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(commands, file, ensure_ascii=False)
        return path

    def test_run_a_script(self):
        project = self.path("monthly.xow")
        commands = [["import", project, self.path("events.csv"), "--kind", "events", "--create"],
                    "describe \"%s\"" % project,
                    ["segment", "export", project, "--columns", "customer", "--out", self.path("run.csv")]]
        got = self.xow("run", self.script("job.json", {"commands": commands}))
        self.assertEqual([0, 0, 0], [entry["exit"] for entry in got["results"]])
        self.assertEqual([25, 25, 12], [got["results"][0]["result"]["rows_imported"],
                                        got["results"][1]["result"]["datasets"][0]["rows"], got["results"][2]["result"]["rows"]])
        self.assertEqual(13, len(read_csv(self.path("run.csv"))))

        code, out, err = execute("run", self.script("fails.json", [["nps", project], ["describe", project]]), "--json")
        self.assertEqual(1, code)
        self.assertTrue(err.startswith("xow: "))
        self.assertEqual([1], [entry["exit"] for entry in json.loads(out)["results"]], "the job stops at the failure")
        ragged = self.write("ragged.csv", [["a", "nps"], ["1", "2", "3"], ["1", "2"]])
        got = self.xow("run", self.script("rejects.json", [["import", project, ragged, "--kind", "answers"],
                                                           ["describe", project]]), code=3)
        self.assertEqual([3, 0], [entry["exit"] for entry in got["results"]])
        self.assertIn("describe", self.text("run", self.script("text.json", [["--help"]])))
        self.fails("run", self.path("none.json"))
        self.fails("run", self.script("odd.json", {"commands": 7}))
