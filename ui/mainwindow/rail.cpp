#include "ui/mainwindow/rail.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace xo::ui {

namespace {

constexpr int kRow = 36;
constexpr int kBar = 3;
constexpr int kIconRole = Qt::UserRole + 1;

class RailDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    bool narrow = false;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {narrow ? 47 : 127, kRow}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Tokens& tokens = tokensFor(option.palette);
        const QRect row = option.rect;
        const bool current = option.state & QStyle::State_Selected;
        if (current) {
            painter->fillRect(row, tokens.selBg);
            painter->fillRect(QRect(row.left(), row.top(), kBar, row.height()), tokens.sel);
        } else if (option.state & QStyle::State_MouseOver) {
            painter->fillRect(row, tokens.alt);
        }
        const QIcon image = index.data(Qt::DecorationRole).value<QIcon>();
        const QRect iconBox(row.left() + 16, row.top() + (kRow - 16) / 2, 16, 16);
        image.paint(painter, iconBox, Qt::AlignCenter, current ? QIcon::Selected : QIcon::Normal);
        if (!narrow) {
            painter->setFont(fontOfSize(13, current));
            painter->setPen(current ? tokens.t1 : tokens.t2);
            const QRect text = row.adjusted(42, 0, -6, 0);
            painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                              painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        }
        if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)) {
            painter->setPen(QPen(tokens.sel, 2));
            painter->drawRect(row.adjusted(kBar + 1, 1, -1, -1));
        }
    }
};

} // namespace

Rail::Rail(QWidget* parent) : QListView(parent), m_model(new QStandardItemModel(this)) {
    setObjectName(QStringLiteral("rail"));
    setModel(m_model);
    setItemDelegate(new RailDelegate(this));
    setFixedWidth(128);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (index.isValid()) Q_EMIT pageChosen(index.row());
    });
}

void Rail::addPage(const QString& iconName) {
    auto* item = new QStandardItem;
    item->setData(iconName, kIconRole);
    item->setIcon(icon(iconName, tokensFor(palette())));
    m_model->appendRow(item);
}

void Rail::setPageName(int index, const QString& name) {
    QStandardItem* item = m_model->item(index);
    item->setText(name);
    item->setToolTip(QStringLiteral("%1  Ctrl+%2").arg(name).arg(index + 1));
}

void Rail::setCurrentPage(int index) {
    setCurrentIndex(m_model->index(index, 0));
}

void Rail::setNarrow(bool narrow) {
    auto* delegate = static_cast<RailDelegate*>(itemDelegate());
    if (delegate->narrow == narrow) return;
    delegate->narrow = narrow;
    setFixedWidth(narrow ? 48 : 128);
    scheduleDelayedItemsLayout();
}

void Rail::restyle() {
    for (int i = 0; i < m_model->rowCount(); ++i)
        m_model->item(i)->setIcon(icon(m_model->item(i)->data(kIconRole).toString(), tokensFor(palette())));
}

} // namespace xo::ui
