#!/usr/bin/env python3
"""Analysts' tasks with published answers, done by importing their files and asking `xow sql`.

Usage: surveytasks.py PATH_OF_XOW [FOLDER]
FOLDER holds surveys/prepbench; the environment's XOW_CORPUS goes before it. Exit 77 = no such folder, nothing tested.
Standard library only. The queries do what each task's text says; what is tested is that the cells they start from are
those of the files: dates, leading blanks, digits, names with quotes, columns that differ from file to file.
"""
import csv
import json
import os
import sys
import tempfile

from sampledata import Comparison, run

MONDAYS = {"week1": "2019-06-17", "week2": "2019-06-24"}

CONTACTS = """
SELECT instr(lower(Notes), 'statement') > 0, strftime('%%d/%%m/%%Y', date('%s', '+' || (CASE "Date" WHEN 'Monday' THEN 0
  WHEN 'Tuesday' THEN 1 WHEN 'Wednesday' THEN 2 WHEN 'Thursday' THEN 3 WHEN 'Friday' THEN 4 WHEN 'Saturday' THEN 5
  WHEN 'Sunday' THEN 6 END) || ' days')),
  instr(lower(Notes), 'balance') > 0, instr(lower(Notes), 'complain') > 0,
  CAST(substr(Notes, instr(Notes, '#') + 1) AS INTEGER), "Customer ID"
FROM %s WHERE substr(Notes, instr(Notes, '#') + 1, 1) GLOB '[0-9]' AND instr(Notes, '#') > 0"""

WORDS = """
WITH RECURSIVE tweet(id, text) AS (SELECT rowid, replace(Tweet, '@C&BSudsCo', '') FROM tweets),
letters(id, text, at, clean) AS (SELECT id, text, 0, '' FROM tweet UNION ALL
  SELECT id, text, at + 1, clean || CASE WHEN substr(text, at + 1, 1) GLOB '[A-Za-z ]' THEN substr(text, at + 1, 1)
  ELSE '' END FROM letters WHERE at < length(text)),
words(id, text, rest, word) AS (SELECT id, text, clean || ' ', '' FROM letters WHERE at = length(text) UNION ALL
  SELECT id, text, substr(rest, instr(rest, ' ') + 1), substr(rest, 1, instr(rest, ' ') - 1) FROM words WHERE rest <> '')
SELECT word, text FROM words WHERE word <> ''
  AND lower(word) NOT IN (SELECT lower(replace(Word, '''', '')) FROM common) GROUP BY id, word"""

MAILING = """
WITH latest AS (SELECT lower(substr(first_name, 1, 1) ||
  replace(replace(last_name, ' ', ''), '-', '')) AS key, max("Date") AS gone FROM gone GROUP BY 1),
matched AS (SELECT m.email, m.Liquid, m.Bar, m."Sign-up Date" AS joined, s."Liquid Sales to Date" AS liquid_sales,
  s."Bar Sales to Date" AS bar_sales,
  (SELECT gone FROM latest WHERE substr(lower(m.email), 1, length(key)) = key ORDER BY length(key) DESC LIMIT 1) AS gone
  FROM mailing m LEFT JOIN sales s ON s.email = m.email),
status AS (SELECT *, CASE WHEN gone IS NULL THEN 'Subscribed' WHEN gone < joined THEN 'Resubscribed' ELSE 'Unsubscribed'
  END AS status, (substr(gone, 1, 4) - substr(joined, 1, 4)) * 12 + substr(gone, 6, 2) - substr(joined, 6, 2) AS months
  FROM matched)
"""
MAILING_GROUPS = MAILING + """
SELECT CASE WHEN status <> 'Unsubscribed' THEN '' WHEN months < 3 THEN '0-3' WHEN months < 6 THEN '3-6'
  WHEN months < 12 THEN '6-12' WHEN months < 24 THEN '12-24' ELSE '24+' END, status, Liquid, Bar, count(*),
  sum(liquid_sales), sum(bar_sales) FROM status GROUP BY 1, 2, 3, 4"""
