#pragma once

#include <cstdint>

namespace xo::analysis::testing {

/// Random projects a property test goes through: fewer under a sanitizer, where each takes twenty times as long.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int kProjects = 300;
#else
inline constexpr int kProjects = 1000;
#endif

/// splitmix64: the same cases on every platform.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state(seed) {}
    std::uint32_t below(std::size_t sides) {
        m_state += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return static_cast<std::uint32_t>((z ^ (z >> 31)) % sides);
    }

private:
    std::uint64_t m_state;
};

} // namespace xo::analysis::testing
