#include "core/io/formats.h"

#include "core/io/csv/csvsource.h"
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
    return XlsxSource::open(std::unique_ptr<QFile>(static_cast<QFile*>(file.device.release())), options, job);
}

Result<std::unique_ptr<Source>> openText(OpenedFile file, const ReadOptions& options, const JobContext& job) {
    return CsvSource::open(std::move(file.device), options, job);
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
        {SourceFormat::Tsv, "tsv"sv, "Text with tabs"sv, "制表符分隔文本"sv, {"tsv"sv, "tab"sv}, isNever, openText},
        {SourceFormat::Csv, "csv"sv, "Delimited text"sv, "分隔文本"sv, {"csv"sv, "txt"sv}, isAnything, openText},
    };
    return table;
}

std::span<const std::string_view> archiveExtensions() {
    static constexpr std::array kExtensions = {"gz"sv, "zip"sv};
    return kExtensions;
}

} // namespace xo::io
