#include "core/session/customerlist.h"

#include "core/base/text.h"
#include "core/io/anonymise.h"
#include "core/io/writer.h"
#include "core/query/filter.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace xo::session {

namespace {

/// Where a list column's values come from.
struct Source {
    enum class Kind { Customer, Segment, Action, CountAnswers, CountEvents, Cell } kind = Kind::Cell;
    std::string header;
    std::size_t table = 0;
    std::size_t column = 0;
    bool latest = true; ///< Cell: the last valid value by time, else the first
};

std::string unquoted(std::string_view name) {
    name = trimmed(name);
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    return std::string(name);
}

Result<Source> locate(const Workspace& workspace, const std::string& wanted) {
    Source source;
    source.header = wanted;
    if (wanted == "customer") return source.kind = Source::Kind::Customer, source;
    if (wanted == "segment") return source.kind = Source::Kind::Segment, source;
    if (wanted == "answers") return source.kind = Source::Kind::CountAnswers, source;
    if (wanted == "events") return source.kind = Source::Kind::CountEvents, source;
    std::vector<DatasetKind> kinds{DatasetKind::Customers, DatasetKind::Answers, DatasetKind::Events,
                                   DatasetKind::Feedback};
    const auto find = [&](const std::string& name) {
        for (const DatasetKind kind : kinds)
            for (const std::size_t table : workspace.tablesOfKind(kind))
                if (const auto column = workspace.tables[table]->find(name)) {
                    source.table = table;
                    source.column = *column;
                    return true;
                }
        return false;
    };
    // a column may be called "last name": the whole text goes before its parts
    if (find(unquoted(wanted))) return source;
    std::string_view rest = trimmed(wanted);
    for (const std::string_view word :
         {std::string_view("latest "), std::string_view("last "), std::string_view("first ")})
        if (rest.starts_with(word)) {
            source.latest = word != "first ";
            rest = trimmed(rest.substr(word.size()));
            break;
        }
    const auto reach = [&](std::string_view prefix, DatasetKind kind) {
        if (!rest.starts_with(prefix)) return;
        rest.remove_prefix(prefix.size());
        kinds = {kind};
    };
    reach("customer.", DatasetKind::Customers);
    reach("answer.", DatasetKind::Answers);
    reach("event.", DatasetKind::Events);
    reach("feedback.", DatasetKind::Feedback);
    if (find(unquoted(rest))) return source;
    const std::vector<std::string> choices = listColumnChoices(workspace);
    return fail("session.unknown_list_column", {wanted, nearestName(wanted, choices).value_or(joined(choices, ", "))});
}

bool looksLikeName(std::string_view header) {
    const std::string lower = lowerAscii(header);
    if (lower == "name" || lower == "客户" || lower == "顾客" || lower.ends_with("_name")) return true;
    for (const std::string_view word : {"firstname", "lastname", "fullname", "surname", "first name", "last name",
                                        "full name", "姓名", "联系人", "客户名"})
        if (lower.find(word) != std::string::npos) return true;
    return false;
}

bool looksLikeAddress(std::string_view header) {
    const std::string lower = lowerAscii(header);
    return lower.find("address") != std::string::npos || lower.find("地址") != std::string::npos ||
           lower.find("微信") != std::string::npos || lower.find("wechat") != std::string::npos;
}

bool looksLikePhone(std::string_view header) {
    const std::string lower = lowerAscii(header);
    for (const std::string_view word : {"phone", "mobile", "手机", "电话", "身份证", "证件", "卡号"})
        if (lower.find(word) != std::string::npos) return true;
    return false;
}

/// Hides what tells who somebody is: keys and addresses wholly, names but for the first character, the rest as
/// METHODS 7.5.
std::string masked(const std::string& text, const ColumnInfo& info) {
    if (text.empty()) return text;
    const RoleKind role = info.role.kind;
    const auto either = [&info](bool (*looks)(std::string_view)) { return looks(info.name) || looks(info.label); };
    if (role == RoleKind::Customer || role == RoleKind::Link || role == RoleKind::Id || either(looksLikeAddress) ||
        either(looksLikePhone))
        return "***";
    if (either(looksLikeName)) {
        std::size_t end = 0;
        nextCodePoint(text, end);
        return text.substr(0, end) + "**";
    }
    return io::anonymised(text);
}

/// Phone and identity numbers were read as numbers where every cell is one: such a column is a text to hide.
bool tellsWho(const Column& column, const TimeZone& zone) {
    if (!column.isNumeric() || column.info.type == ValueType::Score) return false;
    const RoleKind role = column.info.role.kind;
    if (role == RoleKind::Customer || role == RoleKind::Link || role == RoleKind::Id) return true;
    if (role == RoleKind::Metric || role == RoleKind::Amount || role == RoleKind::Weight) return false;
    if (looksLikePhone(column.info.name) || looksLikePhone(column.info.label)) return true;
    constexpr double kShortestNumber = 1e9; // shorter ones are nobody's phone
    for (std::size_t row = 0; row < column.rows; ++row) {
        if (!(column.number(row) >= kShortestNumber)) continue;
        const std::string text = column.text(row, zone);
        if (io::anonymised(text) != text) return true;
    }
    return false;
}

/// Numbers 1 … n in an order nobody can guess: what a masked list calls its customers.
std::vector<std::uint32_t> randomOrder(std::size_t n) {
    std::vector<std::uint32_t> order(n);
    for (std::size_t i = 0; i < n; ++i)
        order[i] = static_cast<std::uint32_t>(i + 1);
    std::random_device source;
    for (std::size_t i = n; i > 1; --i) {
        const std::uint64_t draw = (static_cast<std::uint64_t>(source()) << 32) | source();
        std::swap(order[i - 1], order[draw % i]);
    }
    return order;
}

} // namespace

