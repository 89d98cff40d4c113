#include "ui/mainwindow/breadcrumb.h"

#include "ui/theme/theme.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace xo::ui {

Breadcrumb::Breadcrumb(QWidget* parent)
    : QWidget(parent), m_layout(new QHBoxLayout(this)), m_caption(new QLabel(this)), m_hint(new QLabel(this)) {
    setObjectName(QStringLiteral("breadcrumb"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(32);
    m_layout->setContentsMargins(16, 0, 16, 0);
    m_layout->setSpacing(6);
    m_layout->addWidget(m_caption);
    m_layout->addStretch(1);
    m_layout->addWidget(m_hint);
}

void Breadcrumb::setSelection(Selection* selection) {
    m_selection = selection;
    connect(selection, &Selection::changed, this, &Breadcrumb::rebuild);
    rebuild();
}

void Breadcrumb::rebuild() {
    for (QWidget* part : std::as_const(m_parts))
        part->deleteLater();
    m_parts.clear();
    if (!m_selection) return;
    int at = 1;
    const auto add = [&](QWidget* part) {
        m_layout->insertWidget(at++, part);
        m_parts.append(part);
    };
    const auto link = [&](const QString& text, qsizetype keep, bool current) {
        auto* step = new QToolButton(this);
        setKind(step, "crumb");
        step->setText(step->fontMetrics().elidedText(text, Qt::ElideMiddle, 260));
        step->setToolTip(text);
        step->setAccessibleName(tr("Drill path: %1").arg(text));
        step->setFont(fontOfSize(12, current));
        connect(step, &QToolButton::clicked, this, [this, keep] { m_selection->truncateDrill(keep); });
        add(step);
    };
    QStringList path;
    for (const SelectionStep& step : m_selection->steps())
        if (step.drill) path.append(step.label);
    link(tr("All"), 0, path.isEmpty());
    for (qsizetype i = 0; i < path.size(); ++i) {
        auto* arrow = new QLabel(QStringLiteral("›"), this);
        add(arrow);
        link(path[i], i + 1, i + 1 == path.size());
    }
    if (!path.isEmpty()) {
        auto* close = new QToolButton(this);
        close->setIcon(icon(QStringLiteral("close"), tokensFor(palette())));
        close->setIconSize({12, 12});
        setTexts(close, tr("Leave the last step of the drill path"));
        connect(close, &QToolButton::clicked, this,
                [this, keep = path.size() - 1] { m_selection->truncateDrill(keep); });
        add(close);
    }
    m_hint->setVisible(path.size() < 3);
}

void Breadcrumb::retranslate() {
    m_caption->setText(tr("Drill"));
    m_hint->setText(tr("Right-click: list customers · save as segment · copy · export"));
    rebuild();
}

} // namespace xo::ui