MAILING_LIST = MAILING + """
SELECT status, email, Liquid, Bar, strftime('%d/%m/%Y', joined), coalesce(strftime('%d/%m/%Y', gone), ''),
  liquid_sales, bar_sales FROM status WHERE status <> 'Unsubscribed'"""

LIMITS = """
WITH mean AS (SELECT Week AS week, avg(Complaints) AS mean FROM control GROUP BY 1),
spread AS (SELECT mean.week AS week, mean, sqrt(sum((Complaints - mean) * (Complaints - mean)) / (count(*) - 1)) AS sd
  FROM control JOIN mean ON control.Week = mean.week GROUP BY 1)
SELECT '%(word)s', 2 * %(n)d * sd, mean - %(n)d * sd, mean + %(n)d * sd, sd, mean, substr("Date", 1, 10), control.Week,
  Complaints, Department FROM control JOIN spread ON control.Week = spread.week
WHERE abs(Complaints - mean) > %(n)d * sd ORDER BY control.rowid"""
LIMIT_COLUMNS = {1: ("Outlier? (1SD)", "Variation (1SD)", "Lower Control Limit", "Upper Control Limit"),
                 2: ("Outlier (2SD)", "Variation (2SD)", "Lower Control Limit (2SD)", "Upper Control Limit (2SD)"),
                 3: ("Outlier (3SD)", "Variation (3SD)", "Lower Control Limit (3SD)", "Upper Control Limit (3SD)")}

CAUSES = """
WITH said AS (SELECT rowid AS id, Name, lower(trim(Complaint)) AS text,
  count(*) OVER (PARTITION BY Name) AS times FROM complaints),
found AS (SELECT id, Name, text, times, Department, lower(trim(Keyword)) AS word, instr(text, lower(trim(Keyword))) AS at
  FROM said JOIN keywords ON instr(text, lower(trim(Keyword))) > 0)
SELECT text, times, group_concat(word, ', '), Department, Name
  FROM (SELECT * FROM found ORDER BY id, Department, at) GROUP BY id, Department
UNION ALL SELECT text, times, 'other', 'Unknown', Name FROM said WHERE id NOT IN (SELECT id FROM found)"""

AGENTS = """
WITH metrics AS (%s),
frame AS (SELECT p.id, p.last_name || ', ' || p.first_name AS agent, p."Leader 1" AS leader,
  l.last_name || ', ' || l.first_name AS leader_name, substr(d."Month Start Date", 1, 10) AS month, o.Location AS location
  FROM people p LEFT JOIN locations o ON o."Location ID" = p."Location ID" LEFT JOIN leaders l ON l.id = p."Leader 1"
  JOIN dates d ON d."Month Start Date" LIKE '2021%%'),
rated AS (SELECT f.*, answered, missed, offered, duration, transfers, sentiment,
  CAST(1000.0 * missed / offered + 0.5 AS INTEGER) / 1000.0 AS rate
  FROM frame f LEFT JOIN metrics m ON m.agent_id = f.id AND m.month = f.month)
SELECT id, agent, leader, leader_name, substr(month, 9, 2) || '/' || substr(month, 6, 2) || '/' || substr(month, 1, 4),
  location, answered, missed, rate, CASE WHEN rate IS NULL THEN '' WHEN rate < 0.05 THEN 'True' ELSE 'False' END, 5,
  offered, duration, CASE answered WHEN 0 THEN 0 ELSE CAST(1.0 * duration / answered + 0.5 AS INTEGER) END, transfers,
  sentiment, 0, CASE WHEN sentiment IS NULL THEN '' WHEN sentiment >= 0 THEN 'True' ELSE 'False' END
FROM rated"""


