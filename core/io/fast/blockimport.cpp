#include "core/io/fast/blockimport.h"

#include "core/io/csv/csvsource.h"
#include "core/io/fast/blockreader.h"
#include "core/io/fast/columnmerge.h"
#include "core/io/fast/pipeline.h"
#include "core/io/fast/plainutf8.h"
#include "core/io/fast/stagerows.h"
#include "core/io/importparts.h"
#include "core/io/values.h"
#include "core/io/verdict.h"

#include <QFile>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

namespace xo::io {

namespace {

constexpr std::size_t kRowsPerBlock = 60'000; // a little less than a chunk of the project file holds
constexpr std::size_t kLeastBlock = 1U << 20, kMostBlock = 16U << 20;
constexpr std::size_t kManyNames = 512;
constexpr double kManyRows = 131'072;
constexpr std::size_t kWholeRow = SIZE_MAX;

/// A block on its way.
struct BlockItem : BlockWork::Item {
    Block block;
    std::size_t number = 0;
    std::uint64_t done = 0; ///< bytes of the file up to its end
    std::uint32_t lines = 0;
    std::size_t records = 0, rejected = 0;
    std::size_t rows = 0;                ///< of the dataset: of wide events several a record, or none
    std::vector<std::uint32_t> rowLines; ///< empty: row i is in line i of the block
    std::vector<std::unique_ptr<PieceBuilder>> builders;
    std::vector<std::shared_ptr<const Column>> pieces;
    std::vector<ColumnMerge::Codes> codes;
    std::vector<std::unique_ptr<BatchSink::Piece>> prepared;
    std::vector<PieceProblem> problems;
};

struct Wanted {
    std::size_t output = 0; ///< of the sink
    OutputColumn source;
    PieceSpec spec;
    std::unique_ptr<ColumnMerge> merge;
};

/// One pass over the file for some of its columns.
class BlockPass : public BlockWork {
public:
    struct Setting {
        const Plan* plan = nullptr;
        Dialect dialect;
        std::size_t skip = 0;
        std::uint64_t firstLine = 1;
        std::vector<std::string> stages; ///< names of the stage columns (wide events)
        std::size_t target = 0;
        std::uint64_t bytes = 0;
        const TimeZone* zone = nullptr;
        const DayOffsets* days = nullptr;
    };
    BlockPass(QFile& file, const Setting& setting, std::vector<Wanted>& wanted, BatchSink& sink, ImportBatch& batch,
              bool firstPass, bool keepLines, const JobContext& job)
        : m_setting(setting), m_wanted(wanted), m_sink(sink), m_batch(batch), m_firstPass(firstPass),
          m_keepLines(keepLines), m_job(job), m_reader(file, setting.dialect, setting.skip, setting.target, job),
          m_line(setting.firstLine) {}

    bool declined() const { return m_declined; }
    std::string hash() const { return m_reader.hash(); }
    std::uint64_t rows() const { return m_rows; }

    Result<std::unique_ptr<Item>> read() override {
        if (m_number > 0 && m_reader.ended()) return std::unique_ptr<Item>();
        auto item = std::make_unique<BlockItem>();
        {
            const std::lock_guard lock(m_poolMutex);
            if (!m_pool.empty()) {
                item->block = std::move(m_pool.back());
                m_pool.pop_back();
            }
        }
        auto more = m_reader.next(item->block);
        if (!more) return more.failure();
        if (!*more) return decline();
        item->number = m_number++;
        item->done = m_reader.done();
        return std::unique_ptr<Item>(std::move(item));
    }

