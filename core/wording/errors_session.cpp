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
    {"session.no_project", "There is no project at %1. Check the path, or make one with import --create.",
     "%1 处没有项目。请检查路径，或用 import --create 新建。"},
    {"session.no_file", "The file %1 cannot be opened. Check the path and that you may read it.",
     "无法打开文件 %1。请检查路径和读取权限。"},
    {"session.no_recipe", "There is no recipe %1, neither saved in the project nor as a file. See xow recipe list.",
     "没有配方 %1：项目中未保存，也没有这个文件。可用 xow recipe list 查看。"},
    {"session.no_fitting_recipe",
     "No saved recipe fits the columns of %1. Name one with --recipe, or import without one.",
     "没有与 %1 的列相符的已保存配方。请用 --recipe 指定，或不用配方导入。"},
    {"session.recipe_blocked",
     "%1 changed since the recipe: what is marked ! would be lost. Nothing was written. Say --rename COLUMN=HEADER for "
     "a renamed column, or --accept-changes to import all the same.",
     "%1 与配方相比有变化：标 ! 的内容会丢失。没有写入任何内容。列改名时请用 --rename 列=表头，仍要导入请加 "
     "--accept-changes。"},
    {"session.file_changed",
     "%1 was changed after it had been checked. Nothing was written. Check it again, then import it.",
     "%1 在检查之后有改动。没有写入任何内容。请重新检查后再导入。"},
    {"session.no_charts", "Pictures are drawn by %1, which is not here. Install the program with its window.",
     "图片由 %1 绘制，但未找到它。请安装带窗口的版本。"},
    {"session.nested_run", "Command %1 of the script is run itself. Write its commands into this script.",
     "脚本的第 %1 条命令又是 run。请把其中的命令写进本脚本。"},
    {"session.bad_day", "“%1” is not a day. Write it as 2026-03-31.", "“%1”不是日期。请写成 2026-03-31。"},
    {"session.name_dataset", "The project has several datasets: %1. Name one with --dataset.",
     "项目中有多个数据集：%1。请用 --dataset 指定一个。"},
    {"session.unknown_segment", "There is no segment “%1”. Known: %2.", "没有细分“%1”。已有：%2。"},
    {"session.unknown_list_column", "There is no column “%1” for the list. Known: %2.",
     "名单中没有列“%1”可选。可选：%2。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsSession;
const std::span<const ErrorText> kErrorsSession{kTexts};

} // namespace xo::wording
