#include "app/cli/cli.h"
#include "core/analysis/funnel/funnel.h"
#include "core/analysis/nps/nps.h"
#include "core/analysis/score/score.h"
#include "core/base/text.h"
#include "core/wording/errors.h"

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

std::string stagesText(const Cli& cli, const Json& stages) {
    TextTable table({cli.t("stage", "环节"), cli.t("reached", "到达"), cli.t("from start", "占起点"),
                     cli.t("from previous", "占上一步"), cli.t("matured", "已到期率"), cli.t("lost", "流失"),
                     cli.t("open", "进行中"), "P50", "P90", cli.t("satisfaction", "满意度"), "n"});
    for (const Json& stage : stages) {
        const Json& time = stage["time_from_previous"];
        const Json& satisfaction = stage["satisfaction"];
        const auto mean = satisfaction.is_object() ? number(satisfaction["mean"]) : std::nullopt;
        table.add({stage["stage"].get<std::string>(), count(stage["reached"]),
                   percent(number(stage["rate_from_start"])), percent(number(stage["rate_from_previous"])),
                   percent(number(stage["matured"]["rate_from_previous"])), count(stage["lost"]), count(stage["open"]),
                   time.is_object() ? seconds(number(time["p50_s"])) : "–",
                   time.is_object() ? seconds(number(time["p90_s"])) : "–", mean ? formatFixed(*mean, 2) : "–",
                   satisfaction.is_object() ? count(satisfaction["n"]) : "–"});
    }
    return table.text();
}

/// The reason of each verdict as a sentence; its key stays beside it for scripts.
Json inWords(const Cli& cli, Json json) {
    const auto say = [&cli](Json& stages) {
        for (Json& stage : stages) {
            const std::string key = stage["why"].is_string() ? stage["why"].get<std::string>() : std::string();
            if (key.empty()) continue;
            stage["why_code"] = key;
            stage["why"] =
                wording::errorText({key, stage["why_arguments"].get<std::vector<std::string>>(), {}}, cli.language);
            stage.erase("why_arguments");
        }
    };
    say(json["stages"]);
    if (json.contains("groups"))
        for (Json& group : json["groups"])
            say(group["stages"]);
    return json;
}

// What holds customers up first, then what else is known; nothing where there is nothing to compare with.
std::string verdictsText(const Cli& cli, const Json& stages) {
    const auto mark = [&cli](const std::string& verdict) {
        return verdict == "stuck"    ? cli.t("STUCK", "卡点")
               : verdict == "o_only" ? cli.t("only O fell", "仅 O 下降")
               : verdict == "x_only" ? cli.t("only X fell", "仅 X 下降")
               : verdict == "fine"   ? cli.t("fine", "正常")
                                     : cli.t("unsure", "证据不足");
    };
    std::string out;
    for (const bool stuck : {true, false})
        for (const Json& stage : stages)
            if (!stage["evidence"].is_null() && (stage["verdict"] == "stuck") == stuck)
                out += mark(stage["verdict"].get<std::string>()) + ": " + stage["why"].get<std::string>() + "\n";
    return out;
}

// Which step the change of the whole conversion comes from.
std::string changeText(const Cli& cli, const Json& json) {
    if (!json.contains("change")) return {};
    const auto points = [](double value) { return (value > 0 ? "+" : "") + formatFixed(100 * value, 1); };
    const Json& change = json["change"];
    std::vector<std::string> parts;
    for (const Json& step : change["steps"])
        parts.push_back(step["stage"].get<std::string>() + " → " + step["next"].get<std::string>() + " " +
                        points(step["contribution"].get<double>()));
    return cli.t("from the first stage to the last ", "从第一个环节到最后一个 ") +
           percent(number(change["conversion"])) + cli.t(" (before: ", "（之前 ") +
           percent(number(change["reference_conversion"])) + cli.t("), points by step: ", "），各步贡献的百分点：") +
           joined(parts, ", ") + "\n";
}

// Where a group goes on clearly less than its peers do.
std::string peersText(const Cli& cli, const Json& stages) {
    std::string out;
    for (std::size_t k = 0; k + 1 < stages.size(); ++k) {
        const Json& standing = stages[k]["versus_peers"];
        if (standing.is_null() || standing["q"].get<double>() > 0.05) continue;
        out += cli.t("below its peers: ", "低于同类：") + stages[k]["stage"].get<std::string>() + " → " +
               stages[k + 1]["stage"].get<std::string>() + " " + percent(number(standing["rate"])) +
               cli.t(" against ", "，同类 ") + percent(number(standing["target"])) +
               " (q = " + formatFixed(standing["q"].get<double>(), 3) + ")\n";
    }
    return out;
}

