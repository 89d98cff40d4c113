#include "core/io/csvcolumns.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/columnar/options.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace xo::io {

namespace {

constexpr std::size_t kLargeCells = 1U << 14;
constexpr std::size_t kLongestNumber = 40; // of numbers and times
constexpr double kWhole = 1e15;            // whole numbers below are written digit by digit
constexpr std::size_t kScoreCodes = 256;
constexpr std::size_t kPollEvery = 1U << 12;
constexpr std::size_t kCombinations = 1U << 12; // of columns that are written as one, at most

std::int64_t dayOf(std::int64_t ms) {
    return ms >= 0 ? ms / kMsPerDay : -((-ms + kMsPerDay - 1) / kMsPerDay);
}

char* putTwo(char* at, unsigned value) {
    at[0] = static_cast<char>('0' + value / 10);
    at[1] = static_cast<char>('0' + value % 10);
    return at + 2;
}

// As appendCsvField() judges; a blank at the beginning counts unless something is put before it.
bool wantsQuotes(std::string_view text, bool guarded) {
    if (text.empty()) return false;
    std::uint8_t found = (!guarded && text.front() == ' ') || text.back() == ' ' ? 1 : 0;
    const char* const bytes = text.data();
    for (std::size_t i = 0, size = text.size(); i < size; ++i) {
        const std::uint8_t odd = bytes[i] == ',' || bytes[i] == '"' || bytes[i] == '\r' || bytes[i] == '\n' ? 1 : 0;
        found = static_cast<std::uint8_t>(found | odd);
    }
    return found != 0;
}

} // namespace

CsvColumns::CsvColumns(const std::vector<std::shared_ptr<const Column>>& columns, const ListOptions& options,
                       const JobContext& job)
    : m_options(options), m_sources(columns.size()) {
    forEachChunk(columns.size(), job, [&](std::size_t, std::size_t i) { m_sources[i] = sourceOf(*columns[i], job); });
    joinSources(columns.empty() ? 0 : columns.front()->rows);
    m_longest = Piece::kAtOnce + 4;
    for (const Source& source : m_sources) {
        std::uint64_t longest = kLongestNumber;
        for (std::size_t code = 0; code + 1 < source.offsets.size(); ++code)
            longest = std::max(longest, source.offsets[code + 1] - source.offsets[code]);
        m_longest += static_cast<std::size_t>(longest) + 1;
    }
}

CsvColumns::Source CsvColumns::sourceOf(const Column& column, const JobContext& job) const {
    Source out;
    out.column = &column;
    out.offsets.push_back(0);
    switch (column.info.type) {
    case ValueType::Set:
    case ValueType::Category: {
        const bool set = column.info.type == ValueType::Set;
        const Dictionary& texts = *column.dictionary;
        std::vector<std::uint8_t> used; // of a dictionary that is larger than the column
        if (texts.size() > column.rows) {
            used.resize(texts.size(), 0);
            column.codes.visit([&](const auto& codes) {
                for (const auto code : codes)
                    used[code] = 1;
            });
        }
        out.offsets.reserve(texts.size() + 1);
        addCell(out, {});
        for (std::uint32_t code = 1; code < texts.size(); ++code) {
            if (code % kPollEvery == 0 && job.cancelled()) break;
            if (!used.empty() && used[code] == 0)
                addCell(out, {});
            else
                set ? addCell(out, shownOptions(texts.at(code))) : addCell(out, texts.at(code));
        }
        out.kind = static_cast<Kind>(column.codes.storage().index());
        column.codes.visit([&](const auto& codes) { out.codes = codes.data(); });
        break;
    }
    case ValueType::Score:
        for (std::size_t byte = 0; byte < kScoreCodes; ++byte)
            addCell(out, byte < kScoreStateBase ? formatNumber(static_cast<double>(byte) + column.info.role.scaleLow)
                                                : std::string());
        out.kind = Kind::Scores;
        out.codes = column.scores.data();
        break;
    case ValueType::Integer:
    case ValueType::Number:
        out.kind = Kind::Number;
        break;
    case ValueType::Date:
        out.kind = Kind::Day;
        break;
    case ValueType::DateTime:
        out.kind = Kind::Time;
        break;
    case ValueType::Text:
        out.kind = Kind::Text;
        break;
    }
    out.cells.append(Piece::kAtOnce, '\0');
    if ((out.kind == Kind::Codes8 || out.kind == Kind::Scores) && out.guarded.empty()) {
        std::array<std::uint8_t, 256> seen{};
        const auto* const codes = static_cast<const std::uint8_t*>(out.codes);
        for (std::size_t row = 0; row < column.rows; ++row)
            seen[codes[row]] = 1;
        for (std::size_t code = 0; code < seen.size(); ++code)
            if (seen[code] != 0) out.used.push_back(static_cast<std::uint8_t>(code));
    }
    out.large = out.kind == Kind::Codes16 || out.kind == Kind::Codes32 ? out.cells.size() > kLargeCells : false;
    return out;
}

