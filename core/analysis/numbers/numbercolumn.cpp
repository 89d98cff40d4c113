#include "core/analysis/numbers/numbercolumn.h"

#include "core/columnar/gather.h"
#include "core/query/reach.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace xo::analysis {

namespace {

constexpr std::array<double, 4> kScales{1, 10, 100, 1000};

// Range of the numbers, and which scales make them whole.
struct Fit {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    std::size_t scale = 0; // index into kScales; kScales.size() = none does

    void add(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
        while (scale < kScales.size() && std::nearbyint(value * kScales[scale]) / kScales[scale] != value)
            ++scale;
    }
    void add(const Fit& other) {
        low = std::min(low, other.low);
        high = std::max(high, other.high);
        scale = std::max(scale, other.scale);
    }
};

template <class T>
bool encode(NumberColumn& out, const std::vector<double>& values, const JobContext& job) {
    std::vector<T> codes(values.size());
    const bool done = forEachPiece(values.size(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            const double value = values[row];
            codes[row] = value == value
                             ? static_cast<T>(static_cast<std::int64_t>(std::nearbyint(value * out.scale)) - out.low)
                             : noNumber(codes);
        }
    });
    out.codes = std::move(codes);
    return done;
}

} // namespace

Result<NumberColumn> makeNumbers(const Context& context, std::size_t table, const std::string& name,
                                 const JobContext& job) {
    auto reached = query::reachNumbers(name, *context.workspace, *context.hooks, table, job);
    if (!reached) return reached.failure();
    NumberColumn out;
    out.name = name;
    out.info = std::move(reached->info);
    out.link = reached->link;
    std::vector<double>& values = reached->values;
    std::vector<Fit> parts(workerCount((values.size() + kPieceRows - 1) / kPieceRows, job));
    const bool looked = forEachPiece(values.size(), job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row)
            if (values[row] == values[row]) parts[worker].add(values[row]);
    });
    if (!looked) return cancelled();
    Fit fit;
    for (const Fit& part : parts)
        fit.add(part);
    if (fit.low > fit.high) fit.low = fit.high = 0;
    out.exact = fit.scale < kScales.size();
    if (out.exact) {
        out.scale = kScales[fit.scale];
        // beyond this neither codes nor sums of products fit
        const double range = (fit.high - fit.low) * out.scale;
        out.exact = range < 1e9 && std::abs(fit.low * out.scale) < 1e15;
        if (out.exact) {
            out.low = static_cast<std::int64_t>(std::nearbyint(fit.low * out.scale));
            out.largest =
                static_cast<std::uint32_t>(static_cast<std::int64_t>(std::nearbyint(fit.high * out.scale)) - out.low);
        }
    }
    if (!out.exact) {
        out.centre = fit.low + (fit.high - fit.low) / 2;
        out.numbers = std::move(values);
        return out;
    }
    const bool done = out.largest < 0xFF     ? encode<std::uint8_t>(out, values, job)
                      : out.largest < 0xFFFF ? encode<std::uint16_t>(out, values, job)
                                             : encode<std::uint32_t>(out, values, job);
    if (!done) return cancelled();
    return out;
}

Result<NumberColumn> arrangedNumbers(const NumberColumn& column, const std::vector<std::uint32_t>& rows,
                                     const JobContext& job) {
    NumberColumn out;
    out.name = column.name, out.info = column.info, out.link = column.link;
    out.exact = column.exact, out.low = column.low, out.largest = column.largest;
    out.scale = column.scale, out.centre = column.centre;
    bool done = true;
    if (out.exact)
        std::visit(
            [&](const auto& values) {
                std::decay_t<decltype(values)> moved;
                done = gather(values, rows, job, moved);
                out.codes = std::move(moved);
            },
            column.codes);
    else
        done = gather(column.numbers, rows, job, out.numbers);
    if (!done) return cancelled();
    return out;
}

} // namespace xo::analysis
