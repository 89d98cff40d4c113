#!/usr/bin/env python3
"""Recomputes funnel, NPS, score and segment figures of the auto sample from its raw files by plain loops and compares
them with the program's, counts to the last one, other figures to 1e-9.

Usage: bruteforce.py PATH_OF_XOW FOLDER [--customers N] [--seed S]
The folder gets auto.xow and files/ unless they are there. Exit 0 = all equal, 1 = differences (listed).
"""
import argparse
import datetime
import math

from sampledata import Comparison, Files, STAGES, day, run, sample, score

WINDOW = 60 * 86400
Z = 1.959963984540054  # scipy.stats.norm.ppf(0.975)


# --- funnel ------------------------------------------------------------------------------------------------------------

def counted_attempt(events, first, last, window):
    """The attempt that gets furthest, the earliest of those: the events that fill its stages."""
    mapped = [event for event in events if event["stage"] in STAGES and event["seconds"] is not None]
    mapped.sort(key=lambda event: (event["seconds"], STAGES.index(event["stage"])))
    best = []
    for index, event in enumerate(mapped):
        if event["stage"] != STAGES[0] or not first <= event["seconds"] <= last:
            continue
        chain = [event]
        for later in mapped[index + 1:]:
            if len(chain) == len(STAGES) or later["seconds"] > event["seconds"] + window:
                break
            if later["stage"] == STAGES[len(chain)]:
                chain.append(later)
        if len(chain) > len(best):
            best = chain
    return best


def attempts(files, keep_event=None, keep_customer=None, first=-math.inf, last=math.inf, window=WINDOW):
    found = []
    for customer, events in files.by_customer.items():
        if keep_customer and not keep_customer(customer):
            continue
        chain = counted_attempt([event for event in events if not keep_event or keep_event(event)], first, last, window)
        if chain:
            found.append((customer, chain))
    return found


def quantile(ordered, p):
    """Type 7, linear between the neighbours."""
    place = (len(ordered) - 1) * p
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def rate(numerator, denominator):
    return numerator / denominator if denominator else None


def compare_stages(compare, what, units, as_of, window, stages):
    compare.equal(what + " stages", STAGES, [stage["stage"] for stage in stages])
    matured = [chain for _, chain in units if chain[0]["seconds"] + window <= as_of]
    for index, stage in enumerate(stages):
        where = "%s %s" % (what, stage["stage"])
        for title, chains, got in (("all", [chain for _, chain in units], stage), ("matured", matured, stage["matured"])):
            reached = sum(len(chain) > index for chain in chains)
            previous = sum(len(chain) > index - 1 for chain in chains) if index else reached
            compare.equal(where + " reached, " + title, reached, got["reached"])
            compare.equal(where + " rate from start, " + title, rate(reached, len(chains)), got["rate_from_start"])
            compare.equal(where + " rate from previous, " + title, rate(reached, previous), got["rate_from_previous"])
        compare.equal(where + " matured entrants", len(matured), stage["matured"]["entrants"])
        stopped = [chain for _, chain in units if len(chain) == index + 1 and index + 1 < len(STAGES)]
        open_ones = sum(chain[0]["seconds"] + window > as_of for chain in stopped)
        compare.equal(where + " open", open_ones, stage["open"])
        compare.equal(where + " lost", len(stopped) - open_ones, stage["lost"])
        if index == 0:
            continue
        times = sorted(chain[index]["seconds"] - chain[index - 1]["seconds"] for _, chain in units if len(chain) > index)
        got = stage["time_from_previous"]
        for name, p in (("p50_s", 0.5), ("p75_s", 0.75), ("p90_s", 0.9)):
            compare.equal(where + " " + name, quantile(times, p) if times else None, got[name])
        compare.equal(where + " mean_s", sum(times) / len(times) if times else None, got["mean_s"])


def own_value(chain, column):
    return next((event[column] for event in chain if event[column]), None)


