#include "core/analysis/funnel/run.h"

#include "core/analysis/score/question.h"

#include <algorithm>
#include <bit>
#include <map>

namespace xo::analysis::detail {

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

UnitsOfSubjects::UnitsOfSubjects(const FunnelRun& run) : first(run.events->events.subjects() + 1, 0) {
    for (const std::uint32_t subject : run.attempts.subject)
        ++first[subject + 1];
    for (std::size_t s = 1; s < first.size(); ++s)
        first[s] += first[s - 1];
}

namespace {

void add(ScoreSums& sums, int score, const Role& role) {
    ++sums.n;
    sums.sum += score;
    sums.squares += static_cast<std::int64_t>(score) * score;
    if (score >= role.scaleHigh - 1) ++sums.top2;
    if (score >= 9) ++sums.promoters;
    if (score <= 6) ++sums.detractors;
}

// One customer's answer about one stage.
struct Scored {
    std::uint32_t subject = 0;
    std::uint8_t stage = 0;
    double quality = 0; // 0 = worst … 1
};

// Codes of the groups in which a subject got to a stage; false when it did in none of its units.
bool groupsAt(const FunnelRun& run, const UnitsOfSubjects& units, const UnitGroups* groups, std::uint32_t subject,
              std::size_t stage, std::vector<std::uint32_t>& codes) {
    bool reached = false;
    codes.clear();
    for (std::uint32_t u = units.first[subject]; u < units.first[subject + 1]; ++u) {
        if (!run.reached(u, stage)) continue;
        reached = true;
        if (!groups) break;
        for (const std::uint32_t code : groups->of(u))
            if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    }
    return reached;
}

void addPairs(StageAnswers& out, std::vector<Scored>& scored, const FunnelRun& run, const UnitsOfSubjects& units,
              const UnitGroups* groups) {
    const std::size_t stages = run.journey.stages.size();
    out.pairs.assign(out.sums.size(), std::vector<PairSums>(stages));
    // answers stand in the order of their rows: equal runs give equal sums
    std::stable_sort(scored.begin(), scored.end(),
                     [](const Scored& a, const Scored& b) { return a.subject < b.subject; });
    std::vector<std::uint32_t> codes;
    std::vector<double> sum(stages), n(stages);
    for (std::size_t i = 0; i < scored.size();) {
        const std::uint32_t subject = scored[i].subject;
        std::fill(sum.begin(), sum.end(), 0.0);
        std::fill(n.begin(), n.end(), 0.0);
        for (; i < scored.size() && scored[i].subject == subject; ++i) {
            sum[scored[i].stage] += scored[i].quality;
            n[scored[i].stage] += 1;
        }
        double all = 0, rated = 0;
        for (std::size_t k = 0; k < stages; ++k)
            if (n[k] > 0) all += sum[k] / n[k], rated += 1;
        if (rated < 2) continue;
        for (std::size_t k = 0; k < stages; ++k) {
            if (n[k] == 0) continue;
            const double own = sum[k] / n[k], d = own - (all - own) / (rated - 1);
            groupsAt(run, units, groups, subject, k, codes);
            const auto add = [&](PairSums& to) { ++to.n, to.sum += d, to.squares += d * d; };
            add(out.pairs[0][k]);
            for (const std::uint32_t code : codes)
                add(out.pairs[code + 1][k]);
        }
    }
}

} // namespace

Result<StageAnswers> stageAnswers(const Context& context, const FunnelRun& run, const std::string& question,
                                  const UnitGroups* groups, std::vector<std::string>& notes, const JobContext& job,
                                  const StageAsk& ask) {
    const Workspace& workspace = *context.workspace;
    const std::size_t stages = run.journey.stages.size();
    StageAnswers out;
    out.questions.resize(stages);
    out.isNps.resize(stages);
    out.range.resize(stages);
    out.lowIsBest.resize(stages);
    out.sums.assign(groups ? groups->labels.size() + 1 : 1, std::vector<ScoreSums>(stages));

    std::map<std::string, std::uint64_t> asked; // question → stages
    for (std::size_t k = 0; k < stages; ++k) {
        const JourneyStage& stage = run.journey.stages[k];
        std::string name = stage.question;
        if (ask.which > 0) name = ask.which <= stage.moreQuestions.size() ? stage.moreQuestions[ask.which - 1] : "";
        if (!question.empty()) name = ask.which > 0 ? "" : question;
        if (!name.empty()) asked[name] |= std::uint64_t{1} << k;
    }
    if (ask.pairs) out.pairs.assign(out.sums.size(), std::vector<PairSums>(stages));
    if (asked.empty()) return out;
    const UnitsOfSubjects units(run);
    std::vector<Scored> scored;
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
            out.lowIsBest[k] = role.lowIsBest;
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
                if (!groupsAt(run, units, groups, subject, k, counted)) continue;
                add(out.sums[0][k], score, role);
                for (const std::uint32_t group : counted)
                    add(out.sums[group + 1][k], score, role);
                if (!ask.pairs || role.scaleHigh == role.scaleLow) continue;
                const double place = static_cast<double>(score - role.scaleLow) / (role.scaleHigh - role.scaleLow);
                scored.push_back({subject, static_cast<std::uint8_t>(k), role.lowIsBest ? 1 - place : place});
            }
        }
    }
    if (ask.pairs) addPairs(out, scored, run, units, groups);
    return out;
}

stats::SampleMoments momentsOf(const ScoreSums& sums) {
    if (sums.n == 0) return {};
    const auto n = static_cast<double>(sums.n);
    const double mean = static_cast<double>(sums.sum) / n;
    if (sums.n == 1) return {n, mean, 0};
    // n·Σx² − (Σx)² is exact in integers
    return {n, mean, static_cast<double>(sums.n * sums.squares - sums.sum * sums.sum) / n / (n - 1)};
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
