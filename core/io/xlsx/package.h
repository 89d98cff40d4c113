#pragma once

#include "core/base/job.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <functional>
#include <memory>
#include <string>

class QFile;
class QXmlStreamReader;

namespace xo::io {

/// The parts of a ZIP package that a reader asks for by name; nothing is ever written to disk. Kept from harm: entries
/// with "..", "\" or an absolute name are never read; at most 10,000 entries, 1 GiB a part, 4 GiB in all, 200-fold
/// compression beyond 16 MiB. Names are compared without case, as Excel does.
class XlsxPackage {
public:
    /// Errors: io.zip_broken, io.zip_bomb{what}.
    static Result<std::unique_ptr<XlsxPackage>> open(std::unique_ptr<QFile> file);
    ~XlsxPackage();

    bool has(const QString& part) const;
    /// Unpacked length the directory states; 0 when there is no such part.
    std::uint64_t sizeOf(const QString& part) const;
    /// Name of the file on disk.
    std::string path() const;

    /// Streams a part as XML into `read`, which returns false to stop early; false from the reader's own error() is
    /// turned into an Error. Refused: any DTD, tags beyond 64 KiB, depth beyond 64. Errors: io.xlsx_missing_part{part},
    /// io.xlsx_broken_part{part, why}, io.xlsx_dtd{part}, io.zip_bomb, job.cancelled.
    /// `onBytes` hears how far it is; where `*drain` is true after a stop the rest is unpacked without being parsed, so
    /// that the checksum is still compared.
    Result<void> readXml(const QString& part, const JobContext& job,
                         const std::function<bool(QXmlStreamReader&)>& onToken,
                         const std::function<void(std::uint64_t)>& onBytes = {}, const bool* drain = nullptr);

private:
    XlsxPackage();
    struct State;
    std::unique_ptr<State> m_state;
};

/// A relationship target, made absolute: "worksheets/sheet1.xml" of "xl/workbook.xml" → "xl/worksheets/sheet1.xml";
/// blank when it would leave the package.
QString resolvedTarget(const QString& part, const QString& target);

} // namespace xo::io
