#pragma once

#include <QComboBox>

#include <functional>

namespace xo::ui {

/// A list that opens over a cell, takes a choice by arrows, type-ahead or click and goes away; Escape leaves everything
/// as it was.
class ChoiceBox : public QComboBox {
    Q_OBJECT
public:
    /// Opens at `where` of `parent`; the focus goes back to `returnTo`.
    static ChoiceBox* open(QWidget* parent, const QRect& where, const QString& name, const QStringList& values,
                           const QStringList& texts, const QString& current, QWidget* returnTo,
                           std::function<void(QString)> chosen);
    void hidePopup() override;

private:
    using QComboBox::QComboBox;
    QWidget* m_returnTo = nullptr;
};

/// The roles a column can be given: codes ("nps") and what they say ("nps · NPS 0–10").
QStringList offeredRoles();
QStringList offeredRoleTexts();
/// The types ("date:dmy") and their names.
QStringList offeredTypes();
QStringList offeredTypeTexts();

} // namespace xo::ui
