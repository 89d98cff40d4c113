#include "tests/core/project/projectsupport.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace xo;
using namespace xo::test;

class TestProjectSql : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::string m_path;
    std::unique_ptr<Store> m_store;

    // All rows of a query, cells joined by "|", NULL as "∅", or the error.
    QString run(const std::string& query, const JobContext& context = {}, int timeoutMs = 0) {
        std::string text;
        const auto done = m_store->sql(
            query,
            [&](const std::vector<std::string>& names) {
                for (const std::string& name : names)
                    text += (text.empty() ? "" : "|") + name;
                text += "\n";
            },
            [&](const std::vector<SqlCell>& row) {
                for (std::size_t i = 0; i < row.size(); ++i) {
                    if (i) text += "|";
                    if (const auto* whole = std::get_if<std::int64_t>(&row[i]))
                        text += std::to_string(*whole);
                    else if (const auto* real = std::get_if<double>(&row[i]))
                        text += "r" + QByteArray::number(*real).toStdString();
                    else if (const auto* s = std::get_if<std::string>(&row[i]))
                        text += *s;
                    else
                        text += "∅";
                }
                text += "\n";
                return true;
            },
            context, timeoutMs);
        return QString::fromStdString(done ? text : errorOf(done.error()));
    }

    QString outside(const QString& program, const QStringList& arguments) {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        process.waitForFinished(60'000);
        return QString::fromUtf8(process.readAll());
    }

    static QString extensionFile() {
        for (const char* suffix : {".so", ".dll", ".dylib"})
            for (const char* folder : {"/lib/xow", "/bin/xow"}) {
                const QString name = QStringLiteral(XOW_BINARY_DIR) + QLatin1String(folder) + QLatin1String(suffix);
                if (QFileInfo::exists(name)) return name;
            }
        return {};
    }

private Q_SLOTS:
    void initTestCase() {
        m_path = m_folder.filePath(QStringLiteral("p.xow")).toStdString();
        m_store = std::move(Store::create(m_path, {"Asia/Shanghai", 1, ""})).value();
        XO_OK(m_store->append(
            batchOf("answers", DatasetKind::Answers,
                    {categories("region", {"华东", "", "it's"}),
                     scores("nps", {10, scoreByte(CellState::OutOfRange), 0}),
                     numbers("whole", {1, std::nan(""), 3}, ValueType::Integer),
                     numbers("real", {1, 2.5, std::nan("")}), times("at", {1767226845000, kNoTime, 1767226845678}),
                     times("day", {1767196800000, kNoTime, 0 - 28'800'000LL}, ValueType::Date, "dimension"),
                     texts("a \"b\"", {"x", "", "y"}), categories("Region", {"1", "2", "3"})}),
            ImportMode::Append, {}));
        XO_OK(m_store->append(batchOf("batch", DatasetKind::Metrics, {numbers("v", {1})}), ImportMode::Append, {}));
        XO_OK(m_store->append(batchOf("none", DatasetKind::Events, {categories("c", {})}), ImportMode::Append, {}));
    }

    void selects() {
        QCOMPARE(run("SELECT region, nps, whole, real, at, day, \"a \"\"b\"\"\", \"Region_2\" FROM answers"),
                 QStringLiteral("region|nps|whole|real|at|day|a \"b\"|Region_2\n"
                                "华东|10|1|r1|2026-01-01T08:20:45+08:00|2026-01-01|x|1\n"
                                "∅|∅|∅|r2.5|∅|∅|∅|2\n"
                                "it's|0|3|∅|2026-01-01T08:20:45.678+08:00|1970-01-01|y|3\n"));
        QCOMPARE(run("SELECT count(*), avg(nps) FROM answers"), QStringLiteral("count(*)|avg(nps)\n3|r5\n"));
        QCOMPARE(run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<3) SELECT sum(i) FROM n"),
                 QStringLiteral("sum(i)\n6\n"));
        QCOMPARE(run("SELECT count(*) FROM none"), QStringLiteral("count(*)\n0\n"));
        // a dataset hides the file's own table of that name, which has its full name
        QCOMPARE(run("SELECT * FROM batch"), QStringLiteral("v\nr1\n"));
        QCOMPARE(run("SELECT count(*) FROM main.batch"), QStringLiteral("count(*)\n3\n"));
    }

    void refuses() {
        for (const char* query :
             {"DELETE FROM main.batch", "INSERT INTO answers DEFAULT VALUES", "DROP TABLE answers", "ATTACH 'x' AS y",
              "PRAGMA user_version=3", "PRAGMA journal_mode=WAL", "BEGIN", "VACUUM", "CREATE TABLE t(x)",
              "SELECT 1; SELECT 2", "", "EXPLAIN SELECT 1", "CREATE TEMP TABLE t(x)"})
            QVERIFY2(run(query).startsWith(u"project.sql"), query);
        QVERIFY(run("SELECT load_extension('x')").startsWith(u"project.sql"));
        QVERIFY(run("SELECT nix FROM answers").startsWith(u"project.sql | no such column"));
        const std::string endless =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n";
        QCOMPARE(run(endless, {}, 200), QStringLiteral("project.sql_timeout | 0.2"));
        JobContext context;
        context.cancel();
        QCOMPARE(run(endless, context), QStringLiteral("job.cancelled"));
    }

    void plainExport() {
        const std::string path = m_folder.filePath(QStringLiteral("plain.sqlite")).toStdString();
        XO_OK(m_store->exportPlain(path));
        XO_FAILS(m_store->exportPlain(path), "project.exists");
        const QString shell = QStandardPaths::findExecutable(QStringLiteral("sqlite3"));
        if (shell.isEmpty()) QSKIP("no sqlite3 shell");
        const QString out = outside(
            shell, {QString::fromStdString(path), QStringLiteral("SELECT name FROM sqlite_schema; SELECT region, nps, "
                                                                 "typeof(real), at, \"a \"\"b\"\"\" FROM answers;")});
        QCOMPARE(out, QStringLiteral("answers\nbatch\nnone\n华东|10|real|2026-01-01T08:20:45+08:00|x\n||real||\n"
                                     "it's|0|null|2026-01-01T08:20:45.678+08:00|y\n"));
    }

    void extension() {
        const QString library = extensionFile();
        if (library.isEmpty()) QSKIP("the extension was not built");
        const QString query =
            QStringLiteral("SELECT region, nps, at FROM answers WHERE nps IS NOT NULL ORDER BY rowid");
        const QString expected =
            QStringLiteral("华东|10|2026-01-01T08:20:45+08:00\nit's|0|2026-01-01T08:20:45.678+08:00\n");
        bool tried = false;
        if (const QString shell = QStandardPaths::findExecutable(QStringLiteral("sqlite3")); !shell.isEmpty()) {
            tried = true;
            QCOMPARE(outside(shell, {QStringLiteral("-readonly"), QString::fromStdString(m_path),
                                     QStringLiteral("-cmd"), QStringLiteral(".load ") + library, query}),
                     expected);
            // another database: the extension does nothing
            QCOMPARE(outside(shell, {QStringLiteral(":memory:"), QStringLiteral("-cmd"),
                                     QStringLiteral(".load ") + library, QStringLiteral("SELECT 7")}),
                     QStringLiteral("7\n"));
        }
        const QString script = QStringLiteral(
            "import sqlite3,sys\n"
            "db=sqlite3.connect(sys.argv[1])\ndb.enable_load_extension(True)\ndb.load_extension(sys.argv[2])\n"
            "for row in db.execute(sys.argv[3]): print('|'.join(map(str,row)))\n");
        for (const char* name : {"/usr/bin/python3", "python3"}) {
            const QString python = QStandardPaths::findExecutable(QLatin1String(name));
            if (python.isEmpty()) continue;
            const QString can = outside(
                python, {QStringLiteral("-c"),
                         QStringLiteral("import sqlite3;print(hasattr(sqlite3.Connection,'enable_load_extension'))")});
            if (!can.startsWith(QLatin1String("True"))) continue;
            tried = true;
            QCOMPARE(outside(python, {QStringLiteral("-c"), script, QString::fromStdString(m_path), library, query}),
                     expected);
            break;
        }
        if (!tried) QSKIP("neither a sqlite3 shell nor a Python that loads extensions");
    }
};

QTEST_GUILESS_MAIN(TestProjectSql)
#include "tst_projectsql.moc"
