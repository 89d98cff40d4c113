#include "core/io/roleguess.h"

#include "core/base/text.h"
#include "core/io/headerwords.h"
#include "core/io/rolewords.h"
#include "core/io/values.h"
#include "core/io/wordscale.h"

#include <algorithm>
#include <array>
#include <functional>

namespace xo::io {

namespace {

struct Verdict {
    Role role;
    Why why;
};

Role make(RoleKind kind, int low = 0, int high = 0, std::string unit = {}) {
    Role role;
    role.kind = kind;
    role.scaleLow = low;
    role.scaleHigh = high;
    role.unit = std::move(unit);
    return role;
}

Why headerSays(std::string_view word) {
    return {"the header says “" + std::string(word) + "”", "列名中有“" + std::string(word) + "”"};
}

Why headerAnd(std::string_view word, std::string_view english, std::string_view chinese) {
    Why why = headerSays(word);
    why.english += ", " + std::string(english);
    why.chinese += "，" + std::string(chinese);
    return why;
}

// The smallest usual scale that holds nearly all of the values.
std::optional<std::pair<int, int>> usualScale(const Profile& profile) {
    static constexpr std::array<std::pair<int, int>, 5> scales = {{{1, 5}, {0, 5}, {1, 7}, {1, 10}, {0, 10}}};
    // words among the scores (up to a fifth) are listed at import and say nothing of the scale
    const std::size_t scores = profile.numbers + profile.leadingIntegers;
    if (profile.values() == 0 || scores * 5 < profile.values() * 4) return std::nullopt;
    const double share = 0.97 * static_cast<double>(scores) / static_cast<double>(profile.values());
    for (const auto& [low, high] : scales)
        if (profile.integersWithin(low, high, share)) return std::pair(low, high);
    return std::nullopt;
}

bool saysZeroToTen(const HeaderWords& header) {
    return header.has({"0-10", "0–10", "0—10", "0~10", "0～10", "0到10", "0至10", "0 - 10", "0 to 10", "0 ~ 10"});
}

std::optional<Verdict> scoreRole(const HeaderWords& header, const Profile& profile, bool answers) {
    if (profile.values() == 0 || profile.digitNames > 0) return std::nullopt;
    const auto scale = usualScale(profile);
    const bool zeroToTen = saysZeroToTen(header);
    const std::string_view recommend = header.any({"nps", "recommend", "likelihood", "likely", "推荐", "净推荐"});
    // a header that names NPS or its scale is believed while most of the values fit: 11 or 7.5 is out of range then
    const bool named = answers && (recommend == "nps" || (!recommend.empty() && zeroToTen));
    if (!recommend.empty() && profile.integersWithin(0, 10, named ? 0.5 : 0.9)) {
        const bool fiveOnly = scale && scale->second == 5 && scale->first == 1;
        const bool few = recommend == "nps" && profile.values() < 30;
        if (!fiveOnly || zeroToTen || few)
            return Verdict{make(RoleKind::Nps, 0, 10), headerAnd(recommend, "whole numbers 0–10", "值是 0–10 的整数")};
        if (scale)
            return Verdict{make(RoleKind::Loyalty, 1, 5),
                           headerAnd(recommend, "but its values are 1–5: not an NPS", "但值为 1–5，不是 NPS")};
    }
    if (!scale || profile.distinct.size() < 2) return std::nullopt;
    const std::string span = std::to_string(scale->first) + "–" + std::to_string(scale->second);
    const auto verdict = [&](RoleKind kind, std::string_view word) {
        return Verdict{make(kind, scale->first, scale->second), headerAnd(word, "values " + span, "值在 " + span)};
    };
    if (zeroToTen)
        return Verdict{make(RoleKind::Rating, 0, 10), {"the question states a scale of 0–10", "题目写明 0–10 分"}};
    if (const auto word = header.any({"satisfaction", "satisfied", "csat", "满意"}); !word.empty())
        return verdict(RoleKind::Csat, word);
    if (const auto word = header.any({"ces", "effort", "费力", "省力", "轻松", "容易", "easy", "ease"});
        !word.empty()) {
        Verdict out = verdict(RoleKind::Ces, word);
        if (scale->second == 5 && scale->first == 0) out.role.scaleLow = 0;
        return out;
    }
    if (const auto word = header.any({"loyalty", "repurchase", "忠诚", "复购意愿", "再次购买", "回购意愿"});
        !word.empty())
        return verdict(RoleKind::Loyalty, word);
    if (const auto word =
            header.any({"rating", "rate", "score", "star", "stars", "评分", "打分", "得分", "星级", "评价", "分数"});
        !word.empty())
        return verdict(RoleKind::Rating, word);
    return std::nullopt;
}

// Codes the file has words for: a score when the header or the words say so, else a category of the words.
std::optional<Verdict> labelledRole(const HeaderWords& header, Candidate& column, bool answers) {
    const Profile& profile = column.profile;
    std::vector<ValueLabel>& labels = column.guess.valueLabels;
    if (labels.empty() || column.typeGiven) return std::nullopt;
    std::unordered_map<std::string, std::size_t> words;
    int low = 0, high = 0;
    bool whole = true, first = true;
    for (const ValueLabel& label : labels) {
        words.emplace(label.label, 1);
        const auto code = readNumber(label.value);
        whole = whole && code && *code >= 0 && *code <= 10 && *code == static_cast<int>(*code);
        if (!whole) break;
        low = first ? static_cast<int>(*code) : std::min(low, static_cast<int>(*code));
        high = first ? static_cast<int>(*code) : std::max(high, static_cast<int>(*code));
        first = false;
    }
    const auto scale = whole ? findWordScale(words) : std::nullopt;
    if (auto verdict = scoreRole(header, profile, answers)) {
        // a scale whose poles alone are named is a scale; names for few codes under a score's header are too
        if (scale || labels.size() >= 4 || !column.nominal || verdict->role.scaleHigh - verdict->role.scaleLow >= 4) {
            if (scale && verdict->role.kind != RoleKind::Nps && low < high) {
                verdict->role.scaleLow = low;
                verdict->role.scaleHigh = high;
            }
            return verdict;
        }
    }
    if (scale && low < high) {
        Why why{"the file names its codes: " + scale->why.english, "文件给出了编码的文字：" + scale->why.chinese};
        return Verdict{make(scale->role, low, high), std::move(why)};
    }
    std::size_t named = 0, all = 0;
    for (const auto& [text, count] : profile.distinct) {
        if (profile.isNotApplicable(text)) continue;
        all += count;
        for (const ValueLabel& label : labels)
            if (label.value == text) {
                named += count;
                break;
            }
    }
    if (named * 10 < all * 8 || labels.size() < 2) {
        // a few marks on a quantity ("0 = none") are no categories
        if (column.guess.type != ValueType::Category) labels.clear();
        return std::nullopt;
    }
    column.guess.type = ValueType::Category;
    column.guess.form = {};
    column.typeGiven = true;
    return Verdict{make(RoleKind::Dimension), {"the file names its codes", "文件给出了编码的文字"}};
}

std::optional<Verdict> wordedRole(const HeaderWords& header, Candidate& column) {
    if (column.typeGiven) return std::nullopt;
    if (column.guess.type != ValueType::Category && column.guess.type != ValueType::Text) return std::nullopt;
    auto scale = findWordScale(column.profile.distinct);
    if (!scale) return std::nullopt;
    RoleKind kind = scale->role;
    if (kind == RoleKind::Rating && header.has({"satisfaction", "satisfied", "csat", "满意"})) kind = RoleKind::Csat;
    if (kind == RoleKind::Rating && header.has({"ces", "effort", "费力", "省力", "轻松"})) kind = RoleKind::Ces;
    column.guess.valueLabels = std::move(scale->words);
    return Verdict{make(kind, 1, scale->points), std::move(scale->why)};
}

std::optional<Verdict> durationRole(const HeaderWords& header, const Profile& profile) {
    const bool named = header.has({"wait", "waiting", "duration", "elapsed", "latency", "等待", "时长", "用时", "耗时",
                                   "handle", "response", "处理", "响应"});
    if (!profile.mostly(profile.durations) || !(named || profile.mostly(profile.worded))) return std::nullopt;
    // the unit people would say it in: most cells are at least one of it
    const double middle = (profile.longestSeconds + profile.shortestSeconds) / 2;
    const char* unit = middle >= 2 * 86400 ? "d" : middle >= 2 * 3600 ? "h" : middle >= 120 ? "min" : "s";
    return Verdict{
        make(RoleKind::Metric, 0, 0, unit),
        {std::string("its values are durations, counted in ") + unit, std::string("值是时长，以 ") + unit + " 计"}};
}

std::optional<Verdict> numberRole(const HeaderWords& header, const Profile& profile) {
    if (!profile.isNumeric() && !profile.mostly(profile.durations + profile.numbers)) return std::nullopt;
    if (const auto word = header.any({"weight", "weights", "wt", "权重", "加权"}); !word.empty())
        return Verdict{make(RoleKind::Weight), headerAnd(word, "its values are numbers", "值是数字")};
    struct Unit {
        std::string_view unit;
        Words words;
    };
    static const std::array<Unit, 4> units = {{{"h", {"hour", "hours", "hrs", "hr", "h", "小时"}},
                                               {"min", {"minute", "minutes", "mins", "min", "分钟"}},
                                               {"s", {"second", "seconds", "secs", "sec", "秒"}},
                                               {"d", {"days", "天", "天数"}}}};
    for (const Unit& unit : units)
        if (const auto word = header.any(unit.words); !word.empty())
            return Verdict{make(RoleKind::Metric, 0, 0, std::string(unit.unit)),
                           headerAnd(word, "a quantity in " + std::string(unit.unit),
                                     "是以 " + std::string(unit.unit) + " 为单位的量")};
    if (const auto word = header.any({"amount", "price",  "revenue", "gmv",    "cost",   "payment", "paid", "spend",
                                      "spent",  "sales",  "fee",     "income", "金额",   "价格",    "单价", "总价",
                                      "费用",   "销售额", "营收",    "消费额", "成交价", "花费",    "收入"});
        !word.empty()) {
        std::string currency = "CNY";
        if (header.has({"usd", "$", "美元"})) currency = "USD";
        if (header.has({"eur", "€", "欧元"})) currency = "EUR";
        return Verdict{make(RoleKind::Amount, 0, 0, currency), headerAnd(word, "its values are numbers", "值是数字")};
    }
    if (const auto word =
            header.any({"wait",    "waiting",  "duration", "elapsed", "latency", "等待", "时长",   "用时",  "耗时",
                        "count",   "quantity", "qty",      "points",  "次数",    "数量", "积分",   "件数",  "里程",
                        "mileage", "orders",   "订单数",   "订单量",  "target",  "目标", "完成率", "转化率"});
        !word.empty())
        return Verdict{make(RoleKind::Metric), headerAnd(word, "its values are numbers", "值是数字")};
    return std::nullopt;
}

bool isCategorical(const Profile& profile) {
    return profile.values() > 0 && !profile.isNumeric() && !profile.isTime();
}

std::optional<Verdict> textRole(const HeaderWords& header, const Candidate& column) {
    const Profile& profile = column.profile;
    if (profile.values() > 0 && !isCategorical(profile)) return std::nullopt;
    const bool text = column.guess.type == ValueType::Text;
    if (const auto word = header.any(kReasonWords); !word.empty() && !text && profile.values() > 0)
        return Verdict{make(RoleKind::Reason), headerAnd(word, "short answers", "是简短的选项")};
    if (text) return Verdict{make(RoleKind::Text), {"long free text", "较长的自由文本"}};
    if (const auto word = header.any(kTextWords);
        !word.empty() && profile.meanLength >= 4.0 && profile.distinct.size() * 10 > profile.values() * 3)
        return Verdict{make(RoleKind::Text), headerAnd(word, "free text", "是自由文本")};
    if (header.wordCount() <= 4) {
        if (const auto word = header.any({"channel", "渠道"}); !word.empty())
            return Verdict{make(RoleKind::Channel), headerSays(word)};
        if (const auto word = header.any({"survey", "questionnaire", "问卷"}); !word.empty() && !header.has(kIdWords))
            return Verdict{make(RoleKind::Survey), headerSays(word)};
    }
    return std::nullopt;
}

// How well a column fits a single role; 0 = not at all.
int timeFit(const HeaderWords& header, const Candidate& column, std::optional<DatasetKind> kind) {
    const Profile& profile = column.profile;
    const bool compact = profile.mostly(profile.compactDates) && header.has({"date", "day", "日期", "时间"});
    // a header that says time is believed while most of its cells are: the others are listed at import
    const bool most = (profile.times + profile.openDates) * 2 > profile.values();
    const bool counted = column.guess.form.clock != CellForm::Clock::Calendar;
    if (!profile.isTime() && !compact && !most && !counted) return 0;
    if (header.has(kBirthWords)) return 0;
    const bool answers = kind && (*kind == DatasetKind::Answers || *kind == DatasetKind::Feedback);
    if (header.has({"submit", "submitted", "answered", "completed", "recorded", "responded", "提交", "答题", "作答",
                    "完成时间", "填答"}))
        return answers || !kind ? 6 : 5;
    if (header.has({"event", "occurred", "happened", "发生", "事件"})) return answers ? 4 : 6;
    if (header.has({"end", "finish", "结束"})) return 4;
    if (header.has({"start", "created", "create", "begin", "开始", "创建", "registered", "注册"})) return 2;
    if (header.has({"time", "date", "timestamp", "datetime", "month", "day", "at", "时间", "日期", "月份", "年月"}))
        return 3;
    return profile.isTime() || counted ? 1 : 0;
}

// "C10023", "88001": codes rather than people's names
bool mostlyNumbered(const Profile& profile) {
    std::size_t numbered = 0;
    for (const auto& entry : profile.distinct)
        numbered += std::any_of(entry.first.begin(), entry.first.end(), [](char c) { return c >= '0' && c <= '9'; });
    return numbered * 5 >= profile.distinct.size() * 4;
}

int customerFit(const HeaderWords& header, const Candidate& column, std::optional<DatasetKind> kind) {
    const Profile& profile = column.profile;
    if (profile.values() == 0 || profile.isTime()) return 0;
    if (header.has({"name", "姓名", "名称", "type", "类型", "level", "等级", "age", "gender", "性别", "年龄", "count",
                    "数"}) &&
        !header.has({"username"}))
        return 0;
    if (profile.mostly(profile.numbers) && profile.integers < profile.numbers) return 0;
    if (header.has(kPersonKeys)) return 8;
    if (header.has(kPersonWords)) {
        if (header.has(kIdWords)) return 8;
        const bool own = profile.distinct.size() * 2 > profile.values();
        // the bare word names the person, however many events each has; two values are rather a flag
        if (header.wordCount() <= 1 && header.has(kBareWords) && (own || profile.distinct.size() > 2))
            return header.has({"customer", "user", "client"}) || mostlyNumbered(profile) ? 7 : 4;
        return header.wordCount() <= 2 && own ? 4 : 0;
    }
    const bool phones = profile.mostly(profile.phones);
    if (phones && header.has(kPhoneWords)) return 6;
    if (profile.mostly(profile.emails) && header.has(kEmailWords)) return 5;
    if (phones) return 3;
    if (kind == DatasetKind::Customers && header.wordCount() <= 1 && header.has({"id", "uid", "编号"}) &&
        profile.distinct.size() == profile.values())
        return 2;
    return 0;
}

int linkFit(const HeaderWords& header, const Candidate& column) {
    if (column.profile.values() == 0 || column.profile.isTime()) return 0;
    if (header.has(kLinkWords) && header.has(kIdWords)) return 5;
    if (header.has({"orderid", "visitid", "bookingid", "link", "订单号", "预约号", "工单号"})) return 4;
    return 0;
}

int idFit(const HeaderWords& header, const Candidate& column) {
    const Profile& profile = column.profile;
    if (profile.values() == 0 || profile.isTime()) return 0;
    if (profile.mostly(profile.numbers) && profile.integers < profile.numbers) return 0;
    const bool unique = profile.distinct.size() >= std::min<std::size_t>(profile.values() * 9 / 10, 18'000);
    if (header.has(kAnswerWords) && header.has(kIdWords)) return unique ? 5 : 0;
    if (header.has({"responseid", "答卷编号", "答卷id", "样本编号"})) return 5;
    if (!unique || header.wordCount() > 1) return 0;
    return header.has({"id", "uuid", "guid", "编号", "序号", "流水号"}) ? 3 : 0;
}

int stageFit(const HeaderWords& header, const Candidate& column) {
    const Profile& profile = column.profile;
    if (!isCategorical(profile) || column.guess.type == ValueType::Text || header.has(kIdWords)) return 0;
    if (profile.distinct.size() > 500 || header.wordCount() > 4) return 0;
    if (profile.values() > 20 && profile.distinct.size() * 2 > profile.values()) return 0;
    const auto word = header.any(kStageWords);
    if (word.empty()) return 0;
    if (word == "event" || word == "事件") return 2;
    return word == "stage" || word == "环节" || word == "阶段" ? 5 : 4;
}

Why singleWhy(RoleKind kind, const HeaderWords& header) {
    Words words;
    for (const Words* list : {&kPersonKeys, &kPersonWords, &kPhoneWords, &kEmailWords, &kLinkWords, &kAnswerWords,
                              &kStageWords, &kIdWords}) {
        const bool fits = (kind == RoleKind::Customer && (list == &kPersonKeys || list == &kPersonWords ||
                                                          list == &kPhoneWords || list == &kEmailWords)) ||
                          (kind == RoleKind::Link && list == &kLinkWords) ||
                          (kind == RoleKind::Id && (list == &kAnswerWords || list == &kIdWords)) ||
                          (kind == RoleKind::Stage && list == &kStageWords);
        if (fits) words.insert(words.end(), list->begin(), list->end());
    }
    const std::string_view word = header.any(words);
    if (kind == RoleKind::Time) {
        const auto time =
            header.any({"submit", "submitted", "answered", "completed", "recorded", "event", "time", "date",
                        "timestamp", "end", "start", "提交", "答题", "完成", "发生", "时间", "日期", "月份"});
        if (!time.empty()) return headerAnd(time, "its values are times", "值是时间");
        return {"its values are times", "值是时间"};
    }
    if (kind == RoleKind::Customer && word.empty()) return {"its values are mobile numbers", "值是手机号"};
    if (word.empty()) return {"its values identify rows", "值可作标识"};
    return headerSays(word);
}

} // namespace

ValueType typeForRole(const Role& role, ValueType byValues, const Profile& profile) {
    if (byValues == ValueType::Set && (role.kind == RoleKind::Reason || role.kind == RoleKind::Channel))
        return byValues;
    switch (role.kind) {
    case RoleKind::Customer:
    case RoleKind::Link:
    case RoleKind::Id:
    case RoleKind::Stage:
    case RoleKind::Survey:
    case RoleKind::Channel:
    case RoleKind::Reason:
        return ValueType::Category;
    case RoleKind::Nps:
    case RoleKind::Csat:
    case RoleKind::Ces:
    case RoleKind::Loyalty:
    case RoleKind::Rating:
        return ValueType::Score;
    case RoleKind::Text:
        return ValueType::Text;
    case RoleKind::Metric:
    case RoleKind::Amount:
    case RoleKind::Weight:
        return byValues == ValueType::Integer ? ValueType::Integer : ValueType::Number;
    case RoleKind::Time:
        if (byValues == ValueType::Date || byValues == ValueType::DateTime) return byValues;
        if (profile.mostly(profile.compactDates + profile.dateOnly)) return ValueType::Date;
        return profile.dateOnly > 0 && profile.dateOnly == profile.times + profile.openDates ? ValueType::Date
                                                                                             : ValueType::DateTime;
    case RoleKind::Dimension:
    case RoleKind::Ignore:
        return byValues;
    }
    return byValues;
}

void guessRoles(std::vector<Candidate>& columns, std::optional<DatasetKind> kind, bool wide) {
    std::vector<HeaderWords> headers;
    headers.reserve(columns.size());
    for (const Candidate& column : columns)
        headers.emplace_back(column.guess.source, column.guess.label);
    std::vector<bool> done(columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c)
        done[c] = columns[c].guess.given;

    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (done[c] || columns[c].guess.type != ValueType::Set) continue;
        ColumnGuess& guess = columns[c].guess;
        const auto word = headers[c].any(kReasonWords);
        guess.role = make(word.empty() ? RoleKind::Dimension : RoleKind::Reason);
        if (guess.roleWhy.english.empty())
            guess.roleWhy = {"its cells hold several options, parted by “" + guess.set.separator + "”",
                             "单元格含多个选项，以“" + guess.set.separator + "”分隔"};
        done[c] = true;
    }
    const auto single = [&](RoleKind role, const std::function<int(std::size_t)>& fit) {
        for (const Candidate& column : columns)
            if (column.guess.given && column.guess.role.kind == role) return;
        std::size_t best = columns.size();
        int bestFit = 0;
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (!done[c])
                if (const int value = fit(c); value > bestFit) {
                    bestFit = value;
                    best = c;
                }
        if (best == columns.size()) return;
        columns[best].guess.role = make(role);
        columns[best].guess.roleWhy = singleWhy(role, headers[best]);
        done[best] = true;
    };
    // scores first: "您对订单号的…满意" is a question, not a key
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (done[c]) continue;
        Candidate& column = columns[c];
        if (linkFit(headers[c], column) || idFit(headers[c], column) || customerFit(headers[c], column, kind)) continue;
        if (column.guess.form.clock != CellForm::Clock::Calendar) continue;
        const bool answers = kind != DatasetKind::Metrics;
        auto verdict = labelledRole(headers[c], column, answers);
        if (!verdict) verdict = scoreRole(headers[c], column.profile, answers);
        if (!verdict && answers && kind != DatasetKind::Identities && kind != DatasetKind::Events)
            verdict = wordedRole(headers[c], column);
        if (!verdict && kind != DatasetKind::Identities) verdict = numberRole(headers[c], column.profile);
        if (!verdict && kind != DatasetKind::Identities) verdict = durationRole(headers[c], column.profile);
        if (verdict && verdict->role.kind == RoleKind::Metric && verdict->role.unit.empty())
            if (const auto span = durationRole(headers[c], column.profile)) verdict->role.unit = span->role.unit;
        if (!verdict) continue;
        columns[c].guess.role = std::move(verdict->role);
        columns[c].guess.roleWhy = std::move(verdict->why);
        done[c] = true;
    }
    // a lone 0–10 question where nothing else asks for a recommendation is the NPS question
    std::vector<std::size_t> zeroToTen;
    bool hasNps = false;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        hasNps = hasNps || columns[c].guess.role.kind == RoleKind::Nps;
        if (!columns[c].guess.given && columns[c].guess.role.kind == RoleKind::Rating && saysZeroToTen(headers[c]))
            zeroToTen.push_back(c);
    }
    if (!hasNps && zeroToTen.size() == 1) {
        columns[zeroToTen[0]].guess.role = make(RoleKind::Nps, 0, 10);
        columns[zeroToTen[0]].guess.roleWhy = {"the only question on a scale of 0–10", "唯一的 0–10 分题"};
    }
    if (!wide) single(RoleKind::Time, [&](std::size_t c) { return timeFit(headers[c], columns[c], kind); });
    single(RoleKind::Customer, [&](std::size_t c) { return customerFit(headers[c], columns[c], kind); });
    single(RoleKind::Link, [&](std::size_t c) { return linkFit(headers[c], columns[c]); });
    single(RoleKind::Id, [&](std::size_t c) { return idFit(headers[c], columns[c]); });
    if (!wide) single(RoleKind::Stage, [&](std::size_t c) { return stageFit(headers[c], columns[c]); });
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (done[c]) continue;
        ColumnGuess& guess = columns[c].guess;
        if (auto verdict = textRole(headers[c], columns[c])) {
            guess.role = std::move(verdict->role);
            guess.roleWhy = std::move(verdict->why);
        } else {
            guess.role = make(RoleKind::Dimension);
            const bool yesNo =
                columns[c].profile.distinct.size() <= 3 && columns[c].profile.values() > 0 &&
                std::all_of(columns[c].profile.distinct.begin(), columns[c].profile.distinct.end(),
                            [&](const auto& entry) {
                                return isYesNoWord(entry.first) || columns[c].profile.isNotApplicable(entry.first);
                            });
            guess.roleWhy = yesNo ? Why{"yes or no, kept as written", "是/否，按原文保留"}
                            : columns[c].profile.values() == 0
                                ? Why{"all of its cells are blank", "全部为空"}
                                : Why{"nothing points to another role", "没有其他角色的迹象"};
        }
    }
}

} // namespace xo::io
