// Any bytes as a condition: reading never crashes, and what could be read prints back to the same condition.
#include "core/query/filter.h"
#include "core/query/lexer.h"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "filter_expression: %s\n", what);
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto filter = xo::query::parse(text);
    if (!filter) {
        demand(filter.error().code.starts_with("query.") && filter.error().place.starts_with("position "),
               "an error without its place");
        return 0;
    }
    const std::string printed = xo::query::print(*filter);
    // canonical spacing can make a text longer than the limit on what is read
    if (printed.size() > 60'000) return 0;
    const auto again = xo::query::parse(printed);
    demand(again.has_value(), "what was printed cannot be read");
    demand(xo::query::print(*again) == printed, "what was printed reads as something else");
    const std::string both = xo::query::conjunction(text, "a = 1");
    demand(xo::query::parse(both).has_value(), "joined conditions cannot be read");
    return 0;
}
