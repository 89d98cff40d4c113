#pragma once

#include "core/io/csv/parser.h"

#include <string_view>

namespace xo::io {

/// The dialect that cuts the head of a file most evenly, and the length of a leading "sep=;" line.
struct DialectGuess {
    Dialect dialect;
    std::size_t skip = 0;     ///< bytes of the "sep=" line
    double evenness = 0.0;    ///< share of the sampled records with the usual number of cells
    std::size_t columns = 1;  ///< that number
    double recordBytes = 1.0; ///< mean length of a record, for the estimate of rows
};

/// Candidates: comma, semicolon, tab, bar; quote " or '. `whole` says that `head` is the whole file. Stated characters
/// (0 = none stated) are kept. Source of the idea: the most even column count wins, wider before narrower.
DialectGuess guessDialect(std::string_view head, bool whole, char delimiter, char quote, bool quoteStated,
                          bool carriageReturnLines);

} // namespace xo::io
