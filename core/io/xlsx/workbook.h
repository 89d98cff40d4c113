#pragma once

#include "core/io/xlsx/numberformat.h"
#include "core/io/xlsx/package.h"

#include <string>
#include <vector>

namespace xo::io {

/// A worksheet as the workbook lists it (chart and dialog sheets are left out).
struct WorkbookSheet {
    std::string name;
    bool hidden = false; ///< hidden or "very hidden"
    std::string part;    ///< blank when its relationship leads nowhere
};

/// What the small parts of a workbook say: sheets, date system, formats.
struct Workbook {
    std::vector<WorkbookSheet> sheets;
    bool date1904 = false;
    std::vector<FormatMeaning> formats; ///< by cell style index
    std::string sharedStringsPart;
};

/// Reads workbook, relationships and styles. Errors: those of readXml, io.not_a_table for other ZIP-based files
/// (named).
Result<Workbook> readWorkbook(XlsxPackage& package, const JobContext& job);

} // namespace xo::io
