#include "core/analysis/verify/verify.h"

#include "core/analysis/funnel/run.h"
#include "core/analysis/nps/nps.h"
#include "core/analysis/verify/naive.h"
#include "core/base/text.h"
#include "core/query/filter.h"

#include <algorithm>
#include <unordered_map>

namespace xo::analysis {

namespace {

constexpr std::size_t kMostMismatches = 1000;
constexpr std::size_t kPollRows = 0x3fff;

// splitmix64 (Steele, Lea & Flood 2014): the same draw on every platform.
class Draw {
public:
    explicit Draw(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t below(std::uint64_t n) {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
        return (z ^ (z >> 31U)) % n;
    }

private:
    std::uint64_t m_state;
};

class Verifier {
public:
    Verifier(const Context& context, VerifyReport& report, const JobContext& job)
        : m_context(context), m_workspace(*context.workspace), m_report(report), m_job(job) {}

    Result<void> run(std::size_t customers) {
        auto rows = naive::Rows::of(m_workspace, m_job);
        if (!rows) return rows.failure();
        m_rows = std::move(*rows);
        if (auto drawn = draw(customers); !drawn) return drawn;
        if (auto funnels = checkFunnels(); !funnels) return funnels;
        if (auto scores = checkNps(); !scores) return scores;
        return checkLinks();
    }

private:
    Result<void> draw(std::size_t customers) {
        auto known = m_workspace.knownSubjects();
        if (!known) return known.failure();
        std::vector<std::uint32_t> all;
        (*known)->forEach([&](std::size_t s) { all.push_back(static_cast<std::uint32_t>(s)); });
        Draw random(m_report.seed);
        for (std::size_t i = 0; i < std::min(customers, all.size()); ++i) {
            std::swap(all[i], all[i + random.below(all.size() - i)]);
            const std::string key(m_workspace.subjectKey(all[i]));
            m_subjects.push_back(all[i]);
            const std::size_t link = m_workspace.customers->size(), behind = link + m_workspace.links->size();
            m_persons.emplace(all[i] >= link && all[i] < behind ? "link:" + key : key, i);
        }
        m_report.customers = m_subjects.size();
        return {};
    }
    // Which drawn customer a row belongs to; SIZE_MAX = none of them.
    std::size_t drawnAt(std::size_t table, std::size_t row) const {
        const auto found = m_persons.find(m_rows.person(table, row));
        return found == m_persons.end() ? SIZE_MAX : found->second;
    }
    void mismatch(std::size_t drawn, const std::string& what, std::string engine, std::string brute) {
        if (m_report.mismatches.size() < kMostMismatches)
            m_report.mismatches.push_back(
                {drawn == SIZE_MAX ? std::string() : std::string(m_workspace.subjectKey(m_subjects[drawn])), what,
                 std::move(engine), std::move(brute)});
    }
    void skip(const std::string& what, const std::string& why) { m_report.skipped.push_back(what + ": " + why); }

    Result<void> checkFunnels() {
        for (const Journey& journey : m_workspace.journeys) {
            FunnelParams params;
            params.journey = journey.name;
            if (auto done = checkFunnel("funnel " + journey.name, params); !done) return done;
        }
        if (m_workspace.tablesOfKind(DatasetKind::Events).empty()) return {};
        FunnelParams params;
        auto guessed = detail::guessedJourney(m_context, {}, m_job);
        if (!guessed) {
            skip("funnel of the stages", guessed.error().code);
            return {};
        }
        params.definition = *guessed;
        return checkFunnel("funnel of the stages", params);
    }

