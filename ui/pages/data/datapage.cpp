#include "ui/pages/data/datapage.h"

#include "ui/import/columnsmodel.h"
#include "ui/pages/data/datasetcard.h"
#include "ui/pages/data/identitypanel.h"
#include "ui/pages/data/linkspanel.h"
#include "ui/pages/data/proposalbar.h"
#include "ui/widgets/pieces.h"
#include "ui/widgets/plaintable.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableWidget>

#include <algorithm>

namespace xo::ui {

namespace {

constexpr std::size_t kMostRowsLookedAt = 2'000'000;
constexpr int kLeastTable = 112; // a header and three rows

QString roleOf(const QString& code) {
    const auto role = Role::parse(code.toStdString());
    return role ? roleText(*role) : code;
}

QString typeOf(const QString& code) {
    const auto type = valueTypeFromName(code.toStdString());
    return type ? typeText(*type) : code;
}

QString wholeNumber(const Json& value) {
    return value.is_number() ? counted(value.get<std::uint64_t>()) : QStringLiteral("–");
}

} // namespace

DataPage::DataPage(Document* document, PageHost* host, QWidget* parent)
    : Page(document, host, parent), m_finding(label("finding", this)), m_sub(label("subtitle", this)),
      m_database(button("", this)), m_import(button("primary", this)), m_content(new QWidget(this)),
      m_empty(new QWidget(this)), m_emptyText(label("label", m_empty)), m_emptyButton(button("primary", m_empty)),
      m_emptyDatabase(button("", m_empty)), m_cards(new QWidget), m_cardsLayout(new QHBoxLayout(m_cards)),
      m_columnsTitle(label("title", this)), m_columns(plainTable(this)), m_batchesTitle(label("title", this)),
      m_batchTable(plainTable(this)), m_undo(button("small", this)), m_tabs(new QTabBar(this)),
      m_stack(new QStackedWidget(this)), m_links(new LinksPanel(document, host, this)),
      m_identity(new IdentityPanel(document, host, this)), m_offer(new ProposalBar(this)) {
    auto* head = new QHBoxLayout;
    head->addWidget(m_finding, 1);
    head->addWidget(m_database, 0, Qt::AlignTop);
    head->addWidget(m_import, 0, Qt::AlignTop);

    m_cardsLayout->setContentsMargins(0, 0, 0, 0);
    m_cardsLayout->setSpacing(8);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_cards);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedHeight(164);

    auto* columnsPanel = panel(this);
    auto* columnsLayout = new QVBoxLayout(columnsPanel);
    columnsLayout->setContentsMargins(12, 8, 12, 12);
    columnsLayout->addWidget(m_columnsTitle);
    columnsLayout->addWidget(m_columns, 1);
    auto* batchesPanel = panel(this);
    auto* batchesLayout = new QVBoxLayout(batchesPanel);
    batchesLayout->setContentsMargins(12, 8, 12, 12);
    auto* batchesHead = new QHBoxLayout;
    batchesHead->addWidget(m_batchesTitle, 1);
    batchesHead->addWidget(m_undo);
    batchesLayout->addLayout(batchesHead);
    batchesLayout->addWidget(m_batchTable, 1);

    auto* contentLayout = new QVBoxLayout(m_content);
    contentLayout->setContentsMargins(0, 0, 0, 0);
    contentLayout->setSpacing(8);
    contentLayout->addWidget(scroll);
    contentLayout->addWidget(columnsPanel, 3);
    contentLayout->addWidget(batchesPanel, 2);
    m_batchTable->setMinimumHeight(kLeastTable); // not squeezed away by what is offered above
    m_columns->setMinimumHeight(kLeastTable);

    auto* emptyLayout = new QVBoxLayout(m_empty);
    emptyLayout->addStretch();
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setWordWrap(true);
    emptyLayout->addWidget(m_emptyText);
    auto* emptyButtons = new QHBoxLayout;
    emptyButtons->setSpacing(8);
    emptyButtons->addStretch();
    emptyButtons->addWidget(m_emptyButton);
    emptyButtons->addWidget(m_emptyDatabase);
    emptyButtons->addStretch();
    emptyLayout->addLayout(emptyButtons);
    emptyLayout->addStretch();

