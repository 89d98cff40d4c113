#include "core/io/json/jsonsource.h"

#include "core/base/text.h"
#include "core/io/archive/unpackdevice.h"

#include <algorithm>

namespace xo::io {

namespace {

constexpr std::size_t kBlock = 256 << 10;

// The ASCII characters of UTF-16 without their NULs; other text unchanged. Enough to tell JSON by its punctuation.
std::string narrowed(std::string_view head) {
    using namespace std::string_view_literals;
    if (head.starts_with("\xEF\xBB\xBF"sv)) return std::string(head.substr(3));
    const bool marked = head.starts_with("\xFF\xFE"sv) || head.starts_with("\xFE\xFF"sv);
    const bool wide = marked || (head.size() > 3 && (!head[0] != !head[1]) && (!head[2] != !head[3]));
    if (!wide) return std::string(head);
    std::string out;
    const std::size_t low = head.starts_with("\xFE\xFF"sv) || !head[0] ? 1 : 0;
    for (std::size_t i = marked ? 2 : 0; i + 1 < head.size(); i += 2)
        out += head[i + 1 - low] ? '?' : head[i + low];
    return out;
}

JsonLexer lexerOf(std::string text) {
    return JsonLexer([text = std::move(text), done = false](std::string& out) mutable {
        if (!done) out += text;
        return !std::exchange(done, true);
    });
}

} // namespace

bool looksLikeJson(std::string_view head) {
    const std::string text = narrowed(head);
    constexpr const char* kBlank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string::npos || (text[first] != '{' && text[first] != '[')) return false;
    const std::size_t second = text.find_first_not_of(kBlank, first + 1);
    if (second == std::string::npos) return false;
    // "[id],[name]" is how SQL Server writes a header: no JSON
    if (text[first] == '{') return text[second] == '"' || text[second] == '}';
    return std::string_view("{[\"]").find(text[second]) != std::string_view::npos;
}

bool looksLikeJsonLines(std::string_view head) {
    if (!looksLikeJson(head)) return false;
    JsonLexer lexer = lexerOf(narrowed(head));
    return jsonShape(lexer).kind == JsonShape::Kind::Lines;
}

/// One pass over the text.
struct JsonSource::Text {
    Text(JsonSource& source, const JobContext& job) : device(*source.m_device), total(source.m_info.bytes) {
        if (!source.m_encoding.converter.empty()) decoder = std::make_unique<TextDecoder>(source.m_encoding.converter);
        failed = !device.seek(static_cast<qint64>(source.m_encoding.bomBytes));
        lexer = std::make_unique<JsonLexer>([this, &job](std::string& out) { return refill(out, job); });
    }
    bool refill(std::string& out, const JobContext& job) {
        if (ended || failed || job.cancelled()) return false;
        raw.resize(kBlock);
        const qint64 got = device.read(raw.data(), static_cast<qint64>(kBlock));
        failed = got < 0;
        raw.resize(static_cast<std::size_t>(std::max<qint64>(got, 0)));
        ended = raw.empty();
        if (decoder)
            decoder->decode(raw, ended, out);
        else
            out += raw;
        done += raw.size();
        if (done - reported >= (8U << 20)) {
            job.report({done, total, "stage.reading"});
            reported = done;
        }
        return !ended;
    }

    QIODevice& device;
    std::unique_ptr<TextDecoder> decoder;
    std::unique_ptr<JsonLexer> lexer;
    std::string raw;
    std::uint64_t total = 0, done = 0, reported = 0;
    bool ended = false, failed = false;
};

JsonSource::JsonSource() = default;
JsonSource::~JsonSource() = default;

