#pragma once

#include "core/session/engine.h"
#include "ui/pages/page.h"

#include <optional>

class QFrame;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QTableView;
class QTableWidget;
class QVBoxLayout;

namespace xo::ui {

class DatasetCard;

/// What the project holds: datasets as cards, how well answers are tied to events, the columns of the chosen dataset,
/// and the imports, each of which can be undone.
class DataPage : public Page {
    Q_OBJECT
public:
    DataPage(Document* document, PageHost* host, QWidget* parent);
    QString pageName() const override { return tr("Data"); }
    QString iconName() const override { return QStringLiteral("data"); }
    QWidget* inspector() override { return m_inspector; }
    void retranslate() override;
    void restyle() override {}
    bool isIdle() const override { return !m_loading && !m_loadingColumns && !m_stale; }
    QString tableText() const override;

    void selectDataset(const QString& name);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void showSummary();
    void loadColumns();
    void showColumns();
    void showBatches();
    void undoBatch(int row);
    void buildInspector();

    std::optional<session::ProjectSummary> m_summary;
    Json m_columnsJson;
    std::vector<BatchInfo> m_batches;
    QString m_selected;
    bool m_loading = false;
    bool m_loadingColumns = false;
    bool m_stale = true;

    QLabel* m_finding;
    QLabel* m_sub;
    QPushButton* m_import;
    QWidget* m_content;
    QWidget* m_empty;
    QLabel* m_emptyText;
    QPushButton* m_emptyButton;
    QWidget* m_cards;
    QHBoxLayout* m_cardsLayout;
    QList<DatasetCard*> m_cardList;
    QLabel* m_columnsTitle;
    QTableWidget* m_columns;
    QLabel* m_batchesTitle;
    QTableWidget* m_batchTable;
    QPushButton* m_undo;
    QLabel* m_linkTitle = nullptr;
    QList<QLabel*> m_linkNames;
    QList<QLabel*> m_linkValues;
    QLabel* m_linkHint = nullptr;
    QWidget* m_inspector = nullptr;
};

} // namespace xo::ui
