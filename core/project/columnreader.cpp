#include "core/project/columnreader.h"

#include "core/project/arrangement.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <optional>

namespace xo {

namespace {

Unexpected badChunk(const DatasetMeta& dataset, const ColumnMeta& column, const BatchMeta& batch, std::uint64_t first,
                    std::uint64_t rows) {
    const std::uint64_t last = std::max<std::uint64_t>(first + std::max<std::uint64_t>(rows, 1), first + 1);
    return fail("project.bad_chunk", {dataset.name, column.info.name,
                                      std::to_string(first + 1) + "-" +
                                          std::to_string(std::min(last, std::max<std::uint64_t>(batch.rows, 1))) +
                                          " (batch " + std::to_string(batch.id) + ")"});
}

bool layoutFits(Layout layout, ValueType type) {
    switch (layout) {
    case Layout::Codes8:
    case Layout::Codes16:
    case Layout::Codes32:
        return isCoded(type);
    case Layout::Scores:
        return type == ValueType::Score;
    case Layout::Doubles:
    case Layout::Whole32:
        return type == ValueType::Integer || type == ValueType::Number;
    case Layout::Times64:
    case Layout::TimesDelta:
        return type == ValueType::Date || type == ValueType::DateTime;
    case Layout::Texts:
        return type == ValueType::Text;
    }
    return false;
}

// About how many bytes the texts of a column have, as far as the file can hold so many: the memory is taken once then.
std::size_t textBytes(Database& database, const ColumnMeta& column) {
    constexpr std::uint64_t kMostPacked = 4;
    const std::uint64_t most = kMostPacked * database.fileSize();
    const std::lock_guard lock(database.mutex);
    // summed here: functions are not allowed in a file that somebody else may have written
    Statement statement(database, "SELECT bytes, \"rows\" FROM chunk WHERE \"column\" = ?1 AND part = 0");
    statement.bind(1, column.id);
    std::uint64_t bytes = 0;
    for (auto more = statement.step(); more && *more && bytes < most; more = statement.step()) {
        const std::int64_t texts =
            statement.integer(0) - 4 * std::clamp<std::int64_t>(statement.integer(1), 0, kChunkRows);
        bytes += static_cast<std::uint64_t>(std::max<std::int64_t>(0, texts));
    }
    return static_cast<std::size_t>(std::min(bytes, most));
}

// Collects the rows that count of one column, chunk by chunk.
class Collector {
public:
    Collector(Column& column, std::uint32_t codeCount, std::size_t rows) : m_column(column), m_codeCount(codeCount) {
        switch (column.info.type) {
        case ValueType::Category:
        case ValueType::Set:
            if (codeCount <= 0x100)
                m_codes.emplace<0>().reserve(rows);
            else if (codeCount <= 0x10000)
                m_codes.emplace<1>().reserve(rows);
            else
                m_codes.emplace<2>().reserve(rows);
            break;
        case ValueType::Score:
            column.scores.reserve(rows);
            break;
        case ValueType::Integer:
        case ValueType::Number:
            column.numbers.reserve(rows);
            break;
        case ValueType::Date:
        case ValueType::DateTime:
            column.times.reserve(rows);
            break;
        case ValueType::Text:
            column.texts.offsets.reserve(rows + 1);
            break;
        }
    }

    void blanks(std::size_t rows) {
        switch (m_column.info.type) {
        case ValueType::Category:
        case ValueType::Set:
            std::visit([&](auto& v) { v.resize(v.size() + rows); }, m_codes);
            break;
        case ValueType::Score:
            m_column.scores.resize(m_column.scores.size() + rows, scoreByte(CellState::Blank));
            break;
        case ValueType::Integer:
        case ValueType::Number:
            m_column.numbers.resize(m_column.numbers.size() + rows, std::numeric_limits<double>::quiet_NaN());
            break;
        case ValueType::Date:
        case ValueType::DateTime:
            m_column.times.resize(m_column.times.size() + rows, kNoTime);
            break;
        case ValueType::Text:
            m_column.texts.offsets.resize(m_column.texts.offsets.size() + rows, m_column.texts.bytes.size());
            break;
        }
        m_rows += rows;
        if (!m_column.states.empty()) fillStates();
    }

