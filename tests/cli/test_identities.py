"""identities and link: keys joined into persons, compared with a brute-force union; explained, refused, taken back."""
import json
import random
import re
import unittest

from clisupport import CliTest

SHARED = "02166668888"  # a shop's phone


def written(draw, phone):
    """One of the ways people write a mobile number."""
    return draw.choice([phone, "+86" + phone, "+86 " + phone[:3] + " " + phone[3:7] + " " + phone[7:], "0086" + phone,
                        phone[:3] + "-" + phone[3:7] + "-" + phone[7:],
                        "".join(chr(ord(digit) + 0xFEE0) for digit in phone)])


def plain(phone):
    digits = re.sub(r"\D", "", "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in phone))
    digits = digits[2:] if digits.startswith("00") else digits
    return digits[2:] if digits.startswith("86") else digits


class Identities(CliTest):
    @classmethod
    def prepare(cls):
        draw = random.Random(11)
        cls.phones = {"M%03d" % i: "139%08d" % (i * 7919) for i in range(200)}
        crm = [["member_id", "phone", "email"]]
        for member, phone in cls.phones.items():
            number = int(member[1:])
            shown = phone
            if number % 40 == 0:
                shown = SHARED  # five of them share it, and a sixth below
            elif number in (13, 14):
                shown = cls.phones["M013"]  # a family of two member ids
            elif number % 17 == 0:
                shown = ""
            elif number % 19 == 0:
                shown = "无"
            crm.append([member, written(draw, shown) if shown == phone else shown, "m%d@example.com" % number])
        crm.append(["M900", SHARED, "M900@Example.com "])
        cls.crm = crm[1:]
        survey = [["mobile", "answered_at", "nps"]]
        events = [["member_id", "phone", "event_time", "stage"]]
        for i in range(600):
            member = "M%03d" % draw.randrange(210)
            phone = cls.phones.get(member, "137%08d" % i)
            survey.append([written(draw, phone), "2026-03-%02d 18:00:00" % draw.randrange(10, 28), draw.randrange(11)])
            # every third event was made without signing in
            known = draw.randrange(3) > 0 and member in cls.phones
            events.append([member if known else "", written(draw, phone) if not known else "",
                           "2026-03-%02d 09:00:00" % draw.randrange(1, 10), draw.choice(["到店", "下定"])])
        cls.survey, cls.events = survey[1:], events[1:]
        cls.files = [cls.write(name + ".csv", rows) for name, rows in (("crm", crm), ("survey", survey),
                                                                       ("events", events))]

    def project(self, name):
        path = self.path(name)
        crm, survey, events = self.files
        self.xow("import", path, crm, "--kind", "customers", "--set", "member_id=customer", "phone=dimension",
                 "email=dimension", "--create")
        self.xow("import", path, survey, "--kind", "answers", "--set", "mobile=customer", "nps=nps")
        self.xow("import", path, events, "--kind", "events", "--set", "member_id=customer", "phone=dimension")
        return path

    def rules(self, name, rules, **more):
        path = self.path(name)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(dict(more, rules=rules), file, ensure_ascii=False)
        return path

    def brute_force(self):
        """Groups of keys by one pass over members (never joined) and phones."""
        holders = {}  # phone → members
        for member, phone, _ in self.crm:
            if re.search(r"\d", phone):
                holders.setdefault(plain(phone), set()).add(member)
        person = {}
        for phone, members in holders.items():
            person[phone] = next(iter(members)) if len(members) == 1 else phone
        people = {member for member, _, _ in self.crm}
        people |= {person.get(plain(row[0]), plain(row[0])) for row in self.survey}
        people |= {row[0] or person.get(plain(row[1]), plain(row[1])) for row in self.events}
        return people

    def test_persons_are_those_of_brute_force(self):
        path = self.project("persons.xow")
        before = self.xow("describe", path)
        self.assertEqual(0, before["link"]["merges"])
        proposed = self.xow("identities", "propose", path)["proposals"]
        self.assertEqual(["member_id", "phone", "email"], [one["kind"] for one in proposed])
        self.assertEqual(["crm.member_id", "events.member_id"], proposed[0]["columns"])
        self.assertEqual(["crm.phone", "survey.mobile", "events.phone"], proposed[1]["columns"])
        self.assertEqual(before["customers"], self.xow("describe", path)["customers"], "proposing changes nothing")

        done = self.xow("identities", "propose", path, "--apply")
        self.assertFields("customers_before persons merged_keys rules refused merged identity", done)
        after = self.xow("describe", path)
        self.assertEqual(len(self.brute_force()), after["customers"])
        self.assertEqual(after["customers"], done["persons"])
        self.assertEqual(before["customers"], done["customers_before"])
        self.assertEqual(proposed[-1]["persons_after"], done["persons"])
        self.assertGreater(after["link"]["linked"], before["link"]["linked"])
        refused = {one["key"]: one["why"] for one in self.xow("identities", path, "--examples", "99")["refused"]}
        self.assertEqual("too_common", refused[SHARED])
        self.assertEqual("member_ids", refused[self.phones["M013"]])
        self.assertEqual([], [one for one in proposed if one["refused_keys"] > 2])
        # recomputed by plain loops with the same persons
        checked = self.xow("verify", path)["recomputed"]
        self.assertEqual([], checked["mismatches"])
        self.assertGreater(checked["customers"], 0)

        # nothing proposed twice, and taken away everything is as it was
        self.assertEqual([], self.xow("identities", "propose", path)["proposals"])
        self.xow("identities", "set", path, self.rules("none.json", []))
        self.assertEqual(before, self.xow("describe", path))

    def test_reasons_and_quality_of_keys_are_those_of_brute_force(self):
        path = self.project("quality.xow")
        self.xow("identities", "set", path, self.rules("phones.json", [
            {"kind": "phone", "columns": ["crm.phone", "events.phone"]}]))
        link = self.xow("link", path)
        one = link["by_dataset"][0]
        self.assertEqual(("as_of", 30), (one["by"], one["as_of_days"]))
        self.assertEqual(one["orphans"], sum(one["reasons"].values()))
        self.assertEqual(one["orphans"], one["reasons"]["no_event"])
        found = {(key["dataset"], key["column"]): key for key in link["key_quality"] if key["use"] == "phone"}
        self.assertEqual({("crm", "phone"), ("events", "phone")}, set(found))
        for dataset, rows in (("crm", [(row[0], row[1]) for row in self.crm]),
                              ("events", [(row[0], row[1]) for row in self.events])):
            holders = {}
            for member, phone in rows:
                if re.search(r"\d", phone):
                    holders.setdefault(plain(phone), set()).add(member)
            key = found[(dataset, "phone")]
            self.assertEqual((len(rows), sum(phone == "" for _, phone in rows), sum(phone == "无" for _, phone in rows),
                              0, len(holders), sum(len(who - {""}) > 5 for who in holders.values())),
                             tuple(key[name] for name in ("rows", "blank", "unreadable", "placeholders", "keys",
                                                          "shared_by_many")), dataset)
        self.assertEqual(1, found[("crm", "phone")]["shared_by_many"])
        self.assertIn("crm.phone", self.text("link", path))

    def test_a_merge_is_explained_down_to_the_line(self):
        path = self.project("explained.xow")
        self.xow("identities", "propose", path, "--apply")
        shown = {plain(phone): member for member, phone, _ in self.crm if member not in ("M013", "M014")}
        mobile, member = next((row[0], shown[plain(row[0])]) for row in self.survey if plain(row[0]) in shown)
        person = self.xow("identities", path, "--explain", mobile)
        self.assertEqual(member, person["person"])
        self.assertIn(mobile, person["keys"])
        rows = [row for join in person["joins"] for row in join["evidence"]]
        self.assertTrue(all(join["rule"] == "phone" and join["key"] == plain(mobile) for join in person["joins"]))
        source = {"crm": self.crm, "survey": self.survey, "events": self.events}
        column = {"phone": 1, "mobile": 0}
        for row in rows:
            cells = source[row["dataset"]][row["line"] - 2]
            if row["dataset"] == "events":
                self.assertEqual(row["text"], cells[1])
            else:
                self.assertEqual(row["text"], cells[column[row["column"]]])
            self.assertEqual(row["dataset"] + ".csv", row["file"])
        line = [row[0] for row in self.crm].index(member) + 2
        self.assertIn("crm.csv line %d (" % line, self.text("identities", path, "--explain", mobile))
        self.assertIn("no-such", self.fails("identities", path, "--explain", "no-such"))

    def test_separated_customers_stay_apart_until_it_is_taken_back(self):
        path = self.project("separate.xow")
        self.xow("identities", "propose", path, "--apply")
        together = self.xow("describe", path)["customers"]
        mobile = next(row[0] for row in self.survey if plain(row[0]) == self.phones["M002"])
        self.xow("identities", "separate", path, "M002", mobile)
        self.assertGreater(self.xow("describe", path)["customers"], together)
        self.assertNotIn(mobile, self.xow("identities", path, "--explain", "M002")["keys"])
        self.assertEqual("separated", self.xow("identities", path, "--explain", "M002")["refused"][0]["why"])
        self.xow("identities", "separate", path, "M002", mobile, "--undo")
        self.assertEqual(together, self.xow("describe", path)["customers"])
        self.fails("identities", "separate", path, "M002", mobile, "--undo")
        self.fails("identities", "separate", path, "M002", "nobody")

    def test_identities_batch_joins_and_its_undo_parts(self):
        path = self.project("stated.xow")
        before = self.xow("describe", path)["customers"]
        ids = self.write("ids.csv", [["member_id", "mobile"], ["M003", self.survey[0][0]], ["M004", "13000000000"]])
        batch = self.xow("import", path, ids, "--kind", "identities", "--set", "member_id=customer", "mobile=dimension")
        self.assertEqual(before - 1, self.xow("describe", path)["customers"])
        person = self.xow("identities", path, "--explain", self.survey[0][0])
        self.assertEqual("M003", person["person"])
        self.xow("undo-import", path, batch["batch"])
        self.assertEqual(before, self.xow("describe", path)["customers"])

    def test_wrong_rules_are_refused(self):
        path = self.project("wrong.xow")
        self.assertIn("crm.nosuch", self.fails("identities", "set", path, self.rules(
            "wrong.json", [{"kind": "phone", "columns": ["crm.nosuch"]}])))
        self.assertIn("fax", self.fails("identities", "set", path, self.rules(
            "fax.json", [{"kind": "fax", "columns": ["crm.phone"]}])))
        self.fails("identities", "set", path, self.path("missing.json"))
        self.fails("identities", code=2)

    def test_link_panel_counts_and_proposes_forms(self):
        path = self.path("link.xow")
        events = self.write("orders.csv", [["order_no", "customer_id", "event_time", "stage"],
                                           ["00101", "c1", "2026-01-01 10:00:00", "到店"],
                                           ["00102", "c2", "2026-01-02 10:00:00", "到店"],
                                           ["00102", "c3", "2026-01-03 10:00:00", "下定"],
                                           ["A7", "c4", "2026-01-04 10:00:00", "到店"]])
        answers = self.write("replies.csv", [["order_no", "answered_at", "nps"],
                                             ["00101", "2026-01-05 10:00:00", "9"],
                                             ["00102", "2026-01-05 10:00:00", "8"],
                                             ["101", "2026-01-05 10:00:00", "2"],
                                             ["a7", "2026-01-05 10:00:00", "3"],
                                             ["555", "2026-01-05 10:00:00", "4"],
                                             ["", "2026-01-05 10:00:00", "5"]])
        self.xow("import", path, events, "--kind", "events", "--set", "order_no=link", "customer_id=customer", "--create")
        self.xow("import", path, answers, "--kind", "answers", "--set", "order_no=link", "nps=nps")
        link = self.xow("link", path)
        self.assertEqual((6, 2, 1, 4, 2, 0), tuple(link[name] for name in (
            "answers", "linked", "ambiguous", "orphans", "equal_key", "as_of")))
        self.assertEqual(1, link["answers_without_customer"])
        self.assertEqual({"links_with_several_events": 1, "max_events_per_link": 2, "rows_if_joined": 7}, link["fan_out"])
        self.assertEqual([(4, "101", "unknown_key"), (5, "a7", "unknown_key"), (6, "555", "unknown_key"),
                          (7, None, "no_key")],
                         [(row["line"], row["key"], row["reason"]) for row in link["examples"]["orphans"]])
        self.assertEqual([(3, "00102", 2)], [(row["line"], row["key"], row["events"])
                                             for row in link["examples"]["ambiguous"]])
        self.assertEqual([["case", "zeros"]], [one["forms"] for one in link["proposals"]])
        self.assertEqual((2, 4, 0), tuple(link["proposals"][0][name] for name in (
            "linked_before", "linked_after", "events_keys_folded")))
        one = link["by_dataset"][0]
        self.assertEqual({"no_key": 1, "unknown_key": 3, "no_customer": 0, "no_event": 0}, one["reasons"])
        self.assertEqual(("link", None, 1, 1, 7), tuple(one[name] for name in (
            "by", "as_of_days", "without_customer", "with_several_events", "rows_if_joined")))
        self.assertEqual([("orders", "customer_id", "customer", 4, 0, 4, None), ("replies", "order_no", "link", 6, 1, 5, 0),
                          ("orders", "order_no", "link", 4, 0, 3, 0)],
                         [tuple(key[name] for name in ("dataset", "column", "use", "rows", "blank", "keys",
                                                       "shared_by_many")) for key in link["key_quality"]])
        text = self.text("link", path)
        self.assertIn("replies.csv line 4", text)
        self.assertIn("33.3 %", text)
        self.xow("identities", "set", path, self.rules("forms.json", [{"kind": "link_key", "forms": ["case", "zeros"]}]))
        self.assertEqual((4, 2), tuple(self.xow("describe", path)["link"][name] for name in ("linked", "orphans")))
        self.assertEqual([], self.xow("link", path)["proposals"])


if __name__ == "__main__":
    unittest.main()
