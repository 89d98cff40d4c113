#include "core/io/cat.h"

#include "core/io/writer.h"

namespace xo::io {

namespace {

class CatSink : public RowSink {
public:
    CatSink(const TextOut& out, bool sheet) : m_out(out), m_sheet(sheet) {}

    bool row(const Row& row) override {
        // a sheet names its rows: those it leaves out are empty lines of the grid
        for (; m_sheet && m_next < row.line; ++m_next)
            m_text += '\n';
        m_next = row.line + 1;
        std::size_t count = row.cells.size();
        while (m_sheet && count > 0 && row.cells[count - 1].text.empty())
            --count;
        for (std::size_t i = 0; i < count; ++i) {
            if (i) m_text += ',';
            appendCsvField(m_text, row.cells[i].text);
        }
        m_text += '\n';
        return m_text.size() < (1U << 16) || flush();
    }
    bool flush() {
        const bool going = m_text.empty() || m_out(m_text);
        m_text.clear();
        return going;
    }

private:
    const TextOut& m_out;
    bool m_sheet;
    std::uint64_t m_next = 1;
    std::string m_text;
};

} // namespace

Result<SourceInfo> cat(const std::string& path, const ReadOptions& options, const TextOut& out, const JobContext& job) {
    auto source = Source::open(path, options, job);
    if (!source) return source.failure();
    CatSink sink(out, !(*source)->info().sheets.empty());
    if (auto read = (*source)->read(sink, job); !read) return read.failure();
    sink.flush();
    return (*source)->info();
}

} // namespace xo::io
