#include "core/analysis/score/frame.h"

#include "core/analysis/score/customers.h"
#include "core/query/filter.h"
#include "core/query/reach.h"

#include <algorithm>

namespace xo::analysis {

namespace {

constexpr std::uint32_t kOwnLabels = 1U << 16;

Result<void> checked(const ScoreParams& params) {
    if (params.by.size() >= CellIndex::kMaxDimensions) return fail("score.too_many_by");
    for (std::size_t i = 0; i < params.by.size(); ++i)
        if (std::find(params.by.begin(), params.by.begin() + static_cast<std::ptrdiff_t>(i), params.by[i]) !=
            params.by.begin() + static_cast<std::ptrdiff_t>(i))
            return fail("score.repeated_by", {params.by[i]});
    if (params.compare != Compare::None && params.trend == Trend::None) return fail("score.compare_needs_trend");
    return {};
}

Result<std::shared_ptr<const Column>> timesOf(const ScoreFrame& frame) {
    const auto column = frame.table().findRole(RoleKind::Time);
    if (!column) return fail("score.missing_role", {"time", frame.table().name()});
    auto loaded = frame.table().column(*column);
    if (loaded && !(*loaded)->isTime()) return fail("score.missing_role", {"time", frame.table().name()});
    return loaded;
}

Result<void> applyFilter(const Context& context, const ScoreParams& params, ScoreFrame& frame, const JobContext& job) {
    const auto filter = query::parse(params.filter);
    if (!filter) return filter.failure();
    if (filter->empty()) return {};
    auto outcome = query::evaluateRows(*filter, *context.workspace, *context.hooks, frame.question.table, {}, job);
    if (!outcome) return outcome.failure();
    frame.selected = std::move(outcome->yes);
    return {};
}

// A category column of the answers themselves, under its exact name: its dictionary codes are what reachRows would
// number anew.
Result<std::optional<query::Dimension>> ownCategory(const std::string& name, const ScoreFrame& frame) {
    const auto& columns = frame.table().columns();
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const ColumnInfo& column) { return column.name == name; });
    if (found == columns.end() || found->type != ValueType::Category) return std::optional<query::Dimension>();
    const auto column = frame.table().column(static_cast<std::size_t>(found - columns.begin()));
    if (!column) return column.failure();
    // a shared dictionary (customers, links) may hold far more texts than this column
    const Dictionary& dictionary = *(*column)->dictionary;
    if (dictionary.size() > kOwnLabels) return std::optional<query::Dimension>();
    query::Dimension out;
    out.name = name;
    (*column)->codes.visit([&](const auto& codes) { out.codes.assign(codes.begin(), codes.end()); });
    out.labels.emplace_back(std::nullopt);
    for (std::uint32_t code = 1; code < dictionary.size(); ++code)
        out.labels.emplace_back(std::string(dictionary.at(code)));
    return std::optional(std::move(out));
}

Result<query::Dimension> reached(const std::string& name, const Context& context, const ScoreFrame& frame,
                                 const JobContext& job) {
    auto own = ownCategory(name, frame);
    if (!own) return own.failure();
    if (*own) return std::move(**own);
    return query::reachRows(name, *context.workspace, *context.hooks, frame.question.table, job);
}

using Members = std::vector<std::vector<std::uint32_t>>; // by code of a combination

Result<void> addDimensions(const Context& context, const ScoreParams& params, ScoreFrame& frame,
                           std::vector<Members>& members, const JobContext& job) {
    for (const std::string& name : params.by) {
        auto dimension = reached(name, context, frame, job);
        if (!dimension) return dimension.failure();
        if (job.cancelled()) return cancelled();
        const auto size = static_cast<std::uint32_t>(dimension->labels.size());
        frame.cells.add(std::move(dimension->codes), std::max(1U, size));
        frame.labels.push_back(std::move(dimension->isSet() ? dimension->options : dimension->labels));
        members.push_back(std::move(dimension->members));
        if (dimension->link) frame.link = dimension->link;
    }
    frame.by = params.by;
    return {};
}

Result<void> addPeriods(const ScoreParams& params, ScoreFrame& frame, const JobContext& job) {
    if (params.trend == Trend::None) return {};
    const auto column = timesOf(frame);
    if (!column) return column.failure();
    const std::vector<Instant>& times = (*column)->times;
    Instant low = INT64_MAX;
    Instant high = kNoTime;
    for (const Instant time : times) {
        if (time == kNoTime) continue;
        low = std::min(low, time);
        high = std::max(high, time);
    }
    frame.periods.emplace(params.trend, frame.workspace->zone, frame.workspace->fiscalStartMonth, low, high);
    if (job.cancelled()) return cancelled();
    std::vector<std::uint32_t> codes(times.size());
    for (std::size_t row = 0; row < times.size(); ++row)
        codes[row] = frame.periods->codeOf(times[row]);
    frame.cells.add(std::move(codes), frame.periods->size());
    return {};
}

Result<void> addWeight(const ScoreParams& params, ScoreFrame& frame) {
    if (params.weight.empty()) return {};
    const auto index = frame.table().find(params.weight);
    if (!index) return fail("score.no_weight", {params.weight, frame.table().name()});
    auto column = frame.table().column(*index);
    if (!column) return column.failure();
    if ((*column)->info.type != ValueType::Integer && (*column)->info.type != ValueType::Number)
        return fail("score.bad_weight_column", {params.weight});
    frame.weight = std::move(*column);
    return {};
}

Result<void> addSubjects(const ScoreParams& params, ScoreFrame& frame, const JobContext& job) {
    const Table& table = frame.table();
    if (frame.workspace->tellsSubjects(frame.question.table)) {
        auto subjects = frame.workspace->subjects(frame.question.table);
        if (!subjects) return subjects.failure();
        frame.subjects = std::move(*subjects);
    } else if (params.se == StandardError::Clustered || params.repeatAnswers == RepeatAnswers::Latest) {
        return fail("score.missing_role", {"customer", table.name()});
    }
    if (params.repeatAnswers == RepeatAnswers::All) return {};
    const auto times = timesOf(frame);
    if (!times) return times.failure();
    auto superseded = supersededAnswers(frame, **times, job);
    if (!superseded) return superseded.failure();
    frame.superseded = std::move(*superseded);
    return {};
}

} // namespace

Result<ScoreFrame> makeScoreFrame(const Context& context, const ScoreParams& params, QuestionKind kind,
                                  const JobContext& job) {
    if (auto ok = checked(params); !ok) return ok.failure();
    const auto question = findQuestion(*context.workspace, params.dataset, params.question, kind);
    if (!question) return question.failure();
    ScoreFrame frame;
    frame.workspace = context.workspace;
    frame.question = *question;
    auto answers = frame.table().column(question->column);
    if (!answers) return answers.failure();
    frame.answers = std::move(*answers);
    frame.cells = CellIndex(frame.rows());
    if (auto ok = applyFilter(context, params, frame, job); !ok) return ok.failure();
    std::vector<Members> members;
    if (auto ok = addDimensions(context, params, frame, members, job); !ok) return ok.failure();
    if (auto ok = addPeriods(params, frame, job); !ok) return ok.failure();
    frame.groups = GroupIndex::of(frame.cells, members, frame.periods ? static_cast<int>(frame.by.size()) : -1,
                                  frame.periods ? frame.periods->size() : 1);
    if (auto ok = addWeight(params, frame); !ok) return ok.failure();
    if (auto ok = addSubjects(params, frame, job); !ok) return ok.failure();
    if (job.cancelled()) return cancelled();
    return frame;
}

} // namespace xo::analysis
