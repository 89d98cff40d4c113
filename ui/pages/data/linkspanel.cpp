#include "ui/pages/data/linkspanel.h"

#include "ui/pages/data/answersdialog.h"
#include "ui/pages/data/identitytext.h"
#include "ui/theme/theme.h"
#include "ui/widgets/pieces.h"
#include "ui/widgets/plaintable.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableWidget>
#include <QVBoxLayout>

namespace xo::ui {

namespace {

constexpr int kMostDatasets = 4;

QString shareOf(std::uint64_t part, std::uint64_t of) {
    if (of == 0) return QStringLiteral("–");
    return QLocale().toString(static_cast<double>(part) * 100 / static_cast<double>(of), 'f', 1) + QLatin1Char('%');
}

/// "equal keys: survey.order_id = orders.order_id", or how far back the customer's event may lie, and of which dataset.
QString ruleOf(const Workspace& workspace, const fusion::DatasetLinks& links) {
    const auto keyOf = [&](const std::string& dataset) {
        const auto table = workspace.findTable(dataset);
        const auto column = table ? workspace.tables[*table]->findRole(RoleKind::Link) : std::nullopt;
        return QString::fromStdString(column ? dataset + "." + workspace.tables[*table]->columns()[*column].name
                                             : dataset);
    };
    QStringList events, keys;
    for (const auto& [name, count] : links.events) {
        events << QString::fromStdString(name);
        keys << keyOf(name);
    }
    const QString separator = QStringLiteral(", ");
    if (links.byKey)
        return keys.isEmpty()
                   ? LinksPanel::tr("equal link keys")
                   : LinksPanel::tr("equal link keys: %1 = %2").arg(keyOf(links.answers), keys.join(separator));
    const QString within = LinksPanel::tr("the customer's latest event within %1 days before").arg(links.asOfDays);
    return events.isEmpty() ? within : LinksPanel::tr("%1 (%2)").arg(within, events.join(separator));
}

QVBoxLayout* laidOut(QFrame* frame) {
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(12, 8, 12, 12);
    layout->setSpacing(6);
    return layout;
}

} // namespace

LinksPanel::LinksPanel(Document* document, PageHost* host, QWidget* parent)
    : QWidget(parent), m_document(document), m_host(host) {
    auto* datasets = panel(this);
    auto* datasetsLayout = laidOut(datasets);
    m_title = label("title", datasets);
    m_hint = label("label", datasets);
    m_hint->setWordWrap(true);
    m_datasets = plainTable(datasets, 1);
    m_datasets->setObjectName(QStringLiteral("linkDatasets"));
    datasetsLayout->addWidget(m_title);
    datasetsLayout->addWidget(m_datasets);
    datasetsLayout->addWidget(m_hint);

    auto* lists = panel(this);
    auto* listsLayout = new QVBoxLayout(lists);
    listsLayout->setContentsMargins(12, 4, 12, 12);
    listsLayout->setSpacing(6);
    auto* head = new QHBoxLayout;
    m_lists = new QTabBar(lists);
    m_lists->setObjectName(QStringLiteral("linkLists"));
    m_lists->setDrawBase(false);
    m_lists->setExpanding(false);
    m_lists->setUsesScrollButtons(false);
    m_lists->addTab({});
    m_lists->addTab({});
    m_openButton = button("small", lists);
    m_openButton->setObjectName(QStringLiteral("linkOpen"));
    head->addWidget(m_lists, 1);
    head->addWidget(m_openButton);
    m_figures = plainTable(lists, 3);
    m_figures->setObjectName(QStringLiteral("linkFigures"));
    m_keys = plainTable(lists, 0);
    m_keys->setObjectName(QStringLiteral("linkKeys"));
    auto* stack = new QStackedWidget(lists);
    stack->addWidget(m_figures);
    stack->addWidget(m_keys);
    listsLayout->addLayout(head);
    listsLayout->addWidget(stack, 1);
    connect(m_lists, &QTabBar::currentChanged, this, [this, stack](int index) {
        stack->setCurrentIndex(index);
        m_openButton->setVisible(index == 0);
    });

    m_empty = new QWidget(this);
    m_emptyText = label("label", m_empty);
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setWordWrap(true);
    m_import = button("primary", m_empty);
    auto* emptyLayout = new QVBoxLayout(m_empty);
    emptyLayout->setSpacing(12);
    emptyLayout->addStretch();
    emptyLayout->addWidget(m_emptyText);
    emptyLayout->addWidget(m_import, 0, Qt::AlignCenter);
    emptyLayout->addStretch();
    connect(m_import, &QPushButton::clicked, this, [this] { m_host->importFiles({}); });
    m_panels = {datasets, lists};
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(datasets);
    layout->addWidget(lists, 1);
    layout->addWidget(m_empty, 1);

    connect(m_datasets, &QTableWidget::currentCellChanged, this, [this](int row, int, int before, int) {
        if (row != before) showFigures();
    });
    connect(m_figures, &QTableWidget::cellActivated, this, &LinksPanel::open);
    connect(m_figures, &QTableWidget::cellClicked, this, [this](int row, int column) {
        if (column == 1) open(row);
    });
    connect(m_openButton, &QPushButton::clicked, this, [this] { open(m_figures->currentRow()); });
    connect(m_figures, &QTableWidget::currentCellChanged, this, [this](int row) {
        m_openButton->setEnabled(row >= 0 && row < static_cast<int>(m_rows.size()) &&
                                 m_rows[static_cast<std::size_t>(row)].opens &&
                                 m_rows[static_cast<std::size_t>(row)].count > 0);
    });
    m_openButton->setEnabled(false);
    retranslate();
}

void LinksPanel::refresh() {
    m_stale = true;
    if (isVisible()) compute();
}

void LinksPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_stale) compute();
}

