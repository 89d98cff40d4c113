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

QListWidget* list(const char* objectName, const QString& name, QWidget* parent) {
    auto* view = new QListWidget(parent);
    view->setObjectName(QString::fromLatin1(objectName));
    view->setAccessibleName(name);
    view->setUniformItemSizes(true);
    return view;
}

QPushButton* small(const char* objectName, const QString& text, const QString& hint, QWidget* parent) {
    QPushButton* made = button("small", parent);
    made->setObjectName(QString::fromLatin1(objectName));
    setTexts(made, text, hint);
    made->setAutoDefault(false);
    return made;
}

QVBoxLayout* column(QWidget* frame) {
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(6);
    return layout;
}

} // namespace

void JourneyEditor::build() {
    setObjectName(QStringLiteral("journeyEditor"));
    setWindowTitle(tr("Journeys"));
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
    setTexts(m_cancel, tr("Cancel"));
    m_cancel->setAutoDefault(false);
    m_save = button("primary", this);
    m_save->setObjectName(QStringLiteral("journeySave"));
    setTexts(m_save, tr("Save"));
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
    auto* title = label("title", box);
    title->setText(tr("Journeys"));
    m_list = list("journeyList", tr("Journeys"), box);
    m_empty = label("muted", box);
    m_empty->setText(tr("No journey is saved yet: the stages are those of the data. Press New to define one."));
    m_empty->setWordWrap(true);
    m_new = small("journeyNew", tr("New"), tr("A journey with the stages of the data"), box);
    m_duplicate = small("journeyDuplicate", tr("Duplicate"), {}, box);
    m_delete = small("journeyDelete", tr("Delete"), {}, box);
    m_import = small("journeyImport", tr("Import…"), tr("Read a journey from a JSON file"), box);
    m_export =
        small("journeyExport", tr("Export…"), tr("Write the journey as a JSON file, as xow journey takes it"), box);
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

QLineEdit* JourneyEditor::addEdit(QVBoxLayout* layout, const QString& name, const QString& objectName,
                                  const QString& hint, QLabel*& problem) {
    auto* row = new QHBoxLayout;
    auto* caption = label("label", this);
    caption->setText(name);
    caption->setFixedWidth(84);
    auto* edit = new QLineEdit(this);
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    edit->setPlaceholderText(hint);
    edit->setToolTip(hint);
    caption->setBuddy(edit);
    problem = label("error", this);
    problem->setObjectName(objectName + QStringLiteral("Problem"));
    problem->setWordWrap(true);
    problem->hide();
    row->addWidget(caption);
    row->addWidget(edit, 1);
    layout->addLayout(row);
    layout->addWidget(problem);
    return edit;
}

QComboBox* JourneyEditor::addChoice(QVBoxLayout* layout, const QString& name, const QString& objectName) {
    auto* row = new QHBoxLayout;
    auto* caption = label("label", this);
    caption->setText(name);
    caption->setFixedWidth(84);
    auto* combo = new QComboBox(this);
    combo->setObjectName(objectName);
    combo->setAccessibleName(name);
    combo->setMinimumContentsLength(8);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    caption->setBuddy(combo);
    row->addWidget(caption);
    row->addWidget(combo, 1);
    layout->addLayout(row);
    return combo;
}

QWidget* JourneyEditor::buildStages() {
    auto* box = panel(this);
    box->setFixedWidth(340);
    m_fields = box;
    auto* layout = column(box);
    m_name = addEdit(layout, tr("Journey"), QStringLiteral("journeyName"), {}, m_nameProblem);
    m_dataset = addChoice(layout, tr("Events of"), QStringLiteral("journeyDataset"));
    m_window = addEdit(layout, tr("Window"), QStringLiteral("journeyWindow"),
                       tr("from the first stage: 90d, 36h, 7cd (calendar days)"), m_windowProblem);
    m_order = addChoice(layout, tr("Order"), QStringLiteral("journeyOrder"));
    m_attempt = addChoice(layout, tr("Attempt"), QStringLiteral("journeyAttempt"));
    m_exclusion = addEdit(layout, tr("Exclusion"), QStringLiteral("journeyExclusion"),
                          tr("none; a condition on events that ends the journey, such as stage = 'cancelled'"),
                          m_exclusionProblem);
    auto* holdTitle = label("label", box);
    holdTitle->setText(tr("The same through the journey:"));
    m_hold = list("journeyHold", tr("Columns held constant"), box);
    m_hold->setMaximumHeight(72);
    holdTitle->setBuddy(m_hold);
    layout->addWidget(holdTitle);
    layout->addWidget(m_hold);
    auto* stagesTitle = label("title", box);
    stagesTitle->setText(tr("Stages"));
    m_stages = list("journeyStages", tr("Stages"), box);
    m_stages->setDragDropMode(QAbstractItemView::InternalMove);
    m_stages->setDefaultDropAction(Qt::MoveAction);
    m_stages->setToolTip(tr("Drag to re-order, or Alt+Up and Alt+Down; Insert adds, Delete removes"));
    m_addStage = small("journeyAddStage", tr("Add"), tr("Add a stage behind the chosen one"), box);
    m_removeStage = small("journeyRemoveStage", tr("Remove"), tr("Remove the chosen stage"), box);
    m_up = small("journeyUp", tr("Up"), tr("Move the stage up (Alt+Up)"), box);
    m_down = small("journeyDown", tr("Down"), tr("Move the stage down (Alt+Down)"), box);
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