    Result<void> parse(Item& given) override {
        auto& item = static_cast<BlockItem&>(given);
        const Layout& layout = m_setting.plan->layout;
        if (!isPlainUtf8(item.block.bytes.data(), item.block.size)) return decline();
        const std::uint64_t skipLines = item.number == 0 ? layout.firstDataLine - m_setting.firstLine : 0;
        const std::size_t expected = m_setting.target > kRowsPerBlock ? kRowsPerBlock + kRowsPerBlock / 8 : 64;
        for (std::size_t w = 0; w < m_wanted.size(); ++w)
            item.builders.push_back(std::make_unique<PieceBuilder>(m_wanted[w].spec, *m_setting.zone, *m_setting.days,
                                                                   expected, w, item.problems));
        RecordCutter cutter(m_setting.dialect, layout.width);
        cutter.start({item.block.bytes.data(), item.block.size}, skipLines);
        Strip strip;
        StageRows events(m_setting.plan->stageColumns, layout.width, m_setting.dialect.quote);
        const bool wide = !m_setting.plan->stageColumns.empty();
        std::uint32_t expectedLine = 0;
        while (cutter.next(strip)) {
            const Strip& rows = wide ? events.expand(strip) : strip;
            item.rows += rows.rows;
            if (m_keepLines) noteLines(item, rows, expectedLine);
            for (std::size_t w = 0; w < m_wanted.size(); ++w) {
                const OutputColumn& source = m_wanted[w].source;
                if (source.stage)
                    item.builders[w]->addGiven(m_setting.stages, events.stages());
                else
                    item.builders[w]->add(rows, source.stageTime ? events.timeColumn() : source.column,
                                          m_setting.dialect.quote);
            }
            if (m_job.cancelled()) return cancelled();
        }
        if (cutter.broken()) return decline();
        if (item.number == 0 && cutter.lines() < skipLines && !item.block.last) return decline();
        item.lines = cutter.lines();
        item.records = cutter.taken();
        item.rejected = cutter.longRecords().size();
        for (const auto& builder : item.builders)
            item.pieces.push_back(builder->finish());
        if (m_firstPass)
            for (const LongRecord& record : cutter.longRecords())
                item.problems.push_back({record.row * 2, record.line, kWholeRow, wholeRow(record.text), "ragged_row"});
        std::stable_sort(item.problems.begin(), item.problems.end(),
                         [](const PieceProblem& a, const PieceProblem& b) { return a.order < b.order; });
        const std::lock_guard lock(m_poolMutex);
        m_pool.push_back(std::move(item.block));
        return {};
    }

    Result<void> merge(Item& given) override {
        auto& item = static_cast<BlockItem&>(given);
        for (const PieceProblem& problem : item.problems) {
            if (m_batch.problems.size() >= kMostProblems) break;
            const bool whole = problem.column == kWholeRow;
            m_batch.problems.push_back({m_line + problem.line,
                                        whole ? std::string() : m_wanted[problem.column].spec.guess.name, problem.text,
                                        std::string(problem.code), whole});
        }
        item.codes.resize(m_wanted.size());
        for (std::size_t w = 0; w < m_wanted.size(); ++w) {
            if (m_job.cancelled()) return cancelled();
            item.codes[w] = m_wanted[w].merge->merge(*item.builders[w]);
        }
        if (m_firstPass) {
            m_batch.rowsRead += item.records + item.rejected;
            m_batch.rowsRejected += item.rejected;
            if (m_keepLines) place(item);
        }
        m_rows += item.rows;
        m_line += item.lines;
        return {};
    }

    Result<void> prepare(Item& given) override {
        auto& item = static_cast<BlockItem&>(given);
        item.prepared.resize(m_wanted.size());
        for (std::size_t w = 0; w < m_wanted.size(); ++w) {
            const Wanted& wanted = m_wanted[w];
            if (wanted.spec.guess.type == ValueType::Category && wanted.spec.naming == Naming::Codes)
                item.pieces[w] = categoryPiece(wanted.spec.guess, *item.builders[w], std::move(item.codes[w]));
            item.builders[w].reset();
            if (item.rows > 0) item.prepared[w] = m_sink.prepare(wanted.output, std::move(item.pieces[w]));
            if (m_job.cancelled()) return cancelled();
        }
        return {};
    }

