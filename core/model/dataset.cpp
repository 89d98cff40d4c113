#include "core/model/dataset.h"

#include "core/model/jsonfields.h"

#include <array>

namespace xo {

namespace {
constexpr std::array<std::string_view, 7> kKinds{"answers", "feedback",   "events",     "customers",
                                                 "metrics", "identities", "invitations"};
constexpr std::array<std::string_view, 8> kTypes{"category", "score",    "integer", "number",
                                                 "date",     "datetime", "text",    "set"};
} // namespace

std::string_view datasetKindName(DatasetKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

Result<DatasetKind> datasetKindFromName(std::string_view name) {
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (kKinds[i] == name) return static_cast<DatasetKind>(i);
    return fail("model.bad_kind", {std::string(name)});
}

std::string_view valueTypeName(ValueType type) {
    return kTypes[static_cast<std::size_t>(type)];
}

Result<ValueType> valueTypeFromName(std::string_view name) {
    for (std::size_t i = 0; i < kTypes.size(); ++i)
        if (kTypes[i] == name) return static_cast<ValueType>(i);
    return fail("model.bad_type", {std::string(name)});
}

Json toJson(const Recipe& recipe) {
    Json columns = Json::array();
    for (const RecipeColumn& column : recipe.columns) {
        Json entry{{"source", column.source},
                   {"name", column.name},
                   {"label", column.label},
                   {"role", column.role},
                   {"type", column.type}};
        if (!column.valueLabels.empty()) {
            Json labels = Json::array();
            for (const ValueLabel& label : column.valueLabels)
                labels.push_back({{"value", label.value}, {"label", label.label}});
            entry["value_labels"] = std::move(labels);
        }
        if (!column.parts.empty()) entry["parts"] = column.parts;
        columns.push_back(std::move(entry));
    }
    Json json{{"recipe", 1},
              {"name", recipe.name},
              {"kind", datasetKindName(recipe.kind)},
              {"dataset", recipe.dataset},
              {"encoding", recipe.encoding},
              {"delimiter", recipe.delimiter},
              {"quote", recipe.quote},
              {"escape", recipe.escape},
              {"comment", recipe.comment},
              {"header_rows", recipe.headerRows},
              {"sheet", recipe.sheet},
              {"hidden", recipe.hidden},
              {"member", recipe.member},
              {"totals", recipe.totals},
              {"stages", recipe.stages},
              {"columns", columns}};
    if (!recipe.database.empty()) {
        json["database"] = recipe.database;
        json["table"] = recipe.table;
        json["select"] = recipe.select;
    }
    return json;
}

Result<Recipe> recipeFromJson(const Json& json) {
    Recipe recipe;
    JsonFields fields(json, "recipe");
    int version = 1;
    fields.read("recipe", version);
    fields.read("name", recipe.name);
    std::string kind{datasetKindName(recipe.kind)};
    fields.read("kind", kind);
    fields.read("dataset", recipe.dataset);
    fields.read("encoding", recipe.encoding);
    fields.read("delimiter", recipe.delimiter);
    fields.read("quote", recipe.quote);
    fields.read("escape", recipe.escape);
    fields.read("comment", recipe.comment);
    fields.read("header_rows", recipe.headerRows);
    fields.read("sheet", recipe.sheet);
    fields.read("hidden", recipe.hidden);
    fields.read("member", recipe.member);
    fields.read("totals", recipe.totals);
    fields.read("database", recipe.database);
    fields.read("table", recipe.table);
    fields.read("select", recipe.select);
    fields.read("stages", recipe.stages);
    for (const Json& entry : fields.array("columns")) {
        RecipeColumn column;
        JsonFields part(entry, "columns");
        part.read("source", column.source);
        part.read("name", column.name);
        part.read("label", column.label);
        part.read("role", column.role);
        part.read("type", column.type);
        for (const Json& entryLabel : part.array("value_labels")) {
            ValueLabel label;
            JsonFields words(entryLabel, "value_labels");
            words.read("value", label.value);
            words.read("label", label.label);
            if (auto done = words.finish(); !done) return done.failure();
            column.valueLabels.push_back(std::move(label));
        }
        part.read("parts", column.parts);
        if (auto done = part.finish(); !done) return done.failure();
        recipe.columns.push_back(std::move(column));
    }
    if (auto done = fields.finish(); !done) return done.failure();
    auto parsedKind = datasetKindFromName(kind);
    if (!parsedKind) return parsedKind.failure();
    recipe.kind = *parsedKind;
    return recipe;
}

} // namespace xo
