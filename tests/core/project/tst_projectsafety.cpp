#include "core/project/dictionaryio.h"
#include "core/project/schema.h"
#include "tests/core/project/projectsupport.h"
#include "tests/core/project/version1.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <array>
#include <random>
#include <sqlite3.h>

using namespace xo;
using namespace xo::test;

/// A stranger's file can run nothing, bit rot is named (SAFETY: The project file 4 and 5).
class TestProjectSafety : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::array<QByteArray, kSchemaVersion> m_good; // by version − 1
    int m_number = 0;

    static QByteArray read(const QString& name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const QString& name, const QByteArray& bytes) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    static int bigEndian(const QByteArray& bytes, qsizetype at) {
        int value = 0;
        for (qsizetype i = 0; i < 4; ++i)
            value = value * 256 + static_cast<unsigned char>(bytes.at(at + i));
        return value;
    }
    QString fresh(const QByteArray& bytes) {
        const QString name = m_folder.filePath(QStringLiteral("h%1.xow").arg(++m_number));
        write(name, bytes);
        return name;
    }
    QByteArray good(int version) const { return m_good[static_cast<std::size_t>(version - 1)]; }
    QByteArray patched(int version, int offset, const QByteArray& bytes) const {
        QByteArray copy = good(version);
        copy.replace(offset, bytes.size(), bytes);
        return copy;
    }
    // The good file after some SQL of a stranger, who has none of our switches.
    QByteArray afterSql(int version, const char* sql) {
        const QString name = fresh(good(version));
        sqlite3* db = nullptr;
        sqlite3_open(name.toUtf8().constData(), &db);
        sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
        char* message = nullptr;
        if (sqlite3_exec(db, sql, nullptr, nullptr, &message) != SQLITE_OK) qWarning("%s", message);
        sqlite3_free(message);
        sqlite3_close(db);
        const QByteArray bytes = read(name);
        QFile::remove(name);
        return bytes;
    }

