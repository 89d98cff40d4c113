#include "tests/core/project/projectsupport.h"

#include <QFile>
#include <QTest>
#include <thread>

using namespace xo;
using namespace xo::test;
using Strings = std::vector<std::string>;

namespace {
const double kNaN = std::numeric_limits<double>::quiet_NaN();

ImportBatch answers(const Strings& ids, const Strings& customers, const std::vector<std::uint8_t>& nps,
                    const std::string& hash = {}) {
    return batchOf("answers", DatasetKind::Answers,
                   {categories("id", ids, "id"), categories("customer", customers, "customer"), scores("nps", nps)},
                   hash);
}
} // namespace

class TestStore : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    int m_number = 0;
    std::string fresh() { return m_folder.filePath(QStringLiteral("p%1.xow").arg(++m_number)).toStdString(); }
    std::unique_ptr<Store> make(const NewProject& project = {}) {
        return std::move(Store::create(fresh(), project)).value();
    }

private Q_SLOTS:
    void createRefusesExisting() {
        const std::string path = fresh();
        XO_OK(Store::create(path, {"Asia/Shanghai", 4, "zh"}));
        XO_FAILS(Store::create(path), "project.exists");
        XO_FAILS(Store::create(fresh(), {"Mars/Olympus", 1, ""}), "time.unknown_zone");
        const auto store = Store::open(path, Store::Access::ReadOnly);
        XO_OK(store);
        QCOMPARE((*store)->settings().value(), (ProjectSettings{"Asia/Shanghai", 4, "zh"}));
        XO_FAILS((*store)->putOption("a", "b"), "project.read_only");
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray header = file.read(100);
        QCOMPARE(int(header[18]), 1);
        QCOMPARE(int(header[19]), 1);
        QCOMPARE(header.mid(68, 4), QByteArray("XOW1"));
    }

    void roundTripOfAllTypes() {
        auto odd = emptyColumn("odd", "dimension", ValueType::Number);
        odd->rows = 4;
        odd->numbers = {1.5, kNaN, kNaN, kNaN};
        odd->states = {0, 1, 5, 4};
        auto store = make({"Asia/Shanghai", 1, ""});
        auto batch = batchOf(
            "all", DatasetKind::Answers,
            {categories("region", {"华东", "", "华南", "华东"}),
             scores("nps", {10, scoreByte(CellState::OutOfRange), 0, scoreByte(CellState::NotAsked)}),
             scores("csat", {0, 4, scoreByte(CellState::Blank), scoreByte(CellState::NotApplicable)}, "csat:1-5"),
             numbers("whole", {1, -5, kNaN, 9007199254740991.0}, ValueType::Integer),
             numbers("real", {0.1, -0.0, kNaN, 1e300}), odd,
             times("day", {1767196800000 - 8 * 3600000, kNoTime, 1767283200000 - 8 * 3600000, 0 - 8 * 3600000},
                   ValueType::Date, "dimension"),
             times("at", {1767226845678, kNoTime, -1, 253402300799999}),
             texts("verbatim", {"等得太久", "", "a\nb", "\"q\""})});
        batch.problems = {{3, "nps", "11", "out_of_range", false}, {9, "", "a,b,c", "ragged_row", true}};
        batch.rowsRejected = 1;
        store->setClock([] { return Instant{42}; });
        const auto report = store->append(batch, ImportMode::Append, {});
        XO_OK(report);
        QCOMPARE(report->rowsImported, std::uint64_t{4});
        const std::string path = store->path();
        store.reset();
        store = std::move(Store::open(path, Store::Access::ReadOnly)).value();
        QCOMPARE(cellsOf(*store, "all", "region"), (Strings{"华东", "", "华南", "华东"}));
        QCOMPARE(cellsOf(*store, "all", "nps"), (Strings{"10", "state:out_of_range", "0", "state:not_asked"}));
        QCOMPARE(cellsOf(*store, "all", "csat"), (Strings{"1", "5", "", "state:not_applicable"}));
        QCOMPARE(cellsOf(*store, "all", "whole"), (Strings{"1", "-5", "", "9007199254740991"}));
        QCOMPARE(cellsOf(*store, "all", "odd"), (Strings{"1.5", "", "state:unparsed", "state:out_of_range"}));
        QCOMPARE(cellsOf(*store, "all", "verbatim"), (Strings{"等得太久", "", "a\nb", "\"q\""}));
        const auto table = store->workspace().value()->tables.at(0);
        const auto at = table->column(*table->find("at")).value();
        QCOMPARE(at->times, (std::vector<Instant>{1767226845678, kNoTime, -1, 253402300799999}));
        const auto day = table->column(*table->find("day")).value();
        QCOMPARE(day->times[2], Instant{1767283200000 - 8 * 3600000});
        const auto real = table->column(*table->find("real")).value();
        QCOMPARE(real->numbers[0], 0.1);
        QVERIFY(std::signbit(real->numbers[1]));
        QVERIFY(std::isnan(real->numbers[2]));
        QCOMPARE(real->numbers[3], 1e300);
        QCOMPARE(store->problems(1).value(), batch.problems);
        XO_FAILS(store->problems(7), "project.no_batch");
        const auto batches = store->batches().value();
        QCOMPARE(batches.size(), std::size_t{1});
        QCOMPARE(batches[0].importedAt, Instant{42});
        QCOMPARE(batches[0].rowsRejected, std::uint64_t{1});
        QCOMPARE(batches[0].recipe, batch.recipe);
        QCOMPARE(damageIn(*store), std::string());
    }

    // long columns: several chunks, code widths 8 → 16 → 32, 70,000 rows
    void manyChunks() {
        Strings keys, bodies;
        std::vector<double> values;
        std::vector<Instant> at;
        for (int i = 0; i < 140'000; ++i) {
            keys.push_back("k" + std::to_string(i / 2));
            values.push_back(i % 7 ? i * 0.5 : kNaN);
            at.push_back(i % 5 ? 1'700'000'000'000 + i * 1000LL : kNoTime);
            bodies.push_back(i % 3 ? "" : "回答 " + std::to_string(i));
        }
        auto store = make();
        XO_OK(store->append(
            batchOf("big", DatasetKind::Events,
                    {categories("who", keys, "customer"), numbers("x", values), times("at", at), texts("t", bodies)}),
            ImportMode::Append, {}));
        QCOMPARE(cellsOf(*store, "big", "who"), keys);
        QCOMPARE(cellsOf(*store, "big", "t"), bodies);
        const auto table = store->workspace().value()->tables.at(0);
        QCOMPARE(table->column(2).value()->times, at);
        const auto x = table->column(1).value();
        for (std::size_t i = 0; i < values.size(); ++i)
            QVERIFY(std::isnan(values[i]) ? std::isnan(x->numbers[i]) : x->numbers[i] == values[i]);
    }

    // cells of 5 MB and of 100 KB: no BLOB beyond 4 MiB, bytes that don't compress included
    void longTexts() {
        Strings cells;
        std::uint32_t seed = 1;
        for (const std::size_t size : {5'000'000u, 10u, 0u, 5'000'000u, 100'000u}) {
            std::string cell(size, ' ');
            for (char& c : cell) {
                seed = seed * 1664525u + 1013904223u;
                c = static_cast<char>(33 + (seed >> 24) % 90);
            }
            cells.push_back(cell);
        }
        for (int i = 0; i < 60; ++i)
            cells.push_back(std::string(100'000, static_cast<char>('a' + i % 26)));
        auto store = make();
        XO_OK(store->append(batchOf("long", DatasetKind::Feedback, {texts("t", cells), categories("c", cells)}),
                            ImportMode::Append, {}));
        std::int64_t longest = 0;
        const auto row = [&](const std::vector<SqlCell>& values) {
            longest = std::get<std::int64_t>(values[0]);
            return true;
        };
        XO_OK(store->sql("SELECT max(n) FROM (SELECT length(data) AS n FROM chunk UNION ALL SELECT length(data) FROM "
                         "dictionary_chunk)",
                         {}, row));
        QVERIFY(longest > 3'000'000 && longest <= (4 << 20));
        QCOMPARE(cellsOf(*store, "long", "t"), cells);
        QCOMPARE(cellsOf(*store, "long", "c"), cells);
        QCOMPARE(damageIn(*store), std::string());
    }

    void wideAndEmpty() {
        auto store = make();
        std::vector<std::shared_ptr<const Column>> wide;
        for (int i = 0; i < 10'000; ++i)
            wide.push_back(i % 2 ? scores("q" + std::to_string(i), {3, 4}, "csat:1-5")
                                 : categories("q" + std::to_string(i), {"a", "b"}));
        XO_OK(store->append(batchOf("wide", DatasetKind::Answers, wide), ImportMode::Append, {}));
        XO_OK(store->append(
            batchOf("empty", DatasetKind::Customers, {categories("customer", {}, "customer"), texts("t", {})}),
            ImportMode::Append, {}));
        XO_OK(store->append(batchOf("bare", DatasetKind::Metrics, {}), ImportMode::Append, {}));
        const std::string path = store->path();
        store.reset();
        store = std::move(Store::open(path, Store::Access::ReadOnly)).value();
        const auto datasets = store->datasets().value();
        QCOMPARE(datasets.size(), std::size_t{3});
        QCOMPARE(datasets[0].columns.size(), std::size_t{10'000});
        QCOMPARE(datasets[1].rows, std::uint64_t{0});
        QCOMPARE(cellsOf(*store, "wide", "q9999"), (Strings{"4", "5"}));
        QCOMPARE(cellsOf(*store, "empty", "t"), Strings());
        std::uint64_t rows =
            store->sql("SELECT a.q0, b.q9999 FROM wide a JOIN \"wide#6\" b ON b.rowid = a.rowid", {}, {}).value();
        QCOMPARE(rows, std::uint64_t{2});
        QCOMPARE(damageIn(*store), std::string());
    }

    void sharedKeys() {
        auto store = make();
        XO_OK(store->append(answers({"1", "2"}, {"b", "c"}, {9, 1}), ImportMode::Append, {}));
        XO_OK(store->append(
            batchOf("events", DatasetKind::Events,
                    {texts("who", {"c", "d", ""}, "customer"), categories("order", {"x", "", "y"}, "link")}),
            ImportMode::Append, {}));
        const auto workspace = store->workspace().value();
        const auto a = workspace->tables[0]->column(1).value(), b = workspace->tables[1]->column(0).value();
        QCOMPARE(a->codes[1], b->codes[0]);
        QCOMPARE(b->codes[2], 0u);
        QCOMPARE(workspace->customers->size(), 4u);
        QCOMPARE(workspace->links->size(), 3u);
        QCOMPARE(workspace->customers->find("d"), b->codes[1]);
        QVERIFY(b->info.type == ValueType::Category);
    }

    void laterBatches() {
        auto store = make();
        XO_OK(store->append(batchOf("s", DatasetKind::Answers,
                                    {categories("a", {"x", "y"}), numbers("n", {1, 2}, ValueType::Integer),
                                     categories("gone", {"1", "2"}), categories("blank", {"", ""})}),
                            ImportMode::Append, {}));
        const auto report = store->append(batchOf("s", DatasetKind::Answers,
                                                  {numbers("new", {7, kNaN}), categories("a", {"z", "x"}),
                                                   numbers("n", {2.5, kNaN}), scores("blank", {1, 2})}),
                                          ImportMode::Append, {});
        XO_OK(report);
        QCOMPARE(report->newColumns, (Strings{"new", "blank"}));
        QCOMPARE(report->missingColumns, Strings{"gone"});
        QCOMPARE(cellsOf(*store, "s", "a"), (Strings{"x", "y", "z", "x"}));
        QCOMPARE(cellsOf(*store, "s", "n"), (Strings{"1", "2", "2.5", ""}));
        QCOMPARE(cellsOf(*store, "s", "gone"), (Strings{"1", "2", "", ""}));
        QCOMPARE(cellsOf(*store, "s", "new"), (Strings{"", "", "7", ""}));
        QCOMPARE(cellsOf(*store, "s", "blank"), (Strings{"", "", "1", "2"}));
        XO_FAILS(store->append(batchOf("s", DatasetKind::Events, {categories("a", {"x"})}), ImportMode::Append, {}),
                 "project.kind_differs");
        XO_FAILS(store->append(batchOf("s", DatasetKind::Answers, {numbers("a", {1})}), ImportMode::Append, {}),
                 "project.type_differs");
        XO_FAILS(store->append(batchOf("s", DatasetKind::Answers, {categories("a", {"1"}, "customer")}),
                               ImportMode::Append, {}),
                 "project.role_differs");
        XO_FAILS(store->append(batchOf("s", DatasetKind::Answers, {scores("blank", {1}, "csat:1-5")}),
                               ImportMode::Append, {}),
                 "project.role_differs");
        XO_OK(
            store->append(batchOf("s", DatasetKind::Answers, {numbers("a", {kNaN}), texts("gone", {"9"}, "dimension")}),
                          ImportMode::Append, {}));
        QCOMPARE(cellsOf(*store, "s", "a"), (Strings{"x", "y", "z", "x", ""}));
        QCOMPARE(cellsOf(*store, "s", "gone"), (Strings{"1", "2", "", "", "9"}));
        QCOMPARE(damageIn(*store), std::string());
    }

    void sameFileAgain() {
        auto store = make();
        const auto first = store->append(answers({"1"}, {"a"}, {9}, "h1"), ImportMode::Append, {}).value();
        const auto again = store->append(answers({"1"}, {"a"}, {9}, "h1"), ImportMode::Append, {}).value();
        QCOMPARE(again.duplicateOf, std::optional(first.batch));
        QCOMPARE(again.rowsImported, std::uint64_t{0});
        QCOMPARE(store->append(answers({"1"}, {"a"}, {9}, "h1"), ImportMode::Replace, {}).value().duplicateOf,
                 std::optional(first.batch));
        XO_OK(store->append(answers({"2"}, {"b"}, {8}, "h2"), ImportMode::Append, {}));
        const auto replaced = store->append(answers({"1"}, {"a"}, {9}, "h1"), ImportMode::Replace, {}).value();
        QVERIFY(!replaced.duplicateOf);
        QCOMPARE(replaced.rowsHidden, std::uint64_t{2});
        QCOMPARE(cellsOf(*store, "answers", "id"), Strings{"1"});
        XO_OK(store->undoBatch(replaced.batch));
        QCOMPARE(cellsOf(*store, "answers", "id"), (Strings{"1", "2"}));
        XO_OK(store->redoBatch(replaced.batch));
        QCOMPARE(cellsOf(*store, "answers", "id"), Strings{"1"});
        // hidden by the Replace, so the file counts as new
        QVERIFY(!store->append(answers({"2"}, {"b"}, {8}, "h2"), ImportMode::Append, {}).value().duplicateOf);
    }

    void upsert() {
        auto store = make();
        XO_OK(store->append(answers({"1", "2", "3", ""}, {"a", "b", "c", "d"}, {1, 2, 3, 4}), ImportMode::Append, {}));
        const auto report =
            store->append(answers({"2", "4", "2", ""}, {"b", "e", "b", "f"}, {5, 6, 7, 8}), ImportMode::Upsert, {});
        XO_OK(report);
        QCOMPARE(report->rowsImported, std::uint64_t{3});
        QCOMPARE(report->rowsHidden, std::uint64_t{1});
        QCOMPARE(cellsOf(*store, "answers", "nps"), (Strings{"1", "3", "4", "6", "7", "8"}));
        XO_OK(store->undoBatch(report->batch));
        QCOMPARE(cellsOf(*store, "answers", "nps"), (Strings{"1", "2", "3", "4"}));
        // a newer upsert while the other is undone: redone, that one stays behind
        XO_OK(store->append(answers({"2"}, {"b"}, {10}), ImportMode::Upsert, {}));
        XO_OK(store->redoBatch(report->batch));
        QCOMPARE(cellsOf(*store, "answers", "nps"), (Strings{"1", "3", "4", "6", "8", "10"}));
        XO_FAILS(store->append(batchOf("e", DatasetKind::Events, {categories("c", {"1"}, "customer")}),
                               ImportMode::Upsert, {}),
                 "project.no_key");
        XO_OK(store->append(
            batchOf("c", DatasetKind::Customers, {categories("c", {"1", "2"}, "customer"), numbers("v", {1, 2})}),
            ImportMode::Append, {}));
        XO_OK(store->append(
            batchOf("c", DatasetKind::Customers, {categories("c", {"2", "3"}, "customer"), numbers("v", {20, 30})}),
            ImportMode::Upsert, {}));
        QCOMPARE(cellsOf(*store, "c", "v"), (Strings{"1", "20", "30"}));
        XO_OK(store->append(batchOf("t", DatasetKind::Answers, {texts("i", {"x", "y"}, "id"), numbers("v", {1, 2})}),
                            ImportMode::Append, {}));
        XO_OK(store->append(batchOf("t", DatasetKind::Answers, {texts("i", {"y", "z"}, "id"), numbers("v", {3, 4})}),
                            ImportMode::Upsert, {}));
        QCOMPARE(cellsOf(*store, "t", "v"), (Strings{"1", "3", "4"}));
        QCOMPARE(damageIn(*store), std::string());
    }

    void undoAndPurge() {
        auto store = make();
        const auto first = store->append(answers({"1"}, {"a"}, {9}, "h"), ImportMode::Append, {}).value();
        XO_OK(store->undoBatch(first.batch));
        QCOMPARE(store->datasets().value().size(), std::size_t{0});
        QCOMPARE(cellsOf(*store, "answers", "id"), Strings{"no dataset"});
        XO_OK(store->redoBatch(first.batch));
        QCOMPARE(cellsOf(*store, "answers", "nps"), Strings{"9"});
        XO_OK(store->undoBatch(first.batch));
        // a wrong kind is put right by undoing and importing again
        XO_OK(store->append(batchOf("answers", DatasetKind::Feedback, {numbers("nps", {3})}, "h"), ImportMode::Append,
                            {}));
        QVERIFY(store->datasets().value().at(0).kind == DatasetKind::Feedback);
        QVERIFY(store->batches().value().at(0).state == BatchState::Purged);
        XO_FAILS(store->redoBatch(first.batch), "project.no_batch");
        const auto second =
            store->append(batchOf("answers", DatasetKind::Feedback, {numbers("nps", {4})}), ImportMode::Append, {})
                .value();
        XO_OK(store->undoBatch(second.batch));
        QCOMPARE(store->purgeUndone().value(), 1);
        QCOMPARE(store->purgeUndone().value(), 0);
        QCOMPARE(cellsOf(*store, "answers", "nps"), Strings{"3"});
        QCOMPARE(damageIn(*store), std::string());
    }

    void snapshotsLast() {
        auto store = make();
        XO_OK(store->append(answers({"1"}, {"a"}, {9}), ImportMode::Append, {}));
        XO_OK(store->append(batchOf("m", DatasetKind::Metrics, {numbers("v", {1})}), ImportMode::Append, {}));
        const auto before = store->workspace().value();
        QCOMPARE(store->workspace().value(), before);
        XO_OK(store->append(answers({"2"}, {"b"}, {8}), ImportMode::Append, {}));
        const auto after = store->workspace().value();
        QVERIFY(after != before);
        QCOMPARE(after->tables[1], before->tables[1]);
        QCOMPARE(after->tables[0]->rows(), std::size_t{2});
        store.reset();
        // the store is gone: columns are still there to be loaded, from several threads
        std::atomic<int> good{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&, t] {
                const auto& table = t % 2 ? before->tables[0] : after->tables[0];
                const auto column = table->column(static_cast<std::size_t>(t % 3));
                if (column && (*column)->rows == (t % 2 ? 1u : 2u)) ++good;
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(good.load(), 8);
    }

    void cancelLeavesNothing() {
        auto store = make();
        XO_OK(store->append(answers({"1"}, {"a"}, {9}), ImportMode::Append, {}));
        std::vector<double> many(3'000'000, 1.25);
        for (std::size_t i = 0; i < many.size(); ++i)
            many[i] += static_cast<double>(i);
        JobContext context;
        int reports = 0;
        context.onProgress = [&](const Progress&) {
            if (++reports == 1) context.cancel();
        };
        const auto before = store->datasets().value();
        const auto done = store->append(
            batchOf("new", DatasetKind::Metrics, {numbers("v", many), categories("c", Strings(3'000'000, "x"))}),
            ImportMode::Append, context);
        XO_FAILS(done, "job.cancelled");
        QCOMPARE(reports, 1);
        QCOMPARE(store->datasets().value(), before);
        QCOMPARE(store->batches().value().size(), std::size_t{1});
        std::int64_t chunks = 0;
        XO_OK(store->sql("SELECT count(*) FROM chunk WHERE batch > 1", {}, [&](const auto& row) {
            chunks = std::get<std::int64_t>(row[0]);
            return true;
        }));
        QCOMPARE(chunks, std::int64_t{0});
        // codes of the rolled-back dictionary must not linger
        XO_OK(store->append(answers({"2"}, {"zz"}, {9}), ImportMode::Append, {}));
        QCOMPARE(cellsOf(*store, "answers", "customer"), (Strings{"a", "zz"}));
    }

    void readersDuringImport() {
        auto store = make();
        std::vector<double> many(2'000'000);
        for (std::size_t i = 0; i < many.size(); ++i)
            many[i] = static_cast<double>(i) * 1.37;
        XO_OK(store->append(batchOf("m", DatasetKind::Metrics, {numbers("v", many)}), ImportMode::Append, {}));
        const auto before = store->workspace().value();
        std::atomic<bool> bad{false};
        JobContext context;
        bool first = true;
        context.onProgress = [&](const Progress&) {
            if (!first) return;
            first = false;
            std::thread([&] {
                const auto now = store->workspace();
                const auto column = before->tables[0]->column(0);
                bad = !now || *now != before || !column || (*column)->numbers != many;
            }).join();
        };
        XO_OK(store->append(batchOf("m", DatasetKind::Metrics, {numbers("v", many)}), ImportMode::Append, context));
        QVERIFY(!first);
        QVERIFY(!bad);
        QCOMPARE(store->workspace().value()->tables[0]->rows(), std::size_t{4'000'000});
    }

    void definitions() {
        auto store = make();
        Journey journey;
        journey.name = "购车";
        journey.stages = {{"到店", "", std::nullopt, ""}, {"下定", "stage = '下定'", Span{7, Span::Unit::Day}, "csat"}};
        Segment segment{"高价值", "value = 'high'", "", false, "", {}};
        Recipe recipe;
        recipe.name = "monthly";
        XO_OK(store->putJourney(journey));
        XO_OK(store->putSegment(segment));
        XO_OK(store->putRecipe(recipe));
        XO_OK(store->putView("v", Json{{"a", 1}}));
        XO_OK(store->append(answers({"1"}, {"a"}, {9}), ImportMode::Append, {}));
        XO_OK(
            store->putTag("担心闲置", {{"a", "predicted", 0.7, "m1", "2026-01-01"}, {"unknown", "actual", 1, "", ""}}));
        XO_OK(store->putOption("small", "10"));
        segment.rule = "value = 'low'";
        XO_OK(store->putSegment(segment));
        XO_FAILS(store->removeSegment("nope"), "project.no_such");
        const std::string path = store->path();
        store.reset();
        store = std::move(Store::open(path, Store::Access::ReadWrite)).value();
        QCOMPARE(store->journeys().value(), std::vector<Journey>{journey});
        QCOMPARE(store->segments().value(), std::vector<Segment>{segment});
        QCOMPARE(store->recipe("monthly").value(), std::optional(recipe));
        QVERIFY(store->views().value().at(0).second == (Json{{"a", 1}}));
        QCOMPARE(store->tagRows("担心闲置").value().size(), std::size_t{2});
        QCOMPARE(store->option("small").value(), std::optional<std::string>("10"));
        QCOMPARE(store->option("none").value(), std::optional<std::string>());
        const auto workspace = store->workspace().value();
        QCOMPARE(workspace->journeys.size(), std::size_t{1});
        QCOMPARE(workspace->tags.at("担心闲置").size(), std::size_t{1});
        QCOMPARE(workspace->tags.at("担心闲置")[0].probability, 0.7);
        XO_OK(store->removeJourney("购车"));
        XO_OK(store->removeTag("担心闲置"));
        XO_OK(store->putSettings({"Europe/Berlin", 7, "en"}));
        QCOMPARE(store->workspace().value()->journeys.size(), std::size_t{0});
        QCOMPARE(store->workspace().value()->fiscalStartMonth, 7);
        XO_OK(store->putColumn("answers", {"id", "Nummer", Role::parse("dimension").value(), ValueType::Category}));
        QCOMPARE(store->datasets().value()[0].columns[0].label, std::string("Nummer"));
        XO_FAILS(store->putColumn("answers", {"id", "", Role::parse("nps").value(), ValueType::Category}),
                 "project.role_unfit");
        XO_FAILS(store->putColumn("answers", {"id", "", Role::parse("customer").value(), ValueType::Category}),
                 "project.role_taken");
        QCOMPARE(damageIn(*store), std::string());
    }
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
