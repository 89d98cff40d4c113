#pragma once

#include "core/query/filter.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>

/// Small projects for the tests of conditions, with blanks, cell states and Chinese names.
namespace xo::querytest {

using ColumnPtr = std::shared_ptr<const Column>;

inline ColumnInfo info(const std::string& name, const std::string& role, ValueType type) {
    ColumnInfo out;
    out.name = name;
    out.type = type;
    if (role == "customer") out.role.kind = RoleKind::Customer;
    if (role == "link") out.role.kind = RoleKind::Link;
    if (role == "time") out.role.kind = RoleKind::Time;
    if (role == "stage") out.role.kind = RoleKind::Stage;
    if (role == "text") out.role.kind = RoleKind::Text;
    if (role == "nps") out.role = Role::parse("nps").value();
    if (role == "csat") out.role = Role::parse("csat:1-5").value();
    return out;
}

/// "" is a cell without a value. Without a dictionary the column gets one of its own.
inline ColumnPtr category(const std::string& name, const std::string& role, const std::vector<std::string>& values,
                          std::shared_ptr<Dictionary> dictionary = nullptr, std::vector<std::uint8_t> states = {}) {
    if (!dictionary) dictionary = std::make_shared<Dictionary>();
    auto out = std::make_shared<Column>();
    out->info = info(name, role, ValueType::Category);
    out->rows = values.size();
    std::vector<std::uint32_t> codes;
    for (const std::string& value : values)
        codes.push_back(value.empty() ? 0 : dictionary->add(value));
    out->codes = CodeVector::from(codes, dictionary->size());
    out->dictionary = dictionary;
    out->states = std::move(states);
    return out;
}

/// Combinations of options parted by '+'; "" is a cell without a value.
inline ColumnPtr sets(const std::string& name, std::vector<std::string> values) {
    for (std::string& value : values)
        std::replace(value.begin(), value.end(), '+', kOptionMark);
    auto out = std::make_shared<Column>(*category(name, "", values));
    out->info.type = ValueType::Set;
    return out;
}

/// A value, or −1 − state for a cell without one.
inline ColumnPtr scores(const std::string& name, const std::string& role, const std::vector<int>& values) {
    auto out = std::make_shared<Column>();
    out->info = info(name, role, ValueType::Score);
    out->rows = values.size();
    for (const int value : values)
        out->scores.push_back(value < 0 ? scoreByte(static_cast<CellState>(-1 - value))
                                        : static_cast<std::uint8_t>(value - out->info.role.scaleLow));
    return out;
}

inline ColumnPtr numbers(const std::string& name, const std::vector<double>& values,
                         std::vector<std::uint8_t> states = {}) {
    auto out = std::make_shared<Column>();
    out->info = info(name, "", ValueType::Number);
    out->rows = values.size();
    out->numbers = values;
    out->states = std::move(states);
    return out;
}

/// Wall-clock texts in `zone`; "" = none.
inline ColumnPtr times(const std::string& name, const std::string& role, ValueType type,
                       const std::vector<std::string>& values, const TimeZone& zone) {
    auto out = std::make_shared<Column>();
    out->info = info(name, role, type);
    out->rows = values.size();
    for (const std::string& value : values) {
        const auto parsed = parseTime(value);
        out->times.push_back(parsed ? zone.fromParsed(*parsed) : kNoTime);
    }
    return out;
}

inline ColumnPtr texts(const std::string& name, const std::vector<std::string>& values) {
    auto out = std::make_shared<Column>();
    out->info = info(name, "text", ValueType::Text);
    out->rows = values.size();
    for (const std::string& value : values)
        out->texts.push_back(value);
    return out;
}

/// Ties and journeys as a function of their arguments: a stand-in for the rooms that compute them.
class FakeHooks : public query::Hooks {
public:
    static std::uint32_t mix(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
        std::uint32_t h = a * 2654435761U ^ b * 40503U ^ c * 2246822519U;
        h ^= h >> 13;
        h *= 3266489917U;
        return h ^ (h >> 16);
    }
    static std::uint32_t hash(const std::string& text) {
        std::uint32_t h = 17;
        for (const char c : text)
            h = h * 31 + static_cast<unsigned char>(c);
        return h;
    }

    Result<std::shared_ptr<const Ties>> ties(const Workspace& workspace, std::size_t answersTable,
                                             const std::string& column, const JobContext&) const override {
        std::vector<std::size_t> tables;
        for (const std::size_t table : workspace.tablesOfKind(DatasetKind::Events))
            if (column.empty() || workspace.tables[table]->find(column)) tables.push_back(table);
        auto out = std::make_shared<Ties>();
        const std::size_t rows = workspace.tables[answersTable]->rows();
        out->ambiguous = out->beforeEvent = Bitmap(rows);
        out->quality.answers = rows;
        for (std::size_t row = 0; row < rows; ++row) {
            EventRef event;
            const std::uint32_t h = mix(static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(answersTable),
                                        static_cast<std::uint32_t>(tables.size()));
            if (!tables.empty() && h % 4 != 0) {
                const std::size_t table = tables[h / 4 % tables.size()];
                const std::size_t eventRows = workspace.tables[table]->rows();
                if (eventRows > 0)
                    event = {static_cast<std::int32_t>(table), (h / 64) % static_cast<std::uint32_t>(eventRows)};
            }
            if (event.table >= 0) ++out->quality.linked;
            out->events.push_back(event);
        }
        out->quality.orphans = out->quality.answers - out->quality.linked;
        return std::shared_ptr<const Ties>(out);
    }

    Result<std::shared_ptr<const Bitmap>> journey(const Workspace& workspace, const query::JourneyFigure& figure,
                                                  const JobContext&) const override {
        if (figure.stages.empty() && figure.journey != "购车")
            return fail("query.unknown_journey", {figure.journey, "购车"});
        const std::uint32_t settings = hash(query::print(figure));
        auto out = std::make_shared<Bitmap>(workspace.subjectCount());
        for (std::uint32_t subject = 1; subject < workspace.subjectCount(); ++subject)
            out->assign(subject, mix(subject, settings, static_cast<std::uint32_t>(figure.state)) % 3 == 0);
        return std::shared_ptr<const Bitmap>(out);
    }
};

/// Indexes of the tables of demoWorkspace and randomWorkspace.
enum TableIndex : std::size_t { kSurvey, kPulse, kVisits, kCalls, kPeople, kComplaints };

} // namespace xo::querytest
