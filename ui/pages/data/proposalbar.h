#pragma once

#include "core/fusion/identityproposal.h"

#include <QFrame>

#include <vector>

class QLabel;
class QPushButton;

namespace xo::ui {

/// A quiet line that offers identity rules after an import. Nothing is applied by it.
class ProposalBar : public QFrame {
    Q_OBJECT
public:
    explicit ProposalBar(QWidget* parent);
    /// Shows what would change something; hides itself when nothing does, or when the user said "not now" to the same.
    void offer(std::vector<fusion::RuleProposal> proposals);
    void withdraw();
    const std::vector<fusion::RuleProposal>& proposals() const { return m_proposals; }
    QString text() const;
    void retranslate();

Q_SIGNALS:
    void accepted(); ///< look at the rules

private:
    std::vector<fusion::RuleProposal> m_proposals;
    std::vector<IdentityRule> m_declined;
    QLabel* m_text;
    QPushButton* m_look;
    QPushButton* m_later;
};

} // namespace xo::ui
