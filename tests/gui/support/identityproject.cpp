#include "tests/gui/support/identityproject.h"

#include "core/project/store.h"
#include "tests/gui/support/columns.h"

namespace xo::test {

namespace {

std::string twoDigits(int i) {
    return (i < 10 ? "0" : "") + std::to_string(i);
}
std::string member(int i) {
    return "M" + twoDigits(i);
}
std::string phone(int i) {
    return "139000000" + twoDigits(i);
}

} // namespace

ImportBatch crmBatch() {
    std::vector<std::string> keys, phones;
    for (int i = 0; i < 30; ++i) {
        keys.push_back(member(i));
        phones.push_back(i == 2               ? phone(1)
                         : i >= 20 && i <= 25 ? "021-66668888"
                         : i == 26 || i == 29 ? "13800138000"
                         : i == 27            ? ""
                         : i == 28            ? "再问"
                                              : phone(i));
    }
    return batchOf("crm", DatasetKind::Customers,
                   {category("member_id", RoleKind::Customer, keys), category("phone", RoleKind::Dimension, phones)});
}

ImportBatch visitsBatch() {
    std::vector<std::string> keys, orders, stages;
    std::vector<Instant> when;
    const auto add = [&](const std::string& key, const std::string& order, const char* stage, int day) {
        keys.push_back(key);
        orders.push_back(order);
        stages.emplace_back(stage);
        when.push_back(kStart + day * kDay);
    };
    for (int i = 0; i < 30; ++i) {
        add(member(i), i < 10 ? "O" + twoDigits(i) : "", "到店", i);
        add(member(i), i == 10 ? "O00" : "", "下定", i + 5);
    }
    return batchOf("visits", DatasetKind::Events,
                   {category("member_id", RoleKind::Customer, keys), category("order_no", RoleKind::Link, orders),
                    category("stage", RoleKind::Stage, stages), times("visited_at", when)});
}

ImportBatch surveyBatch() {
    std::vector<std::string> keys;
    std::vector<int> nps;
    std::vector<Instant> when;
    for (int i = 3; i < 13; ++i) {
        keys.push_back("+86 " + phone(i));
        nps.push_back(i % 11);
        when.push_back(kStart + (i + 8) * kDay);
    }
    return batchOf(
        "survey", DatasetKind::Answers,
        {category("mobile", RoleKind::Customer, keys), score("nps", "nps", nps), times("answered_at", when)});
}

ImportBatch deliveriesBatch() {
    const std::vector<std::string> orders{"O00", "O00", "O01", "O02", "X1", "o03", "", ""};
    return batchOf("deliveries", DatasetKind::Answers,
                   {category("order_no", RoleKind::Link, orders), score("nps", "nps", {9, 10, 3, 7, 8, 1, 6, 5}),
                    times("answered_at", std::vector<Instant>(8, kStart + 40 * kDay))});
}

bool writeIdentityProject(const QString& path) {
    NewProject settings;
    settings.timezone = "Asia/Shanghai";
    auto store = Store::create(path.toStdString(), settings);
    if (!store) return false;
    for (const ImportBatch& batch : {crmBatch(), visitsBatch(), surveyBatch(), deliveriesBatch()})
        if (!(*store)->append(batch, ImportMode::Append, {})) return false;
    return true;
}

} // namespace xo::test
