#pragma once

#include "core/columnar/column.h"
#include "core/io/writer.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

/// Columns as CSV text, the same as ListWriter::row() gives for their values, but what the cell of a category, a set or
/// a score looks like – quotes and all – is worked out once per value (of small columns beside each other once per
/// combination of their values), and a date once per day. Immutable: several
/// threads may write pieces of it, each into a Piece of its own.
class CsvColumns {
public:
    /// The columns have to outlive it. O(values of the dictionaries).
    CsvColumns(const std::vector<std::shared_ptr<const Column>>& columns, const ListOptions& options,
               const JobContext& job);

    /// Text of some rows, and what one thread remembers from piece to piece.
    class Piece {
    public:
        std::string_view text() const { return {m_bytes.data(), m_used}; }
        std::uint64_t guarded() const { return m_guarded; } ///< cells that got a leading '

    private:
        friend class CsvColumns;
        static constexpr std::size_t kDays = 2048;
        static constexpr std::size_t kTogether = 256; // rows whose cells of large dictionaries are fetched together
        static constexpr std::size_t kAtOnce = 32;    // bytes that are copied whether a cell has them or not
        struct Fetched {
            std::array<char, kAtOnce> head{};
            const char* from = nullptr;
            std::size_t size = 0;
        };
        struct UtcDay {
            std::int64_t day = INT64_MIN;
            std::int64_t offset = 0;
            bool even = false; ///< the same offset all day long
        };
        struct LocalDay {
            std::int64_t day = INT64_MIN;
            std::array<char, 10> text{};
        };
        std::vector<char> m_bytes;
        std::size_t m_used = 0;
        std::uint64_t m_guarded = 0;
        std::vector<UtcDay> m_utcDays;
        std::vector<LocalDay> m_localDays;
        std::vector<std::vector<Fetched>> m_fetched; // per source, as far as its dictionary is large
    };
    /// Puts the rows begin … end into the piece, in place of what it held. Stops early when cancelled.
    void make(std::size_t begin, std::size_t end, Piece& piece, const JobContext& job) const;

private:
    enum class Kind : std::uint8_t { Codes8, Codes16, Codes32, Scores, Number, Day, Time, Text, Joined };
    /// Of columns beside each other that have few values: the number of a combination is the sum of their places.
    struct Part {
        const std::uint8_t* codes = nullptr;
        std::array<std::uint16_t, 256> place{};
    };
    struct Source {
        Kind kind = Kind::Text;
        const Column* column = nullptr;
        const void* codes = nullptr;    ///< first of the codes or scores
        std::vector<Part> parts;        ///< Joined
        std::vector<std::uint8_t> used; ///< of byte codes: which occur, ascending; empty = may not be joined
        // per code: the cell as it is written
        std::string cells;
        std::vector<std::uint64_t> offsets;
        std::vector<std::uint8_t> guarded;
        bool large = false; ///< looking a cell up is likely to wait for the memory
    };
    Source sourceOf(const Column& column, const JobContext& job) const;
    void joinSources(std::size_t rows);
    static Source joined(std::span<const Source> sources, std::size_t combinations);
    void addCell(Source& source, std::string_view text) const;
    void fetch(const Source& source, std::size_t begin, std::size_t end, std::vector<Piece::Fetched>& out) const;
    char* put(char* at, const Source& source, std::size_t row, Piece& piece) const;
    char* putCode(char* at, const Source& source, std::size_t code, Piece& piece) const;
    char* putText(char* at, std::string_view text, Piece& piece) const;
    char* putTime(char* at, Instant instant, bool dateOnly, Piece& piece) const;

    const ListOptions& m_options;
    std::vector<Source> m_sources;
    std::size_t m_longest = 0; ///< a row is no longer than this and its texts
};

} // namespace xo::io
