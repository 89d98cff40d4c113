#include "ui/filter/condition.h"

#include "core/columnar/options.h"

namespace xo::ui {

namespace {

QString fromStd(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

DatasetKind kindOf(Subject subject) {
    switch (subject) {
    case Subject::Answer:
        return DatasetKind::Answers;
    case Subject::Event:
    case Subject::ThisEvent:
        return DatasetKind::Events;
    default:
        return DatasetKind::Customers;
    }
}

bool isUseful(const ColumnInfo& info) {
    switch (info.role.kind) {
    case RoleKind::Ignore:
    case RoleKind::Id:
    case RoleKind::Link:
    case RoleKind::Customer:
        return false;
    default:
        return true;
    }
}

void appendDictionary(const Column& column, QStringList& to, qsizetype most) {
    if (!column.dictionary) return;
    const auto add = [&](std::string_view value) {
        const QString text = fromStd(value);
        if (to.size() < most && !to.contains(text)) to.append(text);
    };
    for (std::uint32_t code = 1; code < column.dictionary->size() && to.size() < most; ++code) {
        if (column.info.type == ValueType::Set)
            forEachOption(column.dictionary->at(code), add);
        else
            add(column.dictionary->at(code));
    }
}

} // namespace

std::vector<FieldChoice> fieldChoices(const Workspace& workspace, Subject subject) {
    std::vector<FieldChoice> choices;
    for (const std::size_t table : workspace.tablesOfKind(kindOf(subject))) {
        const auto& columns = workspace.tables[table]->columns();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const ColumnInfo& info = columns[i];
            if (!isUseful(info)) continue;
            FieldChoice choice;
            choice.subject = subject;
            choice.name = fromStd(info.name);
            choice.label = info.label.empty() ? choice.name : fromStd(info.label);
            choice.type = info.type;
            choice.role = info.role;
            choice.table = table;
            choice.column = i;
            bool known = false;
            for (const FieldChoice& other : choices)
                known = known || other.name == choice.name;
            if (!known) choices.push_back(std::move(choice));
        }
    }
    return choices;
}

QStringList stageChoices(const Workspace& workspace) {
    QStringList stages;
    for (const Journey& journey : workspace.journeys)
        for (const JourneyStage& stage : journey.stages)
            if (stage.condition.empty() && !stages.contains(fromStd(stage.name))) stages.append(fromStd(stage.name));
    for (const std::size_t table : workspace.tablesOfKind(DatasetKind::Events))
        if (const auto index = workspace.tables[table]->findRole(RoleKind::Stage))
            if (const auto column = workspace.tables[table]->column(*index)) appendDictionary(**column, stages, 500);
    return stages;
}

QStringList valueChoices(const Workspace& workspace, const FieldChoice& field, qsizetype most) {
    QStringList values;
    if (field.type == ValueType::Score) {
        for (int score = field.role.scaleLow; score <= field.role.scaleHigh; ++score)
            values.append(QString::number(score));
        return values;
    }
    if (!isCoded(field.type) || field.table >= workspace.tables.size()) return values;
    if (const auto column = workspace.tables[field.table]->column(field.column))
        appendDictionary(**column, values, most);
    return values;
}

QStringList operatorsFor(ValueType type) {
    switch (type) {
    case ValueType::Text:
        return {QStringLiteral("contains"), QStringLiteral("is blank"), QStringLiteral("is not blank")};
    case ValueType::Category:
    case ValueType::Set:
        return {QStringLiteral("="), QStringLiteral("!="), QStringLiteral("contains"), QStringLiteral("is blank"),
                QStringLiteral("is not blank")};
    case ValueType::Date:
    case ValueType::DateTime:
        return {QStringLiteral(">="), QStringLiteral("<"),        QStringLiteral("<="),
                QStringLiteral(">"),  QStringLiteral("is blank"), QStringLiteral("is not blank")};
    default:
        return {QStringLiteral("<="), QStringLiteral(">="), QStringLiteral("="),        QStringLiteral("!="),
                QStringLiteral("<"),  QStringLiteral(">"),  QStringLiteral("is blank"), QStringLiteral("is not blank")};
    }
}

bool writesNumbers(ValueType type) {
    return type == ValueType::Score || type == ValueType::Integer || type == ValueType::Number;
}

} // namespace xo::ui
