#pragma once

#include <string_view>
#include <vector>

namespace xo::io {

/// Words of headers that point to a role, Chinese and English, as HeaderWords::any takes them.
using Words = std::vector<std::string_view>;

inline const Words kIdWords = {"id",   "no",   "number", "num",  "key",  "code", "uid",
                               "guid", "uuid", "号",     "编号", "编码", "单号", "标识"};
inline const Words kPersonWords = {"customer", "client",     "user",     "member", "cust",   "buyer",      "owner",
                                   "contact",  "respondent", "panelist", "guest",  "person", "subscriber", "passenger",
                                   "patient",  "shopper",    "客户",     "用户",   "会员",   "顾客",       "车主",
                                   "消费者",   "买家",       "乘客",     "患者"};
inline const Words kPersonKeys = {"customerid", "custid",   "userid", "memberid", "clientid", "openid",
                                  "unionid",    "会员卡号", "客户号", "用户号",   "会员号",   "车主号"};
inline const Words kBareWords = {"customer", "client", "user", "客户", "用户", "顾客"};
inline const Words kPhoneWords = {"phone", "mobile", "msisdn", "手机", "电话", "联系方式"};
inline const Words kEmailWords = {"email", "mail", "邮箱", "邮件"};
inline const Words kLinkWords = {"order",       "appointment", "visit",       "booking", "reservation", "ticket",
                                 "transaction", "trip",        "session",     "订单",    "预约",        "工单",
                                 "到店",        "试驾单",      "订座",        "交易",    "流水",        "call",
                                 "case",        "incident",    "interaction", "通话",    "会话",        "来电"};
inline const Words kAnswerWords = {"response", "answer", "record", "row",  "submission", "feedback", "complaint",
                                   "review",   "答卷",   "答案",   "回答", "记录",       "样本",     "问卷",
                                   "投诉",     "评价",   "event",  "事件", "invitation", "邀请"};
inline const Words kStageWords = {"stage", "touchpoint", "event", "activity", "step", "milestone",
                                  "环节",  "阶段",       "触点",  "节点",     "行为", "事件"};
inline const Words kBirthWords = {"birth", "birthday", "dob", "born", "生日", "出生"};
inline const Words kTextWords = {"comment", "verbatim", "feedback", "review",    "description", "content", "message",
                                 "remark",  "note",     "notes",    "complaint", "suggestion",  "text",    "opinion",
                                 "tweet",   "评论",     "意见",     "建议",      "反馈",        "说明",    "描述",
                                 "内容",    "备注",     "留言",     "吐槽",      "原话",        "补充"};
inline const Words kReasonWords = {"reason", "why", "cause", "原因", "为什么", "理由"};

} // namespace xo::io
