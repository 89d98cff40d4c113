#include "ui/import/filelist.h"

#include "ui/import/importfiles.h"
#include "ui/theme/theme.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/pieces.h"

#include <QLocale>
#include <QPainter>

namespace xo::ui {

FileListModel::FileListModel(ImportFiles* files, QObject* parent) : QAbstractListModel(parent), m_files(files) {
    connect(files, &ImportFiles::listChanged, this, [this] {
        beginResetModel();
        endResetModel();
    });
    connect(files, &ImportFiles::changed, this, [this](int row) {
        if (row >= 0 && row < rowCount()) Q_EMIT dataChanged(index(row), index(row));
    });
}

int FileListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_files->count();
}

QString FileListModel::stateText(int row) const {
    const ImportFile& file = m_files->at(row);
    switch (file.state) {
    case ImportFile::State::Looking:
        return file.database ? tr("the database is being asked…") : tr("being looked at…");
    case ImportFile::State::Asks: {
        int open = 0;
        for (const ImportQuestion& question : file.questions())
            if (question.blocks && question.answer.isEmpty()) ++open;
        return open == 1 ? tr("1 open question") : tr("%1 open questions").arg(open);
    }
    case ImportFile::State::Waiting:
        return tr("waits for the check");
    case ImportFile::State::Checking:
        return tr("the whole file is being checked…");
    case ImportFile::State::Stopped:
        return tr("check stopped");
    case ImportFile::State::Ready: {
        const qulonglong rows = file.batch->columns.empty() ? 0 : file.batch->columns.front()->rows;
        const QString ready = rows == 1 ? tr("1 row ready") : tr("%1 rows ready").arg(counted(rows));
        return file.batch->rowsRejected > 0 ? tr("%1, %2 left out").arg(ready, counted(file.batch->rowsRejected))
                                            : ready;
    }
    case ImportFile::State::Refused:
        return file.error ? tr("refused: %1").arg(errorText(*file.error)) : tr("refused");
    }
    return {};
}

QVariant FileListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_files->count()) return {};
    const ImportFile& file = m_files->at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return file.name();
    case StateTextRole:
        return stateText(index.row());
    case MarkRole:
        switch (file.state) {
        case ImportFile::State::Asks:
        case ImportFile::State::Stopped:
            return int(Question);
        case ImportFile::State::Ready:
            return int(Good);
        case ImportFile::State::Refused:
            return int(Bad);
        default:
            return int(Busy);
        }
    case Qt::ToolTipRole:
        return file.path + QLatin1Char('\n') +
               (file.database ? QString()
                              : QLocale().formattedDataSize(static_cast<qint64>(file.bytes())) + QLatin1Char('\n')) +
               stateText(index.row());
    case Qt::AccessibleTextRole:
        return file.name() + QStringLiteral(", ") + stateText(index.row());
    default:
        return {};
    }
}

void FileListModel::retranslate() {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

QSize FileListDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {160, 46};
}

void FileListDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens& tokens = tokensFor(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (selected) {
        painter->fillRect(option.rect, tokens.selBg);
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), tokens.sel);
    }
    const auto mark = static_cast<FileListModel::Mark>(index.data(FileListModel::MarkRole).toInt());
    const QRectF disc(option.rect.left() + 12, option.rect.top() + 8, 16, 16);
    const QColor colors[] = {tokens.pass, tokens.sel, tokens.good, tokens.bad};
    const QString signs[] = {QStringLiteral("…"), QStringLiteral("?"), QStringLiteral("✓"), QStringLiteral("×")};
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors[mark]);
    painter->drawEllipse(disc);
    painter->setPen(tokens.onAccent);
    painter->setFont(fontOfSize(11, true));
    painter->drawText(disc, Qt::AlignCenter, signs[mark]);
    const QRect text = option.rect.adjusted(36, 5, -6, -4);
    const QFont strong = fontOfSize(12, true), small = fontOfSize(11);
    painter->setFont(strong);
    painter->setPen(tokens.t1);
    painter->drawText(QRect(text.left(), text.top(), text.width(), 18), Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(strong).elidedText(index.data().toString(), Qt::ElideMiddle, text.width()));
    painter->setFont(small);
    painter->setPen(mark == FileListModel::Bad ? tokens.badText : tokens.t2);
    painter->drawText(QRect(text.left(), text.top() + 19, text.width(), 16), Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(small).elidedText(index.data(FileListModel::StateTextRole).toString(),
                                                     Qt::ElideRight, text.width()));
    painter->restore();
}

} // namespace xo::ui
