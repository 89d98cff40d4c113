#include "ui/filter/conditionrow.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScopedValueRollback>

namespace xo::ui {

ConditionRow::ConditionRow(Document* document, QWidget* parent, Subject bare)
    : QWidget(parent), m_document(document), m_bare(bare), m_subject(new QComboBox(this)), m_field(new QComboBox(this)),
      m_operator(new QComboBox(this)), m_value(new QComboBox(this)), m_text(new QLineEdit(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_value->setEditable(true);
    m_value->setInsertPolicy(QComboBox::NoInsert);
    m_value->completer()->setFilterMode(Qt::MatchContains);
    m_value->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_subject->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_operator->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (QComboBox* box : {m_field, m_value}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(4);
        box->setMinimumWidth(72);
        box->view()->setMinimumWidth(200);
    }
    m_subject->setMinimumWidth(80);
    m_operator->view()->setMinimumWidth(120);
    layout->addWidget(m_subject);
    layout->addWidget(m_field, 3);
    layout->addWidget(m_operator);
    layout->addWidget(m_value, 2);
    layout->addWidget(m_text, 5);
    fillSubjects();
    connect(m_subject, &QComboBox::activated, this, [this] { subjectChosen(); });
    connect(m_field, &QComboBox::activated, this, [this] { fieldChosen(); });
    connect(m_operator, &QComboBox::activated, this, [this] {
        updateVisibility();
        Q_EMIT changed();
    });
    connect(m_value, &QComboBox::currentTextChanged, this, [this] {
        if (!m_filling) Q_EMIT changed();
    });
    connect(m_text, &QLineEdit::textChanged, this, [this] {
        if (!m_filling) Q_EMIT changed();
    });
    fillFields();
    fillOperators();
    fillValues();
    updateVisibility();
    retranslate();
}

Subject ConditionRow::subject() const {
    return static_cast<Subject>(m_subject->currentData().toInt());
}

const FieldChoice* ConditionRow::field() const {
    const int index = m_field->currentIndex();
    return index >= 0 && index < static_cast<int>(m_fields.size()) ? &m_fields[static_cast<std::size_t>(index)]
                                                                   : nullptr;
}

QString ConditionRow::operatorName(const QString& op) const {
    if (op == QLatin1String("reached")) return tr("reached");
    if (op == QLatin1String("not reached")) return tr("not reached");
    if (op == QLatin1String("contains")) return tr("contains");
    if (op == QLatin1String("is blank")) return tr("is blank");
    if (op == QLatin1String("is not blank")) return tr("is not blank");
    if (op == QLatin1String("!=")) return QStringLiteral("≠");
    if (op == QLatin1String("<=")) return QStringLiteral("≤");
    if (op == QLatin1String(">=")) return QStringLiteral("≥");
    return op;
}

void ConditionRow::fillSubjects() {
    const QScopedValueRollback guard(m_filling, true);
    const QVariant current = m_subject->currentData();
    m_subject->clear();
    using Subjects = std::vector<std::pair<Subject, QString>>;
    const Subjects subjects = m_bare == Subject::ThisEvent
                                  ? Subjects{{Subject::ThisEvent, tr("The event")}, {Subject::Text, tr("Text")}}
                                  : Subjects{{Subject::Stage, tr("Journey stage")},
                                             {Subject::Customer, tr("Customer")},
                                             {Subject::Answer, tr("Any answer")},
                                             {Subject::Event, tr("Any event")},
                                             {Subject::Text, tr("Text")}};
    for (const auto& [id, name] : subjects)
        m_subject->addItem(name, static_cast<int>(id));
    const int index = m_subject->findData(current);
    m_subject->setCurrentIndex(std::max(0, index));
}

void ConditionRow::fillFields() {
    const QScopedValueRollback guard(m_filling, true);
    m_fields.clear();
    m_field->clear();
    const auto workspace = m_document->workspace();
    if (workspace && subject() != Subject::Stage && subject() != Subject::Text)
        m_fields = fieldChoices(*workspace, subject());
    for (const FieldChoice& choice : m_fields) {
        m_field->addItem(choice.name);
        m_field->setItemData(m_field->count() - 1, choice.label, Qt::ToolTipRole);
    }
}

void ConditionRow::fillOperators() {
    const QScopedValueRollback guard(m_filling, true);
    const QVariant current = m_operator->currentData();
    m_operator->clear();
    QStringList operators;
    if (subject() == Subject::Stage)
        operators = {QStringLiteral("reached"), QStringLiteral("not reached")};
    else
        operators = operatorsFor(field() ? field()->type : ValueType::Category);
    for (const QString& op : operators)
        m_operator->addItem(operatorName(op), op);
    m_operator->setCurrentIndex(std::max(0, m_operator->findData(current)));
}

void ConditionRow::fillValues() {
    const auto workspace = m_document->workspace();
    if (!workspace) return;
    const bool stages = subject() == Subject::Stage;
    const FieldChoice* choice = field();
    if (!stages && !choice) return offerValues({});
    const QString key =
        stages ? QStringLiteral("stage") : QStringLiteral("%1/%2").arg(choice->table).arg(choice->column);
    m_valuesKey = key;
    m_document->jobs()->run<QStringList>(
        {}, this,
        [workspace, stages, field = choice ? *choice : FieldChoice()](const JobContext&) -> Result<QStringList> {
            return stages ? stageChoices(*workspace) : valueChoices(*workspace, field);
        },
        [this, key](Result<QStringList> values) {
            if (values && key == m_valuesKey) offerValues(*values);
        });
}

void ConditionRow::offerValues(const QStringList& values) {
    const QString typed = m_value->currentText();
    const QScopedValueRollback guard(m_filling, true);
    m_value->clear();
    m_value->addItems(values);
    m_value->setCurrentIndex(static_cast<int>(values.indexOf(typed)));
    m_value->setEditText(typed);
}

void ConditionRow::subjectChosen() {
    {
        const QScopedValueRollback guard(m_filling, true);
        m_value->setEditText({});
        if (subject() != Subject::Text) m_text->clear();
    }
    fillFields();
    fillOperators();
    fillValues();
    updateVisibility();
    Q_EMIT changed();
}

void ConditionRow::fieldChosen() {
    {
        const QScopedValueRollback guard(m_filling, true);
        m_value->setEditText({});
    }
    fillOperators();
    fillValues();
    updateVisibility();
    Q_EMIT changed();
}

void ConditionRow::updateVisibility() {
    const bool text = subject() == Subject::Text;
    const bool stage = subject() == Subject::Stage;
    const bool blank = m_operator->currentData().toString().startsWith(QLatin1String("is "));
    m_text->setVisible(text);
    m_field->setVisible(!text && !stage);
    m_operator->setVisible(!text);
    m_value->setVisible(!text && (stage || !blank));
    // as wide as what it says now, not as its longest choice
    m_operator->setFixedWidth(
        std::max(54, m_operator->fontMetrics().horizontalAdvance(m_operator->currentText()) + 40));
}

void ConditionRow::setCondition(const Condition& condition) {
    if (this->condition() == condition) return;
    {
        const QScopedValueRollback guard(m_filling, true);
        m_subject->setCurrentIndex(m_subject->findData(static_cast<int>(condition.subject)));
        fillFields();
        if (condition.subject == Subject::Text) {
            m_text->setText(condition.text);
        } else {
            int index = m_field->findText(condition.field);
            if (index < 0 &&
                !condition.field.isEmpty()) { // a column of another project or an unknown one: shown as it is
                FieldChoice unknown;
                unknown.subject = condition.subject;
                unknown.name = unknown.label = condition.field;
                unknown.type = condition.number ? ValueType::Number : ValueType::Category;
                unknown.table = static_cast<std::size_t>(-1);
                m_fields.push_back(unknown);
                m_field->addItem(condition.field);
                index = m_field->count() - 1;
            }
            m_field->setCurrentIndex(index);
            fillOperators();
            if (m_operator->findData(condition.op) < 0) m_operator->addItem(operatorName(condition.op), condition.op);
            m_operator->setCurrentIndex(m_operator->findData(condition.op));
            m_value->setEditText(condition.value);
        }
    }
    fillValues();
    updateVisibility();
}

Condition ConditionRow::condition() const {
    Condition condition;
    condition.subject = subject();
    if (condition.subject == Subject::Text) {
        condition.text = m_text->text();
        return condition;
    }
    condition.op = m_operator->currentData().toString();
    condition.value = m_value->currentText();
    if (condition.subject == Subject::Stage) return condition;
    condition.field = m_field->currentText();
    if (condition.op.startsWith(QLatin1String("is "))) {
        condition.value.clear();
        return condition;
    }
    bool isNumber = false;
    condition.value.toDouble(&isNumber);
    condition.number = isNumber && field() && writesNumbers(field()->type);
    return condition;
}

void ConditionRow::retranslate() {
    fillSubjects();
    const QScopedValueRollback guard(m_filling, true);
    for (int i = 0; i < m_operator->count(); ++i)
        m_operator->setItemText(i, operatorName(m_operator->itemData(i).toString()));
    updateVisibility();
    m_subject->setAccessibleName(tr("What the condition is about"));
    m_field->setAccessibleName(tr("Column"));
    m_operator->setAccessibleName(tr("Operator"));
    m_value->setAccessibleName(tr("Value"));
    m_value->lineEdit()->setPlaceholderText(tr("value"));
    m_text->setAccessibleName(tr("Condition as text"));
    m_text->setPlaceholderText(tr("condition as text"));
}

} // namespace xo::ui
