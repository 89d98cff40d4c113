#include "core/session/sample/autophrases.h"

#include <array>
#include <span>
#include <string_view>

namespace xo::session::autostory {

namespace {

using Bank = std::array<std::string_view, 7>;

constexpr std::array<Bank, 6> kReasonPhrases{{
    {"车不错，就是价格超了预算", "优惠力度不够，再等等看", "落地价比预期高了一万多", "贷款利息有点高",
     "价格再便宜一点就定了", "置换补贴太少", "配置和价格不太匹配"},
    {"还在和另一个牌子比较", "同级别的竞品配置更高", "朋友推荐了别的品牌", "竞品送了终身保养", "打算再试驾一下别家的车",
     "隔壁店的车现在有现车", "家里人更喜欢另一款"},
    {"担心以后的保养费用", "家附近没有售后网点", "听说配件要等很久", "质保条款说得不清楚", "担心电池衰减后的售后",
     "售后口碑看着一般", "保值率让人不放心"},
    {"预约之后等了三天才有人联系我", "约好的时间没人接待，等了半个小时", "顾问对配置一问三不知", "催了好几次才回电话",
     "销售态度冷淡，问什么都敷衍", "预约了却没给我留车", "跟进太慢，都不想再问了"},
    {"座椅偏硬，后排空间小", "车机反应慢，语音经常听不懂", "高速上风噪太大", "刹车有点软，不太适应",
     "续航和宣传差得有点多", "内饰塑料感强", "底盘过减速带很颠"},
    {"试驾路线太短，只绕了一圈", "全是堵车路段，试不出动力", "没有高速路段，体验不到辅助驾驶",
     "路线固定，不让走我想走的路", "十分钟就结束了，什么都没感觉到", "路线上红绿灯太多", "没安排坡道和停车场景"},
}};
constexpr Bank kGood{"整体体验很好",       "顾问很专业，讲解清楚", "接待热情，流程顺畅", "很满意，会推荐给朋友",
                     "服务周到，不催不推", "环境干净，茶点也不错", "沟通顺畅，回复及时"};
constexpr Bank kSoSo{"还可以，中规中矩", "一般般，没什么特别的", "流程有点长",  "等候时间略长",
                     "介绍得比较简单",   "停车不太方便",         "没有想象中好"};
constexpr Bank kBad{"等了很久没人理",       "电话打了几次都没人接", "信息填了没人联系", "说好的礼品没有给",
                    "排队等太久，体验很差", "前后说法不一致",       "不会再来了"};
constexpr Bank kDriveGood{"动力很足，试驾感觉不错", "底盘扎实，隔音好", "试驾时间充足，讲解到位", "辅助驾驶很惊艳",
                          "空间大，孩子很喜欢",     "车机流畅好用",     "座椅舒服，视野好"};
constexpr Bank kDeliveryGood{"交车仪式感很强",       "提车很顺利，讲解细致", "车况完美，没有瑕疵", "交付专员很耐心",
                             "临牌和保险一起办好了", "比约定时间还早",       "送的脚垫很实用"};
constexpr std::array<std::string_view, 8> kTails{"。",          "！", "，希望改进。", "", "，总体如此。",
                                                 ",再看看吧。", "",   "。\n谢谢"};

std::string_view phrase(const Bank& bank, SampleRandom& random) {
    return bank[static_cast<std::size_t>(random.below(static_cast<int>(bank.size())))];
}

const Bank& bankOf(Stage about, int csat) {
    if (csat <= 2) return kBad;
    if (csat == 3) return kSoSo;
    if (about == Drive) return kDriveGood;
    return about == Delivery ? kDeliveryGood : kGood;
}

} // namespace

std::string verbatim(Stage about, int csat, int reason, SampleRandom& random) {
    std::string text;
    const bool general = reason < 0 || random.chance(3'500);
    if (general) text += phrase(bankOf(about, csat), random);
    if (reason >= 0) {
        if (general) text += csat >= 4 ? "，不过" : "，而且";
        text += phrase(kReasonPhrases[static_cast<std::size_t>(reason)], random);
    }
    text += kTails[static_cast<std::size_t>(random.below(static_cast<int>(kTails.size())))];
    return text;
}

} // namespace xo::session::autostory
