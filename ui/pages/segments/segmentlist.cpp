#include "ui/pages/segments/segmentlist.h"

#include "core/session/engine.h"
#include "ui/models/figures.h"
#include "ui/theme/theme.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

namespace xo::ui {

namespace {
enum Column { Name, Type, Customers, Text };
constexpr int kRowHeight = 28;
} // namespace

SegmentList::SegmentList(Document* document, QWidget* parent)
    : QFrame(parent), m_document(document), m_title(label("title", this)), m_empty(label("muted", this)),
      m_table(new QTableView(this)), m_model(new QStandardItemModel(0, 4, this)), m_open(button("small", this)),
      m_rename(button("small", this)), m_delete(button("small", this)) {
    setProperty("kind", QStringLiteral("panel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 8, 1, 1);
    layout->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(11, 0, 11, 0);
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addStretch(1);
    head->addWidget(m_open);
    head->addWidget(m_rename);
    head->addWidget(m_delete);
    layout->addLayout(head);
    m_empty->setContentsMargins(12, 0, 12, 8);
    m_empty->setWordWrap(true);
    layout->addWidget(m_empty);
    m_table->setModel(m_model);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setStyleSheet(QStringLiteral("QTableView { border: none; }"));
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setColumnWidth(Name, 260);
    m_table->setColumnWidth(Type, 130);
    m_table->setColumnWidth(Customers, 100);
    layout->addWidget(m_table, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SegmentList::updateButtons);
    connect(m_table, &QTableView::activated, this, [this] { Q_EMIT openRequested(chosen()); });
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(chosen()); });
    connect(m_rename, &QPushButton::clicked, this, [this] { Q_EMIT renameRequested(chosen()); });
    connect(m_delete, &QPushButton::clicked, this, [this] { Q_EMIT deleteRequested(chosen()); });
    retranslate();
}

QString SegmentList::chosen() const {
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? m_model->item(current.row(), Name)->text() : QString();
}

void SegmentList::choose(const QString& name) {
    for (int row = 0; row < m_model->rowCount(); ++row)
        if (m_model->item(row, Name)->text() == name) m_table->selectRow(row);
}

void SegmentList::refresh() {
    fill();
    count();
}

void SegmentList::fill() {
    const QString before = chosen();
    m_model->removeRows(0, m_model->rowCount());
    if (const auto workspace = m_document->workspace())
        for (const Segment& segment : workspace->segments) {
            const QString name = QString::fromStdString(segment.name);
            auto* customers = new QStandardItem(m_counts.contains(name) ? counted(m_counts.value(name)) : QString());
            customers->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            auto* text = new QStandardItem(QString::fromStdString(segment.rule));
            text->setToolTip(text->text());
            m_model->appendRow(
                {new QStandardItem(name),
                 new QStandardItem(segment.snapshot ? tr("Frozen %1").arg(QString::fromStdString(segment.snapshotDay))
                                                    : tr("Live")),
                 customers, text});
        }
    choose(before);
    m_empty->setVisible(m_model->rowCount() == 0);
    m_table->setVisible(m_model->rowCount() > 0);
    updateButtons();
}

void SegmentList::count() {
    const auto workspace = m_document->workspace();
    if (!workspace || workspace->segments.empty()) return;
    using Counts = QHash<QString, qulonglong>;
    m_counting = true;
    m_document->jobs()->run<Counts>(
        tr("Counting the segments"), this,
        [context = m_document->context()](const JobContext& job) -> Result<Counts> {
            Counts counts;
            for (const Segment& segment : context.workspace->segments) {
                if (job.cancelled()) return cancelled();
                if (const auto one = session::segmentCount(context, {segment.name, {}}, job))
                    counts.insert(QString::fromStdString(segment.name), one->customers);
            }
            return counts;
        },
        [this](Result<Counts> counts) {
            m_counting = false;
            if (counts) {
                m_counts = std::move(*counts);
                fill();
            }
            Q_EMIT idleChanged();
        },
        QStringLiteral("segments.list"));
}

void SegmentList::updateButtons() {
    const bool any = !chosen().isEmpty();
    for (QPushButton* action : {m_open, m_rename, m_delete})
        action->setEnabled(any);
}

void SegmentList::retranslate() {
    m_title->setText(tr("Saved segments"));
    m_empty->setText(tr("No segment is saved yet. Build a rule above and press Save."));
    setTexts(m_open, tr("Open"), tr("Show the rule of this segment above"));
    setTexts(m_rename, tr("Rename…"));
    setTexts(m_delete, tr("Delete"));
    m_model->setHorizontalHeaderLabels({tr("Name"), tr("Type"), tr("Customers"), tr("Rule")});
    m_model->horizontalHeaderItem(Customers)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_table->setAccessibleName(tr("Saved segments"));
    fill();
}

QString SegmentList::tableText() const {
    return m_model->rowCount() == 0 ? QString() : ui::tableText(*m_model);
}

} // namespace xo::ui
