#include "core/project/digest.h"
#include "core/project/schema.h"
#include "core/project/storestate.h"

namespace xo {

// The tables of definitions have one shape: id, name, body (JSON); those of further kinds share one.
namespace {

Result<std::vector<std::pair<std::string, Json>>> readDefinitions(Database& database, const std::string& table) {
    const std::lock_guard lock(database.mutex);
    if (auto checked = checkDigests(database, {table}); !checked) return checked.failure();
    Statement statement(database, "SELECT name, body FROM \"" + table + "\" ORDER BY id");
    std::vector<std::pair<std::string, Json>> rows;
    for (;;) {
        const auto more = statement.step();
        if (!more) return more.failure();
        if (!*more) return rows;
        Json body = Json::parse(statement.text(1), nullptr, false);
        if (body.is_discarded()) return fail("project.damaged", {database.path(), table + " " + statement.text(0)});
        rows.emplace_back(statement.text(0), std::move(body));
    }
}

template <class T>
Result<std::vector<T>> readAs(Database& database, const std::string& table, Result<T> (*from)(const Json&)) {
    auto rows = readDefinitions(database, table);
    if (!rows) return rows.failure();
    std::vector<T> values;
    for (const auto& [name, body] : *rows) {
        auto value = from(body);
        if (!value) return value.failure();
        values.push_back(std::move(*value));
    }
    return values;
}

Result<void> putDefinition(Database& database, const std::string& table, const std::string& name, const Json& body) {
    if (name.empty()) return fail("project.no_name", {table});
    const std::lock_guard lock(database.mutex);
    Statement put(database, "INSERT INTO \"" + table +
                                "\"(name, body) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET body = excluded.body");
    const std::string text = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    put.bind(1, std::string_view(name)).bind(2, std::string_view(text));
    return put.run();
}

// What could not be read back must not get in: one such row would make the whole list unreadable.
template <class T>
Result<void> putChecked(Database& database, const std::string& table, const T& value, Result<T> (*from)(const Json&)) {
    const Json body = toJson(value);
    if (const auto back = from(body); !back) return back.failure();
    return putDefinition(database, table, value.name, body);
}

Result<void> removeRows(Database& database, const std::string& table, const std::string& name) {
    const std::lock_guard lock(database.mutex);
    Statement find(database, "SELECT count(*) FROM \"" + table + "\" WHERE name = ?1");
    find.bind(1, std::string_view(name));
    const auto found = find.step();
    if (!found) return found.failure();
    if (find.integer(0) == 0) return fail("project.no_such", {table, name});
    find.reset();
    Statement erase(database, "DELETE FROM \"" + table + "\" WHERE name = ?1");
    erase.bind(1, std::string_view(name));
    return erase.run();
}

} // namespace

Result<std::vector<Journey>> Store::journeys() const {
    return readAs<Journey>(*m_state->database, "journey", &journeyFromJson);
}
Result<void> Store::putJourney(const Journey& journey) {
    return m_state->edit({"journey"},
                         [&] { return putChecked(*m_state->database, "journey", journey, &journeyFromJson); });
}
Result<void> Store::removeJourney(const std::string& name) {
    return m_state->edit({"journey"}, [&] { return removeRows(*m_state->database, "journey", name); });
}

Result<std::vector<Segment>> Store::segments() const {
    return readAs<Segment>(*m_state->database, "segment", &segmentFromJson);
}
Result<void> Store::putSegment(const Segment& segment) {
    return m_state->edit({"segment"},
                         [&] { return putChecked(*m_state->database, "segment", segment, &segmentFromJson); });
}
Result<void> Store::removeSegment(const std::string& name) {
    return m_state->edit({"segment"}, [&] { return removeRows(*m_state->database, "segment", name); });
}

Result<std::vector<Recipe>> Store::recipes() const {
    return readAs<Recipe>(*m_state->database, "recipe", &recipeFromJson);
}
Result<std::optional<Recipe>> Store::recipe(const std::string& name) const {
    auto all = recipes();
    if (!all) return all.failure();
    for (Recipe& recipe : *all)
        if (recipe.name == name) return std::optional(std::move(recipe));
    return std::optional<Recipe>();
}
Result<void> Store::putRecipe(const Recipe& recipe) {
    return m_state->edit({"recipe"}, [&] { return putChecked(*m_state->database, "recipe", recipe, &recipeFromJson); });
}
Result<void> Store::removeRecipe(const std::string& name) {
    return m_state->edit({"recipe"}, [&] { return removeRows(*m_state->database, "recipe", name); });
}

Result<std::vector<std::pair<std::string, Json>>> Store::views() const {
    return readDefinitions(*m_state->database, "view");
}
Result<void> Store::putView(const std::string& name, const Json& view) {
    return m_state->edit({"view"}, [&] { return putDefinition(*m_state->database, "view", name, view); });
}
Result<void> Store::removeView(const std::string& name) {
    return m_state->edit({"view"}, [&] { return removeRows(*m_state->database, "view", name); });
}

Result<std::vector<std::pair<std::string, Json>>> Store::definitions(const std::string& kind) const {
    Database& database = *m_state->database;
    const std::lock_guard lock(database.mutex);
    std::vector<std::pair<std::string, Json>> rows;
    const auto there = hasDefinitions(database);
    if (!there) return there.failure();
    if (!*there) return rows;
    if (auto checked = checkDigests(database, {"definition"}); !checked) return checked.failure();
    Statement statement(database, "SELECT name, body FROM definition WHERE kind = ?1 ORDER BY id");
    statement.bind(1, std::string_view(kind));
    for (;;) {
        const auto more = statement.step();
        if (!more) return more.failure();
        if (!*more) return rows;
        Json body = Json::parse(statement.text(1), nullptr, false);
        if (body.is_discarded()) return fail("project.damaged", {database.path(), kind + " " + statement.text(0)});
        rows.emplace_back(statement.text(0), std::move(body));
    }
}
Result<std::optional<Json>> Store::definition(const std::string& kind, const std::string& name) const {
    auto all = definitions(kind);
    if (!all) return all.failure();
    for (auto& [known, body] : *all)
        if (known == name) return std::optional(std::move(body));
    return std::optional<Json>();
}
Result<void> Store::setDefinition(const std::string& kind, const std::string& name, const Json& body) {
    if (kind.empty() || name.empty()) return fail("project.no_name", {kind.empty() ? "definition" : kind});
    // these belong to the columns: a body that can't be read would lock the project
    if (kind == kValueLabels) return fail("project.bad_setting", {kind, name});
    return m_state->edit({"definition"}, [&]() -> Result<void> {
        const std::lock_guard lock(m_state->database->mutex);
        Statement write(*m_state->database, body.is_null()
                                                ? "DELETE FROM definition WHERE kind = ?1 AND name = ?2"
                                                : "INSERT INTO definition(kind, name, body) VALUES (?1, ?2, ?3) "
                                                  "ON CONFLICT(kind, name) DO UPDATE SET body = excluded.body");
        write.bind(1, std::string_view(kind)).bind(2, std::string_view(name));
        const std::string text = body.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (!body.is_null()) write.bind(3, std::string_view(text));
        return write.run();
    });
}

Result<std::optional<std::string>> Store::option(const std::string& name) const {
    Database& database = *m_state->database;
    const std::lock_guard lock(database.mutex);
    Statement statement(database, "SELECT value FROM setting WHERE name = ?1");
    const std::string key = "option:" + name;
    statement.bind(1, std::string_view(key));
    const auto found = statement.step();
    if (!found) return found.failure();
    return *found ? std::optional(statement.text(0)) : std::nullopt;
}
Result<void> Store::putOption(const std::string& name, const std::string& value) {
    return m_state->edit({"setting"}, [&]() -> Result<void> {
        const std::lock_guard lock(m_state->database->mutex);
        Statement put(*m_state->database, "INSERT OR REPLACE INTO setting(name, value) VALUES (?1, ?2)");
        const std::string key = "option:" + name;
        put.bind(1, std::string_view(key)).bind(2, std::string_view(value));
        return put.run();
    });
}

namespace {
constexpr const char* kIdentityOption = "identity";
}

Result<IdentityRules> Store::identityRules() const {
    auto text = option(kIdentityOption);
    if (!text) return text.failure();
    if (!*text || (*text)->empty()) return IdentityRules();
    const Json json = Json::parse(**text, nullptr, false);
    if (json.is_discarded()) return fail("model.bad_json", {"identity"});
    return identityRulesFromJson(json);
}
Result<void> Store::putIdentityRules(const IdentityRules& rules) {
    if (auto checked = identityRulesFromJson(toJson(rules)); !checked) return checked.failure();
    return putOption(kIdentityOption, rules == IdentityRules() ? std::string() : toJson(rules).dump());
}

Result<std::vector<TagRow>> Store::tagRows(const std::string& tag) const {
    Database& database = *m_state->database;
    const std::lock_guard lock(database.mutex);
    if (auto checked = checkDigests(database, {"tag"}); !checked) return checked.failure();
    Statement statement(database,
                        "SELECT customer, source, probability, model, day FROM tag WHERE name = ?1 ORDER BY id");
    statement.bind(1, std::string_view(tag));
    std::vector<TagRow> rows;
    for (;;) {
        const auto more = statement.step();
        if (!more) return more.failure();
        if (!*more) return rows;
        rows.push_back({statement.text(0), statement.text(1), statement.real(2), statement.text(3), statement.text(4)});
    }
}
Result<void> Store::putTag(const std::string& tag, const std::vector<TagRow>& rows) {
    if (tag.empty()) return fail("project.no_name", {"tag"});
    return m_state->edit({"tag"}, [&]() -> Result<void> {
        const std::lock_guard lock(m_state->database->mutex);
        Statement erase(*m_state->database, "DELETE FROM tag WHERE name = ?1");
        erase.bind(1, std::string_view(tag));
        if (auto done = erase.run(); !done) return done;
        Statement put(*m_state->database, "INSERT INTO tag(name, customer, source, probability, model, day) "
                                          "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        for (const TagRow& row : rows) {
            put.bind(1, std::string_view(tag)).bind(2, std::string_view(row.customer));
            put.bind(3, std::string_view(row.source)).bind(4, row.probability);
            put.bind(5, std::string_view(row.model)).bind(6, std::string_view(row.day));
            if (auto done = put.run(); !done) return done;
        }
        return {};
    });
}
Result<void> Store::removeTag(const std::string& tag) {
    return m_state->edit({"tag"}, [&] { return removeRows(*m_state->database, "tag", tag); });
}

Result<void> Store::readTags(Workspace& workspace) const {
    Database& database = *m_state->database;
    const std::lock_guard lock(database.mutex);
    if (auto checked = checkDigests(database, {"tag"}); !checked) return checked;
    Statement statement(database, "SELECT name, customer, source, probability FROM tag ORDER BY id");
    for (;;) {
        const auto more = statement.step();
        if (!more) return more.failure();
        if (!*more) return {};
        auto& values = workspace.tags[statement.text(0)];
        if (const std::uint32_t customer = workspace.customers->find(statement.text(1)))
            values.push_back({customer, statement.text(2), statement.real(3)});
    }
}

} // namespace xo
