#pragma once

#include "core/columnar/batch.h"

#include <QString>

namespace xo::test {

/// 40 customers in two cities; all browse, the even ones test-drive, every fourth orders; 20 answers. Counts that tests
/// rely on: reached('试乘试驾') 20 · reached('下定') 10 · city = '上海' 20 · any answer(csat <= 2) 8.
ImportBatch customersBatch();
ImportBatch eventsBatch();
ImportBatch answersBatch();
/// Writes the three into a new project file, with the journey 购车 and the segment 未下定. False when something failed.
bool writeSmallProject(const QString& path);

} // namespace xo::test
