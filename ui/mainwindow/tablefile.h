#pragma once

#include "core/base/result.h"

#include <QString>

namespace xo::ui {

/// Tab-separated text as CSV (RFC 4180, UTF-8 with a mark so that Excel reads it); a cell that a spreadsheet would run
/// as a formula gets a ' in front, numbers stay numbers. Error window.cannot_write{path}.
Result<void> saveTable(const QString& tabSeparated, const QString& path);
/// The same as text.
QString csvOf(const QString& tabSeparated);

} // namespace xo::ui