    // False when a value can't be right. `at` is the batch's row the chunk starts with.
    bool chunk(const ChunkView& view, const Bitmap* hidden, std::uint64_t at) {
        const std::size_t before = m_rows;
        const Rows rows{view.rows, hidden, static_cast<std::size_t>(at)};
        const unsigned char* values = view.values;
        constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
        bool good = true;
        switch (view.layout) {
        case Layout::Codes8:
            good = codes<std::uint8_t>(values, rows);
            break;
        case Layout::Codes16:
            good = codes<std::uint16_t>(values, rows);
            break;
        case Layout::Codes32:
            good = codes<std::uint32_t>(values, rows);
            break;
        case Layout::Scores:
            good = most<std::uint8_t>(values, view.rows) < kScoreStateBase + kCellStateCount;
            m_rows += take<std::uint8_t>(m_column.scores, values, rows, [](std::uint8_t score) { return score; });
            break;
        case Layout::Doubles:
            m_rows += take<double>(m_column.numbers, values, rows, [](double number) { return number; });
            break;
        case Layout::Whole32:
            m_rows += take<std::int32_t>(m_column.numbers, values, rows, [=](std::int32_t number) {
                return number == INT32_MIN ? kNone : static_cast<double>(number);
            });
            break;
        case Layout::Times64:
            m_rows += take<Instant>(m_column.times, values, rows, [](Instant time) { return time; });
            break;
        case Layout::TimesDelta: {
            const auto least = loadAs<std::uint64_t>(values), unit = loadAs<std::uint64_t>(values + 8);
            m_rows += take<std::uint32_t>(m_column.times, values + 16, rows, [=](std::uint32_t delta) {
                return delta ? static_cast<Instant>(least + (delta - std::uint64_t{1}) * unit) : kNoTime;
            });
            break;
        }
        case Layout::Texts: {
            std::size_t offset = 0;
            for (std::size_t i = 0; i < view.rows; ++i) {
                const auto length = loadAs<std::uint32_t>(values + 4 * i);
                if (rows.counts(i)) {
                    m_column.texts.push_back(view.textBytes.substr(offset, length));
                    ++m_rows;
                }
                offset += length;
            }
            break;
        }
        }
        if (view.states) {
            const std::size_t after = m_rows;
            m_rows = before;
            fillStates();
            m_rows = after;
            for (std::size_t i = 0; i < view.rows; ++i)
                if (rows.counts(i)) m_column.states.push_back(view.states[i]);
        } else if (!m_column.states.empty()) {
            fillStates();
        }
        return good;
    }

    void finish() {
        m_column.rows = m_rows;
        if (isCoded(m_column.info.type)) m_column.codes = CodeVector(std::move(m_codes));
    }

private:
    // Rows of one chunk, and which of them count.
    struct Rows {
        std::size_t count = 0;
        const Bitmap* hidden = nullptr; ///< over the batch; null = all count
        std::size_t first = 0;          ///< the chunk's first row in the batch
        bool counts(std::size_t i) const { return !hidden || !hidden->test(first + i); }
    };

    template <class In>
    static In most(const unsigned char* values, std::size_t rows) {
        In largest = 0;
        for (std::size_t i = 0; i < rows; ++i)
            largest = std::max(largest, loadAs<In>(values + sizeof(In) * i));
        return largest;
    }

    // Appends map(value) of the rows that count; their number.
    template <class In, class Out, class Map>
    static std::size_t take(std::vector<Out>& out, const unsigned char* values, const Rows& rows, Map map) {
        const std::size_t start = out.size();
        out.resize(start + rows.count);
        Out* to = out.data() + start;
        if (!rows.hidden) {
            for (std::size_t i = 0; i < rows.count; ++i)
                to[i] = map(loadAs<In>(values + sizeof(In) * i));
            return rows.count;
        }
        std::size_t kept = 0;
        for (std::size_t i = 0; i < rows.count; ++i)
            if (rows.counts(i)) to[kept++] = map(loadAs<In>(values + sizeof(In) * i));
        out.resize(start + kept);
        return kept;
    }

