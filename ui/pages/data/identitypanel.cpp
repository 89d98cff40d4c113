#include "ui/pages/data/identitypanel.h"

#include "core/fusion/ties.h"
#include "core/session/identity.h"
#include "ui/pages/data/identitytext.h"
#include "ui/pages/data/persondialog.h"
#include "ui/pages/data/ruledialog.h"
#include "ui/widgets/pieces.h"
#include "ui/widgets/plaintable.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace xo::ui {

namespace {
constexpr std::size_t kMostListed = 1000;
} // namespace

IdentityPanel::IdentityPanel(Document* document, PageHost* host, QWidget* parent)
    : QWidget(parent), m_document(document), m_host(host), m_rulesPanel(panel(this)), m_draftBar(new QFrame(this)),
      m_reportPanel(panel(this)) {
    buildRules();
    buildReport();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_rulesPanel);
    layout->addWidget(m_draftBar);
    layout->addWidget(m_reportPanel, 1);
    connect(document, &Document::stateChanged, this, &IdentityPanel::updateButtons);
    retranslate();
}

void IdentityPanel::buildRules() {
    m_title = label("title", m_rulesPanel);
    m_state = label("label", m_rulesPanel);
    m_suggest = button("small", m_rulesPanel);
    m_add = button("small", m_rulesPanel);
    m_rules = plainTable(m_rulesPanel, 2);
    m_noRules = label("label", m_rulesPanel);
    m_noRules->setWordWrap(true);
    m_edit = button("small", m_rulesPanel);
    m_remove = button("small", m_rulesPanel);
    m_up = button("small", m_rulesPanel);
    m_down = button("small", m_rulesPanel);
    m_commonBefore = label("label", m_rulesPanel);
    m_common = new QSpinBox(m_rulesPanel);
    m_common->setRange(1, 9999);
    m_common->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_common->setAlignment(Qt::AlignRight);
    m_common->setFixedWidth(56);
    m_commonAfter = label("label", m_rulesPanel);
    const std::pair<QWidget*, const char*> names[] = {{m_suggest, "identitySuggest"}, {m_add, "identityAdd"},
                                                      {m_rules, "identityRules"},     {m_edit, "identityEdit"},
                                                      {m_remove, "identityRemove"},   {m_up, "identityUp"},
                                                      {m_down, "identityDown"},       {m_common, "identityCommon"}};
    for (const auto& [widget, name] : names)
        widget->setObjectName(QString::fromLatin1(name));

    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_state, 1);
    head->addWidget(m_suggest);
    head->addWidget(m_add);
    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    for (QPushButton* one : {m_edit, m_remove, m_up, m_down})
        actions->addWidget(one);
    actions->addStretch();
    actions->addWidget(m_commonBefore);
    actions->addWidget(m_common);
    actions->addWidget(m_commonAfter);
    auto* layout = new QVBoxLayout(m_rulesPanel);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_noRules);
    layout->addWidget(m_rules);
    layout->addLayout(actions);

    m_draftBar->setObjectName(QStringLiteral("identityDraft"));
    m_draftBar->setProperty("kind", QStringLiteral("notice"));
    m_draftText = new QLabel(m_draftBar);
    m_draftText->setWordWrap(true);
    m_apply = button("primary", m_draftBar);
    m_apply->setObjectName(QStringLiteral("identityApply"));
    m_discard = button("", m_draftBar);
    m_discard->setObjectName(QStringLiteral("identityDiscard"));
    auto* draft = new QHBoxLayout(m_draftBar);
    draft->setContentsMargins(12, 6, 8, 6);
    draft->setSpacing(8);
    draft->addWidget(m_draftText, 1);
    draft->addWidget(m_discard);
    draft->addWidget(m_apply);
    m_draftBar->hide();

    connect(m_suggest, &QPushButton::clicked, this, &IdentityPanel::propose);
    connect(m_add, &QPushButton::clicked, this, &IdentityPanel::addRule);
    connect(m_edit, &QPushButton::clicked, this, [this] { editRule(m_rules->currentRow()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { removeRule(m_rules->currentRow()); });
    connect(m_up, &QPushButton::clicked, this, [this] { moveRule(m_rules->currentRow(), -1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveRule(m_rules->currentRow(), 1); });
    connect(m_rules, &QTableWidget::cellActivated, this, [this](int row) { editRule(row); });
    connect(m_rules, &QTableWidget::itemSelectionChanged, this, &IdentityPanel::updateButtons);
    connect(m_common, &QSpinBox::valueChanged, this, [this](int value) {
        if (m_filling) return;
        IdentityRules rules = m_draft;
        rules.tooCommon = value;
        setDraft(rules);
    });
    connect(m_apply, &QPushButton::clicked, this, &IdentityPanel::apply);
    connect(m_discard, &QPushButton::clicked, this, &IdentityPanel::discard);
    m_rules->installEventFilter(this);
}

bool IdentityPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_rules || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool ctrl = key->modifiers().testFlag(Qt::ControlModifier);
    if (key->matches(QKeySequence::Delete))
        removeRule(m_rules->currentRow());
    else if (ctrl && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down))
        moveRule(m_rules->currentRow(), key->key() == Qt::Key_Up ? -1 : 1);
    else
        return QWidget::eventFilter(watched, event);
    return true;
}

