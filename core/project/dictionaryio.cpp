#include "core/project/dictionaryio.h"

#include "core/base/parallel.h"
#include "core/project/chunkcodec.h"

#include <algorithm>
#include <vector>

namespace xo {

namespace {

constexpr std::size_t kPackedAhead = 8; // chunks of a dictionary

} // namespace

Result<std::shared_ptr<const Dictionary>> DictionaryStore::get(std::int64_t id, std::uint32_t codes) {
    const std::lock_guard lock(m_mutex);
    const auto known = m_dictionaries.find(id);
    if (known != m_dictionaries.end() && known->second->size() > codes) return known->second;
    auto dictionary = read(id, codes);
    if (dictionary) m_dictionaries[id] = *dictionary;
    return dictionary;
}

void DictionaryStore::put(std::int64_t id, std::shared_ptr<const Dictionary> dictionary) {
    const std::lock_guard lock(m_mutex);
    m_dictionaries[id] = std::move(dictionary);
}

void DictionaryStore::clear() {
    const std::lock_guard lock(m_mutex);
    m_dictionaries.clear();
}

namespace {

// A chunk of texts as it stands in the file, its checksum verified.
struct PackedTexts {
    std::uint32_t first = 0;
    std::int64_t count = 0, bytes = 0;
    int encoding = 0;
    std::string data;

    // False when the bytes are no such texts.
    bool unpackTo(std::string& raw, ChunkView& view) const {
        return unpack(encoding, data, static_cast<std::uint64_t>(bytes), raw) &&
               viewChunk(encoding, static_cast<std::size_t>(count), raw, view) && view.layout == Layout::Texts;
    }
};

void appendTexts(const ChunkView& view, Dictionary& dictionary) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < view.rows; ++i) {
        const auto length = loadAs<std::uint32_t>(view.values + 4 * i);
        dictionary.append(view.textBytes.substr(at, length));
        at += length;
    }
}

// More texts than this wait packed until one of them is asked for: most figures need no customer's key.
constexpr std::uint32_t kFewTexts = 4 * kChunkRows;

} // namespace

Result<std::shared_ptr<const Dictionary>> DictionaryStore::read(std::int64_t id, std::uint32_t codes) {
    const auto bad = [&](std::uint32_t first) {
        return fail("project.bad_chunk", {"(dictionary)", std::to_string(id), std::to_string(first) + "…"});
    };
    std::vector<PackedTexts> chunks;
    std::uint32_t size = 1;
    while (size <= codes) {
        PackedTexts chunk;
        chunk.first = size;
        {
            // the database belongs to other threads between two chunks
            const std::lock_guard lock(m_database->mutex);
            Statement statement(*m_database,
                                "SELECT part, count, encoding, bytes, checksum, data FROM dictionary_chunk "
                                "WHERE dictionary = ?1 AND first = ?2 ORDER BY part");
            statement.bind(1, id).bind(2, static_cast<std::int64_t>(size));
            for (std::int64_t part = 0;; ++part) {
                const auto more = statement.step();
                if (!more) return more.failure();
                if (!*more) break;
                chunk.count = statement.integer(1);
                chunk.encoding = static_cast<int>(statement.integer(2));
                chunk.bytes = statement.integer(3);
                const std::string_view blob = statement.blob(5);
                if (statement.integer(0) != part ||
                    statement.integer(4) !=
                        chunkChecksum(blob, {id, size, part, chunk.count, chunk.encoding, chunk.bytes}))
                    return bad(size);
                chunk.data += blob;
            }
        }
        if (chunk.count <= 0 || chunk.count > static_cast<std::int64_t>(kChunkRows) ||
            size + chunk.count > INT64_C(0xffffffff))
            return bad(size);
        size += static_cast<std::uint32_t>(chunk.count);
        chunks.push_back(std::move(chunk));
    }
    const bool later = size > kFewTexts;
    auto dictionary = std::make_shared<Dictionary>();
    std::string raw;
    ChunkView view;
    for (const PackedTexts& chunk : chunks) {
        if (!chunk.unpackTo(raw, view)) return bad(chunk.first);
        if (!later) appendTexts(view, *dictionary);
    }
    if (later)
        return Dictionary::later(size, [packed = std::move(chunks)](Dictionary& texts) {
            std::string bytes;
            ChunkView unpacked;
            for (const PackedTexts& chunk : packed)
                if (chunk.unpackTo(bytes, unpacked)) appendTexts(unpacked, texts);
        });
    dictionary->index();
    return std::shared_ptr<const Dictionary>(dictionary);
}

Result<void> writeDictionary(Database& database, std::int64_t id, const Dictionary& dictionary, std::uint32_t first,
                             const JobContext& context) {
    struct Range {
        std::uint32_t first = 0, count = 0;
        EncodedChunk chunk;
    };
    while (first < dictionary.size()) {
        std::vector<Range> ranges;
        for (std::uint32_t next = first; next < dictionary.size() && ranges.size() < kPackedAhead;) {
            Range& range = ranges.emplace_back();
            range.first = next;
            for (std::size_t bytes = 0;
                 next < dictionary.size() && range.count < kChunkRows && (range.count == 0 || bytes < kPartBytes / 2);
                 ++next, ++range.count)
                bytes += dictionary.at(next).size() + 4;
        }
        forEachChunk(ranges.size(), context, [&](std::size_t, std::size_t i) {
            ranges[i].chunk = encodeTexts(dictionary, ranges[i].first, ranges[i].count);
        });
        const std::lock_guard lock(database.mutex);
        Statement insert(database, "INSERT INTO dictionary_chunk(dictionary, first, part, count, encoding, bytes, "
                                   "checksum, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        for (const Range& range : ranges) {
            if (context.cancelled()) return cancelled();
            const EncodedChunk& chunk = range.chunk;
            const auto size = static_cast<std::int64_t>(chunk.bytes), count = std::int64_t{range.count};
            for (std::size_t part = 0; part == 0 || part * kPartBytes < chunk.data.size(); ++part) {
                const std::string_view piece = std::string_view(chunk.data).substr(part * kPartBytes, kPartBytes);
                const auto number = static_cast<std::int64_t>(part);
                insert.bind(1, id).bind(2, std::int64_t{range.first}).bind(3, number).bind(4, count);
                insert.bind(5, chunk.encoding).bind(6, size);
                insert.bind(7, chunkChecksum(piece, {id, range.first, number, count, chunk.encoding, size}));
                if (auto done = insert.bindBlob(8, piece).run(); !done) return done;
            }
            first += range.count;
        }
    }
    const std::lock_guard lock(database.mutex);
    Statement update(database, "UPDATE dictionary SET codes = ?2 WHERE id = ?1");
    update.bind(1, id).bind(2, static_cast<std::int64_t>(dictionary.size()) - 1);
    return update.run();
}

} // namespace xo
