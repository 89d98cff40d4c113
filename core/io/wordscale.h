#pragma once

#include "core/io/source.h"
#include "core/model/role.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace xo::io {

/// A scale answered in words: "非常满意 / 满意 / 一般 / 不满意 / 非常不满意".
struct WordScale {
    RoleKind role = RoleKind::Rating; ///< csat, ces (the highest = easiest), loyalty (likelihood) or rating
    int points = 5;                   ///< 5 or 7; 1 is the worst answer
    std::vector<ValueLabel> words;    ///< "1" … "7" with the words of the column, of the scale where it lacks them
    Why why;
};

/// The scale of a column whose values (text → count) are the words of one: satisfaction, agreement, likelihood,
/// willingness, ease, importance, quality or frequency, Chinese or English, 5 or 7 points. At least three of its points
/// must occur, no two words may mean the same point, and 95 % of the cells must be such words (N/A words apart).
std::optional<WordScale> findWordScale(const std::unordered_map<std::string, std::size_t>& values);

} // namespace xo::io
