#pragma once

#include "core/columnar/batch.h"
#include "core/io/inspect.h"

#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace xo::io {

/// Collects the cells of one column in the type its guess names, counts what doesn't fit and keeps the evidence that
/// the guess was wrong.
class ColumnBuilder {
public:
    using Report = std::function<void(std::uint64_t line, std::string_view text, std::string_view code)>;
    ColumnBuilder(const ColumnGuess& guess, const TimeZone& zone, std::size_t expectedRows, Report report);

    void add(std::string_view text, std::uint64_t line);
    /// A stage name of a wide table, never trimmed or judged.
    void addCategory(std::string_view text);
    std::size_t rows() const { return m_rows; }

    std::uint64_t valid() const { return m_valid; }
    std::uint64_t unparsed = 0;
    std::uint64_t outOfRange = 0;
    std::uint64_t digitNames = 0; ///< leading zeros and long numbers met in a number column
    std::uint64_t openDates = 0;  ///< dates whose order isn't known
    int openFirstMax = 0, openSecondMax = 0;
    std::vector<std::string> openExamples;
    const Dictionary& dictionary() const { return *m_dictionary; }

    /// Non-blank cells beyond the distinct ones of a category column.
    std::uint64_t repeats() const { return m_valid - (m_dictionary->size() - 1); }
    /// The finished column; relabels Integer → Number and Date → DateTime where cells asked for it. A category of more
    /// than 65,536 values that covers half of the rows becomes Text unless it is a customer or link key.
    std::shared_ptr<const Column> finish();

private:
    void addScore(std::string_view text, std::uint64_t line);
    void addNumber(std::string_view text, std::uint64_t line);
    void addTime(std::string_view text, std::uint64_t line);
    void addCode(std::string_view text);
    std::uint32_t codeOf(std::string_view text);
    void odd(CellState state);
    bool settleWord(std::string_view text);

    ColumnGuess m_guess;
    TimeZone m_zone;
    Report m_report;
    bool m_key = false;
    std::size_t m_rows = 0;
    std::uint64_t m_valid = 0;
    bool m_fractions = false;
    bool m_clock = false;
    std::shared_ptr<Dictionary> m_dictionary;
    std::vector<std::uint32_t> m_codes;
    std::string_view m_lastText;
    std::uint32_t m_lastCode = 0;
    /// Codes of short texts met lately, by a cheap hash: columns of few values hardly ever ask the dictionary.
    struct Recent {
        std::uint64_t head = 0, tail = 0;
        std::uint32_t length = 0, code = 0;
    };
    std::vector<Recent> m_recent;
    std::uint64_t m_recentAsked = 0, m_recentHits = 0;
    bool m_recentUseless = false;
    std::vector<std::uint8_t> m_scores;
    std::vector<double> m_numbers;
    std::vector<Instant> m_times;
    TextVector m_texts;
    std::vector<std::pair<std::size_t, CellState>> m_odd;
};

} // namespace xo::io
