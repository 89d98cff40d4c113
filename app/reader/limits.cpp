#include "app/reader/limits.h"

#if defined(__unix__) || defined(__APPLE__)
#include <sys/resource.h>
#elif defined(_WIN32)
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#endif

namespace xo::reader {

#if defined(__unix__) || defined(__APPLE__)

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

void limit(decltype(RLIMIT_CORE) what, rlim_t most) {
    rlimit value{};
    if (getrlimit(what, &value) != 0) return;
    if (value.rlim_max != RLIM_INFINITY && value.rlim_max < most) most = value.rlim_max;
    value.rlim_cur = value.rlim_max = most;
    setrlimit(what, &value);
}

} // namespace

void limitProcess() {
    if (!kSanitized) limit(RLIMIT_AS, rlim_t(1) << 30); // a sanitizer reserves terabytes of address space
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CPU, 1800);
}

#else

void limitProcess() {
#ifdef _WIN32
    _setmode(_fileno(stdout), _O_BINARY);
#endif
}

#endif

} // namespace xo::reader
