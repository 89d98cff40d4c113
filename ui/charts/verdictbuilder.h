#pragma once

#include "core/analysis/funnel/funnel.h"
#include "core/chart/journeyspec.h"
#include "core/wording/language.h"

#include <optional>
#include <string>

namespace xo::ui {

/// The stage that holds customers up (verdict "stuck") and costs the most final conversions; nullopt without one.
std::optional<std::size_t> stuckStage(const analysis::FunnelResult& result);
/// The verdict about a stage in a word or two: "holds up: both fell".
std::string verdictText(const std::string& verdict, wording::Language language);
/// What was held against what, and what came of it: verdict, references, differences, q, loss.
chart::Facts verdictFacts(const analysis::FunnelResult& result, std::size_t stage, wording::Language language);
/// The verdict's sentence; where nothing was compared, what to choose in the window.
std::string verdictSentence(const analysis::FunnelStage& stage, wording::Language language);
/// "the period before", "its target", "all groups together".
std::string referenceText(analysis::ConversionReference reference, wording::Language language);
std::string referenceText(analysis::SatisfactionReference reference, wording::Language language);
/// Mean score of the period before, where that was the reference and it has a base to show.
std::optional<double> scoreBefore(const analysis::FunnelStage& stage);
/// Conversion and satisfaction are both held against the period before (or against nothing).
bool againstHistory(const analysis::FunnelStage& stage);
/// The box at a stage that holds customers up: what it is held against, the test and what it costs.
chart::JourneyFlag verdictFlag(const analysis::FunnelResult& result, std::size_t stage, wording::Language language);

} // namespace xo::ui
