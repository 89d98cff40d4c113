#include "ui/pages/nps/npspage.h"

#include "core/chart/format.h"
#include "core/query/filter.h"
#include "ui/charts/chartview.h"
#include "ui/charts/pageparts.h"
#include "ui/models/figures.h"
#include "ui/models/npsmodel.h"
#include "ui/pages/nps/npsinspector.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace xo::ui {

namespace {

wording::Language language() {
    return speaksChinese() ? wording::Language::Chinese : wording::Language::English;
}

QFrame* boxed(ChartView* chart, QWidget* parent) {
    QFrame* box = panel(parent);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(chart);
    return box;
}

} // namespace

NpsPage::NpsPage(Document* document, PageHost* host, QWidget* parent)
    : Page(document, host, parent), m_finding(new ElidedLabel(this)), m_subtitle(new ElidedLabel(this)),
      m_message(new MessageBar(this)), m_stack(new QStackedWidget(this)), m_content(new QScrollArea(this)),
      m_state(new StatePanel(this)), m_trend(new ChartView(this)), m_bars(new ChartView(this)),
      m_tree(new QTreeView(this)), m_model(new NpsModel(this)), m_proxy(new FigureProxy(this)),
      m_inspector(new NpsInspector(this)) {
    m_inspector->hide();
    setKind(m_finding, "finding");
    setKind(m_subtitle, "subtitle");
    m_trendBox = boxed(m_trend, this);
    m_barsBox = boxed(m_bars, this);
    m_trend->setMinimumSize(640, 120);
    m_bars->setMinimumSize(640, 124);
    m_trend->setFileStem(QStringLiteral("nps-trend"));
    m_bars->setFileStem(QStringLiteral("nps"));
    m_trend->setDrillable([](const QString&) { return false; });
    for (ChartView* view : {m_trend, m_bars})
        view->setTableText([this] { return tableText(); });
    m_proxy->setSourceModel(m_model);
    m_tree->setModel(m_proxy);
    setUpFigureTree(m_tree);
    m_tree->sortByColumn(-1, Qt::AscendingOrder); // as the result lists them: most answers first
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setMinimumHeight(120);

    auto* scroll = static_cast<QScrollArea*>(m_content); // a low window scrolls instead of cutting the picture
    auto* inner = new QWidget;
    inner->setObjectName(QStringLiteral("scrolled"));
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QVBoxLayout(inner);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(8);
    content->addWidget(m_trendBox, 3);
    content->addWidget(m_barsBox, 4);
    content->addWidget(m_tree, 3);
    content->addStretch(0);
    m_stack->addWidget(m_content);
    m_stack->addWidget(m_state);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(4);
    layout->addWidget(m_finding);
    layout->addWidget(m_subtitle);
    layout->addSpacing(4);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);

    connect(document, &Document::workspaceChanged, this, [this] {
        if (this->document()->isOpen()) m_inspector->setWorkspace(*this->document()->workspace());
        m_ownDrills.clear();
        m_selected = {};
        markDirty();
    });
    connect(document->selection(), &Selection::changed, this, [this] {
        updateOutline();
        markDirty();
    });
    connect(m_inspector, &NpsInspector::paramsChanged, this, [this] {
        m_selected = {};
        markDirty();
    });
    connect(m_inspector, &NpsInspector::orderChanged, this, [this] {
        updatePictures();
        updateOutline();
    });
    connect(m_inspector, &NpsInspector::listRequested, this, [this] { listRow(m_selected); });
    connect(m_inspector, &NpsInspector::segmentRequested, this, [this] { saveRow(m_selected); });
    connect(m_bars, &ChartView::drillRequested, this, [this](const QString& id) { drill(id, false); });
    connect(m_bars, &ChartView::filterRequested, this, [this](const QString& id) { drill(id, true); });
    connect(m_bars, &ChartView::listRequested, this, [this](const QString& id) {
        if (const auto* row = rowOf(id)) listRow(*row);
    });
    connect(m_bars, &ChartView::segmentRequested, this, [this](const QString& id) {
        if (const auto* row = rowOf(id)) saveRow(*row);
    });
    for (ChartView* view : {m_trend, m_bars})
        connect(view, &ChartView::exportFailed, this, [this](const Error& error) { m_message->showError(error); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
        if (const auto* row = m_model->row(m_proxy->mapToSource(index))) selectRow(*row);
    });
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (const auto* row = m_model->row(m_proxy->mapToSource(index))) drillRow(*row, false);
    });
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &NpsPage::showTreeMenu);
    connect(m_state->button(), &QPushButton::clicked, this, [this] {
        if (m_stateName == QLatin1String("nomatch")) {
            const auto& steps = this->document()->selection()->steps();
            if (!steps.isEmpty()) this->document()->selection()->removeAt(steps.size() - 1);
        } else {
            this->host()->importFiles({});
        }
    });
    if (document->isOpen()) m_inspector->setWorkspace(*document->workspace());
    retranslate();
    showEmpty();
}

