#pragma once

#include "core/columnar/batch.h"

#include <QString>

namespace xo::test {

/// 30 members M00 … M29 with phones: M01 and M02 share one, M20 … M25 the shop's, M26 and M29 a placeholder, M27 none,
/// M28 a word.
ImportBatch crmBatch();
/// Two events a member; those of M00 … M09 have orders O00 … O09, and O00 also stands in an event of M10.
ImportBatch visitsBatch();
/// Ten answers known by the phone of M03 … M12 only, written with +86; tied as-of once phones join.
ImportBatch surveyBatch();
/// Eight answers with an order: O00, O00, O01, O02, unknown X1, unknown "o03", and two blank.
ImportBatch deliveriesBatch();
/// The four in a new project without identity rules.
bool writeIdentityProject(const QString& path);

} // namespace xo::test
