#include "ui/pages/data/persondialog.h"

#include "ui/pages/data/identitytext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace xo::ui {

namespace {
constexpr int kJoinRole = Qt::UserRole;
enum Column { Who, What, Key, File, ColumnCount };
} // namespace

PersonDialog::PersonDialog(Document* document, std::shared_ptr<const Workspace> workspace, const std::string& key,
                           QWidget* parent)
    : QDialog(parent), m_document(document), m_workspace(std::move(workspace)), m_message(new MessageBar(this)),
      m_title(label("finding", this)), m_keys(label("subtitle", this)), m_hint(label("hint", this)),
      m_tree(new QTreeWidget(this)), m_separate(button("", this)) {
    setObjectName(QStringLiteral("personDialog"));
    setWindowTitle(tr("Why one person"));
    resize(900, 560);
    m_title->setText(QString::fromStdString(key));
    m_keys->setWordWrap(true);
    m_hint->setWordWrap(true);
    m_tree->setObjectName(QStringLiteral("personJoins"));
    m_tree->setAccessibleName(tr("What joined the keys, and the rows that hold it"));
    m_tree->setColumnCount(ColumnCount);
    m_tree->setHeaderLabels({tr("Who"), tr("Joined by"), tr("Key"), tr("File")});
    m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_tree->header()->setStretchLastSection(true);
    m_tree->setUniformRowHeights(true);
    m_separate->setObjectName(QStringLiteral("personSeparate"));
    setTexts(m_separate, tr("These two are not one"));
    m_separate->setEnabled(false);
    auto* close = button("primary", this);
    setTexts(close, tr("Close"));
    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addWidget(m_separate);
    actions->addWidget(m_hint, 1);
    actions->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_message);
    layout->addWidget(m_title);
    layout->addWidget(m_keys);
    layout->addWidget(m_tree, 1);
    layout->addLayout(actions);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_tree, &QTreeWidget::itemSelectionChanged, this, &PersonDialog::chosen);
    connect(m_separate, &QPushButton::clicked, this, [this] {
        const auto items = m_tree->selectedItems();
        if (items.isEmpty() || !m_person) return;
        const auto& join = m_person->joins[items.front()->data(0, kJoinRole).toUInt()];
        Q_EMIT separated(join.from, join.to);
        accept();
    });
    m_document->jobs()->run<fusion::PersonExplained>(
        tr("Looking at a person"), this,
        [shown = m_workspace, key](const JobContext& job) { return fusion::explainPerson(*shown, key, job); },
        [this](Result<fusion::PersonExplained> person) {
            m_loading = false;
            if (!person) return m_message->showError(person.error());
            m_person = std::move(*person);
            showPerson(*m_person);
        });
    m_tree->setFocus();
}

void PersonDialog::showPerson(const fusion::PersonExplained& person) {
    const QString name = QString::fromStdString(person.person);
    m_title->setText(person.members.size() > 1 ? tr("%1: %2 keys, one person").arg(name).arg(person.members.size())
                                               : tr("%1: joined with no other customer key").arg(name));
    QStringList keys;
    for (const std::string& key : person.members)
        keys << QString::fromStdString(key);
    m_keys->setText(keys.join(QStringLiteral(" = ")));
    m_keys->setVisible(keys.size() > 1);
    for (std::size_t i = 0; i < person.joins.size(); ++i) {
        const fusion::ExplainedJoin& join = person.joins[i];
        auto* item =
            new QTreeWidgetItem(m_tree, {QString::fromStdString(join.from + " + " + join.to),
                                         reportedRuleText(join.rule), QString::fromStdString(join.key), QString()});
        item->setData(0, kJoinRole, static_cast<uint>(i));
        for (const fusion::Evidence& one : join.evidence) {
            const std::string& dataset = m_workspace->tables[one.table]->name();
            const auto origin = m_document->rowOrigins(dataset, {one.row});
            auto* row = new QTreeWidgetItem(
                item,
                {one.customer.empty() ? tr("a row without a customer") : QString::fromStdString(one.customer),
                 QString::fromStdString(dataset + "." + one.column), QString::fromStdString(one.text),
                 origin && !origin->empty() && !origin->front().file.empty()
                     ? tr("%1, line %2").arg(QString::fromStdString(origin->front().file)).arg(origin->front().line)
                     : tr("row %1").arg(counted(one.row + 1ULL))});
            row->setData(0, kJoinRole, static_cast<uint>(i));
        }
        item->setExpanded(i < 20);
    }
    if (!person.refused.empty()) {
        auto* group = new QTreeWidgetItem(m_tree, {tr("Keys that did not join")});
        group->setFirstColumnSpanned(true);
        for (const fusion::RefusedKey& key : person.refused) {
            QStringList others;
            for (const std::string& customer : key.customers)
                others << QString::fromStdString(customer);
            new QTreeWidgetItem(group, {others.join(QStringLiteral(", ")), reportedRuleText(key.rule),
                                        QString::fromStdString(key.key), refusalText(key.why)});
        }
        group->setExpanded(true);
    }
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) { // rows of one height follow the first
        QTreeWidgetItem* item = m_tree->topLevelItem(i);
        item->setSizeHint(0, QSize(m_tree->fontMetrics().horizontalAdvance(item->text(0)) + 24, 26));
    }
    if (m_tree->topLevelItemCount() > 0) m_tree->setCurrentItem(m_tree->topLevelItem(0));
    chosen();
}

void PersonDialog::chosen() {
    const auto items = m_tree->selectedItems();
    const QVariant which = items.isEmpty() ? QVariant() : items.front()->data(0, kJoinRole);
    bool may = false;
    QString hint;
    if (m_person && which.isValid()) {
        const auto& join = m_person->joins[which.toUInt()];
        may = m_workspace->customers->find(join.from) != 0 && m_workspace->customers->find(join.to) != 0;
        hint =
            may ? tr("Puts a rule that keeps the two apart on top of the list; taking the rule away joins them again.")
                : tr("One of the two is known by rows without a customer only. Such rows can't be kept apart: leave "
                     "the column out of the rule instead.");
    }
    m_separate->setEnabled(may && !m_document->isReadOnly());
    m_hint->setText(hint);
}

} // namespace xo::ui
