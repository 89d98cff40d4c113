#include "ui/pages/nps/npsinspector.h"

#include "ui/charts/pageparts.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/pieces.h"

#include "core/chart/format.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace xo::ui {

namespace {
using Items = QList<std::pair<QString, QVariant>>;

wording::Language language() {
    return speaksChinese() ? wording::Language::Chinese : wording::Language::English;
}

bool groups(const ColumnInfo& column) {
    if (!isCoded(column.type)) return false;
    switch (column.role.kind) {
    case RoleKind::Dimension:
    case RoleKind::Channel:
    case RoleKind::Survey:
    case RoleKind::Stage:
        return true;
    case RoleKind::Reason:
        return column.type == ValueType::Set;
    default:
        return false;
    }
}
} // namespace

NpsInspector::NpsInspector(QWidget* parent)
    : QWidget(parent), m_params(new InspectorSection(this)), m_selected(new InspectorSection(this)),
      m_baseSection(new InspectorSection(this)), m_reading(new InspectorSection(this)),
      m_question(m_params->addCombo()), m_by{m_params->addCombo(), m_params->addCombo(), m_params->addCombo()},
      m_trend(m_params->addCombo()), m_compare(m_params->addCombo()), m_repeat(m_params->addCombo()),
      m_weight(m_params->addCombo()), m_order(m_params->addCombo()), m_facts(new FactsView(this)),
      m_base(new FactsView(this)), m_shares(new SharesBar(this)), m_readingText(label("subtitle", this)),
      m_list(button("small", this)), m_save(button("small", this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (InspectorSection* section : {m_params, m_selected, m_baseSection, m_reading})
        layout->addWidget(section);
    layout->addStretch(1);
    m_selected->body()->addWidget(m_shares);
    m_selected->body()->addWidget(m_facts);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_list, 1);
    buttons->addWidget(m_save, 1);
    m_selected->body()->addLayout(buttons);
    m_baseSection->body()->addWidget(m_base);
    m_readingText->setWordWrap(true);
    m_reading->body()->addWidget(m_readingText);
    for (QComboBox* combo : {m_question, m_by[0], m_by[1], m_by[2], m_trend, m_compare, m_repeat, m_weight})
        connect(combo, &QComboBox::currentIndexChanged, this, [this] {
            if (!m_filling) Q_EMIT paramsChanged();
        });
    connect(m_order, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_filling) Q_EMIT orderChanged();
    });
    connect(m_list, &QPushButton::clicked, this, &NpsInspector::listRequested);
    connect(m_save, &QPushButton::clicked, this, &NpsInspector::segmentRequested);
    retranslate();
}

void NpsInspector::setWorkspace(const Workspace& workspace) {
    m_questions.clear(), m_columns.clear(), m_weights.clear();
    QString touchpoint;
    for (const auto& table : workspace.tables) {
        const bool answers = table->kind() == DatasetKind::Answers || table->kind() == DatasetKind::Feedback;
        for (const ColumnInfo& column : table->columns()) {
            const QString name = QString::fromStdString(column.name);
            if (answers && column.role.kind == RoleKind::Nps)
                m_questions.append({name, column.label.empty() ? name : QString::fromStdString(column.label),
                                    QString::fromStdString(table->name())});
            if (answers && column.role.kind == RoleKind::Weight) m_weights.append(name);
            if (!groups(column)) continue;
            if (answers && touchpoint.isEmpty() && column.role.kind == RoleKind::Stage) touchpoint = name;
            QString reach;
            if (answers)
                reach = name;
            else if (table->kind() == DatasetKind::Customers)
                reach = QStringLiteral("customer.") + name;
            else if (table->kind() == DatasetKind::Events)
                reach = QStringLiteral("event.") + name;
            if (!reach.isEmpty() && !m_columns.contains(reach)) m_columns.append(reach);
        }
    }
    // the answers' own columns first, then the customer's, then the event's
    std::stable_sort(m_columns.begin(), m_columns.end(), [](const QString& a, const QString& b) {
        const auto rank = [](const QString& c) {
            return c.startsWith(QLatin1String("event.")) ? 2 : c.startsWith(QLatin1String("customer.")) ? 1 : 0;
        };
        return rank(a) < rank(b);
    });
    m_defaultBy = touchpoint.isEmpty() ? m_columns.value(0) : touchpoint;
    fill();
}

