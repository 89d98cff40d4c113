#include "core/analysis/sop/opposite.h"

#include "core/base/parallel.h"
#include "core/query/filter.h"
#include "core/query/reach.h"

#include <algorithm>
#include <array>

namespace xo::analysis {

namespace {

constexpr std::size_t kMostValues = 12;
constexpr std::int64_t kLeastAnswers = 50; // per value and half
constexpr double kLevel = 0.05;
constexpr std::uint16_t kNotCounted = 0xFFFF;

// Which half of the customers a row belongs to; rows of one customer stay together.
unsigned halfOf(std::uint32_t subject, std::size_t row) {
    std::uint64_t hash = (subject != 0 ? subject : row) * 0x9e3779b97f4a7c15ULL + 0x632be59bd9b4e019ULL;
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
    return static_cast<unsigned>(hash >> 63);
}

std::vector<std::string> ownModerators(const Workspace& workspace, std::size_t table) {
    std::vector<std::string> out;
    const auto add = [&](const Table& from, const std::string& prefix) {
        for (std::size_t i = 0; i < from.columns().size(); ++i) {
            const ColumnInfo& column = from.columns()[i];
            const RoleKind role = column.role.kind;
            if (column.type == ValueType::Category && role != RoleKind::Customer && role != RoleKind::Link &&
                role != RoleKind::Id && role != RoleKind::Text)
                out.push_back(prefix + query::quotedName(column.name));
        }
    };
    add(*workspace.tables[table], "");
    for (const std::size_t customers : workspace.tablesOfKind(DatasetKind::Customers))
        add(*workspace.tables[customers], "customer.");
    return out;
}

// Answers by half, value of the moderator, stretch and score.
struct Counted {
    std::string by;
    std::vector<std::optional<std::string>> labels;
    std::array<std::vector<DoseTable>, 2> halves; // per value
    std::vector<std::size_t> usable;              // values with enough answers in both halves
};

std::int64_t total(const DoseTable& table) {
    std::int64_t out = 0;
    for (const std::int64_t count : table.counts)
        out += count;
    return out;
}

Counted counted(const query::Dimension& dimension, const OppositeSearch& search,
                const std::vector<std::uint32_t>* subjects) {
    Counted out;
    out.by = dimension.name;
    out.labels = dimension.labels;
    DoseTable empty;
    const int low = search.scores->info.role.scaleLow;
    const std::size_t width = static_cast<std::size_t>(search.scores->info.role.scaleHigh - low) + 1;
    empty.values = search.values;
    for (std::size_t j = 0; j < width; ++j)
        empty.scores.push_back(low + static_cast<int>(j));
    empty.counts.assign(search.values.size() * width, 0);
    for (auto& half : out.halves)
        half.assign(dimension.labels.size(), empty);
    for (std::size_t row = 0; row < dimension.codes.size(); ++row) {
        const std::uint16_t step = (*search.steps)[row];
        if (step == kNotCounted) continue;
        const unsigned half = halfOf(subjects ? (*subjects)[row] : 0, row);
        ++out.halves[half][dimension.codes[row]].counts[step * width + search.scores->scores[row]];
    }
    for (std::size_t value = 0; value < dimension.labels.size(); ++value)
        if (std::min(total(out.halves[0][value]), total(out.halves[1][value])) >= kLeastAnswers)
            out.usable.push_back(value);
    return out;
}

std::optional<stats::Slope> slopeOf(const DoseTable& table) {
    return stats::slopeOfTable(table.values, table.scores, table.counts);
}

// p of opposite signs in one half; 1 when nothing can be said.
double oppositeP(const Counted& moderator, std::size_t half) {
    std::vector<stats::Slope> slopes;
    for (const std::size_t value : moderator.usable)
        if (const auto slope = slopeOf(moderator.halves[half][value])) slopes.push_back(*slope);
    const auto found = stats::interaction(slopes);
    return found ? found->oppositeP : 1;
}

DoseTable both(const Counted& moderator, std::size_t value) {
    DoseTable out = moderator.halves[0][value];
    for (std::size_t i = 0; i < out.counts.size(); ++i)
        out.counts[i] += moderator.halves[1][value].counts[i];
    return out;
}

// The values whose slope has the same sign in both halves; empty unless some rise and some fall to a degree that
// matters.
std::vector<OppositeGroup> agreed(const Counted& moderator, double leastRho) {
    std::vector<OppositeGroup> out;
    bool rises = false;
    bool falls = false;
    for (const std::size_t value : moderator.usable) {
        const auto first = slopeOf(moderator.halves[0][value]);
        const auto second = slopeOf(moderator.halves[1][value]);
        const DoseTable all = both(moderator, value);
        const auto slope = slopeOf(all);
        if (!first || !second || !slope || (first->slope > 0) != (second->slope > 0)) continue;
        const auto rho = stats::spearmanOfTable(all.counts, all.scores.size());
        if (!rho) continue;
        rises = rises || rho->coefficient >= leastRho;
        falls = falls || rho->coefficient <= -leastRho;
        out.push_back({moderator.labels[value], *slope, rho});
    }
    if (!rises || !falls) out.clear();
    std::stable_sort(out.begin(), out.end(),
                     [](const OppositeGroup& a, const OppositeGroup& b) { return a.slope.slope > b.slope.slope; });
    return out;
}

} // namespace

Result<std::optional<OppositeGroups>> findOppositeGroups(const Context& context, const OppositeSearch& search,
                                                         const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    const bool named = !search.moderators.empty();
    const auto names = named ? search.moderators : ownModerators(workspace, search.table);
    std::shared_ptr<const std::vector<std::uint32_t>> subjects;
    if (workspace.tellsSubjects(search.table)) {
        auto found = workspace.subjects(search.table);
        if (!found) return found.failure();
        subjects = std::move(*found);
    }
    std::vector<Counted> moderators;
    for (const std::string& name : names) {
        if (job.cancelled()) return cancelled();
        auto dimension = query::reachRows(name, workspace, *context.hooks, search.table, job);
        if (!dimension) {
            if (named) return dimension.failure();
            continue;
        }
        if (dimension->isSet() || dimension->labels.size() > kMostValues + 1) continue; // and the blank one
        Counted one = counted(*dimension, search, subjects.get());
        if (one.usable.size() >= 2) moderators.push_back(std::move(one));
    }
    std::array<std::size_t, 2> chosen{};
    for (std::size_t half = 0; half < 2; ++half) {
        double best = 2;
        for (std::size_t i = 0; i < moderators.size(); ++i)
            if (const double p = oppositeP(moderators[i], half); p < best) best = p, chosen[half] = i;
    }
    if (moderators.empty() || chosen[0] != chosen[1]) return std::optional<OppositeGroups>();
    const Counted& moderator = moderators[chosen[0]];
    OppositeGroups out{moderator.by, std::max(oppositeP(moderator, 0), oppositeP(moderator, 1)),
                       agreed(moderator, search.leastRho)};
    if (out.p > kLevel || out.groups.empty()) return std::optional<OppositeGroups>();
    return std::optional(std::move(out));
}

} // namespace xo::analysis
