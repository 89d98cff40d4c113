#include "ui/pages/journey/journeypage.h"

#include "core/query/filter.h"
#include "ui/charts/chartview.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/journeylossbuilder.h"
#include "ui/charts/pageparts.h"
#include "ui/charts/verdictbuilder.h"
#include "ui/models/figures.h"
#include "ui/models/funnelmodel.h"
#include "ui/pages/journey/journeyeditor.h"
#include "ui/pages/journey/journeyinspector.h"
#include "ui/pages/journey/journeyview.h"
#include "ui/widgets/columnfit.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QDate>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace xo::ui {

namespace {

constexpr int kHeaderHeight = 28;
constexpr int kRowHeight = 24;
constexpr int kRecentMonths = 6;

wording::Language language() {
    return speaksChinese() ? wording::Language::Chinese : wording::Language::English;
}

QTableView* figureTable(FigureProxy* proxy, QAbstractItemModel* model, QWidget* parent) {
    proxy->setSourceModel(model);
    auto* view = new QTableView(parent);
    view->setModel(proxy);
    setUpFigureTable(view);
    view->verticalHeader()->setDefaultSectionSize(kRowHeight);
    view->sortByColumn(-1, Qt::AscendingOrder);
    return view;
}

} // namespace

JourneyPage::JourneyPage(Document* document, PageHost* host, QWidget* parent)
    : Page(document, host, parent), m_finding(new ElidedLabel(this)), m_subtitle(new ElidedLabel(this)),
      m_message(new MessageBar(this)), m_stack(new QStackedWidget(this)), m_content(new QScrollArea(this)),
      m_state(new StatePanel(this)), m_chart(new ChartView(this)), m_tabs(new QTabBar(this)),
      m_tables(new QStackedWidget(this)), m_model(new FunnelModel(this)), m_groupModel(new FunnelGroupModel(this)),
      m_proxy(new FigureProxy(this)), m_groupProxy(new FigureProxy(this)), m_views(new QTabBar(this)),
      m_view(new JourneyView(this)), m_inspector(new JourneyInspector(this)) {
    m_inspector->hide();
    setKind(m_finding, "finding");
    setKind(m_subtitle, "subtitle");
    m_table = figureTable(m_proxy, m_model, this);
    m_groupTable = figureTable(m_groupProxy, m_groupModel, this);
    m_tables->addWidget(m_table);
    m_tables->addWidget(m_groupTable);
    m_tabs->addTab({});
    m_tabs->addTab({});
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->hide();
    QFrame* box = panel(this);
    auto* boxLayout = new QVBoxLayout(box);
    boxLayout->setContentsMargins(1, 1, 1, 1);
    boxLayout->addWidget(m_chart);
    m_chart->setMinimumSize(640, 354);
    m_chart->setFileStem(QStringLiteral("journey"));
    m_chart->setTableText([this] { return tableText(); });

    auto* scroll = static_cast<QScrollArea*>(m_content); // a low window scrolls instead of cutting the picture
    auto* inner = new QWidget;
    inner->setObjectName(QStringLiteral("scrolled"));
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QVBoxLayout(inner);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(8);
    content->addWidget(box, 5);
    content->addWidget(m_tabs);
    content->addWidget(m_tables, 2);
    m_tables->setMinimumHeight(90);
    m_stack->addWidget(m_content);
    m_stack->addWidget(m_state);
    m_stack->addWidget(m_view);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(4);
    layout->addWidget(m_finding);
    layout->addWidget(m_subtitle);
    layout->addSpacing(4);
    layout->addWidget(m_message);
    layout->addWidget(m_views);
    layout->addWidget(m_stack, 1);

    connect(document, &Document::workspaceChanged, this, [this] {
        if (this->document()->isOpen()) m_inspector->setWorkspace(*this->document()->workspace());
        m_ownDrills.clear();
        m_automatic.clear();
        m_stepChosen = false;
        markDirty();
    });
    connect(document->selection(), &Selection::changed, this, [this] {
        updateOutline();
        markDirty();
    });
    connect(m_inspector, &JourneyInspector::paramsChanged, this, [this] {
        m_stepChosen = false;
        markDirty();
    });
    connect(m_inspector, &JourneyInspector::listRequested, this,
            [this] { listMark(QStringLiteral("step:%1").arg(m_step)); });
    connect(m_inspector, &JourneyInspector::segmentRequested, this,
            [this] { saveMark(QStringLiteral("step:%1").arg(m_step)); });
    connect(m_inspector, &JourneyInspector::editRequested, this, [this] {
        if (!this->document()->isOpen()) return;
        auto* editor = new JourneyEditor(this->document(), this->host(), window());
        editor->choose(QString::fromStdString(m_run.result.journey));
        editor->setAttribute(Qt::WA_DeleteOnClose);
        editor->open();
    });
    connect(m_chart, &ChartView::drillRequested, this, [this](const QString& id) { drill(id, false); });
    connect(m_chart, &ChartView::filterRequested, this, [this](const QString& id) { drill(id, true); });
    connect(m_chart, &ChartView::listRequested, this, &JourneyPage::listMark);
    connect(m_chart, &ChartView::segmentRequested, this, &JourneyPage::saveMark);
    connect(m_chart, &ChartView::exportFailed, this, [this](const Error& error) { m_message->showError(error); });
    connect(m_tabs, &QTabBar::currentChanged, m_tables, &QStackedWidget::setCurrentIndex);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
        // a row tells how its stage was reached: the step into it
        const int row = m_proxy->mapToSource(index).row();
        if (row > 0) selectStep(static_cast<std::size_t>(row - 1));
    });
    connect(m_groupTable, &QTableView::activated, this, &JourneyPage::drillGroup);
    connect(m_state->button(), &QPushButton::clicked, this, [this] {
        if (m_stateName == QLatin1String("nomatch")) {
            const auto& steps = this->document()->selection()->steps();
            if (!steps.isEmpty()) this->document()->selection()->removeAt(steps.size() - 1);
        } else {
            this->host()->importFiles({});
        }
    });
    buildTabs();
    if (document->isOpen()) m_inspector->setWorkspace(*document->workspace());
    retranslate();
    showEmpty();
}