void LinksPanel::compute() {
    if (!m_document->isOpen()) return;
    m_stale = false;
    m_loading = true;
    m_document->jobs()->run<Links>(
        tr("Looking at the links"), this,
        [workspace = m_document->workspace()](const JobContext& job) -> Result<Links> {
            auto links = fusion::linkPanel(*workspace, 0, job);
            if (!links) return links.failure();
            auto keys = fusion::keyQuality(*workspace, job);
            if (!keys) return keys.failure();
            return Links{std::move(*links), std::move(*keys)};
        },
        [this](Result<Links> links) {
            m_loading = false;
            if (links)
                m_links = std::move(*links);
            else if (links.error().code != kCancelled)
                m_links.reset(), m_host->showError(links.error());
            showLinks();
            Q_EMIT idleChanged();
        },
        QStringLiteral("data/links"));
}

void LinksPanel::retranslate() {
    m_title->setText(tr("How answers find the event they are about"));
    setTexts(m_openButton, tr("Show these answers"));
    m_lists->setTabText(1, tr("Quality of the keys"));
    m_lists->setAccessibleName(tr("Figures and quality of keys"));
    m_datasets->setAccessibleName(tr("Datasets of answers"));
    m_figures->setAccessibleName(tr("Figures of the links"));
    m_keys->setAccessibleName(tr("Quality of the keys"));
    setTexts(m_import, tr("Import files…"));
    m_emptyText->setText(
        tr("No answers yet. Import survey answers and journey events: here you then see which event each "
           "answer is about, and why others have none."));
    showLinks();
}

