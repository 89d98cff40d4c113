#include "ui/mainwindow/tablefile.h"

#include <QSaveFile>
#include <QStringList>

namespace xo::ui {

namespace {

bool isNumber(const QString& cell) {
    QString plain = cell;
    plain.replace(QChar(0x2212), QLatin1Char('-'));
    plain.remove(QLatin1Char(','));
    if (plain.endsWith(QLatin1Char('%'))) plain.chop(1);
    bool ok = false;
    plain.toDouble(&ok);
    return ok;
}

QString csvCell(QString cell) {
    const QString trimmed = cell.trimmed();
    static const QString dangerous = QStringLiteral("=+-@＝＋－＠");
    if (!trimmed.isEmpty() && dangerous.contains(trimmed.front()) && !isNumber(trimmed))
        cell.prepend(QLatin1Char('\''));
    if (cell.contains(QLatin1Char('"')) || cell.contains(QLatin1Char(',')) || cell.contains(QLatin1Char('\n')) ||
        cell.contains(QLatin1Char('\r'))) {
        cell.replace(QLatin1Char('"'), QStringLiteral("\"\""));
        return QLatin1Char('"') + cell + QLatin1Char('"');
    }
    return cell;
}

} // namespace

QString csvOf(const QString& tabSeparated) {
    QString csv;
    const QStringList lines = tabSeparated.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        QStringList cells = line.split(QLatin1Char('\t'));
        for (QString& cell : cells)
            cell = csvCell(cell);
        csv += cells.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    return csv;
}

Result<void> saveTable(const QString& tabSeparated, const QString& path) {
    QSaveFile file(path);
    const QByteArray bytes = "\xEF\xBB\xBF" + csvOf(tabSeparated).toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail("window.cannot_write", {path.toStdString()});
    return {};
}

} // namespace xo::ui
