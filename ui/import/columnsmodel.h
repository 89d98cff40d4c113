#pragma once

#include "core/io/inspect.h"

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

namespace xo::ui {

/// What a role means, in the window's language: "nps" → "NPS 0–10: would recommend".
QString roleText(const Role& role);
/// Name of a column type in the window's language.
QString typeText(ValueType type);
/// The same with what is known beyond it: "date, day first", "several choices, columns: 4".
QString typeWords(const io::ColumnGuess& column);

/// The columns without those that are options of a question: what becomes a column of the dataset.
std::vector<io::ColumnGuess> ownColumns(const std::vector<io::ColumnGuess>& columns);

/// The columns of a file as the importer understood them: one row each, role and type editable. The options of a
/// question spread over columns are one row.
class ColumnsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, RoleColumn, Type, Blank, Why, Labels, Examples, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setColumns(std::vector<io::ColumnGuess> columns);
    const std::vector<io::ColumnGuess>& columns() const { return m_columns; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    void retranslate();

Q_SIGNALS:
    void roleEdited(const QString& column, const QString& role);
    void typeEdited(const QString& column, const QString& type);

private:
    std::vector<io::ColumnGuess> m_columns;
};

/// Chooses a type from the list.
class TypeDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
};

/// Chooses a role from the list, or takes one typed ("rating:0-7", "metric:min").
class RoleDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
};

} // namespace xo::ui
