#include "app/cli/cli.h"
#include "app/cli/database.h"
#include "app/cli/platform.h"
#include "app/cli/readflags.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/io/cat.h"
#include "core/session/dataexport.h"

#include <cstdio>
#include <filesystem>
#include <system_error>

namespace xo::cli {

namespace {

void addCat(CLI::App& app, Cli& cli) {
    struct Options {
        std::string file;
        ReadFlags read;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("cat", cli.t("Print the raw grid as UTF-8 CSV", "以 UTF-8 CSV 输出原始表格"));
    command->add_option("file", options->file)->required();
    options->read.add(command, cli);
    command->callback([options, &cli] {
        const bool object = cli.json || cli.collected;
        std::string csv;
        auto done = io::cat(
            options->file, options->read.options,
            [&](std::string_view text) {
                if (!object) return std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
                csv += text;
                return true;
            },
            JobContext());
        if (!done) return cli.failed(done.error());
        if (!object && (std::fflush(stdout) != 0 || std::ferror(stdout)))
            return cli.failed(fail("session.cannot_write", {"stdout"}).error);
        if (object) cli.result({{"file", options->file}, {"csv", csv}}, [] { return std::string(); });
    });
}

void addExport(CLI::App& app, Cli& cli) {
    struct Options {
        std::string project, to, dataset;
        bool bom = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("export", cli.t("Write a dataset as CSV or XLSX, or the project as plain SQLite",
                                           "导出数据集为 CSV/XLSX，或整个项目为普通 SQLite"));
    command->add_option("project", options->project)->required();
    command->add_option("--to", options->to, "FILE.csv|.xlsx|.sqlite")->required();
    command->add_option("--dataset", options->dataset);
    command->add_flag("--bom", options->bom, cli.t("CSV: byte order mark for Excel", "CSV：为 Excel 写入 BOM"));
    command->add_option("--repeat", cli.repeat, cli.t("Measure N runs on loaded data", "在已加载数据上测 N 次"));
    command->callback([options, &cli] {
        auto project = openForReading(options->project);
        if (!project) return cli.failed(project.error());
        const std::string suffix = lowerAscii(pathFromUtf8(options->to).extension().string());
        if (suffix == ".sqlite" || suffix == ".db") {
            if (auto done = project->store->exportPlain(options->to, cli.job()); !done) return cli.failed(done.error());
            return cli.result({{"file", options->to}, {"datasets", project->context.workspace->tables.size()}},
                              [&] { return options->to + "\n"; });
        }
        session::DatasetExport written;
        auto json = timed<session::DatasetExport>(
            cli, *project,
            [&] {
                return session::exportDataset(*project->context.workspace, options->dataset, options->to, options->bom,
                                              cli.job());
            },
            [&](const session::DatasetExport& value) {
                return Json{{"file", options->to},
                            {"dataset", value.dataset},
                            {"rows", value.rows},
                            {"guarded_cells", value.guardedCells}};
            },
            // each into a new file: what a file system does about an old one is no part of writing
            &written,
            [&] {
                std::error_code ignored;
                std::filesystem::remove(pathFromUtf8(options->to), ignored);
            });
        if (!json) return cli.failed(json.error());
        cli.result(*json, [&] {
            return options->to + ": " + formatCount(static_cast<std::int64_t>(written.rows)) +
                   cli.t(" rows\n", " 行\n");
        });
    });
}

std::string cellText(const SqlCell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
    if (const auto* real = std::get_if<double>(&cell)) return formatNumber(*real);
    return {};
}

Json cellJson(const SqlCell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return *whole;
    if (const auto* real = std::get_if<double>(&cell)) return *real;
    return {};
}

void addSql(CLI::App& app, Cli& cli) {
    struct Options {
        std::string project, query;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("sql", cli.t("Run a SELECT; every dataset is a table", "执行 SELECT；每个数据集是一张表"));
    command->add_option("project", options->project)->required();
    command->add_option("query", options->query)->required();
    command->callback([options, &cli] {
        auto store = Store::open(options->project, Store::Access::ReadOnly);
        if (!store) return cli.failed(store.error());
        std::vector<std::string> names;
        std::vector<std::vector<SqlCell>> rows;
        auto count = (*store)->sql(
            options->query, [&](const std::vector<std::string>& columns) { names = columns; },
            [&](const std::vector<SqlCell>& row) {
                rows.push_back(row);
                return true;
            });
        if (!count) return cli.failed(count.error());
        Json json{{"columns", names}, {"rows", Json::array()}};
        if (cli.json || cli.collected)
            for (const auto& row : rows) {
                Json entry = Json::array();
                for (const SqlCell& cell : row)
                    entry.push_back(cellJson(cell));
                json["rows"].push_back(std::move(entry));
            }
        cli.result(json, [&] {
            TextTable table(names);
            for (const auto& row : rows) {
                std::vector<std::string> texts;
                for (const SqlCell& cell : row)
                    texts.push_back(cellText(cell));
                table.add(std::move(texts));
            }
            return table.text(99);
        });
    });
}

} // namespace

void addDataCommands(CLI::App& app, Cli& cli) {
    addInspectCommand(app, cli);
    addDatabaseCommands(app, cli);
    addCat(app, cli);
    addImportCommand(app, cli);
    addExport(app, cli);
    addSql(app, cli);
}

} // namespace xo::cli
