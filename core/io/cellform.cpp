#include "core/io/cellform.h"

#include "core/base/text.h"
#include "core/io/values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace xo::io {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

struct FormSuffix {
    std::string_view text;
    CellForm form;
};
constexpr std::array<FormSuffix, 4> kForms = {{{":comma", {CellForm::Clock::Calendar, true}},
                                               {":excel", {CellForm::Clock::ExcelDays, false}},
                                               {":epoch", {CellForm::Clock::EpochSeconds, false}},
                                               {":epoch-ms", {CellForm::Clock::EpochMs, false}}}};

struct Unit {
    std::string_view word;
    double seconds;
};
// longer words before their beginnings
constexpr std::array<Unit, 31> kUnits = {
    {{"小时", 3600},  {"个小时", 3600}, {"时", 3600},    {"分钟", 60},   {"分", 60},       {"秒钟", 1},
     {"秒", 1},       {"天", 86400},    {"日", 86400},   {"周", 604800}, {"星期", 604800}, {"hours", 3600},
     {"hour", 3600},  {"hrs", 3600},    {"hr", 3600},    {"h", 3600},    {"minutes", 60},  {"minute", 60},
     {"mins", 60},    {"min", 60},      {"m", 60},       {"seconds", 1}, {"second", 1},    {"secs", 1},
     {"sec", 1},      {"s", 1},         {"days", 86400}, {"day", 86400}, {"d", 86400},     {"weeks", 604800},
     {"week", 604800}}};

std::optional<double> readClock(std::string_view text) {
    double parts[3] = {0, 0, 0};
    std::size_t part = 0, digits = 0;
    for (const char c : text) {
        if (isDigit(c)) {
            parts[part] = parts[part] * 10 + (c - '0');
            if (++digits > 7) return std::nullopt;
        } else if (c == ':' && digits > 0 && part < 2) {
            ++part;
            digits = 0;
        } else {
            return std::nullopt;
        }
    }
    if (part == 0 || digits == 0 || parts[1] > 59 || parts[2] > 59) return std::nullopt;
    return parts[0] * 3600 + parts[1] * 60 + parts[2];
}

// A number without sign at the front of `text`, taken off it.
std::optional<double> takeNumber(std::string_view& text) {
    std::size_t at = 0;
    while (at < text.size() && (isDigit(text[at]) || (text[at] == '.' && at > 0)))
        ++at;
    if (at == 0 || at > 12) return std::nullopt;
    const auto value = parseNumber(text.substr(0, at));
    if (value) text.remove_prefix(at);
    return value;
}

std::optional<double> readWords(std::string_view text) {
    double seconds = 0, last = 1e9;
    bool any = false;
    while (true) {
        text = trimmed(text);
        if (text.empty()) break;
        if (text.starts_with("零") || text.starts_with("又")) text.remove_prefix(3);
        const auto value = takeNumber(text);
        if (!value) return std::nullopt;
        text = trimmed(text);
        const Unit* unit = nullptr;
        for (const Unit& each : kUnits)
            if (text.starts_with(each.word) && (!unit || each.word.size() > unit->word.size())) unit = &each;
        // "3m 2h" is no duration: units go down
        if (!unit || unit->seconds >= last) return std::nullopt;
        text.remove_prefix(unit->word.size());
        if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') return std::nullopt;
        if (text.starts_with("半")) return std::nullopt;
        last = unit->seconds;
        seconds += *value * unit->seconds;
        any = true;
        if (text.starts_with(",")) text.remove_prefix(1);
    }
    return any ? std::optional(seconds) : std::nullopt;
}

// ISO 8601: "PT2H30M", "P1DT2H"; months and years have no fixed length
std::optional<double> readIsoDuration(std::string_view text) {
    if (text.size() < 3 || (text[0] != 'p' && text[0] != 'P')) return std::nullopt;
    text.remove_prefix(1);
    double seconds = 0;
    bool clock = false, any = false;
    while (!text.empty()) {
        if ((text[0] == 't' || text[0] == 'T') && !clock) {
            clock = true;
            text.remove_prefix(1);
            continue;
        }
        const auto value = takeNumber(text);
        if (!value || text.empty()) return std::nullopt;
        const char unit = text[0];
        text.remove_prefix(1);
        const double per = !clock && (unit == 'd' || unit == 'D')   ? 86400
                           : !clock && (unit == 'w' || unit == 'W') ? 604800
                           : clock && (unit == 'h' || unit == 'H')  ? 3600
                           : clock && (unit == 'm' || unit == 'M')  ? 60
                           : clock && (unit == 's' || unit == 'S')  ? 1
                                                                    : 0;
        if (per == 0) return std::nullopt;
        seconds += *value * per;
        any = true;
    }
    return any ? std::optional(seconds) : std::nullopt;
}

