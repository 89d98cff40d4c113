#include "app/cli/cli.h"
#include "core/analysis/drivers/drivers.h"
#include "core/analysis/sop/sop.h"
#include "core/base/text.h"
#include "core/wording/errors.h"

namespace xo::cli {

namespace {

std::string driversText(const Cli& cli, const Json& json) {
    std::string out = json["target"].get<std::string>() + ": n " + formatCount(json["n"].get<std::int64_t>()) +
                      cli.t(", lost ", "，缺项 ") + formatCount(json["n_lost"].get<std::int64_t>()) + ", R² " +
                      formatFixed(json["r2"].get<double>(), 3) + cli.t(" (adjusted ", "（调整后 ") +
                      formatFixed(json["r2_adjusted"].get<double>(), 3) + cli.t(")", "）") + ", " +
                      json["method"].get<std::string>() + "\n";
    if (json["small_base"] == "hidden")
        return out + cli.t("Fewer than 50 answers: too few to rank anything.", "不足 50 份回答，不能排序。") + "\n";
    TextTable table({"", cli.t("share", "份额"), cli.t("95 % interval", "95% 区间"), cli.t("sign", "方向"), "r",
                     cli.t("mean", "均值"), "VIF", "p"});
    for (const Json& driver : json["drivers"]) {
        const Json& ci = driver["ci95"];
        table.add({driver["name"].get<std::string>(), percent(number(driver["share"])),
                   ci.is_null() ? "–" : percent(number(ci[0])) + " … " + percent(number(ci[1])),
                   driver["sign"].get<int>() < 0 ? "−" : "+", formatFixed(driver["correlation"].get<double>(), 3),
                   formatFixed(driver["performance"].get<double>(), 2), formatFixed(driver["vif"].get<double>(), 2),
                   formatFixed(driver["p"].get<double>(), 4)});
    }
    return out + table.text() +
           cli.t("Shares of association with the target, not of cause.", "份额表示与目标的关联，不表示因果。") + "\n" +
           notesText(cli, json);
}

void addDrivers(CLI::App& app, Cli& cli) {
    auto params = std::make_shared<analysis::DriversParams>();
    auto project = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "drivers", cli.t("What a score goes along with: shares of its variance", "哪些因素与评分相关：方差份额"));
    command->add_option("project", *project)->required();
    command->add_option("--dataset", params->dataset);
    command->add_option("--target,--question", params->target,
                        cli.t("Score to explain (default: the NPS)", "要解释的评分（默认 NPS）"));
    command->add_option_function<std::vector<std::string>>(
        "--drivers",
        [params](const std::vector<std::string>& values) {
            for (const std::string& value : values)
                for (const std::string& name : splitQuoted(value, ','))
                    params->drivers.push_back(name);
        },
        cli.t("Scores or numbers, also customer. and event. (default: the other scores)",
              "评分或数值列，也可用 customer.、event.（默认其他评分）"));
    command->add_option("--filter", params->filter, cli.t("Condition in the filter language", "筛选条件"));
    command->add_option_function<std::string>(
        "--method",
        [params, &cli](const std::string& text) {
            auto value = analysis::driverMethodFromName(text);
            if (!value) return cli.failed(value.error(), kUsage);
            params->method = *value;
        },
        "johnson|lmg");
    command->add_option("--repeat", cli.repeat, cli.t("Measure N runs on loaded data", "在已加载数据上测 N 次"));
    command->callback([params, project, &cli] {
        if (cli.exitCode != kDone) return;
        auto opened = openForReading(*project);
        if (!opened) return cli.failed(opened.error());
        analysis::DriversResult result;
        auto json = timed<analysis::DriversResult>(
            cli, *opened, [&] { return analysis::runDrivers(opened->context, *params, cli.job()); },
            [](const analysis::DriversResult& value) { return toJson(value); }, &result);
        if (!json) return cli.failed(json.error());
        cli.result(*json, [&] { return driversText(cli, *json); });
    });
}

// The reason of the verdict as a sentence; its key stays beside it for scripts.
Json verdictInWords(const Cli& cli, Json json) {
    const std::string key = json["why"].get<std::string>();
    json["why_code"] = key;
    json["why"] = wording::errorText({key, json["why_arguments"].get<std::vector<std::string>>(), {}}, cli.language);
    json.erase("why_arguments");
    return json;
}

std::string sopText(const Cli& cli, const Json& json) {
    const std::string verdict = json["verdict"].get<std::string>();
    const std::string named = verdict == "not_executed"     ? cli.t("NOT EXECUTED", "执行不到位")
                              : verdict == "wrong_standard" ? cli.t("standard too loose", "标准过松")
                              : verdict == "incomplete"     ? cli.t("standard incomplete", "标准不完善")
                              : verdict == "irrelevant"     ? cli.t("standard irrelevant", "标准与满意度无关")
                              : verdict == "fine"           ? cli.t("fine", "正常")
                                                            : cli.t("unsure", "证据不足");
    std::string out = json["standard"].get<std::string>() + " → " + json["question"].get<std::string>() + ": n " +
                      formatCount(json["n"].get<std::int64_t>()) + "\n" + named + ": " +
                      json["why"].get<std::string>() + "\n";
    TextTable table({json["metric"].get<std::string>(), "n", cli.t("mean", "均值"), cli.t("95 % interval", "95% 区间"),
                     cli.t("top-2", "前两档")});
    for (const Json& step : json["dose"]) {
        const std::string range =
            formatNumber(step["from"].get<double>()) + " … " + formatNumber(step["to"].get<double>());
        if (step["small_base"] == "hidden") {
            table.add({range, formatCount(step["n"].get<std::int64_t>()), cli.t("n<10 hidden", "n<10 不显示"), "", ""});
            continue;
        }
        const Json& ci = step["ci95"];
        table.add(
            {range, formatCount(step["n"].get<std::int64_t>()), formatFixed(step["mean"].get<double>(), 2),
             ci.is_null() ? "–" : formatFixed(ci[0].get<double>(), 2) + " … " + formatFixed(ci[1].get<double>(), 2),
             percent(number(step["top2_share"]))});
    }
    out += table.text();
    if (!json["opposite_groups"].is_null())
        for (const Json& group : json["opposite_groups"]["groups"])
            out += json["opposite_groups"]["by"].get<std::string>() + " = " +
                   (group["value"].is_null() ? cli.t("(blank)", "(空)") : group["value"].get<std::string>()) + ": ρ " +
                   formatFixed(group["spearman"].get<double>(), 2) + ", n " +
                   formatCount(group["n"].get<std::int64_t>()) + "\n";
    return out + notesText(cli, json);
}

void addSop(CLI::App& app, Cli& cli) {
    auto params = std::make_shared<analysis::SopParams>();
    auto project = std::make_shared<std::string>();
    auto edges = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("sop", cli.t("Is a service standard kept, and does it matter to customers",
                                                        "服务标准是否执行、是否影响满意度"));
    command->add_option("project", *project)->required();
    command->add_option("--standard", params->standard, "\"event.wait_hours <= 24\"")->required();
    command->add_option("--dataset", params->dataset);
    command->add_option("--question", params->question,
                        cli.t("Column name or the question's wording", "列名或题目文字"));
    command->add_option("--filter", params->filter, cli.t("Condition in the filter language", "筛选条件"));
    command->add_option("--buckets", *edges,
                        cli.t("Where stretches of the curve end: 4,12,24 (default: about ten of equal size)",
                              "曲线各段的终点：4,12,24（默认约十等分）"));
    command->add_option_function<std::vector<std::string>>(
        "--moderators",
        [params](const std::vector<std::string>& values) {
            for (const std::string& value : values)
                for (const std::string& name : splitQuoted(value, ','))
                    params->moderators.push_back(name);
        },
        cli.t("Columns in which opposite groups are looked for", "在哪些列中寻找方向相反的人群"));
    command->add_flag_callback(
        "--no-groups", [params] { params->search = false; },
        cli.t("Don't look for groups with opposite wishes", "不寻找方向相反的人群"));
    command->add_option("--tolerance", params->policy.tolerance,
                        cli.t("Share of breaches put up with (0.1)", "可容忍的超标比例（0.1）"));
    command->add_option("--repeat", cli.repeat, cli.t("Measure N runs on loaded data", "在已加载数据上测 N 次"));
    command->callback([params, project, edges, &cli] {
        for (const std::string& text : splitQuoted(*edges, ',')) {
            const auto edge = parseNumber(text);
            if (!edge) return cli.failed(fail("sop.bad_bucket", {text}).error, kUsage);
            params->edges.push_back(*edge);
        }
        auto opened = openForReading(*project);
        if (!opened) return cli.failed(opened.error());
        analysis::SopResult result;
        auto json = timed<analysis::SopResult>(
            cli, *opened, [&] { return analysis::runSop(opened->context, *params, cli.job()); },
            [&cli](const analysis::SopResult& value) { return verdictInWords(cli, toJson(value)); }, &result);
        if (!json) return cli.failed(json.error());
        cli.result(*json, [&] { return sopText(cli, *json); });
    });
}

} // namespace

void addRelationCommands(CLI::App& app, Cli& cli) {
    addDrivers(app, cli);
    addSop(app, cli);
}

} // namespace xo::cli
