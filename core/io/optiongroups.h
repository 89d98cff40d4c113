#pragma once

#include "core/io/layout.h"

#include <vector>

namespace xo::io {

/// The multi-choice questions spread over columns, from the names and labels of a layout and the sampled cells.
/// Candidates are neighbours whose headers share a question: "question - option" (SurveyMonkey, Qualtrics, whose
/// "- Selected Choice" is left out), "2、question:option" and "2(option)" (问卷星), "question [option]" (LimeSurvey).
/// Kept when the cells of every column are blank or flags, or blank or the option's own text, some but not all of them
/// chosen: a grid of ratings is none. Groups ascend and share no column. O(sampled cells of the candidates).
std::vector<OptionGroup> findOptionGroups(const Sample& sample, const Layout& layout);

} // namespace xo::io
