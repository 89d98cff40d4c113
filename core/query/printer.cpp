#include "core/query/ast.h"
#include "core/query/filter.h"
#include "core/query/lexer.h"

#include "core/base/text.h"

#include <algorithm>

namespace xo::query {

namespace {

std::string doubled(std::string_view text, char quote) {
    std::string out(1, quote);
    for (const char c : text) {
        if (c == quote) out += c;
        out += c;
    }
    out += quote;
    return out;
}

std::string literalText(const Literal& literal) {
    return literal.isNumber ? formatNumber(literal.number) : quotedText(literal.text);
}

void printNode(const Node& node, std::string& out);

void printInner(const NodePtr& condition, std::string& out) {
    if (!condition) return;
    out += '(';
    printNode(*condition, out);
    out += ')';
}

void printOperand(const Operand& operand, std::string& out) {
    switch (operand.kind) {
    case Operand::Kind::Column:
        if (operand.rows != Rows::Own) {
            out += rowsWord(operand.rows);
            out += '.';
        }
        break;
    case Operand::Kind::Count:
        out += "count ";
        out += rowsWord(operand.rows);
        printInner(operand.condition, out);
        return;
    case Operand::Kind::Pick:
        out += operand.which == Operand::Which::First  ? "first "
               : operand.which == Operand::Which::Last ? "last "
                                                       : "latest ";
        out += rowsWord(operand.rows);
        printInner(operand.condition, out);
        out += '.';
        break;
    }
    out += quotedName(operand.name);
}

void printList(const Node& node, std::string_view word, bool bracketOr, std::string& out) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        if (i) out += word;
        const bool brackets = bracketOr && node.children[i]->kind == NodeKind::Or;
        if (brackets) out += '(';
        printNode(*node.children[i], out);
        if (brackets) out += ')';
    }
}

void printTest(const Node& node, std::string_view word, std::string& out) {
    printOperand(node.operand, out);
    out += node.negated ? " not " : " ";
    out += word;
    out += ' ';
}

void printState(const Node& node, std::string& out) {
    printOperand(node.operand, out);
    out += node.negated ? " is not " : " is ";
    switch (node.state) {
    case CellState::NotApplicable:
        out += "not applicable";
        break;
    case CellState::NotAsked:
        out += "not asked";
        break;
    case CellState::OutOfRange:
        out += "out of range";
        break;
    case CellState::Unparsed:
        out += "unparsed";
        break;
    case CellState::Valid:
    case CellState::Blank:
        out += "blank";
        break;
    }
}

void printTag(const Node& node, std::string& out) {
    out += "tag(" + quotedText(node.name);
    if (node.tagSource != TagSource::Unset) {
        out += ", source = ";
        out += tagSourceWord(node.tagSource);
    }
    if (!node.values.empty()) {
        out += ", p ";
        out += comparisonText(node.comparison);
        out += ' ' + literalText(node.values[0]);
    }
    out += ')';
}

void printNode(const Node& node, std::string& out) {
    switch (node.kind) {
    case NodeKind::Or:
        printList(node, " or ", false, out);
        break;
    case NodeKind::And:
        printList(node, " and ", true, out);
        break;
    case NodeKind::Not: {
        const Node& child = *node.children[0];
        const bool brackets = child.kind == NodeKind::Or || child.kind == NodeKind::And;
        out += brackets ? "not (" : "not ";
        printNode(child, out);
        if (brackets) out += ')';
        break;
    }
    case NodeKind::Compare:
        printOperand(node.operand, out);
        out += ' ';
        out += comparisonText(node.comparison);
        out += ' ' + literalText(node.values[0]);
        break;
    case NodeKind::Between:
        printTest(node, "between", out);
        out += literalText(node.values[0]) + " and " + literalText(node.values[1]);
        break;
    case NodeKind::In:
        printTest(node, "in", out);
        for (std::size_t i = 0; i < node.values.size(); ++i)
            out += (i ? ", " : "(") + literalText(node.values[i]);
        out += ')';
        break;
    case NodeKind::Contains:
        printTest(node, "contains", out);
        out += literalText(node.values[0]);
        break;
    case NodeKind::StartsWith:
        printTest(node, "starts with", out);
        out += literalText(node.values[0]);
        break;
    case NodeKind::State:
        printState(node, out);
        break;
    case NodeKind::Any:
    case NodeKind::All:
        out += node.kind == NodeKind::Any ? "any " : "all ";
        out += rowsWord(node.rows);
        printInner(node.children.empty() ? NodePtr() : node.children[0], out);
        break;
    case NodeKind::Reached:
        out += "reached(" + quotedText(node.name) + ')';
        break;
    case NodeKind::Journey:
        out += print(*node.figure);
        break;
    case NodeKind::Tag:
        printTag(node, out);
        break;
    case NodeKind::Segment:
        out += "segment(" + quotedText(node.name) + ')';
        break;
    }
}

} // namespace

