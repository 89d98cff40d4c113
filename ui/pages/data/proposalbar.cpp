#include "ui/pages/data/proposalbar.h"

#include "ui/pages/data/identitytext.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace xo::ui {

ProposalBar::ProposalBar(QWidget* parent)
    : QFrame(parent), m_text(new QLabel(this)), m_look(button("small", this)), m_later(button("flat", this)) {
    setObjectName(QStringLiteral("proposalBar"));
    setProperty("kind", QStringLiteral("notice"));
    m_look->setObjectName(QStringLiteral("proposalLook"));
    m_later->setObjectName(QStringLiteral("proposalLater"));
    m_text->setWordWrap(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(8);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_look, 0, Qt::AlignVCenter);
    layout->addWidget(m_later, 0, Qt::AlignVCenter);
    connect(m_look, &QPushButton::clicked, this, &ProposalBar::accepted);
    connect(m_later, &QPushButton::clicked, this, [this] {
        for (const fusion::RuleProposal& proposal : m_proposals)
            m_declined.push_back(proposal.rule);
        withdraw();
    });
    setVisible(false);
    retranslate();
}

void ProposalBar::offer(std::vector<fusion::RuleProposal> proposals) {
    m_proposals = std::move(proposals);
    // all of them are kept: a later one may rest on an earlier one that changes nothing by itself
    const bool changes = std::any_of(m_proposals.begin(), m_proposals.end(), [this](const auto& one) {
        return (one.personsAfter < one.personsBefore || one.linkedAfter > one.linkedBefore) &&
               std::find(m_declined.begin(), m_declined.end(), one.rule) == m_declined.end();
    });
    if (!changes) return withdraw();
    retranslate();
    setVisible(true);
}

void ProposalBar::withdraw() {
    m_proposals.clear();
    setVisible(false);
}

QString ProposalBar::text() const {
    return m_text->text();
}

void ProposalBar::retranslate() {
    setTexts(m_look, tr("Look at the rules"), tr("Adds the rules to the list under Identity; nothing is applied yet"));
    setTexts(m_later, tr("Not now"));
    const auto best = std::max_element(m_proposals.begin(), m_proposals.end(), [](const auto& a, const auto& b) {
        const auto effect = [](const fusion::RuleProposal& one) {
            return (one.personsBefore - one.personsAfter) + (one.linkedAfter - one.linkedBefore);
        };
        return effect(a) < effect(b);
    });
    if (best == m_proposals.end()) return;
    QString text = proposalText(*best);
    if (m_proposals.size() == 2) text += tr(" One more rule fits.");
    if (m_proposals.size() > 2) text += tr(" %1 more rules fit.").arg(m_proposals.size() - 1);
    m_text->setText(text);
    setAccessibleName(text);
}

} // namespace xo::ui
