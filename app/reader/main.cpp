#include "app/cli/platform.h"
#include "app/reader/files.h"
#include "app/reader/limits.h"

#include <new>

using namespace xo::reader;

// xow-reader xls|sav FILE head|rows SHEET ENCODING HIDDEN: one table as frames on the standard output. Started by the
// program itself, never by hand.
int main(int argc, char** argv) {
    const std::vector<std::string> arguments = xo::cli::utf8Arguments(argc, argv);
    if (arguments.size() != 7) return 2;
    limitProcess();
    Task task;
    task.path = arguments[2];
    task.rows = arguments[3] == "rows";
    task.sheet = arguments[4];
    task.encoding = arguments[5];
    task.skipHidden = arguments[6] == "skip";
    Output out;
    try {
        if (arguments[1] == "xls") readXls(task, out);
        if (arguments[1] == "sav") readSav(task, out);
    } catch (const std::bad_alloc&) {
        out.failed("io.foreign_too_large", {task.path});
    }
    return 2;
}
