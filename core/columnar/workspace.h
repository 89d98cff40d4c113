#pragma once

#include "core/base/timezone.h"
#include "core/columnar/bitmap.h"
#include "core/columnar/table.h"
#include "core/model/identity.h"
#include "core/model/journey.h"

#include <any>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace xo {

/// A tag on a customer, as far as the filter language needs it.
struct TagValue {
    std::uint32_t customer = 0; ///< code in Workspace::customers
    std::string source;         ///< "actual", "rule", "predicted"
    double probability = 1.0;
};

class Workspace;

/// Which keys mean one person, derived from the identity rules; no row is changed by it.
struct Persons {
    std::vector<std::uint32_t> ofCustomer; ///< customer code → code of the person's canonical key; empty = its own
    std::vector<std::uint32_t> ofLink;     ///< link code → code of the first key written alike; empty = its own
    std::vector<std::string> keys;         ///< persons that no customer column names: the key that stands for each
    /// Table → row → subject, of rows whose customer is blank but that hold another key; 0 = none.
    std::map<std::size_t, std::vector<std::uint32_t>> keyed;
    std::uint32_t customer(std::uint32_t code) const { return ofCustomer.empty() ? code : ofCustomer[code]; }
    std::uint32_t link(std::uint32_t code) const { return ofLink.empty() ? code : ofLink[code]; }
};
/// Finds the persons of a snapshot; must not ask the workspace for persons, subjects or what is derived from them.
using PersonResolver = std::function<Result<std::shared_ptr<const Persons>>(const Workspace&)>;

/// What an open project holds, as one immutable snapshot that every analysis reads; a change of the project makes a new
/// one (tables that did not change are shared). Derived structures (subjects, indexes, links) are built on first use
/// and kept. Thread-safe.
///
/// Keys: every `customer` column of every dataset is a Category column over the one dictionary `customers`, every
/// `link` column one over `links`; so equal codes are equal keys, across datasets. Subjects: ids of those whose
/// journeys we follow. 0 = none; 1 … customers.size()−1 = that customer; customers.size() + l = the link key l standing
/// for itself (datasets without a customer column, as long as no other dataset ties that link to a customer). Where
/// identity rules join keys, a person's subject is that of the canonical key; behind the links come the persons that no
/// customer column names.
class Workspace {
public:
    std::vector<std::shared_ptr<const Table>> tables;
    std::shared_ptr<const Dictionary> customers = std::make_shared<Dictionary>();
    std::shared_ptr<const Dictionary> links = std::make_shared<Dictionary>();
    TimeZone zone;
    int fiscalStartMonth = 1;
    std::vector<Journey> journeys;
    std::vector<Segment> segments;
    std::map<std::string, std::vector<TagValue>> tags;
    IdentityRules identity;
    PersonResolver resolvePersons; ///< null: each customer key is a person

    /// Index in `tables` of a dataset by name; nullopt when there is none.
    std::optional<std::size_t> findTable(std::string_view name) const;
    std::vector<std::size_t> tablesOfKind(DatasetKind kind) const;
    /// The dataset to use: the named one (error columnar.no_dataset{name, known names}; columnar.wrong_kind{name, kind,
    /// wanted}), else the only one of that kind (columnar.dataset_missing{kind}; columnar.dataset_ambiguous{kind,
    /// candidates}).
    Result<std::size_t> pickTable(DatasetKind kind, std::string_view name) const;

