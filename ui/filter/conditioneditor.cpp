#include "ui/filter/conditioneditor.h"

#include "core/session/engine.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/pieces.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QVBoxLayout>

namespace xo::ui {

QString chipLabel(const QString& filter) {
    QString text = filter.simplified();
    text.replace(QLatin1String("!="), QStringLiteral("≠"));
    text.replace(QLatin1String("<="), QStringLiteral("≤"));
    text.replace(QLatin1String(">="), QStringLiteral("≥"));
    text.remove(QLatin1Char('\''));
    return text.size() > 80 ? text.left(79) + QStringLiteral("…") : text;
}

ConditionEditor::ConditionEditor(Document* document, QWidget* parent)
    : QDialog(parent), m_document(document), m_rowTitle(label("title", this)), m_row(new ConditionRow(document, this)),
      m_textTitle(label("title", this)), m_text(new QPlainTextEdit(this)), m_state(label("hint", this)),
      m_add(button("primary", this)), m_cancel(button("", this)) {
    setObjectName(QStringLiteral("conditionEditor"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_rowTitle);
    layout->addWidget(m_row);
    layout->addSpacing(8);
    layout->addWidget(m_textTitle);
    m_text->setFixedHeight(72);
    m_text->setTabChangesFocus(true);
    layout->addWidget(m_text);
    m_state->setWordWrap(true);
    m_state->setMinimumHeight(32);
    m_state->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    layout->addWidget(m_state);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_add);
    layout->addLayout(buttons);
    setMinimumWidth(560);
    m_add->setDefault(true);
    connect(m_row, &ConditionRow::changed, this, [this] {
        const QScopedValueRollback guard(m_fromRow, true);
        if (const QString text = conditionText(m_row->condition()); !text.isEmpty()) m_text->setPlainText(text);
    });
    connect(m_text, &QPlainTextEdit::textChanged, this, &ConditionEditor::check);
    connect(m_add, &QPushButton::clicked, this, &ConditionEditor::addToSelection);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    retranslate();
    check();
}

QString ConditionEditor::filterText() const {
    return m_text->toPlainText().replace(QLatin1Char('\n'), QLatin1Char(' ')).trimmed();
}

void ConditionEditor::setFilterText(const QString& text) {
    m_text->setPlainText(text);
}

QString ConditionEditor::errorShown() const {
    return m_state->property("kind").toString() == QLatin1String("error") ? m_state->text() : QString();
}

bool ConditionEditor::canAdd() const {
    return m_add->isEnabled();
}

void ConditionEditor::check() {
    const QString text = filterText();
    m_add->setEnabled(false);
    if (text.isEmpty()) {
        setKind(m_state, "hint");
        m_state->setText(tr("For example: reached('A') and not reached('B') · csat <= 2 · city in ('X','Y')"));
        return;
    }
    if (const auto parsed = query::parse(text.toStdString()); !parsed) {
        setKind(m_state, "error");
        m_state->setText(errorText(parsed.error()));
        return;
    }
    m_document->jobs()->run<session::SegmentCount>(
        tr("Counting the condition"), this,
        [context = m_document->context(), rule = text.toStdString()](const JobContext& job) {
            return session::segmentCount(context, {{}, rule}, job);
        },
        [this](Result<session::SegmentCount> count) {
            if (!count && count.error().code == kCancelled) return;
            setKind(m_state, count ? "hint" : "error");
            m_state->setText(
                count ? tr("%1 customers · %2 answers").arg(counted(count->customers), counted(count->answers))
                      : errorText(count.error()));
            m_add->setEnabled(count.has_value());
        },
        QStringLiteral("condition.count"));
}

void ConditionEditor::addToSelection() {
    const QString text = filterText();
    m_document->selection()->add({chipLabel(text), text, false});
    accept();
}

void ConditionEditor::retranslate() {
    setWindowTitle(tr("Add a filter"));
    m_rowTitle->setText(tr("Condition"));
    m_textTitle->setText(tr("Filter text"));
    m_text->setAccessibleName(tr("Filter text"));
    setTexts(m_add, tr("Add filter"));
    setTexts(m_cancel, tr("Cancel"));
    m_row->retranslate();
}

void ConditionEditor::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        check();
    }
    QDialog::changeEvent(event);
}

} // namespace xo::ui
