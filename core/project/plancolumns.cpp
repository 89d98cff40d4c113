#include "core/project/batchwriter.h"

#include "core/project/schema.h"

#include <algorithm>
#include <limits>
#include <set>

namespace xo {

namespace {

bool isKeyRole(RoleKind kind) {
    return kind == RoleKind::Customer || kind == RoleKind::Link;
}

bool hasValidCell(const Column& column) {
    for (std::size_t row = 0; row < column.rows; ++row)
        if (column.isValid(row)) return true;
    return false;
}

// The cells as categories of their texts.
std::shared_ptr<const Column> asCategory(const Column& from) {
    auto out = std::make_shared<Column>();
    out->info = from.info;
    out->info.type = ValueType::Category;
    out->rows = from.rows;
    auto dictionary = std::make_shared<Dictionary>();
    std::vector<std::uint32_t> codes(from.rows, 0);
    const TimeZone zone;
    for (std::size_t row = 0; row < from.rows; ++row)
        if (from.isValid(row)) codes[row] = dictionary->add(from.text(row, zone));
    out->codes = CodeVector::from(codes, dictionary->size());
    out->dictionary = std::move(dictionary);
    out->states = from.states;
    return out;
}

// A file in which nobody gave two answers: each text is one option.
std::shared_ptr<const Column> asSet(const Column& from) {
    auto out = std::make_shared<Column>(from);
    out->info.type = ValueType::Set;
    return out;
}

std::shared_ptr<const Column> asText(const Column& from) {
    auto out = std::make_shared<Column>();
    out->info = from.info;
    out->info.type = ValueType::Text;
    out->rows = from.rows;
    const TimeZone zone;
    for (std::size_t row = 0; row < from.rows; ++row)
        out->texts.push_back(from.isValid(row) ? from.text(row, zone) : std::string());
    out->states = from.states;
    return out;
}

// A column without a valid cell in another type; how its cells came to be invalid is kept.
std::shared_ptr<const Column> asBlank(const Column& from, const ColumnInfo& info) {
    auto out = std::make_shared<Column>();
    out->info = info;
    out->rows = from.rows;
    bool odd = false;
    std::vector<std::uint8_t> states(from.rows);
    for (std::size_t row = 0; row < from.rows; ++row) {
        states[row] = static_cast<std::uint8_t>(from.state(row));
        odd = odd || from.state(row) != CellState::Blank;
    }
    switch (info.type) {
    case ValueType::Category:
    case ValueType::Set:
        out->codes = CodeVector::from(std::vector<std::uint32_t>(from.rows, 0), 1);
        out->dictionary = std::make_shared<Dictionary>();
        break;
    case ValueType::Score:
        for (const std::uint8_t state : states)
            out->scores.push_back(scoreByte(static_cast<CellState>(state)));
        odd = false;
        break;
    case ValueType::Integer:
    case ValueType::Number:
        out->numbers.assign(from.rows, std::numeric_limits<double>::quiet_NaN());
        break;
    case ValueType::Date:
    case ValueType::DateTime:
        out->times.assign(from.rows, kNoTime);
        break;
    case ValueType::Text:
        out->texts.offsets.assign(from.rows + 1, 0);
        break;
    }
    if (odd) out->states = std::move(states);
    return out;
}

bool isNumber(ValueType type) {
    return type == ValueType::Integer || type == ValueType::Number;
}

std::string described(const ColumnInfo& info) {
    return info.role.isScore() ? info.role.text() : std::string(valueTypeName(info.type));
}

Result<void> matchRole(const ImportBatch& batch, const Column& column, ColumnMeta& meta) {
    const Role& is = meta.info.role;
    const Role& given = column.info.role;
    if (is == given || given.kind == RoleKind::Dimension) return {};
    const bool scoreMismatch = is.isScore() != given.isScore();
    if (is.kind != RoleKind::Dimension || isKeyRole(given.kind) || scoreMismatch)
        return fail("project.role_differs", {batch.dataset, meta.info.name, is.text(), given.text()});
    meta.info.role = given;
    return {};
}

// What a value is called stays; values that had no name yet get theirs.
void addLabels(std::vector<ValueLabel>& known, const std::vector<ValueLabel>& given) {
    for (const ValueLabel& label : given)
        if (std::none_of(known.begin(), known.end(), [&](const ValueLabel& k) { return k.value == label.value; }))
            known.push_back(label);
}

// Brings the cells into the stored type; widens the stored one from Integer to Number and from Date to DateTime.
Result<std::shared_ptr<const Column>> matchType(const ImportBatch& batch, std::shared_ptr<const Column> column,
                                                ColumnMeta& meta) {
    ColumnInfo& is = meta.info;
    const ValueType given = column->info.type;
    const bool sameScale = is.type != ValueType::Score || (is.role.scaleLow == column->info.role.scaleLow &&
                                                           is.role.scaleHigh == column->info.role.scaleHigh);
    if (is.type == given && sameScale) return column;
    if (isNumber(is.type) && isNumber(given)) {
        is.type = ValueType::Number;
        return column;
    }
    if (is.type == ValueType::DateTime && given == ValueType::Date) return column;
    if (is.type == ValueType::Date && given == ValueType::DateTime) {
        is.type = ValueType::DateTime;
        return column;
    }
    if (is.type == ValueType::Category && given == ValueType::Text) return asCategory(*column);
    if (is.type == ValueType::Text && isCoded(given)) return asText(*column);
    if (is.type == ValueType::Set && given == ValueType::Category) return asSet(*column);
    if (!hasValidCell(*column)) return asBlank(*column, is);
    return fail("project.type_differs", {batch.dataset, is.name, described(is), described(column->info)});
}

bool cellCountsFit(const Column& column) {
    const std::size_t rows = column.rows;
    if (!column.states.empty() && column.states.size() != rows) return false;
    switch (column.info.type) {
    case ValueType::Category:
    case ValueType::Set:
        return column.codes.size() == rows && column.dictionary;
    case ValueType::Score:
        return column.scores.size() == rows;
    case ValueType::Integer:
    case ValueType::Number:
        return column.numbers.size() == rows;
    case ValueType::Date:
    case ValueType::DateTime:
        return column.times.size() == rows;
    case ValueType::Text:
        return column.texts.size() == rows;
    }
    return false;
}

Result<void> checkBatch(const ImportBatch& batch) {
    if (batch.dataset.empty()) return fail("project.no_name", {"dataset"});
    std::set<std::string> names;
    std::set<RoleKind> roles;
    for (const auto& column : batch.columns) {
        if (column->info.name.empty()) return fail("project.no_name", {"column"});
        if (!names.insert(column->info.name).second)
            return fail("project.column_twice", {batch.dataset, column->info.name});
        if (column->rows != batch.columns.front()->rows || !cellCountsFit(*column) || column->rows >= UINT32_MAX)
            return fail("project.ragged_batch", {batch.dataset, column->info.name});
        if (column->info.role.isSingle() && !roles.insert(column->info.role.kind).second)
            return fail("project.role_twice", {batch.dataset, column->info.role.text()});
    }
    return {};
}

} // namespace

Result<std::vector<PlannedColumn>> planColumns(const ImportBatch& batch, const DatasetMeta& dataset,
                                               std::vector<ColumnMeta>& retyped,
                                               const std::function<Result<bool>(const ColumnMeta&)>& isAllBlank) {
    if (auto good = checkBatch(batch); !good) return good.failure();
    std::vector<PlannedColumn> planned;
    for (const auto& given : batch.columns) {
        PlannedColumn plan;
        plan.column = given;
        if (isKeyRole(given->info.role.kind) && given->info.type != ValueType::Category)
            plan.column = asCategory(*given);
        const auto known = std::find_if(dataset.columns.begin(), dataset.columns.end(),
                                        [&](const ColumnMeta& column) { return column.info.name == given->info.name; });
        bool fresh = known == dataset.columns.end();
        if (!fresh) {
            plan.meta = *known;
            Result<void> role = matchRole(batch, *plan.column, plan.meta);
            auto typed =
                role ? matchType(batch, plan.column, plan.meta) : Result<std::shared_ptr<const Column>>(role.failure());
            if (!typed) {
                const auto blank = isAllBlank(*known);
                if (!blank) return blank.failure();
                if (!*blank) return typed.failure();
                retyped.push_back(*known);
                fresh = true;
            } else {
                plan.column = *typed;
                if (plan.meta.info.label.empty()) plan.meta.info.label = given->info.label;
                addLabels(plan.meta.info.valueLabels, given->info.valueLabels);
            }
        }
        if (fresh) {
            plan.fresh = true;
            plan.meta = ColumnMeta();
            plan.meta.info = plan.column->info;
            if (isCoded(plan.meta.info.type)) {
                if (plan.meta.info.role.kind == RoleKind::Customer) plan.meta.dictionary = kCustomerDictionary;
                if (plan.meta.info.role.kind == RoleKind::Link) plan.meta.dictionary = kLinkDictionary;
            }
        }
        planned.push_back(std::move(plan));
    }
    // a second column of a single role, beside the stored one
    std::map<RoleKind, std::string> roles;
    for (const ColumnMeta& column : dataset.columns)
        if (column.info.role.isSingle()) roles[column.info.role.kind] = column.info.name;
    for (const PlannedColumn& plan : planned) {
        const Role& role = plan.meta.info.role;
        const auto other = roles.find(role.kind);
        if (role.isSingle() && other != roles.end() && other->second != plan.meta.info.name)
            return fail("project.role_taken", {batch.dataset, role.text(), other->second, plan.meta.info.name});
    }
    return planned;
}

} // namespace xo
