#pragma once

#include "core/session/engine.h"

#include <QFrame>

class QLabel;

namespace xo::ui {

/// One dataset at a glance; a button in behaviour: click, Enter or Space chooses it.
class DatasetCard : public QFrame {
    Q_OBJECT
public:
    DatasetCard(const session::DatasetSummary& dataset, QWidget* parent);
    QString name() const { return QString::fromStdString(m_dataset.name); }
    void setChosen(bool chosen);
    void retranslate();

Q_SIGNALS:
    void chosen(const QString& name);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    session::DatasetSummary m_dataset;
    QLabel* m_name;
    QLabel* m_kind;
    QLabel* m_rows;
    QLabel* m_period;
    QLabel* m_roles;
    bool m_chosen = false;
};

} // namespace xo::ui
