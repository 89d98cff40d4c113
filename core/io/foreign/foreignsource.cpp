#include "core/io/foreign/foreignsource.h"

#include "core/base/json.h"
#include "core/io/csv/bytescan.h"
#include "core/io/foreign/readerprocess.h"

#include <QIODevice>

namespace xo::io {

namespace {

std::string textIn(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t countIn(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

SourceColumn columnFrom(const Json& json) {
    SourceColumn column;
    column.name = textIn(json, "name");
    column.label = textIn(json, "label");
    column.measure = textIn(json, "measure");
    column.set = textIn(json, "set");
    column.setLabel = textIn(json, "setLabel");
    column.setCounted = textIn(json, "setCounted");
    if (json.contains("valueLabels") && json["valueLabels"].is_array())
        for (const Json& pair : json["valueLabels"])
            if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string())
                column.valueLabels.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
    if (json.contains("notApplicable") && json["notApplicable"].is_array())
        for (const Json& code : json["notApplicable"])
            if (code.is_string()) column.notApplicable.push_back(code.get<std::string>());
    if (textIn(json, "type") == "date") column.type = ValueType::Date;
    if (textIn(json, "type") == "datetime") column.type = ValueType::DateTime;
    return column;
}

/// Hands a Rows frame to the sink. Rows the child claims wider than any table are nonsense.
class RowsFeed {
public:
    enum class Outcome { Sound, Stopped, Broken };
    Outcome feed(std::string_view payload, RowSink& sink) {
        FrameReader in{payload};
        while (!in.rest.empty()) {
            const std::uint64_t line = in.number(8);
            const std::uint64_t count = in.number(4);
            if (!in.sound || count * 5 > in.rest.size()) return Outcome::Broken;
            m_cells.clear();
            for (std::uint64_t i = 0; i < count; ++i) {
                const std::uint64_t kind = in.number(1);
                const std::string_view text = in.text(static_cast<std::size_t>(in.number(4)));
                if (kind > static_cast<std::uint64_t>(CellKind::Error)) return Outcome::Broken;
                m_cells.push_back({text, static_cast<CellKind>(kind)});
            }
            if (!in.sound) return Outcome::Broken;
            if (!sink.row({line, m_cells})) return Outcome::Stopped;
            ++rows;
        }
        return Outcome::Sound;
    }
    std::uint64_t rows = 0;

private:
    std::vector<Cell> m_cells;
};

} // namespace

static_assert(static_cast<int>(FrameCell::Error) == static_cast<int>(CellKind::Error));

std::vector<std::string> ForeignSource::arguments(bool rows) const {
    const bool xls = m_info.format == SourceFormat::Xls;
    return {xls ? "xls" : "sav", m_path, rows ? "rows" : "head", m_options.sheet, m_options.encoding, m_options.hidden};
}

bool ForeignSource::takeHead(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return false;
    if (json.contains("sheets") && json["sheets"].is_array())
        for (const Json& sheet : json["sheets"])
            m_info.sheets.push_back({textIn(sheet, "name"), sheet.is_object() && sheet.value("hidden", false)});
    m_info.sheet = static_cast<std::size_t>(countIn(json, "sheet"));
    if (!m_info.sheets.empty() && m_info.sheet >= m_info.sheets.size()) return false;
    m_info.linesEstimate = countIn(json, "rows");
    m_info.hiddenRows = countIn(json, "hiddenRows");
    m_info.encoding = textIn(json, "encoding");
    if (json.contains("columns") && json["columns"].is_array())
        for (const Json& column : json["columns"])
            if (column.is_object()) m_info.columns.push_back(columnFrom(column));
    return true;
}

Result<std::unique_ptr<Source>> ForeignSource::open(SourceFormat format, OpenedFile file, const ReadOptions& options,
                                                    const JobContext& job) {
    std::unique_ptr<ForeignSource> source(new ForeignSource());
    auto scan = scanBytes(*file.device, job);
    if (!scan) return scan.failure();
    file.device->close();
    SourceInfo& info = source->m_info;
    info.format = format;
    info.bytes = scan->bytes;
    source->m_path = file.path;
    source->m_options = options;
    bool sound = false;
    auto ran = runReader(
        source->arguments(false), file.path,
        [&](Frame kind, std::string_view payload) {
            if (kind == Frame::Head) sound = source->takeHead(payload);
            return kind == Frame::Head && sound;
        },
        job);
    if (!ran) return ran.failure();
    if (!sound) return fail("io.reader_died", {file.path});
    const bool sheet = format == SourceFormat::Xls && info.sheet < info.sheets.size();
    info.hash = sheet ? hashOf(scan->hash + "\n" + info.sheets[info.sheet].name) : scan->hash;
    if (format == SourceFormat::Sav) {
        info.headerRows = 1;
        ++info.linesEstimate;
        info.encodingWhy =
            options.encoding.empty() ? Why{"stated in the file", "文件自身声明"} : Why{"stated", "由用户指定"};
    }
    return std::unique_ptr<Source>(std::move(source));
}

Result<std::unique_ptr<Source>> ForeignSource::openXls(OpenedFile file, const ReadOptions& options,
                                                       const JobContext& job) {
    return open(SourceFormat::Xls, std::move(file), options, job);
}

Result<std::unique_ptr<Source>> ForeignSource::openSav(OpenedFile file, const ReadOptions& options,
                                                       const JobContext& job) {
    return open(SourceFormat::Sav, std::move(file), options, job);
}

Result<void> ForeignSource::read(RowSink& sink, const JobContext& job) {
    RowsFeed feed;
    bool headed = false, stopped = false, finished = false;
    auto ran = runReader(
        arguments(true), m_path,
        [&](Frame kind, std::string_view payload) {
            if (kind == Frame::Head) {
                headed = true;
                return true;
            }
            if (kind == Frame::Done) {
                finished = headed && payload == std::to_string(feed.rows);
                return false;
            }
            const auto outcome = headed && kind == Frame::Rows ? feed.feed(payload, sink) : RowsFeed::Outcome::Broken;
            stopped = outcome == RowsFeed::Outcome::Stopped;
            if (m_info.linesEstimate) job.report({feed.rows, m_info.linesEstimate, "stage.reading"});
            return outcome == RowsFeed::Outcome::Sound;
        },
        job);
    if (!ran) return ran.failure();
    if (!stopped && !finished) return fail("io.reader_died", {m_path});
    return {};
}

} // namespace xo::io
