#pragma once

#include "core/io/source.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

class QIODevice;

namespace xo::io {

/// A file on its way to its reader: open, unpacked where it was packed, its first bytes known.
struct OpenedFile {
    std::unique_ptr<QIODevice> device; ///< a QFile, or an UnpackDevice where `packed`
    std::string path;
    std::string head; ///< the first 64 KiB of what is to be read
    bool packed = false;
};

/// A kind of file that can be read as a table: one entry makes it known to Source::open, to the file dialogs and to
/// the tests that run over every format.
struct FormatInfo {
    SourceFormat format;
    std::string_view name; ///< sourceFormatName
    std::string_view english;
    std::string_view chinese;
    std::vector<std::string_view> extensions; ///< lower case, without the dot; for dialogs only
    /// Told from the content; asked in the order of the table.
    bool (*recognises)(const OpenedFile& file);
    Result<std::unique_ptr<Source>> (*open)(OpenedFile file, const ReadOptions& options, const JobContext& job);
};

/// Every format of files, most particular first; delimited text, which takes what is left, is the last.
std::span<const FormatInfo> formats();

/// Extensions of archives that may hold a text table: "gz", "zip".
std::span<const std::string_view> archiveExtensions();

} // namespace xo::io
