#include "core/base/text.h"
#include "core/io/anonymise.h"
#include "core/io/writer.h"
#include "core/query/filter.h"
#include "core/session/engine.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace xo::session {

namespace {

/// Where a list column's values come from.
struct Source {
    enum class Kind { Customer, Segment, CountAnswers, CountEvents, Cell } kind = Kind::Cell;
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
    std::string_view rest = trimmed(wanted);
    for (const std::string_view word :
         {std::string_view("latest "), std::string_view("last "), std::string_view("first ")})
        if (rest.starts_with(word)) {
            source.latest = word != "first ";
            rest = trimmed(rest.substr(word.size()));
            break;
        }
    std::vector<DatasetKind> kinds{DatasetKind::Customers, DatasetKind::Answers, DatasetKind::Events,
                                   DatasetKind::Feedback};
    const auto reach = [&](std::string_view prefix, DatasetKind kind) {
        if (!rest.starts_with(prefix)) return;
        rest.remove_prefix(prefix.size());
        kinds = {kind};
    };
    reach("customer.", DatasetKind::Customers);
    reach("answer.", DatasetKind::Answers);
    reach("event.", DatasetKind::Events);
    reach("feedback.", DatasetKind::Feedback);
    const std::string name = unquoted(rest);
    for (const DatasetKind kind : kinds)
        for (const std::size_t table : workspace.tablesOfKind(kind))
            if (const auto column = workspace.tables[table]->find(name)) {
                source.table = table;
                source.column = *column;
                return source;
            }
    const std::vector<std::string> choices = listColumnChoices(workspace);
    return fail("session.unknown_list_column", {wanted, nearestName(wanted, choices).value_or(joined(choices, ", "))});
}

bool looksLikeName(std::string_view header) {
    const std::string lower = lowerAscii(header);
    return lower == "name" || lower.ends_with("_name") || lower.find("姓名") != std::string::npos ||
           lower.find("联系人") != std::string::npos || lower.find("客户名") != std::string::npos;
}

bool looksLikeAddress(std::string_view header) {
    const std::string lower = lowerAscii(header);
    return lower.find("address") != std::string::npos || lower.find("地址") != std::string::npos ||
           lower.find("微信") != std::string::npos || lower.find("wechat") != std::string::npos;
}

/// Hides what tells who somebody is: keys and addresses wholly, names but for the first character, the rest as
/// METHODS 7.5.
std::string masked(const std::string& text, const ColumnInfo& info) {
    if (text.empty()) return text;
    const RoleKind role = info.role.kind;
    if (role == RoleKind::Customer || role == RoleKind::Link || role == RoleKind::Id || looksLikeAddress(info.name))
        return "***";
    if (looksLikeName(info.name)) {
        std::size_t end = 0;
        nextCodePoint(text, end);
        return text.substr(0, end) + "**";
    }
    return io::anonymised(text);
}

Result<ListColumn> cellColumn(const Workspace& workspace, const Source& source,
                              const std::vector<std::uint32_t>& subjects, bool mask, const JobContext& job) {
    auto loaded = workspace.tables[source.table]->column(source.column);
    if (!loaded) return loaded.failure();
    auto index = workspace.bySubject(source.table);
    if (!index) return index.failure();
    const Column& column = **loaded;
    ListColumn out;
    out.header = source.header;
    out.numeric = column.isNumeric();
    for (std::size_t i = 0; i < subjects.size(); ++i) {
        if (i % 65536 == 0 && job.cancelled()) return cancelled();
        const std::uint64_t begin = (*index)->offsets[subjects[i]], end = (*index)->offsets[subjects[i] + 1];
        std::optional<std::uint32_t> found;
        for (std::uint64_t k = 0; k < end - begin && !found; ++k) {
            const std::uint32_t row = (*index)->rows[source.latest ? end - 1 - k : begin + k];
            if (column.isValid(row)) found = row;
        }
        if (out.numeric)
            out.numbers.push_back(found ? column.number(*found) : std::numeric_limits<double>::quiet_NaN());
        else {
            const std::string text = found ? column.text(*found, workspace.zone) : std::string();
            out.texts.push_back(mask ? masked(text, column.info) : text);
        }
    }
    return out;
}

Result<ListColumn> countColumn(const Workspace& workspace, DatasetKind kind, const std::string& header,
                               const std::vector<std::uint32_t>& subjects) {
    ListColumn out;
    out.header = header;
    out.numeric = true;
    out.numbers.assign(subjects.size(), 0);
    for (const std::size_t table : workspace.tablesOfKind(kind)) {
        auto index = workspace.bySubject(table);
        if (!index) return index.failure();
        for (std::size_t i = 0; i < subjects.size(); ++i)
            out.numbers[i] += static_cast<double>((*index)->offsets[subjects[i] + 1] - (*index)->offsets[subjects[i]]);
    }
    return out;
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

Result<CustomerList> customerList(const analysis::Context& context, const ListParams& params, const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    std::vector<std::string> names = params.columns;
    if (names.empty()) {
        names = {"customer"};
        for (const std::string& choice : listColumnChoices(workspace)) {
            if (choice == "answers") break;
            if (choice != "customer") names.push_back(choice);
        }
    }
    std::vector<Source> sources;
    for (const std::string& name : names) {
        auto source = locate(workspace, name);
        if (!source) return source.failure();
        sources.push_back(*source);
    }
    auto members = segmentMembers(context, params.segment, job);
    if (!members) return members.failure();

    CustomerList list;
    members->forEach([&](std::size_t subject) { list.subjects.push_back(static_cast<std::uint32_t>(subject)); });
    list.rows = list.subjects.size();
    list.masked = params.mask;
    list.rule =
        params.segment.name.empty()
            ? params.segment.filter
            : query::conjunction("segment(" + query::quotedText(params.segment.name) + ")", params.segment.filter);
    if (params.mask) {
        // the order of a list must not tell who is who either
        const std::vector<std::uint32_t> order = randomOrder(list.subjects.size());
        std::vector<std::uint32_t> shuffled(list.subjects.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            shuffled[order[i] - 1] = list.subjects[i];
        list.subjects = std::move(shuffled);
    }
    for (const Source& source : sources) {
        if (job.cancelled()) return cancelled();
        ListColumn column;
        column.header = source.header;
        switch (source.kind) {
        case Source::Kind::Customer:
            for (std::size_t i = 0; i < list.subjects.size(); ++i)
                column.texts.push_back(params.mask ? std::to_string(i + 1)
                                                   : std::string(workspace.subjectKey(list.subjects[i])));
            break;
        case Source::Kind::Segment:
            column.texts.assign(list.subjects.size(), params.segment.name);
            break;
        case Source::Kind::CountAnswers:
        case Source::Kind::CountEvents: {
            auto counted = countColumn(
                workspace, source.kind == Source::Kind::CountAnswers ? DatasetKind::Answers : DatasetKind::Events,
                source.header, list.subjects);
            if (!counted) return counted.failure();
            column = std::move(*counted);
            break;
        }
        case Source::Kind::Cell: {
            auto cells = cellColumn(workspace, source, list.subjects, params.mask, job);
            if (!cells) return cells.failure();
            column = std::move(*cells);
            break;
        }
        }
        list.columns.push_back(std::move(column));
    }
    if (!params.action.empty()) {
        ListColumn action;
        action.header = "action";
        action.texts.assign(list.subjects.size(), params.action);
        list.columns.push_back(std::move(action));
    }
    return list;
}

Result<ListExport> exportList(const analysis::Context& context, const ListParams& params, const std::string& path,
                              const JobContext& job) {
    auto list = customerList(context, params, job);
    if (!list) return list.failure();
    io::ListOptions options;
    options.zone = context.workspace->zone;
    options.byteOrderMark = params.excelBom;
    if (!params.segment.name.empty()) options.sheetName = params.segment.name;
    auto writer = io::openListWriter(path, options);
    if (!writer) return writer.failure();
    std::vector<std::string> headers;
    for (const ListColumn& column : list->columns)
        headers.push_back(column.header);
    if (auto done = (*writer)->header(headers); !done) return done.failure();
    std::vector<io::Value> values(list->columns.size());
    for (std::size_t row = 0; row < list->rows; ++row) {
        if (row % 4096 == 0) {
            if (job.cancelled()) return cancelled();
            job.report({row, list->rows, "stage.writing"});
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            const ListColumn& column = list->columns[i];
            if (!column.numeric)
                values[i] = column.texts[row].empty() ? io::Value() : io::Value(std::string_view(column.texts[row]));
            else
                values[i] = std::isnan(column.numbers[row]) ? io::Value() : io::Value(column.numbers[row]);
        }
        if (auto done = (*writer)->row(values); !done) return done.failure();
    }
    if (auto done = (*writer)->finish(); !done) return done.failure();
    return ListExport{path, list->rows, (*writer)->guardedCells(), list->masked, list->rule};
}

} // namespace xo::session