COMPLAINED = """
WITH RECURSIVE letters(id, text, at, run, begun) AS (SELECT rowid, Complaint || ' ', 1, '', 0 FROM complaints UNION ALL
  SELECT id, text, at + 1, CASE WHEN substr(text, at, 1) GLOB '[0-9]' THEN run || substr(text, at, 1) ELSE '' END,
  CASE WHEN run = '' THEN at ELSE begun END FROM letters WHERE at <= length(text)),
numbers AS (SELECT id, begun, max(length(run)) AS digits, CAST(max(run) AS INTEGER) AS number FROM letters WHERE run <> ''
  GROUP BY id, begun),
parsed AS (SELECT id, max(CASE WHEN digits >= 5 THEN number END) AS ord, max(CASE WHEN digits IN (3, 4) THEN number END) AS cust,
  (SELECT number FROM numbers i WHERE i.id = n.id AND digits <= 2 ORDER BY begun DESC LIMIT 1) AS item
  FROM numbers n GROUP BY id),
lines AS (SELECT o.* FROM (SELECT ord, cust, item FROM parsed GROUP BY ord, item) p JOIN orders o ON
  o."Order Number" = p.ord AND o."Customer ID" = p.cust AND o."Item Number" = p.item),
sold AS (SELECT "Batch Number" AS batch, count(*) AS sold FROM orders GROUP BY 1),
bad AS (SELECT "Batch Number" AS batch, count(*) AS bad FROM lines GROUP BY 1),
recalled AS (SELECT bad.batch AS batch FROM bad JOIN sold ON sold.batch = bad.batch WHERE bad > 0.2 * sold),
twofold AS (SELECT "Order Number" AS ord FROM orders GROUP BY 1 HAVING count(DISTINCT "Customer ID") > 1),
money AS (SELECT round((SELECT sum(b."Size of Order" * (SELECT max(Price) FROM orders o WHERE o.Product = b.Product))
  FROM batches b WHERE b."Batch Number" IN (SELECT batch FROM recalled)), 2) AS recall,
  round((SELECT sum(Price) FROM lines WHERE "Batch Number" NOT IN (SELECT batch FROM recalled)
  OR "Order Number" IN (SELECT ord FROM twofold)), 2) AS refund)"""
LOST = COMPLAINED + """
SELECT 'Recall Whole Batch', recall FROM money UNION ALL SELECT 'Refund Items Only', refund FROM money
UNION ALL SELECT 'Total Amount Lost', round(recall + refund, 2) FROM money"""
STOCK = COMPLAINED + """
SELECT b.Product, coalesce(b.Scent, 'N/A'), max(0, sum(CASE WHEN b."Batch Number" IN (SELECT batch FROM recalled) THEN 0
  ELSE b."Size of Order" - coalesce((SELECT sold FROM sold WHERE batch = b."Batch Number"), 0) END) -
  (SELECT count(*) FROM lines l WHERE l.Product = b.Product AND coalesce(l.Scent, '') = coalesce(b.Scent, '') AND
  l."Batch Number" IN (SELECT batch FROM recalled) AND l."Order Number" IN (SELECT ord FROM twofold)))
FROM batches b GROUP BY 1, 2"""

# of one shop: the section of its key metrics, where the first row of a department and of a target names them
SHOP = """
SELECT '%(shop)s' AS shop, '%(month)s' AS month, Breakdown AS breakdown, "%(column)s" AS value,
  (SELECT Department FROM %(table)s d WHERE d.rowid <= m.rowid AND d.Department IS NOT NULL ORDER BY d.rowid DESC LIMIT 1)
  AS department,
  (SELECT Target FROM %(table)s t WHERE t.rowid <= m.rowid AND t.Target IS NOT NULL ORDER BY t.rowid DESC LIMIT 1) AS target
FROM %(table)s m
WHERE m.rowid < (SELECT coalesce(min(rowid), 1e9) FROM %(table)s WHERE Department = 'Additonal Metrics')
  AND "%(column)s" IS NOT NULL"""
METRICS = (("Orders", "% Shipped in 3 days", "% Orders Shipped in 3 days"),
           ("Orders", "% Shipped in 5 days", "% Orders Shipped in 5 days"),
           ("Returns", "% Processed in 3 days", "% Returns Processed in 3 days"),
           ("Returns", "% Processed in 5 days", "% Returns Processed in 5 days"),
           ("Complaints", "# Received", "# Complaints Received"))
