#include "app/cli/cli.h"
#include "app/cli/platform.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/io/cat.h"
#include "core/io/importer.h"
#include "core/io/inspect.h"
#include "core/session/dataexport.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace xo::cli {

namespace {

Error pathError(std::string_view code, const std::string& path, const std::string& why = {}) {
    return fail(code, {path, why}).error;
}

bool fileExists(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::exists(pathFromUtf8(path), ignored);
}

struct ReadFlags {
    io::ReadOptions options;
    void add(CLI::App* command, Cli& cli) {
        command->add_option("--sheet", options.sheet,
                            cli.t("Sheet: name or 1-based number", "工作表：名称或从 1 起的序号"));
        command->add_option("--member", options.member,
                            cli.t("Table in a .zip: name or 1-based number", ".zip 中的表格：名称或从 1 起的序号"));
        command->add_option("--encoding", options.encoding, cli.t("Encoding, e.g. GB18030", "编码，例如 GB18030"));
        command->add_option("--delimiter", options.delimiter,
                            cli.t("Delimiter (one character or tab)", "分隔符（一个字符或 tab）"));
        command->add_option("--header-rows", options.headerRows, cli.t("Header rows, 0 to 3", "表头行数，0 至 3"));
    }
};

Json importJson(const ImportReport& report, const ImportBatch& batch, double seconds) {
    Json rejects = Json::array();
    constexpr std::size_t kMost = 10'000;
    for (const ImportProblem& problem : batch.problems) {
        if (rejects.size() >= kMost) break;
        rejects.push_back({{"row", problem.row},
                           {"column", problem.column.empty() ? Json() : Json(problem.column)},
                           {"text", problem.text},
                           {"code", problem.code}});
    }
    Json json{{"dataset", report.dataset},
              {"batch", report.duplicateOf ? Json() : Json(report.batch)},
              {"rows_read", report.rowsRead},
              {"rows_imported", report.rowsImported},
              {"rows_rejected", report.rowsRejected},
              {"cells_unparsed", report.cellsUnparsed},
              {"cells_out_of_range", report.cellsOutOfRange},
              {"duplicate_ids", report.duplicateIds},
              {"rejects", rejects},
              {"seconds", seconds},
              {"kind", datasetKindName(batch.kind)},
              {"file", batch.sourceFile},
              {"rows_replaced", report.rowsHidden},
              {"new_columns", report.newColumns},
              {"missing_columns", report.missingColumns}};
    Json roles = Json::object();
    for (const auto& column : batch.columns)
        roles[column->info.name] = column->info.role.text();
    json["roles"] = roles;
    if (report.duplicateOf) json["duplicate_of"] = *report.duplicateOf;
    return json;
}

std::string importText(const Cli& cli, const Json& json) {
    std::string out = json["file"].get<std::string>() + " → " + json["dataset"].get<std::string>() + ": ";
    const auto count = [&](const char* key) { return formatCount(json[key].get<std::int64_t>()); };
    if (json.contains("duplicate_of"))
        return out + cli.t("this file is here already as batch ", "这个文件已作为批次导入：") +
               std::to_string(json["duplicate_of"].get<std::int64_t>()) +
               cli.t("; nothing was added\n", "；没有新增\n");
    out += count("rows_imported") + cli.t(" of ", " / ") + count("rows_read") + cli.t(" rows imported", " 行已导入");
    if (json["rows_rejected"].get<std::int64_t>()) out += ", " + count("rows_rejected") + cli.t(" rejected", " 行被拒");
    if (json["cells_unparsed"].get<std::int64_t>())
        out += ", " + count("cells_unparsed") + cli.t(" cells kept as text", " 格保留原文");
    if (json["cells_out_of_range"].get<std::int64_t>())
        out += ", " + count("cells_out_of_range") +
               cli.t(" scores out of range (listed, not counted)", " 个分数越界（列出，不计入）");
    if (json["duplicate_ids"].get<std::int64_t>())
        out += ", " + count("duplicate_ids") + cli.t(" repeated ids", " 个重复编号");
    out += cli.t(", batch ", "，批次 ") + json["batch"].dump() + "\n";
    std::size_t shown = 0;
    for (const Json& reject : json["rejects"]) {
        if (++shown > 10) {
            out += "  … " + formatCount(static_cast<std::int64_t>(json["rejects"].size()) - 10) +
                   cli.t(" more (--json lists them)\n", " 条（--json 列出全部）\n");
            break;
        }
        out += "  " + cli.t("row ", "行 ") + reject["row"].dump() +
               (reject["column"].is_null() ? "" : ", " + reject["column"].get<std::string>()) + ": " +
               reject["code"].get<std::string>() + ": " + reject["text"].get<std::string>() + "\n";
    }
    return out;
}

struct ImportOptions {
    std::string project, kind, name, recipe, mode = "append", timezone, saveRecipe;
    std::vector<std::string> files, setRoles, stages;
    bool create = false;
    ReadFlags read;
};

Result<Recipe> loadRecipe(const std::string& nameOrFile, const Store* store) {
    if (store) {
        auto saved = store->recipe(nameOrFile);
        if (!saved) return saved.failure();
        if (*saved) return **saved;
    }
    std::ifstream file(pathFromUtf8(nameOrFile), std::ios::binary);
    if (!file) return fail("session.no_recipe", {nameOrFile});
    const Json json = Json::parse(file, nullptr, false);
    if (json.is_discarded()) return fail("model.bad_json", {nameOrFile});
    return recipeFromJson(json);
}

/// Next month's file goes the way last month's went, unless a recipe says otherwise.
Result<Recipe> lastRecipe(const Store& store, const std::string& dataset) {
    auto batches = store.batches();
    if (!batches) return batches.failure();
    Recipe recipe;
    for (const BatchInfo& batch : *batches)
        if (batch.dataset == dataset && batch.state == BatchState::Live) {
            recipe = batch.recipe;
            // dialect and encoding belong to that one file
            recipe.encoding.clear();
            recipe.delimiter.clear();
            recipe.quote.clear();
            recipe.headerRows = -1;
            recipe.sheet.clear();
        }
    return recipe;
}

void runImport(Cli& cli, const ImportOptions& options) {
    auto kind = datasetKindFromName(options.kind);
    if (!kind) return cli.failed(kind.error(), kUsage);
    auto mode = importModeFromName(options.mode);
    if (!mode) return cli.failed(mode.error(), kUsage);
    if (options.create && fileExists(options.project)) return cli.failed(pathError("project.exists", options.project));
    if (!options.create && !fileExists(options.project))
        return cli.failed(pathError("session.no_project", options.project));
    if (options.files.size() > 1 && !options.name.empty() && *mode == ImportMode::Replace)
        return cli.usage(cli.t("--mode replace takes one file per dataset", "--mode replace 每个数据集只能给一个文件"));

    std::unique_ptr<Store> store;
    TimeZone zone = TimeZone::system();
    if (!options.create) {
        auto opened = Store::open(options.project, Store::Access::ReadWrite);
        if (!opened) return cli.failed(opened.error());
        store = std::move(*opened);
        auto settings = store->settings();
        if (!settings) return cli.failed(settings.error());
        auto named = TimeZone::named(settings->timezone);
        if (!named) return cli.failed(named.error());
        zone = *named;
    }
    if (!options.timezone.empty()) {
        auto named = TimeZone::named(options.timezone);
        if (!named) return cli.failed(named.error(), kUsage);
        zone = *named;
    }

    // everything is read before anything is written: a bad file leaves no half of the command behind
    const JobContext job = cli.job();
    std::vector<ImportBatch> batches;
    std::vector<double> readSeconds;
    for (const std::string& file : options.files) {
        const Stopwatch watch;
        io::ImportRequest request;
        request.path = file;
        request.kind = *kind;
        request.dataset = options.name;
        request.setRoles = options.setRoles;
        request.stages = options.stages;
        request.options = options.read.options;
        request.zone = zone;
        Result<Recipe> recipe = Recipe{};
        if (!options.recipe.empty())
            recipe = loadRecipe(options.recipe, store.get());
        else if (store) {
            const std::string stem = pathToUtf8(pathFromUtf8(file).stem());
            recipe = lastRecipe(*store, options.name.empty() ? stem : options.name);
        }
        if (!recipe) return cli.failed(recipe.error());
        request.base = *recipe;
        request.base.kind = *kind;
        auto batch = io::readBatch(request, job);
        if (!batch) return cli.failed(batch.error());
        batches.push_back(std::move(*batch));
        readSeconds.push_back(watch.ms() / 1000);
    }
    if (!store) {
        NewProject settings;
        settings.timezone = zone.name();
        auto created = Store::create(options.project, settings);
        if (!created) return cli.failed(created.error());
        store = std::move(*created);
    }
    Json results = Json::array();
    bool rejected = false;
    std::vector<std::int64_t> added;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        const Stopwatch watch;
        auto report = store->append(batches[i], *mode, job);
        if (!report) {
            cli.failed(report.error());
            if (options.create) {
                store.reset();
                std::error_code ignored;
                std::filesystem::remove(pathFromUtf8(options.project), ignored);
                return;
            }
            // the files of one command come together or not at all
            std::reverse(added.begin(), added.end());
            for (const std::int64_t batch : added)
                if (auto done = store->undoBatch(batch); !done) cli.failed(done.error());
            if (!added.empty())
                if (auto done = store->purgeUndone(); !done) cli.failed(done.error());
            return;
        }
        if (!report->duplicateOf) added.push_back(report->batch);
        results.push_back(importJson(*report, batches[i], readSeconds[i] + watch.ms() / 1000));
        rejected = rejected || report->rowsRejected > 0;
    }
    if (!options.saveRecipe.empty()) {
        Recipe recipe = batches.front().recipe;
        recipe.name = options.saveRecipe;
        if (auto saved = store->putRecipe(recipe); !saved) return cli.failed(saved.error());
    }
    cli.result(results.size() == 1 ? results.front() : Json{{"imports", results}}, [&] {
        std::string text;
        for (const Json& entry : results)
            text += importText(cli, entry);
        return text;
    });
    if (rejected && cli.exitCode == kDone) cli.exitCode = kRejectedRows;
}

