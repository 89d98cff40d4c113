#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace xo {

/// What was found out and may be asked for again, by a key, as far as it fits into `most` bytes: what was asked for
/// longest ago goes first. Thread-safe, and const, so that a snapshot can keep one.
template <class T>
class BoundedCache {
public:
    /// Null when it isn't kept.
    std::shared_ptr<const T> find(const std::string& key) const {
        const std::lock_guard lock(m_mutex);
        const auto found = m_entries.find(key);
        if (found == m_entries.end()) return nullptr;
        m_order.splice(m_order.begin(), m_order, found->second.place);
        return found->second.value;
    }
    /// Gives what is kept under the key then: what was there first. What takes more than `most` bytes isn't kept.
    std::shared_ptr<const T> keep(const std::string& key, std::shared_ptr<const T> value, std::size_t bytes,
                                  std::size_t most) const {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_entries.find(key); found != m_entries.end()) return found->second.value;
        if (bytes > most) return value;
        m_bytes += bytes;
        m_order.push_front(key);
        m_entries[key] = {value, bytes, m_order.begin()};
        while (m_bytes > most) {
            const auto oldest = m_entries.find(m_order.back());
            m_bytes -= oldest->second.bytes;
            m_entries.erase(oldest);
            m_order.pop_back();
        }
        return value;
    }
    void clear() const {
        const std::lock_guard lock(m_mutex);
        m_entries.clear();
        m_order.clear();
        m_bytes = 0;
    }

private:
    struct Entry {
        std::shared_ptr<const T> value;
        std::size_t bytes = 0;
        std::list<std::string>::iterator place;
    };
    mutable std::mutex m_mutex;
    mutable std::map<std::string, Entry> m_entries;
    mutable std::list<std::string> m_order; // asked for last in front
    mutable std::size_t m_bytes = 0;
};

} // namespace xo
