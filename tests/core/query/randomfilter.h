#pragma once

#include "core/query/ast.h"

#include <algorithm>
#include <random>

namespace xo::querytest {

/// A column a random condition may name, and what kind of predicate fits it.
struct Word {
    query::Rows rows = query::Rows::Own;
    std::string name;
    ValueType type = ValueType::Category;
};

/// Where a random condition stands: the names that can be resolved there, and the places a quantifier leads to.
struct Vocabulary {
    std::vector<Word> words;
    std::vector<std::pair<query::Rows, std::size_t>> inner; ///< rows of the quantifier, place of its condition
    std::vector<std::vector<Word>> picks;                   ///< per place in `inner`: columns of the rows themselves
};

/// Draws condition trees in canonical form: no `and` directly inside `and`, no `or` directly inside `or`.
class RandomFilter {
public:
    RandomFilter(std::vector<Vocabulary> places, std::uint32_t seed) : m_places(std::move(places)), m_random(seed) {}

    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(m_random() % n); }

    query::NodePtr tree(std::size_t place, int depth) { return draw(place, depth, query::NodeKind::Compare); }

    std::vector<std::string> stages{"到店", "预约", "下定", "it's"};
    std::vector<std::string> texts{"华东", "华南",  "west coast",       "3",      "07", "a'b", "",
                                   "等",   "\"x\"", "非常满意，会推荐", "华东; 3"};
    std::vector<std::string> days{"2026-01-01",           "2026-03-31",          "2026-03-29 02:30",
                                  "2025-12-31T16:00:00Z", "2026-02-10 09:00:00", "2026/2/3"};
    std::vector<std::string> tags{"担心闲置"};
    std::vector<std::string> segments{"高价值"};

private:
    template <class T>
    const T& one(const std::vector<T>& of) {
        return of[below(static_cast<std::uint32_t>(of.size()))];
    }
    query::Literal number() {
        query::Literal out;
        out.isNumber = true;
        const double choices[] = {0, 1, 3, 5, 6, 9, 10, 2.5, -3, 0.1, 1e21, 1e-7, 24, 60};
        out.number = choices[below(14)];
        return out;
    }
    query::Literal text(const std::string& value) {
        query::Literal out;
        out.text = value;
        return out;
    }
    static bool isTextual(ValueType type) {
        return type == ValueType::Category || type == ValueType::Text || type == ValueType::Set;
    }
    query::Literal literalFor(ValueType type) {
        if (type == ValueType::Date || type == ValueType::DateTime) return text(one(days));
        if (isTextual(type)) return below(5) == 0 ? number() : text(one(texts));
        return below(6) == 0 ? text("4") : number();
    }

    query::NodePtr draw(std::size_t place, int depth, query::NodeKind parent) {
        using query::NodeKind;
        query::Node node;
        const std::uint32_t choice = depth > 0 ? below(12) : 5 + below(7);
        if (choice < 4) {
            node.kind = choice < 2 ? NodeKind::And : NodeKind::Or;
            if (node.kind == parent) node.kind = parent == NodeKind::And ? NodeKind::Or : NodeKind::And;
            for (std::uint32_t i = 0, n = 2 + below(2); i < n; ++i)
                node.children.push_back(draw(place, depth - 1, node.kind));
        } else if (choice == 4) {
            node.kind = NodeKind::Not;
            node.children.push_back(draw(place, depth - 1, NodeKind::Not));
        } else if (choice == 5) {
            member(node, place, depth);
        } else if (choice == 6 && depth > 0) {
            const std::uint32_t at = below(static_cast<std::uint32_t>(m_places[place].inner.size()));
            node.kind = below(2) ? NodeKind::Any : NodeKind::All;
            node.rows = m_places[place].inner[at].first;
            if (node.kind == NodeKind::All || below(8))
                node.children.push_back(draw(m_places[place].inner[at].second, depth - 1, NodeKind::Any));
        } else if ((choice == 7 || choice == 8) && depth > 0) {
            const std::uint32_t at = below(static_cast<std::uint32_t>(m_places[place].inner.size()));
            const auto [rows, innerPlace] = m_places[place].inner[at];
            ValueType type = ValueType::Integer;
            node.operand.rows = rows;
            if (choice == 7) {
                node.operand.kind = query::Operand::Kind::Count;
            } else {
                const Word& word = one(m_places[place].picks[at]);
                type = word.type;
                node.operand.kind = query::Operand::Kind::Pick;
                node.operand.name = word.name;
                node.operand.which = static_cast<query::Operand::Which>(below(3));
            }
            if (below(4)) node.operand.condition = draw(innerPlace, depth - 1, NodeKind::Any);
            test(node, type);
        } else {
            const Word& word = one(m_places[place].words);
            node.operand.rows = word.rows;
            node.operand.name = word.name;
            test(node, word.type);
        }
        return std::make_shared<const query::Node>(std::move(node));
    }

