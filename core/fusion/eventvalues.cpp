#include "core/fusion/eventvalues.h"

#include <bit>
#include <functional>

namespace xo::fusion {

Result<EventValues> EventValues::of(const Workspace& workspace, const std::vector<std::size_t>& tables,
                                    const std::string& column) {
    EventValues values;
    Dictionary common;
    for (const std::size_t index : tables) {
        Part part;
        if (column.empty()) {
            auto subjects = workspace.subjects(index);
            if (!subjects) return subjects.failure();
            part.subjects = *subjects;
        } else {
            const Table& table = *workspace.tables[index];
            auto loaded = table.column(*table.find(column));
            if (!loaded) return loaded.failure();
            part.column = *loaded;
            if (isCoded(part.column->info.type)) {
                part.codes.push_back(0);
                for (std::uint32_t code = 1; code < part.column->dictionary->size(); ++code)
                    part.codes.push_back(common.add(part.column->dictionary->at(code)));
            }
        }
        values.m_parts.push_back(std::move(part));
    }
    return values;
}

std::uint64_t EventValues::key(std::size_t part, std::uint32_t row) const {
    const Part& from = m_parts[part];
    if (from.subjects) return (*from.subjects)[row];
    const Column& column = *from.column;
    if (!column.isValid(row)) return 0;
    switch (column.info.type) {
    case ValueType::Category:
    case ValueType::Set:
        return from.codes[column.codes[row]];
    case ValueType::Score:
        return static_cast<std::uint64_t>(column.score(row)) + 1;
    case ValueType::Integer:
    case ValueType::Number:
        // −0 and 0 are one value; + 1 keeps the bits of 0.0 apart from blank
        return std::bit_cast<std::uint64_t>(column.numbers[row] + 0.0) + 1;
    case ValueType::Date:
    case ValueType::DateTime:
        return static_cast<std::uint64_t>(column.times[row]) + 1;
    case ValueType::Text:
        return std::hash<std::string_view>()(column.texts[row]) | 1U;
    }
    return 0;
}

} // namespace xo::fusion
