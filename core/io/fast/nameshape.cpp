#include "core/io/fast/nameshape.h"

#include <algorithm>

namespace xo::io {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view prefixOf(std::string_view name) {
    std::size_t at = name.size();
    while (at > 0 && isDigit(name[at - 1]))
        --at;
    return name.substr(0, at);
}

} // namespace

std::optional<NameShape> NameShape::of(const std::unordered_map<std::string, std::size_t>& names) {
    // the commonest prefix
    std::unordered_map<std::string, std::size_t> prefixes;
    for (const auto& [name, count] : names)
        if (const std::string_view prefix = prefixOf(name); prefix.size() <= 8 && prefix.size() < name.size())
            ++prefixes[std::string(prefix)];
    NameShape shape;
    std::size_t most = 0;
    for (const auto& [prefix, count] : prefixes)
        if (count > most || (count == most && prefix < shape.prefix)) {
            most = count;
            shape.prefix = prefix;
        }
    if (most * 10 < names.size() * 9 || most == 0) return std::nullopt;
    bool zero = false;
    std::size_t least = SIZE_MAX, largest = 0;
    for (const auto& [name, count] : names) {
        if (prefixOf(name) != shape.prefix || name.size() == shape.prefix.size()) continue;
        const std::size_t digits = name.size() - shape.prefix.size();
        zero = zero || (digits > 1 && name[shape.prefix.size()] == '0');
        least = std::min(least, digits);
        largest = std::max(largest, digits);
    }
    if (largest > kMostDigits || (zero && least != largest)) return std::nullopt;
    if (zero) shape.digits = largest;
    return shape;
}

std::optional<std::uint64_t> NameShape::number(std::string_view name) const {
    if (!name.starts_with(prefix)) return std::nullopt;
    name.remove_prefix(prefix.size());
    if (name.empty() || name.size() > kMostDigits) return std::nullopt;
    if (digits ? name.size() != digits : name[0] == '0' && name.size() > 1) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : name) {
        if (!isDigit(c)) return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

std::string_view NameShape::name(std::uint64_t number, char* buffer) const {
    char* const end = buffer + 32;
    char* at = end;
    do {
        *--at = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number);
    while (digits && static_cast<std::size_t>(end - at) < digits)
        *--at = '0';
    at -= prefix.size();
    std::memcpy(at, prefix.data(), prefix.size());
    return {at, static_cast<std::size_t>(end - at)};
}

void NumberCodes::expect(std::uint64_t largest) {
    if (largest < m_direct.size() || largest >= kNear) return;
    m_direct.resize(
        static_cast<std::size_t>(std::min(kNear, std::max(largest + largest / 4 + 1024, std::uint64_t{65'536}))));
}

std::uint32_t& NumberCodes::farSlot(std::uint64_t number) {
    if (m_farUsed * 2 >= m_far.size()) grow();
    const std::size_t mask = m_far.size() - 1;
    std::size_t at = static_cast<std::size_t>((number * 0x9E3779B97F4A7C15ULL) >> 20) & mask;
    while (m_far[at].used && m_far[at].number != number)
        at = (at + 1) & mask;
    if (!m_far[at].used) {
        m_far[at].used = true;
        m_far[at].number = number;
        ++m_farUsed;
    }
    return m_far[at].code;
}

void NumberCodes::grow() {
    std::vector<Far> old(std::max<std::size_t>(1024, m_far.size() * 2));
    old.swap(m_far);
    const std::size_t mask = m_far.size() - 1;
    for (const Far& each : old) {
        if (!each.used) continue;
        std::size_t at = static_cast<std::size_t>((each.number * 0x9E3779B97F4A7C15ULL) >> 20) & mask;
        while (m_far[at].used)
            at = (at + 1) & mask;
        m_far[at] = each;
    }
}

} // namespace xo::io
