#pragma once

#include "core/columnar/batch.h"
#include "core/io/columnbuilder.h"
#include "core/io/plan.h"

#include <vector>

namespace xo::io {

/// Problems are listed up to this number; their counts stay exact.
inline constexpr std::size_t kMostProblems = 100'000;

/// Where an output column's cells come from.
struct OutputColumn {
    std::size_t column = 0; ///< in the file
    bool stage = false;     ///< name of the stage column (wide events)
    bool stageTime = false; ///< the cell of the stage column (wide events)
    ColumnGuess guess;
};

/// The columns of the result: those of the file in order, then stage and time of wide events.
std::vector<OutputColumn> outputColumns(const Plan& plan);

/// The guesses made on the sample against what all rows say. The file is read once for all columns and again, in
/// further rounds, for those whose guess changed.
class Rounds {
public:
    Rounds(const Plan& plan, std::vector<OutputColumn>& columns, DatasetKind kind, ImportBatch& batch);
    bool finished() const;
    bool first() const { return m_first; }
    /// Columns to be read in this round.
    const std::vector<std::size_t>& open() const { return m_open; }
    /// True when the guess stands: the batch has the column's counts then. False: it is another one now and the
    /// column's problems are struck off the list. `values`: the distinct ones of a category column.
    /// Error io.ambiguous_dates{column, examples}.
    Result<bool> settle(std::size_t column, const ColumnTally& tally, const Dictionary& values);
    /// After the rows of a round: goes on to the columns that are open. `counts`: guesses can change so many times
    /// only.
    void next(bool counts = true);
    /// Puts the guesses as they stand into the plan.
    void finish(Plan& plan) const;

private:
    struct Verdict {
        bool typeGiven = false;
        bool late = false; ///< all its sampled cells were blank
        bool settled = false;
    };
    std::vector<OutputColumn>& m_columns;
    ImportBatch& m_batch;
    DatasetKind m_kind;
    std::vector<Verdict> m_verdicts;
    std::vector<std::size_t> m_open;
    int m_round = 0;
    bool m_first = true;
};

} // namespace xo::io
