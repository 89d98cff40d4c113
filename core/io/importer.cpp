#include "core/io/importer.h"

#include "core/base/text.h"
#include "core/io/columnbuilder.h"
#include "core/io/database/database.h"
#include "core/io/fast/blockimport.h"
#include "core/io/importparts.h"
#include "core/io/plan.h"
#include "core/io/values.h"
#include "core/io/verdict.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace xo::io {

namespace {

constexpr std::uint64_t kMostReserved = 4'000'000;
constexpr std::size_t kMostBlank = 10'000; // blank rows behind totals that are held back

/// Where an output column's cells come from.
struct Target {
    std::size_t column = 0;       ///< in the file
    bool stage = false;           ///< name of the stage column (wide events)
    bool stageTime = false;       ///< the cell of the stage column (wide events)
    const SetForm* set = nullptr; ///< options are put together
    std::unique_ptr<ColumnBuilder> builder;
};

/// Takes the records of one pass into the builders. The rules for rows are the same in every pass, so that a column
/// that is read again has the same rows.
class BuilderSink : public RowSink {
public:
    BuilderSink(const Plan& plan, ImportBatch& batch, bool firstPass)
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
        if (holdsTotals(row)) return true;
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

    /// What is held back at the end of the file are totals, and blank rows behind them.
    void finish() {
        for (const SampleRow& held : m_held) {
            const std::vector<std::string_view> cells(held.cells.begin(), held.cells.end());
            if (!isBlankRow(cells)) leaveOut(held.line, cells, "total_row");
        }
    }

private:
    void reject(const Row& row) {
        ++m_batch.rowsRejected;
        std::vector<std::string_view> cells;
        for (const Cell& cell : row.cells)
            cells.push_back(cell.text);
        leaveOut(row.line, cells, "ragged_row");
    }

    void leaveOut(std::uint64_t line, const std::vector<std::string_view>& cells, std::string_view code) {
        if (!m_firstPass) return;
        ++m_batch.rowsRead;
        std::string text;
        for (const std::string_view cell : cells) {
            if (!text.empty()) text += ',';
            text += cell.substr(0, 100);
            if (text.size() > 400) break;
        }
        problem(line, "", text, code, true);
    }

    // Where the sample holds the whole file the totals are known. Beyond it a row that looks like one is held back
    // until the file ends or goes on; a word that turned out to begin an ordinary row says nothing any more.
    bool holdsTotals(const Row& row) {
        const Layout& layout = m_plan.layout;
        const bool known = row.line >= layout.endDataLine;
        const bool maybe = known || (m_plan.totals.isOpen() && beginsTotal(row));
        if (!maybe && m_held.empty()) return false;
        m_cells.clear();
        for (const Cell& cell : row.cells)
            m_cells.push_back(cell.text);
        const bool blank = !m_held.empty() && isBlankRow(m_cells);
        if (known || blank || (maybe && m_plan.totals.fits(m_cells, false) && !m_words.contains(firstWord(m_cells)))) {
            SampleRow& held = m_held.emplace_back();
            held.line = row.line;
            held.cells.assign(m_cells.begin(), m_cells.end());
            m_heldBlank += blank;
            if (known || (m_held.size() - m_heldBlank <= kMostTotals && m_heldBlank <= kMostBlank)) return true;
        }
        if (m_held.empty()) return false;
        m_heldBlank = 0;
        const std::vector<SampleRow> back = std::exchange(m_held, {});
        const bool last = back.back().line == row.line;
        for (const SampleRow& held : back) {
            const std::vector<std::string_view> texts(held.cells.begin(), held.cells.end());
            if (const std::string_view word = firstWord(texts); !word.empty()) m_words.emplace(word);
            std::vector<Cell> cells;
            for (const std::string_view text : texts)
                cells.push_back({text, text.empty() ? CellKind::Empty : CellKind::Text});
            take({held.line, cells});
        }
        return last;
    }
    static bool beginsTotal(const Row& row) {
        for (const Cell& cell : row.cells)
            if (!trimmedFast(cell.text).empty()) return isTotalWord(cell.text);
        return false;
    }
    static std::string_view firstWord(const std::vector<std::string_view>& cells) {
        for (const std::string_view cell : cells)
            if (const std::string_view word = trimmedFast(cell); !word.empty()) return word;
        return {};
    }

