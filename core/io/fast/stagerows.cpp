#include "core/io/fast/stagerows.h"

#include "core/base/text.h"
#include "core/io/values.h"

#include <string_view>

namespace xo::io {

bool StageRows::hasTime(const Strip& records, std::size_t stage, std::size_t record) {
    const std::uint32_t begin = records.edge(stage)[record] + 1, end = records.edge(stage + 1)[record];
    if (begin == end) return false;
    std::string_view text(records.base + begin, end - begin);
    if (m_quote && text.front() == m_quote) text = unquoted(text, m_quote, m_scratch);
    const std::string_view word = trimmedFast(text);
    return !word.empty() && !isMissingWord(word) && !isNotApplicableWord(word);
}

const Strip& StageRows::expand(const Strip& records) {
    m_stageOf.clear();
    m_recordOf.clear();
    for (std::size_t record = 0; record < records.rows; ++record)
        for (std::size_t s = 0; s < m_stages.size(); ++s)
            if (hasTime(records, m_stages[s], record)) {
                m_stageOf.push_back(static_cast<std::uint32_t>(s));
                m_recordOf.push_back(static_cast<std::uint32_t>(record));
            }
    m_rows.base = records.base;
    m_rows.rows = m_rows.stride = m_stageOf.size();
    m_rows.edges.resize((m_width + 3) * m_rows.stride);
    m_rows.lines.resize(m_rows.rows);
    std::uint32_t* out = m_rows.edges.data();
    for (std::size_t column = 0; column <= m_width; ++column) {
        const std::uint32_t* const edge = records.edge(column);
        for (const std::uint32_t record : m_recordOf)
            *out++ = edge[record];
    }
    for (std::size_t side = 0; side < 2; ++side)
        for (std::size_t row = 0; row < m_rows.rows; ++row)
            *out++ = records.edge(m_stages[m_stageOf[row]] + side)[m_recordOf[row]];
    for (std::size_t row = 0; row < m_rows.rows; ++row)
        m_rows.lines[row] = records.lines[m_recordOf[row]];
    return m_rows;
}

} // namespace xo::io
