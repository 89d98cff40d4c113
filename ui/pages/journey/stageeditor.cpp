#include "ui/pages/journey/stageeditor.h"

#include "core/query/filter.h"
#include "ui/charts/pageparts.h"
#include "ui/filter/rulebuilder.h"
#include "ui/theme/theme.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/pieces.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QVBoxLayout>

namespace xo::ui {

namespace {

QString fromStd(const std::string& text) {
    return QString::fromStdString(text);
}

/// A number as it was typed, full-width digits and a decimal comma of the locale included.
std::optional<double> numberOf(const QString& text) {
    bool good = false;
    const QString plain = text.normalized(QString::NormalizationForm_KC).trimmed();
    double number = plain.toDouble(&good);
    if (!good) number = QLocale().toDouble(plain, &good);
    return good ? std::optional(number) : std::nullopt;
}

} // namespace

StageEditor::StageEditor(Document* document, QWidget* parent)
    : QWidget(parent), m_document(document), m_grid(new QGridLayout(this)),
      m_builder(new RuleBuilder(document, this, Subject::ThisEvent)), m_optional(new QCheckBox(this)),
      m_question(new QComboBox(this)), m_more(new QListWidget(this)), m_standardsLayout(new QVBoxLayout),
      m_addStandard(button("flat", this)) {
    m_grid->setContentsMargins(12, 12, 12, 12);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
    m_name = addEdit(QT_TR_NOOP("Name"), QStringLiteral("stageName"), nullptr, m_nameProblem);
    m_condition = addEdit(QT_TR_NOOP("Events"), QStringLiteral("stageCondition"),
                          QT_TR_NOOP("blank: the events whose stage is this name"), m_conditionProblem);
    m_conditionCheck = addProblem(QStringLiteral("stageConditionCheck"));
    m_grid->addWidget(m_conditionCheck, m_grid->rowCount(), 1);
    m_grid->addWidget(m_builder, m_grid->rowCount(), 1);

    m_texts.set([this] { m_optional->setText(tr("May be passed over")); });
    m_optional->setObjectName(QStringLiteral("stageOptional"));
    addRow(QT_TR_NOOP("Optional"), m_optional);
    m_optionalCheck = addProblem(QStringLiteral("stageOptionalCheck"));
    m_grid->addWidget(m_optionalCheck, m_grid->rowCount(), 1);
    m_limit = addEdit(QT_TR_NOOP("Step limit"), QStringLiteral("stageLimit"),
                      QT_TR_NOOP("none; for example 36h, 7d or 3cd (calendar days)"), m_limitProblem);
    m_target = addEdit(QT_TR_NOOP("Target"), QStringLiteral("stageTarget"),
                       QT_TR_NOOP("none; % of those who get here that should go on"), m_targetProblem);
    m_question->setObjectName(QStringLiteral("stageQuestion"));
    addRow(QT_TR_NOOP("X question"), m_question);
    m_more->setObjectName(QStringLiteral("stageMoreQuestions"));
    m_more->setMaximumHeight(84);
    addRow(QT_TR_NOOP("Shown beside it"), m_more);
    auto* standards = new QWidget(this);
    auto* outer = new QVBoxLayout(standards);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(4);
    m_standardsLayout->setSpacing(4);
    outer->addLayout(m_standardsLayout);
    m_standardsProblem = label("error", standards);
    m_standardsProblem->setWordWrap(true);
    m_standardsProblem->hide();
    outer->addWidget(m_standardsProblem);
    m_addStandard->setObjectName(QStringLiteral("stageAddStandard"));
    m_texts.set(
        [this] { setTexts(m_addStandard, tr("Standard"), tr("Add a standard the stage's events should keep to")); });
    m_addStandard->setIcon(icon(QStringLiteral("add"), tokensFor(palette())));
    outer->addWidget(m_addStandard, 0, Qt::AlignLeft);
    addRow(QT_TR_NOOP("SOP standards"), standards);
    m_grid->setRowStretch(m_grid->rowCount(), 1);

    fillChoices();
    connect(m_name, &QLineEdit::textChanged, this, &StageEditor::readName);
    connect(m_condition, &QLineEdit::textChanged, this, &StageEditor::readCondition);
    connect(m_builder, &RuleBuilder::edited, this, [this] {
        if (!m_filling) m_condition->setText(ruleText(m_builder->rule()));
    });
    connect(m_limit, &QLineEdit::textChanged, this, &StageEditor::readLimit);
    connect(m_target, &QLineEdit::textChanged, this, &StageEditor::readTarget);
    connect(m_optional, &QCheckBox::toggled, this, [this](bool on) {
        if (m_filling) return;
        m_stage.optional = on;
        Q_EMIT edited();
    });
    connect(m_question, &QComboBox::currentIndexChanged, this, &StageEditor::readQuestions);
    connect(m_more, &QListWidget::itemChanged, this, &StageEditor::readQuestions);
    connect(m_addStandard, &QPushButton::clicked, this, [this] {
        addStandard({m_metrics.value(0).toStdString(), "<=", 0});
        m_standards.last().limit->clear();
        m_standards.last().limit->setFocus();
        readStandards();
    });
}

int StageEditor::addRow(const char* name, QWidget* field) {
    auto* caption = label("label", this);
    caption->setBuddy(field);
    m_texts.set([=] {
        caption->setText(tr(name));
        field->setAccessibleName(tr(name));
    });
    const int row = m_grid->rowCount();
    m_grid->addWidget(caption, row, 0, Qt::AlignTop);
    m_grid->addWidget(field, row, 1);
    return row;
}

QLabel* StageEditor::addProblem(const QString& objectName) {
    QLabel* problem = label("error", this);
    problem->setObjectName(objectName);
    problem->setWordWrap(true);
    problem->hide();
    return problem;
}

QLineEdit* StageEditor::addEdit(const char* name, const QString& objectName, const char* hint, QLabel*& problem) {
    auto* edit = new QLineEdit(this);
    edit->setObjectName(objectName);
    if (hint)
        m_texts.set([=] {
            edit->setPlaceholderText(tr(hint));
            edit->setToolTip(tr(hint));
        });
    problem = addProblem(objectName + QStringLiteral("Problem"));
    m_grid->addWidget(problem, addRow(name, edit) + 1, 1);
    return edit;
}

void StageEditor::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange) return;
    m_texts.renew();
    setInner(m_inner);
    m_question->setItemText(0, tr("None"));
    for (const StandardRow& row : std::as_const(m_standards))
        nameStandard(row);
    readName();
    readCondition();
    readLimit();
    readTarget();
    readStandards();
}