std::string lowerFolded(std::string_view text) {
    return lowerAscii(foldedWidth(trimmedFast(text)));
}

// "★★★★☆", "⭐⭐⭐": the stars that are full
std::optional<int> readStars(std::string_view text) {
    int full = 0, all = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const char32_t c = nextCodePoint(text, at);
        if (c == U'★' || c == U'⭐' || c == 0x1F31F)
            ++full;
        else if (c != U'☆' && c != 0xFE0F && c != ' ')
            return std::nullopt;
        if (c != 0xFE0F && c != ' ') ++all;
    }
    return all > 0 && all <= 10 ? std::optional(full) : std::nullopt;
}

// The number a labelled answer ends with: "非常满意(5分)", "非常满意（5）", "很满意5分", "Very satisfied - 5".
std::optional<LabelledScore> trailingScore(std::string_view text) {
    std::string_view body = text;
    bool unit = false, bracket = false;
    for (const std::string_view close : {")", "】", "]"})
        if (body.ends_with(close)) {
            body.remove_suffix(close.size());
            bracket = true;
            break;
        }
    for (const std::string_view word : {"分", "星", "points", "point", "stars", "star"})
        if (body.ends_with(word)) {
            body = trimmed(body.substr(0, body.size() - word.size()));
            unit = true;
            break;
        }
    std::size_t digits = 0;
    while (digits < body.size() && digits < 3 && isDigit(body[body.size() - 1 - digits]))
        ++digits;
    if (digits == 0 || digits > 2 || digits == body.size()) return std::nullopt;
    LabelledScore out;
    for (std::size_t i = body.size() - digits; i < body.size(); ++i)
        out.score = out.score * 10 + (body[i] - '0');
    body = body.substr(0, body.size() - digits);
    bool parted = false;
    if (bracket) {
        body = trimmed(body);
        for (const std::string_view open : {"(", "【", "["})
            if (body.ends_with(open)) {
                body.remove_suffix(open.size());
                parted = true;
                break;
            }
        if (!parted) return std::nullopt;
    } else {
        for (const std::string_view mark : {" - ", " – ", " = ", "=", ":", "：", "——"})
            if (body.ends_with(mark)) {
                body.remove_suffix(mark.size());
                parted = true;
                break;
            }
    }
    if (!parted && !unit) return std::nullopt;
    body = trimmed(body);
    // words, and no other number among them
    if (body.empty() || std::any_of(body.begin(), body.end(), isDigit)) return std::nullopt;
    const auto first = static_cast<unsigned char>(body.front());
    if (!(first >= 'A' && first <= 'Z') && !(first >= 'a' && first <= 'z') && first < 0xE3) return std::nullopt;
    out.label = std::string(body);
    return out;
}

std::string labelBehind(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && isDigit(text[at]))
        ++at;
    text.remove_prefix(at);
    for (bool more = true; more;) {
        more = false;
        text = trimmed(text);
        for (const std::string_view mark : {"分", "星", "-", "–", "—", ":", "：", "=", ".", "、", "("})
            if (text.starts_with(mark)) {
                text.remove_prefix(mark.size());
                more = true;
            }
    }
    if (text.ends_with(")") && text.find('(') == std::string_view::npos) text.remove_suffix(1);
    return std::string(trimmed(text));
}

bool isHan(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const char32_t c = nextCodePoint(text, at);
        if (c >= 0x3400 && c <= 0x9FFF) return true;
    }
    return false;
}

bool isChosen(const SetForm& form, std::string_view text) {
    if (!form.counted.empty()) {
        if (text == form.counted) return true;
        const auto a = readNumber(text), b = readNumber(form.counted);
        return a && b && *a == *b;
    }
    static constexpr std::array<std::string_view, 19> off = {
        "0",          "0.0",  "否", "未选", "未选中", "no", "false", "n", "f", "unchecked", "not selected",
        "unselected", "没有", "无", "×",    "✗",      "☐",  "-",     "--"};
    return std::find(off.begin(), off.end(), lowerFolded(text)) == off.end();
}

} // namespace

std::string cellFormText(const CellForm& form) {
    for (const FormSuffix& suffix : kForms)
        if (suffix.form == form) return std::string(suffix.text);
    return {};
}

