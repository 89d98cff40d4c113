#pragma once

#include <QString>
#include <QTranslator>

namespace xo::ui {

/// The language of the window: installs our texts and Qt's own, sets the number formats. Every widget then gets a
/// LanguageChange event.
class Language {
public:
    Language() = default;
    ~Language();
    Language(const Language&) = delete;
    Language& operator=(const Language&) = delete;
    void install(const QString& code); ///< "zh" or "en"; anything else → "en"
    QString code() const { return m_code; }

private:
    void remove();
    QString m_code = QStringLiteral("en");
    QTranslator m_ours;
    QTranslator m_qt;
    bool m_installed = false;
};

} // namespace xo::ui