    /// The persons behind the keys; null when there are neither identity rules nor an identities dataset. Built on
    /// first use. Errors: those of loading columns.
    Result<std::shared_ptr<const Persons>> persons() const;
    /// Takes over what `before` has found out about persons when tables, keys and rules are the same.
    void sharePersons(const Workspace& before);
    std::size_t subjectCount() const;
    /// Key of a subject: the customer's key, the link's, or a person's of no customer column.
    std::string_view subjectKey(std::uint32_t subject) const;
    /// Subject id of a key: its person's, else a link's; 0 when unknown.
    std::uint32_t findSubject(std::string_view key) const;
    /// True when the rows of a table can have subjects: it has a customer or link column, or keys of an identity rule.
    bool tellsSubjects(std::size_t table) const;
    /// Subject of each row of a table (0 = none). Built on first use. O(rows).
    Result<std::shared_ptr<const std::vector<std::uint32_t>>> subjects(std::size_t table) const;
    /// Rows of a table grouped by subject, by time inside. Built on first use; what the file keeps of it is read, and
    /// rows that came later are merged in. O(rows).
    Result<std::shared_ptr<const SubjectIndex>> bySubject(std::size_t table) const;
    /// The order of customers that the file keeps of a table, where subjects are customers; null otherwise.
    Result<std::shared_ptr<const StoredOrder>> storedOrder(std::size_t table) const;
    /// Subjects that occur in any dataset (bit per subject id).
    Result<std::shared_ptr<const Bitmap>> knownSubjects() const;

    /// A place for other rooms to keep what they derived from this snapshot (links, stage masks …), by a key of their
    /// own
    /// ("fusion.ties/answers/events"). `make` runs once; concurrent callers wait for it. It must not ask for the same
    /// key.
    template <class T>
    Result<std::shared_ptr<const T>> cached(const std::string& key,
                                            const std::function<Result<std::shared_ptr<const T>>()>& make) const {
        const auto slot = cacheSlot(key);
        const std::lock_guard lock(slot->mutex);
        if (slot->value.has_value()) return std::any_cast<std::shared_ptr<const T>>(slot->value);
        auto made = make();
        if (made) slot->value = *made;
        return made;
    }
    /// What is kept under a key, or null; waits for somebody who is making it.
    template <class T>
    std::shared_ptr<const T> kept(const std::string& key) const {
        const auto slot = cacheSlot(key);
        const std::lock_guard lock(slot->mutex);
        return slot->value.has_value() ? std::any_cast<std::shared_ptr<const T>>(slot->value) : nullptr;
    }
    /// Keeps what was made without holding up others, who may have made the same: gives what is kept then, the first.
    /// For what is derived by way of other kept things, perhaps of the same kind.
    template <class T>
    std::shared_ptr<const T> keep(const std::string& key, std::shared_ptr<const T> value) const {
        const auto slot = cacheSlot(key);
        const std::lock_guard lock(slot->mutex);
        if (!slot->value.has_value()) slot->value = std::move(value);
        return std::any_cast<std::shared_ptr<const T>>(slot->value);
    }
    /// Forgets what is kept under the keys that begin like this; what somebody holds stays valid.
    void forget(std::string_view prefix) const;

private:
    struct CacheSlot {
        std::mutex mutex;
        std::any value;
    };
    std::shared_ptr<CacheSlot> cacheSlot(const std::string& key) const;
    Result<std::shared_ptr<const std::vector<std::uint32_t>>> linkOwners() const;
    Result<std::shared_ptr<const SubjectIndex>> orderRows(std::size_t table) const;
    mutable std::mutex m_cacheMutex;
    mutable std::map<std::string, std::shared_ptr<CacheSlot>> m_cache;
};

/// Where an answer's event is: a row of one of the event tables.
struct EventRef {
    std::int32_t table = -1; ///< index in Workspace::tables; −1 = the answer is tied to no event
    std::uint32_t row = 0;
};

/// How well the answers of a project are tied to events (PRODUCT.md 2, Fusion). linked includes ambiguous and
/// before_event; answers = linked + orphans.
struct LinkQuality {
    std::uint64_t answers = 0, linked = 0, ambiguous = 0, orphans = 0, beforeEvent = 0;
    std::uint64_t fanOutMax = 0; ///< most events under one key
    double linkedShare() const { return answers ? static_cast<double>(linked) / static_cast<double>(answers) : 0.0; }
    bool operator==(const LinkQuality&) const = default;
};

/// One table of answers tied to events: events[row] for each answer row.
struct Ties {
    std::vector<EventRef> events;
    Bitmap ambiguous;   ///< several events under the key and the values asked for differ
    Bitmap beforeEvent; ///< answered before the event it is tied to
    LinkQuality quality;
};

} // namespace xo
