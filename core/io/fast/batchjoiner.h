#pragma once

#include "core/columnar/batchsink.h"

#include <vector>

namespace xo::io {

/// Puts the pieces together again: whole columns in memory.
class BatchJoiner : public BatchSink {
public:
    Result<bool> begin(const std::vector<ColumnInfo>& columns) override;
    std::shared_ptr<const Dictionary> known(std::size_t) override { return nullptr; }
    std::unique_ptr<Piece> prepare(std::size_t column, std::shared_ptr<const Column> rows) override;
    Result<void> write(std::size_t column, std::unique_ptr<Piece> piece) override;
    Result<bool> restart(std::size_t column, const ColumnInfo& info) override;
    /// The column; `info` and `dictionary` as they turned out.
    std::shared_ptr<const Column> finish(std::size_t column, const ColumnInfo& info,
                                         std::shared_ptr<const Dictionary> dictionary);

private:
    struct Joined {
        Column column;
        std::vector<std::uint32_t> codes;
    };
    std::vector<Joined> m_columns;
};

} // namespace xo::io