CellForm takeCellForm(std::string& text) {
    for (const FormSuffix& suffix : kForms)
        if (text.ends_with(suffix.text)) {
            text.erase(text.size() - suffix.text.size());
            return suffix.form;
        }
    return {};
}

void NumberMarks::add(std::string_view text, std::size_t count) {
    if (text.size() > 40) return;
    std::size_t commas = 0, points = 0, digits = 0;
    std::size_t behind = 0;
    for (const char c : text) {
        if (c == ',') {
            ++commas;
            behind = 0;
        } else if (c == '.') {
            ++points;
            behind = 0;
        } else if (isDigit(c)) {
            ++digits;
            ++behind;
        } else if ((c >= 'a' && c <= 'z') || c == ':' || c == '/' || c == ';') {
            return; // words and dates say nothing of numbers
        }
    }
    if (digits == 0 || (commas == 0 && points == 0)) return;
    CellForm other;
    other.decimalComma = true;
    const bool asPoint = readNumber(text).has_value(), asComma = readNumber(text, other).has_value();
    if (asPoint == asComma) {
        if (asPoint && commas == 1 && points == 0 && behind == 3) {
            open += count;
            if (example.empty()) example = std::string(text);
        }
        return;
    }
    (asComma ? comma : point) += count;
}

std::optional<double> readNumber(std::string_view text, const CellForm& form) {
    if (!form.decimalComma) return readNumber(text);
    std::string swapped;
    bool mark = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        // blanks part thousands in many countries
        if (c == ' ' && i > 0 && i + 1 < text.size() && isDigit(text[i - 1]) && isDigit(text[i + 1])) continue;
        mark = mark || c == ',' || c == '.';
        swapped += c == ',' ? '.' : c == '.' ? ',' : c;
    }
    return readNumber(mark || swapped.size() != text.size() ? std::string_view(swapped) : text);
}

