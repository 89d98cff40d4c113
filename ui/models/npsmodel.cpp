#include "ui/models/npsmodel.h"

#include "ui/charts/npsbuilder.h"
#include "ui/document/jobrunner.h"
#include "ui/models/figures.h"

#include <map>

namespace xo::ui {

struct NpsModel::Node {
    analysis::NpsRow row;
    Node* parent = nullptr;
    int position = 0;
    bool total = false;
    std::vector<std::unique_ptr<Node>> children;
};

NpsModel::NpsModel(QObject* parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}
NpsModel::~NpsModel() = default;

void NpsModel::clear() {
    beginResetModel();
    JobRunner::release(std::move(m_root));
    m_root = std::make_unique<Node>();
    m_by.clear();
    endResetModel();
}

void NpsModel::setResults(const analysis::NpsResult& total, const std::vector<analysis::NpsResult>& levels) {
    beginResetModel();
    JobRunner::release(std::move(m_root));
    m_root = std::make_unique<Node>();
    m_by.clear();
    if (!levels.empty())
        for (const std::string& column : levels.back().params.by)
            m_by.append(QString::fromStdString(column));
    std::map<std::vector<std::optional<std::string>>, Node*> known;
    known[{}] = m_root.get();
    const auto add = [](Node* parent, const analysis::NpsRow& row) {
        auto node = std::make_unique<Node>();
        node->row = row;
        node->parent = parent;
        node->position = static_cast<int>(parent->children.size());
        parent->children.push_back(std::move(node));
        return parent->children.back().get();
    };
    for (const analysis::NpsResult& level : levels)
        for (const analysis::NpsRow& row : level.rows) {
            if (row.group.empty()) continue;
            auto above = row.group;
            above.pop_back();
            if (const auto it = known.find(above); it != known.end()) known[row.group] = add(it->second, row);
        }
    add(m_root.get(), total.total)->total = true;
    endResetModel();
}

const NpsModel::Node* NpsModel::nodeOf(const QModelIndex& index) const {
    return index.isValid() ? static_cast<const Node*>(index.internalPointer()) : m_root.get();
}

const analysis::NpsRow* NpsModel::row(const QModelIndex& index) const {
    return index.isValid() ? &nodeOf(index)->row : nullptr;
}

QModelIndex NpsModel::find(const std::vector<std::optional<std::string>>& group) const {
    const Node* at = m_root.get();
    QModelIndex found;
    for (std::size_t depth = 0; depth < group.size(); ++depth) {
        const Node* next = nullptr;
        for (const auto& child : at->children)
            if (!child->total && child->row.group.size() > depth && child->row.group[depth] == group[depth])
                next = child.get();
        if (!next) return {};
        found = createIndex(next->position, 0, const_cast<Node*>(next));
        at = next;
    }
    return found;
}

void NpsModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

QModelIndex NpsModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    const Node* above = nodeOf(parent);
    return createIndex(row, column, above->children[static_cast<std::size_t>(row)].get());
}

QModelIndex NpsModel::parent(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    Node* above = nodeOf(index)->parent;
    return above == m_root.get() || !above ? QModelIndex() : createIndex(above->position, 0, above);
}

int NpsModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int NpsModel::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

QVariant NpsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Node* node = nodeOf(index);
    const analysis::NpsRow& row = node->row;
    const int column = index.column();
    const bool figure = column != Group && column != Answers;
    switch (role) {
    case PinnedRole:
        return node->total;
    case AccentRole: {
        if (column != Nps && column != VersusRest) return 0;
        const chart::Verdict verdict = npsVerdict(row);
        return verdict == chart::Verdict::Better ? 1 : verdict == chart::Verdict::Worse ? -1 : 0;
    }
    case BaseRole:
        return figure                                                     ? static_cast<int>(npsBase(row))
               : column == Answers && npsBase(row) == chart::Base::Hidden ? 1
                                                                          : 0;
    case HintRole:
        return column == Nps ? tr("n<10 not shown") : QString::fromUtf8("–");
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    const auto share = [&](std::int64_t part) {
        return row.n > 0 ? QVariant(static_cast<double>(part) / static_cast<double>(row.n)) : QVariant();
    };
    const auto number = [](const std::optional<double>& v) { return v ? QVariant(*v) : QVariant(); };
    switch (column) {
    case Group: {
        if (node->total) return tr("Total");
        const auto& value = row.group.back();
        return value ? QString::fromStdString(*value) : tr("(blank)");
    }
    case Answers:
        return QVariant::fromValue<qlonglong>(row.n);
    case Promoters:
        return share(row.promoters);
    case Passives:
        return share(row.passives);
    case Detractors:
        return share(row.detractors);
    case Nps:
        return number(row.nps);
    case Interval:
        return row.ci95 ? QVariant(QPointF(row.ci95->low, row.ci95->high)) : QVariant();
    case VersusRest:
        return number(row.versusRest.difference);
    case Q:
        return number(row.versusRest.q);
    default:
        return {};
    }
}

QVariant NpsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == KindRole) {
        static constexpr FigureKind kKinds[ColumnCount] = {
            FigureKind::Words,          FigureKind::Count,  FigureKind::Ratio,
            FigureKind::Ratio,          FigureKind::Ratio,  FigureKind::Points,
            FigureKind::PointsInterval, FigureKind::Points, FigureKind::Probability};
        return static_cast<int>(kKinds[section]);
    }
    if (role == Qt::ToolTipRole) {
        if (section == VersusRest) return tr("Raw difference to all other answers of the table");
        if (section == Q) return tr("Benjamini–Hochberg over all groups with n ≥ 10");
        if (section == Interval) return tr("95% interval, adjusted Wald from the counts");
        return {};
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Group:
        return m_by.isEmpty() ? tr("Group") : m_by.join(QStringLiteral(" / "));
    case Answers:
        return tr("n");
    case Promoters:
        return tr("Promoters");
    case Passives:
        return tr("Passives");
    case Detractors:
        return tr("Detractors");
    case Nps:
        return tr("NPS");
    case Interval:
        return tr("95% interval");
    case VersusRest:
        return tr("vs rest");
    default:
        return tr("q");
    }
}

} // namespace xo::ui
