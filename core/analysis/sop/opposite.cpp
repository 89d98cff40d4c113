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

// What rows are told apart by: few values.
struct Moderator {
    std::shared_ptr<const CodeVector> codes;
    std::vector<std::optional<std::string>> labels;
};

// nullopt: too many values, or options that overlap.
Result<std::optional<Moderator>> moderatorOf(const Context& context, const std::string& name, std::size_t table,
                                             const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    const auto few = [](std::size_t labels) { return labels <= kMostValues + 1; }; // and the blank one
    Moderator out;
    for (std::size_t i = 0; i < workspace.tables[table]->columns().size(); ++i) {
        const ColumnInfo& info = workspace.tables[table]->columns()[i];
        if (info.type != ValueType::Category || query::quotedName(info.name) != name) continue;
        const auto column = workspace.tables[table]->column(i);
        if (!column) return column.failure();
        if (!few((*column)->dictionary->size())) return std::optional<Moderator>();
        out.codes = std::shared_ptr<const CodeVector>(*column, &(*column)->codes);
        out.labels.emplace_back(std::nullopt);
        for (std::uint32_t code = 1; code < (*column)->dictionary->size(); ++code)
            out.labels.emplace_back(std::string((*column)->dictionary->at(code)));
        return std::optional(std::move(out));
    }
    auto dimension = query::reachRows(name, workspace, *context.hooks, table, job);
    if (!dimension) return dimension.failure();
    if (dimension->isSet() || !few(dimension->labels.size())) return std::optional<Moderator>();
    out.labels = std::move(dimension->labels);
    out.codes = std::make_shared<const CodeVector>(
        CodeVector::from(dimension->codes, static_cast<std::uint32_t>(out.labels.size())));
    return std::optional(std::move(out));
}

Counted counted(const std::string& name, const Moderator& moderator, const OppositeSearch& search,
                const JobContext& job) {
    Counted out;
    out.by = name;
    out.labels = moderator.labels;
    const int low = search.scores->info.role.scaleLow;
    const std::size_t width = static_cast<std::size_t>(search.scores->info.role.scaleHigh - low) + 1;
    const std::size_t block = 2 * search.values.size() * width; // of one value of the moderator
    std::vector<std::vector<std::uint32_t>> parts(
        workerCount((search.steps->size() + kPieceRows - 1) / kPieceRows, job));
    moderator.codes->visit([&](const auto& codes) {
        forEachPiece(codes.size(), job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
            std::vector<std::uint32_t>& counts = parts[worker];
            if (counts.empty()) counts.assign(block * moderator.labels.size(), 0);
            for (std::size_t row = begin; row < end; ++row) {
                const std::uint16_t step = (*search.steps)[row];
                if (step == kNotCounted) continue;
                ++counts[codes[row] * block + step * width + search.scores->scores[row]];
            }
        });
    });
    DoseTable empty;
    empty.values = search.values;
    for (std::size_t j = 0; j < width; ++j)
        empty.scores.push_back(low + static_cast<int>(j));
    empty.counts.assign(search.values.size() * width, 0);
    for (std::size_t half = 0; half < 2; ++half)
        for (std::size_t value = 0; value < moderator.labels.size(); ++value) {
            DoseTable& table = out.halves[half].emplace_back(empty);
            for (const auto& part : parts)
                for (std::size_t i = 0; i < table.counts.size() && !part.empty(); ++i)
                    table.counts[i] += part[value * block + (2 * (i / width) + half) * width + i % width];
        }
    for (std::size_t value = 0; value < moderator.labels.size(); ++value)
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

unsigned customerHalf(std::uint32_t subject, std::size_t row) {
    std::uint64_t hash = (subject != 0 ? subject : row) * 0x9e3779b97f4a7c15ULL + 0x632be59bd9b4e019ULL;
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
    return static_cast<unsigned>(hash >> 63);
}

Result<std::optional<OppositeGroups>> findOppositeGroups(const Context& context, const OppositeSearch& search,
                                                         const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    const bool named = !search.moderators.empty();
    const auto names = named ? search.moderators : ownModerators(workspace, search.table);
    std::vector<Counted> moderators;
    for (const std::string& name : names) {
        if (job.cancelled()) return cancelled();
        const auto moderator = moderatorOf(context, name, search.table, job);
        if (!moderator && (named || moderator.error().code == kCancelled)) return moderator.failure();
        if (!moderator || !*moderator) continue;
        Counted one = counted(name, **moderator, search, job);
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
