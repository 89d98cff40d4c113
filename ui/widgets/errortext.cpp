#include "ui/widgets/errortext.h"

#include "core/wording/errors.h"

#include <QCoreApplication>

namespace xo::ui {

bool speaksChinese() {
    //: Answer "zh" in the Chinese translation: tells the program which language is installed.
    return QCoreApplication::translate("Language", "en") == QLatin1String("zh");
}

QString errorText(const Error& error) {
    return QString::fromStdString(
        wording::errorText(error, speaksChinese() ? wording::Language::Chinese : wording::Language::English));
}

} // namespace xo::ui
