#include "core/analysis/funnel/summary.h"
#include "core/base/equalbytes.h"
#include "tests/core/analysis/stagedevents.h"

#include <QtTest>

#include <random>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;

namespace {

// What was counted on the way is what the attempts say.
void checkSums(const StagedEvents& events, const Attempts& attempts, Instant asOf) {
    const auto stages = static_cast<std::size_t>(attempts.stages);
    AttemptSums expected{std::vector<std::array<std::int64_t, 2>>(stages),
                         std::vector<std::vector<std::uint32_t>>(stages),
                         std::vector<std::vector<std::uint32_t>>(stages)};
    AttemptSums found = expected;
    const auto number = [&](std::uint32_t event) { return events.times.numbers()[event]; };
    for (std::size_t u = 0; u < attempts.size(); ++u) {
        const std::size_t level = attempts.level[u];
        const std::uint32_t* const at = attempts.events.data() + u * stages;
        const bool matured = attempts.windowEndOf(u) <= asOf;
        ++expected.stopped[level - 1][matured];
        for (std::size_t k = 1; k < level; ++k)
            expected.gaps[k].push_back(number(at[k]) - number(at[k - 1]));
        if (!matured && level < stages) expected.openSince[level - 1].push_back(number(at[level - 1]));
    }
    QVERIFY(attempts.sums.size() > 1);
    for (const AttemptSums& part : attempts.sums)
        for (std::size_t k = 0; k < stages; ++k) {
            for (const std::size_t matured : {0U, 1U})
                found.stopped[k][matured] += part.stopped[k][matured];
            found.gaps[k].insert(found.gaps[k].end(), part.gaps[k].begin(), part.gaps[k].end());
            found.openSince[k].insert(found.openSince[k].end(), part.openSince[k].begin(), part.openSince[k].end());
        }
    QVERIFY(found.stopped == expected.stopped);
    QVERIFY(found.gaps == expected.gaps);
    QVERIFY(found.openSince == expected.openSince);
    QVERIFY(expected.gaps[1].size() > 100 && !expected.openSince[0].empty());
}

} // namespace

