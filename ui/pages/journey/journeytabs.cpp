#include "core/query/filter.h"
#include "ui/charts/chartview.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/journeylossbuilder.h"
#include "ui/charts/pageparts.h"
#include "ui/models/figures.h"
#include "ui/models/funnelmodel.h"
#include "ui/pages/journey/journeyinspector.h"
#include "ui/pages/journey/journeypage.h"
#include "ui/pages/journey/journeyview.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QComboBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>

namespace xo::ui {

namespace {
constexpr std::uint64_t kReasonsAtOnce = 2'000'000; // events; of more only the tab asks for reasons
const QString kPrevious = QStringLiteral("previous");
const QString kYear = QStringLiteral("year");
const QString kSegment = QStringLiteral("segment:");
} // namespace

void JourneyPage::buildTabs() {
    m_views->setObjectName(QStringLiteral("journeyTabs"));
    m_views->setDrawBase(false);
    m_views->setExpanding(false);
    for (int i = 0; i < parts().size(); ++i)
        m_views->addTab({});
    connect(m_views, &QTabBar::currentChanged, this, &JourneyPage::tabChosen);
    connect(m_view->step(), &QComboBox::currentIndexChanged, this, [this](int step) {
        if (step >= 0) selectStep(static_cast<std::size_t>(step));
    });
    connect(m_view->choice(), &QComboBox::currentIndexChanged, this, &JourneyPage::markDirty);
    connect(m_view->list(), &QPushButton::clicked, this, [this] {
        if (m_hasRun && m_step < m_run.result.stages.size()) host()->showOverdue(m_run.params, m_step);
    });
    m_view->chart()->setDrillable([](const QString& id) {
        const QString kind = id.section(QLatin1Char(':'), 0, 0);
        return QStringList{QStringLiteral("group"), QStringLiteral("step"), QStringLiteral("reason"),
                           QStringLiteral("now"), QStringLiteral("before")}
            .contains(kind);
    });
    connect(m_view->chart(), &ChartView::drillRequested, this, &JourneyPage::tabMark);
    connect(m_view->chart(), &ChartView::filterRequested, this, &JourneyPage::tabMark);
    connect(m_view->chart(), &ChartView::listRequested, this, &JourneyPage::listMark);
    connect(m_view->chart(), &ChartView::segmentRequested, this, &JourneyPage::saveMark);
    connect(m_view->chart(), &ChartView::exportFailed, this,
            [this](const Error& error) { m_message->showError(error); });
}

JourneyPage::Tab JourneyPage::tab() const {
    return static_cast<Tab>(std::max(0, m_views->currentIndex()));
}

ChartView* JourneyPage::chart() const {
    return tab() == Tab::Funnel ? m_chart : m_view->chart();
}

QStringList JourneyPage::parts() const {
    return {QStringLiteral("funnel"),  QStringLiteral("time"),   QStringLiteral("breakdown"), QStringLiteral("compare"),
            QStringLiteral("cohorts"), QStringLiteral("change"), QStringLiteral("reasons")};
}

void JourneyPage::showPart(int part) {
    m_views->setCurrentIndex(part);
}

/// What to compare with, or the length of the periods of entry; the choice stays when it still exists.
void JourneyPage::fillChoice() {
    QList<std::pair<QString, QVariant>> items;
    if (tab() == Tab::Compare) {
        items = {{tr("With the period before"), kPrevious}, {tr("With the same period a year before"), kYear}};
        if (document()->isOpen())
            for (const Segment& segment : document()->workspace()->segments) {
                const QString name = QString::fromStdString(segment.name);
                items.append({tr("Segment %1 with the rest").arg(name), QString(kSegment + name)});
            }
    } else if (tab() == Tab::Cohorts) {
        items = {{tr("By month"), QStringLiteral("month")},
                 {tr("By week"), QStringLiteral("week")},
                 {tr("By quarter"), QStringLiteral("quarter")}};
    }
    fillCombo(m_view->choice(), items, m_view->choice()->currentData());
    for (const int least : {1, 0}) // the width follows the items only when something else is set
        m_view->choice()->setMinimumContentsLength(least);
    m_view->choice()->setAccessibleName(tab() == Tab::Compare ? tr("Compare with") : tr("Periods"));
    m_view->choice()->setVisible(!items.isEmpty());
}

JourneyExtras JourneyPage::extras() const {
    JourneyExtras extras;
    const QString choice = m_view->choice()->currentData().toString();
    std::uint64_t events = 0;
    if (document()->isOpen())
        for (const std::size_t table : document()->workspace()->tablesOfKind(DatasetKind::Events))
            events += document()->workspace()->tables[table]->rows();
    if (tab() == Tab::Reasons || events <= kReasonsAtOnce) extras.reasons = m_inspector->reasons().toStdString();
    switch (tab()) {
    case Tab::Time:
        extras.survival = true;
        break;
    case Tab::Compare:
        if (choice.startsWith(kSegment))
            extras.compareFilter = "segment(" + query::quotedText(choice.mid(kSegment.size()).toStdString()) + ")";
        else
            extras.compare = choice == kYear ? analysis::Compare::Year : analysis::Compare::Previous;
        break;
    case Tab::Cohorts:
        extras.trend = choice == QLatin1String("week")      ? analysis::Trend::Week
                       : choice == QLatin1String("quarter") ? analysis::Trend::Quarter
                                                            : analysis::Trend::Month;
        break;
    default:
        break;
    }
    return extras;
}

void JourneyPage::tabChosen() {
    fillChoice();
    if (m_stateName == QLatin1String("chart")) {
        m_stack->setCurrentWidget(tab() == Tab::Funnel ? static_cast<QWidget*>(m_content) : m_view);
        showView();
    }
    const bool needsMore = tab() != Tab::Funnel && tab() != Tab::Breakdown && tab() != Tab::Change;
    if (needsMore && !(m_hasRun && m_run.extras == extras())) markDirty();
    Q_EMIT idleChanged(); // what can be copied and exported changes with the tab
}

void JourneyPage::showView() {
    if (!m_hasRun || tab() == Tab::Funnel) return;
    const auto& result = m_run.result;
    QStringList steps;
    for (std::size_t k = 0; k + 1 < result.stages.size(); ++k)
        steps.append(QString::fromStdString(stepName(result, k)));
    m_view->setSteps(steps, static_cast<int>(m_step));
    m_view->step()->setVisible(tab() != Tab::Compare);
    const bool times = tab() == Tab::Time && result.order != FunnelOrder::Any;
    const bool overdue = times && m_step < result.stages.size() && result.stages[m_step].overdue > 0;
    m_view->list()->setVisible(times);
    m_view->list()->setEnabled(overdue);
    const auto language = speaksChinese() ? wording::Language::Chinese : wording::Language::English;
    switch (tab()) {
    case Tab::Time:
        return m_view->showTab(timeTab(result, m_step, language));
    case Tab::Breakdown:
        return m_view->showTab(breakdownTab(result, m_step, language));
    case Tab::Compare:
        return m_view->showTab(compareTab(result, language));
    case Tab::Change:
        return m_view->showTab(changeTab(result, m_step, language));
    case Tab::Reasons:
        return m_view->showTab(reasonsTab(result, m_step, language));
    default:
        return m_view->showTab(cohortTab(result, m_step, language));
    }
}

/// A click on a mark of a tab: a group is a drill into it, a step the one the tab is about; of a reason and of a bar of
/// two periods it lists the customers.
void JourneyPage::tabMark(const QString& id) {
    const int number = id.section(QLatin1Char(':'), 1, 1).toInt();
    if (id.startsWith(QLatin1String("group:"))) drillGroup(m_groupProxy->mapFromSource(m_groupModel->index(number, 0)));
    if (id.startsWith(QLatin1String("step:"))) selectStep(static_cast<std::size_t>(number));
    if (id.startsWith(QLatin1String("reason:")) || id.startsWith(QLatin1String("now:")) ||
        id.startsWith(QLatin1String("before:")))
        listMark(id);
}

} // namespace xo::ui
