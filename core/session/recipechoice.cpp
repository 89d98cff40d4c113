#include "core/session/recipechoice.h"

#include <algorithm>
#include <set>

namespace xo::session {

namespace {

constexpr std::uint32_t kMostValues = 1'000;
constexpr std::size_t kMostRows = 2'000'000;

std::vector<std::string> valuesOf(const Column& column) {
    std::set<std::string> options;
    std::vector<std::string> out;
    for (std::uint32_t code = 1; code < column.dictionary->size(); ++code) {
        std::string_view text = column.dictionary->at(code);
        if (column.info.type != ValueType::Set) {
            out.emplace_back(text);
            continue;
        }
        while (!text.empty()) {
            const std::size_t at = std::min(text.find(kOptionMark), text.size());
            if (at > 0 && options.insert(std::string(text.substr(0, at))).second) out.emplace_back(text.substr(0, at));
            text.remove_prefix(std::min(at + 1, text.size()));
        }
    }
    return out;
}

} // namespace

Recipe lastRecipe(const std::vector<BatchInfo>& batches, const std::string& dataset) {
    for (auto batch = batches.rbegin(); batch != batches.rend(); ++batch)
        if (batch->dataset == dataset && batch->state == BatchState::Live) return io::reusable(batch->recipe);
    return {};
}

io::KnownValues knownValues(const Workspace& workspace, const std::string& dataset) {
    io::KnownValues known;
    const auto index = workspace.findTable(dataset);
    if (!index) return known;
    const Table& table = *workspace.tables[*index];
    if (table.rows() > kMostRows) return known;
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
        const ColumnInfo& info = table.columns()[c];
        const RoleKind role = info.role.kind;
        if (info.type != ValueType::Category && info.type != ValueType::Set) continue;
        if (role == RoleKind::Customer || role == RoleKind::Link || role == RoleKind::Id) continue;
        const auto column = table.column(c);
        // a damaged chunk is told by whoever needs its cells; here it only means nothing is known
        if (!column || !(*column)->dictionary || (*column)->dictionary->size() > kMostValues) continue;
        known[info.name] = valuesOf(**column);
    }
    return known;
}

} // namespace xo::session