QString NpsPage::pageName() const {
    return tr("NPS");
}

QWidget* NpsPage::inspector() {
    return m_inspector;
}

ChartView* NpsPage::chart() const {
    return m_hasRun && m_run.levels.empty() && m_run.trend ? m_trend : m_bars;
}

QString NpsPage::finding() const {
    return m_finding->fullText();
}

QString NpsPage::tableText() const {
    return m_hasRun ? ui::tableText(*m_proxy) : QString();
}

void NpsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (m_dirty) refresh();
}

void NpsPage::markDirty() {
    m_dirty = true;
    if (isVisible()) refresh();
}

Result<NpsPage::Run> NpsPage::compute(const analysis::Context& context, const analysis::NpsParams& params,
                                      analysis::Trend trend, const JobContext& job) {
    Run run;
    analysis::NpsParams total = params;
    total.by.clear();
    total.compare = analysis::Compare::None;
    auto whole = analysis::runNps(context, total, job);
    if (!whole) return whole.failure();
    run.total = std::move(*whole);
    analysis::NpsParams level = total;
    for (const std::string& column : params.by) {
        level.by.push_back(column);
        auto result = analysis::runNps(context, level, job);
        if (!result) return result.failure();
        run.levels.push_back(std::move(*result));
    }
    if (trend != analysis::Trend::None) {
        analysis::NpsParams overTime = params;
        overTime.by.clear();
        overTime.trend = trend;
        // answers without a time column have no trend, which is no reason to show nothing
        if (auto result = analysis::runNps(context, overTime, job)) {
            run.trend = std::move(*result);
            run.incomplete = incompletePeriod(*context.workspace, trend).value_or("");
        } else if (result.error().code == kCancelled) {
            return result.failure();
        }
    }
    return run;
}

void NpsPage::refresh() {
    m_dirty = false;
    if (!document()->isOpen() || !m_inspector->hasQuestion()) {
        ++m_generation;
        m_running = false;
        m_hasRun = false;
        m_bars->clearPicture();
        m_trend->clearPicture();
        m_model->clear();
        showEmpty();
        Q_EMIT idleChanged();
        return;
    }
    analysis::NpsParams params = m_inspector->params();
    params.filter = filterOfOthers().toStdString();
    const analysis::Context context = document()->context();
    m_bars->setLoading(true);
    m_trend->setLoading(true);
    m_running = true;
    const quint64 generation = ++m_generation;
    document()->jobs()->run<Run>(
        tr("Computing NPS"), this,
        [context, params, trend = m_inspector->trend()](const JobContext& job) {
            return compute(context, params, trend, job);
        },
        [this, generation](Result<Run> run) {
            if (generation != m_generation) return;
            m_running = false;
            m_bars->setLoading(false);
            m_trend->setLoading(false);
            if (run) {
                m_message->dismiss();
                present(std::move(*run));
            } else if (run.error().code != kCancelled) {
                showFailure(run.error());
            }
            Q_EMIT idleChanged();
        },
        QStringLiteral("nps"));
}

void NpsPage::showEmpty() {
    m_stateName = QStringLiteral("empty");
    m_finding->setFullText(pageName());
    m_subtitle->setFullText({});
    m_state->setTexts(
        tr("No NPS question yet"),
        tr("Import answers with a 0–10 question “how likely are you to recommend us” (role nps): this page shows the "
           "score, where it differs, and how it moves."),
        tr("Import answers…"));
    m_stack->setCurrentWidget(m_state);
    m_inspector->showNothing();
}

void NpsPage::showNoMatch() {
    m_stateName = QStringLiteral("nomatch");
    const auto& steps = document()->selection()->steps();
    const QString last = steps.isEmpty() ? QString() : steps.last().label;
    m_finding->setFullText(tr("No answer matches"));
    m_state->setTexts(tr("No answer matches the conditions"),
                      last.isEmpty() ? QString() : tr("The last condition was “%1”.").arg(last),
                      last.isEmpty() ? QString() : tr("Remove it"));
    m_stack->setCurrentWidget(m_state);
    m_inspector->showNothing();
    m_inspector->showBase(m_run.total.base);
}

void NpsPage::showFailure(const Error& error) {
    m_hasRun = false;
    m_order.clear();
    m_bars->clearPicture();
    m_trend->clearPicture();
    m_model->clear();
    m_finding->setFullText(pageName());
    m_subtitle->setFullText({});
    m_stateName = QStringLiteral("error");
    m_stack->setCurrentWidget(m_content);
    m_inspector->showNothing();
    m_message->showError(error);
}

