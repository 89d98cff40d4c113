#pragma once

#include "core/session/engine.h"
#include "ui/filter/condition.h"
#include "ui/pages/page.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace xo::ui {

class RuleBuilder;
class RuleHighlighter;
class SegmentInspector;
class SegmentList;

/// Who: a rule by combo boxes and as text (one rule, two views), how many it holds, and the segments saved so far.
class SegmentsPage : public Page {
    Q_OBJECT
public:
    SegmentsPage(Document* document, PageHost* host, QWidget* parent);
    QString pageName() const override;
    QString iconName() const override { return QStringLiteral("segments"); }
    QWidget* inspector() override;
    void retranslate() override;
    void restyle() override;
    bool isIdle() const override;
    QString tableText() const override;

    QString rule() const; ///< the text as it stands
    void setRule(const QString& text);
    QString errorShown() const;
    void openSegment(const QString& name);

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Counts {
        session::SegmentCount result;
        session::SegmentCount all;
        std::vector<std::uint64_t> items; ///< customers of each item of the builder alone
        std::vector<std::vector<std::uint64_t>> conditions;
    };
    QWidget* buildRulePanel();
    QWidget* buildTextPanel();
    QWidget* buildResultPanel();
    QWidget* buildSavedPanel();
    void refresh();
    void forget();
    void builderEdited();
    void textEdited();
    void recount();
    void showCounts(const Counts& counts);
    void showRuleError(const Error& error);
    void refreshSaved();
    void updateButtons();
    void save();
    void rename(const QString& name);
    void freeze();
    void begin();
    void end();
    Segment segmentAtHand(const QString& name) const;
    bool isSaved() const; ///< the rule shown is the one saved under m_name

    RuleBuilder* m_builder = nullptr;
    QPlainTextEdit* m_text = nullptr;
    RuleHighlighter* m_highlighter = nullptr;
    QLabel *m_finding = nullptr, *m_subtitle = nullptr, *m_textTitle = nullptr, *m_agree = nullptr, *m_error = nullptr;
    QLabel *m_resultTitle = nullptr, *m_result = nullptr, *m_resultMore = nullptr;
    QLabel* m_emptyText = nullptr;
    QPushButton *m_emptyButton = nullptr, *m_new = nullptr;
    QStackedWidget* m_views = nullptr;
    QPushButton *m_customers = nullptr, *m_export = nullptr, *m_filter = nullptr;
    SegmentList* m_saved = nullptr;
    SegmentInspector* m_inspector = nullptr;
    QString m_lastText;
    QString m_name; ///< of the saved segment being edited, blank = a new one
    session::SegmentCount m_count, m_all;
    bool m_counted = false;
    bool m_valid = true;
    bool m_dirty = true;
    bool m_first = true;
    int m_jobs = 0;
    bool m_counting = false;
    bool m_filling = false;
};

} // namespace xo::ui
