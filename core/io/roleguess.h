#pragma once

#include "core/io/inspect.h"
#include "core/io/profile.h"

#include <optional>
#include <vector>

namespace xo::io {

/// One column as the guesser sees it; `guess.role` is filled in unless `guess.given`.
struct Candidate {
    ColumnGuess guess;
    Profile profile;
    bool typeGiven = false;
    bool nominal = false; ///< the file says its values are names
};

/// The dataset's kind from its columns and their headers.
DatasetKind guessKind(const std::vector<Candidate>& columns, Why& why);

/// Gives every column a role and a reason: header words (Chinese and English) first, checked against the values. At
/// most one time, customer, link, id and stage; a role given by the user is never guessed a second time. `wide` = the
/// stages are columns: no stage and no time are guessed.
void guessRoles(std::vector<Candidate>& columns, std::optional<DatasetKind> kind, bool wide);

/// The value type a role asks for: Score for scores, Number for metrics (Integer stays), Category for keys, …
ValueType typeForRole(const Role& role, ValueType byValues, const Profile& profile);

} // namespace xo::io
