#pragma once

#include "core/columnar/column.h"

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace xo {

/// Most rows of a chunk, and most bytes of one BLOB (a longer chunk is stored in several parts).
inline constexpr std::size_t kChunkRows = 65'536;
inline constexpr std::size_t kPartBytes = 4u << 20;

/// How a chunk's bytes are laid out; stored in `chunk.encoding`, little-endian throughout. kStates: one byte per row
/// (CellState) follows. kPacked: the whole was compressed with LZ4 (raw when that would not save enough).
enum class Layout : int {
    Codes8 = 1,     ///< u8 per row
    Codes16 = 2,    ///< u16 per row
    Codes32 = 3,    ///< u32 per row
    Scores = 4,     ///< score byte per row (core/columnar/column.h)
    Doubles = 5,    ///< f64 per row, NaN = not valid
    Whole32 = 6,    ///< i32 per row, INT32_MIN = not valid: doubles that are whole numbers
    Times64 = 7,    ///< i64 ms per row, INT64_MIN = not valid
    TimesDelta = 8, ///< i64 least, i64 unit in ms, then u32 per row: 0 = not valid, else 1 + (t − least) / unit
    Texts = 9       ///< u32 length per row, then the bytes
};
inline constexpr int kStates = 16;
inline constexpr int kPacked = 32;

struct EncodedChunk {
    int encoding = 0;        ///< Layout plus flags
    std::size_t rows = 0;    ///< rows in it
    std::uint64_t bytes = 0; ///< length before packing
    std::string data;
};

/// Encodes rows [first, first + rows) of a column. `codeMap` gives the project's code of each code of the column's own
/// dictionary (empty = codes stand as they are).
EncodedChunk encodeChunk(const Column& column, std::size_t first, std::size_t rows,
                         std::span<const std::uint32_t> codeMap);
/// Texts [first, first + count) of a dictionary.
EncodedChunk encodeTexts(const Dictionary& dictionary, std::uint32_t first, std::uint32_t count);
/// u32 numbers in the smallest width.
EncodedChunk encodeRows(std::span<const std::uint32_t> numbers);

/// Rows of column `column` from `first` whose chunk stays near kPartBytes before packing; kChunkRows except for long
/// texts.
std::size_t chunkLength(const Column& column, std::size_t first);

/// xxh3-64 of stored bytes, seeded with what else its row says about them, so that a changed row count or place is
/// noticed too.
std::int64_t chunkChecksum(std::string_view data, std::initializer_list<std::int64_t> row);

/// The bytes before packing; false when they don't unpack to exactly `bytes`.
bool unpack(int encoding, std::string_view data, std::uint64_t bytes, std::string& out);
/// The same; bytes that were not packed are moved, and `data` is anything afterwards.
bool unpack(int encoding, std::string& data, std::uint64_t bytes, std::string& out);

/// Views into an unpacked chunk; every length is checked against `rows`.
struct ChunkView {
    Layout layout = Layout::Codes8;
    std::size_t rows = 0;
    const unsigned char* values = nullptr; ///< fixed-width values, or text lengths
    std::string_view textBytes;            ///< Texts only
    const unsigned char* states = nullptr; ///< null = none
};
bool viewChunk(int encoding, std::size_t rows, std::string_view unpacked, ChunkView& out);

/// Reads a little-endian value at any alignment.
template <class T>
T loadAs(const unsigned char* bytes) {
    T value;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

} // namespace xo
