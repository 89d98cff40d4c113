#include "core/io/fast/piecebuilder.h"

#include "core/io/values.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace xo::io {

namespace {

constexpr std::int64_t kLastDay = 32'872; // 2060
constexpr std::size_t kLongestWord = 24;  // words that stand for no value are not longer

std::uint64_t load8(const char* p) {
    std::uint64_t word = 0;
    std::memcpy(&word, p, 8);
    return word;
}

// What is left of three words for a text of up to 24 bytes.
struct WordMasks {
    std::uint64_t of[25][3] = {};
    constexpr WordMasks() {
        for (std::size_t length = 0; length < 25; ++length)
            for (std::size_t i = 0; i < length; ++i)
                of[length][i / 8] |= std::uint64_t{0xFF} << (i % 8 * 8);
    }
};
constexpr WordMasks kWordMasks;

static_assert(std::endian::native == std::endian::little, "texts are read as words");
constexpr std::uint64_t kZeros = 0x3030303030303030ULL;

bool areDigits(std::uint64_t word) {
    constexpr std::uint64_t kHigh = 0xF0F0F0F0F0F0F0F0ULL;
    return ((word & kHigh) | (((word + 0x0606060606060606ULL) & kHigh) >> 4)) == 0x3333333333333333ULL;
}

// Eight digits as four numbers of two, 16 bits each, the first one lowest.
std::uint64_t pairsOf(std::uint64_t word) {
    return ((word & 0x0F0F0F0F0F0F0F0FULL) * 2561 >> 8) & 0x00FF00FF00FF00FFULL;
}

std::uint64_t numberOf(std::uint64_t word) {
    const std::uint64_t fours = (pairsOf(word) * 6'553'601 >> 16) & 0x0000FFFF0000FFFFULL;
    return fours * 42'949'672'960'001ULL >> 32;
}

// The first 1 to 8 bytes of a word, zeros before them.
std::uint64_t rightmost(std::uint64_t word, std::size_t count) {
    return word << (8 * (8 - count)) | (kZeros >> (8 * (count - 1)) >> 8);
}

// "YYYY-MM-DD", "YYYY-MM-DD HH:MM:SS", the form with T or slashes; the millisecond of the wall clock
bool plainTime(const char* p, std::size_t length, std::int64_t& day, std::int64_t& ms) {
    const std::uint64_t head = load8(p);
    const std::uint64_t date = (head & 0xFFFF'FFFFULL) | ((head >> 8) & 0xFFFF'0000'0000ULL) | (load8(p + 8) << 48);
    if (!areDigits(date) || p[4] != p[7] || (p[4] != '-' && p[4] != '/')) return false;
    const std::uint64_t parts = pairsOf(date);
    const auto part = [](std::uint64_t pairs, int i) { return static_cast<unsigned>(pairs >> (16 * i)) & 0xFFU; };
    const unsigned year = part(parts, 0) * 100 + part(parts, 1), month = part(parts, 2), dayOfMonth = part(parts, 3);
    // the 29th of February is left to the reader that knows the years
    static constexpr unsigned kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || month - 1 > 11 || dayOfMonth - 1 >= kDays[month - 1]) return false;
    // days from civil date, years from March on
    const unsigned y = month <= 2 ? year - 1 : year;
    const unsigned era = y / 400, ofEra = y - era * 400;
    const unsigned ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1;
    const unsigned dayOfEra = ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear;
    day = static_cast<std::int64_t>(era) * 146'097 + dayOfEra - 719'468;
    ms = 0;
    if (length == 10) return true;
    const std::uint64_t tail = load8(p + 11);
    const std::uint64_t clock = (tail & 0xFFFFULL) | ((tail >> 8) & 0xFFFF'0000ULL) |
                                ((tail >> 16) & 0xFFFF'0000'0000ULL) | (kZeros & 0xFFFF'0000'0000'0000ULL);
    if (!areDigits(clock) || (p[10] != ' ' && p[10] != 'T') || p[13] != ':' || p[16] != ':') return false;
    const std::uint64_t times = pairsOf(clock);
    const unsigned hour = part(times, 0), minute = part(times, 1), second = part(times, 2);
    if (hour > 23 || minute > 59 || second > 59) return false;
    ms = ((hour * 60 + minute) * 60 + second) * std::int64_t{1000};
    return true;
}

constexpr double kTens[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

// Of less than 2^53.
bool isWhole(double value) {
    return static_cast<double>(static_cast<std::int64_t>(value)) == value;
}

// "123", "6.25" of 1 to 8 bytes.
bool shortNumber(const char* p, std::size_t length, double& value, bool& fraction) {
    std::uint64_t word = load8(p) & kWordMasks.of[length][0];
    const std::uint64_t unlike = word ^ 0x2E2E2E2E2E2E2E2EULL;
    const std::uint64_t points = (unlike - 0x0101010101010101ULL) & ~unlike & 0x8080808080808080ULL;
    std::size_t whole = length, places = 0;
    if (points) {
        whole = static_cast<std::size_t>(std::countr_zero(points)) / 8;
        places = length - 1 - whole;
        if (whole == 0 || places == 0) return false;
        const std::uint64_t before = (1ULL << (8 * whole)) - 1;
        word = (word & before) | ((word >> 8) & ~before);
    }
    // a leading zero is a name unless the point follows
    if (p[0] == '0' && whole > 1) return false;
    word = rightmost(word, whole + places);
    if (!areDigits(word)) return false;
    value = static_cast<double>(static_cast<std::int64_t>(numberOf(word))) / kTens[places];
    fraction = places > 0 && !isWhole(value);
    return true;
}

// "123", "-5", "6.25" of at most 15 digits: both parts of the fraction are exact, so their quotient is the nearest
bool plainNumber(const char* p, std::size_t length, double& value, bool& fraction) {
    if (length <= 8 && *p != '-') return shortNumber(p, length, value, fraction);
    const char* const end = p + length;
    const bool negative = *p == '-';
    if (negative) ++p;
    if (end - p > 16 || p == end) return false;
    if (*p == '0' && end - p > 1 && p[1] != '.') return false;
    std::uint64_t digits = 0;
    const char* const first = p;
    while (p < end && static_cast<unsigned char>(*p - '0') <= 9)
        digits = digits * 10 + static_cast<std::uint64_t>(*p++ - '0');
    const auto whole = p - first;
    if (whole == 0) return false;
    fraction = false;
    if (p == end) {
        if (whole > 15) return false;
        value = static_cast<double>(digits);
    } else {
        if (*p != '.') return false;
        const char* const point = ++p;
        while (p < end && static_cast<unsigned char>(*p - '0') <= 9)
            digits = digits * 10 + static_cast<std::uint64_t>(*p++ - '0');
        const auto places = p - point;
        if (p != end || places == 0 || whole + places > 15) return false;
        value = static_cast<double>(digits) / kTens[places];
        fraction = !isWhole(value);
    }
    if (negative) value = -value;
    return true;
}

std::uint64_t hashOf(const std::uint64_t* words) {
    return (words[0] ^ (words[1] * 0x9E3779B97F4A7C15ULL) ^ (words[2] * 0xC2B2AE3D27D4EB4FULL)) * 0xD6E8FEB86659FD93ULL;
}

bool mayNeedTrim(const char* p, std::size_t length) {
    const auto first = static_cast<unsigned char>(p[0]);
    const auto last = static_cast<unsigned char>(p[length - 1]);
    return first <= ' ' || first == 0xC2 || first == 0xE3 || first == 0xEF || last <= ' ' || last == 0xA0 ||
           last == 0x80 || last == 0xBF;
}

struct CellView {
    const char* begin;
    std::size_t length;
};

CellView cellOf(const Strip& strip, const std::uint32_t* before, const std::uint32_t* after, std::size_t row) {
    const std::uint32_t begin = before[row] + 1;
    return {strip.base + begin, after[row] - begin};
}

} // namespace

DayOffsets::DayOffsets(const TimeZone& zone) {
    m_offsets.reserve(static_cast<std::size_t>(kLastDay - kFirst));
    std::int64_t next = kFirst * kMsPerDay - zone.fromLocal(kFirst * kMsPerDay);
    for (std::int64_t day = kFirst; day < kLastDay; ++day) {
        const std::int64_t start = day * kMsPerDay, end = start + kMsPerDay;
        const std::int64_t offset = next;
        next = end - zone.fromLocal(end);
        const bool constant = offset == next && end - 1 - zone.fromLocal(end - 1) == offset;
        m_offsets.push_back(constant ? offset : kNone);
    }
}

PieceBuilder::PieceBuilder(const PieceSpec& spec, const TimeZone& zone, const DayOffsets& days,
                           std::size_t expectedRows, std::size_t column, std::vector<PieceProblem>& problems)
    : m_spec(spec), m_days(days),
      m_builder(spec.guess, zone, spec.guess.type == ValueType::Category ? 0 : expectedRows,
                [this, &problems, column](std::uint64_t line, std::string_view text, std::string_view code) {
                    problems.push_back({m_builder.tally().rows * 2 + 1, static_cast<std::uint32_t>(line), column,
                                        clipped(text), code});
                }) {
    m_plain = spec.guess.form == CellForm() && spec.guess.notApplicable.empty();
    if (spec.guess.type != ValueType::Category) return;
    if (spec.shape)
        numbers.reserve(expectedRows);
    else {
        codes.reserve(expectedRows);
        growRecent();
    }
    if (spec.naming == Naming::Text) m_texts.offsets.reserve(expectedRows + 1);
}

std::string_view PieceBuilder::plain(std::string_view raw, char quote) {
    return quote && !raw.empty() && raw.front() == quote ? unquoted(raw, quote, m_scratch) : raw;
}

void PieceBuilder::add(const Strip& strip, std::size_t column, char quote) {
    switch (m_spec.guess.type) {
    case ValueType::Score:
        return addScores(strip, column, quote);
    case ValueType::Integer:
    case ValueType::Number:
        return addNumbers(strip, column, quote);
    case ValueType::Date:
    case ValueType::DateTime:
        return addTimes(strip, column, quote);
    case ValueType::Text:
        return addTexts(strip, column, quote);
    case ValueType::Category:
    case ValueType::Set:
        return m_spec.shape ? addNumbered(strip, column, quote) : addNames(strip, column, quote);
    }
}

// Cells that `take` refuses are read by the column's builder, which knows every way to write them.
template <class Take>
void PieceBuilder::addCells(const Strip& strip, std::size_t column, char quote, Take&& take) {
    const std::uint32_t* const before = strip.edge(column);
    const std::uint32_t* const after = strip.edge(column + 1);
    for (std::size_t row = 0; row < strip.rows; ++row) {
        const CellView cell = cellOf(strip, before, after, row);
        if (!take(cell)) m_builder.add(plain({cell.begin, cell.length}, quote), strip.lines[row]);
    }
}

void PieceBuilder::addScores(const Strip& strip, std::size_t column, char quote) {
    const Role& role = m_spec.guess.role;
    std::uint8_t bytes[11];
    bool usual[11];
    for (int value = 0; value <= 10; ++value) {
        usual[value] = value >= role.scaleLow && value <= role.scaleHigh && !role.isNotApplicable(value);
        bytes[value] = static_cast<std::uint8_t>(value - role.scaleLow);
    }
    addCells(strip, column, quote, [&](const CellView& cell) {
        unsigned value = 99;
        if (cell.length == 1)
            value = static_cast<unsigned char>(cell.begin[0]) - unsigned{'0'};
        else if (cell.length == 2 && cell.begin[0] == '1' && cell.begin[1] == '0')
            value = 10;
        if (value <= 10 && usual[value])
            m_builder.takeScore(bytes[value]);
        else if (cell.length == 0)
            m_builder.takeBlankScore();
        else
            return false;
        return true;
    });
}

void PieceBuilder::addNumbers(const Strip& strip, std::size_t column, char quote) {
    addCells(strip, column, quote, [this](const CellView& cell) {
        double value = 0;
        bool fraction = false;
        if (cell.length == 0)
            m_builder.takeBlankNumber();
        else if (m_plain && plainNumber(cell.begin, cell.length, value, fraction))
            m_builder.takeNumber(value, fraction);
        else
            return false;
        return true;
    });
}

void PieceBuilder::addTimes(const Strip& strip, std::size_t column, char quote) {
    addCells(strip, column, quote, [this](const CellView& cell) {
        std::int64_t day = 0, ms = 0;
        if (!m_plain || (cell.length != 19 && cell.length != 10) || !plainTime(cell.begin, cell.length, day, ms))
            return false;
        const std::int64_t offset = m_days.at(day);
        if (offset == DayOffsets::kNone) return false;
        m_builder.takeTime(day * kMsPerDay + ms - offset, cell.length == 19);
        return true;
    });
}

void PieceBuilder::addTexts(const Strip& strip, std::size_t column, char quote) {
    addCells(strip, column, quote, [this, quote](const CellView& cell) {
        if (cell.length == 0)
            m_builder.takeBlankText();
        else if (m_plain && cell.length > kLongestWord && *cell.begin != quote && !mayNeedTrim(cell.begin, cell.length))
            m_builder.takeText({cell.begin, cell.length});
        else
            return false;
        return true;
    });
}

void PieceBuilder::addGiven(const std::vector<std::string>& given, const std::vector<std::uint32_t>& rows) {
    std::vector<std::uint32_t> known(given.size());
    for (const std::uint32_t row : rows) {
        if (known[row] == 0) known[row] = names.add(given[row]);
        codes.push_back(known[row]);
    }
    m_tally.valid += rows.size();
    m_tally.rows += rows.size();
}

void PieceBuilder::growRecent() {
    std::vector<Recent> old(m_recent.empty() ? 256 : m_recent.size() * 4);
    old.swap(m_recent);
    m_recentShift = 64 - std::countr_zero(m_recent.size());
    const std::size_t mask = m_recent.size() - 1;
    for (const Recent& each : old) {
        if (!each.words[0]) continue;
        std::size_t at = static_cast<std::size_t>(hashOf(each.words) >> m_recentShift);
        while (m_recent[at].words[0])
            at = (at + 1) & mask;
        m_recent[at] = each;
    }
}

std::uint32_t PieceBuilder::slowCode(const char* begin, std::size_t length, char quote) {
    CellState state = CellState::Blank;
    const std::string_view name = m_builder.nameOf(trimmedFast(plain({begin, length}, quote)), state);
    return state == CellState::Valid ? names.add(name) : kState + static_cast<std::uint32_t>(state);
}

// The code of a cell as it stands in the file. Nothing here depends on the length but the masks: cells of changing
// lengths would be guessed wrong all the time.
inline std::uint32_t PieceBuilder::codeOf(const char* begin, std::size_t length, char quote) {
    if (length > 24) return slowCode(begin, length, quote);
    const std::uint64_t* const masks = kWordMasks.of[length];
    const std::uint64_t words[3] = {load8(begin) & masks[0], load8(begin + 8) & masks[1], load8(begin + 16) & masks[2]};
    const std::size_t mask = m_recent.size() - 1;
    std::size_t at = static_cast<std::size_t>(hashOf(words) >> m_recentShift);
    for (;; at = (at + 1) & mask) {
        const Recent& each = m_recent[at];
        if (((each.words[0] ^ words[0]) | (each.words[1] ^ words[1]) | (each.words[2] ^ words[2])) == 0)
            return each.code;
        if (!each.words[0]) break;
    }
    const std::uint32_t code = slowCode(begin, length, quote);
    m_recent[at] = {{words[0], words[1], words[2]}, code};
    if (++m_recentUsed * 2 >= m_recent.size()) growRecent();
    return code;
}

void PieceBuilder::addNames(const Strip& strip, std::size_t column, char quote) {
    const std::uint32_t* const before = strip.edge(column);
    const std::uint32_t* const after = strip.edge(column + 1);
    const std::size_t start = codes.size();
    codes.resize(start + strip.rows);
    std::uint64_t valid = 0;
    for (std::size_t row = 0; row < strip.rows; ++row) {
        const CellView cell = cellOf(strip, before, after, row);
        std::uint32_t code = cell.length ? codeOf(cell.begin, cell.length, quote) : 0;
        if (code >= kState) {
            const auto state = static_cast<CellState>(code - kState);
            if (state != CellState::Blank) odd.emplace_back(start + row, state);
            code = 0;
        }
        codes[start + row] = code;
        valid += code != 0;
    }
    m_tally.valid += valid;
    m_tally.rows += strip.rows;
    if (m_spec.naming == Naming::Text)
        for (std::size_t row = start; row < codes.size(); ++row)
            m_texts.push_back(names.at(codes[row]));
}

void PieceBuilder::addNumbered(const Strip& strip, std::size_t column, char quote) {
    const std::uint32_t* const before = strip.edge(column);
    const std::uint32_t* const after = strip.edge(column + 1);
    const NameShape& shape = *m_spec.shape;
    const std::size_t prefix = shape.prefix.size();
    char padded[8] = {};
    std::memcpy(padded, shape.prefix.data(), prefix);
    const std::uint64_t wanted = load8(padded), prefixMask = kWordMasks.of[prefix][0];
    const bool texts = m_spec.naming == Naming::Text;
    const std::size_t start = numbers.size();
    numbers.resize(start + strip.rows);
    for (std::size_t row = 0; row < strip.rows; ++row) {
        const CellView cell = cellOf(strip, before, after, row);
        const std::size_t digits = cell.length - prefix;
        std::uint64_t& number = numbers[start + row];
        if (cell.length > prefix && digits <= NameShape::kMostDigits && (load8(cell.begin) & prefixMask) == wanted &&
            (shape.digits ? digits == shape.digits : cell.begin[prefix] != '0' || digits == 1)) {
            const char* const p = cell.begin + prefix;
            std::uint64_t value = 0;
            bool bad = false;
            if (digits <= 8) {
                const std::uint64_t word = rightmost(load8(p), digits);
                bad = !areDigits(word);
                value = numberOf(word);
            } else {
                for (std::size_t i = 0; i < digits; ++i) {
                    const unsigned digit = static_cast<unsigned char>(p[i]) - unsigned{'0'};
                    bad = bad || digit > 9;
                    value = value * 10 + digit;
                }
            }
            if (!bad) {
                number = value;
                if (value < NumberCodes::kNear && value > largestNear) largestNear = value;
                ++m_tally.valid;
                if (texts) m_texts.push_back({cell.begin, cell.length});
                continue;
            }
        }
        CellState state = CellState::Blank;
        const std::string_view text = m_builder.nameOf(trimmedFast(plain({cell.begin, cell.length}, quote)), state);
        if (state != CellState::Valid) {
            if (state != CellState::Blank) odd.emplace_back(start + row, state);
            number = kBlank;
            if (texts) m_texts.push_back({});
            continue;
        }
        ++m_tally.valid;
        if (texts) m_texts.push_back(text);
        if (const auto known = shape.number(text)) {
            number = *known;
            if (*known<NumberCodes::kNear&& * known> largestNear) largestNear = *known;
            continue;
        }
        number = kOdd;
        oddNames.emplace_back(text);
    }
    m_tally.rows += strip.rows;
}

void addStates(Column& column, const std::vector<std::pair<std::size_t, CellState>>& odd) {
    if (odd.empty()) return;
    // a text cell is valid by its states once there are any: they come last
    std::vector<std::uint8_t> states(column.rows);
    for (std::size_t row = 0; row < column.rows; ++row)
        states[row] = static_cast<std::uint8_t>(column.isValid(row) ? CellState::Valid : CellState::Blank);
    for (const auto& [row, state] : odd)
        states[row] = static_cast<std::uint8_t>(state);
    column.states = std::move(states);
}

std::shared_ptr<const Column> PieceBuilder::finish() {
    if (m_spec.guess.type != ValueType::Category) {
        m_tally = m_builder.tally();
        return m_builder.finish();
    }
    if (m_spec.naming != Naming::Text) return nullptr;
    auto column = std::make_shared<Column>();
    column->info = infoOf(m_spec.guess);
    column->info.type = ValueType::Text;
    column->rows = static_cast<std::size_t>(m_tally.rows);
    column->texts = std::move(m_texts);
    addStates(*column, odd);
    return column;
}

} // namespace xo::io