void NpsPage::present(Run run) {
    JobRunner::release(std::exchange(m_run, std::move(run)));
    m_hasRun = true;
    m_order = npsRowOrder(m_run.levels, m_inspector->order());
    if (m_run.total.total.n == 0) {
        updateTexts();
        return showNoMatch();
    }
    m_stateName = QStringLiteral("chart");
    m_stack->setCurrentWidget(m_content);
    m_model->setResults(m_run.total, m_run.levels);
    if (m_run.levels.size() > 1) m_tree->expandToDepth(0);
    m_tree->setRootIsDecorated(m_run.levels.size() > 1);
    // what was selected, else what the finding speaks of, else the total
    const analysis::NpsRow* row = nullptr;
    for (const auto& level : m_run.levels)
        for (const auto& candidate : level.rows)
            if (!m_selected.group.empty() && candidate.group == m_selected.group) row = &candidate;
    if (!row && !m_run.levels.empty())
        for (const auto& candidate : m_run.levels.front().rows)
            if (npsVerdict(candidate) != chart::Verdict::None &&
                (!row || std::fabs(*candidate.versusRest.difference) > std::fabs(*row->versusRest.difference)))
                row = &candidate;
    updatePictures();
    updateTexts();
    selectRow(row ? *row : m_run.total.total);
}

void NpsPage::updatePictures() {
    if (!m_hasRun) return;
    m_order = npsRowOrder(m_run.levels, m_inspector->order());
    m_barsBox->setVisible(!m_order.empty());
    const chart::NpsBarsSpec bars = npsBarsSpec(m_run.levels, language(), m_inspector->order());
    m_barsBox->setMaximumHeight(std::max(128, static_cast<int>(chart::npsBarsHeight(bars)) + 4));
    if (!m_order.empty())
        m_bars->setPicture([spec = bars](chart::Size size, const chart::Measure& measure) {
            return chart::layoutNpsBars(spec, size, measure);
        });
    m_trendBox->setVisible(m_run.trend && m_run.trend->rows.size() > 1);
    // few groups leave the room of their rows to the trend; many keep it
    int rows = 1;
    for (const auto& level : m_run.levels)
        rows += static_cast<int>(level.rows.size());
    const bool few = rows <= 12 && m_run.levels.size() <= 1;
    const bool trend = m_run.trend && m_run.trend->rows.size() > 1;
    m_trendBox->setMinimumHeight(126);
    m_trendBox->setMaximumHeight(few ? 560 : 126);
    m_tree->setMinimumHeight(few ? std::min(28 + 27 * rows + 6, 200) : 120);
    m_tree->setMaximumHeight(few && trend ? 28 + 27 * rows + 14 : QWIDGETSIZE_MAX);
    if (m_run.trend)
        m_trend->setPicture(
            [spec = npsTrendSpec(*m_run.trend, language(), m_run.incomplete)](
                chart::Size size, const chart::Measure& measure) { return chart::layoutTrend(spec, size, measure); });
}

void NpsPage::updateTexts() {
    if (!m_hasRun) return;
    const analysis::NpsResult& shown = m_run.levels.empty() ? m_run.total : m_run.levels.front();
    m_finding->setFullText(QString::fromStdString(npsFinding(shown, language())));
    const analysis::NpsRow& total = m_run.total.total;
    QStringList parts{QString::fromStdString(m_run.total.question),
                      tr("%1 valid answers").arg(counted(static_cast<qulonglong>(total.n)))};
    if (total.nps && npsBase(total) != chart::Base::Hidden) {
        QString score = QStringLiteral("NPS ") + QString::fromStdString(chart::signedFixed(*total.nps));
        if (total.ci95)
            score += QStringLiteral(" [%1]").arg(
                QString::fromStdString(chart::range(total.ci95->low, total.ci95->high, 1, true)));
        parts.append(score);
    }
    if (!m_run.levels.empty()) {
        QStringList by;
        for (const std::string& column : m_run.levels.back().params.by)
            by.append(QString::fromStdString(column));
        parts.append(tr("by %1").arg(by.join(QStringLiteral(" › "))));
        if (const auto& link = m_run.levels.back().link; link && link->answers > 0)
            parts.append(tr("%1% of answers linked").arg(link->linkedShare() * 100, 0, 'f', 1));
    }
    if (!m_run.total.params.weight.empty())
        parts.append(tr("weighted by %1").arg(QString::fromStdString(m_run.total.params.weight)));
    m_subtitle->setFullText(parts.join(speaksChinese() ? QStringLiteral("·") : QStringLiteral(" · ")));
    m_inspector->showBase(m_run.total.base);
}

void NpsPage::retranslate() {
    m_trend->setAccessibleName(tr("NPS over time"));
    m_bars->setAccessibleName(tr("NPS by group"));
    m_tree->setAccessibleName(tr("NPS table"));
    m_inspector->retranslate();
    m_model->retranslate();
    if (m_stateName == QLatin1String("empty")) showEmpty();
    if (m_stateName == QLatin1String("error")) m_finding->setFullText(pageName());
    if (!m_hasRun) return;
    updateTexts();
    if (m_stateName == QLatin1String("nomatch")) return showNoMatch();
    updatePictures();
    selectRow(m_selected.n > 0 ? m_selected : m_run.total.total);
}

void NpsPage::restyle() {
    m_trend->restyle();
    m_bars->restyle();
    m_tree->viewport()->update();
    m_inspector->update();
}

} // namespace xo::ui
