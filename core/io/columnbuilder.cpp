#include "core/io/columnbuilder.h"

#include "core/base/text.h"
#include "core/io/values.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace xo::io {

namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint32_t kManyValues = 65'536;
constexpr std::size_t kRecent = 4096; // 12 bits of hash

double secondsPer(const std::string& unit) {
    if (unit == "h") return 3600.0;
    if (unit == "min") return 60.0;
    if (unit == "s") return 1.0;
    if (unit == "d") return 86400.0;
    return 0.0;
}

} // namespace

void ColumnTally::add(const ColumnTally& later) {
    rows += later.rows;
    valid += later.valid;
    unparsed += later.unparsed;
    outOfRange += later.outOfRange;
    digitNames += later.digitNames;
    openDates += later.openDates;
    openFirstMax = std::max(openFirstMax, later.openFirstMax);
    openSecondMax = std::max(openSecondMax, later.openSecondMax);
    for (const std::string& example : later.openExamples)
        if (openExamples.size() < 3) openExamples.push_back(example);
    fractions = fractions || later.fractions;
    clock = clock || later.clock;
}

ColumnInfo infoOf(const ColumnGuess& guess) {
    ColumnInfo info;
    info.name = guess.name;
    info.label = guess.label;
    info.role = guess.role;
    info.type = guess.type;
    info.valueLabels = guess.valueLabels;
    return info;
}

bool isRatherText(const Role& role, std::uint64_t distinct, std::uint64_t rows) {
    const bool key = role.kind == RoleKind::Customer || role.kind == RoleKind::Link;
    return !key && distinct > kManyValues && distinct * 2 > rows;
}

ColumnBuilder::ColumnBuilder(const ColumnGuess& guess, const TimeZone& zone, std::size_t expectedRows, Report report)
    : m_guess(guess), m_zone(zone), m_report(std::move(report)), m_dictionary(std::make_shared<Dictionary>()) {
    const RoleKind kind = guess.role.kind;
    m_key = kind == RoleKind::Customer || kind == RoleKind::Link || kind == RoleKind::Id;
    switch (guess.type) {
    case ValueType::Category:
    case ValueType::Set:
        m_codes.reserve(expectedRows);
        break;
    case ValueType::Score:
        m_scores.reserve(expectedRows);
        break;
    case ValueType::Integer:
    case ValueType::Number:
        m_numbers.reserve(expectedRows);
        break;
    case ValueType::Date:
    case ValueType::DateTime:
        m_times.reserve(expectedRows);
        break;
    case ValueType::Text:
        m_texts.offsets.reserve(expectedRows + 1);
        break;
    }
}

void ColumnBuilder::odd(CellState state) {
    if (state != CellState::Blank) m_odd.emplace_back(m_tally.rows, state);
}

// Words that say why there is no value; true when the text was one of them.
bool ColumnBuilder::settleWord(std::string_view text) {
    if (isMissingWord(text)) return true;
    if (isNotApplicableWord(text)) {
        odd(CellState::NotApplicable);
        return true;
    }
    if (isNotAskedWord(text)) {
        odd(CellState::NotAsked);
        return true;
    }
    return false;
}

// The same for texts that may be names themselves.
bool ColumnBuilder::settleName(std::string_view text) {
    if (isBlankMark(text)) return true;
    if (isStatedNotApplicable(text) || isNotApplicableName(text)) {
        odd(CellState::NotApplicable);
        return true;
    }
    if (isNotAskedWord(text)) {
        odd(CellState::NotAsked);
        return true;
    }
    return false;
}

bool ColumnBuilder::isStatedNotApplicable(std::string_view text) const {
    return std::find(m_guess.notApplicable.begin(), m_guess.notApplicable.end(), text) != m_guess.notApplicable.end();
}

std::uint32_t ColumnBuilder::codeOf(std::string_view text) {
    if (text.size() > 16 || m_recentUseless) return m_dictionary->add(text);
    if (m_recent.empty()) m_recent.resize(kRecent);
    // a column of many values only pays for looking here first
    if (++m_recentAsked == 8 * kRecent) m_recentUseless = m_recentHits * 2 < m_recentAsked;
    Recent wanted;
    wanted.length = static_cast<std::uint32_t>(text.size());
    std::memcpy(&wanted.head, text.data(), std::min<std::size_t>(text.size(), 8));
    if (text.size() > 8) std::memcpy(&wanted.tail, text.data() + 8, text.size() - 8);
    const std::uint64_t hash =
        (wanted.head ^ (wanted.tail * 0x9E3779B97F4A7C15ULL) ^ wanted.length) * 0xD6E8FEB86659FD93ULL;
    Recent& slot = m_recent[static_cast<std::size_t>((hash ^ (hash >> 32)) * 0x94D049BB133111EBULL >> 52)];
    if (slot.code && slot.head == wanted.head && slot.tail == wanted.tail && slot.length == wanted.length) {
        ++m_recentHits;
        return slot.code;
    }
    wanted.code = m_dictionary->add(text);
    slot = wanted;
    return wanted.code;
}