    template <class In>
    bool codes(const unsigned char* values, const Rows& rows) {
        if (rows.count && most<In>(values, rows.count) >= m_codeCount) return false;
        std::visit(
            [&](auto& out) {
                using Out = typename std::remove_reference_t<decltype(out)>::value_type;
                m_rows += take<In>(out, values, rows, [](In code) { return static_cast<Out>(code); });
            },
            m_codes);
        return true;
    }

    bool valid(std::size_t row) const {
        switch (m_column.info.type) {
        case ValueType::Category:
        case ValueType::Set:
            return std::visit([&](const auto& v) { return v[row] != 0; }, m_codes);
        case ValueType::Score:
            return m_column.scores[row] < kScoreStateBase;
        case ValueType::Integer:
        case ValueType::Number:
            return !std::isnan(m_column.numbers[row]);
        case ValueType::Date:
        case ValueType::DateTime:
            return m_column.times[row] != kNoTime;
        case ValueType::Text:
            return m_column.texts.offsets[row + 1] > m_column.texts.offsets[row];
        }
        return false;
    }

    // Rows of chunks that had no states of their own: valid or blank.
    void fillStates() {
        while (m_column.states.size() < m_rows) {
            const std::size_t row = m_column.states.size();
            const CellState state = m_column.info.type == ValueType::Score && m_column.scores[row] >= kScoreStateBase
                                        ? static_cast<CellState>(m_column.scores[row] - kScoreStateBase)
                                    : valid(row) ? CellState::Valid
                                                 : CellState::Blank;
            m_column.states.push_back(static_cast<std::uint8_t>(state));
        }
    }

