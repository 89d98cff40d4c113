#include "ui/import/columnsmodel.h"

#include "core/io/plan.h"
#include "ui/import/choicebox.h"
#include "ui/theme/theme.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/pieces.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QPolygonF>

namespace xo::ui {

namespace {

/// "date:dmy": what the type choice offers and a recipe keeps.
QString typeCode(const io::ColumnGuess& column) {
    std::string code(valueTypeName(column.type));
    const bool time = column.type == ValueType::Date || column.type == ValueType::DateTime;
    if (time && column.dateOrder == io::DateOrder::DayFirst) code += ":dmy";
    if (time && column.dateOrder == io::DateOrder::MonthFirst) code += ":mdy";
    return QString::fromStdString(code);
}

} // namespace

QString typeText(ValueType type) {
    switch (type) {
    case ValueType::Category:
        return ColumnsModel::tr("category");
    case ValueType::Set:
        return ColumnsModel::tr("several choices");
    case ValueType::Score:
        return ColumnsModel::tr("score");
    case ValueType::Integer:
        return ColumnsModel::tr("whole number");
    case ValueType::Number:
        return ColumnsModel::tr("number");
    case ValueType::Date:
        return ColumnsModel::tr("date");
    case ValueType::DateTime:
        return ColumnsModel::tr("date and time");
    case ValueType::Text:
        return ColumnsModel::tr("text");
    }
    return {};
}

QString typeWords(const io::ColumnGuess& column) {
    const QString type = typeText(column.type);
    if (column.type == ValueType::Set && column.set.columns.size() > 1)
        return ColumnsModel::tr("%1, columns: %2").arg(type).arg(column.set.columns.size());
    if (column.type == ValueType::Date || column.type == ValueType::DateTime) switch (column.dateOrder) {
        case io::DateOrder::DayFirst:
            return ColumnsModel::tr("%1, day first").arg(type);
        case io::DateOrder::MonthFirst:
            return ColumnsModel::tr("%1, month first").arg(type);
        case io::DateOrder::Ambiguous:
            return ColumnsModel::tr("%1, order open").arg(type);
        case io::DateOrder::Iso:
            break;
        }
    return type;
}

QString roleText(const Role& role) {
    QString scale = QStringLiteral("%1–%2").arg(role.scaleLow).arg(role.scaleHigh);
    if (role.lowIsBest) scale = ColumnsModel::tr("%1, %2 is best").arg(scale).arg(role.scaleLow);
    const QString unit = role.unit.empty() ? QString() : QStringLiteral(" (%1)").arg(QString::fromStdString(role.unit));
    switch (role.kind) {
    case RoleKind::Dimension:
        return ColumnsModel::tr("Dimension");
    case RoleKind::Customer:
        return ColumnsModel::tr("Customer key");
    case RoleKind::Link:
        return ColumnsModel::tr("Link to an event");
    case RoleKind::Id:
        return ColumnsModel::tr("Row id");
    case RoleKind::Time:
        return ColumnsModel::tr("Time");
    case RoleKind::Stage:
        return ColumnsModel::tr("Stage");
    case RoleKind::Survey:
        return ColumnsModel::tr("Survey");
    case RoleKind::Channel:
        return ColumnsModel::tr("Channel");
    case RoleKind::Nps:
        return ColumnsModel::tr("NPS 0–10");
    case RoleKind::Csat:
        return ColumnsModel::tr("Satisfaction %1").arg(scale);
    case RoleKind::Ces:
        return ColumnsModel::tr("Effort %1").arg(scale);
    case RoleKind::Loyalty:
        return ColumnsModel::tr("Loyalty %1").arg(scale);
    case RoleKind::Rating:
        return ColumnsModel::tr("Rating %1").arg(scale);
    case RoleKind::Reason:
        return ColumnsModel::tr("Reason");
    case RoleKind::Text:
        return ColumnsModel::tr("Verbatim");
    case RoleKind::Metric:
        return ColumnsModel::tr("Metric") + unit;
    case RoleKind::Amount:
        return ColumnsModel::tr("Amount") + unit;
    case RoleKind::Weight:
        return ColumnsModel::tr("Weight");
    case RoleKind::Ignore:
        return ColumnsModel::tr("Leave out");
    }
    return {};
}

std::vector<io::ColumnGuess> ownColumns(const std::vector<io::ColumnGuess>& columns) {
    std::vector<io::ColumnGuess> own;
    for (const io::ColumnGuess& column : columns)
        if (column.foldedInto.empty()) own.push_back(column);
    return own;
}

void ColumnsModel::setColumns(std::vector<io::ColumnGuess> columns) {
    columns = ownColumns(columns);
    const bool same = columns.size() == m_columns.size() && !columns.empty();
    if (!same) {
        beginResetModel();
        m_columns = std::move(columns);
        return endResetModel();
    }
    // what did not change is not told: an editor that is open keeps what was typed into it
    const auto texts = [this](int row) {
        QStringList out;
        for (int column = 0; column < ColumnCount; ++column)
            out << index(row, column).data().toString();
        return out;
    };
    std::vector<QStringList> before;
    for (int row = 0; row < rowCount(); ++row)
        before.push_back(texts(row));
    m_columns = std::move(columns);
    for (int row = 0; row < rowCount(); ++row)
        if (texts(row) != before[static_cast<std::size_t>(row)])
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int ColumnsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

int ColumnsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ColumnsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const io::ColumnGuess& column = m_columns[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && index.column() == Blank)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role == Qt::EditRole && index.column() == RoleColumn) return QString::fromStdString(column.role.text());
    if (role == Qt::EditRole && index.column() == Type) return typeCode(column);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case Name:
        return role == Qt::ToolTipRole && !column.label.empty() ? QString::fromStdString(column.label)
                                                                : QString::fromStdString(column.name);
    case RoleColumn:
        return roleText(column.role);
    case Type:
        return typeWords(column);
    case Blank:
        return QLocale().toString(column.nullShare * 100, 'f', 1) + QLatin1Char('%');
    case Why:
        return QString::fromStdString(speaksChinese() ? column.roleWhy.chinese : column.roleWhy.english);
    case Labels: {
        QStringList labels;
        for (const ValueLabel& label : column.valueLabels)
            labels << QString::fromStdString(label.value + " = " + label.label).simplified().left(40);
        return labels.join(QStringLiteral(" · "));
    }
    case Examples: {
        QStringList examples;
        for (const std::string& example : column.examples)
            examples << QString::fromStdString(example).simplified().left(40);
        return examples.join(QStringLiteral(" · "));
    }
    default:
        return {};
    }
}