std::vector<std::string> listColumnChoices(const Workspace& workspace) {
    std::vector<std::string> choices{"customer"};
    const auto add = [&](DatasetKind kind, const std::string& prefix) {
        for (const std::size_t table : workspace.tablesOfKind(kind))
            for (const ColumnInfo& column : workspace.tables[table]->columns()) {
                if (column.role.kind == RoleKind::Customer && kind == DatasetKind::Customers) continue;
                const std::string choice = prefix.empty() ? column.name : prefix + query::quotedName(column.name);
                if (std::find(choices.begin(), choices.end(), choice) == choices.end()) choices.push_back(choice);
            }
    };
    add(DatasetKind::Customers, "");
    for (const char* extra : {"answers", "events", "segment"})
        choices.emplace_back(extra);
    add(DatasetKind::Answers, "latest answer.");
    add(DatasetKind::Events, "latest event.");
    return choices;
}

std::vector<std::string> defaultListColumns(const Workspace& workspace) {
    std::vector<std::string> names = listColumnChoices(workspace);
    const auto counts = std::find(names.begin(), names.end(), "events");
    names.erase(counts == names.end() ? counts : counts + 1, names.end());
    return names;
}

struct CustomerList::State {
    /// A column with what its cells are read from.
    struct Part {
        Source source;
        std::shared_ptr<const Column> column;
        std::vector<std::shared_ptr<const SubjectIndex>> indexes; ///< Cell: one; counts: one per dataset
        bool hidden = false;                                      ///< numbers that a masked list shows as masked texts
    };
    std::shared_ptr<const Workspace> workspace;
    std::vector<Part> parts;
    std::vector<std::uint32_t> subjects;
    std::string segment, rule, action;
    bool masked = false;

    /// Row the cell of a subject is read from: the latest (or first) that holds a valid value.
    std::optional<std::uint32_t> sourceRow(const Part& part, std::uint32_t subject) const {
        const SubjectIndex& index = *part.indexes.front();
        const std::uint64_t begin = index.offsets[subject], end = index.offsets[subject + 1];
        for (std::uint64_t k = 0; k < end - begin; ++k) {
            const std::uint32_t row = index.rows[part.source.latest ? end - 1 - k : begin + k];
            if (part.column->isValid(row)) return row;
        }
        return std::nullopt;
    }
};

CustomerList::CustomerList() : d(std::make_unique<State>()) {}
CustomerList::~CustomerList() = default;

std::size_t CustomerList::rows() const {
    return d->subjects.size();
}
std::size_t CustomerList::columns() const {
    return d->parts.size();
}
const std::string& CustomerList::header(std::size_t column) const {
    return d->parts[column].source.header;
}
bool CustomerList::isMasked() const {
    return d->masked;
}
const std::string& CustomerList::rule() const {
    return d->rule;
}

bool CustomerList::isNumeric(std::size_t column) const {
    const State::Part& part = d->parts[column];
    const Source::Kind kind = part.source.kind;
    if (kind == Source::Kind::CountAnswers || kind == Source::Kind::CountEvents) return true;
    return kind == Source::Kind::Cell && part.column->isNumeric() && !part.hidden;
}

double CustomerList::number(std::size_t row, std::size_t column) const {
    const State::Part& part = d->parts[column];
    const std::uint32_t subject = d->subjects[row];
    if (part.source.kind == Source::Kind::Cell) {
        if (part.hidden) return std::numeric_limits<double>::quiet_NaN();
        const auto found = d->sourceRow(part, subject);
        return found ? part.column->number(*found) : std::numeric_limits<double>::quiet_NaN();
    }
    std::uint64_t count = 0;
    for (const auto& index : part.indexes)
        count += index->offsets[subject + 1] - index->offsets[subject];
    return static_cast<double>(count);
}

std::string CustomerList::text(std::size_t row, std::size_t column) const {
    std::string scratch;
    return std::string(text(row, column, scratch));
}

