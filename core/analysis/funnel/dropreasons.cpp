#include "core/analysis/funnel/parts.h"
#include "core/analysis/score/question.h"
#include "core/base/text.h"
#include "core/stats/intervals.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace xo::analysis::detail {

namespace {

constexpr double kLeastResponse = 0.1;
constexpr std::int64_t kLeastInCell = 5; // answers a group needs for a weight of its own

struct ReasonColumn {
    std::size_t table = 0;
    std::shared_ptr<const Column> column;
    std::vector<std::string> of(std::size_t row) const {
        if (!column->isValid(row)) return {};
        if (column->info.type == ValueType::Set) {
            std::vector<std::string> out;
            const std::string_view text = column->dictionary->at(column->codes[row]);
            for (std::size_t begin = 0; begin <= text.size();) {
                const std::size_t end = std::min(text.find(kOptionMark, begin), text.size());
                if (end > begin) out.emplace_back(text.substr(begin, end - begin));
                begin = end + 1;
            }
            return out;
        }
        if (column->info.type == ValueType::Category) return {std::string(column->dictionary->at(column->codes[row]))};
        return {};
    }
};

Result<ReasonColumn> findReasons(const Workspace& workspace, const std::string& name) {
    std::vector<std::string> known;
    for (const DatasetKind kind : {DatasetKind::Answers, DatasetKind::Feedback})
        for (const std::size_t t : workspace.tablesOfKind(kind)) {
            const Table& table = *workspace.tables[t];
            for (const ColumnInfo& column : table.columns())
                if (column.role.kind == RoleKind::Reason) known.push_back(column.name);
            const auto index = table.find(name);
            if (!index || !isCoded(table.columns()[*index].type)) continue;
            auto column = table.column(*index);
            if (!column) return column.failure();
            return ReasonColumn{t, *column};
        }
    return fail("funnel.no_reasons", {name, nearestName(name, known).value_or(joined(known, ", "))});
}

bool leftAt(const FunnelRun& run, std::size_t unit, std::size_t stage) {
    if (run.attempts.level[unit] != stage + 1 || run.isConverted(unit)) return false;
    return run.attempts.excluded[unit] || !run.isOpen(unit);
}

// Weight of each cell: those who left for each who answered; small cells together.
std::vector<double> cellWeights(const std::vector<std::int64_t>& left, const std::vector<std::int64_t>& answered) {
    std::int64_t pooledLeft = 0, pooledAnswered = 0;
    for (std::size_t cell = 0; cell < left.size(); ++cell)
        if (answered[cell] < kLeastInCell) pooledLeft += left[cell], pooledAnswered += answered[cell];
    std::vector<double> out(left.size(), 0);
    for (std::size_t cell = 0; cell < left.size(); ++cell) {
        const bool small = answered[cell] < kLeastInCell;
        const std::int64_t over = small ? pooledLeft : left[cell], under = small ? pooledAnswered : answered[cell];
        if (under > 0) out[cell] = static_cast<double>(over) / static_cast<double>(under);
    }
    return out;
}

} // namespace

std::vector<DropReason> reasonShares(std::span<const Leaver> leavers, const std::optional<double>& loss) {
    std::map<std::pair<bool, std::string>, std::vector<std::pair<std::size_t, double>>> parts; // who, how much
    double weights = 0;
    for (std::size_t i = 0; i < leavers.size(); ++i) {
        const Leaver& one = leavers[i];
        weights += one.weight;
        if (one.reasons.empty()) parts[{one.satisfied, {}}].emplace_back(i, 1.0);
        for (const std::string& reason : one.reasons)
            parts[{one.satisfied, reason}].emplace_back(i, 1.0 / static_cast<double>(one.reasons.size()));
    }
    std::vector<DropReason> out;
    if (!(weights > 0)) return out;
    const auto n = static_cast<double>(leavers.size());
    double squares = 0;
    for (const Leaver& one : leavers)
        squares += one.weight * one.weight;
    for (const auto& [what, whom] : parts) {
        DropReason& reason = out.emplace_back();
        reason.satisfied = what.first;
        reason.reason = what.second;
        for (const auto& [i, part] : whom)
            reason.share += leavers[i].weight * part / weights;
        // Σ(w(x − share))² over all: those without the reason have x = 0
        double deviations = squares * reason.share * reason.share;
        for (const auto& [i, part] : whom) {
            const double w = leavers[i].weight;
            deviations += w * w * (part - reason.share) * (part - reason.share) - w * w * reason.share * reason.share;
        }
        if (n > 1) {
            const double se = std::sqrt(n / (n - 1) * std::max(0.0, deviations)) / weights;
            if (auto ci = stats::tInterval(reason.share, se, n - 1))
                reason.ci95 = stats::Interval{std::max(0.0, ci->low), std::min(1.0, ci->high)};
        }
        if (loss) reason.lost = *loss * reason.share;
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const DropReason& a, const DropReason& b) { return a.share > b.share; });
    return out;
}

