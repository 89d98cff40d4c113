#include "core/base/text.h"
#include "core/io/database/backend.h"

#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace xo::io {

namespace {

bool isSecret(std::string_view key) {
    const std::string name = lowerAscii(trimmed(key));
    for (const std::string_view word : {"password", "passwd", "pwd", "sslpassword", "passfile"})
        if (name == word) return true;
    return false;
}

bool isUser(std::string_view key) {
    const std::string name = lowerAscii(trimmed(key));
    return name == "user" || name == "uid" || name == "username";
}

// The entries of "a=1;b=2" for which keep(key) holds.
template <class Keep>
std::string filtered(std::string_view list, Keep&& keep) {
    std::string out;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(';'), list.size());
        const std::string_view entry = trimmed(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        if (entry.empty() || !keep(entry.substr(0, entry.find('=')))) continue;
        if (!out.empty()) out += ';';
        out += entry;
    }
    return out;
}

bool holdsSecret(std::string_view list) {
    bool found = false;
    filtered(list, [&](std::string_view key) { return found = found || isSecret(key), true; });
    return found;
}

std::string valueOf(std::string_view list, bool (*wanted)(std::string_view)) {
    std::string value;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(';'), list.size());
        const std::string_view entry = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        const std::size_t equals = entry.find('=');
        if (equals != std::string_view::npos && wanted(entry.substr(0, equals)))
            value = trimmed(entry.substr(equals + 1));
    }
    return value;
}

Result<DatabaseAddress> parseServer(std::string_view url, DatabaseDriver driver) {
    const QUrl parsed(QString::fromUtf8(url.data(), static_cast<qsizetype>(url.size())), QUrl::StrictMode);
    if (!parsed.isValid()) return fail("io.database_address", {std::string(url)});
    if (!parsed.password().isEmpty()) return fail("io.database_password_in_address");
    DatabaseAddress address;
    address.driver = driver;
    address.host = parsed.host().toStdString();
    address.port = std::max(0, parsed.port(0));
    address.user = parsed.userName(QUrl::FullyDecoded).toStdString();
    address.database = parsed.path(QUrl::FullyDecoded).mid(1).toStdString();
    if (address.database.empty() || address.database.find('/') != std::string::npos)
        return fail("io.database_address", {std::string(url)});
    for (const auto& [key, value] : QUrlQuery(parsed).queryItems(QUrl::FullyDecoded)) {
        if (!address.options.empty()) address.options += ';';
        address.options += (key + QLatin1Char('=') + value).toStdString();
    }
    if (holdsSecret(address.options)) return fail("io.database_password_in_address");
    return address;
}

} // namespace

Result<DatabaseAddress> DatabaseAddress::parse(std::string_view url) {
    url = trimmed(url);
    const std::size_t colon = url.find(':');
    const std::string scheme = lowerAscii(url.substr(0, colon));
    std::string_view rest = colon == std::string_view::npos ? std::string_view() : url.substr(colon + 1);
    if (scheme == "postgresql" || scheme == "postgres") return parseServer(url, DatabaseDriver::PostgreSql);
    if (scheme == "mysql" || scheme == "mariadb") return parseServer(url, DatabaseDriver::MySql);
    DatabaseAddress address;
    if (scheme == "sqlite") {
        if (rest.starts_with("//")) rest.remove_prefix(2);
        address.database = rest;
    } else if (scheme == "odbc") {
        address.driver = DatabaseDriver::Odbc;
        if (holdsSecret(rest)) return fail("io.database_password_in_address");
        address.user = valueOf(rest, isUser);
        address.database = filtered(rest, [](std::string_view key) { return !isUser(key); });
    } else {
        return fail("io.database_address", {std::string(url)});
    }
    if (address.database.empty()) return fail("io.database_address", {std::string(url)});
    return address;
}

std::string DatabaseAddress::text() const {
    if (driver == DatabaseDriver::Sqlite) return "sqlite:" + database;
    if (driver == DatabaseDriver::Odbc)
        return "odbc:" + filtered(database, [](std::string_view key) { return !isUser(key) && !isSecret(key); });
    QUrl url;
    url.setScheme(QString::fromLatin1(driver == DatabaseDriver::PostgreSql ? "postgresql" : "mysql"));
    url.setHost(QString::fromStdString(host));
    if (port > 0) url.setPort(port);
    url.setPath(QLatin1Char('/') + QString::fromStdString(database));
    const std::string kept = filtered(options, [](std::string_view key) { return !isUser(key) && !isSecret(key); });
    if (!kept.empty()) {
        std::string query = kept;
        std::replace(query.begin(), query.end(), ';', '&');
        url.setQuery(QString::fromStdString(query));
    }
    return url.toString(QUrl::FullyEncoded).toStdString();
}

std::string DatabaseRequest::sourceName() const {
    return address.text() + " \xC2\xB7 " + (select.empty() ? table : "SELECT");
}

std::string DatabaseRequest::stem() const {
    if (table.empty()) return "query";
    const std::size_t dot = table.rfind('.');
    return dot == std::string::npos || dot + 1 == table.size() ? table : table.substr(dot + 1);
}

Result<std::string> checkedSelect(std::string_view select) {
    std::string_view text = trimmed(select);
    while (!text.empty() && text.back() == ';')
        text = trimmed(text.substr(0, text.size() - 1));
    const std::string start = lowerAscii(text.substr(0, 7));
    const auto begins = [&](std::string_view word) {
        return start.starts_with(word) && text.size() > word.size() &&
               std::string_view(" \t\r\n(*\"'`").find(text[word.size()]) != std::string_view::npos;
    };
    if ((!begins("select") && !begins("with")) || text.find(';') != std::string_view::npos ||
        text.find('\0') != std::string_view::npos)
        return fail("io.database_only_select");
    return std::string(text);
}

Result<void> checkTable(const std::vector<DatabaseTable>& tables, const std::string& name) {
    std::vector<std::string> names;
    for (const DatabaseTable& table : tables) {
        if (table.name == name) return {};
        names.push_back(table.name);
    }
    constexpr std::size_t kMost = 30;
    if (names.size() > kMost) names.resize(kMost);
    return fail("io.database_no_table", {name, nearestName(name, names).value_or(joined(names, ", "))});
}

} // namespace xo::io
