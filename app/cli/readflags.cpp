#include "app/cli/readflags.h"

#include "core/base/path.h"

#include <fstream>

namespace xo::cli {

void ReadFlags::add(CLI::App* command, Cli& cli) {
    command->add_option("--sheet", options.sheet,
                        cli.t("Sheet: name or 1-based number", "工作表：名称或从 1 起的序号"));
    command
        ->add_option("--hidden", options.hidden,
                     cli.t("Hidden rows of a sheet: include or skip", "工作表的隐藏行：include 或 skip"))
        ->check(CLI::IsMember({"include", "skip"}));
    command->add_option("--member", options.member,
                        cli.t("Table in a .zip: name or 1-based number", ".zip 中的表格：名称或从 1 起的序号"));
    command->add_option("--encoding", options.encoding, cli.t("Encoding, e.g. GB18030", "编码，例如 GB18030"));
    command->add_option("--delimiter", options.delimiter,
                        cli.t("Delimiter (one character or tab)", "分隔符（一个字符或 tab）"));
    command->add_option("--quote", options.quote, cli.t("Quote (one character or none)", "引号（一个字符或 none）"));
    command->add_option("--escape", options.escape,
                        cli.t("Escape inside quotes (one character or none)", "引号内的转义符（一个字符或 none）"));
    command->add_option("--comment", options.comment,
                        cli.t("Lines that begin so are skipped (or none)", "以此开头的行不读（或 none）"));
    command->add_option("--header-rows", options.headerRows, cli.t("Header rows, 0 to 3", "表头行数，0 至 3"))
        ->check(CLI::Range(0, 3));
}

void ReadFlags::addTotals(CLI::App* command, Cli& cli) {
    command
        ->add_option("--totals", options.totals,
                     cli.t("Rows of totals at the end: leave_out (listed; the default) or keep",
                           "末尾的合计行：leave_out（不导入但列出，默认）或 keep"))
        ->check(CLI::IsMember({"keep", "leave_out"}));
}

Result<Recipe> loadRecipe(const std::string& nameOrFile, const Store* store) {
    if (store) {
        auto saved = store->recipe(nameOrFile);
        if (!saved) return saved.failure();
        if (*saved) return **saved;
    }
    std::ifstream file(pathFromUtf8(nameOrFile), std::ios::binary);
    if (!file) return fail("session.no_recipe", {nameOrFile});
    const Json json = Json::parse(file, nullptr, false);
    if (json.is_discarded()) return fail("model.bad_json", {nameOrFile});
    return recipeFromJson(json);
}

std::string changesText(const Cli& cli, const std::vector<io::RecipeChange>& changes, bool notes) {
    using io::ChangeKind;
    using io::ChangeSeverity;
    const auto kind = [&](ChangeKind change) {
        switch (change) {
        case ChangeKind::Missing:
            return cli.t("missing", "缺少");
        case ChangeKind::New:
            return cli.t("new", "新增");
        case ChangeKind::Renamed:
            return cli.t("renamed", "改名");
        case ChangeKind::Retyped:
            return cli.t("other values", "取值不符");
        case ChangeKind::Rescaled:
            return cli.t("other scale", "量表不同");
        case ChangeKind::NewValues:
            return cli.t("new values", "新取值");
        case ChangeKind::Header:
            return cli.t("header", "表头");
        case ChangeKind::Dialect:
            return cli.t("format", "格式");
        }
        return std::string();
    };
    std::string out;
    for (const io::RecipeChange& change : changes) {
        if (change.severity == ChangeSeverity::Note && !notes) continue;
        out += change.severity == ChangeSeverity::Blocks ? "! " : change.severity == ChangeSeverity::Look ? "? " : "  ";
        out += kind(change.kind);
        if (!change.column.empty()) out += " " + change.column;
        if (!change.renamedTo.empty()) out += " → " + change.renamedTo;
        out += ": " + (cli.language == wording::Language::Chinese ? change.why.chinese : change.why.english) + "\n";
    }
    return out;
}

std::string fitText(const Cli& cli, const std::string& recipe, const io::RecipeFit& fit) {
    const std::string matched = std::to_string(fit.matched), of = std::to_string(fit.of);
    return cli.t("the saved recipe “", "已保存的配方“") + recipe +
           cli.t("” fits: " + matched + " of its " + of + " columns are here, ",
                 "”相符：其 " + of + " 列中有 " + matched + " 列，") +
           percent(fit.share) + cli.t(" of all columns of both", "（占两者全部列）");
}

std::vector<std::string> headersOf(const io::Inspection& inspection) {
    std::vector<std::string> headers;
    for (const io::ColumnGuess& column : inspection.columns)
        headers.push_back(column.source);
    return headers;
}

Json changesJson(const Cli& cli, const std::vector<io::RecipeChange>& changes) {
    Json out = Json::array();
    for (const io::RecipeChange& change : changes)
        out.push_back(io::toJson(change, cli.language == wording::Language::Chinese));
    return out;
}

} // namespace xo::cli
