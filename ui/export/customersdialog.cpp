#include "ui/export/customersdialog.h"

#include "ui/export/exportdialog.h"
#include "ui/timeline/timelineopener.h"
#include "ui/widgets/listtable.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace xo::ui {

namespace {
struct Loaded {
    std::shared_ptr<const session::CustomerList> list;
    session::SegmentCount size;
};
} // namespace

CustomersDialog::CustomersDialog(Document* document, const QString& title, const QString& filter, QWidget* parent)
    : ProjectDialog(document, parent), m_titleText(title), m_filter(filter), m_model(new CustomersModel(this)),
      m_title(label("finding", this)), m_count(label("subtitle", this)), m_rule(label("hint", this)),
      m_table(new ListTable(m_model, message(), 28, 320, this)), m_name(new QLineEdit(this)), m_save(button("", this)),
      m_copy(button("", this)), m_export(button("primary", this)), m_close(button("", this)) {
    resize(960, 600);
    m_title->setWordWrap(true);
    m_rule->setWordWrap(true);
    m_rule->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_name->setMinimumWidth(180);

    auto* actions = new QHBoxLayout;
    actions->addWidget(m_name);
    actions->addWidget(m_save);
    actions->addStretch();
    actions->addWidget(m_copy);
    actions->addWidget(m_close);
    actions->addWidget(m_export);
    layOut({m_title, m_count, m_rule}, m_table, actions);
    setUpList(m_table, m_copy, m_close);
    connect(m_save, &QPushButton::clicked, this, &CustomersDialog::saveSegment);
    connect(m_name, &QLineEdit::returnPressed, this, &CustomersDialog::saveSegment);
    connect(m_export, &QPushButton::clicked, this, &CustomersDialog::exportList);
    m_timeline = new TimelineOpener(document, m_table, [this](int row) { return keyOf(row); });
    retranslate();
    load();
}

void CustomersDialog::load() {
    m_loading = true;
    const analysis::Context context = document()->context();
    session::ListParams params;
    params.segment.filter = m_filter.toStdString();
    params.columns = session::defaultListColumns(*context.workspace);
    document()->jobs()->run<Loaded>(
        tr("Customers"), this,
        [context, params](const JobContext& job) -> Result<Loaded> {
            auto list = session::CustomerList::open(context, params, job);
            if (!list) return list.failure();
            auto size = session::segmentCount(context, params.segment, job);
            if (!size) return size.failure();
            return Loaded{*list, *size};
        },
        [this](Result<Loaded> loaded) {
            m_loading = false;
            if (!loaded) {
                m_model->setList(nullptr);
                message()->showError(loaded.error());
                return;
            }
            m_size = loaded->size;
            m_model->setList(loaded->list);
            retranslate();
        },
        QStringLiteral("customers/%1").arg(quintptr(this)));
}

void CustomersDialog::retranslate() {
    m_timeline->retranslate();
    setWindowTitle(tr("Customers: %1").arg(m_titleText));
    m_title->setText(m_titleText);
    m_count->setText(tr("%1 customers · %2 answers · %3 events")
                         .arg(counted(m_size.customers), counted(m_size.answers), counted(m_size.events)));
    m_rule->setText(m_filter.isEmpty() ? tr("All customers of the project") : m_filter);
    m_table->setAccessibleName(tr("Customers"));
    m_name->setPlaceholderText(tr("Name of the segment"));
    m_name->setAccessibleName(tr("Name of the segment"));
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, std::max(0, m_model->columnCount() - 1));
    setTexts(m_save, tr("Save as segment"));
    setTexts(m_copy, tr("Copy"), ListTable::copyHint());
    setTexts(m_close, tr("Close"));
    setTexts(m_export, tr("Export list…"));
    m_save->setEnabled(!document()->isReadOnly());
}

void CustomersDialog::saveSegment() {
    const QString name = m_name->text().trimmed();
    if (name.isEmpty()) {
        m_name->setFocus();
        message()->showNotice(tr("Give the segment a name first."));
        return;
    }
    Segment segment;
    segment.name = name.toStdString();
    segment.rule = m_filter.toStdString();
    if (const auto saved = document()->putSegment(segment); !saved)
        message()->showError(saved.error());
    else
        message()->showNotice(tr("Segment %1 saved.").arg(name));
}

QString CustomersDialog::keyOf(int row) const {
    const auto& list = m_model->list();
    for (std::size_t column = 0; list && !list->isMasked() && column < list->columns(); ++column)
        if (list->header(column) == "customer")
            return QString::fromStdString(list->text(static_cast<std::size_t>(row), column));
    return {};
}

void CustomersDialog::exportList() {
    auto* dialog = new ExportDialog(document(), m_titleText, m_filter, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace xo::ui
