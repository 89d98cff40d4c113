#pragma once

#include "core/io/inspect.h"
#include "core/io/layout.h"
#include "core/io/roleguess.h"
#include "core/io/totals.h"

#include <optional>
#include <string>
#include <vector>

namespace xo::io {

/// A dataset has no more columns than this: every one costs memory and a place in the project.
inline constexpr std::size_t kMostColumns = 10'000;

/// The reading of a file as it stands after the sample: where the header is, what every column is, what was stated.
struct Plan {
    Layout layout;
    std::vector<Candidate> columns;        ///< one per column of the file
    std::vector<std::size_t> stageColumns; ///< wide events, in the order given
    int detectedHeaderRows = -1;           ///< what the file looks like, where `headerRows` was stated
    DatasetKind kind = DatasetKind::Answers;
    Why kindWhy;
    TotalsRule totals; ///< for rows beyond the sample; closed when it holds them all, or totals are to be kept
};

/// Header, types and roles from a sample, what the user and the recipe stated first. Errors: io.unknown_column{name,
/// known names}, io.role_twice{role, column, column}, io.no_columns, io.too_many_columns, model.bad_role,
/// model.bad_type, cancelled (looked at between columns). The columns are looked at on the threads the job allows.
Result<Plan> makePlan(const Sample& sample, int headerRows, const InspectHints& hints, const JobContext& job);

/// "time:dmy" → role time, order day first; "date:dmy" → a dimension of dates; other texts as Role::parse reads them.
Result<std::pair<Role, DateOrder>> parseRoleText(const std::string& text);
/// "COLUMN=ROLE" cut at the last "=" whose right side is a role ("C=ces:1-7,best=low"). Errors: io.bad_set{entry},
/// model.bad_role{text}.
struct SetRole {
    std::string column;
    Role role;
    DateOrder order = DateOrder::Iso;
};
Result<SetRole> parseSetRole(const std::string& entry);
/// How a recipe writes a type: "datetime:dmy" (order of open dates), "number:comma", "date:excel", "datetime:epoch",
/// "set:;" (mark between the options of one cell).
struct StatedType {
    ValueType type = ValueType::Category;
    DateOrder order = DateOrder::Iso;
    CellForm form;
    std::string separator;
};
Result<StatedType> parseTypeText(const std::string& text);
std::string typeText(const ColumnGuess& guess);

} // namespace xo::io
