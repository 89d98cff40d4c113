#include "ui/import/recipepanel.h"

#include "ui/widgets/pieces.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>

namespace xo::ui {

namespace {

constexpr qint64 kLargestRecipe = 16 << 20;

} // namespace

RecipePanel::RecipePanel(ImportFiles* files, const ImportAsk* ask, QWidget* parent)
    : QFrame(parent), m_files(files), m_ask(ask), m_title(label("title", this)), m_fit(label("tag-good", this)),
      m_recipeLabel(label("label", this)), m_modeLabel(label("label", this)), m_note(label("hint", this)),
      m_recipe(new QComboBox(this)), m_mode(new QComboBox(this)), m_keep(new QCheckBox(this)),
      m_name(new QLineEdit(this)), m_export(button("flat", this)), m_import(button("flat", this)) {
    setKind(this, "panel");
    m_recipeLabel->setBuddy(m_recipe);
    m_modeLabel->setBuddy(m_mode);
    m_note->setWordWrap(true);
    for (const ImportMode mode : {ImportMode::Append, ImportMode::Replace, ImportMode::Upsert})
        m_mode->addItem(QString(), static_cast<int>(mode));
    for (QPushButton* push : {m_export, m_import})
        push->setAutoDefault(false);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addStretch();
    auto* json = new QHBoxLayout;
    json->setSpacing(4);
    json->addWidget(m_import);
    json->addWidget(m_export);
    json->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_fit, 0, Qt::AlignLeft);
    layout->addWidget(m_recipeLabel);
    layout->addWidget(m_recipe);
    layout->addWidget(m_modeLabel);
    layout->addWidget(m_mode);
    layout->addWidget(m_keep);
    layout->addWidget(m_name);
    layout->addLayout(json);
    layout->addWidget(m_note);
    layout->addStretch();
    connect(m_recipe, &QComboBox::activated, this, [this] {
        m_files->change(m_index, [this](ImportSettings& settings) {
            if (m_recipe->currentIndex() == 0)
                settings.recipe.reset();
            else
                settings.recipe = m_recipe->currentData().toString();
        });
    });
    connect(m_mode, &QComboBox::activated, this, [this] {
        const auto mode = static_cast<ImportMode>(m_mode->currentData().toInt());
        m_files->keep(m_index, [mode](ImportSettings& settings) { settings.mode = mode; });
    });
    const auto named = [this] {
        m_name->setEnabled(m_keep->isChecked());
        const QString name = m_keep->isChecked() ? m_name->text().trimmed() : QString();
        m_files->keep(m_index, [name](ImportSettings& settings) { settings.saveAs = name; });
    };
    connect(m_keep, &QCheckBox::toggled, this, named);
    connect(m_name, &QLineEdit::textEdited, this, named);
    connect(m_export, &QPushButton::clicked, this, &RecipePanel::saveJson);
    connect(m_import, &QPushButton::clicked, this, &RecipePanel::loadJson);
}

void RecipePanel::showFile(int index) {
    const bool other = index != m_index;
    m_index = index;
    setEnabled(index >= 0 && index < m_files->count());
    if (!isEnabled()) return;
    const ImportFile& file = m_files->at(index);
    const QSignalBlocker quiet(m_keep);
    m_recipe->clear();
    m_recipe->addItem(tr("found by name or header"), QStringLiteral("auto"));
    m_recipe->addItem(tr("none"), QString());
    for (const Recipe& recipe : m_files->recipes())
        m_recipe->addItem(QString::fromStdString(recipe.name), QString::fromStdString(recipe.name));
    m_recipe->setCurrentIndex(file.settings.recipe ? std::max(0, m_recipe->findData(*file.settings.recipe)) : 0);
    m_mode->setCurrentIndex(m_mode->findData(static_cast<int>(file.settings.mode)));
    if (other || m_name->text().isEmpty())
        m_name->setText(file.settings.saveAs.isEmpty() ? file.dataset() : file.settings.saveAs);
    m_keep->setChecked(!file.settings.saveAs.isEmpty());
    m_name->setEnabled(m_keep->isChecked());
    m_export->setEnabled(file.batch != nullptr);
    const bool known = !file.base.columns.empty() && file.preview;
    m_fit->setVisible(known);
    if (known) {
        std::size_t found = 0;
        for (const RecipeColumn& column : file.base.columns)
            for (const io::ColumnGuess& guess : file.preview->inspection.columns)
                if (guess.source == column.source || guess.name == column.name) {
                    ++found;
                    break;
                }
        setKind(m_fit, found == file.base.columns.size() ? "tag-good" : "tag-bad");
        m_fit->setText(tr("fits %1: %2 of %3 columns").arg(file.baseOf).arg(found).arg(file.base.columns.size()));
    }
}

void RecipePanel::retranslate() {
    m_title->setText(tr("Recipe"));
    m_recipeLabel->setText(tr("Read b&y"));
    m_recipe->setAccessibleName(tr("Recipe in force"));
    m_modeLabel->setText(tr("Ho&w"));
    m_mode->setAccessibleName(tr("How it joins the dataset"));
    m_mode->setItemText(0, tr("Append to the dataset"));
    m_mode->setItemText(1, tr("Replace all its rows"));
    m_mode->setItemText(2, tr("Update by id, add new ones"));
    m_keep->setText(tr("&Save as recipe"));
    m_keep->setAccessibleName(tr("Save as recipe"));
    m_name->setAccessibleName(tr("Name of the recipe"));
    setTexts(m_export, tr("Export JSON…"));
    setTexts(m_import, tr("Open JSON…"));
    m_note->setText(tr("The import can be undone, now or later."));
    showFile(m_index);
}

void RecipePanel::saveJson() {
    if (!m_ask->saveFile || !m_files->at(m_index).batch) return;
    Recipe recipe = m_files->at(m_index).batch->recipe;
    if (recipe.name.empty()) recipe.name = m_name->text().trimmed().toStdString();
    m_ask->saveFile(tr("Export the recipe"), m_name->text() + QStringLiteral(".json"), tr("Recipe (*.json)"),
                    [this, text = toJson(recipe).dump(2)](const QString& path) {
                        QSaveFile file(path);
                        const auto size = static_cast<qint64>(text.size());
                        if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), size) != size || !file.commit())
                            Q_EMIT failed(fail("window.cannot_write", {path.toStdString()}).error);
                    });
}

void RecipePanel::loadJson() {
    if (!m_ask->openFile) return;
    m_ask->openFile(tr("Open a recipe"), tr("Recipe (*.json)"), [this](const QString& path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestRecipe)
            return Q_EMIT failed(fail("io.cannot_open", {path.toStdString(), file.errorString().toStdString()}).error);
        const Json json = Json::parse(file.readAll().toStdString(), nullptr, false);
        auto recipe = json.is_discarded()
                          ? Result<Recipe>(fail("model.bad_json", {QFileInfo(path).fileName().toStdString()}))
                          : recipeFromJson(json);
        if (!recipe) return Q_EMIT failed(recipe.error());
        if (recipe->name.empty()) recipe->name = QFileInfo(path).completeBaseName().toStdString();
        const QString name = QString::fromStdString(recipe->name);
        m_files->addRecipe(*recipe);
        m_files->change(m_index, [&name](ImportSettings& settings) { settings.recipe = name; });
    });
}

} // namespace xo::ui