    Column& m_column;
    std::uint32_t m_codeCount;
    CodeVector::Storage m_codes;
    std::size_t m_rows = 0;
};

// The statement that reads chunks, made once for all chunks of a column.
class ChunkSelect {
public:
    explicit ChunkSelect(Database& database) : m_database(database) {
        const std::lock_guard lock(m_database.mutex);
        m_statement.emplace(m_database, "SELECT part, \"rows\", encoding, bytes, checksum, data FROM chunk WHERE "
                                        "\"column\" = ?1 AND batch = ?2 AND number = ?3 ORDER BY part");
    }
    ~ChunkSelect() {
        const std::lock_guard lock(m_database.mutex);
        m_statement.reset();
    }
    ChunkSelect(const ChunkSelect&) = delete;
    ChunkSelect& operator=(const ChunkSelect&) = delete;
    // While the database's mutex is held.
    Statement& ready() {
        m_statement->reset();
        return *m_statement;
    }

private:
    Database& m_database;
    std::optional<Statement> m_statement;
};

Result<bool> readChunk(Database& database, ChunkSelect& select, const DatasetMeta& dataset, const ColumnMeta& column,
                       const BatchMeta& batch, std::int64_t number, std::uint64_t row, LoadedChunk& out) {
    std::string data;
    std::int64_t rows = 0, bytes = 0;
    int encoding = 0;
    {
        const std::lock_guard lock(database.mutex);
        Statement& statement = select.ready();
        statement.bind(1, column.id).bind(2, batch.id).bind(3, number);
        std::int64_t part = 0;
        for (;; ++part) {
            const auto more = statement.step();
            if (!more) {
                if (more.error().code != "project.damaged") return more.failure();
                return badChunk(dataset, column, batch, row, kChunkRows);
            }
            if (!*more) break;
            rows = statement.integer(1);
            encoding = static_cast<int>(statement.integer(2));
            bytes = statement.integer(3);
            const std::string_view blob = statement.blob(5);
            const std::int64_t checksum =
                chunkChecksum(blob, {column.id, batch.id, number, part, rows, encoding, bytes});
            if (statement.integer(0) != part || statement.integer(4) != checksum || rows < 0)
                return badChunk(dataset, column, batch, row, kChunkRows);
            data += blob;
        }
        if (part == 0) return false;
        out.parts = part;
    }
    const auto bad = [&] { return badChunk(dataset, column, batch, row, static_cast<std::uint64_t>(rows)); };
    if (rows > static_cast<std::int64_t>(kChunkRows)) return bad();
    if (!unpack(encoding, data, static_cast<std::uint64_t>(bytes), out.raw) ||
        !viewChunk(encoding, static_cast<std::size_t>(rows), out.raw, out.view))
        return bad();
    if (!layoutFits(out.view.layout, column.info.type)) return bad();
    return true;
}

} // namespace

Result<bool> readChunk(Database& database, const DatasetMeta& dataset, const ColumnMeta& column, const BatchMeta& batch,
                       std::int64_t number, std::uint64_t row, LoadedChunk& out) {
    ChunkSelect select(database);
    return readChunk(database, select, dataset, column, batch, number, row, out);
}

Result<std::shared_ptr<const Column>> readColumn(Database& database, DictionaryStore& dictionaries,
                                                 const DatasetView& dataset, const ColumnMeta& meta) {
    auto column = std::make_shared<Column>();
    column->info = meta.info;
    if (isCoded(meta.info.type)) {
        auto dictionary = dictionaries.get(meta.dictionary, meta.dictionaryCodes);
        if (!dictionary) {
            Error error = dictionary.error();
            if (error.code == "project.bad_chunk" && error.args.size() > 2)
                error.args = {dataset.meta.name, meta.info.name, "dictionary " + error.args[2]};
            return Unexpected{error};
        }
        column->dictionary = *dictionary;
    }
    // a row count that no chunk backs must not take the memory at once
    const auto expected = static_cast<std::size_t>(std::min<std::uint64_t>(dataset.rows, 1u << 26));
    Collector collector(*column, column->dictionary ? column->dictionary->size() : 0, expected);
    if (meta.info.type == ValueType::Text) column->texts.bytes.reserve(textBytes(database, meta));
    ChunkSelect select(database);
    for (const VisibleBatch& visible : dataset.batches) {
        if (!visible.batch.has(meta.id)) {
            collector.blanks(static_cast<std::size_t>(visible.rows));
            continue;
        }
        std::uint64_t row = 0;
        LoadedChunk chunk;
        for (std::int64_t number = 0; row < visible.batch.rows; ++number) {
            const auto found = readChunk(database, select, dataset.meta, meta, visible.batch, number, row, chunk);
            if (!found) return found.failure();
            const auto bad = [&] { return badChunk(dataset.meta, meta, visible.batch, row, kChunkRows); };
            if (!*found || chunk.view.rows == 0 || row + chunk.view.rows > visible.batch.rows) return bad();
            if (!collector.chunk(chunk.view, visible.hidden.get(), row)) return bad();
            row += chunk.view.rows;
        }
    }
    collector.finish();
    return std::shared_ptr<const Column>(column);
}

std::shared_ptr<const Table> makeTable(std::shared_ptr<Database> database,
                                       std::shared_ptr<DictionaryStore> dictionaries, DatasetView view) {
    std::vector<ColumnInfo> columns;
    for (const ColumnMeta& column : view.meta.columns)
        columns.push_back(column.info);
    const std::string name = view.meta.name;
    const DatasetKind kind = view.meta.kind;
    const auto rows = static_cast<std::size_t>(view.rows);
    const auto shared = std::make_shared<const DatasetView>(std::move(view));
    return std::make_shared<Table>(
        name, kind, rows, std::move(columns),
        [database, dictionaries, shared](std::size_t column) {
            return readColumn(*database, *dictionaries, *shared, shared->meta.columns[column]);
        },
        [database, shared] { return readArrangement(database, *shared); });
}

} // namespace xo
