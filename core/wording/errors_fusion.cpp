#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    {"fusion.unknown_key", "No customer and no compared key is '%1'.", "没有客户或参与比对的键是“%1”。"},
    {"fusion.unknown_column",
     "The rule names '%1', which the project does not hold. Write dataset.column; 'xow identities propose' lists what "
     "fits.",
     "规则里的“%1”在项目中不存在。请写成 数据集.列；“xow identities propose”会列出适用的列。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsFusion;
const std::span<const ErrorText> kErrorsFusion{kTexts};

} // namespace xo::wording
