#include "ui/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QStyle>
#include <QStyleFactory>

// Resources of a static library are reached only through this call, which has to stand outside any namespace.
static void initResources() {
    Q_INIT_RESOURCE(xoworkbench);
}

namespace xo::ui {

namespace {

QPalette paletteOf(const Tokens& t) {
    QPalette p;
    p.setColor(QPalette::Window, t.win);
    p.setColor(QPalette::WindowText, t.t1);
    p.setColor(QPalette::Base, t.panel);
    p.setColor(QPalette::AlternateBase, t.alt);
    p.setColor(QPalette::Text, t.t1);
    p.setColor(QPalette::PlaceholderText, t.t3);
    p.setColor(QPalette::Button, t.panel);
    p.setColor(QPalette::ButtonText, t.t1);
    p.setColor(QPalette::BrightText, t.bad);
    p.setColor(QPalette::Highlight, t.selBg);
    p.setColor(QPalette::HighlightedText, t.t1);
    p.setColor(QPalette::Link, t.goodText);
    p.setColor(QPalette::LinkVisited, t.goodText);
    p.setColor(QPalette::ToolTipBase, t.panel);
    p.setColor(QPalette::ToolTipText, t.t1);
    p.setColor(QPalette::Light, t.panel);
    p.setColor(QPalette::Midlight, t.grid);
    p.setColor(QPalette::Mid, t.line);
    p.setColor(QPalette::Dark, t.line2);
    p.setColor(QPalette::Shadow, t.line2);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, t.t3);
    return p;
}

QString styleSheetOf(const Tokens& t) {
    QFile file(QStringLiteral(":/theme/style.qss"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QString sheet = QString::fromUtf8(file.readAll());
    // longer names first: @good-text must not be read as @good
    const std::pair<const char*, QColor> names[] = {{"good-text", t.goodText},
                                                    {"good-mid", t.goodMid},
                                                    {"good-bg", t.goodBg},
                                                    {"good", t.good},
                                                    {"bad-text", t.badText},
                                                    {"bad-bg", t.badBg},
                                                    {"bad", t.bad},
                                                    {"pass-bg", t.passBg},
                                                    {"sel-bg", t.selBg},
                                                    {"sel", t.sel},
                                                    {"on-accent", t.onAccent},
                                                    {"line2", t.line2},
                                                    {"line", t.line},
                                                    {"grid", t.grid},
                                                    {"panel", t.panel},
                                                    {"win", t.win},
                                                    {"alt", t.alt},
                                                    {"t1", t.t1},
                                                    {"t2", t.t2},
                                                    {"t3", t.t3}};
    for (const auto& [name, color] : names)
        sheet.replace(QLatin1Char('@') + QLatin1String(name), color.name());
    sheet.replace(QStringLiteral("$theme"), t.dark ? QStringLiteral("dark") : QStringLiteral("light"));
    return sheet;
}

} // namespace

bool systemIsDark() {
    const QPalette system = QApplication::style() ? QApplication::style()->standardPalette() : QPalette();
    return system.color(QPalette::Window).lightness() < 128;
}

QFont baseFont(bool chinese) {
    const QStringList known = QFontDatabase::families();
    const QString system = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    const QStringList cjk{QStringLiteral("PingFang SC"), QStringLiteral("Microsoft YaHei UI"),
                          QStringLiteral("Microsoft YaHei"), QStringLiteral("Noto Sans CJK SC"),
                          QStringLiteral("Source Han Sans SC")};
    QStringList families;
    for (const QString& family : cjk)
        if (known.contains(family)) families.append(family);
    // where a Latin interface font of the system exists it leads in English; its digits and ours have one width each
    const bool generic = system.isEmpty() || system.compare(QLatin1String("sans"), Qt::CaseInsensitive) == 0 ||
                         system.startsWith(QLatin1String("DejaVu")) || system.startsWith(QLatin1String("Sans"));
    if (!generic) {
        chinese ? families.append(system) : families.prepend(system);
    } else if (!chinese) {
        // a CJK font draws the dots and quotes of English text as wide as an ideograph
        for (const char* latin : {"Inter", "Noto Sans", "Open Sans", "Roboto", "Cantarell"})
            if (known.contains(QString::fromLatin1(latin))) {
                families.prepend(QString::fromLatin1(latin));
                break;
            }
    }
    if (families.isEmpty()) families.append(QStringLiteral("sans-serif"));
    QFont font;
    font.setFamilies(families);
    font.setPixelSize(13);
    font.setStyleStrategy(QFont::PreferAntialias);
    return font;
}

QFont fontOfSize(int pixels, bool bold) {
    QFont font = QApplication::font();
    font.setPixelSize(pixels);
    font.setBold(bold);
    return font;
}

void applyTheme(QApplication& app, ThemeMode mode, bool chinese) {
    initResources();
    if (!app.property("xowFusion").toBool()) {
        // asked before the style is replaced: Fusion's own palette is always light
        app.setProperty("xowSystemDark", systemIsDark());
        app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        app.setProperty("xowFusion", true);
    }
    const bool dark = mode == ThemeMode::Dark || (mode == ThemeMode::System && app.property("xowSystemDark").toBool());
    const Tokens& tokens = dark ? darkTokens() : lightTokens();
    app.setFont(baseFont(chinese));
    app.setPalette(paletteOf(tokens));
    app.setStyleSheet(styleSheetOf(tokens));
}

} // namespace xo::ui