Result<void> addReasons(FunnelResult& result, const Context& context, const std::string& question, const Counted& now,
                        const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    const FunnelRun& run = now.run;
    auto reasons = findReasons(workspace, question);
    if (!reasons) return reasons.failure();
    auto about = stagesOfAnswers(context, run, reasons->table, job);
    if (!about) return about.failure();
    auto order = workspace.bySubject(reasons->table);
    if (!order) return order.failure();
    const UnitsOfSubjects units(run);
    const bool celled = now.groups && !now.groups->overlapping();
    const std::size_t cells = celled ? now.groups->labels.size() : 1;
    for (std::size_t k = 0; k + 1 < result.stages.size(); ++k) {
        if (job.cancelled()) return cancelled();
        if (now.answers.questions[k].empty()) continue;
        auto asked = findQuestion(workspace, {}, now.answers.questions[k], QuestionKind::Score);
        if (!asked || asked->table != reasons->table) continue; // satisfied or not must be told by the same answer
        auto scores = workspace.tables[asked->table]->column(asked->column);
        if (!scores) return scores.failure();
        const Role& role = (*scores)->info.role;
        DropReasons out;
        out.question = reasons->column->info.name;
        std::vector<std::int64_t> left(cells, 0), answered(cells, 0);
        std::vector<Leaver> leavers;
        std::vector<std::size_t> cellOf;
        for (std::uint32_t u = 0; u < run.attempts.size(); ++u) {
            if (!leftAt(run, u, k)) continue;
            const std::size_t cell = celled ? now.groups->codes[u] : 0;
            ++left[cell];
            // the latest answer about the stage; a customer's counts for its last unit that left here
            const std::uint32_t subject = run.attempts.subject[u];
            bool later = false;
            for (std::uint32_t other = u + 1; other < units.first[subject + 1]; ++other)
                later = later || leftAt(run, other, k);
            if (later) continue;
            std::optional<std::uint32_t> row;
            for (std::uint64_t i = (*order)->offsets[subject]; i < (*order)->offsets[subject + 1]; ++i) {
                const std::uint32_t candidate = (*order)->rows[i];
                if (((*about)[candidate] >> k & 1U) && (*scores)->score(candidate) >= 0) row = candidate;
            }
            if (!row) continue;
            ++answered[cell];
            const int score = (*scores)->score(*row);
            const bool satisfied = role.lowIsBest ? score <= role.scaleLow + 1 : score >= role.scaleHigh - 1;
            leavers.push_back({1, satisfied, reasons->of(*row)});
            cellOf.push_back(cell);
        }
        const std::vector<double> weights = cellWeights(left, answered);
        double total = 0, happy = 0;
        for (std::size_t i = 0; i < leavers.size(); ++i) {
            leavers[i].weight = weights[cellOf[i]];
            total += leavers[i].weight;
            if (leavers[i].satisfied) happy += leavers[i].weight;
        }
        for (std::size_t cell = 0; cell < cells; ++cell)
            out.left += left[cell], out.answered += answered[cell];
        out.satisfied = total > 0 ? happy / total : 0;
        out.weighted = celled;
        out.onlyAnswerers = static_cast<double>(out.answered) < kLeastResponse * static_cast<double>(out.left);
        const auto& evidence = result.stages[k].evidence;
        out.reasons =
            reasonShares(leavers, evidence && evidence->loss ? std::optional(evidence->loss->lost) : std::nullopt);
        if (out.left > 0) result.stages[k].reasons = std::move(out);
    }
    return {};
}

} // namespace xo::analysis::detail
