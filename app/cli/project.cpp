#include "app/cli/cli.h"
#include "core/analysis/verify/verify.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/query/filter.h"
#include "core/session/engine.h"
#include "core/session/sample/sample.h"
#include "core/wording/errors.h"

#include <filesystem>
#include <fstream>

namespace xo::cli {

namespace {

void addSample(CLI::App& app, Cli& cli) {
    struct Options {
        session::SampleParams params;
        std::string project, files;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "sample", cli.t("Make a sample project with planted, documented truths", "生成内置已知事实的示例项目"));
    command->add_option("story", options->params.story, "auto")->required();
    command->add_option("project", options->project)->required();
    command->add_option("--customers", options->params.customers,
                        cli.t("Customers (default 60000)", "客户数（默认 60000）"));
    command->add_option("--seed", options->params.seed);
    command->add_flag("--flat", options->params.flat, cli.t("Plant nothing", "不植入任何事实"));
    command->add_option("--files", options->files,
                        cli.t("Also leave the raw files and truth.json here", "同时把原始文件和 truth.json 放在这里"));
    command->callback([options, &cli] {
        auto report = session::makeSample(options->params, options->project, options->files, cli.job());
        if (!report) return cli.failed(report.error());
        Json imports = Json::array();
        for (const ImportReport& import : report->imports)
            imports.push_back({{"dataset", import.dataset},
                               {"rows_imported", import.rowsImported},
                               {"rows_rejected", import.rowsRejected},
                               {"cells_unparsed", import.cellsUnparsed},
                               {"cells_out_of_range", import.cellsOutOfRange}});
        Json json{{"project", options->project}, {"seed", options->params.seed}, {"imports", imports}};
        if (!options->files.empty())
            json["files"] = {report->files.events,  report->files.survey,      report->files.customers,
                             report->files.metrics, report->files.invitations, report->files.truth};
        cli.result(json, [&] {
            TextTable table({cli.t("dataset", "数据集"), cli.t("rows", "行")});
            for (const Json& import : imports)
                table.add(
                    {import["dataset"].get<std::string>(), formatCount(import["rows_imported"].get<std::int64_t>())});
            return options->project + "\n" + table.text();
        });
    });
}

void addBatches(CLI::App& app, Cli& cli) {
    auto project = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("batches", cli.t("List the imports of a project", "列出项目的导入批次"));
    command->add_option("project", *project)->required();
    command->callback([project, &cli] {
        auto store = Store::open(*project, Store::Access::ReadOnly);
        if (!store) return cli.failed(store.error());
        auto batches = (*store)->batches();
        if (!batches) return cli.failed(batches.error());
        Json list = Json::array();
        for (const BatchInfo& batch : *batches)
            list.push_back({{"batch", batch.id},
                            {"dataset", batch.dataset},
                            {"kind", datasetKindName(batch.kind)},
                            {"file", batch.sourceFile},
                            {"mode", importModeName(batch.mode)},
                            {"state", batchStateName(batch.state)},
                            {"rows_read", batch.rowsRead},
                            {"rows_imported", batch.rows},
                            {"rows_rejected", batch.rowsRejected},
                            {"cells_unparsed", batch.cellsUnparsed},
                            {"cells_out_of_range", batch.cellsOutOfRange},
                            {"duplicate_ids", batch.duplicateIds}});
        cli.result({{"batches", list}}, [&] {
            TextTable table({cli.t("batch", "批次"), cli.t("dataset", "数据集"), cli.t("file", "文件"),
                             cli.t("mode", "方式"), cli.t("state", "状态"), cli.t("rows", "行"),
                             cli.t("rejected", "被拒")});
            for (const Json& batch : list)
                table.add({batch["batch"].dump(), batch["dataset"].get<std::string>(), batch["file"].get<std::string>(),
                           batch["mode"].get<std::string>(), batch["state"].get<std::string>(),
                           formatCount(batch["rows_imported"].get<std::int64_t>()),
                           formatCount(batch["rows_rejected"].get<std::int64_t>())});
            return table.text(5);
        });
    });
}

void addUndoImport(CLI::App& app, Cli& cli) {
    struct Options {
        std::string project;
        std::int64_t batch = 0;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("undo-import", cli.t("Take a batch out again", "撤销一次导入"));
    command->add_option("project", options->project)->required();
    command->add_option("batch", options->batch)->required();
    command->callback([options, &cli] {
        auto store = Store::open(options->project, Store::Access::ReadWrite);
        if (!store) return cli.failed(store.error());
        if (auto done = (*store)->undoBatch(options->batch); !done) return cli.failed(done.error());
        if (auto done = (*store)->purgeUndone(); !done) return cli.failed(done.error());
        cli.result({{"undone", options->batch}},
                   [&] { return cli.t("Batch taken out: ", "已撤销批次：") + std::to_string(options->batch) + "\n"; });
    });
}

void addDescribe(CLI::App& app, Cli& cli) {
    auto project = std::make_shared<std::string>();
    CLI::App* command =
        app.add_subcommand("describe", cli.t("Datasets, columns, roles, link quality", "数据集、列、角色、关联质量"));
    command->add_option("project", *project)->required();
    command->callback([project, &cli] {
        auto opened = openForReading(*project);
        if (!opened) return cli.failed(opened.error());
        auto json = session::describe(opened->context, cli.job());
        if (!json) return cli.failed(json.error());
        cli.result(*json, [&] {
            std::string out;
            for (const Json& dataset : (*json)["datasets"]) {
                out += dataset["name"].get<std::string>() + " (" + dataset["kind"].get<std::string>() +
                       "): " + formatCount(dataset["rows"].get<std::int64_t>()) + cli.t(" rows\n", " 行\n");
                TextTable table({"  " + cli.t("column", "列"), cli.t("role", "角色"), cli.t("type", "类型"),
                                 cli.t("blank", "空白"), cli.t("distinct", "不同值")});
                for (const Json& column : dataset["columns"])
                    table.add({"  " + column["name"].get<std::string>(), column["role"].get<std::string>(),
                               column["type"].get<std::string>(), formatCount(column["blank"].get<std::int64_t>()),
                               formatCount(column["distinct"].get<std::int64_t>())});
                out += table.text(3) + "\n";
            }
            const Json& link = (*json)["link"];
            out += cli.t("Answers tied to events: ", "关联到事件的回答：") + percent(number(link["linked_share"])) +
                   " (" + formatCount(link["linked"].get<std::int64_t>()) + " / " +
                   formatCount(link["answers"].get<std::int64_t>()) + cli.t("), ambiguous ", "），歧义 ") +
                   formatCount(link["ambiguous"].get<std::int64_t>()) + cli.t(", orphans ", "，孤儿 ") +
                   formatCount(link["orphans"].get<std::int64_t>()) + cli.t(", before their event ", "，早于事件 ") +
                   formatCount(link["before_event"].get<std::int64_t>()) + "\n";
            for (const Json& journey : (*json)["journeys"]) {
                std::vector<std::string> stages;
                for (const Json& stage : journey["stages"])
                    stages.push_back(stage["name"].get<std::string>());
                out += cli.t("Journey ", "旅程 ") + journey["name"].get<std::string>() + ": " + joined(stages, " → ") +
                       " (" + journey["window"].get<std::string>() + ")\n";
            }
            for (const Json& segment : (*json)["segments"])
                out += cli.t("Segment ", "细分 ") + segment["name"].get<std::string>() + ": " +
                       segment["rule"].get<std::string>() + "\n";
            return out;
        });
    });
}

Result<Json> readJson(const std::string& path) {
    std::ifstream file(pathFromUtf8(path), std::ios::binary);
    if (!file) return fail("session.no_file", {path});
    Json json = Json::parse(file, nullptr, false);
    if (json.is_discarded()) return fail("model.bad_json", {path});
    return json;
}

Result<void> writeJson(const std::string& path, const Json& json) {
    std::ofstream file(pathFromUtf8(path), std::ios::binary | std::ios::trunc);
    file << json.dump(2) << "\n";
    file.close();
    if (!file) return fail("session.cannot_write", {path});
    return {};
}

void addJourney(CLI::App& app, Cli& cli) {
    CLI::App* group = app.add_subcommand("journey", cli.t("Define and list journeys", "定义与列出旅程"));
    group->require_subcommand(1);
    struct Options {
        std::string project, file;
    };
    auto options = std::make_shared<Options>();
    CLI::App* set = group->add_subcommand("set", cli.t("Save a journey from JSON", "从 JSON 保存旅程"));
    set->add_option("project", options->project)->required();
    set->add_option("file", options->file, "JOURNEY.json")->required();
    set->callback([options, &cli] {
        auto json = readJson(options->file);
        if (!json) return cli.failed(json.error());
        // one journey, or a list of them as `journey list` gives it
        const Json& given = json->is_object() && json->contains("journeys") ? (*json)["journeys"] : *json;
        std::vector<Journey> journeys;
        for (const Json& one : given.is_array() ? given : Json::array({given})) {
            auto journey = journeyFromJson(one);
            if (!journey) return cli.failed(journey.error());
            // a condition that can't be read is refused here rather than at every funnel
            std::vector<std::string> conditions{journey->exclusion};
            for (const JourneyStage& stage : journey->stages)
                conditions.push_back(stage.condition);
            for (const std::string& condition : conditions)
                if (auto read = query::parse(condition); !read) return cli.failed(read.error());
            journeys.push_back(std::move(*journey));
        }
        auto store = Store::open(options->project, Store::Access::ReadWrite);
        if (!store) return cli.failed(store.error());
        std::string names;
        Json saved = Json::array();
        for (const Journey& journey : journeys) {
            if (auto done = (*store)->putJourney(journey); !done) return cli.failed(done.error());
            names += cli.t("Journey saved: ", "已保存旅程：") + journey.name + "\n";
            saved.push_back(toJson(journey));
        }
        cli.result(given.is_array() ? Json{{"journeys", saved}} : saved.front(), [&] { return names; });
    });
    CLI::App* list = group->add_subcommand("list", cli.t("Journeys of a project", "项目中的旅程"));
    list->add_option("project", options->project)->required();
    list->callback([options, &cli] {
        auto store = Store::open(options->project, Store::Access::ReadOnly);
        if (!store) return cli.failed(store.error());
        auto journeys = (*store)->journeys();
        if (!journeys) return cli.failed(journeys.error());
        Json json = Json::array();
        for (const Journey& journey : *journeys)
            json.push_back(toJson(journey));
        cli.result({{"journeys", json}}, [&] { return json.dump(2) + "\n"; });
    });
    CLI::App* save = group->add_subcommand("export", cli.t("Write a journey as JSON", "把旅程导出为 JSON"));
    auto name = std::make_shared<std::string>();
    save->add_option("project", options->project)->required();
    save->add_option("name", *name)->required();
    save->add_option("--out", options->file, "JOURNEY.json")->required();
    save->callback([options, name, &cli] {
        auto store = Store::open(options->project, Store::Access::ReadOnly);
        if (!store) return cli.failed(store.error());
        auto journeys = (*store)->journeys();
        if (!journeys) return cli.failed(journeys.error());
        std::vector<std::string> names;
        for (const Journey& journey : *journeys) {
            names.push_back(journey.name);
            if (journey.name != *name) continue;
            if (auto done = writeJson(options->file, toJson(journey)); !done) return cli.failed(done.error());
            return cli.result({{"file", options->file}}, [&] { return options->file + "\n"; });
        }
        cli.failed(
            fail("funnel.unknown_journey", {*name, nearestName(*name, names).value_or(joined(names, ", "))}).error);
    });
    CLI::App* removal = group->add_subcommand("remove", cli.t("Remove a journey", "删除旅程"));
    removal->add_option("project", options->project)->required();
    removal->add_option("name", options->file)->required();
    removal->callback([options, &cli] {
        auto store = Store::open(options->project, Store::Access::ReadWrite);
        if (!store) return cli.failed(store.error());
        if (auto done = (*store)->removeJourney(options->file); !done) return cli.failed(done.error());
        cli.result({{"removed", options->file}}, [&] { return cli.t("Removed: ", "已删除：") + options->file + "\n"; });
    });
}

void addRecipe(CLI::App& app, Cli& cli) {
    CLI::App* group =
        app.add_subcommand("recipe", cli.t("Recipes: how a file becomes a dataset", "配方：文件如何成为数据集"));
    group->require_subcommand(1);
    struct Options {
        std::string project, name, out;
    };
    auto options = std::make_shared<Options>();
    CLI::App* list = group->add_subcommand("list", cli.t("Saved recipes", "已保存的配方"));
    list->add_option("project", options->project)->required();
    list->callback([options, &cli] {
        auto store = Store::open(options->project, Store::Access::ReadOnly);
        if (!store) return cli.failed(store.error());
        auto recipes = (*store)->recipes();
        if (!recipes) return cli.failed(recipes.error());
        Json json = Json::array();
        for (const Recipe& recipe : *recipes)
            json.push_back(toJson(recipe));
        cli.result({{"recipes", json}}, [&] {
            std::string out;
            for (const Recipe& recipe : *recipes)
                out += recipe.name + " → " + recipe.dataset + "\n";
            return out;
        });
    });
    CLI::App* save = group->add_subcommand("export", cli.t("Write a recipe as JSON", "把配方导出为 JSON"));
    save->add_option("project", options->project)->required();
    save->add_option("name", options->name)->required();
    save->add_option("--out", options->out)->required();
    save->callback([options, &cli] {
        auto store = Store::open(options->project, Store::Access::ReadOnly);
        if (!store) return cli.failed(store.error());
        auto recipe = (*store)->recipe(options->name);
        if (!recipe) return cli.failed(recipe.error());
        if (!*recipe) return cli.failed(fail("session.no_recipe", {options->name}).error);
        if (auto done = writeJson(options->out, toJson(**recipe)); !done) return cli.failed(done.error());
        cli.result({{"file", options->out}}, [&] { return options->out + "\n"; });
    });
}

void addCompact(CLI::App& app, Cli& cli) {
    auto project = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "compact", cli.t("Write down the order of customers, so that the first journey comes sooner; no figure changes",
                         "保存客户顺序，使首个旅程更快出现；数字不变"));
    command->add_option("project", *project)->required();
    command->callback([project, &cli] {
        auto store = Store::open(*project, Store::Access::ReadWrite);
        if (!store) return cli.failed(store.error());
        auto report = (*store)->compact(cli.job());
        if (!report) return cli.failed(report.error());
        cli.result({{"arranged", report->arranged},
                    {"bytes_before", report->bytesBefore},
                    {"bytes_after", report->bytesAfter}},
                   [&] {
                       std::string out;
                       for (const std::string& dataset : report->arranged)
                           out += cli.t("Order of customers written: ", "已保存客户顺序：") + dataset + "\n";
                       if (report->arranged.empty()) out = cli.t("Nothing to do.\n", "无需整理。\n");
                       const auto size = [](std::uint64_t bytes) {
                           return formatCount(static_cast<std::int64_t>(bytes));
                       };
                       return out + cli.t("Bytes: ", "字节：") + size(report->bytesBefore) + " → " +
                              size(report->bytesAfter) + "\n";
                   });
    });
}

void addVerify(CLI::App& app, Cli& cli) {
    struct Options {
        std::string project;
        std::size_t customers = 1000;
        std::uint64_t seed = 1;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("verify", cli.t("Check the file, and recompute random customers by brute force",
                                           "检查文件，并用穷举重算随机客户"));
    command->add_option("project", options->project)->required();
    command->add_option("--customers", options->customers);
    command->add_option("--seed", options->seed);
    command->callback([options, &cli] {
        auto opened = openForReading(options->project);
        if (!opened) return cli.failed(opened.error());
        auto file = opened->store->verifyFile(cli.job());
        if (!file) return cli.failed(file.error());
        Json problems = Json::array();
        for (const Error& problem : file->problems)
            problems.push_back(wording::errorText(problem, cli.language));
        Json json{{"file",
                   {{"ok", file->ok()},
                    {"bytes", file->bytes},
                    {"chunks", file->chunks},
                    {"rows", file->rows},
                    {"problems", problems}}}};
        bool ok = file->ok();
        if (ok) {
            auto recomputed =
                analysis::verifyAgainstBruteForce(opened->context, options->customers, options->seed, cli.job());
            if (!recomputed) return cli.failed(recomputed.error());
            json["recomputed"] = toJson(*recomputed);
            ok = recomputed->ok();
        }
        json["ok"] = ok;
        if (!ok) cli.exitCode = kFailed;
        cli.result(json, [&] {
            std::string out = file->ok() ? cli.t("File: intact, ", "文件：完好，") +
                                               formatCount(static_cast<std::int64_t>(file->chunks)) +
                                               cli.t(" chunks checked\n", " 个数据块已核对\n")
                                         : cli.t("File: damaged\n", "文件：已损坏\n");
            for (const Json& problem : problems)
                out += "  " + problem.get<std::string>() + "\n";
            if (json.contains("recomputed")) {
                const Json& recomputed = json["recomputed"];
                out += cli.t("Recomputed by brute force: ", "穷举重算：") + recomputed["customers"].dump() +
                       cli.t(" customers, ", " 位客户，") + recomputed["checks"].dump() +
                       cli.t(" figures, ", " 个数字，") + std::to_string(recomputed["mismatches"].size()) +
                       cli.t(" differences\n", " 处不一致\n");
                for (const Json& mismatch : recomputed["mismatches"])
                    out += "  " + mismatch["customer"].get<std::string>() + ": " + mismatch["what"].get<std::string>() +
                           ": " + mismatch["engine"].get<std::string>() + " ≠ " +
                           mismatch["brute_force"].get<std::string>() + "\n";
            }
            return out;
        });
    });
}

} // namespace

void addProjectCommands(CLI::App& app, Cli& cli) {
    addSample(app, cli);
    addBatches(app, cli);
    addUndoImport(app, cli);
    addDescribe(app, cli);
    addJourney(app, cli);
    addRecipe(app, cli);
    addCompact(app, cli);
    addVerify(app, cli);
}

namespace {

/// Whether a command is itself `run`: a script that runs itself would never end.
bool runsScript(const std::vector<std::string>& words) {
    bool value = false;
    for (const std::string& word : words) {
        const bool option = word.starts_with("-");
        if (!option && !value) return word == "run";
        value = word == "--threads" || word == "--lang";
    }
    return false;
}

} // namespace

void addRunCommand(CLI::App& app, Cli& cli) {
    auto script = std::make_shared<std::string>();
    CLI::App* command =
        app.add_subcommand("run", cli.t("Run a list of commands: the monthly job", "执行一组命令：每月例行任务"));
    command->add_option("script", *script, "SCRIPT.json")->required();
    command->callback([script, &cli] {
        auto json = readJson(*script);
        if (!json) return cli.failed(json.error());
        const Json& steps = json->is_object() && json->contains("commands") ? (*json)["commands"] : *json;
        if (!steps.is_array())
            return cli.failed(fail("model.bad_json", {"a list of commands is expected, each a list of words"}).error);
        Json results = Json::array();
        int worst = kDone;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            std::vector<std::string> words;
            if (steps[i].is_string())
                for (const std::string& word : splitQuoted(steps[i].get<std::string>(), ' ')) {
                    if (!word.empty()) words.push_back(word);
                }
            else if (steps[i].is_array())
                for (const Json& word : steps[i])
                    words.push_back(word.is_string() ? word.get<std::string>() : word.dump());
            if (words.empty())
                return cli.failed(fail("model.bad_json", {"command " + std::to_string(i + 1) + " is empty"}).error);
            if (runsScript(words)) return cli.failed(fail("session.nested_run", {std::to_string(i + 1)}).error);
            Cli step = cli;
            Json collected = Json::array();
            step.exitCode = kDone;
            if (cli.json) step.collected = &collected;
            const int code = execute(step, words);
            results.push_back(
                {{"command", words}, {"exit", code}, {"result", collected.empty() ? Json() : collected.front()}});
            if (code == kFailed || code == kUsage) {
                cli.exitCode = code;
                break;
            }
            worst = std::max(worst, code);
        }
        if (cli.exitCode == kDone) cli.exitCode = worst;
        if (cli.json) cli.result({{"results", results}}, [] { return std::string(); });
    });
}

} // namespace xo::cli
