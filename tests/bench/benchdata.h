#pragma once

#include <QString>

namespace xo::test {

/// Writes responses.csv (15 columns, `answers` rows) and events.csv (7 columns, `events` rows) into a folder, the same
/// bytes on every machine: three tenths as many customers as answers, 24 months, rows in order of arrival. False when a
/// file could not be written.
bool writeBenchData(const QString& folder, int answers, int events);

} // namespace xo::test
