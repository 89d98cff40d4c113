#include "tests/gui/support/smallproject.h"

#include "core/project/store.h"
#include "tests/gui/support/columns.h"

namespace xo::test {

namespace {

constexpr int kCustomers = 40;

std::string key(int i) {
    return "C" + std::to_string(1000 + i);
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
        journey.stages.emplace_back().name = stage;
    Segment segment;
    segment.name = "未下定";
    segment.rule = "reached('试乘试驾') and not reached('下定')";
    return (*store)->putJourney(journey).has_value() && (*store)->putSegment(segment).has_value();
}

} // namespace xo::test
