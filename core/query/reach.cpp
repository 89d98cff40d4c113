#include "core/query/reach.h"

#include "core/query/evaluator.h"
#include "core/query/resolve.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/columnar/options.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <unordered_map>

namespace xo::query {

namespace {

/// Gives the cells of several columns common codes, in the order in which they are asked for.
class Labels {
public:
    /// Codes of one column's cells; it must outlive this object.
    class Coder {
    public:
        Coder(Dictionary& labels, const Column& column, const TimeZone& zone)
            : m_labels(labels), m_column(column), m_zone(zone) {
            if (isCoded(column.info.type)) m_codes.assign(column.dictionary->size(), kUnset);
            if (column.info.type == ValueType::Score) m_codes.assign(256, kUnset);
        }
        std::uint32_t code(std::size_t row) {
            switch (m_column.info.type) {
            case ValueType::Category:
            case ValueType::Set:
                return remembered(m_codes[m_column.codes[row]], row);
            case ValueType::Score:
                return remembered(m_codes[m_column.scores[row]], row);
            case ValueType::Text:
                return fresh(row);
            case ValueType::Integer:
            case ValueType::Number: {
                // −0 and 0 are one value
                const double value = m_column.numbers[row];
                return value == value ? keyed(std::bit_cast<std::uint64_t>(value + 0.0), row) : 0;
            }
            case ValueType::Date:
            case ValueType::DateTime:
                return keyed(static_cast<std::uint64_t>(m_column.times[row]), row);
            }
            return 0;
        }

    private:
        static constexpr std::uint32_t kUnset = UINT32_MAX;
        std::uint32_t fresh(std::size_t row) {
            if (m_column.info.type == ValueType::Set) {
                const std::uint32_t code = m_column.codes[row];
                return code == 0 ? 0 : m_labels.add(m_column.dictionary->at(code));
            }
            const std::string text = m_column.text(row, m_zone);
            return text.empty() ? 0 : m_labels.add(text);
        }
        std::uint32_t remembered(std::uint32_t& slot, std::size_t row) {
            if (slot == kUnset) slot = fresh(row);
            return slot;
        }
        std::uint32_t keyed(std::uint64_t key, std::size_t row) {
            return remembered(m_byKey.try_emplace(key, kUnset).first->second, row);
        }
        Dictionary& m_labels;
        const Column& m_column;
        const TimeZone& m_zone;
        std::vector<std::uint32_t> m_codes;
        std::unordered_map<std::uint64_t, std::uint32_t> m_byKey;
    };

    Coder coder(const Column& column, const TimeZone& zone) {
        m_sets = m_sets || column.info.type == ValueType::Set;
        return Coder(m_dictionary, column, zone);
    }
    void finish(Dimension& out) const {
        out.labels = {std::nullopt};
        for (std::uint32_t code = 1; code < m_dictionary.size(); ++code) {
            const std::string_view text = m_dictionary.at(code);
            out.labels.emplace_back(m_sets ? shownOptions(text) : std::string(text));
        }
        if (!m_sets) return;
        const OptionTable table(m_dictionary);
        out.members = {{0}};
        for (std::uint32_t code = 1; code < m_dictionary.size(); ++code)
            out.members.emplace_back(table.of(code).begin(), table.of(code).end());
        out.options = {std::nullopt};
        for (std::uint32_t code = 1; code < table.size(); ++code)
            out.options.emplace_back(std::string(table.option(code)));
    }

private:
    Dictionary m_dictionary;
    bool m_sets = false;
};

/// f(row) → code for every row, looking at Cancel now and then.
template <class F>
Result<void> fill(std::vector<std::uint32_t>& codes, std::size_t rows, const JobContext& job, F&& f) {
    codes.resize(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        if ((row & 0xFFFF) == 0 && job.cancelled()) return cancelled();
        codes[row] = f(row);
    }
    return {};
}

/// The same of one column's cells, row(i) = kNoRow for none. Where their codes are few they are put down by all threads
/// and numbered afterwards.
template <class F>
Result<void> fillFrom(const Column& column, Labels::Coder& coder, std::vector<std::uint32_t>& codes, std::size_t rows,
                      const JobContext& job, const F& row) {
    constexpr std::size_t kFewCodes = 1U << 16, kNever = SIZE_MAX;
    const bool score = column.info.type == ValueType::Score;
    const std::size_t most = score ? 256 : isCoded(column.info.type) ? column.dictionary->size() : kNever;
    if (most > kFewCodes)
        return fill(codes, rows, job, [&](std::size_t i) {
            const std::uint32_t at = row(i);
            return at == kNoRow ? 0U : coder.code(at);
        });
    codes.resize(rows);
    std::vector<std::vector<std::size_t>> first(workerCount(rows, job)); // where each code of the column comes first
    const auto put = [&](const auto& cells) {
        return forEachPiece(rows, job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
            auto& own = first[worker];
            own.resize(most + 1, kNever);
            for (std::size_t i = begin; i < end; ++i) {
                const std::uint32_t at = row(i);
                const std::size_t code = at == kNoRow ? most : std::size_t{cells[at]};
                codes[i] = static_cast<std::uint32_t>(code);
                own[code] = std::min(own[code], i);
            }
        });
    };
    bool done = false;
    if (score)
        done = put(column.scores);
    else
        column.codes.visit([&](const auto& cells) { done = put(cells); });
    if (!done) return cancelled();
    std::vector<std::pair<std::size_t, std::size_t>> met; // first place, code
    for (std::size_t code = 0; code < most; ++code) {
        std::size_t place = kNever;
        for (const auto& own : first)
            if (!own.empty()) place = std::min(place, own[code]);
        if (place != kNever) met.emplace_back(place, code);
    }
    std::sort(met.begin(), met.end());
    std::vector<std::uint32_t> numbered(most + 1, 0);
    for (const auto& [place, code] : met)
        numbered[code] = coder.code(row(place));
    done = forEachPiece(rows, job, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            codes[i] = numbered[codes[i]];
    });
    if (!done) return cancelled();
    return {};
}

