#include "tests/core/session/shownproject.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cstdio>
#include <random>

using namespace xo;
using xo::test::shown;

/// A file written to the project as it is read, against the same file read whole and appended.
class TestImportPieces : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<Store> m_pieces, m_whole;
    int m_number = 0;

    std::string path(const std::string& name) { return m_folder.filePath(QString::fromStdString(name)).toStdString(); }

    io::ImportRequest request(const std::string& name, const std::string& text, DatasetKind kind) {
        QFile file(QString::fromStdString(path(name)));
        if (!file.open(QIODevice::WriteOnly)) qFatal("no temporary file");
        file.write(text.data(), static_cast<qint64>(text.size()));
        io::ImportRequest out;
        out.path = path(name);
        out.kind = kind;
        out.blockBytes = 4000;
        return out;
    }

    Result<std::optional<ImportReport>> inPieces(const io::ImportRequest& wanted, const std::string& dataset,
                                                 ImportMode mode, const JobContext& job) {
        return m_pieces->appendPieces(
            dataset, wanted.kind, mode, [&](BatchSink& sink) { return io::streamBatch(wanted, sink, job); }, job);
    }

    // True when both ways gave the same; `streamed` says whether pieces were possible.
    void both(const io::ImportRequest& wanted, ImportMode mode, bool streamed) {
        JobContext job;
        job.threads = 3;
        const std::string dataset = QFileInfo(QString::fromStdString(wanted.path)).completeBaseName().toStdString();
        const auto pieces = inPieces(wanted, dataset, mode, job);
        QVERIFY2(pieces, pieces ? "" : pieces.error().code.c_str());
        QCOMPARE(pieces->has_value(), streamed);
        io::ImportRequest slow = wanted;
        slow.reading = io::ImportRequest::Reading::RowByRow;
        const auto batch = io::readBatch(slow, job);
        QVERIFY(batch);
        const auto whole = m_whole->append(*batch, mode, job);
        if (!streamed) {
            if (whole) {
                QVERIFY(m_pieces->append(*batch, mode, job));
            }
        } else {
            QVERIFY(whole);
            QCOMPARE(shown(**pieces), shown(*whole));
            if (!whole->duplicateOf)
                QCOMPARE(shown(m_pieces->problems((*pieces)->batch).value()),
                         shown(m_whole->problems(whole->batch).value()));
        }
        QCOMPARE(shown(**m_pieces->workspace()), shown(**m_whole->workspace()));
        const auto report = m_pieces->verifyFile(job);
        QVERIFY(report);
        QVERIFY(report->problems.empty());
    }

    static std::string answers(unsigned seed, int rows, bool late) {
        std::mt19937 random(seed);
        std::string text = "response_id,customer_id,answered_at,region,nps,wait_hours,verbatim\n";
        for (int row = 0; row < rows; ++row) {
            char line[200];
            std::snprintf(
                line, sizeof line, "%d,C%05d,2024-03-%02d 10:%02d:00,%s,%s,%d.%d,%s\n",
                row + static_cast<int>(seed) * 100'000, static_cast<int>(random() % 900),
                static_cast<int>(1 + random() % 28), static_cast<int>(random() % 60), random() % 2 ? "华东" : "华南",
                random() % 9 ? std::to_string(random() % 11).c_str() : "不适用", static_cast<int>(random() % 90),
                static_cast<int>(random() % 10), random() % 3 ? "" : "\"等了很久,\n没有人\"");
            text += line;
        }
        if (late)
            for (int row = 0; row < rows; ++row)
                text += "x" + std::to_string(row) + ",C1,2024-01-01,北,12,soon,z\n";
        return text;
    }

private Q_SLOTS:
    void init() {
        ++m_number;
        m_pieces = Store::create(path("p" + std::to_string(m_number) + ".xow")).value();
        m_whole = Store::create(path("w" + std::to_string(m_number) + ".xow")).value();
    }

    void oneFileAndAnother() {
        both(request("answers.csv", answers(1, 3000, false), DatasetKind::Answers), ImportMode::Append, true);
        both(request("answers.csv", answers(2, 2000, false), DatasetKind::Answers), ImportMode::Append, true);
        // the same again, then in place of all
        both(request("answers.csv", answers(2, 2000, false), DatasetKind::Answers), ImportMode::Append, true);
        both(request("answers.csv", answers(3, 500, false), DatasetKind::Answers), ImportMode::Replace, true);
        both(request("answers.csv", answers(3, 600, false), DatasetKind::Answers), ImportMode::Upsert, false);
        std::string events = "customer_id,event_time,stage\n";
        for (int row = 0; row < 4000; ++row)
            events += "C" + std::to_string(10'000 + row % 1500) + ",2024-05-01 10:00:00," +
                      (row % 3 ? "到店" : "试驾") + "\n";
        both(request("visits.csv", events, DatasetKind::Events), ImportMode::Append, true);
    }

    void guessesThatChange() {
        both(request("late.csv", answers(4, 21'000, true), DatasetKind::Answers), ImportMode::Append, true);
    }

    void whatDoesNotFitIsLeftToAppend() {
        both(request("a.csv", "id,when,n\nx1,2024-01-01,5\nx2,2024-01-02,6.5\n", DatasetKind::Metrics),
             ImportMode::Append, true);
        both(request("a.csv", "id,when,n\nx3,2024-01-01,word\nx4,2024-01-02,other\n", DatasetKind::Metrics),
             ImportMode::Append, false);
        both(request("b.csv", "one\nx\ny\n", DatasetKind::Metrics), ImportMode::Append, false);
    }

    void cancelledOrBrokenLeavesNothing() {
        both(request("answers.csv", answers(1, 300, false), DatasetKind::Answers), ImportMode::Append, true);
        const std::string before = shown(**m_pieces->workspace());
        const auto wanted = request("answers.csv", answers(5, 20'000, false), DatasetKind::Answers);
        JobContext job;
        job.onProgress = [&](const Progress&) { job.cancel(); };
        const auto stopped = inPieces(wanted, "answers", ImportMode::Append, job);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, std::string("job.cancelled"));
        const auto broken =
            inPieces(request("answers.csv", answers(6, 3000, false) + "\"never closed,1\n", DatasetKind::Answers),
                     "answers", ImportMode::Append, JobContext());
        QVERIFY(broken);
        QVERIFY(!broken->has_value());
        QCOMPARE(shown(**m_pieces->workspace()), before);
        QVERIFY(m_pieces->verifyFile(JobContext())->problems.empty());
    }
};

QTEST_GUILESS_MAIN(TestImportPieces)
#include "tst_importpieces.moc"
