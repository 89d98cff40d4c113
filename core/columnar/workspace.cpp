#include "core/columnar/workspace.h"

#include "core/base/text.h"

#include <algorithm>

namespace xo {

namespace {
const std::string kPersonsKey = "columnar.persons";

} // namespace

std::optional<std::size_t> Workspace::findTable(std::string_view name) const {
    for (std::size_t i = 0; i < tables.size(); ++i)
        if (tables[i]->name() == name) return i;
    return std::nullopt;
}

std::vector<std::size_t> Workspace::tablesOfKind(DatasetKind kind) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < tables.size(); ++i)
        if (tables[i]->kind() == kind) found.push_back(i);
    return found;
}

Result<std::size_t> Workspace::pickTable(DatasetKind kind, std::string_view name) const {
    const auto names = [&](const std::vector<std::size_t>& which) {
        std::vector<std::string> out;
        for (std::size_t i : which)
            out.push_back(tables[i]->name());
        return joined(out, ", ");
    };
    const std::vector<std::size_t> fitting = tablesOfKind(kind);
    const std::string kindName{datasetKindName(kind)};
    if (!name.empty()) {
        const auto found = findTable(name);
        if (!found) return fail("columnar.no_dataset", {std::string(name), names(fitting)});
        if (tables[*found]->kind() != kind)
            return fail("columnar.wrong_kind",
                        {std::string(name), std::string(datasetKindName(tables[*found]->kind())), kindName});
        return *found;
    }
    if (fitting.empty()) return fail("columnar.dataset_missing", {kindName});
    if (fitting.size() > 1) return fail("columnar.dataset_ambiguous", {kindName, names(fitting)});
    return fitting.front();
}

Result<std::shared_ptr<const Persons>> Workspace::persons() const {
    if (!resolvePersons) return std::shared_ptr<const Persons>();
    if (identity.empty() && std::none_of(tables.begin(), tables.end(),
                                         [](const auto& table) { return table->kind() == DatasetKind::Identities; }))
        return std::shared_ptr<const Persons>();
    return cached<Persons>(kPersonsKey, [this] { return resolvePersons(*this); });
}

void Workspace::sharePersons(const Workspace& before) {
    if (before.tables != tables || before.customers != customers || before.links != links ||
        before.identity != identity || !resolvePersons != !before.resolvePersons)
        return;
    const auto slot = before.cacheSlot(kPersonsKey);
    const std::lock_guard lock(m_cacheMutex);
    m_cache[kPersonsKey] = slot;
}

// Where finding the persons fails, so does asking for subjects: the count is then of no use to anybody.
std::size_t Workspace::subjectCount() const {
    const std::size_t keys = static_cast<std::size_t>(customers->size()) + links->size();
    const auto found = persons();
    return found && *found ? keys + (*found)->keys.size() : keys;
}

std::string_view Workspace::subjectKey(std::uint32_t subject) const {
    if (subject < customers->size()) return customers->at(subject);
    const std::uint32_t link = subject - customers->size();
    if (link < links->size()) return links->at(link);
    const auto found = persons();
    const std::uint32_t extra = link - links->size();
    return found && *found && extra < (*found)->keys.size() ? std::string_view((*found)->keys[extra])
                                                            : std::string_view();
}

std::uint32_t Workspace::findSubject(std::string_view key) const {
    const auto found = persons();
    const Persons* merged = found && *found ? found->get() : nullptr;
    if (const std::uint32_t customer = customers->find(key)) return merged ? merged->customer(customer) : customer;
    if (merged)
        for (std::size_t i = 0; i < merged->keys.size(); ++i)
            if (merged->keys[i] == key) return customers->size() + links->size() + static_cast<std::uint32_t>(i);
    const std::uint32_t link = links->find(key);
    return link ? customers->size() + (merged ? merged->link(link) : link) : 0;
}

bool Workspace::tellsSubjects(std::size_t table) const {
    if (tables[table]->findRole(RoleKind::Customer) || tables[table]->findRole(RoleKind::Link)) return true;
    const auto found = persons();
    return found && *found && (*found)->keyed.count(table) > 0;
}

std::shared_ptr<Workspace::CacheSlot> Workspace::cacheSlot(const std::string& key) const {
    const std::lock_guard lock(m_cacheMutex);
    auto& slot = m_cache[key];
    if (!slot) slot = std::make_shared<CacheSlot>();
    return slot;
}

