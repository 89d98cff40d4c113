#include "core/project/arrangement.h"
#include "core/project/columnreader.h"
#include "core/project/digest.h"
#include "core/project/safeopen.h"
#include "core/project/sqliteapi.h"
#include "core/project/storestate.h"

#include <set>

namespace xo {

namespace {

class Verifier {
public:
    Verifier(std::shared_ptr<Database> database, const JobContext& context)
        : m_database(std::move(database)), m_context(context), m_dictionaries(m_database) {}

    Result<VerifyReport> quick() {
        if (auto read = readThrough(); !read) return read.failure();
        if (auto checked = sqliteChecks(); !checked) return checked.failure();
        return m_report;
    }
    Result<VerifyReport> run() {
        if (auto checked = quick(); !checked) return checked;
        for (const auto* parts : {&catalogParts(), &definitionParts()})
            for (const std::string& part : *parts)
                note(checkDigests(*m_database, {part}));
        auto catalog = readCatalog(*m_database);
        if (!catalog) {
            note(catalog.failure());
            return m_report;
        }
        for (const DatasetMeta& dataset : *catalog) {
            note(viewDataset(*m_database, dataset));
            for (const BatchMeta& batch : dataset.batches) {
                m_report.rows += batch.rows;
                note(checkDigests(*m_database, {"problem:" + std::to_string(batch.id)}));
            }
            for (const ColumnMeta& column : dataset.columns)
                if (auto checked = checkColumn(dataset, column); !checked) return checked.failure();
            if (auto checked = checkOrder(dataset); !checked) return checked.failure();
        }
        if (auto checked = checkSharedDictionaries(); !checked) return checked.failure();
        Statement count(*m_database, "SELECT count(*) FROM chunk");
        if (m_report.ok() && count.step().value_or(false) && count.integer(0) != m_parts)
            m_report.problems.push_back({"project.damaged", {m_database->path(), "table chunk"}, {}});
        return m_report;
    }

private:
    template <class T>
    void note(const Result<T>& result) {
        if (!result) m_report.problems.push_back(result.error());
    }
    void note(const Unexpected& failure) { m_report.problems.push_back(failure.error); }

    // Read in order first: SQLite's own check reads all over the file, which a cold disk punishes.
    Result<void> readThrough() {
        std::vector<char> buffer(1 << 20);
        const std::uint64_t size = m_database->fileSize();
        m_report.bytes = size;
        for (std::uint64_t at = 0; at < size; at += buffer.size()) {
            if (m_context.cancelled()) return cancelled();
            const auto bytes = std::min<std::uint64_t>(buffer.size(), size - at);
            if (!m_database->readRaw(at, buffer.data(), static_cast<int>(bytes)))
                m_report.problems.push_back({"project.damaged", {m_database->path(), "read"}, {}});
            m_context.report({at, size, "stage.verifying"});
        }
        return {};
    }

    Result<void> sqliteChecks() {
        setRights(*m_database, Rights::Check);
        sqlite3_progress_handler(
            m_database->handle(), 10'000,
            [](void* context) { return static_cast<const JobContext*>(context)->cancelled() ? 1 : 0; },
            const_cast<JobContext*>(&m_context));
        Statement check(*m_database, "PRAGMA quick_check(20)");
        for (;;) {
            const auto more = check.step();
            if (!more) {
                if (m_context.cancelled()) return cancelled();
                m_report.problems.push_back(more.error());
                break;
            }
            if (!*more) break;
            if (const std::string line = check.text(0); line != "ok")
                m_report.problems.push_back({"project.damaged", {m_database->path(), line.substr(0, 200)}, {}});
        }
        Statement keys(*m_database, "PRAGMA foreign_key_check");
        const auto dangling = keys.step();
        if (!dangling)
            m_report.problems.push_back(dangling.error());
        else if (*dangling)
            m_report.problems.push_back({"project.damaged", {m_database->path(), "foreign key " + keys.text(0)}, {}});
        sqlite3_progress_handler(m_database->handle(), 0, nullptr, nullptr);
        if (m_context.cancelled()) return cancelled();
        return {};
    }

