#include "core/io/csv/dialect.h"

#include <algorithm>
#include <array>
#include <map>

namespace xo::io {

namespace {

constexpr std::size_t kRecords = 300;

class Counter : public RowSink {
public:
    bool row(const Row& row) override {
        if (!row.cells.empty()) counts.push_back(row.cells.size());
        return counts.size() < kRecords;
    }
    std::vector<std::size_t> counts;
};

struct Trial {
    double share = 0.0;
    std::size_t columns = 1;
    bool headerFits = false;
    std::size_t records = 0;
};

Trial tryDialect(std::string_view head, bool whole, const Dialect& dialect) {
    bool given = false;
    CsvParser parser(dialect, [&](std::string& out) {
        if (given) return false;
        given = true;
        out += head;
        return true;
    });
    Counter counter;
    const auto outcome = parser.run(counter, JobContext());
    // the last record of a sample may be cut
    if (!whole && outcome == CsvParser::Outcome::Done && counter.counts.size() > 1) counter.counts.pop_back();
    Trial trial;
    trial.records = counter.counts.size();
    if (counter.counts.empty()) return trial;
    std::map<std::size_t, std::size_t> histogram;
    for (const std::size_t count : counter.counts)
        ++histogram[count];
    std::size_t best = 0;
    for (const auto& [columns, count] : histogram)
        if (count >= best) {
            best = count;
            trial.columns = columns;
        }
    trial.share = static_cast<double>(best) / static_cast<double>(counter.counts.size());
    trial.headerFits = counter.counts.front() == trial.columns;
    if (outcome == CsvParser::Outcome::UnclosedQuote && whole) trial.share *= 0.5;
    return trial;
}

// Cells that are wrapped in single quotes on both sides, against double ones.
bool singleQuoted(std::string_view head, char delimiter) {
    std::size_t wrapped = 0, doubled = 0, begin = 0;
    for (std::size_t i = 0; i <= head.size(); ++i) {
        if (i < head.size() && head[i] != delimiter && head[i] != '\n') continue;
        std::string_view cell = head.substr(begin, i - begin);
        if (!cell.empty() && cell.back() == '\r') cell.remove_suffix(1);
        if (cell.size() >= 2 && cell.front() == '\'' && cell.back() == '\'') ++wrapped;
        if (!cell.empty() && cell.front() == '"') ++doubled;
        begin = i + 1;
    }
    return wrapped >= 2 && doubled == 0;
}

} // namespace

DialectGuess guessDialect(std::string_view head, bool whole, char delimiter, char quote, bool quoteStated,
                          bool carriageReturnLines) {
    DialectGuess guess;
    guess.dialect.carriageReturnLines = carriageReturnLines;
    if (quoteStated) guess.dialect.quote = quote;
    if (head.size() >= 6 && (head.starts_with("sep=") || head.starts_with("SEP="))) {
        const std::size_t end = head.find_first_of("\r\n");
        if (end == 5) {
            if (!delimiter) delimiter = head[4];
            guess.skip = end + (head.substr(end, 2) == "\r\n" ? 2U : 1U);
            head.remove_prefix(guess.skip);
        }
    }
    const std::array<char, 4> candidates = {',', ';', '\t', '|'};
    double bestScore = -1.0;
    Trial best;
    for (const char candidate : candidates) {
        if (delimiter && candidate != delimiter) continue;
        Dialect dialect = guess.dialect;
        dialect.delimiter = candidate;
        const Trial trial = tryDialect(head, whole, dialect);
        double score = trial.share + (trial.headerFits ? 0.5 : 0.0);
        if (trial.columns < 2)
            score = 0.0;
        else if (trial.share < 0.5 && !trial.headerFits)
            score *= 0.2;
        score += std::min<double>(static_cast<double>(trial.columns), 50.0) * (trial.columns > 1 ? 0.002 : 0.0);
        if (score > bestScore) {
            bestScore = score;
            best = trial;
            guess.dialect.delimiter = candidate;
        }
    }
    if (delimiter) {
        guess.dialect.delimiter = delimiter;
        best = tryDialect(head, whole, guess.dialect);
    }
    if (!quoteStated && singleQuoted(head, guess.dialect.delimiter)) guess.dialect.quote = '\'';
    guess.evenness = best.share;
    guess.columns = best.columns;
    const auto lines = static_cast<double>(
        std::max<std::ptrdiff_t>(1, std::count(head.begin(), head.end(), carriageReturnLines ? '\r' : '\n')));
    guess.recordBytes = static_cast<double>(head.size()) / lines;
    return guess;
}

} // namespace xo::io
