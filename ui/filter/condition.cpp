#include "ui/filter/condition.h"

#include "core/query/ast.h"

namespace xo::ui {

namespace {

QString fromStd(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString literal(const Condition& condition) {
    return condition.number ? condition.value.trimmed() : fromStd(query::quotedText(condition.value.toStdString()));
}

bool readLiteral(const query::Literal& from, Condition& to) {
    to.number = from.isNumber;
    if (!from.isNumber) {
        to.value = fromStd(from.text);
        return true;
    }
    to.value = QString::number(from.number, 'g', 15);
    return true;
}

/// The rows of the builder know comparisons, contains and blank of one plain column.
bool readPredicate(const query::Node& node, Condition& to) {
    using query::NodeKind;
    if (node.operand.kind != query::Operand::Kind::Column || node.operand.rows != query::Rows::Own) return false;
    to.field = fromStd(node.operand.name);
    switch (node.kind) {
    case NodeKind::Compare:
        to.op = fromStd(query::comparisonText(node.comparison));
        return node.values.size() == 1 && readLiteral(node.values[0], to);
    case NodeKind::Contains:
        if (node.negated || node.values.size() != 1) return false;
        to.op = QStringLiteral("contains");
        return readLiteral(node.values[0], to) && !to.number;
    case NodeKind::State:
        if (node.state != CellState::Blank) return false;
        to.op = node.negated ? QStringLiteral("is not blank") : QStringLiteral("is blank");
        return true;
    default:
        return false;
    }
}

Condition conditionOf(const query::NodePtr& node, Subject bare) {
    using query::NodeKind;
    Condition condition;
    const bool negated = node->kind == NodeKind::Not;
    const query::Node& inner = negated ? *node->children[0] : *node;
    if (inner.kind == NodeKind::Reached && bare == Subject::Customer) {
        condition.subject = Subject::Stage;
        condition.op = negated ? QStringLiteral("not reached") : QStringLiteral("reached");
        condition.value = fromStd(inner.name);
        return condition;
    }
    if (!negated) {
        Condition read;
        if (bare == Subject::Customer && inner.kind == NodeKind::Any && inner.children.size() == 1 &&
            (inner.rows == query::Rows::Answer || inner.rows == query::Rows::Event)) {
            read.subject = inner.rows == query::Rows::Answer ? Subject::Answer : Subject::Event;
            if (inner.children[0] && readPredicate(*inner.children[0], read)) return read;
        } else {
            read.subject = bare;
            if (readPredicate(inner, read)) return read;
        }
    }
    condition.subject = Subject::Text;
    condition.text = fromStd(query::print(query::Filter{node}));
    return condition;
}

} // namespace

QString conditionText(const Condition& condition) {
    if (condition.subject == Subject::Text) return condition.text.trimmed();
    if (condition.subject == Subject::Stage) {
        if (condition.value.isEmpty()) return {};
        const QString reached =
            QStringLiteral("reached(%1)").arg(fromStd(query::quotedText(condition.value.toStdString())));
        return condition.op == QLatin1String("not reached") ? QStringLiteral("not ") + reached : reached;
    }
    if (condition.field.isEmpty() || condition.op.isEmpty()) return {};
    QString text = fromStd(query::quotedName(condition.field.toStdString())) + QLatin1Char(' ') + condition.op;
    if (!condition.op.startsWith(QLatin1String("is "))) {
        if (condition.value.isEmpty()) return {};
        text += QLatin1Char(' ') + literal(condition);
    }
    if (condition.subject == Subject::Answer) return QStringLiteral("any answer(%1)").arg(text);
    if (condition.subject == Subject::Event) return QStringLiteral("any event(%1)").arg(text);
    return text;
}

QString itemText(const Rule::Item& item) {
    if (!item.group) return conditionText(item.condition);
    QStringList parts;
    for (const Condition& condition : item.conditions)
        if (const QString text = conditionText(condition); !text.isEmpty()) parts.append(text);
    return parts.join(item.any ? QStringLiteral(" or ") : QStringLiteral(" and "));
}

QString ruleText(const Rule& rule) {
    QStringList parts;
    for (const Rule::Item& item : rule.items) {
        const QString text = itemText(item);
        if (text.isEmpty()) continue;
        const bool brackets = (item.group && item.conditions.size() > 1 && rule.items.size() > 1) ||
                              (!item.group && item.condition.subject == Subject::Text && rule.items.size() > 1 &&
                               text.contains(QLatin1String(" or ")));
        parts.append(brackets ? QLatin1Char('(') + text + QLatin1Char(')') : text);
    }
    return parts.join(rule.any ? QStringLiteral(" or ") : QStringLiteral(" and "));
}

Rule ruleOf(const query::Filter& filter, Subject bare) {
    using query::NodeKind;
    Rule rule;
    if (filter.empty()) return rule;
    const bool many = filter.root->kind == NodeKind::And || filter.root->kind == NodeKind::Or;
    rule.any = filter.root->kind == NodeKind::Or;
    const std::vector<query::NodePtr> parts = many ? filter.root->children : std::vector<query::NodePtr>{filter.root};
    for (const query::NodePtr& part : parts) {
        Rule::Item item;
        if (part->kind == NodeKind::And || part->kind == NodeKind::Or) {
            item.group = true;
            item.any = part->kind == NodeKind::Or;
            for (const query::NodePtr& child : part->children)
                item.conditions.push_back(conditionOf(child, bare));
        } else {
            item.condition = conditionOf(part, bare);
        }
        rule.items.push_back(std::move(item));
    }
    return rule;
}

} // namespace xo::ui
