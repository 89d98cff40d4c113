#pragma once

#include "core/columnar/workspace.h"

#include <cstddef>
#include <string>

namespace xo::analysis {

/// A score column of a project.
struct Question {
    std::size_t table = 0; ///< index in Workspace::tables
    std::size_t column = 0;
    bool operator==(const Question&) const = default;
};

enum class QuestionKind : std::uint8_t {
    Nps,  ///< a column of role nps, or of any score role on a 0–10 scale when it is named
    Score ///< any score column
};

/// The question to analyse. Blank `name`: the only candidate (role nps; for Score any score role) of the answers and
/// feedback datasets, or of `dataset` whatever its kind. Named: by column name or label. Errors:
/// score.no_nps_question; score.no_score_question; score.several_questions{candidates}; score.no_question{name,
/// candidates}; score.not_a_score{name, role}; score.not_nps{name, role}; columnar.no_dataset.
Result<Question> findQuestion(const Workspace& workspace, const std::string& dataset, const std::string& name,
                              QuestionKind kind);

} // namespace xo::analysis
