#pragma once

namespace xo::test {

/// How much longer a bound on work may take in this build: sanitizers make the same work several times slower.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr double kSlowness = 10;
#else
inline constexpr double kSlowness = 1;
#endif

} // namespace xo::test
