#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    {"io.cannot_open", "The file %1 cannot be opened: %2. Check that it exists and that you may read it.",
     "无法打开文件 %1:%2。请确认文件存在且有读取权限。"},
    {"io.cannot_read", "The file %1 could not be read to its end: %2.", "文件 %1 未能读完:%2。"},
    {"io.cannot_write",
     "The file %1 could not be written: %2. Nothing was left behind; free some space or choose another folder.",
     "无法写入文件 %1:%2。没有留下任何内容;请腾出空间或换一个文件夹。"},
    {"io.database_address",
     "“%1” is no address of a database. Write postgresql://user@host/name, mysql://user@host/name, odbc:DSN=name or "
     "sqlite:file.db.",
     "“%1”不是数据库地址。请写成 postgresql://用户@主机/库名、mysql://用户@主机/库名、odbc:DSN=名称 或 "
     "sqlite:文件.db。"},
    {"io.database_password_in_address",
     "The address holds a password, which would stay in histories and logs. Leave it out: it is asked for, or taken "
     "from "
     "XOW_DB_PASSWORD.",
     "地址里含有密码,会留在历史和日志中。请去掉密码:程序会询问,或从 XOW_DB_PASSWORD 读取。"},
    {"io.database_driver", "The database driver %1 is not installed. Install the Qt SQL driver of that name.",
     "未安装数据库驱动 %1。请安装对应的 Qt SQL 驱动。"},
    {"io.database_connect", "No connection to %1: %2. Check address, user and password.",
     "无法连接 %1:%2。请检查地址、用户名和密码。"},
    {"io.database_query", "The database says: %1.", "数据库报告:%1。"},
    {"io.database_in_use",
     "%1 is open in another program that has not written everything into it yet. Close that program and try again.",
     "%1 正被其他程序打开,内容尚未全部写入。请关闭该程序后重试。"},
    {"io.database_no_table", "The database has no table “%1”. There is: %2.", "数据库中没有表“%1”。现有:%2。"},
    {"io.database_only_select", "Only one SELECT (or WITH … SELECT) without “;” inside can be read from a database.",
     "只能从数据库读取一条 SELECT(或 WITH … SELECT)语句,语句中不能含有“;”。"},
    {"io.is_directory", "%1 is a folder. Name a file in it.", "%1 是文件夹,请指定其中的文件。"},
    {"io.empty_file", "The file %1 is empty.", "文件 %1 是空的。"},
    {"io.not_a_table", "This is no table but %1. Tables are read from text (CSV, TSV, JSON), Excel and SPSS files.",
     "这不是表格,而是 %1。可读取文本(CSV、TSV、JSON)、Excel 和 SPSS 文件。"},
    {"io.password_protected",
     "The workbook %1 is protected by a password. Remove the password in Excel and save it again.",
     "工作簿 %1 有密码保护。请在 Excel 中取消密码后另存。"},
    {"io.unknown_encoding", "The encoding “%1” is not known. Try UTF-8, GB18030, UTF-16LE, Big5 or windows-1252.",
     "不认识编码“%1”。可用 UTF-8、GB18030、UTF-16LE、Big5 或 windows-1252。"},
    {"io.bad_option", "The %1 “%2” is not one character. Use one character, “tab” or “none”.",
     "%1 的值“%2”不是单个字符。请用单个字符、“tab”或“none”。"},
    {"io.unclosed_quote",
     "The quote that opens in the record of line %1 is never closed. Correct the file, or read it with the quote "
     "“none”.",
     "第 %1 行的记录中引号没有闭合。请修正文件,或将引号设为“none”后再读。"},
    {"io.record_too_long",
     "The record that begins in line %1 is longer than 64 MiB: probably a quote is missing. Correct the file, or read "
     "it with the quote “none”.",
     "从第 %1 行开始的记录超过 64 MiB,多半是缺了引号。请修正文件,或将引号设为“none”后再读。"},
    {"io.zip_broken",
     "The workbook %1 is damaged: its ZIP directory cannot be read. Open it in Excel and save it again.",
     "工作簿 %1 已损坏:无法读取其 ZIP 目录。请用 Excel 打开后重新保存。"},
    {"io.zip_bomb", "The file unpacks to far more than a table needs (%1), so it was not read.",
     "文件解压后远超表格所需(%1),因此没有读取。"},
    {"io.gzip_cut", "The file %1 ends in the middle: it was not copied or downloaded to its end. Fetch it again.",
     "文件 %1 不完整:可能没有下载或复制完。请重新获取。"},
    {"io.gzip_broken", "The gzip file %1 is damaged: what it unpacks to is not what was packed. Fetch it again.",
     "gzip 文件 %1 已损坏:解压内容与原文不符。请重新获取。"},
    {"io.archive_broken", "The archive %1 is damaged: its directory cannot be read. Fetch it again.",
     "压缩包 %1 已损坏:无法读取其目录。请重新获取。"},
    {"io.archive_broken_member", "The file “%1” inside %2 is damaged or packed in an unknown way. Fetch it again.",
     "%2 中的文件“%1”已损坏或采用未知压缩方式。请重新获取。"},
    {"io.archive_without_tables",
     "The archive holds no text table (CSV, TSV, TXT, JSON) but: %1. Unpack it and import the file itself.",
     "压缩包里没有文本表格(CSV、TSV、TXT、JSON),只有:%1。请解压后导入其中的文件。"},
    {"io.unknown_member", "The archive has no table “%1”. It has: %2.", "压缩包中没有表格“%1”。现有:%2。"},
    {"io.member_password", "The file “%1” in the archive is protected by a password. Unpack it and import it then.",
     "压缩包中的文件“%1”有密码保护。请解压后再导入。"},
    {"io.json_broken",
     "The JSON text breaks off or is malformed at line %1. Nothing was read; correct that place or export it again.",
     "JSON 文本在第 %1 行中断或格式错误。没有读取任何内容;请修正该处或重新导出。"},
    {"io.json_no_objects",
     "A table needs JSON objects ({\"column\": value, …}), one a record; at line %1 stands something else.",
     "表格需要 JSON 对象({\"列\": 值, …}),每条记录一个;第 %1 行是别的内容。"},
    {"io.json_too_deep", "The JSON value at line %1 is nested more than 64 levels deep; it is no table.",
     "第 %1 行的 JSON 值嵌套超过 64 层,不是表格。"},
    {"io.json_too_many_keys",
     "The JSON objects have more than %1 different keys together: probably names or ids stand where the columns should "
     "be. Export it as a list of objects with the same keys.",
     "JSON 对象的键总共超过 %1 个:可能把名称或编号写成了键。请导出为键相同的对象列表。"},
    {"io.json_not_a_table",
     "The JSON objects hardly share a key (%1 different ones), so they make no table. Export it as a list of objects "
     "with the same keys.",
     "JSON 对象几乎没有共同的键(共 %1 个),无法构成表格。请导出为键相同的对象列表。"},
    {"io.json_record_too_long", "The JSON record at line %1 is longer than 64 MiB.",
     "第 %1 行的 JSON 记录超过 64 MiB。"},
    {"io.xlsx_missing_part", "The workbook lacks its part “%1”. Open it in Excel and save it again.",
     "工作簿缺少部件“%1”。请用 Excel 打开后重新保存。"},
    {"io.xlsx_broken_part", "The part “%1” of the workbook cannot be read: %2. Open it in Excel and save it again.",
     "无法读取工作簿的部件“%1”:%2。请用 Excel 打开后重新保存。"},
    {"io.xlsx_dtd", "The part “%1” of the workbook declares a document type, which no workbook needs; it was not read.",
     "工作簿的部件“%1”带有文档类型声明,正常工作簿不会有,因此没有读取。"},
    {"io.xlsx_no_sheets", "The workbook %1 has no sheet with cells.", "工作簿 %1 中没有带单元格的工作表。"},
    {"io.xlsx_too_large",
     "The texts of the workbook (%1) need more than 384 MiB of memory. Save the sheet as CSV and import that.",
     "工作簿的文本(%1)需要超过 384 MiB 内存。请将工作表另存为 CSV 再导入。"},
    {"io.bad_hidden", "“%1” does not say what to do with hidden rows. Use “include” or “skip”.",
     "“%1”没有说明如何处理隐藏行。请用“include”或“skip”。"},
    {"io.unknown_sheet", "The workbook has no sheet “%1”. It has: %2.", "工作簿中没有工作表“%1”。现有:%2。"},
    {"io.unknown_column", "The file has no column “%1”. It has: %2.", "文件中没有列“%1”。现有:%2。"},
    {"io.too_many_columns",
     "The table has more than %1 columns. Leave out those that are not needed, or check whether the right delimiter "
     "and "
     "sheet were read.",
     "表格超过 %1 列。请删去不需要的列,或检查分隔符和工作表是否正确。"},
    {"io.no_columns", "The file has no column to import.", "文件中没有可导入的列。"},
    {"io.bad_set", "“%1” does not have the form COLUMN=ROLE, for example “评分=csat:1-5”.",
     "“%1”不是“列=角色”的形式,例如“评分=csat:1-5”。"},
    {"io.role_twice",
     "The role %1 was given to both “%2” and “%3”, but a dataset has one such column. Take it from one of them.",
     "角色 %1 同时给了“%2”和“%3”,而每个数据集只能有一列。请去掉其中一个。"},
    {"io.ambiguous_dates",
     "The dates of column “%1” (%2) can be read as day/month or as month/day, and no value tells which. Say --set "
     "\"%1=time:dmy\" or --set \"%1=time:mdy\", or the same in the recipe.",
     "列“%1”的日期(%2)既可读作 日/月,也可读作 月/日,没有任何值能判定。请用 --set \"%1=time:dmy\" 或 --set "
     "\"%1=time:mdy\" 指明,或在配方中指明。"},
    {"io.unknown_suffix", "The file %1 ends in neither .csv nor .xlsx. Name it one of them to say what to write.",
     "文件 %1 的后缀既不是 .csv 也不是 .xlsx。请用其一表明要写的格式。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsIo;
const std::span<const ErrorText> kErrorsIo{kTexts};

} // namespace xo::wording