class TestFunnelPlain : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalBytes() {
        std::mt19937 random(3);
        for (int round = 0; round < 2000; ++round) {
            std::array<std::uint8_t, 16> bytes{};
            std::uint32_t expected = 0;
            const auto wanted = static_cast<std::uint8_t>(random() % 2 ? random() % 4 : 255);
            for (std::size_t i = 0; i < bytes.size(); ++i) {
                bytes[i] = static_cast<std::uint8_t>(random() % 3 ? random() % 4 : 252 + random() % 4);
                expected |= static_cast<std::uint32_t>(bytes[i] == wanted) << i;
            }
            QCOMPARE(equalBytes16(bytes.data(), wanted), expected);
            QCOMPARE(portableEqualBytes16(bytes.data(), wanted), expected);
        }
    }
    // The short way through plain journeys finds what the general one finds, which a limit of the steps asks for.
    void plainJourneys_data() {
        QTest::addColumn<bool>("first");
        QTest::addColumn<bool>("dated");
        QTest::addColumn<bool>("untimed");
        QTest::addColumn<bool>("filtered");
        for (const bool first : {false, true})
            for (const bool dated : {false, true})
                for (const bool untimed : {false, true})
                    for (const bool filtered : {false, true})
                        QTest::addRow("%s%s%s%s", first ? "first" : "furthest", dated ? " dated" : "",
                                      untimed ? " untimed" : "", filtered ? " filtered" : "")
                            << first << dated << untimed << filtered;
    }
    void plainJourneys() {
        QFETCH(bool, first);
        QFETCH(bool, dated);
        QFETCH(bool, untimed);
        QFETCH(bool, filtered);
        std::mt19937 random(11);
        Subjects subjects(40'000);
        for (auto& events : subjects) {
            const unsigned most = random() % 20 == 0 ? 90 : 12;
            for (auto n = random() % most; n > 0; --n) {
                const Instant time = untimed && random() % 9 == 0 ? kNoTime : static_cast<Instant>(random() % 5000);
                const unsigned stage = static_cast<unsigned>(random() % 5);
                events.push_back({time, stage == 4 ? 0 : std::uint64_t{1} << stage});
            }
        }
        const StagedEvents store = staged(subjects, 4);
        QVERIFY(store.times.size() > 200'000); // several parts
        KernelRules rules;
        rules.window = Span{1, Span::Unit::Second};
        rules.attempt = first ? FunnelAttempt::First : FunnelAttempt::Furthest;
        if (dated) {
            rules.from = 1000;
            rules.to = 3500;
        }
        Bitmap kept(store.times.size()), subjectsKept(store.subjects());
        for (std::size_t i = 0; i < kept.size(); ++i)
            kept.assign(i, random() % 3 != 0);
        for (std::size_t i = 0; i < subjectsKept.size(); ++i)
            subjectsKept.assign(i, random() % 3 != 0);
        const Bitmap* const keep = filtered ? &kept : nullptr;
        const auto plain = [&](const StagedEvents& of, unsigned threads) {
            JobContext job;
            job.threads = threads;
            return countAttempts(of, rules, keep, job).value_or(Attempts());
        };
        if (filtered) rules.subjects = &subjectsKept;
        KernelRules limited = rules;
        limited.stepLimits.assign(4, Span{9'000'000'000'000'000, Span::Unit::Day});
        const auto general = countAttempts(store, limited, keep, JobContext());
        QVERIFY(general && general->size() > 5'000 && general->bypass > 0);
        for (const unsigned threads : {1U, 2U, 4U})
            QVERIFY(*general == plain(store, threads));
        // times as numbers of a unit
        StagedEvents narrow = store;
        std::vector<std::uint32_t> numbers;
        for (std::size_t i = 0; i < store.times.size(); ++i)
            numbers.push_back(store.times[i] == kNoTime ? EventTimes::kUntimed
                                                        : static_cast<std::uint32_t>(store.times[i] + 7));
        narrow.times = EventTimes(std::move(numbers), -7, 1);
        QVERIFY(narrow.met.empty());
        QVERIFY(*general == plain(narrow, 1));
        findMet(narrow);
        QCOMPARE(narrow.met.size(), narrow.subjects());
        for (std::size_t i = 0; i < store.times.size(); ++i)
            QVERIFY(narrow.times[i] == store.times[i]);
        QVERIFY(*general == plain(narrow, 2));
        rules.asOf = 3000;
        const Attempts summed = plain(narrow, 2);
        QVERIFY(*general == summed);
        checkSums(narrow, summed, 3000);
        // in the memory of a run that is over, whatever it was
        KernelRules other = rules;
        other.order = FunnelOrder::Any;
        Attempts spare = counted(store, other);
        spare.sums = summed.sums;
        spare.exclusionTime.assign(7, 1);
        spare.excluded.assign(spare.size(), 1);
        spare.bypass = spare.removed = 99;
        const auto reused = countAttempts(narrow, rules, keep, JobContext(), std::move(spare));
        QVERIFY(*general == *reused);
        checkSums(narrow, *reused, 3000);
        QVERIFY(countAttempts(store, rules, keep, JobContext(), Attempts(*reused))->sums.empty());
    }
    // Figures of all units and of groups, from what was counted on the way and without it: those of each unit alone.
    void figuresOfManyParts() {
        std::mt19937 random(5);
        Subjects subjects(60'000);
        for (auto& events : subjects)
            for (auto n = random() % 9; n > 0; --n) {
                const auto time = static_cast<Instant>(1000 * (random() % 5000));
                events.push_back({time, std::uint64_t{1} << random() % 3});
            }
        auto journey = std::make_shared<detail::JourneyEvents>();
        const StagedEvents wide = staged(subjects, 3);
        journey->events = wide;
        std::vector<std::uint32_t> numbers;
        for (std::size_t i = 0; i < wide.times.size(); ++i)
            numbers.push_back(static_cast<std::uint32_t>(wide.times[i] / 1000));
        journey->events.times = EventTimes(std::move(numbers), 0, 1000);
        detail::FunnelRun run;
        run.events = journey;
        run.asOf = 4'000'000;
        for (const char* name : {"a", "b", "c"})
            run.journey.stages.push_back({name, "", std::nullopt, ""});
        KernelRules rules;
        rules.window = Span{1500, Span::Unit::Second};
        for (const bool summed : {false, true}) {
            rules.asOf = summed ? std::optional(run.asOf) : std::nullopt;
            run.attempts = *countAttempts(journey->events, rules, nullptr, JobContext());
            QCOMPARE(run.attempts.sums.size() > 1, summed);
            const auto total = detail::allSummarised(run, JobContext());
            QCOMPARE(total, detail::summarised(run, detail::allUnits(run), nullptr, JobContext()));
            QVERIFY(total[0].open > 1000 && total[0].overdue > 10 && total[2].timeFromPrevious->p90);
            const auto thresholds = detail::overdueThresholds(total);
            std::vector<std::uint32_t> codes;
            std::vector<std::vector<std::uint32_t>> units(7); // the last one stays empty
            for (std::uint32_t u = 0; u < run.attempts.size(); ++u) {
                codes.push_back(static_cast<std::uint32_t>(random() % 6));
                units[codes.back()].push_back(u);
            }
            for (const unsigned threads : {1U, 2U, 5U}) {
                JobContext job;
                job.threads = threads;
                const auto groups = detail::summarisedGroups(run, codes, units.size(), thresholds, job);
                QCOMPARE(groups.size(), units.size());
                for (std::size_t group = 0; group + 1 < units.size(); ++group)
                    QCOMPARE(groups[group], detail::summarised(run, units[group], &thresholds, job));
                QVERIFY(groups.back().empty());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestFunnelPlain)
#include "tst_funnel_plain.moc"
