#include "core/io/verdict.h"

#include "core/base/text.h"
#include "core/io/importparts.h"
#include "core/io/profile.h"
#include "core/io/values.h"

#include <algorithm>

namespace xo::io {

namespace {

constexpr int kMostRounds = 4; // a guess can change twice (number → date order → category) at most

std::string uniqueName(const Plan& plan, const std::string& wanted) {
    const auto taken = [&](const std::string& name) {
        return std::any_of(plan.columns.begin(), plan.columns.end(),
                           [&](const Candidate& c) { return c.guess.name == name; });
    };
    std::string name = wanted;
    for (int n = 2; taken(name); ++n)
        name = wanted + "_" + std::to_string(n);
    return name;
}

void toDimension(ColumnGuess& guess, ValueType type, const char* english, const char* chinese) {
    guess.role = Role();
    guess.type = type;
    guess.roleWhy = {english, chinese};
    guess.valueLabels.clear();
    guess.form = {};
    guess.question.reset();
}

enum class Change { Keep, Retype, Ambiguous };

// What the whole column says about the guess made on the sample.
Change reconsider(ColumnGuess& guess, const ColumnTally& tally, bool typeGiven) {
    const std::uint64_t cells = tally.valid + tally.unparsed + tally.outOfRange;
    const bool odd = tally.unparsed * 10 > cells && tally.unparsed > 0;
    switch (guess.type) {
    case ValueType::Date:
    case ValueType::DateTime:
        if (tally.openDates > 0) {
            const bool day = tally.openFirstMax > 12, month = tally.openSecondMax > 12;
            if (day != month) {
                guess.dateOrder = day ? DateOrder::DayFirst : DateOrder::MonthFirst;
                return Change::Retype;
            }
            guess.dateOrder = DateOrder::Ambiguous;
            return Change::Ambiguous;
        }
        if (guess.given || typeGiven) return Change::Keep;
        if (guess.role.kind == RoleKind::Time ? tally.unparsed * 2 > cells : odd) {
            toDimension(guess, ValueType::Category, "most of its later cells are no times", "后面的单元格多数不是时间");
            return Change::Retype;
        }
        return Change::Keep;
    case ValueType::Integer:
    case ValueType::Number:
        // "dimension" says nothing of the type
        if (typeGiven || (guess.given && guess.role.kind != RoleKind::Dimension)) return Change::Keep;
        if (odd || (tally.digitNames > 0 && guess.role.kind == RoleKind::Dimension)) {
            toDimension(guess, ValueType::Category, "later cells are no numbers", "后面的单元格不是数字");
            return Change::Retype;
        }
        return Change::Keep;
    case ValueType::Score:
        if (guess.given || typeGiven) return Change::Keep;
        if (guess.role.kind == RoleKind::Nps ? (tally.unparsed + tally.outOfRange) * 2 > cells
                                             : tally.unparsed * 4 > cells || tally.outOfRange * 10 > cells) {
            toDimension(guess, odd ? ValueType::Category : ValueType::Number, "later cells are off the scale",
                        "后面的单元格不在量表内");
            return Change::Retype;
        }
        return Change::Keep;
    case ValueType::Category:
    case ValueType::Set:
    case ValueType::Text:
        return Change::Keep;
    }
    return Change::Keep;
}

// A column whose sampled cells were all blank: judged by the values met later.
bool judgeLate(ColumnGuess& guess, const Dictionary& values, DatasetKind kind) {
    Sample sample;
    for (std::uint32_t code = 1; code < values.size() && code <= kSampleRows; ++code)
        sample.rows.push_back({code, {std::string(values.at(code))}, {CellKind::Text}});
    Layout layout;
    layout.width = 1;
    std::vector<Candidate> one(1);
    one[0].profile = profileColumn(sample, layout, 0);
    one[0].guess = guess;
    one[0].guess.type = typeOf(one[0].profile);
    one[0].guess.dateOrder = one[0].profile.dateOrder();
    guessRoles(one, kind, true);
    // which row is whose was decided on the sample: only what the values say themselves is taken over
    if (one[0].guess.role.isSingle()) one[0].guess.role = Role();
    one[0].guess.type = typeForRole(one[0].guess.role, one[0].guess.type, one[0].profile);
    if (one[0].guess.type == ValueType::Category) return false;
    guess = one[0].guess;
    return true;
}

} // namespace

std::vector<OutputColumn> outputColumns(const Plan& plan) {
    std::vector<OutputColumn> out;
    for (std::size_t c = 0; c < plan.columns.size(); ++c) {
        if (plan.columns[c].guess.role.kind == RoleKind::Ignore) continue;
        if (std::find(plan.stageColumns.begin(), plan.stageColumns.end(), c) != plan.stageColumns.end()) continue;
        if (!plan.columns[c].guess.foldedInto.empty()) continue;
        out.push_back({c, false, false, plan.columns[c].guess});
    }
    if (plan.stageColumns.empty()) return out;
    ColumnGuess stage;
    stage.name = uniqueName(plan, "stage");
    stage.type = ValueType::Category;
    stage.role.kind = RoleKind::Stage;
    stage.given = true;
    out.push_back({0, true, false, stage});
    ColumnGuess time;
    time.name = uniqueName(plan, "time");
    time.role.kind = RoleKind::Time;
    time.type = ValueType::Date;
    time.given = true;
    int first = 0, second = 0;
    bool open = false, clock = false;
    for (const std::size_t c : plan.stageColumns) {
        const Candidate& column = plan.columns[c];
        open = open || column.profile.openDates > 0;
        first = std::max(first, column.profile.openFirstMax);
        second = std::max(second, column.profile.openSecondMax);
        clock = clock || column.guess.type == ValueType::DateTime;
        if (column.guess.form.clock != CellForm::Clock::Calendar) time.form = column.guess.form;
        if (column.profile.openDates == 0 && column.guess.dateOrder != DateOrder::Iso)
            time.dateOrder = column.guess.dateOrder;
    }
    if (clock) time.type = ValueType::DateTime;
    if (open)
        time.dateOrder = first > 12 && second <= 12   ? DateOrder::DayFirst
                         : second > 12 && first <= 12 ? DateOrder::MonthFirst
                                                      : DateOrder::Ambiguous;
    out.push_back({plan.stageColumns.front(), false, true, time});
    return out;
}

Rounds::Rounds(const Plan& plan, std::vector<OutputColumn>& columns, DatasetKind kind, ImportBatch& batch)
    : m_columns(columns), m_batch(batch), m_kind(kind), m_verdicts(columns.size()) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Candidate& candidate = plan.columns[columns[i].column];
        m_verdicts[i].typeGiven = candidate.typeGiven;
        m_verdicts[i].late = !columns[i].guess.given && !candidate.typeGiven && candidate.profile.values() == 0;
        m_open.push_back(i);
    }
}

