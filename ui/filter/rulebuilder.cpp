#include "ui/filter/rulebuilder.h"

#include "ui/filter/ruleline.h"
#include "ui/theme/theme.h"
#include "ui/widgets/pieces.h"

#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace xo::ui {

RuleBuilder::RuleBuilder(Document* document, QWidget* parent, Subject bare)
    : QWidget(parent), m_document(document), m_bare(bare), m_title(label("title", this)),
      m_matchLabel(label("label", this)), m_match(new QComboBox(this)), m_alone(label("hint", this)),
      m_addCondition(button("flat", this)), m_addGroup(button("flat", this)), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addSpacing(8);
    head->addWidget(m_matchLabel);
    head->addWidget(m_match);
    head->addStretch(1);
    head->addWidget(m_alone);
    head->addSpacing(30);
    m_layout->addLayout(head);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(m_addCondition);
    foot->addWidget(m_addGroup);
    foot->addStretch(1);
    m_layout->addLayout(foot);
    m_layout->addStretch(1);
    connect(m_match, &QComboBox::activated, this, [this](int index) {
        m_rule.any = index == 1;
        Q_EMIT edited();
    });
    connect(m_addCondition, &QPushButton::clicked, this, [this] {
        m_rule.items.push_back({false, emptyCondition(), false, {}});
        rebuild();
        Q_EMIT edited();
    });
    connect(m_addGroup, &QPushButton::clicked, this, [this] {
        m_rule.items.push_back({true, {}, !m_rule.any, {emptyCondition(), emptyCondition()}});
        rebuild();
        Q_EMIT edited();
    });
    retranslate();
    restyle();
    rebuild();
}

Condition RuleBuilder::emptyCondition() const {
    Condition condition;
    if (m_bare == Subject::ThisEvent) {
        condition.subject = m_bare;
        condition.op = QStringLiteral("=");
        const std::vector<FieldChoice> fields = fieldChoices(*m_document->workspace(), m_bare);
        for (const FieldChoice& field : fields)
            if (field.role.kind == RoleKind::Stage) condition.field = field.name;
        if (condition.field.isEmpty() && !fields.empty()) condition.field = fields.front().name;
        return condition;
    }
    condition.subject = Subject::Stage;
    condition.op = QStringLiteral("reached");
    return condition;
}

void RuleBuilder::setRule(const Rule& rule) {
    if (rule == m_rule) return;
    m_rule = rule;
    {
        const QSignalBlocker block(m_match);
        m_match->setCurrentIndex(rule.any ? 1 : 0);
    }
    rebuild();
}

void RuleBuilder::fillMatch(QComboBox* box, bool any) {
    const QSignalBlocker block(box);
    box->clear();
    box->setMinimumWidth(84);
    box->addItems({tr("all of"), tr("any of")});
    box->setCurrentIndex(any ? 1 : 0);
    box->setAccessibleName(tr("How the conditions are joined"));
}

void RuleBuilder::rebuild() {
    if (m_body) {
        m_body->hide();
        m_body->deleteLater(); // a row's own signal may be what brought us here
    }
    m_items.clear();
    m_groupLabels.clear();
    m_body = new QWidget(this);
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(6);
    m_items.resize(m_rule.items.size());
    for (std::size_t i = 0; i < m_rule.items.size(); ++i)
        addItem(i);
    m_layout->insertWidget(1, m_body);
    fillMatch(m_match, m_rule.any);
}

void RuleBuilder::addItem(std::size_t index) {
    auto* body = static_cast<QVBoxLayout*>(m_body->layout());
    if (m_rule.items[index].group) {
        auto* frame = new QFrame(m_body);
        setKind(frame, "inset");
        auto* layout = new QVBoxLayout(frame);
        layout->setContentsMargins(8, 6, 0, 6);
        layout->setSpacing(6);
        addGroup(index, frame, layout);
        body->addWidget(frame);
        return;
    }
    auto* row = new ConditionRow(m_document, m_body, m_bare);
    row->setCondition(m_rule.items[index].condition);
    auto* line = new RuleLine(row, m_body);
    connect(row, &ConditionRow::changed, this, &RuleBuilder::read);
    connect(line, &RuleLine::removeRequested, this, [this, index] {
        m_rule.items.erase(m_rule.items.begin() + static_cast<std::ptrdiff_t>(index));
        rebuild();
        Q_EMIT edited();
    });
    m_items[index].head = line;
    body->addWidget(line);
}

