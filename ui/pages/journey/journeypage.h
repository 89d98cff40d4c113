#pragma once

#include "core/analysis/funnel/funnel.h"
#include "ui/pages/page.h"

#include <map>
#include <optional>
#include <string>

class QLabel;
class QStackedWidget;
class QTabBar;
class QTableView;

namespace xo::ui {

class ChartView;
class ElidedLabel;
class FigureProxy;
class FunnelGroupModel;
class FunnelModel;
class JourneyInspector;
class JourneyView;
class MessageBar;
class StatePanel;

/// The journey: customers per stage above, satisfaction below, the table, the groups of a breakdown; and in tabs of
/// their own time, groups, comparison, cohorts, what changed and why customers left. A tab asks the analysis for what
/// it shows when it is opened.
class JourneyPage : public Page {
    Q_OBJECT
public:
    JourneyPage(Document* document, PageHost* host, QWidget* parent);
    QString pageName() const override;
    QString iconName() const override { return QStringLiteral("journey"); }
    QWidget* inspector() override;
    void retranslate() override;
    void restyle() override;
    bool isIdle() const override { return !m_running && !(m_dirty && isVisible()); }
    ChartView* chart() const override;
    QString tableText() const override;
    bool hasTable() const override { return m_hasRun; }
    QStringList parts() const override;
    void showPart(int part) override;

    const analysis::FunnelResult& result() const { return m_run.result; }
    enum class Tab { Funnel, Time, Breakdown, Compare, Cohorts, Change, Reasons };
    Tab tab() const;
    JourneyView* view() const { return m_view; } ///< of every tab but the funnel
    JourneyInspector* parameters() const { return m_inspector; }
    QString finding() const;
    /// What the page shows: "chart", "empty", "nomatch".
    QString state() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Extras { // what a tab needs beyond the funnel
        bool survival = false;
        analysis::Compare compare = analysis::Compare::None;
        std::string compareFilter;
        analysis::Trend trend = analysis::Trend::None;
        std::string reasons;
        bool operator==(const Extras&) const = default;
    };
    struct Run { // what one recalculation gives
        analysis::FunnelResult result;
        analysis::FunnelParams params;
        std::optional<LinkQuality> link;
        std::optional<double> scaleLow, scaleHigh;
        std::int64_t answers = 0;
        QStringList stages; ///< of the resolved journey
        int months = 0;     ///< of the period shown
        Extras extras;
    };
    static bool judged(const analysis::FunnelResult& result);
    static Result<Run> compute(const analysis::Context& context, analysis::FunnelParams params, int months,
                               std::optional<int> decided, const Extras& extras, const JobContext& job);
    void buildTabs();
    Extras extras() const;
    void tabChosen();
    void fillChoice();
    void showView();
    void tabMark(const QString& id);
    void drillReason(std::size_t reason);
    void markDirty();
    void refresh();
    void present(Run run);
    void showEmpty();
    void showNoMatch();
    void showFailure(const Error& error);
    void updatePicture();
    void updateTexts();
    void selectStep(std::size_t step);
    QString filterOfOthers() const;
    void updateOutline();
    /// Resolves a mark to customers and hands their condition on; `label` says which figure.
    void withFilter(const QString& id, std::function<void(const QString& label, const QString& filter)> then);
    QString markLabel(const QString& id) const;
    QString fallbackLabel(const analysis::FunnelFigure& figure) const;
    analysis::FunnelFigure figureOf(const QString& id) const;
    QString fallbackFilter(const analysis::FunnelFigure& figure) const;
    std::string periodFilter() const;
    void drill(const QString& id, bool asChip);
    void drillGroup(const QModelIndex& index);
    void listMark(const QString& id);
    void saveMark(const QString& id);

    Run m_run;
    bool m_hasRun = false;
    std::map<std::string, int> m_automatic; ///< journey → months the automatic period stands for
    bool m_dirty = true;
    bool m_running = false;
    quint64 m_generation = 0;
    std::size_t m_step = 0;
    bool m_stepChosen = false;
    QHash<QString, QString> m_ownDrills; ///< filter of a drill made here → mark

    ElidedLabel* m_finding;
    ElidedLabel* m_subtitle;
    MessageBar* m_message;
    QStackedWidget* m_stack;
    QWidget* m_content;
    StatePanel* m_state;
    ChartView* m_chart;
    QTabBar* m_tabs;
    QStackedWidget* m_tables;
    QTableView *m_table, *m_groupTable;
    FunnelModel* m_model;
    FunnelGroupModel* m_groupModel;
    FigureProxy *m_proxy, *m_groupProxy;
    QTabBar* m_views;
    JourneyView* m_view;
    JourneyInspector* m_inspector;
    QString m_stateName = QStringLiteral("empty");
};

} // namespace xo::ui
