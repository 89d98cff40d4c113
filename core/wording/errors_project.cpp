#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {};
} // namespace

extern const std::span<const ErrorText> kErrorsProject;
const std::span<const ErrorText> kErrorsProject{kTexts};

} // namespace xo::wording
