#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {};
} // namespace

extern const std::span<const ErrorText> kErrorsFusion;
const std::span<const ErrorText> kErrorsFusion{kTexts};

} // namespace xo::wording
