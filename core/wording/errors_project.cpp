#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    // opening
    {"project.not_found", "There is no file %1. Check the path.", "找不到文件 %1，请检查路径。"},
    {"project.not_a_project",
     "%1 is not an XO Workbench project (%2). Choose a .xow file; other files are imported into a project.",
     "%1 不是 XO Workbench 项目（%2）。请选择 .xow 文件；其他文件请导入到项目中。"},
    {"project.newer_version",
     "%1 was written by a newer XO Workbench (file version %2, this program reads up to %3). Update the program.",
     "%1 由更新版本的 XO Workbench 写成（文件版本 %2，本程序最高支持 %3），请升级程序。"},
    {"project.no_migration", "A project of version %1 cannot be brought up to date by this program.",
     "本程序无法升级版本为 %1 的项目。"},
    {"project.damaged", "%1 is damaged, or another program changed it (%2). Run verify on it, or go back to a copy.",
     "%1 已损坏，或被其他程序改动过（%2）。请运行校验，或使用备份副本。"},
    {"project.bad_chunk",
     "Part of the data is damaged: dataset '%1', column '%2', rows %3. The other columns are still usable; import "
     "the file again or go back to a copy.",
     "部分数据已损坏：数据集“%1”，列“%2”，行 %3。其他列仍可使用；请重新导入该文件或使用备份副本。"},
    {"project.sidecar",
     "Beside %1 stands a journal that this program did not write. The project is not opened with it; remove the file "
     "or ask whoever sent the project.",
     "%1 旁边有一个并非本程序写下的日志文件，因此不打开该项目。请删除该日志文件，或联系项目的发送者。"},
    {"project.schema",
     "%1 holds something that does not belong into a project ('%2'), so it is not opened. Ask whoever sent it.",
     "%1 中含有不属于项目文件的内容（“%2”），因此不打开。请联系文件的发送者。"},
    {"project.cannot_open", "%1 cannot be opened: %2.", "无法打开 %1：%2。"},
    // writing and saving
    {"project.exists", "%1 exists already. Choose another name or delete it first.",
     "%1 已存在，请换一个名称或先删除它。"},
    {"project.read_only", "%1 can only be read. Save it elsewhere to change it.",
     "%1 为只读，请另存到其他位置后再修改。"},
    {"project.cannot_write", "%1 cannot be written: %2.", "无法写入 %1：%2。"},
    {"project.disk_full",
     "The disk is full: %1 needs %2 bytes. The file as it was before is untouched; free some space.",
     "磁盘已满：%1 需要 %2 字节。原来的文件没有改动；请先腾出空间。"},
    {"project.no_space", "The disk of %1 is full. Nothing was changed; free some space and try again.",
     "%1 所在的磁盘已满。没有做任何改动；请腾出空间后重试。"},
    {"project.locked", "This project is being edited by %1. Open it read-only, or close it there.",
     "该项目正由 %1 编辑。请以只读方式打开，或先在那里关闭。"},
    {"project.busy", "Another program is writing %1. Try again in a moment.", "另一个程序正在写入 %1，请稍后再试。"},
    {"project.changed_on_disk", "%1 was changed by another program since it was opened. Open it again.",
     "%1 打开之后被其他程序改动过，请重新打开。"},
    {"project.sqlite", "The project file could not be read or written: %1.", "读写项目文件时出错：%1。"},
    // importing
    {"project.bad_mode", "'%1' is no import mode. Use append, replace or upsert.",
     "“%1”不是导入方式，可用 append、replace 或 upsert。"},
    {"project.kind_differs",
     "Dataset '%1' holds %2, this file was given as %3. Choose another dataset name or that kind.",
     "数据集“%1”的类型是 %2，而本次导入指定为 %3。请换一个数据集名称，或改用该类型。"},
    {"project.type_differs",
     "Column '%2' of dataset '%1' is %3, this file has it as %4. Set its type or role, or import it under another "
     "name.",
     "数据集“%1”的列“%2”是 %3，而本文件中是 %4。请设定该列的类型或角色，或换一个列名导入。"},
    {"project.role_differs",
     "Column '%2' of dataset '%1' has the role %3, this file gives it %4. Set the same role, or undo the earlier "
     "imports.",
     "数据集“%1”的列“%2”的角色是 %3，而本次导入指定为 %4。请使用相同的角色，或先撤销之前的导入。"},
    {"project.role_twice", "Dataset '%1' has two columns of the role %2, but one at most can have it.",
     "数据集“%1”有两列的角色都是 %2，但最多只能有一列。"},
    {"project.role_taken", "Dataset '%1' has a column of the role %2 already: '%3'. '%4' cannot have it too.",
     "数据集“%1”中列“%3”已是角色 %2，“%4”不能再用这个角色。"},
    {"project.role_unfit", "Column '%1' cannot have the role %2: its cells are %3.",
     "列“%1”不能设为角色 %2：它的单元格类型是 %3。"},
    {"project.column_twice", "Dataset '%1' has two columns named '%2'. Rename one.",
     "数据集“%1”有两列都叫“%2”，请改名。"},
    {"project.ragged_batch", "The columns of dataset '%1' differ in length at '%2'.",
     "数据集“%1”的列长度不一致：“%2”。"},
    {"project.no_key",
     "Upsert needs to tell rows apart: give a column of dataset '%1' the role id (in customers datasets: customer).",
     "更新导入需要能区分各行：请给数据集“%1”的一列设角色 id（客户数据集为 customer）。"},
    {"project.no_batch", "There is no batch %1, or it was removed for good.", "没有批次 %1，或它已被彻底删除。"},
    // definitions and settings
    {"project.no_such", "There is no %1 named '%2'.", "没有名为“%2”的 %1。"},
    {"project.no_name", "A %1 needs a name.", "%1 需要名称。"},
    {"project.bad_setting", "The setting %1 cannot be '%2'.", "设置 %1 不能是“%2”。"},
    // SQL
    {"project.sql", "The query failed: %1.", "查询失败：%1。"},
    {"project.sql_only_select", "Only a single SELECT can be run; nothing in the project is changed by SQL.",
     "只能运行单条 SELECT 语句；SQL 不会改动项目。"},
    {"project.sql_timeout", "The query took longer than %1 s and was stopped.", "查询超过 %1 秒，已停止。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsProject;
const std::span<const ErrorText> kErrorsProject{kTexts};

} // namespace xo::wording
