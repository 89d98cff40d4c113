#pragma once

#include "core/io/cellform.h"
#include "core/io/profile.h"

#include <optional>

namespace xo::io {

/// The form of a column whose cells hold several options each: "价格┋服务", "A; B". A mark (┋ ; ； | ， 、 ,) parts
/// options when the parts recur in other combinations, the cells hold different numbers of them, and there are at most
/// 60 short ones. Blank otherwise: "Beijing, China" always has two parts, a verbatim's parts don't recur.
std::optional<SetForm> findSetForm(const Profile& profile);

} // namespace xo::io
