#include "core/columnar/column.h"

#include "core/base/text.h"
#include "core/columnar/options.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <mutex>

namespace xo {

namespace {

// FNV-like mixing over 8-byte words: only spreads keys over slots of one process, nothing stored depends on it
std::uint32_t hashText(std::string_view text) {
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL ^ text.size();
    const char* p = text.data();
    std::size_t left = text.size();
    while (left >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, p, 8);
        hash = (hash ^ word) * 0xD6E8FEB86659FD93ULL;
        hash ^= hash >> 32;
        p += 8;
        left -= 8;
    }
    std::uint64_t tail = 0;
    if (left > 0) std::memcpy(&tail, p, left);
    hash = (hash ^ tail) * 0xD6E8FEB86659FD93ULL;
    hash ^= hash >> 29;
    hash *= 0x94D049BB133111EBULL;
    return static_cast<std::uint32_t>(hash >> 32);
}

constexpr std::size_t kBlockBytes = 1 << 18;

} // namespace

struct Dictionary::Later {
    std::uint32_t size = 1;
    std::function<void(Dictionary&)> fill;
    std::once_flag filled, indexed;
    Dictionary texts;
};

Dictionary::Dictionary() : m_texts{std::string_view()}, m_slots(16, 0), m_hashes{0} {}

std::shared_ptr<const Dictionary> Dictionary::later(std::uint32_t size, std::function<void(Dictionary&)> fill) {
    auto dictionary = std::make_shared<Dictionary>();
    dictionary->m_later = std::make_shared<Later>();
    dictionary->m_later->size = size;
    dictionary->m_later->fill = std::move(fill);
    return dictionary;
}

const Dictionary& Dictionary::texts() const {
    std::call_once(m_later->filled, [this] {
        m_later->texts.m_texts.reserve(m_later->size);
        m_later->fill(m_later->texts);
        m_later->texts.m_texts.resize(m_later->size);
        m_later->fill = nullptr;
    });
    return m_later->texts;
}

std::uint32_t Dictionary::laterSize() const {
    return m_later->size;
}

std::string_view Dictionary::store(std::string_view text) {
    if (m_blockUsed + text.size() > m_blockSize) {
        // small at first: a wide survey has thousands of dictionaries of a few words
        m_blockSize = std::max(std::min(kBlockBytes, m_blockSize * 2 + 512), text.size());
        m_blocks.push_back(std::make_unique<char[]>(m_blockSize));
        m_blockUsed = 0;
    }
    char* at = m_blocks.back().get() + m_blockUsed;
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    m_blockUsed += text.size();
    return {at, text.size()};
}

void Dictionary::grow(std::size_t slots) {
    m_slots.assign(slots, 0);
    const std::size_t mask = slots - 1;
    for (std::uint32_t code = 1; code < size(); ++code) {
        std::size_t slot = m_hashes[code] & mask;
        while (m_slots[slot])
            slot = (slot + 1) & mask;
        m_slots[slot] = code;
    }
}

void Dictionary::reserve(std::size_t count) {
    m_texts.reserve(count + 1);
    m_hashes.reserve(count + 1);
    const std::size_t slots = std::bit_ceil(count * 2 + 16);
    if (slots > m_slots.size()) grow(slots);
}

std::uint32_t Dictionary::add(std::string_view text) {
    const std::uint32_t hash = hashText(text);
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = hash & mask;
    while (const std::uint32_t code = m_slots[slot]) {
        if (m_hashes[code] == hash && m_texts[code] == text) return code;
        slot = (slot + 1) & mask;
    }
    const std::uint32_t code = size();
    m_texts.push_back(store(text));
    m_hashes.push_back(hash);
    m_slots[slot] = code;
    if (m_texts.size() * 2 > m_slots.size()) grow(m_slots.size() * 2);
    return code;
}

std::uint32_t Dictionary::append(std::string_view text) {
    m_texts.push_back(store(text));
    return size() - 1;
}

void Dictionary::index() {
    if (m_hashes.size() == m_texts.size()) return;
    m_hashes.reserve(m_texts.size());
    while (m_hashes.size() < m_texts.size())
        m_hashes.push_back(hashText(m_texts[m_hashes.size()]));
    grow(std::max(m_slots.size(), std::bit_ceil(m_texts.size() * 2 + 16)));
}

std::uint32_t Dictionary::find(std::string_view text) const {
    if (m_later) {
        texts();
        std::call_once(m_later->indexed, [this] { m_later->texts.index(); });
        return m_later->texts.find(text);
    }
    const std::uint32_t hash = hashText(text);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
        const std::uint32_t code = m_slots[slot];
        if (code == 0) return 0;
        if (m_hashes[code] == hash && m_texts[code] == text) return code;
    }
}

CodeVector CodeVector::from(const std::vector<std::uint32_t>& codes, std::uint32_t codeCount) {
    const auto narrowed = [&]<class T>(T) {
        std::vector<T> out(codes.size());
        for (std::size_t i = 0; i < codes.size(); ++i)
            out[i] = static_cast<T>(codes[i]);
        return CodeVector(Storage(std::move(out)));
    };
    if (codeCount <= 256) return narrowed(std::uint8_t{});
    if (codeCount <= 65536) return narrowed(std::uint16_t{});
    return CodeVector(Storage(codes));
}

bool Column::isValid(std::size_t row) const {
    switch (info.type) {
    case ValueType::Category:
    case ValueType::Set:
        return codes[row] != 0;
    case ValueType::Score:
        return scores[row] < kScoreStateBase;
    case ValueType::Integer:
    case ValueType::Number:
        return !std::isnan(numbers[row]);
    case ValueType::Date:
    case ValueType::DateTime:
        return times[row] != kNoTime;
    case ValueType::Text:
        return states.empty() ? texts.offsets[row + 1] != texts.offsets[row]
                              : states[row] == static_cast<std::uint8_t>(CellState::Valid);
    }
    return false;
}

CellState Column::state(std::size_t row) const {
    if (info.type == ValueType::Score) {
        const std::uint8_t byte = scores[row];
        return byte < kScoreStateBase ? CellState::Valid : static_cast<CellState>(byte - kScoreStateBase);
    }
    if (isValid(row)) return CellState::Valid;
    if (states.empty()) return CellState::Blank;
    const auto state = static_cast<CellState>(states[row]);
    return state == CellState::Valid ? CellState::Blank : state;
}

double Column::number(std::size_t row) const {
    if (info.type == ValueType::Score) {
        const int value = score(row);
        return value < 0 ? std::numeric_limits<double>::quiet_NaN() : value;
    }
    return numbers[row];
}

std::string Column::text(std::size_t row, const TimeZone& zone) const {
    if (!isValid(row)) return {};
    switch (info.type) {
    case ValueType::Category:
        return std::string(dictionary->at(codes[row]));
    case ValueType::Set:
        return shownOptions(dictionary->at(codes[row]));
    case ValueType::Score:
    case ValueType::Integer:
    case ValueType::Number:
        return formatNumber(number(row));
    case ValueType::Date:
        return zone.formatLocal(times[row], true);
    case ValueType::DateTime:
        return zone.formatLocal(times[row]);
    case ValueType::Text:
        return std::string(texts[row]);
    }
    return {};
}

} // namespace xo
