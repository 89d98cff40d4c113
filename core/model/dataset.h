#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/model/role.h"

#include <string>
#include <vector>

namespace xo {

enum class DatasetKind : std::uint8_t { Answers, Feedback, Events, Customers, Metrics, Identities, Invitations };
/// "answers", "feedback", "events", "customers", "metrics", "identities", "invitations".
std::string_view datasetKindName(DatasetKind kind);
/// Error model.bad_kind{text}.
Result<DatasetKind> datasetKindFromName(std::string_view name);

/// The type a column's cells were read as.
enum class ValueType : std::uint8_t {
    Category, ///< dictionary of texts (dimensions, keys, reasons)
    Score,    ///< small integers on a scale with their cell states
    Integer,  ///< whole numbers, kept as doubles (exact to 2^53; longer ones stay Category)
    Number,   ///< doubles
    Date,     ///< instants of day granularity (start of the local day)
    DateTime, ///< instants
    Text      ///< verbatims and unique ids: each row its own text
};
/// "category", "score", "integer", "number", "date", "datetime", "text".
std::string_view valueTypeName(ValueType type);
Result<ValueType> valueTypeFromName(std::string_view name);

/// One column of a dataset as the project describes it.
struct ColumnInfo {
    std::string name;  ///< unique in its dataset; the header, made unique ("name_2", "column_3")
    std::string label; ///< the question's wording when the file has one, else blank
    Role role;
    ValueType type = ValueType::Category;
    bool operator==(const ColumnInfo&) const = default;
};

/// How a file becomes a dataset; saved in the project, exported as JSON, re-run on next month's file.
struct RecipeColumn {
    std::string source; ///< header in the file
    std::string name;   ///< column in the dataset; blank = source
    std::string label;
    std::string role; ///< Role::text(); blank = guess
    std::string type; ///< valueTypeName; blank = guess
    bool operator==(const RecipeColumn&) const = default;
};
struct Recipe {
    std::string name;
    DatasetKind kind = DatasetKind::Answers;
    std::string dataset;             ///< target; blank = file stem
    std::string encoding;            ///< "UTF-8", "GB18030", …; blank = detect
    std::string delimiter;           ///< one character; blank = detect
    std::string quote;               ///< one character; blank = detect
    int headerRows = -1;             ///< −1 = detect
    std::string sheet;               ///< name or 1-based number; blank = first with data
    std::vector<std::string> stages; ///< wide events: the time columns, in order
    std::vector<RecipeColumn> columns;
    bool operator==(const Recipe&) const = default;
};
Json toJson(const Recipe& recipe);
/// Error model.bad_json{what is wrong}; unknown fields are refused by name so that a misspelt one is noticed.
Result<Recipe> recipeFromJson(const Json& json);

} // namespace xo
