#include "core/io/plan.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/io/columnforms.h"
#include "core/io/values.h"

#include <algorithm>
#include <set>

namespace xo::io {

namespace {

struct OrderSuffix {
    std::string_view text;
    DateOrder order;
};
constexpr OrderSuffix kOrders[] = {{":dmy", DateOrder::DayFirst}, {":mdy", DateOrder::MonthFirst}};

DateOrder takeOrder(std::string& text) {
    for (const OrderSuffix& suffix : kOrders)
        if (text.ends_with(suffix.text)) {
            text.erase(text.size() - suffix.text.size());
            return suffix.order;
        }
    return DateOrder::Iso;
}

std::vector<std::string> knownNames(const std::vector<Candidate>& columns) {
    std::vector<std::string> names;
    for (const Candidate& column : columns)
        names.push_back(column.guess.name);
    return names;
}

// By unique name, header, label; then with case and blanks ignored.
std::optional<std::size_t> findColumn(const std::vector<Candidate>& columns, std::string_view wanted) {
    const auto by = [&](auto&& fits) -> std::optional<std::size_t> {
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (fits(columns[c].guess)) return c;
        return std::nullopt;
    };
    if (auto c = by([&](const ColumnGuess& g) { return g.name == wanted; })) return c;
    if (auto c = by([&](const ColumnGuess& g) { return g.source == wanted; })) return c;
    if (auto c = by([&](const ColumnGuess& g) { return !g.label.empty() && g.label == wanted; })) return c;
    const std::string loose = lowerAscii(trimmed(wanted));
    return by([&](const ColumnGuess& g) {
        return lowerAscii(trimmed(g.name)) == loose || (!g.label.empty() && lowerAscii(trimmed(g.label)) == loose);
    });
}

Unexpected unknownColumn(const std::vector<Candidate>& columns, std::string_view wanted) {
    const auto names = knownNames(columns);
    const auto near = nearestName(wanted, names);
    std::vector<std::string> shown(names.begin(), names.begin() + std::min<std::ptrdiff_t>(30, std::ssize(names)));
    std::string known = joined(shown, ", ");
    if (names.size() > shown.size()) known += ", …";
    return fail("io.unknown_column", {std::string(wanted), near ? *near + " — " + known : known});
}

void give(Candidate& column, const Role& role, DateOrder order, Why why) {
    column.guess.role = role;
    column.guess.roleWhy = std::move(why);
    column.guess.given = true;
    if (order != DateOrder::Iso) column.guess.dateOrder = order;
}

std::string uniqueName(const std::string& wanted, std::set<std::string>& used) {
    std::string name = wanted;
    for (int n = 2; !used.insert(name).second; ++n)
        name = wanted + "_" + std::to_string(n);
    return name;
}

Result<void> applyRecipe(std::vector<Candidate>& columns, const Recipe& recipe) {
    std::vector<std::string> sources, names;
    for (const Candidate& column : columns) {
        sources.push_back(column.guess.source);
        names.push_back(column.guess.name);
    }
    const RecipeMatch match = matchRecipe(sources, names, recipe);
    for (std::size_t i = 0; i < recipe.columns.size(); ++i) {
        const RecipeColumn& known = recipe.columns[i];
        const auto at = match.at(i);
        if (!at) continue; // a column that is missing this month stays missing
        Candidate& column = columns[*at];
        if (!known.type.empty()) {
            auto type = parseTypeText(known.type);
            if (!type) return type.failure();
            column.guess.type = type->type;
            if (type->order != DateOrder::Iso) column.guess.dateOrder = type->order;
            column.guess.form = type->form;
            if (!type->separator.empty()) {
                column.guess.set = {};
                column.guess.set.separator = type->separator;
            }
            column.typeGiven = true;
        }
        if (!known.valueLabels.empty()) column.guess.valueLabels = known.valueLabels;
        if (!known.role.empty()) {
            auto role = parseRoleText(known.role);
            if (!role) return role.failure();
            give(column, role->first, role->second, {"stated by the recipe", "由导入配方指定"});
        }
        column.guess.name = known.name.empty() ? known.source : known.name;
        if (!known.label.empty()) column.guess.label = known.label;
    }
    // sets over several columns are folded already
    for (const RecipeColumn& known : recipe.columns)
        for (Candidate& column : columns) {
            if (known.parts.empty() || column.guess.set.columns.empty()) continue;
            if (column.guess.name != (known.name.empty() ? known.source : known.name)) continue;
            if (!known.label.empty()) column.guess.label = known.label;
            if (known.role.empty()) continue;
            auto role = parseRoleText(known.role);
            if (!role) return role.failure();
            give(column, role->first, role->second, {"stated by the recipe", "由导入配方指定"});
        }
    // a renamed column keeps its name, another one of the file gives way
    std::set<std::string> used;
    for (std::size_t i = 0; i < recipe.columns.size(); ++i)
        if (const auto at = match.at(i)) columns[*at].guess.name = uniqueName(columns[*at].guess.name, used);
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (!match.holds(c)) columns[c].guess.name = uniqueName(columns[c].guess.name, used);
    return {};
}

Result<void> applyRoles(std::vector<Candidate>& columns, const std::vector<std::string>& setRoles) {
    for (const std::string& entry : setRoles) {
        auto set = parseSetRole(entry);
        if (!set) return set.failure();
        const auto at = findColumn(columns, set->column);
        if (!at) return unknownColumn(columns, set->column);
        const Role& role = set->role;
        Candidate& column = columns[*at];
        // the newest statement wins over a recipe's for a role there can be one of
        if (role.isSingle())
            for (Candidate& other : columns)
                if (&other != &column && other.guess.given && other.guess.role.kind == role.kind &&
                    other.guess.roleWhy.english != "stated")
                    other.guess.given = false;
        if (column.typeGiven && !(column.guess.role == role) && !column.guess.set.isSet()) column.typeGiven = false;
        give(column, role, set->order, {"stated", "由用户指定"});
        if (set->order != DateOrder::Iso && role.kind == RoleKind::Dimension) {
            const Profile& profile = column.profile;
            const bool days = profile.dateOnly == profile.times + profile.openDates;
            column.guess.type = days ? ValueType::Date : ValueType::DateTime;
            column.typeGiven = true;
        }
    }
    return {};
}

Result<void> checkSingles(const std::vector<Candidate>& columns) {
    for (std::size_t a = 0; a < columns.size(); ++a)
        for (std::size_t b = a + 1; b < columns.size(); ++b) {
            const Role& role = columns[a].guess.role;
            if (columns[a].guess.given && columns[b].guess.given && role.isSingle() &&
                role.kind == columns[b].guess.role.kind)
                return fail("io.role_twice", {role.text(), columns[a].guess.name, columns[b].guess.name});
        }
    return {};
}

} // namespace

Result<std::pair<Role, DateOrder>> parseRoleText(const std::string& text) {
    std::string word(trimmed(text));
    DateOrder order = DateOrder::Iso;
    if (word.starts_with("time:") || word.starts_with("date:")) order = takeOrder(word);
    // dates that are not when it happened: a birthday
    if (order != DateOrder::Iso && word == "date") word = "dimension";
    auto role = Role::parse(word);
    if (!role) return role.failure();
    return std::pair(std::move(*role), order);
}

Result<SetRole> parseSetRole(const std::string& entry) {
    std::size_t split = entry.rfind('=');
    const std::size_t last = split;
    while (split != std::string::npos && split > 0) {
        if (auto role = parseRoleText(entry.substr(split + 1)))
            return SetRole{entry.substr(0, split), std::move(role->first), role->second};
        split = entry.rfind('=', split - 1);
    }
    if (last == std::string::npos || last == 0) return fail("io.bad_set", {entry});
    // "C=ces:1-7,best=hard" is told whole, as is "C=emperor"
    const std::size_t first = entry.rfind('=', last - 1);
    const bool inRole = first != std::string::npos && entry.find(',', first) < last;
    const auto role = parseRoleText(entry.substr((inRole ? first : last) + 1));
    if (role) return fail("io.bad_set", {entry}); // "=csat:1-5,na=0": no column before it
    return role.failure();
}

Result<StatedType> parseTypeText(const std::string& text) {
    std::string word(trimmed(text));
    StatedType stated;
    if (word.starts_with("set:")) {
        stated.separator = word.substr(4);
        word = "set";
    }
    stated.order = takeOrder(word);
    stated.form = takeCellForm(word);
    auto type = valueTypeFromName(word);
    if (!type) return type.failure();
    stated.type = *type;
    return stated;
}

std::string typeText(const ColumnGuess& guess) {
    std::string out(valueTypeName(guess.type));
    if (guess.type == ValueType::Set) return guess.set.separator.empty() ? out : out + ":" + guess.set.separator;
    const bool time = guess.type == ValueType::Date || guess.type == ValueType::DateTime;
    const bool number =
        guess.type == ValueType::Integer || guess.type == ValueType::Number || guess.type == ValueType::Score;
    if ((time && guess.form.clock != CellForm::Clock::Calendar) || (number && guess.form.decimalComma))
        out += cellFormText(guess.form);
    // the order last: it is the first to be taken off when the text is read
    for (const OrderSuffix& suffix : kOrders)
        if (suffix.order == guess.dateOrder) out += suffix.text;
    return out;
}

namespace {

// Columns of the file the user or the recipe speaks of by themselves.
std::vector<bool> claimedColumns(const Plan& plan, const InspectHints& hints) {
    std::vector<bool> claimed(plan.columns.size());
    const RecipeMatch match = matchRecipe(plan.layout.sources, plan.layout.names, hints.base);
    for (std::size_t i = 0; i < hints.base.columns.size(); ++i)
        if (const auto at = match.at(i)) claimed[*at] = true;
    for (const std::string& entry : hints.setRoles)
        if (const auto set = parseSetRole(entry))
            if (const auto at = findColumn(plan.columns, set->column)) claimed[*at] = true;
    return claimed;
}

} // namespace

Result<Plan> makePlan(const Sample& sample, int headerRows, const InspectHints& hints, const JobContext& job) {
    // a million names need not be made to be refused
    for (std::size_t r = 0; r < sample.rows.size() && r < 3; ++r)
        if (sample.rows[r].cells.size() > 10 * kMostColumns)
            return fail("io.too_many_columns", {std::to_string(kMostColumns)});
    Plan plan;
    plan.layout = findLayout(sample, headerRows);
    if (hints.keepTotals)
        plan.layout.endDataLine = UINT64_MAX;
    else if (!sample.whole && sample.headerRows < 0)
        plan.totals = TotalsRule(sample, plan.layout, sample.rows.size());
    const Layout& layout = plan.layout;
    if (headerRows >= 0) plan.detectedHeaderRows = findLayout(sample, -1).headerRows;
    if (layout.width == 0) return fail("io.no_columns");
    if (layout.width > kMostColumns) return fail("io.too_many_columns", {std::to_string(kMostColumns)});
    plan.columns.resize(layout.width);
    forEachChunk(layout.width, job, [&](std::size_t, std::size_t c) {
        if (job.cancelled()) return;
        Candidate& column = plan.columns[c];
        column.profile = profileColumn(sample, layout, c);
        column.guess.source = layout.sources[c];
        column.guess.name = layout.names[c];
        column.guess.label = layout.labels[c];
        column.guess.type = typeOf(column.profile);
        column.guess.dateOrder = column.profile.dateOrder();
        column.guess.form = column.profile.form;
        column.guess.examples = column.profile.examples;
        if (column.profile.rows > 0)
            column.guess.nullShare =
                static_cast<double>(column.profile.blank) / static_cast<double>(column.profile.rows);
    });
    if (job.cancelled()) return cancelled();
    const std::vector<std::string>& stages = hints.stages.empty() ? hints.base.stages : hints.stages;
    applyStated(sample, hints.stated, plan);
    // of a wide table every row gives several: its questions stay as they are
    if (stages.empty()) foldOptionColumns(sample, hints.stated, hints.base, claimedColumns(plan, hints), plan);
    if (auto done = applyRecipe(plan.columns, hints.base); !done) return done.failure();
    if (auto done = applyRoles(plan.columns, hints.setRoles); !done) return done.failure();
    for (const std::string& stage : stages) {
        const auto at = findColumn(plan.columns, stage);
        if (!at) return unknownColumn(plan.columns, stage);
        plan.stageColumns.push_back(*at);
        Role role;
        role.kind = RoleKind::Time;
        Candidate& column = plan.columns[*at];
        column.guess.role = role;
        column.guess.roleWhy = {"stated: time of a stage", "由用户指定:环节时间"};
        column.guess.given = true;
        column.guess.type = typeForRole(role, column.guess.type, column.profile);
    }
    for (Candidate& column : plan.columns)
        decideForm(column);
    std::vector<Candidate> others;
    std::vector<std::size_t> where;
    for (std::size_t c = 0; c < plan.columns.size(); ++c)
        if (std::find(plan.stageColumns.begin(), plan.stageColumns.end(), c) == plan.stageColumns.end() &&
            plan.columns[c].guess.foldedInto.empty()) {
            others.push_back(std::move(plan.columns[c]));
            where.push_back(c);
        }
    if (auto done = checkSingles(others); !done) return done.failure();
    const bool wide = !plan.stageColumns.empty();
    guessRoles(others, hints.kind, wide);
    if (hints.kind) {
        plan.kind = *hints.kind;
        plan.kindWhy = {"stated", "由用户指定"};
    } else if (wide) {
        plan.kind = DatasetKind::Events;
        plan.kindWhy = {"stage columns are stated", "指定了环节列"};
    } else {
        plan.kind = guessKind(others, plan.kindWhy);
        if (layout.headerRows == 3) {
            plan.kind = DatasetKind::Answers;
            plan.kindWhy = {"a survey platform's export", "调查平台的导出文件"};
        }
    }
    for (Candidate& column : others) {
        const RoleKind role = column.guess.role.kind;
        const bool key = role == RoleKind::Customer || role == RoleKind::Link || role == RoleKind::Id;
        // a long id column is stored as text but counted as a key first
        if (!column.typeGiven || key || column.guess.role.isScore())
            column.guess.type = typeForRole(column.guess.role, column.guess.type, column.profile);
        if (column.guess.type != ValueType::Set) column.guess.set = {};
        concludeScores(column);
    }
    for (std::size_t i = 0; i < others.size(); ++i)
        plan.columns[where[i]] = std::move(others[i]);
    for (Candidate& column : plan.columns)
        askOrder(column);
    return plan;
}

} // namespace xo::io
