#include "tests/core/project/projectsupport.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTest>
#include <QThread>
#include <cstdio>
#include <random>

using namespace xo;
using namespace xo::test;

namespace {

ImportBatch lot(int number) {
    std::vector<double> values;
    std::vector<std::string> keys;
    for (int i = 0; i < 30'000; ++i) {
        values.push_back(number + i * 1e-5);
        keys.push_back("c" + std::to_string(number * 100 + i % 5000));
    }
    return batchOf("m", DatasetKind::Events, {numbers("v", values), categories("customer", keys, "customer")});
}

// What the killed process does: edits for ever, and says which edits it believes to be safe.
int edit(const std::string& mode, const std::string& path, const std::string& folder) {
    auto store = Store::open(path, mode == "save" ? Store::Access::ReadOnly : Store::Access::ReadWrite);
    if (!store) {
        std::fprintf(stderr, "%s\n", errorOf(store.error()).c_str());
        return 1;
    }
    if (mode == "save") {
        auto copy = (*store)->makeWorkingCopy(folder);
        if (!copy) {
            std::fprintf(stderr, "%s\n", errorOf(copy.error()).c_str());
            return 2;
        }
        store = std::move(copy);
    }
    int done = static_cast<int>((*store)->batches().value().size());
    for (;;) {
        const auto appended = (*store)->append(lot(done), ImportMode::Append, {});
        auto saved = appended && mode == "save" ? (*store)->saveAs(path) : Result<void>();
        if (mode == "compact")
            if (const auto compacted = (*store)->compact({}); !compacted) saved = compacted.failure();
        if (!appended || !saved) {
            std::fprintf(stderr, "%s\n", errorOf(appended ? saved.error() : appended.error()).c_str());
            return 3;
        }
        std::printf("%d\n", ++done);
        std::fflush(stdout);
    }
}

} // namespace

