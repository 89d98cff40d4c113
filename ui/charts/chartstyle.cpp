#include "ui/charts/chartstyle.h"

#include <QApplication>
#include <QFontMetricsF>

namespace xo::ui {

QColor ChartStyle::color(chart::Ink ink) const {
    using chart::Ink;
    const Tokens& t = tokens;
    switch (ink) {
    case Ink::None:
        return Qt::transparent;
    case Ink::Panel:
        return t.panel;
    case Ink::Alt:
        return t.alt;
    case Ink::Line:
        return t.line;
    case Ink::Line2:
        return t.line2;
    case Ink::Grid:
        return t.grid;
    case Ink::Text1:
        return t.t1;
    case Ink::Text2:
        return t.t2;
    case Ink::Text3:
        return t.t3;
    case Ink::Good:
        return t.good;
    case Ink::GoodText:
        return t.goodText;
    case Ink::GoodBack:
        return t.goodBg;
    case Ink::GoodMid:
        return t.goodMid;
    case Ink::Bad:
        return t.bad;
    case Ink::BadText:
        return t.badText;
    case Ink::BadBack:
        return t.badBg;
    case Ink::BadMid:
        return t.badMid;
    case Ink::Pass:
        return t.pass;
    case Ink::PassBack:
        return t.passBg;
    case Ink::Selected:
        return t.sel;
    case Ink::SelectedBack:
        return t.selBg;
    case Ink::Hatch:
        return t.hatch;
    }
    return Qt::transparent;
}

QFont ChartStyle::fontOf(int pixelSize, bool bold) const {
    QFont f = font;
    f.setPixelSize(pixelSize);
    f.setBold(bold);
    return f;
}

chart::Measure ChartStyle::measure() const {
    return [style = *this](const std::string& text, int pixelSize, bool bold) {
        return QFontMetricsF(style.fontOf(pixelSize, bold)).horizontalAdvance(QString::fromStdString(text));
    };
}

ChartStyle currentChartStyle() {
    return {tokensFor(QApplication::palette()), QApplication::font()};
}

} // namespace xo::ui
