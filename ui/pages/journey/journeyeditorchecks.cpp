#include "core/model/journeyproblems.h"
#include "ui/models/figures.h"
#include "ui/pages/journey/journeyeditor.h"
#include "ui/pages/journey/stageeditor.h"
#include "ui/theme/theme.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/pieces.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScopedValueRollback>

#include <algorithm>

namespace xo::ui {

bool JourneyEditor::hasProblem() const {
    for (const QLabel* problem : {m_nameProblem, m_windowProblem, m_exclusionProblem})
        if (!problem->text().isEmpty()) return true;
    return m_stage->hasProblem();
}

void JourneyEditor::changed() {
    m_tried.reset();
    updateButtons();
    showChecks();
    count();
}

QString JourneyEditor::checkOf(std::size_t stage) const {
    if (m_current < 0) return {};
    for (const JourneyProblem& problem : journeyProblems(m_drafts[static_cast<std::size_t>(m_current)]))
        if (problem.stage == stage && problem.field == JourneyProblem::Field::Optional)
            return tr("The first and the last stage can't be passed over.");
    if (m_tried && m_tried->stage == stage) return errorText(m_tried->error);
    return {};
}

/// What only the whole journey or the data show to be wrong stands at its field, and a sign at its stage in the list.
void JourneyEditor::showChecks() {
    const QScopedValueRollback guard(m_filling, true);
    for (int row = 0; row < m_stages->count(); ++row) {
        const QString check = checkOf(static_cast<std::size_t>(row));
        m_stages->item(row)->setIcon(check.isEmpty() ? QIcon() : icon(QStringLiteral("warning"), tokensFor(palette())));
        m_stages->item(row)->setToolTip(check);
    }
    const QString shown = m_stageRow >= 0 ? checkOf(static_cast<std::size_t>(m_stageRow)) : QString();
    const bool condition = m_tried && m_stageRow >= 0 && m_tried->stage == static_cast<std::size_t>(m_stageRow);
    m_stage->showChecks(condition ? shown : QString(), condition ? QString() : shown);
    m_exclusionCheck->setText(m_tried && m_tried->exclusion ? errorText(m_tried->error) : QString());
    m_exclusionCheck->setVisible(!m_exclusionCheck->text().isEmpty());
}

/// Counts the draft; where that fails, each condition is tried alone to find the one at fault.
Result<JourneyEditor::Counted> JourneyEditor::tried(const analysis::Context& context, const Journey& journey,
                                                    const JobContext& job) {
    const auto run = [&](const Journey& one) {
        analysis::FunnelParams params;
        params.definition = one;
        return analysis::runFunnel(context, params, job);
    };
    Counted out;
    auto result = run(journey);
    if (result) {
        out.result = std::move(*result);
        return out;
    }
    out.error = result.error();
    for (std::size_t k = 0; k < journey.stages.size(); ++k) {
        if (job.cancelled()) return cancelled();
        if (journey.stages[k].condition.empty()) continue;
        Journey alone;
        alone.name = journey.name;
        alone.dataset = journey.dataset;
        alone.stages = {journey.stages[k]};
        alone.stages.front().optional = false;
        if (const auto one = run(alone); !one && one.error() == out.error) {
            out.stage = k;
            return out;
        }
    }
    if (!journey.exclusion.empty()) {
        Journey without = journey;
        without.exclusion.clear();
        out.exclusion = run(without).has_value();
    }
    if (job.cancelled()) return cancelled();
    return out;
}

void JourneyEditor::updateButtons() {
    const Journey* now = draft();
    const int stages = now ? static_cast<int>(now->stages.size()) : 0;
    const bool whole = std::none_of(m_drafts.begin(), m_drafts.end(),
                                    [](const Journey& j) { return j.stages.empty() || !journeyProblems(j).empty(); });
    m_save->setEnabled(!hasProblem() && whole && m_drafts != m_document->workspace()->journeys &&
                       !m_document->isReadOnly());
    m_duplicate->setEnabled(now);
    m_delete->setEnabled(now);
    m_export->setEnabled(now && stages > 0 && !hasProblem());
    m_removeStage->setEnabled(m_stageRow >= 0);
    m_up->setEnabled(m_stageRow > 0);
    m_down->setEnabled(m_stageRow >= 0 && m_stageRow + 1 < stages);
}

void JourneyEditor::count() {
    const Journey* now = draft();
    setKind(m_count, "label");
    if (!now || now->stages.empty()) {
        m_count->setText(now ? tr("A journey needs a stage: press Add.") : QString());
        return;
    }
    if (const auto good = checkJourney(*now); !good) {
        setKind(m_count, "error");
        m_count->setText(errorText(good.error()));
        return;
    }
    m_counting = true;
    m_document->jobs()->run<Counted>(
        tr("Counting the journey"), this,
        [context = m_document->context(), journey = *now](const JobContext& job) {
            return tried(context, journey, job);
        },
        [this](Result<Counted> counted) {
            if (!counted && counted.error().code == kCancelled) return;
            m_counting = false;
            if (counted && counted->result) return showCounts(*counted->result);
            setKind(m_count, "error");
            m_count->setText(errorText(counted ? counted->error : counted.error()));
            if (counted) m_tried = std::move(*counted);
            showChecks();
        },
        QStringLiteral("journey.editor.count"));
}

void JourneyEditor::showCounts(const analysis::FunnelResult& result) {
    const Journey* now = draft();
    if (!now || now->stages.size() != result.stages.size() || result.stages.empty()) return;
    for (std::size_t k = 0; k < result.stages.size(); ++k)
        m_stages->item(static_cast<int>(k))
            ->setText(stageText(k, now->stages[k], counted(static_cast<qulonglong>(result.stages[k].all.reached))));
    m_count->setText(tr("%1 entrants, %2 reach the last stage")
                         .arg(counted(static_cast<qulonglong>(result.entrants)),
                              counted(static_cast<qulonglong>(result.stages.back().all.reached))));
}

} // namespace xo::ui
