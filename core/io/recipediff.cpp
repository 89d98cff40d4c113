#include "core/io/recipediff.h"

#include "core/base/text.h"
#include "core/columnar/batch.h"
#include "core/io/headerwords.h"
#include "core/io/plan.h"
#include "core/io/values.h"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace xo::io {

namespace {

constexpr std::size_t kMostExamples = 5;
constexpr std::size_t kEnough = 30; // values below which a scale says nothing

std::string nameOf(const RecipeColumn& column) {
    return column.name.empty() ? column.source : column.name;
}

Role roleOf(const RecipeColumn& column) {
    if (column.role.empty()) return {};
    const auto role = parseRoleText(column.role);
    return role ? role->first : Role();
}

// Roles without which figures would be lost or keyed otherwise.
bool isEssential(const Role& role) {
    return role.isScore() || role.isSingle() || role.kind == RoleKind::Weight;
}

std::string quoted(const std::vector<std::string>& examples) {
    std::string out;
    for (const std::string& example : examples)
        out += (out.empty() ? "“" : ", “") + example + "”";
    return out;
}

std::string ofText(std::uint64_t part, std::uint64_t all) {
    return formatCount(static_cast<std::int64_t>(part)) + " of " + formatCount(static_cast<std::int64_t>(all));
}

// The values of a column, the frequent ones first.
std::vector<std::pair<std::string, std::size_t>> byCount(const Profile& profile) {
    std::vector<std::pair<std::string, std::size_t>> out(profile.distinct.begin(), profile.distinct.end());
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    return out;
}

std::vector<std::string> partsOf(std::string_view value) {
    std::vector<std::string> out;
    std::size_t from = 0;
    while (from <= value.size()) {
        const std::size_t at = std::min(value.find(kOptionMark, from), value.size());
        if (at > from) out.emplace_back(value.substr(from, at - from));
        from = at + 1;
    }
    return out;
}

class Differ {
public:
    Differ(const Plan& plan, const SourceInfo& source, const Recipe& recipe, const KnownValues& known)
        : m_plan(plan), m_source(source), m_recipe(recipe), m_known(known),
          m_match(matchRecipe(plan.layout.sources, plan.layout.names, recipe)), m_taken(plan.columns.size()) {}

    std::vector<RecipeChange> run() {
        if (m_recipe.columns.empty()) return {};
        for (std::size_t i = 0; i < m_recipe.columns.size(); ++i)
            if (const auto at = m_match.at(i)) m_taken[*at] = true;
        for (const RecipeColumn& column : m_recipe.columns)
            for (const std::string& part : column.parts)
                for (std::size_t c = 0; c < m_taken.size(); ++c)
                    if (m_plan.layout.sources[c] == part || m_plan.layout.names[c] == part) m_taken[c] = true;
        for (const std::size_t stage : m_plan.stageColumns)
            m_taken[stage] = true;
        dialect();
        header();
        for (std::size_t i = 0; i < m_recipe.columns.size(); ++i) {
            const RecipeColumn& column = m_recipe.columns[i];
            if (!column.parts.empty()) {
                parts(column);
            } else if (m_match.exact[i]) {
                cells(column, *m_match.exact[i]);
            } else if (m_match.loose[i]) {
                sameInOtherLetters(column, *m_match.loose[i]);
                cells(column, *m_match.loose[i]);
            } else {
                missing(column);
            }
        }
        for (std::size_t c = 0; c < m_taken.size(); ++c)
            if (!m_taken[c]) added(c);
        std::stable_sort(m_out.begin(), m_out.end(),
                         [](const RecipeChange& a, const RecipeChange& b) { return a.severity < b.severity; });
        return std::move(m_out);
    }

private:
    RecipeChange& add(ChangeKind kind, ChangeSeverity severity, const RecipeColumn* column) {
        RecipeChange& change = m_out.emplace_back();
        change.kind = kind;
        change.severity = severity;
        if (column) {
            change.column = nameOf(*column);
            change.role = column->role;
        }
        return change;
    }

