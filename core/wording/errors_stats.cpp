#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {};
} // namespace

extern const std::span<const ErrorText> kErrorsStats;
const std::span<const ErrorText> kErrorsStats{kTexts};

} // namespace xo::wording
