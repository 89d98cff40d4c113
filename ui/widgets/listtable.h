#pragma once

#include <QTableView>

namespace xo::ui {

class MessageBar;

/// A long list to read in a dialog: rows are chosen whole; Ctrl+C anywhere in the dialog (outside a text field) copies
/// the chosen rows.
class ListTable : public QTableView {
    Q_OBJECT
public:
    /// `message` says how many rows were copied; columns are at most `widest` pixels wide.
    ListTable(QAbstractItemModel* model, MessageBar* message, int rowHeight, int widest, QWidget* parent);
    /// Puts the chosen rows, or the first 100,000, on the clipboard as tab-separated text with the headers.
    void copy();
    static QString copyHint(); ///< says so, for a button

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    MessageBar* m_message;
};

} // namespace xo::ui
