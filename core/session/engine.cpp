#include "core/session/engine.h"

#include "core/base/text.h"
#include "core/columnar/options.h"
#include "core/fusion/linkpanel.h"
#include "core/fusion/ties.h"
#include "core/query/filter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <unordered_set>

namespace xo::session {

namespace {

/// Options of a Set that some row holds, with the number of rows, in the order of the file.
std::vector<std::pair<std::string, std::uint64_t>> optionCounts(const Column& column) {
    std::vector<std::uint64_t> rows(column.dictionary->size());
    column.codes.visit([&](const auto& codes) {
        for (const auto code : codes)
            ++rows[code];
    });
    const OptionTable table(*column.dictionary);
    std::vector<std::uint64_t> counts(table.size());
    for (std::uint32_t code = 1; code < rows.size(); ++code)
        for (const std::uint32_t option : table.of(code))
            counts[option] += rows[code];
    std::vector<std::pair<std::string, std::uint64_t>> out;
    for (std::uint32_t option = 1; option < table.size(); ++option)
        if (counts[option] > 0) out.emplace_back(std::string(table.option(option)), counts[option]);
    return out;
}

std::size_t distinctValues(const Column& column) {
    switch (column.info.type) {
    case ValueType::Set:
        return optionCounts(column).size();
    case ValueType::Category: {
        std::vector<bool> seen(column.dictionary ? column.dictionary->size() : 1);
        column.codes.visit([&](const auto& codes) {
            for (const auto code : codes)
                seen[code] = true;
        });
        return static_cast<std::size_t>(std::count(seen.begin() + 1, seen.end(), true));
    }
    case ValueType::Score: {
        std::array<bool, 256> seen{};
        for (const std::uint8_t byte : column.scores)
            seen[byte] = true;
        return static_cast<std::size_t>(std::count(seen.begin(), seen.begin() + kScoreStateBase, true));
    }
    case ValueType::Integer:
    case ValueType::Number: {
        std::unordered_set<double> seen;
        for (const double value : column.numbers)
            if (!std::isnan(value)) seen.insert(value);
        return seen.size();
    }
    case ValueType::Date:
    case ValueType::DateTime: {
        std::unordered_set<Instant> seen;
        for (const Instant time : column.times)
            if (time != kNoTime) seen.insert(time);
        return seen.size();
    }
    case ValueType::Text: {
        std::unordered_set<std::string_view> seen;
        for (std::size_t row = 0; row < column.rows; ++row)
            if (column.isValid(row)) seen.insert(column.texts[row]);
        return seen.size();
    }
    }
    return 0;
}

Json describeColumn(const Column& column, const TimeZone& zone) {
    std::array<std::uint64_t, kCellStateCount> states{};
    for (std::size_t row = 0; row < column.rows; ++row)
        ++states[static_cast<std::size_t>(column.state(row))];
    Json json{{"name", column.info.name},
              {"role", column.info.role.text()},
              {"type", valueTypeName(column.info.type)},
              {"blank", states[static_cast<std::size_t>(CellState::Blank)]},
              {"distinct", distinctValues(column)}};
    if (!column.info.label.empty()) json["label"] = column.info.label;
    if (!column.info.valueLabels.empty()) {
        json["value_labels"] = Json::object();
        for (const ValueLabel& label : column.info.valueLabels)
            json["value_labels"][label.value] = label.label;
    }
    if (column.info.type == ValueType::Set) {
        json["options"] = Json::array();
        for (const auto& [option, rows] : optionCounts(column))
            json["options"].push_back({{"option", option}, {"rows", rows}});
    }
    for (int i = 0; i < kCellStateCount; ++i)
        if (i != static_cast<int>(CellState::Blank))
            json[cellStateName(static_cast<CellState>(i))] = states[static_cast<std::size_t>(i)];
    if (column.isTime()) {
        Instant first = INT64_MAX, last = kNoTime;
        for (const Instant time : column.times) {
            if (time == kNoTime) continue;
            first = std::min(first, time);
            last = std::max(last, time);
        }
        const bool dateOnly = column.info.type == ValueType::Date;
        json["from"] = last == kNoTime ? Json() : Json(zone.format(first, dateOnly));
        json["to"] = last == kNoTime ? Json() : Json(zone.format(last, dateOnly));
    }
    return json;
}

} // namespace

Result<Json> describeDataset(const analysis::Context& context, std::size_t table, const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    const Table& dataset = *workspace.tables[table];
    Json columns = Json::array();
    for (std::size_t i = 0; i < dataset.columns().size(); ++i) {
        if (job.cancelled()) return cancelled();
        auto column = dataset.column(i);
        if (!column) return column.failure();
        columns.push_back(describeColumn(**column, workspace.zone));
    }
    return Json{{"name", dataset.name()},
                {"kind", datasetKindName(dataset.kind())},
                {"rows", dataset.rows()},
                {"columns", columns}};
}

Result<ProjectSummary> summarise(const analysis::Context& context, const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    ProjectSummary summary;
    for (const auto& table : workspace.tables) {
        if (job.cancelled()) return cancelled();
        DatasetSummary dataset{table->name(), table->kind(), table->rows(), table->columns(), {}, {}};
        if (const auto index = table->findRole(RoleKind::Time)) {
            auto column = table->column(*index);
            if (!column) return column.failure();
            Instant first = INT64_MAX, last = kNoTime;
            for (const Instant time : (*column)->times) {
                if (time == kNoTime) continue;
                first = std::min(first, time);
                last = std::max(last, time);
            }
            if (last != kNoTime) {
                dataset.from = workspace.zone.formatLocal(first, true);
                dataset.to = workspace.zone.formatLocal(last, true);
            }
        }
        summary.datasets.push_back(std::move(dataset));
    }
    auto link = fusion::linkQuality(workspace, job);
    if (!link) return link.failure();
    summary.link = *link;
    auto known = workspace.knownSubjects();
    if (!known) return known.failure();
    summary.customers = (*known)->count();
    return summary;
}

Result<Json> describe(const analysis::Context& context, const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    Json datasets = Json::array();
    for (std::size_t i = 0; i < workspace.tables.size(); ++i) {
        auto dataset = describeDataset(context, i, job);
        if (!dataset) return dataset.failure();
        datasets.push_back(std::move(*dataset));
    }
    auto link = fusion::linkPanel(workspace, 0, job);
    if (!link) return link.failure();
    auto known = workspace.knownSubjects();
    if (!known) return known.failure();
    Json journeys = Json::array(), segments = Json::array();
    for (const Journey& journey : workspace.journeys)
        journeys.push_back(toJson(journey));
    for (const Segment& segment : workspace.segments)
        segments.push_back(toJson(segment));
    return Json{{"datasets", datasets},           {"link", fusion::toJson(*link)},
                {"customers", (*known)->count()}, {"timezone", workspace.zone.name()},
                {"journeys", journeys},           {"segments", segments}};
}

Result<Bitmap> segmentMembers(const analysis::Context& context, const SegmentQuery& query, const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    std::string condition = query.filter;
    if (!query.name.empty()) {
        std::vector<std::string> names;
        for (const Segment& segment : workspace.segments)
            names.push_back(segment.name);
        if (std::find(names.begin(), names.end(), query.name) == names.end())
            return fail("session.unknown_segment",
                        {query.name, nearestName(query.name, names).value_or(joined(names, ", "))});
        condition = query::conjunction("segment(" + query::quotedText(query.name) + ")", query.filter);
    }
    auto filter = query::parse(condition);
    if (!filter) return filter.failure();
    auto known = workspace.knownSubjects();
    if (!known) return known.failure();
    if (filter->empty()) return **known;
    auto outcome = query::evaluateSubjects(*filter, workspace, *context.hooks, job);
    if (!outcome) return outcome.failure();
    outcome->yes &= **known;
    return std::move(outcome->yes);
}

Result<SegmentCount> segmentCount(const analysis::Context& context, const SegmentQuery& query, const JobContext& job) {
    auto members = segmentMembers(context, query, job);
    if (!members) return members.failure();
    SegmentCount count;
    count.customers = members->count();
    const Workspace& workspace = *context.workspace;
    for (std::size_t i = 0; i < workspace.tables.size(); ++i) {
        const DatasetKind kind = workspace.tables[i]->kind();
        if (kind != DatasetKind::Answers && kind != DatasetKind::Events) continue;
        if (job.cancelled()) return cancelled();
        using Counts = std::vector<std::uint32_t>; // rows of each subject
        auto counts = workspace.cached<Counts>("session.rows_of_subjects/" + std::to_string(i),
                                               [&]() -> Result<std::shared_ptr<const Counts>> {
                                                   auto subjects = workspace.subjects(i);
                                                   if (!subjects) return subjects.failure();
                                                   auto out = std::make_shared<Counts>(workspace.subjectCount(), 0);
                                                   for (const std::uint32_t subject : **subjects)
                                                       ++(*out)[subject];
                                                   return std::shared_ptr<const Counts>(out);
                                               });
        if (!counts) return counts.failure();
        std::uint64_t rows = 0;
        members->forEach([&](std::size_t subject) { rows += subject ? (**counts)[subject] : 0; });
        (kind == DatasetKind::Answers ? count.answers : count.events) += rows;
    }
    return count;
}

} // namespace xo::session
