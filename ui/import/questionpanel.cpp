#include "ui/import/questionpanel.h"

#include "ui/widgets/pieces.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace xo::ui {

namespace {

constexpr int kMostHeight = 104; // three questions of one line

} // namespace

QuestionPanel::QuestionPanel(QWidget* parent)
    : QFrame(parent), m_scroll(new QScrollArea(this)), m_list(new QWidget), m_grid(new QGridLayout(m_list)) {
    setKind(this, "inset");
    m_scroll->setWidget(m_list);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_list->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_scroll);
    m_grid->setContentsMargins(12, 6, 12, 6);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
    hide();
}

bool QuestionPanel::hasOpen() const {
    for (const ImportQuestion& question : m_questions)
        if (question.blocks && question.answer.isEmpty()) return true;
    return false;
}

void QuestionPanel::focusFirstOpen() {
    for (const ImportQuestion& question : m_questions)
        if (question.blocks && question.answer.isEmpty())
            if (auto* box = findChild<QComboBox*>(QStringLiteral("question/") + question.id)) {
                m_scroll->ensureWidgetVisible(box);
                return box->setFocus();
            }
}

void QuestionPanel::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    // later: the layout still has this event to come and would lay out the height of before
    QTimer::singleShot(0, this, &QuestionPanel::fitHeight);
}

// Whatever brought the focus to a question, the question is seen.
bool QuestionPanel::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn) m_scroll->ensureWidgetVisible(static_cast<QWidget*>(watched), 0, 8);
    return QFrame::eventFilter(watched, event);
}

// Texts wrap: how high they are depends on the width.
void QuestionPanel::fitHeight() {
    const int height = m_grid->hasHeightForWidth() ? m_grid->heightForWidth(m_scroll->viewport()->width())
                                                   : m_grid->sizeHint().height();
    const int frame = height + 2 * frameWidth() + 2;
    const int wanted = std::min(frame, kMostHeight);
    m_scroll->setVerticalScrollBarPolicy(frame > kMostHeight ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (wanted != minimumHeight() || wanted != maximumHeight()) setFixedHeight(wanted);
}

void QuestionPanel::setQuestions(const QList<ImportQuestion>& questions) {
    const bool same = questions.size() == m_questions.size() &&
                      std::equal(questions.begin(), questions.end(), m_questions.begin(),
                                 [](const ImportQuestion& a, const ImportQuestion& b) {
                                     return a.id == b.id && a.values == b.values && a.text == b.text;
                                 });
    m_questions = questions;
    if (!same) return rebuild();
    for (const ImportQuestion& question : m_questions) // the one being answered keeps its focus
        if (auto* box = findChild<QComboBox*>(QStringLiteral("question/") + question.id)) {
            if (!question.answer.isEmpty() && box->itemData(0).toString().isEmpty()) box->removeItem(0);
            box->setCurrentIndex(std::max(0, box->findData(question.answer)));
            setKind(findChild<QLabel*>(QStringLiteral("mark/") + question.id),
                    question.blocks && question.answer.isEmpty() ? "tag-bad" : "tag-good");
            findChild<QLabel*>(QStringLiteral("mark/") + question.id)
                ->setText(question.blocks && question.answer.isEmpty() ? tr("open") : tr("set"));
        }
}

void QuestionPanel::rebuild() {
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->setObjectName({});
            item->widget()->deleteLater();
        }
        delete item;
    }
    int row = 0;
    for (const ImportQuestion& question : m_questions) {
        const bool open = question.blocks && question.answer.isEmpty();
        auto* mark = label(open ? "tag-bad" : "tag-good", m_list);
        mark->setObjectName(QStringLiteral("mark/") + question.id);
        mark->setText(open ? tr("open") : tr("set"));
        auto* text = label("", m_list);
        // Alt and its number leads to a question
        QString shown = question.text;
        shown.replace(QLatin1Char('&'), QLatin1String("&&"));
        text->setText(row < 9 ? QStringLiteral("&%1. %2").arg(QString::number(row + 1), shown) : shown);
        text->setWordWrap(true);
        auto* box = new QComboBox(m_list);
        box->setObjectName(QStringLiteral("question/") + question.id);
        box->setAccessibleName(question.text);
        box->setMinimumWidth(220);
        if (question.answer.isEmpty()) box->addItem(tr("choose…"), QString());
        for (qsizetype i = 0; i < question.values.size(); ++i)
            box->addItem(question.labels.value(i), question.values[i]);
        box->setCurrentIndex(std::max(0, box->findData(question.answer)));
        text->setBuddy(box);
        box->installEventFilter(this);
        connect(box, &QComboBox::activated, this, [this, box, id = question.id] {
            const QString value = box->currentData().toString();
            if (!value.isEmpty()) Q_EMIT answered(id, value);
        });
        m_grid->addWidget(mark, row, 0);
        m_grid->addWidget(text, row, 1);
        m_grid->addWidget(box, row++, 2);
    }
    setVisible(!m_questions.isEmpty());
    fitHeight();
}

} // namespace xo::ui
