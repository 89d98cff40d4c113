#include "core/analysis/funnel/optionalstages.h"

#include <algorithm>
#include <bit>

namespace xo::analysis::detail {

namespace {

std::vector<std::size_t> requiredStages(const Journey& journey) {
    std::vector<std::size_t> out;
    for (std::size_t k = 0; k < journey.stages.size(); ++k)
        if (!journey.stages[k].optional) out.push_back(k);
    return out;
}

// Fills the optional stages of one attempt.
class Filler {
public:
    Filler(const JourneyEvents& events, const Journey& journey, const KernelRules& rules, const Bitmap* keep)
        : m_events(events.events), m_journey(journey), m_rules(rules), m_keep(keep) {}

    /// `at`: event of each stage, kNoEvent = not reached; the required ones are there. Returns the level.
    std::size_t fill(std::span<std::uint32_t> at, std::uint32_t subject, Instant start, Instant end) const {
        const std::size_t stages = m_journey.stages.size();
        const std::uint32_t first = m_events.offsets[subject], last = m_events.offsets[subject + 1];
        const std::uint32_t held = m_events.hold.empty() ? 0 : m_events.hold[at[0]];
        const bool any = m_rules.order == FunnelOrder::Any;
        std::size_t level = 1, before = 0; // `before`: the last stage reached
        for (std::size_t k = 1; k < stages; ++k) {
            if (at[k] == kNoEvent && m_journey.stages[k].optional) {
                std::uint32_t limit = last;
                for (std::size_t next = k + 1; next < stages && !any; ++next)
                    if (at[next] != kNoEvent) limit = std::min(limit, at[next]);
                const auto& step = m_journey.stages[k].stepLimit;
                const Instant arrived = m_events.times[at[before]];
                const Instant until = step && !any ? std::min(end, spanEnd(*step, arrived, m_rules.zone)) : end;
                for (std::uint32_t i = any ? first : at[before] + 1; i < limit; ++i) {
                    const Instant time = m_events.times[i];
                    if (!(m_events.mask(i) >> k & 1U) || (m_keep && !m_keep->test(i))) continue;
                    if (!m_events.hold.empty() && m_events.hold[i] != held) continue;
                    if (any ? time != kNoTime && (time < start || time > until) : time == kNoTime || time > until)
                        continue;
                    if (std::find(at.begin(), at.end(), i) != at.end()) continue;
                    at[k] = i;
                    break;
                }
            }
            if (at[k] == kNoEvent) continue;
            before = k;
            level = k + 1;
        }
        return level;
    }

private:
    const StagedEvents& m_events;
    const Journey& m_journey;
    const KernelRules& m_rules;
    const Bitmap* m_keep;
};

} // namespace

void splitOptional(JourneyEvents& events, const Journey& journey) {
    const std::vector<std::size_t> stages = requiredStages(journey);
    if (stages.size() == journey.stages.size()) return;
    const StagedEvents& all = events.events;
    StagedEvents required = all;
    required.stages = static_cast<int>(stages.size());
    required.fits.clear();
    required.met.clear();
    events.requiredKeep = Bitmap(all.times.size());
    bool several = false;
    std::vector<std::uint64_t> fits(all.times.size(), 0);
    for (std::size_t i = 0; i < fits.size(); ++i) {
        const std::uint64_t own = all.mask(i);
        for (std::size_t r = 0; r < stages.size(); ++r)
            fits[i] |= (own >> stages[r] & 1U) << r;
        several = several || (fits[i] & (fits[i] - 1));
        if (own == 0 || fits[i]) events.requiredKeep.set(i);
        if (all.stage[i] != kExclusionEvent)
            required.stage[i] = fits[i] ? static_cast<std::uint8_t>(std::countr_zero(fits[i]) + 1) : kNotMapped;
    }
    if (several) required.fits = std::move(fits);
    events.required = std::move(required);
}

Attempts withOptional(const JourneyEvents& events, const Journey& journey, const Attempts& required,
                      const KernelRules& rules, const Bitmap* keep) {
    const std::vector<std::size_t> numbers = requiredStages(journey);
    const std::size_t stages = journey.stages.size(), units = required.size();
    Attempts out = required;
    out.stages = static_cast<int>(stages);
    out.sums.clear(); // of the required stages
    out.events.assign(units * stages, kNoEvent);
    const Filler filler(events, journey, rules, keep);
    for (std::size_t u = 0; u < units; ++u) {
        const std::span<std::uint32_t> at = std::span(out.events).subspan(u * stages, stages);
        for (std::size_t r = 0; r < required.level[u]; ++r)
            at[numbers[r]] = required.events[u * numbers.size() + r];
        const bool converted = required.level[u] == numbers.size();
        Instant end = required.start[u] == kNoTime ? INT64_MAX : required.windowEndOf(u);
        if (!converted && required.excluded[u]) end = std::min(end, required.exclusionTime[u]);
        out.level[u] = static_cast<std::uint8_t>(filler.fill(at, required.subject[u], required.start[u], end));
    }
    return out;
}

} // namespace xo::analysis::detail
