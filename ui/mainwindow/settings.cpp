#include "ui/mainwindow/settings.h"

#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <iterator>

namespace xo::ui {

namespace {
constexpr qsizetype kRecentMax = 8;
}

std::span<const SettingInfo> Settings::table() {
    static const SettingInfo settings[] = {
        {Setting::Language, "window/language", QString()},
        {Setting::Theme, "window/theme", QStringLiteral("system")},
        {Setting::Page, "window/page", QStringLiteral("data")},
        {Setting::Geometry, "window/geometry", QByteArray()},
        {Setting::WindowState, "window/state", QByteArray()},
        {Setting::Inspector, "window/inspector", true},
        {Setting::RecentFiles, "files/recent", QStringList()},
        {Setting::LastFolder, "files/folder", QString()},
    };
    return settings;
}

Settings::Settings(const QString& iniFile)
    : m_store(iniFile.isEmpty() ? std::make_unique<QSettings>()
                                : std::make_unique<QSettings>(iniFile, QSettings::IniFormat)) {}

QVariant Settings::get(Setting setting) const {
    const auto infos = table();
    const auto info = std::find_if(infos.begin(), infos.end(), [&](const SettingInfo& s) { return s.id == setting; });
    return m_store->value(QLatin1String(info->key), info->fallback);
}

void Settings::set(Setting setting, const QVariant& value) {
    const auto infos = table();
    const auto info = std::find_if(infos.begin(), infos.end(), [&](const SettingInfo& s) { return s.id == setting; });
    m_store->setValue(QLatin1String(info->key), value);
}

QString Settings::language() const {
    const QString chosen = get(Setting::Language).toString();
    if (!chosen.isEmpty()) return chosen;
    return QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh") : QStringLiteral("en");
}

ThemeMode Settings::theme() const {
    return themeModeFromName(get(Setting::Theme).toString());
}

void Settings::setTheme(ThemeMode mode) {
    set(Setting::Theme, themeModeName(mode));
}

void Settings::addRecentFile(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList files = recentFiles();
    files.removeAll(absolute);
    files.prepend(absolute);
    while (files.size() > kRecentMax)
        files.removeLast();
    set(Setting::RecentFiles, files);
}

void Settings::removeRecentFile(const QString& path) {
    QStringList files = recentFiles();
    files.removeAll(path);
    set(Setting::RecentFiles, files);
}

ThemeMode themeModeFromName(const QString& name) {
    if (name == QLatin1String("light")) return ThemeMode::Light;
    if (name == QLatin1String("dark")) return ThemeMode::Dark;
    return ThemeMode::System;
}

QString themeModeName(ThemeMode mode) {
    switch (mode) {
    case ThemeMode::Light:
        return QStringLiteral("light");
    case ThemeMode::Dark:
        return QStringLiteral("dark");
    case ThemeMode::System:
        break;
    }
    return QStringLiteral("system");
}

} // namespace xo::ui
