#include "core/io/preview.h"

#include "core/io/archive/unpack.h"
#include "core/io/archive/unpackdevice.h"
#include "core/io/database/database.h"
#include "core/io/values.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <algorithm>
#include <cmath>
#include <map>

namespace xo::io {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kKept = 6;
constexpr std::size_t kPreviewRows = 200;
constexpr std::uint64_t kMostCounted = 64U << 20; // of what is packed

class Limited : public RowSink {
public:
    Limited(Sample& sample, std::size_t rows, std::size_t cells) : m_sample(sample), m_rows(rows), m_cells(cells) {}
    bool row(const Row& row) override {
        if (row.cells.empty()) return true;
        if (m_sample.rows.size() >= m_rows || (m_cells == 0 && m_sample.rows.size() >= 50)) {
            more = true;
            return false;
        }
        SampleRow& copy = m_sample.rows.emplace_back();
        copy.line = row.line;
        for (const Cell& cell : row.cells) {
            copy.cells.emplace_back(cell.text);
            copy.kinds.push_back(cell.kind);
        }
        m_cells -= std::min(m_cells, row.cells.size());
        return true;
    }
    bool more = false;

private:
    Sample& m_sample;
    std::size_t m_rows, m_cells;
};

// Sampled rows as a source of their own: the guesses are made by the same code as for a whole file.
class SampleSource : public Source {
public:
    SampleSource(const SourceInfo& info, const Sample& sample) : m_sample(sample) { m_info = info; }
    Result<void> read(RowSink& sink, const JobContext&) override {
        for (const SampleRow& row : m_sample.rows)
            if (!give(row, sink)) return {};
        // one row beyond the sample says that the file has more
        if (!m_sample.whole && !m_sample.rows.empty()) give(m_sample.rows.back(), sink);
        return {};
    }

private:
    bool give(const SampleRow& row, RowSink& sink) {
        m_cells.clear();
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            m_cells.push_back({row.cells[i], row.kinds[i]});
        return sink.row({row.line, m_cells});
    }
    const Sample& m_sample;
    std::vector<Cell> m_cells;
};

class Picked : public RowSink {
public:
    Picked(const std::vector<std::uint64_t>& lines, const JobContext& job) : m_lines(lines), m_job(job) {}
    bool row(const Row& row) override {
        while (m_next < m_lines.size() && m_lines[m_next] < row.line)
            ++m_next;
        if (m_next < m_lines.size() && m_lines[m_next] == row.line) {
            SampleRow& copy = rows.emplace_back();
            copy.line = row.line;
            for (const Cell& cell : row.cells) {
                copy.cells.emplace_back(cell.text.substr(0, 4096));
                copy.kinds.push_back(cell.kind);
            }
            ++m_next;
        }
        return m_next < m_lines.size() && !m_job.cancelled();
    }
    std::vector<SampleRow> rows;

private:
    const std::vector<std::uint64_t>& m_lines;
    const JobContext& m_job;
    std::size_t m_next = 0;
};

// Containers and foreign formats can't be cut; everything else is read line by line.
bool isLines(std::string_view head) {
    for (const auto magic : {"PK\x03\x04"sv, "PK\x05\x06"sv, "\xD0\xCF\x11\xE0"sv, "$FL2"sv, "$FL3"sv})
        if (head.starts_with(magic)) return false;
    if (head.starts_with("\xEF\xBB\xBF"sv)) head.remove_prefix(3);
    const std::size_t first = head.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || head[first] == '[') return first == std::string_view::npos;
    // one object per line can be cut, an object over many lines can't
    return head[first] != '{' || head.find("}\n") != std::string_view::npos ||
           head.find("}\r\n") != std::string_view::npos;
}

// 0 = one byte per unit; 1 = UTF-16 LE, 2 = UTF-16 BE.
int wideOrder(std::string_view head) {
    if (head.starts_with("\xFF\xFE"sv)) return 1;
    if (head.starts_with("\xFE\xFF"sv)) return 2;
    std::size_t nuls[2] = {0, 0};
    const std::size_t n = std::min<std::size_t>(head.size(), 1 << 16);
    for (std::size_t i = 0; i < n; ++i)
        if (!head[i]) ++nuls[i & 1];
    if ((nuls[0] + nuls[1]) * 50 < n) return 0;
    return nuls[1] > nuls[0] ? 1 : 2;
}

