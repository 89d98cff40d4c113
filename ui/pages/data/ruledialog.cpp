#include "ui/pages/data/ruledialog.h"

#include "ui/import/columnsmodel.h"
#include "ui/pages/data/identitytext.h"
#include "ui/widgets/kindtext.h"
#include "ui/widgets/pieces.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace xo::ui {

namespace {

constexpr IdentityKind kOffered[] = {IdentityKind::Phone, IdentityKind::Email,    IdentityKind::MemberId,
                                     IdentityKind::Exact, IdentityKind::Separate, IdentityKind::LinkKey};
constexpr int kNameRole = Qt::UserRole;

bool mayHoldKeys(const Table& table, const ColumnInfo& column) {
    if (table.kind() == DatasetKind::Metrics || table.kind() == DatasetKind::Identities || column.role.isScore())
        return false;
    switch (column.role.kind) {
    case RoleKind::Time:
    case RoleKind::Stage:
    case RoleKind::Reason:
    case RoleKind::Metric:
    case RoleKind::Amount:
    case RoleKind::Weight:
    case RoleKind::Ignore:
        return false;
    default:
        return column.type == ValueType::Category || column.type == ValueType::Text ||
               column.type == ValueType::Integer;
    }
}

} // namespace

RuleDialog::RuleDialog(std::shared_ptr<const Workspace> workspace, const IdentityRule& rule, QWidget* parent)
    : QDialog(parent), m_workspace(std::move(workspace)), m_kind(new QComboBox(this)), m_hint(label("label", this)),
      m_stack(new QStackedWidget(this)), m_columns(new QListWidget(this)), m_problem(label("hint", this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this)) {
    setWindowTitle(tr("Identity rule"));
    resize(520, 480);
    for (const IdentityKind kind : kOffered)
        m_kind->addItem(identityKindText(kind), static_cast<int>(kind));
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(rule.kind)));
    m_kind->setAccessibleName(tr("What is compared"));
    m_hint->setWordWrap(true);
    m_problem->setWordWrap(true);

    m_columns->setAccessibleName(tr("Columns that hold the key"));
    m_columns->setSpacing(3);
    for (const auto& table : m_workspace->tables)
        for (const ColumnInfo& column : table->columns()) {
            const std::string name = table->name() + "." + column.name;
            const bool chosen = std::find(rule.columns.begin(), rule.columns.end(), name) != rule.columns.end();
            if (!chosen && !mayHoldKeys(*table, column)) continue;
            QString text = QString::fromStdString(name);
            if (column.role.kind != RoleKind::Dimension) text += QStringLiteral(" · ") + roleText(column.role);
            auto* item = new QListWidgetItem(text, m_columns);
            item->setData(kNameRole, QString::fromStdString(name));
            item->setToolTip(QString::fromStdString(column.label.empty() ? column.name : column.label));
            item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
            item->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
        }
    for (const std::string& name : rule.columns) // a column that the project lacks now: kept until unticked
        if (std::none_of(m_workspace->tables.begin(), m_workspace->tables.end(), [&](const auto& table) {
                return std::any_of(table->columns().begin(), table->columns().end(),
                                   [&](const ColumnInfo& c) { return table->name() + "." + c.name == name; });
            })) {
            auto* item =
                new QListWidgetItem(tr("%1 (not in the project)").arg(QString::fromStdString(name)), m_columns);
            item->setData(kNameRole, QString::fromStdString(name));
            item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
            item->setCheckState(Qt::Checked);
        }

    auto* keys = new QWidget(this);
    auto* keysLayout = new QFormLayout(keys);
    keysLayout->setContentsMargins(0, 0, 0, 0);
    for (std::size_t i = 0; i < std::max<std::size_t>(2, rule.keys.size()); ++i) {
        auto* edit = new QLineEdit(i < rule.keys.size() ? QString::fromStdString(rule.keys[i]) : QString(), keys);
        edit->setAccessibleName(tr("Customer %1").arg(i + 1));
        keysLayout->addRow(tr("Customer %1").arg(i + 1), edit);
        connect(edit, &QLineEdit::textChanged, this, &RuleDialog::check);
        m_keys << edit;
    }
    auto* forms = new QWidget(this);
    auto* formsLayout = new QVBoxLayout(forms);
    formsLayout->setContentsMargins(0, 0, 0, 0);
    for (int form = 0; form < kLinkForms; ++form) {
        auto* box = new QCheckBox(linkFormText(form), forms);
        box->setChecked(rule.forms.*linkFormMember(form));
        formsLayout->addWidget(box);
        connect(box, &QCheckBox::toggled, this, &RuleDialog::check);
        m_forms << box;
    }
    formsLayout->addStretch();
    m_stack->addWidget(m_columns);
    m_stack->addWidget(keys);
    m_stack->addWidget(forms);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Take over"));
    m_buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_kind);
    layout->addWidget(m_hint);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_problem);
    layout->addWidget(m_buttons);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &RuleDialog::kindChanged);
    connect(m_columns, &QListWidget::itemChanged, this, &RuleDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    kindChanged();
}

IdentityKind RuleDialog::kind() const {
    return static_cast<IdentityKind>(m_kind->currentData().toInt());
}

void RuleDialog::kindChanged() {
    m_hint->setText(identityKindHint(kind()));
    m_stack->setCurrentIndex(kind() == IdentityKind::Separate ? 1 : kind() == IdentityKind::LinkKey ? 2 : 0);
    check();
}

IdentityRule RuleDialog::rule() const {
    IdentityRule out;
    out.kind = kind();
    if (out.kind == IdentityKind::Separate) {
        for (const QLineEdit* edit : m_keys)
            if (!edit->text().trimmed().isEmpty()) out.keys.push_back(edit->text().trimmed().toStdString());
    } else if (out.kind == IdentityKind::LinkKey) {
        for (int form = 0; form < kLinkForms; ++form)
            out.forms.*linkFormMember(form) = m_forms[form]->isChecked();
    } else {
        for (int i = 0; i < m_columns->count(); ++i)
            if (m_columns->item(i)->checkState() == Qt::Checked)
                out.columns.push_back(m_columns->item(i)->data(kNameRole).toString().toStdString());
    }
    return out;
}

QString RuleDialog::problem() const {
    const IdentityRule now = rule();
    if (now.kind == IdentityKind::LinkKey)
        return now.forms.any() ? QString() : tr("Tick what doesn't count when link keys are compared.");
    if (now.kind != IdentityKind::Separate)
        return now.columns.empty() ? tr("Tick the columns that hold this key: equal keys in them join.") : QString();
    if (now.keys.size() < 2 || now.keys[0] == now.keys[1]) return tr("Give the keys of two customers.");
    for (const std::string& key : now.keys)
        if (!m_workspace->customers->find(key))
            return tr("No customer has the key %1.").arg(QString::fromStdString(key));
    return {};
}

void RuleDialog::check() {
    const QString wrong = problem();
    m_problem->setText(wrong);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(wrong.isEmpty());
}

} // namespace xo::ui