std::string_view ColumnBuilder::nameOf(std::string_view text, CellState& state) const {
    state = CellState::Blank;
    if (text.empty() || isBlankMark(text)) return {};
    if (m_key) {
        if (isMissingWord(text) || isNotApplicableWord(text)) return {};
    } else if (isStatedNotApplicable(text) || isNotApplicableName(text)) {
        state = CellState::NotApplicable;
        return {};
    } else if (isNotAskedWord(text)) {
        state = CellState::NotAsked;
        return {};
    }
    state = CellState::Valid;
    for (const ValueLabel& label : m_guess.valueLabels)
        if (label.value == text && !label.label.empty()) return label.label;
    return text;
}

void ColumnBuilder::addCode(std::string_view text) {
    if (text.empty() || text != m_lastText) {
        CellState state = CellState::Blank;
        const std::string_view name = nameOf(text, state);
        if (state != CellState::Valid) {
            odd(state);
            m_codes.push_back(0);
            return;
        }
        m_lastCode = codeOf(name);
        // a label is no text of the file: it may be another value's
        m_lastText = name == text ? m_dictionary->at(m_lastCode) : std::string_view();
    }
    m_codes.push_back(m_lastCode);
    ++m_tally.valid;
}

void ColumnBuilder::addCategory(std::string_view text) {
    m_codes.push_back(codeOf(text));
    ++m_tally.valid;
    ++m_tally.rows;
}

void ColumnBuilder::addScore(std::string_view text, std::uint64_t line) {
    const Role& role = m_guess.role;
    int value = 0;
    bool whole = true;
    if (text.size() == 1 && text[0] >= '0' && text[0] <= '9') {
        value = text[0] - '0';
    } else if (text.size() == 2 && text[0] == '1' && text[1] == '0') {
        value = 10;
    } else if (text.empty()) {
        m_scores.push_back(scoreByte(CellState::Blank));
        return;
    } else {
        const auto number = readScore(text, m_guess.form, m_guess.valueLabels);
        if (!number || isStatedNotApplicable(text)) {
            const std::size_t before = m_odd.size();
            CellState state = CellState::Blank;
            if (isStatedNotApplicable(text)) {
                state = CellState::NotApplicable;
            } else if (settleWord(text)) {
                if (m_odd.size() > before) state = m_odd.back().second;
                m_odd.resize(before);
            } else {
                state = CellState::Unparsed;
                ++m_tally.unparsed;
                m_report(line, text, "unparsed");
            }
            m_scores.push_back(scoreByte(state));
            return;
        }
        whole = *number == std::floor(*number) && std::abs(*number) < 1e6;
        value = whole ? static_cast<int>(*number) : -1;
    }
    if (whole && role.isNotApplicable(value)) {
        m_scores.push_back(scoreByte(CellState::NotApplicable));
        return;
    }
    if (!whole || value < role.scaleLow || value > role.scaleHigh) {
        m_scores.push_back(scoreByte(CellState::OutOfRange));
        ++m_tally.outOfRange;
        m_report(line, text, "out_of_range");
        return;
    }
    m_scores.push_back(static_cast<std::uint8_t>(value - role.scaleLow));
    ++m_tally.valid;
}

void ColumnBuilder::addNumber(std::string_view text, std::uint64_t line) {
    if (text.empty()) {
        m_numbers.push_back(kNoNumber);
        return;
    }
    if (isStatedNotApplicable(text)) {
        m_numbers.push_back(kNoNumber);
        odd(CellState::NotApplicable);
        return;
    }
    auto value = readNumber(text, m_guess.form);
    if (!value && !m_guess.role.unit.empty())
        if (const double per = secondsPer(m_guess.role.unit); per > 0.0)
            if (const auto seconds = readDuration(text)) value = *seconds / per;
    if (!value) {
        m_numbers.push_back(kNoNumber);
        if (settleWord(text)) return;
        odd(CellState::Unparsed);
        ++m_tally.unparsed;
        m_report(line, text, "unparsed");
        return;
    }
    if (isDigitName(text)) {
        ++m_tally.digitNames;
        // "007" and 18 digits would not come back from a number: in a column that names things they keep their text
        if (m_guess.role.kind == RoleKind::Dimension) {
            m_numbers.push_back(kNoNumber);
            odd(CellState::Unparsed);
            ++m_tally.unparsed;
            m_report(line, text, "unparsed");
            return;
        }
    }
    if (!m_tally.fractions && *value != std::floor(*value)) m_tally.fractions = true;
    m_numbers.push_back(*value);
    ++m_tally.valid;
}

