#include "core/query/ast.h"
#include "core/query/filter.h"
#include "core/query/lexer.h"

#include "core/base/text.h"

#include <array>
#include <utility>

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

class Parser {
public:
    explicit Parser(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    Result<NodePtr> run() {
        auto root = disjunction();
        if (!root) return root;
        if (current().kind != TokenKind::End) return unexpected("query.expected_end");
        return root;
    }

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

    Result<NodePtr> disjunction() {
        return chain(NodeKind::Or, "or", [this] { return chain(NodeKind::And, "and", [this] { return negation(); }); });
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

    Result<NodePtr> negation() {
        const DepthGuard guard(m_depth);
        if (m_depth > kMaxDepth)
            return fail("query.too_deep", {std::to_string(kMaxDepth)}, placeOf(current().position));
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

    Result<NodePtr> primary() {
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

    /// A word that follows a quantifier rather than an operator that follows a column named "any".
    static bool isSecondWord(const Token& token) {
        if (token.kind != TokenKind::Name || token.quoted) return false;
        for (std::string_view word : {"and", "or", "not", "in", "is", "between", "contains", "starts"})
            if (isWord(token, word)) return false;
        return true;
    }

    Result<NodePtr> function() {
        Node node;
        node.position = current().position;
        if (take("reached")) {
            node.kind = NodeKind::Reached;
            auto done = argument(node.name);
            return done ? made(std::move(node)) : Result<NodePtr>(done.failure());
        }
        if (take("segment")) {
            node.kind = NodeKind::Segment;
            auto done = argument(node.name);
            return done ? made(std::move(node)) : Result<NodePtr>(done.failure());
        }
        if (take("tag")) return tag(std::move(node));
        if (take("journey")) return journey(std::move(node));
        const auto near = nearestOrDash(current().text, {"reached", "journey", "tag", "segment", "any", "all", "count",
                                                         "first", "last", "latest", "in", "not"});
        return unexpected("query.unknown_function", {near});
    }

    Result<void> text(std::string& out) {
        if (current().kind != TokenKind::Text) return unexpected("query.expected_text");
        out = current().text;
        advance();
        return {};
    }

    Result<void> argument(std::string& out) {
        if (auto done = require(TokenKind::Open, "("); !done) return done;
        if (auto done = text(out); !done) return done;
        return require(TokenKind::Close, ")");
    }

    Result<NodePtr> journey(Node&& node) {
        if (auto done = argument(node.journey); !done) return done.failure();
        if (auto done = require(TokenKind::Dot, "."); !done) return done.failure();
        if (take("reached")) {
            node.kind = NodeKind::JourneyReached;
            auto done = argument(node.name);
            return done ? made(std::move(node)) : Result<NodePtr>(done.failure());
        }
        if (!isWord(current(), "stopped")) return expected("reached / stopped");
        advance();
        node.kind = NodeKind::JourneyStopped;
        if (auto done = require(TokenKind::Open, "("); !done) return done.failure();
        if (auto done = text(node.name); !done) return done.failure();
        if (auto done = require(TokenKind::Comma, ","); !done) return done.failure();
        bool known = false;
        for (const JourneyState state : {JourneyState::Lost, JourneyState::Open, JourneyState::Converted,
                                         JourneyState::Excluded, JourneyState::Overdue})
            if (!known && take(outcomeWord(state))) {
                node.outcome = state;
                known = true;
            }
        if (!known) return expected("lost / open / converted / excluded / overdue");
        if (auto done = require(TokenKind::Close, ")"); !done) return done.failure();
        return made(std::move(node));
    }

    Result<NodePtr> tag(Node&& node) {
        node.kind = NodeKind::Tag;
        if (auto done = require(TokenKind::Open, "("); !done) return done.failure();
        if (auto done = text(node.name); !done) return done.failure();
        while (take(TokenKind::Comma)) {
            if (isWord(current(), "source") && node.tagSource == TagSource::Unset) {
                advance();
                if (auto done = require(TokenKind::Equal, "="); !done) return done.failure();
                for (const TagSource source :
                     {TagSource::Actual, TagSource::Rule, TagSource::Predicted, TagSource::Any})
                    if (node.tagSource == TagSource::Unset && take(tagSourceWord(source))) node.tagSource = source;
                if (node.tagSource == TagSource::Unset) return expected("actual / rule / predicted / any");
            } else if (isWord(current(), "p") && node.values.empty()) {
                advance();
                const auto comparison = comparisonOf(current().kind);
                if (!comparison) return expected(">=");
                node.comparison = *comparison;
                advance();
                if (current().kind != TokenKind::Number) return unexpected("query.expected_number");
                node.values.push_back(literal());
            } else {
                return expected("source / p");
            }
        }
        if (auto done = require(TokenKind::Close, ")"); !done) return done.failure();
        return made(std::move(node));
    }

    /// "answer", "event" …, the rows a quantifier ranges over; customers have one row each and are not among them.
    Result<Rows> quantifiedRows() {
        for (const auto& [word, rows] : kRowWords)
            if (rows != Rows::Customer && take(word)) return rows;
        const auto near = current().kind == TokenKind::Name
                              ? nearestOrDash(current().text, {"answer", "event", "feedback", "invitation"})
                              : std::string("–");
        return unexpected("query.unknown_rows", {near});
    }

    /// "(condition)" or nothing at all.
    Result<NodePtr> innerCondition() {
        if (!take(TokenKind::Open)) return NodePtr();
        if (take(TokenKind::Close)) return NodePtr();
        auto inner = disjunction();
        if (!inner) return inner;
        if (auto done = require(TokenKind::Close, ")"); !done) return done.failure();
        return inner;
    }

    Result<NodePtr> quantified() {
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

    Result<void> columnName(Operand& operand) {
        if (current().kind != TokenKind::Name) return unexpected("query.expected_name");
        operand.position = current().position;
        operand.name = current().text;
        advance();
        return {};
    }

    Result<Operand> operandHere() {
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

    Result<void> value(Node& node) {
        if (current().quoted ? current().kind == TokenKind::Name : isSecondWord(current()))
            return unexpected("query.name_as_value");
        if (current().kind != TokenKind::Text && current().kind != TokenKind::Number)
            return unexpected("query.expected_value");
        node.values.push_back(literal());
        return {};
    }

    Result<NodePtr> predicate() {
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
    Result<void> needle(Node& node) {
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
    Result<NodePtr> state(Node&& node) {
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

    std::vector<Token> m_tokens;
    std::size_t m_index = 0;
    std::size_t m_depth = 0;
};

} // namespace

Result<Filter> parse(std::string_view text) {
    auto split = tokens(text);
    if (!split) return split.failure();
    if (split->size() == 1) return Filter{};
    auto root = Parser(std::move(*split)).run();
    if (!root) return root.failure();
    return Filter{std::move(*root)};
}

} // namespace xo::query
