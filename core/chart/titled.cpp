#include "core/chart/titled.h"

#include <type_traits>

namespace xo::chart {

namespace {

constexpr double kTitleHeight = 64;

void moveDown(Point& p, double dy) {
    p.y += dy;
}
void moveDown(Rect& r, double dy) {
    r.y += dy;
}

void moveDown(Shape& shape, double dy) {
    std::visit(
        [dy](auto& s) {
            using T = std::decay_t<decltype(s)>;
            if constexpr (std::is_same_v<T, BoxShape>) moveDown(s.rect, dy);
            if constexpr (std::is_same_v<T, LineShape>) moveDown(s.from, dy), moveDown(s.to, dy);
            if constexpr (std::is_same_v<T, AreaShape>)
                for (Point& p : s.outline)
                    moveDown(p, dy);
            if constexpr (std::is_same_v<T, HatchShape>)
                for (Segment& line : s.lines)
                    moveDown(line.from, dy), moveDown(line.to, dy);
            if constexpr (std::is_same_v<T, DotShape>) moveDown(s.centre, dy);
            if constexpr (std::is_same_v<T, TextShape>) moveDown(s.baseline, dy);
        },
        shape);
}

} // namespace

Scene withTitle(const std::string& title, const std::string& subtitle, Size size, const Measure& measure,
                const std::function<Scene(Size, const Measure&)>& layout) {
    Scene scene = layout({size.width, size.height - kTitleHeight}, measure);
    for (Shape& shape : scene.back)
        moveDown(shape, kTitleHeight);
    for (Shape& shape : scene.front)
        moveDown(shape, kTitleHeight);
    for (Plot& plot : scene.plots)
        moveDown(plot.area, kTitleHeight);
    for (Hit& hit : scene.hits) {
        moveDown(hit.box, kTitleHeight);
        for (Point& p : hit.polygon)
            moveDown(p, kTitleHeight);
    }
    scene.size.height += kTitleHeight;
    const double room = scene.size.width - 32;
    scene.front.push_back(
        TextShape{{16, 30}, elided(title, room, 20, true, measure), Align::Left, Ink::Text1, 20, true});
    scene.front.push_back(TextShape{{16, 50}, elided(subtitle, room, 12, false, measure), Align::Left, Ink::Text2, 12});
    return scene;
}

} // namespace xo::chart
