#include "ui/charts/render.h"

#include "core/chart/format.h"
#include "core/chart/titled.h"
#include "ui/charts/chartview.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/npsbuilder.h"

namespace xo::ui {

namespace {

using wording::Language;

ChartStyle styleOf(const RenderOptions& options) {
    return {options.dark ? darkTokens() : lightTokens(), baseFont(options.language == Language::Chinese)};
}

Result<void> write(const std::string& title, const std::string& subtitle, const ChartView::Layout& layout,
                   const RenderOptions& options, const QString& path) {
    return writePicture(
        [&](chart::Size size, const chart::Measure& measure) {
            return chart::withTitle(title, subtitle, size, measure, layout);
        },
        styleOf(options), options.size, path);
}

std::string npsSubtitle(const analysis::NpsResult& result, Language language) {
    const bool zh = language == Language::Chinese;
    std::string text = result.question + " · " + chart::count(result.total.n) + (zh ? " 有效回答" : " valid answers");
    if (result.total.nps) text += " · NPS " + chart::signedFixed(*result.total.nps);
    if (!result.params.filter.empty()) text += " · " + result.params.filter;
    return text;
}

/// One level of bars whatever the number of columns: the values of a row in one name.
analysis::NpsResult flattened(analysis::NpsResult result, Language language) {
    if (result.params.by.size() < 2) return result;
    for (analysis::NpsRow& row : result.rows)
        if (!row.group.empty()) row.group = {npsGroupName(row, language)};
    std::string by;
    for (const std::string& column : result.params.by)
        by += (by.empty() ? "" : " · ") + column;
    result.params.by = {by};
    return result;
}

} // namespace

Result<void> renderJourney(const analysis::FunnelResult& result, const RenderOptions& options, const QString& path) {
    const JourneyPictureOptions picture{options.language, options.scaleLow, options.scaleHigh, {}};
    const chart::JourneySpec spec = journeySpec(result, picture);
    const bool zh = options.language == Language::Chinese;
    std::string subtitle = result.journey.empty() ? std::string() : result.journey + " · ";
    subtitle += chart::count(result.entrants) + (zh ? " 客户" : " customers");
    subtitle += (zh ? " · 窗口 " : " · window ") + spanText(result.window, options.language);
    if (!result.asOfText.empty()) subtitle += (zh ? " · 截至 " : " · as of ") + result.asOfText.substr(0, 10);
    return write(
        journeyFinding(result, options.language), subtitle,
        [&](chart::Size size, const chart::Measure& m) { return chart::layoutJourney(spec, size, m); }, options, path);
}

Result<void> renderNpsBars(const analysis::NpsResult& result, const RenderOptions& options, const QString& path) {
    const chart::NpsBarsSpec spec = npsBarsSpec({flattened(result, options.language)}, options.language);
    RenderOptions fitted = options;
    // few groups need no empty half page; many are left to the table
    const int wanted = static_cast<int>(chart::npsBarsHeight(spec)) + 64;
    fitted.size.setHeight(std::clamp(wanted, 200, std::max(200, options.size.height())));
    return write(
        npsFinding(result, options.language), npsSubtitle(result, options.language),
        [&](chart::Size size, const chart::Measure& m) { return chart::layoutNpsBars(spec, size, m); }, fitted, path);
}

Result<void> renderNpsTrend(const analysis::NpsResult& result, const RenderOptions& options, const QString& path) {
    const chart::TrendSpec spec = npsTrendSpec(result, options.language, options.incompletePeriod);
    RenderOptions fitted = options;
    fitted.size.setHeight(std::min(options.size.height(), 420));
    return write(
        npsFinding(result, options.language), npsSubtitle(result, options.language),
        [&](chart::Size size, const chart::Measure& m) { return chart::layoutTrend(spec, size, m); }, fitted, path);
}

} // namespace xo::ui
