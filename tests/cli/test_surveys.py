"""Files as survey platforms and Excel write them, from the command line to the figure."""
import gzip
import random
import unittest
import zipfile

from clisupport import CliTest, nps_of


class Surveys(CliTest):
    def answers(self, count, seed):
        """Scores of 11 as texts, some blank."""
        draw = random.Random(seed)
        return ["" if draw.random() < 0.05 else str(draw.choice([10, 9, 9, 8, 7, 6, 3, 0])) for _ in range(count)]

    def figures(self, project, *arguments):
        total = self.xow("nps", project, *arguments)["total"]
        return {key: total[key] for key in ("n", "promoters", "passives", "detractors")}

    def wanted(self, scores):
        known = nps_of(scores)
        return {key: known[key] for key in ("n", "promoters", "passives", "detractors")}

    def test_qualtrics_has_three_header_rows(self):
        scores = self.answers(60, 1)
        rows = [["StartDate", "RecordedDate", "ResponseId", "Q1", "Q2_1", "Q2_2", "Q3"],
                ["Start Date", "Recorded Date", "Response ID", "How likely are you to recommend us to a friend or colleague?",
                 "What did you use? (Select all that apply) - Selected Choice - Hotline", "What did you use? (Select all that apply) - Selected Choice - App",
                 "Anything else?"],
                ['{"ImportId":"startDate","timeZone":"Asia/Shanghai"}', '{"ImportId":"recordedDate","timeZone":"Asia/Shanghai"}',
                 '{"ImportId":"_recordId"}', '{"ImportId":"QID1"}', '{"ImportId":"QID2","choiceId":"1"}',
                 '{"ImportId":"QID2","choiceId":"2"}', '{"ImportId":"QID3_TEXT"}']]
        for i, score in enumerate(scores):
            rows.append(["2026-03-%02d 10:00:00" % (1 + i % 28), "2026-03-%02d 10:05:00" % (1 + i % 28), "R_%06dabc" % i, score,
                         "Hotline" if i % 2 else "", "App" if i % 3 == 0 else "", "good,\n\"really\"" if i % 7 == 0 else ""])
        path = self.write("Qualtrics.csv", rows)
        seen = self.xow("inspect", path)
        self.assertEqual(3, seen["header_rows"])
        project = self.path("qualtrics.xow")
        report = self.xow("import", project, path, "--kind", "answers", "--create", "--timezone", "Asia/Shanghai")
        self.assertEqual((60, 60, 0), (report["rows_read"], report["rows_imported"], report["rows_rejected"]))
        self.assertEqual("nps", report["roles"]["Q1"])
        self.assertEqual(self.wanted(scores), self.figures(project))

    def test_surveymonkey_spreads_a_question_over_two_rows(self):
        scores = self.answers(50, 2)
        options = ["Price", "Service", "Quality"]
        rows = [["Respondent ID", "Collector ID", "Start Date", "End Date", "How likely is it that you would recommend us?",
                 "What mattered to you?", "", ""],
                ["", "", "", "", "Response"] + options]
        for i, score in enumerate(scores):
            chosen = [option if (i >> k) & 1 else "" for k, option in enumerate(options)]
            rows.append(["%d" % (11_000_000_000 + i), "4001", "2026-03-%02d 09:00:00" % (1 + i % 28),
                         "2026-03-%02d 09:10:00" % (1 + i % 28), score] + chosen)
        path = self.write("SurveyMonkey.csv", rows)
        self.assertEqual(2, self.xow("inspect", path)["header_rows"])
        project = self.path("monkey.xow")
        report = self.xow("import", project, path, "--kind", "answers", "--create", "--timezone", "UTC")
        self.assertEqual((50, 0), (report["rows_imported"], report["rows_rejected"]))
        self.assertEqual("nps", report["roles"]["How likely is it that you would recommend us?"])
        self.assertEqual(self.wanted(scores), self.figures(project))
        self.assertIn("What mattered to you?", report["roles"])
        price = [score for i, score in enumerate(scores) if i & 1]
        self.assertEqual(self.wanted(price), self.figures(project, "--filter", "\"What mattered to you?\" = 'Price'"))

    def test_numbered_questions(self):
        scores = self.answers(40, 3)
        rows = [["序号", "提交答卷时间", "所用时间", "来源", "1、您有多大可能向朋友推荐我们？", "2、您的所在城市是？",
                 "3、不满意的原因(价格)", "3、不满意的原因(服务)", "4、其他建议"]]
        for i, score in enumerate(scores):
            rows.append([i + 1, "2026/3/%d 14:05:%02d" % (1 + i % 28, i), "%d秒" % (30 + i), "微信" if i % 2 else "手机提交", score,
                         ["上海", "北京", "广州"][i % 3], i % 2, 1 if i % 5 == 0 else 0, "很好" if i % 4 == 0 else "(空)"])
        path = self.write("问卷星.csv", rows, "gb18030")
        project = self.path("star.xow")
        report = self.xow("import", project, path, "--kind", "answers", "--create", "--timezone", "Asia/Shanghai")
        self.assertEqual((40, 0), (report["rows_imported"], report["rows_rejected"]))
        self.assertEqual("nps", report["roles"]["1、您有多大可能向朋友推荐我们？"])
        self.assertEqual(self.wanted(scores), self.figures(project))
        for number, city in enumerate(("上海", "北京", "广州")):
            self.assertEqual(self.wanted(scores[number::3]),
                             self.figures(project, "--filter", "\"2、您的所在城市是？\" = '%s'" % city))

    def test_totals_are_left_out_and_said(self):
        rows = [["客户", "城市", "推荐", "金额"], ["C1", "上海", "10", "1,200.50"], ["C2", "北京", "9", "300"], ["C3", "上海", "3", "50"],
                ["合计", "", "22", "1,550.50"]]
        path = self.write("totals.csv", rows)
        seen = self.xow("inspect", path)
        self.assertEqual((3, [{"row": 5, "text": "合计,,22,1,550.50"}], False),
                         (seen["rows_estimate"], seen["totals"]["rows"], seen["totals"]["kept"]))
        self.assertIn("--totals keep", self.text("inspect", path))
        project = self.path("totals.xow")
        report = self.xow("import", project, path, "--kind", "answers", "--create", "--set", "推荐=nps", "--save-recipe", "m")
        self.assertEqual((4, 3, 0, 1), (report["rows_read"], report["rows_imported"], report["rows_rejected"], report["rows_of_totals"]))
        self.assertEqual([(5, "total_row")], [(entry["row"], entry["code"]) for entry in report["rejects"]])
        self.assertEqual(self.wanted(["10", "9", "3"]), self.figures(project))
        kept = self.path("kept.xow")
        report = self.xow("import", kept, path, "--kind", "answers", "--create", "--totals", "keep", "--save-recipe", "m")
        self.assertEqual(4, report["rows_imported"])
        self.assertNotIn("rows_of_totals", report)
        self.assertEqual("keep", self.xow("recipe", "list", kept)["recipes"][0]["totals"])
        self.assertEqual(True, self.xow("inspect", path, "--totals", "keep")["totals"]["kept"])
        said = self.text("import", self.path("said.xow"), path, "--kind", "answers", "--create")
        self.assertIn("total_row", said)

    def test_a_packed_table_is_called_after_it(self):
        plain = self.write("plain.csv", [["id", "nps"], ["1", "9"], ["2", "3"]])
        packed = self.path("march.csv.gz")
        with open(plain, "rb") as source, gzip.open(packed, "wb") as file:
            file.write(source.read())
        project = self.path("packed.xow")
        self.assertEqual("march", self.xow("import", project, packed, "--kind", "answers", "--create")["dataset"])
        # and the table chosen from an archive is part of the recipe
        archive = self.path("both.zip")
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("a.csv", "id,nps\n1,9\n")
            file.writestr("b.csv", "id,nps\n1,3\n2,4\n")
        project = self.path("member.xow")
        self.xow("import", project, archive, "--kind", "answers", "--create", "--member", "b.csv", "--save-recipe", "m")
        self.assertEqual("b.csv", self.xow("recipe", "list", project)["recipes"][0]["member"])
        report = self.xow("import", project, archive, "--kind", "answers", "--recipe", "m", "--name", "again")
        self.assertEqual(2, report["rows_imported"])

    def test_several_codes_are_not_applicable(self):
        path = self.write("codes.csv", [["id", "score"]] + [[i, score] for i, score in enumerate("1350934599")])
        project = self.path("codes.xow")
        report = self.xow("import", project, path, "--kind", "answers", "--create", "--set", "score=rating:1-5,na=0|9")
        self.assertEqual(("rating:1-5,na=0|9", 0), (report["roles"]["score"], report["cells_out_of_range"]))
        total = self.xow("score", project, "--question", "score")["total"]
        self.assertEqual((6, (1 + 3 + 5 + 3 + 4 + 5) / 6), (total["n"], total["mean"]))


if __name__ == "__main__":
    unittest.main()
