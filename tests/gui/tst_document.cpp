#include "core/project/store.h"
#include "tests/gui/support/smallproject.h"
#include "ui/document/document.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QUndoStack>

#include <algorithm>
#include <atomic>
#include <stdexcept>

using namespace xo;
using xo::ui::Document;
using xo::ui::JobRunner;

namespace {

/// Runs an operation that reports to a function, and waits for its report.
Result<void> waited(const std::function<void(std::function<void(Result<void>)>)>& start) {
    std::optional<Result<void>> outcome;
    start([&](Result<void> done) { outcome = std::move(done); });
    if (!QTest::qWaitFor([&] { return outcome.has_value(); }, 20000)) return fail("test.timeout");
    return *outcome;
}

std::vector<std::string> segmentNames(const Document& document) {
    std::vector<std::string> names;
    for (const Segment& segment : document.workspace()->segments)
        names.push_back(segment.name);
    return names;
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestDocument : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void opensWithoutTouchingTheFile();
    void segmentsUndoAndRedo();
    void renamingIsOneStep();
    void saveThenReopen();
    void importUndoRedo();
    void cancelledImportLeavesNothing();
    void editsNeedAProject();
    void secondWindowIsRefused();
    void recoversWhatAKilledProgramLeft();
    void changedOnDiskIsNoticed();
    void largeFilesAreCopiedInAJob();
    void importsAndSavesWaitForTheFirstEdit();
    void firstEditsThatCannotBeWrittenAreTakenBack();
    void closingDuringTheFirstEdit();
    void damageIsFoundBehindTheWork();
    void compactingIsSavedLikeAnEdit();
    void importMakesItsWorkingCopyInTheJob();
    void releasedValuesAreFreedElsewhere();
    void latestJobWins();
    void resultsOfADeadReceiverAreDropped();
    void destructionCancelsAndWaits();
    void exceptionsBecomeErrors();

private:
    bool open(Document& document) {
        return waited([&](auto done) { document.open(m_path, done); }).has_value();
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void TestDocument::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("small.xow"));
    QVERIFY(test::writeSmallProject(m_path));
}

void TestDocument::cleanup() {
    m_folder.reset();
}

#define WORKING_DOCUMENT(name)                                                                                         \
    Document name;                                                                                                     \
    name.setWorkingFolder(m_folder->filePath(QStringLiteral("working")))

void TestDocument::opensWithoutTouchingTheFile() {
    const QByteArray before = bytesOf(m_path);
    {
        WORKING_DOCUMENT(document);
        QVERIFY(open(document));
        QCOMPARE(document.title(), QStringLiteral("small"));
        QVERIFY(!document.isModified());
        QVERIFY(document.putSegment({"x", "city = '上海'", {}, false, {}, {}}).has_value());
        QVERIFY(document.isModified());
    }
    QCOMPARE(bytesOf(m_path), before);
    WORKING_DOCUMENT(again);
    QVERIFY(again.leftWorkingCopies().empty()); // closed in order: nothing to recover
}

void TestDocument::segmentsUndoAndRedo() {
    WORKING_DOCUMENT(document);
    QVERIFY(open(document));
    const auto original = segmentNames(document);
    QVERIFY(document.putSegment({"new", "city = '上海'", {}, false, {}, {}}).has_value());
    QCOMPARE(segmentNames(document).size(), original.size() + 1);
    QVERIFY(document.removeSegment("未下定").has_value());
    document.undoStack()->undo();
    document.undoStack()->undo();
    QCOMPARE(segmentNames(document), original);
    QVERIFY(!document.isModified());
    document.undoStack()->redo();
    document.undoStack()->redo();
    QCOMPARE(segmentNames(document), std::vector<std::string>{"new"});
    Segment changed;
    changed.name = "new";
    changed.rule = "city = '广州'";
    QVERIFY(document.putSegment(changed).has_value());
    document.undoStack()->undo();
    QCOMPARE(QString::fromStdString(document.workspace()->segments.front().rule), QStringLiteral("city = '上海'"));
}

void TestDocument::renamingIsOneStep() {
    WORKING_DOCUMENT(document);
    QVERIFY(open(document));
    QVERIFY(document.renameSegment("未下定", "lost").has_value());
    QCOMPARE(segmentNames(document), std::vector<std::string>{"lost"});
    QCOMPARE(document.undoStack()->count(), 1);
    document.undoStack()->undo();
    QCOMPARE(segmentNames(document), std::vector<std::string>{"未下定"});
    document.undoStack()->redo();
    QVERIFY(document.putSegment({"b", "city = '上海'", {}, false, {}, {}}).has_value());
    const auto taken = document.renameSegment("b", "lost");
    QVERIFY(!taken);
    QCOMPARE(QString::fromStdString(taken.error().code), QStringLiteral("window.name_taken"));
}

void TestDocument::saveThenReopen() {
    WORKING_DOCUMENT(document);
    QVERIFY(open(document));
    QVERIFY(document.putSegment({"kept", "city = '上海'", {}, false, {}, {}}).has_value());
    QVERIFY(waited([&](auto done) { document.save(done); }).has_value());
    QVERIFY(!document.isModified());
    const QString copy = m_folder->filePath(QStringLiteral("copy.xow"));
    QVERIFY(waited([&](auto done) { document.saveAs(copy, done); }).has_value());
    QCOMPARE(document.path(), copy);
    for (const QString& path : {m_path, copy}) {
        WORKING_DOCUMENT(again);
        QVERIFY(waited([&](auto done) { again.open(path, done); }).has_value());
        QCOMPARE(segmentNames(again), (std::vector<std::string>{"未下定", "kept"}));
    }
}

void TestDocument::importUndoRedo() {
    WORKING_DOCUMENT(document);
    QVERIFY(document.createNew(QStringLiteral("Asia/Shanghai")).has_value());
    QVERIFY(document.isOpen() && !document.isModified());
    std::optional<Result<ImportReport>> report;
    document.importBatch(std::make_shared<const ImportBatch>(test::customersBatch()), ImportMode::Append,
                         [&](Result<ImportReport> done) { report = std::move(done); });
    QVERIFY(document.isBusy());
    const auto refused = document.putSegment({"x", "city = '上海'", {}, false, {}, {}});
    QVERIFY(!refused);
    QCOMPARE(QString::fromStdString(refused.error().code), QStringLiteral("project.busy"));
    QTRY_VERIFY(report.has_value());
    QVERIFY(report->has_value());
    QCOMPARE((*report)->rowsImported, 40u);
    QCOMPARE(document.workspace()->tables.size(), 1u);
    document.undoStack()->undo();
    QTRY_COMPARE(document.workspace()->tables.size(), 0u);
    QTRY_VERIFY(!document.isBusy());
    document.undoStack()->redo();
    QTRY_COMPARE(document.workspace()->tables.size(), 1u);
    QCOMPARE(document.workspace()->tables[0]->rows(), 40u);
    // the data page's own button: undoing a batch is an edit that can be undone
    const auto id = document.batches()->front().id;
    QTRY_VERIFY(!document.isBusy());
    QVERIFY(waited([&](auto done) { document.undoBatch(id, done); }).has_value());
    QCOMPARE(document.workspace()->tables.size(), 0u);
    document.undoStack()->undo();
    QTRY_COMPARE(document.workspace()->tables.size(), 1u);
}

void TestDocument::cancelledImportLeavesNothing() {
    WORKING_DOCUMENT(document);
    QVERIFY(document.createNew(QStringLiteral("UTC")).has_value());
    std::optional<Result<ImportReport>> report;
    document.importBatch(std::make_shared<const ImportBatch>(test::customersBatch()), ImportMode::Append,
                         [&](Result<ImportReport> done) { report = std::move(done); });
    document.jobs()->cancelAll();
    QTRY_VERIFY(report.has_value());
    if (!report->has_value()) { // a very fast machine may have written it before it could be stopped
        QCOMPARE(QString::fromStdString(report->error().code), QString::fromLatin1(kCancelled.data()));
        QCOMPARE(document.workspace()->tables.size(), 0u);
        QCOMPARE(document.undoStack()->count(), 0);
    } else {
        QCOMPARE(document.workspace()->tables.size(), 1u);
    }
    QVERIFY(!document.isBusy());
}

void TestDocument::editsNeedAProject() {
    WORKING_DOCUMENT(document);
    const auto put = document.putSegment({"x", "a = 1", {}, false, {}, {}});
    QVERIFY(!put);
    QCOMPARE(QString::fromStdString(put.error().code), QStringLiteral("window.no_project"));
    QVERIFY(!waited([&](auto done) { document.save(done); }));
    const auto missing =
        waited([&](auto done) { document.open(m_folder->filePath(QStringLiteral("none.xow")), done); });
    QVERIFY(!missing);
    QCOMPARE(QString::fromStdString(missing.error().code), QStringLiteral("project.not_found"));
    QVERIFY(!document.isOpen());
}

void TestDocument::secondWindowIsRefused() {
    WORKING_DOCUMENT(first);
    WORKING_DOCUMENT(second);
    QVERIFY(open(first));
    QVERIFY(first.putSegment({"x", "city = '上海'", {}, false, {}, {}}).has_value()); // takes the lock
    QVERIFY(open(second));
    QVERIFY(second.isReadOnly());
    const auto refused = second.putSegment({"y", "city = '上海'", {}, false, {}, {}});
    QVERIFY(!refused);
    QVERIFY(!second.isModified());
    const QString copy = m_folder->filePath(QStringLiteral("second.xow"));
    QVERIFY(waited([&](auto done) { second.saveAs(copy, done); }).has_value());
    QVERIFY(!second.isReadOnly());
    QVERIFY(second.putSegment({"y", "city = '上海'", {}, false, {}, {}}).has_value());
}

void TestDocument::recoversWhatAKilledProgramLeft() {
    const QString working = m_folder->filePath(QStringLiteral("working"));
    {
        // what a killed window leaves: a working copy with an edit, nobody who owns it
        auto store = Store::open(m_path.toStdString(), Store::Access::ReadOnly);
        QVERIFY(store.has_value());
        auto copy = (*store)->makeWorkingCopy(working.toStdString());
        QVERIFY(copy.has_value());
        Segment segment;
        segment.name = "unsaved";
        segment.rule = "city = '上海'";
        QVERIFY((*copy)->putSegment(segment).has_value());
    }
    WORKING_DOCUMENT(document);
    const auto left = document.leftWorkingCopies();
    QCOMPARE(left.size(), 1u);
    QVERIFY(waited([&](auto done) { document.recover(QString::fromStdString(left[0].path), done); }).has_value());
    QVERIFY(document.isModified());
    QCOMPARE(document.path(), m_path);
    QCOMPARE(segmentNames(document), (std::vector<std::string>{"未下定", "unsaved"}));
    QVERIFY(waited([&](auto done) { document.save(done); }).has_value());
    document.close();
    QVERIFY(document.leftWorkingCopies().empty());
    QVERIFY(open(document));
    QCOMPARE(segmentNames(document), (std::vector<std::string>{"未下定", "unsaved"}));
}

void TestDocument::changedOnDiskIsNoticed() {
    WORKING_DOCUMENT(document);
    QVERIFY(open(document));
    QVERIFY(!document.isChangedOnDisk());
    const QString other = m_folder->filePath(QStringLiteral("other.xow"));
    QVERIFY(test::writeSmallProject(other));
    QVERIFY(QFile::remove(m_path));
    QVERIFY(QFile::rename(other, m_path));
    QVERIFY(document.isChangedOnDisk());
}

void TestDocument::largeFilesAreCopiedInAJob() {
    const QByteArray before = bytesOf(m_path);
    WORKING_DOCUMENT(document);
    document.setCopiedAtOnce(0);
    QVERIFY(open(document));
    QSignalSpy changed(&document, &Document::workspaceChanged);
    QSignalSpy failed(&document, &Document::editFailed);
    QVERIFY(document.putSegment({"new", "city = '上海'", {}, false, {}, {}}).has_value());
    QCOMPARE(changed.count(), 1); // shown before anything was written
    QVERIFY(!document.jobs()->isIdle());
    QVERIFY(document.isModified() && !document.isBusy());
    // further edits, also undone ones, before the copy is there
    QVERIFY(document.renameSegment("new", "newer").has_value());
    QVERIFY(document.putSegment({"other", "city = '广州'", {}, false, {}, {}}).has_value());
    document.undoStack()->undo();
    Journey journey;
    journey.name = "second";
    journey.stages = {{"浏览咨询", {}, {}, {}}, {"下定", {}, {}, {}}};
    QVERIFY(document.putJourney(journey).has_value());
    QVERIFY(!document.putSegment({"", "city = '广州'", {}, false, {}, {}}).has_value());
    QCOMPARE(segmentNames(document), (std::vector<std::string>{"未下定", "newer"}));
    const auto shown = document.workspace();
    QTRY_VERIFY(document.jobs()->isIdle());
    QCOMPARE(failed.count(), 0);
    QVERIFY(document.workspace() != shown); // this one was read from the copy
    QCOMPARE(segmentNames(document), (std::vector<std::string>{"未下定", "newer"}));
    QCOMPARE(document.workspace()->journeys.size(), 2u);
    QCOMPARE(bytesOf(m_path), before);
    WORKING_DOCUMENT(second);
    QVERIFY(open(second));
    QVERIFY(second.isReadOnly());
    // what was done before the copy is undone in it
    document.undoStack()->undo();
    document.undoStack()->undo();
    QCOMPARE(segmentNames(document), (std::vector<std::string>{"未下定", "new"}));
    document.undoStack()->undo();
    QVERIFY(!document.isModified());
    document.undoStack()->redo();
    QVERIFY(waited([&](auto done) { document.save(done); }).has_value());
    QVERIFY(open(second));
    QCOMPARE(segmentNames(second), (std::vector<std::string>{"未下定", "new"}));
}

void TestDocument::importsAndSavesWaitForTheFirstEdit() {
    WORKING_DOCUMENT(document);
    document.setCopiedAtOnce(0);
    QVERIFY(open(document));
    Recipe recipe;
    recipe.name = "monthly";
    QVERIFY(document.putRecipe(recipe).has_value());
    ImportBatch more = test::customersBatch();
    more.dataset = "more";
    more.sourceHash = "another hash";
    std::optional<Result<ImportReport>> report;
    document.importBatch(std::make_shared<const ImportBatch>(std::move(more)), ImportMode::Append,
                         [&](Result<ImportReport> done) { report = std::move(done); });
    QTRY_VERIFY(report.has_value());
    QVERIFY(report->has_value());
    QCOMPARE(document.recipes()->size(), 1u);
    QCOMPARE(document.workspace()->tables.size(), 4u);
    QCOMPARE(document.undoStack()->count(), 2);

    const QString copy = m_folder->filePath(QStringLiteral("copy.xow"));
    QVERIFY(waited([&](auto done) { document.saveAs(copy, done); }).has_value());
    WORKING_DOCUMENT(again);
    again.setCopiedAtOnce(0);
    QVERIFY(waited([&](auto done) { again.open(m_path, done); }).has_value());
    QVERIFY(again.putSegment({"kept", "city = '上海'", {}, false, {}, {}}).has_value());
    QVERIFY(waited([&](auto done) { again.save(done); }).has_value());
    QVERIFY(!again.isModified());
    WORKING_DOCUMENT(third);
    QVERIFY(open(third));
    QCOMPARE(segmentNames(third), (std::vector<std::string>{"未下定", "kept"}));
}

void TestDocument::firstEditsThatCannotBeWrittenAreTakenBack() {
    WORKING_DOCUMENT(first);
    WORKING_DOCUMENT(second);
    second.setCopiedAtOnce(0);
    QVERIFY(open(first));
    QVERIFY(open(second));
    QVERIFY(!second.isReadOnly());
    QVERIFY(first.putSegment({"x", "city = '上海'", {}, false, {}, {}}).has_value()); // takes the lock
    QSignalSpy failed(&second, &Document::editFailed);
    QVERIFY(second.putSegment({"y", "city = '上海'", {}, false, {}, {}}).has_value());
    QVERIFY(second.removeSegment("未下定").has_value());
    const auto saved = waited([&](auto done) { second.save(done); });
    QVERIFY(!saved); // Save must not claim what was not kept
    QCOMPARE(QString::fromStdString(saved.error().code), QStringLiteral("project.locked"));
    QCOMPARE(failed.count(), 1);
    QCOMPARE(segmentNames(second), std::vector<std::string>{"未下定"});
    QCOMPARE(second.undoStack()->count(), 0);
    QVERIFY(!second.isModified());
}

void TestDocument::closingDuringTheFirstEdit() {
    const QByteArray before = bytesOf(m_path);
    WORKING_DOCUMENT(document);
    document.setCopiedAtOnce(0);
    QVERIFY(open(document));
    QVERIFY(document.putSegment({"x", "city = '上海'", {}, false, {}, {}}).has_value());
    std::optional<Result<void>> saved;
    document.save([&](Result<void> done) { saved = std::move(done); });
    document.close();
    QVERIFY(saved && !*saved);
    QTRY_VERIFY(document.jobs()->isIdle());
    QVERIFY(!document.isOpen());
    QCOMPARE(document.workspace(), nullptr);
    QCOMPARE(bytesOf(m_path), before);
    QTRY_VERIFY(document.leftWorkingCopies().empty());
    QVERIFY(open(document)); // and nobody holds it any more
    QVERIFY(!document.isReadOnly());
    QCOMPARE(segmentNames(document), std::vector<std::string>{"未下定"});
}

// A page that nothing reads at opening is spoilt: figures are there, SQLite's own check tells it a little later.
void TestDocument::damageIsFoundBehindTheWork() {
    qint64 page = 0;
    {
        auto store = Store::open(m_path.toStdString(), Store::Access::ReadOnly);
        QVERIFY(store.has_value());
        const auto found = (*store)->sql(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'view'", [](const auto&) {},
            [&](const std::vector<SqlCell>& row) {
                page = std::get<std::int64_t>(row.at(0));
                return true;
            });
        QVERIFY(found.has_value() && page > 1);
    }
    WORKING_DOCUMENT(document);
    document.setCheckDelay(0);
    QSignalSpy damage(&document, &Document::damageFound);
    QVERIFY(open(document));
    QTRY_VERIFY(document.jobs()->isIdle());
    QTest::qWait(50);
    QTRY_VERIFY(document.jobs()->isIdle());
    QCOMPARE(damage.size(), 0); // a sound file
    document.close();
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek((page - 1) * 8192) && file.write("\x7f", 1) == 1);
    file.close();
    QVERIFY(open(document));
    QVERIFY(document.workspace()->tables.front()->column(0).has_value());
    QTRY_COMPARE(damage.size(), 1);
    QCOMPARE(QString::fromStdString(damage[0][0].value<xo::Error>().code), QStringLiteral("project.damaged"));
    // closing ends a check, and tells nothing of it
    document.close();
    QVERIFY(open(document));
    QTest::qWait(1);
    document.close();
    QTRY_VERIFY(document.jobs()->isIdle());
    QTest::qWait(50);
    QVERIFY(damage.size() <= 2);
    document.setCheckDelay(-1);
    QVERIFY(open(document));
    const auto before = damage.size();
    QTest::qWait(100);
    QCOMPARE(damage.size(), before);
}

