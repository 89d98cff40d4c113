#include "core/query/parser.h"

#include <array>

namespace xo::query {

namespace {

constexpr std::array<std::pair<std::string_view, Rows>, 9> kRowWords = {{{"answer", Rows::Answer},
                                                                         {"answers", Rows::Answer},
                                                                         {"event", Rows::Event},
                                                                         {"events", Rows::Event},
                                                                         {"feedback", Rows::Feedback},
                                                                         {"invitation", Rows::Invitation},
                                                                         {"invitations", Rows::Invitation},
                                                                         {"customer", Rows::Customer},
                                                                         {"customers", Rows::Customer}}};

} // namespace

Result<NodePtr> Parser::run() {
    auto root = disjunction();
    if (!root) return root;
    if (current().kind != TokenKind::End) return unexpected("query.expected_end");
    return root;
}

Result<NodePtr> Parser::disjunction() {
    return chain(NodeKind::Or, "or", [this] { return chain(NodeKind::And, "and", [this] { return negation(); }); });
}

Result<NodePtr> Parser::negation() {
    const DepthGuard guard(m_depth);
    if (m_depth > kMaxDepth) return fail("query.too_deep", {std::to_string(kMaxDepth)}, placeOf(current().position));
    if (!isWord(current(), "not")) return primary();
    Node node;
    node.kind = NodeKind::Not;
    node.position = current().position;
    advance();
    auto part = negation();
    if (!part) return part;
    node.children.push_back(*part);
    return made(std::move(node));
}

Result<NodePtr> Parser::primary() {
    if (take(TokenKind::Open)) {
        auto inner = disjunction();
        if (!inner) return inner;
        if (auto done = require(TokenKind::Close, ")"); !done) return done.failure();
        return inner;
    }
    const Token& token = current();
    if (token.kind != TokenKind::Name) return unexpected("query.expected_condition");
    if (token.quoted) return predicate();
    for (std::string_view word : {"and", "or", "in", "is", "between", "contains", "starts"})
        if (isWord(token, word)) return unexpected("query.expected_condition");
    if (ahead(1).kind == TokenKind::Open) return function();
    if ((isWord(token, "any") || isWord(token, "all")) && isSecondWord(ahead(1))) return quantified();
    return predicate();
}

/// "answer", "event" …, the rows a quantifier ranges over; customers have one row each and are not among them.
Result<Rows> Parser::quantifiedRows() {
    for (const auto& [word, rows] : kRowWords)
        if (rows != Rows::Customer && take(word)) return rows;
    const auto near = current().kind == TokenKind::Name
                          ? nearestOrDash(current().text, {"answer", "event", "feedback", "invitation"})
                          : std::string("–");
    return unexpected("query.unknown_rows", {near});
}

/// "(condition)" or nothing at all.
Result<NodePtr> Parser::innerCondition() {
    if (!take(TokenKind::Open)) return NodePtr();
    if (take(TokenKind::Close)) return NodePtr();
    auto inner = disjunction();
    if (!inner) return inner;
    if (auto done = require(TokenKind::Close, ")"); !done) return done.failure();
    return inner;
}

Result<NodePtr> Parser::quantified() {
    Node node;
    node.position = current().position;
    node.kind = isWord(current(), "any") ? NodeKind::Any : NodeKind::All;
    advance();
    auto rows = quantifiedRows();
    if (!rows) return rows.failure();
    node.rows = *rows;
    if (node.kind == NodeKind::All && current().kind != TokenKind::Open) return expected("(");
    if (node.kind == NodeKind::All && ahead(1).kind == TokenKind::Close) {
        advance();
        return unexpected("query.expected_condition");
    }
    auto inner = innerCondition();
    if (!inner) return inner;
    if (*inner) node.children.push_back(*inner);
    return made(std::move(node));
}

Result<void> Parser::columnName(Operand& operand) {
    if (current().kind != TokenKind::Name) return unexpected("query.expected_name");
    operand.position = current().position;
    operand.name = current().text;
    advance();
    return {};
}

Result<Operand> Parser::operandHere() {
    Operand operand;
    operand.position = current().position;
    const bool counted = isWord(current(), "count");
    const bool picked = isWord(current(), "first") || isWord(current(), "last") || isWord(current(), "latest");
    if ((counted || picked) && isSecondWord(ahead(1))) {
        operand.kind = counted ? Operand::Kind::Count : Operand::Kind::Pick;
        if (picked)
            operand.which = isWord(current(), "first")  ? Operand::Which::First
                            : isWord(current(), "last") ? Operand::Which::Last
                                                        : Operand::Which::Latest;
        advance();
        auto rows = quantifiedRows();
        if (!rows) return rows.failure();
        operand.rows = *rows;
        auto inner = innerCondition();
        if (!inner) return inner.failure();
        operand.condition = *inner;
        if (counted) return operand;
        if (auto done = require(TokenKind::Dot, "."); !done) return done.failure();
        if (auto done = columnName(operand); !done) return done.failure();
        return operand;
    }
    const Token& prefix = current();
    if (auto done = columnName(operand); !done) return done.failure();
    if (!take(TokenKind::Dot)) return operand;
    for (const auto& [word, rows] : kRowWords)
        if (isWord(prefix, word)) operand.rows = rows;
    if (operand.rows == Rows::Own) {
        const auto near = nearestOrDash(prefix.text, {"answer", "event", "customer", "feedback", "invitation"});
        return fail("query.unknown_prefix", {prefix.text, near}, placeOf(prefix.position));
    }
    if (auto done = columnName(operand); !done) return done.failure();
    return operand;
}

Result<void> Parser::value(Node& node) {
    if (current().quoted ? current().kind == TokenKind::Name : isSecondWord(current()))
        return unexpected("query.name_as_value");
    if (current().kind != TokenKind::Text && current().kind != TokenKind::Number)
        return unexpected("query.expected_value");
    node.values.push_back(literal());
    return {};
}

Result<NodePtr> Parser::predicate() {
    Node node;
    node.position = current().position;
    auto operand = operandHere();
    if (!operand) return operand.failure();
    node.operand = std::move(*operand);
    if (const auto comparison = comparisonOf(current().kind)) {
        advance();
        node.kind = NodeKind::Compare;
        node.comparison = *comparison;
        auto done = value(node);
        return done ? made(std::move(node)) : Result<NodePtr>(done.failure());
    }
    if (take("is")) return state(std::move(node));
    node.negated = take("not");
    Result<void> done;
    if (take("between")) {
        node.kind = NodeKind::Between;
        done = value(node);
        if (done) done = require("and");
        if (done) done = value(node);
    } else if (take("in")) {
        node.kind = NodeKind::In;
        done = require(TokenKind::Open, "(");
        if (done) done = value(node);
        while (done && take(TokenKind::Comma))
            done = value(node);
        if (done) done = require(TokenKind::Close, ")");
    } else if (take("contains")) {
        node.kind = NodeKind::Contains;
        done = needle(node);
    } else if (take("starts")) {
        node.kind = NodeKind::StartsWith;
        done = require("with");
        if (done) done = needle(node);
    } else {
        const auto near =
            current().kind == TokenKind::Name
                ? nearestOrDash(current().text, {"in", "not", "between", "contains", "starts", "is", "and", "or"})
                : std::string("–");
        return unexpected("query.expected_operator", {near});
    }
    if (!done) return done.failure();
    return made(std::move(node));
}

/// What `contains` looks for: a number stands for its digits.
Result<void> Parser::needle(Node& node) {
    if (current().kind == TokenKind::Name) return unexpected("query.name_as_value");
    if (current().kind == TokenKind::Number) {
        Literal digits = literal();
        digits.text = m_tokens[m_index - 1].text;
        digits.isNumber = false;
        digits.number = 0;
        node.values.push_back(std::move(digits));
        return {};
    }
    if (current().kind != TokenKind::Text) return unexpected("query.expected_text");
    node.values.push_back(literal());
    return {};
}

// "is not applicable" and "is not asked" are states; "is not not applicable" says the opposite
Result<NodePtr> Parser::state(Node&& node) {
    node.kind = NodeKind::State;
    const auto isState = [this](std::size_t n) {
        return isWord(ahead(n), "not") && (isWord(ahead(n + 1), "applicable") || isWord(ahead(n + 1), "asked"));
    };
    if (!isState(0)) node.negated = take("not");
    if (isState(0)) {
        advance();
        node.state = isWord(current(), "applicable") ? CellState::NotApplicable : CellState::NotAsked;
        advance();
    } else if (take("blank")) {
        node.state = CellState::Blank;
    } else if (take("unparsed")) {
        node.state = CellState::Unparsed;
    } else if (take("out")) {
        node.state = CellState::OutOfRange;
        if (auto done = require("of"); !done) return done.failure();
        if (auto done = require("range"); !done) return done.failure();
    } else {
        return expected("blank / not applicable / not asked / out of range / unparsed");
    }
    return made(std::move(node));
}

Result<Filter> parse(std::string_view text) {
    auto split = tokens(text);
    if (!split) return split.failure();
    if (split->size() == 1) return Filter{};
    auto root = Parser(std::move(*split)).run();
    if (!root) return root.failure();
    return Filter{std::move(*root)};
}

} // namespace xo::query
