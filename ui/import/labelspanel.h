#pragma once

#include "core/io/preview.h"

#include <QAbstractTableModel>
#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace xo::ui {

/// The codes of a column with what they are called and how often the sample has them.
class LabelsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Code, Label, Rows, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    /// Codes are those with a label, the points of a scale and the values of the sampled rows.
    void setColumn(const io::ColumnGuess& column, const std::vector<ValueLabel>& given,
                   const std::vector<io::SampleRow>& rows, std::size_t at);
    void clear();
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    std::vector<ValueLabel> labels() const; ///< those that say something
    int addCode();                          ///< a row of its own for a code the sample lacks; its row
    void retranslate();

Q_SIGNALS:
    void edited();

private:
    struct Row {
        QString code, label;
        qulonglong count = 0;
        bool own = false; ///< its code was or will be typed
    };
    std::vector<Row> m_rows;
};

/// Editor of one column's value labels.
class LabelsPanel : public QWidget {
    Q_OBJECT
public:
    explicit LabelsPanel(QWidget* parent);
    /// `at`: the column in the sampled rows. `given`: labels chosen by hand, empty = those of the file.
    void showColumn(const io::ColumnGuess& column, const std::vector<ValueLabel>& given,
                    const std::vector<io::SampleRow>& rows, std::size_t at);
    void showNothing();
    void retranslate();
    QString column() const { return m_column; }
    LabelsModel* model() const { return m_model; }
    QTableView* view() const { return m_view; }
    void beginEditing();

Q_SIGNALS:
    void labelsEdited(const QString& column, const std::vector<xo::ValueLabel>& labels);

private:
    void showTexts();
    QString m_column;
    bool m_fits = false;
    LabelsModel* m_model;
    QTableView* m_view;
    QLabel* m_hint;
    QPushButton *m_add, *m_reset;
};

} // namespace xo::ui