void TestDocument::compactingIsSavedLikeAnEdit() {
    WORKING_DOCUMENT(document);
    QVERIFY(open(document));
    const auto compact = [&] {
        std::optional<Result<bool>> outcome;
        document.compact([&](Result<bool> done) { outcome = std::move(done); });
        return QTest::qWaitFor([&] { return outcome.has_value(); }, 20000) && outcome->has_value() && **outcome;
    };
    const QByteArray before = bytesOf(m_path);
    QVERIFY(compact());
    QVERIFY(document.isModified() && !document.undoStack()->canUndo());
    QCOMPARE(bytesOf(m_path), before);
    QVERIFY(waited([&](auto done) { document.save(done); }).has_value());
    QVERIFY(!document.isModified() && bytesOf(m_path) != before);
    WORKING_DOCUMENT(again);
    QVERIFY(open(again));
    const auto& tables = again.workspace()->tables;
    QVERIFY(
        std::any_of(tables.begin(), tables.end(), [](const auto& table) { return table->storedOrder() != nullptr; }));
    QVERIFY(!compact() && !document.isModified());
}

void TestDocument::importMakesItsWorkingCopyInTheJob() {
    WORKING_DOCUMENT(first);
    WORKING_DOCUMENT(second);
    QVERIFY(open(first));
    QVERIFY(open(second));
    QVERIFY(first.putSegment({"x", "city = '上海'", {}, false, {}, {}}).has_value()); // takes the lock
    std::optional<Result<ImportReport>> report;
    second.importBatch(std::make_shared<const ImportBatch>(test::customersBatch()), ImportMode::Append,
                       [&](Result<ImportReport> done) { report = std::move(done); });
    QVERIFY(!report.has_value()); // the lock is met in the job, not here
    QTRY_VERIFY(report.has_value());
    QVERIFY(!report->has_value());
    QCOMPARE(QString::fromStdString(report->error().code), QStringLiteral("project.locked"));
    QVERIFY(!second.isBusy() && !second.isModified());
}

