#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/io/source.h"

#include <cstdint>
#include <string>
#include <vector>

namespace xo::io {

/// The first records of a file as owned text, of a long cell its first 64 KiB.
struct SampleRow {
    std::uint64_t line = 0;
    std::vector<std::string> cells;
    std::vector<CellKind> kinds;
};
struct Sample {
    std::vector<SampleRow> rows; ///< records without any cell are left out
    bool whole = false;          ///< the file has no more
    int headerRows = -1;         ///< stated by the format (SourceInfo::headerRows)
};
Result<Sample> readSample(Source& source, std::size_t rows, const JobContext& job);

/// Columns that are the options of one multi-choice question: every cell is blank or a flag (0/1, yes/no words), or
/// blank or the option's own text. The free text of "Other" is no part of it.
struct OptionGroup {
    std::string question;             ///< wording without the option; a platform's number ("2、") stays
    std::vector<std::size_t> columns; ///< ascending, at least two
    std::vector<std::string> options; ///< as many
    bool ownText = false;             ///< a chosen cell holds its option's text; else a flag
    Why why;
    bool operator==(const OptionGroup&) const = default;
};

/// Where the header is and what the columns are called.
struct Layout {
    std::size_t preamble = 0; ///< sampled records before the header (titles)
    int headerRows = 1;
    int levels = 1; ///< 2: the two header rows together make the names
    Why why;
    std::size_t width = 0;                  ///< columns
    std::vector<std::string> sources;       ///< header as written, trimmed; "parent - child" of a header in two levels
    std::vector<std::string> names;         ///< unique: "name_2", "column_3"
    std::vector<std::string> labels;        ///< second header row, "" when there is none
    std::uint64_t firstDataLine = 0;        ///< records before this line are not data
    std::vector<std::uint64_t> totals;      ///< lines of the rows at the end that look like totals (core/io/totals.h)
    std::uint64_t endDataLine = UINT64_MAX; ///< records from this line on are not data: the first of `totals`
    bool isData(std::uint64_t line) const { return line >= firstDataLine && line < endDataLine; }
    std::vector<OptionGroup> groups; ///< multi-choice questions spread over columns, in file order
};

/// Qualtrics' three rows (the third holds {"ImportId":…}), its legacy two, a second row of question texts, two levels
/// (SurveyMonkey: a question above its options; Excel: a title above its columns), one, none; before them up to 20
/// records of titles. `stated` −1 = detect. O(sampled cells).
Layout findLayout(const Sample& sample, int stated);

} // namespace xo::io