class TestProjectSave : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    int m_number = 0;
    QString fresh() { return m_folder.filePath(QStringLiteral("s%1.xow").arg(++m_number)); }
    std::string copies() { return m_folder.filePath(QStringLiteral("copies")).toStdString(); }
    static QByteArray read(const QString& name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QStringList beside(const QString& name) {
        QStringList names = QFileInfo(name).dir().entryList({QFileInfo(name).fileName() + QStringLiteral("*")},
                                                            QDir::Files | QDir::Hidden);
        names.removeAll(QFileInfo(name).fileName());
        return names;
    }

private Q_SLOTS:
    void saveAsAndWorkingCopy() {
        const QString name = fresh();
        const std::string path = name.toStdString();
        {
            auto store = std::move(Store::create(path)).value();
            XO_OK(store->append(lot(0), ImportMode::Append, {}));
        }
        const QByteArray before = read(name);
        auto document = std::move(Store::open(path, Store::Access::ReadOnly)).value();
        auto copy = std::move(document->makeWorkingCopy(copies())).value();
        QVERIFY(copy->path() != path);
        QCOMPARE(copy->documentPath(), path);
        QVERIFY(copy->isWritable());
        QVERIFY(Store::lockHolder(path).has_value());
        XO_FAILS(document->makeWorkingCopy(copies()), "project.locked");
        XO_FAILS(Store::open(path, Store::Access::ReadWrite), "project.locked");
        XO_OK(Store::open(path, Store::Access::ReadOnly));
        const auto extra = copy->append(lot(1), ImportMode::Append, {}).value();
        const auto undone = copy->append(lot(2), ImportMode::Append, {}).value();
        XO_OK(copy->undoBatch(undone.batch));
        QVERIFY(read(name) == before);
        QVERIFY(!copy->isChangedOnDisk());
        QVERIFY(!document->isChangedOnDisk());
        document.reset();
        XO_OK(copy->saveAs(path, {true}));
        QVERIFY(read(name) != before);
        QVERIFY(read(QString(name).replace(QStringLiteral(".xow"), QStringLiteral(".bak.xow"))) == before);
        QVERIFY(!copy->isChangedOnDisk());
        // undone batches stay in the working copy, so that Redo works, and are left out of the document
        XO_OK(copy->redoBatch(undone.batch));
        QCOMPARE(copy->datasets().value()[0].rows, std::uint64_t{90'000});
        document = std::move(Store::open(path, Store::Access::ReadOnly)).value();
        QCOMPARE(document->datasets().value()[0].rows, std::uint64_t{60'000});
        QVERIFY(document->batches().value()[2].state == BatchState::Purged);
        QCOMPARE(extra.batch, document->batches().value()[1].id);
        QCOMPARE(damageIn(*document), std::string());
        document.reset();
        // Save As: the lock goes with the document
        const QString other = fresh();
        XO_OK(copy->saveAs(other.toStdString()));
        QCOMPARE(copy->documentPath(), other.toStdString());
        QVERIFY(!Store::lockHolder(path));
        QVERIFY(Store::lockHolder(other.toStdString()));
        QVERIFY(read(other).mid(18, 2) == QByteArray("\1\1"));
        {
            // somebody else writes the document
            copy->discardWorkingCopy(std::move(copy));
            auto reader = std::move(Store::open(other.toStdString(), Store::Access::ReadOnly)).value();
            auto writer = std::move(Store::open(other.toStdString(), Store::Access::ReadWrite)).value();
            XO_OK(writer->putOption("a", "b"));
            QVERIFY(reader->isChangedOnDisk());
            QVERIFY(!writer->isChangedOnDisk());
        }
        QCOMPARE(beside(name), QStringList());
        QCOMPARE(beside(other), QStringList());
        QCOMPARE(Store::leftWorkingCopies(copies()).size(), std::size_t{0});
        QVERIFY(QDir(QString::fromStdString(copies())).isEmpty());
    }

    void untitledAndLeft() {
        std::string left;
        {
            auto store = std::move(Store::createWorkingCopy(copies(), {"Asia/Shanghai", 1, ""})).value();
            XO_OK(store->append(lot(0), ImportMode::Append, {}));
            QCOMPARE(store->documentPath(), std::string());
            QCOMPARE(Store::leftWorkingCopies(copies()).size(), std::size_t{0});
            left = store->path();
        }
        const auto found = Store::leftWorkingCopies(copies());
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].path, left);
        auto again = std::move(Store::openWorkingCopy(left)).value();
        QCOMPARE(again->datasets().value()[0].rows, std::uint64_t{30'000});
        const QString name = fresh();
        XO_OK(again->saveAs(name.toStdString()));
        QCOMPARE(again->documentPath(), name.toStdString());
        Store::discardWorkingCopy(std::move(again));
        XO_OK(Store::open(name.toStdString(), Store::Access::ReadWrite));
        XO_FAILS(Store::create(m_folder.filePath(QStringLiteral("none/x.xow")).toStdString()), "project.cannot_write");
    }

    // killed between making its lock file and writing into it
    void emptyLockFile() {
        const QString name = fresh();
        XO_OK(Store::create(name.toStdString()));
        QFile lock(name + QStringLiteral(".lock"));
        QVERIFY(lock.open(QIODevice::WriteOnly));
        lock.close();
        XO_OK(Store::open(name.toStdString(), Store::Access::ReadWrite));
        QVERIFY(!lock.exists());
    }

    void cancelledSave() {
        const QString name = fresh();
        auto store = std::move(Store::createWorkingCopy(copies())).value();
        XO_OK(store->saveAs(name.toStdString()));
        const QByteArray before = read(name);
        XO_OK(store->append(lot(0), ImportMode::Append, {}));
        JobContext context;
        context.cancel();
        XO_FAILS(store->saveAs(name.toStdString(), {}, context), "job.cancelled");
        QVERIFY(read(name) == before);
        QVERIFY(!QFileInfo::exists(name + QStringLiteral(".new")));
        Store::discardWorkingCopy(std::move(store));
    }

    // XOW_SMALL_DISK: a folder on a disk of 2 MB (mount -t tmpfs -o size=2m tmpfs FOLDER)
    void fullDisk() {
        if (!qEnvironmentVariableIsSet("XOW_SMALL_DISK")) QSKIP("XOW_SMALL_DISK names no small disk");
        const QString name = qEnvironmentVariable("XOW_SMALL_DISK") + QStringLiteral("/full.xow");
        QFile::remove(name);
        auto store = std::move(Store::create(name.toStdString())).value();
        XO_OK(store->append(lot(0), ImportMode::Append, {}));
        store.reset();
        const QByteArray before = read(name);
        auto document = std::move(Store::open(name.toStdString(), Store::Access::ReadOnly)).value();
        auto working = std::move(document->makeWorkingCopy(copies())).value();
        for (int i = 1; i < 20; ++i)
            XO_OK(working->append(lot(i), ImportMode::Append, {}));
        const auto saved = working->saveAs(name.toStdString());
        XO_FAILS(saved, "project.disk_full");
        QVERIFY(std::stoll(saved.error().args.at(1)) >= QFileInfo(QString::fromStdString(working->path())).size());
        QVERIFY(read(name) == before);
        QCOMPARE(beside(name), QStringList{QFileInfo(name).fileName() + QStringLiteral(".lock")});
        Store::discardWorkingCopy(std::move(working));
        store = std::move(Store::open(name.toStdString(), Store::Access::ReadWrite)).value();
        int rows = 30'000;
        std::string code;
        for (int i = 1; i < 40 && code.empty(); ++i) {
            const auto done = store->append(lot(i), ImportMode::Append, {});
            if (done)
                rows += 30'000;
            else
                code = done.error().code;
        }
        QCOMPARE(QString::fromStdString(code), QStringLiteral("project.no_space"));
        QCOMPARE(store->datasets().value()[0].rows, static_cast<std::uint64_t>(rows));
        QCOMPARE(damageIn(*store), std::string());
        store.reset();
        QCOMPARE(beside(name), QStringList());
        QFile::remove(name);
    }

    // the same steps give the same bytes
    void deterministic() {
        QByteArray bytes[2];
        for (QByteArray& out : bytes) {
            const QString name = fresh();
            auto store = std::move(Store::create(name.toStdString())).value();
            store->setClock([] { return Instant{1'700'000'000'000}; });
            XO_OK(store->append(lot(0), ImportMode::Append, {}));
            store.reset();
            out = read(name);
        }
        QVERIFY(bytes[0] == bytes[1]);
    }

    void kill_data() {
        QTest::addColumn<QString>("mode");
        QTest::newRow("in place") << QStringLiteral("inplace");
        QTest::newRow("working copy and save") << QStringLiteral("save");
        QTest::newRow("in place, compacted") << QStringLiteral("compact");
    }

    // Killed at any moment, the document is the state of the last acknowledged edit, or the one after it: never half.
    void kill() {
        QFETCH(QString, mode);
        const int kills = qEnvironmentVariableIsSet("XOW_KILLS") ? qEnvironmentVariableIntValue("XOW_KILLS") : 10;
        const QString name = fresh();
        XO_OK(Store::create(name.toStdString()));
        std::mt19937 random(7);
        int acknowledged = 0, journals = 0;
        for (int i = 0; i < kills; ++i) {
            const QString folder = m_folder.filePath(QStringLiteral("k%1").arg(random()));
            QProcess process;
            process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--edit"), mode, name, folder});
            QVERIFY(process.waitForStarted());
            QThread::msleep(100 + random() % 300);
            process.kill();
            QVERIFY(process.waitForFinished());
            const QByteArray said = process.readAllStandardError();
            QVERIFY2(process.exitStatus() == QProcess::CrashExit, said.constData());
            const QList<QByteArray> lines = process.readAllStandardOutput().trimmed().split('\n');
            if (!lines.last().isEmpty()) acknowledged = lines.last().toInt();
            if (QFileInfo::exists(name + QStringLiteral("-journal"))) ++journals;
            const auto store = Store::open(name.toStdString(), Store::Access::ReadOnly);
            XO_OK(store);
            const int batches = static_cast<int>((*store)->batches().value().size());
            QVERIFY2(batches == acknowledged || batches == acknowledged + 1,
                     qPrintable(QStringLiteral("%1 acknowledged, %2 there").arg(acknowledged).arg(batches)));
            QCOMPARE((*store)->datasets().value().empty() ? 0 : (*store)->datasets().value()[0].rows,
                     std::uint64_t(batches) * 30'000);
            QCOMPARE(damageIn(**store), std::string());
            QVERIFY(!QFileInfo::exists(name + QStringLiteral("-journal")));
            acknowledged = batches;
            // a working copy left behind opens as well
            for (const LeftWorkingCopy& left : Store::leftWorkingCopies(folder.toStdString())) {
                auto copy = Store::openWorkingCopy(left.path);
                if (!copy) continue; // killed while it was being made
                QCOMPARE(damageIn(**copy), std::string());
                Store::discardWorkingCopy(std::move(*copy));
            }
            QDir(folder).removeRecursively();
        }
        qInfo("%d kills, %d edits done, %d journals rolled back", kills, acknowledged, journals);
        QVERIFY(acknowledged > 0);
    }
};

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() == 5 && arguments[1] == QLatin1String("--edit"))
        return edit(arguments[2].toStdString(), arguments[3].toStdString(), arguments[4].toStdString());
    TestProjectSave test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_projectsave.moc"