bool ColumnsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::EditRole) return false;
    if (index.column() == Type) {
        const io::ColumnGuess& typed = m_columns[static_cast<std::size_t>(index.row())];
        const QString type = value.toString().trimmed();
        if (!io::parseTypeText(type.toStdString())) return false;
        if (type != typeCode(typed)) Q_EMIT typeEdited(QString::fromStdString(typed.name), type);
        return true;
    }
    if (index.column() != RoleColumn) return false;
    const auto parsed = Role::parse(value.toString().trimmed().toStdString());
    if (!parsed) return false;
    io::ColumnGuess& column = m_columns[static_cast<std::size_t>(index.row())];
    if (column.role == *parsed) return true;
    column.role = *parsed;
    Q_EMIT dataChanged(index, index);
    Q_EMIT roleEdited(QString::fromStdString(column.name), QString::fromStdString(parsed->text()));
    return true;
}

QVariant ColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && section == Blank)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role != Qt::DisplayRole) return {};
    if (orientation == Qt::Vertical) return section + 1;
    switch (section) {
    case Name:
        return tr("Column");
    case RoleColumn:
        return tr("Role");
    case Type:
        return tr("Type");
    case Blank:
        return tr("Blank");
    case Why:
        return tr("Why");
    case Labels:
        return tr("Value labels");
    case Examples:
        return tr("Examples");
    default:
        return {};
    }
}

Qt::ItemFlags ColumnsModel::flags(const QModelIndex& index) const {
    return QAbstractTableModel::flags(index) |
           (index.column() == RoleColumn || index.column() == Type ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

void ColumnsModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void RoleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    // shows that the cell can be opened
    const QPointF tip(option.rect.right() - 12, option.rect.center().y() + 3);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(tokensFor(option.palette).t3, 1.4));
    painter->drawPolyline(QPolygonF{tip + QPointF(-4, -4), tip, tip + QPointF(4, -4)});
    painter->restore();
}

QSize RoleDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return QStyledItemDelegate::sizeHint(option, index) + QSize(24, 0); // room for the mark
}

QWidget* RoleDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const {
    auto* box = new QComboBox(parent);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    const QStringList codes = offeredRoles(), texts = offeredRoleTexts();
    for (qsizetype i = 0; i < codes.size(); ++i)
        box->addItem(texts.value(i), codes[i]);
    box->setAccessibleName(tr("Role"));
    return box;
}

void RoleDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    auto* box = static_cast<QComboBox*>(editor);
    const QString text = index.data(Qt::EditRole).toString();
    box->setCurrentIndex(box->findData(text));
    if (box->currentIndex() < 0) box->setEditText(text);
    box->lineEdit()->selectAll();
}

void RoleDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const {
    const auto* box = static_cast<QComboBox*>(editor);
    const QString typed = box->currentText().trimmed();
    const int listed = box->findText(typed);
    model->setData(index, listed >= 0 ? box->itemData(listed).toString() : typed);
}

QWidget* TypeDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const {
    auto* box = new QComboBox(parent);
    const QStringList codes = offeredTypes(), texts = offeredTypeTexts();
    for (qsizetype i = 0; i < codes.size(); ++i)
        box->addItem(texts[i], codes[i]);
    box->setAccessibleName(tr("Type"));
    return box;
}

void TypeDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    auto* box = static_cast<QComboBox*>(editor);
    const QString code = index.data(Qt::EditRole).toString();
    if (box->findData(code) < 0) box->addItem(index.data().toString(), code); // a score or a set: by its role only
    box->setCurrentIndex(box->findData(code));
}

void TypeDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const {
    model->setData(index, static_cast<QComboBox*>(editor)->currentData());
}

} // namespace xo::ui
