#include "ui/pages/journey/journeyeditor.h"
#include "ui/charts/pageparts.h"

#include "core/query/filter.h"
#include "ui/filter/condition.h"
#include "ui/pages/journey/stageeditor.h"
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

QString fromStd(const std::string& text) {
    return QString::fromStdString(text);
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
