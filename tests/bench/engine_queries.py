"""The questions of engine_bench.py: how each engine is asked, and what its answer is compared as."""
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Callable, Optional

STAGES = ["线索留资", "到店看车", "试驾体验", "下订签约", "交付提车", "售后保养"]
REGIONS = ["广东省", "江苏省", "浙江省", "上海市", "四川省"]
IN_REGIONS = "(" + ",".join(f"'{region}'" for region in REGIONS) + ")"

SQLITE_ANSWERS = ("response_id INTEGER, customer_id INTEGER, answered_at TEXT, touchpoint TEXT, business_unit TEXT, "
                  "product_type TEXT, scene TEXT, channel TEXT, region TEXT, nps INTEGER, csat_overall INTEGER, "
                  "csat_service INTEGER, csat_product INTEGER, csat_wait INTEGER, verbatim TEXT")
SQLITE_EVENTS = ("customer_id INTEGER, event_time TEXT, stage TEXT, store_id TEXT, sales_rep TEXT, wait_hours REAL, "
                 "amount REAL")

def customers_file(path, most):
    """One row a customer; DuckDB works region and tier out of the number, which is cheaper for it than a join."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("customer_id,region,tier\n")
        file.writelines(f"{i},R{i % 31},T{i // 31 % 4}\n" for i in range(most + 16))


ENUMS = ["touchpoint", "business_unit", "product_type", "scene", "channel", "region"]


def duckdb_import(answers, events):
    """Answers as `xc`, events as `oc`: the smallest types, sorted by customer and time."""
    read = "read_csv('{}',header=true,auto_detect=false,delim=',',quote='\"',escape='\"'," \
           "timestampformat='%Y-%m-%dT%H:%M:%S',columns={{{}}})"
    kinds = {"response_id": "UINTEGER", "customer_id": "UINTEGER", "answered_at": "TIMESTAMP",
             **{name: "VARCHAR" for name in ENUMS}, "nps": "UTINYINT", "csat_overall": "UTINYINT",
             "csat_service": "UTINYINT", "csat_product": "UTINYINT", "csat_wait": "UTINYINT", "verbatim": "VARCHAR"}
    visits = {"customer_id": "UINTEGER", "event_time": "TIMESTAMP", "stage": "VARCHAR", "store_id": "VARCHAR",
              "sales_rep": "VARCHAR", "wait_hours": "DOUBLE", "amount": "DOUBLE"}
    columns = [",".join(f"'{name}':'{kind}'" for name, kind in table.items()) for table in (kinds, visits)]
    yield "SET preserve_insertion_order=false"
    yield f"CREATE TEMP TABLE x AS FROM {read.format(answers, columns[0])}"
    for name in ENUMS:
        yield f"CREATE TYPE enum_{name} AS ENUM (SELECT DISTINCT {name} FROM x)"
    chosen = ",".join(f"{name}::enum_{name} {name}" if name in ENUMS else name for name in kinds)
    yield f"CREATE TABLE xc AS SELECT {chosen} FROM x ORDER BY customer_id, answered_at"
    yield "DROP TABLE x"
    yield (f"CREATE TABLE oc AS SELECT customer_id, event_time, (list_position({STAGES!r}, stage))::UTINYINT stage, "
           f"substr(store_id,2)::USMALLINT store, wait_hours, amount FROM {read.format(events, columns[1])} "
           "ORDER BY customer_id, event_time")
    yield "CHECKPOINT"


DUCKDB_SETUP = []


@dataclass
class Question:
    name: str
    title: str
    target: str                       # of issue 4, as a text
    xow: list                         # command, subcommand or "", arguments …
    of_xow: Callable
    of_peer: Callable
    duckdb: Optional[str] = None
    sqlite: Optional[str] = None
    polars: Optional[str] = None
    pandas: Optional[str] = None
    clickhouse: Optional[str] = None
    touched: tuple = (0, 0)           # bytes read per answer and per event once columns are loaded; 0 = not stated
    columns: tuple = (0, 0)           # bytes per answer and per event of the columns the question is about, as they are in memory
    ties: Optional[str] = None        # DuckDB: customers that either of two groups may count, for no engine says which comes first
    extra: dict = field(default_factory=dict)


def score_counts(names, filtered=lambda row: True):
    """Groups of an `xow nps` answer: {values of the group: (promoters, detractors, n)}."""
    return lambda answer: {tuple(row["group"][name] for name in names): (row["promoters"], row["detractors"], row["n"])
                           for row in answer["rows"] if filtered(row)}


def peer_counts(dimensions):
    return lambda rows: {tuple(row[:dimensions]): tuple(int(value) for value in row[dimensions:dimensions + 3])
                         for row in rows}


def month(code):
    return f"{int(code) // 12:04d}-{int(code) % 12 + 1:02d}"


def trend_of_xow(answer):
    return {(row["group"]["business_unit"], row["period"]):
            (row["nps"], row["n"], row["previous"]["nps"] if row["previous"] else None) for row in answer["rows"]}


def nps_of(promoters, detractors, n):
    return 100.0 * (int(promoters) - int(detractors)) / int(n)


def trend_of_peer(rows):
    out = {}
    for unit, code, promoters, detractors, n, *before in rows:
        previous = nps_of(*before) if before and before[-1] is not None else None
        out[(unit, month(code))] = (nps_of(promoters, detractors, n), int(n), previous)
    return out


def funnel_of_xow(answer):
    stages = answer["stages"]
    times = [stage["time_from_previous"] for stage in stages[1:]]
    return [stage["reached"] for stage in stages], [time["p50_s"] if time else None for time in times]


def funnel_of_peer(rows):
    values = rows[0]
    return [int(value) for value in values[:6]], [None if value is None else float(value) for value in values[6:]]


def groups_of_xow(column):
    """Groups are named by a letter and a number."""
    def of(answer):
        found = {}
        for group in answer["groups"]:
            for k, stage in enumerate(group["stages"]):
                if stage["reached"]:
                    times = stage["time_from_previous"]
                    found[(int(group["group"][column][1:]), k + 1)] = (stage["reached"], times["p50_s"] if times else None)
        return found
    return of


def groups_of_peer(rows):
    return {(int(group), int(stage)): (int(count), None if median is None else float(median))
            for stage, group, count, median in rows}


def steps(more, carried, where=""):
    """t1 … t6 of the funnel, each from the one before: DuckDB's best form, ties counted in funnel order as xow does."""
    out = [f"t1 AS MATERIALIZED (SELECT customer_id, min(event_time) t1{more} FROM oc WHERE stage=1{where} GROUP BY 1)"]
    for k in range(2, 7):
        before = "t1" if k == 2 else "t"
        keep = "" if k == 2 else ", any_value(t) p"
        materialized = "MATERIALIZED " if k < 6 else ""
        out.append(f"t{k} AS {materialized}(SELECT customer_id{carried}, any_value(t1) t1{keep}, min(event_time) t FROM oc "
                   f"JOIN t{k - 1} USING(customer_id) WHERE stage={k} AND event_time>={before} AND "
                   "event_time<=t1+INTERVAL 90 DAY GROUP BY 1)")
    return ", ".join(out)


