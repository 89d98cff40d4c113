#pragma once

#include "app/cli/cli.h"
#include "core/io/inspect.h"
#include "core/io/source.h"

#include <string>
#include <vector>

namespace xo::cli {

/// How a file is to be read: the options that inspect, cat and import share.
struct ReadFlags {
    io::ReadOptions options;
    void add(CLI::App* command, Cli& cli);
    /// --totals, where rows are judged.
    void addTotals(CLI::App* command, Cli& cli);
};

/// A recipe by its name in the project, else a JSON file. Errors: session.no_recipe{name}, model.bad_json.
Result<Recipe> loadRecipe(const std::string& nameOrFile, const Store* store);
/// One line per change, the grave first; blank when there are none.
std::string changesText(const Cli& cli, const std::vector<io::RecipeChange>& changes, bool notes);
/// "the saved recipe “monthly” fits 9 of 10 columns".
std::string fitText(const Cli& cli, const std::string& recipe, const io::RecipeFit& fit);
/// Headers as the file has them.
std::vector<std::string> headersOf(const io::Inspection& inspection);
Json changesJson(const Cli& cli, const std::vector<io::RecipeChange>& changes);

} // namespace xo::cli