void TestDocument::releasedValuesAreFreedElsewhere() {
    std::atomic<Qt::HANDLE> freedIn{nullptr};
    JobRunner::release(std::shared_ptr<void>(nullptr, [&](void*) { freedIn = QThread::currentThreadId(); }));
    QTRY_VERIFY(freedIn.load() != nullptr);
    QVERIFY(freedIn.load() != QThread::currentThreadId());
}

void TestDocument::latestJobWins() {
    JobRunner jobs;
    QObject receiver;
    QList<int> delivered;
    std::atomic<bool> firstSawCancel{false};
    std::atomic<bool> firstStarted{false};
    jobs.run<int>(
        QStringLiteral("one"), &receiver,
        [&](const JobContext& job) -> Result<int> {
            firstStarted = true;
            while (!job.cancelled())
                QThread::msleep(1);
            firstSawCancel = true;
            return cancelled();
        },
        [&](Result<int>) { delivered.append(1); }, QStringLiteral("key"));
    QTRY_VERIFY(firstStarted.load());
    jobs.run<int>(
        QStringLiteral("two"), &receiver, [](const JobContext&) -> Result<int> { return 2; },
        [&](Result<int> value) { delivered.append(*value); }, QStringLiteral("key"));
    QTRY_VERIFY(jobs.isIdle());
    QVERIFY(firstSawCancel.load());
    QCOMPARE(delivered, QList<int>{2});
}

