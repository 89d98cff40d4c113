#include "core/project/store.h"

#include "core/fusion/identitykeys.h"
#include "core/project/columnreader.h"
#include "core/project/digest.h"
#include "core/project/platformfile.h"
#include "core/project/safeopen.h"
#include "core/project/schema.h"
#include "core/project/storestate.h"

#include <chrono>
#include <filesystem>
#include <system_error>

namespace xo {

namespace fs = std::filesystem;

std::optional<Fingerprint> Fingerprint::of(const std::string& path) {
    std::error_code error;
    Fingerprint print;
    print.size = static_cast<std::uint64_t>(fs::file_size(toPath(path), error));
    if (error) return std::nullopt;
    print.modified = static_cast<std::int64_t>(fs::last_write_time(toPath(path), error).time_since_epoch().count());
    if (error) return std::nullopt;
    if (auto database = Database::open(path, Database::Open::ReadOnly)) print.counter = changeCounter(**database);
    return print;
}

const DatasetMeta* findDataset(const std::vector<DatasetMeta>& catalog, const std::string& name) {
    for (const DatasetMeta& dataset : catalog)
        if (dataset.name == name) return &dataset;
    return nullptr;
}

Result<void> Store::State::begin(Transaction& transaction) {
    const std::lock_guard lock(database->mutex);
    if (auto begun = transaction.begin(); !begun) return begun;
    const auto version = versionOf(*database);
    if (!version) return version.failure();
    if (*version == kSchemaVersion) return {};
    if (auto upgraded = upgrade(*database); !upgraded) return upgraded;
    return *version == 1 ? updateDigests(*database, {"definition"}) : Result<void>();
}

Result<void> Store::State::commit(Transaction& transaction, const std::vector<std::string>& parts) {
    if (auto updated = updateDigests(*database, parts); !updated) return updated;
    if (auto done = transaction.commit(); !done) return done;
    const std::lock_guard lock(snapshotMutex);
    changed = true;
    return {};
}

Result<void> Store::together(const std::function<Result<void>()>& edits) {
    State& state = *m_state;
    const std::lock_guard lock(state.writing);
    if (!state.writable) return fail("project.read_only", {state.path});
    Result<void> done;
    {
        Transaction transaction(*state.database);
        done = state.begin(transaction);
        if (done) done = edits();
        if (done) done = transaction.commit();
    }
    // they may hold texts that were taken back
    if (!done) state.dictionaries->clear();
    return done;
}

void removeLeftovers(const std::string& document) {
    std::error_code error;
    fs::remove(toPath(document + ".new"), error);
    fs::remove(toPath(document + ".new-journal"), error);
}

Store::Store(std::unique_ptr<State> state) : m_state(std::move(state)) {
    m_state->clock = [] {
        using namespace std::chrono;
        return static_cast<Instant>(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
    };
}

Store::~Store() = default;

namespace {

Result<void> checkSettings(const ProjectSettings& settings) {
    if (auto zone = TimeZone::named(settings.timezone); !zone) return zone.failure();
    if (settings.fiscalStartMonth < 1 || settings.fiscalStartMonth > 12)
        return fail("project.bad_setting", {"fiscal_start_month", std::to_string(settings.fiscalStartMonth)});
    return {};
}

Result<void> writeSettings(Database& database, const ProjectSettings& settings) {
    const std::lock_guard lock(database.mutex);
    Statement put(database, "INSERT OR REPLACE INTO setting(name, value) VALUES (?1, ?2)");
    const std::string month = std::to_string(settings.fiscalStartMonth);
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"timezone", settings.timezone}, {"fiscal_start_month", month}, {"language", settings.language}};
    for (const auto& [name, value] : rows) {
        put.bind(1, name).bind(2, value);
        if (auto done = put.run(); !done) return done;
    }
    return {};
}

// Made under another name and renamed when whole: a killed program leaves no half project under this one.
Result<void> makeFile(const std::string& path, const ProjectSettings& settings) {
    const std::string fresh = path + ".new";
    std::error_code error;
    fs::remove(toPath(fresh), error);
    fs::remove(toPath(fresh + "-journal"), error);
    {
        auto database = Database::open(fresh, Database::Open::Create);
        if (!database) return fail("project.cannot_write", {path, database.error().args.at(1)});
        auto made = createSchema(**database);
        if (made) {
            Transaction transaction(**database);
            made = transaction.begin();
            if (made) made = writeSettings(**database, settings);
            auto parts = catalogParts();
            parts.insert(parts.end(), definitionParts().begin(), definitionParts().end());
            if (made) made = updateDigests(**database, parts);
            if (made) made = transaction.commit();
        }
        if (!made) {
            database->reset();
            fs::remove(toPath(fresh), error);
            return made;
        }
    }
    if (auto synced = syncFile(fresh); !synced) return synced;
    if (auto renamed = replaceFile(fresh, path); !renamed) return renamed;
    syncFolder(fromPath(toPath(path).parent_path()));
    return {};
}

} // namespace

Result<std::unique_ptr<Store>> Store::create(const std::string& path, const NewProject& project) {
    if (auto good = checkSettings(project); !good) return good.failure();
    const std::string target = resolved(path);
    std::error_code error;
    if (fs::exists(toPath(target), error)) return fail("project.exists", {path});
    auto lock = DocumentLock::take(target);
    if (!lock) return lock.failure();
    if (auto made = makeFile(target, project); !made) return made.failure();
    lock->reset();
    return open(target, Access::ReadWrite);
}

