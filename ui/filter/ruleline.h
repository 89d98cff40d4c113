#pragma once

#include "ui/filter/conditionrow.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace xo::ui {

/// A bar whose length says how many customers a condition holds.
class CountBar : public QWidget {
    Q_OBJECT
public:
    explicit CountBar(QWidget* parent);
    void setShare(double share); ///< 0…1; negative = unknown

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_share = -1;
};

/// One line of the builder: its own widget (a condition, or the head of a group), then bar, number and ×.
class RuleLine : public QWidget {
    Q_OBJECT
public:
    RuleLine(QWidget* content, QWidget* parent);
    ConditionRow* row() const; ///< null for the head of a group
    void setCount(std::uint64_t customers, std::uint64_t most);
    void clearCount();
    void retranslate();
    void restyle();

Q_SIGNALS:
    void removeRequested();

private:
    QWidget* m_content;
    CountBar* m_bar;
    QLabel* m_number;
    QToolButton* m_remove;
};

} // namespace xo::ui
