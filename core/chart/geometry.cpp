#include "core/chart/geometry.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace xo::chart {

double onHalfPixel(double v) {
    return std::floor(v) + 0.5;
}

namespace {

void appendSide(std::vector<Point>& out, Point from, Point to, double bend, int steps) {
    if (from.y == to.y || steps < 2) {
        out.push_back(from);
        out.push_back(to);
        return;
    }
    const double middle = from.x + (to.x - from.x) * (to.x >= from.x ? bend : 1 - bend);
    for (int i = 0; i <= steps; ++i) {
        const double t = static_cast<double>(i) / steps;
        const double u = 1 - t;
        const double x = u * u * u * from.x + 3 * u * u * t * middle + 3 * u * t * t * middle + t * t * t * to.x;
        const double y = u * u * (u + 3 * t) * from.y + t * t * (t + 3 * u) * to.y;
        out.push_back({x, y});
    }
}

} // namespace

std::vector<Point> ribbonOutline(double x1, double top1, double bottom1, double x2, double top2, double bottom2,
                                 double bend, int steps) {
    std::vector<Point> out;
    out.reserve(static_cast<std::size_t>(2 * std::max(steps, 1) + 2));
    appendSide(out, {x1, top1}, {x2, top2}, bend, steps);
    appendSide(out, {x2, bottom2}, {x1, bottom1}, bend, steps);
    return out;
}

std::vector<Point> outline(const Rect& r) {
    return {{r.x, r.y}, {r.right(), r.y}, {r.right(), r.bottom()}, {r.x, r.bottom()}};
}

Rect boundingRect(const std::vector<Point>& polygon) {
    if (polygon.empty()) return {};
    double left = polygon.front().x, right = left, top = polygon.front().y, bottom = top;
    for (const Point& p : polygon) {
        left = std::min(left, p.x), right = std::max(right, p.x);
        top = std::min(top, p.y), bottom = std::max(bottom, p.y);
    }
    return {left, top, right - left, bottom - top};
}

bool contains(const std::vector<Point>& polygon, Point p) {
    bool inside = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const Point &a = polygon[i], &b = polygon[j];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
    }
    return inside;
}

std::vector<Segment> hatchLines(const std::vector<Point>& polygon, double spacing) {
    std::vector<Segment> lines;
    if (polygon.size() < 3 || spacing <= 0) return lines;
    // a line of the lattice is x + y = c; along it we measure x
    double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
    for (const Point& p : polygon) {
        low = std::min(low, p.x + p.y);
        high = std::max(high, p.x + p.y);
    }
    std::vector<double> crossings;
    for (double c = std::ceil(low / spacing) * spacing; c <= high; c += spacing) {
        crossings.clear();
        for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
            const double a = polygon[j].x + polygon[j].y - c, b = polygon[i].x + polygon[i].y - c;
            if ((a > 0) == (b > 0)) continue;
            const double t = a / (a - b);
            crossings.push_back(polygon[j].x + t * (polygon[i].x - polygon[j].x));
        }
        std::sort(crossings.begin(), crossings.end());
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
            if (crossings[i + 1] - crossings[i] > 0.05)
                lines.push_back({{crossings[i], c - crossings[i]}, {crossings[i + 1], c - crossings[i + 1]}});
    }
    return lines;
}

std::vector<Segment> hatchLines(const Rect& rect, double spacing) {
    return hatchLines(outline(rect), spacing);
}

std::vector<bool> thinnedLabels(const std::vector<double>& centres, const std::vector<double>& widths, double gap) {
    const std::size_t n = centres.size();
    for (std::size_t step = 1; step < n; ++step) {
        bool fits = true;
        for (std::size_t i = n - 1; fits && i >= step; i -= step)
            fits = centres[i] - centres[i - step] >= (widths[i] + widths[i - step]) / 2 + gap;
        if (!fits) continue;
        std::vector<bool> shown(n, false);
        for (std::size_t i = n - 1;; i -= step) {
            shown[i] = true;
            if (i < step) break;
        }
        return shown;
    }
    std::vector<bool> shown(n, false);
    if (n) shown[n - 1] = true;
    return shown;
}

std::vector<double> spreadApart(const std::vector<double>& tops, const std::vector<double>& heights, double low,
                                double high, double gap) {
    std::vector<double> out = tops;
    std::vector<std::size_t> order(tops.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return tops[a] < tops[b]; });
    double edge = low;
    for (const std::size_t i : order) {
        out[i] = std::max(out[i], edge);
        edge = out[i] + heights[i] + gap;
    }
    edge = high;
    for (auto it = order.rbegin(); it != order.rend(); ++it) {
        if (out[*it] + heights[*it] <= edge) break;
        out[*it] = edge - heights[*it];
        edge = out[*it] - gap;
    }
    return out;
}

double approximateWidth(std::string_view text, double pixelSize, bool bold) {
    const auto columns = static_cast<double>(displayWidth(text));
    const auto points = static_cast<double>(codePointCount(text));
    const double wide = columns - points;
    const double em = wide + (points - wide) * 0.56;
    return em * pixelSize * (bold ? 1.06 : 1.0);
}

} // namespace xo::chart
