#include "core/analysis/funnel/funnel.h"
#include "app/cli/funneltext.h"
#include "core/base/text.h"
#include "core/session/calllist.h"

namespace xo::cli {

namespace {

void showOverdue(Cli& cli, const OpenProject& project, const analysis::FunnelParams& params, const std::string& action,
                 const std::string& out) {
    if (!out.empty()) {
        auto written =
            session::exportOverdue(project.context, params, {std::nullopt, action, {}, false}, out, cli.job());
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

} // namespace

void addFunnelCommands(CLI::App& app, Cli& cli) {
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
            [&cli](const analysis::FunnelResult& value) { return funnelInWords(cli, toJson(value)); }, &result);
        if (!json) return cli.failed(json.error());
        cli.result(*json, [&] { return funnelText(cli, *json); });
    });
}

} // namespace xo::cli
