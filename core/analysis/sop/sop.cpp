#include "core/analysis/sop/sop.h"

#include "core/analysis/numbers/numbercolumn.h"
#include "core/analysis/score/question.h"
#include "core/analysis/sop/opposite.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/query/filter.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace xo::analysis {

namespace {

constexpr std::size_t kStretches = 1024;
constexpr std::size_t kSearchStretches = 64;
constexpr std::uint16_t kNone = 0xFFFF;

// A metric as few values: a code per row, 0xFF / 0xFFFF where there is none.
struct Metric {
    std::shared_ptr<const NumberColumn> column;
    std::vector<std::uint16_t> stretches; // only when the column's own codes are too many
    std::vector<double> values;           // per code
};

double numberAt(const NumberColumn& column, std::size_t row) {
    if (!column.exact) return column.numbers[row];
    return std::visit(
        [&](const auto& codes) {
            return codes[row] == noNumber(codes) ? std::numeric_limits<double>::quiet_NaN()
                                                 : column.valueOf(codes[row]);
        },
        column.codes);
}

// Stretches of about equal size that don't reach across the limit; each stands at its mean.
void stretch(Metric& metric, const SopStandard& standard, const JobContext& job) {
    const NumberColumn& column = *metric.column;
    std::vector<double> sorted;
    for (std::size_t row = 0; row < column.rows(); ++row)
        if (const double value = numberAt(column, row); value == value) sorted.push_back(value);
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> ends; // highest value of each stretch
    std::vector<double> means;
    double sum = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        sum += sorted[i];
        const bool last = i + 1 == sorted.size();
        const bool full = (i + 1) * kStretches / sorted.size() != begin * kStretches / sorted.size();
        if (!last &&
            (sorted[i + 1] == sorted[i] || (!full && standard.keeps(sorted[i]) == standard.keeps(sorted[i + 1]))))
            continue;
        ends.push_back(sorted[i]);
        means.push_back(sum / static_cast<double>(i + 1 - begin));
        begin = i + 1, sum = 0;
    }
    metric.values = std::move(means);
    metric.stretches.assign(column.rows(), kNone);
    forEachPiece(column.rows(), job, [&](std::size_t, std::size_t from, std::size_t to) {
        for (std::size_t row = from; row < to; ++row)
            if (const double value = numberAt(column, row); value == value)
                metric.stretches[row] =
                    static_cast<std::uint16_t>(std::lower_bound(ends.begin(), ends.end(), value) - ends.begin());
    });
}

Result<Metric> metricOf(const Context& context, std::size_t table, const SopStandard& standard, const JobContext& job) {
    using Shared = std::shared_ptr<const NumberColumn>;
    auto column = context.workspace->cached<NumberColumn>(
        "analysis.numbers/" + std::to_string(table) + "/" + standard.metric, [&]() -> Result<Shared> {
            auto made = makeNumbers(context, table, standard.metric, job);
            if (!made) return made.failure();
            return std::make_shared<const NumberColumn>(std::move(*made));
        });
    if (!column) return column.failure();
    Metric out;
    out.column = *column;
    if (!out.column->exact || out.column->largest >= kNone) {
        stretch(out, standard, job);
        if (job.cancelled()) return cancelled();
        return out;
    }
    for (std::uint32_t code = 0; code <= out.column->largest; ++code)
        out.values.push_back(out.column->valueOf(code));
    return out;
}

template <class Code>
Result<DoseTable> countedTable(const std::vector<Code>& codes, const Metric& metric, const Column& scores,
                               const Bitmap* selected, const JobContext& job) {
    const int low = scores.info.role.scaleLow;
    const std::size_t width = static_cast<std::size_t>(scores.info.role.scaleHigh - low) + 1;
    const std::size_t cells = metric.values.size() * width;
    std::vector<std::vector<std::uint32_t>> parts(workerCount((codes.size() + kPieceRows - 1) / kPieceRows, job));
    const bool done = forEachPiece(codes.size(), job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
        std::vector<std::uint32_t>& counts = parts[worker];
        if (counts.empty()) counts.assign(cells, 0);
        for (std::size_t row = begin; row < end; ++row) {
            const std::uint8_t score = scores.scores[row];
            if (codes[row] == noNumber(codes) || score >= width || (selected && !selected->test(row))) continue;
            ++counts[codes[row] * width + score];
        }
    });
    if (!done) return cancelled();
    DoseTable out;
    for (std::size_t j = 0; j < width; ++j)
        out.scores.push_back(low + static_cast<int>(j));
    // only values that occur
    for (std::size_t i = 0; i < metric.values.size(); ++i) {
        std::vector<std::int64_t> row(width, 0);
        for (const auto& part : parts)
            if (!part.empty())
                for (std::size_t j = 0; j < width; ++j)
                    row[j] += part[i * width + j];
        if (std::all_of(row.begin(), row.end(), [](std::int64_t count) { return count == 0; })) continue;
        out.values.push_back(metric.values[i]);
        out.counts.insert(out.counts.end(), row.begin(), row.end());
    }
    return out;
}