    Result<void> checkFunnel(const std::string& what, const FunnelParams& params) {
        auto counted = detail::countRun(m_context, params, m_job);
        if (!counted && counted.error().code == kCancelled) return counted.failure();
        if (!counted) {
            skip(what, counted.error().code);
            return {};
        }
        const Journey& journey = counted->journey;
        std::vector<std::vector<naive::Event>> events(m_subjects.size());
        for (const std::size_t table : counted->events->tables)
            if (auto done = gather(table, counted->events->tables, journey, events); !done) return done;
        std::vector<std::vector<naive::Unit>> engine(m_subjects.size());
        std::unordered_map<std::uint32_t, std::size_t> places;
        for (std::size_t i = 0; i < m_subjects.size(); ++i)
            places[m_subjects[i]] = i;
        for (std::size_t u = 0; u < counted->attempts.size(); ++u)
            if (const auto found = places.find(counted->attempts.subject[u]); found != places.end())
                engine[found->second].push_back({counted->attempts.start[u], reachedBy(*counted, u)});
        std::size_t left = 0;
        for (std::size_t i = 0; i < m_subjects.size(); ++i) {
            if (m_job.cancelled()) return cancelled();
            auto brute = naive::countNaively(std::move(events[i]), journey, m_workspace.zone);
            if (!brute) {
                ++left;
                continue;
            }
            ++m_report.checks;
            // attempts of different held values that begin at once have no order of their own
            for (auto* units : {&engine[i], &*brute})
                std::sort(units->begin(), units->end(), [](const naive::Unit& a, const naive::Unit& b) {
                    return std::pair(a.start, a.reached) < std::pair(b.start, b.reached);
                });
            if (*brute != engine[i]) mismatch(i, what, described(engine[i]), described(*brute));
        }
        if (left < m_subjects.size()) m_report.checked.push_back(what);
        if (left > 0) skip(what, std::to_string(left) + " customers too long or too involved to enumerate");
        return {};
    }

    Result<void> gather(std::size_t table, const std::vector<std::size_t>& tables, const Journey& journey,
                        std::vector<std::vector<naive::Event>>& events) {
        std::vector<std::size_t> siblings;
        for (const std::size_t t : tables)
            if (t != table) siblings.push_back(t);
        const auto rowsOf = [&](const std::string& condition) -> Result<std::optional<Bitmap>> {
            if (condition.empty()) return std::optional<Bitmap>();
            auto filter = query::parse(condition);
            if (!filter) return filter.failure();
            auto outcome = query::evaluateRows(*filter, m_workspace, *m_context.hooks, table, siblings, m_job);
            if (!outcome) return outcome.failure();
            return std::optional(std::move(outcome->yes));
        };
        std::vector<std::optional<Bitmap>> conditions;
        for (const JourneyStage& stage : journey.stages) {
            auto rows = rowsOf(stage.condition);
            if (!rows) return rows.failure();
            conditions.push_back(std::move(*rows));
        }
        auto exclusion = rowsOf(journey.exclusion);
        if (!exclusion) return exclusion.failure();
        std::vector<std::shared_ptr<const Column>> held;
        for (const std::string& name : journey.hold) {
            const auto index = m_workspace.tables[table]->find(name);
            if (!index) break;
            auto column = m_workspace.tables[table]->column(*index);
            if (!column) return column.failure();
            held.push_back(std::move(*column));
        }
        for (std::size_t row = 0; row < m_workspace.tables[table]->rows(); ++row) {
            if ((row & kPollRows) == 0 && m_job.cancelled()) return cancelled();
            const std::size_t drawn = drawnAt(table, row);
            if (drawn == SIZE_MAX) continue;
            naive::Event event{table, row, m_rows.time(table, row), {}, *exclusion && (*exclusion)->test(row)};
            const std::string name = m_rows.text(table, RoleKind::Stage, row);
            for (std::size_t k = 0; k < journey.stages.size() && !event.exclusion; ++k)
                if (conditions[k] ? conditions[k]->test(row) : name == journey.stages[k].name && !name.empty())
                    event.stages.push_back(static_cast<int>(k + 1));
            if (held.size() < journey.hold.size()) event.held.reset();
            for (const auto& column : held) {
                const std::string value = column->text(row, m_workspace.zone);
                if (value.empty())
                    event.held.reset();
                else if (event.held)
                    *event.held += value + '\n';
            }
            events[drawn].push_back(std::move(event));
        }
        return {};
    }