std::string_view CustomerList::text(std::size_t row, std::size_t column, std::string& scratch) const {
    const State::Part& part = d->parts[column];
    switch (part.source.kind) {
    case Source::Kind::Customer:
        if (!d->masked) return d->workspace->subjectKey(d->subjects[row]);
        return scratch = std::to_string(row + 1);
    case Source::Kind::Segment:
        return d->segment;
    case Source::Kind::Action:
        return d->action;
    case Source::Kind::CountAnswers:
    case Source::Kind::CountEvents:
        return scratch = formatNumber(number(row, column));
    case Source::Kind::Cell:
        break;
    }
    const auto found = d->sourceRow(part, d->subjects[row]);
    if (!found) return {};
    if (!d->masked && part.column->info.type == ValueType::Category)
        return part.column->dictionary->at(part.column->codes[*found]);
    scratch = part.column->text(*found, d->workspace->zone);
    if (d->masked && !isNumeric(column)) scratch = masked(scratch, part.column->info);
    return scratch;
}

Result<std::shared_ptr<const CustomerList>> CustomerList::open(const analysis::Context& context,
                                                               const ListParams& params, const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    std::vector<std::string> names = params.columns;
    if (names.empty()) names = defaultListColumns(workspace);
    std::shared_ptr<CustomerList> list(new CustomerList);
    State& state = *list->d;
    state.workspace = context.workspace;
    state.masked = params.mask;
    state.segment = params.segment.name;
    state.action = params.action;
    state.rule = params.segment.filter;
    if (!params.segment.name.empty())
        state.rule =
            query::conjunction("segment(" + query::quotedText(params.segment.name) + ")", params.segment.filter);

    for (const std::string& name : names) {
        if (job.cancelled()) return cancelled();
        auto source = locate(workspace, name);
        if (!source) return source.failure();
        State::Part part{*source, nullptr, {}, false};
        std::vector<std::size_t> tables;
        if (source->kind == Source::Kind::Cell) {
            auto column = workspace.tables[source->table]->column(source->column);
            if (!column) return column.failure();
            part.column = *column;
            part.hidden = state.masked && tellsWho(**column, workspace.zone);
            tables = {source->table};
        } else if (source->kind == Source::Kind::CountAnswers || source->kind == Source::Kind::CountEvents) {
            tables = workspace.tablesOfKind(source->kind == Source::Kind::CountAnswers ? DatasetKind::Answers
                                                                                       : DatasetKind::Events);
        }
        for (const std::size_t table : tables) {
            auto index = workspace.bySubject(table);
            if (!index) return index.failure();
            part.indexes.push_back(*index);
        }
        state.parts.push_back(std::move(part));
    }
    if (!params.action.empty()) {
        Source action;
        action.kind = Source::Kind::Action;
        action.header = "action";
        state.parts.push_back({action, nullptr, {}, false});
    }
    auto members = segmentMembers(context, params.segment, job);
    if (!members) return members.failure();
    members->forEach([&](std::size_t subject) { state.subjects.push_back(static_cast<std::uint32_t>(subject)); });
    if (params.mask) {
        // the order of a list must not tell who is who either
        const std::vector<std::uint32_t> order = randomOrder(state.subjects.size());
        std::vector<std::uint32_t> shuffled(state.subjects.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            shuffled[order[i] - 1] = state.subjects[i];
        state.subjects = std::move(shuffled);
    }
    return std::shared_ptr<const CustomerList>(list);
}

Result<ListExport> exportList(const analysis::Context& context, const ListParams& params, const std::string& path,
                              const JobContext& job) {
    auto opened = CustomerList::open(context, params, job);
    if (!opened) return opened.failure();
    const CustomerList& list = **opened;
    io::ListOptions options;
    options.zone = context.workspace->zone;
    options.byteOrderMark = params.excelBom;
    if (!params.segment.name.empty()) options.sheetName = params.segment.name;
    auto writer = io::openListWriter(path, options);
    if (!writer) return writer.failure();
    std::vector<std::string> headers;
    for (std::size_t i = 0; i < list.columns(); ++i)
        headers.push_back(list.header(i));
    if (auto done = (*writer)->header(headers); !done) return done.failure();
    const auto make = [&](std::size_t row, std::span<io::Value> values, std::span<std::string> scratch) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (list.isNumeric(i)) {
                const double value = list.number(row, i);
                values[i] = std::isnan(value) ? io::Value() : io::Value(value);
            } else {
                const std::string_view text = list.text(row, i, scratch[i]);
                values[i] = text.empty() ? io::Value() : io::Value(text);
            }
        }
    };
    if (auto done = (*writer)->rows(list.rows(), list.columns(), make, job); !done) return done.failure();
    if (auto done = (*writer)->finish(); !done) return done.failure();
    return ListExport{path, list.rows(), (*writer)->guardedCells(), list.isMasked(), list.rule()};
}

} // namespace xo::session
