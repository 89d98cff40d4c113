#include "core/project/batchwriter.h"

#include "core/project/chunkcodec.h"
#include "core/project/columnreader.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <unordered_set>

namespace xo {

Result<void> mapDictionary(Database& database, DictionaryStore& dictionaries, PlannedColumn& plan,
                           GrownDictionaries& grown, const JobContext& context) {
    const Dictionary& own = *plan.column->dictionary;
    const std::int64_t id = plan.meta.dictionary;
    std::shared_ptr<const Dictionary> stored;
    if (const auto known = grown.find(id); known != grown.end()) {
        stored = known->second;
    } else {
        auto read = dictionaries.get(id, plan.meta.dictionaryCodes);
        if (!read) return read.failure();
        stored = *read;
    }
    const std::uint32_t before = stored->size();
    if (before == 1) {
        // nothing stored yet: the batch's own dictionary becomes the project's
        if (own.size() == 1) return {};
        grown[id] = plan.column->dictionary;
        return writeDictionary(database, id, own, 1, context);
    }
    plan.codeMap.assign(own.size(), 0);
    std::shared_ptr<Dictionary> longer;
    for (std::uint32_t code = 1; code < own.size(); ++code) {
        const std::string_view text = own.at(code);
        std::uint32_t mapped = longer ? longer->find(text) : stored->find(text);
        if (mapped == 0) {
            if (!longer) {
                longer = std::make_shared<Dictionary>();
                longer->reserve(before + own.size());
                for (std::uint32_t old = 1; old < before; ++old)
                    longer->add(stored->at(old));
            }
            mapped = longer->add(text);
        }
        plan.codeMap[code] = mapped;
    }
    if (!longer) return {};
    grown[id] = longer;
    return writeDictionary(database, id, *longer, before, context);
}

namespace {

struct ChunkJob {
    std::size_t column = 0;
    std::int64_t number = 0;
    std::size_t first = 0, rows = 0;
    EncodedChunk encoded;
};

void encodeAll(std::vector<ChunkJob>& jobs, const std::vector<PlannedColumn>& columns, unsigned threads) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < jobs.size(); i = next++) {
            const PlannedColumn& column = columns[jobs[i].column];
            jobs[i].encoded = encodeChunk(*column.column, jobs[i].first, jobs[i].rows, column.codeMap);
        }
    };
    std::vector<std::thread> helpers;
    for (unsigned t = 1; t < threads && t < jobs.size(); ++t)
        helpers.emplace_back(work);
    work();
    for (std::thread& helper : helpers)
        helper.join();
}

Result<void> insertChunks(Database& database, std::int64_t dataset, std::int64_t batch,
                          const std::vector<PlannedColumn>& columns, const std::vector<ChunkJob>& jobs) {
    for (const ChunkJob& job : jobs) {
        // one statement at a time: readers on other threads come in between
        const std::lock_guard lock(database.mutex);
        Statement insert(database,
                         "INSERT INTO chunk(dataset, batch, \"column\", number, part, \"rows\", encoding, bytes, "
                         "checksum, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
        const std::int64_t column = columns[job.column].meta.id;
        const auto rows = static_cast<std::int64_t>(job.rows), bytes = static_cast<std::int64_t>(job.encoded.bytes);
        for (std::size_t part = 0; part == 0 || part * kPartBytes < job.encoded.data.size(); ++part) {
            const std::string_view piece = std::string_view(job.encoded.data).substr(part * kPartBytes, kPartBytes);
            const auto number = static_cast<std::int64_t>(part);
            insert.bind(1, dataset).bind(2, batch).bind(3, column).bind(4, job.number).bind(5, number);
            insert.bind(6, rows).bind(7, job.encoded.encoding).bind(8, bytes);
            insert.bind(9,
                        chunkChecksum(piece, {column, batch, job.number, number, rows, job.encoded.encoding, bytes}));
            insert.bindBlob(10, piece);
            if (auto done = insert.run(); !done) return done;
        }
    }
    return {};
}

} // namespace

Result<void> writeChunks(Database& database, std::int64_t dataset, std::int64_t batch,
                         const std::vector<PlannedColumn>& columns, const JobContext& context) {
    constexpr std::size_t kWave = 32;
    const unsigned threads = context.threads ? context.threads : std::max(1u, std::thread::hardware_concurrency());
    std::vector<ChunkJob> wave;
    std::uint64_t done = 0, total = 0;
    for (const PlannedColumn& plan : columns)
        total += plan.column->rows;
    const auto flush = [&]() -> Result<void> {
        if (context.cancelled()) return cancelled();
        encodeAll(wave, columns, threads);
        auto written = insertChunks(database, dataset, batch, columns, wave);
        for (const ChunkJob& job : wave)
            done += job.rows;
        wave.clear();
        context.report({done, total, "stage.writing"});
        return written;
    };
    for (std::size_t c = 0; c < columns.size(); ++c) {
        std::int64_t number = 0;
        for (std::size_t row = 0; row < columns[c].column->rows;) {
            const std::size_t rows = chunkLength(*columns[c].column, row);
            wave.push_back({c, number++, row, rows, {}});
            row += rows;
            if (wave.size() < kWave) continue;
            if (auto flushed = flush(); !flushed) return flushed;
        }
    }
    return flush();
}