SHOPS = ("Bath", "Bristol", "Exmouth", "Hastings", "Leicester", "Newcastle", "Nottingham", "Plymouth", "Portsmouth",
         "Reading", "Southampton", "Torquay")


def of_shop(table, shop, months):
    """A row a month; `months`: (header, day)."""
    rows = " UNION ALL ".join(SHOP % {"table": table, "shop": shop, "column": c, "month": m} for c, m in months)
    fields = []
    for department, breakdown, _ in METRICS:
        where = "WHEN department = '%s' AND breakdown = '%s' THEN " % (department, breakdown)
        aim = "replace(replace(target, '>', ''), '%', '')"
        if department == "Complaints":
            fields += ["max(CASE %s CAST(value AS INTEGER) END)" % where, "max(CASE %s CAST(%s AS INTEGER) END)" % (where, aim)]
        else:
            fields += ["max(CASE %s round(value, 2) END)" % where, "max(CASE %s round(%s / 100.0, 2) END)" % (where, aim)]
    return "WITH cells AS (%s) SELECT shop, month, %s FROM cells GROUP BY shop, month" % (rows, ", ".join(fields))

def cell(value, kind):
    """A cell as a task compares it."""
    text = "" if value is None else str(value)
    if kind == "boolean":
        return {"1": True, "true": True, "0": False, "false": False}[text.lower()]
    if kind == "number":
        return None if text == "" else float("%.10g" % float(text))
    if kind == "date" and len(text) >= 10 and text[2] == "/":
        return "%s-%s-%s" % (text[6:10], text[3:5], text[:2])
    return text


class Task:
    """The files of one task as datasets of one project."""

    def __init__(self, compare, xow, corpus, folder, number):
        self.compare, self.xow, self.number = compare, xow, number
        self.case = os.path.join(corpus, "surveys", "prepbench", "case_" + number)
        self.project = os.path.join(folder, number + ".xow")

    def read(self, file, name, kind, *options, above=1, odd=0):
        """`above`: lines that are no rows; `odd`: cells that could not be read as their columns."""
        path = os.path.join(self.case, "inputs", "input_%02d.csv" % file)
        create = [] if os.path.exists(self.project) else ["--create"]
        report = run(self.xow, "import", self.project, path, "--kind", kind, "--name", name, *create, *options)
        with open(path, encoding="utf-8-sig", newline="") as source:
            rows = sum(any(row) for row in list(csv.reader(source))[above:])
        self.compare.equal("%s %s rows" % (self.number, name), (rows, 0, odd),
                           (report["rows_imported"], report["rows_rejected"], report["cells_unparsed"]))

    def check(self, file, columns, *queries):
        """The rows of the queries are those of a published output, in any order; `columns` are theirs, in order."""
        name = "output_%02d.csv" % file
        with open(os.path.join(self.case, "expected", "config.json"), encoding="utf-8") as source:
            kinds = json.load(source)["files"][name]["columns"]
        with open(os.path.join(self.case, "expected", name), encoding="utf-8-sig", newline="") as source:
            want = list(csv.DictReader(source))
        columns = columns or list(want[0])
        self.compare.equal("%s %s columns" % (self.number, name), sorted(kinds), sorted(columns))
        got = [row for query in queries for row in run(self.xow, "sql", self.project, query)["rows"]]
        want = sorted(repr([cell(row[c], kinds[c]) for c in columns]) for row in want)
        got = sorted(repr([cell(value, kinds[c]) for c, value in zip(columns, row)]) for row in got)
        self.compare.equal("%s %s rows" % (self.number, name), len(want), len(got))
        for wanted, gotten in zip(want, got):
            self.compare.equal("%s %s" % (self.number, name), wanted, gotten)


