#pragma once

#include "core/base/result.h"
#include "core/chart/scene.h"
#include "ui/charts/chartstyle.h"

#include <QGraphicsView>

#include <functional>

class QTimer;

namespace xo::ui {

/// A chart panel. It is given a layout (data → picture at a size) and shows it at its own size: hover shows the exact
/// figures, a click drills into a mark, Ctrl-click adds it to the filter, the right button offers what can be done with
/// it, Tab and the arrow keys move between the marks. It does no arithmetic: the layout comes from core/chart.
class ChartView : public QGraphicsView {
    Q_OBJECT
public:
    using Layout = std::function<chart::Scene(chart::Size, const chart::Measure&)>;
    explicit ChartView(QWidget* parent = nullptr);
    ~ChartView() override;

    /// A new picture; the keyboard focus stays on the mark of the same id when there still is one.
    void setPicture(Layout layout);
    void clearPicture();
    bool isEmpty() const { return !m_layout; }
    /// The picture as it is shown now, and as it would be at another size.
    const chart::Scene& picture() const { return m_picture; }
    chart::Scene pictureAt(QSize size, const ChartStyle& style) const;

    /// Outlines a mark in amber: the drilled one. Blank = none.
    void setSelectedId(const QString& id);
    QString focusedId() const { return m_focused; }
    /// True while a newer picture is computed: after 150 ms the old one fades and a line runs at the top edge.
    void setLoading(bool loading);
    bool showsLoading() const { return m_faded; }
    /// Names a file dialog proposes ("journey"), and the table behind the picture as tab-separated text.
    void setFileStem(const QString& stem) { m_fileStem = stem; }
    void setTableText(std::function<QString()> table) { m_table = std::move(table); }
    /// Which marks stand for customers: others get no list and no segment entry in their menu.
    void setDrillable(std::function<bool(const QString&)> drillable) { m_drillable = std::move(drillable); }

    /// The picture as an image of `size` device-independent pixels at `dpr` device pixels each.
    QImage render(QSize size, double dpr) const;
    using QGraphicsView::render;
    /// Writes .png (2×), .svg or .pdf (A4 landscape) by the suffix. Errors: chart.format{suffix},
    /// chart.not_written{path}.
    Result<void> exportTo(const QString& path) const;
    void copyPicture() const;
    void copyTable() const;
    void restyle(); ///< colours and font changed

Q_SIGNALS:
    void drillRequested(const QString& id);   ///< click, Enter
    void filterRequested(const QString& id);  ///< Ctrl-click, Ctrl+Enter
    void listRequested(const QString& id);    ///< list the customers behind the mark
    void segmentRequested(const QString& id); ///< save them as a segment
    void focusedChanged(const QString& id);
    void exportFailed(const xo::Error& error);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void rebuild();
    void focusMark(const QString& id);
    QString neighbour(int dx, int dy) const;
    QStringList readingOrder() const;
    bool drillable(const QString& id) const;
    void showMenu(const chart::Hit* hit, QPoint globalPosition);
    void saveAs(const QString& suffix);

    Layout m_layout;
    ChartStyle m_style;
    chart::Scene m_picture;
    QString m_selected;
    QString m_focused;
    QString m_hovered;
    QString m_pressed;
    QString m_fileStem = QStringLiteral("chart");
    std::function<QString()> m_table;
    std::function<bool(const QString&)> m_drillable;
    QTimer* m_fade;
    bool m_faded = false;
    bool m_keyboard = false; // the focus outline is shown only when the keyboard moved it
};

/// Writes a picture to a file without a window. Errors as ChartView::exportTo.
Result<void> writePicture(const ChartView::Layout& layout, const ChartStyle& style, QSize size, const QString& path);
QImage renderPicture(const chart::Scene& picture, const ChartStyle& style, double dpr);

} // namespace xo::ui
