#pragma once

#include <functional>
#include <vector>

namespace xo::ui {

/// Texts of a form that are set now and again after a change of language.
class LiveTexts {
public:
    void set(std::function<void()> text) {
        text();
        m_texts.push_back(std::move(text));
    }
    void renew() const {
        for (const auto& text : m_texts)
            text();
    }

private:
    std::vector<std::function<void()>> m_texts;
};

} // namespace xo::ui
