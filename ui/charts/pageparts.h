#pragma once

#include "core/chart/journeyspec.h"

#include <QFrame>
#include <QWidget>

#include <functional>

class QComboBox;
class QFormLayout;
class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace xo::ui {

/// Label left, figure right, one row each; as the inspector shows the figures of what is selected.
class FactsView : public QWidget {
    Q_OBJECT
public:
    explicit FactsView(QWidget* parent = nullptr);
    void setFacts(const chart::Facts& facts);
    QString text() const; ///< "label: figure" per line

private:
    QGridLayout* m_grid;
    chart::Facts m_facts;
};

/// A titled part of the inspector with a line under it.
class InspectorSection : public QWidget {
    Q_OBJECT
public:
    explicit InspectorSection(QWidget* parent = nullptr);
    void setTitle(const QString& title);
    QVBoxLayout* body() const { return m_body; }
    /// A labelled combo box in a row of 32 px; the label is set with setRowText.
    QComboBox* addCombo();
    void setRowText(QWidget* field, const QString& text);

private:
    QLabel* m_title;
    QVBoxLayout* m_body;
    QHash<QWidget*, QLabel*> m_labels;
};

/// What a page shows instead of its picture: what is missing, why it helps, one button.
class StatePanel : public QFrame {
    Q_OBJECT
public:
    explicit StatePanel(QWidget* parent = nullptr);
    void setTexts(const QString& what, const QString& why, const QString& button);
    QPushButton* button() const { return m_button; }

private:
    QLabel *m_what, *m_why;
    QPushButton* m_button;
};

/// Shares of promoters, passives and detractors as one bar 10 px high.
class SharesBar : public QWidget {
    Q_OBJECT
public:
    explicit SharesBar(QWidget* parent = nullptr);
    void setCounts(std::int64_t promoters, std::int64_t passives, std::int64_t detractors);
    QSize sizeHint() const override { return {200, 16}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::int64_t m_promoters = 0, m_passives = 0, m_detractors = 0;
};

/// Fills a combo box with (text, data) and selects `current` by data (else the first); no signals.
void fillCombo(QComboBox* combo, const QList<std::pair<QString, QVariant>>& items, const QVariant& current);

} // namespace xo::ui
