#include "ui/pages/journey/journeypage.h"

#include "core/query/filter.h"
#include "ui/charts/chartview.h"
#include "ui/charts/pageparts.h"
#include "ui/models/figures.h"
#include "ui/models/funnelmodel.h"
#include "ui/pages/journey/journeyeditor.h"
#include "ui/pages/journey/journeyinspector.h"
#include "ui/pages/journey/journeyview.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

namespace xo::ui {

namespace {

QTableView* figureTable(FigureProxy* proxy, QAbstractItemModel* model, QWidget* parent) {
    proxy->setSourceModel(model);
    auto* view = new QTableView(parent);
    view->setModel(proxy);
    setUpFigureTable(view);
    view->verticalHeader()->setDefaultSectionSize(JourneyPage::kRowHeight);
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
        if (!this->document()->isOpen()) m_ownDrills.clear();
        m_automatic.clear();
        m_stepChosen = false;
        markDirty();
    });
    connect(document->selection(), &Selection::changed, this, [this] {
        if (!m_following && m_hasRun) { // whether the page is in sight or not
            m_run.figures.filter = filterOfOthers().toStdString();
            followDrills();
        }
        updateOutline();
        if (!m_following) markDirty();
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
    document()->jobs()->run<JourneyRun>(
        tr("Computing the journey"), this,
        [context, params, months = m_inspector->months(), decided, extras = extras()](const JobContext& job) {
            return computeJourney(context, params, months, decided, extras, job);
        },
        [this, generation, journey = params.journey,
         automatic = m_inspector->months() == JourneyInspector::kAutomaticMonths](Result<JourneyRun> run) {
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