def compare_funnels(compare, files, xow, project):
    as_of = max(event["seconds"] for event in files.events if event["seconds"] is not None)
    journey = ["funnel", project, "--journey", "购车旅程"]

    units = attempts(files)
    got = run(xow, *journey)
    compare.equal("funnel entrants", len(units), got["entrants"])
    compare.equal("funnel window", WINDOW, got["window_s"])
    compare_stages(compare, "funnel", units, as_of, WINDOW, got["stages"])
    compare_satisfaction(compare, files, units, got["stages"])

    groupings = {"customer.region": lambda customer, chain: files.customers.get(customer, {}).get("region") or None,
                 "customer.gender": lambda customer, chain: files.customers.get(customer, {}).get("gender") or None,
                 "dealer": lambda customer, chain: own_value(chain, "dealer"),
                 "channel": lambda customer, chain: own_value(chain, "channel")}
    for column, value_of in groupings.items():
        groups = {}
        for customer, chain in units:
            groups.setdefault(value_of(customer, chain), []).append((customer, chain))
        rows = run(xow, *journey, "--by", column)["groups"]
        compare.equal("funnel by %s: groups" % column, sorted(map(str, groups)),
                      sorted(str(row["group"][column]) for row in rows))
        compare.equal("funnel by %s: largest first" % column, True,
                      all(a["entrants"] >= b["entrants"] for a, b in zip(rows, rows[1:])))
        for row in rows:
            members = groups.get(row["group"][column], [])
            what = "funnel %s = %s" % (column, row["group"][column])
            compare.equal(what + " entrants", len(members), row["entrants"])
            compare_stages(compare, what, members, as_of, WINDOW, row["stages"])

    filtered = {
        "channel = '短视频'": dict(keep_event=lambda event: event["channel"] == "短视频"),
        "customer.family = '有孩家庭' and customer.region in ('华东','华南')": dict(
            keep_customer=lambda customer: files.customers.get(customer, {}).get("family") == "有孩家庭"
            and files.customers[customer]["region"] in ("华东", "华南")),
    }
    for condition, keep in filtered.items():
        compare_stages(compare, "funnel where " + condition, attempts(files, **keep), as_of, WINDOW,
                       run(xow, *journey, "--filter", condition)["stages"])
    first, last = day("2025-07-01"), day("2025-09-01") - 1
    compare_stages(compare, "funnel July and August", attempts(files, first=first, last=last), as_of, WINDOW,
                   run(xow, *journey, "--from", "2025-07-01", "--to", "2025-08-31")["stages"])
    short = 14 * 86400
    compare_stages(compare, "funnel 14d", attempts(files, window=short), as_of, short,
                   run(xow, *journey, "--window", "14d")["stages"])


def compare_satisfaction(compare, files, units, stages):
    for index, stage in enumerate(stages):
        got = stage["satisfaction"]
        if stage["stage"] in ("浏览咨询", "下定"):
            compare.equal("satisfaction %s" % stage["stage"], None, got)
            continue
        who = {customer for customer, chain in units if len(chain) > index}
        values = []
        for answer in files.answers:
            value, state = score(answer["csat"], 1, 5)
            if state == "valid" and answer["touchpoint"] == stage["stage"] and answer["customer_id"] in who:
                values.append(value)
        compare.equal("satisfaction %s n" % stage["stage"], len(values), got["n"])
        compare.equal("satisfaction %s mean" % stage["stage"], sum(values) / len(values), got["mean"])
        compare.equal("satisfaction %s top-2" % stage["stage"], sum(v >= 4 for v in values) / len(values),
                      got["top2_share"])


# --- NPS and scores ----------------------------------------------------------------------------------------------------

def nps_row(scores):
    n = len(scores)
    promoters = sum(value >= 9 for value in scores)
    detractors = sum(value <= 6 for value in scores)
    # adjusted Wald: add ¾, 1½, ¾
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    se = math.sqrt((p + d - (p - d) ** 2) / (n + 3))
    return {"n": n, "promoters": promoters, "passives": n - promoters - detractors, "detractors": detractors,
            "nps": 100 * (promoters - detractors) / n if n else None,
            "ci95": [max(-100.0, 100 * (p - d - Z * se)), min(100.0, 100 * (p - d + Z * se))] if n else None}


def small_base(n):
    return "hidden" if n < 10 else "indicative" if n < 30 else None


def compare_nps_row(compare, what, scores, got):
    expected = nps_row(scores)
    for name in ("n", "promoters", "passives", "detractors", "nps"):
        compare.equal("%s %s" % (what, name), expected[name], got[name])
    for end in (0, 1):
        if expected["ci95"]:
            compare.equal("%s ci95[%d]" % (what, end), expected["ci95"][end], got["ci95"][end])
    compare.equal(what + " small base", small_base(expected["n"]), got["small_base"])


