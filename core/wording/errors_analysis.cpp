#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {};
} // namespace

extern const std::span<const ErrorText> kErrorsAnalysis;
const std::span<const ErrorText> kErrorsAnalysis{kTexts};

} // namespace xo::wording
