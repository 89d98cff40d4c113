#pragma once

#include "core/base/timezone.h"
#include "core/io/columnbuilder.h"
#include "core/io/fast/nameshape.h"
#include "core/io/fast/recordcutter.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace xo::io {

/// How the distinct texts of a category column are told apart while it is read.
enum class Naming : std::uint8_t {
    Codes, ///< every piece has a dictionary of its own
    Text   ///< believed to become a text column: the texts themselves, and what tells them apart
};

/// What holds for a column in all pieces of a round.
struct PieceSpec {
    ColumnGuess guess;
    Naming naming = Naming::Codes;
    std::optional<NameShape> shape; ///< of the names of a category column
};

/// Wall-clock days whose offset from UTC is the same from end to end: most of them.
class DayOffsets {
public:
    explicit DayOffsets(const TimeZone& zone);
    /// The offset in ms, or kNone.
    std::int64_t at(std::int64_t day) const {
        const std::uint64_t index = static_cast<std::uint64_t>(day - kFirst);
        return index < m_offsets.size() ? m_offsets[static_cast<std::size_t>(index)] : kNone;
    }
    static constexpr std::int64_t kNone = INT64_MIN;

private:
    static constexpr std::int64_t kFirst = 7'305; // 1990
    std::vector<std::int64_t> m_offsets;
};

/// A problem in a piece: `order` sorts those of a block as a reader row by row would meet them.
struct PieceProblem {
    std::uint64_t order = 0;
    std::uint32_t line = 0;
    std::size_t column = 0;
    std::string text;
    std::string_view code;
};

/// Builds the piece of one column over a block: plain loops for what nearly all cells hold, ColumnBuilder for the rest.
class PieceBuilder {
public:
    static constexpr std::uint64_t kBlank = ~0ULL, kOdd = ~0ULL - 1;

    PieceBuilder(const PieceSpec& spec, const TimeZone& zone, const DayOffsets& days, std::size_t expectedRows,
                 std::size_t column, std::vector<PieceProblem>& problems);
    void add(const Strip& strip, std::size_t column, char quote);
    /// Rows whose cells are given: of each the index of its name.
    void addGiven(const std::vector<std::string>& names, const std::vector<std::uint32_t>& rows);

    const ColumnTally& tally() const { return m_tally; }
    /// The cells; null for a category column whose pieces are codes.
    std::shared_ptr<const Column> finish();

    // category columns only
    std::vector<std::uint32_t> codes;   ///< of `names`, 0 = blank; unless the column has a shape
    Dictionary names;                   ///< of this piece
    std::vector<std::uint64_t> numbers; ///< of names with the column's shape, kBlank, kOdd
    std::vector<std::string> oddNames;  ///< of the kOdd ones, in order
    std::uint64_t largestNear = 0;      ///< of `numbers`
    /// Rows of cells that say why there is no value.
    std::vector<std::pair<std::size_t, CellState>> odd;

private:
    template <class Take>
    void addCells(const Strip& strip, std::size_t column, char quote, Take&& take);
    void addScores(const Strip& strip, std::size_t column, char quote);
    void addNumbers(const Strip& strip, std::size_t column, char quote);
    void addTimes(const Strip& strip, std::size_t column, char quote);
    void addTexts(const Strip& strip, std::size_t column, char quote);
    void addNames(const Strip& strip, std::size_t column, char quote);
    void addNumbered(const Strip& strip, std::size_t column, char quote);
    /// The code of a cell as it stands in the file, or kState + the state of one that has none.
    std::uint32_t codeOf(const char* begin, std::size_t length, char quote);
    std::uint32_t slowCode(const char* begin, std::size_t length, char quote);
    static constexpr std::uint32_t kState = 0xFFFF'FF00;
    void growRecent();
    std::string_view plain(std::string_view raw, char quote);

    const PieceSpec& m_spec;
    const DayOffsets& m_days;
    bool m_plain = false; ///< nothing was stated of the cells: what looks like a value is one
    ColumnBuilder m_builder;
    ColumnTally m_tally; ///< of category columns until finish
    TextVector m_texts;
    std::string m_scratch;
    /// Codes of the cells met so far as they stand in the file, up to 24 bytes; free = no first byte, as no cell has a
    /// NUL.
    struct Recent {
        std::uint64_t words[3] = {0, 0, 0};
        std::uint32_t code = 0;
    };
    std::vector<Recent> m_recent; ///< open addressing
    std::size_t m_recentUsed = 0;
    int m_recentShift = 0; ///< the upper bits of the hash are the place
};

/// Puts the states of odd cells beside the values of a column.
void addStates(Column& column, const std::vector<std::pair<std::size_t, CellState>>& odd);

} // namespace xo::io
