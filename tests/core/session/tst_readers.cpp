#include "core/io/cat.h"
#include "core/io/importer.h"
#include "core/io/inspect.h"
#include "core/io/writer.h"
#include "core/project/store.h"
#include "core/session/engine.h"
#include "core/wording/errors.h"
#include "tests/support/slowness.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <ctime>
#include <functional>

using namespace xo;

namespace {

using Grid = std::vector<std::vector<std::string>>;

/// Tables as nobody means them to be, by what is odd about them.
std::vector<std::pair<std::string, Grid>> oddGrids() {
    Grid wide(2);
    for (int i = 0; i < 600; ++i) {
        wide[0].push_back("Q" + std::to_string(i));
        wide[1].push_back(std::to_string(i % 11));
    }
    return {
        {"one header", {{"nps"}}},
        {"one cell", {{"7"}}},
        {"header and one row", {{"customer_id", "nps"}, {"c1", "9"}}},
        {"all blank", {{"customer_id", "nps"}, {"", ""}, {"", ""}, {"", ""}}},
        {"one column", {{"nps"}, {"1"}, {"10"}, {"11"}, {""}}},
        {"equal headers", {{"a", "a", "", "a"}, {"1", "2", "3", "4"}}},
        {"Chinese", {{"客户编号", "推荐 意愿", "评语"}, {"张三", "９", "“好”, 很\n好"}, {"李四😀", "不适用", "'=1+1"}}},
        {"ragged", {{"a", "b"}, {"1"}, {"1", "2", "3"}, {"1", "2"}}},
        {"quotes", {{"a\"b", "c,d"}, {"\"", "\"\""}, {"e\tf", "g\r\nh"}}},
        {"600 columns", wide},
        {"formulas", {{"name", "nps"}, {"=cmd|'/c calc'!A1", "9"}, {"@x", "8"}, {"-1+2", "7"}}},
        {"wrong dates", {{"time", "nps"}, {"2026-02-30", "1"}, {"25:61", "2"}, {"0000-00-00", "3"}}},
        {"long cell", {{"text", "nps"}, {std::string(40'000, 'x'), "3"}}}};
}

std::string text(const Grid& grid, char delimiter) {
    std::string out;
    for (const auto& row : grid) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i) out += delimiter;
            if (row[i].find_first_of("\"\r\n,\t") == std::string::npos)
                out += row[i];
            else {
                out += '"';
                for (const char c : row[i])
                    out += c == '"' ? std::string("\"\"") : std::string(1, c);
                out += '"';
            }
        }
        out += '\n';
    }
    return out;
}

void write(const std::string& path, const std::string& bytes) {
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes.data(), qint64(bytes.size())), qint64(bytes.size()));
}

/// The grid as a file of that suffix; a workbook is rectangular.
void writeGrid(const std::string& path, const Grid& grid) {
    if (path.ends_with(".xlsx")) {
        std::size_t columns = 0;
        for (const auto& row : grid)
            columns = std::max(columns, row.size());
        auto writer = io::openXlsxWriter(path, {});
        QVERIFY(writer);
        for (std::size_t r = 0; r < grid.size(); ++r) {
            std::vector<std::string> cells = grid[r];
            cells.resize(columns);
            if (r == 0) {
                QVERIFY((*writer)->header(cells));
                continue;
            }
            std::vector<io::Value> values;
            for (const std::string& cell : cells)
                values.push_back(cell.empty() ? io::Value() : io::Value(std::string_view(cell)));
            QVERIFY((*writer)->row(values));
        }
        QVERIFY((*writer)->finish());
        return;
    }
    write(path, text(grid, path.ends_with(".tsv") ? '\t' : ','));
}

/// An error has words in both languages.
void hasWords(const Error& error) {
    for (const auto language : {wording::Language::English, wording::Language::Chinese})
        QVERIFY2(wording::errorText(error, language).rfind(error.code, 0) != 0, error.code.c_str());
}

/// Looks at the file, prints it, reads it as that kind and, as answers, makes a project of it and describes that: an
/// answer or an error with words.
void walk(const std::string& path, DatasetKind kind, const std::string& folder, bool mustRead) {
    const auto seen = io::inspect(path, {}, {}, {});
    if (seen) {
        const Json json = toJson(*seen);
        QVERIFY(Json::parse(json.dump(), nullptr, false) == json);
    } else {
        hasWords(seen.error());
    }
    std::string printed;
    const auto cat = io::cat(path, {},
                             [&printed](std::string_view part) {
                                 printed += part;
                                 return true;
                             },
                             {});
    if (!cat) hasWords(cat.error());
    io::ImportRequest request;
    request.path = path;
    request.kind = kind;
    request.dataset = "file";
    const auto batch = io::readBatch(request, {});
    if (mustRead) QVERIFY2(batch && seen && cat, batch ? "" : batch.error().code.c_str());
    if (!batch) return hasWords(batch.error());
    QVERIFY(batch->rowsRejected <= batch->rowsRead);
    for (const auto& column : batch->columns)
        QCOMPARE(column->rows, batch->columns.front()->rows);

    if (kind != DatasetKind::Answers) return;
    const std::string project = folder + "/odd.xow";
    QFile::remove(QString::fromStdString(project));
    auto store = Store::create(project);
    QVERIFY(store);
    const auto report = (*store)->append(*batch, ImportMode::Append, {});
    QVERIFY2(report, report ? "" : report.error().code.c_str());
    QCOMPARE(report->rowsImported + report->rowsRejected, report->rowsRead);
    const auto workspace = (*store)->workspace();
    QVERIFY(workspace);
    const auto described = session::describe(analysis::makeContext(*workspace), {});
    QVERIFY(described);
    QCOMPARE((*described)["datasets"][0]["rows"].get<std::uint64_t>(), report->rowsImported);
    QVERIFY(Json::parse(described->dump(), nullptr, false) == *described);
    const auto checked = (*store)->verifyFile({});
    QVERIFY(checked && checked->ok());
}

constexpr DatasetKind kKinds[] = {DatasetKind::Answers, DatasetKind::Events, DatasetKind::Customers,
                                  DatasetKind::Feedback, DatasetKind::Metrics};

} // namespace