QString JourneyPage::pageName() const {
    return tr("Journey");
}

QWidget* JourneyPage::inspector() {
    return m_inspector;
}

QString JourneyPage::finding() const {
    return m_finding->fullText();
}

QString JourneyPage::state() const {
    return m_stateName;
}

QString JourneyPage::tableText() const {
    if (!m_hasRun) return {};
    if (tab() != Tab::Funnel) return m_view->tableText();
    return ui::tableText(m_tables->currentIndex() == 1 ? *m_groupProxy : *m_proxy);
}

void JourneyPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (m_dirty) refresh();
}

void JourneyPage::markDirty() {
    m_dirty = true;
    if (isVisible()) refresh();
}

QString JourneyPage::filterOfOthers() const {
    std::string filter;
    for (const SelectionStep& step : document()->selection()->steps())
        if (!(step.drill && m_ownDrills.contains(step.filter)))
            filter = query::conjunction(filter, step.filter.toStdString());
    return QString::fromStdString(filter);
}

// Whether any stage has what a verdict needs, now and in the time before.
bool JourneyPage::judged(const analysis::FunnelResult& result) {
    return std::any_of(result.stages.begin(), result.stages.end(),
                       [](const auto& stage) { return stage.evidence && stage.evidence->tested; });
}

Result<JourneyPage::Run> JourneyPage::compute(const analysis::Context& context, analysis::FunnelParams params,
                                              int months, std::optional<int> decided, const Extras& extras,
                                              const JobContext& job) {
    Run run;
    analysis::FunnelParams plain = params;
    plain.stages.clear();
    if (const auto journey = analysis::resolveJourney(context, plain, job))
        for (const JourneyStage& stage : journey->stages)
            run.stages.append(QString::fromStdString(stage.name));
    const auto withExtras = [&extras](analysis::FunnelParams asked) {
        asked.survival = extras.survival;
        asked.trend = extras.trend;
        asked.reasons = extras.reasons;
        asked.compareFilter = extras.compareFilter;
        if (!asked.from.empty() && extras.compareFilter.empty()) asked.compare = extras.compare;
        return asked;
    };
    run.extras = extras;
    const bool automatic = months == JourneyInspector::kAutomaticMonths;
    run.months = automatic ? decided.value_or(kRecentMonths) : months;
    analysis::FunnelParams whole = run.months > 0 ? params : withExtras(params);
    if (automatic) whole.trend = extras.trend; // the course of time goes as far as it can
    auto result = analysis::runFunnel(context, whole, job);
    if (!result) return result.failure();
    run.result = std::move(*result);
    const QDate last = QDate::fromString(QString::fromStdString(run.result.asOfText.substr(0, 10)), Qt::ISODate);
    if (run.months > 0 && last.isValid()) {
        // whole months up to the latest day; the verdicts compare them with as many days before
        const QDate from = last.addDays(1).addMonths(-run.months);
        analysis::FunnelParams of = params;
        of.from = from.toString(Qt::ISODate).toStdString();
        auto recent = analysis::runFunnel(context, withExtras(of), job);
        if (!recent) return recent.failure();
        if (automatic && !decided && !judged(*recent)) {
            run.months = 0;
            recent = analysis::runFunnel(context, withExtras(params), job);
            if (!recent) return recent.failure();
        } else {
            if (automatic) recent->trend = std::move(run.result.trend);
            params = std::move(of);
        }
        run.result = std::move(*recent);
    }
    run.params = std::move(params);
    const Workspace& workspace = *context.workspace;
    for (const auto& stage : run.result.stages) {
        if (!stage.satisfaction) continue;
        run.answers += stage.satisfaction->n;
        for (const auto& table : workspace.tables)
            if (const auto at = table->find(stage.satisfaction->question); at && table->columns()[*at].role.isScore()) {
                run.scaleLow = table->columns()[*at].role.scaleLow;
                run.scaleHigh = table->columns()[*at].role.scaleHigh;
            }
    }
    const auto answers = workspace.tablesOfKind(DatasetKind::Answers);
    if (!answers.empty() && context.hooks)
        if (const auto ties = context.hooks->ties(workspace, answers.front(), {}, job)) run.link = (*ties)->quality;
    if (job.cancelled()) return cancelled();
    return run;
}

