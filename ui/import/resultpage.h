#pragma once

#include "ui/import/importask.h"
#include "ui/import/importfiles.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;
class QTableWidget;

namespace xo::ui {

class ProblemsModel;

/// What an import did: rows and cells by their state for each file, and the list behind the figures.
class ResultPage : public QWidget {
    Q_OBJECT
public:
    ResultPage(ImportFiles* files, const ImportAsk* ask, QWidget* parent);
    void showReports();
    void retranslate();

Q_SIGNALS:
    void undoRequested();
    void saveRequested(const QString& tabSeparated, const QString& path);

private:
    void showProblems(int row);
    ImportFiles* m_files;
    const ImportAsk* m_ask;
    QLabel *m_heading, *m_sub, *m_problemsTitle;
    QTableWidget* m_table;
    ProblemsModel* m_problems;
    QTableView* m_problemsView;
    QPushButton *m_copy, *m_save, *m_undo;
};

} // namespace xo::ui