def funnel_sql():
    counts = ", ".join(f"(SELECT count(*) FROM t{k})" for k in range(1, 7))
    medians = ", ".join(f"(SELECT median(epoch(t)-epoch({'t1' if k == 2 else 'p'})) FROM t{k})" for k in range(2, 7))
    return f"WITH {steps('', '')} SELECT {counts}, {medians}"


STORE_TIES = ("SELECT count(*) FROM (SELECT o.customer_id FROM oc o JOIN (SELECT customer_id, min(event_time) earliest FROM oc WHERE "
              "stage=1 GROUP BY 1) f ON o.customer_id=f.customer_id AND o.event_time=f.earliest WHERE stage=1 GROUP BY 1 "
              "HAVING count(DISTINCT store)>1)")


def funnel_group_sql(group, where=""):
    """By what `group` gives of a customer's first stage."""
    parts = ["SELECT 1 s, st, count(*) n, NULL::DOUBLE m FROM t1 GROUP BY st"]
    parts += [f"SELECT {k}, st, count(*), median(epoch(t)-epoch({'t1' if k == 2 else 'p'})) FROM t{k} GROUP BY st"
              for k in range(2, 7)]
    return (f"WITH {steps(f', {group} st', ', any_value(st) st', where)}, g AS ({' UNION ALL '.join(parts)}) "
            "SELECT s, st, n, m FROM g")


