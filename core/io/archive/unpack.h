#pragma once

#include "core/io/formats.h"

#include <QFile>

namespace xo::io {

/// What an archive says of itself.
struct Unpacked {
    OpenedFile file;
    std::string compression;          ///< "gzip", "zip"; blank = the file as it is
    std::vector<std::string> members; ///< of a .zip: the tables inside
    std::string member;               ///< the one that is read
};

/// Lays an unpacking device over `file` where it is a .gz or a .zip of text tables; everything else, workbooks
/// included, passes unchanged. Of several tables in a .zip ReadOptions::member chooses by name or number, else the
/// first that isn't a mere .txt beside others. Errors: io.gzip_*, io.archive_*, io.unknown_member{name, known},
/// io.member_password{name}, io.archive_without_tables{what it holds}.
Result<Unpacked> unpacked(std::unique_ptr<QFile> file, const ReadOptions& options);

/// The first 64 KiB; the device stands at its start again.
Result<std::string> headOf(QIODevice& device);

} // namespace xo::io
