#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPalette>
#include <QString>

#include <array>

class QApplication;

namespace xo::ui {

enum class ThemeMode { System, Light, Dark };

/// The named colours of the window and its charts; painters take them from here and never write a colour of their own.
struct Tokens {
    bool dark = false;
    QColor win, panel, alt;                 ///< window and rail · charts, tables, dock · table header
    QColor line, line2, grid;               ///< panel border · control border and axis · chart grid and table rows
    QColor t1, t2, t3;                      ///< text · labels · hints, n, ticks
    QColor good, goodText, goodBg, goodMid; ///< mark, primary button · text, link · ribbon · second bar
    QColor bad, badText, badBg, badMid;     ///< mark · text · flagged area · lost ribbon
    QColor pass, passBg;                    ///< passives, neutral bars
    QColor sel, selBg;                      ///< selected mark, rail, row, tab underline
    QColor onAccent;                        ///< text on a `good` fill
    QColor hatch;
    std::array<QColor, 8> category; ///< categories without good or bad
};

const Tokens& lightTokens();
const Tokens& darkTokens();
/// The tokens of the theme a palette belongs to: `tokensFor(palette())` in any widget.
const Tokens& tokensFor(const QPalette& palette);
/// True when the platform asks for dark windows.
bool systemIsDark();

/// Palette, style sheet and base font of the application for a theme; every widget gets a PaletteChange event.
void applyTheme(QApplication& app, ThemeMode mode, bool chinese);

/// 13 px interface font with fallbacks that cover Chinese; the families the style sheet and the charts use.
QFont baseFont(bool chinese);
/// The application's font at another pixel size: 11 notes and ticks, 12 tables and forms, 13 base, 20 finding, 22 key
/// figure.
QFont fontOfSize(int pixels, bool bold = false);

/// Line icon of resources/icons by name ("journey"), drawn in the text colour of the theme, sharp at 1× and 2×.
QIcon icon(const QString& name, const Tokens& tokens);
QIcon icon(const QString& name, const QColor& color);

} // namespace xo::ui
