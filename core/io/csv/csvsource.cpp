#include "core/io/csv/csvsource.h"

#include "core/io/archive/unpackdevice.h"
#include "core/io/fast/plainutf8.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace xo::io {

namespace {

constexpr std::size_t kBlock = 1 << 20;
constexpr std::size_t kHead = 1 << 18;

Result<char> oneCharacter(const std::string& text, std::string_view option) {
    if (text == "\\t" || text == "tab" || text == "TAB") return '\t';
    if (text == "none") return '\0';
    if (text.size() == 1 && text[0] != '\n' && text[0] != '\r') return text[0];
    return fail("io.bad_option", {std::string(option), text});
}

} // namespace

CsvSource::CsvSource() = default;
CsvSource::~CsvSource() = default;

Result<std::unique_ptr<Source>> CsvSource::open(std::unique_ptr<QIODevice> file, const ReadOptions& options,
                                                const JobContext& job) {
    auto scan = scanBytes(*file, job);
    if (!scan) return scan.failure();
    auto source = fromScan(std::move(file), *scan, options);
    if (!source) return source.failure();
    return std::unique_ptr<Source>(std::move(*source));
}

Result<std::unique_ptr<CsvSource>> CsvSource::openHead(const std::string& path, const ReadOptions& options,
                                                       const JobContext& job) {
    std::unique_ptr<CsvSource> none;
    if (!options.encoding.empty() || !QFileInfo(QString::fromStdString(path)).isFile()) return none;
    auto file = std::make_unique<QFile>(QString::fromStdString(path));
    if (!file->open(QIODevice::ReadOnly | QIODevice::Unbuffered)) return none;
    if (job.cancelled()) return cancelled();
    ByteScan scan;
    scan.head.resize(kHead);
    const qint64 got = file->read(scan.head.data(), static_cast<qint64>(kHead));
    if (got <= 0) return none;
    scan.head.resize(static_cast<std::size_t>(got));
    scan.bytes = static_cast<std::uint64_t>(file->size());
    std::string_view text = scan.head;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    // the last character may be cut
    if (scan.bytes > scan.head.size()) {
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80)
            text.remove_suffix(1);
        if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) text.remove_suffix(1);
    }
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || text.find('\n') == std::string_view::npos) return none;
    // packed files, documents and tables of other kinds begin so
    if (std::string_view("<{[%").find(text[first]) != std::string_view::npos || text.starts_with("PK")) return none;
    const bool odd = std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f';
    });
    if (odd || !isPlainUtf8(text.data(), text.size())) return none;
    scan.ascii = false;
    auto source = fromScan(std::move(file), scan, options);
    if (!source) return none;
    return source;
}