COUNTS = "count(*) FILTER (nps>=9), count(*) FILTER (nps<=6), count(nps)"
Q1B_WHERE = (f"region IN {IN_REGIONS} AND answered_at>=TIMESTAMP '2023-07-01' AND answered_at<TIMESTAMP '2023-10-01'")
Q1B_GROUPS = "business_unit, product_type, channel"
Q1B_FILTER = f"region in {IN_REGIONS} and answered_at between '2023-07-01' and '2023-09-30'"
FOLDED = ("coalesce(sum(c) FILTER (nps>=9),0)::BIGINT, coalesce(sum(c) FILTER (nps<=6),0)::BIGINT, "
          "coalesce(sum(c) FILTER (nps IS NOT NULL),0)::BIGINT")


def folded(groups, where=""):
    """NPS counts by first counting each score: several times as fast as a FILTER per count."""
    return (f"WITH g AS (SELECT {groups}, nps, count(*) c FROM xc {'WHERE ' + where if where else ''} GROUP BY ALL) "
            f"SELECT {groups}, {FOLDED} FROM g GROUP BY ALL")


TREND_SQL = ("WITH g AS (SELECT business_unit, (year(answered_at)*12+month(answered_at)-1)::SMALLINT mon, nps, count(*) c "
             "FROM xc GROUP BY ALL), m AS (SELECT business_unit, mon::INT mon, coalesce(sum(c) FILTER (nps>=9),0)::BIGINT p, "
             "coalesce(sum(c) FILTER (nps<=6),0)::BIGINT d, sum(c) FILTER (nps IS NOT NULL)::BIGINT n FROM g GROUP BY ALL) "
             "SELECT a.*, b.p, b.d, b.n FROM m a LEFT JOIN m b ON a.business_unit=b.business_unit AND b.mon=a.mon-12")
TREND_SQLITE = ("WITH m AS (SELECT business_unit, substr(answered_at,1,4)*12+substr(answered_at,6,2)-1 mon, sum(nps>=9) p, "
                "sum(nps<=6) d, count(nps) n FROM answers GROUP BY 1, 2) SELECT a.business_unit, a.mon, a.p, a.d, a.n, b.p, "
                "b.d, b.n FROM m a LEFT JOIN m b ON a.business_unit=b.business_unit AND b.mon=a.mon-12")
CLICK_COUNTS = "countIf(nps>=9), countIf(nps<=6), count(nps)"
CLICK_WHERE = f"region IN {IN_REGIONS} AND answered_at>=toDateTime('2023-07-01 00:00:00') AND answered_at<toDateTime('2023-10-01 00:00:00')"
CLICK_MONTHS = ("SELECT business_unit, toUInt32(toYear(answered_at)*12+toMonth(answered_at)-1{0}) mon, countIf(nps>=9) {1}p, "
                "countIf(nps<=6) {1}d, count(nps) {1}n FROM xc GROUP BY business_unit, mon")
CLICK_TREND = (f"SELECT business_unit, mon, p, d, n, bp, bd, nullIf(bn, 0) FROM ({CLICK_MONTHS.format('', '')}) ANY LEFT JOIN "
               f"({CLICK_MONTHS.format('+12', 'b')}) USING business_unit, mon")
