#include "tests/gui/support/smallproject.h"

#include "core/project/store.h"

namespace xo::test {

namespace {

constexpr int kCustomers = 40;
constexpr Instant kDay = 86'400'000;
constexpr Instant kStart = 1'735'689'600'000; // 2025-01-01 UTC

std::string key(int i) {
    return "C" + std::to_string(1000 + i);
}

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

} // namespace

ImportBatch customersBatch() {
    std::vector<std::string> keys, cities;
    for (int i = 0; i < kCustomers; ++i) {
        keys.push_back(key(i));
        cities.push_back(i < kCustomers / 2 ? "上海" : "广州");
    }
    return batchOf("customers", DatasetKind::Customers,
                   {category("customer", RoleKind::Customer, keys), category("city", RoleKind::Dimension, cities)});
}

ImportBatch eventsBatch() {
    std::vector<std::string> keys, stages;
    std::vector<Instant> when;
    const auto add = [&](int customer, const char* stage, int day) {
        keys.push_back(key(customer));
        stages.emplace_back(stage);
        when.push_back(kStart + (customer + day) * kDay);
    };
    for (int i = 0; i < kCustomers; ++i) {
        add(i, "浏览咨询", 0);
        if (i % 2 == 0) add(i, "试乘试驾", 3);
        if (i % 4 == 0) add(i, "下定", 9);
    }
    return batchOf("events", DatasetKind::Events,
                   {category("customer", RoleKind::Customer, keys), category("stage", RoleKind::Stage, stages),
                    times("time", when)});
}

ImportBatch answersBatch() {
    std::vector<std::string> keys, regions;
    std::vector<int> nps, csat;
    std::vector<Instant> when;
    for (int i = 0; i < kCustomers; i += 2) {
        keys.push_back(key(i));
        regions.emplace_back(i % 3 == 0 ? "华东" : "华南");
        nps.push_back(i % 11);
        csat.push_back(1 + (i / 2) % 5);
        when.push_back(kStart + (i + 5) * kDay);
    }
    return batchOf("answers", DatasetKind::Answers,
                   {category("customer", RoleKind::Customer, keys), category("region", RoleKind::Dimension, regions),
                    score("nps", "nps", nps), score("csat", "csat:1-5", csat), times("answered_at", when)});
}

bool writeSmallProject(const QString& path) {
    NewProject settings;
    settings.timezone = "Asia/Shanghai";
    auto store = Store::create(path.toStdString(), settings);
    if (!store) return false;
    for (const ImportBatch& batch : {customersBatch(), eventsBatch(), answersBatch()})
        if (!(*store)->append(batch, ImportMode::Append, {})) return false;
    Journey journey;
    journey.name = "购车";
    for (const char* stage : {"浏览咨询", "试乘试驾", "下定"})
        journey.stages.push_back({stage, {}, {}, {}});
    Segment segment;
    segment.name = "未下定";
    segment.rule = "reached('试乘试驾') and not reached('下定')";
    return (*store)->putJourney(journey).has_value() && (*store)->putSegment(segment).has_value();
}

} // namespace xo::test
