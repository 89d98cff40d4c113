#include "core/chart/scene.h"

#include "core/base/text.h"
#include "core/chart/scale.h"

namespace xo::chart {

const Hit* Scene::hitAt(Point p) const {
    for (auto it = hits.rbegin(); it != hits.rend(); ++it)
        if (it->covers(p)) return &*it;
    return nullptr;
}

const Hit* Scene::hit(std::string_view id) const {
    if (id.empty()) return nullptr;
    for (const Hit& h : hits)
        if (h.id == id) return &h;
    return nullptr;
}

std::string elided(const std::string& text, double width, int pixelSize, bool bold, const Measure& measure) {
    if (measure(text, pixelSize, bold) <= width) return text;
    std::vector<std::size_t> ends;
    for (std::size_t offset = 0; offset < text.size();) {
        nextCodePoint(text, offset);
        ends.push_back(offset);
    }
    while (!ends.empty()) {
        ends.pop_back();
        const std::string cut = text.substr(0, ends.empty() ? 0 : ends.back()) + "…";
        if (ends.empty() || measure(cut, pixelSize, bold) <= width) return cut;
    }
    return "…";
}

namespace {

constexpr std::string_view kClosing = "，。、；：！？）】》”’%";
constexpr std::string_view kOpening = "（【《“‘";

bool isIdeograph(char32_t c) {
    return c >= 0x2E80 && c < 0xFFE0;
}

/// Pieces between which a line may end; the blank behind a piece belongs to it.
std::vector<std::string> pieces(const std::string& text) {
    std::vector<std::string> out;
    bool open = true, held = false; // a piece may begin here, none may
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t begin = offset;
        const char32_t c = nextCodePoint(text, offset);
        const std::string one = text.substr(begin, offset - begin);
        const bool closing = kClosing.find(one) != std::string_view::npos;
        if (out.empty() || (!closing && !held && (open || isIdeograph(c)))) out.emplace_back();
        out.back() += one;
        open = c == ' ' || isIdeograph(c);
        held = kOpening.find(one) != std::string_view::npos;
    }
    return out;
}

} // namespace

std::vector<std::string> wrapped(const std::string& text, double width, std::size_t most, int pixelSize, bool bold,
                                 const Measure& measure) {
    std::vector<std::string> lines;
    bool full = false;
    for (const std::string& piece : pieces(text)) {
        const bool fits =
            !lines.empty() && measure(std::string(trimmed(lines.back() + piece)), pixelSize, bold) <= width;
        full = full || (!fits && lines.size() == most);
        if (fits || full)
            lines.back() += piece;
        else
            lines.push_back(piece);
    }
    for (std::string& line : lines)
        line = elided(std::string(trimmed(line)), width, pixelSize, bold, measure);
    return lines;
}

void addTickLabels(Scene& scene, const Plot& plot) {
    const Scale y{plot.y.low, plot.y.high, plot.area.bottom(), plot.area.y};
    for (const AxisTick& tick : plot.y.ticks)
        scene.front.push_back(
            TextShape{{plot.area.x - 8, y(tick.value) + 4}, tick.label, Align::Right, Ink::Text3, 11, false});
}

} // namespace xo::chart
