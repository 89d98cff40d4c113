#include "core/io/csv/dialect.h"

#include <algorithm>
#include <map>
#include <vector>

namespace xo::io {

namespace {

constexpr std::size_t kRecords = 300;
constexpr std::size_t kTitles = 20;

struct Seen {
    std::uint64_t line = 0;
    std::size_t cells = 0;
    bool blanks = false; ///< a cell is empty
};

class Counter : public RowSink {
public:
    bool row(const Row& row) override {
        if (row.cells.empty()) return ++m_empty < 100'000;
        const bool blanks =
            std::any_of(row.cells.begin(), row.cells.end(), [](const Cell& cell) { return cell.text.empty(); });
        records.push_back({row.line, row.cells.size(), blanks});
        return records.size() < kRecords;
    }
    std::vector<Seen> records;

private:
    std::size_t m_empty = 0;
};

struct Trial {
    Dialect dialect;
    std::vector<Seen> records;
    double share = 0.0; ///< of the records with the usual number of cells
    std::size_t columns = 1;
    bool headerFits = false;
    bool unclosed = false;
    std::uint64_t quoted = 0, tails = 0;

    /// Signs that quotes are read wrongly.
    std::uint64_t astray() const { return tails + (unclosed ? 1U : 0U); }
    double score() const {
        double value = share + (headerFits ? 0.5 : 0.0);
        if (columns < 2)
            value = 0.0;
        else if (share < 0.5 && !headerFits)
            value *= 0.2;
        return value + std::min<double>(static_cast<double>(columns), 50.0) * (columns > 1 ? 0.002 : 0.0);
    }
};

Trial cutWith(std::string_view head, bool whole, const Dialect& dialect) {
    bool given = false;
    CsvParser parser(dialect, [&](std::string& out) {
        if (given) return false;
        given = true;
        out += head;
        return true;
    });
    Counter counter;
    const auto outcome = parser.run(counter, JobContext());
    auto& records = counter.records;
    // the last record of a sample may be cut
    if (!whole && outcome == CsvParser::Outcome::Done && records.size() > 1) records.pop_back();
    Trial trial;
    trial.dialect = dialect;
    trial.quoted = parser.quotedCells();
    trial.tails = parser.tails();
    trial.unclosed = outcome == CsvParser::Outcome::UnclosedQuote;
    if (records.empty()) return trial;
    std::map<std::size_t, std::size_t> histogram;
    for (const Seen& seen : records)
        ++histogram[seen.cells];
    std::size_t best = 0;
    for (const auto& [columns, count] : histogram)
        if (count >= best) {
            best = count;
            trial.columns = columns;
        }
    trial.share = static_cast<double>(best) / static_cast<double>(records.size());
    // a header as wide as the records, behind narrow titles if need be
    std::size_t first = 0;
    if (trial.columns >= 3)
        while (first < kTitles && first + 2 < records.size() &&
               records[first].cells <= std::max<std::size_t>(1, trial.columns / 3))
            ++first;
    trial.headerFits = records[first].cells == trial.columns;
    if (trial.unclosed && whole) trial.share *= 0.5;
    trial.records = std::move(records);
    return trial;
}

bool holds(std::string_view head, char first, char second) {
    const char pair[2] = {first, second};
    return head.find(std::string_view(pair, 2)) != std::string_view::npos;
}

// Doubled quotes against escaped ones: the reading that leaves fewer quotes astray.
Trial withEscape(std::string_view head, bool whole, Dialect dialect, const StatedDialect& stated) {
    if (stated.escape) {
        dialect.escape = *stated.escape;
        return cutWith(head, whole, dialect);
    }
    Trial doubled = cutWith(head, whole, dialect);
    if (!dialect.quote || !holds(head, '\\', dialect.quote) || doubled.quoted + (doubled.unclosed ? 1U : 0U) == 0)
        return doubled;
    dialect.escape = '\\';
    Trial escaped = cutWith(head, whole, dialect);
    const bool better = escaped.astray() < doubled.astray() && escaped.share >= doubled.share;
    return better ? escaped : doubled;
}

// Double quotes against single ones, which must wrap cells cleanly where no double one does.
Trial withQuote(std::string_view head, bool whole, Dialect dialect, const StatedDialect& stated) {
    if (stated.quote) dialect.quote = *stated.quote;
    Trial plain = withEscape(head, whole, dialect, stated);
    if (stated.quote || plain.quoted > 0 || plain.unclosed || head.find('\'') == std::string_view::npos) return plain;
    dialect.quote = '\'';
    Trial single = withEscape(head, whole, dialect, stated);
    return single.quoted >= 2 && single.astray() == 0 && single.share >= plain.share ? single : plain;
}

bool hasLine(std::string_view head, std::string_view mark) {
    for (std::size_t at = head.find(mark); at != std::string_view::npos; at = head.find(mark, at + 1))
        if (at == 0 || head[at - 1] == '\n' || head[at - 1] == '\r') return true;
    return false;
}

// Lines that begin with a mark are comments when hardly any has as many cells as the others, which grow evener.
Trial withComment(std::string_view head, bool whole, char delimiter, const StatedDialect& stated) {
    Dialect dialect;
    dialect.delimiter = delimiter;
    dialect.carriageReturnLines = stated.carriageReturnLines;
    if (stated.comment) {
        dialect.comment = *stated.comment;
        return withQuote(head, whole, dialect, stated);
    }
    Trial plain = withQuote(head, whole, dialect, stated);
    for (const std::string_view mark : {"#", "//"}) {
        if (!hasLine(head, mark)) continue;
        dialect.comment = mark;
        Trial without = withQuote(head, whole, dialect, stated);
        if (without.columns < 2 || without.records.empty() || without.astray() > plain.astray() ||
            without.share < plain.share)
            continue;
        const auto kept = [&](std::uint64_t line) {
            return std::binary_search(without.records.begin(), without.records.end(), Seen{line, 0, false},
                                      [](const Seen& a, const Seen& b) { return a.line < b.line; });
        };
        const std::uint64_t first = without.records.front().line, end = without.records.back().line;
        std::size_t left = 0, fitting = 0;
        bool header = false; // "#id,name" right above the first record
        for (const Seen& seen : plain.records) {
            if (seen.line > end || kept(seen.line)) continue;
            ++left;
            const bool fits = seen.cells == without.columns;
            if (fits) ++fitting;
            if (seen.line < first) header = fits;
        }
        const bool clear = !header && fitting * 3 <= left && left > 0;
        if (clear) return without;
    }
    return plain;
}

// Rare delimiters need every record to agree: blanks and carets occur in texts.
bool convinces(const Trial& trial, char delimiter) {
    if (trial.columns < 2 || trial.records.size() < 2 || trial.share < (delimiter == ' ' ? 1.0 : 0.9)) return false;
    if (delimiter != ' ') return trial.headerFits;
    return trial.columns >= 4 && trial.records.size() >= 3 && trial.astray() == 0 &&
           std::none_of(trial.records.begin(), trial.records.end(), [](const Seen& seen) { return seen.blanks; });
}

} // namespace

DialectGuess guessDialect(std::string_view head, bool whole, const StatedDialect& stated) {
    DialectGuess guess;
    std::optional<char> delimiter = stated.delimiter;
    if (head.size() >= 6 && (head.starts_with("sep=") || head.starts_with("SEP=") || head.starts_with("Sep="))) {
        const std::size_t end = head.find_first_of("\r\n");
        if (end == 5) {
            if (!delimiter) delimiter = head[4];
            guess.skip = end + (head.substr(end, 2) == "\r\n" ? 2U : 1U);
            head.remove_prefix(guess.skip);
        }
    }
    Trial best;
    if (delimiter) {
        best = withComment(head, whole, *delimiter, stated);
    } else {
        double score = -1.0;
        for (const char candidate : {',', ';', '\t', '|'}) {
            Trial trial = withComment(head, whole, candidate, stated);
            if (trial.score() <= score) continue;
            score = trial.score();
            best = std::move(trial);
        }
        if (best.columns < 2)
            for (const char candidate : {'^', '~', ' '}) {
                Trial trial = withComment(head, whole, candidate, stated);
                if (!convinces(trial, candidate)) continue;
                best = std::move(trial);
                break;
            }
    }
    guess.dialect = best.dialect;
    guess.evenness = best.share;
    guess.columns = best.columns;
    const auto lines = static_cast<double>(
        std::max<std::ptrdiff_t>(1, std::count(head.begin(), head.end(), stated.carriageReturnLines ? '\r' : '\n')));
    guess.recordBytes = static_cast<double>(head.size()) / lines;
    return guess;
}

} // namespace xo::io