void JourneyPage::refresh() {
    m_dirty = false;
    if (!document()->isOpen() || document()->workspace()->tablesOfKind(DatasetKind::Events).empty()) {
        ++m_generation;
        m_running = false;
        m_hasRun = false;
        m_chart->clearPicture();
        showEmpty();
        Q_EMIT idleChanged();
        return;
    }
    analysis::FunnelParams params = m_inspector->params();
    params.filter = filterOfOthers().toStdString();
    const analysis::Context context = document()->context();
    m_chart->setLoading(true);
    m_view->chart()->setLoading(true);
    m_running = true;
    const quint64 generation = ++m_generation;
    const auto known = m_automatic.find(params.journey);
    const std::optional<int> decided = known == m_automatic.end() ? std::nullopt : std::optional(known->second);
    document()->jobs()->run<Run>(
        tr("Computing the journey"), this,
        [context, params, months = m_inspector->months(), decided, extras = extras()](const JobContext& job) {
            return compute(context, params, months, decided, extras, job);
        },
        [this, generation, journey = params.journey,
         automatic = m_inspector->months() == JourneyInspector::kAutomaticMonths](Result<Run> run) {
            if (generation != m_generation) return;
            m_running = false;
            m_chart->setLoading(false);
            m_view->chart()->setLoading(false);
            if (run) {
                if (automatic) m_automatic[journey] = run->months;
                m_message->dismiss();
                present(std::move(*run));
            } else if (run.error().code != kCancelled) {
                showFailure(run.error());
            }
            Q_EMIT idleChanged();
        },
        QStringLiteral("journey"));
}

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

void JourneyPage::present(Run run) {
    JobRunner::release(std::exchange(m_run, std::move(run)));
    m_hasRun = true;
    m_inspector->setStages(m_run.stages);
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

void JourneyPage::retranslate() {
    m_tabs->setTabText(0, tr("Stages"));
    m_tabs->setTabText(1, tr("Groups"));
    const QString names[] = {tr("Funnel"),  tr("Time"),   tr("Breakdown"), tr("Compare"),
                             tr("Cohorts"), tr("Change"), tr("Reasons")};
    for (int i = 0; i < m_views->count(); ++i)
        m_views->setTabText(i, names[i]);
    m_views->setAccessibleName(tr("Views of the journey"));
    m_view->retranslate();
    fillChoice();
    m_chart->setAccessibleName(tr("Journey chart"));
    m_table->setAccessibleName(tr("Stages of the journey"));
    m_groupTable->setAccessibleName(tr("Groups of the breakdown"));
    m_inspector->retranslate();
    m_model->retranslate();
    if (m_stateName == QLatin1String("empty")) showEmpty();
    if (m_stateName == QLatin1String("error")) m_finding->setFullText(pageName());
    if (m_hasRun && m_stateName == QLatin1String("chart")) {
        updatePicture();
        updateTexts();
    } else if (m_hasRun && m_stateName == QLatin1String("nomatch")) {
        updateTexts();
        showNoMatch();
    }
}

void JourneyPage::restyle() {
    m_chart->restyle();
    m_view->chart()->restyle();
    m_table->viewport()->update();
    m_groupTable->viewport()->update();
}

} // namespace xo::ui
