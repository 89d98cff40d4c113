#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    {"job.cancelled", "Cancelled; nothing was changed.", "已取消，没有任何改动。"},
    {"time.unknown_zone", "Unknown time zone '%1'. Give an IANA name such as Asia/Shanghai or Europe/Berlin.",
     "不认识的时区“%1”。请用 IANA 名称，例如 Asia/Shanghai、Europe/Berlin。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsBase;
const std::span<const ErrorText> kErrorsBase{kTexts};

} // namespace xo::wording