    Result<void> write(Item& given) override {
        auto& item = static_cast<BlockItem&>(given);
        for (std::size_t w = 0; w < m_wanted.size() && item.rows > 0; ++w) {
            if (m_job.cancelled()) return cancelled();
            if (auto written = m_sink.write(m_wanted[w].output, std::move(item.prepared[w])); !written) return written;
        }
        if (item.done - m_reported >= (32U << 20) || item.block.last) {
            m_job.report({item.done, m_setting.bytes, "stage.reading"});
            m_reported = item.done;
        }
        return {};
    }

private:
    Unexpected decline() {
        m_declined = true;
        return cancelled();
    }

    void noteLines(BlockItem& item, const Strip& strip, std::uint32_t& expected) {
        // the header stands above the first row of the first block
        if (item.rowLines.empty() && expected == 0 && strip.rows) {
            item.rowLines.reserve(kRowsPerBlock);
        }
        item.rowLines.insert(item.rowLines.end(), strip.lines.begin(),
                             strip.lines.begin() + static_cast<std::ptrdiff_t>(strip.rows));
        expected += static_cast<std::uint32_t>(strip.rows);
    }

    // Lines are written down only from the first row that doesn't stand where counting would put it.
    void place(const BlockItem& item) {
        const auto usual = [&](std::uint64_t row) {
            return static_cast<std::uint64_t>(m_setting.plan->layout.headerRows) + 1 + row;
        };
        std::vector<std::uint64_t>& lines = m_batch.sourceRows;
        for (std::size_t row = 0; row < item.rowLines.size(); ++row) {
            const std::uint64_t line = m_line + item.rowLines[row];
            if (lines.empty()) {
                if (line == usual(m_rows + row)) continue;
                for (std::uint64_t before = 0; before < m_rows + row; ++before)
                    lines.push_back(usual(before));
            }
            lines.push_back(line);
        }
    }

    std::string wholeRow(std::string_view record) const {
        struct Joiner : RowSink {
            std::string text;
            bool row(const Row& row) override {
                for (const Cell& cell : row.cells) {
                    if (!text.empty()) text += ',';
                    text += cell.text.substr(0, 100);
                    if (text.size() > 400) break;
                }
                return false;
            }
        } joiner;
        bool given = false;
        CsvParser parser(m_setting.dialect, [&](std::string& out) {
            if (given) return false;
            given = true;
            out += record;
            return true;
        });
        parser.run(joiner, m_job);
        return clipped(joiner.text);
    }

