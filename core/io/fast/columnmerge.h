#pragma once

#include "core/columnar/bitmap.h"
#include "core/io/fast/piecebuilder.h"

#include <memory>
#include <vector>

namespace xo::io {

/// Joins what the pieces of a column tell, in the order of the file: one dictionary with codes by first appearance.
class ColumnMerge {
public:
    /// `known`: texts that have codes already; null = none.
    ColumnMerge(const PieceSpec& spec, const std::shared_ptr<const Dictionary>& known);
    /// The codes of a piece, blank = 0, or how its own codes are to be changed.
    struct Codes {
        std::vector<std::uint32_t> codes; ///< of a column with a shape
        std::vector<std::uint32_t> map;   ///< else: of the piece's own
    };
    Codes merge(PieceBuilder& piece);

    const ColumnTally& tally() const { return m_tally; }
    /// Different non-blank texts of the file.
    std::uint64_t distinct() const { return m_distinct; }
    const std::shared_ptr<Dictionary>& dictionary() const { return m_dictionary; }

private:
    std::uint32_t fresh(std::string_view text);
    void count(std::uint32_t code);

    const PieceSpec& m_spec;
    ColumnTally m_tally;
    bool m_counting = false; ///< known texts: which of them the file has is counted
    std::vector<bool> m_seen;
    std::uint64_t m_distinct = 0;
    std::shared_ptr<Dictionary> m_dictionary;
    NumberCodes m_numbers;
    Dictionary m_odd; ///< names without the column's shape
    std::vector<std::uint32_t> m_oddCodes{0};
    std::uint32_t m_next = 1; ///< stands for the code where texts aren't kept
};

/// The cells of a category piece with their final codes.
std::shared_ptr<const Column> categoryPiece(const ColumnGuess& guess, PieceBuilder& piece, ColumnMerge::Codes codes);

} // namespace xo::io
