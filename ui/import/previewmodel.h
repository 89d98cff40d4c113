#pragma once

#include "core/columnar/batch.h"
#include "core/io/preview.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QStyledItemDelegate>

#include <memory>
#include <vector>

namespace xo::ui {

struct ImportFile;

/// One column for each of the dataset: the options of a question spread over columns stand in one. The first rows of
/// a file and, below a line of its own, the odd rows of the whole file: each with its line, each cell
/// with its state. Until the whole file has been checked the odd rows are those among the first ones.
class PreviewModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role {
        StateRole = Qt::UserRole, ///< "", "blank", "out_of_range", "unparsed", "ragged_row", "undecodable", …
        RoleTextRole,             ///< of a header: what the column is
        TypeTextRole,             ///< of a header: type and share of blanks
        WhyRole                   ///< of a header: why
    };
    using QAbstractTableModel::QAbstractTableModel;
    void setFile(const ImportFile* file);        ///< copies what it shows; null = nothing
    int sectionRow() const { return m_section; } ///< the line above the odd rows; −1 = there are none
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    void retranslate();
    std::uint64_t lineOf(int row) const;
    int rowOfLine(std::uint64_t line) const; ///< −1 = not shown

private:
    std::string codeAt(const io::SampleRow& row, std::size_t column) const;
    QString textAt(const io::SampleRow& row, std::size_t column) const;
    const io::SampleRow* rowAt(int row) const;
    std::vector<io::ColumnGuess> m_columns;
    std::vector<std::size_t> m_at; ///< of m_columns, in the file
    std::size_t m_width = 0;       ///< columns of the file
    std::vector<io::SampleRow> m_first, m_odd;
    QHash<quint64, QHash<QString, std::string>> m_problems; ///< line → column ("" = whole row) → code
    bool m_whole = false;                                   ///< the problems are those of the whole file
    int m_section = -1;
};

/// Draws a cell that stands out in a box, so that not only its colour tells.
class PreviewDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace xo::ui
