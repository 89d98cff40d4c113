#pragma once

#include "ui/document/selection.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace xo::ui {

/// The drill path below the page: All › test drive › dissatisfied; a click keeps the path up to there, × drops the last
/// step.
class Breadcrumb : public QWidget {
    Q_OBJECT
public:
    explicit Breadcrumb(QWidget* parent = nullptr);
    void setSelection(Selection* selection);
    void retranslate();

private:
    void rebuild();
    Selection* m_selection = nullptr;
    QHBoxLayout* m_layout;
    QLabel* m_caption;
    QLabel* m_hint;
    QList<QWidget*> m_parts;
};

} // namespace xo::ui
