#include "core/query/predicate.h"

#include "core/base/text.h"
#include "core/columnar/options.h"

#include <array>
#include <cmath>
#include <cstring>
#include <unordered_set>

namespace xo::query {

namespace {

Unexpected mismatch(const Column& column, const Literal& literal) {
    return fail("query.type_mismatch",
                {column.info.name, std::string(valueTypeName(column.info.type)),
                 literal.isNumber ? formatNumber(literal.number) : quotedText(literal.text)},
                placeOf(literal.position));
}

unsigned flag(bool value) {
    return value ? kYes : kNo;
}

// Hands `run` the test as a plain inlined comparison, so that the loop inside has no branch on the operator.
template <class Run>
auto withNumberTest(const Node& node, const std::vector<double>& values, Run&& run) {
    const double x = values[0];
    if (node.kind == NodeKind::Between) {
        const double high = values[1];
        if (node.negated) return run([x, high](double v) { return !(v >= x && v <= high); });
        return run([x, high](double v) { return v >= x && v <= high; });
    }
    if (node.kind == NodeKind::In) {
        auto sorted = values;
        std::sort(sorted.begin(), sorted.end());
        const bool negated = node.negated;
        return run(
            [sorted, negated](double v) { return std::binary_search(sorted.begin(), sorted.end(), v) != negated; });
    }
    switch (node.comparison) {
    case Comparison::NotEqual:
        return run([x](double v) { return v != x; });
    case Comparison::Less:
        return run([x](double v) { return v < x; });
    case Comparison::LessEqual:
        return run([x](double v) { return v <= x; });
    case Comparison::Greater:
        return run([x](double v) { return v > x; });
    case Comparison::GreaterEqual:
        return run([x](double v) { return v >= x; });
    case Comparison::Equal:
        break;
    }
    return run([x](double v) { return v == x; });
}

using Lookup = std::array<std::uint8_t, 256>;

// Valid scores that one stretch fulfils and the others don't, as nearly every test has them, are compared: the compiler
// vectorises that.
Result<Outcome> scanScores(const Column& column, const Lookup& lookup, const JobContext& job) {
    const std::uint8_t* scores = column.scores.data();
    const std::uint8_t* table = lookup.data();
    const auto valid = lookup.begin() + kScoreStateBase;
    const auto first = std::find(lookup.begin(), valid, kYes), last = std::find(first, valid, kNo);
    const bool plain = std::count(first, last, kYes) == last - first && std::count(last, valid, kNo) == valid - last &&
                       std::count(valid, lookup.end(), kUnknown) == lookup.end() - valid &&
                       std::count(lookup.begin(), first, kNo) == first - lookup.begin();
    if (plain) {
        const auto low = static_cast<std::uint8_t>(first - lookup.begin());
        const auto span = static_cast<std::uint8_t>(last - first);
        return scanBlocks(column.rows, job, [=](std::size_t begin, std::size_t size, std::uint8_t* out) {
            for (std::size_t i = 0; i < size; ++i) {
                const std::uint8_t score = scores[begin + i];
                const bool inside = static_cast<std::uint8_t>(score - low) < span;
                const bool missing = score >= kScoreStateBase;
                out[i] = static_cast<std::uint8_t>((inside ? kYes : kNo) | (missing ? kUnknown : kNo));
            }
        });
    }
    return scanBlocks(column.rows, job, [scores, table](std::size_t begin, std::size_t size, std::uint8_t* out) {
        for (std::size_t i = 0; i < size; ++i)
            out[i] = table[scores[begin + i]];
    });
}

Result<Outcome> testNumbers(const Node& node, const Column& column, const JobContext& job) {
    std::vector<double> values;
    for (const Literal& literal : node.values) {
        const auto number = literal.isNumber ? std::optional(literal.number) : parseNumber(literal.text);
        if (!number) return mismatch(column, literal);
        values.push_back(*number);
    }
    if (column.info.type == ValueType::Score) {
        Lookup lookup;
        lookup.fill(kUnknown);
        withNumberTest(node, values, [&](auto test) {
            for (int byte = 0; byte < kScoreStateBase; ++byte)
                lookup[static_cast<std::size_t>(byte)] =
                    static_cast<std::uint8_t>(flag(test(static_cast<double>(byte + column.info.role.scaleLow))));
        });
        return scanScores(column, lookup, job);
    }
    const double* numbers = column.numbers.data();
    return withNumberTest(node, values, [&](auto test) {
        return scanBlocks(column.rows, job, [numbers, &test](std::size_t begin, std::size_t size, std::uint8_t* out) {
            for (std::size_t i = 0; i < size; ++i) {
                const double value = numbers[begin + i];
                const unsigned missing = value != value;
                out[i] = static_cast<std::uint8_t>((unsigned{test(value)} & (missing ^ 1U)) | (missing << 1U));
            }
        });
    });
}

/// Instants from `begin` to before `end`.
struct Stretch {
    Instant begin = kNoTime + 1;
    Instant end = std::numeric_limits<Instant>::max();
};

// a date stands for its whole local day, a date-time for its instant
std::optional<Stretch> stretchOf(const std::string& text, const TimeZone& zone) {
    const auto time = parseTime(text);
    if (!time) return std::nullopt;
    if (time->dateOnly && !time->offsetMinutes) {
        const std::int64_t day = (time->localMs - ((time->localMs % kMsPerDay) + kMsPerDay) % kMsPerDay) / kMsPerDay;
        return Stretch{zone.startOfDay(day), zone.startOfDay(day + 1)};
    }
    const Instant begin = zone.fromParsed(*time);
    return Stretch{begin, begin + (time->dateOnly ? kMsPerDay : 1)};
}

/// Days from the code `low` to before `high`, the others when flipped.
Result<Outcome> testDays(const DayCodes& days, std::size_t low, std::size_t high, unsigned flipped,
                         const JobContext& job) {
    const std::uint16_t* codes = days.codes.data();
    const auto first = static_cast<std::uint16_t>(low);
    const auto span = static_cast<std::uint16_t>(high > low ? high - low : 0);
    return scanBlocks(days.codes.size(), job, [=](std::size_t begin, std::size_t size, std::uint8_t* out) {
        for (std::size_t i = 0; i < size; ++i) {
            const std::uint16_t code = codes[begin + i];
            const unsigned missing = code == 0;
            const unsigned inside = static_cast<std::uint16_t>(code - first) < span;
            out[i] = static_cast<std::uint8_t>(((inside ^ flipped) & (missing ^ 1U)) | (missing << 1U));
        }
    });
}

Result<Outcome> testTimes(const Node& node, const Column& column, const TimeZone& zone, const JobContext& job,
                          const DayCodes* days) {
    std::vector<Stretch> stretches;
    for (const Literal& literal : node.values) {
        if (literal.isNumber) return mismatch(column, literal);
        const auto stretch = stretchOf(literal.text, zone);
        if (!stretch) return fail("query.bad_date", {literal.text, column.info.name}, placeOf(literal.position));
        stretches.push_back(*stretch);
    }
    bool negated = node.negated;
    if (node.kind == NodeKind::Between) {
        stretches = {Stretch{stretches[0].begin, stretches[1].end}};
    } else if (node.kind == NodeKind::Compare) {
        const Stretch at = stretches[0];
        switch (node.comparison) {
        case Comparison::Equal:
            break;
        case Comparison::NotEqual:
            negated = true;
            break;
        case Comparison::Less:
            stretches[0] = {Stretch{}.begin, at.begin};
            break;
        case Comparison::LessEqual:
            stretches[0] = {Stretch{}.begin, at.end};
            break;
        case Comparison::Greater:
            stretches[0] = {at.end, Stretch{}.end};
            break;
        case Comparison::GreaterEqual:
            stretches[0] = {at.begin, Stretch{}.end};
            break;
        }
    }
    const Instant* times = column.times.data();
    const unsigned flipped = negated;
    if (stretches.size() == 1) {
        const Stretch only = stretches[0];
        if (days && days->usable()) {
            // a stretch that begins with the sentinel, or before the first day, takes them all
            const auto low = days->daysBefore(only.begin);
            const auto high = days->daysBefore(only.end);
            if (low && high) return testDays(*days, *low + 1, *high + 1, flipped, job);
        }
        return scan(column.rows, job, [times, only, flipped](std::size_t row) {
            const Instant time = times[row];
            const unsigned missing = time == kNoTime;
            const unsigned inside = unsigned{time >= only.begin} & unsigned{time < only.end};
            return ((inside ^ flipped) & (missing ^ 1U)) | (missing << 1U);
        });
    }
    return scan(column.rows, job, [times, &stretches, negated](std::size_t row) {
        const Instant time = times[row];
        if (time == kNoTime) return kUnknown;
        const bool inside = std::any_of(stretches.begin(), stretches.end(),
                                        [time](const Stretch& s) { return time >= s.begin && time < s.end; });
        return flag(inside != negated);
    });
}

template <class T>
bool compares(Comparison comparison, const T& a, const T& b) {
    switch (comparison) {
    case Comparison::Equal:
        return a == b;
    case Comparison::NotEqual:
        return a != b;
    case Comparison::Less:
        return a < b;
    case Comparison::LessEqual:
        return a <= b;
    case Comparison::Greater:
        return a > b;
    case Comparison::GreaterEqual:
        return a >= b;
    }
    return false;
}

/// A predicate on one text.
class TextTest {
public:
    explicit TextTest(const Node& node) : m_node(node) {
        for (const Literal& literal : node.values)
            if (literal.isNumber)
                m_numbers.push_back(literal.number);
            else
                m_texts.insert(literal.text);
    }

