#pragma once

#include "core/io/xlsx/numberformat.h"
#include "core/io/xlsx/package.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

/// A worksheet as the workbook lists it (chart and dialog sheets are left out).
struct WorkbookSheet {
    std::string name;
    bool hidden = false;
    QString part; ///< blank when its relationship leads nowhere
};

/// What the small parts of a workbook say: sheets, date system, formats.
struct Workbook {
    std::vector<WorkbookSheet> sheets;
    bool date1904 = false;
    std::vector<FormatMeaning> formats; ///< by cell style index
    QString sharedStringsPart;
};

/// Reads workbook, relationships and styles. Errors: those of readXml, io.not_a_table for other ZIP-based files
/// (named).
Result<Workbook> readWorkbook(XlsxPackage& package, const JobContext& job);

/// The shared strings, end to end. Rich text is joined, phonetic guides left out, _xHHHH_ escapes undone.
class SharedStrings {
public:
    /// Errors: those of readXml, io.xlsx_too_large beyond 1 GiB of text.
    Result<void> load(XlsxPackage& package, const QString& part, const JobContext& job);
    std::size_t size() const { return m_offsets.size() - 1; }
    std::string_view at(std::size_t index) const {
        return std::string_view(m_bytes).substr(m_offsets[index], m_offsets[index + 1] - m_offsets[index]);
    }

private:
    std::string m_bytes;
    std::vector<std::uint64_t> m_offsets{0};
};

/// Appends a string of the file as UTF-8 with _xHHHH_ escapes undone.
void appendXmlText(std::string& out, QStringView text);
void undoEscapes(std::string& text, std::size_t from);

} // namespace xo::io
