#include "ui/import/importbase.h"

#include "core/session/recipechoice.h"

#include <QHash>

#include <algorithm>
#include <set>

namespace xo::ui {

namespace {

constexpr std::size_t kOddRows = 60;

RecipeColumn& columnOf(Recipe& recipe, const QString& name) {
    const std::string wanted = name.toStdString();
    for (RecipeColumn& column : recipe.columns)
        if (column.source == wanted || column.name == wanted) return column;
    recipe.columns.push_back({});
    recipe.columns.back().source = wanted;
    return recipe.columns.back();
}

bool isCalled(const RecipeColumn& column, const QString& name) {
    const std::string wanted = name.toStdString();
    return column.source == wanted || column.name == wanted;
}

} // namespace

std::vector<std::uint64_t> oddLines(const ImportBatch& batch) {
    QHash<QString, int> seen;
    std::set<std::uint64_t> lines;
    for (const ImportProblem& problem : batch.problems) {
        if (problem.row == 0 || lines.size() >= kOddRows) continue;
        if (++seen[QString::fromStdString(problem.column + '\x1F' + problem.code)] <= 3) lines.insert(problem.row);
    }
    return {lines.begin(), lines.end()};
}

ImportBase findBase(const ImportSettings& settings, const QString& stem, const std::vector<Recipe>& recipes,
                    const std::vector<BatchInfo>& earlier, const io::Inspection& inspection) {
    ImportBase base;
    if (settings.recipe) {
        for (const Recipe& recipe : recipes)
            if (!settings.recipe->isEmpty() && recipe.name == settings.recipe->toStdString())
                return {recipe, *settings.recipe};
        return base;
    }
    const std::string dataset = (settings.dataset.isEmpty() ? stem : settings.dataset).toStdString();
    base = {session::lastRecipe(earlier, dataset), QString::fromStdString(dataset)};
    if (!base.recipe.columns.empty()) return base;
    // another name: the recipe or the earlier import whose header fits best, saved recipes first
    std::vector<Recipe> offered = recipes;
    std::vector<QString> names;
    for (const Recipe& recipe : recipes)
        names.push_back(QString::fromStdString(recipe.name));
    for (auto batch = earlier.rbegin(); batch != earlier.rend(); ++batch)
        if (batch->state == BatchState::Live) {
            offered.push_back(io::reusable(batch->recipe));
            offered.back().dataset = batch->dataset;
            names.push_back(QString::fromStdString(batch->dataset));
        }
    std::vector<std::string> headers;
    for (const io::ColumnGuess& column : inspection.columns)
        headers.push_back(column.source);
    const auto best = io::bestRecipe(headers, offered);
    if (!best || best->share < io::kRecipeFits) return {};
    return {offered[best->index], names[best->index]};
}

Recipe withShape(Recipe base, const ImportSettings& settings) {
    for (auto split = settings.splits.cbegin(); split != settings.splits.cend(); ++split) {
        std::erase_if(base.columns, [&](const RecipeColumn& column) {
            return !column.parts.empty() && isCalled(column, split.key());
        });
        // a column of its own in the recipe is never folded
        for (const QString& part : split.value())
            columnOf(base, part);
    }
    for (auto join = settings.joins.cbegin(); join != settings.joins.cend(); ++join) {
        RecipeColumn set;
        set.source = set.name = join.key().toStdString();
        set.type = valueTypeName(ValueType::Set);
        for (const QString& part : join.value()) {
            std::erase_if(base.columns, [&](const RecipeColumn& column) { return isCalled(column, part); });
            set.parts.push_back(part.toStdString());
        }
        base.columns.push_back(std::move(set));
    }
    return base;
}

Recipe withChoices(Recipe base, const ImportSettings& settings) {
    for (auto answer = settings.answers.cbegin(); answer != settings.answers.cend(); ++answer)
        if (answer.key().startsWith(QLatin1String("rename/")) && answer.value() != QLatin1String("no"))
            io::renameSource(base, answer.key().mid(7).toStdString(), answer.value().toStdString());
    for (auto type = settings.types.cbegin(); type != settings.types.cend(); ++type)
        columnOf(base, type.key()).type = type.value().toStdString();
    for (auto labels = settings.labels.cbegin(); labels != settings.labels.cend(); ++labels)
        columnOf(base, labels.key()).valueLabels = labels.value();
    return withShape(std::move(base), settings);
}

std::vector<std::string> rolesOf(const ImportSettings& settings, const io::Inspection* known) {
    std::vector<std::string> roles;
    for (auto role = settings.roles.cbegin(); role != settings.roles.cend(); ++role) {
        const std::string name = role.key().toStdString();
        const bool there =
            !known || std::any_of(known->columns.begin(), known->columns.end(), [&](const io::ColumnGuess& column) {
                return column.name == name && column.foldedInto.empty();
            });
        if (there) roles.push_back((role.key() + QLatin1Char('=') + role.value()).toStdString());
    }
    return roles;
}

} // namespace xo::ui
