#pragma once

#include "core/columnar/workspace.h"

#include <memory>
#include <string>
#include <vector>

namespace xo::fusion {

/// Tells whether events hold different values of one column, across several event tables: equal cells have equal keys.
/// With a blank column name the value is the event's subject. Key 0 = blank.
class EventValues {
public:
    static Result<EventValues> of(const Workspace& workspace, const std::vector<std::size_t>& tables,
                                  const std::string& column);
    /// `part`: index into the tables given. O(1) (texts: O(length)).
    std::uint64_t key(std::size_t part, std::uint32_t row) const;

private:
    struct Part {
        std::shared_ptr<const Column> column;                       // null: subjects
        std::shared_ptr<const std::vector<std::uint32_t>> subjects; // null: column
        std::vector<std::uint32_t> codes;                           // dictionary code → common code
    };
    std::vector<Part> m_parts;
};

} // namespace xo::fusion