    static std::uint64_t reachedBy(const detail::FunnelRun& run, std::size_t unit) {
        std::uint64_t out = 0;
        for (std::size_t k = 0; k < run.journey.stages.size(); ++k)
            if (run.reached(unit, k)) out |= std::uint64_t{1} << k;
        return out;
    }

    std::string described(const std::vector<naive::Unit>& units) const {
        std::vector<std::string> out;
        for (const naive::Unit& unit : units) {
            std::string stages;
            for (int k = 0; k < 64; ++k)
                if (unit.reached >> k & 1U) stages += (stages.empty() ? "" : ", ") + std::to_string(k + 1);
            out.push_back("stages " + stages + " from " + m_workspace.zone.format(unit.start));
        }
        return out.empty() ? "no entry" : joined(out, "; ");
    }

    struct Classes {
        std::int64_t promoters = 0, passives = 0, detractors = 0;
        bool operator==(const Classes&) const = default;
        void add(double score) { ++(score >= 9 ? promoters : score >= 7 ? passives : detractors); }
        std::string text() const {
            return std::to_string(promoters) + "/" + std::to_string(passives) + "/" + std::to_string(detractors);
        }
    };

    Result<void> checkNps() {
        for (std::size_t t = 0; t < m_workspace.tables.size(); ++t) {
            const Table& table = *m_workspace.tables[t];
            if (table.kind() != DatasetKind::Answers && table.kind() != DatasetKind::Feedback) continue;
            for (std::size_t c = 0; c < table.columns().size(); ++c)
                if (table.columns()[c].role.kind == RoleKind::Nps)
                    if (auto done = checkNpsColumn(t, c); !done) return done;
        }
        return {};
    }

    Result<void> checkNpsColumn(std::size_t t, std::size_t c) {
        const Table& table = *m_workspace.tables[t];
        const std::string what = "nps " + table.columns()[c].name + " in " + table.name();
        auto loaded = table.column(c);
        if (!loaded) return loaded.failure();
        const Column& column = **loaded;
        Classes total;
        std::vector<Classes> brute(m_subjects.size());
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if ((row & kPollRows) == 0 && m_job.cancelled()) return cancelled();
            const auto score = parseNumber(column.text(row, m_workspace.zone));
            if (!score || *score < 0 || *score > 10) continue;
            total.add(*score);
            if (const std::size_t drawn = drawnAt(t, row); drawn != SIZE_MAX) brute[drawn].add(*score);
        }
        auto index = m_workspace.bySubject(t);
        if (!index) return index.failure();
        for (std::size_t i = 0; i < m_subjects.size(); ++i) {
            Classes engine;
            for (std::uint64_t r = (*index)->offsets[m_subjects[i]]; r < (*index)->offsets[m_subjects[i] + 1]; ++r)
                if (const int score = column.score((*index)->rows[r]); score >= 0) engine.add(score);
            ++m_report.checks;
            if (!(engine == brute[i])) mismatch(i, what, engine.text(), brute[i].text());
        }
        NpsParams params;
        params.dataset = table.name();
        params.question = table.columns()[c].name;
        auto result = runNps(m_context, params, m_job);
        if (!result && result.error().code == kCancelled) return result.failure();
        if (!result) {
            skip(what, result.error().code);
            return {};
        }
        const Classes engine{result->total.promoters, result->total.passives, result->total.detractors};
        ++m_report.checks;
        if (!(engine == total)) mismatch(SIZE_MAX, what, engine.text(), total.text());
        m_report.checked.push_back(what);
        return {};
    }

    Result<void> checkLinks() {
        for (const std::size_t t : m_workspace.tablesOfKind(DatasetKind::Answers))
            if (auto done = checkLinksOf(t); !done) return done;
        return {};
    }