    m_tabs->setObjectName(QStringLiteral("dataTabs"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (QWidget* part : std::initializer_list<QWidget*>{m_content, m_links, m_identity}) {
        m_tabs->addTab({});
        m_stack->addWidget(part);
    }
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(m_sub);
    layout->addWidget(m_offer);
    layout->addWidget(m_tabs);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_empty, 1);

    buildInspector();
    connect(m_import, &QPushButton::clicked, this, [this] { this->host()->importFiles({}); });
    connect(m_emptyButton, &QPushButton::clicked, this, [this] { this->host()->importFiles({}); });
    for (QPushButton* push : {m_database, m_emptyDatabase})
        connect(push, &QPushButton::clicked, this, [this] { this->host()->importDatabase(); });
    connect(m_undo, &QPushButton::clicked, this, [this] { undoBatch(m_batchTable->currentRow()); });
    connect(m_batchTable, &QTableWidget::itemSelectionChanged, this, [this] {
        const int row = m_batchTable->currentRow();
        m_undo->setEnabled(row >= 0 && row < static_cast<int>(m_batches.size()) &&
                           m_batches[m_batches.size() - 1 - static_cast<std::size_t>(row)].state == BatchState::Live &&
                           !this->document()->isReadOnly());
    });
    connect(document, &Document::workspaceChanged, this, [this] {
        m_stale = true;
        if (isVisible()) refresh();
        m_links->refresh();
        m_identity->refresh();
        offerRules();
    });
    connect(m_links, &LinksPanel::idleChanged, this, &DataPage::idleChanged);
    connect(m_identity, &IdentityPanel::idleChanged, this, &DataPage::idleChanged);
    connect(m_offer, &ProposalBar::accepted, this, [this] {
        m_identity->addProposals(m_offer->proposals());
        m_offer->withdraw();
        showPart(Part::Identity);
        m_identity->setFocus();
    });
    m_undo->setEnabled(false);
    retranslate();
}

void DataPage::buildInspector() {
    m_inspector = new QWidget;
    auto* layout = new QVBoxLayout(m_inspector);
    layout->setContentsMargins(12, 12, 12, 12);
    m_linkTitle = label("title", m_inspector);
    layout->addWidget(m_linkTitle);
    auto* grid = new QGridLayout;
    grid->setColumnStretch(0, 1);
    grid->setVerticalSpacing(6);
    for (int i = 0; i < 6; ++i) {
        m_linkNames << label("label", m_inspector);
        m_linkValues << label("label", m_inspector);
        m_linkValues.back()->setAlignment(Qt::AlignRight);
        grid->addWidget(m_linkNames.back(), i, 0);
        grid->addWidget(m_linkValues.back(), i, 1);
    }
    layout->addLayout(grid);
    m_linkHint = label("hint", m_inspector);
    m_linkHint->setWordWrap(true);
    layout->addWidget(m_linkHint);
    layout->addStretch();
}

void DataPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (m_stale) refresh();
}

bool DataPage::isIdle() const {
    return !m_loading && !m_loadingColumns && !m_stale && !m_offering && m_links->isIdle() && m_identity->isIdle();
}

void DataPage::showPart(Part part) {
    m_tabs->setCurrentIndex(static_cast<int>(part));
}

// Rules are offered after an import of this window; a project that was opened is left in peace. Looking for them loads
// the columns that may hold keys: of large projects only when asked for (Identity, Suggest rules).
void DataPage::offerRules() {
    std::size_t live = 0;
    if (const auto batches = document()->batches())
        live = static_cast<std::size_t>(std::count_if(
            batches->begin(), batches->end(), [](const BatchInfo& batch) { return batch.state == BatchState::Live; }));
    const bool open = document()->isOpen();
    const IdentityRules rules = open ? document()->workspace()->identity : IdentityRules();
    const bool imported = open && m_offeredIn == document()->openedCount() && live > m_liveBatches;
    const bool rulesChanged = rules != m_offeredFor;
    m_offeredIn = document()->openedCount();
    m_liveBatches = live;
    m_offeredFor = rules;
    if (!imported) {
        if (rulesChanged || live == 0) m_offer->withdraw();
        return;
    }
    std::size_t rows = 0;
    for (const auto& table : document()->workspace()->tables)
        rows += table->rows();
    if (rows > kMostRowsLookedAt) return m_offer->withdraw();
    m_offering = true;
    document()->jobs()->run<std::vector<fusion::RuleProposal>>(
        tr("Looking for identity rules"), this,
        [workspace = document()->workspace()](const JobContext& job) { return fusion::proposeRules(*workspace, job); },
        [this](Result<std::vector<fusion::RuleProposal>> proposals) {
            m_offering = false;
            if (proposals) m_offer->offer(std::move(*proposals));
            Q_EMIT idleChanged();
        },
        QStringLiteral("data/offer"));
}

