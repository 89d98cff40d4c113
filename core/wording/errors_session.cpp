#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {};
} // namespace

extern const std::span<const ErrorText> kErrorsSession;
const std::span<const ErrorText> kErrorsSession{kTexts};

} // namespace xo::wording
