#pragma once

#include "core/columnar/batch.h"
#include "core/io/inspect.h"

#include <functional>
#include <limits>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace xo::io {

/// What the cells of a column told beside their values.
struct ColumnTally {
    std::uint64_t rows = 0;
    std::uint64_t valid = 0;
    std::uint64_t unparsed = 0;
    std::uint64_t outOfRange = 0;
    std::uint64_t digitNames = 0; ///< leading zeros and long numbers met in a number column
    std::uint64_t openDates = 0;  ///< dates whose order isn't known
    int openFirstMax = 0, openSecondMax = 0;
    std::vector<std::string> openExamples; ///< at most 3
    bool fractions = false;                ///< an Integer column is a Number one
    bool clock = false;                    ///< a Date column is a DateTime one
    /// Adds what later rows told.
    void add(const ColumnTally& later);
};

/// What a column of this guess says of itself.
ColumnInfo infoOf(const ColumnGuess& guess);

/// A category column of so many values that cover half of its rows is a text, unless it is a key.
bool isRatherText(const Role& role, std::uint64_t distinct, std::uint64_t rows);

/// Collects the cells of one column in the type its guess names, counts what doesn't fit and keeps the evidence that
/// the guess was wrong.
class ColumnBuilder {
public:
    using Report = std::function<void(std::uint64_t line, std::string_view text, std::string_view code)>;
    ColumnBuilder(const ColumnGuess& guess, const TimeZone& zone, std::size_t expectedRows, Report report);

    void add(std::string_view text, std::uint64_t line);
    /// A stage name of a wide table, never trimmed or judged.
    void addCategory(std::string_view text);
    /// The name a trimmed cell of a category column stands for; state Valid, or why there is none.
    std::string_view nameOf(std::string_view text, CellState& state) const;

    /// Cells whose value is known already, in a column of the type.
    void takeScore(std::uint8_t byte) {
        m_scores.push_back(byte);
        ++m_tally.rows;
        ++m_tally.valid;
    }
    void takeNumber(double value, bool fraction) {
        m_numbers.push_back(value);
        m_tally.fractions = m_tally.fractions || fraction;
        ++m_tally.rows;
        ++m_tally.valid;
    }
    void takeTime(Instant time, bool clock) {
        m_times.push_back(time);
        m_tally.clock = m_tally.clock || clock;
        ++m_tally.rows;
        ++m_tally.valid;
    }
    void takeText(std::string_view text) {
        m_texts.push_back(text);
        ++m_tally.rows;
        ++m_tally.valid;
    }

    void takeBlankScore() {
        m_scores.push_back(scoreByte(CellState::Blank));
        ++m_tally.rows;
    }
    void takeBlankNumber() {
        m_numbers.push_back(std::numeric_limits<double>::quiet_NaN());
        ++m_tally.rows;
    }
    void takeBlankText() {
        m_texts.offsets.push_back(m_texts.bytes.size());
        ++m_tally.rows;
    }

    const ColumnTally& tally() const { return m_tally; }
    const Dictionary& dictionary() const { return *m_dictionary; }

    /// Non-blank cells beyond the distinct ones of a category column.
    std::uint64_t repeats() const { return m_tally.valid - (m_dictionary->size() - 1); }
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
    bool settleName(std::string_view text);
    bool isStatedNotApplicable(std::string_view text) const;

    ColumnGuess m_guess;
    TimeZone m_zone;
    Report m_report;
    bool m_key = false;
    ColumnTally m_tally;
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
