#include "ui/import/databasedialog.h"
#include "ui/import/importwizard.h"
#include "ui/import/labelspanel.h"
#include "ui/import/previewmodel.h"

#include <QItemSelectionModel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>

#include <algorithm>
#include <set>

namespace xo::ui {

namespace {

/// What names have in common, without the marks that part it from the options.
QString commonName(const QStringList& names) {
    QString common = names.value(0);
    for (const QString& name : names) {
        qsizetype same = 0;
        while (same < common.size() && same < name.size() && common[same] == name[same])
            ++same;
        common.truncate(same);
    }
    while (!common.isEmpty() && !common.back().isLetterOrNumber())
        common.chop(1);
    return common;
}

} // namespace

DatabaseDialog* ImportWizard::openDatabase() {
    auto* dialog = new DatabaseDialog(m_document, m_ask, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &DatabaseDialog::chosen, m_files,
            [this](const DatabaseDialog::Requests& requests) { m_files->add(requests); });
    dialog->open();
    return dialog;
}

int ImportWizard::currentColumn() const {
    const int column =
        m_tables->currentIndex() == 0 ? m_previewView->currentIndex().column() : m_columnsView->currentIndex().row();
    return column < m_columns->rowCount() ? column : -1;
}

void ImportWizard::setCurrentColumn(int column) {
    if (m_tables->currentIndex() == 0)
        m_previewView->setCurrentIndex(m_preview->index(std::max(0, m_previewView->currentIndex().row()), column));
    else
        m_columnsView->setCurrentIndex(m_columns->index(column, ColumnsModel::RoleColumn));
}

void ImportWizard::showLabels() {
    if (m_showing) return;
    const ImportFile* shown = file();
    const int column = currentColumn();
    if (!shown || !shown->preview || column < 0) {
        m_labels->showNothing();
    } else {
        const io::ColumnGuess& guess = m_columns->columns()[static_cast<std::size_t>(column)];
        const QString name = QString::fromStdString(guess.name);
        const std::vector<io::ColumnGuess>& all = shown->preview->inspection.columns;
        std::size_t at = 0;
        for (int own = -1; at < all.size(); ++at)
            if (all[at].foldedInto.empty() && ++own == column) break;
        m_labels->showColumn(guess, shown->settings.labels.value(name), shown->preview->rows, at);
    }
    m_details->setTabText(m_details->indexOf(m_labels), m_labels->column().isEmpty()
                                                            ? tr("Value labels")
                                                            : tr("Value labels: %1").arg(m_labels->column().left(20)));
    updateColumnButtons();
}

QStringList ImportWizard::selectedColumns() const {
    std::set<int> rows;
    for (const QModelIndex& index : m_columnsView->selectionModel()->selectedIndexes())
        rows.insert(index.row());
    if (rows.empty() && m_columnsView->currentIndex().isValid()) rows.insert(m_columnsView->currentIndex().row());
    QStringList names;
    for (const int row : rows)
        if (row < m_columns->rowCount())
            names << QString::fromStdString(m_columns->columns()[static_cast<std::size_t>(row)].name);
    return names;
}

void ImportWizard::updateColumnButtons() {
    const ImportFile* shown = file();
    const QStringList names = selectedColumns();
    bool spread = false, sets = false, splitOne = false;
    for (const io::ColumnGuess& column : m_columns->columns())
        if (names.contains(QString::fromStdString(column.name))) {
            spread = spread || column.set.columns.size() > 1;
            sets = sets || column.type == ValueType::Set;
        }
    if (shown)
        for (const QStringList& parts : shown->settings.splits)
            splitOne = splitOne || std::any_of(names.begin(), names.end(),
                                               [&parts](const QString& name) { return parts.contains(name); });
    const bool free = shown && !m_files->isWriting();
    m_editLabels->setEnabled(free && names.size() == 1 && !sets);
    m_split->setEnabled(free && names.size() == 1 && spread);
    m_join->setEnabled(free && !sets && (names.size() > 1 || splitOne));
}

bool ImportWizard::splitQuestion(const QString& name) {
    const ImportFile* shown = file();
    if (!shown || !shown->preview) return false;
    const std::vector<io::ColumnGuess>& all = shown->preview->inspection.columns;
    const auto set = std::find_if(all.begin(), all.end(), [&name](const io::ColumnGuess& column) {
        return column.foldedInto.empty() && column.name == name.toStdString();
    });
    if (set == all.end() || set->set.columns.size() < 2) return false;
    QStringList parts;
    for (const std::size_t column : set->set.columns) {
        // the first one carries the question's name now
        const bool first = &all[column] == &*set;
        parts << QString::fromStdString(first && !all[column].source.empty() ? all[column].source : all[column].name);
    }
    m_files->change(m_files->current(), [&](ImportSettings& settings) {
        if (settings.joins.remove(name) == 0) settings.splits[name] = parts;
        settings.roles.remove(name);
        settings.types.remove(name);
    });
    return true;
}

bool ImportWizard::joinColumns(const QStringList& names) {
    const ImportFile* shown = file();
    if (!shown || !shown->preview || names.isEmpty()) return false;
    for (auto split = shown->settings.splits.cbegin(); split != shown->settings.splits.cend(); ++split) {
        const bool all = std::all_of(names.begin(), names.end(),
                                     [&split](const QString& name) { return split.value().contains(name); });
        if (!all) continue;
        const QString question = split.key();
        m_files->change(m_files->current(), [&question](ImportSettings& settings) {
            for (const QString& part : settings.splits.take(question)) {
                settings.roles.remove(part);
                settings.types.remove(part);
                settings.labels.remove(part);
            }
        });
        return true;
    }
    if (names.size() < 2) return false;
    QStringList others;
    for (const io::ColumnGuess& column : m_columns->columns()) {
        const QString name = QString::fromStdString(column.name);
        if (names.contains(name) && column.type == ValueType::Set) return false;
        if (!names.contains(name)) others << name;
    }
    QString question = commonName(names);
    if (question.size() < 2) question = names.front();
    for (int n = 2; others.contains(question); ++n)
        question = commonName(names) + QLatin1Char('_') + QString::number(n);
    m_files->change(m_files->current(), [&](ImportSettings& settings) {
        for (const QString& part : names) {
            settings.roles.remove(part);
            settings.types.remove(part);
            settings.labels.remove(part);
        }
        settings.joins[question] = names;
    });
    return true;
}

} // namespace xo::ui
