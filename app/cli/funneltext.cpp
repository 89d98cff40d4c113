#include "app/cli/funneltext.h"

#include "core/base/text.h"
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

} // namespace

Json funnelInWords(const Cli& cli, Json json) {
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

} // namespace xo::cli