std::string withoutQuotes(std::string_view name) {
    if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string(name);
    std::string out;
    for (std::size_t i = 1; i + 1 < name.size(); ++i) {
        if (name[i] == '"' && i + 2 < name.size() && name[i + 1] == '"') ++i;
        out += name[i];
    }
    return out;
}

/// "customer.gender" → its prefix and name; a column that is itself called so comes first.
std::pair<Rows, std::string> split(const std::string& name, const Table* table) {
    if (table)
        for (const ColumnInfo& column : table->columns())
            if (column.name == name || column.label == name) return {Rows::Own, name};
    const std::size_t dot = name.find('.');
    if (dot != std::string::npos)
        for (const Rows rows : {Rows::Answer, Rows::Event, Rows::Feedback, Rows::Invitation, Rows::Customer})
            if (equalsIgnoreAsciiCase(std::string_view(name).substr(0, dot), rowsWord(rows)))
                return {rows, withoutQuotes(std::string_view(name).substr(dot + 1))};
    return {Rows::Own, withoutQuotes(name)};
}

Result<void> reachCustomers(Dimension& out, const Target& target, const Workspace& workspace,
                            const std::vector<std::uint32_t>* subjects, const JobContext& job) {
    auto rows = customerRows(workspace, target.tables.front());
    if (!rows) return rows.failure();
    auto column = workspace.tables[target.tables.front()]->column(target.column);
    if (!column) return column.failure();
    Labels labels;
    auto coder = labels.coder(**column, workspace.zone);
    const std::size_t size = subjects ? subjects->size() : (*rows)->size();
    auto done = fillFrom(**column, coder, out.codes, size, job, [&](std::size_t i) {
        const std::uint32_t subject = subjects ? (*subjects)[i] : static_cast<std::uint32_t>(i);
        return subject == 0 ? kNoRow : (**rows)[subject];
    });
    labels.finish(out);
    return done;
}

Result<void> reachEvents(Dimension& out, const Target& target, const std::string& name, const Workspace& workspace,
                         const Hooks& hooks, std::size_t table, const JobContext& job) {
    auto ties = hooks.ties(workspace, table, name, job);
    if (!ties) return ties.failure();
    Labels labels;
    std::vector<std::shared_ptr<const Column>> columns;
    std::vector<std::optional<Labels::Coder>> coders(workspace.tables.size());
    for (const std::size_t eventTable : target.tables) {
        auto column = workspace.tables[eventTable]->column(*workspace.tables[eventTable]->find(name));
        if (!column) return column.failure();
        columns.push_back(*column);
        coders[eventTable].emplace(labels.coder(*columns.back(), workspace.zone));
    }
    auto done = fill(out.codes, (*ties)->events.size(), job, [&](std::size_t row) {
        const EventRef& event = (*ties)->events[row];
        if (event.table < 0) return 0U;
        auto& coder = coders[static_cast<std::size_t>(event.table)];
        return coder ? coder->code(event.row) : 0U;
    });
    labels.finish(out);
    out.link = (*ties)->quality;
    return done;
}

Unexpected notSingle(const Workspace& workspace, const Target& target, const std::string& name) {
    return fail("query.not_single", {name, workspace.tables[target.tables.front()]->name()});
}

} // namespace

