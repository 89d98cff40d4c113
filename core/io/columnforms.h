#pragma once

#include "core/io/plan.h"

#include <vector>

namespace xo::io {

/// What the file itself states of its columns (SPSS, databases): wording, codes that mean "not applicable", value
/// labels, text columns. Labels become a role's value labels or the column's texts when roles are guessed.
void applyStated(const Sample& sample, const std::vector<SourceColumn>& stated, Plan& plan);

/// Multi-choice questions spread over columns become one Set column each, in the place of their first column: those of
/// the recipe (`parts`), of the file (multiple-response sets), of the layout (option groups). A group stays as it is
/// when one of its columns is `claimed`: named by --set or a column of its own in the recipe.
void foldOptionColumns(const Sample& sample, const std::vector<SourceColumn>& stated, const Recipe& recipe,
                       const std::vector<bool>& claimed, Plan& plan);

/// Decides how the cells of one column are written: several options in a cell, numbers that stand for times (under a
/// header that says date or time, or where the role is given), the decimal mark; with notes where the evidence is thin.
void decideForm(Candidate& column);

/// After the roles: dates that could be day or month first are asked about, whatever they are dates of.
void askOrder(Candidate& column);

/// After the roles: names of scores found in the cells ("10-非常愿意"), the pole of an effort score, what looks wrong.
void concludeScores(Candidate& column);

} // namespace xo::io
