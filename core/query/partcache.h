#pragma once

#include "core/columnar/workspace.h"
#include "core/query/outcome.h"

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace xo::query {

/// Outcomes of the parts of conditions on one snapshot, so that a condition with one part more costs that part alone:
/// the others are and-ed bitmaps. Bounded by bytes; what was asked for longest ago goes first. Thread-safe.
class PartCache {
public:
    /// Null when it isn't kept.
    std::shared_ptr<const Outcome> find(const std::string& key) const;
    void keep(const std::string& key, std::shared_ptr<const Outcome> outcome) const;
    void clear() const;

private:
    static constexpr std::size_t kMostBytes = std::size_t{64} << 20;
    struct Part {
        std::shared_ptr<const Outcome> outcome;
        std::list<std::string>::iterator place;
    };
    static std::size_t bytesOf(const Outcome& outcome);

    mutable std::mutex m_mutex;
    mutable std::map<std::string, Part> m_parts;
    mutable std::list<std::string> m_order; // asked for last in front
    mutable std::size_t m_bytes = 0;
};

/// The parts kept with a snapshot.
std::shared_ptr<const PartCache> partCache(const Workspace& workspace);

} // namespace xo::query
