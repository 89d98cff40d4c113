#include "ui/import/previewmodel.h"

#include "core/base/text.h"
#include "core/io/cellform.h"
#include "ui/import/columnsmodel.h"
#include "ui/import/importfiles.h"
#include "ui/import/problemsmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/pieces.h"

#include <QApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace xo::ui {

namespace {

constexpr std::size_t kFirstRows = 100;
constexpr std::size_t kFirstBesideOdd = 6; // so that the odd ones are seen without scrolling

bool standsOut(const std::string& code) {
    return !code.empty() && code != "blank" && code != "not_applicable" && code != "not_asked";
}

bool isRight(const io::ColumnGuess& column) {
    return column.type == ValueType::Integer || column.type == ValueType::Number || column.type == ValueType::Score;
}

} // namespace

void PreviewModel::setFile(const ImportFile* file) {
    beginResetModel();
    m_columns.clear();
    m_at.clear();
    m_width = 0;
    m_first.clear();
    m_odd.clear();
    m_problems.clear();
    m_whole = false;
    if (file && file->preview) {
        const io::Preview& preview = *file->preview;
        m_columns = ownColumns(preview.inspection.columns);
        m_width = preview.inspection.columns.size();
        for (std::size_t c = 0; c < m_width; ++c)
            if (preview.inspection.columns[c].foldedInto.empty()) m_at.push_back(c);
        m_first.assign(preview.rows.begin(),
                       preview.rows.begin() + std::min<std::ptrdiff_t>(std::ssize(preview.rows), kFirstRows));
        if (file->batch) {
            m_whole = true;
            m_odd = file->oddRows;
            for (const ImportProblem& problem : file->batch->problems)
                m_problems[problem.row].insert(QString::fromStdString(problem.column), problem.code);
        } else {
            for (const io::SampleRow& row : preview.rows) {
                bool odd = m_odd.size() < 30 &&
                           std::find(preview.inspection.oddRows.begin(), preview.inspection.oddRows.end(), row.line) !=
                               preview.inspection.oddRows.end();
                for (std::size_t c = 0; !odd && m_odd.size() < 30 && c < m_columns.size(); ++c)
                    odd = standsOut(codeAt(row, c));
                if (odd) m_odd.push_back(row);
            }
        }
    }
    if (!m_odd.empty() && m_first.size() > kFirstBesideOdd) m_first.resize(kFirstBesideOdd);
    m_section = m_odd.empty() ? -1 : static_cast<int>(m_first.size());
    endResetModel();
}

int PreviewModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid()) return 0;
    return static_cast<int>(m_first.size() + m_odd.size()) + (m_section >= 0 ? 1 : 0);
}

int PreviewModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

const io::SampleRow* PreviewModel::rowAt(int row) const {
    if (row == m_section) return nullptr;
    if (row < static_cast<int>(m_first.size())) return &m_first[static_cast<std::size_t>(row)];
    const std::size_t at = static_cast<std::size_t>(row) - m_first.size() - 1;
    return at < m_odd.size() ? &m_odd[at] : nullptr;
}

std::uint64_t PreviewModel::lineOf(int row) const {
    const io::SampleRow* at = rowAt(row);
    return at ? at->line : 0;
}

int PreviewModel::rowOfLine(std::uint64_t line) const {
    for (int row = rowCount() - 1; row >= 0; --row)
        if (lineOf(row) == line && line > 0) return row;
    return -1;
}

std::string PreviewModel::codeAt(const io::SampleRow& row, std::size_t column) const {
    if (row.cells.size() > m_width && column + 1 == m_columns.size()) return "ragged_row";
    const std::size_t at = m_at[column];
    const std::string_view text = at < row.cells.size() ? std::string_view(row.cells[at]) : std::string_view();
    if (text.find("\xEF\xBF\xBD") != std::string_view::npos) return "undecodable";
    const std::string judged =
        m_columns[column].type == ValueType::Set ? std::string() : std::string(io::cellCode(text, m_columns[column]));
    if (!m_whole || !standsOut(judged)) {
        if (!m_whole) return judged;
        const auto line = m_problems.constFind(row.line);
        if (line == m_problems.constEnd()) return judged;
        return line->value(QString::fromStdString(m_columns[column].name), judged);
    }
    // the import has read it otherwise than the preview would
    const auto line = m_problems.constFind(row.line);
    return line == m_problems.constEnd() ? std::string() : line->value(QString::fromStdString(m_columns[column].name));
}

