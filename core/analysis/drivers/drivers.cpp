#include "core/analysis/drivers/drivers.h"

#include "core/analysis/drivers/momentsums.h"
#include "core/analysis/score/question.h"
#include "core/base/text.h"
#include "core/columnar/gather.h"
#include "core/query/filter.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace xo::analysis {

namespace {

constexpr double kDuplicate = 0.98;
constexpr double kExplainsLittle = 0.1;
constexpr std::int64_t kHiddenBelow = 50;

using Shared = std::shared_ptr<const NumberColumn>;

Result<Question> targetOf(const Workspace& workspace, const DriversParams& params) {
    if (params.target.empty())
        if (auto nps = findQuestion(workspace, params.dataset, {}, QuestionKind::Nps)) return nps;
    auto score = findQuestion(workspace, params.dataset, params.target, QuestionKind::Score);
    if (score || params.target.empty()) return score;
    // a plain number of the answers can be a target too, where it is named
    std::optional<Question> number;
    for (const std::size_t t : workspace.tablesOfKind(DatasetKind::Answers)) {
        const Table& table = *workspace.tables[t];
        const auto column = table.find(params.target);
        if (!column || (!params.dataset.empty() && table.name() != params.dataset)) continue;
        const ValueType type = table.columns()[*column].type;
        if (number || (type != ValueType::Integer && type != ValueType::Number)) return score;
        number = Question{t, *column};
    }
    if (!number) return score;
    return *number;
}

Result<std::vector<std::string>> namesOf(const Table& table, const Question& target, const DriversParams& params) {
    const ColumnInfo& own = table.columns()[target.column];
    std::vector<std::string> names = params.drivers;
    if (names.empty())
        for (const ColumnInfo& column : table.columns())
            if (column.role.isScore() && column.type == ValueType::Score && column.name != own.name)
                names.push_back(column.name);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto seen = names.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(names.begin(), seen, names[i]) != seen) return fail("drivers.repeated", {names[i]});
        if (names[i] == own.name || (!own.label.empty() && names[i] == own.label))
            return fail("drivers.is_target", {names[i]});
    }
    if (names.size() < 2) return fail("drivers.few_drivers", {std::to_string(names.size())});
    if (params.method == DriverMethod::Lmg && names.size() > stats::kMostShapleyPredictors)
        return fail("drivers.too_many", {std::to_string(names.size()), std::to_string(stats::kMostShapleyPredictors)});
    return names;
}

// Kept in the order of the jackknife groups, in which alone it is read.
Result<Shared> numbers(const Context& context, std::size_t table, const std::string& name, const GroupedRows& rows,
                       const JobContext& job) {
    return context.workspace->cached<NumberColumn>("analysis.grouped_numbers/" + std::to_string(table) + "/" + name,
                                                   [&]() -> Result<Shared> {
                                                       auto made = makeNumbers(context, table, name, job);
                                                       if (!made) return made.failure();
                                                       auto moved = arrangedNumbers(*made, rows.rows, job);
                                                       if (!moved) return moved.failure();
                                                       return std::make_shared<const NumberColumn>(std::move(*moved));
                                                   });
}

Result<std::optional<Bitmap>> selection(const Context& context, const DriversParams& params, std::size_t table,
                                        const GroupedRows& rows, const JobContext& job) {
    const auto filter = query::parse(params.filter);
    if (!filter) return filter.failure();
    if (filter->empty()) return std::optional<Bitmap>();
    auto outcome = query::evaluateRows(*filter, *context.workspace, *context.hooks, table, {}, job);
    if (!outcome) return outcome.failure();
    Bitmap moved;
    if (!gather(outcome->yes, rows.rows, job, moved)) return cancelled();
    return std::optional(std::move(moved));
}

// Some of the variables, the outcome last.
stats::CrossProducts chosen(const stats::CrossProducts& sums, const std::vector<std::size_t>& variables) {
    stats::CrossProducts out;
    out.n = sums.n;
    for (const std::size_t i : variables) {
        out.means.push_back(sums.means[i]);
        for (const std::size_t j : variables)
            out.cross.push_back(sums.at(i, j));
    }
    return out;
}

std::optional<std::vector<double>> weightsOf(const stats::CrossProducts& sums, DriverMethod method) {
    const auto correlations = stats::correlationMatrix(sums);
    return method == DriverMethod::Lmg ? stats::shapleyWeights(correlations) : stats::relativeWeights(correlations);
}

// What is left out: constants, and what says the same as one before it.
std::vector<std::size_t> usable(const stats::CrossProducts& sums, const std::vector<std::string>& names,
                                std::vector<Note>& notes) {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!(sums.at(i, i) > 0)) {
            notes.push_back({"drivers.constant", {names[i]}});
            continue;
        }
        const auto same = std::find_if(kept.begin(), kept.end(), [&](std::size_t other) {
            return std::abs(sums.correlation(i, other)) > kDuplicate;
        });
        if (same == kept.end())
            kept.push_back(i);
        else
            notes.push_back({"drivers.duplicate", {names[i], names[*same]}});
    }
    return kept;
}

