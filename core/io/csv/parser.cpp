#include "core/io/csv/parser.h"

#include <algorithm>
#include <cstring>

namespace xo::io {

namespace {
constexpr std::size_t kLongestRecord = 64U << 20;
}

CsvParser::CsvParser(Dialect dialect, Refill refill, std::uint64_t firstLine)
    : m_dialect(dialect), m_refill(std::move(refill)), m_line(firstLine) {
    m_special[static_cast<unsigned char>(m_dialect.delimiter)] = true;
    m_special[static_cast<unsigned char>('\n')] = true;
    m_special[static_cast<unsigned char>('\r')] = true;
}

// One record from `begin`; More when the buffer ends inside it. Nothing is changed before the record is whole, because
// an incomplete one is parsed again after the refill.
CsvParser::Step CsvParser::record(char* begin, char* end, bool last, char*& next) {
    m_spans.clear();
    m_recordLines = 1;
    const char newline = m_dialect.carriageReturnLines ? '\r' : '\n';
    const char delimiter = m_dialect.delimiter;
    const char quote = m_dialect.quote;
    const auto toSpecial = [&](char* from) {
        while (from < end && !m_special[static_cast<unsigned char>(*from)])
            ++from;
        return from;
    };
    char* p = begin;
    for (;;) {
        Span span{p, p, nullptr, nullptr, false, false};
        if (quote && p < end && *p == quote) {
            span.begin = ++p;
            span.quoted = true;
            char* const close = closingQuote(p, end, last, span.doubled);
            if (!close) return last ? Step::Unclosed : Step::More;
            span.end = close;
            p = close + 1;
            m_recordLines += static_cast<std::uint64_t>(std::count(span.begin, span.end, newline));
            if (p < end && !m_special[static_cast<unsigned char>(*p)]) {
                // "abc"def: the text behind the closing quote is kept
                span.tail = p;
                span.tailEnd = p = toSpecial(p);
            }
        } else {
            span.end = p = toSpecial(p);
        }
        if (p == end) {
            if (!last) return Step::More;
            m_spans.push_back(span);
            break;
        }
        m_spans.push_back(span);
        if (*p == delimiter) {
            if (m_spans.size() >= kMostCells) return Step::TooMany;
            ++p;
            continue;
        }
        // LF, CRLF, or CR alone as old Macs and mixed files have it
        if (*p == '\r') {
            if (p + 1 == end && !last) return Step::More;
            if (p + 1 < end && p[1] == '\n') ++p;
        }
        break;
    }
    next = p < end ? p + 1 : end;
    return Step::Record;
}

// The quote that ends a cell whose text begins at `from`; null when the buffer ends before it is known.
char* CsvParser::closingQuote(char* from, char* end, bool last, bool& doubled) const {
    const char quote = m_dialect.quote;
    const char escape = m_dialect.escape;
    for (char* p = from;;) {
        if (escape) {
            while (p < end && *p != quote && *p != escape)
                ++p;
            if (p == end) return nullptr;
        } else {
            p = static_cast<char*>(std::memchr(p, quote, static_cast<std::size_t>(end - p)));
            if (!p) return nullptr;
        }
        if (p + 1 == end) {
            // what follows decides; at the end of the file nothing does
            return last && *p == quote ? p : nullptr;
        }
        if (*p == quote) {
            if (p[1] != quote) return p;
            doubled = true;
            p += 2;
            continue;
        }
        const bool escapes = p[1] == quote || p[1] == escape;
        doubled = doubled || escapes;
        p += escapes ? 2 : 1;
    }
}

// A line that begins with the comment mark: Record = it is one and ends before `next`, Unclosed = it is none.
CsvParser::Step CsvParser::comment(char* begin, char* end, bool last, char*& next) const {
    const std::string& mark = m_dialect.comment;
    const auto length = std::min(mark.size(), static_cast<std::size_t>(end - begin));
    if (std::memcmp(begin, mark.data(), length) != 0) return Step::Unclosed;
    if (length < mark.size()) return last ? Step::Unclosed : Step::More;
    char* const stop = std::find_if(begin, end, [](char c) { return c == '\n' || c == '\r'; });
    if (stop == end || (*stop == '\r' && stop + 1 == end)) {
        next = end;
        return last ? Step::Record : Step::More;
    }
    next = stop + (*stop == '\r' && stop[1] == '\n' ? 2 : 1);
    return Step::Record;
}

void CsvParser::undouble() {
    const char quote = m_dialect.quote;
    const char escape = m_dialect.escape;
    m_cells.resize(m_spans.size());
    for (std::size_t i = 0; i < m_spans.size(); ++i) {
        Span& span = m_spans[i];
        m_quoted += span.quoted;
        m_tails += span.tail != nullptr;
        if (span.doubled) {
            char* out = span.begin;
            for (char* in = span.begin; in < span.end; ++in) {
                const bool pair =
                    in + 1 < span.end &&
                    (*in == quote ? in[1] == quote : escape && *in == escape && (in[1] == quote || in[1] == escape));
                if (pair) ++in;
                *out++ = *in;
            }
            span.end = out;
        }
        if (span.tail) {
            const auto length = static_cast<std::size_t>(span.tailEnd - span.tail);
            std::memmove(span.end, span.tail, length);
            span.end += length;
        }
        const auto length = static_cast<std::size_t>(span.end - span.begin);
        m_cells[i] = {std::string_view(span.begin, length), length ? CellKind::Text : CellKind::Empty};
    }
    if (m_cells.size() == 1 && m_cells[0].text.empty()) m_cells.clear();
}

CsvParser::Outcome CsvParser::run(RowSink& sink, const JobContext& job) {
    std::size_t at = 0;
    bool last = false;
    for (;;) {
        if (job.cancelled()) return Outcome::Cancelled;
        if (at > 0) m_buffer.erase(0, at);
        at = 0;
        if (m_buffer.size() > kLongestRecord) return Outcome::RecordTooLong;
        // an unfinished long record doubles the buffer each time, so that parsing it again stays linear overall
        const std::size_t wanted = std::min(m_buffer.size() * 2, kLongestRecord + 1);
        do {
            last = !m_refill(m_buffer);
        } while (!last && m_buffer.size() < wanted);
        char* const base = m_buffer.data();
        char* const end = base + m_buffer.size();
        while (at < m_buffer.size()) {
            if (base[at] == '\n') {
                // files of bare newlines are not worth more
                if (!sink.row({m_line, {}})) return Outcome::Stopped;
                ++m_line;
                ++at;
                continue;
            }
            char* next = nullptr;
            if (!m_dialect.comment.empty()) {
                const Step step = comment(base + at, end, last, next);
                if (step == Step::More) break;
                if (step == Step::Record) {
                    ++m_line;
                    at = static_cast<std::size_t>(next - base);
                    continue;
                }
            }
            const Step step = record(base + at, end, last, next);
            if (step == Step::More) break;
            if (step == Step::Unclosed) return Outcome::UnclosedQuote;
            if (step == Step::TooMany) return Outcome::TooManyCells;
            undouble();
            if (!sink.row({m_line, m_cells})) return Outcome::Stopped;
            m_line += m_recordLines;
            at = static_cast<std::size_t>(next - base);
        }
        if (last) return Outcome::Done;
    }
}

} // namespace xo::io
