#pragma once

#include "core/chart/scene.h"
#include "ui/theme/theme.h"

#include <QString>

namespace xo::ui {

/// Tooltip of a mark: its name, then label and exact figure per line, figures right-aligned.
QString tooltipHtml(const chart::Hit& hit, const Tokens& tokens);
/// The same as a sentence for screen readers.
QString spokenText(const chart::Hit& hit);

} // namespace xo::ui
