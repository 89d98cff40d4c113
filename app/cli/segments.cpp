#include "app/cli/cli.h"
#include "core/base/text.h"
#include "core/query/filter.h"
#include "core/session/customerlist.h"
#include "core/wording/errors.h"

namespace xo::cli {

namespace {

struct Options {
    std::string project, name, note, out;
    session::ListParams list;
    std::vector<std::string> columns;
    std::string snapshotDay;
};

session::SegmentQuery query(const Options& options) {
    return {options.name, options.list.segment.filter};
}

void addSave(CLI::App* group, Cli& cli) {
    auto options = std::make_shared<Options>();
    CLI::App* command = group->add_subcommand("save", cli.t("Save a rule as a segment", "把条件保存为细分"));
    command->add_option("project", options->project)->required();
    command->add_option("name", options->name)->required();
    command->add_option("--filter", options->list.segment.filter, cli.t("Condition over customers", "客户条件"))
        ->required();
    command->add_option("--note", options->note);
    command->add_option("--snapshot", options->snapshotDay,
                        cli.t("Freeze its customers, dated this day (YYYY-MM-DD)", "冻结成员并记日期（YYYY-MM-DD）"));
    command->callback([options, &cli] {
        auto parsed = query::parse(options->list.segment.filter);
        if (!parsed) return cli.failed(parsed.error());
        Segment segment;
        segment.name = options->name;
        segment.rule = query::print(*parsed);
        segment.note = options->note;
        auto store = Store::open(options->project, Store::Access::ReadWrite);
        if (!store) return cli.failed(store.error());
        auto workspace = (*store)->workspace();
        if (!workspace) return cli.failed(workspace.error());
        // evaluated before it is saved: a rule that can't run here is refused
        const analysis::Context context = analysis::makeContext(*workspace);
        auto members = session::segmentMembers(context, {"", segment.rule}, cli.job());
        if (!members) return cli.failed(members.error());
        if (!options->snapshotDay.empty()) {
            const auto day = parseTime(options->snapshotDay);
            if (!day || !day->dateOnly)
                return cli.failed(fail("session.bad_day", {options->snapshotDay}).error, kUsage);
            segment.snapshot = true;
            segment.snapshotDay = options->snapshotDay;
            members->forEach([&](std::size_t subject) {
                segment.snapshotKeys.emplace_back((*workspace)->subjectKey(static_cast<std::uint32_t>(subject)));
            });
        }
        if (auto done = (*store)->putSegment(segment); !done) return cli.failed(done.error());
        cli.result({{"segment", segment.name}, {"rule", segment.rule}, {"customers", members->count()}}, [&] {
            return segment.name + ": " + formatCount(static_cast<std::int64_t>(members->count())) +
                   cli.t(" customers\n", " 位客户\n");
        });
    });
}

void addList(CLI::App* group, Cli& cli) {
    auto options = std::make_shared<Options>();
    CLI::App* command = group->add_subcommand("list", cli.t("Saved segments with their sizes", "已保存的细分及规模"));
    command->add_option("project", options->project)->required();
    command->callback([options, &cli] {
        auto opened = openForReading(options->project);
        if (!opened) return cli.failed(opened.error());
        Json list = Json::array();
        for (const Segment& segment : opened->context.workspace->segments) {
            auto count = session::segmentCount(opened->context, {segment.name, ""}, cli.job());
            Json entry{{"name", segment.name},
                       {"rule", segment.rule},
                       {"snapshot", segment.snapshot ? Json(segment.snapshotDay) : Json()},
                       {"customers", nullptr},
                       {"answers", nullptr},
                       {"events", nullptr}};
            // a rule whose columns or segments are gone hides none of the others
            if (count)
                entry.update({{"customers", count->customers}, {"answers", count->answers}, {"events", count->events}});
            else
                entry["error"] = wording::errorText(count.error(), cli.language);
            list.push_back(std::move(entry));
        }
        cli.result({{"segments", list}}, [&] {
            TextTable table({cli.t("segment", "细分"), cli.t("rule", "规则"), cli.t("customers", "客户"),
                             cli.t("answers", "回答"), cli.t("events", "事件")});
            std::string problems;
            for (const Json& segment : list) {
                const auto figure = [&](const char* key) {
                    return segment[key].is_null() ? std::string("–") : formatCount(segment[key].get<std::int64_t>());
                };
                table.add({segment["name"].get<std::string>(), segment["rule"].get<std::string>(), figure("customers"),
                           figure("answers"), figure("events")});
                if (segment.contains("error"))
                    problems += segment["name"].get<std::string>() + ": " + segment["error"].get<std::string>() + "\n";
            }
            return table.text(2) + problems;
        });
    });
}

void addCount(CLI::App* group, Cli& cli) {
    auto options = std::make_shared<Options>();
    CLI::App* command = group->add_subcommand(
        "count", cli.t("Customers of a condition, and their answers and events", "条件命中的客户及其回答与事件"));
    command->add_option("project", options->project)->required();
    command->add_option("name,--name,--segment", options->name, cli.t("A saved segment", "已保存的细分"));
    command->add_option("--filter", options->list.segment.filter);
    auto refined = std::make_shared<std::string>();
    command->add_option("--refines", *refined,
                        cli.t("With --repeat: measure as a refinement of this condition",
                              "与 --repeat 同用：作为对此条件的细化来计时"));
    command->add_option("--repeat", cli.repeat, cli.t("Measure N runs on loaded data", "在已加载数据上测 N 次"));
    auto scratch = std::make_shared<bool>(false);
    command->add_flag(
        "--from-scratch", *scratch,
        cli.t("With --repeat: find who reached a stage anew each time", "与 --repeat 同用：每次重新查找谁到达了阶段"));
    command->callback([options, refined, scratch, &cli] {
        auto opened = openForReading(options->project);
        if (!opened) return cli.failed(opened.error());
        const auto before = [&] {
            if (*scratch) xo::query::forgetReached(*opened->context.workspace);
            if (!refined->empty()) (void)session::segmentCount(opened->context, {{}, *refined}, cli.job());
        };
        session::SegmentCount count;
        auto json = timed<session::SegmentCount>(
            cli, *opened, [&] { return session::segmentCount(opened->context, query(*options), cli.job()); },
            [](const session::SegmentCount& value) {
                return Json{{"customers", value.customers}, {"answers", value.answers}, {"events", value.events}};
            },
            &count, before);
        if (!json) return cli.failed(json.error());
        cli.result(*json, [&] {
            return formatCount(static_cast<std::int64_t>(count.customers)) + cli.t(" customers, ", " 位客户，") +
                   formatCount(static_cast<std::int64_t>(count.answers)) + cli.t(" answers, ", " 条回答，") +
                   formatCount(static_cast<std::int64_t>(count.events)) + cli.t(" events\n", " 个事件\n");
        });
    });
}

void addExport(CLI::App* group, Cli& cli) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        group->add_subcommand("export", cli.t("Write the customers of a segment as a list", "把细分的客户导出为名单"));
    command->add_option("project", options->project)->required();
    command->add_option("name,--name,--segment", options->name);
    command->add_option("--filter", options->list.segment.filter);
    command
        ->add_option("--columns", options->columns,
                     cli.t("customer, city, \"latest answer.csat\", events …",
                           "customer、city、\"latest answer.csat\"、events …"))
        ->expected(1, -1);
    command->add_flag("--mask", options->list.mask, cli.t("Hide who they are", "脱敏"));
    command->add_option("--action", options->list.action,
                        cli.t("Suggested action, as an extra column", "建议动作，写成一列"));
    command->add_flag("--bom", options->list.excelBom,
                      cli.t("CSV: byte order mark for Excel", "CSV：为 Excel 写入 BOM"));
    command->add_option("--out", options->out, "list.csv|list.xlsx")->required();
    command->callback([options, &cli] {
        auto opened = openForReading(options->project);
        if (!opened) return cli.failed(opened.error());
        session::ListParams params = options->list;
        params.segment = query(*options);
        for (const std::string& entry : options->columns)
            for (const std::string& column : splitQuoted(entry, ','))
                params.columns.push_back(column);
        auto written = session::exportList(opened->context, params, options->out, cli.job());
        if (!written) return cli.failed(written.error());
        cli.result({{"file", written->file},
                    {"rows", written->rows},
                    {"masked", written->masked},
                    {"rule", written->rule},
                    {"guarded_cells", written->guardedCells}},
                   [&] {
                       return written->file + ": " + formatCount(static_cast<std::int64_t>(written->rows)) +
                              cli.t(" rows", " 行") + (written->masked ? cli.t(", masked", "，已脱敏") : "") +
                              cli.t(", rule: ", "，规则：") + written->rule + "\n";
                   });
    });
}

void addRemove(CLI::App* group, Cli& cli) {
    auto options = std::make_shared<Options>();
    CLI::App* command = group->add_subcommand("remove", cli.t("Remove a saved segment", "删除已保存的细分"));
    command->add_option("project", options->project)->required();
    command->add_option("name", options->name)->required();
    command->callback([options, &cli] {
        auto store = Store::open(options->project, Store::Access::ReadWrite);
        if (!store) return cli.failed(store.error());
        if (auto done = (*store)->removeSegment(options->name); !done) return cli.failed(done.error());
        cli.result({{"removed", options->name}}, [&] { return cli.t("Removed: ", "已删除：") + options->name + "\n"; });
    });
}

} // namespace

void addSegmentCommands(CLI::App& app, Cli& cli) {
    CLI::App* group =
        app.add_subcommand("segment", cli.t("Save, count and export groups of customers", "保存、计数、导出客户细分"));
    group->require_subcommand(1);
    addSave(group, cli);
    addList(group, cli);
    addCount(group, cli);
    addExport(group, cli);
    addRemove(group, cli);
}

} // namespace xo::cli