// Neighbours as long as their combinations are few, and fewer than the rows.
void CsvColumns::joinSources(std::size_t rows) {
    const std::size_t most = std::min(kCombinations, rows);
    std::vector<Source> out;
    for (std::size_t first = 0; first < m_sources.size();) {
        std::size_t last = first, combinations = 1;
        while (last < m_sources.size() && !m_sources[last].used.empty() &&
               combinations * m_sources[last].used.size() <= most)
            combinations *= m_sources[last++].used.size();
        if (last - first > 1)
            out.push_back(joined(std::span(m_sources).subspan(first, last - first), combinations));
        else
            out.push_back(std::move(m_sources[last = first]));
        first = std::max(last, first + 1);
    }
    m_sources = std::move(out);
}

CsvColumns::Source CsvColumns::joined(std::span<const Source> sources, std::size_t combinations) {
    Source out;
    out.kind = Kind::Joined;
    out.offsets.push_back(0);
    std::vector<std::size_t> strides;
    std::size_t stride = combinations;
    for (const Source& source : sources) {
        stride /= source.used.size();
        strides.push_back(stride);
        Part& part = out.parts.emplace_back();
        part.codes = static_cast<const std::uint8_t*>(source.codes);
        for (std::size_t i = 0; i < source.used.size(); ++i)
            part.place[source.used[i]] = static_cast<std::uint16_t>(i * stride);
    }
    for (std::size_t at = 0; at < combinations; ++at) {
        for (std::size_t i = 0; i < sources.size(); ++i) {
            if (i > 0) out.cells += ',';
            const Source& source = sources[i];
            const std::size_t code = source.used[at / strides[i] % source.used.size()];
            const auto begin = static_cast<std::size_t>(source.offsets[code]);
            out.cells.append(source.cells, begin, static_cast<std::size_t>(source.offsets[code + 1]) - begin);
        }
        out.offsets.push_back(out.cells.size());
    }
    out.cells.append(Piece::kAtOnce, '\0');
    return out;
}

void CsvColumns::addCell(Source& source, std::string_view text) const {
    const bool guarded =
        m_options.guardFormulas && source.column->info.type != ValueType::Score && looksLikeFormula(text);
    if (guarded) {
        source.guarded.resize(source.offsets.size() - 1, 0);
        source.guarded.push_back(1);
        appendCsvField(source.cells, "'" + std::string(text));
    } else {
        if (!source.guarded.empty()) source.guarded.push_back(0);
        appendCsvField(source.cells, text);
    }
    source.offsets.push_back(source.cells.size());
}

