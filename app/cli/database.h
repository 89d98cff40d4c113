#pragma once

#include "app/cli/cli.h"
#include "core/io/database/database.h"

#include <memory>
#include <string>

namespace xo::cli {

/// A database in the place of a file: --from with --table or --select.
struct DatabaseFlags {
    std::string from, table, select;
    void add(CLI::App* command, Cli& cli);
    bool given() const { return !from.empty(); }
    /// Says what is missing; blank = complete.
    std::string complaint(const Cli& cli) const;
    /// The request with the password of XOW_DB_PASSWORD, else one asked for on the terminal (servers with a user).
    Result<std::shared_ptr<io::DatabaseRequest>> request(const Cli& cli) const;
};

void addDatabaseCommands(CLI::App& app, Cli& cli);

} // namespace xo::cli
