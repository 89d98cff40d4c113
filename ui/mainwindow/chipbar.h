#pragma once

#include "ui/document/selection.h"

#include <QWidget>

class QHBoxLayout;
class QToolButton;

namespace xo::ui {

/// The filter chips of the selection, each with its ×, and the + that adds one. Chips that don't fit go into a menu.
class ChipBar : public QWidget {
    Q_OBJECT
public:
    explicit ChipBar(QWidget* parent = nullptr);
    void setSelection(Selection* selection);
    void retranslate();
    void restyle();
    QToolButton* addButton() const { return m_add; }

Q_SIGNALS:
    void addRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild();
    void fit();
    Selection* m_selection = nullptr;
    QHBoxLayout* m_layout;
    QList<QWidget*> m_chips;
    QToolButton* m_more;
    QToolButton* m_add;
};

} // namespace xo::ui