void TestDocument::resultsOfADeadReceiverAreDropped() {
    JobRunner jobs;
    auto receiver = std::make_unique<QObject>();
    std::atomic<bool> go{false};
    bool delivered = false;
    jobs.run<int>(
        QStringLiteral("job"), receiver.get(),
        [&](const JobContext&) -> Result<int> {
            while (!go)
                QThread::msleep(1);
            return 1;
        },
        [&](Result<int>) { delivered = true; });
    receiver.reset();
    go = true;
    QTRY_VERIFY(jobs.isIdle());
    QVERIFY(!delivered);
}

void TestDocument::destructionCancelsAndWaits() {
    std::atomic<bool> ended{false};
    std::atomic<bool> started{false};
    QObject receiver;
    bool delivered = false;
    {
        JobRunner jobs;
        jobs.run<int>(
            QStringLiteral("job"), &receiver,
            [&](const JobContext& job) -> Result<int> {
                started = true;
                while (!job.cancelled())
                    QThread::msleep(1);
                ended = true;
                return cancelled();
            },
            [&](Result<int>) { delivered = true; });
        QTRY_VERIFY(started.load());
    }
    QVERIFY(ended.load());
    QTest::qWait(20);
    QVERIFY(!delivered);
}

void TestDocument::exceptionsBecomeErrors() {
    JobRunner jobs;
    QObject receiver;
    std::string code;
    jobs.run<int>(
        QStringLiteral("job"), &receiver,
        [](const JobContext&) -> Result<int> { throw std::runtime_error("out of luck"); },
        [&](Result<int> value) { code = value ? "" : value.error().code; });
    QTRY_COMPARE(QString::fromStdString(code), QStringLiteral("window.job_failed"));
}

QTEST_GUILESS_MAIN(TestDocument)
#include "tst_document.moc"
