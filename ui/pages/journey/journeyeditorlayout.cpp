#include "ui/pages/journey/journeyeditor.h"

#include "ui/charts/pageparts.h"
#include "ui/pages/journey/stageeditor.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QAction>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace xo::ui {

namespace {

QVBoxLayout* column(QWidget* frame) {
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(6);
    return layout;
}

} // namespace

QListWidget* JourneyEditor::addList(const char* objectName, const char* name, QWidget* parent) {
    auto* view = new QListWidget(parent);
    view->setObjectName(QString::fromLatin1(objectName));
    view->setUniformItemSizes(true);
    m_texts.set([=] { view->setAccessibleName(tr(name)); });
    return view;
}

QPushButton* JourneyEditor::addButton(const char* objectName, const char* text, const char* hint, QWidget* parent) {
    QPushButton* made = button("small", parent);
    made->setObjectName(QString::fromLatin1(objectName));
    made->setAutoDefault(false);
    m_texts.set([=] { setTexts(made, tr(text), hint ? tr(hint) : QString()); });
    return made;
}

QLabel* JourneyEditor::addLabel(const char* kind, const char* text, QWidget* parent) {
    QLabel* made = label(kind, parent);
    m_texts.set([=] { made->setText(tr(text)); });
    return made;
}

void JourneyEditor::build() {
    setObjectName(QStringLiteral("journeyEditor"));
    m_texts.set([this] { setWindowTitle(tr("Journeys")); });
    resize(1180, 720);
    m_message = new MessageBar(this);
    m_count = label("label", this);
    m_count->setObjectName(QStringLiteral("journeyCount"));
    m_count->setWordWrap(true);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(8);
    columns->addWidget(buildJourneys());
    columns->addWidget(buildStages());
    auto* box = panel(this);
    auto* boxLayout = new QVBoxLayout(box);
    boxLayout->setContentsMargins(1, 1, 1, 1);
    auto* scroll = new QScrollArea(box);
    m_stage = new StageEditor(m_document, scroll);
    m_stage->setObjectName(QStringLiteral("scrolled"));
    scroll->setWidget(m_stage);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    boxLayout->addWidget(scroll);
    columns->addWidget(box, 1);
    m_cancel = button("", this);
    m_texts.set([this] { setTexts(m_cancel, tr("Cancel")); });
    m_cancel->setAutoDefault(false);
    m_save = button("primary", this);
    m_save->setObjectName(QStringLiteral("journeySave"));
    m_texts.set([this] { setTexts(m_save, tr("Save")); });
    m_save->setDefault(true);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(m_count, 1);
    foot->addWidget(m_cancel);
    foot->addWidget(m_save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_message);
    layout->addLayout(columns, 1);
    layout->addLayout(foot);
}

QWidget* JourneyEditor::buildJourneys() {
    auto* box = panel(this);
    box->setFixedWidth(220);
    auto* layout = column(box);
    auto* title = addLabel("title", QT_TR_NOOP("Journeys"), box);
    m_list = addList("journeyList", QT_TR_NOOP("Journeys"), box);
    m_empty = addLabel(
        "muted", QT_TR_NOOP("No journey is saved yet: the stages are those of the data. Press New to define one."),
        box);
    m_empty->setWordWrap(true);
    m_new = addButton("journeyNew", QT_TR_NOOP("New"), QT_TR_NOOP("A journey with the stages of the data"), box);
    m_duplicate = addButton("journeyDuplicate", QT_TR_NOOP("Duplicate"), nullptr, box);
    m_delete = addButton("journeyDelete", QT_TR_NOOP("Delete"), nullptr, box);
    m_import = addButton("journeyImport", QT_TR_NOOP("Import…"), QT_TR_NOOP("Read a journey from a JSON file"), box);
    m_export = addButton("journeyExport", QT_TR_NOOP("Export…"),
                         QT_TR_NOOP("Write the journey as a JSON file, as xow journey takes it"), box);
    auto* buttons = new QGridLayout;
    buttons->setSpacing(4);
    buttons->addWidget(m_new, 0, 0);
    buttons->addWidget(m_duplicate, 0, 1);
    buttons->addWidget(m_delete, 1, 0, 1, 2);
    buttons->addWidget(m_import, 2, 0);
    buttons->addWidget(m_export, 2, 1);
    layout->addWidget(title);
    layout->addWidget(m_empty);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);
    return box;
}

QHBoxLayout* JourneyEditor::addRow(QVBoxLayout* layout, const char* name, QWidget* field) {
    auto* row = new QHBoxLayout;
    QLabel* caption = addLabel("label", name, this);
    caption->setFixedWidth(84);
    caption->setBuddy(field);
    m_texts.set([=] { field->setAccessibleName(tr(name)); });
    row->addWidget(caption);
    row->addWidget(field, 1);
    layout->addLayout(row);
    return row;
}

