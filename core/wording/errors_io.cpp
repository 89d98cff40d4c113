#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {};
} // namespace

extern const std::span<const ErrorText> kErrorsIo;
const std::span<const ErrorText> kErrorsIo{kTexts};

} // namespace xo::wording