def grouped_nps(files, answers, by, period=None):
    groups = {}
    for answer in answers:
        value, state = score(answer["nps"], 0, 10)
        if state != "valid":
            continue
        key = tuple(files.reach(answer, column) for column in by) + ((period(answer),) if period else ())
        groups.setdefault(key, []).append(value)
    return groups


def compare_nps_rows(compare, what, files, answers, by, rows, period=None):
    groups = grouped_nps(files, answers, by, period)
    got = {}
    for row in rows:
        key = tuple(row["group"][column] for column in by) + ((row["period"],) if period else ())
        compare.equal("%s: one row for %s" % (what, key), False, key in got)
        got[key] = row
    compare.equal(what + ": groups", sorted(map(str, groups)), sorted(str(key) for key in got if got[key]["n"] > 0))
    everyone = [value for scores in groups.values() for value in scores]
    for key, scores in groups.items():
        if key not in got:
            continue
        where = "%s %s" % (what, key)
        compare_nps_row(compare, where, scores, got[key])
        rest = len(everyone) - len(scores)
        if not period and rest and got[key].get("versus_rest"):
            sign = sum((value >= 9) - (value <= 6) for value in everyone) - sum((v >= 9) - (v <= 6) for v in scores)
            compare.equal(where + " versus rest", nps_row(scores)["nps"] - 100 * sign / rest,
                          got[key]["versus_rest"]["difference"])


def month(answer):
    return answer["RecordedDate"][:7]


