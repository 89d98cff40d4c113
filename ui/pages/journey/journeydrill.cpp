#include "core/query/filter.h"
#include "ui/charts/chartview.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/pageparts.h"
#include "ui/charts/verdictbuilder.h"
#include "ui/models/figures.h"
#include "ui/models/funnelmodel.h"
#include "ui/pages/journey/journeypage.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QScopedValueRollback>

namespace xo::ui {

using analysis::FunnelFigure;

namespace {

struct Mark {
    QString kind;
    std::size_t stage = 0;
    std::size_t group = 0; ///< of "group:group:stage"
    bool isWholeGroup = false;
};
Mark markOf(const QString& id) {
    const QStringList parts = id.split(QLatin1Char(':'));
    Mark mark{parts.value(0), parts.value(1).toULongLong(), 0, false};
    if (mark.kind == QLatin1String("group")) {
        mark.group = mark.stage;
        mark.stage = parts.value(2).toULongLong();
        mark.isWholeGroup = parts.size() < 3;
    }
    return mark;
}

QString groupText(const std::optional<std::string>& group, const QString& blank) {
    return group ? QString::fromStdString(*group) : blank;
}

/// The attempts a figure counts; 0 where it isn't one of the picture's.
std::int64_t attemptsOf(const analysis::FunnelResult& result, const FunnelFigure& figure) {
    const analysis::FunnelStage& stage = result.stages[figure.stage];
    switch (figure.kind) {
    case FunnelFigure::Kind::Reached:
        return figure.maturedOnly ? 0 : stage.all.reached;
    case FunnelFigure::Kind::Converted:
        break;
    case FunnelFigure::Kind::Stopped:
        return stage.lost + stage.open + stage.excluded;
    case FunnelFigure::Kind::Lost:
        return stage.lost;
    case FunnelFigure::Kind::Open:
        return stage.open;
    case FunnelFigure::Kind::Excluded:
        return stage.excluded;
    case FunnelFigure::Kind::Overdue:
        return stage.overdue;
    }
    return 0;
}

} // namespace

/// The figure of a mark; unset for marks that stand for no customers.
std::optional<FunnelFigure> JourneyPage::figureOf(const QString& id) const {
    const Mark mark = markOf(id);
    const auto& result = m_run.result;
    FunnelFigure figure;
    figure.stage = mark.stage;
    if (mark.kind == QLatin1String("next")) {
        ++figure.stage; // as the picture counts: whoever got to the stage the ribbon leads to
    } else if (mark.kind == QLatin1String("lost")) {
        figure.kind = FunnelFigure::Kind::Lost;
    } else if (mark.kind == QLatin1String("open")) {
        figure.kind = FunnelFigure::Kind::Open;
    } else if (mark.kind == QLatin1String("overdue")) {
        figure.kind = FunnelFigure::Kind::Overdue;
    } else if (mark.kind == QLatin1String("step")) {
        figure.kind = FunnelFigure::Kind::Stopped;
    } else if (mark.kind == QLatin1String("reason")) {
        figure.kind = FunnelFigure::Kind::Stopped;
        figure.stage = m_step;
    } else if (mark.kind == QLatin1String("flag")) {
        figure.kind = FunnelFigure::Kind::Stopped;
        figure.stage = stuckStage(result).value_or(result.stages.size());
    } else if (mark.kind == QLatin1String("group")) {
        if (mark.group >= result.groups.size()) return std::nullopt;
        // a bar is the share of the matured entrants of its group
        figure.maturedOnly = figure.inGroup = true;
        figure.group = result.groups[mark.group].value;
        if (mark.isWholeGroup) figure.stage = m_step;
    } else if (mark.kind == QLatin1String("now") || mark.kind == QLatin1String("before")) {
        figure.maturedOnly = true;
    } else if (mark.kind != QLatin1String("stage") && mark.kind != QLatin1String("score")) {
        return std::nullopt;
    }
    return figure.stage < result.stages.size() ? std::optional(figure) : std::nullopt;
}

QString JourneyPage::markLabel(const QString& id, const FunnelFigure& figure) const {
    const auto& stages = m_run.result.stages;
    const auto name = [&](std::size_t stage) {
        return stage < stages.size() ? QString::fromStdString(stages[stage].stage) : QString();
    };
    QString label = tr("Reached %1").arg(name(figure.stage));
    if (figure.kind == FunnelFigure::Kind::Lost)
        label = tr("%1 › lost before %2").arg(name(figure.stage), name(figure.stage + 1));
    if (figure.kind == FunnelFigure::Kind::Open) label = tr("%1 › still open").arg(name(figure.stage));
    if (figure.kind == FunnelFigure::Kind::Overdue) label = tr("Overdue at %1").arg(name(figure.stage));
    if (figure.kind == FunnelFigure::Kind::Stopped)
        label = tr("%1 › not %2").arg(name(figure.stage), name(figure.stage + 1));
    if (id.startsWith(QLatin1String("next:"))) label = tr("%1 › %2").arg(name(figure.stage - 1), name(figure.stage));
    if (figure.inGroup) label = tr("%1 › %2, window over").arg(groupText(figure.group, tr("(blank)")), label);
    if (id.startsWith(QLatin1String("now:"))) label = tr("%1, window over").arg(label);
    if (id.startsWith(QLatin1String("before:"))) label = tr("%1 in the other period, window over").arg(label);
    // a list holds customers, however many attempts each of them made
    if (const auto attempts = attemptsOf(m_run.result, figure);
        m_run.result.attempt == FunnelAttempt::Every && attempts > 0)
        label = tr("%1 (who made these %2 attempts)").arg(label, counted(static_cast<qulonglong>(attempts)));
    return label;
}

/// The condition that selects exactly the customers of a mark, and what they are; unset when it stands for none.
std::optional<SelectionStep> JourneyPage::customersOf(const QString& id) {
    if (!m_hasRun || !document()->isOpen()) return std::nullopt;
    const auto figure = figureOf(id);
    if (!figure) return std::nullopt;
    analysis::FunnelParams params = m_run.figures;
    if (markOf(id).kind == QLatin1String("before")) {
        if (!m_run.result.comparison) return std::nullopt;
        params.from = m_run.result.comparison->from;
        params.to = m_run.result.comparison->to;
    }
    const auto filter = analysis::figureFilter(document()->context(), params, *figure);
    if (!filter) {
        m_message->showError(filter.error());
        return std::nullopt;
    }
    if (filter->empty()) return std::nullopt; // the journey was changed: it is being counted anew
    SelectionStep step{markLabel(id, *figure), QString::fromStdString(*filter), true};
    if (!id.startsWith(QLatin1String("reason:"))) return step;
    const auto& drop = m_run.result.stages[figure->stage].reasons;
    const std::size_t reason = markOf(id).stage;
    if (!drop || reason >= drop->reasons.size()) return std::nullopt;
    const std::string& given = drop->reasons[reason].reason;
    step.label += QStringLiteral(" › ") + QString::fromStdString(given);
    step.filter = QString::fromStdString(query::conjunction(*filter, "any answer(" + query::quotedName(drop->question) +
                                                                         " = " + query::quotedText(given) + ")"));
    return step;
}

void JourneyPage::drill(const QString& id, bool asChip) {
    const Mark mark = markOf(id);
    if (mark.kind == QLatin1String("flag")) {
        if (const auto figure = figureOf(id)) selectStep(figure->stage);
        if (!asChip) return listMark(id); // its link says so
    } else if (mark.kind != QLatin1String("stage") && mark.kind != QLatin1String("score")) {
        selectStep(mark.stage);
    }
    auto step = customersOf(id);
    if (!step) return;
    step->drill = !asChip;
    Selection* const selection = document()->selection();
    if (asChip) return selection->add(*step);
    // another mark of the same picture takes the place of the one before: nobody stopped at both
    QString before;
    for (const SelectionStep& one : selection->steps())
        if (one.drill && m_ownDrills.contains(one.filter)) before = one.filter;
    m_ownDrills.insert(step->filter, id);
    if (before.isEmpty())
        selection->add(*step);
    else
        selection->replace(before, *step);
    updateOutline();
}

/// The drills made here go on meaning their figures when the funnel was asked in another way.
void JourneyPage::followDrills() {
    const QScopedValueRollback guard(m_following, true);
    const QList<SelectionStep> steps = document()->selection()->steps();
    for (const SelectionStep& step : steps) {
        if (!step.drill || !m_ownDrills.contains(step.filter)) continue;
        const QString id = m_ownDrills.value(step.filter);
        const auto now = customersOf(id);
        if (!now || now->filter == step.filter) continue;
        m_ownDrills.insert(now->filter, id);
        document()->selection()->amend(step.filter, *now);
    }
}

void JourneyPage::listMark(const QString& id) {
    if (const auto step = customersOf(id)) host()->showCustomers(step->label, step->filter);
}

void JourneyPage::saveMark(const QString& id) {
    if (const auto step = customersOf(id)) host()->saveSegment(step->label, step->filter);
}

void JourneyPage::drillGroup(const QModelIndex& index) {
    const int row = m_groupProxy->mapToSource(index).row();
    if (row < 0 || row >= static_cast<int>(m_run.result.groups.size())) return;
    const auto& value = m_run.result.groups[static_cast<std::size_t>(row)].value;
    const std::string& by = m_run.result.by;
    const bool ofCustomer = by.rfind("customer.", 0) == 0;
    const std::string column = ofCustomer ? "customer." + query::quotedName(by.substr(9)) : query::quotedName(by);
    const std::string filter = value ? column + " = " + query::quotedText(*value) : column + " is blank";
    document()->selection()->add({QString::fromStdString(by) + QStringLiteral(" = ") + groupText(value, tr("(blank)")),
                                  QString::fromStdString(filter), true});
}

} // namespace xo::ui
