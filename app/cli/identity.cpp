#include "core/session/identity.h"
#include "app/cli/cli.h"
#include "core/base/path.h"
#include "core/base/text.h"

#include <fstream>
#include <sstream>

namespace xo::cli {

namespace {

std::string count(const Json& value) {
    return value.is_number() ? formatCount(value.get<std::int64_t>()) : std::string("–");
}

std::string figure(const Json& json, const char* key) {
    return count(json.value(key, Json()));
}

// In the words of the panel.
std::string whyText(const Cli& cli, const std::string& why) {
    if (why == "too_common") return cli.t("shared by too many", "共用者过多");
    if (why == "placeholder") return cli.t("a placeholder", "占位内容");
    if (why == "member_ids") return cli.t("would join two member ids", "会合并两个会员号");
    if (why == "separated") return cli.t("kept apart", "已要求分开");
    if (why == "no_key") return cli.t("no link key", "没有关联键");
    if (why == "unknown_key") return cli.t("no event has this key", "没有事件含此键");
    if (why == "no_customer") return cli.t("no customer", "没有客户");
    return cli.t("no event in time", "期限内没有事件");
}

std::string columnsText(const Json& rule) {
    std::vector<std::string> parts;
    for (const char* field : {"columns", "keys", "forms"})
        for (const Json& one : rule.value(field, Json::array()))
            if (one.is_string()) parts.push_back(one.get<std::string>());
    return joined(parts, ", ");
}

std::string reportText(const Cli& cli, const Json& report) {
    std::string out = cli.t("Customers: ", "客户：") + figure(report, "customers_before") +
                      cli.t(" keys, ", " 个键，") + figure(report, "persons") + cli.t(" persons, ", " 人，") +
                      figure(report, "merged_keys") + cli.t(" keys merged\n", " 个键被合并\n");
    TextTable rules({cli.t("rule", "规则"), cli.t("columns", "列"), cli.t("keys", "键"), cli.t("joined", "合并"),
                     cli.t("too common", "过于常见"), cli.t("placeholders", "占位"), cli.t("conflicts", "冲突"),
                     cli.t("kept apart", "已分开")});
    for (const Json& rule : report["rules"])
        rules.add({rule["rule"].get<std::string>(), columnsText(Json{{"columns", rule["columns"]}}),
                   figure(rule, "keys"), figure(rule, "joins"), figure(rule, "too_common"),
                   figure(rule, "placeholders"), figure(rule, "conflicts"), figure(rule, "separated")});
    if (!report["rules"].empty()) out += rules.text(2);
    for (const Json& person : report["merged"])
        out += "  " + person["person"].get<std::string>() + " = " + columnsText(Json{{"keys", person["keys"]}}) + "\n";
    for (const Json& key : report["refused"])
        out += "  " + key["rule"].get<std::string>() + " " + key["key"].get<std::string>() + ": " +
               whyText(cli, key["why"].get<std::string>()) + " (" + figure(key, "holders") + ")\n";
    return out;
}

std::string explanationText(const Cli& cli, const Json& person) {
    std::string out = person["person"].get<std::string>() + " = " + columnsText(Json{{"keys", person["keys"]}}) + "\n";
    for (const Json& join : person["joins"]) {
        out += join["from"].get<std::string>() + " + " + join["to"].get<std::string>() + ": " +
               join["rule"].get<std::string>() + " " + join["key"].get<std::string>() + "\n";
        for (const Json& row : join["evidence"])
            out += "    " + row["file"].get<std::string>() + cli.t(" line ", " 第 ") + figure(row, "line") +
                   cli.t("", " 行") + " (" + row["dataset"].get<std::string>() + "." +
                   row["column"].get<std::string>() + cli.t(", batch ", "，批次 ") + figure(row, "batch") +
                   "): " + row["text"].get<std::string>() + "\n";
    }
    for (const Json& key : person["refused"])
        out += key["rule"].get<std::string>() + " " + key["key"].get<std::string>() + ": " +
               whyText(cli, key["why"].get<std::string>()) + " (" + figure(key, "holders") + ")\n";
    return out;
}

std::string proposalsText(const Cli& cli, const Json& proposals) {
    if (proposals.empty()) return cli.t("No further rule fits.\n", "没有其他适用的规则。\n");
    TextTable table({cli.t("rule", "规则"), cli.t("columns", "列"), cli.t("persons before", "合并前人数"),
                     cli.t("after", "合并后"), cli.t("linked before", "合并前已关联"), cli.t("after", "合并后"),
                     cli.t("keys not used", "不用的键")});
    for (const Json& one : proposals)
        table.add({one["kind"].get<std::string>(), columnsText(one), figure(one, "persons_before"),
                   figure(one, "persons_after"), figure(one, "linked_before"), figure(one, "linked_after"),
                   figure(one, "refused_keys")});
    return table.text(2);
}

// Puts rules and says what they did.
void put(Cli& cli, Store& store, const IdentityRules& rules) {
    if (auto done = store.putIdentityRules(rules); !done) return cli.failed(done.error());
    auto workspace = store.workspace();
    if (!workspace) return cli.failed(workspace.error());
    auto report = fusion::identityReport(**workspace, 20, cli.job());
    if (!report) return cli.failed(report.error());
    Json json = fusion::toJson(*report);
    json["identity"] = toJson(rules);
    cli.result(json, [&] { return reportText(cli, json); });
}

struct Options {
    std::string project, explain, file, one, other;
    bool apply = false;
    std::size_t examples = 10;
};

void addSet(CLI::App* group, Cli& cli) {
    auto options = std::make_shared<Options>();
    CLI::App* command = group->add_subcommand("set", cli.t("Put identity rules; {\"rules\": []} takes them all away",
                                                           "设置身份规则；{\"rules\": []} 即全部取消"));
    command->add_option("project", options->project)->required();
    command->add_option("rules", options->file, "RULES.json")->required();
    command->callback([options, &cli] {
        std::ifstream in(pathFromUtf8(options->file), std::ios::binary);
        if (!in) return cli.failed(fail("io.cannot_open", {options->file, "?"}).error);
        std::stringstream text;
        text << in.rdbuf();
        const Json json = Json::parse(text.str(), nullptr, false);
        if (json.is_discarded()) return cli.failed(fail("model.bad_json", {options->file}).error);
        auto rules = identityRulesFromJson(json);
        if (!rules) return cli.failed(rules.error());
        auto store = Store::open(options->project, Store::Access::ReadWrite);
        if (!store) return cli.failed(store.error());
        auto workspace = (*store)->workspace();
        if (!workspace) return cli.failed(workspace.error());
        auto checked = session::checkedRules(**workspace, *rules);
        if (!checked) return cli.failed(checked.error());
        put(cli, **store, *checked);
    });
}

void addPropose(CLI::App* group, Cli& cli) {
    auto options = std::make_shared<Options>();
    CLI::App* command = group->add_subcommand(
        "propose", cli.t("Rules that fit the columns, with what they would do", "适合现有各列的规则及其效果"));
    command->add_option("project", options->project)->required();
    command->add_flag("--apply", options->apply, cli.t("Put them behind the present rules", "加到现有规则之后"));
    command->callback([options, &cli] {
        auto store = Store::open(options->project, options->apply ? Store::Access::ReadWrite : Store::Access::ReadOnly);
        if (!store) return cli.failed(store.error());
        auto workspace = (*store)->workspace();
        if (!workspace) return cli.failed(workspace.error());
        auto proposals = fusion::proposeRules(**workspace, cli.job());
        if (!proposals) return cli.failed(proposals.error());
        if (options->apply) {
            std::vector<IdentityRule> added;
            for (const fusion::RuleProposal& proposal : *proposals)
                added.push_back(proposal.rule);
            return put(cli, **store, session::withProposals((*workspace)->identity, added));
        }
        Json list = Json::array();
        for (const fusion::RuleProposal& proposal : *proposals)
            list.push_back(fusion::toJson(proposal));
        cli.result({{"proposals", list}}, [&] { return proposalsText(cli, list); });
    });
}

void addSeparate(CLI::App* group, Cli& cli) {
    auto options = std::make_shared<Options>();
    CLI::App* command = group->add_subcommand(
        "separate", cli.t("Say that two customers are never one person; rows without a customer can't be named",
                          "声明两个客户不是同一人；没有客户的行无法指定"));
    command->add_option("project", options->project)->required();
    command->add_option("key", options->one)->required();
    command->add_option("other", options->other)->required();
    command->add_flag("--undo", options->apply, cli.t("Take the statement back", "撤回此声明"));
    command->callback([options, &cli] {
        auto store = Store::open(options->project, Store::Access::ReadWrite);
        if (!store) return cli.failed(store.error());
        auto workspace = (*store)->workspace();
        if (!workspace) return cli.failed(workspace.error());
        if (!options->apply) {
            auto rules = session::withSeparated(**workspace, options->one, options->other);
            if (!rules) return cli.failed(rules.error());
            return put(cli, **store, *rules);
        }
        IdentityRules rules = (*workspace)->identity;
        const std::vector<std::string> pair{options->one, options->other}, turned{options->other, options->one};
        const auto removed = std::erase_if(rules.rules, [&](const IdentityRule& rule) {
            return rule.kind == IdentityKind::Separate && (rule.keys == pair || rule.keys == turned);
        });
        if (!removed) return cli.failed(fail("project.no_such", {"separate", options->one}).error);
        put(cli, **store, rules);
    });
}

void addIdentities(CLI::App& app, Cli& cli) {
    auto options = std::make_shared<Options>();
    CLI::App* group = app.add_subcommand("identities", cli.t("Which keys mean one person: rules, merges, conflicts",
                                                             "哪些键是同一个人：规则、合并、冲突"));
    group->require_subcommand(0, 1);
    group->add_option("project", options->project, cli.t("Project", "项目"));
    group->add_option("--explain", options->explain, cli.t("Why this key belongs to its person", "此键为何归于此人"));
    group->add_option("--examples", options->examples,
                      cli.t("Merges and refused keys listed", "列出的合并与未用的键数"));
    addSet(group, cli);
    addPropose(group, cli);
    addSeparate(group, cli);
    group->callback([group, options, &cli] {
        if (!group->get_subcommands().empty()) return;
        if (options->project.empty()) return cli.usage(cli.t("A project is missing", "缺少项目"));
        auto opened = openForReading(options->project);
        if (!opened) return cli.failed(opened.error());
        const Workspace& workspace = *opened->context.workspace;
        if (!options->explain.empty()) {
            auto person = fusion::explainPerson(workspace, options->explain, cli.job());
            if (!person) return cli.failed(person.error());
            auto json = session::explanationJson(*opened->store, workspace, *person);
            if (!json) return cli.failed(json.error());
            return cli.result(*json, [&] { return explanationText(cli, *json); });
        }
        auto report = fusion::identityReport(workspace, options->examples, cli.job());
        if (!report) return cli.failed(report.error());
        Json json = fusion::toJson(*report);
        json["identity"] = toJson(workspace.identity);
        cli.result(json, [&] { return reportText(cli, json); });
    });
}

std::string linkText(const Cli& cli, const Json& link) {
    const auto line = [&](const char* english, const char* chinese, const Json& value) {
        return cli.t(english, chinese) + count(value) + "\n";
    };
    std::string out = line("Answers          ", "回答            ", link["answers"]);
    out += cli.t("Linked           ", "已关联          ") + figure(link, "linked") + " (" +
           percent(number(link["linked_share"])) + ")" + cli.t(": by equal key ", "：按相同的键 ") +
           figure(link, "equal_key") + cli.t(", by time ", "，按时间 ") + figure(link, "as_of") + "\n";
    out += line("  before event   ", "  早于事件      ", link["before_event"]);
    out += line("Ambiguous        ", "有歧义          ", link["ambiguous"]);
    out += line("Orphans          ", "无法关联        ", link["orphans"]);
    out += line("Without customer ", "没有客户        ", link["answers_without_customer"]);
    out += line("Customers only X ", "只有回答的客户  ", link["customers_only_in_x"]);
    out += line("Customers only O ", "只有事件的客户  ", link["customers_only_in_o"]);
    out += line("Keys merged      ", "合并的键        ", link["merges"]);
    const Json& fan = link["fan_out"];
    out += cli.t("Fan-out          ", "一对多          ") + figure(fan, "links_with_several_events") +
           cli.t(" keys have several events, at most ", " 个键有多个事件，最多 ") + figure(fan, "max_events_per_link") +
           cli.t("; answers joined with all their events would be ", " 个；回答与其全部事件连接后将有 ") +
           figure(fan, "rows_if_joined") + cli.t(" rows\n", " 行\n");
    for (const Json& one : link["by_dataset"]) {
        out += one["answers_dataset"].get<std::string>() + ": " +
               (one["by"] == "link" ? std::string(cli.t("by equal link keys", "按相同的关联键"))
                                    : cli.t("the latest event within ", "回答前 ") + figure(one, "as_of_days") +
                                          cli.t(" days before", " 天内最近的事件")) +
               cli.t("; linked ", "；已关联 ") + figure(one, "linked") + " / " + figure(one, "answers");
        for (const auto& [reason, number] : one["reasons"].items())
            if (number != 0) out += "; " + whyText(cli, reason) + " " + count(number);
        out += "\n";
    }
    TextTable keys({cli.t("key column", "键所在的列"), cli.t("used as", "用作"), cli.t("rows", "行"),
                    cli.t("blank", "空"), cli.t("no such key", "不成键"), cli.t("placeholders", "占位"),
                    cli.t("different keys", "不同的键"), cli.t("shared by many", "多人共用")});
    for (const Json& one : link["key_quality"])
        keys.add({one["dataset"].get<std::string>() + "." + one["column"].get<std::string>(),
                  one["use"].get<std::string>(), figure(one, "rows"), figure(one, "blank"), figure(one, "unreadable"),
                  figure(one, "placeholders"), figure(one, "keys"),
                  one["shared_by_many"].is_null() ? "–" : figure(one, "shared_by_many")});
    if (!link["key_quality"].empty()) out += keys.text(2);
    for (const char* kind : {"orphans", "ambiguous"})
        for (const Json& row : link["examples"][kind]) {
            out += std::string(kind == std::string_view("orphans") ? cli.t("orphan ", "无法关联 ")
                                                                   : cli.t("ambiguous ", "有歧义 ")) +
                   row["dataset"].get<std::string>() + ": " + row["file"].get<std::string>() + cli.t(" line ", " 第 ") +
                   figure(row, "line") + cli.t("", " 行") + ", " +
                   (row["key"].is_null() ? std::string("–") : "'" + row["key"].get<std::string>() + "'") + ", " +
                   (row.contains("reason") ? whyText(cli, row["reason"].get<std::string>())
                                           : figure(row, "events") + cli.t(" events", " 个事件")) +
                   "\n";
        }
    for (const Json& one : link["proposals"])
        out += cli.t("Proposed: compare link keys without ", "建议：比对关联键时忽略 ") + columnsText(one) +
               cli.t(": linked ", "：已关联 ") + figure(one, "linked_before") + " → " + figure(one, "linked_after") +
               cli.t(", keys of events that fold into another ", "，并入他键的事件键 ") +
               figure(one, "events_keys_folded") +
               cli.t("; put it with 'xow identities propose --apply' or 'set'\n",
                     "；用“xow identities propose --apply”或“set”采用\n");
    return out;
}

void addLink(CLI::App& app, Cli& cli) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("link", cli.t("How well answers are tied to events, with examples to mend",
                                                         "回答与事件的关联质量，附待修复的例子"));
    command->add_option("project", options->project)->required();
    command->add_option("--examples", options->examples, cli.t("Examples of each kind", "每类的例子数"));
    command->callback([options, &cli] {
        auto opened = openForReading(options->project);
        if (!opened) return cli.failed(opened.error());
        auto link = session::linkJson(*opened->store, *opened->context.workspace, options->examples, cli.job());
        if (!link) return cli.failed(link.error());
        cli.result(*link, [&] { return linkText(cli, *link); });
    });
}

} // namespace

void addIdentityCommands(CLI::App& app, Cli& cli) {
    addIdentities(app, cli);
    addLink(app, cli);
}

} // namespace xo::cli