def quarter(answer):
    return "%s-Q%d" % (answer["RecordedDate"][:4], (int(answer["RecordedDate"][5:7]) + 2) // 3)


def iso_week(answer):
    year, week, _ = datetime.date.fromisoformat(answer["RecordedDate"][:10]).isocalendar()
    return "%04d-W%02d" % (year, week)


def compare_nps(compare, files, xow, project):
    got = run(xow, "nps", project)
    base = {"answers": len(files.answers), "valid": 0, "blank": 0, "out_of_range": 0, "unparsed": 0,
            "not_applicable": 0, "not_asked": 0}
    for answer in files.answers:
        base[score(answer["nps"], 0, 10)[1]] += 1
    for state, count in base.items():
        compare.equal("nps base " + state, count, got["base"][state])
    compare.equal("nps out of range", 2, got["base"]["out_of_range"])
    compare_nps_row(compare, "nps total", grouped_nps(files, files.answers, [])[()], got["total"])

    for by in (["touchpoint"], ["reason"], ["customer.region"], ["customer.gender"], ["event.dealer"], ["event.model"],
               ["customer.family", "touchpoint"], ["event.channel", "customer.region", "touchpoint"]):
        rows = run(xow, "nps", project, "--by", ",".join(by))["rows"]
        compare_nps_rows(compare, "nps by " + ", ".join(by), files, files.answers, by, rows)
        compare.equal("nps by %s: largest first" % by, True, all(a["n"] >= b["n"] for a, b in zip(rows, rows[1:])))

    for trend, period in (("month", month), ("quarter", quarter), ("week", iso_week)):
        rows = run(xow, "nps", project, "--trend", trend)["rows"]
        compare_nps_rows(compare, "nps by " + trend, files, files.answers, [], rows, period)

    filters = {
        "touchpoint = '试乘试驾' and customer.region = '华东'":
            lambda a: a["touchpoint"] == "试乘试驾" and files.reach(a, "customer.region") == "华东",
        "reached('下定')": lambda a: bool(a["customer_id"]) and files.reached(a["customer_id"], "下定"),
        "not reached('下定')": lambda a: bool(a["customer_id"]) and not files.reached(a["customer_id"], "下定"),
        "RecordedDate between '2025-07-01' and '2025-09-30'":
            lambda a: "2025-07-01" <= a["RecordedDate"][:10] <= "2025-09-30",
        "csat_service <= 2 or csat_product <= 2":
            lambda a: (score(a["csat_service"], 1, 5)[0] or 9) <= 2 or (score(a["csat_product"], 1, 5)[0] or 9) <= 2,
        "verbatim contains '等' and event.followup_hours > 24":
            lambda a: "等" in a["verbatim"] and float(files.reach(a, "event.followup_hours") or 0) > 24,
        "reason is blank": lambda a: a["reason"] == "",
    }
    for condition, keep in filters.items():
        answers = [answer for answer in files.answers if keep(answer)]
        got = run(xow, "nps", project, "--filter", condition, "--by", "touchpoint")
        compare_nps_row(compare, "nps where " + condition, grouped_nps(files, answers, []).get((), []), got["total"])
        compare_nps_rows(compare, "nps where " + condition, files, answers, ["touchpoint"], got["rows"])


def compare_scores(compare, files, xow, project):
    got = run(xow, "score", project, "--question", "csat", "--by", "touchpoint")
    for row in [got["total"]] + got["rows"]:
        touchpoint = row["group"].get("touchpoint") if row["group"] else None
        values = [score(a["csat"], 1, 5)[0] for a in files.answers
                  if score(a["csat"], 1, 5)[1] == "valid" and touchpoint in (None, a["touchpoint"])]
        what = "csat %s" % (touchpoint or "total")
        compare.equal(what + " n", len(values), row["n"])
        compare.equal(what + " mean", sum(values) / len(values), row["mean"])
        compare.equal(what + " top-2", sum(value >= 4 for value in values) / len(values), row["top2_share"])
        for value in range(1, 6):
            compare.equal("%s answers of %d" % (what, value), values.count(value), row["distribution"][str(value)])


# --- segments and the whole --------------------------------------------------------------------------------------------

def compare_segments(compare, files, xow, project):
    answers = {}
    for answer in files.answers:
        if answer["customer_id"]:
            answers.setdefault(answer["customer_id"], []).append(answer)
    everyone = set(files.customers) | set(files.by_customer) | set(answers)

    def lost(customer):
        return files.reached(customer, "试乘试驾") and not files.reached(customer, "下定")

    def dissatisfied(customer):
        return any((score(a["csat_service"], 1, 5)[0] or 9) <= 2 for a in answers.get(customer, []))

    rules = {
        "reached('试乘试驾') and not reached('下定') and any answer(csat_service <= 2)":
            lambda c: lost(c) and dissatisfied(c),
        "count event(stage = '到店') >= 2": lambda c: sum(e["stage"] == "到店" for e in files.by_customer.get(c, [])) >= 2,
        "region = '西南' and not any answer(nps <= 10)":
            # three-valued: an answer without a valid score makes "any" unknown, and so its negation
            lambda c: files.customers.get(c, {}).get("region") == "西南" and not answers.get(c),
    }
    for rule, member in rules.items():
        members = {customer for customer in everyone if member(customer)}
        got = run(xow, "segment", "count", project, "--filter", rule)
        compare.equal("segment %s: customers" % rule, len(members), got["customers"])
        compare.equal("segment %s: answers" % rule, sum(len(answers.get(c, [])) for c in members), got["answers"])
        compare.equal("segment %s: events" % rule, sum(len(files.by_customer.get(c, [])) for c in members), got["events"])
    saved = run(xow, "segment", "count", project, "--name", "试驾后未下定·服务不满")
    compare.equal("the saved segment's customers", sum(lost(c) and dissatisfied(c) for c in everyone), saved["customers"])


def compare_datasets(compare, files, xow, project):
    rows = {"events": len(files.events), "survey": len(files.answers), "customers": len(files.customers),
            "invitations": len(files.invitations), "metrics": len(files.metrics)}
    got = run(xow, "describe", project)
    compare.equal("rows of the datasets", rows, {dataset["name"]: dataset["rows"] for dataset in got["datasets"]})
    linked = sum(answer["ref_id"] in files.by_reference for answer in files.answers)
    compare.equal("answers", len(files.answers), got["link"]["answers"])
    compare.equal("linked answers", linked, got["link"]["linked"])
    compare.equal("orphans", len(files.answers) - linked, got["link"]["orphans"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("xow")
    parser.add_argument("folder")
    parser.add_argument("--customers", type=int, default=60000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    project, folder = sample(options.xow, options.folder, options.customers, options.seed)
    files = Files(folder)
    compare = Comparison()
    for part in (compare_datasets, compare_funnels, compare_nps, compare_scores, compare_segments):
        part(compare, files, options.xow, project)
    compare.finish("brute force")


if __name__ == "__main__":
    main()