std::optional<ParsedTime> readTime(std::string_view text, DateOrder order, const CellForm& form) {
    if (form.clock != CellForm::Clock::Calendar)
        if (const auto number = readNumber(text); number && *number > 0) {
            ParsedTime time;
            switch (form.clock) {
            case CellForm::Clock::ExcelDays: {
                if (*number < 1 || *number >= 2'958'466) return std::nullopt; // the year 10000
                const double day = std::floor(*number);
                // serials carry the time of day to about a millisecond; shown to the second
                time.localMs = static_cast<std::int64_t>(day - 25'569) * kMsPerDay +
                               static_cast<std::int64_t>(std::llround((*number - day) * 86'400.0)) * 1000;
                time.dateOnly = day == *number;
                return time;
            }
            case CellForm::Clock::EpochSeconds:
            case CellForm::Clock::EpochMs:
                if (*number > 1e14) return std::nullopt;
                time.localMs = static_cast<std::int64_t>(
                    std::floor(form.clock == CellForm::Clock::EpochMs ? *number : *number * 1000));
                time.offsetMinutes = 0;
                return time;
            case CellForm::Clock::Calendar:
                break;
            }
        }
    return readTime(text, order);
}

std::optional<double> readDuration(std::string_view given) {
    std::string_view text = trimmedFast(given);
    if (text.size() < 2 || text.size() > 48) return std::nullopt;
    if (isDigit(text.front()) && text.find(':') != std::string_view::npos) return readClock(text);
    if (text[0] == 'P' || text[0] == 'p') return readIsoDuration(text);
    if (!isDigit(text[0]) && static_cast<unsigned char>(text[0]) != 0xEF) return std::nullopt;
    return readWords(lowerFolded(text));
}

bool isWordedDuration(std::string_view text) {
    return text.find(':') == std::string_view::npos && readDuration(text).has_value();
}

std::optional<LabelledScore> labelledScore(std::string_view given) {
    const std::string_view text = trimmedFast(given);
    if (text.size() < 2 || text.size() > 200) return std::nullopt;
    if (const auto stars = readStars(text)) return LabelledScore{*stars, {}};
    const std::string folded = foldedWidth(text);
    if (const auto leading = leadingInteger(text)) return LabelledScore{*leading, labelBehind(folded)};
    for (const std::string_view unit : {"星", "颗星"})
        if (folded.size() > unit.size() && folded.ends_with(unit)) {
            const std::string_view digits = std::string_view(folded).substr(0, folded.size() - unit.size());
            if (digits.size() == 1 && isDigit(digits[0])) return LabelledScore{digits[0] - '0', {}};
            static constexpr std::array<std::string_view, 6> words = {"零", "一", "二", "三", "四", "五"};
            for (std::size_t i = 1; i < words.size(); ++i)
                if (digits == words[i]) return LabelledScore{static_cast<int>(i), {}};
        }
    return trailingScore(folded);
}

std::optional<double> readScore(std::string_view text, const CellForm& form, const std::vector<ValueLabel>& words) {
    if (const auto number = readNumber(text, form); number && text.find('%') == std::string_view::npos) return number;
    // the words of the column's own scale come before what could be made of them
    if (!words.empty()) {
        const std::string lower = lowerFolded(text);
        for (const ValueLabel& word : words)
            if (lowerFolded(word.label) == lower)
                if (const auto value = parseNumber(word.value)) return value;
    }
    if (const auto labelled = labelledScore(text)) return labelled->score;
    return std::nullopt;
}

bool isYesNoWord(std::string_view text) {
    static constexpr std::array<std::string_view, 14> words = {"是",  "否", "有", "没有", "无",   "对",    "不是",
                                                               "yes", "no", "y",  "n",    "true", "false", "没"};
    return text.size() <= 12 && std::find(words.begin(), words.end(), lowerFolded(text)) != words.end();
}

bool isNotApplicableName(std::string_view text) {
    if (text.empty() || text.size() > 24) return false;
    switch (static_cast<unsigned char>(text.front())) {
    case 0xE4: // 不
    case 0xE6: // 未, 没, 无
    case 0xE2: // dashes
    case '-':
    case '/':
    case 'n':
    case 'N':
    case 'd':
    case 'D':
        break;
    default:
        return false;
    }
    if (!isNotApplicableWord(text)) return false;
    static constexpr std::array<std::string_view, 7> real = {"na",     "无",       "不清楚",    "不知道",
                                                             "未使用", "未使用过", "don't know"};
    return std::find(real.begin(), real.end(), lowerAscii(text)) == real.end();
}

std::string noneChosen(const SetForm& form) {
    const bool chinese =
        std::any_of(form.options.begin(), form.options.end(), [](const std::string& option) { return isHan(option); });
    return chinese ? "（均未选）" : "(none)";
}

std::string setText(const SetForm& form, const std::vector<std::string_view>& cells) {
    std::vector<std::string_view> chosen;
    std::string_view word; // why nothing was chosen
    std::size_t refused = 0;
    const auto take = [&](std::string_view option) {
        if (option.empty() || isMissingWord(option)) return;
        if (isNotApplicableName(option) || isNotAskedWord(option)) {
            word = option;
            return;
        }
        for (const ValueLabel& code : form.codes)
            if (code.value == option && !code.label.empty()) option = code.label;
        if (std::find(chosen.begin(), chosen.end(), option) == chosen.end()) chosen.push_back(option);
    };
    if (form.columns.empty()) {
        std::string_view rest = cells.empty() ? std::string_view() : cells.front();
        while (!rest.empty()) {
            const std::size_t at = form.separator.empty() ? std::string_view::npos : rest.find(form.separator);
            take(trimmed(rest.substr(0, at)));
            if (at == std::string_view::npos) break;
            rest.remove_prefix(at + form.separator.size());
        }
        std::stable_sort(chosen.begin(), chosen.end(), [&](std::string_view a, std::string_view b) {
            const auto rank = [&](std::string_view text) {
                return std::find(form.options.begin(), form.options.end(), text) - form.options.begin();
            };
            return rank(a) < rank(b);
        });
    } else {
        for (std::size_t i = 0; i < form.columns.size() && i < cells.size(); ++i) {
            const std::string_view text = trimmedFast(cells[i]);
            if (text.empty() || isMissingWord(text)) continue;
            if (isNotAskedWord(text) || (isNotApplicableWord(text) && text != form.options[i])) {
                if (text == "-" || text == "--" || text == "/") continue;
                word = text;
                continue;
            }
            if (form.ownText)
                take(form.codes.empty() ? std::string_view(form.options[i]) : text);
            else if (isChosen(form, text))
                take(form.options[i]);
            else
                ++refused;
        }
    }
    std::string out;
    for (const std::string_view option : chosen) {
        if (!out.empty()) out += kOptionMark;
        for (const char c : option)
            if (c != kOptionMark) out += c;
    }
    if (!out.empty()) return out;
    if (refused > 0) return noneChosen(form);
    return std::string(word);
}

} // namespace xo::io
