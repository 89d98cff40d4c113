#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/project/storetypes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace xo::session {

/// Which story to tell (PRODUCT.md 1) and how large.
struct SampleParams {
    std::string story = "auto"; ///< only "auto" so far
    int customers = 60'000;     ///< 100 … 500,000
    std::uint64_t seed = 1;
    bool flat = false; ///< the same world with nothing planted, to show that nothing is found in it
    bool operator==(const SampleParams&) const = default;
};

/// The raw files an analyst would have got, with their rows (headers not counted).
struct SampleFiles {
    std::string events;      ///< CSV, the CRM's export
    std::string survey;      ///< CSV with the three header rows of Qualtrics
    std::string customers;   ///< XLSX
    std::string metrics;     ///< XLSX, region × month
    std::string invitations; ///< CSV
    std::string truth;       ///< JSON: the planted facts, what this seed made of them, and their intervals
    std::uint64_t eventRows = 0;
    std::uint64_t answerRows = 0;
    std::uint64_t customerRows = 0;
    std::uint64_t metricRows = 0;
    std::uint64_t invitationRows = 0;
    bool operator==(const SampleFiles&) const = default;
};

/// Writes the story's files into `dir` (made when absent; files of the same names are replaced). The bytes depend on
/// the params alone: no clock, no locale, no platform. Errors: session.unknown_story{text, known},
/// session.sample_size{n}, session.cannot_write{path}, those of the XLSX writer, job.cancelled (files that were
/// complete by then stay). O(customers), about 2 s for 60,000.
Result<SampleFiles> writeSampleFiles(const SampleParams& params, const std::string& dir, const JobContext& job);

/// What makeSample did.
struct SampleReport {
    SampleFiles files; ///< paths are blank when they were temporary
    std::vector<ImportReport> imports;
    bool operator==(const SampleReport&) const = default;
};

/// Makes a project at `projectPath` out of the story's files, read by the real importer with an analyst's recipes, with
/// the journey "购车旅程", its segments and the recipes saved in it. The files stay in `filesDir`; blank = a temporary
/// folder. Times in the project are the story's, so that equal params give equal projects. Errors: project.exists{path}
/// and those of writeSampleFiles, of reading and of the project; nothing is left at projectPath then. About 5 s for
/// 60,000 customers.
Result<SampleReport> makeSample(const SampleParams& params, const std::string& projectPath, const std::string& filesDir,
                                const JobContext& job);

} // namespace xo::session