namespace {

// Finds equal keys: categories by their code in the project's dictionary, other types by their text.
class KeySet {
public:
    KeySet(const PlannedColumn& plan, const GrownDictionaries& grown) : m_plan(plan) {
        const Column& column = *plan.column;
        m_coded = column.info.type == ValueType::Category;
        if (m_coded) {
            const auto dictionary = grown.find(plan.meta.dictionary);
            std::uint32_t codes = plan.meta.dictionaryCodes + 1;
            if (dictionary != grown.end()) codes = std::max(codes, dictionary->second->size());
            m_codes = Bitmap(codes);
        }
    }
    /// False when the key was there already; blank keys are always new.
    bool insert(std::size_t row) {
        const Column& column = *m_plan.column;
        if (!column.isValid(row)) return true;
        if (!m_coded) return m_texts.insert(column.text(row, m_zone)).second;
        const std::uint32_t own = column.codes[row];
        const std::uint32_t code = m_plan.codeMap.empty() ? own : m_plan.codeMap[own];
        if (m_codes.test(code)) return false;
        m_codes.set(code);
        return true;
    }
    bool contains(const Column& stored, std::size_t row) const {
        if (!stored.isValid(row)) return false;
        if (!m_coded) return m_texts.contains(stored.text(row, m_zone));
        return stored.codes[row] < m_codes.size() && m_codes.test(stored.codes[row]);
    }

private:
    const PlannedColumn& m_plan;
    bool m_coded = false;
    Bitmap m_codes;
    std::unordered_set<std::string> m_texts;
    TimeZone m_zone;
};

} // namespace

Result<Tombstones> findReplaced(Database& database, DictionaryStore& dictionaries, const DatasetMeta& dataset,
                                std::int64_t batch, const PlannedColumn& key, const GrownDictionaries& grown,
                                const JobContext& context) {
    Tombstones tombstones;
    KeySet keys(key, grown);
    std::vector<std::uint32_t> own;
    for (std::size_t row = key.column->rows; row-- > 0;)
        if (!keys.insert(row)) own.push_back(static_cast<std::uint32_t>(row));
    std::reverse(own.begin(), own.end());
    if (!own.empty()) tombstones[batch] = std::move(own);
    if (key.fresh) return tombstones;
    // undone batches too: should one be redone, its rows stay behind the newer ones
    for (const BatchMeta& older : dataset.batches) {
        if (context.cancelled()) return cancelled();
        if (!older.has(key.meta.id)) continue;
        DatasetView view;
        view.meta = dataset;
        view.rows = older.rows;
        view.batches.push_back({older, nullptr, older.rows});
        auto stored = readColumn(database, dictionaries, view, key.meta);
        if (!stored) return stored.failure();
        std::vector<std::uint32_t> rows;
        for (std::size_t row = 0; row < (*stored)->rows; ++row)
            if (keys.contains(**stored, row)) rows.push_back(static_cast<std::uint32_t>(row));
        if (!rows.empty()) tombstones[older.id] = std::move(rows);
    }
    return tombstones;
}

Result<void> writeTombstones(Database& database, std::int64_t batch, const Tombstones& tombstones) {
    constexpr std::size_t kRows = 524'288;
    const std::lock_guard lock(database.mutex);
    Statement insert(database,
                     "INSERT INTO tombstone(batch, target, number, \"rows\", encoding, bytes, checksum, data) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    for (const auto& [target, rows] : tombstones) {
        std::int64_t number = 0;
        for (std::size_t first = 0; first < rows.size(); first += kRows, ++number) {
            const auto part = std::span(rows).subspan(first, std::min(kRows, rows.size() - first));
            const EncodedChunk chunk = encodeRows(part);
            const auto count = static_cast<std::int64_t>(part.size()), bytes = static_cast<std::int64_t>(chunk.bytes);
            insert.bind(1, batch).bind(2, target).bind(3, number).bind(4, count);
            insert.bind(5, chunk.encoding).bind(6, bytes);
            insert.bind(7, chunkChecksum(chunk.data, {batch, target, number, count, chunk.encoding, bytes}));
            insert.bindBlob(8, chunk.data);
            if (auto done = insert.run(); !done) return done;
        }
    }
    return {};
}

} // namespace xo
