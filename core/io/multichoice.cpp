#include "core/io/multichoice.h"

#include "core/base/text.h"
#include "core/io/values.h"

#include <algorithm>
#include <map>
#include <set>

namespace xo::io {

namespace {

constexpr std::size_t kMostOptions = 60;
constexpr std::size_t kLongestOption = 40; // code points

struct Seen {
    std::size_t cells = 0;
    std::size_t combinations = 0; ///< distinct texts it stands in
};

std::optional<SetForm> tryMark(const Profile& profile, std::string_view mark, bool sure) {
    std::map<std::string, Seen, std::less<>> options;
    std::set<std::size_t> sizes;
    std::size_t parted = 0, all = 0;
    for (const auto& [text, count] : profile.distinct) {
        if (isNotApplicableWord(text) || isNotAskedWord(text)) continue;
        all += count;
        std::size_t parts = 0;
        std::set<std::string_view> own;
        for (std::string_view rest = text; !rest.empty();) {
            const std::size_t at = rest.find(mark);
            const std::string_view part = trimmed(rest.substr(0, at));
            if (!part.empty()) {
                if (codePointCount(part) > kLongestOption) return std::nullopt;
                own.insert(part);
                ++parts;
            }
            if (at == std::string_view::npos) break;
            rest.remove_prefix(at + mark.size());
        }
        if (own.size() < parts) return std::nullopt; // an option is chosen once
        for (const std::string_view part : own) {
            auto found = options.find(part);
            if (found == options.end()) {
                if (options.size() >= kMostOptions * 4) return std::nullopt;
                found = options.emplace(std::string(part), Seen()).first;
            }
            found->second.cells += count;
            ++found->second.combinations;
        }
        sizes.insert(parts);
        if (parts > 1) parted += count;
    }
    if (parted == 0 || all == 0 || options.size() < 2) return std::nullopt;
    std::size_t recurring = 0, mentions = 0, known = 0;
    for (const auto& [option, seen] : options) {
        mentions += seen.cells;
        if (seen.combinations < 2) continue;
        recurring += seen.cells;
        ++known;
    }
    if (!sure) {
        // one in ten cells holds several, nine in ten mentions are of options that occur elsewhere too
        if (parted * 10 < all || parted < 3 || sizes.size() < 2 || known < 2) return std::nullopt;
        if (recurring * 10 < mentions * 9 || options.size() > kMostOptions) return std::nullopt;
        if (options.size() * 3 > mentions) return std::nullopt;
    } else if (options.size() > kMostOptions) {
        return std::nullopt;
    }
    SetForm form;
    form.separator = std::string(mark);
    std::vector<std::pair<std::size_t, std::string>> order;
    for (const auto& [option, seen] : options)
        order.emplace_back(seen.cells, option);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    for (auto& [cells, option] : order)
        form.options.push_back(std::move(option));
    return form;
}

} // namespace

std::optional<SetForm> findSetForm(const Profile& profile) {
    if (profile.values() == 0 || profile.isNumeric() || profile.isTime() || profile.distinct.size() < 2)
        return std::nullopt;
    if (profile.mostly(profile.phones) || profile.mostly(profile.emails) || profile.mostly(profile.numbers))
        return std::nullopt;
    if (auto form = tryMark(profile, "┋", true)) return form;
    for (const std::string_view mark : {";", "；", "|", "，", "、", ","})
        if (auto form = tryMark(profile, mark, false)) return form;
    return std::nullopt;
}

} // namespace xo::io
