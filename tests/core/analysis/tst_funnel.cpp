#include "core/query/filter.h"
#include "tests/core/analysis/funnelcase.h"

#include <QtTest>

#include <cmath>

using namespace xo;
using namespace xo::analysis;
using xo::analysis::testing::ran;
using xo::analysis::testing::reached;
using xo::testing::TextTables;

namespace {

// Ten customers of one shop, Shanghai time; the last event is on 2026-03-31 at 12:00.
TextTables shop() {
    TextTables tables;
    tables.table("visits", DatasetKind::Events, "who=customer order=link at=time what=stage store=dimension",
                 "c1 o1 2026-01-01T10:00 visit A\n"
                 "c1 o1 2026-01-02T10:00 drive -\n"
                 "c1 o1 2026-01-05T10:00 order A\n"
                 "c2 o2 2026-01-01T11:00 visit B\n"
                 "c2 o2 2026-01-04T11:00 drive B\n"
                 "c3 o3 2026-01-10T09:00 visit -\n"
                 "c3 o3 2026-01-10T09:00 drive B\n"
                 "c3 o3 2026-02-20T09:00 order B\n" // after the window of 30 days
                 "c4 o4 2026-01-31T12:00 visit A\n"
                 "c5 o5 2026-03-01T12:00 visit A\n" // + 30 d = as-of: matured
                 "c6 o6 2026-03-01T12:01 visit A\n" // still open
                 "c6 o6 2026-03-20T12:00 drive A\n"
                 "c7 o7 2026-01-03T12:00 drive A\n" // bypass
                 "c8 o8 2026-03-31T12:00 walk A\n"
                 "- o9 2026-01-03T12:00 visit A\n");
    tables.table("people", DatasetKind::Customers, "who=customer city=dimension",
                 "c1 north\nc2 south\nc3 north\nc4 -\nc5 south\n");
    tables.table("survey", DatasetKind::Answers, "who=customer order=link at=time touch=stage q1=nps q2=csat:1-5",
                 "c1 o1 2026-01-02T12:00 drive 10 5\n" // by its own stage
                 "c1 o1 2026-01-06T12:00 - 9 4\n"      // tied to the order event
                 "c2 o2 2026-01-04T12:00 hall 3 2\n"   // not a stage: tied to the drive
                 "c3 o3 2026-01-10T12:00 - 8 4\n"      // tied to c3's drive (the later row at one instant)
                 "c4 o4 2026-02-04T12:00 drive 0 1\n"  // c4 never drove
                 "c1 o1 2026-01-02T12:00 drive - 3\n");
    return tables;
}

FunnelParams params(std::vector<std::string> stages = {"visit", "drive", "order"}) {
    FunnelParams out;
    out.stages = std::move(stages);
    out.window = Span{30, Span::Unit::Day};
    return out;
}

std::string failed(const std::shared_ptr<Workspace>& workspace, const FunnelParams& with) {
    const auto result = runFunnel(makeContext(workspace), with, {});
    return result ? std::string("no error") : result.error().code;
}
using Counts = std::vector<std::int64_t>;

std::vector<std::string> keys(const Workspace& workspace, const Bitmap& subjects) {
    std::vector<std::string> out;
    subjects.forEach([&](std::size_t s) { out.emplace_back(workspace.subjectKey(static_cast<std::uint32_t>(s))); });
    return out;
}
using Keys = std::vector<std::string>;

FunnelFigure figure(FunnelFigure::Kind kind, std::size_t stage, bool maturedOnly = false, bool inGroup = false,
                    std::optional<std::string> group = std::nullopt) {
    return {kind, stage, maturedOnly, inGroup, std::move(group)};
}

} // namespace

