#pragma once

#include <QStringList>

#include <initializer_list>

class QTableWidget;
class QWidget;

namespace xo::ui {

/// A small table to read: rows are chosen whole, Enter or a double click activates them. Columns fit their texts; with
/// `stretched` ≥ 0 that column takes the room left (its long texts end in …, the tool tip has them).
QTableWidget* plainTable(QWidget* parent, int stretched = -1);
/// Sets the headers; `align` has a sign per column: "l" left, "r" right.
void setHeaders(QTableWidget* table, const QStringList& texts, const char* align);
/// Texts of one row, aligned like the headers; each text is its tool tip, too.
void setRow(QTableWidget* table, int row, const QStringList& texts, const char* align);
/// Makes the table as high as its rows, `most` of them at most.
void fitHeight(QTableWidget* table, int most);
/// The tables as text, one behind the other with a blank line between.
QString tablesText(std::initializer_list<const QTableWidget*> tables);

} // namespace xo::ui
