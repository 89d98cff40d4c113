#include "core/io/importer.h"

#include "core/base/text.h"
#include "core/io/columnbuilder.h"
#include "core/io/plan.h"
#include "core/io/values.h"

#include <algorithm>
#include <map>

namespace xo::io {

namespace {

constexpr std::size_t kMostProblems = 100'000;
constexpr std::size_t kSampleRows = 20'000;
constexpr std::uint64_t kMostReserved = 4'000'000;

/// Where an output column's cells come from.
struct Target {
    std::size_t column = 0; ///< in the file
    bool stage = false;     ///< name of the stage column (wide events)
    bool stageTime = false; ///< the cell of the stage column (wide events)
    std::unique_ptr<ColumnBuilder> builder;
};

/// Takes the records of one pass into the builders. The rules for rows are the same in every pass, so that a column
/// that is read again has the same rows.
class BatchSink : public RowSink {
public:
    BatchSink(const Plan& plan, ImportBatch& batch, bool firstPass)
        : m_plan(plan), m_batch(batch), m_firstPass(firstPass) {}
    std::vector<Target> targets;

    void problem(std::uint64_t line, std::string column, std::string_view text, std::string_view code, bool rejected) {
        if (m_batch.problems.size() < kMostProblems)
            m_batch.problems.push_back({line, std::move(column), clipped(text), std::string(code), rejected});
    }

    bool row(const Row& row) override {
        if (row.line < m_plan.layout.firstDataLine) return true;
        const std::size_t width = m_plan.layout.width;
        if (row.cells.empty()) {
            // an empty line is a blank answer only in a file of one column, and not at the end
            if (width == 1 && m_emptyCount++ == 0) m_emptyFirst = row.line;
            return true;
        }
        for (std::uint64_t i = 0; i < m_emptyCount; ++i)
            take({m_emptyFirst + i, {}});
        m_emptyCount = 0;
        if (row.cells.size() > width) {
            const bool longer = std::any_of(row.cells.begin() + static_cast<std::ptrdiff_t>(width), row.cells.end(),
                                            [](const Cell& cell) { return !trimmedFast(cell.text).empty(); });
            if (longer) {
                if (m_firstPass) reject(row);
                return true;
            }
        }
        take(row);
        return true;
    }

private:
    void reject(const Row& row) {
        ++m_batch.rowsRead;
        ++m_batch.rowsRejected;
        std::string text;
        for (const Cell& cell : row.cells) {
            if (!text.empty()) text += ',';
            text += cell.text.substr(0, 100);
            if (text.size() > 400) break;
        }
        problem(row.line, "", text, "ragged_row", true);
    }

    void take(const Row& row) {
        if (m_firstPass) ++m_batch.rowsRead;
        const auto cell = [&](std::size_t column) {
            return column < row.cells.size() ? row.cells[column].text : std::string_view();
        };
        if (m_plan.stageColumns.empty()) {
            for (Target& target : targets)
                target.builder->add(cell(target.column), row.line);
            placed(row.line);
            return;
        }
        for (const std::size_t stage : m_plan.stageColumns) {
            const std::string_view when = cell(stage);
            const std::string_view word = trimmedFast(when);
            if (word.empty() || isMissingWord(word) || isNotApplicableWord(word)) continue;
            for (Target& target : targets) {
                if (target.stage)
                    target.builder->addCategory(m_plan.columns[stage].guess.name);
                else
                    target.builder->add(target.stageTime ? when : cell(target.column), row.line);
            }
            placed(row.line);
        }
    }