void IdentityPanel::buildReport() {
    m_lists = new QTabBar(m_reportPanel);
    m_lists->setObjectName(QStringLiteral("identityLists"));
    m_lists->setDrawBase(false);
    m_lists->setExpanding(false);
    m_lists->setUsesScrollButtons(false);
    m_lists->addTab({});
    m_lists->addTab({});
    m_find = new QLineEdit(m_reportPanel);
    m_find->setObjectName(QStringLiteral("identityFind"));
    m_find->setFixedWidth(240);
    m_find->setClearButtonEnabled(true);
    m_list = plainTable(m_reportPanel, 1);
    m_list->setObjectName(QStringLiteral("identityList"));
    m_listHint = label("label", m_reportPanel);
    m_listHint->setWordWrap(true);
    m_why = button("small", m_reportPanel);
    m_why->setObjectName(QStringLiteral("identityWhy"));
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_lists, 1);
    head->addWidget(m_find);
    head->addWidget(m_why);
    auto* layout = new QVBoxLayout(m_reportPanel);
    layout->setContentsMargins(12, 4, 12, 12);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_listHint);
    layout->addWidget(m_list, 100);
    layout->addStretch(1); // the sentence of an empty list stands at its top
    connect(m_lists, &QTabBar::currentChanged, this, &IdentityPanel::showList);
    connect(m_list, &QTableWidget::cellActivated, this, [this](int row) { openRow(row); });
    connect(m_list, &QTableWidget::itemSelectionChanged, this, &IdentityPanel::updateButtons);
    connect(m_why, &QPushButton::clicked, this, [this] { openRow(m_list->currentRow()); });
    connect(m_find, &QLineEdit::returnPressed, this, [this] {
        if (const QString key = m_find->text().trimmed(); !key.isEmpty()) explain(key.toStdString());
    });
}

void IdentityPanel::refresh() {
    m_stale = true;
    m_nothingFits = false;
    const IdentityRules now = m_document->isOpen() ? m_document->workspace()->identity : IdentityRules();
    if (now != m_base || m_of != m_document->openedCount()) {
        m_of = m_document->openedCount();
        m_base = m_draft = now;
        m_effect.reset();
        showEverything();
    }
    if (isVisible()) compute();
}

void IdentityPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_stale) compute();
}

void IdentityPanel::setDraft(const IdentityRules& rules) {
    if (rules == m_draft) return;
    m_draft = rules;
    m_nothingFits = false;
    showEverything();
    compute();
}

void IdentityPanel::compute() {
    if (!m_document->isOpen()) return;
    m_stale = false;
    m_loading = true;
    updateButtons();
    m_document->jobs()->run<Effect>(
        tr("What the identity rules do"), this,
        [workspace = m_document->workspace(), draft = m_draft](const JobContext& job) -> Result<Effect> {
            const auto tried = draft == workspace->identity ? workspace : fusion::withIdentity(*workspace, draft);
            auto report = fusion::identityReport(*tried, kMostListed, job);
            if (!report) return report.failure();
            auto known = workspace->knownSubjects();
            if (!known) return known.failure();
            auto now = fusion::linkQuality(*workspace, job);
            if (!now) return now.failure();
            auto then = fusion::linkQuality(*tried, job);
            if (!then) return then.failure();
            return Effect{std::move(*report), (*known)->count(), *now, *then};
        },
        [this](Result<Effect> effect) {
            m_loading = false;
            if (effect)
                m_effect = std::move(*effect);
            else if (effect.error().code != kCancelled)
                m_effect.reset(), m_host->showError(effect.error());
            showEverything();
            Q_EMIT idleChanged();
        },
        QStringLiteral("data/identity"));
}