Result<std::unique_ptr<Store>> Store::open(const std::string& path, Access access) {
    auto state = std::make_unique<State>();
    state->path = state->document = resolved(path);
    state->writable = access == Access::ReadWrite;
    auto database = openSafely(state->path, false);
    if (!database) return database.failure();
    if (state->writable) {
        auto lock = DocumentLock::take(state->path);
        if (!lock) return lock.failure();
        state->documentLock = std::move(*lock);
        removeLeftovers(state->path);
        database = openSafely(state->path, true);
        if (!database) return database.failure();
    }
    state->database = *database;
    if (auto checked = checkDigests(**database, catalogParts()); !checked) return checked.failure();
    state->dictionaries = std::make_shared<DictionaryStore>(state->database);
    state->loaded = Fingerprint::of(state->path);
    return std::unique_ptr<Store>(new Store(std::move(state)));
}

const std::string& Store::path() const {
    return m_state->path;
}

std::string Store::documentPath() const {
    const std::lock_guard lock(m_state->writing);
    return m_state->document;
}

bool Store::isWritable() const {
    return m_state->writable;
}

std::optional<std::string> Store::lockHolder(const std::string& path) {
    return DocumentLock::holder(resolved(path));
}

void Store::setClock(std::function<Instant()> clock) {
    m_state->clock = std::move(clock);
}

bool Store::isChangedOnDisk() const {
    const std::lock_guard lock(m_state->writing);
    if (m_state->document.empty() || !m_state->loaded) return false;
    // our own edits in place are no change by somebody else
    if (m_state->document == m_state->path && m_state->writable) return false;
    return Fingerprint::of(m_state->document) != m_state->loaded;
}

Result<ProjectSettings> Store::settings() const {
    const std::lock_guard lock(m_state->writing);
    return readSettings(*m_state->database);
}

Result<void> Store::putSettings(const ProjectSettings& settings) {
    if (auto good = checkSettings(settings); !good) return good;
    return m_state->edit({"setting"}, [&] { return writeSettings(*m_state->database, settings); });
}

namespace {

struct CatalogSnapshot {
    std::vector<DatasetView> views;
    std::uint32_t customerCodes = 0, linkCodes = 0;
};

Result<CatalogSnapshot> readViews(Database& database) {
    CatalogSnapshot out;
    auto catalog = readCatalog(database);
    if (!catalog) return catalog.failure();
    for (const DatasetMeta& dataset : *catalog) {
        auto view = viewDataset(database, dataset);
        if (!view) return view.failure();
        if (*view) out.views.push_back(std::move(**view));
    }
    Statement codes(database, "SELECT id, codes FROM dictionary WHERE id IN (1, 2)");
    for (;;) {
        const auto more = codes.step();
        if (!more) return more.failure();
        if (!*more) return out;
        (codes.integer(0) == kCustomerDictionary ? out.customerCodes : out.linkCodes) =
            static_cast<std::uint32_t>(codes.integer(1));
    }
}

} // namespace

Result<std::shared_ptr<const Workspace>> Store::workspace() const {
    State& state = *m_state;
    std::unique_lock writing(state.writing, std::try_to_lock);
    if (!writing) {
        {
            const std::lock_guard lock(state.snapshotMutex);
            if (state.snapshot) return state.snapshot;
        }
        writing.lock();
    }
    const std::uint32_t counter = changeCounter(*state.database);
    {
        const std::lock_guard lock(state.snapshotMutex);
        if (state.snapshot && !state.changed && counter == state.snapshotCounter) return state.snapshot;
    }
    auto workspace = std::make_shared<Workspace>();
    const auto settings = this->settings();
    if (!settings) return settings.failure();
    const auto zone = TimeZone::named(settings->timezone);
    if (!zone) return zone.failure();
    workspace->zone = *zone;
    workspace->fiscalStartMonth = settings->fiscalStartMonth;
    Result<CatalogSnapshot> catalog = [&]() -> Result<CatalogSnapshot> {
        const std::lock_guard lock(state.database->mutex);
        return readViews(*state.database);
    }();
    if (!catalog) return catalog.failure();
    auto customers = state.dictionaries->get(kCustomerDictionary, catalog->customerCodes);
    if (!customers) return customers.failure();
    auto links = state.dictionaries->get(kLinkDictionary, catalog->linkCodes);
    if (!links) return links.failure();
    workspace->customers = *customers;
    workspace->links = *links;
    std::map<std::string, std::shared_ptr<const Table>> tables;
    for (DatasetView& view : catalog->views) {
        const std::string signature = view.signature;
        const auto known = state.tables.find(signature);
        const auto table = known != state.tables.end() ? known->second
                                                       : makeTable(state.database, state.dictionaries, std::move(view));
        tables[signature] = table;
        workspace->tables.push_back(table);
    }
    auto journeys = this->journeys();
    if (!journeys) return journeys.failure();
    workspace->journeys = std::move(*journeys);
    auto segments = this->segments();
    if (!segments) return segments.failure();
    workspace->segments = std::move(*segments);
    if (auto tagged = readTags(*workspace); !tagged) return tagged.failure();
    auto identity = identityRules();
    if (!identity) return identity.failure();
    workspace->identity = std::move(*identity);
    workspace->resolvePersons = &fusion::findPersons;
    const std::lock_guard lock(state.snapshotMutex);
    state.tables = std::move(tables);
    if (state.snapshot) workspace->sharePersons(*state.snapshot);
    state.snapshot = workspace;
    state.snapshotCounter = counter;
    state.changed = false;
    return state.snapshot;
}

} // namespace xo
