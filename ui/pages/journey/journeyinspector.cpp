#include "ui/pages/journey/journeyinspector.h"

#include "ui/charts/journeybuilder.h"
#include "ui/charts/pageparts.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/pieces.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace xo::ui {

namespace {
constexpr const char* kWindows[] = {"7d", "14d", "30d", "60d", "90d", "180d", "365d"};
}

JourneyInspector::JourneyInspector(QWidget* parent)
    : QWidget(parent), m_params(new InspectorSection(this)), m_selected(new InspectorSection(this)),
      m_why(new InspectorSection(this)), m_definition(new InspectorSection(this)), m_journey(m_params->addCombo()),
      m_window(m_params->addCombo()), m_order(m_params->addCombo()), m_attempt(m_params->addCombo()),
      m_by(m_params->addCombo()), m_question(m_params->addCombo()), m_period(m_params->addCombo()),
      m_reference(m_params->addCombo()), m_satisfactionReference(m_params->addCombo()), m_reasons(m_params->addCombo()),
      m_stages(new QListWidget(this)), m_facts(new FactsView(this)), m_whyFacts(new FactsView(this)),
      m_formula(label("subtitle", this)), m_list(button("small", this)), m_save(button("small", this)),
      m_edit(button("small", this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (InspectorSection* section : {m_params, m_selected, m_why, m_definition})
        layout->addWidget(section);
    layout->addStretch(1);
    m_edit->setObjectName(QStringLiteral("journeyEdit"));
    m_params->body()->insertWidget(2, m_edit); // under the choice of the journey
    m_stages->setMaximumHeight(150);
    m_params->body()->addWidget(m_stages);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_list, 1);
    buttons->addWidget(m_save, 1);
    m_selected->body()->addLayout(buttons);
    m_selected->body()->addWidget(m_facts);
    m_why->body()->addWidget(m_whyFacts);
    m_why->hide();
    m_journey->setObjectName(QStringLiteral("journeyJourney"));
    m_window->setObjectName(QStringLiteral("journeyWindow"));
    m_order->setObjectName(QStringLiteral("journeyOrder"));
    m_attempt->setObjectName(QStringLiteral("journeyAttempt"));
    m_reference->setObjectName(QStringLiteral("journeyReference"));
    m_satisfactionReference->setObjectName(QStringLiteral("journeySatisfactionReference"));
    m_reasons->setObjectName(QStringLiteral("journeyReasons"));
    m_formula->setWordWrap(true);
    m_definition->body()->addWidget(m_formula);
    for (QComboBox* combo : {m_journey, m_window, m_order, m_attempt, m_by, m_question, m_period, m_reference,
                             m_satisfactionReference, m_reasons})
        connect(combo, &QComboBox::currentIndexChanged, this, [this, combo] {
            if (m_filling) return;
            if (combo == m_journey) updateStageList();
            Q_EMIT paramsChanged();
        });
    connect(m_stages, &QListWidget::itemChanged, this, [this] {
        if (!m_filling) Q_EMIT paramsChanged();
    });
    connect(m_list, &QPushButton::clicked, this, &JourneyInspector::listRequested);
    connect(m_edit, &QPushButton::clicked, this, &JourneyInspector::editRequested);
    connect(m_save, &QPushButton::clicked, this, &JourneyInspector::segmentRequested);
    retranslate();
}

void JourneyInspector::setWorkspace(const Workspace& workspace) {
    m_journeys.clear(), m_columns.clear(), m_questions.clear(), m_reasonColumns.clear();
    bool ownQuestions = false;
    for (const Journey& journey : workspace.journeys) {
        m_journeys.append(QString::fromStdString(journey.name));
        for (const JourneyStage& stage : journey.stages)
            ownQuestions = ownQuestions || !stage.question.empty();
    }
    QString csat;
    for (const auto& table : workspace.tables)
        for (const ColumnInfo& column : table->columns()) {
            const QString name = QString::fromStdString(column.name);
            if (table->kind() == DatasetKind::Answers || table->kind() == DatasetKind::Feedback) {
                if (column.role.kind == RoleKind::Reason && isCoded(column.type) && !m_reasonColumns.contains(name))
                    m_reasonColumns.append(name);
                if (!column.role.isScore() || m_questions.contains(name)) continue;
                m_questions.append(name);
                if (csat.isEmpty() && column.role.kind == RoleKind::Csat) csat = name;
            } else if (table->kind() == DatasetKind::Events || table->kind() == DatasetKind::Customers) {
                if (!isCoded(column.type)) continue;
                if (column.role.kind != RoleKind::Dimension && column.role.kind != RoleKind::Channel) continue;
                const QString reach =
                    table->kind() == DatasetKind::Customers ? QStringLiteral("customer.") + name : name;
                if (!m_columns.contains(reach)) m_columns.append(reach);
            }
        }
    m_defaultQuestion = ownQuestions ? QString() : csat;
    fill();
}

