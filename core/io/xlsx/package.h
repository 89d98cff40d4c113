#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/io/xlsx/xmlscanner.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

class QIODevice;

namespace xo::io {

/// What the reader of a part wants next.
enum class PartFlow {
    On,
    Stop, ///< enough
    Drain ///< enough, but the rest is unpacked all the same so that the checksum is compared
};

/// The parts of a ZIP package that a reader asks for by name; nothing is ever written to disk. Kept from harm: entries
/// with "..", "\" or an absolute name are never read; at most 10,000 entries, 1 GiB a part, 4 GiB in all, 200-fold
/// compression beyond 16 MiB. Names are compared without case, as Excel does.
class XlsxPackage {
public:
    /// `path` is only named in messages. Errors: io.zip_broken, io.zip_bomb{what}.
    static Result<std::unique_ptr<XlsxPackage>> open(std::unique_ptr<QIODevice> file, const std::string& path);
    ~XlsxPackage();

    bool has(const std::string& part) const;
    /// Unpacked length the directory states; 0 when there is no such part.
    std::uint64_t sizeOf(const std::string& part) const;
    /// Name of the file on disk.
    const std::string& path() const;

    /// Unpacks a part in blocks of at most 64 KiB, given with how much came out so far. Large parts are unpacked in a
    /// thread of their own (unless job.threads is 1) a few blocks ahead; `onBlock` is always called in the caller's.
    /// Errors: io.xlsx_missing_part{part}, io.xlsx_broken_part{part, why}, io.password_protected, io.zip_bomb,
    /// job.cancelled.
    Result<void> readPart(const std::string& part, const JobContext& job,
                          const std::function<PartFlow(std::string_view block, std::uint64_t done)>& onBlock);

    /// A small part (up to 64 MiB) as XML: `onToken` sees Start, End and Text, and returns false to stop early. Errors:
    /// those of readPart, io.xlsx_dtd{part}; io.xlsx_broken_part for what XmlScanner refuses.
    Result<void> readXml(const std::string& part, const JobContext& job,
                         const std::function<bool(XmlScanner::Token, XmlScanner&)>& onToken);

private:
    XlsxPackage();
    class Unpacker;
    struct State;
    std::unique_ptr<State> m_state;
};

/// What the scanner refused, as an error of the part.
Unexpected brokenXml(const std::string& part, const XmlScanner& xml);

/// A relationship target, made absolute: "worksheets/sheet1.xml" of "xl/workbook.xml" → "xl/worksheets/sheet1.xml";
/// blank when it would leave the package.
std::string resolvedTarget(const std::string& part, const std::string& target);

} // namespace xo::io
