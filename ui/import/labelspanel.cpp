#include "ui/import/labelspanel.h"

#include "core/base/text.h"
#include "ui/widgets/columnfit.h"
#include "ui/widgets/pieces.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>

#include <algorithm>

namespace xo::ui {

namespace {

constexpr std::size_t kMostCodes = 200;

bool hasCodes(const io::ColumnGuess& column) {
    return !column.set.isSet() &&
           (column.type == ValueType::Category || column.type == ValueType::Score || column.type == ValueType::Integer);
}

} // namespace

void LabelsModel::clear() {
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

void LabelsModel::setColumn(const io::ColumnGuess& column, const std::vector<ValueLabel>& given,
                            const std::vector<io::SampleRow>& rows, std::size_t at) {
    std::vector<Row> next;
    const auto rowOf = [&next](std::string_view code) -> Row* {
        const QString wanted = QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()));
        for (Row& row : next)
            if (row.code == wanted) return &row;
        if (next.size() >= kMostCodes) return nullptr;
        next.push_back({wanted, {}, 0, false});
        return &next.back();
    };
    for (const ValueLabel& label : given.empty() ? column.valueLabels : given)
        if (Row* row = rowOf(label.value)) row->label = QString::fromStdString(label.label);
    if (column.role.isScore())
        for (int score = column.role.scaleLow; score <= column.role.scaleHigh; ++score)
            rowOf(std::to_string(score));
    for (const io::SampleRow& row : rows) {
        const std::string_view code = at < row.cells.size() ? trimmed(row.cells[at]) : std::string_view();
        // the words of a score ("10-very willing") are its labels already
        const bool isCode = !code.empty() && (!column.role.isScore() || parseNumber(code));
        if (Row* known = isCode ? rowOf(code) : nullptr) ++known->count;
    }
    const bool numbers = std::all_of(next.begin(), next.end(),
                                     [](const Row& row) { return parseNumber(row.code.toStdString()).has_value(); });
    std::stable_sort(next.begin(), next.end(), [numbers](const Row& a, const Row& b) {
        return numbers && a.code.toDouble() < b.code.toDouble();
    });
    const bool same =
        next.size() == m_rows.size() && std::equal(next.begin(), next.end(), m_rows.begin(),
                                                   [](const Row& a, const Row& b) { return a.code == b.code; });
    if (!same) {
        beginResetModel();
        m_rows = std::move(next);
        return endResetModel();
    }
    // what did not change is not told: an editor that is open keeps what was typed into it
    for (std::size_t row = 0; row < next.size(); ++row) {
        const bool other = m_rows[row].label != next[row].label || m_rows[row].count != next[row].count;
        next[row].own = m_rows[row].own;
        m_rows[row] = next[row];
        if (other) Q_EMIT dataChanged(index(static_cast<int>(row), 0), index(static_cast<int>(row), ColumnCount - 1));
    }
}

int LabelsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LabelsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LabelsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && index.column() == Rows)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role != Qt::DisplayRole && role != Qt::EditRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case Code:
        return row.code;
    case Label:
        return row.label;
    case Rows:
        return row.count > 0 ? counted(row.count) : QString();
    default:
        return {};
    }
}

bool LabelsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::EditRole) return false;
    Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const QString text = value.toString().trimmed();
    if (index.column() == Code) {
        const bool taken = std::any_of(m_rows.begin(), m_rows.end(),
                                       [&](const Row& other) { return &other != &row && other.code == text; });
        if (!row.own || text.isEmpty() || taken) return false;
        row.code = text;
    } else {
        if (row.label == text) return true;
        row.label = text;
    }
    Q_EMIT dataChanged(index, index);
    if (!row.code.isEmpty()) Q_EMIT edited();
    return true;
}

QVariant LabelsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && section == Rows)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role != Qt::DisplayRole || orientation == Qt::Vertical) return {};
    const QStringList names{tr("Value in the file"), tr("What it means"), tr("In the sample")};
    return names.value(section);
}

Qt::ItemFlags LabelsModel::flags(const QModelIndex& index) const {
    const bool own = index.isValid() && m_rows[static_cast<std::size_t>(index.row())].own;
    const bool editable = index.column() == Label || (index.column() == Code && own);
    return QAbstractTableModel::flags(index) | (editable ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

std::vector<ValueLabel> LabelsModel::labels() const {
    std::vector<ValueLabel> labels;
    for (const Row& row : m_rows)
        if (!row.code.isEmpty() && !row.label.isEmpty())
            labels.push_back({row.code.toStdString(), row.label.toStdString()});
    return labels;
}

int LabelsModel::addCode() {
    const int at = rowCount();
    beginInsertRows({}, at, at);
    m_rows.push_back({{}, {}, 0, true});
    endInsertRows();
    return at;
}

void LabelsModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

LabelsPanel::LabelsPanel(QWidget* parent)
    : QWidget(parent), m_model(new LabelsModel(this)), m_view(new QTableView(this)), m_hint(label("hint", this)),
      m_add(button("small", this)), m_reset(button("small", this)) {
    m_view->setModel(m_model);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(26);
    m_view->setShowGrid(false);
    m_view->setTabKeyNavigation(false);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                            QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->horizontalHeader()->setHighlightSections(false);
    new ColumnFit(m_view, m_view->horizontalHeader(), 360);
    m_hint->setWordWrap(true);
    for (QPushButton* push : {m_add, m_reset})
        push->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(8);
    row->addWidget(m_hint, 1);
    row->addWidget(m_add);
    row->addWidget(m_reset);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(4);
    layout->addWidget(m_view, 1);
    layout->addLayout(row);
    connect(m_model, &LabelsModel::edited, this, [this] { Q_EMIT labelsEdited(m_column, m_model->labels()); });
    connect(m_add, &QPushButton::clicked, this, [this] {
        const QModelIndex code = m_model->index(m_model->addCode(), LabelsModel::Code);
        m_view->setFocus();
        m_view->setCurrentIndex(code);
        m_view->edit(code);
    });
    connect(m_reset, &QPushButton::clicked, this, [this] { Q_EMIT labelsEdited(m_column, {}); });
}

void LabelsPanel::showColumn(const io::ColumnGuess& column, const std::vector<ValueLabel>& given,
                             const std::vector<io::SampleRow>& rows, std::size_t at) {
    m_column = QString::fromStdString(column.name);
    m_fits = hasCodes(column);
    m_add->setEnabled(m_fits);
    m_reset->setEnabled(m_fits && !given.empty());
    if (m_fits)
        m_model->setColumn(column, given, rows, at);
    else
        m_model->clear();
    showTexts();
}

void LabelsPanel::showNothing() {
    m_column.clear();
    m_fits = false;
    m_model->clear();
    m_add->setEnabled(false);
    m_reset->setEnabled(false);
}

void LabelsPanel::beginEditing() {
    m_view->setFocus();
    if (m_model->rowCount() == 0) return;
    const int row = std::max(0, m_view->currentIndex().row());
    m_view->setCurrentIndex(m_model->index(row, LabelsModel::Label));
}

void LabelsPanel::retranslate() {
    showTexts();
    m_model->retranslate();
}

void LabelsPanel::showTexts() {
    m_view->setAccessibleName(m_column.isEmpty() ? tr("Value labels") : tr("Value labels of %1").arg(m_column));
    m_hint->setText(m_fits ? tr("Type what a value means: the rows above show it at once.")
                           : tr("Only scores, whole numbers and categories have value labels."));
    setTexts(m_add, tr("Add a value"));
    setTexts(m_reset, tr("As in the file"));
}

} // namespace xo::ui
