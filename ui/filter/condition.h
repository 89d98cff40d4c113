#pragma once

#include "core/columnar/workspace.h"
#include "core/query/filter.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace xo::ui {

/// What a condition of the builders speaks of. ThisEvent: columns of the event itself, as the stages of a journey ask;
/// all others are asked of customers.
enum class Subject { Stage, Customer, Answer, Event, Text, ThisEvent };

/// One condition as rows of combo boxes show it. `Text` holds any other condition as it is written.
struct Condition {
    Subject subject = Subject::Stage;
    QString field; ///< column
    QString op; ///< "reached", "not reached"; "=", "!=", "<", "<=", ">", ">=", "contains", "is blank", "is not blank"
    QString value;       ///< stage or value, without quotes
    bool number = false; ///< the value is written without quotes
    QString text;        ///< of Subject::Text
    bool operator==(const Condition&) const = default;
};
/// Filter text; blank while something is missing.
QString conditionText(const Condition& condition);

/// A rule as the builder shows it: conditions and groups of conditions, all or any of which hold.
struct Rule {
    bool any = false;
    struct Item {
        bool group = false;
        Condition condition;
        bool any = false;
        std::vector<Condition> conditions; ///< of a group
        bool operator==(const Item&) const = default;
    };
    std::vector<Item> items;
    bool operator==(const Rule&) const = default;
};
QString itemText(const Rule::Item& item);
QString ruleText(const Rule& rule);
/// The rule a condition stands for; parts the rows can't show become Subject::Text. `bare`: what columns without a
/// prefix belong to, Customer or ThisEvent.
Rule ruleOf(const query::Filter& filter, Subject bare = Subject::Customer);

/// A column that conditions can speak of.
struct FieldChoice {
    Subject subject = Subject::Customer;
    QString name;
    QString label; ///< question's wording, else the name
    ValueType type = ValueType::Category;
    Role role;
    std::size_t table = 0;
    std::size_t column = 0;
};
/// Columns of customers, answers and events datasets, keys and ignored ones left out.
std::vector<FieldChoice> fieldChoices(const Workspace& workspace, Subject subject);
/// Stage names: of the journeys in their order, then further values of the events' stage columns. Loads these columns.
QStringList stageChoices(const Workspace& workspace);
/// Values of a column to choose from, at most `most`: category values in order of first use, the scores of a scale.
/// Loads the column.
QStringList valueChoices(const Workspace& workspace, const FieldChoice& field, qsizetype most = 500);
/// Operators that suit a type ("=", "contains" …).
QStringList operatorsFor(ValueType type);
bool writesNumbers(ValueType type);

} // namespace xo::ui