Result<std::unique_ptr<Source>> JsonSource::open(OpenedFile file, const ReadOptions& options, const JobContext& job) {
    std::unique_ptr<JsonSource> source(new JsonSource());
    source->m_device = std::move(file.device);
    auto scan = scanBytes(*source->m_device, job);
    if (!scan) return scan.failure();
    auto encoding = guessEncoding(*scan, options.encoding);
    if (!encoding) return encoding.failure();
    SourceInfo& info = source->m_info;
    info.encoding = encoding->name;
    info.encodingWhy = encoding->why;
    info.bytes = scan->bytes;
    info.hash = scan->hash;
    info.headerRows = 1;
    source->m_encoding = std::move(*encoding);
    JsonLexer head = lexerOf(narrowed(file.head));
    source->m_shape = jsonShape(head);
    ReadOptions own = options;
    if (file.packed) own.member.clear(); // it names the file inside the archive
    if (source->m_shape.kind == JsonShape::Kind::Wrapped)
        if (auto chosen = source->chooseArray(own, job); !chosen) return chosen.failure();
    info.format = source->m_shape.kind == JsonShape::Kind::Lines ? SourceFormat::Ndjson : SourceFormat::Json;
    source->m_records = std::make_unique<JsonRecords>(source->m_shape.kind, info.member);
    auto walked = source->walk([](std::uint64_t, const auto&) { return true; }, job);
    if (!walked) return walked.failure();
    const JsonRecords& records = *source->m_records;
    if (records.keys().empty()) return fail("io.json_no_objects", {"1"}, file.path);
    // objects that hardly share a key: a map of things, whose table would be nearly all blank
    if (records.keys().size() > 1000 && records.filled() * 100 < records.keys().size() * records.records())
        return fail("io.json_not_a_table", {std::to_string(records.keys().size())}, file.path);
    info.linesEstimate = records.records() + 1;
    return std::unique_ptr<Source>(std::move(source));
}

Result<void> JsonSource::chooseArray(const ReadOptions& options, const JobContext& job) {
    Text text(*this, job);
    m_shape = jsonShape(*text.lexer);
    if (job.cancelled()) return cancelled();
    if (text.failed) return readFailure(*m_device);
    const std::vector<std::string>& arrays = m_shape.arrays;
    if (arrays.empty()) return {}; // it was one object of several after all
    m_info.member = arrays.front();
    if (arrays.size() > 1) m_info.members = arrays;
    if (options.member.empty()) return {};
    for (std::size_t i = 0; i < arrays.size(); ++i)
        if (options.member == arrays[i] || options.member == std::to_string(i + 1)) {
            m_info.member = arrays[i];
            return {};
        }
    return fail("io.unknown_member", {options.member, joined(arrays, ", ")});
}

Result<void> JsonSource::walk(const JsonRecords::OnRecord& onRecord, const JobContext& job) {
    Text text(*this, job);
    auto walked = m_records->run(*text.lexer, onRecord, job);
    if (text.decoder) {
        m_info.undecodable = text.decoder->undecodable();
        m_info.undecodableAt = text.decoder->places();
    } else {
        m_info.undecodable = 0;
        m_info.undecodableAt.clear();
    }
    m_info.undecodable += text.lexer->halfPairs();
    for (const std::uint64_t line : text.lexer->halfPairLines())
        m_info.undecodableAt.push_back({line, "\\uD800"});
    if (job.cancelled()) return cancelled();
    if (text.failed) return readFailure(*m_device);
    return walked;
}

Result<void> JsonSource::read(RowSink& sink, const JobContext& job) {
    const std::vector<std::string> names = m_records->keys();
    std::vector<Cell> cells;
    for (const std::string& name : names)
        cells.push_back({name, name.empty() ? CellKind::Empty : CellKind::Text});
    if (!sink.row({0, cells})) return {};
    std::uint64_t line = 0;
    return walk(
        [&](std::uint64_t begins, const std::vector<JsonRecords::Value>& values) {
            cells.resize(names.size());
            for (std::size_t i = 0; i < names.size(); ++i)
                cells[i] = i < values.size() ? Cell{values[i].text, values[i].kind} : Cell{};
            line = std::max(line + 1, begins); // several records may share a line
            return sink.row({line, cells});
        },
        job);
}

} // namespace xo::io
