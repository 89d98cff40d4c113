#include "ui/pages/journey/journeyview.h"

#include "ui/charts/chartview.h"
#include "ui/models/figures.h"
#include "ui/widgets/pieces.h"
#include "ui/widgets/plaintable.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

namespace xo::ui {

JourneyView::JourneyView(QWidget* parent)
    : QWidget(parent), m_step(new QComboBox(this)), m_choice(new QComboBox(this)), m_list(button("small", this)),
      m_note(label("label", this)), m_empty(label("label", this)), m_stack(new QStackedWidget(this)),
      m_chart(new ChartView(this)), m_table(plainTable(this)) {
    m_step->setObjectName(QStringLiteral("journeyStep"));
    m_choice->setObjectName(QStringLiteral("journeyChoice"));
    m_list->setObjectName(QStringLiteral("journeyOverdue"));
    m_table->setObjectName(QStringLiteral("journeyFigures"));
    for (QComboBox* combo : {m_step, m_choice})
        combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    bar->addWidget(m_step);
    bar->addWidget(m_choice);
    bar->addStretch(1);
    bar->addWidget(m_list);
    m_note->setWordWrap(true);
    QFrame* box = panel(this);
    auto* boxLayout = new QVBoxLayout(box);
    boxLayout->setContentsMargins(1, 1, 1, 1);
    boxLayout->addWidget(m_chart);
    m_chart->setMinimumHeight(220);
    m_chart->setFileStem(QStringLiteral("journey"));
    m_chart->setTableText([this] { return tableText(); });
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_stack->addWidget(box);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_note);
    layout->addWidget(m_stack, 3);
    layout->addWidget(m_table, 2);
    retranslate();
}

void JourneyView::showTab(const JourneyTab& tab) {
    m_note->setText(QString::fromStdString(tab.note));
    m_note->setVisible(!tab.note.empty());
    m_empty->setText(QString::fromStdString(tab.empty));
    m_stack->setCurrentIndex(tab.layout ? 0 : 1);
    if (tab.layout)
        m_chart->setPicture(tab.layout);
    else
        m_chart->clearPicture();
    QStringList headers;
    for (const std::string& header : tab.headers)
        headers.append(QString::fromStdString(header));
    m_table->setRowCount(0);
    setHeaders(m_table, headers, tab.align.c_str());
    m_table->setRowCount(static_cast<int>(tab.rows.size()));
    for (std::size_t row = 0; row < tab.rows.size(); ++row) {
        QStringList cells;
        for (const std::string& text : tab.rows[row])
            cells.append(QString::fromStdString(text));
        setRow(m_table, static_cast<int>(row), cells, tab.align.c_str());
    }
    m_table->setVisible(!tab.rows.empty());
}

void JourneyView::clear() {
    showTab({});
}

void JourneyView::setSteps(const QStringList& steps, int current) {
    const QSignalBlocker block(m_step);
    m_step->clear();
    m_step->addItems(steps);
    m_step->setCurrentIndex(current);
}

bool JourneyView::isEmpty() const {
    return m_stack->currentIndex() == 1;
}

QString JourneyView::emptyText() const {
    return isEmpty() ? m_empty->text() : QString();
}

QString JourneyView::tableText() const {
    return m_table->rowCount() == 0 ? QString() : ui::tableText(*m_table->model());
}

void JourneyView::retranslate() {
    m_step->setAccessibleName(tr("Step"));
    setTexts(m_list, tr("Today's call list…"),
             tr("Who is still open here for longer than nine of ten needed, to read and to export"));
    m_chart->setAccessibleName(tr("Chart of the tab"));
    m_table->setAccessibleName(tr("Figures of the tab"));
}

} // namespace xo::ui
