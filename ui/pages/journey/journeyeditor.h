#pragma once

#include "core/analysis/funnel/funnel.h"
#include "ui/pages/page.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QVBoxLayout;

namespace xo::ui {

class MessageBar;
class StageEditor;

/// The journeys of the project, as a draft until Save: stages and their order, conditions, windows, held columns.
/// Counts the draft shown while it is edited. Save is one undoable step.
class JourneyEditor : public QDialog {
    Q_OBJECT
public:
    JourneyEditor(Document* document, PageHost* host, QWidget* parent);
    bool isIdle() const { return !m_counting; }
    void choose(const QString& journey); ///< shows the journey of this name
    const std::vector<Journey>& drafts() const { return m_drafts; }

public Q_SLOTS:
    void accept() override;

private:
    void build();
    QWidget* buildJourneys();
    QWidget* buildStages();
    QLineEdit* addEdit(QVBoxLayout* layout, const QString& name, const QString& objectName, const QString& hint,
                       QLabel*& problem);
    QComboBox* addChoice(QVBoxLayout* layout, const QString& name, const QString& objectName);
    Journey* draft();
    void fillList(int current);
    void showDraft();
    void showStage(int row);
    void fillStages(int current);
    void addJourney(Journey journey);
    void removeJourney();
    void addStage();
    void removeStage();
    void moveStage(int by);
    void readOrder();
    void readFields();
    void changed();
    void count();
    void showCounts(const analysis::FunnelResult& result);
    void importJson();
    void exportJson();
    bool hasProblem() const;
    void updateButtons();
    static QString freeName(const std::vector<Journey>& among, const QString& wanted);

    Document* m_document;
    PageHost* m_host;
    std::vector<Journey> m_drafts;
    int m_current = -1;
    int m_stageRow = -1;
    bool m_filling = false;
    bool m_counting = false;
    MessageBar* m_message;
    QListWidget *m_list, *m_stages, *m_hold;
    QPushButton *m_new, *m_duplicate, *m_delete, *m_import, *m_export;
    QPushButton *m_addStage, *m_removeStage, *m_up, *m_down;
    QLineEdit *m_name, *m_window, *m_exclusion;
    QLabel *m_nameProblem, *m_windowProblem, *m_exclusionProblem;
    QComboBox *m_dataset, *m_order, *m_attempt;
    QWidget* m_fields;
    StageEditor* m_stage;
    QLabel *m_count, *m_empty;
    QPushButton *m_save, *m_cancel;
};

} // namespace xo::ui
