#pragma once

#include "core/base/text.h"
#include "core/query/ast.h"
#include "core/query/filter.h"
#include "core/query/lexer.h"

#include <algorithm>
#include <map>
#include <utility>

namespace xo::query {

/// Reads the tokens of one condition, by recursive descent.
class Parser {
public:
    explicit Parser(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}
    Result<NodePtr> run();

private:
    struct DepthGuard {
        explicit DepthGuard(std::size_t& depth) : m_depth(depth) { ++m_depth; }
        ~DepthGuard() { --m_depth; }
        DepthGuard(const DepthGuard&) = delete;
        DepthGuard& operator=(const DepthGuard&) = delete;
        std::size_t& m_depth;
    };

    const Token& current() const { return m_tokens[m_index]; }
    const Token& ahead(std::size_t n) const { return m_tokens[std::min(m_index + n, m_tokens.size() - 1)]; }
    void advance() {
        if (m_index + 1 < m_tokens.size()) ++m_index;
    }
    static bool isWord(const Token& token, std::string_view word) {
        return token.kind == TokenKind::Name && !token.quoted && equalsIgnoreAsciiCase(token.text, word);
    }
    bool take(std::string_view word) {
        if (!isWord(current(), word)) return false;
        advance();
        return true;
    }
    bool take(TokenKind kind) {
        if (current().kind != kind) return false;
        advance();
        return true;
    }

    Unexpected unexpected(std::string_view code, std::vector<std::string> more = {}) const {
        const Token& token = current();
        if (token.kind == TokenKind::End) return fail("query.ends_early", {}, placeOf(token.position));
        std::string found = token.kind == TokenKind::Text ? quotedText(token.text) : token.text;
        more.insert(more.begin(), std::move(found));
        return fail(code, std::move(more), placeOf(token.position));
    }
    /// A fixed sign or word is missing.
    Unexpected expected(std::string_view what) const {
        if (current().kind == TokenKind::End) return fail("query.ends_early", {}, placeOf(current().position));
        return fail("query.syntax", {std::string(what), unexpected("").error.args[0]}, placeOf(current().position));
    }
    Result<void> require(TokenKind kind, std::string_view what) {
        if (!take(kind)) return expected(what);
        return {};
    }
    Result<void> require(std::string_view word) {
        if (!take(word)) return expected(word);
        return {};
    }

    template <class F>
    Result<NodePtr> chain(NodeKind kind, std::string_view word, F&& part) {
        auto first = part();
        if (!first || !isWord(current(), word)) return first;
        Node node;
        node.kind = kind;
        node.position = (*first)->position;
        append(node, *first);
        while (take(word)) {
            auto next = part();
            if (!next) return next;
            append(node, *next);
        }
        return made(std::move(node));
    }

    // brackets around the same word change nothing: (a and b) and c is one list of three
    static void append(Node& node, const NodePtr& part) {
        if (part->kind == node.kind)
            node.children.insert(node.children.end(), part->children.begin(), part->children.end());
        else
            node.children.push_back(part);
    }

    static Result<NodePtr> made(Node&& node) { return NodePtr(std::make_shared<const Node>(std::move(node))); }

    /// A word that follows a quantifier rather than an operator that follows a column named "any".
    static bool isSecondWord(const Token& token) {
        if (token.kind != TokenKind::Name || token.quoted) return false;
        for (std::string_view word : {"and", "or", "not", "in", "is", "between", "contains", "starts"})
            if (isWord(token, word)) return false;
        return true;
    }

    static std::optional<Comparison> comparisonOf(TokenKind kind) {
        switch (kind) {
        case TokenKind::Equal:
            return Comparison::Equal;
        case TokenKind::NotEqual:
            return Comparison::NotEqual;
        case TokenKind::Less:
            return Comparison::Less;
        case TokenKind::LessEqual:
            return Comparison::LessEqual;
        case TokenKind::Greater:
            return Comparison::Greater;
        case TokenKind::GreaterEqual:
            return Comparison::GreaterEqual;
        default:
            return std::nullopt;
        }
    }

    /// Takes the token at hand, known to be a text or number.
    Literal literal() {
        Literal out;
        out.isNumber = current().kind == TokenKind::Number;
        if (out.isNumber)
            out.number = current().number;
        else
            out.text = current().text;
        out.position = current().position;
        advance();
        return out;
    }

    Result<NodePtr> disjunction();
    Result<NodePtr> negation();
    Result<NodePtr> primary();
    Result<NodePtr> quantified();
    /// "answer", "event" …, the rows a quantifier ranges over; customers have one row each and are not among them.
    Result<Rows> quantifiedRows();
    /// "(condition)" or nothing at all.
    Result<NodePtr> innerCondition();
    Result<void> columnName(Operand& operand);
    Result<Operand> operandHere();
    Result<NodePtr> predicate();
    Result<NodePtr> state(Node&& node);
    Result<void> value(Node& node);
    /// What `contains` looks for: a number stands for its digits.
    Result<void> needle(Node& node);

    // functions: parserfunctions.cpp
    Result<NodePtr> function();
    Result<NodePtr> tag(Node&& node);
    Result<NodePtr> journey(Node&& node);
    using Given = std::map<std::string_view, std::size_t>; // options and where they stand
    Result<void> journeyStages(JourneyFigure& figure);
    Result<void> journeyOption(JourneyFigure& figure, Given& given);
    Result<void> journeyState(JourneyFigure& figure);
    Result<void> text(std::string& out);
    Result<void> argument(std::string& out); ///< ('text')

    std::vector<Token> m_tokens;
    std::size_t m_index = 0;
    std::size_t m_depth = 0;
};

} // namespace xo::query
