#include "ui/theme/theme.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace xo::ui {

namespace {

QPixmap drawn(const QByteArray& svg, const QColor& color, int pixels) {
    QByteArray tinted = svg;
    tinted.replace("#000000", color.name().toLatin1());
    QSvgRenderer renderer(tinted);
    QPixmap pixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    return pixmap;
}

QByteArray source(const QString& name) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

constexpr int kSizes[] = {12, 14, 16, 20, 24, 28, 32, 48, 64};

} // namespace

QIcon icon(const QString& name, const QColor& color) {
    const QByteArray svg = source(name);
    QIcon result;
    if (svg.isEmpty()) return result;
    for (const int size : kSizes)
        result.addPixmap(drawn(svg, color, size));
    return result;
}

QIcon icon(const QString& name, const Tokens& tokens) {
    const QByteArray svg = source(name);
    QIcon result;
    if (svg.isEmpty()) return result;
    for (const int size : kSizes) {
        const QPixmap normal = drawn(svg, tokens.t2, size);
        const QPixmap strong = drawn(svg, tokens.t1, size);
        result.addPixmap(normal, QIcon::Normal, QIcon::Off);
        result.addPixmap(strong, QIcon::Normal, QIcon::On);
        result.addPixmap(strong, QIcon::Selected, QIcon::Off);
        result.addPixmap(strong, QIcon::Active, QIcon::Off);
        result.addPixmap(drawn(svg, tokens.line2, size), QIcon::Disabled, QIcon::Off);
    }
    return result;
}

} // namespace xo::ui