void NpsInspector::fill() {
    const bool first = m_by[0]->count() <= 1;
    m_filling = true;
    Items questions;
    for (const Question& q : std::as_const(m_questions))
        questions.append({q.label, QStringList{q.dataset, q.name}});
    fillCombo(m_question, questions, m_question->currentData());
    for (int i = 0; i < 3; ++i) {
        Items columns{{i == 0 ? tr("No breakdown") : tr("None"), QString()}};
        for (const QString& name : std::as_const(m_columns))
            columns.append({name, name});
        fillCombo(m_by[i], columns, first && i == 0 ? QVariant(m_defaultBy) : m_by[i]->currentData());
    }
    fillCombo(m_trend,
              {{tr("By month"), QStringLiteral("month")},
               {tr("By week"), QStringLiteral("week")},
               {tr("By quarter"), QStringLiteral("quarter")},
               {tr("No trend"), QStringLiteral("none")}},
              m_trend->currentData());
    fillCombo(m_compare,
              {{tr("Nothing"), QStringLiteral("none")},
               {tr("Period before"), QStringLiteral("previous")},
               {tr("Same period a year ago"), QStringLiteral("year")}},
              m_compare->currentData());
    fillCombo(
        m_repeat,
        {{tr("Every answer counts"), QStringLiteral("all")}, {tr("Latest per customer"), QStringLiteral("latest")}},
        m_repeat->currentData());
    Items weights{{tr("Unweighted"), QString()}};
    for (const QString& name : std::as_const(m_weights))
        weights.append({name, name});
    fillCombo(m_weight, weights, m_weight->currentData());
    fillCombo(m_order, {{tr("By number of answers"), 0}, {tr("By NPS"), 1}}, m_order->currentData());
    m_filling = false;
}

analysis::NpsParams NpsInspector::params() const {
    analysis::NpsParams params;
    const QStringList question = m_question->currentData().toStringList();
    params.dataset = question.value(0).toStdString();
    params.question = question.value(1).toStdString();
    for (const QComboBox* combo : m_by) {
        const std::string column = combo->currentData().toString().toStdString();
        if (!column.empty() && std::find(params.by.begin(), params.by.end(), column) == params.by.end())
            params.by.push_back(column);
    }
    if (const auto compare = analysis::compareFromName(m_compare->currentData().toString().toStdString()))
        params.compare = *compare;
    if (const auto repeat = analysis::repeatAnswersFromName(m_repeat->currentData().toString().toStdString()))
        params.repeatAnswers = *repeat;
    params.weight = m_weight->currentData().toString().toStdString();
    return params;
}

analysis::Trend NpsInspector::trend() const {
    return analysis::trendFromName(m_trend->currentData().toString().toStdString()).value_or(analysis::Trend::None);
}

NpsOrder NpsInspector::order() const {
    return m_order->currentData().toInt() == 1 ? NpsOrder::ByScore : NpsOrder::ByCount;
}

void NpsInspector::setBreakdown(const QStringList& columns) {
    m_filling = true;
    for (int i = 0; i < 3; ++i)
        m_by[i]->setCurrentIndex(std::max(0, m_by[i]->findData(columns.value(i))));
    m_filling = false;
    Q_EMIT paramsChanged();
}

void NpsInspector::showRow(const analysis::NpsRow& row) {
    m_selected->show();
    m_selected->setTitle(tr("Selected: %1").arg(QString::fromStdString(npsGroupName(row, language()))));
    m_facts->setFacts(npsFacts(row, language()));
    const bool hidden = npsBase(row) == chart::Base::Hidden;
    m_shares->setVisible(!hidden);
    m_shares->setCounts(row.promoters, row.passives, row.detractors);
    m_shares->setAccessibleName(tr("Promoters, passives, detractors"));
}

void NpsInspector::showBase(const analysis::BaseCounts& base) {
    m_baseSection->show();
    const auto count = [&](CellState state) { return chart::count(base.of(state)); };
    chart::Facts facts{{tr("Answers").toStdString(), chart::count(base.answers())},
                       {tr("Valid").toStdString(), count(CellState::Valid)},
                       {tr("Blank").toStdString(), count(CellState::Blank)},
                       {tr("Not applicable").toStdString(), count(CellState::NotApplicable)},
                       {tr("Not asked").toStdString(), count(CellState::NotAsked)},
                       {tr("Out of range").toStdString(), count(CellState::OutOfRange)},
                       {tr("Unparsed").toStdString(), count(CellState::Unparsed)}};
    if (base.superseded > 0)
        facts.push_back({tr("Replaced by a later answer").toStdString(), chart::count(base.superseded)});
    m_base->setFacts(facts);
}

void NpsInspector::showNothing() {
    m_selected->hide();
    m_baseSection->hide();
}

void NpsInspector::retranslate() {
    m_params->setTitle(tr("Parameters"));
    m_baseSection->setTitle(tr("Base"));
    m_reading->setTitle(tr("How to read"));
    m_params->setRowText(m_question, tr("Question"));
    m_params->setRowText(m_by[0], tr("Break down"));
    m_params->setRowText(m_by[1], tr("then by"));
    m_params->setRowText(m_by[2], tr("then by"));
    m_params->setRowText(m_trend, tr("Trend"));
    m_params->setRowText(m_compare, tr("Compare"));
    m_params->setRowText(m_repeat, tr("Repeats"));
    m_params->setRowText(m_weight, tr("Weight"));
    m_params->setRowText(m_order, tr("Sort bars"));
    m_readingText->setText(
        tr("NPS = share of promoters (9–10) − share of detractors (0–6), in points; valid answers only.\n"
           "▲▼ differs from the rest: q ≤ 0.05 and at least 5 points.\n"
           "n 10–29: indicative, hatched; n < 10: not shown.\n"
           "Interval: 95%, adjusted Wald from the counts."));
    setTexts(m_list, tr("List customers"));
    setTexts(m_save, tr("Save as segment"));
    fill();
}

} // namespace xo::ui
