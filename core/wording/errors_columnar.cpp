#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    {"columnar.no_dataset", "There is no dataset '%1'. The project holds: %2.", "没有名为“%1”的数据集。项目中有：%2。"},
    {"columnar.wrong_kind", "Dataset '%1' holds %2; this needs %3.", "数据集“%1”的类型是 %2，这里需要 %3。"},
    {"columnar.dataset_missing", "The project has no %1 dataset. Import one first.",
     "项目里还没有 %1 类数据集，请先导入。"},
    {"columnar.dataset_ambiguous", "The project has several %1 datasets: name one of %2.",
     "项目里有多个 %1 数据集，请指明其中一个：%2。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsColumnar;
const std::span<const ErrorText> kErrorsColumnar{kTexts};

} // namespace xo::wording
