#pragma once

#include "core/analysis/funnel/funnel.h"
#include "core/analysis/nps/nps.h"
#include "core/base/result.h"
#include "core/wording/language.h"

#include <QSize>
#include <QString>

#include <optional>
#include <string>

namespace xo::ui {

/// How a picture is made without a window. Needs a QApplication (platform "offscreen" will do); its theme and font are
/// left alone.
struct RenderOptions {
    wording::Language language = wording::Language::English;
    bool dark = false;
    QSize size{1280, 640};          ///< device-independent pixels; PNG files have twice as many
    std::optional<double> scaleLow; ///< journey: the satisfaction question's scale
    std::optional<double> scaleHigh;
    std::string incompletePeriod; ///< trend: the period still running (npsbuilder.h); blank = none
};

/// Write one picture as .png, .svg or .pdf (A4 landscape), by the suffix of `path`; title and subtitle included, so
/// that it can go on a slide as it is. Errors: chart.format{suffix}, chart.not_written{path}. Nothing is left
/// half-written.
Result<void> renderJourney(const analysis::FunnelResult& result, const RenderOptions& options, const QString& path);
/// A run by several columns shows its rows as "a · b".
Result<void> renderNpsBars(const analysis::NpsResult& result, const RenderOptions& options, const QString& path);
Result<void> renderNpsTrend(const analysis::NpsResult& result, const RenderOptions& options, const QString& path);

} // namespace xo::ui