Result<DoseTable> tableOf(const Metric& metric, const Column& scores, const Bitmap* selected, const JobContext& job) {
    if (!metric.stretches.empty()) return countedTable(metric.stretches, metric, scores, selected, job);
    return std::visit([&](const auto& codes) { return countedTable(codes, metric, scores, selected, job); },
                      metric.column->codes);
}

// The stretch of the condensed table that each value of the whole one went into; both are in ascending order.
std::vector<std::uint16_t> stretchOfValue(const DoseTable& table, const DoseTable& few) {
    const std::size_t width = table.scores.size();
    const auto countOf = [width](const DoseTable& from, std::size_t i) {
        std::int64_t out = 0;
        for (std::size_t j = 0; j < width; ++j)
            out += from.counts[i * width + j];
        return out;
    };
    std::vector<std::uint16_t> out(table.values.size());
    std::int64_t left = 0;
    std::size_t step = 0;
    for (std::size_t i = 0; i < table.values.size(); ++i) {
        if (i > 0 && left == 0) ++step;
        if (left == 0) left = countOf(few, step);
        out[i] = static_cast<std::uint16_t>(step);
        left -= countOf(table, i);
    }
    return out;
}

// What the search for opposite groups reads per row.
Result<std::vector<std::uint16_t>> stepsOf(const Context& context, std::size_t table, const Metric& metric,
                                           const Column& scores, const Bitmap* selected, const DoseTable& dose,
                                           const DoseTable& few, const JobContext& job) {
    std::shared_ptr<const std::vector<std::uint32_t>> subjects;
    if (context.workspace->tellsSubjects(table)) {
        auto found = context.workspace->subjects(table);
        if (!found) return found.failure();
        subjects = std::move(*found);
    }
    // per code of the metric
    const auto ofValue = stretchOfValue(dose, few);
    std::vector<std::uint16_t> ofCode(metric.values.size(), kNone);
    for (std::size_t code = 0, i = 0; code < ofCode.size() && i < dose.values.size(); ++code)
        if (metric.values[code] == dose.values[i]) ofCode[code] = ofValue[i++];
    std::vector<std::uint16_t> out(scores.rows, kNone);
    const std::size_t width = dose.scores.size();
    const auto fill = [&](const auto& codes) {
        return forEachPiece(scores.rows, job, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t row = begin; row < end; ++row) {
                if (scores.scores[row] >= width || codes[row] == noNumber(codes)) continue;
                if (selected && !selected->test(row)) continue;
                const unsigned half = customerHalf(subjects ? (*subjects)[row] : 0, row);
                out[row] = static_cast<std::uint16_t>(2 * ofCode[codes[row]] + half);
            }
        });
    };
    const bool done = metric.stretches.empty() ? std::visit(fill, metric.column->codes) : fill(metric.stretches);
    if (!done) return cancelled();
    return out;
}

} // namespace

Result<SopResult> runSop(const Context& context, const SopParams& params, const JobContext& job) {
    const auto standard = SopStandard::parse(params.standard);
    if (!standard) return fail("sop.bad_standard", {params.standard});
    const auto question = findQuestion(*context.workspace, params.dataset, params.question, QuestionKind::Score);
    if (!question) return question.failure();
    const Table& table = *context.workspace->tables[question->table];
    const auto scores = table.column(question->column);
    if (!scores) return scores.failure();
    const auto filter = query::parse(params.filter);
    if (!filter) return filter.failure();
    std::optional<Bitmap> selected;
    if (!filter->empty()) {
        auto outcome = query::evaluateRows(*filter, *context.workspace, *context.hooks, question->table, {}, job);
        if (!outcome) return outcome.failure();
        selected = std::move(outcome->yes);
    }
    const auto metric = metricOf(context, question->table, *standard, job);
    if (!metric) return metric.failure();
    const Bitmap* const rows = selected ? &*selected : nullptr;
    const auto dose = tableOf(*metric, **scores, rows, job);
    if (!dose) return dose.failure();

    SopResult out;
    out.dataset = table.name();
    out.question = (*scores)->info.name;
    out.standard = *standard;
    out.params = params;
    out.link = metric->column->link;
    out.diagnosis = diagnose(*dose, *standard, params.policy);
    out.dose = doseCurve(*dose, *standard, params.edges);
    if (!metric->stretches.empty())
        out.notes.push_back({"sop.binned", {formatCount(static_cast<std::int64_t>(dose->values.size()))}});
    if (out.diagnosis.verdict != "irrelevant" || !params.search) return out;
    // an effect that is nothing on the whole may be two opposite ones
    OppositeSearch search;
    search.table = question->table;
    search.scores = scores->get();
    const DoseTable few = condensed(*dose, kSearchStretches);
    const auto steps = stepsOf(context, question->table, *metric, **scores, rows, *dose, few, job);
    if (!steps) return steps.failure();
    search.steps = &*steps;
    search.values = few.values;
    search.moderators = params.moderators;
    search.leastRho = params.policy.leastRho;
    auto opposite = findOppositeGroups(context, search, job);
    if (!opposite) return opposite.failure();
    out.opposite = std::move(*opposite);
    if (out.opposite) {
        out.diagnosis.verdict = "incomplete";
        out.diagnosis.why = "sop.why.incomplete";
    }
    return out;
}

} // namespace xo::analysis
