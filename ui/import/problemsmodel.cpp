#include "ui/import/problemsmodel.h"

#include "ui/widgets/pieces.h"

namespace xo::ui {

void ProblemsModel::setProblems(std::vector<ImportProblem> problems) {
    beginResetModel();
    m_problems = std::move(problems);
    endResetModel();
}

int ProblemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 5;
}

QString ProblemsModel::reasonText(const std::string& code) {
    if (code == "out_of_range") return tr("outside its scale");
    if (code == "unparsed") return tr("could not be read as its type");
    if (code == "ragged_row") return tr("more cells than the header");
    if (code == "total_row") return tr("looks like a total");
    if (code == "undecodable") return tr("bytes that mean nothing in this encoding");
    if (code == "duplicate_id") return tr("id seen before");
    if (code == "scale_1_5") return tr("its answers are 1–5, an NPS is asked on 0–10");
    if (code == "ambiguous_dates") return tr("nobody said whether the day or the month comes first");
    if (code == "blank") return tr("blank");
    if (code == "not_applicable") return tr("not applicable");
    if (code == "not_asked") return tr("not asked");
    return QString::fromStdString(code);
}

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const ImportProblem& problem = m_problems[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && index.column() == 0)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case 0:
        return problem.row > 0 ? counted(problem.row) : QString();
    case 1:
        return problem.column.empty() ? tr("whole row") : QString::fromStdString(problem.column);
    case 2:
        return QString::fromStdString(problem.text).simplified();
    case 3:
        return reasonText(problem.code);
    case 4:
        return problem.rejectedRow                 ? tr("row left out")
               : problem.code == "out_of_range"    ? tr("listed, not counted")
               : problem.code == "duplicate_id"    ? tr("kept")
               : problem.code == "scale_1_5"       ? tr("read as you said")
               : problem.code == "ambiguous_dates" ? tr("kept as text")
               : problem.code == "undecodable"     ? tr("a mark stands in its place")
                                                   : tr("text kept, value blank");
    default:
        return {};
    }
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && section == 0)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role != Qt::DisplayRole || orientation == Qt::Vertical) return {};
    const QStringList names{tr("Row"), tr("Column"), tr("Text"), tr("Why"), tr("What happens")};
    return names.value(section);
}

void ProblemsModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

QString ProblemsModel::text() const {
    QString out;
    for (int row = -1; row < rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < columnCount(); ++column)
            cells << (row < 0 ? headerData(column, Qt::Horizontal, Qt::DisplayRole) : index(row, column).data())
                         .toString();
        out += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return out;
}

} // namespace xo::ui