void addImport(CLI::App& app, Cli& cli) {
    auto options = std::make_shared<ImportOptions>();
    CLI::App* command = app.add_subcommand("import", cli.t("Read files into a project", "把文件导入项目"));
    command->add_option("project", options->project, cli.t("Project file", "项目文件"))->required();
    command->add_option("files", options->files, cli.t("Files to read", "要读取的文件"));
    command->add_option("--kind", options->kind, "answers|feedback|events|customers|metrics|identities|invitations")
        ->required();
    command->add_option("--name", options->name, cli.t("Dataset (default: the file's stem)", "数据集名（默认文件名）"));
    command->add_option("--recipe", options->recipe,
                        cli.t("Recipe: a JSON file or the name of a saved one", "配方：JSON 文件或已保存的名称"));
    command->add_option("--save-recipe", options->saveRecipe,
                        cli.t("Save how it was read under this name", "以此名称保存配方"));
    command->add_option("--set", options->setRoles, cli.t("COLUMN=ROLE, e.g. Q1=nps", "列=角色，例如 Q1=nps"))
        ->expected(1, -1);
    command
        ->add_option("--stages", options->stages,
                     cli.t("Wide events: the time columns, in order", "宽表事件：按顺序的时间列"))
        ->expected(1, -1);
    command->add_option("--mode", options->mode, "append|replace|upsert");
    command->add_flag("--create", options->create,
                      cli.t("Make a new project; refuses an existing file", "新建项目；文件已存在则拒绝"));
    command->add_option(
        "--timezone", options->timezone,
        cli.t("IANA zone of naive times (default: the project's)", "无时区时间所在的 IANA 时区（默认项目时区）"));
    options->read.add(command, cli);
    command->callback([options, &cli] {
        ImportOptions run = *options;
        // "--set a=customer b=nps file.csv": what is no COLUMN=ROLE is a file
        std::vector<std::string> roles;
        for (const std::string& entry : run.setRoles)
            (entry.find('=') == std::string::npos ? run.files : roles).push_back(entry);
        run.setRoles = roles;
        std::vector<std::string> stages;
        for (const std::string& entry : run.stages)
            for (const std::string& stage : splitQuoted(entry, ','))
                stages.push_back(stage);
        run.stages = stages;
        if (run.files.empty()) return cli.usage(cli.t("import: name at least one file", "import：请给出至少一个文件"));
        runImport(cli, run);
    });
}

