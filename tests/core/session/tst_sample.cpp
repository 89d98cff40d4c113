#include "core/project/store.h"
#include "core/session/sample/sample.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/json.h"

using namespace xo;
using namespace xo::session;

namespace {

QByteArray contents(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray digest(const std::string& path) {
    return QCryptographicHash::hash(contents(path), QCryptographicHash::Sha256).toHex();
}

SampleFiles written(const SampleParams& params, const QTemporaryDir& dir) {
    const auto files = writeSampleFiles(params, dir.path().toStdString(), {});
    return files ? *files : SampleFiles{};
}

QList<QByteArray> lines(const std::string& path) {
    return contents(path).split('\n');
}

} // namespace

class TestSample : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameSeedSameBytes() {
        const SampleParams params{.customers = 800, .seed = 7};
        const QTemporaryDir one;
        const QTemporaryDir two;
        const SampleFiles a = written(params, one);
        const SampleFiles b = written(params, two);
        for (const auto file : {&SampleFiles::events, &SampleFiles::survey, &SampleFiles::customers,
                                &SampleFiles::metrics, &SampleFiles::invitations, &SampleFiles::truth}) {
            QVERIFY(contents(a.*file).size() > 100);
            QCOMPARE(contents(a.*file), contents(b.*file));
        }
        const QTemporaryDir three;
        const SampleFiles c = written({.customers = 800, .seed = 8}, three);
        QVERIFY(contents(a.events) != contents(c.events));
    }

    // the text files of one seed, whatever the compiler and the platform
    void pinnedBytes() {
        const QTemporaryDir dir;
        const SampleFiles files = written({.customers = 500, .seed = 1}, dir);
        QCOMPARE(digest(files.events), QByteArray("399e8547b9e18a3742113330b96b84b8c922454db32f140735d181ebeac195e0"));
        QCOMPARE(digest(files.survey), QByteArray("161823e5d7ddf0451d7c44995b61f23b548482dfbb2d7d6f2e7a3bc6db57864f"));
        QCOMPARE(digest(files.invitations),
                 QByteArray("44ac99b54d61017219be8a1da624164660a008f0c29ff364836132c5bd6e39d2"));
        QCOMPARE(digest(files.truth), QByteArray("4542de9f1266da01bda432ff6c798af0721b6a5dd38be63071f203a5b33a43d3"));
    }