QLineEdit* JourneyEditor::addEdit(QVBoxLayout* layout, const char* name, const QString& objectName, const char* hint,
                                  QLabel*& problem) {
    auto* edit = new QLineEdit(this);
    edit->setObjectName(objectName);
    if (hint)
        m_texts.set([=] {
            edit->setPlaceholderText(tr(hint));
            edit->setToolTip(tr(hint));
        });
    problem = label("error", this);
    problem->setObjectName(objectName + QStringLiteral("Problem"));
    problem->setWordWrap(true);
    problem->hide();
    addRow(layout, name, edit);
    layout->addWidget(problem);
    return edit;
}

QComboBox* JourneyEditor::addChoice(QVBoxLayout* layout, const char* name, const QString& objectName) {
    auto* combo = new QComboBox(this);
    combo->setObjectName(objectName);
    combo->setMinimumContentsLength(8);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    addRow(layout, name, combo);
    return combo;
}

QWidget* JourneyEditor::buildStages() {
    auto* box = panel(this);
    box->setFixedWidth(340);
    m_fields = box;
    auto* layout = column(box);
    m_name = addEdit(layout, QT_TR_NOOP("Journey"), QStringLiteral("journeyName"), nullptr, m_nameProblem);
    m_dataset = addChoice(layout, QT_TR_NOOP("Events of"), QStringLiteral("journeyDataset"));
    m_window = addEdit(layout, QT_TR_NOOP("Window"), QStringLiteral("journeyWindow"),
                       QT_TR_NOOP("from the first stage: 90d, 36h, 7cd (calendar days)"), m_windowProblem);
    m_order = addChoice(layout, QT_TR_NOOP("Order"), QStringLiteral("journeyOrder"));
    m_attempt = addChoice(layout, QT_TR_NOOP("Attempt"), QStringLiteral("journeyAttempt"));
    m_exclusion = addEdit(layout, QT_TR_NOOP("Exclusion"), QStringLiteral("journeyExclusion"),
                          QT_TR_NOOP("none; a condition on events that ends the journey, such as stage = 'cancelled'"),
                          m_exclusionProblem);
    m_exclusionCheck = label("error", this);
    m_exclusionCheck->setObjectName(QStringLiteral("journeyExclusionCheck"));
    m_exclusionCheck->setWordWrap(true);
    m_exclusionCheck->hide();
    layout->addWidget(m_exclusionCheck);
    QLabel* holdTitle = addLabel("label", QT_TR_NOOP("The same through the journey:"), box);
    m_hold = addList("journeyHold", QT_TR_NOOP("Columns held constant"), box);
    m_hold->setMaximumHeight(72);
    holdTitle->setBuddy(m_hold);
    layout->addWidget(holdTitle);
    layout->addWidget(m_hold);
    QLabel* stagesTitle = addLabel("title", QT_TR_NOOP("Stages"), box);
    m_stages = addList("journeyStages", QT_TR_NOOP("Stages"), box);
    m_stages->setDragDropMode(QAbstractItemView::InternalMove);
    m_stages->setDefaultDropAction(Qt::MoveAction);
    m_texts.set(
        [this] { m_stages->setToolTip(tr("Drag to re-order, or Alt+Up and Alt+Down; Insert adds, Delete removes")); });
    m_addStage = addButton("journeyAddStage", QT_TR_NOOP("Add"), QT_TR_NOOP("Add a stage behind the chosen one"), box);
    m_removeStage = addButton("journeyRemoveStage", QT_TR_NOOP("Remove"), QT_TR_NOOP("Remove the chosen stage"), box);
    m_up = addButton("journeyUp", QT_TR_NOOP("Up"), QT_TR_NOOP("Move the stage up (Alt+Up)"), box);
    m_down = addButton("journeyDown", QT_TR_NOOP("Down"), QT_TR_NOOP("Move the stage down (Alt+Down)"), box);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (QPushButton* one : {m_addStage, m_removeStage, m_up, m_down})
        buttons->addWidget(one);
    layout->addWidget(stagesTitle);
    layout->addWidget(m_stages, 1);
    layout->addLayout(buttons);
    const auto key = [this](const QKeySequence& keys, auto slot) {
        auto* action = new QAction(m_stages);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        m_stages->addAction(action);
        connect(action, &QAction::triggered, this, slot);
    };
    key(QKeySequence(Qt::ALT | Qt::Key_Up), [this] { moveStage(-1); });
    key(QKeySequence(Qt::ALT | Qt::Key_Down), [this] { moveStage(1); });
    key(QKeySequence(Qt::Key_Insert), [this] { addStage(); });
    key(QKeySequence(Qt::Key_Delete), [this] { removeStage(); });
    return box;
}

} // namespace xo::ui
