#include "ui/document/selection.h"

#include <utility>

namespace xo::ui {

namespace {

/// True when a condition has an `or` outside brackets and quotes, so that joining it by `and` needs brackets.
bool needsBrackets(const QString& filter) {
    int depth = 0;
    QChar quote;
    for (qsizetype i = 0; i < filter.size(); ++i) {
        const QChar ch = filter[i];
        if (!quote.isNull()) {
            if (ch == quote) quote = QChar();
            continue;
        }
        if (ch == QLatin1Char('\'') || ch == QLatin1Char('"')) quote = ch;
        if (ch == QLatin1Char('(')) ++depth;
        if (ch == QLatin1Char(')')) --depth;
        const bool wordStart = i == 0 || !(filter[i - 1].isLetterOrNumber() || filter[i - 1] == QLatin1Char('_'));
        if (depth == 0 && wordStart &&
            QStringView(filter).mid(i, 2).compare(QLatin1String("or"), Qt::CaseInsensitive) == 0) {
            const bool wordEnd =
                i + 2 >= filter.size() || !(filter[i + 2].isLetterOrNumber() || filter[i + 2] == QLatin1Char('_'));
            if (wordEnd) return true;
        }
    }
    return false;
}

} // namespace

QString Selection::filterText() const {
    QStringList parts;
    for (const SelectionStep& step : m_steps) {
        if (step.filter.trimmed().isEmpty()) continue;
        parts.append(needsBrackets(step.filter) && m_steps.size() > 1
                         ? QLatin1Char('(') + step.filter + QLatin1Char(')')
                         : step.filter);
    }
    return parts.join(QStringLiteral(" and "));
}

void Selection::add(const SelectionStep& step) {
    for (const SelectionStep& present : m_steps)
        if (present.filter == step.filter) return;
    QList<SelectionStep> steps = m_steps;
    steps.append(step);
    set(std::move(steps));
}

QList<SelectionStep> Selection::replaced(const QString& filter, const SelectionStep& step) const {
    QList<SelectionStep> steps;
    bool present = false;
    for (const SelectionStep& one : m_steps) {
        const SelectionStep& put = one.filter == filter ? step : one;
        if (put.filter == step.filter && std::exchange(present, true)) continue;
        steps.append(put);
    }
    return steps;
}

void Selection::replace(const QString& filter, const SelectionStep& step) {
    if (auto steps = replaced(filter, step); steps != m_steps) set(std::move(steps));
}

void Selection::amend(const QString& filter, const SelectionStep& step) {
    auto steps = replaced(filter, step);
    if (steps == m_steps) return;
    m_steps = m_history[m_position] = std::move(steps);
    Q_EMIT changed();
}

void Selection::removeAt(qsizetype index) {
    if (index < 0 || index >= m_steps.size()) return;
    QList<SelectionStep> steps = m_steps;
    steps.removeAt(index);
    set(std::move(steps));
}

void Selection::truncateDrill(qsizetype drillSteps) {
    QList<SelectionStep> steps;
    qsizetype kept = 0;
    for (const SelectionStep& step : m_steps)
        if (!step.drill || kept++ < drillSteps) steps.append(step);
    if (steps.size() != m_steps.size()) set(std::move(steps));
}

void Selection::clear() {
    if (!m_steps.isEmpty()) set({});
}

void Selection::reset() {
    m_history = {{}};
    m_position = 0;
    m_steps.clear();
    Q_EMIT changed();
}

void Selection::goBack() {
    if (!canGoBack()) return;
    m_steps = m_history[--m_position];
    Q_EMIT changed();
}

void Selection::goForward() {
    if (!canGoForward()) return;
    m_steps = m_history[++m_position];
    Q_EMIT changed();
}

void Selection::set(QList<SelectionStep> steps) {
    m_history.resize(m_position + 1);
    m_history.append(steps);
    m_position = m_history.size() - 1;
    m_steps = std::move(steps);
    Q_EMIT changed();
}

} // namespace xo::ui
