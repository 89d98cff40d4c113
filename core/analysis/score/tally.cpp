#include "core/analysis/score/tally.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/query/outcome.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>

namespace xo::analysis {

namespace {

constexpr std::size_t kCellsAtOnce = 1U << 12;
constexpr std::size_t kTogether = 1U << 9; // so few that what comes from the memory is fetched while these are counted
constexpr std::size_t kFew = 1U << 6;      // so few that the columns are waited for at the same time
constexpr std::size_t kMostCounters = 1U << 20; // of one thread; above, one thread counts alone
constexpr std::size_t kPlaces = 1U << 16;       // cells that 16 bits number

// Counts the answers of pieces into a histogram of its own per thread.
class Counting {
public:
    Counting(const ScoreFrame& frame, const std::array<std::uint16_t, 256>& column, std::size_t width)
        : m_frame(frame), m_column(column), m_width(width), m_cells(frame.cells.count()),
          m_byBytes(!frame.selected && m_cells <= kByteCells && frame.rows() >= kPieceRows),
          m_size(m_byBytes ? 2 * kBytes * m_cells : m_cells * width) {}

    Result<std::vector<std::uint32_t>> run(JobContext job) {
        const std::size_t pieces = (m_frame.rows() + kPieceRows - 1) / kPieceRows;
        if (m_size > kMostCounters) job.threads = 1;
        m_parts.resize(workerCount(pieces, job));
        const bool done =
            forEachPiece(m_frame.rows(), job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
                Part& part = m_parts[worker];
                if (part.counts.empty()) part.counts.assign(m_size, 0);
                if (m_frame.selected)
                    addSelected(part, begin, end);
                else
                    m_byBytes ? addBytes(part, begin, end) : addCells(part, begin, end);
            });
        if (!done) return cancelled();
        std::vector<std::uint32_t> out(m_cells * m_width, 0);
        for (const Part& part : m_parts)
            for (std::size_t i = 0; i < part.counts.size(); ++i)
                if (m_byBytes && part.counts[i] != 0)
                    out[i % m_cells * m_width + m_column[i / m_cells % kBytes]] += part.counts[i];
                else if (!m_byBytes)
                    out[i] += part.counts[i];
        return out;
    }

private:
    static constexpr std::size_t kBytes = 256, kByteCells = 256; // numbered by 16 bits
    struct Part {
        std::vector<std::uint32_t> counts, cells, rows;
        std::array<std::uint16_t, kCellsAtOnce> places;
    };

    // By the bytes as they are stored: the numbers of the counters first, by a loop that the compiler vectorises, then
    // the counting alone. Neighbours count into different copies: none waits for what the one before has written.
    void addBytes(Part& part, std::size_t begin, std::size_t end) const {
        std::uint16_t* const places = part.places.data();
        std::uint32_t* const first = part.counts.data();
        std::uint32_t* const second = first + kBytes * m_cells;
        const auto cells = static_cast<std::uint16_t>(m_cells);
        for (std::size_t at = begin; at < end; at += kTogether) {
            const std::size_t n = std::min(kTogether, end - at);
            m_frame.cells.cellsFrom(at, std::span(places, n));
            const std::uint8_t* const scores = m_frame.answers->scores.data() + at;
            for (std::size_t i = 0; i < n; ++i)
                places[i] = static_cast<std::uint16_t>(places[i] + scores[i] * cells);
            std::size_t i = 0;
            for (; i + 4 <= n; i += 4) {
                std::uint64_t four = 0;
                std::memcpy(&four, places + i, sizeof four);
                ++first[four & 0xFFFFU];
                ++second[four >> 16 & 0xFFFFU];
                ++first[four >> 32 & 0xFFFFU];
                ++second[four >> 48];
            }
            for (; i < n; ++i)
                ++first[places[i]];
        }
    }

    void addCells(Part& part, std::size_t begin, std::size_t end) const {
        part.cells.resize(kCellsAtOnce);
        std::uint32_t* const counts = part.counts.data();
        const std::uint16_t* const column = m_column.data();
        const std::size_t width = m_width;
        for (std::size_t at = begin; at < end; at += kCellsAtOnce) {
            const std::size_t n = std::min(kCellsAtOnce, end - at);
            const std::uint8_t* const scores = m_frame.answers->scores.data() + at;
            const auto count = [&](const auto* cells) {
                for (std::size_t i = 0; i < n; ++i)
                    ++counts[cells[i] * width + column[scores[i]]];
            };
            if (m_cells <= kPlaces) {
                m_frame.cells.cellsFrom(at, std::span(part.places.data(), n));
                count(part.places.data());
            } else {
                m_frame.cells.cellsFrom(at, std::span(part.cells.data(), n));
                count(part.cells.data());
            }
        }
    }

    void addSelected(Part& part, std::size_t begin, std::size_t end) const {
        part.rows.clear();
        const auto& words = m_frame.selected->words();
        for (std::size_t w = begin / 64; w < (end + 63) / 64; ++w)
            for (std::uint64_t word = words[w]; word != 0; word &= word - 1)
                part.rows.push_back(static_cast<std::uint32_t>(w * 64 + static_cast<unsigned>(std::countr_zero(word))));
        const std::uint8_t* const scores = m_frame.answers->scores.data();
        std::array<std::uint32_t, kFew> cells;
        for (std::size_t at = 0; at < part.rows.size(); at += kFew) {
            const auto rows =
                std::span<const std::uint32_t>(part.rows).subspan(at, std::min(kFew, part.rows.size() - at));
            m_frame.cells.cellsOf(rows, cells.data());
            for (std::size_t i = 0; i < rows.size(); ++i)
                ++part.counts[cells[i] * m_width + m_column[scores[rows[i]]]];
        }
    }

