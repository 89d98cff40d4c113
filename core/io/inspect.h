#pragma once

#include "core/base/json.h"
#include "core/base/timezone.h"
#include "core/io/cellform.h"
#include "core/io/layout.h"
#include "core/io/recipediff.h"
#include "core/io/source.h"
#include "core/model/dataset.h"

#include <optional>
#include <string>
#include <vector>

namespace xo::io {

/// Order of day and month in dates such as 3/5/2026.
enum class DateOrder : std::uint8_t { Iso, DayFirst, MonthFirst, Ambiguous };
std::string_view dateOrderName(DateOrder order); ///< "iso", "dmy", "mdy", "ambiguous"

/// What is believed of one column, and why.
struct ColumnGuess {
    std::string source; ///< header as the file has it ("" when empty)
    std::string name;   ///< made unique: "name_2", "column_3"
    std::string label;  ///< the question's wording where the file has a second header row
    ValueType type = ValueType::Category;
    Role role;
    Why roleWhy;
    bool given = false; ///< role stated by the user or a recipe, not guessed
    DateOrder dateOrder = DateOrder::Iso;
    CellForm form;                          ///< decimal comma, numbers that stand for times
    std::vector<ValueLabel> valueLabels;    ///< scores: what they are called; categories: codes and their texts
    std::vector<std::string> notApplicable; ///< cells that mean so in this column, as the file has them
    SetForm set;                            ///< type Set: where its options stand
    std::string foldedInto;                 ///< this column is an option of that set and no column of its own
    std::optional<Why> question;            ///< to be answered by the user: which pole of a scale is the best …
    std::vector<Why> notes;                 ///< what was decided without being sure, or looks wrong
    double nullShare = 0.0;                 ///< of the sampled rows
    std::vector<std::string> examples;      ///< up to 5 distinct values
    std::vector<std::string> odd;           ///< up to 5 sampled values that don't fit the type
};

struct InspectHints {
    std::optional<DatasetKind> kind;   ///< what the user says it is; blank = guess
    std::vector<std::string> setRoles; ///< "COLUMN=ROLE"
    std::vector<std::string> stages;   ///< wide events: time columns
    Recipe base;                       ///< columns known from an earlier import
    KnownValues known;                 ///< values the dataset holds, to tell new ones
    std::vector<SourceColumn> stated;  ///< what the file itself says of its columns
    bool keepTotals = false;           ///< rows of totals at the end are rows like the others
    std::size_t sampleRows = 20'000;
    std::size_t previewRows = 50;
};

struct Inspection {
    std::string file; ///< without its folder
    SourceInfo source;
    DatasetKind kindGuess = DatasetKind::Answers;
    Why kindWhy;
    int headerRows = 1;
    Why headerWhy;
    std::uint64_t rowsEstimate = 0; ///< data rows; exact when the sample held them all
    bool rowsExact = false;
    std::vector<ColumnGuess> columns;
    std::vector<std::vector<std::string>> preview; ///< first data rows as text
    std::vector<std::uint64_t> oddRows;            ///< lines among the sampled whose cell count isn't the header's
    std::vector<SampleRow> totals;                 ///< rows at the end that look like totals
    bool keptTotals = false;                       ///< they are rows like the others
    bool compared = false;                         ///< there was a recipe (hints.base) to compare with
    std::vector<RecipeChange> changes;             ///< what is different from that recipe, the grave first
};

/// What the options leave open, as the recipe has it.
ReadOptions mergedOptions(const ReadOptions& options, const Recipe& recipe);

/// The JSON of `xow inspect` (PRODUCT.md 5), with more fields behind the contract's.
Json toJson(const Inspection& inspection, bool chinese = false);

/// Reads a sample and guesses kind, header, types and roles, each with its reason. Errors: those of Source::open,
/// io.unknown_column{name, known}, io.no_columns and model.bad_role for a wrong --set.
Result<Inspection> inspect(const std::string& path, const ReadOptions& options, const InspectHints& hints,
                           const JobContext& job);
/// The same on a file that is open already.
Result<Inspection> inspect(Source& source, const std::string& path, const ReadOptions& options,
                           const InspectHints& hints, const JobContext& job);

} // namespace xo::io
