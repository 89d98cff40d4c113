"""What users meet at the edges: workbooks shown as text, scripts in scripts, rules that are gone, usage in Chinese."""
import json
import unittest

from clisupport import CliTest, execute


class Edges(CliTest):
    @classmethod
    def prepare(cls):
        cls.project = cls.path("edges.xow")
        rows = [["customer", "time", "stage", "phone"]]
        # four events per customer: the key repeats, and the phone beside it is not the key
        for customer in range(12):
            for hour, stage in enumerate(("view", "visit", "order", "view")):
                rows.append(["K%d" % customer, "2026-01-%02d 0%d:00:00" % (customer + 1, hour), stage,
                             "138%08d" % customer])
        execute("import", cls.project, cls.write("events.csv", rows), "--kind", "events", "--create")
        execute("import", cls.project, cls.write("answers.csv", [["customer", "nps"], ["K1", "9"], ["K2", "3"]]), "--kind",
                "answers")

    def test_the_column_named_customer_is_the_customer(self):
        events = [entry for entry in self.xow("describe", self.project)["datasets"] if entry["name"] == "events"][0]
        self.assertEqual(["customer"], [column["name"] for column in events["columns"] if column["role"] == "customer"])
        self.assertEqual([12, 12, 12],
                         [stage["reached"] for stage in
                          self.xow("funnel", self.project, "--stages", "view>visit>order")["stages"]])

    def test_compacting_changes_no_figure(self):
        before = self.xow("funnel", self.project, "--stages", "view>visit>order")
        self.assertEqual({"events", "answers"}, set(self.xow("compact", self.project)["arranged"]))
        self.assertEqual(before, self.xow("funnel", self.project, "--stages", "view>visit>order"))
        self.assertEqual([], self.xow("compact", self.project)["arranged"])
        self.assertTrue(self.xow("verify", self.project)["ok"])

    def test_a_workbook_is_inspected_as_text(self):
        book = self.path("book.xlsx")
        self.xow("export", self.project, "--dataset", "events", "--to", book)
        shown = self.text("inspect", book)
        self.assertIn("book.xlsx: xlsx, ", shown)
        self.assertIn("stage", shown)

    def test_an_analysis_without_breakdown_shows_its_total_once(self):
        shown = self.text("nps", self.project)
        self.assertEqual(1, shown.count("total"), shown)

    def test_notes_are_said_in_the_text_too(self):
        untimed = self.path("untimed.xow")
        rows = [["customer_id", "stage"]] + [["K%d" % i, stage] for i in range(9) for stage in ("view", "order")]
        self.xow("import", untimed, self.write("untimed.csv", rows), "--kind", "events", "--create")
        self.assertIn("--order any", self.fails("funnel", untimed, "--stages", "view>order"))
        shown = self.text("funnel", untimed, "--stages", "view>order", "--order", "any")
        self.assertIn("no time", shown.lower(), shown)

    def test_one_object_also_where_a_script_prints_a_grid(self):
        raw = self.write("raw.csv", [["a"], ["1"]])
        self.assertEqual("a\n1\n", self.xow("cat", raw)["csv"])
        script = self.path("script.json")
        with open(script, "w", encoding="utf-8") as file:
            json.dump([["cat", raw], ["segment", "count", self.project, "--filter", "nps <= 6"]], file)
        results = self.xow("run", script)["results"]
        self.assertEqual(["a\n1\n", 1], [results[0]["result"]["csv"], results[1]["result"]["customers"]])

    def test_a_script_does_not_run_scripts(self):
        script = self.path("loop.json")
        with open(script, "w", encoding="utf-8") as file:
            json.dump([["--threads", "1", "run", script]], file)
        self.assertIn("run", self.fails("run", script))

    def test_a_journey_with_an_unreadable_condition_is_refused(self):
        path = self.path("journey.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"name": "j", "stages": [{"name": "view"}, {"name": "order", "condition": "stage ="}]}, file)
        self.fails("journey", "set", self.project, path)
        self.assertEqual([], self.xow("journey", "list", self.project)["journeys"])

    def test_a_rule_that_is_gone_hides_no_other_segment(self):
        self.xow("segment", "save", self.project, "unhappy", "--filter", "nps <= 6")
        self.xow("segment", "save", self.project, "all of them", "--filter", "reached('order')")
        self.xow("segment", "save", self.project, "built on", "--filter", "segment('unhappy') and reached('order')")
        self.xow("segment", "remove", self.project, "unhappy")
        listed = {entry["name"]: entry for entry in self.xow("segment", "list", self.project)["segments"]}
        self.assertEqual(12, listed["all of them"]["customers"])
        self.assertIsNone(listed["built on"]["customers"])
        self.assertIn("unhappy", listed["built on"]["error"])
        self.assertIn("unhappy", self.text("segment", "list", self.project))

    def test_what_a_later_file_brings_is_never_lost_silently(self):
        project = self.path("months.xow")
        self.xow("import", project, self.write("m1.csv", [["customer_id", "nps", "store", "day"],
                                                          ["a", "9", "12", "2026-01-01"], ["b", "8", "13", "2026-01-02"]]),
                 "--kind", "answers", "--name", "m", "--create", "--timezone", "UTC")
        # a number that would lose its zeros or its last digits, and times where there were days
        report = self.xow("import", project, self.write("m2.csv", [["customer_id", "nps", "store", "day"],
                                                                   ["c", "7", "012", "2026-02-01 10:30:00"],
                                                                   ["d", "6", "110101199001010011", "2026-02-02"],
                                                                   ["e", "5", "14", "2026-02-03"]]),
                          "--kind", "answers", "--name", "m")
        self.assertEqual((3, 2), (report["rows_imported"], report["cells_unparsed"]))
        self.assertEqual([[2, "store", "012"], [3, "store", "110101199001010011"]],
                         [[entry["row"], entry["column"], entry["text"]] for entry in report["rejects"]])
        rows = self.xow("sql", project, "SELECT store, day FROM m ORDER BY customer_id")["rows"]
        self.assertEqual([12, 13, None, None, 14], [row[0] for row in rows])
        self.assertEqual(["2026-01-01T00:00:00+00:00", "2026-02-01T10:30:00+00:00"], [rows[0][1], rows[2][1]])

    def test_a_short_file_with_many_odd_scores_is_still_nps(self):
        project = self.path("odd.xow")
        cells = ["10", "9", "8", "7", "6", "0", "11", "7.5", "", "N/A", "abc", " ９ "]
        self.xow("import", project, self.write("odd.csv", [["customer_id", "nps"]] +
                                               [["c%d" % i, cell] for i, cell in enumerate(cells)]), "--kind", "answers",
                 "--create")
        base = self.xow("nps", project)["base"]
        self.assertEqual([12, 7, 1, 1, 2, 1], [base[name] for name in
                                               ("answers", "valid", "blank", "not_applicable", "out_of_range", "unparsed")])

    def test_a_short_file_with_odd_days_still_has_its_time(self):
        project = self.path("days.xow")
        days = ["2026-01-01", "2026-01-02", "bad", "2026-02-30", "2026-01-05"]
        report = self.xow("import", project, self.write("days.csv", [["customer_id", "date", "stage"]] +
                                                        [["c%d" % i, day, "a"] for i, day in enumerate(days)]),
                          "--kind", "events", "--create")
        self.assertEqual((5, 2), (report["rows_imported"], report["cells_unparsed"]))
        columns = {column["name"]: column for column in self.xow("describe", project)["datasets"][0]["columns"]}
        self.assertEqual(("time", "date"), (columns["date"]["role"], columns["date"]["type"]))

    def test_a_dimension_that_was_set_keeps_its_zeros(self):
        project = self.path("zeros.xow")
        rows = [["customer_id", "nps", "code"]] + [["c%d" % i, "9", str(i + 1)] for i in range(25000)] + [["z", "9", "007"]]
        self.xow("import", project, self.write("zeros.csv", rows), "--kind", "answers", "--create", "--set",
                 "code=dimension")
        self.assertEqual([["007"]], self.xow("sql", project, "SELECT code FROM zeros WHERE customer_id = 'z'")["rows"])

    def test_usage_errors_in_chinese(self):
        for arguments in (("nps",), ("nps", self.project, "--foo"), ("nps", self.project, "--threads", "many")):
            code, out, err = execute("--lang", "zh", *arguments)
            self.assertEqual((2, b""), (code, out))
            self.assertRegex(err, "[\u4e00-\u9fff]")
            self.assertNotIn("Run with", err)
        self.fails("--lang", "xx", "batches", self.project, code=2)


if __name__ == "__main__":
    unittest.main()