// Bytes up to and with the last (or first) line feed.
std::size_t lineEnd(std::string_view text, int wide, bool last) {
    const std::string_view feed = wide == 0 ? "\n"sv : wide == 1 ? "\n\0"sv : "\0\n"sv;
    std::size_t at = last ? text.rfind(feed) : text.find(feed);
    while (wide && at != std::string_view::npos && (at & 1)) {
        if (last && at == 0) return 0;
        at = last ? text.rfind(feed, at - 1) : text.find(feed, at + 1);
    }
    return at == std::string_view::npos ? 0 : at + feed.size();
}

bool isAscii(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 127; });
}

std::size_t usualWidth(const Sample& sample) {
    std::map<std::size_t, std::size_t> widths;
    for (const SampleRow& row : sample.rows)
        ++widths[row.cells.size()];
    std::size_t usual = 0, most = 0;
    for (const auto& [width, count] : widths)
        if (count >= most) {
            most = count;
            usual = width;
        }
    return usual;
}

} // namespace

std::string_view cellCode(std::string_view text, const ColumnGuess& column) {
    const std::string_view cell = trimmedFast(text);
    if (cell.empty() || isMissingWord(cell)) return "blank";
    if (column.role.kind == RoleKind::Ignore) return "";
    switch (column.type) {
    case ValueType::Category:
    case ValueType::Text:
    case ValueType::Set:
        return "";
    default:
        break;
    }
    if (isNotApplicableWord(cell)) return "not_applicable";
    if (isNotAskedWord(cell)) return "not_asked";
    if (column.type == ValueType::Date || column.type == ValueType::DateTime) {
        if (column.dateOrder == DateOrder::Ambiguous && openDate(cell)) return "";
        return readTime(cell, column.dateOrder) ? "" : "unparsed";
    }
    auto value = readNumber(cell);
    if (column.type != ValueType::Score) return value ? "" : "unparsed";
    if (!value)
        if (const auto leading = leadingInteger(cell)) value = *leading;
    if (!value) return "unparsed";
    const bool whole = *value == std::floor(*value) && std::abs(*value) < 1e6;
    if (whole && column.role.isNotApplicable(static_cast<int>(*value))) return "not_applicable";
    return whole && *value >= column.role.scaleLow && *value <= column.role.scaleHigh ? "" : "out_of_range";
}

struct PreviewSession::Copies {
    QTemporaryFile head, inside;
    std::uint64_t headBytes = 0;
    std::uint64_t allBytes = 0; ///< of the (unpacked) file, perhaps estimated
    std::uint64_t insideBytes = 0, insideLines = 0;
    bool whole = false;     ///< the head is the file
    bool headAscii = false; ///< no byte above 127 in it
    bool hasInside = false;
    std::string compression, member;
    std::vector<std::string> members;
};

namespace {

bool put(QTemporaryFile& to, std::string_view bytes) {
    return (to.isOpen() || to.open()) &&
           to.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size()) && to.flush();
}

} // namespace

PreviewSession::PreviewSession() = default;
PreviewSession::~PreviewSession() = default;

Result<std::shared_ptr<PreviewSession>> PreviewSession::open(const std::string& path, const Limits& limits,
                                                             const JobContext& job) {
    std::shared_ptr<PreviewSession> session(new PreviewSession());
    session->m_path = path;
    session->m_limits = limits;
    if (auto done = session->copy({}, job); !done) return done.failure();
    return session;
}

Result<std::shared_ptr<PreviewSession>> PreviewSession::open(const DatabaseRequest& request, const Limits& limits,
                                                             const JobContext& job) {
    std::shared_ptr<PreviewSession> session(new PreviewSession());
    session->m_path = request.sourceName();
    session->m_limits = limits;
    session->m_request = std::make_unique<DatabaseRequest>(request);
    if (auto rows = session->sampled({}, job); !rows) return rows.failure();
    return session;
}