Result<Dimension> reachRows(const std::string& name, const Workspace& workspace, const Hooks& hooks, std::size_t table,
                            const JobContext& job) {
    const Table& own = *workspace.tables[table];
    const auto [prefix, column] = split(name, &own);
    auto target = resolve(workspace, Frame{table, {}}, prefix, column, 0, BareEvents::Tied);
    if (!target) return target.failure();
    Dimension out;
    out.name = name;
    Result<void> done;
    switch (target->kind) {
    case Target::Kind::Own: {
        auto loaded = own.column(target->column);
        if (!loaded) return loaded.failure();
        Labels labels;
        auto coder = labels.coder(**loaded, workspace.zone);
        done = fillFrom(**loaded, coder, out.codes, own.rows(), job,
                        [](std::size_t row) { return static_cast<std::uint32_t>(row); });
        labels.finish(out);
        break;
    }
    case Target::Kind::OfCustomer: {
        auto subjects = workspace.subjects(table);
        if (!subjects) return subjects.failure();
        done = reachCustomers(out, *target, workspace, subjects->get(), job);
        break;
    }
    case Target::Kind::Tied:
        done = reachEvents(out, *target, column, workspace, hooks, table, job);
        break;
    case Target::Kind::Absent:
    case Target::Kind::AnyRow:
        if (own.kind() != DatasetKind::Events || target->rows != Rows::Event)
            return notSingle(workspace, *target, name);
        out.codes.assign(own.rows(), 0);
        out.labels = {std::nullopt};
        break;
    }
    if (!done) return done.failure();
    return out;
}

namespace {

Result<std::shared_ptr<const Column>> numericColumn(const Table& table, std::size_t index, const std::string& name) {
    auto column = table.column(index);
    if (column && !(*column)->isNumeric())
        return fail("query.not_numeric", {name, std::string(valueTypeName((*column)->info.type))});
    return column;
}

/// f(row) → number for every row, on the threads of the job.
template <class F>
Result<void> fillNumbers(std::vector<double>& out, std::size_t rows, const JobContext& job, const F& f) {
    out.resize(rows);
    const bool done = forEachPiece(rows, job, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row)
            out[row] = f(row);
    });
    if (!done) return cancelled();
    return {};
}

} // namespace

Result<Numbers> reachNumbers(const std::string& name, const Workspace& workspace, const Hooks& hooks, std::size_t table,
                             const JobContext& job) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const Table& own = *workspace.tables[table];
    const auto [prefix, column] = split(name, &own);
    const auto target = resolve(workspace, Frame{table, {}}, prefix, column, 0, BareEvents::Tied);
    if (!target) return target.failure();
    Numbers out;
    if (target->kind == Target::Kind::Own) {
        const auto loaded = numericColumn(own, target->column, name);
        if (!loaded) return loaded.failure();
        out.info = (*loaded)->info;
        auto done = fillNumbers(out.values, own.rows(), job, [&](std::size_t row) { return (*loaded)->number(row); });
        if (!done) return done.failure();
        return out;
    }
    if (target->kind == Target::Kind::OfCustomer) {
        const std::size_t customers = target->tables.front();
        const auto loaded = numericColumn(*workspace.tables[customers], target->column, name);
        if (!loaded) return loaded.failure();
        const auto subjects = workspace.subjects(table);
        if (!subjects) return subjects.failure();
        const auto rows = customerRows(workspace, customers);
        if (!rows) return rows.failure();
        out.info = (*loaded)->info;
        auto done = fillNumbers(out.values, own.rows(), job, [&](std::size_t row) {
            const std::uint32_t subject = (**subjects)[row];
            const std::uint32_t at = subject == 0 ? kNoRow : (**rows)[subject];
            return at == kNoRow ? kNone : (*loaded)->number(at);
        });
        if (!done) return done.failure();
        return out;
    }
    if (target->kind != Target::Kind::Tied) return notSingle(workspace, *target, name);
    const auto ties = hooks.ties(workspace, table, column, job);
    if (!ties) return ties.failure();
    std::vector<std::shared_ptr<const Column>> columns(workspace.tables.size());
    for (const std::size_t events : target->tables) {
        auto loaded = numericColumn(*workspace.tables[events], *workspace.tables[events]->find(column), name);
        if (!loaded) return loaded.failure();
        columns[events] = *loaded;
    }
    out.info = columns[target->tables.front()]->info;
    out.link = (*ties)->quality;
    auto done = fillNumbers(out.values, own.rows(), job, [&](std::size_t row) {
        const EventRef& event = (*ties)->events[row];
        const Column* const from = event.table < 0 ? nullptr : columns[static_cast<std::size_t>(event.table)].get();
        return from ? from->number(event.row) : kNone;
    });
    if (!done) return done.failure();
    return out;
}

Result<Dimension> reachSubjects(const std::string& name, const Workspace& workspace, const JobContext& job) {
    const auto [prefix, column] = split(name, nullptr);
    auto target = resolve(workspace, Frame{}, prefix, column, 0);
    if (!target) return target.failure();
    if (target->kind != Target::Kind::OfCustomer) return notSingle(workspace, *target, name);
    Dimension out;
    out.name = name;
    auto done = reachCustomers(out, *target, workspace, nullptr, job);
    if (!done) return done.failure();
    return out;
}

} // namespace xo::query
