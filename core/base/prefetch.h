#pragma once

#if defined(__SSE2__) || defined(_M_X64)
#include <xmmintrin.h>
#endif

namespace xo {

/// Brings what stands at an address nearer; a hint that changes nothing. Nothing where the compiler has no word for it.
inline void prefetch(const void* address) {
#if defined(__SSE2__) || defined(_M_X64)
    _mm_prefetch(static_cast<const char*>(address), _MM_HINT_T0);
#elif defined(__GNUC__)
    __builtin_prefetch(address);
#else
    (void)address;
#endif
}

} // namespace xo