CLICK_GROUPED = f"SELECT {Q1B_GROUPS}, {CLICK_COUNTS} FROM xc WHERE {CLICK_WHERE} GROUP BY {Q1B_GROUPS}"
LITE_COUNTS = "sum(nps>=9), sum(nps<=6), count(nps)"
LITE_WHERE = f"region IN {IN_REGIONS} AND answered_at>='2023-07-01' AND answered_at<'2023-10-01'"

DRILL = "reached('下订签约') and not reached('交付提车') and any answer(csat_service <= 2)"
REFINED = DRILL + " and any answer(region = '广东省' and channel = '渠道03')"
DRILL_SQL = ("SELECT count(*) FROM (SELECT customer_id FROM oc GROUP BY 1 HAVING "
             "bit_or(1::UTINYINT<<stage)&48=16) c WHERE customer_id IN (SELECT customer_id FROM xc WHERE csat_service<=2)")
REFINED_SQL = DRILL_SQL + " AND customer_id IN (SELECT customer_id FROM xc WHERE region='广东省' AND channel='渠道03')"
DRILL_LITE = ("SELECT count(*) FROM (SELECT customer_id FROM events GROUP BY 1 HAVING max(stage='下订签约') AND NOT "
              "max(stage='交付提车')) WHERE customer_id IN (SELECT customer_id FROM answers WHERE csat_service<=2)")
VERBATIM = "verbatim contains '等' and touchpoint = '触点07'"
FUNNEL = ["--stages", ">".join(STAGES), "--window", "90d", "--attempt", "first"]


def customers_of_xow(answer):
    return answer["customers"]


def one_number(rows):
    return int(rows[0][0])


def total_of_xow(answer):
    return answer["total"]["promoters"], answer["total"]["detractors"], answer["total"]["n"]


def first_row(rows):
    return tuple(int(value) for value in rows[0])


WAITS = [4, 12, 24, 48, 96]


def dose_of_xow(answer):
    """Answers and mean by stretch of the wait, and Spearman of wait and score."""
    return {bisect_left(WAITS, step["to"]): (step["n"], step["mean"]) for step in answer["dose"]}, answer["spearman"]


def dose_of_peer(rows):
    found = {int(row[0]): (int(row[1]), float(row[2])) for row in rows}
    n, rho = found.pop(-1)
    assert n == sum(count for count, _ in found.values())
    return found, rho


def joined_sql():
    """Counts of wait × score over the customer's latest event within 30 days; ranks and sums from the counts."""
    bucket = "CASE " + " ".join(f"WHEN w<={edge} THEN {i}" for i, edge in enumerate(WAITS)) + f" ELSE {len(WAITS)} END"
    return ("WITH c AS MATERIALIZED (SELECT e.wait_hours w, r.csat_wait y, count(*)::BIGINT c FROM xc r ASOF JOIN oc e ON "
            "r.customer_id=e.customer_id AND r.answered_at>=e.event_time WHERE r.csat_wait IS NOT NULL AND "
            "e.wait_hours IS NOT NULL AND r.answered_at-e.event_time<=INTERVAL 30 DAY GROUP BY ALL), "
            "gw AS (SELECT w, sum(c) OVER (ORDER BY w)-c+(c+1)/2.0 rk FROM (SELECT w, sum(c) c FROM c GROUP BY w)), "
            "gy AS (SELECT y, sum(c) OVER (ORDER BY y)-c+(c+1)/2.0 rk FROM (SELECT y, sum(c) c FROM c GROUP BY y)), "
            "n AS (SELECT sum(c)::DOUBLE n, (sum(c)+1)/2.0 m FROM c), "
            "k AS (SELECT c.c::DOUBLE c, gw.rk-n.m a, gy.rk-n.m b FROM c JOIN gw USING(w) JOIN gy USING(y), n) "
            f"SELECT {bucket} b, sum(c)::BIGINT n, sum(c*y)::DOUBLE/sum(c) m FROM c GROUP BY 1 "
            "UNION ALL SELECT -1, (SELECT n FROM n)::BIGINT, sum(c*a*b)/sqrt(sum(c*a*a)*sum(c*b*b)) FROM k")