    // Equal keys where the answers share a link with some events: the latest at or before, else the earliest.
    Result<void> checkLinksOf(std::size_t t) {
        const std::string what = "links of " + m_workspace.tables[t]->name();
        std::vector<std::size_t> tables;
        for (const std::size_t e : m_workspace.tablesOfKind(DatasetKind::Events))
            if (m_rows.has(t, RoleKind::Link) && m_rows.has(e, RoleKind::Link)) tables.push_back(e);
        if (tables.empty()) {
            skip(what, "no shared link");
            return {};
        }
        auto ties = m_context.hooks->ties(m_workspace, t, {}, m_job);
        if (!ties) return ties.failure();
        std::unordered_map<std::string, std::vector<std::size_t>> wanted; // link → answer rows
        for (std::size_t row = 0; row < m_workspace.tables[t]->rows(); ++row)
            if (drawnAt(t, row) != SIZE_MAX) wanted[m_rows.text(t, RoleKind::Link, row)].push_back(row);
        struct Found {
            bool any = false;
            std::optional<Instant> before, first; // times
        };
        std::unordered_map<std::size_t, Found> found; // answer row → its events
        for (const std::size_t e : tables)
            for (std::size_t row = 0; row < m_workspace.tables[e]->rows(); ++row) {
                if ((row & kPollRows) == 0 && m_job.cancelled()) return cancelled();
                const auto answers = wanted.find(m_rows.text(e, RoleKind::Link, row));
                if (answers == wanted.end() || answers->first.empty()) continue;
                for (const std::size_t answer : answers->second) {
                    Found& of = found[answer];
                    of.any = true;
                    const Instant time = m_rows.time(e, row);
                    Instant answered = m_rows.time(t, answer);
                    if (answered != kNoTime && m_rows.byDay(t))
                        answered = m_workspace.zone.startOfDay(m_workspace.zone.localDay(answered) + 1) - 1;
                    if (time == kNoTime) continue;
                    if (!of.first || time < *of.first) of.first = time;
                    if (answered != kNoTime && time <= answered && (!of.before || time > *of.before)) of.before = time;
                }
            }
        for (const auto& [link, answers] : wanted)
            for (const std::size_t answer : answers) {
                const Found& of = found[answer];
                const EventRef& event = (*ties)->events[answer];
                ++m_report.checks;
                const std::string brute = !of.any ? "none" : timeText(of.before ? of.before : of.first);
                const auto table = static_cast<std::size_t>(event.table);
                std::string engine = "none";
                if (event.table >= 0) engine = timeText(m_rows.time(table, event.row));
                if (event.table >= 0 && m_rows.text(table, RoleKind::Link, event.row) != link) engine += " (other key)";
                if (engine != brute) mismatch(drawnAt(t, answer), what, engine, brute);
            }
        m_report.checked.push_back(what);
        return {};
    }
    std::string timeText(const std::optional<Instant>& time) const {
        return time && *time != kNoTime ? m_workspace.zone.format(*time) : "an event without a time";
    }

    const Context& m_context;
    const Workspace& m_workspace;
    VerifyReport& m_report;
    const JobContext& m_job;
    naive::Rows m_rows;
    std::vector<std::uint32_t> m_subjects;
    std::unordered_map<std::string, std::size_t> m_persons;
};

} // namespace

Result<VerifyReport> verifyAgainstBruteForce(const Context& context, std::size_t customers, std::uint64_t seed,
                                             const JobContext& job) {
    VerifyReport report;
    report.seed = seed;
    if (auto done = Verifier(context, report, job).run(customers); !done) return done.failure();
    return report;
}

Json toJson(const VerifyReport& report) {
    Json mismatches = Json::array();
    for (const VerifyMismatch& mismatch : report.mismatches)
        mismatches.push_back({{"customer", mismatch.customer},
                              {"what", mismatch.what},
                              {"engine", mismatch.engine},
                              {"brute_force", mismatch.bruteForce}});
    return {{"customers", report.customers},
            {"checks", report.checks},
            {"checked", report.checked},
            {"skipped", report.skipped},
            {"mismatches", mismatches},
            {"seed", report.seed},
            {"ok", report.ok()}};
}

} // namespace xo::analysis
