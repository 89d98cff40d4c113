#pragma once

#include "core/fusion/identityproposal.h"
#include "core/fusion/identityreport.h"
#include "ui/pages/page.h"

#include <optional>

class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTabBar;
class QTableWidget;

namespace xo::ui {

/// The identity rules of the project: changed as a draft whose effect is computed in a job, applied as one undoable
/// edit; below, who would be one person and which keys join nobody.
class IdentityPanel : public QWidget {
    Q_OBJECT
public:
    IdentityPanel(Document* document, PageHost* host, QWidget* parent);
    void refresh(); ///< the workspace changed; another project or other rules drop the draft
    void retranslate();
    bool isIdle() const { return !m_loading && !m_proposing && !(m_stale && isVisible()); }
    QString tableText() const;

    const IdentityRules& draft() const { return m_draft; }
    void setDraft(const IdentityRules& rules);
    bool isDraft() const { return m_draft != m_base; }
    /// Puts rules behind the draft's; nothing is applied.
    void addProposals(const std::vector<fusion::RuleProposal>& proposals);
    void apply();
    void discard() { setDraft(m_base); }
    void explain(const std::string& key);

Q_SIGNALS:
    void idleChanged();

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Effect {
        fusion::IdentityReport report; ///< of the draft
        std::uint64_t personsNow = 0;
        LinkQuality linkNow, linkThen;
    };
    void buildRules();
    void buildReport();
    void compute();
    void propose();
    void addRule();
    void editRule(int row);
    void removeRule(int row);
    void moveRule(int row, int by);
    void keepApart(const std::string& one, const std::string& other);
    void showEverything();
    void showRules();
    void showEffect();
    void showList();
    void updateButtons();
    void openRow(int row);

    Document* m_document;
    PageHost* m_host;
    IdentityRules m_base, m_draft;
    std::optional<Effect> m_effect;
    std::vector<std::size_t> m_shownRules; ///< per row of the table; SIZE_MAX: stated by an identities dataset
    quint64 m_of = 0;                      ///< the project of the draft
    bool m_stale = true;
    bool m_loading = false;
    bool m_proposing = false;
    bool m_nothingFits = false; ///< the last look for further rules found none
    bool m_filling = false;

    QFrame* m_rulesPanel;
    QLabel* m_title;
    QLabel* m_state;
    QPushButton* m_suggest;
    QPushButton* m_add;
    QTableWidget* m_rules;
    QLabel* m_noRules;
    QPushButton* m_edit;
    QPushButton* m_remove;
    QPushButton* m_up;
    QPushButton* m_down;
    QLabel* m_commonBefore;
    QSpinBox* m_common;
    QLabel* m_commonAfter;
    QFrame* m_draftBar;
    QLabel* m_draftText;
    QPushButton* m_apply;
    QPushButton* m_discard;
    QFrame* m_reportPanel;
    QTabBar* m_lists;
    QLineEdit* m_find;
    QTableWidget* m_list;
    QLabel* m_listHint;
    QPushButton* m_why;
};

} // namespace xo::ui
