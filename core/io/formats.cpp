#include "core/io/formats.h"

#include "core/io/csv/csvsource.h"
#include "core/io/foreign/foreignsource.h"
#include "core/io/json/jsonsource.h"
#include "core/io/xlsx/xlsxsource.h"

#include <QFile>

#include <array>

namespace xo::io {

namespace {

using namespace std::string_view_literals;

bool isZip(const OpenedFile& file) {
    return file.head.starts_with("PK\x03\x04"sv) || file.head.starts_with("PK\x05\x06"sv);
}

Result<std::unique_ptr<Source>> openXlsx(OpenedFile file, const ReadOptions& options, const JobContext& job) {
    // only a file of its own gets here: archives within archives are refused before
    return XlsxSource::open(std::move(file.device), file.path, options, job);
}

Result<std::unique_ptr<Source>> openText(OpenedFile file, const ReadOptions& options, const JobContext& job) {
    return CsvSource::open(std::move(file.device), options, job);
}

bool isOldOffice(const OpenedFile& file) {
    return !file.packed && file.head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv);
}

bool isSpss(const OpenedFile& file) {
    return !file.packed && (file.head.starts_with("$FL2"sv) || file.head.starts_with("$FL3"sv));
}

bool isJson(const OpenedFile& file) {
    return looksLikeJson(file.head);
}

bool isJsonLines(const OpenedFile& file) {
    return looksLikeJsonLines(file.head);
}

bool isAnything(const OpenedFile&) {
    return true;
}

bool isNever(const OpenedFile&) {
    return false; // delimited text is opened once, whatever its delimiter turns out to be
}

} // namespace

std::span<const FormatInfo> formats() {
    static const std::vector<FormatInfo> table = {
        {SourceFormat::Xlsx, "xlsx"sv, "Excel workbook"sv, "Excel 工作簿"sv, {"xlsx"sv, "xlsm"sv}, isZip, openXlsx},
        {SourceFormat::Xls,
         "xls"sv,
         "Excel 97–2003 workbook"sv,
         "Excel 97–2003 工作簿"sv,
         {"xls"sv},
         isOldOffice,
         ForeignSource::openXls},
        {SourceFormat::Sav, "sav"sv, "SPSS data"sv, "SPSS 数据"sv, {"sav"sv, "zsav"sv}, isSpss, ForeignSource::openSav},
        {SourceFormat::Ndjson,
         "ndjson"sv,
         "JSON lines"sv,
         "JSON 行"sv,
         {"ndjson"sv, "jsonl"sv},
         isJsonLines,
         JsonSource::open},
        {SourceFormat::Json, "json"sv, "JSON"sv, "JSON"sv, {"json"sv}, isJson, JsonSource::open},
        {SourceFormat::Tsv, "tsv"sv, "Text with tabs"sv, "制表符分隔文本"sv, {"tsv"sv, "tab"sv}, isNever, openText},
        {SourceFormat::Csv, "csv"sv, "Delimited text"sv, "分隔文本"sv, {"csv"sv, "txt"sv}, isAnything, openText},
    };
    return table;
}

std::string_view sourceFormatName(SourceFormat format) {
    for (const FormatInfo& info : formats())
        if (info.format == format) return info.name;
    return "database";
}

std::span<const std::string_view> archiveExtensions() {
    static constexpr std::array kExtensions = {"gz"sv, "zip"sv};
    return kExtensions;
}

} // namespace xo::io
