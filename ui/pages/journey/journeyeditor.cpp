#include "ui/pages/journey/journeyeditor.h"

#include "core/model/journeyproblems.h"
#include "core/query/filter.h"
#include "ui/charts/pageparts.h"
#include "ui/filter/condition.h"
#include "ui/pages/journey/stageeditor.h"
#include "ui/theme/theme.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QComboBox>
#include <QEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSaveFile>
#include <QScopedValueRollback>

#include <algorithm>

namespace xo::ui {

namespace {

constexpr int kIndexRole = Qt::UserRole;
constexpr int kMostStages = 64;
constexpr qsizetype kMostOffered = 12;

QString fromStd(const std::string& text) {
    return QString::fromStdString(text);
}

/// What the list of stages shows beside a name.
QString stageText(std::size_t index, const JourneyStage& stage, const QString& reached) {
    QString text = QStringLiteral("%1  %2").arg(index + 1).arg(fromStd(stage.name));
    if (stage.optional) text += JourneyEditor::tr(" (optional)");
    return reached.isEmpty() ? text : text + QStringLiteral("  ·  ") + reached;
}

} // namespace

JourneyEditor::JourneyEditor(Document* document, PageHost* host, QWidget* parent)
    : QDialog(parent), m_document(document), m_host(host), m_drafts(document->workspace()->journeys) {
    build();
    m_texts.set([this] { fillChoices(); });
    QStringList columns;
    for (const std::size_t table : document->workspace()->tablesOfKind(DatasetKind::Events)) {
        const Table& events = *document->workspace()->tables[table];
        for (const ColumnInfo& column : events.columns()) {
            const bool held = isCoded(column.type) && column.role.kind != RoleKind::Stage &&
                              column.role.kind != RoleKind::Customer && column.role.kind != RoleKind::Ignore;
            if (held && !columns.contains(fromStd(column.name))) columns.append(fromStd(column.name));
        }
    }
    for (const QString& name : std::as_const(columns)) {
        auto* item = new QListWidgetItem(name, m_hold);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Unchecked);
    }
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        if (m_filling || row == m_current) return;
        if (m_current >= 0 && hasProblem()) { // what can't be read would be lost
            const QScopedValueRollback guard(m_filling, true);
            m_list->setCurrentRow(m_current);
            m_stage->focusProblem();
            return;
        }
        m_current = row;
        showDraft();
    });
    connect(m_stages, &QListWidget::currentRowChanged, this, [this](int row) {
        if (m_filling || row == m_stageRow) return;
        if (m_stage->hasProblem()) {
            const QScopedValueRollback guard(m_filling, true);
            m_stages->setCurrentRow(m_stageRow);
            m_stage->focusProblem();
            return;
        }
        showStage(row);
    });
    connect(m_stages->model(), &QAbstractItemModel::rowsMoved, this, &JourneyEditor::readOrder);
    connect(m_stage, &StageEditor::edited, this, [this] {
        if (Journey* now = draft(); now && m_stageRow >= 0 && !m_stage->hasProblem()) {
            now->stages[static_cast<std::size_t>(m_stageRow)] = m_stage->stage();
            m_stages->item(m_stageRow)->setText(stageText(static_cast<std::size_t>(m_stageRow), m_stage->stage(), {}));
        }
        changed();
    });
    for (QLineEdit* edit : {m_name, m_window, m_exclusion})
        connect(edit, &QLineEdit::textChanged, this, &JourneyEditor::readFields);
    for (QComboBox* combo : {m_dataset, m_order, m_attempt})
        connect(combo, &QComboBox::currentIndexChanged, this, &JourneyEditor::readFields);
    connect(m_hold, &QListWidget::itemChanged, this, &JourneyEditor::readFields);
    connect(m_new, &QPushButton::clicked, this, [this] {
        Journey journey;
        journey.name = freeName(m_drafts, tr("New journey")).toStdString();
        addJourney(std::move(journey));
    });
    connect(m_duplicate, &QPushButton::clicked, this, [this] {
        if (!draft()) return;
        Journey copy = *draft();
        copy.name = freeName(m_drafts, tr("%1 (copy)").arg(fromStd(copy.name))).toStdString();
        addJourney(std::move(copy));
    });
    connect(m_delete, &QPushButton::clicked, this, &JourneyEditor::removeJourney);
    connect(m_import, &QPushButton::clicked, this, &JourneyEditor::importJson);
    connect(m_export, &QPushButton::clicked, this, &JourneyEditor::exportJson);
    connect(m_addStage, &QPushButton::clicked, this, &JourneyEditor::addStage);
    connect(m_removeStage, &QPushButton::clicked, this, &JourneyEditor::removeStage);
    connect(m_up, &QPushButton::clicked, this, [this] { moveStage(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveStage(1); });
    connect(m_save, &QPushButton::clicked, this, &JourneyEditor::accept);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    fillList(m_drafts.empty() ? -1 : 0);
}