void DataPage::refresh() {
    if (!document()->isOpen()) return;
    m_stale = false;
    m_loading = true;
    const analysis::Context context = document()->context();
    document()->jobs()->run<session::ProjectSummary>(
        tr("Looking at the data"), this, [context](const JobContext& job) { return session::summarise(context, job); },
        [this](Result<session::ProjectSummary> summary) {
            m_loading = false;
            if (summary) {
                m_summary = std::move(*summary);
            } else if (summary.error().code != kCancelled) {
                m_summary.reset();
                host()->showError(summary.error());
            }
            if (auto batches = document()->batches()) m_batches = std::move(*batches);
            showSummary();
            Q_EMIT idleChanged();
        },
        QStringLiteral("data/summary"));
}

void DataPage::showSummary() {
    qDeleteAll(m_cardList);
    m_cardList.clear();
    while (QLayoutItem* item = m_cardsLayout->takeAt(0))
        delete item;
    const bool any = m_summary && !m_summary->datasets.empty();
    if (any) {
        bool stillThere = false;
        for (const session::DatasetSummary& dataset : m_summary->datasets) {
            auto* card = new DatasetCard(dataset, m_cards);
            connect(card, &DatasetCard::chosen, this, &DataPage::selectDataset);
            m_cardsLayout->addWidget(card);
            m_cardList << card;
            stillThere = stillThere || card->name() == m_selected;
        }
        m_cardsLayout->addStretch();
        if (!stillThere) m_selected = m_cardList.front()->name();
        loadColumns();
    }
    retranslate();
}

void DataPage::selectDataset(const QString& name) {
    m_selected = name;
    loadColumns();
}

void DataPage::loadColumns() {
    for (DatasetCard* card : m_cardList)
        card->setChosen(card->name() == m_selected);
    const analysis::Context context = document()->context();
    const auto table = context.workspace->findTable(m_selected.toStdString());
    if (!table) return;
    m_loadingColumns = true;
    document()->jobs()->run<Json>(
        tr("Counting the columns' values"), this,
        [context, table](const JobContext& job) { return session::describeDataset(context, *table, job); },
        [this](Result<Json> json) {
            m_loadingColumns = false;
            if (json)
                m_columnsJson = std::move(*json);
            else if (json.error().code != kCancelled)
                host()->showError(json.error());
            showColumns();
            Q_EMIT idleChanged();
        },
        QStringLiteral("data/columns"));
}

void DataPage::showColumns() {
    constexpr const char* kAlign = "llllrrrrr";
    setHeaders(m_columns,
               {tr("Column"), tr("Question"), tr("Role"), tr("Type"), tr("Valid"), tr("Blank"), tr("Not applicable"),
                tr("Odd cells"), tr("Distinct")},
               kAlign);
    const Json none = Json::array();
    const Json& columns = m_columnsJson.contains("columns") ? m_columnsJson["columns"] : none;
    m_columns->setRowCount(static_cast<int>(columns.size()));
    int row = 0;
    for (const Json& column : columns) {
        const auto text = [&](const char* key) { return QString::fromStdString(column.value(key, std::string())); };
        const std::uint64_t odd =
            column.value("out_of_range", std::uint64_t(0)) + column.value("unparsed", std::uint64_t(0));
        setRow(m_columns, row++,
               {text("name"), text("label"), roleOf(text("role")), typeOf(text("type")), wholeNumber(column["valid"]),
                wholeNumber(column["blank"]), wholeNumber(column["not_applicable"]), counted(odd),
                wholeNumber(column["distinct"])},
               kAlign);
    }
    m_columns->horizontalHeaderItem(7)->setToolTip(tr("Out of range, or not readable as the column's type"));
    m_columnsTitle->setText(tr("Columns of %1").arg(m_selected));
}

void DataPage::showBatches() {
    constexpr const char* kAlign = "llllrrr";
    setHeaders(m_batchTable,
               {tr("File"), tr("Dataset"), tr("How"), tr("State"), tr("Rows"), tr("Rejected"), tr("Odd cells")},
               kAlign);
    m_batchTable->setRowCount(static_cast<int>(m_batches.size()));
    const auto mode = [this](ImportMode value) {
        return value == ImportMode::Append    ? tr("appended")
               : value == ImportMode::Replace ? tr("replaced")
                                              : tr("updated");
    };
    const auto state = [this](BatchState value) {
        return value == BatchState::Live ? tr("in use") : value == BatchState::Undone ? tr("undone") : tr("removed");
    };
    int row = 0;
    for (auto batch = m_batches.rbegin(); batch != m_batches.rend(); ++batch)
        setRow(m_batchTable, row++,
               {QString::fromStdString(batch->sourceFile), QString::fromStdString(batch->dataset), mode(batch->mode),
                state(batch->state), counted(batch->rows), counted(batch->rowsRejected),
                counted(batch->cellsUnparsed + batch->cellsOutOfRange)},
               kAlign);
}