void Rounds::next(bool counts) {
    if (counts) ++m_round;
    m_first = false;
    std::erase_if(m_open, [&](std::size_t i) { return m_verdicts[i].settled; });
}

bool Rounds::finished() const {
    return m_open.empty() || m_round >= kMostRounds;
}

Result<bool> Rounds::settle(std::size_t column, const ColumnTally& tally, const Dictionary& values) {
    ColumnGuess& guess = m_columns[column].guess;
    Verdict& verdict = m_verdicts[column];
    const bool last = m_round == kMostRounds - 1;
    Change change =
        last ? Change::Keep : reconsider(guess, tally, verdict.typeGiven && guess.dateOrder != DateOrder::Ambiguous);
    if (change == Change::Ambiguous) {
        if (guess.given) return fail("io.ambiguous_dates", {guess.name, joined(tally.openExamples, ", ")});
        toDimension(guess, ValueType::Category, "times whose order of day and month is open", "日月次序不明的时间");
        if (m_batch.problems.size() < kMostProblems)
            m_batch.problems.push_back(
                {0, guess.name, clipped(joined(tally.openExamples, ", ")), "ambiguous_dates", false});
        change = Change::Retype;
    } else if (change == Change::Keep && verdict.late && guess.type == ValueType::Category && !last &&
               tally.valid > 0) {
        verdict.late = false;
        if (judgeLate(guess, values, m_kind)) change = Change::Retype;
    }
    if (change == Change::Retype) {
        std::erase_if(m_batch.problems,
                      [&](const ImportProblem& p) { return p.column == guess.name && p.code != "ambiguous_dates"; });
        return false;
    }
    m_batch.cellsUnparsed += tally.unparsed;
    m_batch.cellsOutOfRange += tally.outOfRange;
    verdict.settled = true;
    return true;
}

void Rounds::finish(Plan& plan) const {
    for (const OutputColumn& column : m_columns)
        if (!column.stage && !column.stageTime) plan.columns[column.column].guess = column.guess;
}

} // namespace xo::io
