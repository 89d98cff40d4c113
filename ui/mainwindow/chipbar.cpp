#include "ui/mainwindow/chipbar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace xo::ui {

namespace {
constexpr int kChipMax = 240;

QFrame* makeChip(const QString& text, const QString& filter, const QString& removeName, QWidget* parent,
                 QToolButton** close) {
    QFrame* chip = panel(parent);
    chip->setObjectName(QStringLiteral("chip"));
    chip->setFixedHeight(26);
    auto* layout = new QHBoxLayout(chip);
    layout->setContentsMargins(8, 0, 2, 0);
    layout->setSpacing(2);
    auto* caption = new ElidedLabel(chip, Qt::ElideMiddle);
    caption->setFont(fontOfSize(12));
    caption->setFullText(text);
    caption->setToolTip(filter);
    caption->setMaximumWidth(kChipMax - 30);
    *close = new QToolButton(chip);
    (*close)->setIcon(icon(QStringLiteral("close"), tokensFor(parent->palette())));
    (*close)->setIconSize({12, 12});
    (*close)->setFixedSize(22, 22);
    setTexts(*close, removeName);
    layout->addWidget(caption);
    layout->addWidget(*close);
    chip->setFixedWidth(std::min(kChipMax, caption->sizeHint().width() + 36));
    return chip;
}
} // namespace

ChipBar::ChipBar(QWidget* parent)
    : QWidget(parent), m_layout(new QHBoxLayout(this)), m_more(new QToolButton(this)), m_add(new QToolButton(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(8);
    for (QToolButton* control : {m_more, m_add}) {
        control->setProperty("kind", QStringLiteral("control"));
        m_layout->addWidget(control);
    }
    m_layout->addStretch(1);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(new QMenu(m_more));
    m_more->setVisible(false);
    m_add->setObjectName(QStringLiteral("addFilter"));
    connect(m_add, &QToolButton::clicked, this, &ChipBar::addRequested);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumWidth(80);
    setFixedHeight(28);
    restyle();
}

void ChipBar::setSelection(Selection* selection) {
    m_selection = selection;
    connect(selection, &Selection::changed, this, &ChipBar::rebuild);
    rebuild();
}

void ChipBar::rebuild() {
    for (QWidget* chip : std::as_const(m_chips))
        chip->deleteLater();
    m_chips.clear();
    if (!m_selection) return;
    const auto& steps = m_selection->steps();
    for (qsizetype i = 0; i < steps.size(); ++i) {
        if (steps[i].drill) continue;
        QToolButton* close = nullptr;
        QFrame* chip =
            makeChip(steps[i].label, steps[i].filter, tr("Remove filter %1").arg(steps[i].label), this, &close);
        connect(close, &QToolButton::clicked, this, [this, i] { m_selection->removeAt(i); });
        m_layout->insertWidget(static_cast<int>(m_chips.size()), chip);
        m_chips.append(chip);
    }
    fit();
}

void ChipBar::fit() {
    const int room = width() - m_add->sizeHint().width() - 60;
    int used = 0;
    int hidden = 0;
    for (QWidget* chip : std::as_const(m_chips)) {
        used += chip->width() + m_layout->spacing();
        const bool fits = used <= room;
        chip->setVisible(fits);
        if (!fits) ++hidden;
    }
    m_more->setVisible(hidden > 0);
    m_more->setText(QStringLiteral("+%1").arg(hidden));
    m_more->menu()->clear();
    if (!m_selection || hidden == 0) return;
    QList<qsizetype> indexes;
    for (qsizetype i = 0; i < m_selection->steps().size(); ++i)
        if (!m_selection->steps()[i].drill) indexes.append(i);
    for (qsizetype i = m_chips.size() - hidden; i < m_chips.size(); ++i) {
        const qsizetype step = indexes[i];
        connect(m_more->menu()->addAction(tr("Remove filter %1").arg(m_selection->steps()[step].label)),
                &QAction::triggered, this, [this, step] { m_selection->removeAt(step); });
    }
}

void ChipBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void ChipBar::retranslate() {
    setTexts(m_add, tr("Add a filter (Ctrl+F)"));
    setTexts(m_more, tr("Further filters"));
    m_add->setText(m_selection && m_selection->steps().isEmpty() ? tr("Filter") : QString());
    rebuild();
}

void ChipBar::restyle() {
    m_add->setIcon(icon(QStringLiteral("add"), tokensFor(palette())));
    m_add->setIconSize({14, 14});
    rebuild();
}

} // namespace xo::ui