Result<void> PreviewSession::copy(const ReadOptions& options, const JobContext& job) {
    m_copies.reset();
    const QFileInfo about(QString::fromStdString(m_path));
    if (about.isDir()) return fail("io.is_directory", {m_path});
    if (about.exists() && !about.isFile()) return fail("io.not_a_table", {"not a regular file / 不是普通文件"}, m_path);
    auto file = std::make_unique<QFile>(QString::fromStdString(m_path));
    if (!file->open(QIODevice::ReadOnly)) return fail("io.cannot_open", {m_path, file->errorString().toStdString()});
    m_bytes = static_cast<std::uint64_t>(std::max<qint64>(file->size(), 0));
    if (file->peek(1).isEmpty()) return fail("io.empty_file", {m_path});
    auto opened = unpacked(std::move(file), options);
    if (!opened) return opened.failure();
    if (!isLines(opened->file.head)) return {};
    QIODevice& device = *opened->file.device;
    const QByteArray head = device.read(static_cast<qint64>(m_limits.headBytes));
    if (const auto* packed = dynamic_cast<const UnpackDevice*>(&device); packed && packed->failure())
        return Unexpected{*packed->failure()};
    std::string_view text(head.constData(), static_cast<std::size_t>(head.size()));
    auto copies = std::make_unique<Copies>();
    copies->compression = std::move(opened->compression);
    copies->members = std::move(opened->members);
    copies->member = std::move(opened->member);
    copies->allBytes = m_bytes;
    if (opened->file.packed) {
        const auto taken = std::max<std::uint64_t>(static_cast<const UnpackDevice&>(device).packed(), 1);
        m_bytesRead += taken;
        copies->whole = text.size() < m_limits.headBytes;
        copies->allBytes = text.size();
        if (!copies->whole && taken >= m_bytes) { // read ahead to its end: what is left is counted
            std::vector<char> rest(1 << 20);
            while (copies->allBytes < kMostCounted && !job.cancelled()) {
                const qint64 got = device.read(rest.data(), static_cast<qint64>(rest.size()));
                if (got <= 0) break;
                copies->allBytes += static_cast<std::uint64_t>(got);
            }
        } else if (!copies->whole) {
            const double ratio = static_cast<double>(text.size()) / static_cast<double>(taken);
            copies->allBytes =
                std::max(copies->allBytes, static_cast<std::uint64_t>(ratio * static_cast<double>(m_bytes)));
        }
    } else {
        m_bytesRead += text.size();
        copies->whole = text.size() == m_bytes;
    }
    const int wide = wideOrder(text);
    if (!copies->whole)
        if (const std::size_t end = lineEnd(text, wide, true)) text = text.substr(0, end);
    copies->headBytes = text.size();
    copies->headAscii = isAscii(text);
    if (!put(copies->head, text))
        return fail("io.cannot_write",
                    {copies->head.fileName().toStdString(), copies->head.errorString().toStdString()});
    m_copies = std::move(copies);
    // what is packed can't be entered in its middle
    return m_copies->whole || opened->file.packed ? Result<void>() : copyPlaces(device, wide, job);
}

