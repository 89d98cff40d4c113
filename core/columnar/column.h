#pragma once

#include "core/base/timezone.h"
#include "core/model/dataset.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace xo {

/// Distinct texts with dense codes: code 0 is "missing", the first text added is 1. Append-only. Texts live in stable
/// blocks, so a view stays valid as long as the dictionary does.
class Dictionary {
public:
    Dictionary();
    /// A dictionary of `size` codes whose texts `fill` appends when one is first asked for (codes can be counted and
    /// compared before). Nothing may be added to it. Texts that `fill` doesn't append are blank.
    static std::shared_ptr<const Dictionary> later(std::uint32_t size, std::function<void(Dictionary&)> fill);
    /// Code of `text`, adding it when new. Amortised O(length).
    std::uint32_t add(std::string_view text);
    /// Adds a text the caller knows to be new, without looking: for those who tell texts apart by other means. Until
    /// index() only at() and size() may be called besides. O(length).
    std::uint32_t append(std::string_view text);
    /// Makes appended texts known to add() and find(). O(appended).
    void index();
    /// Code of `text`, or 0 when unknown.
    std::uint32_t find(std::string_view text) const;
    /// Text of a code; code 0 gives "".
    std::string_view at(std::uint32_t code) const { return (m_later ? texts() : *this).m_texts[code]; }
    /// Number of codes including 0: valid codes are 1 … size()−1.
    std::uint32_t size() const { return m_later ? laterSize() : static_cast<std::uint32_t>(m_texts.size()); }
    void reserve(std::size_t count);

private:
    struct Later;
    const Dictionary& texts() const;
    std::uint32_t laterSize() const;
    std::string_view store(std::string_view text);
    void grow(std::size_t slots);
    std::shared_ptr<Later> m_later; // texts that are not here yet
    std::vector<std::string_view> m_texts;
    std::vector<std::uint32_t> m_slots;  // open addressing, power of two, 0 = free
    std::vector<std::uint32_t> m_hashes; // per code, so that growing never reads the texts again
    std::vector<std::unique_ptr<char[]>> m_blocks;
    std::size_t m_blockUsed = 0, m_blockSize = 0;
};

/// Dictionary codes in the smallest width that holds them.
class CodeVector {
public:
    using Storage = std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>, std::vector<std::uint32_t>>;
    CodeVector() = default;
    /// Narrows to the width that holds `codeCount` codes (0 … codeCount−1).
    static CodeVector from(const std::vector<std::uint32_t>& codes, std::uint32_t codeCount);
    explicit CodeVector(Storage storage) : m_storage(std::move(storage)) {}
    std::size_t size() const {
        return std::visit([](const auto& v) { return v.size(); }, m_storage);
    }
    std::uint32_t operator[](std::size_t row) const {
        return std::visit([row](const auto& v) { return static_cast<std::uint32_t>(v[row]); }, m_storage);
    }
    /// Kernels: calls f with the typed vector, so that the loop inside is compiled per width.
    template <class F>
    auto visit(F&& f) const {
        return std::visit(std::forward<F>(f), m_storage);
    }
    const Storage& storage() const { return m_storage; }

private:
    Storage m_storage;
};

/// Texts end to end with offsets (rows + 1 of them).
struct TextVector {
    std::vector<std::uint64_t> offsets{0};
    std::string bytes;
    std::size_t size() const { return offsets.size() - 1; }
    std::string_view operator[](std::size_t row) const {
        return std::string_view(bytes).substr(offsets[row], offsets[row + 1] - offsets[row]);
    }
    void push_back(std::string_view text) {
        bytes += text;
        offsets.push_back(bytes.size());
    }
};

/// Stored score bytes: value − scaleLow for a valid one (0…249), else 250 + CellState.
inline constexpr std::uint8_t kScoreStateBase = 250;
constexpr std::uint8_t scoreByte(CellState state) {
    return static_cast<std::uint8_t>(kScoreStateBase + static_cast<int>(state));
}

/// One column's cells, immutable once published. Which of the vectors is filled follows `info.type`:
/// Category → codes + dictionary · Score → scores · Integer/Number → numbers (NaN = not valid) ·
/// Date/DateTime → times (kNoTime = not valid; UTC ms) · Text → texts ("" when not valid).
/// A cell that isn't valid is Blank unless `states` says otherwise (`states` is empty when every cell that isn't valid
/// is blank).
struct Column {
    ColumnInfo info;
    std::size_t rows = 0;
    CodeVector codes;
    std::shared_ptr<const Dictionary> dictionary;
    std::vector<std::uint8_t> scores;
    std::vector<double> numbers;
    std::vector<Instant> times;
    TextVector texts;
    std::vector<std::uint8_t> states; ///< CellState per row, or empty

    bool isValid(std::size_t row) const;
    CellState state(std::size_t row) const;
    bool isNumeric() const {
        return info.type == ValueType::Integer || info.type == ValueType::Number || info.type == ValueType::Score;
    }
    bool isTime() const { return info.type == ValueType::Date || info.type == ValueType::DateTime; }
    /// Valid number of a Score/Integer/Number cell; NaN otherwise.
    double number(std::size_t row) const;
    /// A valid score, or −1. Scores below 0 don't exist.
    int score(std::size_t row) const {
        const std::uint8_t byte = scores[row];
        return byte < kScoreStateBase ? byte + info.role.scaleLow : -1;
    }
    /// The cell as text, "" when not valid: numbers in shortest form, times on the wall clock of
    /// `zone`, options of a Set as "a; b".
    std::string text(std::size_t row, const TimeZone& zone) const;
};

} // namespace xo