void addInspect(CLI::App& app, Cli& cli) {
    struct Options {
        std::string file;
        ReadFlags read;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "inspect", cli.t("Show what a file holds and why it is read that way", "查看文件内容及识别依据"));
    command->add_option("file", options->file)->required();
    options->read.add(command, cli);
    command->callback([options, &cli] {
        auto inspection = io::inspect(options->file, options->read.options, {}, cli.job());
        if (!inspection) return cli.failed(inspection.error());
        const Json json = toJson(*inspection, cli.language == wording::Language::Chinese);
        cli.result(json, [&] {
            // a workbook has sheets instead of an encoding
            const Json& origin = json["encoding"].is_string() ? json["encoding"] : json["sheet"];
            std::string out = json["file"].get<std::string>() + ": " + json["format"].get<std::string>() + ", " +
                              origin.get<std::string>() + ", " + json["kind_guess"].get<std::string>() + ", ~" +
                              json["rows_estimate"].dump() + cli.t(" rows\n", " 行\n");
            TextTable table({cli.t("column", "列"), cli.t("type", "类型"), cli.t("role", "角色"),
                             cli.t("blank", "空值"), cli.t("why", "依据"), cli.t("examples", "示例")});
            for (const Json& column : json["columns"]) {
                std::vector<std::string> examples;
                for (const Json& example : column["examples"])
                    examples.push_back(example.get<std::string>());
                std::string shown = joined(examples, " | ");
                if (codePointCount(shown) > 60) {
                    std::size_t at = 0;
                    for (int i = 0; i < 59; ++i)
                        nextCodePoint(shown, at);
                    shown = shown.substr(0, at) + "…";
                }
                table.add({column["name"].get<std::string>(), column["type"].get<std::string>(),
                           column["role"].get<std::string>(), percent(number(column["null_share"])),
                           column["role_why"].get<std::string>(), shown});
            }
            return out + table.text(99);
        });
    });
}

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
    command->callback([options, &cli] {
        auto project = openForReading(options->project);
        if (!project) return cli.failed(project.error());
        const std::string suffix = lowerAscii(pathFromUtf8(options->to).extension().string());
        if (suffix == ".sqlite" || suffix == ".db") {
            if (auto done = project->store->exportPlain(options->to, cli.job()); !done) return cli.failed(done.error());
            return cli.result({{"file", options->to}, {"datasets", project->context.workspace->tables.size()}},
                              [&] { return options->to + "\n"; });
        }
        auto written =
            session::exportDataset(*project->context.workspace, options->dataset, options->to, options->bom, cli.job());
        if (!written) return cli.failed(written.error());
        cli.result({{"file", options->to},
                    {"dataset", written->dataset},
                    {"rows", written->rows},
                    {"guarded_cells", written->guardedCells}},
                   [&] {
                       return options->to + ": " + formatCount(static_cast<std::int64_t>(written->rows)) +
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
    addInspect(app, cli);
    addCat(app, cli);
    addImport(app, cli);
    addExport(app, cli);
    addSql(app, cli);
}

} // namespace xo::cli
