#pragma once

#include "core/session/engine.h"
#include "ui/pages/page.h"

#include <optional>

class QFrame;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTabBar;
class QTableView;
class QTableWidget;
class QVBoxLayout;

namespace xo::ui {

class DatasetCard;
class IdentityPanel;
class LinksPanel;
class ProposalBar;

/// What the project holds, in three parts: datasets as cards with the columns of the chosen one and the imports, each
/// of which can be undone; how answers find their events; which keys mean one person.
class DataPage : public Page {
    Q_OBJECT
public:
    DataPage(Document* document, PageHost* host, QWidget* parent);
    QString pageName() const override { return tr("Data"); }
    QString iconName() const override { return QStringLiteral("data"); }
    QWidget* inspector() override { return m_inspector; }
    void retranslate() override;
    void restyle() override {}
    bool isIdle() const override;
    QString tableText() const override;

    void selectDataset(const QString& name);
    enum class Part { Datasets, Links, Identity };
    void showPart(Part part);
    QStringList parts() const override;
    void showPart(int part) override { showPart(static_cast<Part>(part)); }
    LinksPanel* links() const { return m_links; }
    IdentityPanel* identity() const { return m_identity; }
    ProposalBar* offer() const { return m_offer; }

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
    void offerRules();

    std::optional<session::ProjectSummary> m_summary;
    Json m_columnsJson;
    std::vector<BatchInfo> m_batches;
    QString m_selected;
    bool m_loading = false;
    bool m_loadingColumns = false;
    bool m_stale = true;

    QLabel* m_finding;
    QLabel* m_sub;
    QPushButton *m_database, *m_import;
    QWidget* m_content;
    QWidget* m_empty;
    QLabel* m_emptyText;
    QPushButton *m_emptyButton, *m_emptyDatabase;
    QWidget* m_cards;
    QHBoxLayout* m_cardsLayout;
    QList<DatasetCard*> m_cardList;
    QLabel* m_columnsTitle;
    QTableWidget* m_columns;
    QLabel* m_batchesTitle;
    QTableWidget* m_batchTable;
    QPushButton* m_undo;
    QTabBar* m_tabs;
    QStackedWidget* m_stack;
    LinksPanel* m_links;
    IdentityPanel* m_identity;
    ProposalBar* m_offer;
    quint64 m_offeredIn = 0; ///< the project at its last change
    bool m_offering = false;
    std::size_t m_liveBatches = 0;
    IdentityRules m_offeredFor;
    QLabel* m_linkTitle = nullptr;
    QList<QLabel*> m_linkNames;
    QList<QLabel*> m_linkValues;
    QLabel* m_linkHint = nullptr;
    QWidget* m_inspector = nullptr;
};

} // namespace xo::ui
