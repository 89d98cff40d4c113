#pragma once

#include "core/analysis/nps/nps.h"
#include "ui/charts/npsbuilder.h"
#include "ui/pages/page.h"

class QStackedWidget;
class QTreeView;

namespace xo::ui {

class ChartView;
class ElidedLabel;
class FigureProxy;
class MessageBar;
class NpsInspector;
class NpsModel;
class StatePanel;

/// NPS as a whole over time, by up to three columns, each group against the rest.
class NpsPage : public Page {
    Q_OBJECT
public:
    NpsPage(Document* document, PageHost* host, QWidget* parent);
    QString pageName() const override;
    QString iconName() const override { return QStringLiteral("nps"); }
    QWidget* inspector() override;
    void retranslate() override;
    void restyle() override;
    bool isIdle() const override { return !m_running && !(m_dirty && isVisible()); }
    ChartView* chart() const override;
    QString tableText() const override;
    bool hasTable() const override { return m_hasRun; }

    ChartView* trendChart() const { return m_trend; }
    NpsInspector* parameters() const { return m_inspector; }
    const analysis::NpsResult& total() const { return m_run.total; }
    const std::vector<analysis::NpsResult>& levels() const { return m_run.levels; }
    QString finding() const;
    /// What the page shows: "chart", "empty", "nomatch", "error".
    QString state() const { return m_stateName; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Run { // what one recalculation gives
        analysis::NpsResult total;
        std::vector<analysis::NpsResult> levels; ///< by the first column, the first two, …
        std::optional<analysis::NpsResult> trend;
        std::string incomplete;
    };
    static Result<Run> compute(const analysis::Context& context, const analysis::NpsParams& params,
                               analysis::Trend trend, const JobContext& job);
    void markDirty();
    void refresh();
    void present(Run run);
    void showEmpty();
    void showNoMatch();
    void showFailure(const Error& error);
    void updatePictures();
    void updateTexts();
    void selectRow(const analysis::NpsRow& row);
    const analysis::NpsRow* rowOf(const QString& id) const;
    QString idOf(const std::vector<std::optional<std::string>>& group) const;
    QString filterOfOthers() const;
    /// Condition on answers that selects a group; blank for the total.
    QString filterOf(const analysis::NpsRow& row) const;
    QString customersFilterOf(const analysis::NpsRow& row) const;
    QString labelOf(const analysis::NpsRow& row) const;
    void drill(const QString& id, bool asChip);
    void drillRow(const analysis::NpsRow& row, bool asChip);
    void listRow(const analysis::NpsRow& row);
    void saveRow(const analysis::NpsRow& row);
    void showTreeMenu(const QPoint& position);
    void updateOutline();

    Run m_run;
    bool m_hasRun = false;
    bool m_dirty = true;
    bool m_running = false;
    quint64 m_generation = 0;
    std::vector<NpsRef> m_order;
    analysis::NpsRow m_selected;
    QHash<QString, std::vector<std::optional<std::string>>> m_ownDrills; ///< filter of a drill made here → group

    ElidedLabel* m_finding;
    ElidedLabel* m_subtitle;
    MessageBar* m_message;
    QStackedWidget* m_stack;
    QWidget* m_content;
    StatePanel* m_state;
    QWidget *m_trendBox, *m_barsBox;
    ChartView *m_trend, *m_bars;
    QTreeView* m_tree;
    NpsModel* m_model;
    FigureProxy* m_proxy;
    NpsInspector* m_inspector;
    QString m_stateName = QStringLiteral("empty");
};

} // namespace xo::ui
