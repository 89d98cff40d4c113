#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    {"session.unknown_view", "There is no view '%1' to draw. Views are %2.", "没有可画的视图“%1”。视图有 %2。"},
    {"session.unknown_story", "There is no sample story \"%1\". Known: %2.", "没有名为“%1”的示例故事。可用：%2。"},
    {"session.sample_size", "A sample cannot have %1 customers. Choose 100 to 500000.",
     "示例不能有 %1 位客户。请选择 100 到 500000。"},
    {"session.cannot_write", "\"%1\" could not be written. Check the folder, its rights and the free space.",
     "无法写入“%1”。请检查文件夹、权限和剩余空间。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsSession;
const std::span<const ErrorText> kErrorsSession{kTexts};

} // namespace xo::wording
