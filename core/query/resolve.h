#pragma once

#include "core/query/ast.h"

#include <optional>
#include <string>
#include <vector>

namespace xo::query {

/// What a condition is evaluated on: the rows of a table, or (no table) all subjects.
struct Frame {
    std::optional<std::size_t> table;
    std::vector<std::size_t> siblings; ///< tables read together with it: their names are blank here, not unknown
};

/// Where a column's name leads from a frame.
struct Target {
    enum class Kind {
        Own,        ///< column of the frame's table
        Absent,     ///< only a sibling has it: blank in every row
        Tied,       ///< column of the event a row is tied to, in one of `tables`
        OfCustomer, ///< column of the customers dataset tables[0], by the row's subject
        AnyRow      ///< any row of the subject in `tables`, datasets of the kind `rows`
    };
    Kind kind = Kind::Own;
    Rows rows = Rows::Own;
    std::vector<std::size_t> tables;
    std::size_t column = 0; ///< Own, OfCustomer: its index
};

/// The datasets a prefix or quantifier speaks of (Own: none).
std::optional<DatasetKind> kindOfRows(Rows rows);
/// Rows of this kind are tied to events one by one: answers, feedback, invitations.
bool isTiedKind(DatasetKind kind);

/// How a bare name that only an event dataset holds is read on answers: as any event of the customer (conditions), or
/// as the event the answer is tied to (dimensions).
enum class BareEvents { Any, Tied };
/// Finds `name` behind an optional prefix. `position` 0 = unknown. Errors: query.unknown_name{name, nearest},
/// query.ambiguous_name{name, datasets}. O(columns of the project).
Result<Target> resolve(const Workspace& workspace, const Frame& frame, Rows prefix, const std::string& name,
                       std::size_t position, BareEvents bareEvents = BareEvents::Any);

/// The datasets a quantifier over `rows` ranges over: all of that kind that hold every column its condition names there
/// (`picked`: and this one); names that no dataset of the kind has are left to the rows' own resolution. Errors:
/// query.unknown_name, query.names_apart{names}.
Result<std::vector<std::size_t>> quantifiedTables(const Workspace& workspace, Rows rows, const Node* condition,
                                                  const std::string& picked, std::size_t position);

} // namespace xo::query
