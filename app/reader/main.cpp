#include "app/reader/files.h"
#include "app/reader/limits.h"

#include <cstring>
#include <new>

using namespace xo::reader;

// xow-reader xls|sav FILE head|rows SHEET ENCODING HIDDEN: one table as frames on the standard output. Started by the
// program itself, never by hand.
int main(int argc, char** argv) {
    if (argc != 7) return 2;
    limitProcess();
    Task task;
    task.path = argv[2];
    task.rows = std::strcmp(argv[3], "rows") == 0;
    task.sheet = argv[4];
    task.encoding = argv[5];
    task.skipHidden = std::strcmp(argv[6], "skip") == 0;
    Output out;
    try {
        if (std::strcmp(argv[1], "xls") == 0) readXls(task, out);
        if (std::strcmp(argv[1], "sav") == 0) readSav(task, out);
    } catch (const std::bad_alloc&) {
        out.failed("io.foreign_too_large", {task.path});
    }
    return 2;
}
