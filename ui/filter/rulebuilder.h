#pragma once

#include "ui/document/document.h"
#include "ui/filter/condition.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace xo::ui {

class RuleLine;

/// A rule as rows of combo boxes: conditions and groups of conditions, each with how many customers it holds alone.
class RuleBuilder : public QWidget {
    Q_OBJECT
public:
    /// `bare` as for ruleOf: conditions on customers, or on the event itself (these have no counts).
    RuleBuilder(Document* document, QWidget* parent, Subject bare = Subject::Customer);
    void setRule(const Rule& rule);
    const Rule& rule() const { return m_rule; }
    /// Customers each item, and each condition of a group, holds alone; `most` is the width of a full bar.
    void setCounts(const std::vector<std::uint64_t>& items, const std::vector<std::vector<std::uint64_t>>& conditions,
                   std::uint64_t most);
    void clearCounts();
    void retranslate();
    void restyle();

Q_SIGNALS:
    void edited();

private:
    struct ItemWidgets {
        RuleLine* head = nullptr; ///< the condition, or the group's own line
        QComboBox* match = nullptr;
        std::vector<RuleLine*> conditions;
        QPushButton* add = nullptr;
    };
    void rebuild();
    void addItem(std::size_t index);
    void addGroup(std::size_t index, QWidget* parent, QVBoxLayout* layout);
    void read();
    void fillMatch(QComboBox* box, bool any);
    Condition emptyCondition() const;
    Document* m_document;
    Subject m_bare;
    Rule m_rule;
    QLabel* m_title;
    QLabel* m_matchLabel;
    QComboBox* m_match;
    QLabel* m_alone;
    QPushButton* m_addCondition;
    QPushButton* m_addGroup;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_layout;
    std::vector<ItemWidgets> m_items;
    std::vector<QLabel*> m_groupLabels;
};

} // namespace xo::ui
