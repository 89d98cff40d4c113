#include "core/io/source.h"

#include "core/io/archive/unpack.h"
#include "core/io/formats.h"

#include <QFile>
#include <QFileInfo>

#include <array>

namespace xo::io {

namespace {

struct Magic {
    std::string_view bytes;
    std::string_view what;
};

using namespace std::string_view_literals;

// Formats people try; the text names them in both languages.
constexpr std::array kForeign = {
    Magic{"\x28\xB5\x2F\xFD"sv, "a zstd archive: unpack it first / zstd 压缩文件,请先解压"},
    Magic{"BZh"sv, "a bzip2 archive: unpack it first / bzip2 压缩文件,请先解压"},
    Magic{"7z\xBC\xAF\x27\x1C"sv, "a 7-Zip archive: unpack it first / 7-Zip 压缩文件,请先解压"},
    Magic{"Rar!\x1A\x07"sv, "a RAR archive: unpack it first / RAR 压缩文件,请先解压"},
    Magic{"\xFD"
          "7zXZ\0"sv,
          "an xz archive: unpack it first / xz 压缩文件,请先解压"},
    Magic{"\x09\x00\x04\x00"sv, "an Excel 2 sheet: save it as .xlsx / Excel 2 工作表,请另存为 .xlsx"},
    Magic{"\x09\x02\x06\x00"sv, "an Excel 3 sheet: save it as .xlsx / Excel 3 工作表,请另存为 .xlsx"},
    Magic{"\x09\x04\x06\x00"sv, "an Excel 4 sheet: save it as .xlsx / Excel 4 工作表,请另存为 .xlsx"},
    Magic{"Obj\x01"sv, "an Avro file / Avro 文件"},
    Magic{"ARROW1"sv, "an Arrow or Feather file / Arrow 或 Feather 文件"},
    Magic{"<stata_dta>"sv, "a Stata file: save it as CSV / Stata 文件,请另存为 CSV"},
    Magic{"{\\rtf"sv, "an RTF document / RTF 文档"},
    Magic{"%PDF-"sv, "a PDF document / PDF 文档"},
    Magic{"\x89PNG"sv, "a PNG picture / PNG 图片"},
    Magic{"\xFF\xD8\xFF"sv, "a JPEG picture / JPEG 图片"},
    Magic{"GIF8"sv, "a GIF picture / GIF 图片"},
    Magic{"SQLite format 3\0"sv,
          "a database file, perhaps an XO Workbench project: open it instead / 数据库文件(可能是项目文件),请用“打开”"},
    Magic{"PAR1"sv, "a Parquet file / Parquet 文件"},
    Magic{"\x7F"
          "ELF"sv,
          "a program / 程序文件"},
    Magic{"<!DOCTYPE html"sv, "a web page / 网页"},
    Magic{"<html"sv, "a web page / 网页"},
    Magic{"<?xml"sv, "an XML file / XML 文件"},
};

// What may stand on its own but not inside an archive.
constexpr std::array kPacked = {
    Magic{"PK\x03\x04"sv,
          "an archive or a workbook inside an archive: unpack it first / 压缩包中的压缩包或工作簿,请先解压"},
    Magic{"\x1F\x8B"sv, "an archive inside an archive: unpack it first / 压缩包中的压缩包,请先解压"},
    Magic{"$FL"sv, "an SPSS file inside an archive: unpack it first / 压缩包中的 SPSS 文件,请先解压"},
    Magic{"\xD0\xCF\x11\xE0"sv, "a workbook inside an archive: unpack it first / 压缩包中的工作簿,请先解压"},
};

} // namespace

Result<std::unique_ptr<Source>> Source::open(const std::string& path, const ReadOptions& options,
                                             const JobContext& job) {
    const QFileInfo about(QString::fromStdString(path));
    if (about.isDir()) return fail("io.is_directory", {path});
    if (about.exists() && !about.isFile()) return fail("io.not_a_table", {"not a regular file / 不是普通文件"}, path);
    auto file = std::make_unique<QFile>(QString::fromStdString(path));
    if (!file->open(QIODevice::ReadOnly)) return fail("io.cannot_open", {path, file->errorString().toStdString()});
    if (file->peek(1).isEmpty()) return fail("io.empty_file", {path});
    auto opened = unpacked(std::move(file), options);
    if (!opened) return opened.failure();
    const OpenedFile& content = opened->file;
    if (content.head.empty()) return fail("io.empty_file", {path});
    for (const Magic& magic : kForeign)
        if (content.head.starts_with(magic.bytes)) return fail("io.not_a_table", {std::string(magic.what)}, path);
    if (content.packed)
        for (const Magic& magic : kPacked)
            if (content.head.starts_with(magic.bytes)) return fail("io.not_a_table", {std::string(magic.what)}, path);
    if (content.packed && std::string_view(content.head).substr(0, 262).ends_with("ustar"sv))
        return fail("io.not_a_table", {"a tar archive: unpack it first / tar 压缩包,请先解压"}, path);
    // an SPSS file behind a password: 8 bytes, then this word
    if (std::string_view(content.head).substr(0, 20).ends_with("ENCRYPTEDSAV"sv))
        return fail("io.password_protected", {path});
    for (const FormatInfo& format : formats()) {
        if (!format.recognises(content)) continue;
        auto source = format.open(std::move(opened->file), options, job);
        if (!source) {
            Error error = source.error();
            if (error.code == "io.not_a_table") error.place = path;
            return Unexpected{std::move(error)};
        }
        SourceInfo& info = (*source)->m_info;
        info.compression = std::move(opened->compression);
        if (!opened->members.empty()) {
            info.members = std::move(opened->members);
            info.member = std::move(opened->member);
        }
        return source;
    }
    return fail("io.not_a_table", {"an unknown kind of file / 未知类型的文件"}, path);
}

Result<SourceInfo> readRows(const std::string& path, const ReadOptions& options, RowSink& sink, const JobContext& job) {
    auto source = Source::open(path, options, job);
    if (!source) return source.failure();
    if (auto read = (*source)->read(sink, job); !read) return read.failure();
    return (*source)->info();
}

} // namespace xo::io
