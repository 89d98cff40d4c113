#include "core/analysis/funnel/keptrun.h"
#include "core/query/filter.h"
#include "tests/core/analysis/funnelprojects.h"

#include <set>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;
using xo::testing::TextTables;

namespace {

using Kind = FunnelFigure::Kind;
constexpr Kind kKinds[] = {Kind::Reached, Kind::Converted, Kind::Stopped, Kind::Lost,
                           Kind::Open,    Kind::Excluded,  Kind::Overdue};

// What the funnel says of a figure; nullopt = it has no such number.
std::optional<std::int64_t> numberOf(const Journey& journey, const std::vector<FunnelStage>& stages,
                                     const FunnelFigure& figure) {
    const FunnelStage& stage = stages[figure.stage];
    const std::size_t next = nextRequired(journey, figure.stage);
    if (figure.maturedOnly) return figure.kind == Kind::Reached ? std::optional(stage.matured.reached) : std::nullopt;
    switch (figure.kind) {
    case Kind::Reached:
        return stage.all.reached;
    case Kind::Converted: // of an optional stage, the next one is reached by others, too
        if (next >= stages.size()) return 0;
        return journey.stages[figure.stage].optional ? std::nullopt : std::optional(stages[next].all.reached);
    case Kind::Stopped:
        return stage.lost + stage.open + stage.excluded;
    case Kind::Lost:
        return stage.lost;
    case Kind::Open:
        return stage.open;
    case Kind::Excluded:
        return stage.excluded;
    case Kind::Overdue:
        return stage.overdue;
    }
    return std::nullopt;
}

// The figure's customers, unit by unit; overdue ones are left to the funnel's number.
Bitmap bruteForce(const detail::FunnelRun& run, const detail::UnitGroups* groups, const FunnelFigure& figure,
                  std::size_t subjects) {
    Bitmap out(subjects);
    const std::size_t next = nextRequired(run.journey, figure.stage);
    for (std::size_t u = 0; u < run.attempts.size(); ++u) {
        if (figure.maturedOnly && run.asOf != kNoTime && run.attempts.windowEndOf(u) > run.asOf) continue;
        if (groups && groups->labels[groups->codes[u]] != figure.group) continue;
        const std::size_t last = run.attempts.level[u] - 1U;
        const bool converted = last + 1 == run.journey.stages.size();
        const bool here = last == figure.stage && !converted, excluded = run.attempts.excluded[u] != 0;
        const bool waits = run.asOf != kNoTime && run.attempts.openUntilOf(u) > run.asOf;
        const bool got = run.reached(u, figure.stage);
        const bool further = got && next < run.journey.stages.size() && run.reached(u, next);
        const bool fits[] = {
            got, further, here, here && !excluded && !waits, here && !excluded && waits, here && excluded};
        if (fits[static_cast<std::size_t>(figure.kind)]) out.set(run.attempts.subject[u]);
    }
    return out;
}

// A random project whose journey is saved; the parameters ask for it by name, or by its stages, in some other way.
struct Asked {
    Case project;
    FunnelParams params;
};
Asked randomAsked(std::uint64_t seed) {
    Asked out{randomCase(seed), {}};
    Dice dice(seed * 7919);
    Journey journey = *out.project.params.definition;
    journey.name = "it's 旅程";
    if (journey.stages.size() > 2 && journey.stages[1].name != journey.stages[2].name && dice.below(3) == 0)
        journey.stages[1].optional = true;
    if (dice.below(4) == 0) journey.stages.back().stepLimit = Span{1 + dice.below(5), Span::Unit::Day};
    out.params = out.project.params;
    out.params.definition.reset();
    const bool plain = journey.exclusion.empty() && !journey.stages.back().stepLimit &&
                       std::none_of(journey.stages.begin(), journey.stages.end(),
                                    [](const JourneyStage& stage) { return stage.optional; });
    if (plain && dice.below(2) == 0) {
        for (const JourneyStage& stage : journey.stages)
            out.params.stages.push_back(stage.name);
        out.params.window = journey.window;
        out.params.order = journey.order;
        out.params.attempt = journey.attempt;
    } else {
        out.project.workspace->journeys = {journey};
        if (dice.below(2)) out.params.journey = journey.name;
        if (dice.below(3) == 0) out.params.window = Span{1 + dice.below(20), Span::Unit::CalendarDay};
        if (dice.below(4) == 0) out.params.attempt = FunnelAttempt::First;
    }
    out.params.removeExcluded = !journey.exclusion.empty() && dice.below(3) == 0;
    return out;
}

} // namespace