    // Lines are written down only from the first row that doesn't stand where counting would put it.
    void placed(std::uint64_t line) {
        if (!m_firstPass) return;
        const std::uint64_t expected = static_cast<std::uint64_t>(m_plan.layout.headerRows) + 1 + m_rows;
        if (m_batch.sourceRows.empty() && line != expected) {
            m_batch.sourceRows.reserve(m_rows + 1024);
            for (std::uint64_t i = 0; i < m_rows; ++i)
                m_batch.sourceRows.push_back(static_cast<std::uint64_t>(m_plan.layout.headerRows) + 1 + i);
            m_batch.sourceRows.push_back(line);
        } else if (!m_batch.sourceRows.empty()) {
            m_batch.sourceRows.push_back(line);
        }
        ++m_rows;
    }

    const Plan& m_plan;
    ImportBatch& m_batch;
    bool m_firstPass;
    std::uint64_t m_rows = 0;
    std::uint64_t m_emptyFirst = 0, m_emptyCount = 0; ///< empty lines since the last record: consecutive
};

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

// The columns of the result, without builders: file columns in order, then stage and time of wide events.
std::vector<std::pair<Target, ColumnGuess>> resultColumns(const Plan& plan) {
    std::vector<std::pair<Target, ColumnGuess>> out;
    for (std::size_t c = 0; c < plan.columns.size(); ++c) {
        if (plan.columns[c].guess.role.kind == RoleKind::Ignore) continue;
        if (std::find(plan.stageColumns.begin(), plan.stageColumns.end(), c) != plan.stageColumns.end()) continue;
        out.emplace_back(Target{c, false, false, nullptr}, plan.columns[c].guess);
    }
    if (plan.stageColumns.empty()) return out;
    ColumnGuess stage;
    stage.name = uniqueName(plan, "stage");
    stage.type = ValueType::Category;
    stage.role.kind = RoleKind::Stage;
    stage.given = true;
    out.emplace_back(Target{0, true, false, nullptr}, stage);
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
        if (column.profile.openDates == 0 && column.guess.dateOrder != DateOrder::Iso)
            time.dateOrder = column.guess.dateOrder;
    }
    if (clock) time.type = ValueType::DateTime;
    if (open)
        time.dateOrder = first > 12 && second <= 12   ? DateOrder::DayFirst
                         : second > 12 && first <= 12 ? DateOrder::MonthFirst
                                                      : DateOrder::Ambiguous;
    out.emplace_back(Target{plan.stageColumns.front(), false, true, nullptr}, time);
    return out;
}

enum class Change { Keep, Retype, Ambiguous };

void toDimension(ColumnGuess& guess, ValueType type, const char* english, const char* chinese) {
    guess.role = Role();
    guess.type = type;
    guess.roleWhy = {english, chinese};
}

// What the whole column says about the guess made on the sample.
Change reconsider(ColumnGuess& guess, const ColumnBuilder& builder, bool typeGiven) {
    const std::uint64_t cells = builder.valid() + builder.unparsed + builder.outOfRange;
    const bool odd = builder.unparsed * 10 > cells && builder.unparsed > 0;
    switch (guess.type) {
    case ValueType::Date:
    case ValueType::DateTime:
        if (builder.openDates > 0) {
            const bool day = builder.openFirstMax > 12, month = builder.openSecondMax > 12;
            if (day != month) {
                guess.dateOrder = day ? DateOrder::DayFirst : DateOrder::MonthFirst;
                return Change::Retype;
            }
            guess.dateOrder = DateOrder::Ambiguous;
            return Change::Ambiguous;
        }
        if (guess.given || typeGiven) return Change::Keep;
        if (guess.role.kind == RoleKind::Time ? builder.unparsed * 2 > cells : odd) {
            toDimension(guess, ValueType::Category, "most of its later cells are no times", "后面的单元格多数不是时间");
            return Change::Retype;
        }
        return Change::Keep;
    case ValueType::Integer:
    case ValueType::Number:
        // "dimension" says nothing of the type
        if (typeGiven || (guess.given && guess.role.kind != RoleKind::Dimension)) return Change::Keep;
        if (odd || (builder.digitNames > 0 && guess.role.kind == RoleKind::Dimension)) {
            toDimension(guess, ValueType::Category, "later cells are no numbers", "后面的单元格不是数字");
            return Change::Retype;
        }
        return Change::Keep;
    case ValueType::Score:
        if (guess.given || typeGiven) return Change::Keep;
        if (guess.role.kind == RoleKind::Nps ? (builder.unparsed + builder.outOfRange) * 2 > cells
                                             : builder.unparsed * 4 > cells || builder.outOfRange * 10 > cells) {
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

std::string stemOf(const std::string& path) {
    const std::size_t slash = path.find_last_of("/\\");
    std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    const std::size_t dot = name.rfind('.');
    if (dot != std::string::npos && dot > 0) name.erase(dot);
    return name;
}

ReadOptions mergedOptions(const ImportRequest& request) {
    ReadOptions options = request.options;
    if (options.encoding.empty()) options.encoding = request.base.encoding;
    if (options.delimiter.empty()) options.delimiter = request.base.delimiter;
    if (options.quote.empty()) options.quote = request.base.quote;
    if (options.sheet.empty()) options.sheet = request.base.sheet;
    if (options.headerRows < 0) options.headerRows = request.base.headerRows;
    return options;
}

Recipe resolvedRecipe(const ImportRequest& request, const ReadOptions& options, const Plan& plan,
                      const std::string& dataset) {
    Recipe recipe;
    recipe.name = request.base.name;
    recipe.kind = plan.kind;
    recipe.dataset = dataset;
    // what was found is found again next month; only what was stated is kept
    recipe.encoding = options.encoding;
    recipe.delimiter = options.delimiter;
    recipe.quote = options.quote;
    recipe.headerRows = plan.layout.headerRows;
    recipe.sheet = options.sheet;
    for (const std::size_t c : plan.stageColumns)
        recipe.stages.push_back(plan.columns[c].guess.name);
    for (std::size_t c = 0; c < plan.columns.size(); ++c) {
        if (std::find(plan.stageColumns.begin(), plan.stageColumns.end(), c) != plan.stageColumns.end()) continue;
        const ColumnGuess& guess = plan.columns[c].guess;
        const bool plain = plan.layout.sources[c] == plan.layout.names[c];
        recipe.columns.push_back({plain ? guess.source : plan.layout.names[c], guess.name, guess.label,
                                  guess.role.text(), typeText(guess.type, guess.dateOrder)});
    }
    return recipe;
}

} // namespace

Result<ImportBatch> readBatch(const ImportRequest& request, const JobContext& job) {
    const ReadOptions options = mergedOptions(request);
    auto opened = Source::open(request.path, options, job);
    if (!opened) return opened.failure();
    Source& source = **opened;
    InspectHints hints;
    hints.kind = request.kind;
    hints.setRoles = request.setRoles;
    hints.stages = request.stages;
    hints.base = request.base;
    auto sample = readSample(source, kSampleRows, job);
    if (!sample) return sample.failure();
    auto planned = makePlan(*sample, options.headerRows, hints);
    if (!planned) return planned.failure();
    Plan& plan = *planned;
    // a hint for the memory of the columns; line feeds alone can be made to promise anything
    const std::uint64_t possible =
        std::min<std::uint64_t>(source.info().linesEstimate, source.info().bytes / plan.layout.width + 1);
    const std::size_t expected = std::max<std::size_t>(
        sample->rows.size(), static_cast<std::size_t>(std::min<std::uint64_t>(possible, kMostReserved)));
    sample->rows.clear();
    sample->rows.shrink_to_fit();

    ImportBatch batch;
    batch.kind = request.kind;
    batch.dataset = !request.dataset.empty()        ? request.dataset
                    : !request.base.dataset.empty() ? request.base.dataset
                                                    : stemOf(request.path);
    auto wanted = resultColumns(plan);
    if (wanted.empty()) return fail("io.no_columns");
    std::vector<std::shared_ptr<const Column>> done(wanted.size());
    std::vector<std::uint64_t> unparsed(wanted.size()), outOfRange(wanted.size());
    std::vector<bool> late(wanted.size()), keptOpen(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const Candidate& candidate = plan.columns[wanted[i].first.column];
        late[i] = !wanted[i].second.given && !candidate.typeGiven && candidate.profile.values() == 0;
    }
    // each round reads the columns that are open; a guess can change twice (number → date order → category) at most
    for (int round = 0; round < 4; ++round) {
        BatchSink sink(plan, batch, round == 0);
        std::vector<std::size_t> which;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (done[i]) continue;
            Target target = {wanted[i].first.column, wanted[i].first.stage, wanted[i].first.stageTime, nullptr};
            const std::string name = wanted[i].second.name;
            target.builder = std::make_unique<ColumnBuilder>(
                wanted[i].second, request.zone, expected,
                [&sink, name](std::uint64_t line, std::string_view text, std::string_view code) {
                    sink.problem(line, name, text, code, false);
                });
            sink.targets.push_back(std::move(target));
            which.push_back(i);
        }
        if (which.empty()) break;
        if (auto read = source.read(sink, job); !read) return read.failure();
        for (std::size_t t = 0; t < which.size(); ++t) {
            if (job.cancelled()) return cancelled();
            const std::size_t i = which[t];
            ColumnGuess& guess = wanted[i].second;
            ColumnBuilder& builder = *sink.targets[t].builder;
            const bool last = round == 3;
            Change change = last ? Change::Keep
                                 : reconsider(guess, builder,
                                              plan.columns[wanted[i].first.column].typeGiven &&
                                                  guess.dateOrder != DateOrder::Ambiguous);
            if (change == Change::Ambiguous) {
                if (guess.given) return fail("io.ambiguous_dates", {guess.name, joined(builder.openExamples, ", ")});
                toDimension(guess, ValueType::Category, "times whose order of day and month is open",
                            "日月次序不明的时间");
                keptOpen[i] = true;
                sink.problem(0, guess.name, joined(builder.openExamples, ", "), "ambiguous_dates", false);
                change = Change::Retype;
            } else if (change == Change::Keep && late[i] && guess.type == ValueType::Category && !last &&
                       builder.valid() > 0) {
                late[i] = false;
                if (judgeLate(guess, builder.dictionary(), request.kind)) change = Change::Retype;
            }
            if (change == Change::Retype) {
                std::erase_if(batch.problems, [&](const ImportProblem& p) {
                    return p.column == guess.name && p.code != "ambiguous_dates";
                });
                continue;
            }
            unparsed[i] = builder.unparsed;
            outOfRange[i] = builder.outOfRange;
            if (guess.role.kind == RoleKind::Id && guess.type == ValueType::Category)
                batch.duplicateIds = builder.repeats();
            done[i] = builder.finish();
            guess.type = done[i]->info.type;
            sink.targets[t].builder.reset();
        }
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        batch.cellsUnparsed += unparsed[i];
        batch.cellsOutOfRange += outOfRange[i];
        if (!wanted[i].first.stage && !wanted[i].first.stageTime)
            plan.columns[wanted[i].first.column].guess = wanted[i].second;
    }
    batch.columns = std::move(done);
    for (const OddBytes& bytes : source.info().undecodableAt)
        if (batch.problems.size() < kMostProblems)
            batch.problems.push_back({bytes.line, "", bytes.hex, "undecodable", false});
    std::stable_sort(batch.problems.begin(), batch.problems.end(),
                     [](const ImportProblem& a, const ImportProblem& b) { return a.row < b.row; });
    const std::size_t slash = request.path.find_last_of("/\\");
    batch.sourceFile = slash == std::string::npos ? request.path : request.path.substr(slash + 1);
    batch.sourceHash = source.info().hash;
    batch.recipe = resolvedRecipe(request, options, plan, batch.dataset);
    return batch;
}

} // namespace xo::io
