#include "app/cli/cli.h"
#include "app/cli/database.h"
#include "app/cli/platform.h"
#include "app/cli/readflags.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/io/importer.h"
#include "core/io/inspect.h"
#include "core/io/plan.h"
#include "core/session/fileimport.h"
#include "core/session/recipechoice.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace xo::cli {

namespace {

Error pathError(std::string_view code, const std::string& path, const std::string& why = {}) {
    return fail(code, {path, why}).error;
}

bool fileExists(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::exists(pathFromUtf8(path), ignored);
}

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
    if (!batch.recipe.stages.empty()) json["stages"] = batch.recipe.stages;
    const auto totals = std::count_if(batch.problems.begin(), batch.problems.end(),
                                      [](const ImportProblem& problem) { return problem.code == "total_row"; });
    if (totals > 0) json["rows_of_totals"] = totals;
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
    // wide events: one row gives as many events as it has times
    if (json.contains("stages"))
        out += count("rows_imported") + cli.t(" events from ", " 个事件，来自 ") + count("rows_read") +
               cli.t(" rows imported", " 行");
    else
        out +=
            count("rows_imported") + cli.t(" of ", " / ") + count("rows_read") + cli.t(" rows imported", " 行已导入");
    if (json["rows_rejected"].get<std::int64_t>()) out += ", " + count("rows_rejected") + cli.t(" rejected", " 行被拒");
    if (json["cells_unparsed"].get<std::int64_t>())
        out += ", " + count("cells_unparsed") + cli.t(" cells kept as text", " 格保留原文");
    if (json["cells_out_of_range"].get<std::int64_t>())
        out += ", " + count("cells_out_of_range") +
               cli.t(" scores out of range (listed, not counted)", " 个分数越界（列出，不计入）");
    if (json["duplicate_ids"].get<std::int64_t>())
        out += ", " + count("duplicate_ids") + cli.t(" repeated ids", " 个重复编号");
    if (json.contains("rows_of_totals"))
        out += ", " + count("rows_of_totals") +
               cli.t(" left out as totals (--totals keep keeps them)", " 行像是合计，未导入（--totals keep 可保留）");
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
    std::vector<std::string> files, setRoles, stages, renames;
    bool create = false, acceptChanges = false;
    ReadFlags read;
    DatabaseFlags database;
};

/// What the recipe of one file had to say.
struct ReadFile {
    bool compared = false;
    std::vector<io::RecipeChange> changes;
    Json fit;
};

/// The recipe a file goes by: the named one, the one whose headers fit best ("auto"), else the dataset's last.
Result<Recipe> recipeFor(const Cli& cli, const ImportOptions& options, const std::string& file,
                         const std::string& dataset, const Store* store, const JobContext& job, Json& fitJson) {
    if (options.recipe == "auto" && store) {
        auto saved = store->recipes();
        if (!saved) return saved.failure();
        io::InspectHints hints;
        hints.sampleRows = 200;
        auto seen = io::inspect(file, options.read.options, hints, job);
        if (!seen) return seen.failure();
        const auto fit = io::bestRecipe(headersOf(*seen), *saved);
        if (!fit || fit->share < io::kRecipeFits) return fail("session.no_fitting_recipe", {file});
        const Recipe& recipe = (*saved)[fit->index];
        fitJson = {{"recipe", recipe.name}, {"share", fit->share}, {"matched", fit->matched}, {"of", fit->of}};
        if (!cli.json && !cli.collected) std::fprintf(stderr, "%s\n", fitText(cli, recipe.name, *fit).c_str());
        return recipe;
    }
    if (!options.recipe.empty()) return loadRecipe(options.recipe, store);
    if (!store) return Recipe{};
    auto batches = store->batches();
    if (!batches) return batches.failure();
    return session::lastRecipe(*batches, dataset);
}

