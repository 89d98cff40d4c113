#include "core/analysis/verify/verify.h"
#include "tests/core/fusion/texttables.h"

#include <QtTest>

#include <random>

using namespace xo;
using namespace xo::analysis;
using xo::testing::TextTables;

namespace {

std::shared_ptr<Workspace> project() {
    std::mt19937 random(3);
    const auto draw = [&](unsigned below) { return std::to_string(random() % below); };
    std::string events, web, answers;
    for (int i = 0; i < 3000; ++i)
        events += "c" + draw(400) + " o" + draw(900) + " 2026-0" + std::to_string(1 + random() % 6) + "-1" + draw(9) +
                  "T0" + draw(9) + ":00 " + std::string(1, "abcd"[random() % 4]) + " " + draw(3) + "\n";
    for (int i = 0; i < 500; ++i)
        web += "o" + draw(1000) + " 2026-0" + std::to_string(1 + random() % 6) + "-1" + draw(9) + " a\n";
    for (int i = 0; i < 1500; ++i)
        answers += "c" + draw(450) + " o" + draw(950) + " 2026-0" + std::to_string(1 + random() % 6) + "-1" + draw(9) +
                   " " + (random() % 9 ? draw(11) : "-") + "\n";
    auto workspace =
        TextTables()
            .table("shop", DatasetKind::Events, "who=customer order=link at=time what=stage store=dimension", events)
            .table("web", DatasetKind::Events, "order=link at=time:day what=stage", web)
            .table("survey", DatasetKind::Answers, "who=customer order=link at=time q=nps", answers)
            .build();
    const auto journey = [&](const char* name, FunnelOrder order, FunnelAttempt attempt, Span window) {
        Journey made;
        made.name = name;
        made.stages = {{"a", "", std::nullopt, ""}, {"b", "", std::nullopt, ""}, {"d", "", std::nullopt, ""}};
        made.order = order;
        made.attempt = attempt;
        made.window = window;
        return made;
    };
    const Span month{31, Span::Unit::Day}, days{40, Span::Unit::CalendarDay};
    workspace->journeys = {journey("furthest", FunnelOrder::Sequential, FunnelAttempt::Furthest, month),
                           journey("first", FunnelOrder::Sequential, FunnelAttempt::First, days),
                           journey("strict", FunnelOrder::Strict, FunnelAttempt::Furthest, month),
                           journey("strict-all", FunnelOrder::StrictAll, FunnelAttempt::Furthest, days),
                           journey("any", FunnelOrder::Any, FunnelAttempt::Furthest, days),
                           journey("limits", FunnelOrder::Sequential, FunnelAttempt::Furthest, month),
                           journey("conditions", FunnelOrder::Sequential, FunnelAttempt::Furthest, month),
                           journey("held", FunnelOrder::Sequential, FunnelAttempt::Furthest, month),
                           journey("optional", FunnelOrder::Sequential, FunnelAttempt::Furthest, month),
                           journey("held optional", FunnelOrder::StrictAll, FunnelAttempt::Furthest, days),
                           journey("every", FunnelOrder::Sequential, FunnelAttempt::Every, month),
                           journey("every limits", FunnelOrder::Sequential, FunnelAttempt::Every, days),
                           journey("every strict", FunnelOrder::Strict, FunnelAttempt::Every, month),
                           journey("every any", FunnelOrder::Any, FunnelAttempt::Every, days),
                           journey("every held", FunnelOrder::StrictAll, FunnelAttempt::Every, month),
                           journey("first any", FunnelOrder::Any, FunnelAttempt::First, month),
                           journey("first held", FunnelOrder::Any, FunnelAttempt::First, month),
                           journey("every optional", FunnelOrder::Sequential, FunnelAttempt::Every, days),
                           journey("any optional", FunnelOrder::Any, FunnelAttempt::Furthest, days),
                           journey("limited optional", FunnelOrder::Sequential, FunnelAttempt::First, month)};
    workspace->journeys[5].stages[1].stepLimit = Span{9, Span::Unit::Day};
    workspace->journeys[6].stages[1] = {"b or store 1", "what = 'b' or store = '1'", std::nullopt, ""};
    workspace->journeys[6].exclusion = "what = 'c' and store = '2'";
    workspace->journeys[11].stages[1].stepLimit = workspace->journeys[11].stages[2].stepLimit =
        Span{20, Span::Unit::Day};
    for (const std::size_t excluding : {11U, 12U, 13U, 14U, 17U, 19U})
        workspace->journeys[excluding].exclusion = "what = 'c' and store = '2'";
    for (const std::size_t held : {7U, 9U, 14U, 16U}) {
        workspace->journeys[held].dataset = "shop";
        workspace->journeys[held].hold = {"store"};
    }
    workspace->journeys[7].exclusion = "what = 'c' and store = '2'";
    workspace->journeys[19].stages[1].stepLimit = Span{12, Span::Unit::CalendarDay};
    for (const std::size_t optional : {8U, 9U, 17U, 18U, 19U})
        workspace->journeys[optional].stages[1].optional = true;
    return workspace;
}

// Ties that are wrong on purpose for one answer.
class WrongHooks : public query::Hooks {
public:
    explicit WrongHooks(Context right) : m_right(std::move(right)) {}
    Result<std::shared_ptr<const Ties>> ties(const Workspace& workspace, std::size_t table, const std::string& column,
                                             const JobContext& job) const override {
        auto ties = m_right.hooks->ties(workspace, table, column, job);
        if (!ties) return ties;
        auto wrong = std::make_shared<Ties>(**ties);
        wrong->events[0] = wrong->events[0].table < 0 ? EventRef{0, 0} : EventRef{};
        return std::shared_ptr<const Ties>(wrong);
    }
    Result<std::shared_ptr<const Bitmap>> journey(const Workspace& workspace, const query::JourneyFigure& figure,
                                                  const JobContext& job) const override {
        return m_right.hooks->journey(workspace, figure, job);
    }

private:
    Context m_right;
};

} // namespace

