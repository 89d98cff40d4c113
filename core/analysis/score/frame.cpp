#include "core/analysis/score/frame.h"

#include "core/analysis/score/customers.h"
#include "core/base/parallel.h"
#include "core/query/ast.h"
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

// Columns of its own rows that a condition asks for.
void ownNames(const query::Node& node, std::vector<std::string>& out) {
    if (node.kind == query::NodeKind::Any || node.kind == query::NodeKind::All) return;
    const bool own = node.operand.rows == query::Rows::Own || node.operand.rows == query::Rows::Answer;
    if (node.operand.kind == query::Operand::Kind::Column && own) out.push_back(node.operand.name);
    for (const query::NodePtr& child : node.children)
        ownNames(*child, out);
}

// Reads what is going to be asked for anyway several columns at a time, once; what can't be read is told where it is
// asked for.
void loadTogether(const ScoreParams& params, const ScoreFrame& frame, const JobContext& job) {
    const Table& table = frame.table();
    std::vector<std::string> names = params.by;
    if (const auto filter = query::parse(params.filter); filter && filter->root) ownNames(*filter->root, names);
    names.push_back(params.weight);
    std::vector<std::size_t> columns{frame.question.column};
    for (const std::string& name : names)
        if (const auto found = table.find(name)) columns.push_back(*found);
    if (const auto time = table.findRole(RoleKind::Time); time && params.trend != Trend::None) columns.push_back(*time);
    if (const auto customer = table.findRole(RoleKind::Customer); customer && params.tests)
        columns.push_back(*customer);
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    // what most tests need, read from the file or worked out
    const bool ordered = params.tests && params.filter.empty() && !(params.by.empty() && params.trend == Trend::None) &&
                         frame.workspace->tellsSubjects(frame.question.table);
    std::string key = "score.loaded/" + std::to_string(frame.question.table) + (ordered ? "/ordered" : "");
    for (const std::size_t column : columns)
        key += "/" + std::to_string(column);
    (void)frame.workspace->cached<bool>(key, [&]() -> Result<std::shared_ptr<const bool>> {
        forEachChunk(columns.size() + (ordered ? 1 : 0), job, [&](std::size_t, std::size_t i) {
            if (job.cancelled()) return;
            if (i == 0 && ordered)
                (void)frame.workspace->bySubject(frame.question.table);
            else
                (void)table.column(columns[i - (ordered ? 1 : 0)]);
        });
        return std::make_shared<const bool>(true);
    });
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

// What a table is broken down by: codes per row and what they stand for.
struct Breakdown {
    CellIndex::Source source;
    std::vector<std::optional<std::string>> labels;
    std::vector<std::vector<std::uint32_t>> members; // of a Set: by code of a combination
    std::optional<LinkQuality> link;
};

// A category column of the answers themselves, under its exact name: its dictionary codes are what reachRows would
// number anew.
Result<std::optional<Breakdown>> ownCategory(const std::string& name, const ScoreFrame& frame) {
    const auto& columns = frame.table().columns();
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const ColumnInfo& column) { return column.name == name; });
    if (found == columns.end() || found->type != ValueType::Category) return std::optional<Breakdown>();
    const auto index = static_cast<std::size_t>(found - columns.begin());
    const auto column = frame.table().column(index);
    if (!column) return column.failure();
    // a shared dictionary (customers, links) may hold far more texts than this column
    const Dictionary& dictionary = *(*column)->dictionary;
    if (dictionary.size() > kOwnLabels) return std::optional<Breakdown>();
    Breakdown out;
    out.source = {std::shared_ptr<const CodeVector>(*column, &(*column)->codes), dictionary.size(),
                  "column/" + std::to_string(index)};
    out.labels.emplace_back(std::nullopt);
    for (std::uint32_t code = 1; code < dictionary.size(); ++code)
        out.labels.emplace_back(std::string(dictionary.at(code)));
    return std::optional(std::move(out));
}

Result<Breakdown> reached(const std::string& name, const Context& context, const ScoreFrame& frame,
                          const JobContext& job) {
    auto own = ownCategory(name, frame);
    if (!own) return own.failure();
    if (*own) return std::move(**own);
    auto dimension = query::reachRows(name, *context.workspace, *context.hooks, frame.question.table, job);
    if (!dimension) return dimension.failure();
    Breakdown out;
    const auto size = std::max(1U, static_cast<std::uint32_t>(dimension->labels.size()));
    out.source = {std::make_shared<const CodeVector>(CodeVector::from(dimension->codes, size)), size, {}};
    out.labels = std::move(dimension->isSet() ? dimension->options : dimension->labels);
    out.members = std::move(dimension->members);
    out.link = dimension->link;
    return out;
}

using Members = std::vector<std::vector<std::uint32_t>>; // by code of a combination

Result<void> addDimensions(const Context& context, const ScoreParams& params, ScoreFrame& frame,
                           std::vector<Members>& members, const JobContext& job) {
    for (const std::string& name : params.by) {
        auto breakdown = reached(name, context, frame, job);
        if (!breakdown) return breakdown.failure();
        if (job.cancelled()) return cancelled();
        CellIndex::Source& source = breakdown->source;
        frame.cells.add(std::move(source.codes), source.size, std::move(source.key));
        frame.labels.push_back(std::move(breakdown->labels));
        members.push_back(std::move(breakdown->members));
        if (breakdown->link) frame.link = breakdown->link;
    }
    frame.by = params.by;
    return {};
}

// The periods of a table's rows, kept with the snapshot.
struct PeriodCodes {
    Periods periods;
    CodeVector codes;
};

Result<void> addPeriods(const ScoreParams& params, ScoreFrame& frame, const JobContext& job) {
    if (params.trend == Trend::None) return {};
    const auto column = timesOf(frame);
    if (!column) return column.failure();
    using Shared = std::shared_ptr<const PeriodCodes>;
    const std::string key = "period/" + std::string(trendName(params.trend));
    const auto kept = frame.workspace->cached<PeriodCodes>(
        "score." + key + "/" + std::to_string(frame.question.table), [&]() -> Result<Shared> {
            const std::vector<Instant>& times = (*column)->times;
            Instant low = INT64_MAX;
            Instant high = kNoTime;
            for (const Instant time : times) {
                if (time == kNoTime) continue;
                low = std::min(low, time);
                high = std::max(high, time);
            }
            Periods periods(params.trend, frame.workspace->zone, frame.workspace->fiscalStartMonth, low, high);
            std::vector<std::uint32_t> codes(times.size());
            const bool done = forEachPiece(times.size(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t row = begin; row < end; ++row)
                    codes[row] = periods.codeOf(times[row]);
            });
            if (!done) return cancelled();
            const std::uint32_t size = periods.size();
            return std::make_shared<const PeriodCodes>(PeriodCodes{std::move(periods), CodeVector::from(codes, size)});
        });
    if (!kept) return kept.failure();
    frame.periods = (*kept)->periods;
    frame.cells.add(std::shared_ptr<const CodeVector>(*kept, &(*kept)->codes), frame.periods->size(), key);
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
    const bool needed =
        params.se == StandardError::Clustered || params.repeatAnswers == RepeatAnswers::Latest || params.customers;
    if (!needed && !params.tests) return {};
    if (frame.workspace->tellsSubjects(frame.question.table)) {
        auto subjects = frame.workspace->subjects(frame.question.table);
        if (!subjects) return subjects.failure();
        frame.subjects = std::move(*subjects);
    } else if (needed) {
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
    loadTogether(params, frame, job);
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
