#include "core/analysis/funnel/run.h"

#include "core/analysis/score/question.h"

#include <algorithm>
#include <bit>
#include <map>

namespace xo::analysis::detail {

namespace {

// Bit k−1 = the answer is about stage k: by its own stage column, else by the event it is tied to.
Result<std::vector<std::uint64_t>> stagesOfAnswers(const Context& context, const FunnelRun& run, std::size_t table,
                                                   const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    const Table& answers = *workspace.tables[table];
    std::vector<std::uint64_t> about(answers.rows(), 0);
    if (const auto index = answers.findRole(RoleKind::Stage)) {
        auto column = answers.column(*index);
        if (!column) return column.failure();
        if ((*column)->info.type == ValueType::Category) {
            std::vector<std::uint64_t> masks((*column)->dictionary->size(), 0);
            for (std::size_t k = 0; k < run.journey.stages.size(); ++k)
                if (const std::uint32_t code = (*column)->dictionary->find(run.journey.stages[k].name))
                    masks[code] |= std::uint64_t{1} << k;
            for (std::size_t row = 0; row < about.size(); ++row)
                about[row] = masks[(*column)->codes[row]];
        }
    }
    auto ties = context.hooks->ties(workspace, table, {}, job);
    if (!ties) return ties.failure();
    std::vector<std::size_t> part(workspace.tables.size(), SIZE_MAX);
    for (std::size_t p = 0; p < run.events->tables.size(); ++p)
        part[run.events->tables[p]] = p;
    for (std::size_t row = 0; row < about.size(); ++row) {
        const EventRef& event = (*ties)->events[row];
        if (about[row] || event.table < 0) continue;
        const std::size_t p = part[static_cast<std::size_t>(event.table)];
        if (p != SIZE_MAX) about[row] = run.events->fits(p, event.row);
    }
    return about;
}

struct UnitsOfSubjects {
    std::vector<std::uint32_t> first; // subject s: units first[s] … first[s+1)
    explicit UnitsOfSubjects(const FunnelRun& run) : first(run.events->events.subjects() + 1, 0) {
        for (const std::uint32_t subject : run.attempts.subject)
            ++first[subject + 1];
        for (std::size_t s = 1; s < first.size(); ++s)
            first[s] += first[s - 1];
    }
};

void add(ScoreSums& sums, int score, const Role& role) {
    ++sums.n;
    sums.sum += score;
    sums.squares += static_cast<std::int64_t>(score) * score;
    if (score >= role.scaleHigh - 1) ++sums.top2;
    if (score >= 9) ++sums.promoters;
    if (score <= 6) ++sums.detractors;
}

} // namespace

Result<StageAnswers> stageAnswers(const Context& context, const FunnelRun& run, const std::string& question,
                                  const UnitGroups* groups, std::vector<std::string>& notes, const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    const std::size_t stages = run.journey.stages.size();
    StageAnswers out;
    out.questions.resize(stages);
    out.isNps.resize(stages);
    out.range.resize(stages);
    out.sums.assign(groups ? groups->labels.size() + 1 : 1, std::vector<ScoreSums>(stages));

    std::map<std::string, std::uint64_t> asked; // question → stages
    for (std::size_t k = 0; k < stages; ++k) {
        const std::string& name = question.empty() ? run.journey.stages[k].question : question;
        if (!name.empty()) asked[name] |= std::uint64_t{1} << k;
    }
    if (asked.empty()) return out;
    const UnitsOfSubjects units(run);
    std::map<std::size_t, std::vector<std::uint64_t>> aboutOf;
    for (const auto& [name, wanted] : asked) {
        auto found = findQuestion(workspace, {}, name, QuestionKind::Score);
        if (!found) {
            if (!question.empty()) return found.failure();
            notes.emplace_back("funnel.note.question_missing");
            continue;
        }
        auto column = workspace.tables[found->table]->column(found->column);
        if (!column) return column.failure();
        if (!aboutOf.contains(found->table)) {
            auto about = stagesOfAnswers(context, run, found->table, job);
            if (!about) return about.failure();
            aboutOf[found->table] = std::move(*about);
        }
        const std::vector<std::uint64_t>& about = aboutOf[found->table];
        auto subjects = workspace.subjects(found->table);
        if (!subjects) return subjects.failure();
        const Role& role = (*column)->info.role;
        for (std::uint64_t bits = wanted; bits; bits &= bits - 1) {
            const auto k = static_cast<std::size_t>(std::countr_zero(bits));
            out.questions[k] = (*column)->info.name;
            out.isNps[k] = role.kind == RoleKind::Nps;
            out.range[k] = role.scaleHigh - role.scaleLow;
        }
        std::vector<std::uint32_t> counted;
        for (std::size_t row = 0; row < about.size(); ++row) {
            if ((row & 0xffffU) == 0 && job.cancelled()) return cancelled();
            const std::uint32_t subject = (**subjects)[row];
            const std::uint64_t mask = about[row] & wanted;
            if (!mask || subject == 0 || units.first[subject] == units.first[subject + 1]) continue;
            const int score = (*column)->score(row);
            if (score < 0) continue;
            for (std::uint64_t bits = mask; bits; bits &= bits - 1) {
                const auto k = static_cast<std::size_t>(std::countr_zero(bits));
                bool reached = false;
                counted.clear();
                for (std::uint32_t u = units.first[subject]; u < units.first[subject + 1]; ++u) {
                    if (run.attempts.level[u] <= k) continue;
                    reached = true;
                    if (!groups) break;
                    for (const std::uint32_t group : groups->of(u))
                        if (std::find(counted.begin(), counted.end(), group) == counted.end()) counted.push_back(group);
                }
                if (!reached) continue;
                add(out.sums[0][k], score, role);
                for (const std::uint32_t group : counted)
                    add(out.sums[group + 1][k], score, role);
            }
        }
    }
    return out;
}

std::optional<StageSatisfaction> satisfaction(const StageAnswers& answers, std::size_t group, std::size_t stage) {
    if (answers.questions[stage].empty()) return std::nullopt;
    const ScoreSums& sums = answers.sums[group][stage];
    StageSatisfaction out;
    out.question = answers.questions[stage];
    out.n = sums.n;
    if (sums.n == 0) return out;
    const auto n = static_cast<double>(sums.n);
    out.mean = static_cast<double>(sums.sum) / n;
    out.top2Share = static_cast<double>(sums.top2) / n;
    if (answers.isNps[stage]) out.nps = 100.0 * static_cast<double>(sums.promoters - sums.detractors) / n;
    // n·Σx² − (Σx)² is exact in integers
    const double deviations = static_cast<double>(sums.n * sums.squares - sums.sum * sums.sum) / n;
    if (const auto estimate = stats::meanEstimate(sums.n, *out.mean, deviations)) out.ci95 = estimate->ci;
    return out;
}

} // namespace xo::analysis::detail
