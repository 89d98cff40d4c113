#pragma once

#include "ui/import/importask.h"
#include "ui/import/importfiles.h"

#include <QFrame>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace xo::ui {

/// How the file goes into its dataset: the recipe in force and how well it fits, append or replace, and the recipe that
/// is kept, as a name in the project or as a JSON file.
class RecipePanel : public QFrame {
    Q_OBJECT
public:
    RecipePanel(ImportFiles* files, const ImportAsk* ask, QWidget* parent);
    void showFile(int index);
    void retranslate();

Q_SIGNALS:
    void failed(const xo::Error& error);

private:
    void saveJson();
    void loadJson();
    ImportFiles* m_files;
    const ImportAsk* m_ask;
    int m_index = -1;
    QLabel *m_title, *m_fit, *m_recipeLabel, *m_modeLabel, *m_note;
    QComboBox *m_recipe, *m_mode;
    QCheckBox* m_keep;
    QLineEdit* m_name;
    QPushButton *m_export, *m_import;
};

} // namespace xo::ui
