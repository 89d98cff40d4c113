#include "app/cli/cli.h"
#include "core/analysis/nps/nps.h"
#include "core/analysis/score/score.h"
#include "core/base/text.h"

namespace xo::cli {

namespace {

std::string groupText(const Cli& cli, const Json& row) {
    std::vector<std::string> parts;
    if (row.contains("period") && !row["period"].is_null()) parts.push_back(row["period"].get<std::string>());
    for (const auto& [name, value] : row["group"].items())
        parts.push_back(value.is_null() ? cli.t("(blank)", "(空)") : value.get<std::string>());
    return parts.empty() ? cli.t("total", "合计") : joined(parts, " · ");
}

std::string interval(const Json& ci) {
    if (!ci.is_array() || ci.size() != 2 || !ci[0].is_number()) return "–";
    return formatFixed(ci[0].get<double>(), 1) + " … " + formatFixed(ci[1].get<double>(), 1);
}

std::string count(const Json& value) {
    return value.is_number() ? formatCount(value.get<std::int64_t>()) : "–";
}

/// What is shown where a base is too small (PRODUCT.md 3.22): under 10 nothing, under 30 marked.
bool hidden(const Json& row) {
    return row.value("small_base", Json()) == "hidden";
}

std::string baseText(const Cli& cli, const Json& base) {
    return cli.t("answers ", "回答 ") + count(base["answers"]) + cli.t(", valid ", "，有效 ") + count(base["valid"]) +
           cli.t(", blank ", "，空白 ") + count(base["blank"]) + cli.t(", not applicable ", "，不适用 ") +
           count(base["not_applicable"]) + cli.t(", not asked ", "，未问 ") + count(base["not_asked"]) +
           cli.t(", out of range ", "，越界 ") + count(base["out_of_range"]) + cli.t(", unparsed ", "，未识别 ") +
           count(base["unparsed"]) + "\n";
}

std::string npsText(const Cli& cli, const Json& json) {
    std::string out = json["question"].get<std::string>() + ": " + baseText(cli, json["base"]);
    TextTable table({"", "n", "NPS", cli.t("95 % interval", "95% 区间"), cli.t("promoters", "推荐"),
                     cli.t("passives", "中立"), cli.t("detractors", "贬损"), cli.t("vs rest", "与其余"), "q"});
    const auto add = [&](const Json& row) {
        if (hidden(row)) {
            table.add(
                {groupText(cli, row), count(row["n"]), cli.t("n<10 hidden", "n<10 不显示"), "", "", "", "", "", ""});
            return;
        }
        const Json rest = row.value("versus_rest", Json::object());
        const auto q = rest.is_object() ? number(rest.value("q", Json())) : std::nullopt;
        table.add({groupText(cli, row), count(row["n"]) + (row.value("small_base", Json()) == "indicative" ? "*" : ""),
                   signedPoints(number(row["nps"])), interval(row["ci95"]), count(row["promoters"]),
                   count(row["passives"]), count(row["detractors"]),
                   rest.is_object() ? signedPoints(number(rest.value("difference", Json()))) : "–",
                   q ? formatFixed(*q, 3) : "–"});
    };
    add(json["total"]);
    for (const Json& row : json["rows"])
        // the one row of an analysis without breakdown is the total again
        if (!row["group"].empty() || row.contains("period")) add(row);
    return out + table.text() + notesText(cli, json);
}

std::string scoreText(const Cli& cli, const Json& json) {
    std::string out = json["question"].get<std::string>() + " (" + json["scale"][0].dump() + "–" +
                      json["scale"][1].dump() +
                      "): " + (json.contains("base") ? baseText(cli, json["base"]) : std::string("\n"));
    TextTable table({"", "n", cli.t("mean", "均值"), cli.t("95 % interval", "95% 区间"), cli.t("top-2", "前两档")});
    const auto add = [&](const Json& row) {
        if (hidden(row)) {
            table.add({groupText(cli, row), count(row["n"]), cli.t("n<10 hidden", "n<10 不显示"), "", ""});
            return;
        }
        const auto mean = number(row["mean"]);
        std::string ci = "–";
        if (row["ci95"].is_array() && row["ci95"][0].is_number())
            ci = formatFixed(row["ci95"][0].get<double>(), 2) + " … " + formatFixed(row["ci95"][1].get<double>(), 2);
        table.add({groupText(cli, row), count(row["n"]), mean ? formatFixed(*mean, 2) : "–", ci,
                   percent(number(row["top2_share"]))});
    };
    add(json["total"]);
    for (const Json& row : json["rows"])
        // the one row of an analysis without breakdown is the total again
        if (!row["group"].empty() || row.contains("period")) add(row);
    return out + table.text() + notesText(cli, json);
}

void addScoreOptions(CLI::App* command, Cli& cli, const std::shared_ptr<analysis::ScoreParams>& params,
                     const std::shared_ptr<std::string>& project) {
    command->add_option("project", *project)->required();
    command->add_option("--dataset", params->dataset);
    command->add_option("--question", params->question,
                        cli.t("Column name or the question's wording", "列名或题目文字"));
    command->add_option_function<std::vector<std::string>>(
        "--by",
        [params](const std::vector<std::string>& values) {
            for (const std::string& value : values)
                for (const std::string& name : splitQuoted(value, ','))
                    params->by.push_back(name);
        },
        cli.t("Up to three columns: region, customer.gender, event.store",
              "最多三列：region、customer.gender、event.store"));
    command->add_option("--filter", params->filter, cli.t("Condition in the filter language", "筛选条件"));
    command->add_option("--weight", params->weight);
    command->add_option_function<std::string>(
        "--trend",
        [params, &cli](const std::string& text) {
            auto value = analysis::trendFromName(text);
            if (!value) return cli.failed(value.error(), kUsage);
            params->trend = *value;
        },
        "week|month|quarter");
    command->add_option_function<std::string>(
        "--compare",
        [params, &cli](const std::string& text) {
            auto value = analysis::compareFromName(text);
            if (!value) return cli.failed(value.error(), kUsage);
            params->compare = *value;
        },
        "previous|year");
    command->add_option_function<std::string>(
        "--repeat-answers",
        [params, &cli](const std::string& text) {
            auto value = analysis::repeatAnswersFromName(text);
            if (!value) return cli.failed(value.error(), kUsage);
            params->repeatAnswers = *value;
        },
        "all|latest");
    command->add_option_function<std::string>(
        "--se",
        [params, &cli](const std::string& text) {
            auto value = analysis::standardErrorFromName(text);
            if (!value) return cli.failed(value.error(), kUsage);
            params->se = *value;
        },
        "plain|clustered");
    command->add_flag_callback(
        "--no-tests", [params] { params->tests = false; },
        cli.t("Figures and intervals only", "只出数字与区间，不做检验"));
    command->add_flag_callback(
        "--customers", [params] { params->customers = true; },
        cli.t("Count the distinct customers of each row", "每行另计不重复客户数"));
    command->add_option("--repeat", cli.repeat, cli.t("Measure N runs on loaded data", "在已加载数据上测 N 次"));
}

void addNps(CLI::App& app, Cli& cli) {
    auto params = std::make_shared<analysis::ScoreParams>();
    auto project = std::make_shared<std::string>();
    CLI::App* command =
        app.add_subcommand("nps", cli.t("NPS with interval, by group and over time", "NPS：区间、分组、趋势"));
    addScoreOptions(command, cli, params, project);
    command->callback([params, project, &cli] {
        if (cli.exitCode != kDone) return;
        auto opened = openForReading(*project);
        if (!opened) return cli.failed(opened.error());
        analysis::NpsResult result;
        auto json = timed<analysis::NpsResult>(
            cli, *opened, [&] { return analysis::runNps(opened->context, *params, cli.job()); },
            [](const analysis::NpsResult& value) { return toJson(value); }, &result);
        if (!json) return cli.failed(json.error());
        cli.result(*json, [&] { return npsText(cli, *json); });
    });
}

void addScore(CLI::App& app, Cli& cli) {
    auto params = std::make_shared<analysis::ScoreParams>();
    auto project = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "score", cli.t("Mean, top-2-box and distribution of a score", "任一评分的均值、前两档与分布"));
    addScoreOptions(command, cli, params, project);
    command->callback([params, project, &cli] {
        if (cli.exitCode != kDone) return;
        auto opened = openForReading(*project);
        if (!opened) return cli.failed(opened.error());
        analysis::ScoreResult result;
        auto json = timed<analysis::ScoreResult>(
            cli, *opened, [&] { return analysis::runScore(opened->context, *params, cli.job()); },
            [](const analysis::ScoreResult& value) { return toJson(value); }, &result);
        if (!json) return cli.failed(json.error());
        cli.result(*json, [&] { return scoreText(cli, *json); });
    });
}

} // namespace

void addAnalysisCommands(CLI::App& app, Cli& cli) {
    addNps(app, cli);
    addScore(app, cli);
}

} // namespace xo::cli
