#include "core/fusion/identity.h"

#include "core/fusion/keyforms.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace xo::fusion {

namespace {

constexpr std::size_t kPollKeys = 0xfff;

class Sets {
public:
    explicit Sets(std::uint32_t count) : m_parent(count) { std::iota(m_parent.begin(), m_parent.end(), 0U); }
    std::uint32_t find(std::uint32_t node) {
        while (m_parent[node] != node)
            node = m_parent[node] = m_parent[m_parent[node]];
        return node;
    }
    // the smaller stays the root: it is the earlier key
    std::uint32_t join(std::uint32_t a, std::uint32_t b) {
        a = find(a), b = find(b);
        if (b < a) std::swap(a, b);
        return m_parent[b] = a;
    }

private:
    std::vector<std::uint32_t> m_parent;
};

constexpr std::uint32_t kSeveral = UINT32_MAX;

std::uint32_t both(std::uint32_t a, std::uint32_t b) {
    return a == 0 ? b : b == 0 || a == b ? a : kSeveral;
}

class Resolver {
public:
    Resolver(std::uint32_t nodes, const std::vector<RuleKeys>& rules,
             const std::vector<std::pair<std::uint32_t, std::uint32_t>>& separate, int tooCommon, const JobContext& job)
        : m_rules(rules), m_separate(separate), m_tooCommon(static_cast<std::size_t>(tooCommon)), m_job(job),
          m_sets(nodes), m_apart(nodes), m_stated(nodes) {
        for (const auto& [a, b] : separate)
            m_apart[a] = m_apart[b] = true;
        for (const RuleKeys& rule : rules)
            if (rule.kind == IdentityKind::MemberId && !rule.stated)
                m_members.push_back({&rule, Sets(rule.keys.size()), {}});
    }

    Result<Resolution> run(std::uint32_t nodes) {
        // what somebody stated goes first, and may say that two member ids are one person's
        for (std::size_t r = 0; r < m_rules.size(); ++r)
            if (m_rules[r].stated)
                if (auto done = join(r); !done) return done.failure();
        for (MemberIds& ids : m_members)
            label(ids, nodes);
        for (std::size_t r = 0; r < m_rules.size(); ++r)
            if (!m_rules[r].stated)
                if (auto done = join(r); !done) return done.failure();
        m_out.person.resize(nodes);
        for (std::uint32_t node = 0; node < nodes; ++node)
            m_out.person[node] = m_sets.find(node);
        return std::move(m_out);
    }

private:
    struct MemberIds {
        const RuleKeys* rule;
        Sets same;                         // member ids stated to be one person's
        std::vector<std::uint32_t> labels; // root → member id, 0 = none, kSeveral
    };

    bool tooCommon(const RuleKeys& rule, std::uint32_t key, std::size_t first, std::size_t last) const {
        if (last - first <= m_tooCommon) return false;
        std::size_t others = 0;
        for (std::size_t i = first; i < last; ++i)
            others += !isItself(rule, key, rule.node(i));
        return others > m_tooCommon;
    }
    static bool isItself(const RuleKeys& rule, std::uint32_t key, std::uint32_t node) {
        return node < rule.ownKey.size() && rule.ownKey[node] == key;
    }

    // Different member ids among the persons of these nodes?
    bool clashes(const std::vector<std::uint32_t>& roots) const {
        return std::any_of(m_members.begin(), m_members.end(), [&](const MemberIds& ids) {
            std::uint32_t label = 0;
            std::size_t labelled = 0;
            for (const std::uint32_t root : roots) {
                label = both(label, ids.labels[root]);
                labelled += ids.labels[root] != 0;
            }
            return label == kSeveral && labelled > 1;
        });
    }
    std::vector<std::uint32_t> rootsOf(const std::vector<std::uint32_t>& nodes) {
        std::vector<std::uint32_t> roots;
        for (const std::uint32_t node : nodes)
            roots.push_back(m_sets.find(node));
        std::sort(roots.begin(), roots.end());
        roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
        return roots;
    }

    template <class F>
    void eachMemberId(const MemberIds& ids, F&& f) {
        for (std::size_t first = 0; first < ids.rule->holders.size();) {
            const auto key = static_cast<std::uint32_t>(ids.rule->holders[first] >> 32);
            const std::size_t last = ids.rule->holdersOf(key).second;
            if (!ids.rule->placeholders[key] && !tooCommon(*ids.rule, key, first, last))
                for (std::size_t i = first; i < last; ++i)
                    f(key, m_sets.find(ids.rule->node(i)));
            first = last;
        }
    }

    void label(MemberIds& ids, std::uint32_t nodes) {
        ids.labels.assign(nodes, 0);
        // the member ids of people stated to be one are one person's
        eachMemberId(ids, [&](std::uint32_t key, std::uint32_t root) {
            if (!m_stated[root]) return;
            ids.labels[root] = ids.labels[root] ? ids.same.join(ids.labels[root], key) : key;
        });
        std::fill(ids.labels.begin(), ids.labels.end(), 0U);
        eachMemberId(ids, [&](std::uint32_t key, std::uint32_t root) {
            ids.labels[root] = both(ids.labels[root], ids.same.find(key));
        });
    }

