#include "core/io/headerwords.h"
#include "core/io/roleguess.h"
#include "core/io/rolewords.h"

namespace xo::io {

DatasetKind guessKind(const std::vector<Candidate>& columns, Why& why) {
    bool time = false, customer = false, stage = false, score = false, text = false, amount = false, nps = false;
    bool invited = false, complaint = false;
    std::size_t keys = 0, numbers = 0;
    bool customerUnique = false;
    for (const Candidate& column : columns) {
        const HeaderWords header(column.guess.source, column.guess.label);
        const Role& role = column.guess.role;
        time = time || role.kind == RoleKind::Time;
        stage = stage || role.kind == RoleKind::Stage;
        score = score || role.isScore();
        nps = nps || role.kind == RoleKind::Nps || role.kind == RoleKind::Csat || role.kind == RoleKind::Ces;
        text = text || role.kind == RoleKind::Text;
        amount = amount || role.kind == RoleKind::Amount || role.kind == RoleKind::Metric;
        if (role.kind == RoleKind::Amount || role.kind == RoleKind::Metric || column.profile.isNumeric()) ++numbers;
        if (role.kind == RoleKind::Customer) {
            customer = true;
            customerUnique = column.profile.distinct.size() == column.profile.values() && column.profile.values() > 1;
        }
        if (role.kind == RoleKind::Customer || role.kind == RoleKind::Id || role.kind == RoleKind::Link ||
            column.profile.mostly(column.profile.phones) || column.profile.mostly(column.profile.emails) ||
            (header.has(kPersonWords) && header.has(kIdWords)))
            ++keys;
        invited = invited || header.has({"invited", "invitation", "invite", "sent", "邀请", "发送", "下发"});
        complaint = complaint || header.has({"complaint", "review", "tweet", "投诉", "评论", "工单内容"});
    }
    if (invited && !score) {
        why = {"it says who was invited and has no score", "记录邀请对象，没有评分"};
        return DatasetKind::Invitations;
    }
    if (columns.size() >= 2 && columns.size() <= 4 && keys == columns.size()) {
        why = {"every column is a key", "每一列都是标识"};
        return DatasetKind::Identities;
    }
    if (score && (nps || !complaint)) {
        why = {"it has scores", "有评分列"};
        return DatasetKind::Answers;
    }
    if (text && (complaint || !stage)) {
        why = {"it has verbatims", "有文本列"};
        return DatasetKind::Feedback;
    }
    if (time && stage) {
        why = {"it has a time and a stage", "有时间和环节"};
        return DatasetKind::Events;
    }
    if (customer && customerUnique) {
        why = {"one row per customer", "每位客户一行"};
        return DatasetKind::Customers;
    }
    if (customer && time) {
        why = {"it has a customer and a time", "有客户和时间"};
        return DatasetKind::Events;
    }
    if (!customer && (amount || numbers * 2 > columns.size())) {
        why = {"figures without a customer", "有数字而没有客户"};
        return DatasetKind::Metrics;
    }
    if (customer) {
        why = {"it has a customer key", "有客户标识"};
        return DatasetKind::Customers;
    }
    why = {"nothing points to another kind", "没有其他类型的迹象"};
    return DatasetKind::Answers;
}
} // namespace xo::io
