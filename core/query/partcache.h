#pragma once

#include "core/base/boundedcache.h"
#include "core/columnar/workspace.h"
#include "core/query/outcome.h"

#include <memory>
#include <string>

namespace xo::query {

/// Outcomes of the parts of conditions on one snapshot, so that a condition with one part more costs that part alone:
/// the others are and-ed bitmaps.
class PartCache {
public:
    /// Null when it isn't kept.
    std::shared_ptr<const Outcome> find(const std::string& key) const { return m_parts.find(key); }
    void keep(const std::string& key, std::shared_ptr<const Outcome> outcome) const;
    void clear() const { m_parts.clear(); }

private:
    BoundedCache<Outcome> m_parts;
};

/// The parts kept with a snapshot.
std::shared_ptr<const PartCache> partCache(const Workspace& workspace);

} // namespace xo::query
