#include "app/reader/output.h"

#include <cstdio>
#include <cstdlib>

namespace xo::reader {

void Output::frame(io::Frame kind, std::string_view payload) {
    std::string start;
    io::appendNumber(start, payload.size(), 4);
    start += static_cast<char>(kind);
    const bool written = std::fwrite(start.data(), 1, start.size(), stdout) == start.size() &&
                         std::fwrite(payload.data(), 1, payload.size(), stdout) == payload.size() &&
                         std::fflush(stdout) == 0;
    if (!written) std::_Exit(1);
}

void Output::head(const Json& json) {
    const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (text.size() > io::kLargestFrame) failed("io.foreign_too_large");
    frame(io::Frame::Head, text);
}

void Output::beginRow(std::uint64_t line) {
    m_line = line;
    m_cells = m_filled = m_filledLength = 0;
    m_row.clear();
}

void Output::cell(io::FrameCell kind, std::string_view text) {
    ++m_cells;
    io::appendNumber(m_row, static_cast<std::uint64_t>(kind), 1);
    io::appendNumber(m_row, text.size(), 4);
    m_row += text;
    if (kind == io::FrameCell::Empty) return;
    m_filled = m_cells;
    m_filledLength = m_row.size();
}

void Output::endRow() {
    m_row.resize(m_filledLength); // a row is as long as its last cell with a value
    io::appendNumber(m_rows, m_line, 8);
    io::appendNumber(m_rows, m_filled, 4);
    m_rows += m_row;
    ++m_count;
    if (m_rows.size() >= io::kRowsFrame) flushRows();
}

void Output::flushRows() {
    if (m_rows.size() > io::kLargestFrame) failed("io.foreign_too_large");
    if (!m_rows.empty()) frame(io::Frame::Rows, m_rows);
    m_rows.clear();
}

void Output::done() {
    flushRows();
    frame(io::Frame::Done, std::to_string(m_count));
    std::_Exit(0); // the libraries' own tidying up of a damaged file is nobody's business
}

void Output::failed(std::string_view code, const std::vector<std::string>& args) {
    const Json json{{"code", code}, {"args", args}};
    frame(io::Frame::Failed, json.dump(-1, ' ', false, Json::error_handler_t::replace));
    std::_Exit(1);
}

} // namespace xo::reader
