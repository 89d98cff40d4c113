#pragma once

#include "core/io/fast/recordcutter.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace xo::io {

/// Wide events: a record with one time column per stage becomes a row for every stage that has a time.
class StageRows {
public:
    /// `stages`: the time columns of a table of `width` columns, in order.
    StageRows(const std::vector<std::size_t>& stages, std::size_t width, char quote)
        : m_stages(stages), m_width(width), m_quote(quote) {}

    /// The rows of these records, record by record, stage by stage; valid until the next call. Columns below the width
    /// are the record's.
    const Strip& expand(const Strip& records);
    /// The column of the rows that holds the stage's time.
    std::size_t timeColumn() const { return m_width + 1; }
    /// Of each row: which of `stages` it is.
    const std::vector<std::uint32_t>& stages() const { return m_stageOf; }

private:
    bool hasTime(const Strip& records, std::size_t stage, std::size_t record);

    const std::vector<std::size_t>& m_stages;
    std::size_t m_width;
    char m_quote;
    Strip m_rows;
    std::vector<std::uint32_t> m_stageOf, m_recordOf;
    std::string m_scratch;
};

} // namespace xo::io