void CsvColumns::make(std::size_t begin, std::size_t end, Piece& piece, const JobContext& job) const {
    constexpr std::size_t kFirst = 1U << 20;
    if (piece.m_bytes.empty()) {
        piece.m_bytes.resize(kFirst + m_longest);
        piece.m_utcDays.resize(Piece::kDays);
        piece.m_localDays.resize(Piece::kDays);
        piece.m_fetched.resize(m_sources.size());
        for (std::size_t c = 0; c < m_sources.size(); ++c)
            if (m_sources[c].large) piece.m_fetched[c].resize(Piece::kTogether);
    }
    piece.m_used = 0;
    piece.m_guarded = 0;
    std::vector<const TextVector*> texts;
    for (const Source& source : m_sources)
        if (source.kind == Kind::Text) texts.push_back(&source.column->texts);
    for (std::size_t row = begin; row < end; ++row) {
        if ((row - begin) % kPollEvery == 0 && job.cancelled()) return;
        const std::size_t fetched = (row - begin) % Piece::kTogether;
        for (std::size_t c = 0; c < m_sources.size() && fetched == 0; ++c)
            if (m_sources[c].large) fetch(m_sources[c], row, std::min(end, row + Piece::kTogether), piece.m_fetched[c]);
        std::size_t longest = m_longest;
        for (const TextVector* text : texts) // every character may be a quote, which is written twice
            longest += 2 * static_cast<std::size_t>(text->offsets[row + 1] - text->offsets[row]) + 3;
        if (piece.m_bytes.size() - piece.m_used < longest) piece.m_bytes.resize(piece.m_bytes.size() * 2 + longest);
        char* const first = piece.m_bytes.data() + piece.m_used;
        char* at = first;
        for (std::size_t c = 0; c < m_sources.size(); ++c) {
            if (c > 0) *at++ = ',';
            const Source& source = m_sources[c];
            if (!source.large || !source.guarded.empty()) {
                at = put(at, source, row, piece);
                continue;
            }
            const Piece::Fetched& cell = piece.m_fetched[c][fetched];
            std::memcpy(at, cell.head.data(), Piece::kAtOnce);
            if (cell.size > Piece::kAtOnce)
                std::memcpy(at + Piece::kAtOnce, cell.from + Piece::kAtOnce, cell.size - Piece::kAtOnce);
            at += cell.size;
        }
        // a lone empty cell would read as an empty line, which readers skip
        if (at == first) *at++ = '"', *at++ = '"';
        *at++ = '\n';
        piece.m_used += static_cast<std::size_t>(at - first);
    }
}

char* CsvColumns::put(char* at, const Source& source, std::size_t row, Piece& piece) const {
    switch (source.kind) {
    case Kind::Codes8:
    case Kind::Scores:
        return putCode(at, source, static_cast<const std::uint8_t*>(source.codes)[row], piece);
    case Kind::Codes16:
        return putCode(at, source, static_cast<const std::uint16_t*>(source.codes)[row], piece);
    case Kind::Codes32:
        return putCode(at, source, static_cast<const std::uint32_t*>(source.codes)[row], piece);
    case Kind::Joined: {
        std::size_t combination = 0;
        for (const Part& part : source.parts)
            combination += part.place[part.codes[row]];
        return putCode(at, source, combination, piece);
    }
    case Kind::Number: {
        const double value = source.column->numbers[row];
        if (std::isnan(value)) return at;
        if (std::abs(value) < kWhole && value == std::floor(value))
            return std::to_chars(at, at + kLongestNumber, static_cast<std::int64_t>(value)).ptr;
        const std::string text = formatNumber(value);
        return std::copy(text.begin(), text.end(), at);
    }
    case Kind::Day:
        return putTime(at, source.column->times[row], true, piece);
    case Kind::Time:
        return putTime(at, source.column->times[row], false, piece);
    case Kind::Text:
        break;
    }
    return source.column->isValid(row) ? putText(at, source.column->texts[row], piece) : at;
}