    void test(query::Node& node, ValueType type) {
        using query::NodeKind;
        const bool textual = isTextual(type);
        std::uint32_t choice = below(textual ? 12 : 10);
        // a set has no order: = and != only, no between
        const bool isSet = type == ValueType::Set;
        if (isSet && (choice == 5 || choice == 6)) choice = 7;
        if (choice < 5) {
            node.kind = NodeKind::Compare;
            node.comparison = static_cast<query::Comparison>(below(isSet ? 2 : 6));
            node.values.push_back(literalFor(type));
            return;
        }
        node.negated = below(3) == 0;
        if (choice < 7) {
            node.kind = NodeKind::Between;
            node.values.push_back(literalFor(type));
            do
                node.values.resize(1), node.values.push_back(literalFor(type));
            while (textual && node.values[0].isNumber != node.values[1].isNumber);
        } else if (choice < 9) {
            node.kind = NodeKind::In;
            for (std::uint32_t i = 0, n = 1 + below(4); i < n; ++i)
                node.values.push_back(literalFor(type));
        } else if (choice == 9) {
            node.kind = NodeKind::State;
            node.state = static_cast<CellState>(1 + below(5));
        } else {
            node.kind = choice == 10 ? NodeKind::Contains : NodeKind::StartsWith;
            node.values.push_back(text(one(texts)));
        }
    }

    void member(query::Node& node, std::size_t place, int depth) {
        using query::NodeKind;
        switch (below(5)) {
        case 0:
            node.kind = NodeKind::Reached;
            node.name = one(stages);
            return;
        case 1:
        case 2:
            node.kind = NodeKind::Journey;
            node.figure = std::make_shared<const query::JourneyFigure>(figure(place, depth));
            return;
        case 3:
            node.kind = NodeKind::Tag;
            node.name = one(tags);
            node.tagSource = static_cast<query::TagSource>(below(5));
            if (below(2)) {
                node.comparison = static_cast<query::Comparison>(below(6));
                query::Literal limit = number();
                limit.number = below(11) / 10.0;
                node.values.push_back(limit);
            }
            return;
        default:
            node.kind = NodeKind::Segment;
            node.name = one(segments);
            return;
        }
    }

    query::JourneyFigure figure(std::size_t place, int depth) {
        query::JourneyFigure out;
        out.journey = "购车";
        out.stage = one(stages);
        out.state = static_cast<query::JourneyState>(below(8));
        if (below(2)) return out;
        if (below(4) == 0) out.journey.clear(), out.stages = {stages.begin(), stages.begin() + 1 + below(4)};
        if (below(4) == 0) out.dataset = "it's";
        if (below(3) == 0) out.from = one(days);
        if (below(3) == 0) out.to = one(days);
        if (below(3) == 0) out.asOf = one(days);
        if (below(3) == 0) out.window = Span{1 + below(400), static_cast<Span::Unit>(below(5))};
        if (below(3) == 0) out.order = static_cast<FunnelOrder>(below(4));
        if (below(3) == 0) out.attempt = static_cast<FunnelAttempt>(below(3));
        out.removeExcluded = below(4) == 0;
        if (depth > 0 && below(3) == 0) out.filter = draw(place, depth - 1, query::NodeKind::Compare);
        if (below(4) == 0) {
            out.by = "customer.gender";
            if (below(3)) out.group = one(texts);
        }
        out.nth = below(4) == 0 ? 1 + below(3) : 0;
        out.matured = below(4) == 0;
        return out;
    }

    std::vector<Vocabulary> m_places;
    std::mt19937 m_random; // its sequence is the same on every platform; the distributions are not
};

/// Equal but for positions.
inline bool same(const query::NodePtr& a, const query::NodePtr& b);
inline bool same(const query::JourneyFigure& a, const query::JourneyFigure& b) {
    return a.journey == b.journey && a.stages == b.stages && a.dataset == b.dataset && a.from == b.from &&
           a.to == b.to && a.asOf == b.asOf && a.window == b.window && a.order == b.order && a.attempt == b.attempt &&
           a.removeExcluded == b.removeExcluded && same(a.filter, b.filter) && a.by == b.by && a.group == b.group &&
           a.stage == b.stage && a.nth == b.nth && a.state == b.state && a.matured == b.matured;
}
inline bool same(const query::Node& a, const query::Node& b) {
    const auto sameLiteral = [](const query::Literal& x, const query::Literal& y) {
        return x.isNumber == y.isNumber && x.text == y.text && x.number == y.number;
    };
    return a.kind == b.kind && a.operand.kind == b.operand.kind && a.operand.rows == b.operand.rows &&
           a.operand.name == b.operand.name && a.operand.which == b.operand.which &&
           same(a.operand.condition, b.operand.condition) && a.comparison == b.comparison && a.negated == b.negated &&
           a.state == b.state && a.rows == b.rows && a.name == b.name && !a.figure == !b.figure &&
           (!a.figure || same(*a.figure, *b.figure)) && a.tagSource == b.tagSource &&
           std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(), sameLiteral) &&
           std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(),
                      [](const query::NodePtr& x, const query::NodePtr& y) { return same(x, y); });
}
inline bool same(const query::NodePtr& a, const query::NodePtr& b) {
    return (!a && !b) || (a && b && same(*a, *b));
}

} // namespace xo::querytest
