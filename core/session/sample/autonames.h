#pragma once

#include <array>
#include <string_view>

namespace xo::session::autostory {

/// The words of the auto story. Brand, models, dealers and people are invented.
inline constexpr std::array<std::string_view, 8> kStageNames{"浏览咨询", "留资",     "预约试驾", "首次跟进",
                                                             "到店",     "试乘试驾", "下定",     "提车"};
inline constexpr std::array<std::string_view, 8> kReferencePrefixes{"LL", "XS", "YY", "GJ", "DF", "SJ", "DD", "JC"};
inline constexpr std::array<std::string_view, 8> kRegionNames{"华东", "华南", "华北", "华中",
                                                              "西南", "西北", "东北", "京津"};
inline constexpr std::array<std::array<std::string_view, 4>, 8> kCityNames{{{"上海", "杭州", "南京", "苏州"},
                                                                            {"广州", "深圳", "厦门", "南宁"},
                                                                            {"济南", "青岛", "石家庄", "太原"},
                                                                            {"武汉", "长沙", "郑州", "南昌"},
                                                                            {"成都", "重庆", "昆明", "贵阳"},
                                                                            {"西安", "兰州", "银川", "乌鲁木齐"},
                                                                            {"沈阳", "大连", "长春", "哈尔滨"},
                                                                            {"北京", "天津", "廊坊", "唐山"}}};
inline constexpr std::array<std::string_view, 3> kDealerSuffixes{"一店", "二店", "三店"};
inline constexpr std::array<std::string_view, 6> kModelNames{"远山 E5", "远山 E7", "晨光 S3",
                                                             "晨光 S6", "云帆 M8", "云帆 X9"};
inline constexpr std::array<int, 6> kModelPrices{159'800, 219'800, 109'800, 139'800, 289'800, 329'800};
inline constexpr std::array<std::string_view, 4> kChannelNames{"官网", "汽车媒体", "短视频", "自然到店"};
inline constexpr std::array<std::string_view, 16> kSurnames{"王", "李", "张", "刘", "陈", "杨", "黄", "赵",
                                                            "吴", "周", "徐", "孙", "马", "朱", "胡", "郭"};
inline constexpr std::array<std::string_view, 2> kGenderNames{"男", "女"};
inline constexpr std::array<std::string_view, 5> kAgeNames{"18-24", "25-34", "35-44", "45-54", "55+"};
inline constexpr std::array<std::string_view, 4> kFamilyNames{"年轻单身", "二人世界", "有孩家庭", "三代同堂"};
inline constexpr std::array<std::string_view, 6> kCrowdNames{"尝鲜青年", "品质生活", "实用家庭",
                                                             "增换购",   "商务通勤", "科技爱好"};
inline constexpr std::array<std::string_view, 6> kReasonNames{"价格", "竞品", "售后", "服务", "产品", "路线"};
inline constexpr std::array<std::string_view, 3> kContactNames{"短信", "微信", "App"};

} // namespace xo::session::autostory
