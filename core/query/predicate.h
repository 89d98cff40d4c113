#pragma once

#include "core/columnar/column.h"
#include "core/query/ast.h"
#include "core/query/daycodes.h"
#include "core/query/outcome.h"

namespace xo::query {

/// Tests every cell of one column with a predicate (Compare, Between, In, Contains, StartsWith, State); the operand of
/// `node` has been resolved to this column. n outcomes for n rows; a cell without a value is unknown to all but State.
/// Numbers compare as numbers (a text literal that reads as a number counts as one), times as instants in `zone`,
/// texts exactly and ordered by code points, a Set by its options (= and in: it holds one of them; != and not in: it is
/// answered and holds none; no < > between) with `contains` and `starts with` on the text shown; a number literal on a
/// text column compares the values that read as numbers: others differ from it, and are unknown to < > between. Errors:
/// query.type_mismatch{column, type, literal}, query.bad_date{text, column}. O(rows), dictionaries tested once per
/// value.
/// `days`: of a time column, to test whole days by; null = none known. `where`: only the outcome of these rows is
/// wanted; null = of all.
Result<Outcome> testColumn(const Node& node, const Column& column, const TimeZone& zone, const JobContext& job,
                           const DayCodes* days = nullptr, const Bitmap* where = nullptr);

/// What a predicate says of a row that does not exist (no such customer, no tied event): all its cells are blank.
unsigned outcomeOfAbsent(const Node& node);

} // namespace xo::query