    void take(const Row& row) {
        if (m_firstPass) ++m_batch.rowsRead;
        const auto cell = [&](std::size_t column) {
            return column < row.cells.size() ? row.cells[column].text : std::string_view();
        };
        if (m_plan.stageColumns.empty()) {
            for (Target& target : targets) {
                if (!target.set) {
                    target.builder->add(cell(target.column), row.line);
                    continue;
                }
                m_options.clear();
                for (const std::size_t column : target.set->columns)
                    m_options.push_back(cell(column));
                if (m_options.empty()) m_options.push_back(cell(target.column));
                target.builder->add(setText(*target.set, m_options), row.line);
            }
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
    std::vector<std::string_view> m_options, m_cells;
    std::vector<SampleRow> m_held;
    std::size_t m_heldBlank = 0;
    std::set<std::string, std::less<>> m_words;
    std::uint64_t m_rows = 0;
    std::uint64_t m_emptyFirst = 0, m_emptyCount = 0; ///< empty lines since the last record: consecutive
};

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
    recipe.escape = options.escape;
    recipe.comment = options.comment;
    recipe.hidden = options.hidden;
    recipe.member = options.member;
    recipe.totals = options.totals;
    recipe.headerRows = plan.layout.headerRows;
    recipe.sheet = options.sheet;
    if (request.database) {
        recipe.database = request.database->address.text();
        recipe.table = request.database->table;
        recipe.select = request.database->select;
    }
    for (const std::size_t c : plan.stageColumns)
        recipe.stages.push_back(plan.columns[c].guess.name);
    for (std::size_t c = 0; c < plan.columns.size(); ++c) {
        if (std::find(plan.stageColumns.begin(), plan.stageColumns.end(), c) != plan.stageColumns.end()) continue;
        const ColumnGuess& guess = plan.columns[c].guess;
        if (!guess.foldedInto.empty()) continue;
        const bool plain = plan.layout.sources[c] == plan.layout.names[c];
        RecipeColumn& column = recipe.columns.emplace_back();
        column.source = plain ? guess.source : plan.layout.names[c];
        column.name = guess.name;
        column.label = guess.label;
        column.role = guess.role.text();
        column.type = typeText(guess);
        column.valueLabels = guess.valueLabels;
        for (const std::size_t part : guess.set.columns)
            column.parts.push_back(plan.layout.names[part]);
        if (!column.parts.empty()) column.source = guess.name;
    }
    return recipe;
}

} // namespace

std::string stemOf(const std::string& path) {
    const std::size_t slash = path.find_last_of("/\\");
    std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    const auto cut = [&name] {
        const std::size_t dot = name.rfind('.');
        if (dot != std::string::npos && dot > 0) name.erase(dot);
    };
    const bool packed = lowerAscii(name).ends_with(".gz");
    cut();
    if (packed) cut();
    return name;
}

std::string datasetOf(const ImportRequest& request) {
    if (!request.dataset.empty()) return request.dataset;
    return !request.base.dataset.empty() ? request.base.dataset : stemOf(request.path);
}

ReadOptions mergedOptions(const ImportRequest& request) {
    ReadOptions options = mergedOptions(request.options, request.base);
    if (request.database) options.headerRows = 1;
    return options;
}

Result<Plan> planOf(const ImportRequest& request, const ReadOptions& options, Source& source, std::size_t& sampled,
                    const JobContext& job) {
    InspectHints hints;
    hints.kind = request.kind;
    hints.setRoles = request.setRoles;
    hints.stages = request.stages;
    hints.base = request.base;
    hints.known = request.known;
    hints.stated = source.info().columns;
    hints.keepTotals = options.totals == "keep";
    const auto sample = readSample(source, kSampleRows, job);
    if (!sample) return sample.failure();
    sampled = sample->rows.size();
    return makePlan(*sample, options.headerRows, hints, job);
}

Result<void> reviewPlan(const ImportRequest& request, const Plan& plan, const Source& source) {
    if (!request.review || request.base.columns.empty()) return {};
    return request.review(recipeChanges(plan, source.info(), request.base, request.known));
}

ImportBatch emptyBatch(const ImportRequest& request) {
    ImportBatch batch;
    batch.kind = request.kind;
    batch.dataset = datasetOf(request);
    return batch;
}

void notePlan(ImportBatch& batch, const Plan& plan) {
    // a role that was stated is kept, but not in silence
    for (const Candidate& column : plan.columns)
        if (column.guess.role.kind == RoleKind::Nps && column.guess.given && column.profile.values() >= 10 &&
            column.profile.integersWithin(1, 5, 1.0))
            batch.problems.push_back({0, column.guess.name, joined(column.profile.examples, ", "), "scale_1_5", false});
    // dates nobody said the order of stay texts, not in silence either
    for (const Candidate& column : plan.columns)
        if (column.guess.question && column.guess.dateOrder == DateOrder::Ambiguous &&
            column.guess.type == ValueType::Category)
            batch.problems.push_back(
                {0, column.guess.name, clipped(joined(column.profile.examples, ", ")), "ambiguous_dates", false});
}

void finishBatch(ImportBatch& batch, const ImportRequest& request, const ReadOptions& options, const Plan& plan) {
    std::stable_sort(batch.problems.begin(), batch.problems.end(),
                     [](const ImportProblem& a, const ImportProblem& b) { return a.row < b.row; });
    const std::size_t slash = request.path.find_last_of("/\\");
    batch.sourceFile = slash == std::string::npos ? request.path : request.path.substr(slash + 1);
    if (request.database) batch.sourceFile = request.database->sourceName();
    batch.recipe = resolvedRecipe(request, options, plan, batch.dataset);
}

Result<ImportBatch> readBatch(const ImportRequest& request, const JobContext& job) {
    const ReadOptions options = mergedOptions(request);
    if (request.reading == ImportRequest::Reading::Auto && !request.database) {
        BatchJoiner joiner;
        auto read = readInBlocks(request, options, joiner, &joiner, job);
        if (!read) return read.failure();
        if (*read) return std::move(**read);
    }
    auto opened = request.database ? openDatabase(*request.database, job) : Source::open(request.path, options, job);
    if (!opened) return opened.failure();
    Source& source = **opened;
    std::size_t sampled = 0;
    auto planned = planOf(request, options, source, sampled, job);
    if (!planned) return planned.failure();
    Plan& plan = *planned;
    if (auto agreed = reviewPlan(request, plan, source); !agreed) return agreed.failure();
    // a hint for the memory of the columns; line feeds alone can be made to promise anything
    const std::uint64_t possible =
        std::min<std::uint64_t>(source.info().linesEstimate, source.info().bytes / plan.layout.width + 1);
    const std::size_t expected =
        std::max<std::size_t>(sampled, static_cast<std::size_t>(std::min<std::uint64_t>(possible, kMostReserved)));

    ImportBatch batch = emptyBatch(request);
    notePlan(batch, plan);
    auto wanted = outputColumns(plan);
    if (wanted.empty()) return fail("io.no_columns");
    std::vector<std::shared_ptr<const Column>> done(wanted.size());
    Rounds rounds(plan, wanted, request.kind, batch);
    for (; !rounds.finished(); rounds.next()) {
        BuilderSink sink(plan, batch, rounds.first());
        for (const std::size_t i : rounds.open()) {
            Target target = {wanted[i].column, wanted[i].stage, wanted[i].stageTime, nullptr, nullptr};
            if (wanted[i].guess.set.isSet()) target.set = &wanted[i].guess.set;
            const std::string name = wanted[i].guess.name;
            target.builder = std::make_unique<ColumnBuilder>(
                wanted[i].guess, request.zone, expected,
                [&sink, name](std::uint64_t line, std::string_view text, std::string_view code) {
                    sink.problem(line, name, text, code, false);
                });
            sink.targets.push_back(std::move(target));
        }
        if (auto read = source.read(sink, job); !read) return read.failure();
        sink.finish();
        for (std::size_t t = 0; t < sink.targets.size(); ++t) {
            if (job.cancelled()) return cancelled();
            const std::size_t i = rounds.open()[t];
            ColumnBuilder& builder = *sink.targets[t].builder;
            const auto settled = rounds.settle(i, builder.tally(), builder.dictionary());
            if (!settled) return settled.failure();
            if (*settled) {
                ColumnGuess& guess = wanted[i].guess;
                if (guess.role.kind == RoleKind::Id && guess.type == ValueType::Category)
                    batch.duplicateIds = builder.repeats();
                done[i] = builder.finish();
                guess.type = done[i]->info.type;
            }
            sink.targets[t].builder.reset();
        }
    }
    rounds.finish(plan);
    batch.columns = std::move(done);
    for (const OddBytes& bytes : source.info().undecodableAt)
        if (batch.problems.size() < kMostProblems)
            batch.problems.push_back({bytes.line, "", bytes.hex, "undecodable", false});
    batch.sourceHash = source.info().hash;
    finishBatch(batch, request, options, plan);
    if (source.info().members.size() > 1) batch.sourceFile += " › " + source.info().member;
    if (request.database && request.afterwards)
        if (auto seen = request.afterwards(source, batch); !seen) return seen.failure();
    return batch;
}

Result<std::optional<ImportBatch>> streamBatch(const ImportRequest& request, BatchSink& sink, const JobContext& job) {
    if (request.reading != ImportRequest::Reading::Auto || request.database) return std::optional<ImportBatch>();
    return readInBlocks(request, mergedOptions(request), sink, nullptr, job);
}

} // namespace xo::io
