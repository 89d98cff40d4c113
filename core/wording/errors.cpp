#include "core/wording/errors.h"

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
    return {kErrorsBase,     kErrorsModel,  kErrorsColumnar, kErrorsStats,   kErrorsQuery,   kErrorsFusion,
            kErrorsAnalysis, kErrorsFunnel, kErrorsIo,       kErrorsProject, kErrorsSession, kErrorsWindow};
}

std::string errorText(const Error& error, Language language) {
    std::string_view pattern = error.code;
    for (const auto& table : errorTables())
        for (const ErrorText& text : table)
            if (text.code == error.code) pattern = language == Language::Chinese ? text.chinese : text.english;
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' && pattern[i + 1] <= '9') {
            const std::size_t index = static_cast<std::size_t>(pattern[++i] - '1');
            if (index < error.args.size()) out += error.args[index];
        } else {
            out += pattern[i];
        }
    }
    if (!error.place.empty())
        out += language == Language::Chinese ? "（" + error.place + "）" : " (" + error.place + ")";
    return out;
}

} // namespace xo::wording
