#include "core/wording/errors.h"

#include <algorithm>
#include <utility>

namespace xo::wording {

extern const std::span<const ErrorText> kErrorsBase;
extern const std::span<const ErrorText> kErrorsModel;
extern const std::span<const ErrorText> kErrorsColumnar;
extern const std::span<const ErrorText> kErrorsStats;
extern const std::span<const ErrorText> kErrorsQuery;
extern const std::span<const ErrorText> kErrorsFusion;
extern const std::span<const ErrorText> kErrorsAnalysis;
extern const std::span<const ErrorText> kErrorsFunnel;
extern const std::span<const ErrorText> kErrorsChart;
extern const std::span<const ErrorText> kErrorsIo;
extern const std::span<const ErrorText> kErrorsProject;
extern const std::span<const ErrorText> kErrorsSession;
extern const std::span<const ErrorText> kErrorsWindow;

std::vector<std::span<const ErrorText>> errorTables() {
    return {kErrorsBase,    kErrorsModel,    kErrorsColumnar, kErrorsStats, kErrorsQuery,
            kErrorsFusion,  kErrorsAnalysis, kErrorsFunnel,   kErrorsChart, kErrorsIo,
            kErrorsProject, kErrorsSession,  kErrorsWindow};
}

namespace {

/// Places are written in English ("position 7", "line 12", "row 3, column score"); what they count has a Chinese word.
std::string chinesePlace(const std::string& place) {
    constexpr std::pair<std::string_view, std::string_view> kWords[] = {
        {"position ", "位置 "}, {"line ", "文件行 "}, {"row ", "行 "}, {"column ", "列 "}};
    std::string out;
    std::size_t at = 0;
    while (at < place.size()) {
        // the words stand at the start and behind ", " only: elsewhere they are part of a name
        bool found = false;
        if (at == 0 || (at >= 2 && place.compare(at - 2, 2, ", ") == 0))
            for (const auto& [english, chinese] : kWords)
                if (place.compare(at, english.size(), english) == 0) {
                    out += chinese;
                    at += english.size();
                    found = true;
                    break;
                }
        if (!found) out += place[at++];
    }
    return out;
}

/// An argument that words the matter itself comes in both languages, "a web page / 网页": the half of the language.
std::string_view inLanguage(std::string_view argument, Language language) {
    const std::size_t mark = argument.find(" / ");
    if (mark == std::string_view::npos || mark + 3 >= argument.size()) return argument;
    const std::string_view english = argument.substr(0, mark), chinese = argument.substr(mark + 3);
    // a path or a name of somebody else's is left alone
    const auto isAscii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (!std::all_of(english.begin(), english.end(), isAscii) || english.find('/') != std::string_view::npos ||
        std::all_of(chinese.begin(), chinese.end(), isAscii))
        return argument;
    return language == Language::Chinese ? chinese : english;
}

} // namespace

std::string errorText(const Error& error, Language language) {
    std::string_view pattern = error.code;
    for (const auto& table : errorTables())
        for (const ErrorText& text : table)
            if (text.code == error.code) pattern = language == Language::Chinese ? text.chinese : text.english;
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' && pattern[i + 1] <= '9') {
            const std::size_t index = static_cast<std::size_t>(pattern[++i] - '1');
            if (index < error.args.size()) out += inLanguage(error.args[index], language);
        } else {
            out += pattern[i];
        }
    }
    if (!error.place.empty())
        out += language == Language::Chinese ? "（" + chinesePlace(error.place) + "）" : " (" + error.place + ")";
    return out;
}

} // namespace xo::wording