    unsigned operator()(std::string_view value) const {
        switch (m_node.kind) {
        case NodeKind::Compare:
            return compare(value);
        case NodeKind::Between:
            return between(value);
        case NodeKind::In:
            return flag(isOneOf(value) != m_node.negated);
        case NodeKind::StartsWith:
            return flag(value.starts_with(m_node.values[0].text) != m_node.negated);
        default:
            break;
        }
        return flag(holds(value) != m_node.negated);
    }

    /// True when the value is one of the literals, whatever the operator.
    bool isOneOf(std::string_view value) const {
        if (m_texts.count(value) > 0) return true;
        if (m_numbers.empty()) return false;
        const auto number = parseNumber(value);
        return number && std::find(m_numbers.begin(), m_numbers.end(), *number) != m_numbers.end();
    }

private:
    // by the last byte: of Chinese texts the first one is nearly always the same
    bool holds(std::string_view value) const {
        const std::string& wanted = m_node.values[0].text;
        if (wanted.empty()) return true;
        if (value.size() < wanted.size()) return false;
        const char* at = value.data() + wanted.size() - 1;
        const char* const end = value.data() + value.size();
        while ((at = static_cast<const char*>(
                    std::memchr(at, static_cast<unsigned char>(wanted.back()), static_cast<std::size_t>(end - at))))) {
            if (std::memcmp(at + 1 - wanted.size(), wanted.data(), wanted.size()) == 0) return true;
            if (++at == end) break;
        }
        return false;
    }
    unsigned compare(std::string_view value) const {
        const Literal& literal = m_node.values[0];
        if (!literal.isNumber) return flag(compares(m_node.comparison, value, std::string_view(literal.text)));
        if (const auto number = parseNumber(value)) return flag(compares(m_node.comparison, *number, literal.number));
        if (m_node.comparison == Comparison::Equal) return kNo;
        return m_node.comparison == Comparison::NotEqual ? kYes : kUnknown;
    }
    unsigned between(std::string_view value) const {
        const Literal &low = m_node.values[0], &high = m_node.values[1];
        if (!low.isNumber) return flag((value >= low.text && value <= high.text) != m_node.negated);
        const auto number = parseNumber(value);
        if (!number) return kUnknown;
        return flag((*number >= low.number && *number <= high.number) != m_node.negated);
    }

