#pragma once

#include "core/base/prefetch.h"

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace xo::io {

/// Names that are a number in disguise: "C0001234", "R17", "88012". Such names need no dictionary to be told apart.
/// Either all have as many digits, or none begins with a needless zero: the number alone then gives the name back.
struct NameShape {
    static constexpr std::size_t kMostDigits = 18;
    std::string prefix;     ///< at most 8 bytes, ends without a digit
    std::size_t digits = 0; ///< 0 = as many as needed

    /// The shape nearly all of the names have, where there is one.
    static std::optional<NameShape> of(const std::unordered_map<std::string, std::size_t>& names);
    std::optional<std::uint64_t> number(std::string_view name) const;
    /// Into `buffer` of 32 bytes.
    std::string_view name(std::uint64_t number, char* buffer) const;
};

/// Dense codes of numbers by first appearance.
class NumberCodes {
public:
    /// Where the code of the number is kept: 0 = a new one, the caller puts its code there before the next call.
    std::uint32_t& slot(std::uint64_t number) {
        if (number < m_direct.size()) return m_direct[static_cast<std::size_t>(number)];
        return farSlot(number);
    }
    /// Brings the number's place nearer: most of the time of a merge is waiting for memory.
    void prefetch(std::uint64_t number) const {
        if (number < m_direct.size()) xo::prefetch(m_direct.data() + number);
    }
    /// Numbers below have a place in a plain table once they are expected.
    static constexpr std::uint64_t kNear = 1ULL << 25;
    /// Before slot() of near numbers up to this one.
    void expect(std::uint64_t largest);

private:
    std::uint32_t& farSlot(std::uint64_t number);
    void grow();
    struct Far {
        std::uint64_t number = 0;
        std::uint32_t code = 0;
        bool used = false;
    };
    std::vector<std::uint32_t> m_direct;
    std::vector<Far> m_far; ///< open addressing
    std::size_t m_farUsed = 0;
};

} // namespace xo::io