class TestReaders : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oddTables_data() {
        QTest::addColumn<int>("grid");
        QTest::addColumn<QString>("suffix");
        const auto grids = oddGrids();
        for (const char* suffix : {".csv", ".tsv", ".xlsx"})
            for (std::size_t i = 0; i < grids.size(); ++i)
                QTest::newRow((grids[i].first + suffix).c_str()) << int(i) << QString::fromLatin1(suffix);
    }
    void oddTables() {
        QFETCH(const int, grid);
        QFETCH(const QString, suffix);
        const QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        const std::string path = place + "/odd" + suffix.toStdString();
        writeGrid(path, oddGrids()[std::size_t(grid)].second);
        for (const DatasetKind kind : kKinds)
            walk(path, kind, place, true);
    }
    void oddBytes_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("byte order mark only") << QByteArray("\xEF\xBB\xBF");
        QTest::newRow("line ends only") << QByteArray("\r\n\n\r\n");
        QTest::newRow("delimiters only") << QByteArray(",,,\n,,,\n");
        QTest::newRow("open quote") << QByteArray("a,b\n\"1,2\n3,4\n");
        QTest::newRow("NUL bytes") << QByteArray("a,b\n1,\0\n2,3\n", 12);
        QTest::newRow("no text") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
        QTest::newRow("cut UTF-8") << QByteArray("a,b\n\xE4\xB8,1\n");
        QTest::newRow("UTF-16 with mark") << QByteArray("\xFF\xFE"
                                                        "a\0,\0b\0\n\0"
                                                        "1\0,\0"
                                                        "2\0\n\0",
                                                        18);
        QTest::newRow("ZIP without workbook") << QByteArray("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
        QTest::newRow("cut ZIP") << QByteArray("PK\x03\x04\x14\0\0\0\x08\0", 10);
        QTest::newRow("old workbook") << QByteArray("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0", 12);
        QTest::newRow("SQLite") << QByteArray("SQLite format 3\0\x10\0\1\1\0", 21);
    }
    void oddBytes() {
        QFETCH(const QByteArray, bytes);
        const QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        for (const char* suffix : {".csv", ".tsv", ".xlsx"}) {
            write(place + "/odd" + suffix, bytes.toStdString());
            walk(place + "/odd" + suffix, DatasetKind::Answers, place, false);
        }
        walk(place + "/missing.csv", DatasetKind::Answers, place, false);
        walk(place, DatasetKind::Answers, place, false);
    }
    void cancelledReadersStopAtOnce() {
        const QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        Grid grid{{"customer_id", "answered_at", "nps", "comment"}};
        for (int i = 0; i < 100'000; ++i)
            grid.push_back({"c" + std::to_string(i), "2026-01-01 09:00:00", std::to_string(i % 11), "等了很久"});
        for (const char* suffix : {".csv", ".tsv", ".xlsx"}) {
            const std::string path = place + "/large" + suffix;
            writeGrid(path, grid);
            const JobContext job;
            job.cancel();
            const auto within = [&](const char* what, const std::function<std::string()>& run) {
                const std::clock_t start = std::clock();
                const std::string code = run();
                const double ms = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
                const std::string told = std::string(what) + suffix + ": " + code + ", " + std::to_string(ms) + " ms";
                QVERIFY2(code == kCancelled, told.c_str());
                QVERIFY2(ms < 100 * test::kSlowness, told.c_str());
            };
            within("inspect", [&]() -> std::string {
                const auto result = io::inspect(path, {}, {}, job);
                return result ? "an answer" : result.error().code;
            });
            within("cat", [&]() -> std::string {
                const auto result = io::cat(
                    path, {}, [](std::string_view) { return true; }, job);
                return result ? "an answer" : result.error().code;
            });
            within("import", [&]() -> std::string {
                io::ImportRequest request;
                request.path = path;
                const auto result = io::readBatch(request, job);
                return result ? "an answer" : result.error().code;
            });
        }
    }
};

QTEST_APPLESS_MAIN(TestReaders)
#include "tst_readers.moc"
