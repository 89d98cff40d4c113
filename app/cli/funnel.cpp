#include "core/analysis/funnel/funnel.h"
#include "app/cli/cli.h"
#include "core/analysis/timeline.h"
#include "core/base/text.h"
#include "core/session/calllist.h"
#include "core/wording/errors.h"

namespace xo::cli {

namespace {

std::string count(const Json& value) {
    return value.is_number() ? formatCount(value.get<std::int64_t>()) : "–";
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
    if (json.contains("comparison"))
        for (const char* side : {"stages", "other_stages"})
            if (json["comparison"].contains(side)) say(json["comparison"][side]);
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

// A stage against the same stage of others, where the difference is clear or large.
std::string comparisonText(const Cli& cli, const Json& tests) {
    TextTable table({cli.t("stage", "环节"), cli.t("rate", "转化率"), cli.t("other", "对照"),
                     cli.t("difference", "差异"), "q", cli.t("satisfaction", "满意度"), cli.t("other", "对照"), "q"});
    const auto q = [](const Json& test) {
        const auto value = test.is_object() ? number(test["q"]) : std::nullopt;
        return value ? formatFixed(*value, 3) : std::string("–");
    };
    const auto mean = [](const Json& value) { return value.is_number() ? formatFixed(value.get<double>(), 2) : "–"; };
    for (const Json& test : tests)
        table.add(
            {test["stage"].get<std::string>(), percent(number(test["rate"])), percent(number(test["other_rate"])),
             test["conversion"].is_object() ? signedPoints(100 * test["conversion"]["difference"].get<double>()) : "–",
             q(test["conversion"]), mean(test["mean"]), mean(test["other_mean"]), q(test["satisfaction"])});
    return table.text();
}

std::string trendText(const Cli& cli, const Json& trend) {
    std::vector<std::string> header{cli.t("period", "时期"), cli.t("entrants", "起点")};
    if (!trend.empty())
        for (std::size_t k = 1; k < trend[0]["stages"].size(); ++k)
            header.push_back(trend[0]["stages"][k]["stage"].get<std::string>());
    TextTable table(header);
    for (const Json& point : trend) {
        std::vector<std::string> row{point["period"].get<std::string>() + (point["immature"].get<bool>() ? "*" : ""),
                                     count(point["entrants"])};
        for (std::size_t k = 1; k < point["stages"].size(); ++k)
            row.push_back(percent(number(point["stages"][k]["matured"]["rate_from_previous"])));
        table.add(row);
    }
    return table.text() + cli.t("* windows still run: the rates are of those whose are over\n",
                                "* 部分窗口尚未结束：转化率只计已到期者\n");
}

std::string survivalText(const Cli& cli, const Json& stages) {
    std::string out;
    for (const Json& stage : stages) {
        if (!stage.contains("survival")) continue;
        const Json& curve = stage["survival"];
        const auto median = number(curve["median_s"]);
        out += cli.t("time to ", "到达时间 ") + stage["stage"].get<std::string>() + cli.t(": half by ", "：半数用时 ") +
               (median ? seconds(median) : cli.t("(not reached)", "（未达到）")) + cli.t(", waiting ", "，等待中 ") +
               count(curve["censored"]) + cli.t(", stopped ", "，已终止 ") + count(curve["lost"]) + "\n";
        TextTable table({cli.t("after", "经过"), cli.t("at risk", "在等"), cli.t("got here", "已到达"),
                         cli.t("95 % interval", "95% 区间"), cli.t("stopped", "已终止")});
        const Json& steps = curve["steps"];
        constexpr std::size_t kShown = 8;
        for (std::size_t i = 1; i <= kShown && !steps.empty(); ++i) {
            const std::size_t at = i * (steps.size() - 1) / kShown;
            if (i > 1 && at == (i - 1) * (steps.size() - 1) / kShown) continue;
            const Json& step = steps[at];
            table.add({seconds(number(step["time_s"])), formatFixed(step["at_risk"].get<double>(), 0),
                       percent(number(step["converted"])),
                       step["ci95"].is_array()
                           ? percent(number(step["ci95"][0])) + " … " + percent(number(step["ci95"][1]))
                           : "–",
                       percent(number(step["lost"]))});
        }
        out += table.text();
    }
    return out;
}

std::string reasonsText(const Cli& cli, const Json& stages) {
    std::string out;
    for (const Json& stage : stages) {
        if (!stage.contains("reasons")) continue;
        const Json& drop = stage["reasons"];
        out += cli.t("left at ", "流失于 ") + stage["stage"].get<std::string>() + ": " + count(drop["left"]) +
               cli.t(", answered ", "，作答 ") + count(drop["answered"]) + " (" +
               percent(number(drop["response_rate"])) + ")" +
               (drop["only_answerers"].get<bool>() ? cli.t("; of those who answered only", "；仅代表答卷者") : "") +
               "\n";
        for (const Json& reason : drop["reasons"])
            out += "  " +
                   (reason["satisfied"].get<bool>() ? cli.t("satisfied", "满意") : cli.t("dissatisfied", "不满意")) +
                   " · " +
                   (reason["reason"].is_string() ? reason["reason"].get<std::string>()
                                                 : cli.t("(not stated)", "（未说明）")) +
                   " " + percent(number(reason["share"])) + "\n";
    }
    return out;
}

std::string groupChangeText(const Cli& cli, const Json& stages) {
    std::string out;
    for (std::size_t k = 0; k + 1 < stages.size(); ++k) {
        if (!stages[k].contains("change_by_group")) continue;
        std::vector<std::string> parts;
        for (const Json& one : stages[k]["change_by_group"]) {
            if (parts.size() == 5) break;
            const std::string name = one["pooled"].get<bool>()  ? cli.t("(small groups)", "（小组合计）")
                                     : one["group"].is_string() ? one["group"].get<std::string>()
                                                                : cli.t("(blank)", "(空)");
            parts.push_back(name + " " + signedPoints(100 * (one["mix"].get<double>() + one["own"].get<double>())) +
                            cli.t(" (mix ", "（结构 ") + signedPoints(100 * one["mix"].get<double>()) + ")");
        }
        out += stages[k]["stage"].get<std::string>() +
               cli.t(": points of the change of going on, by group: ", "：各组对转化变化的贡献（百分点）：") +
               joined(parts, ", ") + "\n";
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
                      verdictsText(cli, json["stages"]) + changeText(cli, json) + groupChangeText(cli, json["stages"]) +
                      reasonsText(cli, json["stages"]) + survivalText(cli, json["stages"]);
    if (json.contains("comparison")) {
        const Json& comparison = json["comparison"];
        out += "\n" + cli.t("against ", "对照：") +
               (comparison["with"] == "filter"
                    ? cli.t("those who don't fulfil the condition", "不符合条件者")
                    : comparison["from"].get<std::string>() + " … " + comparison["to"].get<std::string>()) +
               ": " + count(comparison["entrants"]) + " / " + count(comparison["other_entrants"]) + "\n" +
               comparisonText(cli, comparison["tests"]);
    }
    if (json.contains("trend")) out += "\n" + trendText(cli, json["trend"]);
    if (json.contains("groups"))
        for (const Json& group : json["groups"]) {
            std::vector<std::string> names;
            for (const auto& [name, value] : group["group"].items())
                names.push_back(name + " = " + (value.is_null() ? cli.t("(blank)", "(空)") : value.get<std::string>()));
            out += "\n" + joined(names, ", ") + ": " + count(group["entrants"]) + "\n" +
                   stagesText(cli, group["stages"]) + verdictsText(cli, group["stages"]) +
                   peersText(cli, group["stages"]);
        }
    return out + notesText(cli, json);
}

void showOverdue(Cli& cli, const OpenProject& project, const analysis::FunnelParams& params, const std::string& action,
                 const std::string& out) {
    if (!out.empty()) {
        auto written = session::exportOverdue(project.context, params, action, out, cli.job());
        if (!written) return cli.failed(written.error());
        return cli.result({{"file", written->file}, {"rows", written->rows}}, [&] {
            return written->file + ": " + formatCount(static_cast<std::int64_t>(written->rows)) +
                   cli.t(" customers\n", " 位客户\n");
        });
    }
    auto customers = analysis::overdueCustomers(project.context, params, cli.job());
    if (!customers) return cli.failed(customers.error());
    Json list = Json::array();
    for (const analysis::OverdueCustomer& one : *customers)
        list.push_back({{"customer", one.customer},
                        {"stage", one.stageName},
                        {"since", one.sinceText},
                        {"waited_s", one.waited},
                        {"overdue_after_s", one.after}});
    cli.result({{"analysis", "overdue"}, {"customers", list}}, [&] {
        TextTable table({cli.t("customer", "客户"), cli.t("stage", "环节"), cli.t("since", "自"),
                         cli.t("waited", "已等待"), cli.t("limit", "界限")});
        for (const analysis::OverdueCustomer& one : *customers)
            table.add({one.customer, one.stageName, one.sinceText, seconds(one.waited), seconds(one.after)});
        return table.text(3);
    });
}

void addFunnel(CLI::App& app, Cli& cli) {
    struct Options {
        analysis::FunnelParams params;
        std::string project, stages, window, order, attempt, reference, satisfactionReference, compare, trend;
        std::string action, out;
        bool overdue = false;
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
    command->add_flag("--survival", options->params.survival,
                      cli.t("Time curves with those still waiting", "含等待者的时间曲线"));
    command->add_option(
        "--reference", options->reference,
        cli.t("What conversion is held against: history|target|peers", "转化的对照：history|target|peers"));
    command->add_option("--satisfaction-reference", options->satisfactionReference,
                        cli.t("What satisfaction is held against: history|stages", "满意度的对照：history|stages"));
    command->add_option("--compare", options->compare, "previous|year");
    command->add_option("--compare-filter", options->params.compareFilter,
                        cli.t("Those who fulfil this condition against the rest", "符合该条件者与其余对比"));
    command->add_option("--trend", options->trend, "week|month|quarter");
    command->add_option("--reasons", options->params.reasons,
                        cli.t("Question with the reasons of those who left", "流失者原因的题目"));
    command->add_flag("--overdue", options->overdue,
                      cli.t("Instead: who waits for longer than nine of ten did", "改为列出等待超过九成客户用时者"));
    command->add_option("--action", options->action, cli.t("Text of an extra column of the list", "名单附加列的内容"));
    command->add_option("--out", options->out,
                        cli.t("Write the overdue list: list.csv|list.xlsx", "导出超期名单：list.csv|list.xlsx"));
    command->add_option("--repeat", cli.repeat, cli.t("Measure N runs on loaded data", "在已加载数据上测 N 次"));
    command->callback([options, &cli] {
        analysis::FunnelParams params = options->params;
        params.stages = splitQuoted(options->stages, '>');
        const auto choose = [&](const std::string& text, auto&& read, auto& to) {
            if (text.empty()) return true;
            auto value = read(text);
            if (value)
                to = *value;
            else
                cli.failed(value.error(), kUsage);
            return value.has_value();
        };
        const bool chosen =
            choose(options->window, Span::parse, params.window) &&
            choose(options->order, funnelOrderFromName, params.order) &&
            choose(options->attempt, funnelAttemptFromName, params.attempt) &&
            choose(options->reference, analysis::conversionReferenceFromName, params.conversionReference) &&
            choose(options->satisfactionReference, analysis::satisfactionReferenceFromName,
                   params.satisfactionReference) &&
            choose(options->compare, analysis::compareFromName, params.compare) &&
            choose(options->trend, analysis::trendFromName, params.trend);
        if (!chosen) return;
        auto opened = openForReading(options->project);
        if (!opened) return cli.failed(opened.error());
        if (options->overdue) return showOverdue(cli, *opened, params, options->action, options->out);
        analysis::FunnelResult result;
        auto json = timed<analysis::FunnelResult>(
            cli, *opened, [&] { return analysis::runFunnel(opened->context, params, cli.job()); },
            [&cli](const analysis::FunnelResult& value) { return inWords(cli, toJson(value)); }, &result);
        if (!json) return cli.failed(json.error());
        cli.result(*json, [&] { return funnelText(cli, *json); });
    });
}

// What an entry is called: the stage of an event, the survey of an answer, else the dataset.
std::string entryName(const Json& entry) {
    for (const char* name : {"stage", "survey", "dataset"})
        if (entry[name].is_string()) return entry[name].get<std::string>();
    return {};
}

std::string tieText(const Cli& cli, const Json& timeline, const Json& tie) {
    if (tie.is_null()) return cli.t("tied to no event", "未关联到事件");
    std::string out = tie["event"].is_number() ? "→ " + entryName(timeline["entries"][tie["event"].get<std::size_t>()])
                                               : cli.t("→ an event of ", "→ 属于另一客户的事件：") +
                                                     tie.value("other_customer", std::string());
    if (tie["rule"] == "link")
        out += cli.t(" (same key ", "（相同的键 ") + tie["key"].get<std::string>() + cli.t(")", "）");
    else
        out += cli.t(" (the latest within ", "（") + tie["days"].dump() + cli.t(" days)", " 天内最近的事件）");
    if (tie["before_event"].get<bool>()) out += cli.t(", answered before it", "，早于该事件作答");
    if (tie["ambiguous"].get<bool>()) out += cli.t(", ambiguous", "，有歧义");
    return out;
}

std::string timelineText(const Cli& cli, const Json& json) {
    std::string out = json["customer"].get<std::string>() + "\n";
    for (const auto& [name, value] : json["profile"].items())
        out += "  " + name + ": " + value.get<std::string>() + "\n";
    for (const Json& entry : json["entries"]) {
        out += (entry["time"].is_string() ? entry["time"].get<std::string>() : cli.t("(no time)", "（无时间）")) +
               "  " + entryName(entry);
        for (const auto& [name, value] : entry["cells"].items())
            out += "  " + name + "=" + value.get<std::string>();
        if (entry["kind"] != "events") out += "  " + tieText(cli, json, entry["tie"]);
        out += "\n";
    }
    return out;
}

void addTimeline(CLI::App& app, Cli& cli) {
    struct Options {
        std::string project, customer;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "timeline", cli.t("A customer's events and answers in one order of time", "一位客户的事件与答卷，按时间排列"));
    command->add_option("project", options->project)->required();
    command->add_option("customer", options->customer)->required();
    command->callback([options, &cli] {
        auto opened = openForReading(options->project);
        if (!opened) return cli.failed(opened.error());
        auto timeline = analysis::customerTimeline(opened->context, options->customer, cli.job());
        if (!timeline) return cli.failed(timeline.error());
        const Json json = toJson(*timeline);
        cli.result(json, [&] { return timelineText(cli, json); });
    });
}

} // namespace

void addFunnelCommands(CLI::App& app, Cli& cli) {
    addFunnel(app, cli);
    addTimeline(app, cli);
}

} // namespace xo::cli