Result<std::unique_ptr<CsvSource>> CsvSource::fromScan(std::unique_ptr<QIODevice> file, const ByteScan& scanned,
                                                       const ReadOptions& options) {
    const ByteScan* const scan = &scanned;
    std::unique_ptr<CsvSource> source(new CsvSource());
    auto encoding = guessEncoding(*scan, options.encoding);
    if (!encoding) return encoding.failure();
    StatedDialect stated;
    const auto state = [](const std::string& text, std::string_view option, std::optional<char>& into) -> Result<void> {
        if (text.empty()) return {};
        auto given = oneCharacter(text, option);
        if (!given) return given.failure();
        into = *given;
        return {};
    };
    if (auto done = state(options.delimiter, "delimiter", stated.delimiter); !done) return done.failure();
    if (auto done = state(options.quote, "quote", stated.quote); !done) return done.failure();
    if (auto done = state(options.escape, "escape", stated.escape); !done) return done.failure();
    if (stated.escape && (stated.escape == stated.quote || *stated.escape == '"')) stated.escape = '\0';
    if (!options.comment.empty()) stated.comment = options.comment == "none" ? "" : options.comment;
    std::string_view head = scan->head;
    head.remove_prefix(std::min(encoding->bomBytes, head.size()));
    std::string decoded;
    if (!encoding->converter.empty()) {
        TextDecoder decoder(encoding->converter);
        decoder.decode(head, false, decoded);
        head = decoded;
    }
    const bool whole = scan->bytes == scan->head.size();
    const bool carriageReturns = head.find('\n') == std::string_view::npos && head.find('\r') != std::string_view::npos;
    stated.carriageReturnLines = carriageReturns;
    source->m_dialect = guessDialect(head, whole, stated);
    const Dialect& dialect = source->m_dialect.dialect;
    SourceInfo& info = source->m_info;
    info.format = dialect.delimiter == '\t' ? SourceFormat::Tsv : SourceFormat::Csv;
    info.encoding = encoding->name;
    info.encodingWhy = encoding->why;
    info.encodingLines = linesBehind(*encoding, *scan);
    info.delimiter = std::string(1, dialect.delimiter);
    if (dialect.quote) info.quote = std::string(1, dialect.quote);
    if (dialect.escape) info.escape = std::string(1, dialect.escape);
    info.comment = dialect.comment;
    info.bytes = scan->bytes;
    info.hash = scan->hash;
    info.linesEstimate = carriageReturns ? scan->carriageReturns : scan->lineFeeds;
    if (!scan->head.empty() && whole && scan->head.back() != '\n') ++info.linesEstimate;
    source->m_encoding = std::move(*encoding);
    source->m_file = std::move(file);
    return source;
}

Result<void> CsvSource::read(RowSink& sink, const JobContext& job) {
    if (!m_file->seek(static_cast<qint64>(m_encoding.bomBytes))) return readFailure(*m_file);
    std::unique_ptr<TextDecoder> decoder;
    if (!m_encoding.converter.empty()) decoder = std::make_unique<TextDecoder>(m_encoding.converter);
    std::string raw;
    std::size_t skip = m_dialect.skip;
    std::uint64_t done = 0, reported = 0;
    bool ended = false, broken = false;
    const auto refill = [&](std::string& out) {
        if (ended) return false;
        std::string& target = decoder ? raw : out;
        const std::size_t before = decoder ? 0 : out.size();
        target.resize(before + kBlock);
        const qint64 got = m_file->read(target.data() + before, static_cast<qint64>(kBlock));
        broken = broken || got < 0;
        const auto n = static_cast<std::size_t>(std::max<qint64>(got, 0));
        target.resize(before + n);
        ended = n == 0;
        std::size_t fresh = before;
        if (decoder) {
            fresh = out.size();
            decoder->decode(raw, ended, out);
        }
        if (skip) {
            const std::size_t cut = std::min(skip, out.size() - fresh);
            out.erase(fresh, cut);
            skip -= cut;
        }
        done += n;
        if (done - reported >= (8U << 20)) {
            job.report({done, m_info.bytes, "stage.reading"});
            reported = done;
        }
        return !ended;
    };
    CsvParser parser(m_dialect.dialect, refill, m_dialect.skip ? 2 : 1);
    const auto outcome = parser.run(sink, job);
    if (decoder) {
        m_info.undecodable = decoder->undecodable();
        m_info.undecodableAt = decoder->places();
    }
    if (broken) return readFailure(*m_file);
    const std::string line = std::to_string(parser.failedLine());
    switch (outcome) {
    case CsvParser::Outcome::Cancelled:
        return cancelled();
    case CsvParser::Outcome::UnclosedQuote:
        return fail("io.unclosed_quote", {line});
    case CsvParser::Outcome::RecordTooLong:
        return fail("io.record_too_long", {line});
    case CsvParser::Outcome::TooManyCells:
        return fail("io.too_many_columns", {std::to_string(kMostCells)}, "line " + line);
    case CsvParser::Outcome::Done:
    case CsvParser::Outcome::Stopped:
        break;
    }
    return {};
}

} // namespace xo::io