SCORES = ["csat_overall", "csat_service", "csat_product", "csat_wait", "nps"]


def drivers_of_xow(answer):
    names, matrix = answer["correlations"]["names"], answer["correlations"]["r"]
    order = [names.index(name) for name in SCORES]
    terms = {driver["name"]: driver["coefficient"] for driver in answer["drivers"]}
    return answer["n"], [matrix[i][j] for i in order for j in order], [terms[name] for name in SCORES[:-1]]


def solved(matrix, right):
    """Gauss–Jordan with pivots: the normal equations of the peers' sums."""
    size = len(right)
    rows = [list(line) + [value] for line, value in zip(matrix, right)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for k in range(size):
            if k != i:
                rows[k] = [a - rows[k][i] * b for a, b in zip(rows[k], rows[i])]
    return [line[-1] for line in rows]


def drivers_of_peer(rows):
    values = [float(value) for value in rows[0]]
    size = len(SCORES)
    n, sums, products = values[0], values[1:1 + size], iter(values[1 + size:])
    cross = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i, size):
            cross[i][j] = cross[j][i] = next(products) - sums[i] * sums[j] / n
    matrix = [cross[i][j] / (cross[i][i] * cross[j][j]) ** 0.5 for i in range(size) for j in range(size)]
    return int(n), matrix, solved([line[:-1] for line in cross[:-1]], [line[-1] for line in cross[:-1]])


def drivers_sql():
    sums = [f"sum({name}::INT)" for name in SCORES]
    sums += [f"sum({a}::INT*{b}::INT)" for i, a in enumerate(SCORES) for b in SCORES[i:]]
    return f"SELECT count(*), {', '.join(sums)} FROM xc WHERE {' AND '.join(f'{name} IS NOT NULL' for name in SCORES)}"


def distinct_of_xow(answer):
    return {tuple(row["group"][name] for name in ("business_unit", "product_type", "channel")): row["customers"]
            for row in answer["rows"]}


def distinct_of_peer(rows):
    return {tuple(row[:3]): int(row[3]) for row in rows}


