#include "ui/charts/chartview.h"
#include "ui/charts/scenebuilder.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QtSvg/QSvgGenerator>

#include <cmath>

namespace xo::ui {

QImage renderPicture(const chart::Scene& picture, const ChartStyle& style, double dpr) {
    QImage image(QSize(static_cast<int>(std::lround(picture.size.width * dpr)),
                       static_cast<int>(std::lround(picture.size.height * dpr))),
                 QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(dpr);
    image.fill(style.color(chart::Ink::Panel));
    QPainter painter(&image);
    paintScene(picture, style, painter);
    return image;
}

namespace {

Unexpected notWritten(const QString& path) {
    return fail("chart.not_written", {path.toStdString()}, path.toStdString());
}

Result<void> writePng(const chart::Scene& picture, const ChartStyle& style, QIODevice& out, const QString& path) {
    if (!renderPicture(picture, style, 2).save(&out, "PNG")) return notWritten(path);
    return {};
}

Result<void> writeSvg(const chart::Scene& picture, const ChartStyle& style, QIODevice& out, const QString& path) {
    QSvgGenerator generator;
    generator.setOutputDevice(&out);
    const QSize size(static_cast<int>(std::ceil(picture.size.width)), static_cast<int>(std::ceil(picture.size.height)));
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    // one user unit is one pixel of the layout, so that font sizes mean what they say
    generator.setResolution(96);
    generator.setTitle(QFileInfo(path).completeBaseName());
    generator.setDescription(QString::fromStdString(picture.description));
    QPainter painter;
    if (!painter.begin(&generator)) return notWritten(path);
    paintScene(picture, style, painter);
    if (!painter.end()) return notWritten(path);
    return {};
}

Result<void> writePdf(const chart::Scene& picture, const ChartStyle& style, QIODevice& out, const QString& path) {
    QPdfWriter writer(&out);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageOrientation(QPageLayout::Landscape);
    writer.setPageMargins(QMarginsF(12, 12, 12, 12), QPageLayout::Millimeter);
    writer.setTitle(QFileInfo(path).completeBaseName());
    QPainter painter;
    if (!painter.begin(&writer)) return notWritten(path);
    const QSizeF page = writer.pageLayout().paintRectPixels(writer.resolution()).size();
    const double scale = std::min(page.width() / picture.size.width, page.height() / picture.size.height);
    painter.scale(scale, scale);
    paintScene(picture, style, painter);
    if (!painter.end()) return notWritten(path);
    return {};
}

} // namespace

Result<void> writePicture(const ChartView::Layout& layout, const ChartStyle& style, QSize size, const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix != QLatin1String("png") && suffix != QLatin1String("svg") && suffix != QLatin1String("pdf"))
        return fail("chart.format", {suffix.toStdString()}, path.toStdString());
    const chart::Scene picture =
        layout({static_cast<double>(size.width()), static_cast<double>(size.height())}, style.measure());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return notWritten(path);
    const auto written = suffix == QLatin1String("png")   ? writePng(picture, style, file, path)
                         : suffix == QLatin1String("svg") ? writeSvg(picture, style, file, path)
                                                          : writePdf(picture, style, file, path);
    if (!written) return written;
    if (!file.commit()) return notWritten(path);
    return {};
}

QImage ChartView::render(QSize size, double dpr) const {
    return renderPicture(pictureAt(size, m_style), m_style, dpr);
}

Result<void> ChartView::exportTo(const QString& path) const {
    if (!m_layout) return notWritten(path);
    return writePicture(m_layout, m_style, viewport()->size().expandedTo(QSize(640, 200)), path);
}

void ChartView::copyPicture() const {
    if (m_layout) QApplication::clipboard()->setImage(render(viewport()->size(), 2));
}

void ChartView::copyTable() const {
    if (m_table) QApplication::clipboard()->setText(m_table());
}

void ChartView::saveAs(const QString& suffix) {
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Export picture"), m_fileStem + QLatin1Char('.') + suffix,
                                     tr("%1 picture (*.%2)").arg(suffix.toUpper(), suffix));
    if (path.isEmpty()) return;
    const QString full = QFileInfo(path).suffix().isEmpty() ? path + QLatin1Char('.') + suffix : path;
    if (const auto written = exportTo(full); !written) Q_EMIT exportFailed(written.error());
}

void ChartView::showMenu(const chart::Hit* hit, QPoint globalPosition) {
    QMenu menu(this);
    const QString id = hit ? QString::fromStdString(hit->id) : QString();
    if (hit && drillable(id)) {
        QAction* head = menu.addAction(QString::fromStdString(hit->title));
        head->setEnabled(false);
        menu.addAction(tr("&Drill into this"), this, [this, id] { Q_EMIT drillRequested(id); });
        menu.addAction(tr("Add to &filter"), this, [this, id] { Q_EMIT filterRequested(id); });
        menu.addAction(tr("&List customers…"), this, [this, id] { Q_EMIT listRequested(id); });
        menu.addAction(tr("&Save as segment…"), this, [this, id] { Q_EMIT segmentRequested(id); });
        menu.addSeparator();
    }
    menu.addAction(tr("&Copy picture"), this, &ChartView::copyPicture)->setEnabled(!isEmpty());
    menu.addAction(tr("Copy &table"), this, &ChartView::copyTable)->setEnabled(static_cast<bool>(m_table));
    menu.addSeparator();
    QMenu* files = menu.addMenu(tr("&Export picture"));
    for (const char* suffix : {"png", "svg", "pdf"})
        files->addAction(QString::fromLatin1(suffix).toUpper() + QStringLiteral("…"), this,
                         [this, suffix] { saveAs(QString::fromLatin1(suffix)); });
    files->setEnabled(!isEmpty());
    menu.exec(globalPosition);
}

void ChartView::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const chart::Hit* hit = m_picture.hit(m_focused.toStdString());
        showMenu(hit,
                 mapToGlobal(hit ? QPoint(static_cast<int>(hit->box.centre().x), static_cast<int>(hit->box.centre().y))
                                 : rect().center()));
        return;
    }
    const QPointF p = mapToScene(event->pos());
    showMenu(m_picture.hitAt({p.x(), p.y()}), event->globalPos());
}

} // namespace xo::ui
