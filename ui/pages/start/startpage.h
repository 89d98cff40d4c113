#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace xo::ui {

class SampleCard;

/// First run, and whenever no project is open: open, new, import, recent files, and the sample project.
class StartPage : public QWidget {
    Q_OBJECT
public:
    StartPage(const QStringList& recentFiles, QWidget* parent);
    void setRecentFiles(const QStringList& files);
    void restyle();

Q_SIGNALS:
    void openRequested();
    void openFileRequested(const QString& path);
    void newRequested();
    void importRequested();
    void sampleRequested();
    void shortcutsRequested();
    void clearRecentRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildSide();
    QWidget* buildSamples();
    void retranslate();
    void rebuildRecent();
    QStringList m_recent;
    QLabel *m_brand, *m_claim, *m_dropTitle, *m_dropText, *m_dropIcon, *m_recentTitle, *m_noRecent;
    QLabel *m_samplesTitle, *m_samplesText, *m_helpTitle, *m_helpText, *m_local;
    QPushButton *m_open, *m_new, *m_import, *m_clear, *m_shortcuts;
    QVBoxLayout* m_recentList;
    QList<QWidget*> m_recentRows;
    SampleCard* m_card;
};

} // namespace xo::ui
