#include "core/query/parser.h"

#include <cmath>
#include <iterator>

namespace xo::query {

namespace {

constexpr double kMostStages = 1000;

/// An option of journey(…) that holds a text or (isWord) a word; `set` is false for what it can't be.
struct Option {
    std::string_view name;
    bool isWord;
    std::string_view example;
    bool (*set)(JourneyFigure& figure, const std::string& text);
};

bool setText(std::string& to, const std::string& text) {
    to = text;
    return !trimmed(text).empty();
}
bool setTime(std::string& to, const std::string& text) {
    to = text;
    return parseTime(text).has_value();
}
template <class T, class F>
bool setParsed(std::optional<T>& to, const std::string& text, F&& read) {
    const Result<T> value = read(text);
    if (value) to = *value;
    return value.has_value();
}
/// "STRICT_ALL" → "strict-all"
std::string nameOfWord(const std::string& word) {
    std::string name = lowerAscii(word);
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

const Option kOptions[] = {
    {"dataset", false, "'events'", [](JourneyFigure& f, const std::string& t) { return setText(f.dataset, t); }},
    {"from", false, "'2026-03-31'", [](JourneyFigure& f, const std::string& t) { return setTime(f.from, t); }},
    {"to", false, "'2026-03-31'", [](JourneyFigure& f, const std::string& t) { return setTime(f.to, t); }},
    {"as_of", false, "'2026-03-31'", [](JourneyFigure& f, const std::string& t) { return setTime(f.asOf, t); }},
    {"window", false, "'90d'",
     [](JourneyFigure& f, const std::string& t) { return setParsed(f.window, t, Span::parse); }},
    {"order", true, "sequential, strict, strict_all, any",
     [](JourneyFigure& f, const std::string& t) { return setParsed(f.order, nameOfWord(t), funnelOrderFromName); }},
    {"attempt", true, "furthest, first, every",
     [](JourneyFigure& f, const std::string& t) { return setParsed(f.attempt, nameOfWord(t), funnelAttemptFromName); }},
    {"excluded", true, "removed",
     [](JourneyFigure& f, const std::string& t) { return f.removeExcluded = nameOfWord(t) == "removed"; }},
    {"filter", false, "", nullptr}, // a condition
    {"by", false, "'store'", [](JourneyFigure& f, const std::string& t) { return setText(f.by, t); }},
    {"group", false, "'A'", [](JourneyFigure& f, const std::string& t) { return f.group = t, true; }},
};

} // namespace

Result<NodePtr> Parser::function() {
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

Result<void> Parser::text(std::string& out) {
    if (current().kind != TokenKind::Text) return unexpected("query.expected_text");
    out = current().text;
    advance();
    return {};
}

Result<void> Parser::argument(std::string& out) {
    if (auto done = require(TokenKind::Open, "("); !done) return done;
    if (auto done = text(out); !done) return done;
    return require(TokenKind::Close, ")");
}

// journey('J' or stages = ('A', 'B'), option = …).reached('S'), .passed('S') or .stopped('S', how)
Result<NodePtr> Parser::journey(Node&& node) {
    JourneyFigure figure;
    Given given;
    if (auto done = require(TokenKind::Open, "("); !done) return done.failure();
    if (isWord(current(), "stages")) {
        if (auto done = journeyStages(figure); !done) return done.failure();
    } else if (auto done = text(figure.journey); !done) {
        return done.failure();
    }
    while (take(TokenKind::Comma))
        if (auto done = journeyOption(figure, given); !done) return done.failure();
    for (const auto& [one, other] : {std::pair("by", "group"), std::pair("group", "by")})
        if (given.count(one) > 0 && given.count(other) == 0)
            return fail("query.option_alone", {one, other}, placeOf(given.at(one)));
    if (auto done = require(TokenKind::Close, ")"); !done) return done.failure();
    if (auto done = require(TokenKind::Dot, "."); !done) return done.failure();
    if (auto done = journeyState(figure); !done) return done.failure();
    node.kind = NodeKind::Journey;
    node.figure = std::make_shared<const JourneyFigure>(std::move(figure));
    return made(std::move(node));
}

Result<void> Parser::journeyStages(JourneyFigure& figure) {
    advance();
    if (auto done = require(TokenKind::Equal, "="); !done) return done;
    if (auto done = require(TokenKind::Open, "("); !done) return done;
    do {
        const std::size_t position = current().position;
        if (auto done = text(figure.stages.emplace_back()); !done) return done;
        if (trimmed(figure.stages.back()).empty())
            return fail("query.bad_option", {"", "stages", "('A', 'B')"}, placeOf(position));
    } while (take(TokenKind::Comma));
    return require(TokenKind::Close, ")");
}

Result<void> Parser::journeyOption(JourneyFigure& figure, Given& given) {
    const Token name = current();
    const auto* const option = std::find_if(std::begin(kOptions), std::end(kOptions),
                                            [&](const Option& known) { return isWord(name, known.name); });
    if (isWord(name, "stages")) return fail("query.stages_beside_journey", {}, placeOf(name.position));
    if (option == std::end(kOptions)) {
        std::vector<std::string> known;
        for (const Option& one : kOptions)
            known.emplace_back(one.name);
        return unexpected("query.unknown_option", {nearestOrDash(name.text, known), joined(known, ", ")});
    }
    if (!given.emplace(option->name, name.position).second)
        return fail("query.option_twice", {std::string(option->name)}, placeOf(name.position));
    advance();
    if (auto done = require(TokenKind::Equal, "="); !done) return done;
    if (option->name == "filter") {
        if (current().kind != TokenKind::Open) return expected("(");
        auto condition = primary();
        if (!condition) return condition.failure();
        figure.filter = *condition;
        return {};
    }
    if (option->name == "group" && take("blank")) return {};
    const std::size_t position = current().position;
    std::string written;
    if (option->isWord && current().kind == TokenKind::Name && !current().quoted) {
        written = current().text;
        advance();
    } else if (auto done = text(written); !done) {
        return done;
    }
    if (!option->set(figure, written))
        return fail("query.bad_option", {written, std::string(option->name), std::string(option->example)},
                    placeOf(position));
    return {};
}

Result<void> Parser::journeyState(JourneyFigure& figure) {
    if (take("reached")) {
        figure.state = JourneyState::Reached;
    } else if (take("passed")) {
        figure.state = JourneyState::Passed;
    } else if (take("stopped")) {
        figure.state = JourneyState::Stopped;
    } else {
        return expected("reached / passed / stopped");
    }
    const bool stopped = figure.state == JourneyState::Stopped;
    if (auto done = require(TokenKind::Open, "("); !done) return done;
    figure.stagePosition = current().position;
    if (auto done = text(figure.stage); !done) return done;
    while (take(TokenKind::Comma)) {
        if (!figure.matured && take("matured")) {
            figure.matured = true;
            continue;
        }
        if (figure.nth == 0 && isWord(current(), "nth")) {
            advance();
            if (auto done = require(TokenKind::Equal, "="); !done) return done;
            if (current().kind != TokenKind::Number) return unexpected("query.expected_number");
            const double number = current().number;
            if (!(number >= 1 && number <= kMostStages && number == std::floor(number)))
                return fail("query.bad_option", {current().text, "nth", "2"}, placeOf(current().position));
            figure.nth = static_cast<std::size_t>(number);
            advance();
            continue;
        }
        if (stopped && figure.state == JourneyState::Stopped) {
            for (const JourneyState state : {JourneyState::Lost, JourneyState::Open, JourneyState::Converted,
                                             JourneyState::Excluded, JourneyState::Overdue})
                if (figure.state == JourneyState::Stopped && take(outcomeWord(state))) figure.state = state;
            if (figure.state != JourneyState::Stopped) continue;
            return expected("lost / open / converted / excluded / overdue / nth / matured");
        }
        return expected("nth / matured");
    }
    return require(TokenKind::Close, ")");
}

Result<NodePtr> Parser::tag(Node&& node) {
    node.kind = NodeKind::Tag;
    if (auto done = require(TokenKind::Open, "("); !done) return done.failure();
    if (auto done = text(node.name); !done) return done.failure();
    while (take(TokenKind::Comma)) {
        if (isWord(current(), "source") && node.tagSource == TagSource::Unset) {
            advance();
            if (auto done = require(TokenKind::Equal, "="); !done) return done.failure();
            for (const TagSource source : {TagSource::Actual, TagSource::Rule, TagSource::Predicted, TagSource::Any})
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

} // namespace xo::query
