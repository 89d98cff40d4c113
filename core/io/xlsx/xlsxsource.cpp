#include "core/io/xlsx/xlsxsource.h"

#include "core/base/text.h"
#include "core/io/csv/bytescan.h"
#include "core/io/xlsx/sheetreader.h"

#include <QIODevice>

#include <set>

namespace xo::io {

namespace {

constexpr std::uint64_t kMostPeeked = 256U << 20; // of sheets without a row, looking for the first one with data

/// Looks at the first rows of a sheet, whose shared strings are not loaded yet.
class TopRows : public RowSink {
public:
    bool row(const Row& row) override {
        filled = true;
        return row.line < kTop;
    }
    static constexpr std::uint64_t kTop = 20;
    bool filled = false;
};

} // namespace

struct XlsxSource::Book {
    std::unique_ptr<XlsxPackage> package;
    Workbook workbook;
    SharedStrings strings;
    bool stringsLoaded = false;
    bool skipHidden = false;
};

XlsxSource::XlsxSource() : m_book(std::make_unique<Book>()) {}
XlsxSource::~XlsxSource() = default;

// What `options.sheet` names; the number of sheets when nothing.
std::size_t XlsxSource::named(const std::string& wanted) const {
    const auto& sheets = m_book->workbook.sheets;
    for (std::size_t i = 0; i < sheets.size(); ++i)
        if (sheets[i].name == wanted) return i;
    const auto number = parseNumber(wanted);
    if (number && *number >= 1 && *number <= static_cast<double>(sheets.size()))
        return static_cast<std::size_t>(*number) - 1;
    return sheets.size();
}

Result<bool> XlsxSource::peek(std::size_t index, const JobContext& job) {
    const Book& book = *m_book;
    const std::string& part = book.workbook.sheets[index].part;
    if (part.empty() || !book.package->has(part)) return false;
    TopRows top;
    SheetReader reader(book.workbook, nullptr, top, false);
    if (auto read = readSheet(reader, part, false, job); !read) return read.failure();
    m_info.linesEstimate = reader.lastRowStated();
    return top.filled;
}

Result<void> XlsxSource::chooseSheet(const std::string& wanted, const JobContext& job) {
    const auto& sheets = m_book->workbook.sheets;
    if (!wanted.empty()) {
        m_info.sheet = named(wanted);
        if (m_info.sheet == sheets.size()) {
            std::vector<std::string> names;
            for (const WorkbookSheet& sheet : sheets)
                names.push_back(sheet.name);
            return fail("io.unknown_sheet", {wanted, joined(names, ", ")});
        }
        if (auto data = peek(m_info.sheet, job); !data) return data.failure();
        return {};
    }
    std::size_t fallback = sheets.size();
    std::set<std::string> seen; // ten thousand sheets may share one part
    for (std::size_t i = 0; i < sheets.size() && m_peeked <= kMostPeeked; ++i) {
        if (sheets[i].hidden) continue;
        if (fallback == sheets.size()) fallback = i;
        if (!seen.insert(sheets[i].part).second) continue;
        auto data = peek(i, job);
        if (!data) return data.failure();
        if (*data) {
            m_info.sheet = i;
            return {};
        }
    }
    m_info.sheet = fallback == sheets.size() ? 0 : fallback;
    return {};
}

Result<std::unique_ptr<Source>> XlsxSource::open(std::unique_ptr<QIODevice> file, const std::string& path,
                                                 const ReadOptions& options, const JobContext& job) {
    std::unique_ptr<XlsxSource> source(new XlsxSource());
    if (!options.hidden.empty() && options.hidden != "include" && options.hidden != "skip")
        return fail("io.bad_hidden", {options.hidden});
    auto scan = scanBytes(*file, job);
    if (!scan) return scan.failure();
    auto package = XlsxPackage::open(std::move(file), path);
    if (!package) return package.failure();
    Book& book = *source->m_book;
    book.package = std::move(*package);
    book.skipHidden = options.hidden == "skip";
    auto workbook = readWorkbook(*book.package, job);
    if (!workbook) return workbook.failure();
    book.workbook = std::move(*workbook);
    if (book.workbook.sheets.empty()) return fail("io.xlsx_no_sheets", {path});
    SourceInfo& info = source->m_info;
    info.format = SourceFormat::Xlsx;
    info.bytes = scan->bytes;
    for (const WorkbookSheet& sheet : book.workbook.sheets)
        info.sheets.push_back({sheet.name, sheet.hidden});
    if (auto chosen = source->chooseSheet(options.sheet, job); !chosen) return chosen.failure();
    info.hash = hashOf(scan->hash + "\n" + info.sheets[info.sheet].name);
    return std::unique_ptr<Source>(std::move(source));
}

// Unpacks the sheet into its reader. `whole`: all of it is wanted, so its checksum is compared.
Result<void> XlsxSource::readSheet(SheetReader& reader, const std::string& part, bool whole, const JobContext& job) {
    const std::uint64_t total = m_book->package->sizeOf(part);
    std::uint64_t reported = 0;
    bool going = true;
    JobContext single = job;
    if (!whole) single.threads = 1; // the first blocks are not worth a thread
    auto read = m_book->package->readPart(part, single, [&](std::string_view block, std::uint64_t done) {
        going = reader.feed(block);
        if (!whole) {
            m_peeked += block.size();
            if (m_peeked > kMostPeeked) return PartFlow::Stop;
        }
        if (whole && done - reported >= (4U << 20)) {
            reported = done;
            job.report({done, total, "stage.reading"});
        }
        if (going) return PartFlow::On;
        return whole && reader.ended() ? PartFlow::Drain : PartFlow::Stop;
    });
    if (!read) return read.failure();
    if (going && m_peeked <= kMostPeeked) reader.finish();
    if (reader.isBroken()) return brokenXml(part, reader.xml());
    if (reader.isExcessive()) return fail("io.zip_bomb", {part});
    return {};
}

Result<void> XlsxSource::read(RowSink& sink, const JobContext& job) {
    Book& book = *m_book;
    if (!book.stringsLoaded) {
        job.report({0, 0, "stage.reading"});
        if (auto loaded = book.strings.load(*book.package, book.workbook.sharedStringsPart, job); !loaded)
            return loaded.failure();
        book.stringsLoaded = true;
    }
    const std::string& part = book.workbook.sheets[m_info.sheet].part;
    if (part.empty() || !book.package->has(part))
        return fail("io.xlsx_missing_part", {part.empty() ? m_info.sheets[m_info.sheet].name : part});
    SheetReader reader(book.workbook, &book.strings, sink, book.skipHidden);
    auto read = readSheet(reader, part, true, job);
    m_info.hiddenRows = reader.hiddenRows();
    return read;
}

} // namespace xo::io