    const Node& m_node;
    std::unordered_set<std::string_view> m_texts;
    std::vector<double> m_numbers;
};

// A row of a Set against options: it has one of those asked for, or none. What is searched for is searched in the text
// as it is shown.
unsigned testCombination(const Node& node, const TextTest& test, std::string_view combination) {
    if (node.kind == NodeKind::Contains || node.kind == NodeKind::StartsWith) return test(shownOptions(combination));
    bool held = false;
    forEachOption(combination, [&](std::string_view option) { held = held || test.isOneOf(option); });
    const bool wantsNone = node.kind == NodeKind::In ? node.negated : node.comparison == Comparison::NotEqual;
    return flag(held != wantsNone);
}

bool testsOptions(const Node& node) {
    switch (node.kind) {
    case NodeKind::Compare:
        return node.comparison == Comparison::Equal || node.comparison == Comparison::NotEqual;
    case NodeKind::Between:
        return false;
    default:
        return true;
    }
}

// Outcomes by code, looked up; of byte codes few of which differ from the others they are compared instead, which the
// compiler vectorises.
class CodeOutcomes {
public:
    explicit CodeOutcomes(std::vector<std::uint8_t> lookup) : m_lookup(std::move(lookup)) {
        std::vector<std::uint8_t> yes, no;
        bool plain = m_lookup.size() <= 256 && m_lookup[0] == kUnknown;
        for (std::size_t code = 1; plain && code < m_lookup.size(); ++code) {
            plain = m_lookup[code] != kUnknown;
            (m_lookup[code] == kYes ? yes : no).push_back(static_cast<std::uint8_t>(code));
        }
        m_flip = static_cast<std::uint8_t>(no.size() < yes.size() ? kYes : kNo);
        const auto& fewer = m_flip == kYes ? no : yes;
        if (!plain || fewer.size() > m_wanted.size()) return;
        m_count = fewer.size() <= 1 ? 1 : fewer.size() <= 2 ? 2 : fewer.size() <= 4 ? 4 : m_wanted.size();
        // code 0 has an outcome of its own
        m_wanted.fill(fewer.empty() ? 0 : fewer.back());
        std::copy(fewer.begin(), fewer.end(), m_wanted.begin());
    }

