#include "core/io/optiongroups.h"

#include "core/base/text.h"
#include "core/io/values.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace xo::io {

namespace {

constexpr std::size_t kRowsLookedAt = 2000;

/// A header cut in two; `number` is a platform's question number ("2").
struct Parts {
    std::string question, option, number;
};

std::string_view digitsOf(std::string_view text) {
    std::size_t n = 0;
    while (n < text.size() && n < 4 && text[n] >= '0' && text[n] <= '9')
        ++n;
    return text.substr(0, n);
}

bool takeEnd(std::string_view& text, std::string_view end) {
    if (!text.ends_with(end)) return false;
    text.remove_suffix(end.size());
    return true;
}

// "… (option)" with ASCII or full-width brackets, "… [option]"; brackets inside the option are balanced.
std::optional<Parts> bracketed(std::string_view text) {
    struct Pair {
        std::string_view open, close;
    };
    for (const Pair& pair : {Pair{"(", ")"}, Pair{"（", "）"}, Pair{"[", "]"}, Pair{"【", "】"}}) {
        if (!text.ends_with(pair.close)) continue;
        std::size_t depth = 0;
        for (std::size_t at = text.size(); at-- > 0;) {
            if (text.substr(at).starts_with(pair.close)) ++depth;
            if (text.substr(at).starts_with(pair.open) && --depth == 0) {
                const std::size_t from = at + pair.open.size();
                Parts parts;
                parts.question = trimmed(text.substr(0, at));
                parts.option = trimmed(text.substr(from, text.size() - pair.close.size() - from));
                return parts;
            }
        }
    }
    return std::nullopt;
}

std::optional<Parts> cutAt(std::string_view text, std::string_view separator) {
    const std::size_t at = text.rfind(separator);
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    Parts parts;
    parts.question = trimmed(text.substr(0, at));
    parts.option = trimmed(text.substr(at + separator.size()));
    return parts;
}

// "2、wording" → 2
std::string questionNumber(std::string_view text) {
    std::string_view digits = digitsOf(text);
    if (digits.empty() && (text.starts_with("Q") || text.starts_with("q"))) digits = digitsOf(text.substr(1));
    return std::string(digits);
}

/// All the ways one header can be cut, the surest first.
std::vector<Parts> cuts(std::string_view header) {
    std::vector<Parts> all;
    const auto add = [&](std::optional<Parts> parts) {
        if (!parts || parts->option.empty() || parts->question.empty()) return;
        std::string_view question = parts->question;
        while (takeEnd(question, "- Selected Choice") || takeEnd(question, "- 选定的选项") || takeEnd(question, ":") ||
               takeEnd(question, "：") || takeEnd(question, "-"))
            question = trimmed(question);
        parts->question = std::string(question);
        parts->number = questionNumber(parts->question);
        if (!parts->question.empty()) all.push_back(std::move(*parts));
    };
    for (const std::string_view separator : {" - ", " — ", "——", "：", ": ", ":", "|"})
        add(cutAt(header, separator));
    add(bracketed(header));
    return all;
}

// "3", "3、": a question's number alone
bool plainNumber(std::string_view question) {
    for (const std::string_view mark : {"、", ".", "．"})
        takeEnd(question, mark);
    return !question.empty() && digitsOf(question).size() == question.size();
}

/// Whether two neighbours ask the same question: equal wordings, or 问卷星's bare number after the full wording.
bool sameQuestion(const Parts& a, const Parts& b) {
    if (a.question == b.question) return true;
    return !b.number.empty() && a.number == b.number && (plainNumber(b.question) || plainNumber(a.question));
}

bool isFreeText(std::string_view option) {
    const std::string low = lowerAscii(option);
    for (const std::string_view word : {"- text", "(please specify)", "open-ended", "please specify"})
        if (low.find(word) != std::string::npos) return true;
    return option.find("请注明") != std::string_view::npos || option.find("填空") != std::string_view::npos;
}

enum class Flag { Off, On, None };

Flag flagOf(std::string_view text) {
    static constexpr std::array kOff = {"0",     "0.0", "否",        "未选",         "未选中", "no",
                                        "false", "n",   "unchecked", "not selected", "×",      "f"};
    static constexpr std::array kOn = {"1",       "1.0",      "是", "选中", "已选", "yes", "true", "y",
                                       "checked", "selected", "√",  "✓",    "✔",    "x",   "t"};
    const std::string low = lowerAscii(text);
    for (const char* word : kOff)
        if (low == word) return Flag::Off;
    for (const char* word : kOn)
        if (low == word) return Flag::On;
    return Flag::None;
}

/// What the sampled cells of one column say about it being an option.
struct ColumnCells {
    std::size_t off = 0, on = 0, own = 0, blank = 0, other = 0;
    std::size_t eitherOn = 0, eitherOff = 0; ///< the option is called "1" or "0" itself
};

ColumnCells lookAt(const Sample& sample, const Layout& layout, std::size_t column, std::string_view option) {
    ColumnCells cells;
    std::size_t rows = 0;
    for (const SampleRow& row : sample.rows) {
        if (!layout.isData(row.line)) continue;
        if (++rows > kRowsLookedAt) break;
        const std::string_view text = column < row.cells.size() ? trimmedFast(row.cells[column]) : std::string_view();
        if (text.empty() || isMissingWord(text) || isNotApplicableWord(text) || isNotAskedWord(text)) {
            ++cells.blank;
            continue;
        }
        const Flag flag = flagOf(text);
        if (equalsIgnoreAsciiCase(text, option)) {
            ++(flag == Flag::On ? cells.eitherOn : flag == Flag::Off ? cells.eitherOff : cells.own);
            continue;
        }
        switch (flag) {
        case Flag::Off:
            ++cells.off;
            break;
        case Flag::On:
            ++cells.on;
            break;
        case Flag::None:
            ++cells.other;
            break;
        }
    }
    return cells;
}

/// Flags or own texts throughout, chosen somewhere and not everywhere.
std::optional<bool> ownTextOf(const std::vector<ColumnCells>& columns) {
    std::size_t own = 0, on = 0, off = 0, blank = 0, eitherOn = 0, eitherOff = 0;
    for (const ColumnCells& cells : columns) {
        if (cells.other > 0) return std::nullopt;
        own += cells.own;
        on += cells.on;
        off += cells.off;
        blank += cells.blank;
        eitherOn += cells.eitherOn;
        eitherOff += cells.eitherOff;
    }
    if (own + on + eitherOn == 0 || off + blank + eitherOff == 0) return std::nullopt;
    if (own > 0 && on + off > 0) return std::nullopt;
    return own > 0;
}

std::optional<OptionGroup> groupFrom(const Sample& sample, const Layout& layout,
                                     const std::vector<std::vector<Parts>>& headers, std::size_t first, std::size_t cut,
                                     std::size_t& end) {
    const Parts& head = headers[first][cut];
    OptionGroup group;
    std::vector<ColumnCells> cells;
    std::set<std::string> options;
    for (std::size_t c = first; c < headers.size(); ++c) {
        const auto same = std::find_if(headers[c].begin(), headers[c].end(),
                                       [&](const Parts& parts) { return sameQuestion(head, parts); });
        if (same == headers[c].end()) break;
        end = std::max(end, c + 1);
        if (isFreeText(same->option)) continue;
        const ColumnCells seen = lookAt(sample, layout, c, same->option);
        if (seen.other > 0) {
            // the words of "other" stand behind the options; anything else is no multi-choice question
            if (group.columns.size() < 2) return std::nullopt;
            break;
        }
        if (!options.insert(same->option).second) break;
        group.columns.push_back(c);
        group.options.push_back(same->option);
        cells.push_back(seen);
    }
    if (group.columns.size() < 2) return std::nullopt;
    const auto own = ownTextOf(cells);
    if (!own) return std::nullopt;
    group.ownText = *own;
    group.question = head.question;
    const std::string count = std::to_string(group.columns.size());
    if (*own)
        group.why = {"one question over " + count + " columns: every cell is blank or its own option",
                     "一道多选题分布在 " + count + " 列:每格为空或为该列的选项文字"};
    else
        group.why = {"one question over " + count + " columns: every cell is blank or a flag",
                     "一道多选题分布在 " + count + " 列:每格为空或为是否选中"};
    return group;
}

} // namespace

std::vector<OptionGroup> findOptionGroups(const Sample& sample, const Layout& layout) {
    std::vector<std::vector<Parts>> headers(layout.width);
    for (std::size_t c = 0; c < layout.width; ++c) {
        headers[c] = cuts(layout.labels[c].empty() ? layout.sources[c] : layout.labels[c]);
        if (!layout.labels[c].empty() && headers[c].empty()) headers[c] = cuts(layout.sources[c]);
    }
    std::vector<OptionGroup> groups;
    for (std::size_t c = 0; c + 1 < layout.width;) {
        std::optional<OptionGroup> best;
        std::size_t end = c + 1;
        for (std::size_t cut = 0; cut < headers[c].size(); ++cut) {
            auto group = groupFrom(sample, layout, headers, c, cut, end);
            if (group && (!best || group->columns.size() > best->columns.size())) best = std::move(group);
        }
        if (!best) {
            c = end;
            continue;
        }
        c = best->columns.back() + 1;
        groups.push_back(std::move(*best));
    }
    return groups;
}

} // namespace xo::io
