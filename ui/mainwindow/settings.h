#pragma once

#include "ui/theme/theme.h"

#include <QSettings>
#include <QStringList>
#include <QVariant>

#include <span>

namespace xo::ui {

/// What the window remembers between runs. One table with the defaults; nothing else in the program touches QSettings.
enum class Setting { Language, Theme, Page, Geometry, WindowState, Inspector, RecentFiles, LastFolder };

struct SettingInfo {
    Setting id;
    const char* key;
    QVariant fallback;
};

class Settings {
public:
    /// Settings of the user; with a file: these instead (tests, portable use).
    explicit Settings(const QString& iniFile = {});
    static std::span<const SettingInfo> table();

    QVariant get(Setting setting) const;
    void set(Setting setting, const QVariant& value);

    QString language() const; ///< "zh" or "en"; the system's when never chosen
    ThemeMode theme() const;
    void setTheme(ThemeMode mode);
    QStringList recentFiles() const { return get(Setting::RecentFiles).toStringList(); }
    void addRecentFile(const QString& path);
    void removeRecentFile(const QString& path);
    void clearRecentFiles() { set(Setting::RecentFiles, QStringList()); }

private:
    std::unique_ptr<QSettings> m_store;
};

/// "system", "light", "dark"; anything else → System.
ThemeMode themeModeFromName(const QString& name);
QString themeModeName(ThemeMode mode);

} // namespace xo::ui
