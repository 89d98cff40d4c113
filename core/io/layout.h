#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/io/source.h"

#include <cstdint>
#include <string>
#include <vector>

namespace xo::io {

/// The first records of a file as owned text.
struct SampleRow {
    std::uint64_t line = 0;
    std::vector<std::string> cells;
    std::vector<CellKind> kinds;
};
struct Sample {
    std::vector<SampleRow> rows; ///< records without any cell are left out
    bool whole = false;          ///< the file has no more
};
Result<Sample> readSample(Source& source, std::size_t rows, const JobContext& job);

/// Where the header is and what the columns are called.
struct Layout {
    std::size_t preamble = 0; ///< sampled records before the header (titles)
    int headerRows = 1;
    Why why;
    std::size_t width = 0;            ///< columns
    std::vector<std::string> sources; ///< header as written, trimmed
    std::vector<std::string> names;   ///< unique: "name_2", "column_3"
    std::vector<std::string> labels;  ///< second header row, "" when there is none
    std::uint64_t firstDataLine = 0;  ///< records before this line are not data
};

/// Qualtrics' three rows (the third holds {"ImportId":…}), its legacy two, a second row of question texts, one, none.
/// `stated` −1 = detect.
Layout findLayout(const Sample& sample, int stated);

} // namespace xo::io