void LinksPanel::showLinks() {
    const bool any = m_links && !m_links->panel.datasets.empty();
    for (QWidget* one : m_panels)
        one->setVisible(any);
    m_empty->setVisible(m_links && !any);
    if (!any) return;
    const int chosen = std::max(0, m_datasets->currentRow());
    constexpr const char* kAlign = "llrrrrr";
    setHeaders(
        m_datasets,
        {tr("Answers of"), tr("Tied by"), tr("Answers"), tr("Tied"), tr("Share"), tr("Not tied"), tr("Rows if joined")},
        kAlign);
    m_datasets->setRowCount(static_cast<int>(m_links->panel.datasets.size()));
    int row = 0;
    for (const fusion::DatasetLinks& one : m_links->panel.datasets)
        setRow(m_datasets, row++,
               {QString::fromStdString(one.answers), ruleOf(*m_document->workspace(), one),
                counted(one.quality.answers), counted(one.quality.linked),
                shareOf(one.quality.linked, one.quality.answers), counted(one.quality.orphans),
                counted(one.rowsIfJoined)},
               kAlign);
    m_datasets->horizontalHeaderItem(1)->setToolTip(tr(
        "The rule of each survey. Equal link keys tie whatever the times; only where the datasets share no link, the "
        "customer's latest event before the answer counts."));
    m_datasets->horizontalHeaderItem(6)->setToolTip(
        tr("How many rows a join of the answers with all events under their key would give"));
    fitHeight(m_datasets, kMostDatasets);
    m_datasets->selectRow(std::min(chosen, m_datasets->rowCount() - 1));
    const bool events = !m_document->workspace()->tablesOfKind(DatasetKind::Events).empty();
    m_hint->setVisible(!events);
    m_hint->setText(tr("The project has no events: every answer stands alone. Import journey events to tie them."));
    showFigures();
    showKeys();
}

std::vector<LinksPanel::Figure> LinksPanel::figuresOf(const fusion::DatasetLinks& links) const {
    using fusion::LinkFigure;
    const LinkQuality& quality = links.quality;
    const auto figure = [&](LinkFigure opens, std::uint64_t count, const QString& name, const QString& meaning) {
        return Figure{opens, count, name, shareOf(count, quality.answers), meaning};
    };
    const auto reason = [&](fusion::OrphanReason one) { return links.reasons[static_cast<std::size_t>(one)]; };
    const QString indent = QStringLiteral("    ");
    std::vector<Figure> out;
    out.push_back(figure(LinkFigure::Linked, quality.linked, tr("Tied to an event"),
                         links.byKey ? tr("An event has the same link key, whatever the times.")
                                     : tr("The customer has an event in the %1 days before the answer; the latest "
                                          "counts.")
                                           .arg(links.asOfDays)));
    out.push_back(figure(LinkFigure::Orphans, quality.orphans, tr("Not tied"),
                         tr("Kept in every figure of the survey; left out where the event is asked for.")));
    if (links.byKey) {
        out.push_back(figure(LinkFigure::NoKey, reason(fusion::OrphanReason::NoKey), indent + tr("no link key"),
                             tr("The link column is blank in these rows.")));
        out.push_back(figure(LinkFigure::UnknownKey, reason(fusion::OrphanReason::UnknownKey),
                             indent + tr("key unknown"),
                             tr("No event has this key: not imported yet, or written in another way.")));
    } else {
        out.push_back(figure(LinkFigure::NoCustomer, reason(fusion::OrphanReason::NoCustomer),
                             indent + tr("no customer"), tr("Nothing in the row says who answered.")));
        out.push_back(figure(LinkFigure::NoEvent, reason(fusion::OrphanReason::NoEvent),
                             indent + tr("no event in time"),
                             tr("The customer has no event in the %1 days before the answer.").arg(links.asOfDays)));
    }
    out.push_back(figure(LinkFigure::Ambiguous, quality.ambiguous, tr("Ambiguous"),
                         links.byKey ? tr("Tied, but the events under the key belong to different customers.")
                                     : tr("Tied, but events of the same instant belong to different customers.")));
    out.push_back(figure(LinkFigure::BeforeEvent, quality.beforeEvent, tr("Answered before the event"),
                         tr("Tied by key, but the answer is older than every event under it.")));
    out.push_back(figure(LinkFigure::WithoutCustomer, links.withoutCustomer, tr("Customer unknown"),
                         tr("These answers belong to no customer: lists and segments leave them out.")));
    if (!links.byKey) return out;
    out.push_back(figure(
        LinkFigure::SeveralEvents, links.severalEvents, tr("Several events under the key"),
        tr("Each is tied to one of them only; at most %1 stand under one key.").arg(counted(quality.fanOutMax))));
    const double times =
        quality.answers ? static_cast<double>(links.rowsIfJoined) / static_cast<double>(quality.answers) : 1.0;
    out.push_back(Figure{std::nullopt, links.rowsIfJoined, tr("Rows if joined"),
                         QStringLiteral("×") + QLocale().toString(times, 'f', 2),
                         tr("What a join by hand would give. Nothing here multiplies answers.")});
    return out;
}

