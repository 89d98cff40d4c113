#pragma once

#include <QHeaderView>

namespace xo::ui {

/// The head of the preview: name, role as a list that opens, type and why, for each column. A click on the role or the
/// type asks for the choices; the keyboard does the same from the table (F2, Enter, Alt+Down: role; Shift+F2, Alt+Up:
/// type).
class RoleHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit RoleHeader(QWidget* parent);
    QSize sizeHint() const override;
    QRect roleRect(int section) const; ///< in the viewport
    QRect typeRect(int section) const;

Q_SIGNALS:
    void roleAsked(int section);
    void typeAsked(int section);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    QSize sectionSizeFromContents(int section) const override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    QRect inSection(int section, int top, int height) const;
};

} // namespace xo::ui
