#include "core/analysis/funnel/funnel.h"
#include "core/session/engine.h"
#include "tests/core/project/projectsupport.h"

#include <QTest>
#include <random>
#include <sqlite3.h>

using namespace xo;
using namespace xo::analysis;
using namespace xo::test;

/// Figures don't depend on whether the file keeps the order of customers, nor on the number of threads.
class TestStoredOrder : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::string m_plain, m_kept, m_damaged, m_longer;

    static ImportBatch events(unsigned seed, int rows) {
        std::mt19937 random(seed);
        std::vector<std::string> keys, stages, stores;
        std::vector<Instant> at;
        for (int i = 0; i < rows; ++i) {
            keys.push_back(random() % 40 ? "c" + std::to_string(random() % 9000) : "");
            // whole seconds, many at the same time
            at.push_back(random() % 50 ? static_cast<Instant>(random() % 700) * 12'345'000 : kNoTime);
            stages.push_back(random() % 30 ? "s" + std::to_string(random() % 6) : "");
            stores.push_back("store " + std::to_string(random() % 40));
        }
        return batchOf("e", DatasetKind::Events,
                       {categories("customer", keys, "customer"), times("t", at), categories("stage", stages, "stage"),
                        categories("store", stores)},
                       std::to_string(seed));
    }
    static ImportBatch answers() {
        std::mt19937 random(5);
        std::vector<std::string> keys;
        std::vector<Instant> at;
        std::vector<std::uint8_t> nps;
        for (int i = 0; i < 30'000; ++i) {
            keys.push_back("c" + std::to_string(random() % 9500));
            at.push_back(static_cast<Instant>(random() % 720) * 12'345'000 + 1000);
            nps.push_back(static_cast<std::uint8_t>(random() % 11));
        }
        return batchOf("a", DatasetKind::Answers,
                       {categories("customer", keys, "customer"), times("t", at), scores("nps", nps)}, "a");
    }
    std::string made(const char* name, bool compacted, bool longer) {
        const std::string path = m_folder.filePath(QString::fromLatin1(name)).toStdString();
        auto store = std::move(Store::create(path)).value();
        bool good = store->append(events(1, 200'000), ImportMode::Append, {}).has_value() &&
                    store->append(answers(), ImportMode::Append, {}).has_value();
        if (compacted) good = good && store->compact({}).has_value();
        if (longer) good = good && store->append(events(2, 40'000), ImportMode::Append, {}).has_value();
        if (!good) qFatal("no project");
        return path;
    }

    static std::string funnel(const std::string& path, const FunnelParams& params, unsigned threads,
                              std::vector<std::string>* notes = nullptr) {
        const auto store = Store::open(path, Store::Access::ReadOnly);
        if (!store) return errorOf(store.error());
        JobContext job;
        job.threads = threads;
        auto result = runFunnel(makeContext(*(*store)->workspace()), params, job);
        if (!result) return errorOf(result.error());
        if (notes) *notes = result->notes;
        std::erase(result->notes, "funnel.note.order_damaged");
        return toJson(*result).dump();
    }
    static Journey journey() {
        Journey out;
        out.name = "j";
        for (const char* name : {"s0", "s1", "s2", "s3"}) {
            out.stages.emplace_back();
            out.stages.back().name = name;
        }
        out.window = Span{30, Span::Unit::Day};
        return out;
    }

private Q_SLOTS:
    void initTestCase() {
        m_plain = made("plain.xow", false, false);
        m_kept = made("kept.xow", true, false);
        m_longer = made("longer.xow", true, true);
        m_damaged = made("damaged.xow", true, false);
        sqlite3* db = nullptr;
        sqlite3_open(m_damaged.c_str(), &db);
        QCOMPARE(sqlite3_exec(db, "UPDATE arrangement SET data = zeroblob(length(data)) WHERE part = 3", nullptr,
                              nullptr, nullptr),
                 SQLITE_OK);
        sqlite3_close(db);
    }

    void funnels_data() {
        QTest::addColumn<int>("number");
        for (int i = 0; i < 12; ++i)
            QTest::addRow("%d", i) << i;
    }
    void funnels() {
        QFETCH(int, number);
        FunnelParams params;
        params.definition = journey();
        Journey& one = *params.definition;
        switch (number) {
        case 1:
            params.by = "store";
            break;
        case 2:
            params.filter = "store in ('store 1', 'store 2', 'store 3')";
            params.by = "store";
            break;
        case 3:
            params.order = FunnelOrder::StrictAll;
            break;
        case 4:
            params.order = FunnelOrder::Any;
            params.by = "store";
            break;
        case 5:
            one.stages[1].optional = true;
            one.stages[2].stepLimit = Span{9, Span::Unit::Day};
            break;
        case 6:
            params.satisfaction = "nps";
            params.survival = true;
            break;
        case 7:
            one.window = Span{20, Span::Unit::CalendarDay};
            params.attempt = FunnelAttempt::Every;
            params.from = "1970-01-20";
            params.to = "1970-03-02";
            break;
        case 8:
            one.exclusion = "stage = 's5'";
            break;
        case 9:
            one.stages[1].condition = "store = 'store 7'";
            break;
        case 10:
            one.hold = {"store"};
            break;
        case 11:
            one.stages.push_back(one.stages[0]); // one name, two stages
            params.attempt = FunnelAttempt::First;
            break;
        default:
            one.window = Span{40, Span::Unit::Hour};
        }
        const std::string expected = funnel(m_plain, params, 2);
        QVERIFY2(expected.starts_with('{') && expected.find("\"stage\":\"s1\",\"reached\":0") == std::string::npos,
                 expected.c_str());
        for (const unsigned threads : {1U, 2U, 4U})
            QCOMPARE(funnel(m_kept, params, threads), expected);
        std::vector<std::string> notes;
        QCOMPARE(funnel(m_damaged, params, 2, &notes), expected);
        const bool read = number < 8; // the others ask for the order in another way, which reads no times
        QCOMPARE(std::count(notes.begin(), notes.end(), "funnel.note.order_damaged") > 0, read);
    }

    void appended() {
        FunnelParams params;
        params.definition = journey();
        params.by = "store";
        const std::string path = made("without.xow", false, true);
        const std::string expected = funnel(path, params, 2);
        for (const unsigned threads : {1U, 2U, 4U})
            QCOMPARE(funnel(m_longer, params, threads), expected);
        QVERIFY(expected != funnel(m_plain, params, 2));
    }

    // Ties of answers to events and the list of datasets, with links and without.
    void ties() {
        std::vector<std::string> seen;
        for (const std::string& path : {m_plain, m_kept, m_damaged}) {
            const auto store = Store::open(path, Store::Access::ReadOnly);
            XO_OK(store);
            const auto json = session::describe(makeContext(*(*store)->workspace()), {});
            XO_OK(json);
            seen.push_back(json->dump());
        }
        QVERIFY(seen[0].find("\"linked\":") != std::string::npos);
        QCOMPARE(seen[1], seen[0]);
        QCOMPARE(seen[2], seen[0]);
    }
};

QTEST_GUILESS_MAIN(TestStoredOrder)
#include "tst_storedorder.moc"
