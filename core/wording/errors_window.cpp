#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    {"window.job_failed", "The work stopped unexpectedly: %1. Nothing was changed; save the project and try again.",
     "任务意外中断：%1。没有任何改动，请保存项目后重试。"},
    {"window.name_taken", "There is already something called \"%1\". Choose another name.",
     "已经有名为“%1”的项，请换一个名称。"},
    {"window.no_project", "No project is open. Open or create one first.", "没有打开的项目。请先打开或新建项目。"},
    {"window.cannot_write", "\"%1\" could not be written. Check the folder, its rights and the free space.",
     "无法写入“%1”。请检查文件夹、权限和剩余空间。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsWindow;
const std::span<const ErrorText> kErrorsWindow{kTexts};

} // namespace xo::wording