    Result<void> join(std::size_t r) {
        const RuleKeys& rule = m_rules[r];
        std::size_t seen = 0;
        for (std::size_t first = 0; first < rule.holders.size();) {
            if ((++seen & kPollKeys) == 0 && m_job.cancelled()) return cancelled();
            const auto key = static_cast<std::uint32_t>(rule.holders[first] >> 32);
            std::size_t last = first;
            while (last < rule.holders.size() && (rule.holders[last] >> 32) == key)
                ++last;
            if (last - first > 1) joinKey(r, key, first, last);
            first = last;
        }
        return {};
    }

    void joinKey(std::size_t r, std::uint32_t key, std::size_t first, std::size_t last) {
        const RuleKeys& rule = m_rules[r];
        const auto refuse = [&](Refusal why) { m_out.refused.push_back({static_cast<std::uint32_t>(r), key, why}); };
        if (rule.placeholders[key]) return refuse(Refusal::Placeholder);
        if (tooCommon(rule, key, first, last)) return refuse(Refusal::TooCommon);
        std::vector<std::uint32_t> nodes;
        for (std::size_t i = first; i < last; ++i)
            nodes.push_back(rule.node(i));
        const auto roots = rootsOf(nodes);
        if (roots.size() < 2) return;
        if (separated(roots)) return refuse(Refusal::Separated);
        if (rule.stated || !clashes(roots)) return merge(r, key, nodes);
        refuse(Refusal::MemberIds);
        std::erase_if(nodes, [&](std::uint32_t node) { return !isItself(rule, key, node); });
        const auto own = rootsOf(nodes);
        if (own.size() > 1 && !clashes(own) && !separated(own)) merge(r, key, nodes);
    }

    void merge(std::size_t r, std::uint32_t key, const std::vector<std::uint32_t>& nodes) {
        for (std::size_t i = 1; i < nodes.size(); ++i) {
            const std::uint32_t a = m_sets.find(nodes[0]), b = m_sets.find(nodes[i]);
            if (a == b) continue;
            const std::uint32_t root = m_sets.join(a, b);
            m_apart[root] = m_apart[a] || m_apart[b];
            m_stated[root] = m_stated[a] || m_stated[b] || m_rules[r].stated;
            for (MemberIds& ids : m_members)
                if (!ids.labels.empty()) ids.labels[root] = both(ids.labels[a], ids.labels[b]);
            m_out.joins.push_back({static_cast<std::uint32_t>(r), key, nodes[0], nodes[i]});
        }
    }

    bool separated(const std::vector<std::uint32_t>& roots) {
        if (std::count_if(roots.begin(), roots.end(), [&](std::uint32_t root) { return m_apart[root]; }) < 2)
            return false;
        const auto among = [&](std::uint32_t root) { return std::binary_search(roots.begin(), roots.end(), root); };
        return std::any_of(m_separate.begin(), m_separate.end(), [&](const auto& pair) {
            const std::uint32_t a = m_sets.find(pair.first), b = m_sets.find(pair.second);
            return a != b && among(a) && among(b);
        });
    }

    const std::vector<RuleKeys>& m_rules;
    const std::vector<std::pair<std::uint32_t, std::uint32_t>>& m_separate;
    std::size_t m_tooCommon;
    const JobContext& m_job;
    Sets m_sets;
    std::vector<bool> m_apart;  // root → holds a node of a pair kept apart
    std::vector<bool> m_stated; // root → joined by what somebody stated
    std::vector<MemberIds> m_members;
    Resolution m_out;
};

} // namespace

void RuleKeys::finish() {
    std::sort(holders.begin(), holders.end());
    holders.erase(std::unique(holders.begin(), holders.end()), holders.end());
    placeholders.assign(keys.size(), false);
    for (std::uint32_t key = 1; key < keys.size(); ++key)
        placeholders[key] = isPlaceholder(kind, keys.at(key));
}

std::pair<std::size_t, std::size_t> RuleKeys::holdersOf(std::uint32_t key) const {
    const auto first = std::lower_bound(holders.begin(), holders.end(), std::uint64_t{key} << 32);
    const auto last = std::lower_bound(first, holders.end(), (std::uint64_t{key} + 1) << 32);
    return {static_cast<std::size_t>(first - holders.begin()), static_cast<std::size_t>(last - holders.begin())};
}

std::string_view refusalName(Refusal refusal) {
    static constexpr std::array<std::string_view, 4> kNames{"too_common", "placeholder", "member_ids", "separated"};
    return kNames[static_cast<std::size_t>(refusal)];
}

Result<Resolution> resolve(std::uint32_t nodes, const std::vector<RuleKeys>& rules,
                           const std::vector<std::pair<std::uint32_t, std::uint32_t>>& separate, int tooCommon,
                           const JobContext& job) {
    return Resolver(nodes, rules, separate, tooCommon, job).run(nodes);
}

} // namespace xo::fusion
