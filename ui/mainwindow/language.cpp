#include "ui/mainwindow/language.h"

#include <QCoreApplication>
#include <QEvent>
#include <QLibraryInfo>
#include <QLocale>

namespace xo::ui {

Language::~Language() {
    remove();
}

void Language::remove() {
    if (!m_installed || !QCoreApplication::instance()) return;
    QCoreApplication::removeTranslator(&m_ours);
    QCoreApplication::removeTranslator(&m_qt);
    m_installed = false;
}

void Language::install(const QString& code) {
    m_code = code == QLatin1String("zh") ? code : QStringLiteral("en");
    const bool chinese = m_code == QLatin1String("zh");
    QLocale::setDefault(chinese ? QLocale(QLocale::Chinese, QLocale::China)
                                : QLocale(QLocale::English, QLocale::UnitedStates));
    remove();
    if (!chinese) return; // English is what the sources say
    if (m_qt.load(QStringLiteral("qtbase_zh_CN"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_ours.load(QStringLiteral(":/i18n/xoworkbench_zh_CN.qm"))) QCoreApplication::installTranslator(&m_ours);
    m_installed = true;
}

} // namespace xo::ui
