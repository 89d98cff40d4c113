#pragma once

#include <cstdint>

namespace xo::chart {

/// What a colour means; the theme gives each its value in light and dark (names of the design's token table).
enum class Ink : std::uint8_t {
    None,
    Panel,
    Alt,
    Line,
    Line2,
    Grid,
    Text1,
    Text2,
    Text3,
    Good,
    GoodText,
    GoodBack,
    GoodMid,
    Bad,
    BadText,
    BadBack,
    BadMid,
    Pass,
    PassBack,
    Selected,
    SelectedBack,
    Hatch,
};
inline constexpr int kInkCount = static_cast<int>(Ink::Hatch) + 1;

} // namespace xo::chart