private Q_SLOTS:
    void initTestCase() {
        const std::string path = m_folder.filePath(QStringLiteral("good.xow")).toStdString();
        auto store = std::move(Store::create(path)).value();
        std::vector<std::string> regions, bodies, keys;
        std::vector<double> values;
        std::vector<std::uint8_t> nps;
        for (int i = 0; i < 20'000; ++i) {
            regions.push_back("r" + std::to_string(i % 300));
            keys.push_back("c" + std::to_string(i * 31 % 700));
            bodies.push_back("body " + std::to_string(i * 7919));
            values.push_back(i * 0.37);
            nps.push_back(static_cast<std::uint8_t>(i % 11));
        }
        XO_OK(store->append(batchOf("answers", DatasetKind::Answers,
                                    {categories("region", regions), texts("t", bodies), numbers("v", values),
                                     scores("nps", nps), categories("who", keys, "customer")},
                                    "h"),
                            ImportMode::Append, {}));
        Journey journey;
        journey.name = "j";
        XO_FAILS(store->putJourney(journey), "model.bad_json"); // what can't be read back isn't taken
        journey.stages = {{"a", "", std::nullopt, ""}};
        XO_OK(store->putJourney(journey));
        XO_OK(store->setDefinition("identity", "phone", Json{{"column", "phone"}}));
        XO_OK(store->compact({}));
        store.reset();
        m_good[2] = read(QString::fromStdString(path));
        QVERIFY(m_good[2].size() > 100'000);
        // the same as programs of older versions leave it
        m_good[1] = afterSql(3, "DROP TABLE arrangement; PRAGMA user_version = 2; VACUUM");
        m_good[0] = afterSql(2, "DROP TABLE definition; DELETE FROM digest WHERE name = 'definition'; "
                                "PRAGMA user_version = 1; VACUUM");
        for (const QByteArray& bytes : m_good) {
            const QString name = fresh(bytes);
            const auto opened = Store::open(name.toStdString(), Store::Access::ReadOnly);
            XO_OK(opened);
            QCOMPARE(damageIn(**opened), std::string());
        }
    }

    // these are what files in the field have: a change of a letter makes them unreadable
    void schemaText() {
        const std::array<const char*, kSchemaVersion> expected{
            "8d9112713e01088bd4cad429d28fca161cd539ed334af116c1a63388a2e59180",
            "b0dbcf7d93e1b6e290b57ad4f6dffd684573b6cfda1c1b5e0f66ee93044e3953",
            "93dcf078b5372342eff04c84fa7e916d0f0822e0bc197ab69cc26aa25a8106ac"};
        for (int version = 1; version <= kSchemaVersion; ++version) {
            std::string text;
            for (const std::string_view sql : schemaStatements(version))
                text += std::string(sql) + "\n";
            const QByteArray hash =
                QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256).toHex();
            QCOMPARE(QString::fromLatin1(hash), QString::fromLatin1(expected[static_cast<std::size_t>(version - 1)]));
        }
        QCOMPARE(migrations().size(), std::size_t(kSchemaVersion - 1));
    }

    // A real file of version 1 is read as it is; the first edit brings it up to date, or nothing happens at all.
    void versionOne() {
        const QString name = m_folder.filePath(QStringLiteral("one.xow"));
        const std::string path = name.toStdString();
        {
            auto database = Database::open(path, Database::Open::Create).value();
            XO_OK(database->exec(kVersion1Project));
        }
        const QByteArray before = read(name);
        const std::vector<std::string> members{"c1", "c2", "c1", "c3"};
        for (const auto access : {Store::Access::ReadOnly, Store::Access::ReadWrite}) {
            auto store = std::move(Store::open(path, access)).value();
            QCOMPARE(cellsOf(*store, "a", "member"), members);
            QCOMPARE(store->definitions("identity").value().size(), std::size_t{0});
            QCOMPARE(damageIn(*store), std::string());
            XO_FAILS(store->setDefinition("identity", "", Json::object()), "project.no_name");
            XO_OK(store->saveAs(m_folder.filePath(QStringLiteral("one-copy.xow")).toStdString()));
            store.reset();
            QVERIFY(read(name) == before);
        }
        auto reader = std::move(Store::open(path, Store::Access::ReadOnly)).value();
        auto store = std::move(Store::open(path, Store::Access::ReadWrite)).value();
        // an edit that fails after it began leaves version 1
        XO_FAILS(store->removeSegment("none"), "project.no_such");
        QVERIFY(read(name) == before);
        XO_OK(store->setDefinition("identity", "phone", Json{{"column", "phone"}}));
        QCOMPARE(bigEndian(read(name), 60), kSchemaVersion);
        QVERIFY(store->definition("identity", "phone").value() == std::optional(Json{{"column", "phone"}}));
        QCOMPARE(cellsOf(*store, "a", "member"), members);
        QCOMPARE(damageIn(*store), std::string());
        store.reset();
        // one that had it open before sees the newer file whole
        QVERIFY(reader->definition("identity", "phone").value().has_value());
        QCOMPARE(cellsOf(*reader, "a", "member"), members);
        reader.reset();
        store = std::move(Store::open(path, Store::Access::ReadWrite)).value();
        XO_OK(store->setDefinition("identity", "phone", Json()));
        QVERIFY(!store->definition("identity", "phone").value());
        store.reset();
        // a working copy of an old document, saved over it
        write(name, before);
        store = std::move(Store::open(path, Store::Access::ReadOnly)).value();
        auto copy = std::move(store->makeWorkingCopy(m_folder.filePath(QStringLiteral("work")).toStdString())).value();
        store.reset();
        XO_OK(copy->append(batchOf("b", DatasetKind::Answers, {categories("x", {"1"})}), ImportMode::Append, {}));
        XO_OK(copy->saveAs(path));
        Store::discardWorkingCopy(std::move(copy));
        QCOMPARE(bigEndian(read(name), 60), kSchemaVersion);
        store = std::move(Store::open(path, Store::Access::ReadOnly)).value();
        QCOMPARE(cellsOf(*store, "a", "member"), members);
        QCOMPARE(damageIn(*store), std::string());
    }

    void migrationSteps() {
        auto database =
            Database::open(m_folder.filePath(QStringLiteral("m.db")).toStdString(), Database::Open::Create).value();
        XO_OK(database->exec("CREATE TABLE a(x); INSERT INTO a VALUES (7); PRAGMA user_version=1"));
        const std::vector<Migration> steps{{1, {"ALTER TABLE a ADD COLUMN y", "UPDATE a SET y = x + 1"}},
                                           {2, {"UPDATE a SET y = y * 10"}},
                                           {4, {"UPDATE a SET y = 0"}}};
        const auto migrated = [&](int from, int to) -> Result<void> {
            Transaction transaction(*database);
            if (auto begun = transaction.begin(); !begun) return begun;
            if (auto done = migrate(*database, from, to, steps); !done) return done;
            return transaction.commit();
        };
        XO_OK(migrated(1, 3));
        Statement row(*database, "SELECT y, (SELECT user_version FROM pragma_user_version) FROM a");
        QVERIFY(row.step().value());
        QCOMPARE(row.integer(0), std::int64_t{80});
        QCOMPARE(row.integer(1), std::int64_t{3});
        row.reset();
        XO_FAILS(migrated(3, 5), "project.no_migration");
        QVERIFY(row.step().value());
        QCOMPARE(row.integer(1), std::int64_t{3});
    }

    void hostileFiles_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("code");
        for (int version = 1; version <= kSchemaVersion; ++version)
            addHostileFiles(version);
    }
    void addHostileFiles(int version) {
        const QByteArray m = good(version);
        const auto add = [version](const char* name, const QByteArray& bytes, const char* code) {
            QTest::addRow("%d: %s", version, name) << bytes << QString::fromLatin1(code);
        };
        add("empty", {}, "project.not_a_project");
        add("text", QByteArray(20'000, 'x'), "project.not_a_project");
        add("50 bytes", m.left(50), "project.not_a_project");
        add("truncated", m.left(m.size() - 8192), "project.damaged");
        add("truncated in a page", m.left(m.size() - 100), "project.damaged");
        add("appended", m + QByteArray(8192, '\0'), "project.damaged");
        add("application_id", patched(version, 68, "GPKG"), "project.not_a_project");
        add("newer version", patched(version, 60, QByteArray("\0\0\0\x09", 4)), "project.newer_version");
        add("version 0", patched(version, 60, QByteArray(4, '\0')), "project.not_a_project");
        add("another known version", patched(version, 60, QByteArray("\0\0\0", 3) + char(version % kSchemaVersion + 1)),
            "project.schema");
        add("negative version", patched(version, 60, QByteArray("\xff\xff\xff\xff", 4)), "project.newer_version");
        add("huge page", patched(version, 16, QByteArray("\0\1", 2)), "project.damaged");
        add("small page", patched(version, 16, QByteArray("\2\0", 2)), "project.damaged");
        add("WAL mode", patched(version, 18, "\2\2"), "project.damaged");
        add("reserved bytes", patched(version, 20, QByteArray("\x20", 1)), "project.damaged");
        add("auto vacuum", patched(version, 52, QByteArray("\0\0\0\1", 4)), "project.damaged");
        add("UTF-16", patched(version, 56, QByteArray("\0\0\0\2", 4)), "project.damaged");
        const std::pair<const char*, const char*> sql[] = {
            {"trigger", "CREATE TRIGGER t AFTER INSERT ON batch BEGIN DELETE FROM chunk; END"},
            {"trigger on setting",
             "CREATE TRIGGER t BEFORE UPDATE ON setting BEGIN SELECT randomblob(1000000000); END"},
            {"view", "CREATE VIEW v AS SELECT load_extension('evil')"},
            {"view over a table's name",
             "DROP TABLE journey; CREATE VIEW journey AS SELECT 1 AS id, 'a' AS name, '{}' AS body"},
            {"extra table", "CREATE TABLE t(x)"},
            {"extra index", "CREATE INDEX i ON setting(value)"},
            {"index on an expression", "CREATE INDEX i ON setting(abs(length(value)))"},
            {"generated column", "ALTER TABLE setting ADD COLUMN g AS (abs(length(value)))"},
            {"extra column", "ALTER TABLE journey ADD COLUMN g TEXT DEFAULT 'x'"},
            {"renamed column", "ALTER TABLE journey RENAME COLUMN body TO bodies"},
            {"dropped table", "DROP TABLE tag"},
            {"virtual table", "CREATE VIRTUAL TABLE f USING fts5(x)"},
            {"rtree", "CREATE VIRTUAL TABLE f USING rtree(a,b,c)"},
            {"check constraint", "DROP TABLE view; CREATE TABLE view(id INTEGER PRIMARY KEY, name TEXT NOT NULL "
                                 "UNIQUE, body TEXT NOT NULL CHECK(load_extension(body)))"},
            {"comment in the schema", "DROP TABLE view; CREATE TABLE view(id INTEGER PRIMARY KEY, name TEXT NOT NULL "
                                      "UNIQUE, body TEXT NOT NULL /**/)"},
            {"edited schema text",
             "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = sql || ' ' WHERE name = 'setting'"},
            {"statistics", "ANALYZE"},
        };
        for (const auto& [name, statement] : sql)
            add(name, afterSql(version, statement), "project.schema");
        const std::pair<const char*, const char*> rows[] = {
            {"setting changed", "UPDATE setting SET value = 'Europe/Berlin' WHERE name = 'timezone'"},
            {"kind changed", "UPDATE dataset SET kind = 'events'"},
            {"column renamed", "UPDATE \"column\" SET name = 'x' WHERE id = 1"},
            {"batch rows", "UPDATE batch SET \"rows\" = 4000000000"},
            {"dictionary size", "UPDATE dictionary SET codes = 4000000000"},
            {"column linked twice", "DELETE FROM batch_column"},
        };
        if (version >= 2) {
            add("definitions dropped", afterSql(version, "DROP TABLE definition"), "project.schema");
            add("definition changed", afterSql(version, "UPDATE definition SET body = '{}'"), "project.damaged");
            add("definition added",
                afterSql(version, "INSERT INTO definition(kind, name, body) VALUES ('value_labels', 'answers', '7')"),
                "project.damaged");
        }
        for (const auto& [name, statement] : rows)
            add(name, afterSql(version, statement), "project.damaged");
        add("WAL made real", afterSql(version, "PRAGMA journal_mode=WAL; UPDATE setting SET value='x'"),
            "project.damaged");
        add("vacuumed to another page size", afterSql(version, "PRAGMA page_size=65536; VACUUM"), "project.damaged");
    }

    void hostileFiles() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, code);
        const QString name = fresh(bytes);
        QElapsedTimer timer;
        timer.start();
        for (const auto access : {Store::Access::ReadOnly, Store::Access::ReadWrite}) {
            const auto store = Store::open(name.toStdString(), access);
            QVERIFY(!store.has_value());
            QCOMPARE(QString::fromStdString(errorOf(store.error())).section(QLatin1Char(' '), 0, 0), code);
            QVERIFY(read(name) == bytes);
            for (const char* sidecar : {"-journal", "-wal", "-shm", ".lock"})
                QVERIFY2(!QFileInfo::exists(name + QLatin1String(sidecar)), sidecar);
        }
        QVERIFY(timer.elapsed() < 2000);
        QFile::remove(name);
    }

    void foreignSidecars() {
        for (const char* sidecar : {"-journal", "-wal", "-shm"}) {
            const QString name = fresh(good(2));
            const QByteArray bytes("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 not ours");
            write(name + QLatin1String(sidecar), bytes);
            for (const auto access : {Store::Access::ReadOnly, Store::Access::ReadWrite})
                XO_FAILS(Store::open(name.toStdString(), access), "project.sidecar");
            QVERIFY(read(name) == good(2));
            QVERIFY(read(name + QLatin1String(sidecar)) == bytes);
        }
        XO_FAILS(Store::open(m_folder.path().toStdString(), Store::Access::ReadOnly), "project.not_a_project");
        XO_FAILS(Store::open(m_folder.filePath(QStringLiteral("none.xow")).toStdString(), Store::Access::ReadOnly),
                 "project.not_found");
    }

    // A flipped byte is refused at opening, named when read, named by verify — or it changed nothing.
    void byteFlips_data() {
        QTest::addColumn<int>("version");
        for (int version = 1; version <= kSchemaVersion; ++version)
            QTest::addRow("version %d", version) << version;
    }
    void byteFlips() {
        QFETCH(int, version);
        const QByteArray clean = good(version);
        const int flips = qEnvironmentVariableIsSet("XOW_FLIPS") ? qEnvironmentVariableIntValue("XOW_FLIPS") : 200;
        std::string why;
        const auto contents = [&why](const Store& store) -> std::optional<std::string> {
            std::string text;
            const auto workspace = store.workspace();
            if (!workspace) {
                why = errorOf(workspace.error());
                return std::nullopt;
            }
            for (const auto& table : (*workspace)->tables)
                for (std::size_t c = 0; c < table->columns().size(); ++c) {
                    const auto column = table->column(c);
                    if (!column) return std::nullopt;
                    text += table->columns()[c].name + table->columns()[c].role.text();
                    for (std::size_t row = 0; row < (*column)->rows; ++row)
                        text += (*column)->text(row, (*workspace)->zone) + '\x1f';
                }
            for (const Journey& journey : (*workspace)->journeys)
                text += toJson(journey).dump();
            const auto order = (*workspace)->bySubject(0); // a damaged one is derived again
            if (!order) return std::nullopt;
            for (const std::uint32_t row : (*order)->rows)
                text += std::to_string(row) + ' ';
            const auto batches = store.batches();
            if (!batches) return std::nullopt;
            for (const BatchInfo& batch : *batches)
                text += batch.sourceHash + batch.sourceFile + std::to_string(batch.importedAt);
            const auto rules = store.definitions("identity");
            if (!rules) return std::nullopt;
            for (const auto& [rule, body] : *rules)
                text += rule + body.dump();
            return text;
        };
        const QString name = m_folder.filePath(QStringLiteral("flip.xow"));
        write(name, clean);
        const auto unharmed = std::move(Store::open(name.toStdString(), Store::Access::ReadOnly)).value();
        const auto expected = contents(*unharmed);
        QVERIFY2(expected.has_value(), why.c_str());
        std::mt19937 random(20260305);
        int refused = 0, namedOnReading = 0, namedByVerify = 0, harmless = 0;
        for (int i = 0; i < flips; ++i) {
            const auto at = static_cast<qsizetype>(random() % static_cast<unsigned>(clean.size()));
            const char bit = static_cast<char>(1u << (random() % 8));
            QByteArray bytes = clean;
            bytes[at] = static_cast<char>(bytes[at] ^ bit);
            write(name, bytes);
            const auto store = Store::open(name.toStdString(), Store::Access::ReadOnly);
            if (!store) {
                ++refused;
                continue;
            }
            const auto text = contents(**store);
            const auto report = (*store)->verifyFile({});
            const bool named = !report || !report->ok();
            if (!text)
                ++namedOnReading;
            else if (named)
                ++namedByVerify;
            else
                ++harmless;
            if (!text) QVERIFY2(named, qPrintable(QStringLiteral("byte %1: verify finds nothing").arg(at)));
            if (text) QVERIFY2(text == expected, qPrintable(QStringLiteral("byte %1 silently changed data").arg(at)));
        }
        qInfo("%d flips: %d refused at opening, %d named on reading, %d by verify only, %d harmless", flips, refused,
              namedOnReading, namedByVerify, harmless);
        QVERIFY(refused + namedOnReading + namedByVerify > flips / 3);
    }

    void badChunkIsNamed() {
        const QString name = fresh(good(2));
        // any page of a chunk's data will do: the checksum is over stored bytes
        sqlite3* db = nullptr;
        sqlite3_open(name.toUtf8().constData(), &db);
        sqlite3_blob* blob = nullptr;
        QCOMPARE(sqlite3_blob_open(db, "main", "chunk", "data", 3, 1, &blob), SQLITE_OK);
        QCOMPARE(sqlite3_blob_write(blob, "\x55\xaa", 2, 100), SQLITE_OK);
        sqlite3_blob_close(blob);
        sqlite3_close(db);
        auto opened = std::move(Store::open(name.toStdString(), Store::Access::ReadOnly)).value();
        const auto table = opened->workspace().value()->tables.at(0);
        const auto bad = table->column(*table->find("v"));
        XO_FAILS(bad, "project.bad_chunk");
        QCOMPARE(bad.error().args.at(0), std::string("answers"));
        QCOMPARE(bad.error().args.at(1), std::string("v"));
        QCOMPARE(bad.error().args.at(2), std::string("1-20000 (batch 1)"));
        XO_OK(table->column(*table->find("t")));
        const auto report = opened->verifyFile({}).value();
        QCOMPARE(report.problems.size(), std::size_t{1});
        QCOMPARE(report.problems[0].args.at(1), std::string("v"));
    }

    // whole chunks with a right checksum, yet one text under two codes
    void aTextTwiceIsNamed() {
        const QString name = fresh(good(2));
        std::int64_t id = 0;
        {
            auto database = std::move(Database::open(name.toStdString(), Database::Open::ReadWrite)).value();
            Statement most(*database, "SELECT id, codes FROM dictionary ORDER BY codes DESC LIMIT 1");
            QVERIFY(most.step().value());
            id = most.integer(0);
            Dictionary texts;
            for (std::int64_t code = 1; code < most.integer(1); ++code)
                texts.append("text " + std::to_string(code));
            texts.append("text 1");
            QCOMPARE(std::int64_t{texts.size()} - 1, most.integer(1));
            Statement erase(*database, "DELETE FROM dictionary_chunk WHERE dictionary = ?1");
            XO_OK(erase.bind(1, id).run());
            XO_OK(writeDictionary(*database, id, texts, 1, {}));
        }
        auto opened = std::move(Store::open(name.toStdString(), Store::Access::ReadOnly)).value();
        const auto report = opened->verifyFile({}).value();
        QCOMPARE(report.problems.size(), std::size_t{1});
        QCOMPARE(report.problems[0].code, std::string("project.bad_chunk"));
        QCOMPARE(report.problems[0].args.at(1), std::to_string(id));
    }
};

QTEST_GUILESS_MAIN(TestProjectSafety)
#include "tst_projectsafety.moc"
