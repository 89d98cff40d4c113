#include "ui/models/funnelmodel.h"

#include "ui/charts/journeybuilder.h"
#include "ui/models/figures.h"

namespace xo::ui {

namespace {

QVariant number(const std::optional<double>& value) {
    return value ? QVariant(*value) : QVariant();
}
QVariant count(std::int64_t value) {
    return QVariant::fromValue<qlonglong>(value);
}
QVariant interval(const std::optional<stats::Interval>& value) {
    return value ? QVariant(QPointF(value->low, value->high)) : QVariant();
}

/// Small-base class of a figure as BaseRole.
int baseRole(std::int64_t n) {
    return static_cast<int>(baseOf(n));
}

} // namespace

QString FunnelModel::verdictWord(const std::string& verdict) {
    if (verdict == "stuck") return tr("stuck");
    if (verdict == "o_only") return tr("only O low");
    if (verdict == "x_only") return tr("only X low");
    if (verdict == "fine") return tr("fine");
    return tr("unsure");
}

void FunnelModel::setResult(const analysis::FunnelResult& result) {
    beginResetModel();
    m_result = result;
    endResetModel();
}

void FunnelModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int FunnelModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_result.stages.size());
}

int FunnelModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FunnelModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const auto row = static_cast<std::size_t>(index.row());
    const auto& s = m_result.stages[row];
    const bool first = row == 0, last = row + 1 == m_result.stages.size();
    const int column = index.column();
    const bool scored = s.satisfaction && s.satisfaction->n > 0;
    if (role == AccentRole) {
        if (column == FromPrevious && !first) {
            const std::string& verdict = m_result.stages[row - 1].verdict;
            return verdict == "stuck" || verdict == "o_only" ? -1 : 0;
        }
        if (column == Satisfaction) return s.verdict == "stuck" || s.verdict == "x_only" ? -1 : 0;
        return 0;
    }
    if (role == BaseRole) {
        if (scored && (column == Satisfaction || column == SatisfactionInterval)) return baseRole(s.satisfaction->n);
        if (!first && (column == FromPrevious || column == RateInterval) &&
            m_result.stages[row - 1].matured.reached > 0)
            return m_result.stages[row - 1].matured.reached < 30 ? 1 : 0;
        return 0;
    }
    if (role == HintRole) return QStringLiteral("n<10");
    if (role != Qt::DisplayRole) return {};
    switch (column) {
    case Stage:
        return QString::fromStdString(s.stage);
    case Reached:
        return count(s.all.reached);
    case FromStart:
        return number(s.matured.rateFromStart);
    case FromPrevious:
        return first ? QVariant() : number(s.matured.rateFromPrevious);
    case RateInterval:
        return interval(ui::rateInterval(m_result, row));
    case InclImmature:
        return first ? QVariant() : number(s.all.rateFromPrevious);
    case Reference:
        if (first || !m_result.stages[row - 1].evidence) return {};
        return number(m_result.stages[row - 1].evidence->evidence.referenceRate());
    case Verdict:
        return first ? QVariant() : QVariant(verdictWord(m_result.stages[row - 1].verdict));
    case Lost:
        return last ? QVariant() : count(s.lost);
    case Open:
        return last ? QVariant() : count(s.open);
    case TimeP50:
        return s.timeFromPrevious ? number(s.timeFromPrevious->p50) : QVariant();
    case TimeP90:
        return s.timeFromPrevious ? number(s.timeFromPrevious->p90) : QVariant();
    case Satisfaction:
        return scored ? number(s.satisfaction->mean) : QVariant();
    case SatisfactionInterval:
        return scored ? interval(s.satisfaction->ci95) : QVariant();
    case Answers:
        return s.satisfaction ? count(s.satisfaction->n) : QVariant();
    default:
        return {};
    }
}

