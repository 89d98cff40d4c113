#include "ui/charts/pageparts.h"

#include "ui/theme/theme.h"
#include "ui/widgets/pieces.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace xo::ui {

namespace {
constexpr int kFactsWidth = 236; // of the inspector less its margins and a scroll bar
constexpr int kFactsGap = 12;
} // namespace

FactsView::FactsView(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(0, 1);
}

void FactsView::setFacts(const chart::Facts& facts) {
    if (facts == m_facts && m_grid->count() > 0) return;
    m_facts = facts;
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int row = 0;
    for (const auto& [name, figure] : facts) {
        auto* line = new QWidget(this); // each for itself: one long label leaves the others their room
        auto* left = label("label", line);
        left->setText(QString::fromStdString(name));
        auto* right = new QLabel(QString::fromStdString(figure), line);
        right->setFont(fontOfSize(12));
        right->setAlignment(Qt::AlignRight | Qt::AlignTop);
        right->setTextInteractionFlags(Qt::TextSelectableByMouse);
        left->ensurePolished();
        const int wide = left->fontMetrics().horizontalAdvance(left->text()) +
                         right->fontMetrics().horizontalAdvance(right->text()) + kFactsGap;
        // a long figure under its label rather than squeezing it
        const bool below = wide > kFactsWidth;
        auto* layout = new QBoxLayout(below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight, line);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(below ? 2 : kFactsGap);
        left->setWordWrap(below);
        right->setWordWrap(below);
        layout->addWidget(left);
        layout->addWidget(right, below ? 0 : 1);
        m_grid->addWidget(line, row++, 0);
    }
}

QString FactsView::text() const {
    QString out;
    for (const auto& [name, figure] : m_facts)
        out += QString::fromStdString(name) + QStringLiteral(": ") + QString::fromStdString(figure) + QLatin1Char('\n');
    return out;
}

InspectorSection::InspectorSection(QWidget* parent) : QWidget(parent), m_title(label("title", this)), m_body(nullptr) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto* inner = new QWidget(this);
    m_body = new QVBoxLayout(inner);
    m_body->setContentsMargins(12, 12, 12, 12);
    m_body->setSpacing(6);
    m_title->setFont(fontOfSize(12, true));
    m_body->addWidget(m_title);
    outer->addWidget(inner);
    outer->addWidget(horizontalLine(this));
}

void InspectorSection::setTitle(const QString& title) {
    m_title->setText(title);
}

QComboBox* InspectorSection::addCombo() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* text = label("label", row);
    text->setFixedWidth(76);
    text->setWordWrap(true);
    auto* combo = new QComboBox(row);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(8);
    text->setBuddy(combo);
    layout->addWidget(text);
    layout->addWidget(combo, 1);
    m_body->addWidget(row);
    m_labels.insert(combo, text);
    return combo;
}

void InspectorSection::setRowText(QWidget* field, const QString& text) {
    if (QLabel* name = m_labels.value(field)) name->setText(text);
    field->setAccessibleName(text);
}

StatePanel::StatePanel(QWidget* parent)
    : QFrame(parent), m_what(new QLabel(this)), m_why(label("subtitle", this)), m_button(ui::button("primary", this)) {
    setKind(this, "panel");
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addStretch(2);
    m_what->setFont(fontOfSize(13, true));
    for (QLabel* text : {m_what, m_why}) {
        text->setAlignment(Qt::AlignCenter);
        text->setWordWrap(true);
        layout->addWidget(text);
    }
    layout->addSpacing(8);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
}

void StatePanel::setTexts(const QString& what, const QString& why, const QString& button) {
    m_what->setText(what);
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
    m_button->setVisible(!button.isEmpty());
    ui::setTexts(m_button, button);
}

SharesBar::SharesBar(QWidget* parent) : QWidget(parent) {
    setFixedHeight(16);
}

void SharesBar::setCounts(std::int64_t promoters, std::int64_t passives, std::int64_t detractors) {
    m_promoters = promoters, m_passives = passives, m_detractors = detractors;
    update();
}

void SharesBar::paintEvent(QPaintEvent*) {
    const std::int64_t n = m_promoters + m_passives + m_detractors;
    if (n <= 0) return;
    const Tokens& tokens = tokensFor(palette());
    QPainter painter(this);
    const double room = width() - 2.0;
    double x = 0;
    for (const auto& [part, color] : {std::pair(m_promoters, tokens.good), std::pair(m_passives, tokens.pass),
                                      std::pair(m_detractors, tokens.bad)}) {
        const double w = room * static_cast<double>(part) / static_cast<double>(n);
        painter.fillRect(QRectF(x, 3, w, 10), color);
        x += w + 1;
    }
}

void fillCombo(QComboBox* combo, const QList<std::pair<QString, QVariant>>& items, const QVariant& current) {
    const QSignalBlocker blocker(combo);
    combo->clear();
    for (const auto& [text, data] : items)
        combo->addItem(text, data);
    combo->setCurrentIndex(std::max(0, combo->findData(current)));
}

} // namespace xo::ui
