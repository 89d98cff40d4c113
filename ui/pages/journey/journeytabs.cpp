#include "core/io/writer.h"
#include "core/query/filter.h"
#include "ui/charts/chartview.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/pageparts.h"
#include "ui/models/figures.h"
#include "ui/models/funnelmodel.h"
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
constexpr double kDaySeconds = 86400;
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
    connect(m_view->list(), &QPushButton::clicked, this, &JourneyPage::listOverdue);
    connect(m_view->exportButton(), &QPushButton::clicked, this, &JourneyPage::exportOverdue);
    connect(m_view->chart(), &ChartView::drillRequested, this, [this](const QString& id) {
        if (id.startsWith(QLatin1String("group:")))
            drillGroup(m_groupProxy->mapFromSource(m_groupModel->index(id.mid(6).toInt(), 0)));
    });
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
    return {QStringLiteral("funnel"), QStringLiteral("time"), QStringLiteral("breakdown"), QStringLiteral("compare"),
            QStringLiteral("cohorts")};
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
    m_view->choice()->setAccessibleName(tab() == Tab::Compare ? tr("Compare with") : tr("Periods"));
    m_view->choice()->setVisible(!items.isEmpty());
}

JourneyPage::Extras JourneyPage::extras() const {
    Extras extras;
    const QString choice = m_view->choice()->currentData().toString();
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
    const bool needsMore = tab() != Tab::Funnel && tab() != Tab::Breakdown;
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
    m_view->exportButton()->setVisible(times);
    m_view->list()->setEnabled(overdue);
    m_view->exportButton()->setEnabled(overdue);
    const auto language = speaksChinese() ? wording::Language::Chinese : wording::Language::English;
    switch (tab()) {
    case Tab::Time:
        return m_view->showTab(timeTab(result, m_step, language));
    case Tab::Breakdown:
        return m_view->showTab(breakdownTab(result, m_step, language));
    case Tab::Compare:
        return m_view->showTab(compareTab(result, language));
    default:
        return m_view->showTab(cohortTab(result, m_step, language));
    }
}

/// Those still open at the step chosen for longer than its P90.
void JourneyPage::listOverdue() {
    if (!m_hasRun || m_step >= m_run.result.stages.size()) return;
    analysis::FunnelParams params = m_run.params;
    params.filter.clear(); // what else is selected is joined to the condition
    params.by.clear();
    params.satisfaction.clear();
    analysis::FunnelFigure figure;
    figure.kind = analysis::FunnelFigure::Kind::Overdue;
    figure.stage = m_step;
    const QString label = tr("%1 › overdue").arg(QString::fromStdString(m_run.result.stages[m_step].stage));
    const analysis::Context context = document()->context();
    document()->jobs()->run<analysis::FunnelCustomers>(
        tr("Finding the customers"), this,
        [context, params, figure](const JobContext& job) {
            return analysis::funnelCustomers(context, params, figure, job);
        },
        [this, label](Result<analysis::FunnelCustomers> found) {
            if (!found) {
                if (found.error().code != kCancelled) m_message->showError(found.error());
            } else if (found->filter.empty()) {
                m_message->showNotice(tr("Only a saved journey with its own settings and all entrants has a condition "
                                         "for this list. Export it instead: the file has every customer."));
            } else {
                host()->showCustomers(
                    label, QString::fromStdString(query::conjunction(filterOfOthers().toStdString(), found->filter)));
            }
        },
        QStringLiteral("journey.figure"));
}

/// Today's call list as a file: who, since when, how long, the longest beyond the limit first.
void JourneyPage::exportOverdue() {
    if (!m_hasRun || m_step >= m_run.result.stages.size()) return;
    const QString stage = QString::fromStdString(m_run.result.stages[m_step].stage);
    host()->chooseSaveFile(
        tr("Export overdue customers"), tr("Overdue at %1").arg(stage) + QStringLiteral(".csv"),
        tr("CSV table (*.csv);;Excel workbook (*.xlsx)"), [this](const QString& path) {
            const std::vector<std::string> headers{tr("Customer").toStdString(), tr("Stage").toStdString(),
                                                   tr("Since").toStdString(), tr("Waiting, days").toStdString(),
                                                   tr("Overdue after, days").toStdString()};
            document()->jobs()->run<std::size_t>(
                tr("Writing the list"), this,
                [context = document()->context(), params = m_run.params, step = m_step, headers,
                 file = path.toStdString()](const JobContext& job) -> Result<std::size_t> {
                    auto overdue = analysis::overdueCustomers(context, params, job);
                    if (!overdue) return overdue.failure();
                    io::ListOptions options;
                    options.zone = context.workspace->zone;
                    options.byteOrderMark = true;
                    auto writer = io::openListWriter(file, options);
                    if (!writer) return writer.failure();
                    if (auto done = (*writer)->header(headers); !done) return done.failure();
                    std::size_t rows = 0;
                    for (const analysis::OverdueCustomer& one : *overdue) {
                        if (one.stage != step) continue;
                        const std::vector<io::Value> row{std::string_view(one.customer),
                                                         std::string_view(one.stageName), io::TimeValue{one.since},
                                                         one.waited / kDaySeconds, one.after / kDaySeconds};
                        if (auto done = (*writer)->row(row); !done) return done.failure();
                        ++rows;
                    }
                    if (auto done = (*writer)->finish(); !done) return done.failure();
                    return rows;
                },
                [this, path](Result<std::size_t> rows) {
                    if (rows)
                        m_message->showNotice(tr("%1 customers written: %2").arg(counted(*rows)).arg(path));
                    else if (rows.error().code != kCancelled)
                        m_message->showError(rows.error());
                });
        });
}

} // namespace xo::ui