// Intervals of the shares: t with one degree of freedom less than there are groups.
std::vector<std::optional<stats::Interval>> shareIntervals(const GroupedMoments& moments,
                                                           const std::vector<std::size_t>& variables,
                                                           const std::vector<double>& shares, DriverMethod method,
                                                           const JobContext& job) {
    std::vector<std::optional<stats::Interval>> out(shares.size());
    std::vector<std::optional<std::vector<double>>> found(moments.leftOut.size());
    forEachChunk(found.size(), job, [&](std::size_t, std::size_t group) {
        if (!job.cancelled()) found[group] = weightsOf(chosen(moments.leftOut[group], variables), method);
    });
    std::vector<std::vector<double>> byDriver(shares.size());
    for (const auto& weights : found) {
        const double r2 = weights ? std::accumulate(weights->begin(), weights->end(), 0.0) : 0;
        if (!(r2 > 0)) return out;
        for (std::size_t j = 0; j < shares.size(); ++j)
            byDriver[j].push_back((*weights)[j] / r2);
    }
    for (std::size_t j = 0; j < shares.size(); ++j) {
        const auto error = stats::jackknifeError(byDriver[j]);
        if (!error) continue;
        out[j] = stats::tInterval(shares[j], *error, static_cast<double>(found.size()) - 1);
        if (out[j]) out[j] = stats::Interval{std::max(0.0, out[j]->low), std::min(1.0, out[j]->high)};
    }
    return out;
}

std::optional<std::string> baseOf(std::int64_t n, std::size_t drivers) {
    if (n < kHiddenBelow) return "hidden";
    if (n < std::max<std::int64_t>(100, 10 * static_cast<std::int64_t>(drivers))) return "indicative";
    return std::nullopt;
}

// Drivers by weight, and the correlations in that order.
void fillDrivers(DriversResult& out, const GroupedMoments& moments, const std::vector<std::size_t>& variables,
                 const std::vector<std::string>& names, const stats::Regression& regression,
                 const std::vector<double>& weights, const JobContext& job) {
    std::vector<double> shares;
    const double r2 = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (const double weight : weights)
        shares.push_back(r2 > 0 ? weight / r2 : 0);
    const auto intervals = shareIntervals(moments, variables, shares, out.params.method, job);
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
    const std::size_t target = variables.back();
    std::vector<std::size_t> shown;
    for (const std::size_t j : order) {
        const std::size_t variable = variables[j];
        const double beta = regression.terms[j].standardised;
        out.drivers.push_back({names[variable], weights[j], shares[j], intervals[j],
                               beta > 0   ? 1
                               : beta < 0 ? -1
                                          : 0,
                               moments.all.correlation(variable, target), moments.all.means[variable],
                               regression.terms[j]});
        shown.push_back(variable);
    }
    shown.push_back(target);
    for (const std::size_t a : shown) {
        std::vector<double>& row = out.correlations.emplace_back();
        for (const std::size_t b : shown)
            row.push_back(a == b ? 1.0 : moments.all.correlation(a, b));
    }
}

} // namespace

Result<DriversResult> runDrivers(const Context& context, const DriversParams& params, const JobContext& job) {
    const auto target = targetOf(*context.workspace, params);
    if (!target) return target.failure();
    const Table& table = *context.workspace->tables[target->table];
    auto names = namesOf(table, *target, params);
    if (!names) return names.failure();
    const auto rows = groupedRows(*context.workspace, target->table);
    if (!rows) return rows.failure();
    DriversResult out;
    out.dataset = table.name();
    out.target = table.columns()[target->column].name;
    out.params = params;
    std::vector<Shared> columns;
    for (std::size_t i = 0; i <= names->size(); ++i) {
        auto column = numbers(context, target->table, i < names->size() ? (*names)[i] : out.target, **rows, job);
        if (!column) return column.failure();
        if ((*column)->link) out.link = (*column)->link;
        columns.push_back(std::move(*column));
    }
    const auto selected = selection(context, params, target->table, **rows, job);
    if (!selected) return selected.failure();
    const auto moments = groupedMoments(**rows, columns, *selected ? &**selected : nullptr, job);
    if (!moments) return moments.failure();

    out.n = moments->all.n;
    out.nLost = moments->lost;
    const std::size_t last = names->size();
    const auto needed = static_cast<std::int64_t>(last) + 2;
    if (out.n < needed) return fail("drivers.few_answers", {std::to_string(out.n), std::to_string(needed)});
    if (!(moments->all.at(last, last) > 0)) return fail("drivers.constant_target", {out.target});
    std::vector<std::size_t> variables = usable(moments->all, *names, out.notes);
    if (variables.size() < 2) return fail("drivers.few_drivers", {std::to_string(variables.size())});
    variables.push_back(last);
    const auto sums = chosen(moments->all, variables);
    const auto regression = stats::leastSquares(sums);
    const auto weights = weightsOf(sums, params.method);
    if (!regression || !weights) return fail("drivers.collinear", {joined(*names, ", ")});
    out.r2 = regression->r2;
    out.r2Adjusted = regression->r2Adjusted;
    out.intercept = regression->intercept;
    out.interceptSe = regression->interceptSe;
    out.smallBase = baseOf(out.n, variables.size() - 1);
    if (out.r2 < kExplainsLittle) out.notes.push_back({"drivers.explains_little", {formatFixed(100 * out.r2, 1)}});
    fillDrivers(out, *moments, variables, *names, *regression, *weights, job);
    if (job.cancelled()) return cancelled();
    return out;
}

} // namespace xo::analysis
