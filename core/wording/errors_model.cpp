#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    {"model.bad_role",
     "'%1' is not a role. Roles are customer, link, id, time, stage, survey, channel, nps, csat:1-5, ces:1-7, "
     "loyalty:1-5, rating:0-5, reason, text, dimension, metric:h, amount:CNY, weight, ignore.",
     "“%1”不是角色。角色有 "
     "customer、link、id、time、stage、survey、channel、nps、csat:1-5、ces:1-7、loyalty:1-5、rating:0-"
     "5、reason、text、dimension、metric:h、amount:CNY、weight、ignore。"},
    {"model.bad_kind",
     "'%1' is not a kind of dataset. Kinds are answers, feedback, events, customers, metrics, identities, invitations.",
     "“%1”不是数据集类型。类型有 answers、feedback、events、customers、metrics、identities、invitations。"},
    {"model.bad_type", "'%1' is not a column type. Types are category, score, integer, number, date, datetime, text.",
     "“%1”不是列类型。类型有 category、score、integer、number、date、datetime、text。"},
    {"model.bad_json", "The JSON does not fit: %1.", "JSON 不符合要求：%1。"},
    {"model.bad_journey",
     "The journey does not fit at “%1”. Every stage needs a name; the first and the last cannot be optional; a target "
     "is a share from 0 to 1; a standard names a metric and one of <=, <, >=, >.",
     "旅程在“%1”处不符合要求。每个阶段都要有名称；首尾阶段不能是可选的；目标是 0 到 1 的比例；标准要写明指标和 "
     "<=、<、>=、> "
     "之一。"},
    {"model.bad_span",
     "'%1' is not a span of time. Write a number with s, min, h, d (24 hours) or cd (calendar days), for example 90d.",
     "“%1”不是时长。请写数字加 s、min、h、d（24 小时）或 cd（自然日），例如 90d。"},
    {"model.bad_identity_kind",
     "'%1' is not a kind of identity rule. Kinds are phone, email, member_id, exact, separate, link_key.",
     "“%1”不是身份规则类型。类型有 phone、email、member_id、exact、separate、link_key。"},
    {"model.bad_choice", "'%1' is not one of %2.", "“%1”不在可选值之中：%2。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsModel;
const std::span<const ErrorText> kErrorsModel{kTexts};

} // namespace xo::wording
