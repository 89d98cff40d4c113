"""nps, score, funnel, journey, segment count, verify, filters and messages: figures that are known beforehand."""
import json
import math
import os

import clisupport
from clisupport import (CliTest, JOURNEY_STAGES, execute, joined_data, journey_data, journey_project, nps_of, read_csv)

ROW = "group n promoters passives detractors nps ci95 small_base versus_rest"


class Joined(CliTest):
    """3,000 answers tied to events by an order id."""

    @classmethod
    def prepare(cls):
        cls.events, cls.survey = joined_data(cls.folder)
        cls.project = cls.path("joined.xow")
        for number, kind in enumerate(("events", "answers")):
            file = cls.path("events.csv" if kind == "events" else "survey.csv")
            code, _, err = execute("import", cls.project, file, "--kind", kind, "--timezone", "Asia/Shanghai",
                                   *(["--create"] if number == 0 else []))
            assert code == 0, err

    def test_two_scores_of_eleven_are_reported_and_left_out(self):
        report = self.xow("import", self.path("again.xow"), self.path("survey.csv"), "--kind", "answers", "--create")
        self.assertEqual([(5, "nps", "11", "out_of_range"), (1702, "nps", "11", "out_of_range")],
                         [(entry["row"], entry["column"], entry["text"], entry["code"]) for entry in report["rejects"]])
        self.assertEqual(0, report["rows_rejected"])
        got = self.xow("nps", self.project)
        self.assertFields("analysis question base total rows", got)
        self.assertEqual("nps", got["analysis"])
        self.assertEqual(dict(answers=3000, valid=2993, blank=3, not_applicable=2, not_asked=0, out_of_range=2, unparsed=0),
                         {name: got["base"][name] for name in
                          "answers valid blank not_applicable not_asked out_of_range unparsed".split()})
        self.compare(nps_of([row[4] for row in self.survey]), got["total"])
        self.assertIn("11", self.text("import", self.path("again2.xow"), self.path("survey.csv"), "--kind", "answers",
                                      "--create"))

    def compare(self, expected, row):
        self.assertFields(ROW, row)
        self.assertFields("difference z p q", row["versus_rest"])
        for name in ("n", "promoters", "passives", "detractors"):
            self.assertEqual(expected[name], row[name], row["group"])
        self.assertAlmostEqual(expected["nps"], row["nps"], 9)
        n = expected["n"]
        p, d = (expected["promoters"] + 0.75) / (n + 3), (expected["detractors"] + 0.75) / (n + 3)
        half = 1.959963984540054 * math.sqrt((p + d - (p - d) ** 2) / (n + 3))
        for end, want in enumerate((100 * (p - d - half), 100 * (p - d + half))):
            self.assertAlmostEqual(want, row["ci95"][end], 9)

    def test_by_a_column_of_the_tied_event(self):
        store = {row[0]: row[4] or None for row in self.events}
        groups = {}
        for row in self.survey:
            groups.setdefault(store[row[1]], []).append(row[4])
        rows = self.xow("nps", self.project, "--by", "event.store")["rows"]
        self.assertEqual(sorted(map(str, groups)), sorted(str(row["group"]["event.store"]) for row in rows))
        self.assertIn(None, [row["group"]["event.store"] for row in rows])
        self.assertEqual(sorted((row["n"] for row in rows), reverse=True), [row["n"] for row in rows])
        for row in rows:
            self.compare(nps_of(groups[row["group"]["event.store"]]), row)
        both = self.xow("nps", self.project, "--by", "event.store,region")["rows"]
        self.assertEqual({"event.store", "region"}, set(both[0]["group"]))
        self.assertEqual(2993, sum(row["n"] for row in both))
        link = self.xow("describe", self.project)["link"]
        self.assertEqual((3000, 3000, 0, 0), tuple(link[name] for name in ("answers", "linked", "ambiguous", "orphans")))

    def test_filter_keeps_what_it_says(self):
        want = nps_of([row[4] for row in self.survey if row[5] in "东西" and row[4].isdigit() and int(row[4]) <= 6])
        got = self.xow("nps", self.project, "--filter", "region in ('东','西') and nps <= 6")["total"]
        self.assertEqual((want["n"], want["detractors"]), (got["n"], got["detractors"]))
        store = {row[0]: row[4] for row in self.events}
        want = nps_of([row[4] for row in self.survey if store[row[1]] == "West, Inc."])
        self.compare(want, self.xow("nps", self.project, "--filter", "event.store = 'West, Inc.'")["total"])
        blank = self.xow("nps", self.project, "--filter", "nps is blank")["base"]
        self.assertEqual((0, 3), (blank["valid"], blank["blank"]), "not applicable and out of range are no blanks")

    def test_trend_and_compare(self):
        got = self.xow("nps", self.project, "--trend", "week", "--compare", "previous")["rows"]
        self.assertEqual(["2026-W10", "2026-W11"], [row["period"] for row in got][:2])
        self.assertEqual(2993, sum(row["n"] for row in got))
        self.assertFields("nps difference p", got[1]["previous"])
        self.assertAlmostEqual(got[1]["nps"] - got[0]["nps"], got[1]["previous"]["difference"], 9)

    def test_score_has_its_fields(self):
        got = self.xow("score", self.project, "--question", "nps", "--by", "region")
        self.assertFields("analysis question scale total rows", got)
        self.assertEqual(("score", [0, 10]), (got["analysis"], got["scale"]))
        valid = [int(row[4]) for row in self.survey if row[4].isdigit() and int(row[4]) <= 10]
        for row in [got["total"], *got["rows"]]:
            self.assertFields("group n mean ci95 top2_share top2_ci95 distribution", row)
        self.assertAlmostEqual(sum(valid) / len(valid), got["total"]["mean"], 9)
        self.assertAlmostEqual(sum(value >= 9 for value in valid) / len(valid), got["total"]["top2_share"], 12)
        self.assertEqual({str(value): valid.count(value) for value in range(11)}, got["total"]["distribution"])

    def test_repeat_adds_timing_and_changes_no_figure(self):
        for command in (["nps"], ["score", "--question", "nps"], ["funnel", "--stages", "到店"],
                        ["export", "--dataset", "events", "--to", self.path("timed.csv")]):
            command = [command[0], self.project, *command[1:]]
            timed = self.xow(*command, "--repeat", "3", "--threads", "2")
            timing = timed.pop("timing")
            self.assertFields("open_ms load_ms compute_ms threads peak_rss_mb", timing)
            compute = timing["compute_ms"]
            self.assertTrue(0 <= compute["min"] <= compute["median"] <= compute["max"])
            self.assertEqual(2, timing["threads"])
            self.assertGreater(timing["peak_rss_mb"], 1)
            self.assertEqual(self.xow(*command, "--threads", "1"), timed)

    def test_weights_and_clustered_errors(self):
        path = self.path("weighted.xow")
        rows = [["who", "nps", "w", "w100"], *[["C%d" % (i % 40), i % 11, 1 + i % 3, 100 * (1 + i % 3)] for i in range(200)]]
        self.xow("import", path, self.write("weighted.csv", rows), "--kind", "answers", "--create", "--set", "who=customer",
                 "nps=nps")
        plain = self.xow("nps", path)["total"]
        self.assertEqual(200, plain["n"])
        self.assertIsNone(plain.get("n_eff"))
        weighted = self.xow("nps", path, "--weight", "w")["total"]
        total = sum(row[2] for row in rows[1:])
        self.assertAlmostEqual(total ** 2 / sum(row[2] ** 2 for row in rows[1:]), weighted["n_eff"], 9)
        self.assertAlmostEqual(100 * sum(row[2] * ((row[1] >= 9) - (row[1] <= 6)) for row in rows[1:]) / total,
                               weighted["nps"], 9)
        for name, value in self.xow("nps", path, "--weight", "w100")["total"].items():
            if isinstance(value, float):
                self.assertAlmostEqual(weighted[name], value, 9, name)
        clustered = self.xow("nps", path, "--se", "clustered")["total"]
        self.assertEqual(plain["nps"], clustered["nps"])
        self.assertNotEqual(plain["ci95"], clustered["ci95"])
        few = self.xow("nps", path, "--by", "who")["rows"]
        self.assertEqual({"hidden"}, {row["small_base"] for row in few})

    def test_usage_errors(self):
        for arguments in ([], ["nosuch"], ["nps"], ["nps", self.project, "--trend", "decade"], ["funnel", self.project, "--bad"],
                          ["funnel", self.project, "--window", "soon"], ["funnel", self.project, "--order", "odd"],
                          ["nps", self.project, "--repeat-answers", "some"], ["segment"], ["segment", "export", self.project]):
            self.fails(*arguments, code=2)
        self.assertIn("nosuch", self.fails("nps", self.project, "--question", "nosuch"))
        self.assertIn("nosuch", self.fails("nps", self.project, "--by", "nosuch"))
        self.assertIn("none.xow", self.fails("nps", self.path("none.xow")))
        self.assertTrue(self.text("--version").startswith("xow "))
        for command in ("sample inspect cat import batches undo-import describe export sql journey recipe funnel nps score "
                        "segment chart compact verify run").split():
            self.assertIn(command, self.text("--help"))
            self.assertTrue(self.text(command, "--help"))

    def test_filter_errors_name_the_place(self):
        for condition, position, word in (("nps <== 3", 7, "="), ("npz <= 3", 1, "nps"), ("region in (", 12, ""),
                                          ("nps <= 3 and", 13, ""), ("region = '东", 10, "")):
            message = self.xow("nps", self.project, "--filter", condition, code=1)
            self.assertIn("position %d" % position, message, condition)
            self.assertIn(word, message)

    def test_messages_in_chinese(self):
        message = self.fails("nps", self.project, "--filter", "npz <= 3", "--lang", "zh")
        self.assertIn("没有列“npz”", message)
        self.assertNotIn("position", message)
        self.assertIn("起点", self.text("funnel", self.project, "--stages", "到店", "--lang", "zh"))
        self.assertIn("entrants", self.text("funnel", self.project, "--stages", "到店", "--lang", "en"))
        self.assertEqual(self.xow("nps", self.project), self.xow("nps", self.project, "--lang", "zh"))

    def test_verify(self):
        got = self.xow("verify", self.project, "--customers", "200", "--seed", "5")
        self.assertTrue(got["ok"] and got["file"]["ok"] and got["recomputed"]["ok"])
        self.assertEqual(200, got["recomputed"]["customers"])
        self.assertGreater(got["recomputed"]["checks"], 400)
        with open(self.project, "rb") as file:
            data = bytearray(file.read())
        # the end of a fresh file holds chunks
        for place in range(len(data) - 4000, len(data) - 2000):
            data[place] ^= 0x5A
        with open(self.path("damaged.xow"), "wb") as file:
            file.write(data)
        code, _, _ = execute("verify", self.path("damaged.xow"), "--json")
        self.assertEqual(1, code)


