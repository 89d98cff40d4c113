"""What the tests of the command line share: running the program, and small data sets whose figures are known."""
import csv
import json
import os
import random
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ.get("XOW", "xow")


def execute(*arguments, cwd=None):
    """One run of the program; its (exit code, stdout bytes, stderr text)."""
    done = subprocess.run([PROGRAM, *[str(argument) for argument in arguments]], capture_output=True, cwd=cwd,
                          env=dict(os.environ, LC_ALL="C.UTF-8", LANG="C.UTF-8"), stdin=subprocess.DEVNULL, timeout=120)
    return done.returncode, done.stdout, done.stderr.decode("utf-8")


def write_csv(path, rows, encoding="utf-8"):
    with open(path, "w", encoding=encoding, newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


class CliTest(unittest.TestCase):
    """A folder of its own per class, and the promises every command keeps."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="xow-cli-")
        cls.prepare()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def prepare(cls):
        """Files of the class, made once."""

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    @classmethod
    def write(cls, name, rows, encoding="utf-8"):
        return write_csv(cls.path(name), rows, encoding)

    def xow(self, *arguments, code=0):
        """With --json: the exit code is the one expected, and stdout holds one object and nothing else."""
        got, out, err = execute(*arguments, "--json")
        self.assertEqual(code, got, "%s\n%s" % (arguments, err))
        if got in (1, 2):
            self.assertEqual(b"", out, "a failed command prints nothing on stdout")
            self.assertTrue(err.startswith("xow: ") or got == 2, err)
            return err
        self.assertEqual("", err)
        self.assertTrue(out.startswith(b"{") and out.endswith(b"}\n"), out[:200])
        return json.loads(out.decode("utf-8"))

    def text(self, *arguments, code=0):
        """Without --json: stdout as text."""
        got, out, err = execute(*arguments)
        self.assertEqual(code, got, "%s\n%s" % (arguments, err))
        return out.decode("utf-8")

    def fails(self, *arguments, code=1):
        """The message of a command that fails, which is all it says."""
        got, out, err = execute(*arguments)
        self.assertEqual(code, got, "%s\n%s\n%s" % (arguments, out.decode("utf-8"), err))
        self.assertEqual(b"", out)
        self.assertTrue(err.strip())
        return err

    def assertFields(self, names, value):
        """Users' scripts rely on these fields; there may be more."""
        missing = [name for name in names.split() if name not in value]
        self.assertEqual([], missing, "missing in %s" % sorted(value))


STORES = ["华东店", "West, Inc.", "North \"1\"", "南店"]


def joined_data(folder, answers=3000, seed=7):
    """Answers tied to events by an order id, with two scores of 11, some "N/A" and some blank ones. Gives the rows."""
    draw = random.Random(seed)
    events = [["order_id", "customer_id", "event_time", "stage", "store"]]
    survey = [["answer_id", "order_id", "customer_id", "answered_at", "nps", "region"]]
    for i in range(answers):
        customer = "C%05d" % draw.randrange(answers // 2)
        order = "A%06d" % i
        day = draw.randrange(1, 28)
        store = draw.choice(STORES + [""])
        events.append([order, customer, "2026-03-%02d 09:00:00" % day, "到店", store])
        score = str(draw.randrange(11))
        score = {3: "11", 1700: "11", 5: "", 6: "", 7: "", 8: "N/A", 9: "N/A", 10: "0"}.get(i, score)
        survey.append([i + 1, order, customer, "2026-03-%02d 18:00:00" % (day + 1), score, draw.choice("东南西北")])
    write_csv(os.path.join(folder, "events.csv"), events)
    write_csv(os.path.join(folder, "survey.csv"), survey)
    return events[1:], survey[1:]


def nps_of(scores):
    """Plain counts of the texts that are scores from 0 to 10."""
    valid = [int(score) for score in scores if score.isdigit() and int(score) <= 10]
    promoters = sum(score >= 9 for score in valid)
    detractors = sum(score <= 6 for score in valid)
    return {"n": len(valid), "promoters": promoters, "passives": len(valid) - promoters - detractors,
            "detractors": detractors, "nps": 100 * (promoters - detractors) / len(valid)}


JOURNEY_STAGES = ["浏览", "到店", "下定"]


def journey_data(folder):
    """Twelve customers with phones; K01–K12 browse, the first eight visit, the first five order."""
    customers = [["customer_id", "name", "phone", "city", "family"]]
    events = [["customer_id", "event_time", "stage", "store", "wait_minutes"]]
    survey = [["customer_id", "answered_at", "csat", "comment"]]
    for i in range(1, 13):
        key = "K%02d" % i
        phone = "1380000%04d" % i
        customers.append([key, "王小%d" % i, phone, ["上海", "=1+2", "北京"][i % 3], "有孩" if i % 2 else ""])
        for number, stage in enumerate(JOURNEY_STAGES):
            if i <= [12, 8, 5][number]:
                events.append([key, "2026-02-%02d %02d:00:00" % (i, 8 + number), stage, "S%d" % (i % 2), 10 * i])
        survey.append([key, "2026-02-%02d 12:00:00" % i, 1 + i % 5,
                       "请致电 %s 王小%d, %s" % (phone, i, "等了很久" if i % 2 else "很满意")])
    for name, rows in (("customers", customers), ("events", events), ("survey", survey)):
        write_csv(os.path.join(folder, name + ".csv"), rows)


def journey_project(path, folder):
    """The project of journey_data, in Shanghai's zone."""
    for number, (name, kind, extra) in enumerate((("events", "events", ["--set", "wait_minutes=metric:min"]),
                                                  ("customers", "customers", []),
                                                  ("survey", "answers", ["--set", "csat=csat:1-5", "comment=text"]))):
        first = ["--create", "--timezone", "Asia/Shanghai"] if number == 0 else []
        code, _, err = execute("import", path, os.path.join(folder, name + ".csv"), "--kind", kind, *extra, *first)
        if code != 0:
            raise AssertionError(err)
    return path
