#pragma once

#include "core/analysis/funnel/funnel.h"
#include "ui/pages/page.h"
#include "ui/widgets/livetexts.h"

#include <QDialog>

class QComboBox;
class QHBoxLayout;
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

protected:
    void changeEvent(QEvent* event) override;

private:
    /// What the core says of a draft: its funnel, or the error and where it comes from.
    struct Counted {
        std::optional<analysis::FunnelResult> result;
        Error error;
        std::optional<std::size_t> stage; ///< whose condition is at fault
        bool exclusion = false;           ///< or the exclusion's
    };
    static Result<Counted> tried(const analysis::Context& context, const Journey& journey, const JobContext& job);
    void build();
    QWidget* buildJourneys();
    QWidget* buildStages();
    // texts come untranslated (QT_TR_NOOP): they are set again when the language changes
    QHBoxLayout* addRow(QVBoxLayout* layout, const char* name, QWidget* field);
    QLineEdit* addEdit(QVBoxLayout* layout, const char* name, const QString& objectName, const char* hint,
                       QLabel*& problem);
    QComboBox* addChoice(QVBoxLayout* layout, const char* name, const QString& objectName);
    QListWidget* addList(const char* objectName, const char* name, QWidget* parent);
    QPushButton* addButton(const char* objectName, const char* text, const char* hint, QWidget* parent);
    QLabel* addLabel(const char* kind, const char* text, QWidget* parent);
    void fillChoices();
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
    void showChecks();
    QString checkOf(std::size_t stage) const; ///< what the core finds wrong with a stage of the draft shown
    void importJson();
    void exportJson();
    bool hasProblem() const;
    void updateButtons();
    /// What the list of stages shows: number, name, whether it may be passed over, how many got there.
    static QString stageText(std::size_t index, const JourneyStage& stage, const QString& reached);
    static QString freeName(const std::vector<Journey>& among, const QString& wanted);

    Document* m_document;
    PageHost* m_host;
    std::vector<Journey> m_drafts;
    int m_current = -1;
    int m_stageRow = -1;
    bool m_filling = false;
    bool m_counting = false;
    std::optional<Counted> m_tried; ///< of the draft shown; unset while it is counted
    LiveTexts m_texts;
    MessageBar* m_message;
    QListWidget *m_list, *m_stages, *m_hold;
    QPushButton *m_new, *m_duplicate, *m_delete, *m_import, *m_export;
    QPushButton *m_addStage, *m_removeStage, *m_up, *m_down;
    QLineEdit *m_name, *m_window, *m_exclusion;
    QLabel *m_nameProblem, *m_windowProblem, *m_exclusionProblem, *m_exclusionCheck;
    QComboBox *m_dataset, *m_order, *m_attempt;
    QWidget* m_fields;
    StageEditor* m_stage;
    QLabel *m_count, *m_empty;
    QPushButton *m_save, *m_cancel;
};

} // namespace xo::ui
