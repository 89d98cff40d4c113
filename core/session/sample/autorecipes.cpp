#include "core/session/sample/autorecipes.h"

#include "core/session/sample/autonames.h"
#include "core/session/sample/autoworld.h"

#include <array>
#include <string>
#include <utility>

namespace xo::session::autostory {

namespace {

struct Column {
    const char* name;
    const char* role;
    const char* label;
    const char* type = "";
};

Recipe recipeOf(const char* name, const char* dataset, DatasetKind kind, int headerRows,
                std::initializer_list<Column> columns) {
    Recipe recipe;
    recipe.name = name;
    recipe.dataset = dataset;
    recipe.kind = kind;
    recipe.headerRows = headerRows;
    for (const Column& column : columns)
        recipe.columns.push_back({column.name, "", column.label, column.role, column.type, {}, {}});
    return recipe;
}

} // namespace

Recipe eventsRecipe() {
    return recipeOf("CRM 事件", "events", DatasetKind::Events, 1,
                    {{"customer_id", "customer", "客户编号"},
                     {"stage", "stage", "环节"},
                     {"event_time", "time", "发生时间"},
                     {"ref_id", "link", "业务单号"},
                     {"dealer", "dimension", "门店"},
                     {"adviser", "dimension", "顾问"},
                     {"model", "dimension", "意向车型"},
                     {"channel", "channel", "来源渠道"},
                     {"followup_hours", "metric:h", "预约后首次跟进用时"},
                     {"drive_minutes", "metric:min", "试驾时长"},
                     {"amount", "amount:CNY", "成交金额"}});
}

Recipe surveyRecipe() {
    return recipeOf("触点体验问卷", "survey", DatasetKind::Answers, 3,
                    {{"StartDate", "dimension", "开始时间"},
                     {"RecordedDate", "time", "提交时间"},
                     {"Duration (in seconds)", "metric:s", "答题用时"},
                     {"ResponseId", "id", "答卷编号"},
                     {"DistributionChannel", "channel", "邀请渠道"},
                     {"customer_id", "customer", "客户编号"},
                     {"ref_id", "link", "业务单号"},
                     {"touchpoint", "stage", "触点"},
                     {"nps", "nps", "推荐意愿"},
                     {"csat", "csat:1-5", "本环节总体满意度"},
                     {"csat_product", "rating:1-5", "产品满意度"},
                     {"csat_service", "rating:1-5", "服务满意度"},
                     {"csat_route", "rating:1-5", "路线满意度"},
                     {"reason", "reason", "未下定的主要原因"},
                     {"verbatim", "text", "原话"}});
}

Recipe customersRecipe() {
    return recipeOf("客户档案", "customers", DatasetKind::Customers, 1,
                    {{"customer_id", "customer", "客户编号"},
                     {"name", "dimension", "称呼"},
                     {"phone", "dimension", "电话"},
                     {"gender", "dimension", "性别"},
                     {"age_band", "dimension", "年龄段"},
                     {"city", "dimension", "城市"},
                     {"region", "dimension", "大区"},
                     {"family", "dimension", "家庭"},
                     {"crowd", "dimension", "人群"}});
}

Recipe metricsRecipe() {
    return recipeOf("经营月报", "metrics", DatasetKind::Metrics, 1,
                    {{"region", "dimension", "大区"},
                     {"month", "time", "月份"},
                     {"gmv", "amount:CNY", "成交额"},
                     {"orders", "metric", "订单数"},
                     {"target", "metric", "订单目标"},
                     {"rival_nps_lead", "metric", "竞品 NPS·留资"},
                     {"rival_nps_visit", "metric", "竞品 NPS·到店"},
                     {"rival_nps_drive", "metric", "竞品 NPS·试乘试驾"},
                     {"rival_nps_delivery", "metric", "竞品 NPS·提车"}});
}

Recipe invitationsRecipe() {
    return recipeOf("问卷邀请", "invitations", DatasetKind::Invitations, 1,
                    {{"customer_id", "customer", "客户编号"},
                     {"ref_id", "link", "业务单号"},
                     {"survey", "survey", "问卷"},
                     {"channel", "channel", "邀请渠道"},
                     {"sent_at", "time", "发送时间"}});
}

Journey purchaseJourney() {
    Journey journey;
    journey.name = "购车旅程";
    journey.dataset = "events";
    journey.window = {kWindowDays, Span::Unit::Day};
    static constexpr std::array<std::pair<Stage, bool>, 6> kAsked{
        {{Browse, false}, {Lead, true}, {Visit, true}, {Drive, true}, {Order, false}, {Delivery, true}}};
    for (const auto& [stage, asked] : kAsked) {
        JourneyStage one;
        one.name = kStageNames[stage];
        if (asked) one.question = "csat";
        journey.stages.push_back(std::move(one));
    }
    return journey;
}

std::vector<Segment> firstSegments() {
    const std::string lost = "reached('试乘试驾') and not reached('下定') and ";
    std::vector<Segment> segments(3);
    segments[0].name = "试驾后未下定·服务不满";
    segments[0].rule = lost + "any answer(csat_service <= 2)";
    segments[0].note = "24 小时内由门店经理回访";
    segments[1].name = "试驾后未下定·满意";
    segments[1].rule = lost + "any answer(touchpoint = '试乘试驾' and csat >= 4)";
    segments[1].note = "按原因跟进：价格、竞品、售后";
    segments[2].name = "预约后跟进超时";
    segments[2].rule = "any event(stage = '预约试驾' and followup_hours > 24)";
    segments[2].note = "标准：预约后 1 天内首次跟进";
    return segments;
}

} // namespace xo::session::autostory
