#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace xo::io {

// What xow-reader writes on its standard output and the program reads: frames of a 4-byte little-endian length, one
// byte of kind and the payload. Head (JSON), any number of Rows, Done (number of rows as text); or Failed (JSON
// {"code", "args"}) at any time. A stream that ends without Done or Failed belongs to a reader that died.

enum class Frame : std::uint8_t { Head = 'H', Rows = 'R', Done = 'D', Failed = 'F' };

/// Frames are refused beyond this length.
inline constexpr std::size_t kLargestFrame = 64U << 20;
/// Rows frames are sent once they are this long.
inline constexpr std::size_t kRowsFrame = 256U << 10;

inline void appendNumber(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

/// Takes numbers and texts off the front of a payload; `sound` turns false when it is shorter than it claims.
struct FrameReader {
    std::string_view rest;
    bool sound = true;
    std::uint64_t number(int bytes) {
        if (rest.size() < static_cast<std::size_t>(bytes)) return sound = false, 0;
        std::uint64_t value = 0;
        for (int i = 0; i < bytes; ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest[static_cast<std::size_t>(i)]))
                     << (8 * i);
        rest.remove_prefix(static_cast<std::size_t>(bytes));
        return value;
    }
    std::string_view text(std::size_t length) {
        if (rest.size() < length) return sound = false, std::string_view();
        const std::string_view out = rest.substr(0, length);
        rest.remove_prefix(length);
        return out;
    }
};

/// The kinds of cells in a Rows frame, in the order of io::CellKind. A row is its line (8 bytes), the number of cells
/// (4), then for each its kind (1), length (4) and text.
enum class FrameCell : std::uint8_t { Empty, Text, Number, Date, Duration, Bool, Error };

} // namespace xo::io