void LinksPanel::showFigures() {
    const int dataset = m_datasets->currentRow();
    if (!m_links || dataset < 0 || dataset >= static_cast<int>(m_links->panel.datasets.size())) return;
    const fusion::DatasetLinks& links = m_links->panel.datasets[static_cast<std::size_t>(dataset)];
    const int chosen = m_figures->currentRow();
    m_rows = figuresOf(links);
    m_lists->setTabText(0, tr("Answers of %1").arg(QString::fromStdString(links.answers)));
    constexpr const char* kAlign = "lrrl";
    setHeaders(m_figures, {tr("Figure"), tr("Answers"), tr("Share"), tr("What it means")}, kAlign);
    m_figures->setRowCount(static_cast<int>(m_rows.size()));
    const Tokens& tokens = tokensFor(palette());
    for (int row = 0; row < m_figures->rowCount(); ++row) {
        const Figure& figure = m_rows[static_cast<std::size_t>(row)];
        setRow(m_figures, row, {figure.name, counted(figure.count), figure.share, figure.meaning}, kAlign);
        m_figures->item(row, 3)->setForeground(tokens.t2);
        if (!figure.opens || figure.count == 0) continue;
        m_figures->item(row, 1)->setForeground(tokens.goodText);
        m_figures->item(row, 1)->setToolTip(tr("Shows these answers"));
    }
    m_figures->setCurrentCell(std::clamp(chosen, 0, m_figures->rowCount() - 1), 0);
}

void LinksPanel::showKeys() {
    constexpr const char* kAlign = "llrrrrrr";
    setHeaders(m_keys,
               {tr("Column"), tr("Used as"), tr("Rows"), tr("Blank"), tr("No such key"), tr("Placeholders"),
                tr("Different keys"), tr("Shared by many")},
               kAlign);
    m_keys->horizontalHeaderItem(4)->setToolTip(tr("The text is no key of this kind, such as a word among phones"));
    m_keys->horizontalHeaderItem(5)->setToolTip(
        tr("What people type where they don't want to answer: 13800138000, 无, test@test.com. It joins nobody."));
    m_keys->horizontalHeaderItem(7)->setToolTip(
        tr("Keys that more than %1 customers share, such as the phone of a shop")
            .arg(m_document->isOpen() ? m_document->workspace()->identity.tooCommon : 5));
    m_keys->setRowCount(static_cast<int>(m_links->keys.size()));
    int row = 0;
    for (const fusion::KeyQuality& one : m_links->keys) {
        const auto kind = identityKindFromName(one.use);
        setRow(m_keys, row++,
               {QString::fromStdString(one.dataset + "." + one.column),
                one.use == "link"       ? tr("link key")
                : one.use == "customer" ? tr("customer key")
                                        : (kind ? identityKindText(*kind) : QString::fromStdString(one.use)),
                counted(one.rows), counted(one.blank), counted(one.unreadable), counted(one.placeholders),
                counted(one.keys), one.shared ? counted(*one.shared) : QStringLiteral("–")},
               kAlign);
    }
}

void LinksPanel::open(int row) {
    const int dataset = m_datasets->currentRow();
    if (!m_links || dataset < 0 || row < 0 || row >= static_cast<int>(m_rows.size())) return;
    const Figure& figure = m_rows[static_cast<std::size_t>(row)];
    if (!figure.opens || figure.count == 0) return;
    const std::string& name = m_links->panel.datasets[static_cast<std::size_t>(dataset)].answers;
    auto* dialog = new AnswersDialog(m_document, name, *figure.opens, figure.name.trimmed(), figure.meaning, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QString LinksPanel::tableText() const {
    return tablesText({m_datasets, m_figures, m_keys});
}

} // namespace xo::ui
