#include "core/project/digest.h"
#include "core/project/platformfile.h"
#include "core/project/safeopen.h"
#include "core/project/storestate.h"

#include <QCoreApplication>
#include <cerrno>
#include <filesystem>
#include <fstream>

namespace xo {

namespace fs = std::filesystem;

namespace {

void removeFile(const std::string& path) {
    std::error_code error;
    fs::remove(toPath(path), error);
}

void removeDatabase(const std::string& path) {
    removeFile(path);
    removeFile(path + "-journal");
}

Result<void> copyBytes(const Database& database, const std::string& to, const JobContext& context) {
    const std::uint64_t size = database.fileSize();
    const std::string needed = std::to_string(size);
    if (freeBytes(fromPath(toPath(to).parent_path())) < size) return fail("project.disk_full", {to, needed});
    std::ofstream file(toPath(to), std::ios::binary | std::ios::trunc);
    if (!file) return fail("project.cannot_write", {to, std::generic_category().message(errno)});
    std::vector<char> buffer(1 << 20);
    for (std::uint64_t done = 0; done < size;) {
        if (context.cancelled()) return cancelled();
        const auto chunk = std::min<std::uint64_t>(buffer.size(), size - done);
        if (!database.readRaw(done, buffer.data(), static_cast<int>(chunk)))
            return fail("project.damaged", {database.path(), "read"});
        if (!file.write(buffer.data(), static_cast<std::streamsize>(chunk)))
            return fail("project.disk_full", {to, needed});
        done += chunk;
        context.report({done, size, "stage.saving"});
    }
    file.close();
    if (!file) return fail("project.disk_full", {to, needed});
    return {};
}

// The file as it stands between two transactions; our own edits are held off by the caller, those of another program
// show in the change counter.
Result<void> copyDatabase(const Database& database, const std::string& to, const JobContext& context) {
    for (int attempt = 0; attempt < 5; ++attempt) {
        removeDatabase(to);
        const std::uint32_t before = changeCounter(database);
        if (!cloneFile(database.path(), to))
            if (auto copied = copyBytes(database, to, context); !copied) return copied;
        std::error_code error;
        if (changeCounter(database) == before && !fs::exists(toPath(database.path() + "-journal"), error)) return {};
    }
    return fail("project.busy", {database.path()});
}

// Gives the space of purged batches back when it is worth the time.
Result<void> shrink(const std::string& path) {
    auto database = Database::open(path, Database::Open::ReadWrite);
    if (!database) return database.failure();
    const auto number = [&](const char* sql) {
        Statement statement(**database, sql);
        return statement.step().value_or(false) ? statement.integer(0) : 0;
    };
    if (number("PRAGMA freelist_count") * 4 < number("PRAGMA page_count")) return {};
    return (*database)->exec("PRAGMA journal_mode=DELETE; VACUUM");
}

Result<void> keepPrevious(const std::string& target) {
    const fs::path old = toPath(target);
    std::error_code error;
    if (!fs::exists(old, error)) return {};
    fs::path kept = old;
    kept.replace_extension(toPath(".bak" + fromPath(old.extension())));
    const fs::path fresh = toPath(fromPath(kept) + ".new");
    fs::remove(fresh, error);
    fs::create_hard_link(old, fresh, error);
    if (error) fs::copy_file(old, fresh, fs::copy_options::overwrite_existing, error);
    if (error) return fail("project.cannot_write", {fromPath(kept), error.message()});
    return replaceFile(fromPath(fresh), fromPath(kept));
}

// Which document a working copy stands for is written beside it, so that it is found again after a crash and never
// gets into the document.
std::string noteName(const std::string& copy) {
    return copy + ".json";
}

Result<void> writeNote(const std::string& copy, const std::string& document, const std::optional<Fingerprint>& loaded) {
    Json note;
    note["document"] = document;
    if (loaded) {
        note["size"] = loaded->size;
        note["modified"] = loaded->modified;
        note["counter"] = loaded->counter;
    }
    std::ofstream file(toPath(noteName(copy)), std::ios::binary | std::ios::trunc);
    file << note.dump(-1, ' ', false, Json::error_handler_t::replace);
    file.close();
    if (!file) return fail("project.cannot_write", {copy, std::generic_category().message(errno)});
    return {};
}

std::optional<Fingerprint> readNote(const std::string& copy, std::string& document) {
    std::ifstream file(toPath(noteName(copy)), std::ios::binary);
    const Json note = Json::parse(file, nullptr, false);
    if (note.is_discarded() || !note.is_object()) return std::nullopt;
    if (note.contains("document") && note["document"].is_string()) document = note["document"];
    for (const char* field : {"size", "modified", "counter"})
        if (!note.contains(field) || !note[field].is_number_integer()) return std::nullopt;
    return Fingerprint{note["size"], note["modified"], note["counter"]};
}

Result<std::string> freshCopyName(const std::string& folder, const std::string& document) {
    std::error_code error;
    fs::create_directories(toPath(folder), error);
    if (error) return fail("project.cannot_write", {folder, error.message()});
    const std::string stem = document.empty() ? "untitled" : fromPath(toPath(document).stem());
    for (int n = 1;; ++n) {
        const std::string name =
            stem + "-" + std::to_string(QCoreApplication::applicationPid()) + "-" + std::to_string(n) + ".xow";
        const std::string path = resolved(fromPath(toPath(folder) / toPath(name)));
        if (!fs::exists(toPath(path), error) && !fs::exists(toPath(noteName(path)), error)) return path;
    }
}

} // namespace

Result<void> Store::saveAs(const std::string& path, const SaveOptions& options, const JobContext& context) {
    State& state = *m_state;
    const std::lock_guard lock(state.writing);
    const std::string target = resolved(path);
    if (target == state.path) return {}; // edits in place are in the file already
    std::unique_ptr<DocumentLock> fresh;
    if (target != state.document || !state.documentLock) {
        auto taken = DocumentLock::take(target);
        if (!taken) return taken.failure();
        fresh = std::move(*taken);
    }
    const std::string made = target + ".new";
    const auto write = [&]() -> Result<void> {
        if (auto copied = copyDatabase(*state.database, made, context); !copied) return copied;
        {
            auto copy = openWorkingCopy(made);
            if (!copy) return copy.failure();
            (*copy)->m_state->workingCopy = false;
            const auto purged = (*copy)->purgeUndone();
            if (!purged) return purged.failure();
        }
        if (auto shrunk = shrink(made); !shrunk) return shrunk;
        std::error_code error;
        if (fs::exists(toPath(target), error))
            fs::permissions(toPath(made), fs::status(toPath(target), error).permissions(), error);
        if (auto synced = syncFile(made); !synced) return synced;
        if (context.cancelled()) return cancelled();
        if (options.keepPrevious)
            if (auto kept = keepPrevious(target); !kept) return kept;
        return replaceFile(made, target);
    };
    if (auto written = write(); !written) {
        const Error error = written.error();
        removeDatabase(made);
        if (error.code == "project.disk_full" || error.code == "project.no_space")
            return fail("project.disk_full", {target, std::to_string(state.database->fileSize())});
        return Unexpected{error};
    }
    syncFolder(fromPath(toPath(target).parent_path()));
    if (!state.workingCopy) return {};
    state.document = target;
    if (fresh) state.documentLock = std::move(fresh);
    state.loaded = Fingerprint::of(target);
    return writeNote(state.path, target, state.loaded);
}

Result<std::unique_ptr<Store>> Store::makeWorkingCopy(const std::string& folder) const {
    const State& state = *m_state;
    const std::lock_guard lock(m_state->writing);
    if (isChangedOnDisk()) return fail("project.changed_on_disk", {state.document});
    auto documentLock = DocumentLock::take(state.document);
    // a document on read-only media can be edited and saved elsewhere
    if (!documentLock && documentLock.error().code == "project.locked") return documentLock.failure();
    if (documentLock) removeLeftovers(state.document);
    const auto path = freshCopyName(folder, state.document);
    if (!path) return path.failure();
    if (auto noted = writeNote(*path, state.document, state.loaded); !noted) return noted.failure();
    auto copied = copyDatabase(*state.database, *path, {});
    if (!copied) {
        removeDatabase(*path);
        removeFile(noteName(*path));
        return copied.failure();
    }
    std::error_code error;
    fs::permissions(toPath(*path), fs::perms::owner_read | fs::perms::owner_write, error);
    auto copy = openWorkingCopy(*path);
    if (!copy) return copy;
    if (documentLock) (*copy)->m_state->documentLock = std::move(*documentLock);
    (*copy)->m_state->clock = state.clock;
    return copy;
}

Result<std::unique_ptr<Store>> Store::createWorkingCopy(const std::string& folder, const NewProject& project) {
    const auto path = freshCopyName(folder, {});
    if (!path) return path.failure();
    {
        auto made = create(*path, project);
        if (!made) return made;
    }
    if (auto noted = writeNote(*path, {}, std::nullopt); !noted) return noted.failure();
    return openWorkingCopy(*path);
}

std::vector<LeftWorkingCopy> Store::leftWorkingCopies(const std::string& folder) {
    std::vector<LeftWorkingCopy> left;
    std::error_code error;
    for (fs::directory_iterator it(toPath(folder), error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() != ".xow") continue;
        const std::string path = resolved(fromPath(it->path()));
        if (DocumentLock::holder(path)) continue;
        std::string document;
        readNote(path, document);
        left.push_back({path, document});
    }
    return left;
}

Result<std::unique_ptr<Store>> Store::openWorkingCopy(const std::string& path) {
    auto state = std::make_unique<State>();
    state->path = resolved(path);
    state->writable = true;
    state->workingCopy = true;
    auto lock = DocumentLock::take(state->path);
    if (!lock) return lock.failure();
    state->fileLock = std::move(*lock);
    auto database = openPrivately(state->path);
    if (!database) return database.failure();
    state->database = *database;
    if (auto checked = checkDigests(**database, catalogParts()); !checked) return checked.failure();
    state->dictionaries = std::make_shared<DictionaryStore>(state->database);
    state->loaded = readNote(state->path, state->document);
    if (!state->document.empty())
        if (auto documentLock = DocumentLock::take(state->document)) state->documentLock = std::move(*documentLock);
    return std::unique_ptr<Store>(new Store(std::move(state)));
}

void Store::discardWorkingCopy(std::unique_ptr<Store> store) {
    if (!store || !store->m_state->workingCopy) return;
    const std::string path = store->path();
    store.reset();
    removeDatabase(path);
    removeFile(noteName(path));
}

} // namespace xo
