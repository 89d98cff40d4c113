#include "core/query/evaluator.h"

#include "core/base/text.h"
#include "core/query/marks.h"

#include <algorithm>

namespace xo::query {

namespace {

Unexpected placed(const Error& error, std::size_t position) {
    Error out = error;
    if (out.place.empty() && out.code != kCancelled) out.place = placeOf(position);
    return Unexpected{std::move(out)};
}

// a position inside a saved rule is of no use without the rule's name; a circle is told where the user's text enters it
Unexpected inside(const std::string& what, const Node& node, Error error) {
    if (error.code == "query.segment_cycle" || error.code == "query.stage_cycle")
        error.place = placeOf(node.position);
    else if (error.code != kCancelled)
        error.place = what + " '" + node.name + "'" + (error.place.empty() ? "" : ", " + error.place);
    return Unexpected{std::move(error)};
}

Unexpected unknown(std::string_view code, const std::string& name, const std::vector<std::string>& known,
                   std::size_t position) {
    return fail(code, {name, nearestOrDash(name, known)}, placeOf(position));
}

constexpr std::string_view kReachedKey = "query.reached/";

} // namespace

void forgetReached(const Workspace& workspace) {
    workspace.forget(kReachedKey);
}

// A stage is a value of a stage column; the name of a journey's stage with a condition of its own counts as one too.
Result<Outcome> Evaluator::reached(const Node& node) {
    if (!m_stages.empty()) return findReached(node);
    const std::string key = std::string(kReachedKey) + node.name;
    if (const auto kept = m_workspace.kept<Outcome>(key)) return *kept;
    // nothing is locked while it is found out: conditions may ask for other stages and journeys
    auto found = findReached(node);
    if (!found) return found;
    return *m_workspace.keep(key, std::make_shared<const Outcome>(std::move(*found)));
}

Result<Outcome> Evaluator::findReached(const Node& node) {
    Node test;
    test.kind = NodeKind::Compare;
    test.position = node.position;
    test.values.push_back(Literal{false, node.name, 0, node.position});
    Outcome out = everywhere(m_workspace.subjectCount(), kNo);
    std::vector<std::string> known;
    bool found = false;
    for (const std::size_t index : m_workspace.tablesOfKind(DatasetKind::Events)) {
        const Table& table = *m_workspace.tables[index];
        const auto stage = table.findRole(RoleKind::Stage);
        if (!stage) continue;
        auto column = table.column(*stage);
        if (!column) return column.failure();
        if ((*column)->dictionary) {
            const Dictionary& dictionary = *(*column)->dictionary;
            const std::uint32_t code = dictionary.find(node.name);
            if (code == 0) {
                for (std::uint32_t other = 1; other < std::min(dictionary.size(), 10'000U); ++other)
                    known.emplace_back(dictionary.at(other));
                continue;
            }
            if ((*column)->info.type == ValueType::Category) {
                if (auto done = markStage(m_workspace, index, **column, code, m_job, out.yes); !done)
                    return done.failure();
                found = true;
                continue;
            }
        }
        test.operand.name = table.columns()[*stage].name;
        auto part = anyRow(&test, {index});
        if (!part) return part;
        found = found || (*column)->dictionary || !part->yes.none();
        // an event whose stage is blank is no event of this stage
        part->unknown = Bitmap(part->unknown.size());
        disjoin(out, *part);
    }
    if (found) return out;
    bool named = false;
    for (const Journey& journey : m_workspace.journeys)
        for (const JourneyStage& stage : journey.stages) {
            known.push_back(stage.name);
            if (stage.name != node.name) continue;
            named = true;
            auto condition = parse(stage.condition);
            if (!condition) return inside("stage", node, condition.error());
            if (!condition->root) continue;
            if (std::find(m_stages.begin(), m_stages.end(), node.name) != m_stages.end())
                return fail("query.stage_cycle", {node.name}, placeOf(node.position));
            auto tables = quantifiedTables(m_workspace, Rows::Event, condition->root.get(), {}, node.position);
            if (!tables) return tables.failure();
            m_stages.push_back(node.name);
            auto part = anyRow(condition->root.get(), *tables);
            m_stages.pop_back();
            if (!part) return inside("stage", node, part.error());
            disjoin(out, *part);
        }
    if (!named) return unknown("query.unknown_stage", node.name, known, node.position);
    return out;
}

Result<Outcome> Evaluator::journey(const Node& node) {
    auto bits = m_hooks.journey(m_workspace, *node.figure, m_job);
    if (!bits)
        return placed(bits.error(),
                      bits.error().code == "query.unknown_stage" ? node.figure->stagePosition : node.position);
    return Outcome{**bits, Bitmap((*bits)->size())};
}

Result<Outcome> Evaluator::tag(const Node& node) {
    const auto found = m_workspace.tags.find(node.name);
    if (found == m_workspace.tags.end()) {
        std::vector<std::string> known;
        for (const auto& [name, values] : m_workspace.tags)
            known.push_back(name);
        return unknown("query.unknown_tag", node.name, known, node.position);
    }
    Outcome out = everywhere(m_workspace.subjectCount(), kNo);
    const auto fits = [&](const TagValue& value) {
        if (node.tagSource == TagSource::Unset && value.source == "predicted") return false;
        if (node.tagSource != TagSource::Unset && node.tagSource != TagSource::Any &&
            value.source != tagSourceWord(node.tagSource))
            return false;
        if (node.values.empty()) return true;
        const double p = value.probability, limit = node.values[0].number;
        switch (node.comparison) {
        case Comparison::Equal:
            return p == limit;
        case Comparison::NotEqual:
            return p != limit;
        case Comparison::Less:
            return p < limit;
        case Comparison::LessEqual:
            return p <= limit;
        case Comparison::Greater:
            return p > limit;
        case Comparison::GreaterEqual:
            break;
        }
        return p >= limit;
    };
    auto persons = m_workspace.persons();
    if (!persons) return persons.failure();
    for (const TagValue& value : found->second) {
        if (value.customer >= m_workspace.customers->size() || !fits(value)) continue;
        out.yes.set(*persons ? (*persons)->customer(value.customer) : value.customer);
    }
    return out;
}

Result<Outcome> Evaluator::segment(const Node& node) {
    const auto& segments = m_workspace.segments;
    const auto found = std::find_if(segments.begin(), segments.end(),
                                    [&](const Segment& segment) { return segment.name == node.name; });
    if (found == segments.end()) {
        std::vector<std::string> known;
        for (const Segment& segment : segments)
            known.push_back(segment.name);
        return unknown("query.unknown_segment", node.name, known, node.position);
    }
    Outcome out = everywhere(m_workspace.subjectCount(), kNo);
    if (found->snapshot) {
        for (const std::string& key : found->snapshotKeys)
            if (const std::uint32_t subject = m_workspace.findSubject(key)) out.yes.set(subject);
        return out;
    }
    if (std::find(m_segments.begin(), m_segments.end(), node.name) != m_segments.end()) {
        auto circle = m_segments;
        circle.push_back(node.name);
        return fail("query.segment_cycle", {joined(circle, " → ")}, placeOf(node.position));
    }
    if (const auto known = m_members.find(node.name); known != m_members.end()) {
        out.yes = known->second;
        return out;
    }
    if (m_segments.size() >= kMaxDepth)
        return fail("query.too_deep", {std::to_string(kMaxDepth)}, placeOf(node.position));
    m_segments.push_back(node.name);
    auto rule = parse(found->rule);
    if (!rule) return inside("segment", node, rule.error());
    auto known = m_workspace.knownSubjects();
    if (!known) return known.failure();
    out.yes = **known;
    if (rule->root) {
        auto members = evaluate(*rule->root, Frame{});
        if (!members) return inside("segment", node, members.error());
        out.yes &= members->yes;
    }
    m_segments.pop_back();
    m_members[node.name] = out.yes;
    return out;
}

} // namespace xo::query