Result<void> PreviewSession::copyPlaces(QIODevice& file, int wide, const JobContext& job) {
    for (unsigned i = 1; i <= m_limits.places; ++i) {
        if (job.cancelled()) return cancelled();
        const std::uint64_t at = (m_bytes / (m_limits.places + 1) * i) & ~std::uint64_t{1};
        if (at < m_limits.headBytes || !file.seek(static_cast<qint64>(at))) continue;
        const QByteArray bytes = file.read(static_cast<qint64>(m_limits.placeBytes));
        m_bytesRead += static_cast<std::uint64_t>(bytes.size());
        std::string_view piece(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        piece.remove_prefix(lineEnd(piece, wide, false));
        piece = piece.substr(0, lineEnd(piece, wide, true));
        if (piece.empty() || !put(m_copies->inside, piece)) continue;
        m_copies->hasInside = true;
        m_copies->insideBytes += piece.size();
        m_copies->insideLines += static_cast<std::uint64_t>(std::count(piece.begin(), piece.end(), '\n'));
    }
    return {};
}

Error PreviewSession::named(Error error) const {
    if (!m_copies) return error;
    for (const QTemporaryFile* file : {&m_copies->head, &m_copies->inside}) {
        const std::string copy = file->fileName().toStdString();
        if (copy.empty()) continue;
        for (std::string& arg : error.args)
            if (arg == copy) arg = m_path;
        if (error.place == copy) error.place = m_path;
    }
    return error;
}

Result<PreviewSession::Sampled> PreviewSession::readCopies(const ReadOptions& options, const JobContext& job) const {
    Sampled out;
    out.options = options;
    ReadOptions stated = options;
    stated.member.clear(); // the copies are unpacked
    std::unique_ptr<Source> inside;
    const std::string insidePath = m_copies->inside.fileName().toStdString();
    // a head without a foreign letter says nothing of the encoding: the places inside may
    if (m_copies->headAscii && m_copies->hasInside && stated.encoding.empty())
        if (auto opened = Source::open(insidePath, stated, job)) {
            inside = std::move(*opened);
            stated.encoding = inside->info().encoding;
        }
    auto source = Source::open(m_copies->head.fileName().toStdString(), stated, job);
    if (!source) return Unexpected{named(source.error())};
    Limited limited(out.sample, m_limits.rows, m_limits.cells);
    if (auto read = (*source)->read(limited, job); !read) {
        // the cut may have gone through a quoted cell
        const bool cut = read.error().code == "io.unclosed_quote" && !m_copies->whole && !out.sample.rows.empty();
        if (!cut) return Unexpected{named(read.error())};
    }
    out.info = (*source)->info();
    out.sample.whole = m_copies->whole && !limited.more;
    out.headRows = out.sample.rows.size();
    out.info.hash.clear();
    if (inside) {
        out.info.encodingWhy = inside->info().encodingWhy;
        out.info.encodingLines = inside->info().encodingLines;
    }
    if (!m_copies->whole) {
        // later records may be longer than the first ones
        const Copies& c = *m_copies;
        const double lines =
            c.hasInside ? static_cast<double>(c.insideLines) : static_cast<double>(out.info.linesEstimate);
        const double bytes = static_cast<double>(std::max<std::uint64_t>(c.hasInside ? c.insideBytes : c.headBytes, 1));
        out.info.linesEstimate +=
            static_cast<std::uint64_t>(static_cast<double>(c.allBytes - c.headBytes) * lines / bytes);
    }
    out.info.bytes = m_bytes;
    out.info.compression = m_copies->compression;
    out.info.members = m_copies->members;
    out.info.member = m_copies->member;
    const bool isTable = out.info.format == SourceFormat::Csv || out.info.format == SourceFormat::Tsv;
    if (m_copies->hasInside && isTable) {
        ReadOptions same = stated;
        if (same.encoding.empty()) same.encoding = out.info.encoding;
        same.delimiter = out.info.delimiter;
        same.quote = out.info.quote.empty() ? "none" : out.info.quote;
        auto opened = Source::open(insidePath, same, job);
        Sample places;
        Limited some(places, m_limits.rows / 5, m_limits.cells / 5);
        // a place may begin inside a quoted cell: what doesn't look like the rows above is no evidence
        if (opened && (*opened)->read(some, job)) {
            const std::size_t usual = usualWidth(out.sample);
            std::uint64_t line = out.sample.rows.empty() ? 0 : out.sample.rows.back().line;
            for (SampleRow& row : places.rows)
                if (row.cells.size() == usual) {
                    row.line = ++line;
                    out.sample.rows.push_back(std::move(row));
                }
        }
    }
    return out;
}

Result<PreviewSession::Sampled> PreviewSession::readFile(const ReadOptions& options, const JobContext& job) {
    Sampled out;
    out.options = options;
    DatabaseRequest request;
    if (m_request) {
        request = *m_request;
        request.mostRows = m_limits.rows + 1; // one more tells that there are more
    }
    auto source = m_request ? openDatabase(request, job) : Source::open(m_path, options, job);
    if (!source) return source.failure();
    m_format = (*source)->info().format;
    m_bytesRead += m_request ? (*source)->info().bytes : m_bytes;
    Limited limited(out.sample, m_limits.rows, m_limits.cells);
    if (auto read = (*source)->read(limited, job); !read) return read.failure();
    out.sample.whole = !limited.more;
    out.headRows = out.sample.rows.size();
    out.info = (*source)->info();
    return out;
}

// What makes other rows of this file: nothing is opened again for the rest.
ReadOptions PreviewSession::relevant(const ReadOptions& options) const {
    ReadOptions out = options;
    out.headerRows = -1; // the same rows whatever is header
    if (m_request) return {};
    if (m_copies || !m_format) return out;
    const bool json = *m_format == SourceFormat::Json || *m_format == SourceFormat::Ndjson;
    if (!json) out.encoding.clear();
    out.delimiter.clear();
    out.quote.clear();
    out.escape.clear();
    out.comment.clear();
    return out;
}

// The sheet that was found may be asked for by its name.
bool PreviewSession::isSame(const Sampled& kept, const ReadOptions& wanted) {
    if (kept.options == wanted) return true;
    if (kept.info.sheet >= kept.info.sheets.size()) return false;
    const auto isShown = [&](const std::string& sheet) {
        return sheet.empty() || sheet == kept.info.sheets[kept.info.sheet].name;
    };
    ReadOptions a = kept.options, b = wanted;
    if (!isShown(a.sheet) || b.sheet != kept.info.sheets[kept.info.sheet].name) return false;
    a.sheet.clear();
    b.sheet.clear();
    return a == b;
}

Result<const PreviewSession::Sampled*> PreviewSession::sampled(const ReadOptions& options, const JobContext& job) {
    const ReadOptions wanted = relevant(options);
    for (auto kept = m_kept.begin(); kept != m_kept.end(); ++kept)
        if (isSame(*kept, wanted)) {
            m_kept.splice(m_kept.begin(), m_kept, kept);
            return &m_kept.front();
        }
    if (m_copies && !m_copies->members.empty() && !wanted.member.empty() && wanted.member != m_copies->member)
        if (auto done = copy(wanted, job); !done) return done.failure();
    auto read = m_copies ? readCopies(wanted, job) : readFile(wanted, job);
    if (!read) return read.failure();
    m_kept.push_front(std::move(*read));
    if (m_kept.size() > kKept) m_kept.pop_back();
    return &m_kept.front();
}

Result<Preview> PreviewSession::preview(const ReadOptions& options, const InspectHints& hints, const JobContext& job) {
    const std::lock_guard lock(m_mutex);
    if (job.cancelled()) return cancelled();
    ReadOptions merged = mergedOptions(options, hints.base);
    if (m_request) merged.headerRows = 1;
    auto rows = sampled(merged, job);
    if (!rows) return rows.failure();
    const Sampled& known = **rows;
    SampleSource source(known.info, known.sample);
    InspectHints own = hints;
    own.sampleRows = std::max<std::size_t>(known.sample.rows.size(), 1);
    auto inspection = inspect(source, m_path, merged, own, job);
    if (!inspection) return Unexpected{named(inspection.error())};
    Preview out;
    out.inspection = std::move(*inspection);
    const std::uint64_t firstData = findLayout(known.sample, merged.headerRows).firstDataLine;
    const std::uint64_t last = known.headRows ? known.sample.rows[known.headRows - 1].line : 0;
    std::erase_if(out.inspection.oddRows, [last](std::uint64_t line) { return line > last; });
    for (std::size_t i = 0; i < known.headRows && out.rows.size() < kPreviewRows; ++i)
        if (known.sample.rows[i].line >= firstData) out.rows.push_back(known.sample.rows[i]);
    if (!known.sample.whole && known.headRows < known.sample.rows.size())
        out.inspection.rowsEstimate = std::max<std::uint64_t>(out.inspection.rowsEstimate, out.rows.size());
    return out;
}

Result<std::vector<SampleRow>> PreviewSession::rowsAt(const ReadOptions& options,
                                                      const std::vector<std::uint64_t>& lines,
                                                      const JobContext& job) const {
    if (lines.empty()) return std::vector<SampleRow>();
    auto source = m_request ? openDatabase(*m_request, job) : Source::open(m_path, options, job);
    if (!source) return source.failure();
    return io::rowsAt(**source, lines, job);
}

Result<std::vector<SampleRow>> rowsAt(Source& source, const std::vector<std::uint64_t>& lines, const JobContext& job) {
    if (lines.empty()) return std::vector<SampleRow>();
    Picked picked(lines, job);
    if (auto read = source.read(picked, job); !read) return read.failure();
    if (job.cancelled()) return cancelled();
    return std::move(picked.rows);
}

std::uint64_t PreviewSession::bytesRead() const {
    const std::lock_guard lock(m_mutex);
    return m_bytesRead;
}

} // namespace xo::io
