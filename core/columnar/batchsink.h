#pragma once

#include "core/base/result.h"
#include "core/columnar/column.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace xo {

/// Takes the columns of one file piece by piece, so that the whole is never in memory. A piece is a Column of some
/// consecutive rows; all columns of a round are cut at the same rows. Codes of category pieces are those of the
/// column's one dictionary, which begins with known(column) and is handed over at the end.
class BatchSink {
public:
    /// A piece made ready to be written.
    class Piece {
    public:
        virtual ~Piece() = default;
    };
    virtual ~BatchSink() = default;
    /// Before the first piece: the columns as they are believed to be. False: they can't be taken in pieces.
    virtual Result<bool> begin(const std::vector<ColumnInfo>& columns) = 0;
    /// Texts the column's dictionary has already; null = none.
    virtual std::shared_ptr<const Dictionary> known(std::size_t column) = 0;
    /// Called from several threads at once.
    virtual std::unique_ptr<Piece> prepare(std::size_t column, std::shared_ptr<const Column> rows) = 0;
    /// The pieces of a column in the order of its rows; one call at a time, from any thread.
    virtual Result<void> write(std::size_t column, std::unique_ptr<Piece> piece) = 0;
    /// The column was something else: what came of it is void, its pieces come again.
    virtual Result<bool> restart(std::size_t column, const ColumnInfo& info) = 0;
};

} // namespace xo
