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
    Text,     ///< verbatims and unique ids: each row its own text
    Set       ///< several options of one question: dictionary of combinations, options parted by kOptionMark
};
/// "category", "score", "integer", "number", "date", "datetime", "text", "set".
std::string_view valueTypeName(ValueType type);
Result<ValueType> valueTypeFromName(std::string_view name);
/// Category and Set: codes of a dictionary.
constexpr bool isCoded(ValueType type) {
    return type == ValueType::Category || type == ValueType::Set;
}

/// Parts the options inside a text of a Set column's dictionary; options stand in order of their first appearance in
/// the question, none is empty, none repeats. Shown and exported as "; ".
inline constexpr char kOptionMark = '\x1F';

/// A code of a file and the words it stands for: 1 → "Very dissatisfied".
struct ValueLabel {
    std::string value;
    std::string label;
    bool operator==(const ValueLabel&) const = default;
};

/// One column of a dataset as the project describes it.
struct ColumnInfo {
    std::string name;  ///< unique in its dataset; the header, made unique ("name_2", "column_3")
    std::string label; ///< the question's wording when the file has one, else blank
    Role role;
    ValueType type = ValueType::Category;
    /// What the scores or codes are called; blank when the file has no such words.
    std::vector<ValueLabel> valueLabels = {};
    bool operator==(const ColumnInfo&) const = default;
};

/// How a file becomes a dataset; saved in the project, exported as JSON, re-run on next month's file.
struct RecipeColumn {
    std::string source; ///< header in the file
    std::string name;   ///< column in the dataset; blank = source
    std::string label;
    std::string role; ///< Role::text(); blank = guess
    std::string type; ///< valueTypeName; blank = guess
    std::vector<ValueLabel> valueLabels;
    std::vector<std::string> parts; ///< Set: the headers whose columns are its options; blank when one cell holds them
    bool operator==(const RecipeColumn&) const = default;
};
struct Recipe {
    std::string name;
    DatasetKind kind = DatasetKind::Answers;
    std::string dataset;             ///< target; blank = file stem
    std::string encoding;            ///< "UTF-8", "GB18030", …; blank = detect
    std::string delimiter;           ///< one character; blank = detect
    std::string quote;               ///< one character; blank = detect
    std::string escape;              ///< one character; "none" = quotes are doubled; blank = detect
    std::string comment;             ///< lines that begin so are no records; "none"; blank = detect
    int headerRows = -1;             ///< −1 = detect
    std::string sheet;               ///< name or 1-based number; blank = first with data
    std::string member;              ///< of a .zip: the file inside; blank = the only table in it
    std::string totals;              ///< rows of totals at the end: "keep", "leave_out"; blank = leave out and say so
    std::string hidden;              ///< rows hidden in a workbook: "include", "skip"; blank = include and say so
    std::string database;            ///< instead of a file: the address, without user and password
    std::string table;               ///< of the database
    std::string select;              ///< instead of a table: one SELECT
    std::vector<std::string> stages; ///< wide events: the time columns, in order
    std::vector<RecipeColumn> columns;
    bool operator==(const Recipe&) const = default;
};
Json toJson(const Recipe& recipe);
/// Error model.bad_json{what is wrong}; unknown fields are refused by name so that a misspelt one is noticed.
Result<Recipe> recipeFromJson(const Json& json);

} // namespace xo
