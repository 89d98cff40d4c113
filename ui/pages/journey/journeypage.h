#pragma once

#include "ui/document/selection.h"
#include "ui/pages/journey/journeyrun.h"
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
    static constexpr int kRowHeight = 24; ///< of its tables
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
    void buildTabs();
    JourneyExtras extras() const;
    void tabChosen();
    void fillChoice();
    void showView();
    void tabMark(const QString& id);
    void markDirty();
    void refresh();
    void present(JourneyRun run);
    void showEmpty();
    void showNoMatch();
    void showFailure(const Error& error);
    void updatePicture();
    void updateTexts();
    void selectStep(std::size_t step);
    QString filterOfOthers() const;
    void updateOutline();
    std::optional<analysis::FunnelFigure> figureOf(const QString& id) const;
    QString markLabel(const QString& id, const analysis::FunnelFigure& figure) const;
    std::optional<SelectionStep> customersOf(const QString& id);
    void followDrills();
    void drill(const QString& id, bool asChip);
    void drillGroup(const QModelIndex& index);
    void listMark(const QString& id);
    void saveMark(const QString& id);

    JourneyRun m_run;
    bool m_hasRun = false;
    std::map<std::string, int> m_automatic; ///< journey → months the automatic period stands for
    bool m_dirty = true;
    bool m_running = false;
    quint64 m_generation = 0;
    std::size_t m_step = 0;
    bool m_stepChosen = false;
    QHash<QString, QString> m_ownDrills; ///< filter of a drill made here → mark
    bool m_following = false;            ///< the drills are being brought to the figures shown now

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
