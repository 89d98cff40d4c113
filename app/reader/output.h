#pragma once

#include "core/base/json.h"
#include "core/io/foreign/frames.h"

#include <string>
#include <string_view>
#include <vector>

namespace xo::reader {

/// Writes the frames of core/io/foreign/frames.h on the standard output; the process ends when nobody reads them.
class Output {
public:
    void head(const Json& json);
    void beginRow(std::uint64_t line);
    void cell(io::FrameCell kind, std::string_view text);
    void endRow();
    [[noreturn]] void done();
    [[noreturn]] void failed(std::string_view code, const std::vector<std::string>& args = {});

private:
    void flushRows();
    void frame(io::Frame kind, std::string_view payload);
    std::string m_rows, m_row;
    std::uint64_t m_line = 0, m_cells = 0, m_filled = 0, m_filledLength = 0, m_count = 0;
};

} // namespace xo::reader
