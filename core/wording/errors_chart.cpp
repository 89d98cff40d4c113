#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    {"chart.format", "Pictures are written as .png, .svg or .pdf, not as \".%1\": give the file one of these endings.",
     "图片只能写成 .png、.svg 或 .pdf，不能写成“.%1”：请改用其中一种后缀。"},
    {"chart.not_written",
     "The picture could not be written to %1: choose a folder you may write to, with room on the disk.",
     "无法把图片写到 %1：请换一个可写且有空间的文件夹。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsChart;
const std::span<const ErrorText> kErrorsChart{kTexts};

} // namespace xo::wording