void IdentityPanel::propose() {
    if (!m_document->isOpen()) return;
    m_proposing = true;
    updateButtons();
    const auto workspace = fusion::withIdentity(*m_document->workspace(), m_draft);
    m_document->jobs()->run<std::vector<fusion::RuleProposal>>(
        tr("Looking for identity rules"), this,
        [workspace](const JobContext& job) { return fusion::proposeRules(*workspace, job); },
        [this](Result<std::vector<fusion::RuleProposal>> proposals) {
            m_proposing = false;
            if (proposals)
                addProposals(usefulProposals(std::move(*proposals)));
            else if (proposals.error().code != kCancelled)
                m_host->showError(proposals.error());
            updateButtons();
            Q_EMIT idleChanged();
        },
        QStringLiteral("data/suggest"));
}

void IdentityPanel::addProposals(const std::vector<fusion::RuleProposal>& proposals) {
    std::vector<IdentityRule> added;
    for (const fusion::RuleProposal& proposal : proposals)
        if (std::find(m_draft.rules.begin(), m_draft.rules.end(), proposal.rule) == m_draft.rules.end())
            added.push_back(proposal.rule);
    if (added.empty()) {
        m_nothingFits = true;
        showEffect();
        return;
    }
    setDraft(session::withProposals(m_draft, added));
}

void IdentityPanel::addRule() {
    if (!m_document->isOpen()) return;
    auto* dialog = new RuleDialog(m_document->workspace(), {}, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { setDraft(session::withProposals(m_draft, {dialog->rule()})); });
    dialog->open();
}

void IdentityPanel::editRule(int row) {
    if (row < 0 || row >= static_cast<int>(m_shownRules.size()) || m_document->isReadOnly()) return;
    const std::size_t index = m_shownRules[static_cast<std::size_t>(row)];
    if (index >= m_draft.rules.size()) return;
    auto* dialog = new RuleDialog(m_document->workspace(), m_draft.rules[index], window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, index, was = m_draft] {
        if (m_draft != was) return; // undone meanwhile: the rule may be another one now
        IdentityRules rules = m_draft;
        rules.rules[index] = dialog->rule();
        setDraft(rules);
    });
    dialog->open();
}

void IdentityPanel::removeRule(int row) {
    if (row < 0 || row >= static_cast<int>(m_shownRules.size()) || m_document->isReadOnly()) return;
    const std::size_t index = m_shownRules[static_cast<std::size_t>(row)];
    if (index >= m_draft.rules.size()) return;
    IdentityRules rules = m_draft;
    rules.rules.erase(rules.rules.begin() + static_cast<std::ptrdiff_t>(index));
    setDraft(rules);
}

void IdentityPanel::moveRule(int row, int by) {
    if (row < 0 || row >= static_cast<int>(m_shownRules.size()) || m_document->isReadOnly()) return;
    const std::size_t index = m_shownRules[static_cast<std::size_t>(row)];
    const std::size_t to = index + static_cast<std::size_t>(by); // −1 of 0 is out of range
    if (index >= m_draft.rules.size() || to >= m_draft.rules.size()) return;
    IdentityRules rules = m_draft;
    std::swap(rules.rules[index], rules.rules[to]);
    setDraft(rules);
    m_rules->setCurrentCell(row + by, 0);
}

void IdentityPanel::keepApart(const std::string& one, const std::string& other) {
    const auto rules = session::withSeparated(*fusion::withIdentity(*m_document->workspace(), m_draft), one, other);
    if (rules)
        setDraft(*rules);
    else
        m_host->showError(rules.error());
}

void IdentityPanel::apply() {
    if (!isDraft()) return;
    if (const auto done = m_document->putIdentityRules(m_draft); !done) m_host->showError(done.error());
}

void IdentityPanel::explain(const std::string& key) {
    if (!m_document->isOpen()) return;
    auto* dialog = new PersonDialog(m_document, fusion::withIdentity(*m_document->workspace(), m_draft), key, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PersonDialog::separated, this, &IdentityPanel::keepApart);
    dialog->open();
}

void IdentityPanel::openRow(int row) {
    if (!m_effect || row < 0) return;
    const auto index = static_cast<std::size_t>(row);
    if (m_lists->currentIndex() == 0) {
        if (index < m_effect->report.merged.size()) explain(m_effect->report.merged[index].key);
    } else if (index < m_effect->report.refused.size() && !m_effect->report.refused[index].customers.empty()) {
        explain(m_effect->report.refused[index].customers.front());
    }
}

} // namespace xo::ui