/// "COLUMN=HEADER": the dataset's column is called otherwise in this file.
bool applyRename(Recipe& recipe, const std::string& entry) {
    for (const RecipeColumn& known : recipe.columns)
        for (const std::string& name : {known.name, known.source})
            if (!name.empty() && entry.size() > name.size() + 1 && entry.starts_with(name) &&
                entry[name.size()] == '=') {
                io::renameSource(recipe, std::string(name), entry.substr(name.size() + 1));
                return true;
            }
    return false;
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

    std::shared_ptr<const Workspace> workspace;
    if (store) {
        auto snapshot = store->workspace();
        if (!snapshot) return cli.failed(snapshot.error());
        workspace = std::move(*snapshot);
    }
    std::vector<std::string> sources = options.files;
    std::shared_ptr<io::DatabaseRequest> database;
    if (options.database.given()) {
        auto asked = options.database.request(cli);
        if (!asked) return cli.failed(asked.error(), kUsage);
        database = std::move(*asked);
        sources = {database->stem()};
    }
    const JobContext job = cli.job();
    std::vector<session::FileImport> files;
    std::vector<ReadFile> read(sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const std::string& file = sources[i];
        ReadFile& result = read[i];
        session::FileImport& import = files.emplace_back();
        import.mode = *mode;
        io::ImportRequest& request = import.request;
        request.path = file;
        request.database = database;
        request.kind = *kind;
        request.dataset = options.name;
        request.setRoles = options.setRoles;
        request.stages = options.stages;
        request.options = options.read.options;
        request.zone = zone;
        const std::string stem = io::stemOf(file);
        auto recipe =
            recipeFor(cli, options, file, options.name.empty() ? stem : options.name, store.get(), job, result.fit);
        if (!recipe) return cli.failed(recipe.error());
        request.base = *recipe;
        request.base.kind = *kind;
        for (const std::string& entry : options.renames)
            if (!applyRename(request.base, entry))
                return cli.usage(cli.t("--rename takes COLUMN=HEADER, COLUMN as the recipe has it: ",
                                       "--rename 的格式为 列=表头，列名以配方为准：") +
                                 entry);
        if (workspace && !request.base.columns.empty())
            request.known = session::knownValues(*workspace, io::datasetOf(request));
        request.review = [&options, &result, file](const std::vector<io::RecipeChange>& changes) -> Result<void> {
            result.compared = true;
            result.changes = changes;
            if (!options.recipe.empty() && !options.acceptChanges && io::blocks(changes))
                return fail("session.recipe_blocked", {file});
            return {};
        };
    }
    workspace.reset();
    if (!store) {
        NewProject settings;
        settings.timezone = zone.name();
        auto created = Store::create(options.project, settings);
        if (!created) return cli.failed(created.error());
        store = std::move(*created);
    }
    auto imported = session::importFiles(*store, files, job);
    if (!imported) {
        cli.failed(imported.error());
        if (imported.error().code == "session.recipe_blocked")
            for (std::size_t i = read.size(); i-- > 0;)
                if (read[i].compared) { // the last one looked at
                    std::fputs(changesText(cli, read[i].changes, true).c_str(), stderr);
                    break;
                }
        if (!options.create) return;
        store.reset();
        std::error_code ignored;
        std::filesystem::remove(pathFromUtf8(options.project), ignored);
        return;
    }
    Json results = Json::array();
    bool rejected = false;
    for (std::size_t i = 0; i < read.size(); ++i) {
        const session::FileImported& file = (*imported)[i];
        Json entry = importJson(file.report, file.batch, file.seconds);
        if (read[i].compared) {
            io::completeNewValues(read[i].changes, file.batch, files[i].request.known);
            if (!cli.json && !cli.collected)
                std::fputs(changesText(cli, read[i].changes, !options.recipe.empty()).c_str(), stderr);
            entry["recipe_changes"] = changesJson(cli, read[i].changes);
        }
        if (!read[i].fit.is_null()) entry["recipe_fit"] = read[i].fit;
        results.push_back(std::move(entry));
        rejected = rejected || file.report.rowsRejected > 0;
    }
    if (!options.saveRecipe.empty()) {
        Recipe recipe = imported->front().batch.recipe;
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

} // namespace

void addImportCommand(CLI::App& app, Cli& cli) {
    auto options = std::make_shared<ImportOptions>();
    CLI::App* command = app.add_subcommand("import", cli.t("Read files into a project", "把文件导入项目"));
    command->add_option("project", options->project, cli.t("Project file", "项目文件"))->required();
    command->add_option("files", options->files, cli.t("Files to read", "要读取的文件"));
    command->add_option("--kind", options->kind, "answers|feedback|events|customers|metrics|identities|invitations")
        ->required();
    command->add_option("--name", options->name, cli.t("Dataset (default: the file's stem)", "数据集名（默认文件名）"));
    command->add_option(
        "--recipe", options->recipe,
        cli.t("Recipe: a JSON file, the name of a saved one, or auto: the saved one whose headers fit best",
              "配方：JSON 文件、已保存的名称，或 auto：表头最相符的已保存配方"));
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
    command->add_flag(
        "--accept-changes", options->acceptChanges,
        cli.t("Import although columns the recipe needs are missing or changed", "即使配方需要的列缺失或改变也导入"));
    command
        ->add_option(
            "--rename", options->renames,
            cli.t("COLUMN=HEADER: the dataset's column is called so in this file", "列=表头：该列在此文件中的表头"))
        ->expected(1, -1);
    options->read.add(command, cli);
    options->read.addTotals(command, cli);
    options->database.add(command, cli);
    command->callback([options, &cli] {
        ImportOptions run = *options;
        // "--set a=customer b=nps file.csv": what is no COLUMN=ROLE is a file
        std::vector<std::string> roles;
        for (const std::string& entry : run.setRoles)
            (entry.find('=') == std::string::npos ? run.files : roles).push_back(entry);
        run.setRoles = roles;
        for (const std::string& entry : run.setRoles)
            if (auto known = io::parseSetRole(entry); !known) return cli.failed(known.error(), kUsage);
        std::vector<std::string> stages;
        for (const std::string& entry : run.stages)
            for (const std::string& stage : splitQuoted(entry, ','))
                stages.push_back(stage);
        run.stages = stages;
        if (const std::string wrong = run.database.complaint(cli); !wrong.empty()) return cli.usage(wrong);
        if (run.database.given() && (!run.files.empty() || run.recipe == "auto"))
            return cli.usage(
                cli.t("--from takes neither files nor --recipe auto", "--from 不能与文件或 --recipe auto 同用"));
        if (run.files.empty() && !run.database.given())
            return cli.usage(cli.t("import: name at least one file", "import：请给出至少一个文件"));
        runImport(cli, run);
    });
}

} // namespace xo::cli
