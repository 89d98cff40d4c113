#pragma once

// The same sources are compiled into the program (linked to SQLite) and into the loadable extension (which must call
// the SQLite it was loaded by, through its table of functions).
#ifdef XOW_EXTENSION
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT3
#else
#include <sqlite3.h>
#endif
