#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {};
} // namespace

extern const std::span<const ErrorText> kErrorsFunnel;
const std::span<const ErrorText> kErrorsFunnel{kTexts};

} // namespace xo::wording
