#pragma once

#include "core/model/role.h"
#include "core/query/hooks.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace xo::query {

using NodePtr = std::shared_ptr<const Node>;

/// Whose rows a prefix ("event.store") or a quantifier ("any answer(…)") speaks of; Own = the table at hand.
enum class Rows : std::uint8_t { Own, Answer, Event, Feedback, Invitation, Customer };

enum class Comparison : std::uint8_t { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };

/// 'text' or a number, as written in the condition.
struct Literal {
    bool isNumber = false;
    std::string text;         ///< of a text; blank for a number
    double number = 0;        ///< of a number
    std::size_t position = 0; ///< 1-based, in characters
};

/// What a predicate is about: a column, how many rows fulfil a condition, or a column of the first/last such row.
struct Operand {
    enum class Kind : std::uint8_t { Column, Count, Pick };
    enum class Which : std::uint8_t { First, Last, Latest }; ///< Latest is another word for Last
    Kind kind = Kind::Column;
    Rows rows = Rows::Own; ///< prefix of a column, or the rows counted or picked from
    std::string name;      ///< column; blank for Count
    Which which = Which::Last;
    NodePtr condition;        ///< on the rows counted or picked from; null = all of them
    std::size_t position = 0; ///< of the column's name (Count: of the word)
};

enum class NodeKind : std::uint8_t {
    Or,         ///< children, two or more
    And,        ///< children, two or more
    Not,        ///< one child
    Compare,    ///< operand comparison values[0]
    Between,    ///< operand [not] between values[0] and values[1]
    In,         ///< operand [not] in (values)
    Contains,   ///< operand [not] contains values[0]
    StartsWith, ///< operand [not] starts with values[0]
    State,      ///< operand is [not] state
    Any,        ///< any rows(children[0]); no child = any row at all
    All,        ///< all rows(children[0])
    Reached,    ///< reached('name')
    Journey,    ///< journey('journey', option = …).reached('name'), .passed(…), .stopped(…)
    Tag,        ///< tag('name'[, source = tagSource][, p comparison values[0]])
    Segment     ///< segment('name')
};

/// Whether a node of this kind tests its operand.
inline bool hasOperand(NodeKind kind) {
    return kind >= NodeKind::Compare && kind <= NodeKind::State;
}

enum class TagSource : std::uint8_t { Unset, Actual, Rule, Predicted, Any };

/// One part of a condition. Immutable once parsed; at most kMaxDepth deep.
struct Node {
    NodeKind kind = NodeKind::And;
    std::size_t position = 0; ///< where it begins, 1-based, in characters
    std::vector<NodePtr> children;
    Operand operand;
    Comparison comparison = Comparison::Equal;
    bool negated = false; ///< "not in", "not between", "is not …"
    std::vector<Literal> values;
    CellState state = CellState::Blank;
    Rows rows = Rows::Answer; ///< Any, All
    std::string name;         ///< stage, tag or segment
    std::shared_ptr<const JourneyFigure> figure;
    TagSource tagSource = TagSource::Unset;
};

inline constexpr std::size_t kMaxDepth = 200;      ///< brackets, not, and conditions inside conditions
inline constexpr std::size_t kMaxLength = 1 << 16; ///< bytes of a condition

/// What error texts offer as the nearest known name: the likely one, else "–" (also for names too long to be a slip).
std::string nearestOrDash(std::string_view name, const std::vector<std::string>& known);

/// "position 17".
std::string placeOf(std::size_t position);
/// "answer", "event", "feedback", "invitation", "customer"; "" for Own.
std::string_view rowsWord(Rows rows);
/// "=", "!=", "<", "<=", ">", ">=".
std::string_view comparisonText(Comparison comparison);
std::string_view tagSourceWord(TagSource source);
/// "lost", "open" …; "reached" and "passed", which are written .reached(…), .passed(…); "stopped".
std::string_view outcomeWord(JourneyState state);
/// "strict_all" and the like: names of the funnel's orders as words of the language.
std::string orderWord(FunnelOrder order);

} // namespace xo::query