    Result<void> checkColumn(const DatasetMeta& dataset, const ColumnMeta& column) {
        std::uint32_t codes = 0;
        if (isCoded(column.info.type)) {
            m_dictionariesSeen.insert(column.dictionary);
            checkDictionary(column.dictionary, column.dictionaryCodes);
            codes = column.dictionaryCodes + 1;
        }
        for (const BatchMeta& batch : dataset.batches) {
            if (!batch.has(column.id)) continue;
            std::uint64_t row = 0;
            LoadedChunk chunk;
            for (std::int64_t number = 0; row < batch.rows; ++number) {
                if (m_context.cancelled()) return cancelled();
                const auto found = readChunk(*m_database, dataset, column, batch, number, row, chunk);
                note(found);
                if (!found) break;
                if (!*found || chunk.view.rows == 0 || row + chunk.view.rows > batch.rows ||
                    !codesFit(chunk.view, codes)) {
                    m_report.problems.push_back(
                        {"project.bad_chunk",
                         {dataset.name, column.info.name,
                          std::to_string(row + 1) + "- (batch " + std::to_string(batch.id) + ")"},
                         {}});
                    break;
                }
                ++m_report.chunks;
                m_parts += chunk.parts;
                row += chunk.view.rows;
            }
        }
        return {};
    }

    // The order of customers that the file keeps: only figures come quicker by it, so damage to the columns it is
    // compared with is told once, by them.
    Result<void> checkOrder(const DatasetMeta& dataset) {
        auto view = viewDataset(*m_database, dataset);
        if (!view || !*view) return {};
        const auto dictionaries = std::make_shared<DictionaryStore>(m_database);
        const auto table = makeTable(m_database, dictionaries, **view);
        const auto checked = checkArrangement(m_database, **view, *table, m_context);
        if (m_context.cancelled()) return cancelled();
        if (!checked && (m_report.ok() || checked.error().args.size() < 2 || checked.error().args[1].starts_with('(')))
            note(checked);
        return {};
    }

    // A text under two codes: a condition would find the rows of one of them only. The program writes none, so opening
    // a file doesn't pay for looking.
    void checkDictionary(std::int64_t id, std::uint32_t codes) {
        const auto dictionary = m_dictionaries.get(id, codes);
        note(dictionary);
        for (std::uint32_t code = 1; dictionary && code < (*dictionary)->size(); ++code)
            if ((*dictionary)->find((*dictionary)->at(code)) != code) {
                m_report.problems.push_back(
                    {"project.bad_chunk", {"(dictionary)", std::to_string(id), std::to_string(code)}, {}});
                break;
            }
        m_dictionaries.clear();
    }

    static bool codesFit(const ChunkView& view, std::uint32_t codes) {
        for (std::size_t i = 0; i < view.rows; ++i) {
            if (view.layout == Layout::Codes8 && view.values[i] >= codes) return false;
            if (view.layout == Layout::Codes16 && loadAs<std::uint16_t>(view.values + 2 * i) >= codes) return false;
            if (view.layout == Layout::Codes32 && loadAs<std::uint32_t>(view.values + 4 * i) >= codes) return false;
            if (view.layout == Layout::Scores && view.values[i] >= kScoreStateBase + kCellStateCount) return false;
        }
        return true;
    }

    Result<void> checkSharedDictionaries() {
        std::vector<std::pair<std::int64_t, std::uint32_t>> rest;
        {
            Statement all(*m_database, "SELECT id, codes FROM dictionary");
            while (all.step().value_or(false))
                if (!m_dictionariesSeen.contains(all.integer(0)))
                    rest.emplace_back(all.integer(0), static_cast<std::uint32_t>(all.integer(1)));
        }
        for (const auto& [id, codes] : rest) {
            if (m_context.cancelled()) return cancelled();
            checkDictionary(id, codes);
        }
        return {};
    }

    std::shared_ptr<Database> m_database;
    const JobContext& m_context;
    DictionaryStore m_dictionaries;
    std::set<std::int64_t> m_dictionariesSeen;
    std::int64_t m_parts = 0;
    VerifyReport m_report;
};

} // namespace

namespace {

Result<std::shared_ptr<Database>> openForCheck(const std::string& path, bool writable) {
    auto database = writable ? Database::open(path, Database::Open::ReadOnly) : openSafely(path, false);
    if (!database) return database;
    sqlite3_set_authorizer((*database)->handle(), nullptr, nullptr);
    if (auto hardened = harden(**database, false); !hardened) return hardened.failure();
    setRights(**database, Rights::Project);
    return database;
}

} // namespace

Result<VerifyReport> Store::verifyFile(const JobContext& context) const {
    // an edit on another thread would change the file under the check
    const std::lock_guard lock(m_state->writing);
    auto database = openForCheck(m_state->path, m_state->writable);
    if (!database) return database.failure();
    return Verifier(*database, context).run();
}

Result<VerifyReport> Store::quickCheck(const JobContext& context) const {
    auto database = openForCheck(m_state->path, m_state->writable);
    if (!database) return database.failure();
    return Verifier(*database, context).quick();
}

} // namespace xo
