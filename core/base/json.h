#pragma once

#include <nlohmann/json.hpp>

namespace xo {

/// JSON in the order the fields were written: what a user's script reads is what the contract prints.
using Json = nlohmann::ordered_json;

} // namespace xo
