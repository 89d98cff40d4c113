#include "core/io/recipediff.h"

#include "core/base/text.h"
#include "core/io/headerwords.h"

#include <algorithm>
#include <map>

namespace xo::io {

bool isIgnored(const RecipeColumn& column) {
    return trimmed(column.role) == "ignore";
}

bool RecipeMatch::holds(std::size_t fileColumn) const {
    for (std::size_t i = 0; i < exact.size(); ++i)
        if (at(i) == fileColumn) return true;
    return false;
}

RecipeMatch matchRecipe(const std::vector<std::string>& sources, const std::vector<std::string>& names,
                        const Recipe& recipe) {
    const std::size_t width = std::min(sources.size(), names.size());
    RecipeMatch match;
    match.exact.resize(recipe.columns.size());
    match.loose.resize(recipe.columns.size());
    std::map<std::string_view, std::size_t> byName;
    for (std::size_t c = 0; c < width; ++c)
        byName.emplace(names[c], c);
    const auto find = [&](const std::string& wanted) -> std::optional<std::size_t> {
        const auto found = byName.find(wanted);
        return found == byName.end() || wanted.empty() ? std::nullopt : std::optional(found->second);
    };
    std::vector<bool> taken(width);
    for (std::size_t i = 0; i < recipe.columns.size(); ++i) {
        const RecipeColumn& column = recipe.columns[i];
        if (!column.parts.empty()) continue;
        auto at = find(column.source);
        if (!at) at = find(column.name);
        if (!at || taken[*at]) continue;
        match.exact[i] = at;
        taken[*at] = true;
    }
    // headers that say the same in other letters, where nothing else could be meant
    std::map<std::string, std::vector<std::size_t>> inFile, inRecipe;
    for (std::size_t c = 0; c < width; ++c)
        if (!taken[c] && !sources[c].empty()) inFile[looseName(sources[c])].push_back(c);
    for (std::size_t i = 0; i < recipe.columns.size(); ++i)
        if (!match.exact[i] && recipe.columns[i].parts.empty() && !recipe.columns[i].source.empty())
            inRecipe[looseName(recipe.columns[i].source)].push_back(i);
    for (const auto& [name, wanted] : inRecipe) {
        const auto found = inFile.find(name);
        if (!name.empty() && wanted.size() == 1 && found != inFile.end() && found->second.size() == 1)
            match.loose[wanted.front()] = found->second.front();
    }
    return match;
}

std::optional<RecipeFit> bestRecipe(const std::vector<std::string>& headers, const std::vector<Recipe>& recipes) {
    std::vector<std::string> names = headers;
    for (std::size_t c = 0; c < names.size(); ++c)
        if (names[c].empty()) names[c] = "column_" + std::to_string(c + 1);
    std::optional<RecipeFit> best;
    for (std::size_t r = 0; r < recipes.size(); ++r) {
        const Recipe& recipe = recipes[r];
        const RecipeMatch match = matchRecipe(headers, names, recipe);
        RecipeFit fit;
        fit.index = r;
        std::size_t ignored = 0;
        for (std::size_t i = 0; i < recipe.columns.size(); ++i) {
            const RecipeColumn& column = recipe.columns[i];
            if (isIgnored(column)) {
                ignored += match.at(i) ? 1 : 0;
                continue;
            }
            // an option column counts as a column of its own
            for (const std::string& part : column.parts)
                fit.matched += std::find(headers.begin(), headers.end(), part) != headers.end() ? 1 : 0;
            fit.of += column.parts.empty() ? 1 : column.parts.size();
            if (column.parts.empty() && match.at(i)) ++fit.matched;
        }
        for (const std::string& stage : recipe.stages) {
            ++fit.of;
            fit.matched += std::find(names.begin(), names.end(), stage) != names.end() ? 1 : 0;
        }
        const std::size_t either = fit.of + headers.size() - ignored - fit.matched;
        if (fit.matched == 0 || either == 0) continue;
        fit.share = static_cast<double>(fit.matched) / static_cast<double>(either);
        if (!best || fit.share > best->share) best = fit;
    }
    return best;
}

Recipe reusable(Recipe recipe) {
    recipe.encoding.clear();
    recipe.delimiter.clear();
    recipe.quote.clear();
    recipe.escape.clear();
    recipe.comment.clear();
    recipe.headerRows = -1;
    recipe.sheet.clear();
    return recipe;
}

void renameSource(Recipe& recipe, const std::string& column, const std::string& header) {
    for (RecipeColumn& known : recipe.columns)
        if (known.name == column || known.source == column) {
            if (known.name.empty()) known.name = known.source;
            known.source = header;
            return;
        }
    RecipeColumn fresh;
    fresh.source = header;
    fresh.name = column;
    recipe.columns.push_back(std::move(fresh));
}

} // namespace xo::io