    void dialect() {
        if (m_plan.columns.size() == 1 && m_recipe.columns.size() > 2) {
            RecipeChange& change = add(ChangeKind::Dialect, ChangeSeverity::Look, nullptr);
            change.why = {"the file has one column where the recipe has " + std::to_string(m_recipe.columns.size()) +
                              ": is its delimiter another one?",
                          "文件只有一列，而配方有 " + std::to_string(m_recipe.columns.size()) +
                              " 列：分隔符是否变了？"};
        }
        if (m_source.undecodable > 0 && !m_recipe.encoding.empty()) {
            RecipeChange& change = add(ChangeKind::Dialect, ChangeSeverity::Look, nullptr);
            change.count = m_source.undecodable;
            change.why = {formatCount(static_cast<std::int64_t>(change.count)) + " bytes mean nothing in " +
                              m_recipe.encoding + ", the recipe's encoding",
                          "有 " + formatCount(static_cast<std::int64_t>(change.count)) + " 个字节在配方的编码 " +
                              m_recipe.encoding + " 中无意义"};
        }
    }

    void header() {
        const int stated = m_recipe.headerRows;
        if (stated < 0 || m_plan.detectedHeaderRows == stated || m_plan.detectedHeaderRows < 0) return;
        RecipeChange& change = add(ChangeKind::Header, ChangeSeverity::Look, nullptr);
        const std::string recipe = std::to_string(stated), file = std::to_string(m_plan.detectedHeaderRows);
        change.why = {"the recipe says " + recipe + " header rows, the file looks like " + file,
                      "配方写明表头 " + recipe + " 行，文件看起来是 " + file + " 行"};
    }

    void parts(const RecipeColumn& column) {
        std::vector<std::string> lost;
        for (const std::string& part : column.parts) {
            const auto has = [&](const std::vector<std::string>& list) {
                return std::find(list.begin(), list.end(), part) != list.end();
            };
            if (!has(m_plan.layout.sources) && !has(m_plan.layout.names)) lost.push_back(part);
        }
        if (lost.empty()) return;
        RecipeChange& change = add(ChangeKind::Missing, ChangeSeverity::Look, &column);
        change.count = lost.size();
        change.why = {ofText(lost.size(), column.parts.size()) + " option columns are missing",
                      "选项列缺少 " + std::to_string(lost.size()) + " / " + std::to_string(column.parts.size())};
        lost.resize(std::min(lost.size(), kMostExamples));
        change.examples = std::move(lost);
    }

    void sameInOtherLetters(const RecipeColumn& column, std::size_t at) {
        RecipeChange& change = add(ChangeKind::Renamed, ChangeSeverity::Note, &column);
        change.renamedTo = m_plan.layout.sources[at];
        change.applied = true;
        change.why = {"only case, blanks, width or the question number differ: read as “" + change.column + "”",
                      "仅大小写、空格、全半角或题号不同，按“" + change.column + "”读取"};
    }

    bool isRecipeSet(const std::string& name) const {
        return std::any_of(m_recipe.columns.begin(), m_recipe.columns.end(),
                           [&](const RecipeColumn& column) { return !column.parts.empty() && nameOf(column) == name; });
    }

    // A role the missing column had may have been given to another one by the user.
    bool isReplaced(const Role& role) const {
        return std::any_of(m_plan.columns.begin(), m_plan.columns.end(), [&](const Candidate& other) {
            return other.guess.given && other.guess.role.kind == role.kind && other.guess.roleWhy.english == "stated";
        });
    }

    void missing(const RecipeColumn& column) {
        const Role role = roleOf(column);
        ChangeSeverity severity = isIgnored(column)   ? ChangeSeverity::Note
                                  : isEssential(role) ? ChangeSeverity::Blocks
                                                      : ChangeSeverity::Look;
        if (severity == ChangeSeverity::Blocks && isReplaced(role)) severity = ChangeSeverity::Look;
        Why why;
        const auto candidate = isIgnored(column) ? std::nullopt : renamedColumn(column, role, why);
        if (candidate) {
            m_taken[*candidate] = true;
            RecipeChange& change = add(ChangeKind::Renamed, severity, &column);
            change.renamedTo = m_plan.layout.names[*candidate];
            change.examples = m_plan.columns[*candidate].profile.examples;
            change.why = std::move(why);
            return;
        }
        RecipeChange& change = add(ChangeKind::Missing, severity, &column);
        if (role.kind == RoleKind::Dimension || isIgnored(column))
            change.why = {"the file has no such column", "文件中没有这一列"};
        else
            change.why = {"the file has no such column; it was read as " + role.text(),
                          "文件中没有这一列；原角色为 " + role.text()};
    }