void StageEditor::showChecks(const QString& condition, const QString& optional) {
    setProblem(m_conditionCheck, condition);
    setProblem(m_optionalCheck, optional);
}

void StageEditor::fillChoices() {
    for (const auto& table : m_document->workspace()->tables)
        for (const ColumnInfo& column : table->columns()) {
            const QString name = fromStd(column.name);
            const bool asked = table->kind() == DatasetKind::Answers || table->kind() == DatasetKind::Feedback;
            if (asked && column.role.isScore() && !m_questions.contains(name)) m_questions.append(name);
            const bool number = column.type == ValueType::Number || column.type == ValueType::Integer;
            if (table->kind() == DatasetKind::Events && number && !m_metrics.contains(name)) m_metrics.append(name);
        }
}

void StageEditor::setStage(const JourneyStage& stage, bool inner) {
    const QScopedValueRollback guard(m_filling, true);
    m_stage = stage;
    m_name->setText(fromStd(stage.name));
    m_condition->setText(fromStd(stage.condition));
    const auto parsed = query::parse(stage.condition);
    m_builder->setRule(parsed ? ruleOf(*parsed, Subject::ThisEvent) : Rule());
    m_limit->setText(stage.stepLimit ? fromStd(stage.stepLimit->text()) : QString());
    m_target->setText(stage.target ? QLocale().toString(*stage.target * 100, 'g', 6) : QString());
    m_optional->setChecked(stage.optional);
    QList<std::pair<QString, QVariant>> questions{{tr("None"), QString()}};
    for (const QString& name : std::as_const(m_questions))
        questions.append({name, name});
    if (!stage.question.empty() && !m_questions.contains(fromStd(stage.question)))
        questions.append({tr("%1 (not in the project)").arg(fromStd(stage.question)), fromStd(stage.question)});
    fillCombo(m_question, questions, fromStd(stage.question));
    m_more->clear();
    for (const QString& name : std::as_const(m_questions)) {
        auto* item = new QListWidgetItem(name, m_more);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        const bool on = std::find(stage.moreQuestions.begin(), stage.moreQuestions.end(), name.toStdString()) !=
                        stage.moreQuestions.end();
        item->setCheckState(on ? Qt::Checked : Qt::Unchecked);
    }
    m_more->setEnabled(!stage.question.empty());
    while (!m_standards.isEmpty())
        delete m_standards.takeLast().line;
    for (const StageStandard& standard : stage.standards)
        addStandard(standard);
    for (QLabel* problem : {m_nameProblem, m_conditionProblem, m_limitProblem, m_targetProblem, m_standardsProblem})
        setProblem(problem, {});
    setInner(inner);
}

void StageEditor::setInner(bool inner) {
    m_inner = inner;
    m_optional->setEnabled(inner || m_stage.optional);
    m_optional->setToolTip(inner ? QString() : tr("The first and the last stage can't be passed over."));
}

void StageEditor::setProblem(QLabel* problem, const QString& text) {
    problem->setText(text);
    problem->setVisible(!text.isEmpty());
}

bool StageEditor::hasProblem() const {
    for (const QLabel* problem :
         {m_nameProblem, m_conditionProblem, m_limitProblem, m_targetProblem, m_standardsProblem})
        if (!problem->text().isEmpty()) return true;
    return false;
}

void StageEditor::focusProblem() {
    const std::pair<QLabel*, QWidget*> fields[] = {{m_nameProblem, m_name},
                                                   {m_conditionProblem, m_condition},
                                                   {m_limitProblem, m_limit},
                                                   {m_targetProblem, m_target},
                                                   {m_standardsProblem, m_addStandard}};
    for (const auto& [problem, field] : fields)
        if (!problem->text().isEmpty()) return field->setFocus();
}

