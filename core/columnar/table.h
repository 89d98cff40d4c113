#pragma once

#include "core/base/job.h"
#include "core/columnar/column.h"
#include "core/columnar/storedorder.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace xo {

/// Rows in an order that groups them by subject: rows of subject s are rows[offsets[s] … offsets[s+1]), by time
/// (untimed last), ties in row order. Subject 0 holds the rows without one.
struct SubjectIndex {
    std::vector<std::uint64_t> offsets; ///< subjectCount + 1
    std::vector<std::uint32_t> rows;
};

/// A dataset's rows as a snapshot; columns are loaded from the file when first asked for, then kept. Thread-safe.
class Table {
public:
    using Loader = std::function<Result<std::shared_ptr<const Column>>(std::size_t column)>;
    using OrderLoader = std::function<Result<std::shared_ptr<const StoredOrder>>()>;
    Table(std::string name, DatasetKind kind, std::size_t rows, std::vector<ColumnInfo> columns, Loader loader,
          OrderLoader order = {});
    /// A table of columns that are in memory already (tests, importer).
    static std::shared_ptr<const Table> fromColumns(std::string name, DatasetKind kind,
                                                    std::vector<std::shared_ptr<const Column>> columns);

    const std::string& name() const { return m_name; }
    DatasetKind kind() const { return m_kind; }
    std::size_t rows() const { return m_rows; }
    const std::vector<ColumnInfo>& columns() const { return m_columns; }
    /// By exact name, else by label, else by name with ASCII case ignored when only one fits.
    std::optional<std::size_t> find(std::string_view nameOrLabel) const;
    /// First column with this role.
    std::optional<std::size_t> findRole(RoleKind role) const;
    /// Loads on first use. Errors: the loader's (project.bad_chunk …).
    /// Several columns may be loaded at once, on threads of the callers.
    Result<std::shared_ptr<const Column>> column(std::size_t index) const;
    /// The order of customers that the file keeps; null when it keeps none that fits these rows, or a damaged one: then
    /// the order is derived from the columns.
    std::shared_ptr<const StoredOrder> storedOrder() const;
    /// A part of it turned out to be damaged: it is not used any more.
    void giveUpOrder(const Error& why) const;
    /// Why the order that the file keeps is not used though it was meant for these rows.
    std::optional<Error> orderProblem() const;

private:
    struct Slot {
        std::mutex mutex;
        std::shared_ptr<const Column> column;
    };
    std::string m_name;
    DatasetKind m_kind;
    std::size_t m_rows;
    std::vector<ColumnInfo> m_columns;
    Loader m_loader;
    std::unique_ptr<Slot[]> m_loaded; // one for each of m_columns
    OrderLoader m_orderLoader;
    mutable std::mutex m_orderMutex;
    mutable bool m_orderAsked = false;
    mutable std::shared_ptr<const StoredOrder> m_order;
    mutable std::optional<Error> m_orderProblem;
};

} // namespace xo
