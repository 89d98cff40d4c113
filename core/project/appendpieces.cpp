#include "core/project/appendparts.h"
#include "core/project/chunkcodec.h"
#include "core/project/digest.h"
#include "core/project/schema.h"
#include "core/project/storestate.h"

#include <algorithm>
#include <set>

namespace xo {

namespace {

/// Writes chunks as the pieces come. What can't be known before the last row (types, counts, dictionaries) is put right
/// by finish().
class PieceWriter : public BatchSink {
public:
    struct Encoded : Piece {
        std::vector<EncodedChunk> chunks;
    };

    PieceWriter(Database& database, DictionaryStore& dictionaries, const DatasetMeta& dataset, std::int64_t batch,
                const JobContext& context)
        : m_database(database), m_dictionaries(dictionaries), m_dataset(dataset), m_batch(batch), m_context(context) {}

    Result<bool> begin(const std::vector<ColumnInfo>& columns) override {
        m_infos = columns;
        auto planned = plan();
        if (!planned) return planned.failure();
        if (!*planned) return false;
        auto position = freePosition(m_database, m_dataset.id);
        if (!position) return position.failure();
        m_columns.resize(columns.size());
        for (std::size_t i = 0; i < columns.size(); ++i) {
            PlannedColumn row = m_planned[i];
            if (row.fresh) {
                row.meta.info.type = ValueType::Text; // its place is taken, what it is comes at the end
                row.meta.dictionary = 0;
                if (auto made = writeColumnRow(m_database, m_dataset.id, (*position)++, row); !made)
                    return made.failure();
            }
            m_columns[i].id = row.meta.id;
        }
        m_insert = std::make_unique<Statement>(
            m_database, "INSERT INTO chunk(dataset, batch, \"column\", number, part, \"rows\", encoding, bytes, "
                        "checksum, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
        return true;
    }

    std::shared_ptr<const Dictionary> known(std::size_t column) override {
        const ColumnMeta& meta = m_planned[column].meta;
        m_columns[column].known = 1;
        if (!isCoded(m_infos[column].type) || meta.dictionary == 0 || meta.dictionaryCodes == 0) return nullptr;
        auto read = m_dictionaries.get(meta.dictionary, meta.dictionaryCodes);
        if (!read) {
            m_failure = read.failure();
            return nullptr;
        }
        // a longer one is in the cache when an import was rolled back: no more than the file holds counts
        if ((*read)->size() != meta.dictionaryCodes + 1) {
            auto exact = std::make_shared<Dictionary>();
            for (std::uint32_t code = 1; code <= meta.dictionaryCodes; ++code)
                exact->add((*read)->at(code));
            *read = std::move(exact);
        }
        m_columns[column].known = (*read)->size();
        return *read;
    }

    std::unique_ptr<Piece> prepare(std::size_t, std::shared_ptr<const Column> rows) override {
        auto piece = std::make_unique<Encoded>();
        for (std::size_t first = 0; first < rows->rows;) {
            const std::size_t count = chunkLength(*rows, first);
            piece->chunks.push_back(encodeChunk(*rows, first, count, {}));
            first += count;
        }
        return piece;
    }

    Result<void> write(std::size_t column, std::unique_ptr<Piece> given) override {
        if (m_failure) return *m_failure;
        Written& written = m_columns[column];
        const std::lock_guard lock(m_database.mutex);
        for (const EncodedChunk& chunk : static_cast<Encoded&>(*given).chunks) {
            const std::int64_t number = written.chunks++;
            const auto rows = static_cast<std::int64_t>(chunk.rows), bytes = static_cast<std::int64_t>(chunk.bytes);
            for (std::size_t part = 0; part == 0 || part * kPartBytes < chunk.data.size(); ++part) {
                const std::string_view piece = std::string_view(chunk.data).substr(part * kPartBytes, kPartBytes);
                const auto place = static_cast<std::int64_t>(part);
                Statement& insert = *m_insert;
                insert.bind(1, m_dataset.id).bind(2, m_batch).bind(3, written.id).bind(4, number).bind(5, place);
                insert.bind(6, rows).bind(7, chunk.encoding).bind(8, bytes);
                insert.bind(9, chunkChecksum(piece, {written.id, m_batch, number, place, rows, chunk.encoding, bytes}));
                insert.bindBlob(10, piece);
                if (auto done = insert.run(); !done) return done;
            }
        }
        return {};
    }

    Result<bool> restart(std::size_t column, const ColumnInfo& info) override {
        m_infos[column] = info;
        m_columns[column].chunks = 0;
        {
            const std::lock_guard lock(m_database.mutex);
            Statement erase(m_database, "DELETE FROM chunk WHERE \"column\" = ?1 AND batch = ?2");
            if (auto done = erase.bind(1, m_columns[column].id).bind(2, m_batch).run(); !done) return done.failure();
        }
        return plan();
    }

    /// The columns as they turned out: their rows, dictionaries. False: they can't stay like this.
    Result<bool> finish(const ImportBatch& batch) {
        m_insert.reset();
        if (m_failure) return *m_failure;
        for (std::size_t i = 0; i < batch.columns.size(); ++i)
            m_infos[i] = batch.columns[i]->info;
        auto planned = plan();
        if (!planned || !*planned) return planned;
        for (std::size_t i = 0; i < m_planned.size(); ++i) {
            PlannedColumn& column = m_planned[i];
            column.meta.id = m_columns[i].id;
            if (auto written = writeFinal(column, batch.columns[i], m_columns[i].known); !written)
                return written.failure();
        }
        return true;
    }
    const std::vector<PlannedColumn>& columns() const { return m_planned; }

private:
    struct Written {
        std::int64_t id = 0;
        std::int64_t chunks = 0;
        std::uint32_t known = 1; ///< codes the dictionary had
    };

    // Matches the columns as they are believed to be with those of the dataset. False where cells would have to be
    // changed for that, or where it is a mistake: the way through memory knows what to do or to say.
    Result<bool> plan() {
        ImportBatch empty;
        empty.dataset = m_dataset.name;
        empty.kind = m_dataset.kind;
        for (const ColumnInfo& info : m_infos) {
            auto column = std::make_shared<Column>();
            column->info = info;
            if (isCoded(info.type)) column->dictionary = std::make_shared<Dictionary>();
            empty.columns.push_back(std::move(column));
        }
        std::vector<ColumnMeta> retyped;
        auto planned = planColumns(empty, m_dataset, retyped, [](const ColumnMeta&) -> Result<bool> { return true; });
        if (!planned || !retyped.empty()) return false;
        m_planned = std::move(*planned);
        const auto shared = sharedDictionaryCodes(m_database);
        std::set<std::int64_t> used;
        for (std::size_t i = 0; i < m_planned.size(); ++i) {
            PlannedColumn& column = m_planned[i];
            if (column.column != empty.columns[i]) return false;
            if (!isCoded(column.meta.info.type)) continue;
            if (column.meta.dictionary && !used.insert(column.meta.dictionary).second) return false;
            if (const auto codes = shared.find(column.meta.dictionary); codes != shared.end())
                column.meta.dictionaryCodes = codes->second;
        }
        return true;
    }

    Result<void> writeFinal(PlannedColumn& column, const std::shared_ptr<const Column>& cells, std::uint32_t known) {
        ColumnMeta& meta = column.meta;
        const bool coded = isCoded(meta.info.type);
        {
            const std::lock_guard lock(m_database.mutex);
            if (column.fresh && coded && meta.dictionary == 0) {
                Statement dictionary(m_database, "INSERT INTO dictionary(codes) VALUES (0)");
                if (auto done = dictionary.run(); !done) return done;
                meta.dictionary = m_database.lastRowId();
            }
            Statement update(m_database, "UPDATE \"column\" SET name = ?1, label = ?2, role = ?3, type = ?4, "
                                         "dictionary = ?5 WHERE id = ?6");
            const std::string role = meta.info.role.text();
            update.bind(1, std::string_view(meta.info.name)).bind(2, std::string_view(meta.info.label));
            update.bind(3, std::string_view(role)).bind(4, valueTypeName(meta.info.type));
            if (coded)
                update.bind(5, meta.dictionary);
            else
                update.bindNull(5);
            if (auto done = update.bind(6, meta.id).run(); !done) return done;
        }
        if (!coded || cells->dictionary->size() <= known) return {};
        return writeDictionary(m_database, meta.dictionary, *cells->dictionary, known, m_context);
    }

    Database& m_database;
    DictionaryStore& m_dictionaries;
    const DatasetMeta& m_dataset;
    std::int64_t m_batch;
    const JobContext& m_context;
    std::vector<ColumnInfo> m_infos;
    std::vector<PlannedColumn> m_planned;
    std::vector<Written> m_columns;
    std::unique_ptr<Statement> m_insert;
    std::optional<Unexpected> m_failure;
};

} // namespace

Result<std::optional<ImportReport>> Store::appendPieces(const std::string& name, DatasetKind kind, ImportMode mode,
                                                        const FillBatch& fill, const JobContext& context) {
    const std::optional<ImportReport> none;
    State& state = *m_state;
    const std::lock_guard lock(state.writing);
    if (!state.writable) return fail("project.read_only", {state.path});
    if (mode == ImportMode::Upsert || name.empty()) return none;
    Database& database = *state.database;
    auto catalog = readCatalog(database);
    if (!catalog) return catalog.failure();
    DatasetMeta dataset;
    dataset.name = name;
    dataset.kind = kind;
    if (const DatasetMeta* known = findDataset(*catalog, name)) dataset = *known;
    const bool existed = dataset.id != 0;
    const bool live = std::any_of(dataset.batches.begin(), dataset.batches.end(),
                                  [](const BatchMeta& b) { return b.state == BatchState::Live; });
    // a mistake, or a dataset that starts afresh: for append
    if (existed && (!live || dataset.kind != kind)) return none;
    auto before = visibleRows(database, dataset);
    if (!before) return before.failure();

    Transaction transaction(database);
    if (auto begun = state.begin(transaction); !begun) return begun.failure();
    std::vector<std::string> digests = catalogParts();
    if (!existed) {
        auto id = insertDataset(database, name, kind);
        if (!id) return id.failure();
        dataset.id = *id;
    }
    auto id = insertBatch(database, dataset, mode, state.clock());
    if (!id) return id.failure();
    PieceWriter writer(database, *state.dictionaries, dataset, *id, context);
    auto filled = fill(writer);
    if (!filled) return filled.failure();
    if (!*filled) return none;
    const ImportBatch& batch = **filled;
    if (batch.dataset != name) return none;

    ImportReport report;
    report.dataset = name;
    report.rowsRead = batch.rowsRead;
    report.rowsRejected = batch.rowsRejected;
    report.cellsUnparsed = batch.cellsUnparsed;
    report.cellsOutOfRange = batch.cellsOutOfRange;
    report.duplicateIds = batch.duplicateIds;
    if (live)
        if (const auto duplicate = findDuplicate(dataset, batch, mode)) {
            report.duplicateOf = duplicate;
            return std::optional(report);
        }
    auto finished = writer.finish(batch);
    if (!finished) return finished.failure();
    if (!*finished) return none;
    report.batch = *id;
    report.rowsImported = batch.columns.empty() ? 0 : batch.columns.front()->rows;
    std::vector<ColumnInfo> described;
    for (const PlannedColumn& column : writer.columns()) {
        if (column.fresh && live) report.newColumns.push_back(column.meta.info.name);
        described.push_back(column.meta.info);
    }
    for (const ColumnMeta& column : dataset.columns)
        if (std::none_of(described.begin(), described.end(),
                         [&](const ColumnInfo& info) { return info.name == column.info.name; }))
            report.missingColumns.push_back(column.info.name);
    if (auto written = completeBatch(database, *id, batch, report.rowsImported); !written) return written.failure();
    if (auto written = writeBatchColumns(database, *id, writer.columns()); !written) return written.failure();
    if (auto written = putValueLabels(database, name, described, !live); !written) return written.failure();
    if (auto written = writeProblems(database, *id, batch.problems); !written) return written.failure();
    digests.push_back("problem:" + std::to_string(*id));
    auto now = datasetNow(database, name);
    if (!now) return now.failure();
    auto after = visibleRows(database, *now);
    if (!after) return after.failure();
    report.rowsHidden = *before + report.rowsImported - *after;
    if (context.cancelled()) return cancelled();
    if (auto committed = state.commit(transaction, digests); !committed) return committed.failure();
    return std::optional(report);
}

} // namespace xo
