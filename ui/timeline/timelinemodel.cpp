#include "ui/timeline/timelinemodel.h"

#include "ui/widgets/kindtext.h"

namespace xo::ui {

void TimelineModel::setTimeline(analysis::Timeline timeline) {
    beginResetModel();
    m_timeline = std::move(timeline);
    endResetModel();
}

int TimelineModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_timeline.entries.size());
}

int TimelineModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString TimelineModel::what(std::size_t entry) const {
    const analysis::TimelineEntry& one = m_timeline.entries[entry];
    const std::string& name = !one.stage.empty() ? one.stage : !one.survey.empty() ? one.survey : one.dataset;
    return QString::fromStdString(name);
}

QString TimelineModel::scores(std::size_t entry) const {
    QStringList parts;
    for (const auto& [name, score] : m_timeline.entries[entry].scores)
        parts.append(QStringLiteral("%1 %2").arg(QString::fromStdString(name)).arg(score));
    return parts.join(QStringLiteral(" · "));
}

QString TimelineModel::tie(std::size_t entry) const {
    const analysis::TimelineEntry& one = m_timeline.entries[entry];
    if (one.kind == DatasetKind::Events)
        return one.answers.empty() ? QString() : tr("answers about it: %1").arg(one.answers.size());
    QString text;
    if (one.tie.empty())
        text = tr("tied to no event");
    else if (one.tie == "link")
        text = tr("equal link key %1").arg(QString::fromStdString(one.linkKey));
    else
        text = tr("latest event within %1 days before").arg(one.asOfDays);
    if (one.otherCustomer)
        text += QStringLiteral(" · ") + tr("event of customer %1").arg(QString::fromStdString(*one.otherCustomer));
    if (one.beforeEvent) text += QStringLiteral(" · ") + tr("answered before the event");
    if (one.ambiguous) text += QStringLiteral(" · ") + tr("ambiguous");
    return text;
}

QString TimelineModel::text(std::size_t entry, int column) const {
    const analysis::TimelineEntry& one = m_timeline.entries[entry];
    switch (column) {
    case Time: {
        QString time = QString::fromStdString(one.timeText);
        if (!one.dateOnly && time.size() > 19) time.truncate(19); // the zone is the project's
        return time.isEmpty() ? QStringLiteral("–") : time.replace(QLatin1Char('T'), QLatin1Char(' '));
    }
    case Kind:
        return kindText(one.kind);
    case What:
        return what(entry);
    case Scores:
        return scores(entry);
    case Tie:
        return tie(entry);
    default:
        return {};
    }
}

QVariant TimelineModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto entry = static_cast<std::size_t>(index.row());
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return text(entry, index.column());
    return {};
}

QVariant TimelineModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Kind:
        return tr("Kind");
    case What:
        return tr("Stage or survey");
    case Scores:
        return tr("Scores");
    case Tie:
        return tr("Tied by");
    default:
        return {};
    }
}

void TimelineModel::retranslate() {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

} // namespace xo::ui