void Workspace::forget(std::string_view prefix) const {
    const std::lock_guard lock(m_cacheMutex);
    std::erase_if(m_cache, [&](const auto& entry) { return entry.first.starts_with(prefix); });
}

Result<std::shared_ptr<const std::vector<std::uint32_t>>> Workspace::linkOwners() const {
    using Owners = std::vector<std::uint32_t>;
    return cached<Owners>("columnar.link_owners", [this]() -> Result<std::shared_ptr<const Owners>> {
        auto owners = std::make_shared<Owners>(links->size(), 0);
        auto merged = persons();
        if (!merged) return merged.failure();
        for (std::size_t t = 0; t < tables.size(); ++t) {
            const Table& table = *tables[t];
            const auto link = table.findRole(RoleKind::Link);
            if (!link || !table.findRole(RoleKind::Customer)) continue;
            auto ids = subjects(t);
            if (!ids) return ids.failure();
            auto linkColumn = table.column(*link);
            if (!linkColumn) return linkColumn.failure();
            for (std::size_t row = 0; row < table.rows(); ++row) {
                std::uint32_t key = (*linkColumn)->codes[row];
                if (*merged) key = (*merged)->link(key);
                const std::uint32_t owner = (**ids)[row];
                if (key && owner && !(*owners)[key]) (*owners)[key] = owner;
            }
        }
        return std::shared_ptr<const Owners>(owners);
    });
}

Result<std::shared_ptr<const std::vector<std::uint32_t>>> Workspace::subjects(std::size_t tableIndex) const {
    using Ids = std::vector<std::uint32_t>;
    return cached<Ids>(
        "columnar.subjects/" + std::to_string(tableIndex), [this, tableIndex]() -> Result<std::shared_ptr<const Ids>> {
            const Table& table = *tables[tableIndex];
            auto merged = persons();
            if (!merged) return merged.failure();
            const Ids* keyed = nullptr;
            if (*merged) {
                const auto found = (*merged)->keyed.find(tableIndex);
                if (found != (*merged)->keyed.end()) keyed = &found->second;
            }
            if (const auto index = table.findRole(RoleKind::Customer)) {
                auto column = table.column(*index);
                if (!column) return column.failure();
                if (const auto* codes = std::get_if<Ids>(&(*column)->codes.storage()); codes && !*merged)
                    return std::shared_ptr<const Ids>(*column, codes);
                auto ids = std::make_shared<Ids>(table.rows(), 0);
                (*column)->codes.visit([&](const auto& codes) { std::copy(codes.begin(), codes.end(), ids->begin()); });
                if (*merged && !(*merged)->ofCustomer.empty())
                    for (std::uint32_t& id : *ids)
                        id = (*merged)->ofCustomer[id];
                if (keyed)
                    for (std::size_t row = 0; row < ids->size(); ++row)
                        if (!(*ids)[row]) (*ids)[row] = (*keyed)[row];
                return std::shared_ptr<const Ids>(ids);
            }
            auto ids = keyed ? std::make_shared<Ids>(*keyed) : std::make_shared<Ids>(table.rows(), 0);
            if (const auto linkIndex = table.findRole(RoleKind::Link)) {
                auto owners = linkOwners();
                if (!owners) return owners.failure();
                auto column = table.column(*linkIndex);
                if (!column) return column.failure();
                for (std::size_t row = 0; row < table.rows(); ++row) {
                    std::uint32_t key = (*column)->codes[row];
                    if (*merged) key = (*merged)->link(key);
                    if (key && !(*ids)[row]) (*ids)[row] = (**owners)[key] ? (**owners)[key] : customers->size() + key;
                }
            }
            return std::shared_ptr<const Ids>(ids);
        });
}

Result<std::shared_ptr<const Bitmap>> Workspace::knownSubjects() const {
    return cached<Bitmap>("columnar.known_subjects", [this]() -> Result<std::shared_ptr<const Bitmap>> {
        auto known = std::make_shared<Bitmap>(subjectCount());
        for (std::size_t i = 0; i < tables.size(); ++i) {
            auto ids = subjects(i);
            if (!ids) return ids.failure();
            for (const std::uint32_t id : **ids)
                known->set(id);
        }
        if (known->size() > 0) known->reset(0);
        return std::shared_ptr<const Bitmap>(known);
    });
}

} // namespace xo
