#pragma once

#include "core/analysis/context.h"
#include "core/base/job.h"
#include "core/base/json.h"
#include "core/project/store.h"
#include "core/query/filter.h"
#include "core/wording/language.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace xo::cli {

/// Exit codes (PRODUCT.md 5).
enum ExitCode { kDone = 0, kFailed = 1, kUsage = 2, kRejectedRows = 3 };

/// What every command shares: language, output form, threads, and where the result goes.
struct Cli {
    wording::Language language = wording::Language::English;
    bool json = false;
    unsigned threads = 0;
    int repeat = 0;
    int exitCode = kDone;
    std::string program; ///< path of this program
    /// Set by `run`: results are collected here instead of printed.
    Json* collected = nullptr;

    std::string t(std::string_view english, std::string_view chinese) const {
        return std::string(language == wording::Language::Chinese ? chinese : english);
    }
    JobContext job() const;
    /// Writes the message on stderr, sets the exit code.
    void failed(const Error& error, int code = kFailed);
    void usage(const std::string& message);
    /// The one JSON object of a command (with --json), or the text.
    void result(const Json& json, const std::function<std::string()>& text);
};

/// Runs one command line; used by main and by `xow run`.
int execute(Cli& cli, std::vector<std::string> arguments);

/// One line per group of commands; each adds its subcommands to the parser.
struct CommandGroup {
    void (*add)(CLI::App& app, Cli& cli);
};
void addDataCommands(CLI::App& app, Cli& cli);
void addInspectCommand(CLI::App& app, Cli& cli);
void addImportCommand(CLI::App& app, Cli& cli);
void addProjectCommands(CLI::App& app, Cli& cli);
void addAnalysisCommands(CLI::App& app, Cli& cli);
void addFunnelCommands(CLI::App& app, Cli& cli);
void addTimelineCommand(CLI::App& app, Cli& cli);
void addRelationCommands(CLI::App& app, Cli& cli);
void addSegmentCommands(CLI::App& app, Cli& cli);
void addIdentityCommands(CLI::App& app, Cli& cli);
void addChartCommand(CLI::App& app, Cli& cli);
void addRunCommand(CLI::App& app, Cli& cli);

/// Left-aligned texts and right-aligned numbers, with the width East Asian characters have in a terminal.
class TextTable {
public:
    explicit TextTable(std::vector<std::string> header) : m_rows{std::move(header)} {}
    void add(std::vector<std::string> row) { m_rows.push_back(std::move(row)); }
    /// Columns from `firstNumeric` on are right-aligned.
    std::string text(std::size_t firstNumeric = 1) const;

private:
    std::vector<std::vector<std::string>> m_rows;
};

/// Milliseconds since it was made.
class Stopwatch {
public:
    double ms() const {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// An opened project for reading.
struct OpenProject {
    std::unique_ptr<Store> store;
    analysis::Context context;
    double openMs = 0;
};
Result<OpenProject> openForReading(const std::string& path);

/// Runs an analysis once, or with --repeat N once to load and N times to measure; adds "timing" to the JSON then.
/// No outcome of a condition is kept between the runs; `before` runs ahead of each, unmeasured.
template <class T>
Result<Json> timed(const Cli& cli, const OpenProject& project, const std::function<Result<T>()>& run,
                   const std::function<Json(const T&)>& json, T* out, const std::function<void()>& before = {});
Json timingJson(const Cli& cli, double openMs, double firstMs, std::vector<double> computeMs);

template <class T>
Result<Json> timed(const Cli& cli, const OpenProject& project, const std::function<Result<T>()>& run,
                   const std::function<Json(const T&)>& json, T* out, const std::function<void()>& before) {
    const Stopwatch first;
    auto value = run();
    if (!value) return value.failure();
    const double firstMs = first.ms();
    std::vector<double> compute;
    for (int i = 0; i < cli.repeat; ++i) {
        query::forgetParts(*project.context.workspace);
        if (before) before();
        const Stopwatch watch;
        value = run();
        if (!value) return value.failure();
        compute.push_back(watch.ms());
    }
    Json result = json(*value);
    if (cli.repeat > 0) result["timing"] = timingJson(cli, project.openMs, firstMs, std::move(compute));
    *out = std::move(*value);
    return result;
}

/// "12.3 %", "+17.0" and the like; a dash when there is no figure.
std::string percent(std::optional<double> ratio);
std::string signedPoints(std::optional<double> points);
std::string seconds(std::optional<double> seconds);
/// A result's "notes" (codes, or {code, args}) as sentences, one a line.
std::string notesText(const Cli& cli, const Json& json);
/// A JSON number (or null) as optional.
std::optional<double> number(const Json& value);

} // namespace xo::cli
