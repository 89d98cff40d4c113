#pragma once

#include <cstdint>
#include <span>

namespace xo::session {

/// The samples' own random numbers: xoshiro256** seeded by splitmix64, integers only, so that a seed gives the same
/// files with every compiler and on every platform. Source: Blackman & Vigna (2021) ACM TOMS 47(4).
class SampleRandom {
public:
    /// `stream` keeps the parts of a story apart: more draws in one leave the others as they were.
    SampleRandom(std::uint64_t seed, std::uint64_t stream) {
        std::uint64_t mix = seed * 0x9E3779B97F4A7C15ULL + stream * 0xD1B54A32D192ED03ULL;
        for (std::uint64_t& word : m_state) {
            mix += 0x9E3779B97F4A7C15ULL;
            std::uint64_t z = mix;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
            word = z ^ (z >> 31);
        }
    }

    std::uint64_t next() {
        const std::uint64_t result = rotated(m_state[1] * 5, 7) * 9;
        const std::uint64_t shifted = m_state[1] << 17;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = rotated(m_state[3], 45);
        return result;
    }

    /// 0 … n − 1; n up to 2³¹ (the bias of the multiplication is under n / 2³²).
    int below(int n) { return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(n)) >> 32); }
    /// low … high, both included.
    int between(int low, int high) { return low + below(high - low + 1); }
    /// True with probability `tenThousandths` / 10,000.
    bool chance(int tenThousandths) { return below(10'000) < tenThousandths; }

    /// Standard normal in units of 1/65,536 (kOne), as the sum of 12 uniforms: exact integers, within ±6.
    std::int64_t normal() {
        std::int64_t sum = 0;
        for (int word = 0; word < 3; ++word) {
            std::uint64_t bits = next();
            for (int part = 0; part < 4; ++part, bits >>= 16)
                sum += static_cast<std::int64_t>(bits & 0xFFFFU);
        }
        return sum - 393'210;
    }

    /// An index drawn in proportion to its weight (weights ≥ 0, their sum below 2³¹).
    int pick(std::span<const int> weights) {
        int total = 0;
        for (const int weight : weights)
            total += weight;
        int left = below(total);
        for (int index = 0; index < static_cast<int>(weights.size()); ++index) {
            left -= weights[static_cast<std::size_t>(index)];
            if (left < 0) return index;
        }
        return static_cast<int>(weights.size()) - 1;
    }

    static constexpr std::int64_t kOne = 65'536;

private:
    static std::uint64_t rotated(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
    std::uint64_t m_state[4] = {};
};

} // namespace xo::session