    const Setting& m_setting;
    std::vector<Wanted>& m_wanted;
    BatchSink& m_sink;
    ImportBatch& m_batch;
    bool m_firstPass, m_keepLines;
    const JobContext& m_job;
    BlockReader m_reader;
    std::size_t m_number = 0;
    std::uint64_t m_line;
    std::uint64_t m_rows = 0;
    std::uint64_t m_reported = 0;
    std::atomic<bool> m_declined{false};
    std::mutex m_poolMutex;
    std::vector<Block> m_pool;
};

bool isPlain(const Dialect& dialect) {
    Dialect plain;
    plain.delimiter = dialect.delimiter;
    plain.quote = dialect.quote;
    return plain == dialect;
}

bool isCovered(const ReadOptions& options, const Dialect& dialect) {
    const auto unset = [](const std::string& option) { return option.empty() || option == "none"; };
    return isPlain(dialect) && unset(options.escape) && unset(options.comment) && options.member.empty();
}

// Cells that mean something else than they say are read row by row: options of a set, codes, other ways of writing.
bool isCovered(const ColumnGuess& guess) {
    if (guess.role.kind == RoleKind::Ignore) return true;
    return guess.type != ValueType::Set && guess.foldedInto.empty() && guess.form == CellForm() &&
           guess.notApplicable.empty() && (guess.type != ValueType::Category || guess.valueLabels.empty());
}

PieceSpec specOf(const OutputColumn& column, const Plan& plan, double rows) {
    const ColumnGuess& guess = column.guess;
    const Profile& profile = plan.columns[column.column].profile;
    PieceSpec spec;
    spec.guess = guess;
    if (column.stage) return spec;
    // numbers that stand for other words are names like any
    if (guess.type != ValueType::Category || profile.distinct.size() < kManyNames) return spec;
    if (!guess.valueLabels.empty() || !guess.notApplicable.empty()) return spec;
    spec.shape = NameShape::of(profile.distinct);
    const RoleKind kind = guess.role.kind;
    const bool key = kind == RoleKind::Customer || kind == RoleKind::Link;
    if (!key && rows > kManyRows && profile.distinct.size() * 10 > profile.values() * 9) spec.naming = Naming::Text;
    return spec;
}

ValueType finalType(const PieceSpec& spec, const ColumnTally& tally) {
    const ValueType type = spec.guess.type;
    if (type == ValueType::Category && spec.naming == Naming::Text) return ValueType::Text;
    if (type == ValueType::Integer && tally.fractions) return ValueType::Number;
    if (type == ValueType::Date && tally.clock) return ValueType::DateTime;
    return type;
}

// The blocks know nothing of what follows them: a file that may end in totals is read the other way.
bool mayEndInTotals(const std::string& path, const Dialect& dialect, const Plan& plan) {
    if (plan.layout.endDataLine != UINT64_MAX) return true;
    if (!plan.totals.isOpen()) return false;
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly)) return true;
    constexpr qint64 kTail = 64 << 10;
    if (!file.seek(std::max<qint64>(0, file.size() - kTail))) return true;
    const QByteArray tail = file.readAll();
    struct Last : RowSink {
        std::vector<std::string> cells;
        bool row(const Row& row) override {
            if (std::all_of(row.cells.begin(), row.cells.end(),
                            [](const Cell& c) { return trimmedFast(c.text).empty(); }))
                return true;
            cells.clear();
            for (const Cell& cell : row.cells)
                cells.emplace_back(cell.text);
            return true;
        }
    } last;
    bool given = false;
    CsvParser parser(dialect, [&](std::string& out) {
        if (!given) out.append(tail.constData(), static_cast<std::size_t>(tail.size()));
        return !std::exchange(given, true);
    });
    (void)parser.run(last, JobContext());
    if (last.cells.empty()) return true; // what stands above so many blank rows is not known
    const std::vector<std::string_view> cells(last.cells.begin(), last.cells.end());
    return plan.totals.fits(cells, false);
}

} // namespace

