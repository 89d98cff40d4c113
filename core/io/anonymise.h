#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xo::io {

/// Replaces personal data in a verbatim by [EMAIL], [ID], [CARD], [PHONE], [TEL], [PLATE], [VIN], in that order of
/// precedence: e-mail; mainland identity number (18, valid date, ISO 7064 MOD 11-2 check digit, GB 11643); bank card
/// (16–19 digits, Luhn); mobile (optional +86, blanks and dashes); landline and 400 numbers; number plates; VIN (17,
/// no I/O/Q, with letter and digit). Full-width digits, letters and + - @ . are folded first and stay folded. Check
/// digits keep order numbers readable. Names, addresses and WeChat ids are not found. O(length). Source: METHODS 7.5.
std::string anonymised(std::string_view text);

} // namespace xo::io
