#include "core/query/partcache.h"

namespace xo::query {

namespace {
constexpr std::size_t kMostBytes = std::size_t{64} << 20;
} // namespace

void PartCache::keep(const std::string& key, std::shared_ptr<const Outcome> outcome) const {
    const std::size_t words = outcome->yes.words().size() + outcome->unknown.words().size();
    m_parts.keep(key, std::move(outcome), words * sizeof(std::uint64_t), kMostBytes);
}

std::shared_ptr<const PartCache> partCache(const Workspace& workspace) {
    const auto made = workspace.cached<PartCache>("query.parts", []() -> Result<std::shared_ptr<const PartCache>> {
        return std::make_shared<const PartCache>();
    });
    return *made;
}

void forgetParts(const Workspace& workspace) {
    partCache(workspace)->clear();
}

} // namespace xo::query
