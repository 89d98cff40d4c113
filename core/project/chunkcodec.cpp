#include "core/project/chunkcodec.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <lz4.h>
#include <xxhash.h>

namespace xo {

static_assert(std::endian::native == std::endian::little, "chunks are written as they lie in memory");

namespace {

template <class T>
void put(std::string& out, const T* values, std::size_t count) {
    out.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

// Whether packing saves a third, judged by a piece from the middle: keys never get smaller, scattered codes and scores
// hardly, and both take the longest to pack.
bool isPackable(const std::string& raw, std::string& scratch) {
    constexpr int kProbe = 8192;
    if (raw.size() < 8 * kProbe) return true;
    const int used =
        LZ4_compress_default(raw.data() + raw.size() / 2, scratch.data(), kProbe, LZ4_compressBound(kProbe));
    return used < kProbe - kProbe / 3;
}

EncodedChunk packed(Layout layout, bool states, std::size_t rows, std::string raw) {
    EncodedChunk chunk;
    chunk.encoding = static_cast<int>(layout) + (states ? kStates : 0);
    chunk.rows = rows;
    chunk.bytes = raw.size();
    if (raw.size() < static_cast<std::size_t>(LZ4_MAX_INPUT_SIZE)) {
        thread_local std::string scratch;
        const int size = static_cast<int>(raw.size());
        const auto bound = static_cast<std::size_t>(LZ4_compressBound(size));
        if (scratch.size() < bound) scratch.resize(bound);
        const int used = isPackable(raw, scratch)
                             ? LZ4_compress_default(raw.data(), scratch.data(), size, static_cast<int>(scratch.size()))
                             : 0;
        if (used > 0 && static_cast<std::size_t>(used) < raw.size()) {
            chunk.encoding += kPacked;
            chunk.data.assign(scratch, 0, static_cast<std::size_t>(used));
            if (scratch.size() > kPartBytes * 2) std::string().swap(scratch);
            return chunk;
        }
    }
    chunk.data = std::move(raw);
    return chunk;
}

template <class T>
void narrowed(std::string& out, const auto& codes, std::size_t count) {
    const std::size_t start = out.size();
    out.resize(start + count * sizeof(T));
    char* to = out.data() + start;
    for (std::size_t i = 0; i < count; ++i, to += sizeof(T)) {
        const auto code = static_cast<T>(codes[i]);
        std::memcpy(to, &code, sizeof(T));
    }
}

// `codes`: numbers of any width, kept in the smallest that holds them.
Layout putCodes(std::string& out, const auto& codes, std::size_t count) {
    std::uint32_t most = 0;
    for (std::size_t i = 0; i < count; ++i)
        most = std::max<std::uint32_t>(most, codes[i]);
    if (most <= 0xff) {
        narrowed<std::uint8_t>(out, codes, count);
        return Layout::Codes8;
    }
    if (most <= 0xffff) {
        narrowed<std::uint16_t>(out, codes, count);
        return Layout::Codes16;
    }
    narrowed<std::uint32_t>(out, codes, count);
    return Layout::Codes32;
}

Layout putNumbers(std::string& out, std::span<const double> numbers) {
    const bool whole = std::all_of(numbers.begin(), numbers.end(), [](double n) {
        return std::isnan(n) || (n > -2147483648.0 && n <= 2147483647.0 && n == static_cast<std::int32_t>(n) &&
                                 !(n == 0 && std::signbit(n)));
    });
    if (!whole) {
        put(out, numbers.data(), numbers.size());
        return Layout::Doubles;
    }
    std::vector<std::int32_t> narrow(numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i)
        narrow[i] = std::isnan(numbers[i]) ? INT32_MIN : static_cast<std::int32_t>(numbers[i]);
    put(out, narrow.data(), narrow.size());
    return Layout::Whole32;
}

Layout putTimes(std::string& out, std::span<const Instant> times) {
    Instant least = INT64_MAX, most = INT64_MIN;
    for (const Instant t : times) {
        if (t == kNoTime) continue;
        least = std::min(least, t);
        most = std::max(most, t);
    }
    if (most == INT64_MIN) least = most = 0;
    const std::uint64_t reach = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
    for (const std::int64_t unit : {kMsPerDay, std::int64_t{60'000}, std::int64_t{1000}, std::int64_t{1}}) {
        if (reach / static_cast<std::uint64_t>(unit) >= 0xffff'fffeULL) continue;
        const auto fits = [&](Instant t) {
            return t == kNoTime || (static_cast<std::uint64_t>(t) - static_cast<std::uint64_t>(least)) %
                                           static_cast<std::uint64_t>(unit) ==
                                       0;
        };
        if (!std::all_of(times.begin(), times.end(), fits)) continue;
        std::vector<std::uint32_t> delta(times.size());
        for (std::size_t i = 0; i < times.size(); ++i)
            delta[i] = times[i] == kNoTime ? 0 : static_cast<std::uint32_t>((times[i] - least) / unit + 1);
        put(out, &least, 1);
        put(out, &unit, 1);
        put(out, delta.data(), delta.size());
        return Layout::TimesDelta;
    }
    put(out, times.data(), times.size());
    return Layout::Times64;
}

} // namespace

EncodedChunk encodeChunk(const Column& column, std::size_t first, std::size_t rows,
                         std::span<const std::uint32_t> codeMap) {
    std::string raw;
    Layout layout = Layout::Texts;
    switch (column.info.type) {
    case ValueType::Category:
    case ValueType::Set: {
        column.codes.visit([&](const auto& own) {
            if (codeMap.empty()) {
                layout = putCodes(raw, own.data() + first, rows);
                return;
            }
            std::vector<std::uint32_t> codes(rows);
            for (std::size_t i = 0; i < rows; ++i)
                codes[i] = codeMap[own[first + i]];
            layout = putCodes(raw, codes.data(), rows);
        });
        break;
    }
    case ValueType::Score:
        put(raw, column.scores.data() + first, rows);
        layout = Layout::Scores;
        break;
    case ValueType::Integer:
    case ValueType::Number:
        layout = putNumbers(raw, std::span(column.numbers).subspan(first, rows));
        break;
    case ValueType::Date:
    case ValueType::DateTime:
        layout = putTimes(raw, std::span(column.times).subspan(first, rows));
        break;
    case ValueType::Text: {
        const std::uint64_t* const offsets = column.texts.offsets.data() + first;
        const std::uint64_t begin = offsets[0], end = offsets[rows];
        raw.reserve(4 * rows + static_cast<std::size_t>(end - begin) + rows);
        std::vector<std::uint32_t> lengths(rows);
        for (std::size_t i = 0; i < rows; ++i)
            lengths[i] = static_cast<std::uint32_t>(offsets[i + 1] - offsets[i]);
        put(raw, lengths.data(), rows);
        raw.append(column.texts.bytes, begin, end - begin);
        break;
    }
    }
    if (!column.states.empty()) put(raw, column.states.data() + first, rows);
    return packed(layout, !column.states.empty(), rows, std::move(raw));
}

EncodedChunk encodeTexts(const Dictionary& dictionary, std::uint32_t first, std::uint32_t count) {
    std::vector<std::uint32_t> lengths(count);
    std::size_t total = 4 * std::size_t{count};
    for (std::uint32_t i = 0; i < count; ++i) {
        lengths[i] = static_cast<std::uint32_t>(dictionary.at(first + i).size());
        total += lengths[i];
    }
    std::string raw;
    raw.reserve(total);
    put(raw, lengths.data(), count);
    for (std::uint32_t i = 0; i < count; ++i)
        raw += dictionary.at(first + i);
    return packed(Layout::Texts, false, count, std::move(raw));
}

EncodedChunk encodeRows(std::span<const std::uint32_t> numbers) {
    std::string raw;
    const Layout layout = putCodes(raw, numbers.data(), numbers.size());
    return packed(layout, false, numbers.size(), std::move(raw));
}

std::size_t chunkLength(const Column& column, std::size_t first) {
    const std::size_t most = std::min(kChunkRows, column.rows - first);
    if (column.info.type != ValueType::Text) return most;
    const auto& offsets = column.texts.offsets;
    const std::uint64_t limit = offsets[first] + kPartBytes - 5 * kChunkRows;
    const auto begin = offsets.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = std::upper_bound(begin, begin + static_cast<std::ptrdiff_t>(most) + 1, limit);
    return std::clamp<std::size_t>(static_cast<std::size_t>(end - begin) - 1, 1, most);
}

std::int64_t chunkChecksum(std::string_view data, std::initializer_list<std::int64_t> row) {
    const XXH64_hash_t seed = XXH3_64bits(row.begin(), row.size() * sizeof(std::int64_t));
    return static_cast<std::int64_t>(XXH3_64bits_withSeed(data.data(), data.size(), seed));
}

bool unpack(int encoding, std::string& data, std::uint64_t bytes, std::string& out) {
    if (encoding & kPacked) return unpack(encoding, std::string_view(data), bytes, out);
    out.swap(data);
    return out.size() == bytes;
}

bool unpack(int encoding, std::string_view data, std::uint64_t bytes, std::string& out) {
    if (!(encoding & kPacked)) {
        out.assign(data);
        return data.size() == bytes;
    }
    // LZ4 never makes more than 255 bytes of one: a length beyond that is a lie, not a reason to take the memory
    if (bytes > data.size() * 255 + 64 || bytes >= static_cast<std::uint64_t>(LZ4_MAX_INPUT_SIZE)) return false;
    out.resize(bytes);
    return LZ4_decompress_safe(data.data(), out.data(), static_cast<int>(data.size()), static_cast<int>(bytes)) ==
           static_cast<int>(bytes);
}

bool viewChunk(int encoding, std::size_t rows, std::string_view unpacked, ChunkView& out) {
    const int layout = encoding & 15;
    if (layout < 1 || layout > static_cast<int>(Layout::Texts) || (encoding & ~63)) return false;
    static constexpr std::size_t kWidths[] = {0, 1, 2, 4, 1, 8, 4, 8, 4, 4};
    const std::size_t states = encoding & kStates ? rows : 0;
    out.layout = static_cast<Layout>(layout);
    out.rows = rows;
    out.values = reinterpret_cast<const unsigned char*>(unpacked.data());
    std::size_t fixed = rows * kWidths[layout] + (out.layout == Layout::TimesDelta ? 16 : 0);
    if (unpacked.size() < fixed + states) return false;
    if (out.layout == Layout::Texts) {
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < rows; ++i)
            total += loadAs<std::uint32_t>(out.values + 4 * i);
        if (total != unpacked.size() - fixed - states) return false;
        out.textBytes = unpacked.substr(fixed, static_cast<std::size_t>(total));
        fixed += static_cast<std::size_t>(total);
    }
    if (unpacked.size() != fixed + states) return false;
    out.states = states ? out.values + fixed : nullptr;
    for (std::size_t i = 0; i < states; ++i)
        if (out.states[i] >= kCellStateCount) return false;
    return true;
}

} // namespace xo
