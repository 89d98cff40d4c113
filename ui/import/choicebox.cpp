#include "ui/import/choicebox.h"

#include "ui/import/columnsmodel.h"

#include <QPointer>
#include <QTimer>

namespace xo::ui {

namespace {

constexpr const char* kRoles[] = {"dimension", "customer",    "link",       "id",          "time",      "stage",
                                  "survey",    "channel",     "nps",        "csat:1-5",    "csat:1-10", "ces:1-7",
                                  "ces:1-5",   "loyalty:1-5", "rating:1-5", "rating:0-10", "reason",    "text",
                                  "metric:h",  "metric:min",  "metric:d",   "amount:CNY",  "weight",    "ignore"};
constexpr const char* kTypes[] = {"category", "integer",      "number",       "date",  "date:dmy", "date:mdy",
                                  "datetime", "datetime:dmy", "datetime:mdy", "set:;", "set:,",    "text"};

} // namespace

QStringList offeredRoles() {
    QStringList codes;
    for (const char* role : kRoles)
        codes << QString::fromLatin1(role);
    return codes;
}

QStringList offeredRoleTexts() {
    QStringList texts;
    for (const char* code : kRoles)
        if (const auto role = Role::parse(code))
            texts << QString::fromLatin1(code) + QStringLiteral(" · ") + roleText(*role);
    return texts;
}

QStringList offeredTypes() {
    QStringList codes;
    for (const char* type : kTypes)
        codes << QString::fromLatin1(type);
    return codes;
}

QStringList offeredTypeTexts() {
    QStringList texts;
    for (const char* code : kTypes) {
        const std::string whole(code);
        const auto type = valueTypeFromName(whole.substr(0, whole.find(':')));
        QString text = type ? typeText(*type) : QString();
        if (whole.ends_with(":dmy")) text = ColumnsModel::tr("%1, day first").arg(text);
        if (whole.ends_with(":mdy")) text = ColumnsModel::tr("%1, month first").arg(text);
        if (whole == "set:;") text = ColumnsModel::tr("%1, parted by semicolons").arg(text);
        if (whole == "set:,") text = ColumnsModel::tr("%1, parted by commas").arg(text);
        texts << QString::fromLatin1(code) + QStringLiteral(" · ") + text;
    }
    return texts;
}

ChoiceBox* ChoiceBox::open(QWidget* parent, const QRect& where, const QString& name, const QStringList& values,
                           const QStringList& texts, const QString& current, QWidget* returnTo,
                           std::function<void(QString)> chosen) {
    auto* box = new ChoiceBox(parent);
    box->m_returnTo = returnTo;
    box->setObjectName(QStringLiteral("choice"));
    box->setAccessibleName(name);
    box->setMaxVisibleItems(16);
    if (!values.contains(current) && !current.isEmpty()) { // one typed or of a recipe
        const auto role = Role::parse(current.toStdString());
        box->addItem(role ? current + QStringLiteral(" · ") + roleText(*role) : current, current);
    }
    for (qsizetype i = 0; i < values.size(); ++i)
        box->addItem(texts.value(i), values[i]);
    box->setCurrentIndex(std::max(0, box->findData(current)));
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setGeometry(where.x(), where.y(), std::max(where.width(), 190), where.height());
    connect(box, &QComboBox::activated, box,
            [box, chosen = std::move(chosen)](int at) { chosen(box->itemData(at).toString()); });
    box->show();
    box->showPopup();
    return box;
}

void ChoiceBox::hidePopup() {
    QComboBox::hidePopup();
    // a choice is told after the list has closed
    QTimer::singleShot(0, this, [this] {
        if (m_returnTo) m_returnTo->setFocus(Qt::OtherFocusReason);
        hide();
        deleteLater();
    });
}

} // namespace xo::ui