void StageEditor::readName() {
    if (m_filling) return;
    const QString name = m_name->text().trimmed();
    setProblem(m_nameProblem, name.isEmpty() ? tr("A stage needs a name.") : QString());
    if (!name.isEmpty()) m_stage.name = name.toStdString();
    Q_EMIT edited();
}

void StageEditor::readCondition() {
    if (m_filling) return;
    const std::string text = m_condition->text().trimmed().toStdString();
    const auto parsed = query::parse(text);
    setProblem(m_conditionProblem, parsed ? QString() : errorText(parsed.error()));
    if (parsed) {
        m_stage.condition = text;
        const QScopedValueRollback guard(m_filling, true);
        m_builder->setRule(ruleOf(*parsed, Subject::ThisEvent));
    }
    Q_EMIT edited();
}

void StageEditor::readLimit() {
    if (m_filling) return;
    const QString text = m_limit->text().trimmed();
    const auto span = Span::parse(text.toStdString());
    setProblem(m_limitProblem, text.isEmpty() || span ? QString() : errorText(span.error()));
    if (text.isEmpty())
        m_stage.stepLimit.reset();
    else if (span)
        m_stage.stepLimit = *span;
    Q_EMIT edited();
}

void StageEditor::readTarget() {
    if (m_filling) return;
    QString text = m_target->text().trimmed();
    text.remove(QLatin1Char('%')).remove(QChar(0xFF05));
    const auto number = numberOf(text);
    const bool good = text.isEmpty() || (number && *number >= 0 && *number <= 100);
    setProblem(m_targetProblem, good ? QString() : tr("A target is a share from 0 to 100%."));
    if (text.isEmpty())
        m_stage.target.reset();
    else if (good)
        m_stage.target = *number / 100;
    Q_EMIT edited();
}

void StageEditor::readQuestions() {
    if (m_filling) return;
    m_stage.question = m_question->currentData().toString().toStdString();
    m_more->setEnabled(!m_stage.question.empty());
    m_stage.moreQuestions.clear();
    for (int i = 0; i < m_more->count() && !m_stage.question.empty(); ++i)
        if (const std::string name = m_more->item(i)->text().toStdString();
            m_more->item(i)->checkState() == Qt::Checked && name != m_stage.question)
            m_stage.moreQuestions.push_back(name);
    Q_EMIT edited();
}

void StageEditor::addStandard(const StageStandard& standard) {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    StandardRow added{line, new QComboBox(line), new QComboBox(line), new QLineEdit(line), new QToolButton(line)};
    added.metric->addItems(m_metrics);
    added.metric->setEditable(true);
    added.metric->setEditText(fromStd(standard.metric));
    added.metric->setMinimumContentsLength(8);
    for (const char* op : {"<=", "<", ">=", ">"})
        added.op->addItem(QString::fromLatin1(op));
    added.op->setCurrentText(fromStd(standard.op));
    added.limit->setText(QLocale().toString(standard.limit, 'g', 12));
    added.limit->setFixedWidth(80);
    nameStandard(added);
    added.remove->setIcon(icon(QStringLiteral("close"), tokensFor(palette())));
    row->addWidget(added.metric, 1);
    row->addWidget(added.op);
    row->addWidget(added.limit);
    row->addWidget(added.remove);
    m_standardsLayout->addWidget(line);
    m_standards.append(added);
    connect(added.metric, &QComboBox::editTextChanged, this, &StageEditor::readStandards);
    connect(added.op, &QComboBox::currentIndexChanged, this, &StageEditor::readStandards);
    connect(added.limit, &QLineEdit::textChanged, this, &StageEditor::readStandards);
    connect(added.remove, &QToolButton::clicked, this, [this, line] { removeStandard(line); });
}

void StageEditor::nameStandard(const StandardRow& row) {
    row.metric->setAccessibleName(tr("Column"));
    row.op->setAccessibleName(tr("Operator"));
    row.limit->setAccessibleName(tr("Limit"));
    row.limit->setPlaceholderText(tr("limit"));
    setTexts(row.remove, tr("Remove the standard"));
}

void StageEditor::removeStandard(QWidget* line) {
    m_standards.removeIf([line](const StandardRow& row) { return row.line == line; });
    line->deleteLater(); // its own button asked
    readStandards();
}

void StageEditor::readStandards() {
    if (m_filling) return;
    std::vector<StageStandard> standards;
    QString problem;
    for (const StandardRow& row : std::as_const(m_standards)) {
        const auto limit = numberOf(row.limit->text());
        const QString metric = row.metric->currentText().trimmed();
        if (metric.isEmpty() || !limit)
            problem = tr("A standard needs a column of the events and a number.");
        else
            standards.push_back({metric.toStdString(), row.op->currentText().toStdString(), *limit});
    }
    setProblem(m_standardsProblem, problem);
    if (problem.isEmpty()) m_stage.standards = std::move(standards);
    Q_EMIT edited();
}

} // namespace xo::ui
