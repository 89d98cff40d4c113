#include "ui/widgets/kindtext.h"

#include <QCoreApplication>

namespace xo::ui {

QString kindText(DatasetKind kind) {
    const auto text = [](const char* english) { return QCoreApplication::translate("DatasetKind", english); };
    switch (kind) {
    case DatasetKind::Answers:
        return text(QT_TRANSLATE_NOOP("DatasetKind", "Answers"));
    case DatasetKind::Feedback:
        return text(QT_TRANSLATE_NOOP("DatasetKind", "Feedback"));
    case DatasetKind::Events:
        return text(QT_TRANSLATE_NOOP("DatasetKind", "Events"));
    case DatasetKind::Customers:
        return text(QT_TRANSLATE_NOOP("DatasetKind", "Customers"));
    case DatasetKind::Metrics:
        return text(QT_TRANSLATE_NOOP("DatasetKind", "Metrics"));
    case DatasetKind::Identities:
        return text(QT_TRANSLATE_NOOP("DatasetKind", "Identities"));
    case DatasetKind::Invitations:
        return text(QT_TRANSLATE_NOOP("DatasetKind", "Invitations"));
    }
    return {};
}

} // namespace xo::ui
