#pragma once

#include "core/query/hooks.h"

#include <memory>
#include <string>
#include <string_view>

namespace xo::query {

struct Node; ///< syntax tree, core/query/ast.h

/// A parsed condition of the filter language (PRODUCT.md 4). Cheap to copy.
struct Filter {
    std::shared_ptr<const Node> root; ///< null = no condition: everything
    bool empty() const { return !root; }
};

/// Reads a condition; blank text is the empty filter. Errors name the position (1-based, in characters) and what was
/// expected, with the nearest known word: query.syntax{expected, found}, query.bad_number, query.unclosed_string,
/// query.too_deep …; place "position 17".
Result<Filter> parse(std::string_view text);
/// The canonical text; parse(print(f)) prints the same again.
std::string print(const Filter& filter);
/// "a and b", with brackets where needed; blank sides are dropped.
std::string conjunction(std::string_view a, std::string_view b);

/// A literal as the language writes it: 'it''s', and a column name in double quotes where it needs them.
std::string quotedText(std::string_view text);
std::string quotedName(std::string_view name);

/// Three-valued outcome per row: yes, or unknown (a missing value was met); neither bit = no. A row is selected when
/// `yes`.
struct Outcome {
    Bitmap yes;
    Bitmap unknown;
};

/// Rows of one table that fulfil the condition. Bare names are columns of that table; a name missing there but held by
/// exactly one other dataset means any answer(…) / any event(…) (or the customer's, for a customers dataset).
/// `siblings`: other tables of the same run (several event datasets read together): a name that only a sibling has is
/// blank here rather than an error. Errors: query.unknown_name{name, nearest}, query.ambiguous_name{name, candidates},
/// query.type_mismatch …, each with its position. O(rows) per predicate; dictionary predicates are evaluated once per
/// value.
Result<Outcome> evaluateRows(const Filter& filter, const Workspace& workspace, const Hooks& hooks, std::size_t table,
                             const std::vector<std::size_t>& siblings, const JobContext& job);
/// Customers (bit per subject id) that fulfil the condition; bare names are columns of the customers dataset. Only
/// subjects that occur in the project can be selected.
Result<Outcome> evaluateSubjects(const Filter& filter, const Workspace& workspace, const Hooks& hooks,
                                 const JobContext& job);

} // namespace xo::query
