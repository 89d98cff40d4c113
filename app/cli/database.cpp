#include "app/cli/database.h"

#include "app/cli/platform.h"

#include <cstdlib>

namespace xo::cli {

namespace {

std::string passwordFor(const Cli& cli, const io::DatabaseAddress& address) {
    if (address.driver == io::DatabaseDriver::Sqlite) return {};
    if (const char* given = std::getenv("XOW_DB_PASSWORD")) return given;
    if (address.user.empty()) return {};
    return hiddenLine(cli.t("Password of ", "密码：") + address.user + "@" + address.host + ": ");
}

void runTables(Cli& cli, const std::string& from) {
    auto address = io::DatabaseAddress::parse(from);
    if (!address) return cli.failed(address.error(), kUsage);
    auto tables = io::listTables(*address, passwordFor(cli, *address), cli.job());
    if (!tables) return cli.failed(tables.error());
    Json list = Json::array();
    for (const io::DatabaseTable& table : *tables)
        list.push_back({{"name", table.name}, {"view", table.view}});
    cli.result(Json{{"database", address->text()}, {"tables", list}}, [&] {
        std::string out;
        for (const io::DatabaseTable& table : *tables)
            out += table.name + (table.view ? cli.t("  (view)", "  （视图）") : "") + "\n";
        return out;
    });
}

} // namespace

void DatabaseFlags::add(CLI::App* command, Cli& cli) {
    command->add_option("--from", from,
                        cli.t("Database: postgresql://user@host/db, mysql://…, odbc:DSN=…, sqlite:FILE",
                              "数据库：postgresql://用户@主机/库、mysql://…、odbc:DSN=…、sqlite:文件"));
    command->add_option("--table", table, cli.t("Table or view of the database", "数据库的表或视图"));
    command->add_option("--select", select, cli.t("One SELECT instead of a table", "用一条 SELECT 代替表"));
}

std::string DatabaseFlags::complaint(const Cli& cli) const {
    if (given() && table.empty() == select.empty())
        return cli.t("--from takes either --table or --select (xow tables lists the tables)",
                     "--from 需配合 --table 或 --select 之一（xow tables 可列出表）");
    if (!given() && !(table.empty() && select.empty()))
        return cli.t("--table and --select need --from", "--table 和 --select 需要 --from");
    return {};
}

Result<std::shared_ptr<io::DatabaseRequest>> DatabaseFlags::request(const Cli& cli) const {
    auto address = io::DatabaseAddress::parse(from);
    if (!address) return address.failure();
    auto out = std::make_shared<io::DatabaseRequest>();
    out->password = passwordFor(cli, *address);
    out->address = std::move(*address);
    out->table = table;
    out->select = select;
    return out;
}

void addDatabaseCommands(CLI::App& app, Cli& cli) {
    auto from = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("tables", cli.t("List the tables of a database", "列出数据库的表"));
    command->add_option("--from", *from, cli.t("Address of the database", "数据库地址"))->required();
    command->callback([from, &cli] { runTables(cli, *from); });
}

} // namespace xo::cli
