#pragma once

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace xo::ui {

class ImportFiles;

/// The files of an import with how far each is: two lines and a mark.
class FileListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { StateTextRole = Qt::UserRole, MarkRole };
    enum Mark { Busy, Question, Good, Bad };
    explicit FileListModel(ImportFiles* files, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    void retranslate();

private:
    QString stateText(int row) const;
    ImportFiles* m_files;
};

class FileListDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace xo::ui
