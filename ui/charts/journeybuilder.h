#pragma once

#include "core/analysis/funnel/funnel.h"
#include "core/chart/journeyspec.h"
#include "core/wording/language.h"

#include <optional>
#include <string>

namespace xo::ui {

/// What the two-lane chart needs beyond the result itself.
struct JourneyPictureOptions {
    wording::Language language = wording::Language::English;
    std::optional<double> scaleLow; ///< answer scale of the satisfaction questions, when they share one
    std::optional<double> scaleHigh;
    std::string note; ///< reading help at the foot; blank = the standard one
};

/// The specification of the chart for a result (or one of its groups: pass its stages in a copy of the result).
chart::JourneySpec journeySpec(const analysis::FunnelResult& result, const JourneyPictureOptions& options);

/// The step with the lowest rate from the previous stage among matured entrants with a base of 30 or more: index of the
/// stage it leads from; nullopt when no step has one.
std::optional<std::size_t> weakestStep(const analysis::FunnelResult& result);
/// The page's title: the weakest step, its rate, the satisfaction there. Made from the numbers.
std::string journeyFinding(const analysis::FunnelResult& result, wording::Language language);
/// "Test drive → Order"; the last stage alone.
std::string stepName(const analysis::FunnelResult& result, std::size_t step);
/// Label and figure pairs about a step (from stage `step` to the next), as tooltips and the inspector show them.
chart::Facts stepFacts(const analysis::FunnelResult& result, std::size_t step, wording::Language language);
chart::Facts stageFacts(const analysis::FunnelResult& result, std::size_t stage, wording::Language language);
chart::Facts satisfactionFacts(const analysis::FunnelResult& result, std::size_t stage, wording::Language language);
/// 95 % Wilson interval of the matured rate from the previous stage; nullopt at the first stage or without a base.
std::optional<stats::Interval> rateInterval(const analysis::FunnelResult& result, std::size_t stage);

/// 18,720 s → "5.2 h" / "5.2 小时"; "–" when missing.
std::string durationText(const std::optional<double>& seconds, wording::Language language);
/// "90d" → "90 days" / "90 天".
std::string spanText(const Span& span, wording::Language language);
/// Small-base class of an n (PRODUCT.md 3.22): below 10 hidden, 10–29 indicative.
chart::Base baseOf(std::int64_t n);
/// "19.8%", or "n<10" for a base that is hidden.
std::string shownRate(const std::optional<double>& value, std::int64_t n);

} // namespace xo::ui
