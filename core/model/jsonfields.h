#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <cstdint>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace xo {

/// Reads the fields of one JSON object strictly: a field of the wrong type or an unknown field is an error that names
/// it.
class JsonFields {
public:
    JsonFields(const Json& json, std::string what) : m_json(json), m_what(std::move(what)) {
        if (!json.is_object()) m_problem = m_what + ": an object is expected";
    }

    /// A missing field leaves `value` as it is.
    template <class T>
    void read(const std::string& name, T& value) {
        m_known.insert(name);
        if (!m_json.is_object() || !m_json.contains(name)) return;
        const Json& given = m_json.at(name);
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
            if (!fits<T>(given)) {
                if (m_problem.empty()) m_problem = m_what + "." + name + ": a whole number is expected";
                return;
            }
        try {
            value = given.get<T>();
        } catch (const Json::exception&) {
            if (m_problem.empty()) m_problem = m_what + "." + name + ": wrong type";
        }
    }
    bool has(const std::string& name) const {
        return m_json.is_object() && m_json.contains(name) && !m_json.at(name).is_null();
    }
    /// The elements of an array field; empty when missing.
    std::vector<Json> array(const std::string& name) {
        m_known.insert(name);
        if (!m_json.is_object() || !m_json.contains(name)) return {};
        const Json& value = m_json.at(name);
        if (!value.is_array()) {
            if (m_problem.empty()) m_problem = m_what + "." + name + ": a list is expected";
            return {};
        }
        return {value.begin(), value.end()};
    }
    /// Error model.bad_json{what is wrong} when anything was.
    Result<void> finish() const {
        if (!m_problem.empty()) return fail("model.bad_json", {m_problem});
        if (m_json.is_object())
            for (const auto& item : m_json.items())
                if (!m_known.contains(item.key()))
                    return fail("model.bad_json", {m_what + ": unknown field '" + item.key() + "'"});
        return {};
    }

private:
    // A conversion of what doesn't fit is undefined.
    template <class T>
    static bool fits(const Json& given) {
        if (given.is_number_unsigned()) return std::in_range<T>(given.get<std::uint64_t>());
        return given.is_number_integer() && std::in_range<T>(given.get<std::int64_t>());
    }

    const Json& m_json;
    std::string m_what;
    std::string m_problem;
    std::set<std::string> m_known;
};

} // namespace xo
