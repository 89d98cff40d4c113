#pragma once

#include "core/io/layout.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

/// The words that stand in the first filled cell of a row of totals: 合计, 总计, 小计, Total, Grand Total, Sum …
bool isTotalWord(std::string_view text);

/// Nothing but blanks stands in the row: behind rows of totals it says nothing.
bool isBlankRow(std::span<const std::string_view> cells);

/// What the rows of a table are like, to tell rows at its end that add them up. Built from the sampled rows of data.
class TotalsRule {
public:
    TotalsRule() = default;
    /// `end`: rows from this index of the sample on are left out of account.
    TotalsRule(const Sample& sample, const Layout& layout, std::size_t end);

    bool isOpen() const { return m_rows >= 2; } ///< there is something to tell totals by
    /// A row of totals: its first filled cell is such a word and every other one a number. `wholeFile`: the sample is
    /// all there is; then a cell is the sum of its column, or one is its mean or count and cells are blank that are
    /// filled in every other row. Beyond a sample such blanks alone decide, and no cell may look like a key of its own.
    /// O(cells); O(1) where the word is missing.
    bool fits(std::span<const std::string_view> cells, bool wholeFile) const;

private:
    struct Seen {
        std::size_t filled = 0, numbers = 0;
        double sum = 0.0, largest = 0.0;
        bool distinct = false; ///< no value comes twice: may be a key
    };
    std::size_t m_rows = 0;
    std::vector<Seen> m_columns;
};

/// What tells rows of totals: the sums of a file that is known whole, else the keys they leave blank.
Why whyTotals(bool wholeFile);

/// More rows than these are no totals.
inline constexpr std::size_t kMostTotals = 5;

/// The rows of totals at the end of a sample that holds the whole file, first to last: indices into sample.rows; blank
/// rows may follow them. None where the same word begins a row further up.
std::vector<std::size_t> findTotals(const Sample& sample, const Layout& layout);

} // namespace xo::io