void RuleBuilder::addGroup(std::size_t index, QWidget* parent, QVBoxLayout* layout) {
    ItemWidgets& widgets = m_items[index];
    auto* head = new QWidget(parent);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* caption = label("label", head);
    caption->setText(tr("group: match"));
    widgets.match = new QComboBox(head);
    fillMatch(widgets.match, m_rule.items[index].any);
    widgets.add = button("flat", head);
    setTexts(widgets.add, tr("Condition"));
    widgets.add->setIcon(icon(QStringLiteral("add"), tokensFor(palette())));
    row->addWidget(caption);
    row->addWidget(widgets.match);
    row->addWidget(widgets.add);
    row->addStretch(1);
    m_groupLabels.push_back(caption);
    widgets.head = new RuleLine(head, parent);
    layout->addWidget(widgets.head);
    connect(widgets.match, &QComboBox::activated, this, &RuleBuilder::read);
    connect(widgets.add, &QPushButton::clicked, this, [this, index] {
        m_rule.items[index].conditions.push_back(emptyCondition());
        rebuild();
        Q_EMIT edited();
    });
    connect(widgets.head, &RuleLine::removeRequested, this, [this, index] {
        m_rule.items.erase(m_rule.items.begin() + static_cast<std::ptrdiff_t>(index));
        rebuild();
        Q_EMIT edited();
    });
    for (std::size_t i = 0; i < m_rule.items[index].conditions.size(); ++i) {
        auto* condition = new ConditionRow(m_document, parent, m_bare);
        condition->setCondition(m_rule.items[index].conditions[i]);
        auto* line = new RuleLine(condition, parent);
        line->layout()->setContentsMargins(16, 0, 0, 0);
        connect(condition, &ConditionRow::changed, this, &RuleBuilder::read);
        connect(line, &RuleLine::removeRequested, this, [this, index, i] {
            auto& conditions = m_rule.items[index].conditions;
            conditions.erase(conditions.begin() + static_cast<std::ptrdiff_t>(i));
            if (conditions.empty()) m_rule.items.erase(m_rule.items.begin() + static_cast<std::ptrdiff_t>(index));
            rebuild();
            Q_EMIT edited();
        });
        widgets.conditions.push_back(line);
        layout->addWidget(line);
    }
}

void RuleBuilder::read() {
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        Rule::Item& item = m_rule.items[i];
        if (!item.group) {
            item.condition = m_items[i].head->row()->condition();
            continue;
        }
        item.any = m_items[i].match->currentIndex() == 1;
        for (std::size_t k = 0; k < m_items[i].conditions.size(); ++k)
            item.conditions[k] = m_items[i].conditions[k]->row()->condition();
    }
    Q_EMIT edited();
}

void RuleBuilder::setCounts(const std::vector<std::uint64_t>& items,
                            const std::vector<std::vector<std::uint64_t>>& conditions, std::uint64_t most) {
    if (items.size() != m_items.size() || conditions.size() != m_items.size())
        return; // counted for a rule that has changed since
    for (std::size_t i = 0; i < items.size(); ++i) {
        m_items[i].head->setCount(items[i], most);
        for (std::size_t k = 0; k < m_items[i].conditions.size() && k < conditions[i].size(); ++k)
            m_items[i].conditions[k]->setCount(conditions[i][k], most);
    }
}

void RuleBuilder::clearCounts() {
    for (const ItemWidgets& item : m_items) {
        item.head->clearCount();
        for (RuleLine* line : item.conditions)
            line->clearCount();
    }
}

void RuleBuilder::retranslate() {
    m_title->setText(tr("Rule"));
    m_matchLabel->setText(tr("match"));
    m_alone->setText(m_bare == Subject::ThisEvent ? QString() : tr("customers each holds alone"));
    setTexts(m_addCondition, tr("Condition"), tr("Add a condition"));
    setTexts(m_addGroup, tr("Group"), tr("Add a group of conditions"));
    fillMatch(m_match, m_rule.any);
    for (QLabel* caption : m_groupLabels)
        caption->setText(tr("group: match"));
    for (const ItemWidgets& item : m_items) {
        item.head->retranslate();
        if (item.match) fillMatch(item.match, item.match->currentIndex() == 1);
        if (item.add) setTexts(item.add, tr("Condition"), tr("Add a condition"));
        for (RuleLine* line : item.conditions)
            line->retranslate();
    }
}

void RuleBuilder::restyle() {
    const Tokens& tokens = tokensFor(palette());
    m_addCondition->setIcon(icon(QStringLiteral("add"), tokens));
    m_addGroup->setIcon(icon(QStringLiteral("group"), tokens));
    for (const ItemWidgets& item : m_items) {
        item.head->restyle();
        if (item.add) item.add->setIcon(icon(QStringLiteral("add"), tokens));
        for (RuleLine* line : item.conditions)
            line->restyle();
    }
}

} // namespace xo::ui