class Journeys(CliTest):
    """Twelve customers: 12 browse, 8 visit, 5 order."""

    @classmethod
    def prepare(cls):
        journey_data(cls.folder)
        cls.project = journey_project(cls.path("journey.xow"), cls.folder)
        cls.journey = cls.path("购车.json")
        with open(cls.journey, "w", encoding="utf-8") as file:
            json.dump({"name": "购车", "window": "30d", "stages": [{"name": stage} for stage in JOURNEY_STAGES]}, file,
                      ensure_ascii=False)

    def test_funnel_has_its_fields(self):
        got = self.xow("funnel", self.project, "--stages", ">".join(JOURNEY_STAGES), "--window", "2d", "--as-of", "2026-03-01",
                       "--satisfaction", "csat", "--by", "customer.family")
        self.assertFields("analysis journey window_s order attempt entrants stages groups", got)
        self.assertEqual(("funnel", 172800, "sequential", "furthest", 12),
                         tuple(got[name] for name in ("analysis", "window_s", "order", "attempt", "entrants")))
        for stage in got["stages"]:
            self.assertFields("stage reached rate_from_start rate_from_previous matured open lost time_from_previous "
                              "satisfaction verdict why", stage)
            self.assertFields("entrants reached rate_from_start rate_from_previous", stage["matured"])
            self.assertIn(stage["verdict"], ("stuck", "o_only", "x_only", "fine", "unsure"))
            self.assertEqual(12, stage["matured"]["entrants"])
        self.assertEqual([12, 8, 5], [stage["reached"] for stage in got["stages"]])
        self.assertEqual([4, 3, 0], [stage["lost"] for stage in got["stages"]])
        self.assertEqual([1.0, 8 / 12, 5 / 8], [stage["rate_from_previous"] for stage in got["stages"]])
        self.assertEqual({"p50_s": 3600, "p75_s": 3600, "p90_s": 3600, "mean_s": 3600}, got["stages"][1]["time_from_previous"])
        groups = {group["group"]["customer.family"]: [stage["reached"] for stage in group["stages"]]
                  for group in got["groups"]}
        self.assertEqual({"有孩": [6, 4, 3], None: [6, 4, 2]}, groups)
        open_ones = self.xow("funnel", self.project, "--stages", ">".join(JOURNEY_STAGES), "--window", "365d")
        self.assertEqual([4, 3, 0], [stage["open"] for stage in open_ones["stages"]])
        self.assertIsNone(open_ones["stages"][0]["satisfaction"])

    def test_dates_and_filters_restrict_the_entrants(self):
        stages = ["--stages", ">".join(JOURNEY_STAGES)]
        got = self.xow("funnel", self.project, *stages, "--from", "2026-02-03", "--to", "2026-02-06")
        self.assertEqual([4, 4, 3], [stage["reached"] for stage in got["stages"]])
        got = self.xow("funnel", self.project, *stages, "--filter", "customer.city = '北京'")
        self.assertEqual([4, 3, 2], [stage["reached"] for stage in got["stages"]])
        got = self.xow("funnel", self.project, *stages, "--filter", "store = 'S1'")
        self.assertEqual(6, got["entrants"])
        self.assertIn("nosuch", self.fails("funnel", self.project, "--stages", "浏览>nosuch"))

    def test_every_figure_is_a_condition(self):
        stages = "stages = (" + ", ".join("'%s'" % name for name in JOURNEY_STAGES) + ")"
        ways = [([], ""),
                (["--from", "2026-02-03", "--to", "2026-02-06"], ", from = '2026-02-03', to = '2026-02-06'"),
                (["--window", "2d", "--order", "strict"], ", window = '2d', order = strict"),
                (["--attempt", "first", "--as-of", "2026-02-20"], ", attempt = first, as_of = '2026-02-20'"),
                (["--filter", "store = 'S1'", "--window", "30d"], ", window = '30d', filter = (store = 'S1')"),
                (["--from", "2026-02-03", "--filter", "customer.city = '北京'"],
                 ", from = '2026-02-03', filter = (customer.city = '北京')")]
        seen = 0
        for arguments, options in ways:
            got = self.xow("funnel", self.project, "--stages", ">".join(JOURNEY_STAGES), *arguments)
            for at, stage in enumerate(got["stages"]):
                figures = {"reached('%s')": stage["reached"], "reached('%s', matured)": stage["matured"]["reached"],
                           "stopped('%s', lost)": stage["lost"], "stopped('%s', open)": stage["open"],
                           "stopped('%s')": stage["lost"] + stage["open"] + stage["excluded"]}
                if at + 1 < len(got["stages"]):
                    figures["passed('%s')"] = got["stages"][at + 1]["reached"]
                for figure, number in figures.items():
                    text = f"journey({stages}{options}).{figure % stage['stage']}"
                    count = self.xow("segment", "count", self.project, "--filter", text)
                    self.assertEqual(number, count["customers"], text)
                    seen += number > 0
        self.assertGreater(seen, 50)
        text = f"journey({stages}, from = '2026-02-03', to = '2026-02-06').reached('{JOURNEY_STAGES[1]}')"
        exported = self.xow("segment", "export", self.project, "--filter", text, "--out", self.path("figure.csv"))
        self.assertEqual(4, exported["rows"])
        wrong = self.fails("segment", "count", self.project, "--filter", f"journey({stages}, form = '2026-02-03').reached('x')")
        self.assertIn("form", wrong)
        self.assertIn("from", wrong)

    def test_journey_set_and_list(self):
        self.xow("journey", "set", self.project, self.journey)
        listed = self.xow("journey", "list", self.project)["journeys"]
        self.assertEqual(["购车"], [journey["name"] for journey in listed])
        got = self.xow("funnel", self.project, "--journey", "购车")
        self.assertEqual(("购车", 30 * 86400, 12), (got["journey"], got["window_s"], got["entrants"]))
        count = self.xow("segment", "count", self.project, "--filter", "journey('购车').stopped('到店', open)")
        self.assertEqual(3, count["customers"])
        self.assertIn("购车", self.fails("funnel", self.project, "--journey", "购房"))
        self.xow("journey", "export", self.project, "购车", "--out", self.path("out.json"))
        with open(self.path("out.json"), encoding="utf-8") as file:
            self.assertEqual(listed[0], json.load(file))
        self.fails("journey", "export", self.project, "购房", "--out", self.path("none.json"))
        self.xow("journey", "remove", self.project, "购车")
        self.assertEqual([], self.xow("journey", "list", self.project)["journeys"])
        with open(self.path("bad.json"), "w", encoding="utf-8") as file:
            file.write("{\"name\": \"x\", \"stagez\": []}")
        self.assertIn("stagez", self.fails("journey", "set", self.project, self.path("bad.json")))
        self.fails("journey", "set", self.project, self.path("none.json"))

    def test_several_journeys_from_one_file(self):
        path = self.path("several.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump([{"name": name, "stages": ["浏览", {"name": "到店", "optional": True, "target": 0.5}, "下定"]}
                       for name in ("一", "二")], file, ensure_ascii=False)
        self.assertEqual(2, len(self.xow("journey", "set", self.project, path)["journeys"]))
        got = self.xow("funnel", self.project, "--journey", "二")
        self.assertEqual([12, 8, 5], [stage["reached"] for stage in got["stages"]])
        self.assertEqual(5 / 12, got["stages"][2]["rate_from_previous"])  # of those who browsed
        for name in ("一", "二"):
            self.xow("journey", "remove", self.project, name)

    def test_time_curves_trends_and_comparisons(self):
        stages = ["--stages", ">".join(JOURNEY_STAGES)]
        got = self.xow("funnel", self.project, *stages, "--survival", "--trend", "month", "--compare-filter",
                       "customer.city = '北京'")
        curve = got["stages"][1]["survival"]
        self.assertEqual((12, 8, 3600), (curve["n"], curve["converted"], curve["median_s"]))
        # the twelfth came at the very end of the data: eleven were at risk after an hour
        self.assertAlmostEqual(8 / 11, curve["steps"][-1]["converted"])
        self.assertEqual([12], [point["entrants"] for point in got["trend"]])
        self.assertEqual((4, 8), (got["comparison"]["entrants"], got["comparison"]["other_entrants"]))
        self.assertEqual(3, len(got["comparison"]["tests"]))
        text = execute("funnel", self.project, *stages, "--survival", "--trend", "month", "--compare-filter",
                       "customer.city = '北京'")[1].decode("utf-8")
        self.assertIn("2026-02", text)
        self.assertIn("--from", self.fails("funnel", self.project, *stages, "--compare", "previous"))
        self.fails("funnel", self.project, *stages, "--reference", "moon", code=2)

    def test_overdue_list(self):
        stages = ["--stages", ">".join(JOURNEY_STAGES), "--window", "365d", "--as-of", "2026-03-01"]
        listed = self.xow("funnel", self.project, *stages, "--overdue")["customers"]
        # everybody who goes on does so within the hour, so whoever still waits is late
        self.assertEqual(7, len(listed))
        self.assertTrue(all(one["waited_s"] > one["overdue_after_s"] == 3600 for one in listed))
        path = self.path("calls.csv")
        self.assertEqual(7, self.xow("funnel", self.project, *stages, "--overdue", "--action", "call", "--out", path)["rows"])
        rows = read_csv(path)
        self.assertEqual(["customer", "stage", "since", "days_waited", "days_limit", "action"], rows[0])
        self.assertEqual([one["customer"] for one in listed], [row[0] for row in rows[1:]])

    def test_timeline(self):
        got = self.xow("timeline", self.project, "K01")
        self.assertEqual("K01", got["customer"])
        self.assertEqual([*JOURNEY_STAGES, None], [entry["stage"] for entry in got["entries"]])
        self.assertEqual(("as_of", 2), (got["entries"][3]["tie"]["rule"], got["entries"][3]["tie"]["event"]))
        times = [entry["time"] for entry in got["entries"] if entry["time"]]
        self.assertEqual(sorted(times), times)
        for entry in got["entries"]:
            if entry["tie"] and entry["tie"]["event"] is not None:
                self.assertEqual("events", got["entries"][entry["tie"]["event"]]["kind"])
        self.fails("timeline", self.project, "nobody at all")

    def test_segments(self):
        rule = "reached('到店') and not reached('下定')"
        self.assertEqual({"customers": 3, "answers": 3, "events": 6}, self.xow("segment", "count", self.project, "--filter", rule))
        self.assertEqual({"customers": 12, "answers": 12, "events": 25}, self.xow("segment", "count", self.project))
        saved = self.xow("segment", "save", self.project, "卡住的人", "--filter", rule)
        self.assertEqual((3, rule), (saved["customers"], saved["rule"]))
        self.assertEqual(3, self.xow("segment", "count", self.project, "卡住的人")["customers"])
        self.assertEqual(2, self.xow("segment", "count", self.project, "--filter",
                                     "segment('卡住的人') and any answer(csat <= 3)")["customers"])
        self.xow("segment", "save", self.project, "冻结", "--filter", rule, "--snapshot", "2026-03-01")
        listed = {entry["name"]: entry for entry in self.xow("segment", "list", self.project)["segments"]}
        self.assertEqual((3, None), (listed["卡住的人"]["customers"], listed["卡住的人"]["snapshot"]))
        self.assertEqual("2026-03-01", listed["冻结"]["snapshot"])
        self.fails("segment", "save", self.project, "坏", "--filter", "nosuch = 1")
        self.fails("segment", "save", self.project, "坏", "--filter", rule, "--snapshot", "soon", code=2)
        self.fails("segment", "count", self.project, "没有的")
        self.xow("segment", "remove", self.project, "冻结")
        self.assertEqual(["卡住的人"], [entry["name"] for entry in self.xow("segment", "list", self.project)["segments"]])
        self.xow("segment", "remove", self.project, "卡住的人")

    def test_missing_roles_are_named(self):
        project = self.path("plain.xow")
        self.xow("import", project, self.write("plain.csv", [["colour", "size"], ["red", "1"]]), "--kind", "events", "--create")
        self.fails("nps", project)
        self.assertIn("customer", self.fails("funnel", project))
        self.assertIn("0", self.text("segment", "count", project))

    def test_sample_and_charts(self):
        project = self.path("auto.xow")
        made = self.xow("sample", "auto", project, "--customers", "300", "--seed", "4", "--files", self.path("auto"))
        self.assertEqual(6, len(made["files"]))
        self.assertTrue(all(os.path.exists(os.path.join(self.path("auto"), os.path.basename(file))) for file in made["files"]))
        self.fails("sample", "auto", project)
        self.fails("sample", "nosuch", self.path("n.xow"))
        self.assertEqual(300, self.xow("describe", project)["customers"])
        self.assertTrue(self.xow("verify", project, "--customers", "50")["ok"])
        self.fails("chart", project, code=2)
        window = [name for name in os.listdir(os.path.dirname(os.path.abspath(clisupport.PROGRAM)))
                  if name in ("xoworkbench", "xoworkbench.exe")]
        for view, name, start in (("funnel", "funnel.svg", b"<?xml"), ("nps", "nps.png", b"\x89PNG"),
                                  ("trend", "trend.pdf", b"%PDF")):
            out = self.path(name)
            command = ["chart", project, view, "--out", out, *(["--by", "touchpoint"] if view == "nps" else []),
                       *(["--trend", "quarter"] if view == "trend" else [])]
            if not window:  # a build without the window says so and leaves nothing
                self.fails(*command)
                self.assertFalse(os.path.exists(out))
                continue
            code, _, err = execute(*command)
            self.assertEqual(0, code, err)
            with open(out, "rb") as file:
                self.assertTrue(file.read(8).startswith(start), name)
        if window:  # the entrants of a period, another picture than all of them
            execute("chart", project, "funnel", "--from", "2025-07-01", "--out", self.path("late.svg"))
            with open(self.path("late.svg"), "rb") as late, open(self.path("funnel.svg"), "rb") as whole:
                self.assertNotEqual(late.read(), whole.read())
            self.assertNotEqual(0, execute("chart", project, "funnel", "--from", "soon", "--out", self.path("no.svg"))[0])
            self.assertFalse(os.path.exists(self.path("no.svg")))
