#pragma once

#include "core/base/json.h"
#include "core/io/source.h"
#include "core/model/dataset.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace xo {
struct ImportBatch;
}

namespace xo::io {

struct Plan;

/// What became different in a file since its recipe was made.
enum class ChangeKind : std::uint8_t {
    Missing,   ///< a column of the recipe that the file lacks
    New,       ///< a column the recipe doesn't know
    Renamed,   ///< a missing one and a new one that are probably the same
    Retyped,   ///< cells that don't fit the recipe's type or scale
    Rescaled,  ///< scores that fit but keep to the lower half of the scale: "1–5" in a 0–10 column
    NewValues, ///< categories the dataset doesn't hold yet
    Header,    ///< another number of header rows than the file seems to have
    Dialect    ///< the file looks cut or decoded otherwise than the recipe states
};
/// "missing", "new", "renamed", "retyped", "rescaled", "new_values", "header", "dialect".
std::string_view changeKindName(ChangeKind kind);

enum class ChangeSeverity : std::uint8_t {
    Blocks, ///< analyses would lose a key, a time or a score: import only after a clear yes
    Look,   ///< somebody should look at it
    Note    ///< for the record
};
/// "blocks", "look", "note".
std::string_view changeSeverityName(ChangeSeverity severity);

struct RecipeChange {
    ChangeKind kind = ChangeKind::New;
    ChangeSeverity severity = ChangeSeverity::Note;
    std::string column;                ///< column of the dataset; for New the header
    std::string role;                  ///< the recipe's role text; for New the guessed one
    std::string renamedTo;             ///< Renamed: the header in the file
    bool applied = false;              ///< Renamed: so sure (only case, blanks or width differ) that it was read so
    std::vector<std::string> examples; ///< up to 5 cells or values
    std::uint64_t count = 0;           ///< cells that don't fit, or new values
    Why why;
    bool operator==(const RecipeChange&) const = default;
};
Json toJson(const RecipeChange& change, bool chinese = false);
/// True when one of them blocks.
bool blocks(const std::vector<RecipeChange>& changes);

/// Column of the dataset → the values it holds already. Columns left out are not judged.
using KnownValues = std::map<std::string, std::vector<std::string>>;

/// Where a recipe's columns are in a file. `exact[i]`: by header; `loose[i]`: only case, blanks, width of characters or
/// a leading question number ("3、", "Q3.") differ, and no other column of either side could be meant.
struct RecipeMatch {
    std::vector<std::optional<std::size_t>> exact; ///< per recipe column
    std::vector<std::optional<std::size_t>> loose; ///< per recipe column, only where `exact` is blank
    std::optional<std::size_t> at(std::size_t recipeColumn) const {
        return exact[recipeColumn] ? exact[recipeColumn] : loose[recipeColumn];
    }
    /// True when the file's column is one of the recipe's.
    bool holds(std::size_t fileColumn) const;
};
/// `sources` = headers as written, `names` = made unique (Layout). O(columns · log).
RecipeMatch matchRecipe(const std::vector<std::string>& sources, const std::vector<std::string>& names,
                        const Recipe& recipe);

/// What changed, the grave first, then in the order of the file. `plan` was made with this recipe as its base; its
/// sample is what is judged. Pure. O(sampled distinct values).
std::vector<RecipeChange> recipeChanges(const Plan& plan, const SourceInfo& source, const Recipe& recipe,
                                        const KnownValues& known);
/// Replaces what the sample said of new values by what the whole file holds.
void completeNewValues(std::vector<RecipeChange>& changes, const ImportBatch& batch, const KnownValues& known);

/// The recipe whose headers fit a file best. share = columns in both / columns in either (0…1), columns with the role
/// `ignore` left out.
struct RecipeFit {
    std::size_t index = 0;
    double share = 0.0;
    std::size_t matched = 0, of = 0; ///< columns of the recipe found, columns of the recipe
};
/// From here on a recipe may be offered for a file.
inline constexpr double kRecipeFits = 0.6;
/// Blank when no recipe shares a column with the file. `headers` as written.
std::optional<RecipeFit> bestRecipe(const std::vector<std::string>& headers, const std::vector<Recipe>& recipes);

/// The part of an earlier import's recipe that holds for the next file too: roles, types, names, stages; encoding,
/// dialect, header rows and sheet belong to the one file.
Recipe reusable(Recipe recipe);
/// From now on the file's column `header` is the dataset's column `column` (a rename that was confirmed).
void renameSource(Recipe& recipe, const std::string& column, const std::string& header);

/// The column is one the recipe leaves out.
bool isIgnored(const RecipeColumn& column);

} // namespace xo::io
