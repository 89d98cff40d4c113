#include "ui/filter/condition.h"
#include "ui/pages/journey/journeyeditor.h"
#include "ui/pages/journey/stageeditor.h"

#include <QLineEdit>
#include <QListWidget>
#include <QScopedValueRollback>

#include <algorithm>

namespace xo::ui {

namespace {
constexpr int kIndexRole = Qt::UserRole;
constexpr int kMostStages = 64;
constexpr qsizetype kMostOffered = 12;
} // namespace

QString JourneyEditor::stageText(std::size_t index, const JourneyStage& stage, const QString& reached) {
    QString text = QStringLiteral("%1  %2").arg(index + 1).arg(QString::fromStdString(stage.name));
    if (stage.optional) text += tr(" (optional)");
    return reached.isEmpty() ? text : text + QStringLiteral("  ·  ") + reached;
}

void JourneyEditor::fillStages(int current) {
    const Journey* now = draft();
    {
        const QScopedValueRollback guard(m_filling, true);
        m_stages->clear();
        for (std::size_t k = 0; now && k < now->stages.size(); ++k) {
            auto* item = new QListWidgetItem(stageText(k, now->stages[k], {}), m_stages);
            item->setData(kIndexRole, static_cast<int>(k));
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled);
        }
        m_stages->setCurrentRow(std::min(current, m_stages->count() - 1));
    }
    showStage(m_stages->currentRow());
}

void JourneyEditor::showStage(int row) {
    m_stageRow = row;
    const Journey* now = draft();
    const bool any = now && row >= 0 && row < static_cast<int>(now->stages.size());
    m_stage->setEnabled(any);
    m_stage->setStage(any ? now->stages[static_cast<std::size_t>(row)] : JourneyStage(),
                      any && row > 0 && row + 1 < static_cast<int>(now->stages.size()));
    showChecks();
    updateButtons();
}

void JourneyEditor::addJourney(Journey journey) {
    if (hasProblem()) return m_stage->focusProblem();
    const bool fromData = journey.stages.empty();
    m_drafts.push_back(std::move(journey));
    fillList(static_cast<int>(m_drafts.size()) - 1);
    m_name->setFocus();
    m_name->selectAll();
    if (!fromData) return;
    m_counting = true;
    m_document->jobs()->run<QStringList>(
        tr("Looking at the stages"), this,
        [workspace = m_document->workspace()](const JobContext&) -> Result<QStringList> {
            return stageChoices(*workspace);
        },
        [this, name = m_drafts.back().name](Result<QStringList> found) {
            m_counting = false;
            Journey* now = draft();
            if (!found || !now || now->name != name || !now->stages.empty()) return;
            for (const QString& stage : found->mid(0, kMostOffered)) {
                now->stages.emplace_back();
                now->stages.back().name = stage.toStdString();
            }
            fillStages(0);
            changed();
        },
        QStringLiteral("journey.editor.stages"));
}

void JourneyEditor::removeJourney() {
    if (!draft()) return;
    m_drafts.erase(m_drafts.begin() + m_current);
    fillList(std::max(0, m_current - 1));
}

void JourneyEditor::addStage() {
    Journey* now = draft();
    if (!now || static_cast<int>(now->stages.size()) >= kMostStages) return;
    if (m_stage->hasProblem()) return m_stage->focusProblem();
    JourneyStage stage;
    stage.name = tr("New stage").toStdString();
    const int at = m_stageRow < 0 ? static_cast<int>(now->stages.size()) : m_stageRow + 1;
    now->stages.insert(now->stages.begin() + at, std::move(stage));
    fillStages(at);
    changed();
    if (auto* name = m_stage->findChild<QLineEdit*>(QStringLiteral("stageName"))) {
        name->setFocus();
        name->selectAll();
    }
}

void JourneyEditor::removeStage() {
    Journey* now = draft();
    if (!now || m_stageRow < 0) return;
    now->stages.erase(now->stages.begin() + m_stageRow);
    fillStages(std::max(0, m_stageRow - 1));
    changed();
}

void JourneyEditor::moveStage(int by) {
    Journey* now = draft();
    const int to = m_stageRow + by;
    if (!now || m_stageRow < 0 || to < 0 || to >= static_cast<int>(now->stages.size())) return;
    if (m_stage->hasProblem()) return m_stage->focusProblem();
    std::swap(now->stages[static_cast<std::size_t>(m_stageRow)], now->stages[static_cast<std::size_t>(to)]);
    fillStages(to);
    changed();
}

void JourneyEditor::readOrder() {
    Journey* now = draft();
    if (m_filling || !now) return;
    std::vector<JourneyStage> stages;
    for (int row = 0; row < m_stages->count(); ++row)
        stages.push_back(now->stages[static_cast<std::size_t>(m_stages->item(row)->data(kIndexRole).toInt())]);
    now->stages = std::move(stages);
    const int current = m_stages->currentRow();
    // the view is still dropping: its rows are made anew behind it
    QMetaObject::invokeMethod(
        this,
        [this, current] {
            fillStages(current);
            changed();
        },
        Qt::QueuedConnection);
}

} // namespace xo::ui
