#include "core/query/filter.h"
#include "ui/charts/chartview.h"
#include "ui/models/figures.h"
#include "ui/models/npsmodel.h"
#include "ui/pages/nps/npsinspector.h"
#include "ui/pages/nps/npspage.h"
#include "ui/widgets/errortext.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QTreeView>

namespace xo::ui {

namespace {

/// "customer.city" as the filter language writes it.
std::string reachName(const std::string& by) {
    for (const char* prefix : {"customer.", "event."})
        if (by.rfind(prefix, 0) == 0) return prefix + query::quotedName(by.substr(std::string_view(prefix).size()));
    return query::quotedName(by);
}

} // namespace

const analysis::NpsRow* NpsPage::rowOf(const QString& id) const {
    const auto at = id.section(QLatin1Char(':'), 1).toULongLong();
    if (!id.startsWith(QLatin1String("row:")) || at >= m_order.size()) return nullptr;
    return &m_run.levels[m_order[at].level].rows[m_order[at].row];
}

QString NpsPage::idOf(const std::vector<std::optional<std::string>>& group) const {
    for (std::size_t i = 0; i < m_order.size(); ++i)
        if (m_run.levels[m_order[i].level].rows[m_order[i].row].group == group) return QStringLiteral("row:%1").arg(i);
    return {};
}

QString NpsPage::filterOfOthers() const {
    std::string filter;
    for (const SelectionStep& step : document()->selection()->steps())
        if (!(step.drill && m_ownDrills.contains(step.filter)))
            filter = query::conjunction(filter, step.filter.toStdString());
    return QString::fromStdString(filter);
}

QString NpsPage::filterOf(const analysis::NpsRow& row) const {
    if (m_run.levels.empty()) return {};
    const auto& by = m_run.levels.back().params.by;
    std::string filter;
    for (std::size_t i = 0; i < row.group.size() && i < by.size(); ++i) {
        const std::string name = reachName(by[i]);
        filter = query::conjunction(filter, row.group[i] ? name + " = " + query::quotedText(*row.group[i])
                                                         : name + " is blank");
    }
    return QString::fromStdString(filter);
}

QString NpsPage::customersFilterOf(const analysis::NpsRow& row) const {
    // the group is one of answers; its customers are those with such an answer
    std::string answers = query::conjunction(filterOfOthers().toStdString(), filterOf(row).toStdString());
    const std::string question = query::quotedName(m_run.total.question) + " is not blank";
    answers = query::conjunction(answers, question);
    return QString::fromStdString("any answer(" + answers + ")");
}

QString NpsPage::labelOf(const analysis::NpsRow& row) const {
    if (row.group.empty()) return tr("Answered %1").arg(QString::fromStdString(m_run.total.question));
    QStringList parts;
    const auto& by = m_run.levels.back().params.by;
    for (std::size_t i = 0; i < row.group.size() && i < by.size(); ++i)
        parts.append(QString::fromStdString(by[i]) + QStringLiteral(" = ") +
                     (row.group[i] ? QString::fromStdString(*row.group[i]) : tr("(blank)")));
    return parts.join(QStringLiteral(", "));
}

void NpsPage::selectRow(const analysis::NpsRow& row) {
    m_selected = row;
    m_inspector->showRow(row);
    updateOutline();
}

void NpsPage::updateOutline() {
    if (!m_hasRun) return;
    QString id;
    for (const SelectionStep& step : document()->selection()->steps())
        if (step.drill && m_ownDrills.contains(step.filter)) id = idOf(m_ownDrills.value(step.filter));
    m_bars->setSelectedId(id.isEmpty() ? idOf(m_selected.group) : id);
}

void NpsPage::drill(const QString& id, bool asChip) {
    if (const analysis::NpsRow* row = rowOf(id)) drillRow(*row, asChip);
}

void NpsPage::drillRow(const analysis::NpsRow& row, bool asChip) {
    if (row.group.empty()) return;
    const analysis::NpsRow chosen = row; // the run may be replaced while the selection tells its listeners
    const QString filter = filterOf(chosen);
    if (!asChip) m_ownDrills.insert(filter, chosen.group);
    selectRow(chosen);
    document()->selection()->add({labelOf(chosen), filter, !asChip});
    updateOutline();
}

void NpsPage::listRow(const analysis::NpsRow& row) {
    if (m_hasRun) host()->showCustomers(labelOf(row), customersFilterOf(row));
}

void NpsPage::saveRow(const analysis::NpsRow& row) {
    if (m_hasRun) host()->saveSegment(labelOf(row), customersFilterOf(row));
}

void NpsPage::showTreeMenu(const QPoint& position) {
    QMenu menu(this);
    const analysis::NpsRow* at = m_model->row(m_proxy->mapToSource(m_tree->indexAt(position)));
    if (at) {
        const analysis::NpsRow row = *at;
        if (!row.group.empty()) {
            menu.addAction(tr("&Drill into this"), this, [this, row] { drillRow(row, false); });
            menu.addAction(tr("Add to &filter"), this, [this, row] { drillRow(row, true); });
        }
        menu.addAction(tr("&List customers…"), this, [this, row] { listRow(row); });
        menu.addAction(tr("&Save as segment…"), this, [this, row] { saveRow(row); });
        menu.addSeparator();
    }
    menu.addAction(tr("Copy &table"), this, [this] { QApplication::clipboard()->setText(tableText()); });
    menu.exec(m_tree->viewport()->mapToGlobal(position));
}

} // namespace xo::ui
