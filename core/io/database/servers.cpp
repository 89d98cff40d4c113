#include "core/base/text.h"
#include "core/io/database/backend.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlField>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QVariant>

#include <atomic>
#include <clocale>

namespace xo::io {

namespace {

QString plugin(DatabaseDriver driver) {
    switch (driver) {
    case DatabaseDriver::PostgreSql:
        return QStringLiteral("QPSQL");
    case DatabaseDriver::MySql:
        return QStringLiteral("QMYSQL");
    default:
        return QStringLiteral("QODBC");
    }
}

std::string said(const QSqlError& error) {
    std::string text = error.databaseText().trimmed().toStdString();
    if (text.empty()) text = error.driverText().trimmed().toStdString();
    return text;
}

// Drivers are plugins, which Qt finds through its application object; a console program has none until it needs one.
void needApplication() {
    if (QCoreApplication::instance()) return;
    static int count = 1;
    static char name[] = "xow";
    static char* arguments[] = {name, nullptr};
    static const QCoreApplication application(count, arguments);
    std::setlocale(LC_NUMERIC, "C"); // Qt takes the user's
}

// A connection under a name of its own: Qt keeps them by thread.
class Connection {
public:
    Connection() {
        static std::atomic<int> number{0};
        m_name = QStringLiteral("xow-%1").arg(++number);
    }
    ~Connection() {
        if (m_database.isOpen()) m_database.rollback();
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Result<void> open(const DatabaseAddress& address, const std::string& password) {
        const QString driver = plugin(address.driver);
        needApplication();
        if (!QSqlDatabase::isDriverAvailable(driver)) return fail("io.database_driver", {driver.toStdString()});
        m_database = QSqlDatabase::addDatabase(driver, m_name);
        m_database.setNumericalPrecisionPolicy(QSql::HighPrecision);
        m_database.setHostName(QString::fromStdString(address.host));
        if (address.port > 0) m_database.setPort(address.port);
        m_database.setDatabaseName(QString::fromStdString(address.database));
        m_database.setUserName(QString::fromStdString(address.user));
        m_database.setPassword(QString::fromStdString(password));
        QStringList options;
        for (const QString& option :
             QString::fromStdString(address.options).split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
            if (option.startsWith(QLatin1String("host="), Qt::CaseInsensitive))
                m_database.setHostName(option.mid(5)); // a socket's folder
            else
                options.append(option);
        }
        if (address.driver == DatabaseDriver::PostgreSql) options.append(QStringLiteral("connect_timeout=10"));
        if (address.driver == DatabaseDriver::MySql) options.append(QStringLiteral("MYSQL_OPT_CONNECT_TIMEOUT=10"));
        if (address.driver == DatabaseDriver::Odbc)
            options.append(QStringLiteral("SQL_ATTR_ACCESS_MODE=SQL_MODE_READ_ONLY;SQL_ATTR_LOGIN_TIMEOUT=10"));
        m_database.setConnectOptions(options.join(QLatin1Char(';')));
        if (!m_database.open()) return fail("io.database_connect", {address.text(), said(m_database.lastError())});
        return {};
    }
    QSqlDatabase& database() { return m_database; }
    Result<void> run(const QString& sql) {
        QSqlQuery query(m_database);
        if (!query.exec(sql)) return fail("io.database_query", {said(query.lastError())});
        return {};
    }

private:
    QString m_name;
    QSqlDatabase m_database;
};

// Qualified names are told from names with a dot in them by where they were found.
struct NamedTable {
    DatabaseTable table;
    QString schema, name;
};

Result<std::vector<NamedTable>> namedTables(Connection& connection, DatabaseDriver driver) {
    std::vector<NamedTable> tables;
    if (driver == DatabaseDriver::Odbc) {
        for (const bool view : {false, true})
            for (const QString& name : connection.database().tables(view ? QSql::Views : QSql::Tables))
                tables.push_back({{name.toStdString(), view}, {}, name});
        return tables;
    }
    const QString sql =
        driver == DatabaseDriver::PostgreSql
            ? QStringLiteral("SELECT table_schema, table_name, table_type, table_schema = current_schema() FROM "
                             "information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') "
                             "ORDER BY 4 DESC, 1, 2")
            : QStringLiteral("SELECT table_schema, table_name, table_type, table_schema = DATABASE() FROM "
                             "information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1, 2");
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    if (!query.exec(sql)) return fail("io.database_query", {said(query.lastError())});
    while (query.next()) {
        const QString schema = query.value(0).toString(), name = query.value(1).toString();
        const bool own = query.value(3).toBool();
        const bool view = query.value(2).toString().contains(QLatin1String("VIEW"));
        tables.push_back({{(own ? name : schema + QLatin1Char('.') + name).toStdString(), view}, schema, name});
    }
    return tables;
}

QString quoted(const QString& name, QChar mark) {
    return mark + QString(name).replace(mark, QString(2, mark)) + mark;
}

QString selectOf(const NamedTable& table, const Connection&, DatabaseDriver driver) {
    const QChar mark = driver == DatabaseDriver::MySql ? QLatin1Char('`') : QLatin1Char('"');
    const QString prefix = table.schema.isEmpty() ? QString() : quoted(table.schema, mark) + QLatin1Char('.');
    return QStringLiteral("SELECT * FROM ") + prefix + quoted(table.name, mark);
}

// What cells come out as.
enum class Shape { Plain, Number, Bool, ZonedTime, Bytes };

struct ResultColumn {
    SourceColumn stated;
    Shape shape = Shape::Plain;
};

// The object identifiers of PostgreSQL's own types never change.
ResultColumn postgresColumn(const QString& name, int type) {
    ResultColumn column;
    column.stated.name = name.toStdString();
    switch (type) {
    case 16: // bool
        column.shape = Shape::Bool;
        break;
    case 17: // bytea
        column.shape = Shape::Bytes;
        break;
    case 20: // int8, int2, int4
    case 21:
    case 23:
        column.shape = Shape::Number;
        break;
    case 700: // float4, float8, numeric
    case 701:
    case 1700:
        column.shape = Shape::Number;
        break;
    case 1082: // date
        column.stated.type = ValueType::Date;
        break;
    case 1114: // timestamp
        column.stated.type = ValueType::DateTime;
        break;
    case 1184: // timestamptz
        column.stated.type = ValueType::DateTime;
        column.shape = Shape::ZonedTime;
        break;
    default:
        break;
    }
    return column;
}

ResultColumn columnOf(const QSqlField& field, DatabaseDriver driver) {
    if (driver == DatabaseDriver::PostgreSql) return postgresColumn(field.name(), field.typeID());
    ResultColumn column;
    column.stated.name = field.name().toStdString();
    constexpr int kMySqlTimestamp = 7;
    switch (field.metaType().id()) {
    case QMetaType::QByteArray:
        column.shape = Shape::Bytes;
        break;
    case QMetaType::Bool:
        column.shape = Shape::Bool;
        break;
    case QMetaType::QDate:
        column.stated.type = ValueType::Date;
        break;
    case QMetaType::QDateTime:
        column.stated.type = ValueType::DateTime;
        if (driver == DatabaseDriver::MySql && field.typeID() == kMySqlTimestamp) column.shape = Shape::ZonedTime;
        break;
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::Double:
    case QMetaType::Short:
    case QMetaType::UShort:
    case QMetaType::Char:
    case QMetaType::SChar:
    case QMetaType::UChar:
        column.shape = Shape::Number;
        break;
    default:
        break;
    }
    return column;
}

// "2026-03-05 14:05:06.25" with no more digits than are needed.
std::string timeText(const QDateTime& time, bool zoned) {
    QString text = time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    if (const int ms = time.time().msec()) {
        QString digits = QStringLiteral(".%1").arg(ms, 3, 10, QLatin1Char('0'));
        while (digits.endsWith(QLatin1Char('0')))
            digits.chop(1);
        text += digits;
    }
    if (zoned) text += QLatin1Char('Z');
    return text.toStdString();
}

std::string textOf(const QVariant& value, Shape shape) {
    switch (value.metaType().id()) {
    case QMetaType::Bool:
        return value.toBool() ? "TRUE" : "FALSE";
    case QMetaType::Double:
    case QMetaType::Float:
        return formatNumber(value.toDouble());
    case QMetaType::QDate:
        return value.toDate().toString(Qt::ISODate).toStdString();
    case QMetaType::QTime:
        return value.toTime().toString(Qt::ISODate).toStdString();
    case QMetaType::QDateTime:
        return timeText(value.toDateTime(), shape == Shape::ZonedTime);
    default:
        return value.toString().toStdString();
    }
}

// PostgreSQL writes every type as text without loss: "t", "2026-03-05 06:05:06.25+00".
std::string postgresText(const QVariant& value, Shape shape) {
    std::string text = value.toString().toStdString();
    if (shape == Shape::Bool) return text == "true" || text == "t" ? "TRUE" : "FALSE";
    if (shape == Shape::ZonedTime && text.ends_with("+00")) text.replace(text.size() - 3, 3, "Z");
    return text;
}

CellKind kindOf(Shape shape) {
    if (shape == Shape::Number) return CellKind::Number;
    return shape == Shape::Bool ? CellKind::Bool : CellKind::Text;
}

Result<QSqlRecord> recordOf(Connection& connection, const QString& select) {
    QSqlQuery probe(connection.database());
    probe.setForwardOnly(true);
    if (!probe.exec(QStringLiteral("SELECT * FROM (") + select + QStringLiteral("\n) AS xow LIMIT 0")))
        return fail("io.database_query", {said(probe.lastError())});
    return probe.record();
}

// Every column cast to text, under names of ours: those of the query may repeat.
QString postgresQuery(const QString& select, const std::vector<std::size_t>& taken, std::size_t count) {
    QStringList names, casts;
    for (std::size_t i = 0; i < count; ++i)
        names.append(QStringLiteral("c%1").arg(i));
    for (const std::size_t i : taken)
        casts.append(QStringLiteral("xow.c%1::text").arg(i));
    return QStringLiteral("SELECT ") + casts.join(QLatin1String(", ")) + QStringLiteral(" FROM (") + select +
           QStringLiteral("\n) AS xow(") + names.join(QLatin1String(", ")) + QLatin1Char(')');
}

Result<void> prepareSession(Connection& connection, DatabaseDriver driver) {
    std::vector<const char*> commands;
    if (driver == DatabaseDriver::PostgreSql)
        commands = {"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", "SET LOCAL TIME ZONE 'UTC'",
                    "SET LOCAL datestyle TO 'ISO, YMD'", "SET LOCAL extra_float_digits TO 1",
                    "SET LOCAL synchronize_seqscans TO off"};
    if (driver == DatabaseDriver::MySql)
        commands = {"SET time_zone = '+00:00'", "SET NAMES utf8mb4", "START TRANSACTION READ ONLY"};
    for (const char* command : commands)
        if (auto done = connection.run(QString::fromLatin1(command)); !done) return done;
    // not every driver keeps to "read only": what a query does all the same is never committed
    if (driver == DatabaseDriver::Odbc && connection.database().driver()->hasFeature(QSqlDriver::Transactions) &&
        !connection.database().transaction())
        return fail("io.database_query", {said(connection.database().lastError())});
    return {};
}

Result<QString> wantedSelect(Connection& connection, const DatabaseRequest& request) {
    if (!request.select.empty()) {
        auto checked = checkedSelect(request.select);
        if (!checked) return checked.failure();
        return QString::fromStdString(*checked);
    }
    auto tables = namedTables(connection, request.address.driver);
    if (!tables) return tables.failure();
    std::vector<DatabaseTable> plain;
    for (const NamedTable& table : *tables) {
        if (table.table.name == request.table) return selectOf(table, connection, request.address.driver);
        plain.push_back(table.table);
    }
    return checkTable(plain, request.table).failure();
}

Result<void> query(const DatabaseRequest& request, QuerySink& sink, const JobContext& job) {
    const DatabaseDriver driver = request.address.driver;
    Connection connection;
    if (auto opened = connection.open(request.address, request.password); !opened) return opened;
    if (job.cancelled()) return cancelled();
    if (auto prepared = prepareSession(connection, driver); !prepared) return prepared;
    auto select = wantedSelect(connection, request);
    if (!select) return select.failure();
    const bool postgres = driver == DatabaseDriver::PostgreSql;
    QString sql = driver == DatabaseDriver::MySql && !request.select.empty()
                      ? QStringLiteral("SELECT * FROM (") + *select + QStringLiteral("\n) AS xow")
                      : *select;
    QSqlQuery running(connection.database());
    running.setForwardOnly(true);
    QSqlRecord record;
    if (postgres) {
        auto probed = recordOf(connection, *select);
        if (!probed) return probed.failure();
        record = *probed;
    } else {
        if (!running.exec(sql)) return fail("io.database_query", {said(running.lastError())});
        record = running.record();
    }
    std::vector<ResultColumn> columns;
    std::vector<SourceColumn> stated;
    std::vector<std::string> leftOut;
    std::vector<std::size_t> taken;
    for (int i = 0; i < record.count(); ++i) {
        ResultColumn column = columnOf(record.field(i), driver);
        if (column.shape == Shape::Bytes) {
            leftOut.push_back(column.stated.name);
            continue;
        }
        taken.push_back(static_cast<std::size_t>(i));
        stated.push_back(column.stated);
        columns.push_back(std::move(column));
    }
    sink.columns(std::move(stated), std::move(leftOut));
    if (taken.empty()) return {};
    if (postgres && !running.exec(postgresQuery(*select, taken, static_cast<std::size_t>(record.count()))))
        return fail("io.database_query", {said(running.lastError())});
    std::vector<std::string> texts(taken.size());
    std::vector<Cell> cells(taken.size());
    while (running.next()) {
        for (std::size_t i = 0; i < taken.size(); ++i) {
            const QVariant value = running.value(postgres ? static_cast<int>(i) : static_cast<int>(taken[i]));
            const bool missing = value.isNull();
            texts[i] = missing    ? std::string()
                       : postgres ? postgresText(value, columns[i].shape)
                                  : textOf(value, columns[i].shape);
            cells[i] = {texts[i], missing || texts[i].empty() ? CellKind::Empty : kindOf(columns[i].shape)};
        }
        auto more = sink.row(cells);
        if (!more) return more.failure();
        if (!*more) return {};
    }
    if (running.lastError().isValid()) return fail("io.database_query", {said(running.lastError())});
    return {};
}

} // namespace

Backend serverBackend() {
    return {[](const DatabaseAddress& address, const std::string& password,
               const JobContext&) -> Result<std::vector<DatabaseTable>> {
                Connection connection;
                if (auto opened = connection.open(address, password); !opened) return opened.failure();
                auto tables = namedTables(connection, address.driver);
                if (!tables) return tables.failure();
                std::vector<DatabaseTable> out;
                for (NamedTable& table : *tables)
                    out.push_back(std::move(table.table));
                return out;
            },
            query};
}

} // namespace xo::io
