#include "core/columnar/cluster.h"
#include "core/columnar/workspace.h"

#include <QtTest>

#include <atomic>
#include <numeric>
#include <random>
#include <thread>

using namespace xo;

namespace {

std::shared_ptr<const Column> keyColumn(const char* name, RoleKind role, const std::vector<const char*>& values,
                                        const std::shared_ptr<Dictionary>& dictionary) {
    auto column = std::make_shared<Column>();
    column->info.name = name;
    column->info.role.kind = role;
    column->rows = values.size();
    std::vector<std::uint32_t> codes;
    for (const char* value : values)
        codes.push_back(*value ? dictionary->add(value) : 0);
    column->codes = CodeVector::from(codes, dictionary->size());
    column->dictionary = dictionary;
    return column;
}

std::shared_ptr<const Column> timeColumn(const std::vector<Instant>& times) {
    auto column = std::make_shared<Column>();
    column->info.name = "time";
    column->info.role.kind = RoleKind::Time;
    column->info.type = ValueType::DateTime;
    column->rows = times.size();
    column->times = times;
    return column;
}

} // namespace

class TestColumnar : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void dictionaryKeepsEveryText() {
        Dictionary dictionary;
        std::vector<std::string> texts;
        std::mt19937 random(7);
        for (int i = 0; i < 50'000; ++i) {
            std::string text(random() % 40, 'x');
            for (char& c : text)
                c = static_cast<char>('a' + random() % 26);
            texts.push_back(text + "#" + std::to_string(i));
        }
        texts.push_back(std::string(600'000, 'y')); // longer than a block
        std::vector<std::uint32_t> codes;
        for (const auto& text : texts)
            codes.push_back(dictionary.add(text));
        for (std::size_t i = 0; i < texts.size(); ++i) {
            QCOMPARE(codes[i], static_cast<std::uint32_t>(i + 1));
            QVERIFY(dictionary.at(codes[i]) == texts[i]);
            QCOMPARE(dictionary.find(texts[i]), codes[i]);
            QCOMPARE(dictionary.add(texts[i]), codes[i]);
        }
        QCOMPARE(dictionary.find("not there"), 0U);
        QVERIFY(dictionary.at(0).empty());
        const std::uint32_t blank = dictionary.add("");
        QVERIFY(blank != 0);
        QCOMPARE(dictionary.find(""), blank);
    }
    void codesTakeTheSmallestWidth() {
        QCOMPARE(CodeVector::from({0, 255}, 256).storage().index(), std::size_t(0));
        QCOMPARE(CodeVector::from({0, 256}, 257).storage().index(), std::size_t(1));
        QCOMPARE(CodeVector::from({0, 65536}, 65537).storage().index(), std::size_t(2));
        QCOMPARE(CodeVector::from({0, 65536}, 65537)[1], 65536U);
    }
    void bitmapTailStaysClear() {
        for (const std::size_t n : {0UL, 1UL, 63UL, 64UL, 65UL, 1000UL}) {
            Bitmap all(n, true);
            QCOMPARE(all.count(), n);
            all.flip();
            QCOMPARE(all.count(), std::size_t(0));
            all.flip();
            std::size_t seen = 0;
            all.forEach([&](std::size_t i) { QVERIFY(i == seen++); });
            QCOMPARE(seen, n);
        }
    }
    void cellStates() {
        Column score;
        score.info.type = ValueType::Score;
        score.info.role = *Role::parse("csat:1-5");
        score.rows = 3;
        score.scores = {4, scoreByte(CellState::OutOfRange), scoreByte(CellState::NotApplicable)};
        QCOMPARE(score.score(0), 5);
        QCOMPARE(score.score(1), -1);
        QVERIFY(score.state(2) == CellState::NotApplicable);
        QVERIFY(std::isnan(score.number(1)));
        Column number;
        number.info.type = ValueType::Number;
        number.rows = 2;
        number.numbers = {std::nan(""), 2.5};
        QVERIFY(number.state(0) == CellState::Blank);
        number.states = {static_cast<std::uint8_t>(CellState::Unparsed), 0};
        QVERIFY(number.state(0) == CellState::Unparsed);
        QCOMPARE(number.text(1, TimeZone()), std::string("2.5"));
    }
    void keepsTheFirst() {
        const Workspace workspace;
        QVERIFY(!workspace.kept<int>("a/1"));
        const auto first = workspace.keep("a/1", std::make_shared<const int>(1));
        QCOMPARE(*first, 1);
        QVERIFY(workspace.keep("a/1", std::make_shared<const int>(2)) == first);
        QVERIFY(workspace.kept<int>("a/1") == first);
        // what cached() made is found as well, and what failed isn't kept
        QVERIFY(!workspace.cached<int>("b", []() -> Result<std::shared_ptr<const int>> { return fail("test.no"); }));
        QVERIFY(!workspace.kept<int>("b"));
        QVERIFY(workspace.cached<int>(
            "b", []() -> Result<std::shared_ptr<const int>> { return std::make_shared<const int>(3); }));
        QCOMPARE(*workspace.kept<int>("b"), 3);
        workspace.forget("a/");
        QVERIFY(!workspace.kept<int>("a/1") && workspace.kept<int>("b"));
        QCOMPARE(*first, 1);
    }
    void subjectsFollowLinks() {
        auto customers = std::make_shared<Dictionary>();
        auto links = std::make_shared<Dictionary>();
        Workspace workspace;
        // events: customer and order; answers: order only
        workspace.tables.push_back(Table::fromColumns(
            "events", DatasetKind::Events,
            {keyColumn("customer", RoleKind::Customer, {"A", "B", "", "A"}, customers),
             keyColumn("order", RoleKind::Link, {"o1", "o2", "o3", "o4"}, links), timeColumn({300, 100, 50, 100})}));
        workspace.tables.push_back(
            Table::fromColumns("answers", DatasetKind::Answers,
                               {keyColumn("order", RoleKind::Link, {"o4", "o2", "o3", "", "o9"}, links)}));
        workspace.customers = customers;
        workspace.links = links;
        const auto ids = workspace.subjects(1);
        QVERIFY(ids.has_value());
        QCOMPARE(workspace.subjectKey((**ids)[0]), std::string_view("A"));
        QCOMPARE(workspace.subjectKey((**ids)[1]), std::string_view("B"));
        QCOMPARE(workspace.subjectKey((**ids)[2]), std::string_view("o3")); // nobody's: stands for itself
        QCOMPARE((**ids)[3], 0U);
        QCOMPARE(workspace.subjectKey((**ids)[4]), std::string_view("o9"));
        QCOMPARE(workspace.findSubject("B"), (**ids)[1]);
        QCOMPARE(workspace.findSubject("nobody"), 0U);
        const auto index = workspace.bySubject(0);
        const std::uint32_t a = workspace.findSubject("A");
        QCOMPARE((*index)->offsets[a + 1] - (*index)->offsets[a], std::uint64_t(2));
        QCOMPARE((*index)->rows[(*index)->offsets[a]], 3U); // by time: 100 before 300
        const auto known = workspace.knownSubjects();
        QCOMPARE((*known)->count(), std::size_t(4)); // A, B, o3, o9
    }
    void clustersRows_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("subjects");
        QTest::newRow("none") << 0 << 1;
        QTest::newRow("one") << 1 << 5;
        QTest::newRow("few") << 1000 << 37;
        QTest::newRow("many subjects") << 300'000 << 90'001;
        QTest::newRow("few subjects") << 300'000 << 3;
    }
    void clustersRows() {
        QFETCH(int, rows);
        QFETCH(int, subjects);
        std::mt19937 random(static_cast<unsigned>(rows + subjects));
        std::vector<std::uint32_t> ids(static_cast<std::size_t>(rows));
        std::vector<Instant> times(ids.size());
        std::vector<bool> left(ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i) {
            ids[i] = static_cast<std::uint32_t>(random() % static_cast<unsigned>(subjects));
            times[i] = random() % 5 == 0 ? kNoTime : static_cast<Instant>(random() % 50) - 20;
            left[i] = random() % 7 == 0;
        }
        std::vector<std::uint32_t> expected;
        for (std::uint32_t i = 0; i < ids.size(); ++i)
            if (!left[i]) expected.push_back(i);
        const auto key = [&](std::uint32_t row) {
            return std::pair(ids[row], times[row] == kNoTime ? INT64_MAX : times[row]);
        };
        std::stable_sort(expected.begin(), expected.end(), [&](auto a, auto b) { return key(a) < key(b); });
        for (const unsigned threads : {1U, 2U, 4U}) {
            JobContext job;
            job.threads = threads;
            std::vector<std::uint32_t> offsets, found;
            QVERIFY(clusterRows(
                ids.size(), static_cast<std::size_t>(subjects), offsets, job,
                [&](std::size_t row, std::uint32_t& subject, Instant& time) {
                    subject = ids[row];
                    time = times[row];
                    return !left[row];
                },
                [&](std::size_t total) { found.resize(total); },
                [&](std::size_t at, std::span<const ClusteredRow> own) {
                    for (const ClusteredRow& row : own)
                        found[at++] = row.row;
                }));
            QVERIFY(found == expected);
            QCOMPARE(offsets.size(), static_cast<std::size_t>(subjects) + 1);
            for (std::size_t s = 0; s < static_cast<std::size_t>(subjects); ++s)
                for (std::uint32_t i = offsets[s]; i < offsets[s + 1]; ++i)
                    QCOMPARE(static_cast<std::size_t>(ids[found[i]]), s);
            QCOMPARE(static_cast<std::size_t>(offsets.back()), found.size());
        }
        if (rows == 0) return;
        JobContext stopped;
        stopped.cancel();
        std::vector<std::uint32_t> offsets;
        QVERIFY(!clusterRows(
            ids.size(), static_cast<std::size_t>(subjects), offsets, stopped,
            [](std::size_t, std::uint32_t&, Instant&) { return true; }, [](std::size_t) {},
            [](std::size_t, std::span<const ClusteredRow>) {}));
    }
    void textsWaitUntilAskedFor() {
        std::atomic<int> filled = 0;
        const auto dictionary = Dictionary::later(4, [&](Dictionary& texts) {
            ++filled;
            texts.append("a");
            texts.append("b");
        });
        QCOMPARE(dictionary->size(), 4U);
        QCOMPARE(filled.load(), 0);
        std::vector<std::thread> readers;
        for (int i = 0; i < 4; ++i)
            readers.emplace_back([&] {
                if (dictionary->find("b") != 2 || dictionary->at(1) != "a" || !dictionary->at(3).empty()) filled = 99;
            });
        for (std::thread& reader : readers)
            reader.join();
        QCOMPARE(filled.load(), 1);
        QCOMPARE(dictionary->find("c"), 0U);
        QCOMPARE(dictionary->size(), 4U);
    }
    void picksDatasets() {
        Workspace workspace;
        QCOMPARE(workspace.pickTable(DatasetKind::Answers, "").error().code, std::string("columnar.dataset_missing"));
        workspace.tables.push_back(Table::fromColumns("x", DatasetKind::Answers, {timeColumn({})}));
        QVERIFY(workspace.pickTable(DatasetKind::Answers, "").has_value());
        workspace.tables.push_back(Table::fromColumns("y", DatasetKind::Answers, {timeColumn({})}));
        QCOMPARE(workspace.pickTable(DatasetKind::Answers, "").error().code, std::string("columnar.dataset_ambiguous"));
        QCOMPARE(*workspace.pickTable(DatasetKind::Answers, "y"), std::size_t(1));
        QCOMPARE(workspace.pickTable(DatasetKind::Events, "y").error().code, std::string("columnar.wrong_kind"));
        QCOMPARE(workspace.pickTable(DatasetKind::Events, "z").error().code, std::string("columnar.no_dataset"));
    }
    void cacheMakesOnce() {
        const Workspace workspace;
        int made = 0;
        const auto make = [&]() -> Result<std::shared_ptr<const int>> { return std::make_shared<const int>(++made); };
        QCOMPARE(**workspace.cached<int>("k", make), 1);
        QCOMPARE(**workspace.cached<int>("k", make), 1);
        QCOMPARE(made, 1);
        bool firstTry = true;
        const auto failing = [&]() -> Result<std::shared_ptr<const int>> {
            if (std::exchange(firstTry, false)) return cancelled();
            return std::make_shared<const int>(5);
        };
        QVERIFY(!workspace.cached<int>("f", failing));
        QCOMPARE(**workspace.cached<int>("f", failing), 5); // an error is not kept
    }
};

QTEST_APPLESS_MAIN(TestColumnar)
#include "tst_columnar.moc"
