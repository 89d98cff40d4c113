// Any bytes as a recipe: reading never crashes, what could be read writes back to the same recipe, and it can be laid
// over a table whatever it says.
#include "core/io/inspect.h"
#include "core/io/plan.h"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "recipe_json: %s\n", what);
    std::abort();
}

// A small export with a bit of everything: keys, times, scores in digits and words, options in cells and columns.
const xo::io::Sample& table() {
    static const xo::io::Sample sample = [] {
        const std::vector<std::vector<std::string>> rows = {
            {"客户", "提交时间", "推荐意愿", "满意度", "原因", "Q2 - 价格", "Q2 - 服务", "amount", "wait", "name", ""},
            {"C1", "2026-01-02 03:04:05", "9", "非常满意", "价格┋服务", "1", "0", "1.234,5", "2天3小时", "N/A", "x"},
            {"C2", "3/5/26", "10-非常愿意", "不满意", "服务", "0", "1", "12,5", "90分钟", "-", ""},
            {"C3", "46086", "", "一般", "", "", "", "35%", "PT2H", "北京", "y"}};
        xo::io::Sample out;
        for (std::size_t r = 0; r < rows.size(); ++r) {
            xo::io::SampleRow& row = out.rows.emplace_back();
            row.line = r + 1;
            row.cells = rows[r];
            for (const std::string& cell : rows[r])
                row.kinds.push_back(cell.empty() ? xo::io::CellKind::Empty : xo::io::CellKind::Text);
        }
        out.whole = true;
        return out;
    }();
    return sample;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const char* const text = reinterpret_cast<const char*>(data);
    const xo::Json json = xo::Json::parse(text, text + size, nullptr, false);
    if (json.is_discarded()) return 0;
    const auto recipe = xo::recipeFromJson(json);
    if (!recipe) {
        demand(!recipe.error().code.empty(), "an error without its code");
        return 0;
    }
    const auto again = xo::recipeFromJson(xo::toJson(*recipe));
    demand(again.has_value(), "its own JSON is refused");
    demand(*again == *recipe, "its own JSON reads otherwise");
    xo::io::InspectHints hints;
    hints.base = *recipe;
    const auto plan =
        xo::io::makePlan(table(), recipe->headerRows > 3 ? 3 : recipe->headerRows, hints, xo::JobContext());
    if (!plan) return 0;
    const xo::io::KnownValues known = {{"原因", {"价格", "服务"}}, {"name", {"北京"}}};
    for (const auto& change : xo::io::recipeChanges(*plan, xo::io::SourceInfo(), *recipe, known))
        demand(!change.why.english.empty() && !change.why.chinese.empty(), "a change without its reason");
    (void)xo::io::bestRecipe(plan->layout.sources, {*recipe});
    return 0;
}
