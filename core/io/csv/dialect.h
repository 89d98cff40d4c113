#pragma once

#include "core/io/csv/parser.h"

#include <optional>
#include <string>
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

/// What the user stated of a dialect; blank = detect.
struct StatedDialect {
    std::optional<char> delimiter;
    std::optional<char> quote;  ///< 0 = nothing is quoted
    std::optional<char> escape; ///< 0 = quotes are doubled
    std::optional<std::string> comment;
    bool carriageReturnLines = false; ///< from the bytes, not stated
};

/// Candidates: comma, semicolon, tab, bar, then ^ and ~, blanks last and only where every record has as many cells;
/// quote " or ' (the latter only where nothing is wrong with it); \ as escape where it leaves fewer quotes astray than
/// doubling; lines that begin with # or // are comments where hardly any has the usual number of cells. `whole` says
/// that `head` is the whole file. Source of the idea: the most even column count wins, wider before narrower.
DialectGuess guessDialect(std::string_view head, bool whole, const StatedDialect& stated);

} // namespace xo::io
