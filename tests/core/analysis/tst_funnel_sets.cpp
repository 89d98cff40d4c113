#include "core/analysis/funnel/funnel.h"
#include "tests/core/fusion/texttables.h"

#include <QtTest>

using namespace xo;
using namespace xo::analysis;
using xo::testing::TextTables;

namespace {

// The columns "likes" and "extras" as sets: options parted by '+' in the texts.
std::shared_ptr<Workspace> shop() {
    TextTables tables;
    tables.table("visits", DatasetKind::Events, "who=customer at=time what=stage extras=dimension",
                 "c1 2026-01-01T10:00 visit -\n"
                 "c1 2026-01-02T10:00 drive tea+cake\n"
                 "c1 2026-01-05T10:00 order tea\n"
                 "c2 2026-01-01T11:00 visit cake\n"
                 "c2 2026-01-04T11:00 drive tea\n"
                 "c3 2026-01-10T09:00 visit tea+cake+wine\n"
                 "c4 2026-01-31T12:00 visit -\n"
                 "c5 2026-03-31T12:00 visit wine\n");
    tables.table("people", DatasetKind::Customers, "who=customer likes=dimension",
                 "c1 price+range\nc2 range\nc3 -\nc4 price\nc5 range+looks+price\n");
    const auto built = tables.build();
    auto workspace = std::make_shared<Workspace>();
    workspace->zone = built->zone;
    workspace->customers = built->customers;
    workspace->links = built->links;
    for (const auto& table : built->tables) {
        std::vector<std::shared_ptr<const Column>> columns;
        for (std::size_t i = 0; i < table->columns().size(); ++i) {
            auto column = std::make_shared<Column>(**table->column(i));
            if (column->info.name == "likes" || column->info.name == "extras") {
                auto dictionary = std::make_shared<Dictionary>();
                for (std::uint32_t code = 1; code < column->dictionary->size(); ++code) {
                    std::string text(column->dictionary->at(code));
                    std::replace(text.begin(), text.end(), '+', kOptionMark);
                    dictionary->add(text);
                }
                column->dictionary = dictionary;
                column->info.type = ValueType::Set;
            }
            columns.push_back(column);
        }
        workspace->tables.push_back(Table::fromColumns(table->name(), table->kind(), columns));
    }
    return workspace;
}

FunnelParams params(const std::string& by) {
    FunnelParams out;
    out.stages = {"visit", "drive", "order"};
    out.window = Span{30, Span::Unit::Day};
    out.by = by;
    return out;
}

std::map<std::string, std::vector<std::int64_t>> reachedBy(const FunnelResult& result) {
    std::map<std::string, std::vector<std::int64_t>> out;
    for (const FunnelGroup& group : result.groups) {
        auto& reached = out[group.value.value_or("-")];
        for (const FunnelStage& stage : group.stages)
            reached.push_back(stage.all.reached);
    }
    return out;
}

} // namespace

/// Funnels by a question with several options: an entrant is in the group of every option.
class TestFunnelSets : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void byCustomers() {
        const auto workspace = shop();
        const auto result = runFunnel(makeContext(workspace), params("customer.likes"), {});
        QVERIFY2(result, result ? "" : result.error().code.c_str());
        QVERIFY(result->overlapping);
        QCOMPARE(toJson(*result)["overlapping"], Json(true));
        QCOMPARE(result->entrants, 5);
        using Groups = std::map<std::string, std::vector<std::int64_t>>;
        QCOMPARE(reachedBy(*result),
                 (Groups{{"price", {3, 1, 1}}, {"range", {3, 2, 1}}, {"looks", {1, 0, 0}}, {"-", {1, 0, 0}}}));
        // a group is the funnel of those who hold the option
        for (const FunnelGroup& group : result->groups) {
            FunnelParams filtered = params("");
            filtered.filter = group.value ? "customer.likes = '" + *group.value + "'" : "customer.likes is blank";
            const auto alone = runFunnel(makeContext(workspace), filtered, {});
            QVERIFY(alone);
            QVERIFY(!alone->overlapping);
            QCOMPARE(group.entrants, alone->entrants);
            for (std::size_t k = 0; k < group.stages.size(); ++k) {
                QCOMPARE(group.stages[k].all.reached, alone->stages[k].all.reached);
                QCOMPARE(group.stages[k].all.rateFromPrevious, alone->stages[k].all.rateFromPrevious);
            }
        }
        FunnelFigure figure{FunnelFigure::Kind::Reached, 0, false, true, "price"};
        const auto members = funnelCustomers(makeContext(workspace), params("customer.likes"), figure, {});
        QVERIFY(members);
        QCOMPARE(members->subjects.count(), std::size_t{3});
    }

    // the first counted event that names any option speaks for the attempt
    void byEvents() {
        const auto workspace = shop();
        const auto result = runFunnel(makeContext(workspace), params("extras"), {});
        QVERIFY2(result, result ? "" : result.error().code.c_str());
        using Groups = std::map<std::string, std::vector<std::int64_t>>;
        QCOMPARE(reachedBy(*result),
                 (Groups{{"tea", {2, 1, 1}}, {"cake", {3, 2, 1}}, {"wine", {2, 0, 0}}, {"-", {1, 0, 0}}}));
    }
};

QTEST_APPLESS_MAIN(TestFunnelSets)
#include "tst_funnel_sets.moc"
