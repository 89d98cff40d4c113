#include "core/columnar/table.h"

#include "core/base/text.h"

namespace xo {

Table::Table(std::string name, DatasetKind kind, std::size_t rows, std::vector<ColumnInfo> columns, Loader loader,
             OrderLoader order)
    : m_name(std::move(name)), m_kind(kind), m_rows(rows), m_columns(std::move(columns)), m_loader(std::move(loader)),
      m_loaded(std::make_unique<Slot[]>(m_columns.size())), m_orderLoader(std::move(order)) {}

std::shared_ptr<const Table> Table::fromColumns(std::string name, DatasetKind kind,
                                                std::vector<std::shared_ptr<const Column>> columns) {
    std::vector<ColumnInfo> infos;
    for (const auto& column : columns)
        infos.push_back(column->info);
    const std::size_t rows = columns.empty() ? 0 : columns.front()->rows;
    auto table = std::make_shared<Table>(std::move(name), kind, rows, std::move(infos), Loader());
    for (std::size_t i = 0; i < columns.size(); ++i)
        table->m_loaded[i].column = std::move(columns[i]);
    return table;
}

std::optional<std::size_t> Table::find(std::string_view nameOrLabel) const {
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        if (m_columns[i].name == nameOrLabel) return i;
    if (nameOrLabel.empty()) return std::nullopt;
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        if (m_columns[i].label == nameOrLabel) return i;
    std::optional<std::size_t> only;
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        if (equalsIgnoreAsciiCase(m_columns[i].name, nameOrLabel)) {
            if (only) return std::nullopt;
            only = i;
        }
    return only;
}

std::optional<std::size_t> Table::findRole(RoleKind role) const {
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        if (m_columns[i].role.kind == role) return i;
    return std::nullopt;
}

Result<std::shared_ptr<const Column>> Table::column(std::size_t index) const {
    Slot& slot = m_loaded[index];
    const std::lock_guard lock(slot.mutex);
    if (!slot.column) {
        auto loaded = m_loader(index);
        if (!loaded) return loaded;
        slot.column = *loaded;
    }
    return slot.column;
}

std::shared_ptr<const StoredOrder> Table::storedOrder() const {
    const std::lock_guard lock(m_orderMutex);
    if (!m_orderAsked && m_orderLoader) {
        auto loaded = m_orderLoader();
        if (loaded)
            m_order = *loaded;
        else
            m_orderProblem = loaded.error();
    }
    m_orderAsked = true;
    return m_order;
}

void Table::giveUpOrder(const Error& why) const {
    const std::lock_guard lock(m_orderMutex);
    m_order.reset();
    m_orderProblem = why;
}

std::optional<Error> Table::orderProblem() const {
    const std::lock_guard lock(m_orderMutex);
    return m_orderProblem;
}

} // namespace xo