def main():
    corpus = os.environ.get("XOW_CORPUS") or (sys.argv[2] if len(sys.argv) > 2 else "")
    if len(sys.argv) < 2 or not corpus or not os.path.isdir(os.path.join(corpus, "surveys", "prepbench")):
        print("no folder of foreign surveys: set XOW_CORPUS")
        sys.exit(77)
    compare = Comparison()
    with tempfile.TemporaryDirectory() as folder:
        def task(number):
            return Task(compare, sys.argv[1], corpus, folder, number)

        contacts = task("005")
        for file, week in enumerate(MONDAYS, 1):
            contacts.read(file, week, "feedback")
        contacts.check(1, None, *(CONTACTS % (monday, week) for week, monday in MONDAYS.items()))

        words = task("009")
        words.read(1, "tweets", "feedback")
        words.read(2, "common", "metrics")
        words.check(1, None, WORDS)

        mailing = task("010")
        mailing.read(1, "mailing", "customers")
        mailing.read(2, "gone", "customers")
        mailing.read(3, "sales", "customers")
        mailing.check(1, None, MAILING_GROUPS)
        mailing.check(2, None, MAILING_LIST)

        recalls = task("041")
        recalls.read(1, "orders", "metrics")
        recalls.read(2, "batches", "metrics")
        recalls.read(3, "complaints", "feedback")
        recalls.check(1, None, LOST)
        recalls.check(2, None, STOCK)

        control = task("119")
        control.read(1, "control", "metrics")
        for n, (label, variation, lower, upper) in LIMIT_COLUMNS.items():
            control.check(n, [label, variation, lower, upper, "Standard Deviation", "Mean", "Date", "Week", "Complaints",
                              "Department"], LIMITS % {"n": n, "word": "Outside" if n == 1 else "Outlier"})

        causes = task("151")
        causes.read(1, "complaints", "feedback")
        causes.read(2, "keywords", "metrics")
        causes.check(1, None, CAUSES)

        agents = task("158")
        months = []
        for month in range(1, 13):
            agents.read(month, "m%d" % month, "metrics")
            # the columns are called otherwise from May on, and transfers are new
            names = (("Calls Offered", "Calls Not Answered", "Calls Answered", "NULL") if month < 5 else
                     ("Offered", "Not Answered", "Answered", "Transfers"))
            months.append("SELECT AgentID AS agent_id, '2021-%02d-01' AS month, coalesce(\"%s\", 0) AS offered, "
                          "coalesce(\"%s\", 0) AS missed, coalesce(\"%s\", 0) AS answered, %s AS transfers, "
                          "coalesce(\"Total Duration\", 0) AS duration, coalesce(Sentiment, 0) AS sentiment FROM m%d"
                          % (month, names[0], names[1], names[2], names[3], month))
        agents.read(13, "people", "metrics")
        agents.read(14, "leaders", "metrics")
        agents.read(15, "locations", "metrics")
        agents.read(17, "dates", "metrics")
        agents.check(1, None, AGENTS % " UNION ALL ".join(months))

        shops = task("172")
        queries = []
        for file, shop in enumerate(SHOPS, 1):
            # a title, two blank rows, then the header; below the metrics another table with a header of its own
            with open(os.path.join(shops.case, "inputs", "input_%02d.csv" % file), encoding="utf-8", newline="") as source:
                rows = list(csv.reader(source))
            months = [c for c, text in enumerate(rows[3]) if text.startswith("20")]
            # the header comes again among the figures of a column
            again = sum(any(row[c] == text for row in rows[4:]) and sum(bool(row[c]) for row in rows[4:]) > 1
                        for c, text in enumerate(rows[3]) if text.startswith(("20", "FY")))
            shops.read(file, "s%d" % file, "metrics", above=4, odd=again)
            days = [(rows[3][c], "%s/%s/%s" % (rows[3][c][8:10], rows[3][c][5:7], rows[3][c][:4])) for c in months]
            queries.append(of_shop("s%d" % file, shop, days))
        shops.check(1, ["Shop", "Date"] + [name for *_, metric in METRICS for name in (metric, "Target - " + metric)],
                    *queries)
    compare.finish("survey tasks")


if __name__ == "__main__":
    main()