void DataPage::undoBatch(int row) {
    if (row < 0 || row >= static_cast<int>(m_batches.size())) return;
    const BatchInfo& batch = m_batches[m_batches.size() - 1 - static_cast<std::size_t>(row)];
    document()->undoBatch(batch.id, [this](Result<void> done) {
        if (!done) host()->showError(done.error());
    });
}

void DataPage::retranslate() {
    const bool any = m_summary && !m_summary->datasets.empty();
    m_tabs->setVisible(any);
    m_stack->setVisible(any);
    m_tabs->setTabText(0, tr("Datasets"));
    m_tabs->setTabText(1, tr("Links"));
    m_tabs->setTabText(2, tr("Identity"));
    m_tabs->setAccessibleName(tr("Parts of the data page"));
    m_links->retranslate();
    m_identity->retranslate();
    m_offer->retranslate();
    m_empty->setVisible(!any && !m_loading && m_summary.has_value());
    setTexts(m_import, tr("Import…"));
    m_import->setVisible(any);
    for (QPushButton* push : {m_database, m_emptyDatabase})
        setTexts(push, tr("Database…"), tr("Tables of PostgreSQL, MySQL, an ODBC source or an SQLite file"));
    m_database->setVisible(any);
    m_emptyText->setText(tr(
        "No data yet. Import survey answers (X) and journey events (O): dropping the files on the window is enough.\n"
        "With both, every figure can be traced to the same customers."));
    setTexts(m_emptyButton, tr("Import files…"));
    setTexts(m_undo, tr("Undo this import"));
    m_batchesTitle->setText(tr("Imports"));
    m_columns->setAccessibleName(tr("Columns of the dataset"));
    m_batchTable->setAccessibleName(tr("Imports"));
    for (DatasetCard* card : m_cardList)
        card->retranslate();
    m_linkTitle->setText(tr("Answers tied to events"));
    const QStringList names{tr("Answers"),   tr("Tied to an event"),   tr("Without one"),
                            tr("Ambiguous"), tr("Answered before it"), tr("Most events under one key")};
    for (int i = 0; i < names.size(); ++i)
        m_linkNames[i]->setText(names[i]);
    m_linkHint->setText(
        tr("Equal link keys tie an answer to its event; where the datasets share no link, the customer's latest event "
           "at or before the "
           "answer within 30 days does. Ambiguous: the events under one key belong to different customers."));
    if (!m_summary) {
        m_finding->setText(tr("Data"));
        m_sub->clear();
        return;
    }
    const LinkQuality& link = m_summary->link;
    const QString share =
        link.answers ? QLocale().toString(link.linkedShare() * 100, 'f', 1) + QLatin1Char('%') : QStringLiteral("–");
    const std::size_t datasets = m_summary->datasets.size();
    if (!any)
        m_finding->setText(tr("Data: nothing imported yet"));
    else if (link.answers == 0)
        m_finding->setText(datasets == 1 ? tr("Data: one dataset, no answers yet")
                                         : tr("Data: %1 datasets, no answers yet").arg(datasets));
    else
        m_finding->setText(datasets == 1
                               ? tr("Data: one dataset, %1 of the answers tied to events").arg(share)
                               : tr("Data: %1 datasets, %2 of the answers tied to events").arg(datasets).arg(share));
    m_sub->setText(tr("%1 customers · drop files to import").arg(counted(m_summary->customers)));
    const std::uint64_t values[] = {link.answers,   link.linked,      link.orphans,
                                    link.ambiguous, link.beforeEvent, link.fanOutMax};
    for (int i = 0; i < m_linkValues.size(); ++i)
        m_linkValues[i]->setText(counted(values[i]));
    m_linkValues[1]->setText(counted(link.linked) + QStringLiteral(" · ") + share);
    showColumns();
    showBatches();
}

QStringList DataPage::parts() const {
    return {QStringLiteral("datasets"), QStringLiteral("links"), QStringLiteral("identity")};
}

QString DataPage::tableText() const {
    if (m_tabs->currentIndex() == static_cast<int>(Part::Links)) return m_links->tableText();
    if (m_tabs->currentIndex() == static_cast<int>(Part::Identity)) return m_identity->tableText();
    QString text;
    for (int column = 0; column < m_columns->columnCount(); ++column)
        text += m_columns->horizontalHeaderItem(column)->text() +
                (column + 1 < m_columns->columnCount() ? QLatin1Char('\t') : QLatin1Char('\n'));
    for (int row = 0; row < m_columns->rowCount(); ++row)
        for (int column = 0; column < m_columns->columnCount(); ++column)
            text += m_columns->item(row, column)->text() +
                    (column + 1 < m_columns->columnCount() ? QLatin1Char('\t') : QLatin1Char('\n'));
    return text;
}

} // namespace xo::ui