    void filesLookLikeExports() {
        const QTemporaryDir dir;
        const SampleFiles files = written({.customers = 4'000, .seed = 3}, dir);
        const QList<QByteArray> events = lines(files.events);
        QCOMPARE(static_cast<std::uint64_t>(events.size()),
                 files.eventRows + 2);        // header, and the end of the last line
        QVERIFY(events[1].startsWith("000")); // leading zeros in the ids
        const QList<QByteArray> survey = lines(files.survey);
        QVERIFY(survey[0].startsWith("StartDate,RecordedDate"));
        QVERIFY(survey[2].startsWith("\"{\"\"ImportId\"\":\"\"startDate\"\""));
        int elevens = 0;
        for (const QByteArray& line : survey)
            elevens += line.contains(",11,") ? 1 : 0;
        QCOMPARE(elevens, 2);
        QCOMPARE(static_cast<std::uint64_t>(lines(files.invitations).size()), files.invitationRows + 2);
    }

    // realised counts of truth.json against the rows of the file
    void truthCountsTheFile() {
        const QTemporaryDir dir;
        const SampleFiles files = written({.customers = 4'000, .seed = 3}, dir);
        const Json truth = Json::parse(contents(files.truth).toStdString());
        int bookings = 0;
        int late = 0;
        const QList<QByteArray> rows = lines(files.events);
        for (const QByteArray& line : rows) {
            const QList<QByteArray> cells = line.split(',');
            if (cells.size() < 11 || cells[1] != QByteArray("预约试驾")) continue;
            ++bookings;
            late += cells[8].toDouble() > 24.0 ? 1 : 0;
        }
        const Json& fact = truth["facts"]["breach_rate"];
        QCOMPARE(fact["n"].get<int>(), bookings);
        QVERIFY(std::abs(fact["realised"].get<double>() - double(late) / bookings) < 1e-6);
        QCOMPARE(truth["counts"]["events"].get<std::uint64_t>(), files.eventRows);
        QCOMPARE(truth["counts"]["answers"].get<std::uint64_t>(), files.answerRows);
        QCOMPARE(truth["slow_dealers"].size(), std::size_t{12});
    }

    void realisedWithinTheIntervals_data() {
        QTest::addColumn<int>("seed");
        QTest::addColumn<bool>("flat");
        for (int seed = 1; seed <= 3; ++seed) {
            QTest::addRow("seed %d", seed) << seed << false;
            QTest::addRow("seed %d, nothing planted", seed) << seed << true;
        }
    }
    void realisedWithinTheIntervals() {
        QFETCH(int, seed);
        QFETCH(bool, flat);
        const QTemporaryDir dir;
        const SampleFiles files = written({.customers = 20'000, .seed = std::uint64_t(seed), .flat = flat}, dir);
        const Json truth = Json::parse(contents(files.truth).toStdString());
        QVERIFY(truth["facts"].size() >= 20);
        for (const auto& [name, fact] : truth["facts"].items()) {
            const double realised = fact["realised"].get<double>();
            QVERIFY2(realised >= fact["low"].get<double>() && realised <= fact["high"].get<double>(), name.c_str());
        }
        const double gap = truth["facts"]["csat_drive_early"]["realised"].get<double>() -
                           truth["facts"]["csat_drive_late"]["realised"].get<double>();
        QVERIFY(flat ? std::abs(gap) < 0.2 : gap > 0.25);
    }

    void refusesWhatItCannotTell() {
        const QTemporaryDir dir;
        const std::string path = dir.path().toStdString();
        QCOMPARE(writeSampleFiles({.story = "circus"}, path, {}).error().code, std::string("session.unknown_story"));
        QCOMPARE(writeSampleFiles({.customers = 99}, path, {}).error().code, std::string("session.sample_size"));
        const JobContext job;
        job.cancel();
        QCOMPARE(writeSampleFiles({.customers = 200}, path, job).error().code, std::string(kCancelled));
    }

    void projectHoldsEveryRow() {
        const QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("样例.xow")).toStdString();
        const auto report =
            makeSample({.customers = 2'000}, path, dir.filePath(QStringLiteral("文件")).toStdString(), {});
        QVERIFY2(report, report ? "" : report.error().code.c_str());
        QCOMPARE(report->imports.size(), std::size_t{5});
        for (const ImportReport& import : report->imports)
            QCOMPARE(import.rowsRejected, std::uint64_t{0});
        const auto store = Store::open(path, Store::Access::ReadOnly);
        QVERIFY(store);
        const auto datasets = (*store)->datasets();
        QVERIFY(datasets);
        std::map<std::string, std::uint64_t> rows;
        for (const DatasetInfo& dataset : *datasets)
            rows[dataset.name] = dataset.rows;
        const std::map<std::string, std::uint64_t> expected{{"events", report->files.eventRows},
                                                            {"survey", report->files.answerRows},
                                                            {"customers", report->files.customerRows},
                                                            {"metrics", report->files.metricRows},
                                                            {"invitations", report->files.invitationRows}};
        QVERIFY(rows == expected);
        QCOMPARE((*store)->journeys()->front().stages.size(), std::size_t{6});
        QCOMPARE((*store)->segments()->size(), std::size_t{3});
        QCOMPARE((*store)->settings()->timezone, std::string("Asia/Shanghai"));
        // what stood in a cell and could not be read is counted, not lost
        for (const ImportReport& import : report->imports)
            if (import.dataset == "survey") QCOMPARE(import.cellsOutOfRange, std::uint64_t{2});
    }

    void equalParamsEqualProjects() {
        const QTemporaryDir dir;
        const std::string one = dir.filePath(QStringLiteral("1.xow")).toStdString();
        const std::string two = dir.filePath(QStringLiteral("2.xow")).toStdString();
        QVERIFY(makeSample({.customers = 500}, one, "", {}));
        QVERIFY(makeSample({.customers = 500}, two, "", {}));
        QVERIFY(contents(one).size() > 10'000);
        QCOMPARE(contents(one), contents(two));
    }

    void leavesAnExistingProjectAlone() {
        const QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("mine.xow")).toStdString();
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("mine");
        file.close();
        QCOMPARE(makeSample({.customers = 200}, path, "", {}).error().code, std::string("project.exists"));
        QCOMPARE(contents(path), QByteArray("mine"));
    }

    void cancelLeavesNothing() {
        const QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("half.xow")).toStdString();
        JobContext job;
        // the first word of progress comes from the import: by then the project file is there
        job.onProgress = [&job](const Progress&) { job.cancel(); };
        const auto report = makeSample({.customers = 5'000}, path, "", job);
        QVERIFY(!report);
        QCOMPARE(report.error().code, std::string(kCancelled));
        QVERIFY(QDir(dir.path()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSample)
#include "tst_sample.moc"
