#include "core/session/fileimport.h"
#include "tests/core/session/shownproject.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QThread>
#include <QtTest>

using namespace xo;
using session::CheckedFile;
using session::FileImport;
using xo::test::shown;

/// Files that are looked at and imported together, against each read whole and appended.
class TestFileImport : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    int m_number = 0;

    std::string put(const std::string& name, const std::string& text) {
        const std::string path = m_folder.filePath(QString::fromStdString(name)).toStdString();
        QFile file(QString::fromStdString(path));
        if (!file.open(QIODevice::WriteOnly)) qFatal("no temporary file");
        file.write(text.data(), static_cast<qint64>(text.size()));
        return path;
    }

    std::unique_ptr<Store> project() {
        return Store::create(m_folder.filePath(QStringLiteral("p%1.xow").arg(++m_number)).toStdString()).value();
    }

    static std::string answers(int first, int rows) {
        std::string text = "response_id,customer_id,region,nps,verbatim\n";
        for (int row = first; row < first + rows; ++row)
            text += std::to_string(row) + ",C" + std::to_string(row % 97) + "," + (row % 3 ? "华东" : "华南") + "," +
                    std::to_string(row % 11) + ",\"等了很久,\n" + std::to_string(row % 50) + " 分钟\"\n";
        return text;
    }

    static std::string utf16(const std::string& text) {
        const QString wide = QString::fromStdString(text);
        std::string out("\xFF\xFE");
        for (const QChar c : wide) {
            out += static_cast<char>(c.unicode() & 0xFF);
            out += static_cast<char>(c.unicode() >> 8);
        }
        return out;
    }

    static FileImport fileOf(const std::string& path, ImportMode mode = ImportMode::Append,
                             const std::string& dataset = {}) {
        FileImport file;
        file.request.path = path;
        file.request.kind = DatasetKind::Answers;
        file.request.dataset = dataset;
        file.mode = mode;
        return file;
    }

    // Some that are written as they are read, some that have to be read whole.
    std::vector<FileImport> several() {
        std::string late = answers(5000, 30'000); // what the sample says of a column does not hold
        for (int row = 0; row < 10'000; ++row)
            late += "x" + std::to_string(row) + ",C1,北,soon,z\n";
        return {fileOf(put("january.csv", answers(1, 3000)), ImportMode::Append, "answers"),
                fileOf(put("february.csv", utf16(answers(3001, 500))), ImportMode::Append, "answers"),
                fileOf(put("march.csv", answers(1001, 4000)), ImportMode::Upsert, "answers"),
                fileOf(put("late.csv", late)),
                fileOf(put("january.csv", answers(1, 3000)), ImportMode::Append, "answers"),
                fileOf(put("june.csv", answers(1, 2000)), ImportMode::Replace, "answers")};
    }

private Q_SLOTS:
    void togetherAsOneAfterAnother() {
        const auto files = several();
        const auto whole = project(), pieces = project();
        JobContext job;
        job.threads = 2;
        std::vector<std::string> expected;
        for (const FileImport& file : files) {
            io::ImportRequest slow = file.request;
            slow.reading = io::ImportRequest::Reading::RowByRow;
            const auto batch = io::readBatch(slow, job);
            QVERIFY(batch);
            const auto report = whole->append(*batch, file.mode, job);
            QVERIFY2(report, report ? "" : report.error().code.c_str());
            expected.push_back(shown(*report));
        }
        std::vector<Progress> progress;
        job.onProgress = [&](const Progress& step) { progress.push_back(step); };
        const auto imported = session::importFiles(*pieces, files, job);
        QVERIFY2(imported, imported ? "" : (imported.error().code + imported.error().args.front()).c_str());
        QCOMPARE(imported->size(), files.size());
        for (std::size_t i = 0; i < files.size(); ++i) {
            QCOMPARE(shown((*imported)[i].report), expected[i]);
            for (const auto& column : (*imported)[i].batch.columns)
                QVERIFY(column->codes.size() == 0 && column->texts.size() == 0);
        }
        QVERIFY((*imported)[4].report.duplicateOf || (*imported)[4].report.rowsImported == 3000);
        QCOMPARE(shown(**pieces->workspace()), shown(**whole->workspace()));
        QVERIFY(pieces->verifyFile({})->problems.empty());
        // bytes of all files, never going back
        std::uint64_t bytes = 0;
        for (const FileImport& file : files)
            bytes += static_cast<std::uint64_t>(QFile(QString::fromStdString(file.request.path)).size());
        QVERIFY(!progress.empty());
        for (std::size_t i = 0; i < progress.size(); ++i) {
            QCOMPARE(progress[i].total, bytes);
            QVERIFY(progress[i].done <= bytes);
            QVERIFY(i == 0 || progress[i].done >= progress[i - 1].done);
        }
        // every batch can be taken back by itself
        for (auto file = imported->rbegin(); file != imported->rend(); ++file)
            if (!file->report.duplicateOf) QVERIFY(pieces->undoBatch(file->report.batch));
        QVERIFY((*pieces->workspace())->tables.empty());
    }

    void whatWasLookedAtIsWhatIsWritten() {
        auto files = several();
        const auto unseen = project(), seen = project();
        QVERIFY(session::importFiles(*unseen, files, {}));
        for (FileImport& file : files) {
            auto checked = session::checkFile(file.request, {});
            QVERIFY(checked);
            const auto read = io::readBatch(file.request, {});
            QVERIFY(read);
            QCOMPARE(checked->batch->rowsRead, read->rowsRead);
            QCOMPARE(checked->batch->sourceHash, read->sourceHash);
            QCOMPARE(checked->batch->cellsUnparsed, read->cellsUnparsed);
            QCOMPARE(shown(checked->batch->problems), shown(read->problems));
            QVERIFY(checked->batch->recipe == read->recipe);
            QCOMPARE(checked->batch->columns.size(), read->columns.size());
            for (std::size_t c = 0; c < read->columns.size(); ++c) {
                QVERIFY(checked->batch->columns[c]->info == read->columns[c]->info);
                QCOMPARE(checked->batch->columns[c]->rows, read->columns[c]->rows);
            }
            if (!checked->holdsCells) checked->batch = session::withoutCells(*checked->batch);
            file.checked = *checked;
        }
        QVERIFY(!files[0].checked.holdsCells);
        QVERIFY(files[1].checked.holdsCells);
        QVERIFY(session::importFiles(*seen, files, {}));
        QCOMPARE(shown(**seen->workspace()), shown(**unseen->workspace()));
        // another file by now, read either way
        for (const ImportMode mode : {ImportMode::Append, ImportMode::Upsert}) {
            FileImport changed = fileOf(put("changed.csv", answers(1, 100)), mode);
            changed.checked = *session::checkFile(changed.request, {});
            put("changed.csv", answers(1, 99));
            const std::string before = shown(**seen->workspace());
            const auto refused = session::importFiles(*seen, {files[3], changed}, {});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, std::string("session.file_changed"));
            QCOMPARE(refused.error().args.front(), changed.request.path);
            QCOMPARE(shown(**seen->workspace()), before);
        }
    }

    void allOrNone() {
        const auto store = project();
        QVERIFY(session::importFiles(*store, {fileOf(put("first.csv", answers(1, 500)), ImportMode::Append, "answers")},
                                     {}));
        const std::string before = shown(**store->workspace());
        const auto batches = store->batches()->size();
        auto files = several();
        files.push_back(fileOf(put("broken.csv", answers(1, 200) + "\"never closed,1\n")));
        const auto broken = session::importFiles(*store, files, {});
        QVERIFY(!broken);
        QCOMPARE(broken.error().code, std::string("io.unclosed_quote"));
        QCOMPARE(shown(**store->workspace()), before);
        QCOMPARE(store->batches()->size(), batches);
        QVERIFY(store->verifyFile({})->problems.empty());
        // and after that the same dictionaries as ever
        files.pop_back();
        const auto other = project();
        QVERIFY(session::importFiles(*other, {fileOf(put("first.csv", answers(1, 500)), ImportMode::Append, "answers")},
                                     {}));
        QVERIFY(session::importFiles(*other, files, {}));
        QVERIFY(session::importFiles(*store, files, {}));
        QCOMPARE(shown(**store->workspace()), shown(**other->workspace()));
        QVERIFY(store->verifyFile({})->problems.empty());
    }

    void cancelledInTheSecondFile() {
        const auto store = project();
        const std::string small = put("small.csv", answers(1, 2000)), big = put("big.csv", answers(1, 400'000));
        const auto bytes = static_cast<std::uint64_t>(QFile(QString::fromStdString(small)).size());
        JobContext job;
        QElapsedTimer since;
        job.onProgress = [&](const Progress& step) {
            if (step.done <= bytes || job.cancelled()) return;
            since.start();
            job.cancel();
        };
        // an answer in pieces of the file's first third at the latest
        FileImport second = fileOf(big);
        second.request.blockBytes = 1 << 20;
        const auto stopped = session::importFiles(*store, {fileOf(small), second}, job);
        const qint64 took = since.isValid() ? since.elapsed() : -1;
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, std::string("job.cancelled"));
        QVERIFY2(took >= 0 && took < 1000, std::to_string(took).c_str());
        QVERIFY((*store->workspace())->tables.empty());
        QVERIFY(store->batches()->empty());
        QVERIFY(store->verifyFile({})->problems.empty());
    }
};

QTEST_GUILESS_MAIN(TestFileImport)
#include "tst_fileimport.moc"
