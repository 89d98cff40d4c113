// Any bytes as a file of text: encoding, dialect, layout and guesses of columns never crash, hang together, and are the
// same a second time.
#include "core/io/csv/bytescan.h"
#include "core/io/csv/dialect.h"
#include "core/io/csv/encoding.h"
#include "core/io/inspect.h"
#include "core/io/layout.h"
#include "core/io/source.h"

#include <QBuffer>
#include <QByteArray>

#include <cstdio>
#include <cstdlib>
#include <set>

#include "core/io/csv/csvsource.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "csv_sniff: %s\n", what);
    std::abort();
}

std::unique_ptr<xo::io::Source> opened(const unsigned char* data, std::size_t size) {
    auto buffer = std::make_unique<QBuffer>();
    buffer->setData(reinterpret_cast<const char*>(data), static_cast<int>(size));
    buffer->open(QIODevice::ReadOnly);
    auto source = xo::io::CsvSource::open(std::move(buffer), {}, xo::JobContext());
    return source ? std::move(*source) : nullptr;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0 || size > (1U << 16)) return 0;
    const auto source = opened(data, size);
    if (!source) return 0;
    const xo::io::SourceInfo& info = source->info();
    demand(!info.encoding.empty() && !info.encodingWhy.english.empty(), "an encoding without a reason");
    demand(info.encodingLines.size() <= 5, "too many lines of evidence");
    const auto sample = xo::io::readSample(*source, 2000, xo::JobContext());
    if (!sample) return 0;
    const xo::io::Layout layout = xo::io::findLayout(*sample, -1);
    demand(layout.names.size() == layout.width && layout.sources.size() == layout.width &&
               layout.labels.size() == layout.width,
           "names are missing");
    demand(std::set<std::string>(layout.names.begin(), layout.names.end()).size() == layout.width, "equal names");
    std::set<std::size_t> grouped;
    for (const auto& group : layout.groups) {
        demand(group.columns.size() >= 2 && group.columns.size() == group.options.size(), "a group without options");
        for (const std::size_t column : group.columns)
            demand(column < layout.width && grouped.insert(column).second, "a column in two groups");
    }
    for (const int stated : {0, 1, 2, 3})
        demand(xo::io::findLayout(*sample, stated).headerRows == stated, "stated header rows are not kept");
    const auto again = opened(data, size);
    demand(again && again->info().encoding == info.encoding && again->info().delimiter == info.delimiter,
           "a second look sees another file");
    const auto seen = xo::io::inspect(*source, "fuzz.csv", {}, {}, xo::JobContext());
    if (seen) demand(!xo::io::toJson(*seen).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).empty(), "");
    return 0;
}