    void write(const std::uint8_t* codes, std::size_t size, std::uint8_t* out) const {
        switch (m_count) {
        case 1:
            return compare<1>(codes, size, out);
        case 2:
            return compare<2>(codes, size, out);
        case 4:
            return compare<4>(codes, size, out);
        case 8:
            return compare<8>(codes, size, out);
        default:
            look(codes, size, out);
        }
    }
    template <class Code>
    void write(const Code* codes, std::size_t size, std::uint8_t* out) const {
        look(codes, size, out);
    }

private:
    template <class Code>
    void look(const Code* codes, std::size_t size, std::uint8_t* out) const {
        const std::uint8_t* const table = m_lookup.data();
        for (std::size_t i = 0; i < size; ++i)
            out[i] = table[codes[i]];
    }
    template <std::size_t Count>
    void compare(const std::uint8_t* codes, std::size_t size, std::uint8_t* out) const {
        std::array<std::uint8_t, Count> wanted;
        std::copy_n(m_wanted.begin(), Count, wanted.begin());
        const std::uint8_t flip = m_flip;
        for (std::size_t i = 0; i < size; ++i) {
            const std::uint8_t code = codes[i];
            std::uint8_t found = 0;
            for (std::size_t k = 0; k < Count; ++k)
                found = static_cast<std::uint8_t>(found | (code == wanted[k] ? kYes : kNo));
            found ^= flip;
            out[i] = code == 0 ? static_cast<std::uint8_t>(kUnknown) : found;
        }
    }

    std::vector<std::uint8_t> m_lookup;
    std::array<std::uint8_t, 8> m_wanted{};
    std::size_t m_count = 0; // compared with; 0 = they are looked up
    std::uint8_t m_flip = 0;
};

Result<Outcome> testTexts(const Node& node, const Column& column, const JobContext& job, const Bitmap* where) {
    if (node.kind == NodeKind::Between && node.values[0].isNumber != node.values[1].isNumber)
        return mismatch(column, node.values[1]);
    const bool isSet = column.info.type == ValueType::Set;
    if (isSet && !testsOptions(node)) return mismatch(column, node.values[0]);
    const TextTest test(node);
    if (column.info.type == ValueType::Text) {
        const auto one = [&](std::size_t row) { return column.isValid(row) ? test(column.texts[row]) : kUnknown; };
        return where ? scanWhere(*where, job, one) : scan(column.rows, job, one);
    }
    const Dictionary& dictionary = *column.dictionary;
    std::vector<std::uint8_t> lookup(dictionary.size(), static_cast<std::uint8_t>(kUnknown));
    for (std::uint32_t code = 1; code < dictionary.size(); ++code) {
        if ((code & 0xFFFF) == 0 && job.cancelled()) return cancelled();
        const std::string_view text = dictionary.at(code);
        lookup[code] = static_cast<std::uint8_t>(isSet ? testCombination(node, test, text) : test(text));
    }
    const CodeOutcomes outcomes(std::move(lookup));
    return column.codes.visit([&](const auto& codes) {
        const auto* data = codes.data();
        return scanBlocks(column.rows, job, [data, &outcomes](std::size_t begin, std::size_t size, std::uint8_t* out) {
            outcomes.write(data + begin, size, out);
        });
    });
}

Result<Outcome> testState(const Node& node, const Column& column, const JobContext& job) {
    if (column.info.type == ValueType::Score) {
        Lookup lookup;
        lookup.fill(static_cast<std::uint8_t>(flag(node.negated)));
        lookup[scoreByte(node.state)] = static_cast<std::uint8_t>(flag(!node.negated));
        return scanScores(column, lookup, job);
    }
    return scan(column.rows, job,
                [&](std::size_t row) { return flag((column.state(row) == node.state) != node.negated); });
}

} // namespace

Result<Outcome> testColumn(const Node& node, const Column& column, const TimeZone& zone, const JobContext& job,
                           const DayCodes* days, const Bitmap* where) {
    if (node.kind == NodeKind::State) return testState(node, column, job);
    const bool searches = node.kind == NodeKind::Contains || node.kind == NodeKind::StartsWith;
    if (column.isNumeric() || column.isTime()) {
        if (searches) return mismatch(column, node.values[0]);
        return column.isTime() ? testTimes(node, column, zone, job, days) : testNumbers(node, column, job);
    }
    return testTexts(node, column, job, where);
}

unsigned outcomeOfAbsent(const Node& node) {
    if (node.kind != NodeKind::State) return kUnknown;
    return flag((node.state == CellState::Blank) != node.negated);
}

} // namespace xo::query
