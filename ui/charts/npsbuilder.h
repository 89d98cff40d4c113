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

/// Indexes of a result's rows in the order of the picture ("row:i" is the i-th of them).
std::vector<std::size_t> npsRowOrder(const analysis::NpsResult& result, NpsOrder order);
/// Bars by group; rows with a period in them are left out. `title` stands in the panel.
chart::NpsBarsSpec npsBarsSpec(const analysis::NpsResult& result, wording::Language language,
                               NpsOrder order = NpsOrder::ByCount, const std::string& title = {});

/// The trend of a result that was run with one (and without groups). `incompletePeriod`: the label of the period that
/// is still running; blank = none.
chart::TrendSpec npsTrendSpec(const analysis::NpsResult& result, wording::Language language,
                              const std::string& incompletePeriod = {});
/// Label of the period that the latest time of the project falls into before its end; blank when that day closes it.
/// Reads the time columns. O(rows).
Result<std::string> incompletePeriod(const Workspace& workspace, analysis::Trend trend);

/// The page's title: the group with the largest significant gap to the rest, or that none differs.
std::string npsFinding(const analysis::NpsResult& result, wording::Language language);
/// Figures of one row for tooltips and the inspector.
chart::Facts npsFacts(const analysis::NpsRow& row, wording::Language language);

} // namespace xo::ui