    const ScoreFrame& m_frame;
    const std::array<std::uint16_t, 256>& m_column;
    std::size_t m_width, m_cells;
    bool m_byBytes;
    std::size_t m_size; // counters of a thread
    std::vector<Part> m_parts;
};

// Calls f(row) for the selected rows in their order, looking at the stop flag between blocks; false = cancelled.
template <class F>
bool forSelected(const ScoreFrame& frame, const JobContext& job, F&& f) {
    for (std::size_t begin = 0; begin < frame.rows(); begin += kPieceRows) {
        if (job.cancelled()) return false;
        const std::size_t end = std::min(begin + kPieceRows, frame.rows());
        if (!frame.selected) {
            for (std::size_t row = begin; row < end; ++row)
                f(row);
            continue;
        }
        const auto& words = frame.selected->words();
        for (std::size_t w = begin / 64; w < (end + 63) / 64; ++w)
            for (std::uint64_t word = words[w]; word != 0; word &= word - 1)
                f(w * 64 + static_cast<std::size_t>(std::countr_zero(word)));
    }
    return true;
}

} // namespace

std::int64_t BaseCounts::answers() const {
    return std::accumulate(byState.begin(), byState.end(), std::int64_t{0});
}

Result<Tally> Tally::of(const ScoreFrame& frame, const JobContext& job) {
    Tally out;
    out.m_cells = frame.cells.count();
    out.m_values = frame.valueCount();
    out.m_width = out.m_values + kCellStateCount;

    std::array<std::uint16_t, 256> column{};
    for (std::size_t byte = 0; byte < column.size(); ++byte) {
        std::size_t at = byte;
        if (byte >= kScoreStateBase) at = out.m_values + (byte - kScoreStateBase);
        // a byte no importer writes must not reach beyond the row of the histogram
        if (byte < kScoreStateBase && byte >= out.m_values) at = out.m_values + static_cast<int>(CellState::OutOfRange);
        column[byte] = static_cast<std::uint16_t>(at);
    }
    if (!frame.weight && !frame.superseded) {
        auto counts = Counting(frame, column, out.m_width).run(job);
        if (!counts) return counts.failure();
        out.m_counts = std::move(*counts);
        return out;
    }
    out.m_counts.assign(out.m_cells * out.m_width, 0);
    const std::uint8_t* const scores = frame.answers->scores.data();
    std::uint32_t* const counts = out.m_counts.data();
    const std::size_t width = out.m_width;
    const std::size_t values = out.m_values;
    if (frame.weight) {
        out.m_weights.assign(out.m_cells * values, 0);
        out.m_squaredWeights.assign(out.m_cells * values, 0);
    }
    std::int64_t badWeights = 0;
    const bool finished = forSelected(frame, job, [&](std::size_t row) {
        const std::size_t cell = frame.cells.of(row);
        std::size_t at = column[scores[row]];
        if (at < values && frame.superseded && frame.superseded->test(row)) at = values;
        ++counts[cell * width + at];
        if (!frame.weight || at >= values) return;
        const double weight = frame.weight->numbers[row];
        if (!(weight > 0) || !std::isfinite(weight)) ++badWeights;
        out.m_weights[cell * values + at] += weight;
        out.m_squaredWeights[cell * values + at] += weight * weight;
    });
    if (!finished) return cancelled();
    if (badWeights > 0) return fail("score.bad_weights", {formatCount(badWeights), frame.weight->info.name});
    return out;
}

std::vector<std::int64_t> Tally::counts(std::size_t cell) const {
    const auto begin = m_counts.begin() + static_cast<std::ptrdiff_t>(cell * m_width);
    return {begin, begin + static_cast<std::ptrdiff_t>(m_values)};
}

std::span<const double> Tally::weights(std::size_t cell) const {
    return m_weights.empty() ? std::span<const double>() : std::span(m_weights).subspan(cell * m_values, m_values);
}

std::span<const double> Tally::squaredWeights(std::size_t cell) const {
    return m_weights.empty() ? std::span<const double>()
                             : std::span(m_squaredWeights).subspan(cell * m_values, m_values);
}

std::int64_t Tally::answers(std::size_t cell) const {
    const auto begin = m_counts.begin() + static_cast<std::ptrdiff_t>(cell * m_width);
    return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(m_width), std::int64_t{0});
}

BaseCounts Tally::base() const {
    BaseCounts out;
    auto& valid = out.byState[static_cast<std::size_t>(CellState::Valid)];
    for (std::size_t cell = 0; cell < m_cells; ++cell) {
        const std::uint32_t* const row = m_counts.data() + cell * m_width;
        for (std::size_t v = 0; v < m_values; ++v)
            valid += row[v];
        out.superseded += row[m_values];
        for (std::size_t state = 1; state < kCellStateCount; ++state)
            out.byState[state] += row[m_values + state];
    }
    valid += out.superseded;
    return out;
}

Bitmap countedRows(const ScoreFrame& frame, const JobContext& job) {
    Bitmap out(frame.rows());
    const std::uint8_t* const scores = frame.answers->scores.data();
    const auto values = static_cast<std::uint8_t>(frame.valueCount());
    auto& words = out.words();
    forEachPiece(frame.rows(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
        std::array<std::uint8_t, 64> valid;
        for (std::size_t row = begin; row < end; row += 64) {
            const std::size_t count = std::min<std::size_t>(64, end - row);
            if (count < 64) valid.fill(0);
            for (std::size_t i = 0; i < count; ++i)
                valid[i] = scores[row + i] < values ? 1 : 0;
            words[row / 64] = query::packedBits(valid.data(), 0);
        }
    });
    if (frame.selected) out &= *frame.selected;
    if (frame.superseded) out.subtract(*frame.superseded);
    return out;
}

} // namespace xo::analysis