class TestVerify : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void engineAndBruteForceAgree() {
        const auto report = verifyAgainstBruteForce(makeContext(project()), 1000, 1, {});
        QVERIFY(report.has_value());
        for (const VerifyMismatch& m : report->mismatches)
            qWarning("%s %s: %s / %s", m.customer.c_str(), m.what.c_str(), m.engine.c_str(), m.bruteForce.c_str());
        for (const std::string& skipped : report->skipped)
            qInfo("%s", skipped.c_str());
        QVERIFY(report->ok());
        QVERIFY(report->customers > 400);
        QVERIFY(report->checks > 20 * report->customers);
        QCOMPARE(report->checked.size(), std::size_t{23}); // 20 journeys, the stages, NPS, links
        QVERIFY(report->skipped.empty());
        QVERIFY(toJson(*report).at("ok").get<bool>());
    }
    void drawDependsOnTheSeedOnly() {
        const auto workspace = project();
        const auto one = verifyAgainstBruteForce(makeContext(workspace), 20, 5, {});
        QCOMPARE(one->customers, std::size_t{20});
        QCOMPARE(*one, *verifyAgainstBruteForce(makeContext(workspace), 20, 5, {}));
    }
    void aWrongLinkIsFound() {
        const auto workspace = project();
        Context context = makeContext(workspace);
        context.hooks = std::make_shared<WrongHooks>(makeContext(workspace));
        const auto report = verifyAgainstBruteForce(context, 1000, 1, {});
        QVERIFY(report.has_value());
        QCOMPARE(report->mismatches.size(), std::size_t{1});
        QCOMPARE(report->mismatches[0].what, std::string("links of survey"));
        QVERIFY(!toJson(*report).at("ok").get<bool>());
    }
    void emptyProject() {
        const auto report = verifyAgainstBruteForce(makeContext(TextTables().build()), 10, 1, {});
        QVERIFY(report.has_value() && report->ok());
        QCOMPARE(report->customers, std::size_t{0});
    }
    void cancel() {
        JobContext job;
        job.cancel();
        const auto report = verifyAgainstBruteForce(makeContext(project()), 10, 1, job);
        QVERIFY(!report);
        QCOMPARE(report.error().code, std::string(kCancelled));
    }
};

QTEST_APPLESS_MAIN(TestVerify)
#include "tst_verify.moc"
