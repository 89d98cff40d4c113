// Any text as a role, a "COLUMN=ROLE", a recipe's type and a cell: reading never crashes, and what could be read prints
// back to the same.
#include "core/io/cellform.h"
#include "core/io/plan.h"
#include "core/io/values.h"
#include "core/model/role.h"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "role_text: %s\n", what);
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size > 4096) return 0;
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (const auto role = xo::Role::parse(text)) {
        const auto again = xo::Role::parse(role->text());
        demand(again.has_value() && *again == *role, "a role reads otherwise than it prints");
    } else {
        demand(role.error().code == "model.bad_role", "an error of another kind");
    }
    if (const auto set = xo::io::parseSetRole(text)) demand(!set->column.empty(), "a role without its column");
    if (const auto type = xo::io::parseTypeText(text)) {
        xo::io::ColumnGuess guess;
        guess.type = type->type;
        guess.dateOrder = type->order;
        guess.form = type->form;
        guess.set.separator = type->separator;
        const std::string printed = xo::io::typeText(guess);
        const auto again = xo::io::parseTypeText(printed);
        demand(again && again->type == type->type && again->order == type->order, "a type reads otherwise");
    }
    // the same bytes as a cell
    for (const bool comma : {false, true}) {
        xo::io::CellForm form;
        form.decimalComma = comma;
        (void)xo::io::readNumber(text, form);
        (void)xo::io::readScore(text, form, {{"1", "one"}, {"2", text}});
    }
    for (const auto order : {xo::io::DateOrder::Iso, xo::io::DateOrder::DayFirst, xo::io::DateOrder::MonthFirst})
        if (const auto time = xo::io::readTime(text, order))
            demand(xo::io::readTime(text, order).has_value(), "a time that is none the second time");
    (void)xo::io::openDate(text);
    (void)xo::io::readDuration(text);
    (void)xo::io::isWordedDuration(text);
    if (const auto score = xo::io::labelledScore(text))
        demand(score->label.size() <= text.size(), "a label longer than its cell");
    (void)xo::io::leadingInteger(text);
    xo::io::NumberMarks marks;
    marks.add(text);
    xo::io::SetForm set;
    set.separator = size ? text.substr(0, 1) : std::string(";");
    (void)xo::io::setText(set, {text});
    demand(xo::io::clipped(text).size() <= text.size() + 3, "clipped longer than it was");
    return 0;
}
