#pragma once

#include "core/columnar/column.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace xo {

/// f(option) for each option of a combination, as a text of a Set column's dictionary holds them (kOptionMark).
template <class F>
void forEachOption(std::string_view combination, F&& f) {
    while (!combination.empty()) {
        const std::size_t end = combination.find(kOptionMark);
        if (const std::string_view option = combination.substr(0, end); !option.empty()) f(option);
        if (end == std::string_view::npos) return;
        combination.remove_prefix(end + 1);
    }
}

/// A combination as people read it: "price; service".
std::string shownOptions(std::string_view combination);

/// The distinct options of a Set column's dictionary, and which of them each combination holds. Codes of options are
/// 1, 2 … in the order of their first combination.
class OptionTable {
public:
    explicit OptionTable(const Dictionary& combinations);
    std::uint32_t size() const { return m_options.size(); } ///< number of codes including 0
    std::string_view option(std::uint32_t code) const { return m_options.at(code); }
    /// Codes of the options a combination holds, each once; none for code 0.
    std::span<const std::uint32_t> of(std::uint32_t combination) const {
        return std::span(m_members).subspan(m_offsets[combination],
                                            m_offsets[combination + 1] - m_offsets[combination]);
    }

private:
    Dictionary m_options;
    std::vector<std::uint32_t> m_offsets, m_members;
};

} // namespace xo