QVariant FunnelModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == KindRole) {
        static constexpr FigureKind kKinds[ColumnCount] = {
            FigureKind::Words,         FigureKind::Count,    FigureKind::Ratio,    FigureKind::Ratio,
            FigureKind::RatioInterval, FigureKind::Ratio,    FigureKind::Ratio,    FigureKind::Count,
            FigureKind::Count,         FigureKind::Duration, FigureKind::Duration, FigureKind::Mean,
            FigureKind::MeanInterval,  FigureKind::Count,    FigureKind::Words};
        return static_cast<int>(kKinds[section]);
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case FromStart:
            return tr("Share of the matured entrants");
        case FromPrevious:
            return tr("Of those matured who reached the stage before");
        case RateInterval:
            return tr("95% Wilson interval of the rate from the previous stage");
        case Reference:
            return tr("What the rate is held against: the period before, the target or all groups");
        case Verdict:
            return tr("Of the step into the stage: its conversion and the satisfaction at the stage before");
        case InclImmature:
            return tr("Rate from the previous stage counting all entrants, also those whose window still runs");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Stage:
        return tr("Stage");
    case Reached:
        return tr("Reached");
    case FromStart:
        return tr("Of start");
    case FromPrevious:
        return tr("From prev.");
    case RateInterval:
        return tr("95% CI (%)");
    case InclImmature:
        return tr("Rate of all");
    case Reference:
        return tr("Reference");
    case Verdict:
        return tr("Verdict");
    case Lost:
        return tr("Lost");
    case Open:
        return tr("Open");
    case TimeP50:
        return tr("Time P50");
    case TimeP90:
        return tr("P90");
    case Satisfaction:
        return tr("Score");
    case SatisfactionInterval:
        return tr("95% CI");
    default:
        return tr("n");
    }
}

void FunnelGroupModel::setResult(const analysis::FunnelResult& result, std::size_t step) {
    beginResetModel();
    m_result = result;
    m_step = step;
    endResetModel();
}

int FunnelGroupModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_result.groups.size());
}

int FunnelGroupModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FunnelGroupModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const auto& g = m_result.groups[static_cast<std::size_t>(index.row())];
    if (m_step >= g.stages.size()) return {};
    const auto& from = g.stages[m_step];
    const auto* to = m_step + 1 < g.stages.size() ? &g.stages[m_step + 1] : nullptr;
    const bool scored = from.satisfaction && from.satisfaction->n > 0;
    if (role == BaseRole) {
        const int column = index.column();
        if (column == StepRate || column == StepInterval) return baseRole(from.matured.reached);
        if (column == EndRate) return baseRole(g.stages.front().matured.reached);
        if (column == Satisfaction && scored) return baseRole(from.satisfaction->n);
        return 0;
    }
    if (role == HintRole) return QStringLiteral("n<10");
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case Group:
        return g.value ? QString::fromStdString(*g.value) : tr("(blank)");
    case Entrants:
        return count(g.entrants);
    case StepReached:
        return count(from.all.reached);
    case StepRate:
        return to ? number(to->matured.rateFromPrevious) : QVariant();
    case StepInterval:
        return to ? interval(stats::wilsonInterval(static_cast<double>(to->matured.reached),
                                                   static_cast<double>(from.matured.reached)))
                  : QVariant();
    case EndRate:
        return number(g.stages.back().matured.rateFromStart);
    case Lost:
        return to ? count(from.lost) : QVariant();
    case Satisfaction:
        return scored ? number(from.satisfaction->mean) : QVariant();
    case Answers:
        return from.satisfaction ? count(from.satisfaction->n) : QVariant();
    default:
        return {};
    }
}

QVariant FunnelGroupModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == KindRole) {
        static constexpr FigureKind kKinds[ColumnCount] = {
            FigureKind::Words, FigureKind::Count, FigureKind::Count, FigureKind::Ratio, FigureKind::RatioInterval,
            FigureKind::Ratio, FigureKind::Count, FigureKind::Mean,  FigureKind::Count};
        return static_cast<int>(kKinds[section]);
    }
    if (role != Qt::DisplayRole) return {};
    const bool known = m_step < m_result.stages.size();
    switch (section) {
    case Group:
        return QString::fromStdString(m_result.by);
    case Entrants:
        return tr("Entrants");
    case StepReached:
        return known ? tr("Reached %1").arg(QString::fromStdString(m_result.stages[m_step].stage)) : tr("Reached");
    case StepRate:
        return QString::fromStdString(stepName(m_result, m_step));
    case StepInterval:
        return tr("95% CI (%)");
    case EndRate:
        return tr("Start to end");
    case Lost:
        return tr("Lost");
    case Satisfaction:
        return tr("Score");
    default:
        return tr("n");
    }
}

} // namespace xo::ui
