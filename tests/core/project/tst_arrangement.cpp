#include "core/project/chunkcodec.h"
#include "tests/core/project/projectsupport.h"

#include <QFile>
#include <QTest>
#include <functional>
#include <random>
#include <sqlite3.h>

using namespace xo;
using namespace xo::test;

namespace {

// Events of some customers: blank keys, rows without a time, equal times.
ImportBatch events(unsigned seed, int rows, int customers, const std::string& dataset = "e") {
    std::mt19937 random(seed);
    std::vector<std::string> keys, stages;
    std::vector<Instant> at;
    for (int i = 0; i < rows; ++i) {
        keys.push_back(random() % 9 ? "c" + std::to_string(random() % static_cast<unsigned>(customers)) : "");
        at.push_back(random() % 11 ? static_cast<Instant>(random() % 500) * 60'000 - 7'000'000 : kNoTime);
        stages.push_back("s" + std::to_string(random() % 4));
    }
    return batchOf(dataset, DatasetKind::Events,
                   {categories("customer", keys, "customer"), times("t", at), categories("stage", stages, "stage"),
                    numbers("n", std::vector<double>(static_cast<std::size_t>(rows), 1.0))},
                   std::to_string(seed));
}

SubjectIndex orderOf(const Store& store, std::size_t table = 0) {
    const auto workspace = store.workspace();
    const auto index = (*workspace)->bySubject(table);
    return index ? **index : SubjectIndex();
}
bool operator==(const SubjectIndex& a, const SubjectIndex& b) {
    return !a.rows.empty() && a.offsets == b.offsets && a.rows == b.rows;
}
std::shared_ptr<const Table> tableOf(const Store& store) {
    return (*store.workspace())->tables.at(0);
}

void runSql(const QString& name, const char* sql) {
    sqlite3* db = nullptr;
    sqlite3_open(name.toUtf8().constData(), &db);
    char* message = nullptr;
    if (sqlite3_exec(db, sql, nullptr, nullptr, &message) != SQLITE_OK) qWarning("%s", message);
    sqlite3_free(message);
    sqlite3_close(db);
}

} // namespace

/// The order of customers that the file keeps: read in place of being derived, never believed.
class TestArrangement : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    int m_number = 0;
    QString fresh() { return m_folder.filePath(QStringLiteral("a%1.xow").arg(++m_number)); }
    static QByteArray read(const QString& name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static std::unique_ptr<Store> opened(const QString& name, Store::Access access = Store::Access::ReadOnly) {
        return std::move(Store::open(name.toStdString(), access)).value();
    }

    // A compacted project of 300,000 events: more than one block.
    QString compacted() {
        const QString name = fresh();
        auto store = std::move(Store::create(name.toStdString())).value();
        auto appended = store->append(events(1, 300'000, 20'000), ImportMode::Append, {});
        auto report = store->compact({});
        if (!appended || !report || report->arranged != std::vector<std::string>{"e"}) qFatal("no project");
        return name;
    }

private Q_SLOTS:
    void kept() {
        const QString name = fresh();
        auto store = std::move(Store::create(name.toStdString())).value();
        XO_OK(store->append(events(1, 300'000, 20'000), ImportMode::Append, {}));
        const SubjectIndex derived = orderOf(*store);
        QVERIFY(!tableOf(*store)->storedOrder());
        const std::vector<std::string> cells = cellsOf(*store, "e", "t");
        const auto report = store->compact({});
        XO_OK(report);
        QCOMPARE(report->arranged, std::vector<std::string>{"e"});
        QVERIFY(report->bytesAfter > report->bytesBefore);
        QVERIFY(tableOf(*store)->storedOrder()); // the next snapshot of an open file reads it, too
        QVERIFY(orderOf(*store) == derived);
        QVERIFY(store->compact({})->arranged.empty());
        store.reset();
        store = opened(name);
        const auto order = tableOf(*store)->storedOrder();
        QVERIFY(order && order->rows == 300'000 && order->unit == 60'000 && order->staged);
        QVERIFY(orderOf(*store) == derived);
        QCOMPARE(damageIn(*store), std::string());
        QVERIFY(cellsOf(*store, "e", "t") == cells);
        // a saved copy has it, too
        const QString copy = fresh();
        XO_OK(store->saveAs(copy.toStdString()));
        QVERIFY(tableOf(*opened(copy))->storedOrder());
    }

    void cancelled() {
        const QString name = fresh();
        auto store = std::move(Store::create(name.toStdString())).value();
        XO_OK(store->append(events(1, 300'000, 20'000), ImportMode::Append, {}));
        const QByteArray before = read(name);
        JobContext job;
        int reports = 0;
        job.onProgress = [&](const Progress& progress) {
            QVERIFY(progress.done <= progress.total);
            ++reports;
            job.cancel();
        };
        XO_FAILS(store->compact(job), "job.cancelled");
        QVERIFY(reports > 0);
        store.reset();
        QVERIFY(read(name) == before);
    }

    // Next month's file: what is there keeps its place, byte for byte, and the order is that of all rows.
    void appended() {
        const QString name = compacted();
        const QByteArray before = read(name);
        auto store = opened(name, Store::Access::ReadWrite);
        XO_OK(store->append(events(2, 20'000, 30'000), ImportMode::Append, {})); // new customers among them
        const auto order = tableOf(*store)->storedOrder();
        QVERIFY(order && order->rows == 300'000);
        const SubjectIndex merged = orderOf(*store);
        QCOMPARE(merged.rows.size(), std::size_t{320'000});
        store.reset();
        const QByteArray after = read(name);
        constexpr int kPage = 8192;
        int changed = 0;
        for (qsizetype at = 0; at < before.size(); at += kPage)
            changed += before.mid(at, kPage) == after.mid(at, kPage) ? 0 : 1;
        QVERIFY2(after.size() > before.size() && changed <= 40 && changed * 8 < before.size() / kPage,
                 qPrintable(QStringLiteral("%1 of %2 pages changed").arg(changed).arg(before.size() / kPage)));
        // every chunk's bytes stand where they stood
        sqlite3* db = nullptr;
        sqlite3_open(name.toUtf8().constData(), &db);
        sqlite3_stmt* chunk = nullptr;
        sqlite3_prepare_v2(db, "SELECT substr(data, 20000, 4000) FROM chunk WHERE length(data) > 24000 AND batch = 1",
                           -1, &chunk, nullptr);
        int found = 0;
        while (sqlite3_step(chunk) == SQLITE_ROW) {
            const QByteArray piece(static_cast<const char*>(sqlite3_column_blob(chunk, 0)), 1000);
            QCOMPARE(before.indexOf(piece), after.indexOf(piece));
            found += before.contains(piece) ? 1 : 0; // those a page's end cuts are not found
        }
        sqlite3_finalize(chunk);
        sqlite3_close(db);
        QVERIFY(found > 3);

        auto without = std::move(Store::create(fresh().toStdString())).value();
        XO_OK(without->append(events(1, 300'000, 20'000), ImportMode::Append, {}));
        XO_OK(without->append(events(2, 20'000, 30'000), ImportMode::Append, {}));
        QVERIFY(merged == orderOf(*without));
        store = opened(name, Store::Access::ReadWrite);
        QCOMPARE(damageIn(*store), std::string());
        QCOMPARE(store->compact({})->arranged, std::vector<std::string>{"e"});
        QCOMPARE(tableOf(*store)->storedOrder()->rows, std::size_t{320'000});
        QVERIFY(merged == orderOf(*store));
    }

    // Other rows, another customer column: what the file keeps is of no use, and nobody reads it.
    void stale_data() {
        QTest::addColumn<int>("edit");
        for (int i = 0; i < 4; ++i)
            QTest::addRow("%d", i) << i;
    }
    void stale() {
        QFETCH(int, edit);
        const QString name = compacted();
        auto store = opened(name, Store::Access::ReadWrite);
        auto without = std::move(Store::create(fresh().toStdString())).value();
        XO_OK(without->append(events(1, 300'000, 20'000), ImportMode::Append, {}));
        const std::function<Result<void>(Store&)> edits[] = {
            [](Store& s) -> Result<void> {
                auto done = s.append(events(3, 1000, 50), ImportMode::Replace, {});
                return done ? Result<void>() : done.failure();
            },
            [](Store& s) -> Result<void> {
                if (auto done = s.undoBatch(1); !done) return done;
                auto done = s.append(events(4, 300'000, 20'000), ImportMode::Append, {});
                return done ? Result<void>() : done.failure();
            },
            [](Store& s) {
                return s.putColumn("e", {"t", "", Role::parse("dimension").value(), ValueType::DateTime});
            },
            [](Store& s) {
                return s.putColumn("e", {"stage", "", Role::parse("dimension").value(), ValueType::Category});
            }};
        for (Store* each : {store.get(), without.get()})
            XO_OK(edits[edit](*each));
        QVERIFY(!tableOf(*store)->storedOrder());
        QVERIFY(!tableOf(*store)->orderProblem());
        QVERIFY(orderOf(*store) == orderOf(*without));
        QCOMPARE(damageIn(*store), std::string());
        XO_OK(store->compact({}));
        QVERIFY(tableOf(*store)->storedOrder());
        QVERIFY(orderOf(*store) == orderOf(*without));
    }

    void damaged_data() {
        QTest::addColumn<QByteArray>("sql");
        const auto row = [](const char* name, const char* sql) { QTest::newRow(name) << QByteArray(sql); };
        const char* const patch =
            "UPDATE arrangement SET data = CAST(substr(data, 1, 40) || x'5A5A' || substr(data, 43) "
            "AS BLOB) WHERE part = %1 AND number = 0";
        for (int part = 0; part <= 4; ++part)
            QTest::addRow("part %d", part) << QByteArray(patch).replace("%1", QByteArray::number(part));
        row("a block gone", "DELETE FROM arrangement WHERE part = 2 AND number = 1");
        row("blocks changed places", "UPDATE arrangement SET number = 9 WHERE part = 2 AND number = 0; "
                                     "UPDATE arrangement SET number = 0 WHERE part = 2 AND number = 1; "
                                     "UPDATE arrangement SET number = 1 WHERE part = 2 AND number = 9");
        row("counts shortened", "UPDATE arrangement SET data = substr(data, 1, 9) WHERE part = 1");
    }
    void damaged() {
        QFETCH(QByteArray, sql);
        const QString name = compacted();
        const SubjectIndex whole = orderOf(*opened(name));
        runSql(name, sql.constData());
        auto store = opened(name);
        const auto table = tableOf(*store);
        QVERIFY(orderOf(*store) == whole);
        const std::string found = damageIn(*store);
        QVERIFY2(found.find("(order of customers)") != std::string::npos, found.c_str());
        store = opened(name, Store::Access::ReadWrite);
        QCOMPARE(store->compact({})->arranged, std::vector<std::string>{"e"});
        QCOMPARE(damageIn(*store), std::string());
        QVERIFY(orderOf(*store) == whole);
    }

    // Right checksums over a wrong order, which only somebody can have written: verify compares it with the rows.
    void forged() {
        const QString name = compacted();
        sqlite3* db = nullptr;
        sqlite3_open(name.toUtf8().constData(), &db);
        sqlite3_stmt* get = nullptr;
        sqlite3_prepare_v2(db,
                           "SELECT a.dataset, a.\"rows\", a.encoding, a.bytes, a.data, s.data FROM arrangement a JOIN "
                           "arrangement s ON s.part = 0 WHERE a.part = 2 AND a.number = 0",
                           -1, &get, nullptr);
        QCOMPARE(sqlite3_step(get), SQLITE_ROW);
        std::string data(static_cast<const char*>(sqlite3_column_blob(get, 4)),
                         static_cast<std::size_t>(sqlite3_column_bytes(get, 4)));
        const auto digest = loadAs<std::int64_t>(static_cast<const unsigned char*>(sqlite3_column_blob(get, 5)) + 16);
        QCOMPARE(sqlite3_column_int(get, 2), static_cast<int>(Layout::Codes32));
        std::swap_ranges(data.begin() + 400'000, data.begin() + 400'004, data.begin() + 800'000);
        const std::int64_t sum =
            chunkChecksum(data, {sqlite3_column_int64(get, 0), digest, 2, 0, sqlite3_column_int64(get, 1),
                                 sqlite3_column_int64(get, 2), sqlite3_column_int64(get, 3)});
        sqlite3_finalize(get);
        sqlite3_stmt* put = nullptr;
        sqlite3_prepare_v2(db, "UPDATE arrangement SET data = ?1, checksum = ?2 WHERE part = 2 AND number = 0", -1,
                           &put, nullptr);
        sqlite3_bind_blob(put, 1, data.data(), static_cast<int>(data.size()), SQLITE_TRANSIENT);
        sqlite3_bind_int64(put, 2, sum);
        QCOMPARE(sqlite3_step(put), SQLITE_DONE);
        sqlite3_finalize(put);
        sqlite3_close(db);
        auto store = opened(name, Store::Access::ReadWrite);
        const std::string found = damageIn(*store);
        QVERIFY2(found.find("(order of customers)") != std::string::npos, found.c_str());
        QCOMPARE(store->compact({})->arranged, std::vector<std::string>{"e"});
        QCOMPARE(damageIn(*store), std::string());
    }
};

QTEST_GUILESS_MAIN(TestArrangement)
#include "tst_arrangement.moc"
