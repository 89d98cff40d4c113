#pragma once

#include "core/base/job.h"
#include "core/columnar/column.h"
#include "core/project/database.h"

#include <map>
#include <memory>
#include <mutex>

namespace xo {

/// The dictionaries of a file, each read once. Thread-safe.
class DictionaryStore {
public:
    explicit DictionaryStore(std::shared_ptr<Database> database) : m_database(std::move(database)) {}
    /// The dictionary with at least its first `codes` texts. Error project.bad_chunk{…}.
    Result<std::shared_ptr<const Dictionary>> get(std::int64_t id, std::uint32_t codes);
    /// What `get` gives from now on (a longer one, after its commit).
    void put(std::int64_t id, std::shared_ptr<const Dictionary> dictionary);
    void clear();

private:
    Result<std::shared_ptr<const Dictionary>> read(std::int64_t id, std::uint32_t codes);
    std::shared_ptr<Database> m_database;
    std::mutex m_mutex;
    std::map<std::int64_t, std::shared_ptr<const Dictionary>> m_dictionaries;
};

/// Appends the texts from code `first` on to the file; inside the caller's transaction. Packs on the threads the job
/// allows, a few chunks ahead, and looks at its stop flag between chunks.
Result<void> writeDictionary(Database& database, std::int64_t id, const Dictionary& dictionary, std::uint32_t first,
                             const JobContext& context);

} // namespace xo
