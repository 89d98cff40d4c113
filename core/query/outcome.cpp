#include "core/query/outcome.h"

namespace xo::query {

void conjoin(Outcome& into, const Outcome& other) {
    auto& yes = into.yes.words();
    auto& unknown = into.unknown.words();
    for (std::size_t i = 0; i < yes.size(); ++i) {
        const std::uint64_t both = yes[i] & other.yes.words()[i];
        unknown[i] = (yes[i] | unknown[i]) & (other.yes.words()[i] | other.unknown.words()[i]) & ~both;
        yes[i] = both;
    }
}

void disjoin(Outcome& into, const Outcome& other) {
    into.yes |= other.yes;
    into.unknown |= other.unknown;
    into.unknown.subtract(into.yes);
}

void negate(Outcome& outcome) {
    outcome.yes |= outcome.unknown;
    outcome.yes.flip();
}

Outcome everywhere(std::size_t rows, unsigned value) {
    return {Bitmap(rows, value == kYes), Bitmap(rows, value == kUnknown)};
}

} // namespace xo::query
