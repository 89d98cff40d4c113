#pragma once

#include "core/analysis/nps/nps.h"
#include "core/chart/npsbarsspec.h"
#include "core/chart/trendspec.h"
#include "core/wording/language.h"

#include <string>
#include <vector>

namespace xo::ui {

enum class NpsOrder { ByCount, ByScore };

/// Gap to the rest that is worth an arrow (points), and the largest q (PRODUCT.md 3.17).
inline constexpr double kRelevantPoints = 5;
inline constexpr double kLargestQ = 0.05;

/// Better or worse than the rest, or nothing to see: q ≤ .05, at least 5 points apart, base 30 or more.
chart::Verdict npsVerdict(const analysis::NpsRow& row);
chart::Base npsBase(const analysis::NpsRow& row);
/// "East · SUV", blank values as "(blank)"; "Total" for the total row.
std::string npsGroupName(const analysis::NpsRow& row, wording::Language language);

/// A row of a breakdown: levels[level].rows[row].
struct NpsRef {
    std::size_t level = 0;
    std::size_t row = 0;
    bool operator==(const NpsRef&) const = default;
};
/// The groups of a breakdown as the picture lists them: each group of the first column, under it its groups of the
/// second … ("row:i" is the i-th of them). `levels[k]` was run by the first k+1 columns.
std::vector<NpsRef> npsRowOrder(const std::vector<analysis::NpsResult>& levels, NpsOrder order);
/// Bars by group, children indented; rows of a trend are left out. `title` stands in the panel.
chart::NpsBarsSpec npsBarsSpec(const std::vector<analysis::NpsResult>& levels, wording::Language language,
                               NpsOrder order = NpsOrder::ByCount, const std::string& title = {});

/// The trend of a result that was run with one (and without groups). `incompletePeriod`: the label of the period that
/// is still running; blank = none.
chart::TrendSpec npsTrendSpec(const analysis::NpsResult& result, wording::Language language,
                              const std::string& incompletePeriod = {});
/// Label of the period that the latest time of the project falls into before its end; blank when that day closes it.
/// Reads the time columns. O(rows).
Result<std::string> incompletePeriod(const Workspace& workspace, analysis::Trend trend);

/// The page's title: the group of the result with the largest significant gap to the rest, or that none differs.
std::string npsFinding(const analysis::NpsResult& result, wording::Language language);
/// Figures of one row for tooltips and the inspector.
chart::Facts npsFacts(const analysis::NpsRow& row, wording::Language language);

} // namespace xo::ui