void JourneyEditor::fillChoices() {
    fillCombo(m_order,
              {{tr("In order (others between)"), 0},
               {tr("Strict (mapped stages)"), 1},
               {tr("Strict (all events)"), 2},
               {tr("Any order"), 3}},
              m_order->currentData());
    fillCombo(m_attempt, {{tr("Furthest attempt"), 0}, {tr("First attempt"), 1}, {tr("Every attempt"), 2}},
              m_attempt->currentData());
    QList<std::pair<QString, QVariant>> datasets{{tr("All event datasets"), QString()}};
    for (const std::size_t table : m_document->workspace()->tablesOfKind(DatasetKind::Events)) {
        const QString name = fromStd(m_document->workspace()->tables[table]->name());
        datasets.append({name, name});
    }
    fillCombo(m_dataset, datasets, m_dataset->currentData());
}

void JourneyEditor::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() != QEvent::LanguageChange) return;
    m_texts.renew();
    readFields(); // what is wrong is said anew, and counted
}

QString JourneyEditor::freeName(const std::vector<Journey>& among, const QString& wanted) {
    QString name = wanted;
    for (int i = 2; std::any_of(among.begin(), among.end(), [&](const Journey& j) { return fromStd(j.name) == name; });
         ++i)
        name = QStringLiteral("%1 %2").arg(wanted).arg(i);
    return name;
}

Journey* JourneyEditor::draft() {
    return m_current >= 0 && m_current < static_cast<int>(m_drafts.size())
               ? &m_drafts[static_cast<std::size_t>(m_current)]
               : nullptr;
}

void JourneyEditor::choose(const QString& journey) {
    for (int i = 0; i < m_list->count(); ++i)
        if (m_list->item(i)->text() == journey) m_list->setCurrentRow(i);
}

void JourneyEditor::fillList(int current) {
    {
        const QScopedValueRollback guard(m_filling, true);
        m_list->clear();
        for (const Journey& journey : m_drafts)
            m_list->addItem(fromStd(journey.name));
        m_current = std::min(current, static_cast<int>(m_drafts.size()) - 1);
        m_list->setCurrentRow(m_current);
    }
    m_empty->setVisible(m_drafts.empty());
    showDraft();
}

