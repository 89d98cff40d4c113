#pragma once

#include "core/analysis/score/frame.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace xo::analysis {

/// The answers of a frame in the order of their subjects: position i of everything here is row index->rows[i] of the
/// table, so that what is summed by customer is read end to end.
struct ArrangedAnswers {
    std::shared_ptr<const SubjectIndex> index;
    std::shared_ptr<const std::vector<std::uint8_t>> scores;
    CellIndex cells{0};
    std::optional<Bitmap> selected; ///< passes the filter and isn't superseded; nullopt = all
};

/// Columns in this order are kept with the snapshot. Needs frame.subjects. O(rows); errors: job.cancelled, those of
/// Workspace::bySubject.
Result<ArrangedAnswers> arranged(const ScoreFrame& frame, const JobContext& job);

} // namespace xo::analysis
