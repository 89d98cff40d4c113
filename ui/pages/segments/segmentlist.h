#pragma once

#include "ui/document/document.h"

#include <QFrame>
#include <QHash>

class QLabel;
class QPushButton;
class QStandardItemModel;
class QTableView;

namespace xo::ui {

/// The saved segments: name, live or frozen, customers, rule; and what can be done with the chosen one.
class SegmentList : public QFrame {
    Q_OBJECT
public:
    SegmentList(Document* document, QWidget* parent);
    void refresh(); ///< from the workspace; counts follow in a job
    QString chosen() const;
    void choose(const QString& name);
    void retranslate();
    QString tableText() const;
    bool isIdle() const { return !m_counting; }

Q_SIGNALS:
    void openRequested(const QString& name);
    void renameRequested(const QString& name);
    void deleteRequested(const QString& name);
    void idleChanged();

private:
    void fill();
    void count();
    void updateButtons();
    Document* m_document;
    QLabel* m_title;
    QLabel* m_empty;
    QTableView* m_table;
    QStandardItemModel* m_model;
    QPushButton *m_open, *m_rename, *m_delete;
    QHash<QString, qulonglong> m_counts;
    bool m_counting = false;
};

} // namespace xo::ui
