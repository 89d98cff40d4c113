#include "core/io/totals.h"

#include "core/base/text.h"
#include "core/io/values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace xo::io {

namespace {

constexpr std::size_t kLongestWord = 24;
constexpr std::size_t kCellsLooked = 500'000; // of a sample whose sums nobody asks for

bool isBlank(std::string_view text) {
    return text.empty() || isMissingWord(text) || isNotApplicableWord(text);
}

// What a figure is uncertain by as it is written: "3.4" may be 3.35 to 3.45.
double halfStep(std::string_view text) {
    const std::size_t point = text.find('.');
    std::size_t decimals = 0;
    if (point != std::string_view::npos)
        while (point + 1 + decimals < text.size() && text[point + 1 + decimals] >= '0' &&
               text[point + 1 + decimals] <= '9')
            ++decimals;
    return 0.5 * std::pow(10.0, -static_cast<double>(decimals)) * (text.ends_with('%') ? 0.01 : 1.0);
}

} // namespace

bool isBlankRow(std::span<const std::string_view> cells) {
    return std::all_of(cells.begin(), cells.end(), [](std::string_view cell) { return trimmedFast(cell).empty(); });
}

bool isTotalWord(std::string_view text) {
    std::string_view word = trimmedFast(text);
    if (word.empty() || word.size() > kLongestWord) return false;
    if (std::string_view("tTsSgG\xE5\xE6\xE7\xEF").find(word.front()) == std::string_view::npos) return false;
    std::string folded = lowerAscii(foldedWidth(word));
    std::erase_if(folded, [](char c) { return c == ' ' || c == '-' || c == '\t'; });
    if (folded.ends_with(':')) folded.pop_back();
    static constexpr std::array<std::string_view, 16> kWords = {
        "合计", "总计", "总合计", "小计",  "共计",   "总和", "汇总",       "合計",
        "總計", "小計", "总数",   "total", "totals", "sum",  "grandtotal", "subtotal"};
    return std::find(kWords.begin(), kWords.end(), folded) != kWords.end();
}

Why whyTotals(bool wholeFile) {
    if (wholeFile)
        return {"looks like a total: a word for it, then sums of the columns",
                "像是合计：首格是合计一类的词，其余是各列之和"};
    return {"looks like a total: a word for it, then figures beside blanks that every other row fills",
            "像是合计：首格是合计一类的词，其余只有数字，别的行都填的列留空"};
}

TotalsRule::TotalsRule(const Sample& sample, const Layout& layout, std::size_t end) {
    if (layout.width < 2) return;
    m_columns.resize(layout.width);
    std::vector<std::set<std::string_view>> values(layout.width);
    for (std::size_t r = 0; r < end && r < sample.rows.size(); ++r) {
        const SampleRow& row = sample.rows[r];
        if (row.line < layout.firstDataLine) continue;
        if (!sample.whole && m_rows * layout.width > kCellsLooked) break;
        ++m_rows;
        for (std::size_t c = 0; c < layout.width && c < row.cells.size(); ++c) {
            const std::string_view text = trimmedFast(row.cells[c]);
            if (isBlank(text)) continue;
            Seen& seen = m_columns[c];
            ++seen.filled;
            if (values[c].size() + 1 == seen.filled) values[c].insert(text);
            if (const auto number = readNumber(text)) {
                ++seen.numbers;
                seen.sum += *number;
                seen.largest = std::max(seen.largest, *number);
            }
        }
    }
    for (std::size_t c = 0; c < layout.width; ++c)
        m_columns[c].distinct = m_columns[c].filled >= 3 && values[c].size() == m_columns[c].filled;
}

bool TotalsRule::fits(std::span<const std::string_view> cells, bool wholeFile) const {
    if (m_rows < 2) return false;
    std::size_t first = 0;
    while (first < cells.size() && trimmedFast(cells[first]).empty())
        ++first;
    if (first >= cells.size() || first >= m_columns.size() || !isTotalWord(cells[first])) return false;
    std::size_t numbers = 0, adding = 0, sums = 0, missing = 0;
    bool key = false;
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        if (c == first) continue;
        const Seen& seen = m_columns[c];
        const std::string_view text = c < cells.size() ? trimmedFast(cells[c]) : std::string_view();
        if (isBlank(text)) {
            if (seen.filled == m_rows) ++missing;
            continue;
        }
        const auto number = readNumber(text);
        if (!number) return false;
        ++numbers;
        const double slack = halfStep(text) + 1e-11 * std::abs(*number);
        const double count = static_cast<double>(std::max<std::size_t>(seen.numbers, 1));
        // the rows may be rounded, each by as much as its last digit
        const bool sum = seen.numbers > 0 && std::abs(*number - seen.sum) <=
                                                 std::max(slack, std::min(slack * count, 1e-4 * std::abs(*number)));
        const bool adds = sum || (seen.numbers > 0 && std::abs(*number - seen.sum / count) <= slack) ||
                          *number == static_cast<double>(seen.filled);
        if (adds) ++adding;
        if (sum) ++sums;
        // beyond the sample the sums are unknown, yet no sum is smaller than the largest it adds
        key = key || (seen.distinct && (wholeFile ? !adds : *number <= 2.0 * seen.largest));
    }
    if (wholeFile && numbers > 0) return adding > 0 && (sums > 0 ? adding == numbers || !key : missing > 0 && !key);
    return !key && missing >= (numbers > 0 ? 1U : 2U);
}

std::vector<std::size_t> findTotals(const Sample& sample, const Layout& layout) {
    std::vector<std::size_t> found;
    // formats that name their columns hold records, and no rows beneath them
    if (!sample.whole || sample.headerRows >= 0 || sample.rows.empty()) return found;
    const auto wordOf = [&](std::size_t r) {
        for (const std::string& cell : sample.rows[r].cells)
            if (const std::string_view text = trimmedFast(cell); !text.empty())
                return isTotalWord(text) ? text : std::string_view();
        return std::string_view();
    };
    const auto isBlank = [&](std::size_t r) {
        const auto& cells = sample.rows[r].cells;
        return std::all_of(cells.begin(), cells.end(), [](const std::string& c) { return trimmedFast(c).empty(); });
    };
    std::size_t end = sample.rows.size();
    while (end > 0 && isBlank(end - 1))
        --end;
    std::size_t begin = end;
    while (begin > 0 && end - begin < kMostTotals && sample.rows[begin - 1].line >= layout.firstDataLine &&
           !wordOf(begin - 1).empty())
        --begin;
    if (begin == end) return found;
    std::set<std::string_view> above;
    for (std::size_t r = 0; r < begin; ++r)
        if (sample.rows[r].line >= layout.firstDataLine)
            if (const std::string_view word = wordOf(r); !word.empty()) above.insert(word);
    const TotalsRule rule(sample, layout, begin);
    std::vector<std::string_view> cells;
    for (std::size_t r = end; r-- > begin;) {
        cells.assign(sample.rows[r].cells.begin(), sample.rows[r].cells.end());
        if (above.contains(wordOf(r)) || !rule.fits(cells, true)) break;
        found.insert(found.begin(), r);
    }
    return found;
}

} // namespace xo::io
