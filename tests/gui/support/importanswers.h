#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>

namespace xo::test {

/// Writes a file into `folder`; its path.
inline QString putFile(const QString& folder, const char* name, const QByteArray& bytes) {
    const QString path = QDir(folder).filePath(QString::fromUtf8(name));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("no temporary file");
    return path;
}

/// 40 answers: line 12 has a score of 11, line 22 a date that doesn't exist, line 32 one cell too many.
inline QByteArray answersWithOddRows(int from = 1) {
    QByteArray out = "客户编号,提交时间,推荐意愿,评分项,意见\n";
    for (int i = from; i < from + 40; ++i) {
        const int row = i - from + 2;
        out += "C" + QByteArray::number(1000 + i) + ",2026-0" + QByteArray::number(1 + i % 9) + "-" +
               (row == 22 ? QByteArray("31T25:00") : QByteArray::number(10 + i % 19)) + "," +
               QByteArray::number(row == 12 ? 11 : i % 11) + "," + QByteArray::number(1 + i % 5) +
               ",\"等了一会儿, 服务不错 " + QByteArray::number(i) + "\"" + (row == 32 ? ",多余" : "") + "\n";
    }
    return out;
}

} // namespace xo::test