/// Every figure of a funnel has a text that selects exactly its customers.
class TestFunnelFigures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textsSelectTheFiguresCustomers() {
        std::size_t figures = 0, somebody = 0, grouped = 0, filtered = 0, attempts = 0;
        for (std::uint64_t seed = 1; seed <= kProjects; ++seed) {
            const Asked one = randomAsked(seed);
            const Context context = makeContext(one.project.workspace);
            const auto result = runFunnel(context, one.params, {});
            if (!result) continue; // no times, or stages that no event has
            const auto run = detail::countRun(context, one.params, {});
            std::optional<detail::UnitGroups> groups;
            if (!one.params.by.empty()) groups = *detail::unitGroups(context, *run, one.params.by, {});
            const bool customers = run->journey.attempt != FunnelAttempt::Every;
            const auto check = [&](const FunnelFigure& figure, const std::vector<FunnelStage>& stages) {
                const auto text = figureFilter(context, one.params, figure);
                const std::string told = "seed " + std::to_string(seed) + ": " + (text ? *text : text.error().code) +
                                         "\n" + described(one.project);
                QVERIFY2(text && !text->empty(), told.c_str());
                const auto filter = query::parse(*text);
                QVERIFY2(filter && query::print(*filter) == *text, told.c_str());
                const auto outcome = query::evaluateSubjects(*filter, *context.workspace, *context.hooks, {});
                QVERIFY2(outcome, (told + (outcome ? "" : outcome.error().code)).c_str());
                QVERIFY2(outcome->unknown.none(), told.c_str());
                if (figure.kind != Kind::Overdue)
                    QVERIFY2(outcome->yes == bruteForce(*run, figure.inGroup ? &*groups : nullptr, figure,
                                                        context.workspace->subjectCount()),
                             told.c_str());
                const auto number = numberOf(run->journey, stages, figure);
                if (number && customers)
                    QVERIFY2(outcome->yes.count() == static_cast<std::size_t>(*number), told.c_str());
                if (number && !customers) QVERIFY2((*number > 0) == !outcome->yes.none(), told.c_str());
                ++figures;
                somebody += outcome->yes.none() ? 0 : 1;
                attempts += number && static_cast<std::size_t>(*number) > outcome->yes.count() ? 1 : 0;
                filtered += !one.params.filter.empty() && !outcome->yes.none() ? 1 : 0;
                grouped += figure.inGroup && !outcome->yes.none() ? 1 : 0;
            };
            for (const Kind kind : kKinds)
                for (std::size_t stage = 0; stage < run->journey.stages.size(); ++stage) {
                    FunnelFigure figure{kind, stage, false, false, std::nullopt};
                    check(figure, result->stages);
                    if (QTest::currentTestFailed()) return;
                    if (kind != Kind::Overdue) {
                        figure.maturedOnly = true;
                        check(figure, result->stages);
                    }
                    for (const FunnelGroup& group : result->groups) {
                        figure = {kind, stage, false, true, group.value};
                        check(figure, group.stages);
                        if (QTest::currentTestFailed()) return;
                    }
                }
        }
        const auto seen = QStringLiteral("%1 figures, %2 of somebody, %3 in groups, %4 filtered, %5 of attempts")
                              .arg(figures)
                              .arg(somebody)
                              .arg(grouped)
                              .arg(filtered)
                              .arg(attempts);
        QVERIFY2(figures > 30 * kProjects && somebody > 5 * kProjects && grouped > kProjects && filtered > kProjects &&
                     attempts > kProjects / 100,
                 qPrintable(seen));
    }

    // conditions, lists and drills that ask for the same funnel share one count
    void sameParametersShareTheCount() {
        const Context context =
            makeContext(TextTables()
                            .table("e", DatasetKind::Events, "who=customer at=time what=stage store=dimension",
                                   "c1 2026-01-02 a x\nc1 2026-01-03 b x\nc2 2026-01-05 a y\n")
                            .build());
        FunnelParams params;
        params.stages = {"a", "b"};
        params.from = "2026-01-02";
        const auto run = detail::keptRun(context, params, {});
        QVERIFY(run);
        params.by = "store";
        params.satisfaction = "q";
        params.survival = true;
        params.compareFilter = "store = 'A'";
        QVERIFY(*detail::keptRun(context, params, {}) == *run);
        params.from = "2026-01-03";
        QVERIFY(*detail::keptRun(context, params, {}) != *run);
    }

    void textsOfJourneys() {
        const auto workspace = TextTables()
                                   .table("e", DatasetKind::Events, "who=customer at=time what=stage",
                                          "c1 2026-01-01 a\nc1 2026-01-02 b\nc2 2026-01-05 a\nc3 2026-02-01 a\n")
                                   .build();
        Journey journey;
        journey.name = "J";
        journey.stages = {{"a", "", std::nullopt, "q"}, {"b", "", std::nullopt, ""}};
        journey.stages[0].target = 0.5;
        workspace->journeys = {journey};
        const Context context = makeContext(workspace);
        FunnelParams params;
        const auto text = [&](Kind kind = Kind::Stopped) {
            const auto filter = figureFilter(context, params, {kind, 0, false, false, std::nullopt});
            return filter ? *filter : filter.error().code;
        };
        QCOMPARE(text(), std::string("journey('J').stopped('a')"));
        params.window = journey.window; // as the journey has it anyway
        QCOMPARE(text(Kind::Converted), std::string("journey('J').reached('b')"));
        params.window = Span{30, Span::Unit::Day};
        params.from = "2026-01-02";
        params.filter = "at < '2026-03-01'  AND  what='a'";
        QCOMPARE(text(Kind::Lost), std::string("journey('J', from = '2026-01-02', window = '30d', filter = (at < "
                                               "'2026-03-01' and what = 'a')).stopped('a', lost)"));
        params.filter = "at <";
        QCOMPARE(text(), std::string("query.ends_early"));
        params = {};
        params.definition = journey; // as saved
        QCOMPARE(text(), std::string("journey('J').stopped('a')"));
        params.definition->order = FunnelOrder::Strict;
        params.definition->dataset = "e";
        QCOMPARE(text(), std::string("journey('J', dataset = 'e', order = strict).stopped('a')"));
        params.definition->name = "draft";
        QCOMPARE(text(), std::string("journey(stages = ('a', 'b'), dataset = 'e', order = strict).stopped('a')"));
        params.definition->stages[1].condition = "what = 'b'"; // nothing tells it
        QCOMPARE(text(), std::string());
        QCOMPARE(figureFilter(context, {}, {Kind::Reached, 2, false, false, std::nullopt}).error().code,
                 std::string("funnel.no_such_stage"));
        workspace->journeys.clear(); // stages that were found in the data
        params = {};
        QCOMPARE(text(), std::string("journey(stages = ('a', 'b')).stopped('a')"));
    }

    void errorsNameTheirPlace() {
        const auto workspace = TextTables()
                                   .table("e", DatasetKind::Events, "who=customer at=time what=stage store=dimension",
                                          "c1 2026-01-01 a x\nc1 2026-01-02 b x\nc2 2026-01-05 a y\n")
                                   .build();
        Journey journey;
        journey.name = "J";
        journey.stages = {{"a", "", std::nullopt, ""}, {"b", "", std::nullopt, ""}};
        workspace->journeys = {journey};
        const Context context = makeContext(workspace);
        const auto failed = [&](const std::string& text) {
            const auto filter = query::parse(text);
            if (!filter) return filter.error().code + " " + filter.error().place;
            const auto outcome = query::evaluateSubjects(*filter, *workspace, *context.hooks, {});
            return outcome ? std::string() : outcome.error().code + " " + outcome.error().place;
        };
        QCOMPARE(failed("journey('J').reached('a')"), std::string());
        QCOMPARE(failed("journey('K').reached('a')"), std::string("query.unknown_journey position 1"));
        QCOMPARE(failed("journey('J').reached('c')"), std::string("query.unknown_stage position 22"));
        QCOMPARE(failed("journey('J').reached('a', nth = 2)"), std::string("query.unknown_stage position 22"));
        QCOMPARE(failed("journey('J', filter = (shop = 'x')).reached('a')"),
                 std::string("query.unknown_name position 24"));
        QCOMPARE(failed("not journey(stages = ('a', 'd')).reached('a')"),
                 std::string("funnel.unknown_stage position 5"));
        QCOMPARE(failed("journey('J', by = 'shop', group = 'x').reached('a')"),
                 std::string("query.unknown_name position 1"));
        QCOMPARE(failed("journey('J', dataset = 'd').reached('a')"), std::string("columnar.no_dataset position 1"));
        // a funnel under the condition of another figure of the same journey is no circle
        QCOMPARE(failed("journey('J', filter = (journey('J').stopped('a'))).reached('a')"), std::string());
        // nothing to name as the nearest
        workspace->journeys.clear();
        const auto none =
            query::evaluateSubjects(*query::parse("journey('K').reached('a')"), *workspace, *context.hooks, {});
        QVERIFY(!none);
        QCOMPARE(none.error().args.back(), std::string("–"));
    }
};

QTEST_APPLESS_MAIN(TestFunnelFigures)
#include "tst_funnel_figures.moc"
