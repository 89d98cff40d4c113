#include "core/analysis/score/scorerows.h"

namespace xo::analysis {

Json optionalJson(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}
Json optionalJson(const std::optional<std::string>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json groupJson(const std::vector<std::string>& by, const std::vector<std::optional<std::string>>& group) {
    Json out = Json::object();
    for (std::size_t i = 0; i < by.size() && i < group.size(); ++i)
        out[by[i]] = optionalJson(group[i]);
    return out;
}

Json baseJson(const BaseCounts& base) {
    Json out{{"answers", base.answers()}};
    for (int state = 0; state < kCellStateCount; ++state)
        out[std::string(cellStateName(static_cast<CellState>(state)))] = base.of(static_cast<CellState>(state));
    out["superseded"] = base.superseded;
    return out;
}

Json intervalJson(const std::optional<stats::Interval>& interval) {
    return interval ? Json::array({interval->low, interval->high}) : Json(nullptr);
}

Json versusRestJson(const VersusRest& test) {
    return {{"difference", optionalJson(test.difference)},
            {"z", optionalJson(test.z)},
            {"p", optionalJson(test.p)},
            {"q", optionalJson(test.q)}};
}

Json linkJson(const LinkQuality& link) {
    return {{"answers", link.answers},          {"linked", link.linked},
            {"ambiguous", link.ambiguous},      {"orphans", link.orphans},
            {"before_event", link.beforeEvent}, {"linked_share", link.linkedShare()}};
}

Json notesJson(const std::vector<Note>& notes) {
    Json out = Json::array();
    for (const Note& note : notes)
        out.push_back({{"code", note.code}, {"args", note.args}});
    return out;
}

} // namespace xo::analysis
