#include "core/query/partcache.h"

namespace xo::query {

std::size_t PartCache::bytesOf(const Outcome& outcome) {
    return (outcome.yes.words().size() + outcome.unknown.words().size()) * sizeof(std::uint64_t);
}

std::shared_ptr<const Outcome> PartCache::find(const std::string& key) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_parts.find(key);
    if (found == m_parts.end()) return nullptr;
    m_order.splice(m_order.begin(), m_order, found->second.place);
    return found->second.outcome;
}

void PartCache::keep(const std::string& key, std::shared_ptr<const Outcome> outcome) const {
    const std::lock_guard lock(m_mutex);
    if (m_parts.count(key) > 0 || bytesOf(*outcome) > kMostBytes) return;
    m_bytes += bytesOf(*outcome);
    m_order.push_front(key);
    m_parts[key] = {std::move(outcome), m_order.begin()};
    while (m_bytes > kMostBytes) {
        const auto oldest = m_parts.find(m_order.back());
        m_bytes -= bytesOf(*oldest->second.outcome);
        m_parts.erase(oldest);
        m_order.pop_back();
    }
}

void PartCache::clear() const {
    const std::lock_guard lock(m_mutex);
    m_parts.clear();
    m_order.clear();
    m_bytes = 0;
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