void ColumnBuilder::addTime(std::string_view text, std::uint64_t line) {
    if (text.empty()) {
        m_times.push_back(kNoTime);
        return;
    }
    const auto parsed = readTime(text, m_guess.dateOrder, m_guess.form);
    if (parsed) {
        if (!parsed->dateOnly) m_tally.clock = true;
        m_times.push_back(m_zone.fromParsed(*parsed));
        ++m_tally.valid;
        return;
    }
    m_times.push_back(kNoTime);
    const bool orderKnown = m_guess.dateOrder == DateOrder::DayFirst || m_guess.dateOrder == DateOrder::MonthFirst;
    if (!orderKnown)
        if (const auto open = openDate(text)) {
            ++m_tally.openDates;
            m_tally.openFirstMax = std::max(m_tally.openFirstMax, open->first);
            m_tally.openSecondMax = std::max(m_tally.openSecondMax, open->second);
            if (m_tally.openExamples.size() < 3) m_tally.openExamples.emplace_back(text);
            return;
        }
    if (settleWord(text)) return;
    odd(CellState::Unparsed);
    ++m_tally.unparsed;
    m_report(line, text, "unparsed");
}

void ColumnBuilder::add(std::string_view raw, std::uint64_t line) {
    switch (m_guess.type) {
    case ValueType::Category:
    case ValueType::Set:
        addCode(trimmedFast(raw));
        break;
    case ValueType::Score:
        addScore(trimmedFast(raw), line);
        break;
    case ValueType::Integer:
    case ValueType::Number:
        addNumber(trimmedFast(raw), line);
        break;
    case ValueType::Date:
    case ValueType::DateTime:
        addTime(trimmedFast(raw), line);
        break;
    case ValueType::Text: {
        const std::string_view text = trimmedFast(raw);
        const bool blank = text.empty() || settleName(text);
        m_texts.push_back(blank ? std::string_view() : raw);
        if (!blank) ++m_tally.valid;
        break;
    }
    }
    ++m_tally.rows;
}

std::shared_ptr<const Column> ColumnBuilder::finish() {
    auto column = std::make_shared<Column>();
    column->info = infoOf(m_guess);
    column->rows = m_tally.rows;
    switch (m_guess.type) {
    case ValueType::Category:
    case ValueType::Set: {
        if (m_guess.type == ValueType::Category && isRatherText(m_guess.role, m_dictionary->size() - 1, m_tally.rows)) {
            column->info.type = ValueType::Text;
            column->texts.offsets.reserve(m_tally.rows + 1);
            for (const std::uint32_t code : m_codes)
                column->texts.push_back(m_dictionary->at(code));
        } else {
            column->codes = CodeVector::from(m_codes, m_dictionary->size());
            column->dictionary = m_dictionary;
        }
        std::vector<std::uint32_t>().swap(m_codes);
        break;
    }
    case ValueType::Score:
        column->scores = std::move(m_scores);
        break;
    case ValueType::Integer:
    case ValueType::Number:
        if (m_tally.fractions) column->info.type = ValueType::Number;
        column->numbers = std::move(m_numbers);
        break;
    case ValueType::Date:
    case ValueType::DateTime:
        if (m_tally.clock) column->info.type = ValueType::DateTime;
        column->times = std::move(m_times);
        break;
    case ValueType::Text:
        column->texts = std::move(m_texts);
        break;
    }
    if (!m_odd.empty() && column->info.type != ValueType::Score) {
        // a text cell is valid by its states once there are any: they come last
        std::vector<std::uint8_t> states(m_tally.rows);
        for (std::size_t row = 0; row < m_tally.rows; ++row)
            states[row] = static_cast<std::uint8_t>(column->isValid(row) ? CellState::Valid : CellState::Blank);
        for (const auto& [row, state] : m_odd)
            states[row] = static_cast<std::uint8_t>(state);
        column->states = std::move(states);
    }
    return column;
}

} // namespace xo::io
