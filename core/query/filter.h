#pragma once

#include "core/query/hooks.h"

#include <memory>
#include <string>
#include <string_view>

namespace xo::query {

/// A parsed condition of the filter language (PRODUCT.md 4). Cheap to copy.
struct Filter {
    std::shared_ptr<const Node> root; ///< null = no condition: everything
    bool empty() const { return !root; }
};

/// Reads a condition; blank text is the empty filter. At most 64 KiB and 200 levels deep. Errors name the position
/// (1-based, in characters) and what was expected, with the nearest known word: query.syntax{expected, found},
/// query.expected_operator{found, nearest}, query.bad_number{text}, query.unclosed_string, query.ends_early,
/// query.too_deep{limit} …; place "position 17". Words of the language are read without regard to ASCII letter case;
/// full-width brackets, commas and signs of comparison count as ASCII ones. Options of journey(…): query.unknown_option
/// {option, nearest}, query.option_twice{option}, query.option_alone{option, missing}, query.bad_option{text, option,
/// example}. O(length).
Result<Filter> parse(std::string_view text);
/// The canonical text; parse(print(f)) prints the same again.
std::string print(const Filter& filter);
std::string print(const JourneyFigure& figure);
/// "a and b", with brackets where needed; blank sides are dropped.
std::string conjunction(std::string_view a, std::string_view b);

/// A literal as the language writes it: 'it''s', and a column name in double quotes where it needs them.
std::string quotedText(std::string_view text);
std::string quotedName(std::string_view name);

/// Three-valued outcome per row: yes, or unknown (a missing value was met); neither bit = no, never both. A row is
/// selected when `yes`.
struct Outcome {
    Bitmap yes;
    Bitmap unknown;
};

// What the predicates mean:
// - A cell without a value is unknown to every comparison, `in`, `contains`, `starts with`; `is blank` and its sisters
//   ask for the cell's state and are never unknown for it. A row that does not exist (an answer tied to no event, a
//   customer without a row in the customers dataset or without answers) reads as blank.
// - A row without a customer is unknown to everything asked of its customer: customer., quantifiers, reached, journey,
//   tag, segment.
// - Texts compare exactly (letter case counts) and are ordered by code points. A number literal compares the texts that
//   read as numbers: any other text differs from it, and is unknown to < <= > >= between. A text literal that reads as
//   a number counts as one on a numeric column.
// - A date literal stands for its whole local day: "= d" is that day, "<= d" and "between … and d" include it, "> d"
//   begins after it. A date-time is an instant.
// - any: yes if one row is yes, else unknown if one is unknown, else no (so no for no rows). all: no if one row is no,
//   else unknown if one is unknown or there is no row at all, else yes. count: the rows that are yes; never unknown.
// - first, last (= latest): the customer's earliest, latest row that fulfils the condition, by the time column; equal
//   times by dataset and row order; a row without a time only where no other fulfils it. Its cell may be blank.
// - Quantifiers range over all datasets of the kind that hold the columns named.
// - reached('S'): an event whose stage is S; where no event has such a stage but a journey has, with a condition of its
//   own, an event that fulfils that condition. Never unknown for a customer.
// - journey('J', options).reached('S'): an attempt that the funnel of journey J counts got to S; .passed('S') on to the
//   next stage too; .stopped('S') no further, .stopped('S', lost|open|excluded|overdue) in that way; converted: through
//   the whole journey. `matured` behind it: only attempts whose window is over; `nth = 2`: the second stage of that
//   name. Options are those of the funnel (dataset, from, to, as_of, window, order, attempt, excluded = removed,
//   filter = (condition on events), by with group: the attempts of one group), so that every figure of a funnel has its
//   text. stages = ('A', 'B') instead of a name: a journey of these values of the stage column. Never unknown for a
//   customer.
// - segment: member or not, also for a rule that is unknown for a customer. tag: without a source, actual and rule.

/// Rows of one table that fulfil the condition. Bare names are columns of that table; a name missing there but held by
/// exactly one other dataset means any answer(…) / any event(…) (or the customer's, for a customers dataset).
/// `siblings`: other tables of the same run (several event datasets read together): a name that only a sibling has is
/// blank here rather than an error. Shape: a bit per row. Errors: query.unknown_name{name, nearest},
/// query.ambiguous_name{name, datasets}, query.names_apart{names}, query.type_mismatch{column, type, literal},
/// query.bad_date{text, column}, query.unknown_stage/tag/segment{name, nearest}, query.segment_cycle{names},
/// query.stage_cycle{name}, those of the hooks; each with its position (in a segment's rule: "segment 'S', position
/// 3"). Every part is evaluated, so that a mistake is reported whatever the data. O(rows) per predicate; dictionary
/// predicates are evaluated once per value.
Result<Outcome> evaluateRows(const Filter& filter, const Workspace& workspace, const Hooks& hooks, std::size_t table,
                             const std::vector<std::size_t>& siblings, const JobContext& job);
/// Customers that fulfil the condition; bare names are columns of the customers dataset. Shape: a bit per subject id
/// (Workspace::subjectCount); only subjects that occur in the project can be selected. Errors as above.
Result<Outcome> evaluateSubjects(const Filter& filter, const Workspace& workspace, const Hooks& hooks,
                                 const JobContext& job);
/// A condition on rows as two that both have to hold: what it asks of a row's customer alone, which one outcome per
/// customer answers (evaluateSubjects), and the rest. A row without a customer doesn't fulfil the first, unless it is
/// empty.
struct SplitFilter {
    Filter bySubject, byRow;
};
/// `tables`: those whose rows are asked, read together. What can't be resolved stays in `byRow`, whose evaluation says
/// why. O(length · columns).
SplitFilter splitBySubject(const Filter& filter, const Workspace& workspace, const std::vector<std::size_t>& tables);
/// Outcomes of a condition and of the parts it joins with `and` are kept with the snapshot (64 MiB at most, the oldest
/// goes first), so that adding a part costs that part alone. Forgets them: for those who measure.
void forgetParts(const Workspace& workspace);
/// The same for who reached which stage, kept likewise once it was asked for.
void forgetReached(const Workspace& workspace);

} // namespace xo::query