    // The new column that is probably the missing one: a near name, else the only one of the same kind.
    std::optional<std::size_t> renamedColumn(const RecipeColumn& column, const Role& role, Why& why) const {
        std::vector<std::string> names;
        std::vector<std::size_t> where;
        for (std::size_t c = 0; c < m_taken.size(); ++c)
            if (!m_taken[c] && fitsRole(m_plan.columns[c], column, role)) {
                names.push_back(m_plan.layout.sources[c].empty() ? m_plan.layout.names[c] : m_plan.layout.sources[c]);
                where.push_back(c);
            }
        if (const auto near = nearestName(column.source, names)) {
            why = {"the name is near and the values fit", "名称相近，取值相符"};
            return where[static_cast<std::size_t>(std::find(names.begin(), names.end(), *near) - names.begin())];
        }
        // one part of a name: "Q3 overall satisfaction" for "overall satisfaction"
        const std::string own = looseName(column.source);
        if (own.size() >= 6)
            for (std::size_t i = 0; i < names.size(); ++i) {
                const std::string other = looseName(names[i]);
                if (other.size() >= 6 &&
                    (other.find(own) != std::string::npos || own.find(other) != std::string::npos)) {
                    why = {"one name holds the other and the values fit", "一个名称包含另一个，取值相符"};
                    return where[i];
                }
            }
        if (role.kind != RoleKind::Dimension) {
            std::vector<std::size_t> same;
            for (const std::size_t c : where)
                if (m_plan.columns[c].guess.role.kind == role.kind) same.push_back(c);
            if (same.size() == 1) {
                why = {"the only new column that looks like " + role.text(), "唯一看起来像 " + role.text() + " 的新列"};
                return same.front();
            }
        }
        if (const auto known = m_known.find(nameOf(column)); known != m_known.end() && known->second.size() >= 2) {
            const std::unordered_set<std::string> values(known->second.begin(), known->second.end());
            for (const std::size_t c : where) {
                std::size_t shared = 0;
                const auto& distinct = m_plan.columns[c].profile.distinct;
                for (const auto& entry : distinct)
                    shared += values.contains(entry.first) ? 1 : 0;
                if (shared >= 2 && shared * 2 >= distinct.size()) {
                    why = {"a new column with the values of the missing one", "新列的取值与缺少的列相同"};
                    return c;
                }
            }
        }
        return std::nullopt;
    }

    bool fitsRole(const Candidate& candidate, const RecipeColumn& column, const Role& role) const {
        ColumnGuess guess = candidate.guess;
        if (!column.type.empty()) {
            const auto type = parseTypeText(column.type);
            if (!type) return false;
            guess.type = type->type;
            guess.dateOrder = type->order;
            guess.form = type->form;
        }
        guess.role = role;
        const auto [odd, all] = oddCells(candidate.profile, guess, nullptr);
        return odd * 10 <= all && candidate.profile.values() > 0;
    }

    static std::pair<std::uint64_t, std::uint64_t> oddCells(const Profile& profile, const ColumnGuess& guess,
                                                            std::vector<std::string>* examples) {
        std::uint64_t odd = 0, all = 0;
        for (const auto& [text, count] : byCount(profile)) {
            all += count;
            if (fitsGuess(text, guess)) continue;
            odd += count;
            if (examples && examples->size() < kMostExamples) examples->push_back(clipped(text));
        }
        return {odd, all};
    }

