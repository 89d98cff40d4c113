#include "core/fusion/keyquality.h"
#include "core/fusion/linkpanel.h"
#include "tests/core/fusion/texttables.h"

#include <QtTest>

using namespace xo;
using namespace xo::fusion;
using xo::testing::TextTables;

namespace {

std::shared_ptr<Workspace> shops() {
    return TextTables()
        .table("orders", DatasetKind::Events, "order=link who=customer at=time",
               "o1 c1 2026-01-01T10:00\n"
               "o2 c2 2026-01-02T10:00\n"
               "o2 c3 2026-01-03T10:00\n"
               "o9 c4 2026-02-09T10:00\n")
        .table("replies", DatasetKind::Answers, "order=link at=time score=nps",
               "o1 2026-01-05T10:00 9\n"
               "o2 2026-01-05T10:00 8\n"
               "o9 2026-01-05T10:00 2\n"
               "o7 2026-01-05T10:00 3\n"
               "- 2026-01-05T10:00 5\n")
        .table("calls", DatasetKind::Answers, "who=customer at=time score=nps",
               "c1 2026-01-20T10:00 9\n"
               "c1 2026-03-20T10:00 1\n"
               "c8 2026-01-20T10:00 4\n"
               "- 2026-01-20T10:00 6\n")
        .build();
}

} // namespace

class TestLinkPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsPerDataset() {
        const auto workspace = shops();
        const auto panel = linkPanel(*workspace, 0, {});
        QVERIFY(panel);
        QCOMPARE(panel->datasets.size(), std::size_t(2));
        const DatasetLinks& replies = panel->datasets[0];
        QVERIFY(replies.byKey);
        QCOMPARE(replies.quality.linked, std::uint64_t(3));
        QCOMPARE(replies.reasons, (std::array<std::uint64_t, kOrphanReasons>{1, 1, 0, 0}));
        QCOMPARE(replies.quality.ambiguous, std::uint64_t(1));
        QCOMPARE(replies.quality.beforeEvent, std::uint64_t(1));
        QCOMPARE(replies.severalEvents, std::uint64_t(1));
        QCOMPARE(replies.rowsIfJoined, std::uint64_t(6));
        const DatasetLinks& calls = panel->datasets[1];
        QVERIFY(!calls.byKey);
        QCOMPARE(calls.asOfDays, 30);
        QCOMPARE(calls.quality.linked, std::uint64_t(1));
        QCOMPARE(calls.reasons, (std::array<std::uint64_t, kOrphanReasons>{0, 0, 1, 2}));
        QCOMPARE(calls.withoutCustomer, std::uint64_t(1));
        QCOMPARE(calls.rowsIfJoined, std::uint64_t(4));
        QCOMPARE(panel->rowsIfJoined, std::uint64_t(10));
    }

    void rowsBehindEachFigure() {
        const auto workspace = shops();
        const std::vector<std::pair<LinkFigure, std::vector<std::uint32_t>>> replies{
            {LinkFigure::Linked, {0, 1, 2}}, {LinkFigure::Orphans, {3, 4}},  {LinkFigure::NoKey, {4}},
            {LinkFigure::UnknownKey, {3}},   {LinkFigure::NoCustomer, {}},   {LinkFigure::NoEvent, {}},
            {LinkFigure::Ambiguous, {1}},    {LinkFigure::BeforeEvent, {2}}, {LinkFigure::WithoutCustomer, {4}},
            {LinkFigure::SeveralEvents, {1}}};
        for (const auto& [figure, rows] : replies) {
            const auto found = linkFigureRows(*workspace, *workspace->findTable("replies"), figure, {});
            QVERIFY(found);
            QVERIFY2(*found == rows, std::to_string(static_cast<int>(figure)).c_str());
        }
        const std::vector<std::pair<LinkFigure, std::vector<std::uint32_t>>> calls{
            {LinkFigure::Linked, {0}},     {LinkFigure::Orphans, {1, 2, 3}}, {LinkFigure::NoKey, {}},
            {LinkFigure::NoCustomer, {3}}, {LinkFigure::NoEvent, {1, 2}},    {LinkFigure::SeveralEvents, {}}};
        for (const auto& [figure, rows] : calls) {
            const auto found = linkFigureRows(*workspace, *workspace->findTable("calls"), figure, {});
            QVERIFY(found);
            QVERIFY2(*found == rows, std::to_string(static_cast<int>(figure)).c_str());
        }
    }

    void qualityOfKeys() {
        const auto workspace = TextTables()
                                   .table("crm", DatasetKind::Customers, "who=customer phone=dimension",
                                          "c1 13911112222\n"
                                          "c2 139-1111-2222\n"
                                          "c3 +8613911112222\n"
                                          "c4 13800138000\n"
                                          "c5 later\n"
                                          "c6 -\n"
                                          "c7 13911113333\n")
                                   .build();
        workspace->identity.tooCommon = 2;
        workspace->identity.rules.push_back({IdentityKind::Phone, {"crm.phone", "crm.gone"}, {}, {}});
        const auto found = keyQuality(*workspace, {});
        QVERIFY(found);
        QCOMPARE(found->size(), std::size_t(2));
        QCOMPARE(QString::fromStdString(toJson(found->at(0)).dump()),
                 QStringLiteral(R"({"dataset":"crm","column":"who","use":"customer","rows":7,"blank":0,"unreadable":0,)"
                                R"("placeholders":0,"keys":7,"shared_by_many":null})"));
        QCOMPARE(QString::fromStdString(toJson(found->at(1)).dump()),
                 QStringLiteral(R"({"dataset":"crm","column":"phone","use":"phone","rows":7,"blank":1,"unreadable":1,)"
                                R"("placeholders":1,"keys":2,"shared_by_many":1})"));
    }

    void nothingToLookAt() {
        const auto workspace = TextTables().build();
        const auto panel = linkPanel(*workspace, 5, {});
        QVERIFY(panel && panel->datasets.empty());
        const auto keys = keyQuality(*workspace, {});
        QVERIFY(keys && keys->empty());
    }
};

QTEST_APPLESS_MAIN(TestLinkPanel)
#include "tst_linkpanel.moc"