FILTERED = ["--by", "business_unit,product_type,channel", "--filter", Q1B_FILTER]
QUESTIONS = [
    Question("Q1a", "NPS by touchpoint, with intervals and tests", "", ["nps", "", "--by", "touchpoint"],
             score_counts(["touchpoint"]), peer_counts(1), folded("touchpoint"),
             f"SELECT touchpoint, {LITE_COUNTS} FROM answers GROUP BY 1", "Q1a", "Q1a",
             f"SELECT touchpoint, {CLICK_COUNTS} FROM xc GROUP BY touchpoint", columns=(6, 0)),
    Question("Q1a′", "the same, figures and intervals only", "10×", ["nps", "", "--by", "touchpoint", "--no-tests"],
             score_counts(["touchpoint"]), peer_counts(1), folded("touchpoint"), touched=(2, 0), columns=(2, 0)),
    Question("Q1b", "NPS by unit, product, channel; five regions, a quarter; with tests", "", ["nps", "", *FILTERED],
             score_counts(["business_unit", "product_type", "channel"], lambda row: True), peer_counts(3),
             folded(Q1B_GROUPS, Q1B_WHERE), f"SELECT {Q1B_GROUPS}, {LITE_COUNTS} FROM answers WHERE {LITE_WHERE} GROUP BY 1,2,3",
             "Q1b", "Q1b", CLICK_GROUPED, columns=(17, 0)),
    Question("Q1b′", "the same, figures and intervals only", "10×", ["nps", "", *FILTERED, "--no-tests"],
             score_counts(["business_unit", "product_type", "channel"]), peer_counts(3), folded(Q1B_GROUPS, Q1B_WHERE), touched=(3, 0), columns=(13, 0)),
    Question("Q2", "NPS by unit and month against the year before, with tests", "",
             ["nps", "", "--by", "business_unit", "--trend", "month", "--compare", "year"], trend_of_xow, trend_of_peer,
             TREND_SQL, TREND_SQLITE, "Q2", "Q2", CLICK_TREND, columns=(14, 0)),
    Question("Q2′", "the same, figures and intervals only", "25×",
             ["nps", "", "--by", "business_unit", "--trend", "month", "--compare", "year", "--no-tests"], trend_of_xow,
             trend_of_peer, TREND_SQL, touched=(3, 0), columns=(10, 0)),
    Question("Q3a", "funnel of six stages in 90 days, median times", "30×", ["funnel", "", *FUNNEL], funnel_of_xow,
             funnel_of_peer, funnel_sql(), columns=(0, 13)),
    Question("Q3b", "the same by the 2,000 stores of the first visit", "15×", ["funnel", "", *FUNNEL, "--by", "store_id"],
             groups_of_xow("store_id"), groups_of_peer, funnel_group_sql("arg_min(store, event_time)"), ties=STORE_TIES, columns=(0, 15)),
    Question("Q3c", "the same by the customer's region (31), one of four tiers", "", ["funnel", "", *FUNNEL, "--by", "customer.region",
             "--filter", "customer.tier = 'T0'"], groups_of_xow("customer.region"), groups_of_peer,
             funnel_group_sql("any_value(customer_id % 31)", " AND customer_id // 31 % 4 = 0"), columns=(0, 13)),
    Question("Q4", "latest event within 30 days: mean satisfaction by wait, Spearman", "35×",
             ["sop", "", "--standard", "event.wait_hours <= 24", "--question", "csat_wait", "--buckets", "4,12,24,48,96",
              "--no-groups"], dose_of_xow, dose_of_peer, joined_sql(), touched=(3, 0), columns=(13, 20)),
    Question("Q5a", "customers who ordered, didn't take delivery, service ≤ 2; nothing kept", "12×",
             ["segment", "count", "--filter", DRILL, "--from-scratch"], customers_of_xow, one_number, DRILL_SQL, DRILL_LITE, columns=(5, 5)),
    Question("Q5a′", "the same, who reached which stage being kept", "", ["segment", "count", "--filter", DRILL],
             customers_of_xow, one_number, DRILL_SQL, columns=(5, 5)),
    Question("Q5b", "refined: and answered in one region by one channel", "25× (refining)", ["segment", "count", "--filter", REFINED, "--refines", DRILL],
             customers_of_xow, one_number, REFINED_SQL, columns=(7, 5)),
    Question("Q6", "correlations of five scores, regression, shares with jackknife intervals", "15×",
             ["drivers", "", "--target", "nps"], drivers_of_xow, drivers_of_peer, drivers_sql(), touched=(5, 0), columns=(9, 0)),
    Question("Q7", "distinct customers by unit, product, channel", "5×",
             ["nps", "", "--by", Q1B_GROUPS.replace(" ", ""), "--no-tests", "--customers"], distinct_of_xow, distinct_of_peer,
             f"SELECT {Q1B_GROUPS}, count(DISTINCT customer_id) FILTER (nps IS NOT NULL) FROM xc GROUP BY ALL",
             f"SELECT {Q1B_GROUPS}, count(DISTINCT CASE WHEN nps IS NOT NULL THEN customer_id END) FROM answers GROUP BY 1,2,3",
             clickhouse=f"SELECT {Q1B_GROUPS}, uniqExactIf(customer_id, isNotNull(nps)) FROM xc GROUP BY {Q1B_GROUPS}",
             touched=(8, 0), columns=(8, 0)),
    Question("Q8", "answers at one touchpoint whose verbatim contains 等", "5×", ["nps", "", "--filter", VERBATIM],
             total_of_xow, first_row,
             f"SELECT {COUNTS} FROM xc WHERE touchpoint='触点07' AND contains(verbatim, '等')",
             f"SELECT {LITE_COUNTS} FROM answers WHERE touchpoint='触点07' AND instr(verbatim,'等')",
             clickhouse=f"SELECT {CLICK_COUNTS} FROM xc WHERE touchpoint='触点07' AND position(verbatim,'等')>0", columns=(47, 0)),
]
