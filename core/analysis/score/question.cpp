#include "core/analysis/score/question.h"

#include "core/base/text.h"

namespace xo::analysis {

namespace {

bool isScoreColumn(const ColumnInfo& column) {
    return column.role.isScore() && column.type == ValueType::Score;
}

bool isCandidate(const ColumnInfo& column, QuestionKind kind) {
    return isScoreColumn(column) && (kind == QuestionKind::Score || column.role.kind == RoleKind::Nps);
}

std::string fullName(const Workspace& workspace, const Question& question) {
    const Table& table = *workspace.tables[question.table];
    return table.name() + "." + table.columns()[question.column].name;
}

std::string listed(const Workspace& workspace, const std::vector<Question>& questions) {
    std::vector<std::string> names;
    for (const Question& question : questions)
        names.push_back(fullName(workspace, question));
    return names.empty() ? "-" : joined(names, ", ");
}

Result<std::vector<std::size_t>> searchedTables(const Workspace& workspace, const std::string& dataset) {
    if (!dataset.empty()) {
        const auto table = workspace.findTable(dataset);
        if (table) return std::vector<std::size_t>{*table};
        std::vector<std::string> names;
        for (const auto& known : workspace.tables)
            names.push_back(known->name());
        return fail("columnar.no_dataset", {dataset, joined(names, ", ")});
    }
    std::vector<std::size_t> tables = workspace.tablesOfKind(DatasetKind::Answers);
    for (const std::size_t table : workspace.tablesOfKind(DatasetKind::Feedback))
        tables.push_back(table);
    return tables;
}

} // namespace

Result<Question> findQuestion(const Workspace& workspace, const std::string& dataset, const std::string& name,
                              QuestionKind kind) {
    const auto tables = searchedTables(workspace, dataset);
    if (!tables) return tables.failure();
    std::vector<Question> candidates;
    std::vector<Question> named;
    for (const std::size_t t : *tables) {
        const Table& table = *workspace.tables[t];
        for (std::size_t c = 0; c < table.columns().size(); ++c)
            if (isCandidate(table.columns()[c], kind)) candidates.push_back({t, c});
        if (const auto column = name.empty() ? std::nullopt : table.find(name)) named.push_back({t, *column});
    }

    if (name.empty()) {
        if (candidates.empty())
            return fail(kind == QuestionKind::Nps ? "score.no_nps_question" : "score.no_score_question");
        if (candidates.size() > 1) return fail("score.several_questions", {listed(workspace, candidates)});
        return candidates.front();
    }
    if (named.empty()) return fail("score.no_question", {name, listed(workspace, candidates)});
    if (named.size() > 1) {
        std::erase_if(named, [&](const Question& question) {
            return !isScoreColumn(workspace.tables[question.table]->columns()[question.column]);
        });
        if (named.size() != 1) return fail("score.several_questions", {listed(workspace, named)});
    }
    const ColumnInfo& info = workspace.tables[named.front().table]->columns()[named.front().column];
    if (!isScoreColumn(info)) return fail("score.not_a_score", {name, info.role.text()});
    if (kind == QuestionKind::Nps && (info.role.scaleLow != 0 || info.role.scaleHigh != 10))
        return fail("score.not_nps", {name, info.role.text()});
    return named.front();
}

} // namespace xo::analysis