void JourneyInspector::fill() {
    m_filling = true;
    using Items = QList<std::pair<QString, QVariant>>;
    const bool first = m_question->count() <= 1;
    const QVariant question = first ? QVariant(m_defaultQuestion) : m_question->currentData();
    QVariant journey = m_journey->currentData();
    if (m_journey->count() <= 1 && !m_journeys.isEmpty()) journey = m_journeys.first();
    Items journeys;
    for (const QString& name : std::as_const(m_journeys))
        journeys.append({name, name});
    journeys.append({tr("Stages of the data"), QString()});
    fillCombo(m_journey, journeys, journey);
    Items windows{{m_journeys.isEmpty() ? tr("365 days") : tr("The journey's own"), QString()}};
    const auto language = speaksChinese() ? wording::Language::Chinese : wording::Language::English;
    for (const char* text : kWindows)
        windows.append({QString::fromStdString(spanText(*Span::parse(text), language)), QString::fromLatin1(text)});
    fillCombo(m_window, windows, m_window->currentData());
    fillCombo(m_order,
              {{tr("The journey's own"), QString()},
               {tr("In order (others between)"), QStringLiteral("sequential")},
               {tr("Strict (mapped stages)"), QStringLiteral("strict")},
               {tr("Strict (all events)"), QStringLiteral("strict-all")},
               {tr("Any order"), QStringLiteral("any")}},
              m_order->currentData());
    fillCombo(m_attempt,
              {{tr("The journey's own"), QString()},
               {tr("Furthest attempt"), QStringLiteral("furthest")},
               {tr("First attempt"), QStringLiteral("first")},
               {tr("Every attempt"), QStringLiteral("every")}},
              m_attempt->currentData());
    Items columns{{tr("No breakdown"), QString()}};
    for (const QString& name : std::as_const(m_columns))
        columns.append({name, name});
    fillCombo(m_by, columns, m_by->currentData());
    Items questions{{tr("Each stage's own"), QString()}};
    for (const QString& name : std::as_const(m_questions))
        questions.append({name, name});
    fillCombo(m_question, questions, question);
    Items periods{{tr("Automatic"), kAutomaticMonths}, {tr("All entrants"), 0}};
    for (const int months : {3, 6, 12})
        periods.append({tr("Last %1 months").arg(months), months});
    fillCombo(m_period, periods, m_period->currentData());
    fillCombo(m_reference,
              {{tr("Automatic"), QString()},
               {tr("The period before"), QStringLiteral("history")},
               {tr("The stages' targets"), QStringLiteral("target")},
               {tr("Peers (the groups)"), QStringLiteral("peers")}},
              m_reference->currentData());
    fillCombo(m_satisfactionReference,
              {{tr("Automatic"), QString()},
               {tr("The period before"), QStringLiteral("history")},
               {tr("The customers' other stages"), QStringLiteral("stages")}},
              m_satisfactionReference->currentData());
    Items reasons;
    for (const QString& name : std::as_const(m_reasonColumns))
        reasons.append({name, name});
    reasons.append({tr("None"), QString()});
    fillCombo(m_reasons, reasons, m_reasons->count() > 1 ? m_reasons->currentData() : reasons.first().second);
    m_filling = false;
    updateStageList();
}

int JourneyInspector::months() const {
    return m_period->currentData().toInt();
}

void JourneyInspector::setMonths(int months) {
    if (const int at = m_period->findData(months); at >= 0) m_period->setCurrentIndex(at);
}

void JourneyInspector::updateStageList() {
    m_stages->setVisible(m_journey->currentData().toString().isEmpty() && m_stages->count() > 2);
}