class TestFunnel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void counts() {
        const FunnelResult result = ran(shop().build(), params());
        QCOMPARE(result.entrants, 6);
        QCOMPARE(reached(result.stages), (Counts{6, 4, 1}));
        QCOMPARE(result.bypass, 1);
        QCOMPARE(result.asOfText, std::string("2026-03-31T12:00:00+08:00"));
        const FunnelStage& visit = result.stages[0];
        QCOMPARE(visit.all.rateFromStart, std::optional(1.0));
        QCOMPARE(visit.open, 0);
        QCOMPARE(visit.lost, 2); // c4, and c5 whose window ends at as-of
        QVERIFY(!visit.timeFromPrevious);
        const FunnelStage& drive = result.stages[1];
        QCOMPARE(drive.all.rateFromStart, std::optional(4.0 / 6));
        QCOMPARE(drive.matured, (StageCounts{5, 3, 3.0 / 5, 3.0 / 5}));
        QCOMPARE(drive.open, 1); // c6
        QCOMPARE(drive.lost, 2); // c2, c3
        // 0, 86400, 259200 and 1641540 s; numpy.percentile of them
        QCOMPARE(drive.timeFromPrevious->p50, std::optional(172800.0));
        QCOMPARE(drive.timeFromPrevious->p75, std::optional(604785.0));
        QVERIFY(std::abs(*drive.timeFromPrevious->p90 - 1226838.0) < 1e-6);
        QCOMPARE(drive.timeFromPrevious->mean, std::optional(496785.0));
        QCOMPARE(result.stages[2].all.rateFromPrevious, std::optional(0.25));
        QCOMPARE(result.stages[2].open + result.stages[2].lost, 0);
    }
    void groups() {
        FunnelParams by = params();
        by.by = "store";
        const FunnelResult own = ran(shop().build(), by);
        QCOMPARE(own.groups.size(), std::size_t{2});
        QCOMPARE(own.groups[0].value, std::optional<std::string>("A"));
        QCOMPARE(reached(own.groups[0].stages), (Counts{4, 2, 1}));
        QCOMPARE(own.groups[1].value, std::optional<std::string>("B")); // c3: blank at the visit, B at the drive
        QCOMPARE(reached(own.groups[1].stages), (Counts{2, 2, 0}));
        by.by = "customer.city";
        const FunnelResult city = ran(shop().build(), by);
        QCOMPARE(city.groups.size(), std::size_t{3});
        QCOMPARE(city.groups[0].value, std::optional<std::string>("north"));
        QCOMPARE(city.groups[1].value, std::optional<std::string>("south"));
        QCOMPARE(city.groups[2].value, std::optional<std::string>());
        QCOMPARE(reached(city.groups[2].stages), (Counts{2, 1, 0}));
        by.by = "city";
        QCOMPARE(ran(shop().build(), by).groups, city.groups);
        by.by = "event.store";
        QCOMPARE(ran(shop().build(), by).groups, own.groups);
        by.by = "shoe";
        QVERIFY(failed(shop().build(), by) != "no error");
    }
    void satisfaction() {
        FunnelParams asked = params();
        asked.satisfaction = "q2";
        const FunnelResult result = ran(shop().build(), asked);
        QCOMPARE(result.stages[0].satisfaction->n, 0);
        QVERIFY(!result.stages[0].satisfaction->mean);
        // the drive: 5, 3 (c1), 2 (c2), 4 (c3); not c4, who never got there
        const StageSatisfaction& drive = *result.stages[1].satisfaction;
        QCOMPARE(drive.n, 4);
        QCOMPARE(drive.mean, std::optional(3.5));
        QCOMPARE(drive.top2Share, std::optional(0.5));
        QVERIFY(!drive.nps);
        // scipy.stats.t.interval(0.95, 3, 3.5, numpy.std([5,3,2,4], ddof=1)/2)
        QVERIFY(std::abs(drive.ci95->low - 1.4457397432391) < 1e-9);
        QVERIFY(std::abs(drive.ci95->high - 5.5542602567609) < 1e-9);
        QCOMPARE(result.stages[2].satisfaction->n, 1);
        QVERIFY(!result.stages[2].satisfaction->ci95);
        asked.satisfaction = "q1";
        asked.by = "store";
        const FunnelResult nps = ran(shop().build(), asked);
        QCOMPARE(nps.stages[1].satisfaction->n, 3);
        QCOMPARE(nps.stages[1].satisfaction->nps, std::optional(0.0)); // 10, 3, 8
        QCOMPARE(nps.groups[0].stages[1].satisfaction->n, 1);
        QCOMPARE(nps.groups[1].stages[1].satisfaction->nps, std::optional(-50.0));
        QVERIFY(!ran(shop().build(), params()).stages[1].satisfaction);
        asked.satisfaction = "q9";
        QVERIFY(failed(shop().build(), asked) != "no error");
    }
    void datesChooseAttempts() {
        FunnelParams dated = params();
        dated.from = "2026-01-10";
        dated.to = "2026-01-31"; // the whole day
        QCOMPARE(reached(ran(shop().build(), dated).stages), (Counts{2, 1, 0}));
        dated.to = "2026-01-31 11:59";
        QCOMPARE(reached(ran(shop().build(), dated).stages), (Counts{1, 1, 0}));
        dated.to = "soon";
        QCOMPARE(failed(shop().build(), dated), std::string("funnel.bad_time"));
    }
    void asOf() {
        FunnelParams early = params();
        early.asOf = "2026-01-20";
        const FunnelResult result = ran(shop().build(), early);
        QCOMPARE(result.stages[1].matured.entrants, 0);
        QVERIFY(!result.stages[1].matured.rateFromStart);
        QCOMPARE(result.stages[1].open, 3); // c2, c3, c6
        QCOMPARE(result.asOfText, std::string("2026-01-20T23:59:59.999+08:00"));
    }
    void filters() {
        FunnelParams filtered = params();
        filtered.filter = "store = 'A' or store is blank";
        QCOMPARE(reached(ran(shop().build(), filtered).stages), (Counts{5, 2, 1})); // c3's drive in B is kept out
        filtered.filter = "customer.city = 'north'";
        QCOMPARE(reached(ran(shop().build(), filtered).stages), (Counts{2, 2, 1}));
        filtered.filter = "store = ";
        QVERIFY(failed(shop().build(), filtered) != "no error");
    }
    void unknownNames() {
        QCOMPARE(failed(shop().build(), params({"visit", "driv"})), std::string("funnel.unknown_stage"));
        QCOMPARE(failed(shop().build(), params({"visit", " "})), std::string("funnel.blank_stage"));
        FunnelParams named;
        named.journey = "J";
        QCOMPARE(failed(shop().build(), named), std::string("funnel.unknown_journey"));
        named = params();
        named.dataset = "people";
        QCOMPARE(failed(shop().build(), named), std::string("columnar.wrong_kind"));
        QCOMPARE(failed(TextTables().build(), params()), std::string("funnel.no_events"));
    }
    void journeys() {
        auto workspace = shop().build();
        Journey journey;
        journey.name = "auto";
        journey.window = Span{30, Span::Unit::Day};
        journey.stages = {{"visit", "", std::nullopt, ""},
                          {"B drive", "what = 'drive' and store = 'B'", std::nullopt, "q2"},
                          {"order", "", std::nullopt, "gone"}};
        workspace->journeys = {journey};
        const FunnelResult result = ran(workspace, {});
        QCOMPARE(result.journey, std::string("auto"));
        QCOMPARE(reached(result.stages), (Counts{6, 2, 0}));
        QCOMPARE(result.stages[1].satisfaction->n, 2); // tied to the drives of c2 and c3
        QVERIFY(!result.stages[2].satisfaction);
        QCOMPARE(result.notes, (std::vector<std::string>{"funnel.note.question_missing"}));

        // a step limit: 1 day to the order
        journey.stages = {{"visit", "", std::nullopt, ""},
                          {"drive", "", std::nullopt, ""},
                          {"order", "", Span{2, Span::Unit::Day}, ""}};
        workspace = shop().build();
        workspace->journeys = {journey};
        const FunnelResult limited = ran(workspace, {});
        QCOMPARE(reached(limited.stages), (Counts{6, 4, 0}));
        QCOMPARE(limited.stages[1].open, 0); // c6 drove eleven days ago
        QCOMPARE(limited.stages[1].lost, 4);

        // the exclusion event stops the attempt before the order
        journey.stages[2].stepLimit.reset();
        journey.exclusion = "store = 'B' and what = 'drive'";
        workspace = shop().build();
        workspace->journeys = {journey};
        const FunnelResult excluded = ran(workspace, {});
        QCOMPARE(reached(excluded.stages), (Counts{6, 2, 1}));
        QCOMPARE(excluded.stages[0].excluded, 2);
        QCOMPARE(excluded.excluded, 2);
        FunnelParams remove;
        remove.removeExcluded = true;
        QCOMPARE(ran(workspace, remove).entrants, 4);
        QCOMPARE(ran(workspace, remove).excluded, 2);

        workspace->journeys.push_back(journey);
        workspace->journeys.back().name = "other";
        QCOMPARE(failed(workspace, {}), std::string("funnel.several_journeys"));
    }
    void journeyThatAsksForItself() {
        auto workspace = shop().build();
        Journey journey;
        journey.name = "J";
        journey.stages = {{"visit", "", std::nullopt, ""}, {"x", "journey('J').reached('visit')", std::nullopt, ""}};
        workspace->journeys = {journey};
        QCOMPARE(failed(workspace, {}), std::string("funnel.journey_of_itself"));
    }
    void customersBehindAFigure() {
        auto workspace = shop().build();
        Journey journey;
        journey.name = "auto";
        journey.window = Span{30, Span::Unit::Day};
        journey.stages = {
            {"visit", "", std::nullopt, ""}, {"drive", "", std::nullopt, ""}, {"order", "", std::nullopt, ""}};
        workspace->journeys = {journey};
        const Context context = makeContext(workspace);
        const auto of = [&](const FunnelFigure& what, const FunnelParams& with = {}) {
            const auto customers = funnelCustomers(context, with, what, {});
            if (!customers) return std::pair(Keys{customers.error().code}, std::string());
            // the filter text has to select the same customers
            if (!customers->filter.empty()) {
                const auto filter = query::parse(customers->filter);
                const auto outcome = query::evaluateSubjects(*filter, *workspace, *context.hooks, {});
                if (!outcome || outcome->yes != customers->subjects) return std::pair(Keys{}, customers->filter + " ?");
            }
            return std::pair(keys(*workspace, customers->subjects), customers->filter);
        };
        using Kind = FunnelFigure::Kind;
        QCOMPARE(of(figure(Kind::Reached, 1)),
                 std::pair(Keys({"c1", "c2", "c3", "c6"}), std::string("journey('auto').reached('drive')")));
        QCOMPARE(of(figure(Kind::Converted, 1)),
                 std::pair(Keys({"c1"}), std::string("journey('auto').reached('order')")));
        QCOMPARE(of(figure(Kind::Lost, 1)),
                 std::pair(Keys({"c2", "c3"}), std::string("journey('auto').stopped('drive', lost)")));
        QCOMPARE(of(figure(Kind::Open, 1)),
                 std::pair(Keys({"c6"}), std::string("journey('auto').stopped('drive', open)")));
        QCOMPARE(of(figure(Kind::Stopped, 1)).first, (Keys{"c2", "c3", "c6"}));
        QVERIFY(!of(figure(Kind::Stopped, 1)).second.empty());
        QCOMPARE(of(figure(Kind::Reached, 0, true)).first, (Keys{"c1", "c2", "c3", "c4", "c5"}));
        FunnelParams by;
        by.by = "customer.city";
        QCOMPARE(of(figure(Kind::Reached, 1, false, true, "north"), by).first, (Keys{"c1", "c3"}));
        QVERIFY(!of(figure(Kind::Reached, 1, false, true, "north"), by).second.empty());
        QCOMPARE(of(figure(Kind::Reached, 1, false, true, std::nullopt), by).first, (Keys{"c6"}));
        QVERIFY(!of(figure(Kind::Reached, 1, false, true, std::nullopt), by).second.empty());
        QCOMPARE(of(figure(Kind::Reached, 7)).first, (Keys{"funnel.no_such_stage"}));
        // without a journey
        FunnelParams stages;
        stages.stages = {"visit", "drive", "order"};
        QCOMPARE(of(figure(Kind::Reached, 1), stages).second,
                 std::string("journey(stages = ('visit', 'drive', 'order')).reached('drive')"));
        stages.window = Span{30, Span::Unit::Day};
        QCOMPARE(of(figure(Kind::Stopped, 1), stages).second,
                 std::string("journey(stages = ('visit', 'drive', 'order'), window = '30d').stopped('drive')"));
    }
    void untimedJourneys() {
        auto workspace =
            TextTables().table("e", DatasetKind::Events, "who=customer what=stage", "c1 a\nc1 b\nc2 a\nc3 b\n").build();
        QCOMPARE(failed(workspace, params({"a", "b"})), std::string("funnel.needs_times"));
        FunnelParams any = params({"a", "b"});
        any.order = FunnelOrder::Any;
        const FunnelResult result = ran(workspace, any);
        QCOMPARE(reached(result.stages), (Counts{2, 1}));
        QCOMPARE(result.notes, (std::vector<std::string>{"funnel.note.no_times"}));
        QCOMPARE(result.stages[1].matured.reached, 1);
        QVERIFY(!result.stages[1].timeFromPrevious);
        QVERIFY(toJson(result).at("as_of").is_null());
        QVERIFY(toJson(result).at("stages")[1].at("time_from_previous").is_null());
        QCOMPARE(result.bypass, 1);
    }
    void linksStandForCustomers() {
        auto workspace = TextTables()
                             .table("e", DatasetKind::Events, "order=link at=time:day what=stage",
                                    "o1 2026-01-01 bought\no1 2026-01-03 sent\no2 2026-01-01 bought\n")
                             .build();
        const FunnelResult result = ran(workspace, params({"bought", "sent"}));
        QCOMPARE(reached(result.stages), (Counts{2, 1}));
        QCOMPARE(result.stages[1].timeFromPrevious->p50, std::optional(172800.0));
        QCOMPARE(failed(TextTables().table("e", DatasetKind::Events, "at=time what=stage", "2026-01-01 a\n").build(),
                        params({"a"})),
                 std::string("funnel.needs_customer"));
        QCOMPARE(failed(TextTables().table("e", DatasetKind::Events, "who=customer at=time", "c1 2026-01-01\n").build(),
                        params({"a"})),
                 std::string("funnel.needs_stage"));
    }
    void dayOnlyData() {
        // same day: funnel order; calendar-day windows count whole days, and the last day seen is over
        auto workspace = TextTables()
                             .table("e", DatasetKind::Events, "who=customer at=time:day what=stage",
                                    "c1 2026-01-01 b\nc1 2026-01-01 a\nc2 2026-01-01 a\nc2 2026-01-08 b\n"
                                    "c3 2026-01-01 a\nc3 2026-01-09 b\nc4 2026-01-02 a\nc5 2026-01-03 a\n")
                             .build();
        FunnelParams week = params({"a", "b"});
        week.window = Span{7, Span::Unit::CalendarDay};
        const FunnelResult result = ran(workspace, week);
        QCOMPARE(reached(result.stages), (Counts{5, 2}));
        QCOMPARE(result.stages[0].lost, 2); // c3, and c4 whose seventh day is the last one seen
        QCOMPARE(result.stages[0].open, 1);
    }
    void severalDatasets() {
        auto workspace = TextTables()
                             .table("web", DatasetKind::Events, "who=customer at=time what=stage page=dimension",
                                    "c1 2026-01-02T10:00 lead p\nc2 2026-01-05T10:00 lead -\n")
                             .table("shop", DatasetKind::Events, "who=customer at=time what=stage store=dimension",
                                    "c1 2026-01-03T10:00 visit S\nc2 2026-01-04T10:00 visit S\n")
                             .build();
        FunnelParams both = params({"lead", "visit"});
        both.by = "page";
        const FunnelResult result = ran(workspace, both);
        QCOMPARE(reached(result.stages), (Counts{2, 1}));
        QCOMPARE(result.groups.size(), std::size_t{2});
        QCOMPARE(result.datasets, (std::vector<std::string>{"web", "shop"}));
        both.by = "store";
        QCOMPARE(ran(workspace, both).groups[0].value, std::optional<std::string>("S"));
        both = params({"lead"});
        both.dataset = "web";
        QCOMPARE(ran(workspace, both).entrants, 2);
        both.dataset = "shop";
        QCOMPARE(failed(workspace, both), std::string("funnel.unknown_stage"));
        // a filter may name a column that only one of them has
        both = params({"lead", "visit"});
        both.filter = "page is blank or page = 'p'";
        QCOMPARE(reached(ran(workspace, both).stages), (Counts{2, 1}));
    }
    void guessedStages() {
        const FunnelResult result = ran(shop().build(), {});
        QCOMPARE(result.stages.size(), std::size_t{4});
        QCOMPARE(result.stages[0].stage, std::string("visit"));
        QCOMPARE(result.stages[1].stage, std::string("drive"));
        QVERIFY(std::find(result.notes.begin(), result.notes.end(), "funnel.note.stages_guessed") !=
                result.notes.end());
    }
    void oddTables() {
        for (const char* rows : {"", "c1 2026-01-01T10:00 a x\n", "- - - -\n", "- - - -\nc1 - a -\n"}) {
            const auto workspace =
                TextTables()
                    .table("e", DatasetKind::Events, "who=customer at=time what=stage s=dimension", rows)
                    .table("q", DatasetKind::Answers, "who=customer n=nps", "c1 9\n")
                    .build();
            for (const auto order : {FunnelOrder::Sequential, FunnelOrder::StrictAll, FunnelOrder::Any}) {
                FunnelParams odd = params({"a", "b"});
                odd.stages.pop_back();
                odd.by = "s";
                odd.satisfaction = "n";
                odd.order = order;
                const auto result = runFunnel(makeContext(workspace), odd, {});
                if (result) QCOMPARE(toJson(*result).at("stages").size(), std::size_t{1});
                (void)runFunnel(makeContext(workspace), {}, {});
            }
        }
        // nothing read: zero entrants rather than an error
        const auto empty = TextTables().table("e", DatasetKind::Events, "who=customer at=time what=stage", "").build();
        const FunnelResult nobody = ran(empty, params({"a", "b"}));
        QCOMPARE(nobody.entrants, 0);
        QVERIFY(toJson(nobody).at("stages")[0].at("rate_from_start").is_null());
        QVERIFY(toJson(nobody).at("stages")[1].at("time_from_previous").at("p50_s").is_null());
    }
    void jsonFields() {
        FunnelParams with = params();
        with.by = "customer.city";
        with.satisfaction = "q1";
        const Json json = toJson(ran(shop().build(), with));
        const auto names = [](const Json& object) {
            std::string out;
            for (const auto& item : object.items())
                out += item.key() + " ";
            return out;
        };
        QCOMPARE(names(json),
                 std::string("analysis journey window_s window order attempt as_of datasets entrants bypass "
                             "excluded events_without_time notes stages groups "));
        QCOMPARE(json.at("analysis"), Json("funnel"));
        QCOMPARE(json.at("window_s"), Json(2592000));
        const Json& stage = json.at("stages")[1];
        QCOMPARE(
            names(stage),
            std::string(
                "stage reached rate_from_start rate_from_previous matured open lost excluded overdue overdue_after_s "
                "time_from_previous satisfaction verdict why why_arguments evidence "));
        QCOMPARE(names(stage.at("matured")), std::string("entrants reached rate_from_start rate_from_previous "));
        QCOMPARE(names(stage.at("time_from_previous")), std::string("p50_s p75_s p90_s mean_s "));
        QCOMPARE(names(stage.at("satisfaction")), std::string("question n mean top2_share nps ci95 "));
        QCOMPARE(names(json.at("groups")[0]), std::string("group entrants stages "));
        QVERIFY(json.at("groups")[0].at("stages")[0].contains("versus_peers"));
        QCOMPARE(json.at("groups")[2].at("group").dump(), std::string(R"({"customer.city":null})"));
    }
    void paramsRoundTrip() {
        FunnelParams with = params();
        with.journey = "J";
        with.dataset = "d";
        with.order = FunnelOrder::StrictAll;
        with.attempt = FunnelAttempt::Every;
        with.from = "2026-01-01";
        with.to = "2026-02-01";
        with.asOf = "2026-03-01";
        with.by = "store";
        with.filter = "a = 1";
        with.satisfaction = "q";
        with.removeExcluded = true;
        with.definition = Journey();
        with.definition->name = "K";
        with.definition->stages = {{"s", "x = 1", Span{3, Span::Unit::Hour}, "q"}};
        const auto back = funnelParamsFromJson(toJson(with));
        QVERIFY(back.has_value());
        QCOMPARE(*back, with);
        QCOMPARE(*funnelParamsFromJson(Json::object()), FunnelParams{});
        QVERIFY(!funnelParamsFromJson(Json{{"windw", "3d"}}));
        QVERIFY(!funnelParamsFromJson(Json{{"window", "3x"}}));
    }
    void cancel() {
        JobContext job;
        job.cancel();
        const auto result = runFunnel(makeContext(shop().build()), params(), job);
        QVERIFY(!result);
        QCOMPARE(result.error().code, std::string(kCancelled));
    }
};

QTEST_APPLESS_MAIN(TestFunnel)
#include "tst_funnel.moc"
