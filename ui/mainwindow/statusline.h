#pragma once

#include "ui/document/document.h"

#include <QElapsedTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace xo::ui {

/// The bottom line: size of the selection, the running job with progress and Cancel, compute time, saved state,
/// language.
class StatusLine : public QWidget {
    Q_OBJECT
public:
    explicit StatusLine(Document* document, QWidget* parent = nullptr);
    void retranslate();
    void setSavedState(const QString& text);
    void setLanguageName(const QString& name);

Q_SIGNALS:
    void languageSwitchRequested();

private:
    void countSelection();
    void showCounts();
    void showJobs();
    Document* m_document;
    QLabel* m_counts;
    QLabel* m_job;
    QProgressBar* m_progress;
    QToolButton* m_cancel;
    QLabel* m_time;
    QLabel* m_saved;
    QToolButton* m_language;
    quint64 m_shownJob = 0;
    qulonglong m_customers = 0, m_answers = 0, m_allCustomers = 0, m_allAnswers = 0;
    bool m_counted = false;
    bool m_filtered = false;
    qint64 m_computeMs = -1;
};

} // namespace xo::ui
