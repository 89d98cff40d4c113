#pragma once

#include "core/project/catalog.h"
#include "core/project/dictionaryio.h"
#include "core/project/documentlock.h"
#include "core/project/store.h"

#include <map>
#include <mutex>

namespace xo {

/// What a document on disk looked like, to notice that somebody else changed it.
struct Fingerprint {
    std::uint64_t size = 0;
    std::int64_t modified = 0; ///< file system ticks
    std::uint32_t counter = 0; ///< SQLite's change counter
    bool operator==(const Fingerprint&) const = default;
    static std::optional<Fingerprint> of(const std::string& path);
};

/// The inside of a Store, shared by its source files.
struct Store::State {
    std::string path;
    std::string document;
    bool writable = false;
    bool workingCopy = false;
    std::shared_ptr<Database> database;
    std::shared_ptr<DictionaryStore> dictionaries;
    std::unique_ptr<DocumentLock> documentLock; ///< of the document when we may write it
    std::unique_ptr<DocumentLock> fileLock;     ///< of a working copy's own file
    std::optional<Fingerprint> loaded;          ///< the document as it was loaded or last saved
    std::function<Instant()> clock;

    /// Held during a whole edit. Taken before Database::mutex and the dictionaries' one.
    std::recursive_mutex writing;
    std::mutex snapshotMutex;
    std::shared_ptr<const Workspace> snapshot;
    std::map<std::string, std::shared_ptr<const Table>> tables; ///< by DatasetView::signature
    bool changed = true;                                        ///< an edit of ours came after `snapshot`
    std::uint32_t snapshotCounter = 0;

    /// One edit: begin, f, checksums of `parts`, commit.
    template <class F>
    Result<void> edit(const std::vector<std::string>& parts, F&& f) {
        const std::lock_guard lock(writing);
        if (!writable) return fail("project.read_only", {path});
        Transaction transaction(*database);
        if (auto begun = begin(transaction); !begun) return begun;
        if (Result<void> done = f(); !done) return done;
        return commit(transaction, parts);
    }
    /// Begins an edit; the first one of a file of an older version brings it up to date.
    Result<void> begin(Transaction& transaction);
    Result<void> commit(Transaction& transaction, const std::vector<std::string>& parts);
    /// Removes the rows of a batch; the record stays as purged. Inside the caller's transaction.
    Result<void> purgeBatch(std::int64_t batch);
};

/// Removes what a save that was killed left beside the document; by whoever holds its lock.
void removeLeftovers(const std::string& document);

/// A dataset of the catalog by name; null when there is none.
const DatasetMeta* findDataset(const std::vector<DatasetMeta>& catalog, const std::string& name);

} // namespace xo
