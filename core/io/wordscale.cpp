#include "core/io/wordscale.h"

#include "core/base/text.h"
#include "core/io/values.h"

#include <algorithm>
#include <map>

namespace xo::io {

namespace {

struct Family {
    RoleKind role;
    std::string_view english, chinese;
    /// Worst first; words of one point parted by "|", points by "/".
    std::string_view scale;
};

// the smaller scale of a family stands first: it is taken where its words are enough
constexpr Family kFamilies[] = {
    {RoleKind::Csat, "satisfaction", "满意度",
     "非常不满意|很不满意|十分不满意|极不满意/不满意|不太满意|较不满意|比较不满意/一般|一般般|中立|普通|尚可|无所谓/"
     "满意|比较满意|较满意|基本满意/非常满意|很满意|十分满意|极满意"},
    {RoleKind::Csat, "satisfaction", "满意度",
     "非常不满意|很不满意|极不满意/不满意/比较不满意|有点不满意|不太满意|较不满意|有些不满意/一般|中立|普通/"
     "比较满意|有点满意|较满意|有些满意|基本满意/满意/非常满意|很满意|极满意"},
    {RoleKind::Csat, "satisfaction", "满意度",
     "very dissatisfied|extremely dissatisfied|highly dissatisfied|very unsatisfied|completely dissatisfied/"
     "dissatisfied|somewhat dissatisfied|unsatisfied/neutral|neither|neither satisfied nor dissatisfied|"
     "neither satisfied or dissatisfied|ok|okay|average/satisfied|somewhat satisfied/"
     "very satisfied|extremely satisfied|highly satisfied|completely satisfied"},
    {RoleKind::Csat, "satisfaction", "满意度",
     "extremely dissatisfied|very dissatisfied/dissatisfied|moderately dissatisfied/"
     "somewhat dissatisfied|slightly dissatisfied/neutral|neither satisfied nor dissatisfied/"
     "somewhat satisfied|slightly satisfied/satisfied|moderately satisfied/extremely satisfied|very satisfied"},
    {RoleKind::Rating, "agreement", "同意程度",
     "非常不同意|完全不同意|强烈不同意|很不同意/不同意|比较不同意|不太同意/一般|中立|不确定|既不同意也不反对|无所谓/"
     "同意|比较同意|基本同意/非常同意|完全同意|强烈同意|很同意"},
    {RoleKind::Rating, "agreement", "同意程度",
     "非常不同意|完全不同意|强烈不同意/不同意/有点不同意|比较不同意|不太同意|有些不同意/一般|中立|不确定/"
     "有点同意|比较同意|有些同意/同意/非常同意|完全同意|强烈同意"},
    {RoleKind::Rating, "agreement", "同意程度",
     "strongly disagree|completely disagree/disagree|somewhat disagree/"
     "neither agree nor disagree|neutral|undecided|neither/agree|somewhat agree/strongly agree|completely agree"},
    {RoleKind::Rating, "agreement", "同意程度",
     "strongly disagree/disagree/somewhat disagree|slightly disagree/neither agree nor disagree|neutral/"
     "somewhat agree|slightly agree/agree/strongly agree"},
    {RoleKind::Loyalty, "likelihood", "可能性",
     "非常不可能|完全不可能|极不可能|绝对不会/不太可能|不可能|比较不可能|可能不会/一般|不确定|中立|说不准/"
     "可能|比较可能|有可能|可能会/非常可能|很可能|极有可能|一定会"},
    {RoleKind::Loyalty, "likelihood", "可能性",
     "very unlikely|extremely unlikely|not at all likely/unlikely|somewhat unlikely|not very likely/"
     "neutral|neither likely nor unlikely|not sure|unsure/likely|somewhat likely/"
     "very likely|extremely likely|highly likely"},
    {RoleKind::Loyalty, "willingness", "意愿",
     "非常不愿意|完全不愿意|很不愿意/不愿意|不太愿意|比较不愿意/一般|中立|不确定|无所谓/愿意|比较愿意/"
     "非常愿意|很愿意|十分愿意"},
    {RoleKind::Ces, "ease", "轻松程度",
     "非常困难|很困难|非常费力|很费力/困难|比较困难|较困难|有点困难|费力|比较费力/一般|中立/"
     "容易|比较容易|较容易|轻松|比较轻松/非常容易|很容易|非常轻松|很轻松"},
    {RoleKind::Ces, "ease", "轻松程度",
     "very difficult|extremely difficult|very hard/difficult|somewhat difficult|hard/"
     "neutral|neither easy nor difficult|neither difficult nor easy/easy|somewhat easy/very easy|extremely easy"},
    {RoleKind::Ces, "ease", "轻松程度",
     "extremely difficult|very difficult/difficult|moderately difficult/somewhat difficult|slightly difficult/"
     "neutral|neither easy nor difficult/somewhat easy|slightly easy/easy|moderately easy/extremely easy|very easy"},
    {RoleKind::Rating, "importance", "重要程度",
     "非常不重要|完全不重要|很不重要/不重要|不太重要|比较不重要/一般|中立/重要|比较重要/非常重要|很重要|十分重要"},
    {RoleKind::Rating, "importance", "重要程度",
     "not at all important|not important at all|very unimportant/slightly important|unimportant|not important/"
     "moderately important|neutral/important|very important/extremely important"},
    {RoleKind::Rating, "quality", "评价",
     "非常差|很差|极差|非常不好|很不好/差|较差|比较差|不好|不太好/一般|中等|普通/好|较好|比较好|良好|还不错|不错/"
     "非常好|很好|极好|优秀"},
    {RoleKind::Rating, "quality", "评价",
     "very poor|terrible|very bad|extremely poor/poor|bad|below average/fair|average|ok|okay|neutral|acceptable/"
     "good|above average/excellent|very good|outstanding"},
    {RoleKind::Rating, "frequency", "频率",
     "从不|从来没有|从未|从来不/很少|偶尔|极少/有时|有时候/经常|常常|时常/总是|一直|每次|每次都"},
    {RoleKind::Rating, "frequency", "频率",
     "never/rarely|seldom/sometimes|occasionally/often|usually|frequently/always"},
};

std::vector<std::string_view> cut(std::string_view text, char mark) {
    std::vector<std::string_view> out;
    while (true) {
        const std::size_t at = text.find(mark);
        out.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return out;
        text.remove_prefix(at + 1);
    }
}

struct Known {
    const Family* family;
    std::vector<std::string_view> first;     // the scale's own word for each point
    std::map<std::string_view, int> pointOf; // 1 …
};

const std::vector<Known>& knownScales() {
    static const std::vector<Known> scales = [] {
        std::vector<Known> out;
        for (const Family& family : kFamilies) {
            Known known{&family, {}, {}};
            int point = 0;
            for (const std::string_view words : cut(family.scale, '/')) {
                ++point;
                const auto synonyms = cut(words, '|');
                known.first.push_back(synonyms.front());
                for (const std::string_view word : synonyms)
                    known.pointOf.emplace(word, point);
            }
            out.push_back(std::move(known));
        }
        return out;
    }();
    return scales;
}

} // namespace

std::optional<WordScale> findWordScale(const std::unordered_map<std::string, std::size_t>& values) {
    // word scales have few values: a column of many texts is none, and need not be looked at
    if (values.size() > 200) return std::nullopt;
    std::map<std::string, std::pair<std::string, std::size_t>> words; // folded → as written, cells
    std::size_t all = 0;
    for (const auto& [text, count] : values) {
        if (isNotApplicableWord(text) || isNotAskedWord(text)) continue;
        all += count;
        auto& word = words[lowerAscii(foldedWidth(trimmedFast(text)))];
        if (word.second < count || (word.second == count && text < word.first)) word.first = text;
        word.second += count;
    }
    if (all == 0) return std::nullopt;
    for (const Known& known : knownScales()) {
        std::map<int, std::string> found;
        std::size_t cells = 0;
        bool twice = false;
        for (const auto& [word, entry] : words) {
            const auto at = known.pointOf.find(word);
            if (at == known.pointOf.end()) continue;
            twice = twice || !found.emplace(at->second, entry.first).second;
            cells += entry.second;
        }
        if (twice || found.size() < 3 || cells * 20 < all * 19) continue;
        WordScale scale;
        scale.role = known.family->role;
        scale.points = static_cast<int>(known.first.size());
        for (int point = 1; point <= scale.points; ++point)
            scale.words.push_back(
                {std::to_string(point),
                 found.contains(point) ? found[point] : std::string(known.first[static_cast<std::size_t>(point - 1)])});
        const std::string points = std::to_string(scale.points);
        const std::string ends =
            "“" + scale.words.front().label + "” = 1, “" + scale.words.back().label + "” = " + points;
        scale.why = {"its values are the words of a " + points + "-point scale of " +
                         std::string(known.family->english) + ": " + ends,
                     "值是 " + points + " 级" + std::string(known.family->chinese) + "量表的文字：" + ends};
        return scale;
    }
    return std::nullopt;
}

} // namespace xo::io
