#pragma once

#include <cassert>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace xo {

/// An error as a value. `code` names a text of core/wording ("filter.unknown_name"; a test demands one in both
/// languages for every code that the sources use); `args` fill %1 … %9 of that text; `place` says where: "row 12,
/// column score", "position 7", a path. Blank place = nothing more precise is known.
struct Error {
    std::string code;
    std::vector<std::string> args;
    std::string place;
    bool operator==(const Error&) const = default;
};

/// Carries an Error into a Result, as std::unexpected does.
struct Unexpected {
    Error error;
};

/// Makes the error of a failed call: `return fail("csv.unclosed_quote", {"12"}, "line 12");`
[[nodiscard]] inline Unexpected fail(std::string_view code, std::vector<std::string> args = {},
                                     std::string place = {}) {
    return Unexpected{Error{std::string(code), std::move(args), std::move(place)}};
}

/// The one code that is a state rather than a mistake: the user pressed Cancel.
inline constexpr std::string_view kCancelled = "job.cancelled";
[[nodiscard]] inline Unexpected cancelled() {
    return fail(kCancelled);
}

/// A value or an Error, with the names of std::expected (which C++20 lacks).
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Unexpected failure) : m_state(std::in_place_index<1>, std::move(failure.error)) {}

    bool has_value() const { return m_state.index() == 0; }
    explicit operator bool() const { return has_value(); }
    T& value() & { return assert(has_value()), std::get<0>(m_state); }
    const T& value() const& { return assert(has_value()), std::get<0>(m_state); }
    T&& value() && { return assert(has_value()), std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    const Error& error() const { return std::get<1>(m_state); }
    Unexpected failure() const { return Unexpected{error()}; }
    T value_or(T fallback) const& { return has_value() ? value() : std::move(fallback); }

private:
    std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Unexpected failure) : m_error(std::move(failure.error)) {}
    bool has_value() const { return !m_error; }
    explicit operator bool() const { return has_value(); }
    const Error& error() const { return *m_error; }
    Unexpected failure() const { return Unexpected{*m_error}; }

private:
    std::optional<Error> m_error;
};

} // namespace xo
