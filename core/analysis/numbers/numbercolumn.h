#pragma once

#include "core/analysis/context.h"
#include "core/base/job.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace xo::analysis {

/// A number per row of a table in the smallest width. Numbers that are decimals of at most three places are whole
/// codes, value = (low + code) / scale, so that their sums are exact; others stay doubles.
struct NumberColumn {
    using Codes = std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>, std::vector<std::uint32_t>>;
    std::string name; ///< as it was asked for
    ColumnInfo info;
    bool exact = true;
    std::int64_t low = 0;        ///< lowest value × scale
    std::uint32_t largest = 0;   ///< largest code
    double scale = 1;            ///< 1, 10, 100 or 1000
    Codes codes;                 ///< exact: the largest value of the width is "none"
    std::vector<double> numbers; ///< not exact: NaN is "none"
    double centre = 0;           ///< not exact: a value inside the range, to sum about
    std::optional<LinkQuality> link;

    std::size_t rows() const {
        return exact ? std::visit([](const auto& values) { return values.size(); }, codes) : numbers.size();
    }
    double valueOf(std::uint32_t code) const {
        return static_cast<double>(low + static_cast<std::int64_t>(code)) / scale;
    }
};

/// The code of a row without a number.
template <class T>
constexpr T noNumber(const std::vector<T>&) {
    return static_cast<T>(~T{0});
}

/// The scores or numbers of `name` (own, "customer.", "event.") for the rows of a table. Errors: those of
/// query::reachNumbers. O(rows).
Result<NumberColumn> makeNumbers(const Context& context, std::size_t table, const std::string& name,
                                 const JobContext& job);
/// The same numbers in another order: position i is row rows[i].
Result<NumberColumn> arrangedNumbers(const NumberColumn& column, const std::vector<std::uint32_t>& rows,
                                     const JobContext& job);

} // namespace xo::analysis
