#pragma once

#include "app/reader/output.h"

#include <string>

namespace xo::reader {

struct Task {
    std::string path;
    bool rows = false;       ///< else the head alone
    std::string sheet;       ///< of a workbook: name or 1-based number; blank = the first with cells
    bool skipHidden = false; ///< leave out the hidden rows of a sheet
    std::string encoding;    ///< of an SPSS file, where the user knows better than the file
};

/// An Excel 5 … 2003 workbook.
[[noreturn]] void readXls(const Task& task, Output& out);
/// An SPSS system file (.sav, .zsav) through ReadStat.
[[noreturn]] void readSav(const Task& task, Output& out);

} // namespace xo::reader