    void cells(const RecipeColumn& column, std::size_t at) {
        const Candidate& candidate = m_plan.columns[at];
        const Role role = roleOf(column);
        if (isIgnored(column)) return;
        if (candidate.profile.values() == 0) {
            if (!isEssential(role) || candidate.profile.rows == 0) return;
            RecipeChange& change = add(ChangeKind::Retyped, ChangeSeverity::Look, &column);
            change.why = {"all of its sampled cells are blank", "抽样的单元格全部为空"};
            return;
        }
        std::vector<std::string> examples;
        const auto [odd, all] = oddCells(candidate.profile, candidate.guess, &examples);
        // a stray cell is listed by the import; one in twenty is a change of the column
        if (odd > 0 && odd * 20 >= all) {
            const bool most = odd * 2 > all;
            RecipeChange& change =
                add(ChangeKind::Retyped, most && isEssential(role) ? ChangeSeverity::Blocks : ChangeSeverity::Look,
                    &column);
            change.count = odd;
            const std::string what = role.isScore() ? role.text() : std::string(valueTypeName(candidate.guess.type));
            change.why = {ofText(odd, all) + " sampled cells don't fit " + what + ": " + quoted(examples),
                          "抽样单元格中有 " + formatCount(static_cast<std::int64_t>(odd)) + " / " +
                              formatCount(static_cast<std::int64_t>(all)) + " 个不符合 " + what + "：" +
                              quoted(examples)};
            change.examples = std::move(examples);
            return;
        }
        scale(column, candidate, role);
        newValues(column, candidate);
    }

    void scale(const RecipeColumn& column, const Candidate& candidate, const Role& role) {
        const Profile& profile = candidate.profile;
        if (!role.isScore() || profile.numbers < kEnough || role.scaleHigh < 7) return;
        const int half = role.scaleHigh / 2;
        if (profile.high > half || profile.high <= role.scaleLow) return;
        RecipeChange& change = add(ChangeKind::Rescaled, ChangeSeverity::Look, &column);
        const std::string high = formatNumber(profile.high), top = std::to_string(role.scaleHigh);
        change.examples = profile.examples;
        change.why = {"no score is above " + high + " on a scale up to " + top +
                          ": was the question asked on another scale?",
                      "满分 " + top + " 的量表中没有高于 " + high + " 的分数：量表是否换了？"};
    }

    void newValues(const RecipeColumn& column, const Candidate& candidate) {
        const ValueType type = candidate.guess.type;
        if (type != ValueType::Category && type != ValueType::Set) return;
        const auto known = m_known.find(nameOf(column));
        if (known == m_known.end() || known->second.empty()) return;
        const std::unordered_set<std::string> values(known->second.begin(), known->second.end());
        std::vector<std::string> fresh;
        for (const auto& [text, count] : byCount(candidate.profile))
            if (type == ValueType::Category && !values.contains(text) && !isNotApplicableWord(text) &&
                !isNotAskedWord(text))
                fresh.push_back(text);
        if (!fresh.empty()) sayNewValues(m_out, nameOf(column), column.role, fresh, known->second);
    }

