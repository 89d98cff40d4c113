#include "core/columnar/options.h"

#include <algorithm>

namespace xo {

std::string shownOptions(std::string_view combination) {
    std::string out;
    forEachOption(combination, [&](std::string_view option) {
        if (!out.empty()) out += "; ";
        out += option;
    });
    return out;
}

OptionTable::OptionTable(const Dictionary& combinations) : m_offsets{0} {
    m_offsets.reserve(combinations.size() + 1);
    m_offsets.push_back(0);
    for (std::uint32_t code = 1; code < combinations.size(); ++code) {
        const auto begin = static_cast<std::ptrdiff_t>(m_members.size());
        forEachOption(combinations.at(code), [&](std::string_view text) {
            const std::uint32_t option = m_options.add(text);
            if (std::find(m_members.begin() + begin, m_members.end(), option) == m_members.end())
                m_members.push_back(option);
        });
        m_offsets.push_back(static_cast<std::uint32_t>(m_members.size()));
    }
}

} // namespace xo
