"""import, inspect and tables on a database: a SQLite file that another program wrote."""
import os
import sqlite3
import unittest

from clisupport import CliTest, execute


class Databases(CliTest):
    @classmethod
    def prepare(cls):
        db = sqlite3.connect(cls.path("客户 系统.db"))
        db.executescript("""
            CREATE TABLE answers(id INTEGER PRIMARY KEY, member TEXT, nps INTEGER, at TEXT, amount REAL, big INTEGER,
                                 "评 语" TEXT, photo BLOB);
            CREATE VIEW happy AS SELECT member, nps FROM answers WHERE nps >= 9;
            CREATE TABLE log(x);
            CREATE TRIGGER spy AFTER INSERT ON answers BEGIN INSERT INTO log VALUES (1); END;
            CREATE VIRTUAL TABLE words USING fts5(body);
        """)
        cls.rows = [("c%02d" % (i % 7), i % 11, "2026-03-%02d 09:%02d:00" % (1 + i % 28, i % 60), i / 8 + 0.1,
                     9007199254740993 + i, None if i % 5 == 0 else "等了 %d 分钟, \"还行\"" % i) for i in range(120)]
        db.executemany("INSERT INTO answers(member, nps, at, amount, big, \"评 语\", photo) VALUES (?,?,?,?,?,?,x'00ff')",
                       cls.rows)
        db.commit()
        db.close()
        cls.url = "sqlite:" + cls.path("客户 系统.db")

    def bytes_of(self):
        with open(self.path("客户 系统.db"), "rb") as file:
            return file.read()

    def cells(self, project, dataset):
        return self.xow("sql", project, 'SELECT * FROM "%s"' % dataset)["rows"]

    def test_tables(self):
        got = self.xow("tables", "--from", self.url)
        self.assertEqual([("answers", False), ("happy", True), ("log", False)],
                         [(table["name"], table["view"]) for table in got["tables"] if not table["name"].startswith("words")])
        self.assertIn("happy  (view)", self.text("tables", "--from", self.url))

    def test_inspect(self):
        got = self.xow("inspect", "--from", self.url, "--table", "answers")
        self.assertEqual("database", got["format"])
        self.assertEqual(120, got["rows_estimate"])
        roles = {column["name"]: column["role"] for column in got["columns"]}
        self.assertEqual("nps", roles["nps"])
        self.assertNotIn("photo", roles)

    def test_import_of_a_table(self):
        before = self.bytes_of()
        project = self.path("table.xow")
        report = self.xow("import", project, "--from", self.url, "--table", "answers", "--kind", "answers", "--create",
                          "--timezone", "Asia/Shanghai", "--set", "member=customer", "--set", "nps=nps",
                          "--set", "评 语=text")
        self.assertEqual(("answers", 120, 120), (report["dataset"], report["rows_read"], report["rows_imported"]))
        self.assertEqual(self.url + " · answers", report["file"])
        got = self.xow("sql", project, 'SELECT member, nps, amount, big, "评 语", at FROM answers')["rows"]
        for row, cells in zip(self.rows, got):
            values = list(cells.values()) if isinstance(cells, dict) else cells
            self.assertEqual([row[0], row[1], row[3], str(row[4]), row[5]], [values[0], values[1], values[2], str(values[3]), values[4]])
            self.assertTrue(values[5].startswith(row[2].replace(" ", "T")), values[5])
        self.assertEqual(before, self.bytes_of(), "the file is only read")
        self.assertEqual([], [name for name in os.listdir(self.folder) if name.endswith(("-wal", "-shm", "-journal"))])
        # the same rows again add nothing; a recipe keeps where they came from
        again = self.xow("import", project, "--from", self.url, "--table", "answers", "--kind", "answers",
                         "--save-recipe", "monthly")
        self.assertEqual(1, again.get("duplicate_of"))
        self.text("recipe", "export", project, "monthly", "--out", self.path("monthly.json"))
        with open(self.path("monthly.json"), encoding="utf-8") as file:
            recipe = file.read()
        self.assertIn('"answers"', recipe)
        self.assertIn("sqlite:", recipe)

    def test_import_of_a_select(self):
        project = self.path("select.xow")
        report = self.xow("import", project, "--from", self.url, "--select",
                          "SELECT member, max(nps) AS best, count(*) AS n FROM answers GROUP BY member ORDER BY member;",
                          "--kind", "customers", "--create", "--name", "best", "--set", "member=customer")
        self.assertEqual(7, report["rows_imported"])
        expected = {}
        for member, nps, *_ in self.rows:
            expected[member] = max(expected.get(member, -1), nps)
        got = self.xow("sql", project, "SELECT member, best FROM best ORDER BY member")["rows"]
        rows = [tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in got]
        self.assertEqual(sorted(expected.items()), rows)
        self.xow("import", self.path("view.xow"), "--from", self.url, "--table", "happy", "--kind", "answers", "--create")

    def test_what_is_refused(self):
        def refused(*arguments, url=self.url):
            return self.fails("import", self.path("no.xow"), "--from", url, "--kind", "answers", "--create", *arguments)
        self.assertIn("answers", refused("--table", "answer"))
        for statement in ("DELETE FROM answers", "SELECT 1; DELETE FROM answers", "PRAGMA journal_mode=WAL",
                          "ATTACH 'x.db' AS x", "SELECT load_extension('x')", "SELECT writefile('x', 'y')", ""):
            code, out, err = execute("import", self.path("no.xow"), "--from", self.url, "--kind", "answers", "--create",
                                     "--select", statement)
            self.assertIn(code, (1, 2), statement)
            self.assertEqual(b"", out)
        self.assertFalse(os.path.exists(self.path("no.xow")))
        with open(self.path("text.db"), "w") as file:
            file.write("no database" * 100)
        refused("--table", "t", url="sqlite:" + self.path("text.db"))
        refused("--table", "t", url="sqlite:" + self.path("none.db"))
        self.assertFalse(os.path.exists(self.path("none.db")))
        with open(self.path("busy.db"), "wb") as file:
            file.write(self.bytes_of())
        with open(self.path("busy.db-wal"), "wb") as file:
            file.write(b"x" * 100)
        self.assertIn("busy.db", refused("--table", "answers", url="sqlite:" + self.path("busy.db")))
        broken = bytearray(self.bytes_of())
        for at in range(4096, len(broken), 512):
            broken[at:at + 8] = b"\xff" * 8
        with open(self.path("broken.db"), "wb") as file:
            file.write(broken)
        refused("--table", "answers", url="sqlite:" + self.path("broken.db"))
        for url in ("answers.db", "postgresql://h", "mysql://u:secret@h/db", "odbc:DSN=x;PWD=secret"):
            code, _, err = execute("tables", "--from", url)
            self.assertEqual(2, code, url)
            self.assertNotIn("secret", err)
        self.fails("import", self.path("no.xow"), "--from", self.url, "--kind", "answers", "--create", code=2)
        self.fails("inspect", code=2)


if __name__ == "__main__":
    unittest.main()
