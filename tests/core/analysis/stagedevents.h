#pragma once

#include "tests/core/analysis/naivefunnel.h"

namespace xo::analysis::testing {

/// Their events, subject by subject, from number 1 on.
using Subjects = std::vector<std::vector<Ev>>;

inline StagedEvents staged(const Subjects& subjects, int stages) {
    StagedEvents out;
    out.stages = stages;
    out.offsets = {0, 0}; // subject 0: none
    bool several = false;
    for (const auto& events : subjects) {
        for (const Ev& event : events) {
            int lowest = 0;
            for (int k = stages; k >= 1; --k)
                if (event.fits >> (k - 1) & 1U) lowest = k;
            several = several || (event.fits & (event.fits - 1));
            out.times.push_back(event.time);
            out.stage.push_back(event.exclusion ? kExclusionEvent : static_cast<std::uint8_t>(lowest));
            out.fits.push_back(event.exclusion ? 0 : event.fits);
            out.rows.push_back(static_cast<std::uint32_t>(out.rows.size()));
            out.hasExclusion = out.hasExclusion || event.exclusion;
            if (event.time == kNoTime) ++out.untimed;
        }
        out.offsets.push_back(static_cast<std::uint32_t>(out.times.size()));
    }
    if (!several) out.fits.clear();
    sortStaged(out);
    return out;
}

inline Attempts counted(const StagedEvents& events, const KernelRules& rules, unsigned threads = 1) {
    JobContext job;
    job.threads = threads;
    auto attempts = countAttempts(events, rules, nullptr, job);
    return attempts ? *attempts : Attempts{};
}

} // namespace xo::analysis::testing
