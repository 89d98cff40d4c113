#pragma once

#include <QListView>

class QStandardItemModel;

namespace xo::ui {

/// The list of pages at the left edge: icon and name, the current one with an amber bar.
class Rail : public QListView {
    Q_OBJECT
public:
    explicit Rail(QWidget* parent = nullptr);
    void addPage(const QString& iconName);
    void setPageName(int index, const QString& name);
    void setCurrentPage(int index);
    void setNarrow(bool narrow); ///< icons only, 48 px
    void restyle();

Q_SIGNALS:
    void pageChosen(int index);

private:
    QStandardItemModel* m_model;
};

} // namespace xo::ui
