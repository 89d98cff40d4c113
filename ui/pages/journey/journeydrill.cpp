#include "core/query/filter.h"
#include "ui/charts/chartview.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/verdictbuilder.h"
#include "ui/models/figures.h"
#include "ui/models/funnelmodel.h"
#include "ui/pages/journey/journeypage.h"
#include "ui/widgets/messagebar.h"

namespace xo::ui {

using analysis::FunnelFigure;

namespace {

struct Mark {
    QString kind;
    std::size_t stage = 0;
};
Mark markOf(const QString& id) {
    const qsizetype colon = id.indexOf(QLatin1Char(':'));
    return {id.left(colon), id.mid(colon + 1).toULongLong()};
}

} // namespace

FunnelFigure JourneyPage::figureOf(const QString& id) const {
    const Mark mark = markOf(id);
    FunnelFigure figure;
    figure.stage = mark.stage;
    if (mark.kind == QLatin1String("overdue")) figure.kind = FunnelFigure::Kind::Overdue;
    if (mark.kind == QLatin1String("next")) figure.kind = FunnelFigure::Kind::Converted;
    if (mark.kind == QLatin1String("lost")) figure.kind = FunnelFigure::Kind::Lost;
    if (mark.kind == QLatin1String("open")) figure.kind = FunnelFigure::Kind::Open;
    if (mark.kind == QLatin1String("step")) figure.kind = FunnelFigure::Kind::Stopped;
    if (mark.kind == QLatin1String("flag")) {
        figure.kind = FunnelFigure::Kind::Stopped;
        figure.stage = stuckStage(m_run.result).value_or(0);
    }
    return figure;
}

QString JourneyPage::markLabel(const QString& id) const {
    const FunnelFigure figure = figureOf(id);
    const auto& stages = m_run.result.stages;
    if (figure.stage >= stages.size()) return {};
    const QString name = QString::fromStdString(stages[figure.stage].stage);
    const QString next =
        figure.stage + 1 < stages.size() ? QString::fromStdString(stages[figure.stage + 1].stage) : QString();
    switch (figure.kind) {
    case FunnelFigure::Kind::Converted:
        return tr("%1 › %2").arg(name, next);
    case FunnelFigure::Kind::Lost:
        return tr("%1 › lost before %2").arg(name, next);
    case FunnelFigure::Kind::Open:
        return tr("%1 › still open").arg(name);
    case FunnelFigure::Kind::Stopped:
        return tr("%1 › not %2").arg(name, next);
    default:
        return tr("Reached %1").arg(name);
    }
}

/// What fallbackFilter selects, in words: lost and open can't be told apart there.
QString JourneyPage::fallbackLabel(const FunnelFigure& figure) const {
    const auto& stages = m_run.result.stages;
    const QString name = QString::fromStdString(stages[figure.stage].stage);
    if (figure.stage + 1 >= stages.size() || figure.kind == FunnelFigure::Kind::Reached)
        return tr("Reached %1").arg(name);
    const QString next = QString::fromStdString(stages[figure.stage + 1].stage);
    return figure.kind == FunnelFigure::Kind::Converted ? tr("Reached %1 and %2").arg(name, next)
                                                        : tr("Reached %1, never %2").arg(name, next);
}

/// Those who entered in the period looked at, as a condition; blank without one.
std::string JourneyPage::periodFilter() const {
    if (m_run.params.from.empty() || m_run.result.stages.empty()) return {};
    for (const std::size_t t : document()->workspace()->tablesOfKind(DatasetKind::Events)) {
        const Table& table = *document()->workspace()->tables[t];
        const auto stage = table.findRole(RoleKind::Stage), time = table.findRole(RoleKind::Time);
        if (!stage || !time) continue;
        return "any event(" + query::quotedName(table.columns()[*stage].name) + " = " +
               query::quotedText(m_run.result.stages.front().stage) + " and " +
               query::quotedName(table.columns()[*time].name) + " >= " + query::quotedText(m_run.params.from) + ")";
    }
    return {};
}

/// For journeys that have no name in the language: the nearest condition on stages, in any order.
QString JourneyPage::fallbackFilter(const FunnelFigure& figure) const {
    const auto& stages = m_run.result.stages;
    const auto reached = [&](std::size_t i) { return "reached(" + query::quotedText(stages[i].stage) + ")"; };
    std::string filter = reached(figure.stage);
    if (figure.stage + 1 < stages.size() && figure.kind != FunnelFigure::Kind::Reached)
        filter += (figure.kind == FunnelFigure::Kind::Converted ? " and " : " and not ") + reached(figure.stage + 1);
    return QString::fromStdString(query::conjunction(filter, periodFilter()));
}

void JourneyPage::withFilter(const QString& id, std::function<void(const QString&, const QString&)> then) {
    if (!m_hasRun) return;
    const FunnelFigure figure = figureOf(id);
    if (figure.stage >= m_run.result.stages.size()) return;
    // what else is selected stays in its own steps, so that the figure means the same without them
    analysis::FunnelParams params = m_run.params;
    params.filter.clear();
    params.by.clear();
    params.satisfaction.clear();
    const analysis::Context context = document()->context();
    document()->jobs()->run<analysis::FunnelCustomers>(
        tr("Finding the customers"), this,
        [context, params, figure](const JobContext& job) {
            return analysis::funnelCustomers(context, params, figure, job);
        },
        [this, id, figure, then = std::move(then)](Result<analysis::FunnelCustomers> found) {
            if (!found) {
                if (found.error().code != kCancelled) m_message->showError(found.error());
                return;
            }
            if (found->filter.empty())
                then(m_run.params.from.empty()
                         ? fallbackLabel(figure)
                         : tr("%1, entered since %2")
                               .arg(fallbackLabel(figure), QString::fromStdString(m_run.params.from)),
                     fallbackFilter(figure));
            else
                then(markLabel(id), QString::fromStdString(found->filter));
        },
        QStringLiteral("journey.figure"));
}

void JourneyPage::drill(const QString& id, bool asChip) {
    const Mark mark = markOf(id);
    if (mark.kind == QLatin1String("flag")) {
        selectStep(figureOf(id).stage);
        if (!asChip) return listMark(id); // its link says so
    } else if (mark.kind != QLatin1String("stage") && mark.kind != QLatin1String("score")) {
        selectStep(mark.stage);
    }
    withFilter(id, [this, id, asChip](const QString& label, const QString& filter) {
        if (!asChip) m_ownDrills.insert(filter, id);
        document()->selection()->add({label, filter, !asChip});
        updateOutline();
    });
}

void JourneyPage::listMark(const QString& id) {
    withFilter(id, [this](const QString& label, const QString& filter) {
        host()->showCustomers(
            label, QString::fromStdString(query::conjunction(filterOfOthers().toStdString(), filter.toStdString())));
    });
}

void JourneyPage::saveMark(const QString& id) {
    withFilter(id, [this](const QString& label, const QString& filter) {
        host()->saveSegment(
            label, QString::fromStdString(query::conjunction(filterOfOthers().toStdString(), filter.toStdString())));
    });
}

void JourneyPage::drillGroup(const QModelIndex& index) {
    const int row = m_groupProxy->mapToSource(index).row();
    if (row < 0 || row >= static_cast<int>(m_run.result.groups.size())) return;
    const auto& value = m_run.result.groups[static_cast<std::size_t>(row)].value;
    const std::string& by = m_run.result.by;
    const bool ofCustomer = by.rfind("customer.", 0) == 0;
    const std::string column = ofCustomer ? "customer." + query::quotedName(by.substr(9)) : query::quotedName(by);
    const std::string filter = value ? column + " = " + query::quotedText(*value) : column + " is blank";
    document()->selection()->add(
        {QString::fromStdString(by) + QStringLiteral(" = ") + (value ? QString::fromStdString(*value) : tr("(blank)")),
         QString::fromStdString(filter), true});
}

} // namespace xo::ui