std::string nearestOrDash(std::string_view name, const std::vector<std::string>& known) {
    // the edit distance costs the product of the lengths
    if (name.size() > 200) return "–";
    return nearestName(name, known).value_or("–");
}

std::string placeOf(std::size_t position) {
    return "position " + std::to_string(position);
}

std::string_view rowsWord(Rows rows) {
    switch (rows) {
    case Rows::Answer:
        return "answer";
    case Rows::Event:
        return "event";
    case Rows::Feedback:
        return "feedback";
    case Rows::Invitation:
        return "invitation";
    case Rows::Customer:
        return "customer";
    case Rows::Own:
        break;
    }
    return "";
}

std::string_view comparisonText(Comparison comparison) {
    switch (comparison) {
    case Comparison::Equal:
        return "=";
    case Comparison::NotEqual:
        return "!=";
    case Comparison::Less:
        return "<";
    case Comparison::LessEqual:
        return "<=";
    case Comparison::Greater:
        return ">";
    case Comparison::GreaterEqual:
        return ">=";
    }
    return "";
}

std::string_view tagSourceWord(TagSource source) {
    switch (source) {
    case TagSource::Actual:
        return "actual";
    case TagSource::Rule:
        return "rule";
    case TagSource::Predicted:
        return "predicted";
    case TagSource::Any:
        return "any";
    case TagSource::Unset:
        break;
    }
    return "";
}

std::string_view outcomeWord(JourneyState state) {
    switch (state) {
    case JourneyState::Reached:
        return "reached";
    case JourneyState::Passed:
        return "passed";
    case JourneyState::Stopped:
        return "stopped";
    case JourneyState::Lost:
        return "lost";
    case JourneyState::Open:
        return "open";
    case JourneyState::Converted:
        return "converted";
    case JourneyState::Excluded:
        return "excluded";
    case JourneyState::Overdue:
        return "overdue";
    }
    return "";
}

std::string orderWord(FunnelOrder order) {
    std::string word(funnelOrderName(order));
    std::replace(word.begin(), word.end(), '-', '_');
    return word;
}

std::string print(const JourneyFigure& figure) {
    std::string out = "journey(";
    if (figure.stages.empty()) {
        out += quotedText(figure.journey);
    } else {
        for (std::size_t i = 0; i < figure.stages.size(); ++i)
            out += (i ? ", " : "stages = (") + quotedText(figure.stages[i]);
        out += ')';
    }
    const auto option = [&out](std::string_view name, const std::string& value) {
        out += ", " + std::string(name) + " = " + value;
    };
    const auto text = [&option](std::string_view name, const std::string& value) {
        if (!value.empty()) option(name, quotedText(value));
    };
    text("dataset", figure.dataset);
    text("from", figure.from);
    text("to", figure.to);
    text("as_of", figure.asOf);
    if (figure.window) text("window", figure.window->text());
    if (figure.order) option("order", orderWord(*figure.order));
    if (figure.attempt) option("attempt", std::string(funnelAttemptName(*figure.attempt)));
    if (figure.removeExcluded) option("excluded", "removed");
    if (figure.filter) option("filter", "(" + print(Filter{figure.filter}) + ")");
    text("by", figure.by);
    if (!figure.by.empty()) option("group", figure.group ? quotedText(*figure.group) : "blank");
    const bool stopped = figure.state != JourneyState::Reached && figure.state != JourneyState::Passed;
    out += ").";
    out += stopped ? std::string_view("stopped") : outcomeWord(figure.state);
    out += "(" + quotedText(figure.stage);
    if (stopped && figure.state != JourneyState::Stopped) out += ", " + std::string(outcomeWord(figure.state));
    if (figure.nth > 0) option("nth", std::to_string(figure.nth));
    if (figure.matured) out += ", matured";
    return out + ")";
}

std::string print(const Filter& filter) {
    std::string out;
    if (filter.root) printNode(*filter.root, out);
    return out;
}

std::string quotedText(std::string_view text) {
    return doubled(text, '\'');
}

std::string quotedName(std::string_view text) {
    if (isBareName(text) && !isReservedWord(text)) return std::string(text);
    return doubled(text, '"');
}

std::string conjunction(std::string_view a, std::string_view b) {
    a = trimmed(a);
    b = trimmed(b);
    const auto readA = parse(a);
    const auto readB = parse(b);
    // the parser, not the trim, says what holds no condition: it knows more kinds of blanks
    if (readA && !readA->root) return readB && !readB->root ? std::string() : std::string(b);
    if (readB && !readB->root) return std::string(a);
    const auto part = [](const Result<Filter>& filter, std::string_view text) {
        const bool alone = filter && filter->root->kind != NodeKind::Or;
        return alone ? std::string(text) : "(" + std::string(text) + ")";
    };
    return part(readA, a) + " and " + part(readB, b);
}

} // namespace xo::query