void JourneyEditor::showDraft() {
    const Journey* now = draft();
    {
        const QScopedValueRollback guard(m_filling, true);
        const Journey shown = now ? *now : Journey();
        m_name->setText(fromStd(shown.name));
        m_window->setText(fromStd(shown.window.text()));
        m_exclusion->setText(fromStd(shown.exclusion));
        m_dataset->setCurrentIndex(std::max(0, m_dataset->findData(fromStd(shown.dataset))));
        m_order->setCurrentIndex(static_cast<int>(shown.order));
        m_attempt->setCurrentIndex(static_cast<int>(shown.attempt));
        for (int i = 0; i < m_hold->count(); ++i) {
            const bool on = std::find(shown.hold.begin(), shown.hold.end(), m_hold->item(i)->text().toStdString()) !=
                            shown.hold.end();
            m_hold->item(i)->setCheckState(on ? Qt::Checked : Qt::Unchecked);
        }
        for (QLabel* problem : {m_nameProblem, m_windowProblem, m_exclusionProblem}) {
            problem->clear();
            problem->hide();
        }
    }
    m_fields->setEnabled(now);
    fillStages(0);
    changed();
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

void JourneyEditor::readFields() {
    Journey* now = draft();
    if (m_filling || !now) return;
    const auto say = [](QLabel* problem, const QString& text) {
        problem->setText(text);
        problem->setVisible(!text.isEmpty());
    };
    const QString name = m_name->text().trimmed();
    const bool taken = std::any_of(m_drafts.begin(), m_drafts.end(),
                                   [&](const Journey& other) { return &other != now && fromStd(other.name) == name; });
    say(m_nameProblem, name.isEmpty() ? tr("A journey needs a name.")
                       : taken        ? tr("There is already a journey of this name.")
                                      : QString());
    if (m_nameProblem->text().isEmpty()) {
        now->name = name.toStdString();
        m_list->item(m_current)->setText(name);
    }
    const auto window = Span::parse(m_window->text().trimmed().toStdString());
    say(m_windowProblem, window ? QString() : errorText(window.error()));
    if (window) now->window = *window;
    const std::string exclusion = m_exclusion->text().trimmed().toStdString();
    const auto parsed = query::parse(exclusion);
    say(m_exclusionProblem, parsed ? QString() : errorText(parsed.error()));
    if (parsed) now->exclusion = exclusion;
    now->dataset = m_dataset->currentData().toString().toStdString();
    now->order = static_cast<FunnelOrder>(m_order->currentIndex());
    now->attempt = static_cast<FunnelAttempt>(m_attempt->currentIndex());
    now->hold.clear();
    for (int i = 0; i < m_hold->count(); ++i)
        if (m_hold->item(i)->checkState() == Qt::Checked) now->hold.push_back(m_hold->item(i)->text().toStdString());
    changed();
}

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

void JourneyEditor::importJson() {
    if (hasProblem()) return m_stage->focusProblem();
    m_host->chooseFile(tr("Import a journey"), tr("Journeys (*.json)"), [this](const QString& path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return m_message->showError(Error{"io.cannot_open", {path.toStdString()}, {}});
        const Json json = Json::parse(file.readAll().toStdString(), nullptr, false);
        auto journey =
            json.is_discarded() ? Result<Journey>(fail("model.bad_json", {path.toStdString()})) : journeyFromJson(json);
        if (!journey) return m_message->showError(journey.error());
        journey->name = freeName(m_drafts, fromStd(journey->name)).toStdString();
        m_message->dismiss();
        addJourney(std::move(*journey));
    });
}

void JourneyEditor::exportJson() {
    const Journey* now = draft();
    if (!now) return;
    m_host->chooseSaveFile(tr("Export the journey"), fromStd(now->name) + QStringLiteral(".json"),
                           tr("Journeys (*.json)"), [this, journey = *now](const QString& path) {
                               QSaveFile file(path);
                               const QByteArray text = QByteArray::fromStdString(toJson(journey).dump(2) + "\n");
                               if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() ||
                                   !file.commit())
                                   return m_message->showError(Error{"window.cannot_write", {path.toStdString()}, {}});
                               m_message->showNotice(tr("Written: %1").arg(path));
                           });
}

void JourneyEditor::accept() {
    if (!m_save->isEnabled()) return;
    if (const auto saved = m_document->setJourneys(m_drafts); !saved) return m_message->showError(saved.error());
    QDialog::accept();
}

} // namespace xo::ui
