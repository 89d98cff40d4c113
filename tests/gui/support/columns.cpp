#include "tests/gui/support/columns.h"

namespace xo::test {

std::shared_ptr<const Column> category(const std::string& name, RoleKind role, const std::vector<std::string>& values) {
    auto column = std::make_shared<Column>();
    auto dictionary = std::make_shared<Dictionary>();
    std::vector<std::uint32_t> codes;
    for (const std::string& value : values)
        codes.push_back(value.empty() ? 0 : dictionary->add(value));
    column->info.name = name;
    column->info.role.kind = role;
    column->info.type = ValueType::Category;
    column->rows = values.size();
    column->codes = CodeVector::from(codes, dictionary->size());
    column->dictionary = dictionary;
    return column;
}

std::shared_ptr<const Column> score(const std::string& name, const std::string& role, const std::vector<int>& values) {
    auto column = std::make_shared<Column>();
    column->info.name = name;
    column->info.role = *Role::parse(role);
    column->info.type = ValueType::Score;
    column->rows = values.size();
    for (const int value : values)
        column->scores.push_back(static_cast<std::uint8_t>(value - column->info.role.scaleLow));
    return column;
}

std::shared_ptr<const Column> times(const std::string& name, const std::vector<Instant>& values) {
    auto column = std::make_shared<Column>();
    column->info.name = name;
    column->info.role.kind = RoleKind::Time;
    column->info.type = ValueType::DateTime;
    column->rows = values.size();
    column->times = values;
    return column;
}

ImportBatch batchOf(const std::string& name, DatasetKind kind, std::vector<std::shared_ptr<const Column>> columns) {
    ImportBatch batch;
    batch.dataset = name;
    batch.kind = kind;
    batch.columns = std::move(columns);
    batch.rowsRead = batch.columns.front()->rows;
    batch.sourceFile = name + ".csv";
    batch.sourceHash = "hash of " + name;
    return batch;
}

} // namespace xo::test