char* CsvColumns::putCode(char* at, const Source& source, std::size_t code, Piece& piece) const {
    const char* const from = source.cells.data() + source.offsets[code];
    const auto size = static_cast<std::size_t>(source.offsets[code + 1] - source.offsets[code]);
    std::memcpy(at, from, Piece::kAtOnce);
    if (size > Piece::kAtOnce) std::memcpy(at + Piece::kAtOnce, from + Piece::kAtOnce, size - Piece::kAtOnce);
    if (!source.guarded.empty()) piece.m_guarded += source.guarded[code];
    return at + size;
}

// Row by row every cell would wait for the memory; in loops that do nothing else many are on their way at a time.
void CsvColumns::fetch(const Source& source, std::size_t begin, std::size_t end,
                       std::vector<Piece::Fetched>& out) const {
    const auto look = [&](const auto* codes) {
        for (std::size_t row = begin; row < end; ++row) {
            const std::uint64_t offset = source.offsets[codes[row]];
            out[row - begin].from = source.cells.data() + offset;
            out[row - begin].size = static_cast<std::size_t>(source.offsets[codes[row] + 1U] - offset);
        }
    };
    source.kind == Kind::Codes16 ? look(static_cast<const std::uint16_t*>(source.codes))
                                 : look(static_cast<const std::uint32_t*>(source.codes));
    for (std::size_t i = 0; i < end - begin; ++i)
        std::memcpy(out[i].head.data(), out[i].from, Piece::kAtOnce);
}

char* CsvColumns::putText(char* at, std::string_view text, Piece& piece) const {
    const bool guard = m_options.guardFormulas && looksLikeFormula(text);
    const bool quote = wantsQuotes(text, guard);
    if (guard) ++piece.m_guarded;
    if (!quote) {
        if (guard) *at++ = '\'';
        return std::copy(text.begin(), text.end(), at);
    }
    *at++ = '"';
    if (guard) *at++ = '\'';
    for (const char c : text) {
        if (c == '"') *at++ = '"';
        *at++ = c;
    }
    *at++ = '"';
    return at;
}

char* CsvColumns::putTime(char* at, Instant instant, bool dateOnly, Piece& piece) const {
    if (instant == kNoTime) return at;
    const std::int64_t utcDay = dayOf(instant);
    Piece::UtcDay& utc = piece.m_utcDays[static_cast<std::size_t>(utcDay) % Piece::kDays];
    if (utc.day != utcDay) {
        utc.day = utcDay;
        utc.offset = m_options.zone.offsetAt(utcDay * kMsPerDay);
        utc.even = m_options.zone.offsetAt((utcDay + 1) * kMsPerDay) == utc.offset;
    }
    const std::int64_t local = instant + (utc.even ? utc.offset : m_options.zone.offsetAt(instant));
    const std::int64_t localDay = dayOf(local);
    Piece::LocalDay& known = piece.m_localDays[static_cast<std::size_t>(localDay) % Piece::kDays];
    if (known.day != localDay) {
        const std::string text = m_options.zone.formatLocal(instant, true);
        if (text.size() != known.text.size()) { // a year of more than four digits
            const std::string whole = m_options.zone.formatLocal(instant, dateOnly);
            return std::copy(whole.begin(), whole.end(), at);
        }
        known.day = localDay;
        std::copy(text.begin(), text.end(), known.text.begin());
    }
    at = std::copy(known.text.begin(), known.text.end(), at);
    if (dateOnly) return at;
    const auto rest = static_cast<unsigned>(local - localDay * kMsPerDay);
    const unsigned seconds = rest / 1000, milli = rest % 1000;
    *at++ = ' ';
    at = putTwo(at, seconds / 3600);
    *at++ = ':';
    at = putTwo(at, seconds / 60 % 60);
    *at++ = ':';
    at = putTwo(at, seconds % 60);
    if (milli == 0) return at;
    *at++ = '.';
    *at++ = static_cast<char>('0' + milli / 100);
    return putTwo(at, milli % 100);
}

} // namespace xo::io
