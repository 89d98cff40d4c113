#include "ui/timeline/timelinedialog.h"

#include "core/chart/timelinespec.h"
#include "ui/charts/chartview.h"
#include "ui/charts/pageparts.h"
#include "ui/widgets/listtable.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace xo::ui {

namespace {
constexpr int kChartHeight = 170;
} // namespace

TimelineDialog::TimelineDialog(Document* document, const QString& customer, QWidget* parent)
    : ProjectDialog(document, parent), m_customer(customer), m_model(new TimelineModel(this)),
      m_title(label("finding", this)), m_count(label("subtitle", this)), m_entryTitle(label("title", this)),
      m_tie(label("label", this)), m_profile(new ElidedLabel(this)), m_chart(new ChartView(this)),
      m_table(new ListTable(m_model, message(), 26, 320, this)), m_facts(new FactsView(this)),
      m_follow(button("small", this)), m_copy(button("", this)), m_close(button("primary", this)) {
    setObjectName(QStringLiteral("timelineDialog"));
    resize(1080, 680);
    setKind(m_profile, "subtitle");
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    m_table->setObjectName(QStringLiteral("timelineRows"));
    m_follow->setObjectName(QStringLiteral("timelineFollow"));
    m_entryTitle->setWordWrap(true);
    m_tie->setWordWrap(true);
    m_chart->setFileStem(QStringLiteral("timeline"));
    m_chart->setDrillable([](const QString&) { return true; });

    QFrame* picture = panel(this);
    picture->setFixedHeight(kChartHeight + 2);
    auto* pictureLayout = new QVBoxLayout(picture);
    pictureLayout->setContentsMargins(1, 1, 1, 1);
    pictureLayout->addWidget(m_chart);
    QFrame* details = panel(this);
    details->setFixedWidth(320);
    auto* detailsLayout = new QVBoxLayout(details);
    detailsLayout->setContentsMargins(12, 10, 12, 10);
    detailsLayout->setSpacing(6);
    detailsLayout->addWidget(m_entryTitle);
    detailsLayout->addWidget(m_tie);
    detailsLayout->addWidget(m_follow);
    auto* area = new QScrollArea(details);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inner = new QWidget(area);
    inner->setObjectName(QStringLiteral("scrolled"));
    auto* innerLayout = new QVBoxLayout(inner);
    innerLayout->setContentsMargins(0, 0, 0, 0);
    innerLayout->addWidget(m_facts);
    innerLayout->addStretch(1);
    area->setWidget(inner);
    detailsLayout->addWidget(area, 1);
    auto* rows = new QWidget(this);
    auto* below = new QHBoxLayout(rows);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(8);
    below->addWidget(m_table, 1);
    below->addWidget(details);
    auto* actions = new QHBoxLayout;
    actions->addStretch();
    actions->addWidget(m_copy);
    actions->addWidget(m_close);
    layOut({m_title, m_count, m_profile, picture}, rows, actions);
    setUpList(m_table, m_copy, m_close);

    connect(m_chart, &ChartView::drillRequested, this,
            [this](const QString& id) { select(id.mid(id.indexOf(QLatin1Char(':')) + 1).toULongLong()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TimelineDialog::showEntry);
    connect(m_table, &QTableView::activated, this, &TimelineDialog::follow);
    connect(m_follow, &QPushButton::clicked, this, &TimelineDialog::follow);
    retranslate();
    load();
    m_table->setFocus();
}

void TimelineDialog::load() {
    m_loading = true;
    document()->jobs()->run<analysis::Timeline>(
        tr("Reading the customer"), this,
        [context = document()->context(), key = m_customer.toStdString()](const JobContext& job) {
            return analysis::customerTimeline(context, key, job);
        },
        [this](Result<analysis::Timeline> timeline) {
            if (!timeline && timeline.error().code == kCancelled) return;
            m_loading = false;
            if (!timeline) {
                m_model->setTimeline({});
                message()->showError(timeline.error());
            } else {
                message()->dismiss();
                m_model->setTimeline(std::move(*timeline));
            }
            retranslate();
            if (m_model->rowCount() > 0) select(0);
        },
        QStringLiteral("timeline/%1").arg(quintptr(this)));
}

void TimelineDialog::openCustomer(const QString& customer) {
    m_customer = customer;
    load();
}

std::optional<std::size_t> TimelineDialog::selected() const {
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid() || current.row() >= m_model->rowCount()) return std::nullopt;
    return static_cast<std::size_t>(current.row());
}

void TimelineDialog::select(std::size_t entry) {
    if (entry < m_model->timeline().entries.size())
        m_table->setCurrentIndex(m_model->index(static_cast<int>(entry), 0));
}

void TimelineDialog::showTimeline() {
    const analysis::Timeline& timeline = m_model->timeline();
    chart::TimelineSpec spec;
    spec.eventsTitle = tr("Events").toStdString();
    spec.answersTitle = tr("Answers").toStdString();
    double latest = 0;
    for (const auto& entry : timeline.entries)
        if (entry.time != kNoTime) latest = static_cast<double>(entry.time);
    for (std::size_t i = 0; i < timeline.entries.size(); ++i) {
        const analysis::TimelineEntry& entry = timeline.entries[i];
        chart::TimelineMark mark;
        mark.at = entry.time == kNoTime ? latest : static_cast<double>(entry.time);
        mark.answer = entry.kind != DatasetKind::Events;
        mark.label = (mark.answer && !entry.scores.empty() ? m_model->scores(i) : m_model->what(i)).toStdString();
        mark.dateText = entry.timeText.substr(0, 10);
        mark.hollow = mark.answer && entry.tie.empty();
        if (mark.answer) mark.ink = chart::Ink::Selected;
        mark.event = entry.event; // marks and entries count alike
        mark.facts.emplace_back(
            tr("Time").toStdString(),
            m_model->index(static_cast<int>(i), TimelineModel::Time).data().toString().toStdString());
        if (const QString tie = m_model->tie(i); !tie.isEmpty())
            mark.facts.emplace_back(tr("Tied by").toStdString(), tie.toStdString());
        spec.marks.push_back(std::move(mark));
    }
    spec.description = (m_title->text() + QStringLiteral(": ") + m_count->text()).toStdString();
    if (spec.marks.empty())
        m_chart->clearPicture();
    else
        m_chart->setPicture([spec](chart::Size size, const chart::Measure& measure) {
            return chart::layoutTimeline(spec, size, measure);
        });
}

void TimelineDialog::showEntry() {
    const auto at = selected();
    m_chart->setSelectedId(at ? QStringLiteral("entry:%1").arg(*at) : QString());
    m_entryTitle->setVisible(at.has_value());
    m_tie->setVisible(at && !m_model->tie(*at).isEmpty());
    m_follow->setVisible(false);
    chart::Facts facts;
    if (at) {
        const analysis::TimelineEntry& entry = m_model->timeline().entries[*at];
        m_entryTitle->setText(QStringLiteral("%1 · %2").arg(m_model->what(*at), QString::fromStdString(entry.dataset)));
        m_tie->setText(m_model->tie(*at));
        if (entry.event || entry.otherCustomer) {
            setTexts(m_follow, entry.event ? tr("Go to its event")
                                           : tr("Open customer %1").arg(QString::fromStdString(*entry.otherCustomer)));
            m_follow->setVisible(true);
        } else if (!entry.answers.empty()) {
            setTexts(m_follow, tr("Go to its answers (%1)").arg(entry.answers.size()));
            m_follow->setVisible(true);
        }
        for (const auto& [name, text] : entry.cells)
            facts.emplace_back(name, text);
    }
    m_facts->setFacts(facts);
}

void TimelineDialog::follow() {
    const auto at = selected();
    if (!at) return;
    const analysis::TimelineEntry& entry = m_model->timeline().entries[*at];
    if (entry.event)
        select(*entry.event);
    else if (entry.otherCustomer)
        openCustomer(QString::fromStdString(*entry.otherCustomer));
    else if (!entry.answers.empty())
        select(entry.answers.front());
}

void TimelineDialog::retranslate() {
    const analysis::Timeline& timeline = m_model->timeline();
    setWindowTitle(tr("Customer: %1").arg(m_customer));
    m_title->setText(m_customer);
    const auto events = static_cast<qulonglong>(
        std::count_if(timeline.entries.begin(), timeline.entries.end(),
                      [](const analysis::TimelineEntry& entry) { return entry.kind == DatasetKind::Events; }));
    m_count->setText(tr("%1 events · %2 answers").arg(counted(events), counted(timeline.entries.size() - events)));
    QStringList profile;
    for (const auto& [name, text] : timeline.profile)
        profile.append(QStringLiteral("%1 = %2").arg(QString::fromStdString(name), QString::fromStdString(text)));
    m_profile->setFullText(profile.join(QStringLiteral(" · ")));
    m_profile->setVisible(!profile.isEmpty());
    m_table->setAccessibleName(tr("Events and answers"));
    m_chart->setAccessibleName(tr("Events and answers on one line"));
    setTexts(m_copy, tr("Copy"), ListTable::copyHint());
    setTexts(m_close, tr("Close"));
    m_model->retranslate();
    showTimeline();
    showEntry();
}

} // namespace xo::ui
