#include "core/analysis/timeline.h"
#include "app/cli/cli.h"

namespace xo::cli {

namespace {

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

} // namespace

void addTimelineCommand(CLI::App& app, Cli& cli) {
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

} // namespace xo::cli