Result<std::optional<ImportBatch>> readInBlocks(const ImportRequest& request, const ReadOptions& options,
                                                BatchSink& sink, BatchJoiner* joiner, const JobContext& job) {
    const std::optional<ImportBatch> none;
    auto opened = CsvSource::openHead(request.path, options, job);
    if (!opened) return opened.failure();
    if (!*opened || !isCovered(options, (*opened)->dialect().dialect)) return none;
    CsvSource& source = **opened;
    std::size_t sampled = 0;
    auto planned = planOf(request, options, source, sampled, job);
    if (!planned) {
        if (planned.error().code == kCancelled) return planned.failure();
        return none;
    }
    Plan& plan = *planned;
    std::vector<OutputColumn> columns = outputColumns(plan);
    if (columns.empty() || plan.layout.width < 2) return none;
    if (!std::all_of(plan.columns.begin(), plan.columns.end(), [](const Candidate& c) { return isCovered(c.guess); }) ||
        !std::all_of(columns.begin(), columns.end(), [](const OutputColumn& c) { return isCovered(c.guess); }))
        return none;
    if (mayEndInTotals(request.path, source.dialect().dialect, plan)) return none;
    if (auto agreed = reviewPlan(request, plan, source); !agreed) return agreed.failure();

    const DialectGuess& dialect = source.dialect();
    const double recordBytes = std::max(dialect.recordBytes, 1.0);
    const double rows = static_cast<double>(source.info().bytes) / recordBytes;
    const DayOffsets days(request.zone);
    BlockPass::Setting setting;
    setting.plan = &plan;
    setting.dialect = dialect.dialect;
    setting.skip = source.bomBytes() + dialect.skip;
    setting.firstLine = dialect.skip ? 2 : 1;
    for (const std::size_t stage : plan.stageColumns)
        setting.stages.push_back(plan.columns[stage].guess.name);
    const double rowBytes = recordBytes / static_cast<double>(std::max<std::size_t>(setting.stages.size(), 1));
    setting.target = request.blockBytes
                         ? request.blockBytes
                         : std::clamp(static_cast<std::size_t>(rowBytes * kRowsPerBlock), kLeastBlock, kMostBlock);
    setting.bytes = source.info().bytes;
    setting.zone = &request.zone;
    setting.days = &days;
    const unsigned threads = job.threads ? job.threads : std::max(1U, std::thread::hardware_concurrency());

    ImportBatch batch = emptyBatch(request);
    notePlan(batch, plan);
    std::vector<PieceSpec> specs;
    std::vector<ColumnInfo> infos;
    for (const OutputColumn& column : columns) {
        specs.push_back(specOf(column, plan, rows));
        infos.push_back(infoOf(column.guess));
    }
    auto begun = sink.begin(infos);
    if (!begun) return begun.failure();
    if (!*begun) return none;
    std::vector<std::shared_ptr<const Column>> done(columns.size());
    Rounds rounds(plan, columns, request.kind, batch);
    QFile file(QString::fromStdString(request.path));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) return none;
    while (!rounds.finished()) {
        std::vector<Wanted> wanted;
        for (const std::size_t i : rounds.open()) {
            wanted.push_back({i, columns[i], specs[i], nullptr});
        }
        for (Wanted& each : wanted)
            each.merge = std::make_unique<ColumnMerge>(each.spec, sink.known(each.output));
        if (!file.seek(0)) return none;
        BlockPass pass(file, setting, wanted, sink, batch, rounds.first(), joiner != nullptr, job);
        const auto ran = runBlocks(pass, threads, job);
        if (job.cancelled()) return cancelled();
        if (pass.declined()) return none;
        if (!ran) return ran.failure();
        batch.sourceHash = pass.hash();
        bool counts = false;
        for (const Wanted& each : wanted) {
            const std::size_t i = each.output;
            const ColumnMerge& merge = *each.merge;
            ColumnGuess& guess = columns[i].guess;
            bool again = false;
            if (guess.type == ValueType::Category &&
                isRatherText(guess.role, merge.distinct(), merge.tally().rows) != (specs[i].naming == Naming::Text)) {
                // the sample deceived: the same guess in the other form
                specs[i].naming = specs[i].naming == Naming::Text ? Naming::Codes : Naming::Text;
                again = true;
            } else {
                const auto settled = rounds.settle(i, merge.tally(), *merge.dictionary());
                if (!settled) return settled.failure();
                if (!*settled) {
                    if (!isCovered(guess)) return none;
                    again = counts = true;
                    specs[i] = specOf(columns[i], plan, rows);
                }
            }
            if (again) {
                auto restarted = sink.restart(i, infoOf(guess));
                if (!restarted) return restarted.failure();
                if (!*restarted) return none;
                continue;
            }
            if (guess.role.kind == RoleKind::Id && guess.type == ValueType::Category)
                batch.duplicateIds = merge.tally().valid - merge.distinct();
            guess.type = finalType(specs[i], merge.tally());
            if (joiner) {
                merge.dictionary()->index();
                done[i] = joiner->finish(i, infoOf(guess), merge.dictionary());
            } else {
                auto column = std::make_shared<Column>();
                column->info = infoOf(guess);
                column->rows = static_cast<std::size_t>(merge.tally().rows);
                if (guess.type == ValueType::Category) column->dictionary = merge.dictionary();
                done[i] = std::move(column);
            }
        }
        rounds.next(counts);
    }
    rounds.finish(plan);
    batch.columns = std::move(done);
    finishBatch(batch, request, options, plan);
    return std::optional<ImportBatch>(std::move(batch));
}

} // namespace xo::io