QString PreviewModel::textAt(const io::SampleRow& row, std::size_t column) const {
    const io::ColumnGuess& guess = m_columns[column];
    const std::size_t at = m_at[column];
    const std::string text = at < row.cells.size() ? row.cells[at] : std::string();
    if (guess.set.isSet()) {
        std::vector<std::string_view> cells;
        for (const std::size_t part : guess.set.columns)
            cells.push_back(part < row.cells.size() ? std::string_view(row.cells[part]) : std::string_view());
        if (cells.empty()) cells.push_back(text);
        return QString::fromStdString(io::setText(guess.set, cells))
            .replace(QLatin1Char(kOptionMark), QStringLiteral("; "));
    }
    const std::string_view code = trimmed(text);
    for (const ValueLabel& label : guess.valueLabels)
        if (label.value == code && !label.label.empty() && label.label != code)
            return QString::fromStdString(label.value + " = " + label.label);
    return QString::fromStdString(text);
}

QVariant PreviewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const io::SampleRow* row = rowAt(index.row());
    if (!row) {
        if (role == Qt::DisplayRole && index.column() == 0)
            return m_whole ? tr("Rows that stand out, picked from the whole file")
                           : tr("Rows that stand out among the first ones; the whole file is being checked");
        return {};
    }
    const auto column = static_cast<std::size_t>(index.column());
    const QString text = textAt(*row, column);
    switch (role) {
    case Qt::DisplayRole: {
        const QString line = text.left(300).simplified();
        const bool extra = row->cells.size() > m_width && column + 1 == m_columns.size();
        return extra ? tr("%1 (cells too many: %2)").arg(line).arg(row->cells.size() - m_width) : line;
    }
    case StateRole:
        return QString::fromStdString(codeAt(*row, column));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment((isRight(m_columns[column]) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole: {
        const std::string code = codeAt(*row, column);
        return code.empty() ? text.left(2000)
                            : tr("Line %1: %2").arg(counted(row->line), ProblemsModel::reasonText(code)) +
                                  QLatin1Char('\n') + text.left(2000);
    }
    default:
        return {};
    }
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) {
        if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
        const std::uint64_t line = lineOf(section);
        return role == Qt::DisplayRole && line ? QVariant(counted(line)) : QVariant();
    }
    if (section < 0 || section >= columnCount()) return {};
    const io::ColumnGuess& column = m_columns[static_cast<std::size_t>(section)];
    const auto why = [&column] {
        return QString::fromStdString(speaksChinese() ? column.roleWhy.chinese : column.roleWhy.english);
    };
    const auto type = [&column] {
        const QString text = typeWords(column);
        if (column.nullShare <= 0) return text;
        return tr("%1, %2% blank")
            .arg(text, QLocale().toString(column.nullShare * 100, 'f', column.nullShare < 0.1 ? 1 : 0));
    };
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromStdString(column.name);
    case RoleTextRole:
        return roleText(column.role);
    case TypeTextRole:
        return type();
    case WhyRole:
        return why();
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        QStringList lines{QString::fromStdString(column.name)};
        if (!column.label.empty()) lines << QString::fromStdString(column.label);
        lines << roleText(column.role) << type() << why();
        return lines.join(role == Qt::ToolTipRole ? QLatin1Char('\n') : QLatin1Char(' '));
    }
    default:
        return {};
    }
}

Qt::ItemFlags PreviewModel::flags(const QModelIndex& index) const {
    return rowAt(index.row()) ? QAbstractTableModel::flags(index) : Qt::NoItemFlags;
}

void PreviewModel::retranslate() {
    if (columnCount() == 0) return;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void PreviewDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens& tokens = tokensFor(option.palette);
    const auto* model = static_cast<const PreviewModel*>(index.model());
    if (index.row() == model->sectionRow()) {
        painter->fillRect(option.rect, tokens.alt);
        painter->setPen(tokens.t2);
        painter->drawText(option.rect.adjusted(8, 0, -8, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          index.data(Qt::DisplayRole).toString());
        return;
    }
    if (!standsOut(index.data(PreviewModel::StateRole).toString().toStdString()))
        return QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem plain = option;
    initStyleOption(&plain, index);
    const QString text = plain.text.isEmpty() ? tr("(missing)") : plain.text;
    plain.text.clear();
    const QWidget* widget = option.widget;
    (widget ? widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &plain, painter, widget);
    painter->save();
    painter->setFont(plain.font);
    const QFontMetrics metrics(plain.font);
    const QRect room = option.rect.adjusted(3, 4, -3, -5);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, room.width() - 8);
    QRect box = room;
    box.setWidth(std::min(room.width(), metrics.horizontalAdvance(shown) + 9));
    const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    if (alignment & Qt::AlignRight) box.moveRight(room.right());
    painter->setPen(tokens.bad);
    painter->setBrush(tokens.badBg);
    painter->drawRect(box);
    painter->setPen(tokens.badText);
    painter->drawText(box.adjusted(4, 0, -4, 0), Qt::AlignVCenter | Qt::AlignLeft, shown);
    painter->restore();
}

} // namespace xo::ui
