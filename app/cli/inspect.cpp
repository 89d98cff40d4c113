#include "core/io/inspect.h"
#include "app/cli/cli.h"
#include "app/cli/database.h"
#include "app/cli/readflags.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/io/importer.h"
#include "core/session/recipechoice.h"

namespace xo::cli {

namespace {

struct InspectOptions {
    std::string file, recipe, project, name;
    std::vector<std::string> setRoles;
    ReadFlags read;
    DatabaseFlags database;
};

/// A sample of a database is enough to tell what its columns are.
constexpr std::uint64_t kDatabaseRows = 20'000;

Result<io::Inspection> inspected(const Cli& cli, const InspectOptions& options, const io::InspectHints& hints) {
    if (!options.database.given()) return io::inspect(options.file, options.read.options, hints, cli.job());
    auto request = options.database.request(cli);
    if (!request) return request.failure();
    (*request)->mostRows = kDatabaseRows;
    auto source = io::openDatabase(**request, cli.job());
    if (!source) return source.failure();
    io::ReadOptions read = options.read.options;
    read.headerRows = 1;
    auto inspection = io::inspect(**source, (*request)->stem(), read, hints, cli.job());
    if (inspection) inspection->file = (*request)->sourceName();
    return inspection;
}

/// What the project knows: the recipe to compare with (named, the dataset's last, the best fitting) and its values.
Result<void> compare(const Cli& cli, const InspectOptions& options, io::InspectHints& hints, Json& fitJson) {
    std::unique_ptr<Store> store;
    if (!options.project.empty()) {
        auto opened = Store::open(options.project, Store::Access::ReadOnly);
        if (!opened) return opened.failure();
        store = std::move(*opened);
    }
    std::string dataset = options.name.empty() ? io::stemOf(options.file) : options.name;
    if (!options.recipe.empty() && !(options.recipe == "auto" && store)) {
        auto recipe = loadRecipe(options.recipe, store.get());
        if (!recipe) return recipe.failure();
        hints.base = std::move(*recipe);
    } else if (store) {
        auto batches = store->batches();
        if (!batches) return batches.failure();
        if (options.recipe.empty()) hints.base = session::lastRecipe(*batches, dataset);
        if (hints.base.columns.empty()) {
            auto saved = store->recipes();
            if (!saved) return saved.failure();
            io::InspectHints quick;
            quick.sampleRows = 200;
            auto seen = io::inspect(options.file, options.read.options, quick, cli.job());
            if (!seen) return seen.failure();
            if (const auto fit = io::bestRecipe(headersOf(*seen), *saved); fit && fit->share >= io::kRecipeFits) {
                hints.base = (*saved)[fit->index];
                fitJson = {{"recipe", hints.base.name},
                           {"share", fit->share},
                           {"matched", fit->matched},
                           {"of", fit->of},
                           {"why", fitText(cli, hints.base.name, *fit)}};
            }
        }
    }
    if (options.name.empty() && !hints.base.dataset.empty()) dataset = hints.base.dataset;
    if (store && !hints.base.columns.empty()) {
        auto workspace = store->workspace();
        if (!workspace) return workspace.failure();
        hints.known = session::knownValues(**workspace, dataset);
    }
    if (!hints.base.columns.empty()) hints.kind = hints.base.kind;
    return {};
}

std::string shownExamples(const Json& column) {
    std::vector<std::string> examples;
    for (const Json& example : column["examples"])
        examples.push_back(example.get<std::string>());
    std::string shown = joined(examples, " | ");
    if (codePointCount(shown) <= 60) return shown;
    std::size_t at = 0;
    for (int i = 0; i < 59; ++i)
        nextCodePoint(shown, at);
    return shown.substr(0, at) + "…";
}

void runInspect(Cli& cli, const InspectOptions& options) {
    io::InspectHints hints;
    hints.setRoles = options.setRoles;
    Json fit;
    if (auto done = compare(cli, options, hints, fit); !done) return cli.failed(done.error());
    auto inspection = inspected(cli, options, hints);
    if (!inspection) return cli.failed(inspection.error());
    Json json = toJson(*inspection, cli.language == wording::Language::Chinese);
    if (!fit.is_null()) json["recipe_fit"] = fit;
    cli.result(json, [&] {
        // a workbook has sheets instead of an encoding
        const Json origin = json["encoding"].is_string() ? json["encoding"] : json.value("sheet", Json(""));
        std::string out = json["file"].get<std::string>() + ": " + json["format"].get<std::string>() + ", " +
                          (origin.get<std::string>().empty() ? "" : origin.get<std::string>() + ", ") +
                          json["kind_guess"].get<std::string>() + ", ~" + json["rows_estimate"].dump() +
                          cli.t(" rows\n", " 行\n");
        if (json.contains("members") && json["members"].size() > 1)
            out += cli.t("It holds several tables; read is ", "其中有多个表格；读取的是 ") +
                   json["member"].get<std::string>() + cli.t(" of ", "，共有 ") +
                   joined(json["members"].get<std::vector<std::string>>(), ", ") +
                   cli.t(". --member chooses another.\n", "。可用 --member 另选。\n");
        if (!fit.is_null()) out += fit["why"].get<std::string>() + "\n";
        TextTable table({cli.t("column", "列"), cli.t("type", "类型"), cli.t("role", "角色"), cli.t("blank", "空值"),
                         cli.t("why", "依据"), cli.t("examples", "示例")});
        for (const Json& column : json["columns"])
            table.add({column["name"].get<std::string>(), column["type"].get<std::string>(),
                       column["role"].get<std::string>(), percent(number(column["null_share"])),
                       column["role_why"].get<std::string>(), shownExamples(column)});
        out += table.text(99);
        if (json.contains("totals"))
            for (const Json& row : json["totals"]["rows"])
                out += cli.t("row ", "行 ") + row["row"].dump() + ": " + json["totals"]["why"].get<std::string>() +
                       (inspection->keptTotals
                            ? cli.t("; kept: ", "；保留：")
                            : cli.t("; left out (--totals keep keeps it): ", "；不导入（--totals keep 可保留）：")) +
                       row["text"].get<std::string>() + "\n";
        for (const Json& ask : json["asks"])
            out += "? " + ask["column"].get<std::string>() + ": " + ask["question"].get<std::string>() + "\n";
        for (const Json& column : json["columns"])
            if (column.contains("notes"))
                for (const Json& note : column["notes"])
                    out += "  " + column["name"].get<std::string>() + ": " + note.get<std::string>() + "\n";
        if (!inspection->changes.empty())
            out += cli.t("\nChanged since the recipe:\n", "\n与配方相比的变化：\n") +
                   changesText(cli, inspection->changes, true);
        return out;
    });
}

} // namespace

void addInspectCommand(CLI::App& app, Cli& cli) {
    auto options = std::make_shared<InspectOptions>();
    CLI::App* command = app.add_subcommand(
        "inspect", cli.t("Show what a file holds and why it is read that way", "查看文件内容及识别依据"));
    command->add_option("file", options->file);
    command->add_option("--recipe", options->recipe,
                        cli.t("Show what changed since this recipe (JSON file, saved name, or auto)",
                              "与此配方相比的变化（JSON 文件、已保存名称或 auto）"));
    command->add_option(
        "--project", options->project,
        cli.t("Compare with this project's dataset or best fitting recipe", "与该项目的数据集或最相符的配方比较"));
    command->add_option("--name", options->name, cli.t("Dataset (default: the file's stem)", "数据集名（默认文件名）"));
    command->add_option("--set", options->setRoles, cli.t("COLUMN=ROLE, e.g. Q1=nps", "列=角色，例如 Q1=nps"))
        ->expected(1, -1);
    options->read.add(command, cli);
    options->read.addTotals(command, cli);
    options->database.add(command, cli);
    command->callback([options, &cli] {
        if (const std::string wrong = options->database.complaint(cli); !wrong.empty()) return cli.usage(wrong);
        if (options->file.empty() != options->database.given())
            return cli.usage(cli.t("inspect: name a file or --from", "inspect：请给出文件或 --from"));
        if (options->database.given() && (!options->project.empty() || options->recipe == "auto"))
            return cli.usage(cli.t("--from is inspected on its own", "--from 只能单独查看"));
        runInspect(cli, *options);
    });
}

} // namespace xo::cli
