#include "ui/charts/chartview.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/journeylossbuilder.h"
#include "ui/charts/pageparts.h"
#include "ui/charts/verdictbuilder.h"
#include "ui/models/figures.h"
#include "ui/models/funnelmodel.h"
#include "ui/pages/journey/journeyinspector.h"
#include "ui/pages/journey/journeypage.h"
#include "ui/pages/journey/journeyview.h"
#include "ui/widgets/columnfit.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>

#include <algorithm>

namespace xo::ui {

namespace {

constexpr int kHeaderHeight = 28;

wording::Language language() {
    return speaksChinese() ? wording::Language::Chinese : wording::Language::English;
}

} // namespace

void JourneyPage::showEmpty() {
    m_stateName = QStringLiteral("empty");
    m_finding->setFullText(pageName());
    m_subtitle->setFullText({});
    m_state->setTexts(
        tr("No events yet"),
        tr("Import the events of your customers (visits, orders, appointments with a customer and a time): the "
           "journey shows how many get from stage to stage, and where they stop."),
        tr("Import events…"));
    m_stack->setCurrentWidget(m_state);
    m_inspector->setStages({});
    m_inspector->showSelected(
        {}, {}, tr("Rate = reached this stage ÷ reached the stage before, counting customers whose window is over."));
}

void JourneyPage::showNoMatch() {
    m_stateName = QStringLiteral("nomatch");
    const auto& steps = document()->selection()->steps();
    const QString last = steps.isEmpty() ? QString() : steps.last().label;
    m_finding->setFullText(tr("No customer matches"));
    m_state->setTexts(tr("No customer matches the conditions"),
                      last.isEmpty() ? QString() : tr("The last condition was “%1”.").arg(last),
                      last.isEmpty() ? QString() : tr("Remove it"));
    m_stack->setCurrentWidget(m_state);
    m_inspector->showSelected({}, {}, {});
}

void JourneyPage::showFailure(const Error& error) {
    m_hasRun = false;
    m_chart->clearPicture();
    m_view->clear();
    m_model->setResult({});
    m_groupModel->setResult({}, 0);
    m_finding->setFullText(pageName());
    m_subtitle->setFullText({});
    m_stateName = QStringLiteral("error");
    m_stack->setCurrentWidget(m_content);
    m_inspector->showSelected({}, {}, {});
    m_message->showError(error);
}

void JourneyPage::present(JourneyRun run) {
    JobRunner::release(std::exchange(m_run, std::move(run)));
    m_hasRun = true;
    m_inspector->setStages(m_run.stages);
    followDrills();
    if (m_run.result.entrants == 0) {
        updateTexts();
        return showNoMatch();
    }
    m_stateName = QStringLiteral("chart");
    m_stack->setCurrentWidget(tab() == Tab::Funnel ? static_cast<QWidget*>(m_content) : m_view);
    if (!m_stepChosen || m_step + 1 >= m_run.result.stages.size()) {
        const auto stuck = stuckStage(m_run.result);
        m_step = stuck ? *stuck : weakestStep(m_run.result).value_or(0);
    }
    m_model->setResult(m_run.result);
    m_groupModel->setResult(m_run.result, m_step);
    const auto& stages = m_run.result.stages;
    const bool referred = std::any_of(stages.begin(), stages.end(), [](const auto& stage) {
        return stage.evidence && stage.evidence->evidence.referenceRate();
    });
    m_table->setColumnHidden(FunnelModel::Reference, !referred);
    // in a narrow window these give way; the inspector and the copied table have them
    std::vector<int> expendable{FunnelModel::InclImmature, FunnelModel::TimeP90, FunnelModel::SatisfactionInterval};
    if (referred) expendable.push_back(FunnelModel::Reference);
    for (auto* fit : m_table->findChildren<ColumnFit*>())
        fit->setExpendable(expendable);
    const bool groups = !m_run.result.groups.empty();
    m_tabs->setVisible(groups);
    if (!groups) m_tabs->setCurrentIndex(0);
    // the stages are all in sight, the rest of the room is the picture's
    const int rows = static_cast<int>(m_run.result.stages.size());
    const int whole = kHeaderHeight + kRowHeight * rows + 14;
    m_tables->setMinimumHeight(groups ? 120 : kHeaderHeight + kRowHeight * std::min(rows, 8) + 4);
    m_tables->setMaximumHeight(groups ? QWIDGETSIZE_MAX : whole);
    updatePicture();
    updateTexts();
    updateOutline();
}

void JourneyPage::updatePicture() {
    if (!m_hasRun) return;
    const JourneyPictureOptions options{language(), m_run.scaleLow, m_run.scaleHigh, {}};
    m_chart->setPicture([spec = journeySpec(m_run.result, options)](chart::Size size, const chart::Measure& measure) {
        return chart::layoutJourney(spec, size, measure);
    });
}

void JourneyPage::updateTexts() {
    if (!m_hasRun) return;
    const auto& result = m_run.result;
    m_finding->setFullText(QString::fromStdString(journeyFinding(result, language())));
    QStringList parts;
    if (!result.journey.empty()) parts.append(QString::fromStdString(result.journey));
    QStringList questions;
    for (const auto& stage : result.stages)
        if (stage.satisfaction) {
            const QString name = QString::fromStdString(stage.satisfaction->question);
            if (!questions.contains(name)) questions.append(name);
        }
    if (questions.size() == 1) parts.append(questions.first());
    parts.append(
        tr("base %1 customers, %2 answers")
            .arg(counted(static_cast<qulonglong>(result.entrants)), counted(static_cast<qulonglong>(m_run.answers))));
    if (!m_run.params.from.empty()) parts.append(tr("entered since %1").arg(QString::fromStdString(m_run.params.from)));
    parts.append(tr("window %1").arg(QString::fromStdString(spanText(result.window, language()))));
    if (!result.asOfText.empty())
        parts.append(tr("as of %1").arg(QString::fromStdString(result.asOfText.substr(0, 10))));
    if (m_run.link && m_run.link->answers > 0)
        parts.append(tr("%1% of answers linked").arg(m_run.link->linkedShare() * 100, 0, 'f', 1));
    m_subtitle->setFullText(parts.join(speaksChinese() ? QStringLiteral("·") : QStringLiteral(" · ")));
    selectStep(m_step);
    m_stepChosen = false;
}

void JourneyPage::selectStep(std::size_t step) {
    if (!m_hasRun || step + 1 >= m_run.result.stages.size()) return;
    m_step = step;
    m_stepChosen = true;
    m_groupModel->setResult(m_run.result, step);
    showView();
    chart::Facts facts = stepFacts(m_run.result, step, language());
    for (auto& fact : satisfactionFacts(m_run.result, step, language()))
        facts.push_back(std::move(fact));
    for (auto& fact : verdictFacts(m_run.result, step, language()))
        facts.push_back(std::move(fact));
    const analysis::FunnelStage& stage = m_run.result.stages[step];
    QString sentence = QString::fromStdString(verdictSentence(stage, language()));
    if (!sentence.isEmpty()) sentence += u'\n';
    m_inspector->showSelected(
        QString::fromStdString(stepName(m_run.result, step)), facts,
        sentence + tr("Rate = reached this stage ÷ reached the stage before, counting only customers whose window (%1) "
                      "is over at "
                      "the "
                      "latest time of the data. Open: the window still runs; lost: it is over. Interval: Wilson, 95%.")
                       .arg(QString::fromStdString(spanText(m_run.result.window, language()))),
        reasonFacts(stage, language()));
    updateOutline();
}

void JourneyPage::updateOutline() {
    QString id;
    for (const SelectionStep& step : document()->selection()->steps())
        if (step.drill && m_ownDrills.contains(step.filter)) id = m_ownDrills.value(step.filter);
    if (id.isEmpty() && m_hasRun && m_run.result.stages.size() > 1) id = QStringLiteral("step:%1").arg(m_step);
    m_chart->setSelectedId(id);
}

} // namespace xo::ui
