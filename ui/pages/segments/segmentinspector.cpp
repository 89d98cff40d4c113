#include "ui/pages/segments/segmentinspector.h"

#include "ui/widgets/pieces.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace xo::ui {

namespace {
constexpr int kFigures = 5;
}

SegmentInspector::SegmentInspector(QWidget* parent)
    : QWidget(parent), m_segmentTitle(label("title", this)), m_nameLabel(label("label", this)),
      m_kindLabel(label("label", this)), m_kind(label("label", this)), m_sizeTitle(label("title", this)),
      m_definitionTitle(label("title", this)), m_definition(label("label", this)), m_name(new QLineEdit(this)),
      m_save(button("primary", this)), m_freeze(button("", this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    auto* form = new QGridLayout;
    form->setHorizontalSpacing(8);
    form->setVerticalSpacing(6);
    form->setColumnMinimumWidth(0, 56);
    form->addWidget(m_nameLabel, 0, 0);
    form->addWidget(m_name, 0, 1);
    form->addWidget(m_kindLabel, 1, 0);
    form->addWidget(m_kind, 1, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_save, 1);
    buttons->addWidget(m_freeze, 1);
    layout->addWidget(m_segmentTitle);
    layout->addLayout(form);
    layout->addLayout(buttons);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(m_sizeTitle);
    auto* figures = new QGridLayout;
    figures->setVerticalSpacing(4);
    for (int i = 0; i < kFigures; ++i) {
        m_captions.append(label("label", this));
        m_values.append(label("strong", this));
        m_values.last()->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        figures->addWidget(m_captions.last(), i, 0);
        figures->addWidget(m_values.last(), i, 1);
    }
    layout->addLayout(figures);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(m_definitionTitle);
    m_definition->setWordWrap(true);
    layout->addWidget(m_definition);
    layout->addStretch(1);
    connect(m_save, &QPushButton::clicked, this, &SegmentInspector::saveRequested);
    connect(m_name, &QLineEdit::returnPressed, this, &SegmentInspector::saveRequested);
    connect(m_freeze, &QPushButton::clicked, this, &SegmentInspector::freezeRequested);
    retranslate();
}

void SegmentInspector::setSegment(const QString& name, const QString& kind) {
    m_name->setText(name);
    m_kind->setText(kind);
}

QString SegmentInspector::name() const {
    return m_name->text().trimmed();
}

void SegmentInspector::editName() {
    m_name->setFocus();
    m_name->selectAll();
}

void SegmentInspector::setCounts(const session::SegmentCount* count, const session::SegmentCount& all) {
    m_counted = count != nullptr;
    if (count) m_count = *count;
    m_all = all;
    showCounts();
}

void SegmentInspector::showCounts() {
    if (!m_counted) {
        for (QLabel* value : std::as_const(m_values))
            value->setText(QStringLiteral("–"));
        return;
    }
    const double share =
        m_all.customers ? static_cast<double>(m_count.customers) / static_cast<double>(m_all.customers) : 0.0;
    m_values[0]->setText(counted(m_count.customers));
    m_values[1]->setText(QLocale().toString(share * 100, 'f', 1) + QLatin1Char('%'));
    m_values[2]->setText(counted(m_count.answers));
    m_values[3]->setText(counted(m_count.events));
    m_values[4]->setText(counted(m_all.customers));
}

void SegmentInspector::setCanSave(bool can) {
    m_save->setEnabled(can);
    m_freeze->setEnabled(can);
}

void SegmentInspector::retranslate() {
    m_segmentTitle->setText(tr("Segment"));
    m_nameLabel->setText(tr("Name"));
    m_name->setAccessibleName(tr("Name of the segment"));
    m_name->setPlaceholderText(tr("unnamed"));
    m_kindLabel->setText(tr("Type"));
    setTexts(m_save, tr("Save"), tr("Save the rule under this name; it follows new data"));
    setTexts(m_freeze, tr("Freeze"), tr("Save today's customers as a snapshot that doesn't change"));
    m_sizeTitle->setText(tr("Size"));
    const QString captions[kFigures] = {tr("Customers"), tr("Share of all"), tr("Their answers"), tr("Their events"),
                                        tr("All customers")};
    for (int i = 0; i < kFigures; ++i)
        m_captions[i]->setText(captions[i]);
    m_definitionTitle->setText(tr("Definition"));
    m_definition->setText(
        tr("A live segment holds whoever fulfils its rule now. A frozen one keeps the customers of its day, "
           "with the rule they came from. A missing value fulfils neither a condition nor its opposite."));
    showCounts();
}

} // namespace xo::ui