std::string funnelText(const Cli& cli, const Json& json) {
    std::string out = (json["journey"].is_string() && !json["journey"].get<std::string>().empty()
                           ? json["journey"].get<std::string>() + ": "
                           : std::string()) +
                      count(json["entrants"]) + cli.t(" entrants, window ", " 个起点，窗口 ") +
                      seconds(number(json["window_s"])) + ", " + json["order"].get<std::string>() + ", " +
                      json["attempt"].get<std::string>() + "\n" + stagesText(cli, json["stages"]) +
                      verdictsText(cli, json["stages"]) + changeText(cli, json);
    if (json.contains("groups"))
        for (const Json& group : json["groups"]) {
            std::vector<std::string> names;
            for (const auto& [name, value] : group["group"].items())
                names.push_back(name + " = " + (value.is_null() ? cli.t("(blank)", "(空)") : value.get<std::string>()));
            out += "\n" + joined(names, ", ") + ": " + count(group["entrants"]) + "\n" +
                   stagesText(cli, group["stages"]) + peersText(cli, group["stages"]);
        }
    return out + notesText(cli, json);
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

void addFunnel(CLI::App& app, Cli& cli) {
    struct Options {
        analysis::FunnelParams params;
        std::string project, stages, window, order, attempt;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("funnel", cli.t("Conversion and satisfaction along a journey", "旅程转化与各环节满意度"));
    command->add_option("project", options->project)->required();
    command->add_option("--journey", options->params.journey);
    command->add_option("--stages", options->stages, "\"a>b>c\"");
    command->add_option("--dataset", options->params.dataset);
    command->add_option("--window", options->window, "90d, 36h, 30min, 45s, 7cd");
    command->add_option("--order", options->order, "sequential|strict|strict-all|any");
    command->add_option("--attempt", options->attempt, "furthest|first|every");
    command->add_option("--from", options->params.from,
                        cli.t("First-stage event on or after this day", "首环节事件不早于"));
    command->add_option("--to", options->params.to, cli.t("… on or before this day", "首环节事件不晚于"));
    command->add_option("--as-of", options->params.asOf,
                        cli.t("Day the data were cut (default: the latest event)", "数据截止日（默认最晚的事件）"));
    command->add_option("--by", options->params.by);
    command->add_option("--filter", options->params.filter);
    command->add_option("--satisfaction", options->params.satisfaction,
                        cli.t("Question shown per stage", "各环节显示的题目"));
    command->add_flag("--remove-excluded", options->params.removeExcluded,
                      cli.t("Leave out customers with the exclusion event", "剔除发生排除事件的客户"));
    command->add_option("--repeat", cli.repeat, cli.t("Measure N runs on loaded data", "在已加载数据上测 N 次"));
    command->callback([options, &cli] {
        analysis::FunnelParams params = options->params;
        params.stages = splitQuoted(options->stages, '>');
        if (!options->window.empty()) {
            auto window = Span::parse(options->window);
            if (!window) return cli.failed(window.error(), kUsage);
            params.window = *window;
        }
        if (!options->order.empty()) {
            auto order = funnelOrderFromName(options->order);
            if (!order) return cli.failed(order.error(), kUsage);
            params.order = *order;
        }
        if (!options->attempt.empty()) {
            auto attempt = funnelAttemptFromName(options->attempt);
            if (!attempt) return cli.failed(attempt.error(), kUsage);
            params.attempt = *attempt;
        }
        auto opened = openForReading(options->project);
        if (!opened) return cli.failed(opened.error());
        analysis::FunnelResult result;
        auto json = timed<analysis::FunnelResult>(
            cli, *opened, [&] { return analysis::runFunnel(opened->context, params, cli.job()); },
            [&cli](const analysis::FunnelResult& value) { return inWords(cli, toJson(value)); }, &result);
        if (!json) return cli.failed(json.error());
        cli.result(*json, [&] { return funnelText(cli, *json); });
    });
}

} // namespace

void addAnalysisCommands(CLI::App& app, Cli& cli) {
    addFunnel(app, cli);
    addNps(app, cli);
    addScore(app, cli);
}

} // namespace xo::cli
