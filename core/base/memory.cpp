#include "core/base/memory.h"

#include <cstdlib> // tells whose library it is

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace xo {

void keepFreedMemory() {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 8 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

} // namespace xo