void JourneyInspector::setStages(const QStringList& stages) {
    QStringList present;
    for (int i = 0; i < m_stages->count(); ++i)
        present.append(m_stages->item(i)->text());
    if (present != stages) {
        m_filling = true;
        m_stages->clear();
        for (const QString& name : stages) {
            auto* item = new QListWidgetItem(name, m_stages);
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
            item->setCheckState(Qt::Checked);
        }
        m_filling = false;
    }
    updateStageList();
}

analysis::FunnelParams JourneyInspector::params() const {
    analysis::FunnelParams params;
    params.journey = m_journey->currentData().toString().toStdString();
    if (params.journey.empty()) {
        for (int i = 0; i < m_stages->count(); ++i)
            if (m_stages->item(i)->checkState() == Qt::Checked)
                params.stages.push_back(m_stages->item(i)->text().toStdString());
        if (static_cast<int>(params.stages.size()) == m_stages->count() && m_journeys.isEmpty()) params.stages.clear();
    }
    if (const auto span = Span::parse(m_window->currentData().toString().toStdString())) params.window = *span;
    if (const auto order = funnelOrderFromName(m_order->currentData().toString().toStdString())) params.order = *order;
    if (const auto attempt = funnelAttemptFromName(m_attempt->currentData().toString().toStdString()))
        params.attempt = *attempt;
    const auto choice = [](const QComboBox* combo) { return combo->currentData().toString().toStdString(); };
    if (const auto against = analysis::conversionReferenceFromName(choice(m_reference)))
        params.conversionReference = *against;
    if (const auto against = analysis::satisfactionReferenceFromName(choice(m_satisfactionReference)))
        params.satisfactionReference = *against;
    params.by = m_by->currentData().toString().toStdString();
    params.satisfaction = m_question->currentData().toString().toStdString();
    return params;
}

QString JourneyInspector::reasons() const {
    return m_reasons->currentData().toString();
}

void JourneyInspector::setBreakdown(const QString& column) {
    const int at = m_by->findData(column);
    if (at >= 0) m_by->setCurrentIndex(at);
}

void JourneyInspector::showSelected(const QString& title, const chart::Facts& facts, const QString& formula,
                                    const chart::Facts& why) {
    m_selected->setVisible(!title.isEmpty());
    m_selected->setTitle(tr("Selected: %1").arg(title));
    m_facts->setFacts(facts);
    m_whyFacts->setFacts(why);
    m_why->setVisible(!why.empty());
    m_formula->setText(formula);
    m_definition->setVisible(!formula.isEmpty());
}

void JourneyInspector::retranslate() {
    m_params->setTitle(tr("Parameters"));
    m_definition->setTitle(tr("Definition and formula"));
    m_params->setRowText(m_journey, tr("Journey"));
    m_params->setRowText(m_window, tr("Window"));
    m_params->setRowText(m_order, tr("Order"));
    m_params->setRowText(m_attempt, tr("Attempt"));
    m_params->setRowText(m_by, tr("Break down"));
    m_params->setRowText(m_question, tr("Question"));
    m_params->setRowText(m_period, tr("Period"));
    m_period->setToolTip(tr("Those who entered in the last months, compared with as many days before: shows which "
                            "stage holds customers up. Automatic: the last 6 months where the 6 before them are there "
                            "to compare with, else all entrants"));
    m_params->setRowText(m_reference, tr("O against"));
    m_params->setRowText(m_satisfactionReference, tr("X against"));
    m_params->setRowText(m_reasons, tr("Reasons"));
    m_reference->setToolTip(tr("What conversion is held against. Automatic: the period before when a period is chosen, "
                               "else the stages' targets"));
    m_satisfactionReference->setToolTip(tr("What satisfaction is held against. Automatic: the period before when a "
                                           "period is chosen, else what the same customers say of their other stages"));
    m_reasons->setToolTip(tr("Question with the reasons of those who left"));
    m_why->setTitle(tr("Why they left"));
    m_stages->setAccessibleName(tr("Stages of the journey"));
    setTexts(m_edit, tr("Edit journeys…"), tr("Stages, their conditions and order, questions, targets and standards"));
    setTexts(m_list, tr("List customers"));
    setTexts(m_save, tr("Save as segment"));
    fill();
}

} // namespace xo::ui
