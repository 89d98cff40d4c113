// What the identity panel shows; identitypanel.cpp has what it does.
#include "ui/pages/data/identitypanel.h"
#include "ui/pages/data/identitytext.h"
#include "ui/theme/theme.h"
#include "ui/widgets/pieces.h"
#include "ui/widgets/plaintable.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>

#include <algorithm>

namespace xo::ui {

namespace {
constexpr int kMostRules = 5; // rows of the table before it scrolls
} // namespace

void IdentityPanel::retranslate() {
    m_title->setText(tr("Identity rules"));
    setTexts(m_suggest, tr("Suggest rules"), tr("Looks which columns hold the same keys; nothing is applied yet"));
    setTexts(m_add, tr("Add rule…"));
    setTexts(m_edit, tr("Edit…"));
    setTexts(m_remove, tr("Remove"), tr("Del"));
    setTexts(m_up, tr("Up"), tr("Stronger: asked before the others (Ctrl+Up)"));
    setTexts(m_down, tr("Down"), tr("Weaker: asked after the others (Ctrl+Down)"));
    m_noRules->setText(tr(
        "No rules: each customer key is a person of its own. A rule joins the keys that mean one person, such as the "
        "phone number in the survey and in the customer file; no row is changed by it."));
    m_rules->setAccessibleName(tr("Identity rules, strongest first"));
    m_commonBefore->setText(tr("A key joins nobody that more than"));
    m_common->setAccessibleName(tr("A key that more customers than this share joins nobody"));
    m_commonAfter->setText(tr("customers share"));
    setTexts(m_apply, tr("Apply"));
    setTexts(m_discard, tr("Discard"));
    m_find->setPlaceholderText(tr("Find a person by any key"));
    m_find->setAccessibleName(tr("Find a person by any key"));
    setTexts(m_why, tr("Why one person?"));
    m_lists->setAccessibleName(tr("What the rules do"));
    showEverything();
}

void IdentityPanel::showEverything() {
    showRules();
    showEffect();
    showList();
}

void IdentityPanel::showRules() {
    m_filling = true;
    m_common->setValue(m_draft.tooCommon);
    m_filling = false;
    const int chosen = m_rules->currentRow();
    constexpr const char* kAlign = "rllrrr";
    setHeaders(m_rules,
               {QStringLiteral("#"), tr("Rule"), tr("Compares"), tr("Keys"), tr("Joined"), tr("Keys not used")},
               kAlign);
    m_rules->horizontalHeaderItem(4)->setToolTip(tr("Customers and others that this rule joined to somebody"));
    m_rules->horizontalHeaderItem(5)->setToolTip(
        tr("Keys that several hold and that joined nobody: too common, placeholders, conflicts, kept apart"));
    // a report tells of rules with keys only, in their order, behind what identities datasets state
    const bool known = m_effect && !m_loading;
    std::vector<const fusion::RuleReport*> stated, ofRule;
    if (known)
        for (const fusion::RuleReport& report : m_effect->report.rules)
            (report.stated ? stated : ofRule).push_back(&report);
    m_shownRules.clear();
    m_rules->setRowCount(static_cast<int>(stated.size() + m_draft.rules.size()));
    int row = 0;
    const auto add = [&](std::size_t rule, const QString& name, const QString& columns,
                         const fusion::RuleReport* report) {
        const auto figure = [&](std::uint64_t value) { return report ? counted(value) : QStringLiteral("–"); };
        const std::uint64_t unused =
            report ? report->tooCommon + report->placeholders + report->conflicts + report->separated : 0;
        setRow(m_rules, row,
               {rule == SIZE_MAX ? QString() : QString::number(rule + 1), name, columns,
                figure(report ? report->keys : 0), figure(report ? report->joins : 0), figure(unused)},
               kAlign);
        if (report)
            m_rules->item(row, 5)->setToolTip(
                tr("Shared by too many %1 · placeholders %2 · two member ids %3 · kept apart %4")
                    .arg(counted(report->tooCommon), counted(report->placeholders), counted(report->conflicts),
                         counted(report->separated)));
        if (report && !report->missing.empty()) {
            m_rules->item(row, 2)->setForeground(tokensFor(palette()).badText);
            m_rules->item(row, 2)->setToolTip(
                tr("Not in the project now: %1").arg(joinedTexts(report->missing, QStringLiteral(", "))));
        }
        m_shownRules.push_back(rule);
        ++row;
    };
    for (const fusion::RuleReport* report : stated)
        add(SIZE_MAX, tr("Stated in a dataset"), joinedTexts(report->columns, QStringLiteral(" = ")), report);
    std::size_t next = 0;
    for (std::size_t i = 0; i < m_draft.rules.size(); ++i) {
        const IdentityRule& rule = m_draft.rules[i];
        const bool hasKeys = rule.kind != IdentityKind::Separate && rule.kind != IdentityKind::LinkKey;
        add(i, identityKindText(rule.kind), identityRuleText(rule),
            hasKeys && next < ofRule.size() ? ofRule[next++] : nullptr);
    }
    const bool any = m_rules->rowCount() > 0;
    m_rules->setVisible(any);
    m_noRules->setVisible(!any);
    fitHeight(m_rules, kMostRules);
    if (any) m_rules->setCurrentCell(std::clamp(chosen, 0, m_rules->rowCount() - 1), 0);
    for (QWidget* one :
         std::initializer_list<QWidget*>{m_edit, m_remove, m_up, m_down, m_commonBefore, m_common, m_commonAfter})
        one->setVisible(any);
    updateButtons();
}

void IdentityPanel::showEffect() {
    const bool known = m_effect && !m_loading;
    m_draftBar->setVisible(isDraft());
    if (!known) {
        m_state->setText(m_loading ? tr("counting…") : QString());
        m_draftText->setText(tr("Not applied yet."));
    } else {
        const fusion::IdentityReport& report = m_effect->report;
        QString state = tr("%1 customers without rules · %2 persons · %3 keys joined")
                            .arg(counted(report.customersBefore), counted(report.persons), counted(report.mergedKeys));
        if (m_nothingFits) state = tr("No further rule fits the columns.") + QStringLiteral(" ") + state;
        m_state->setText(state);
        QString text = report.persons == m_effect->personsNow
                           ? tr("Not applied yet. With these rules the persons stay %1").arg(counted(report.persons))
                           : tr("Not applied yet. These rules would make %1 persons instead of %2")
                                 .arg(counted(report.persons), counted(m_effect->personsNow));
        if (m_effect->linkThen.linked != m_effect->linkNow.linked)
            text += tr(", and tie %1 answers to events instead of %2")
                        .arg(counted(m_effect->linkThen.linked), counted(m_effect->linkNow.linked));
        m_draftText->setText(text + tr("."));
    }
    const auto count = [&](std::uint64_t number) { return known ? counted(number) : QStringLiteral("…"); };
    const std::uint64_t merged = known ? m_effect->report.mergedCount : 0;
    m_lists->setTabText(0, isDraft() ? tr("Would be one person (%1)").arg(count(merged))
                                     : tr("One person (%1)").arg(count(merged)));
    m_lists->setTabText(1, tr("Keys that join nobody (%1)").arg(count(known ? m_effect->report.refusedCount : 0)));
}

void IdentityPanel::showList() {
    const bool merges = m_lists->currentIndex() == 0;
    m_list->setRowCount(0);
    QString hint;
    if (!m_effect) {
        setHeaders(m_list, {QString(), QString()}, "ll");
    } else if (merges) {
        const auto& list = m_effect->report.merged;
        constexpr const char* kAlign = "lllr";
        setHeaders(m_list, {tr("Person"), tr("Also known as"), tr("Joined by"), tr("Keys")}, kAlign);
        m_list->setRowCount(static_cast<int>(list.size()));
        for (int row = 0; row < m_list->rowCount(); ++row) {
            const fusion::MergedPerson& person = list[static_cast<std::size_t>(row)];
            QStringList others, rules;
            for (const std::string& key : person.members)
                if (key != person.key) others << QString::fromStdString(key);
            for (const std::string& rule : person.rules)
                rules << reportedRuleText(rule);
            setRow(m_list, row,
                   {QString::fromStdString(person.key), others.join(QStringLiteral(", ")),
                    rules.join(QStringLiteral(", ")), counted(person.members.size())},
                   kAlign);
        }
        if (list.empty())
            hint = tr("Nobody is known by two customer keys.");
        else if (list.size() < m_effect->report.mergedCount)
            hint = tr("The first %1 of %2; any other is found by its key.")
                       .arg(counted(list.size()), counted(m_effect->report.mergedCount));
    } else {
        const auto& list = m_effect->report.refused;
        constexpr const char* kAlign = "lllrl";
        setHeaders(m_list,
                   {tr("Key"), tr("Shared by, for example"), tr("Rule"), tr("Share it"), tr("Why it joins nobody")},
                   kAlign);
        m_list->setRowCount(static_cast<int>(list.size()));
        for (int row = 0; row < m_list->rowCount(); ++row) {
            const fusion::RefusedKey& key = list[static_cast<std::size_t>(row)];
            setRow(m_list, row,
                   {QString::fromStdString(key.key), joinedTexts(key.customers, QStringLiteral(", ")),
                    reportedRuleText(key.rule), counted(key.holders), refusalText(key.why)},
                   kAlign);
        }
        if (list.empty())
            hint = tr("No key was refused.");
        else if (list.size() < m_effect->report.refusedCount)
            hint = tr("The first %1 of %2.").arg(counted(list.size()), counted(m_effect->report.refusedCount));
    }
    m_listHint->setText(hint);
    m_listHint->setVisible(!hint.isEmpty());
    m_list->setVisible(m_list->rowCount() > 0);
    m_list->setAccessibleName(m_lists->tabText(m_lists->currentIndex()));
    if (m_list->rowCount() > 0) m_list->setCurrentCell(0, 0);
    updateButtons();
}

void IdentityPanel::updateButtons() {
    const bool may = m_document->isOpen() && !m_document->isReadOnly();
    const int row = m_rules->currentRow();
    const std::size_t index = row >= 0 && row < static_cast<int>(m_shownRules.size())
                                  ? m_shownRules[static_cast<std::size_t>(row)]
                                  : SIZE_MAX;
    const bool own = may && index < m_draft.rules.size();
    m_edit->setEnabled(own);
    m_remove->setEnabled(own);
    m_up->setEnabled(own && index > 0);
    m_down->setEnabled(own && index + 1 < m_draft.rules.size());
    m_add->setEnabled(may);
    m_suggest->setEnabled(may && !m_proposing);
    m_common->setEnabled(may);
    m_apply->setEnabled(may && isDraft() && !m_document->isBusy());
    m_why->setEnabled(m_list->rowCount() > 0 && m_list->currentRow() >= 0);
}

QString IdentityPanel::tableText() const {
    return tablesText({m_rules, m_list});
}

} // namespace xo::ui
