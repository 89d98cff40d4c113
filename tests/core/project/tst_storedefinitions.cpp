#include "tests/core/project/projectsupport.h"

#include <QTest>
#include <cmath>

using namespace xo;
using namespace xo::test;

/// Definitions of further kinds, value labels and columns of several options in the project file.
class TestStoreDefinitions : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    int m_number = 0;

    std::unique_ptr<Store> make() {
        return std::move(Store::create(m_folder.filePath(QStringLiteral("d%1.xow").arg(++m_number)).toStdString()))
            .value();
    }

private Q_SLOTS:
    void otherDefinitions() {
        auto store = make();
        XO_OK(store->setDefinition("identity", "phone", Json{{"column", "phone"}}));
        XO_OK(store->setDefinition("identity", "mail", Json{{"column", "mail"}}));
        XO_OK(store->setDefinition("other", "phone", Json::array({1})));
        XO_OK(store->setDefinition("identity", "phone", Json{{"column", "mobile"}}));
        XO_FAILS(store->setDefinition("", "x", Json()), "project.no_name");
        XO_FAILS(store->setDefinition("value_labels", "answers", Json::array({7})), "project.bad_setting");
        const std::string path = store->path();
        store.reset();
        store = std::move(Store::open(path, Store::Access::ReadWrite)).value();
        const auto rules = store->definitions("identity").value();
        QCOMPARE(rules.size(), std::size_t{2});
        QCOMPARE(rules[0].first, std::string("phone"));
        QVERIFY(rules[0].second == (Json{{"column", "mobile"}}));
        QVERIFY(store->definition("other", "phone").value() == std::optional(Json::array({1})));
        XO_OK(store->setDefinition("identity", "mail", Json()));
        QVERIFY(!store->definition("identity", "mail").value());
        QCOMPARE(damageIn(*store), std::string());
    }

    void valueLabels() {
        auto store = make();
        auto q = std::make_shared<Column>(*scores("q", {0, 4, scoreByte(CellState::Blank)}, "csat:1-5"));
        q->info.valueLabels = {{"1", "很不满意"}, {"5", "很满意"}};
        XO_OK(store->append(batchOf("s", DatasetKind::Answers, {q, categories("r", {"a", "b", "a"})}, "h1"),
                            ImportMode::Append, {}));
        const auto before = store->workspace().value();
        QCOMPARE(before->tables[0]->columns()[0].valueLabels, q->info.valueLabels);
        QVERIFY(before->tables[0]->columns()[1].valueLabels.empty());
        // the next file: a word for another value is added, those there are stay
        auto next = std::make_shared<Column>(*scores("q", {2}, "csat:1-5"));
        next->info.valueLabels = {{"1", "other words"}, {"3", "一般"}};
        XO_OK(store->append(batchOf("s", DatasetKind::Answers, {next}, "h2"), ImportMode::Append, {}));
        const std::vector<ValueLabel> all{{"1", "很不满意"}, {"5", "很满意"}, {"3", "一般"}};
        const std::string path = store->path();
        store.reset();
        store = std::move(Store::open(path, Store::Access::ReadWrite)).value();
        QCOMPARE(store->datasets().value()[0].columns[0].valueLabels, all);
        QCOMPARE(store->workspace().value()->tables[0]->columns()[0].valueLabels, all);
        ColumnInfo info = store->datasets().value()[0].columns[0];
        info.valueLabels = {{"1", "bad"}};
        XO_OK(store->putColumn("s", info));
        QCOMPARE(store->workspace().value()->tables[0]->columns()[0].valueLabels, info.valueLabels);
        info.valueLabels.clear();
        XO_OK(store->putColumn("s", info));
        QCOMPARE(store->definitions("value_labels").value().size(), std::size_t{0});
        QCOMPARE(damageIn(*store), std::string());
    }

    void setColumns() {
        auto store = make();
        XO_OK(
            store->append(batchOf("s", DatasetKind::Answers, {sets("why", {"price+service", "", "price", "x+price"})}),
                          ImportMode::Append, {}));
        // a file in which nobody gave two answers, then one without any
        XO_OK(store->append(batchOf("s", DatasetKind::Answers, {categories("why", {"service", "new"}, "reason")}),
                            ImportMode::Append, {}));
        XO_OK(store->append(batchOf("s", DatasetKind::Answers, {numbers("why", {std::nan("")})}), ImportMode::Append,
                            {}));
        XO_FAILS(store->append(batchOf("s", DatasetKind::Answers, {numbers("why", {7})}), ImportMode::Append, {}),
                 "project.type_differs");
        const std::string path = store->path();
        store.reset();
        store = std::move(Store::open(path, Store::Access::ReadWrite)).value();
        QCOMPARE(store->datasets().value()[0].columns[0].type, ValueType::Set);
        const auto column = store->workspace().value()->tables[0]->column(0).value();
        std::vector<std::string> cells;
        for (std::size_t row = 0; row < column->rows; ++row)
            cells.emplace_back(column->dictionary->at(column->codes[row]));
        QCOMPARE(cells,
                 (std::vector<std::string>{"price\x1Fservice", "", "price", "x\x1Fprice", "service", "new", ""}));
        QCOMPARE(damageIn(*store), std::string());
    }
};

QTEST_GUILESS_MAIN(TestStoreDefinitions)
#include "tst_storedefinitions.moc"