    void added(std::size_t at) {
        const Candidate& candidate = m_plan.columns[at];
        // an option of a set that is new itself is told with it
        if (!candidate.guess.foldedInto.empty() && !isRecipeSet(candidate.guess.foldedInto)) return;
        RecipeChange& change = add(ChangeKind::New, ChangeSeverity::Note, nullptr);
        change.column = m_plan.layout.names[at];
        change.role = candidate.guess.role.text();
        change.examples = candidate.profile.examples;
        if (!candidate.guess.foldedInto.empty())
            change.why = {"a new option of “" + candidate.guess.foldedInto + "”",
                          "“" + candidate.guess.foldedInto + "”的新选项"};
        else if (candidate.guess.role.kind == RoleKind::Dimension)
            change.why = {"the recipe doesn't know it", "配方中没有这一列"};
        else
            change.why = {"the recipe doesn't know it; it looks like " + change.role + ": " +
                              candidate.guess.roleWhy.english,
                          "配方中没有这一列；看起来是 " + change.role + "：" + candidate.guess.roleWhy.chinese};
    }

public:
    static void sayNewValues(std::vector<RecipeChange>& out, const std::string& column, const std::string& role,
                             std::vector<std::string> fresh, const std::vector<std::string>& known) {
        RecipeChange& change = out.emplace_back();
        change.kind = ChangeKind::NewValues;
        change.column = column;
        change.role = role;
        change.count = fresh.size();
        // a stage or touchpoint nobody mapped falls out of the funnel
        change.severity = role == "stage" ? ChangeSeverity::Look : ChangeSeverity::Note;
        std::vector<std::string> near;
        for (std::string& value : fresh) {
            if (change.examples.size() == kMostExamples) break;
            if (const auto twin = nearestName(value, known)) near.push_back("“" + value + "” ~ “" + *twin + "”");
            change.examples.push_back(clipped(value));
        }
        const std::string count = formatCount(static_cast<std::int64_t>(change.count));
        change.why = {count + (change.count == 1 ? " value" : " values") +
                          " the dataset doesn't hold yet: " + quoted(change.examples),
                      "有 " + count + " 个数据集中没有的取值：" + quoted(change.examples)};
        if (!near.empty()) {
            change.severity = ChangeSeverity::Look;
            change.why.english += "; near known ones: " + joined(near, ", ");
            change.why.chinese += "；与已有取值相近：" + joined(near, "、");
        }
    }

private:
    const Plan& m_plan;
    const SourceInfo& m_source;
    const Recipe& m_recipe;
    const KnownValues& m_known;
    RecipeMatch m_match;
    std::vector<bool> m_taken;
    std::vector<RecipeChange> m_out;
};

} // namespace

std::string_view changeKindName(ChangeKind kind) {
    static constexpr std::string_view names[] = {"missing",  "new",        "renamed", "retyped",
                                                 "rescaled", "new_values", "header",  "dialect"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view changeSeverityName(ChangeSeverity severity) {
    static constexpr std::string_view names[] = {"blocks", "look", "note"};
    return names[static_cast<std::size_t>(severity)];
}

Json toJson(const RecipeChange& change, bool chinese) {
    return {{"change", changeKindName(change.kind)},
            {"severity", changeSeverityName(change.severity)},
            {"column", change.column.empty() ? Json() : Json(change.column)},
            {"role", change.role.empty() ? Json() : Json(change.role)},
            {"renamed_to", change.renamedTo.empty() ? Json() : Json(change.renamedTo)},
            {"applied", change.applied},
            {"examples", change.examples},
            {"count", change.count},
            {"why", chinese ? change.why.chinese : change.why.english}};
}

bool blocks(const std::vector<RecipeChange>& changes) {
    return std::any_of(changes.begin(), changes.end(),
                       [](const RecipeChange& change) { return change.severity == ChangeSeverity::Blocks; });
}

std::vector<RecipeChange> recipeChanges(const Plan& plan, const SourceInfo& source, const Recipe& recipe,
                                        const KnownValues& known) {
    return Differ(plan, source, recipe, known).run();
}

void completeNewValues(std::vector<RecipeChange>& changes, const ImportBatch& batch, const KnownValues& known) {
    std::erase_if(changes, [](const RecipeChange& change) { return change.kind == ChangeKind::NewValues; });
    for (const auto& column : batch.columns) {
        const auto entry = known.find(column->info.name);
        if (entry == known.end() || entry->second.empty() || !column->dictionary) continue;
        const std::unordered_set<std::string_view> values(entry->second.begin(), entry->second.end());
        std::vector<std::string> fresh;
        std::set<std::string> seen;
        for (std::uint32_t code = 1; code < column->dictionary->size(); ++code) {
            const std::string_view text = column->dictionary->at(code);
            if (column->info.type != ValueType::Set) {
                if (!values.contains(text)) fresh.emplace_back(text);
                continue;
            }
            for (std::string& part : partsOf(text))
                if (!values.contains(part) && seen.insert(part).second) fresh.push_back(std::move(part));
        }
        if (!fresh.empty())
            Differ::sayNewValues(changes, column->info.name, column->info.role.text(), std::move(fresh), entry->second);
    }
    std::stable_sort(changes.begin(), changes.end(),
                     [](const RecipeChange& a, const RecipeChange& b) { return a.severity < b.severity; });
}

} // namespace xo::io
