#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xo::chart {

/// Coordinates of a picture: device-independent pixels, y downwards.
struct Point {
    double x = 0;
    double y = 0;
    bool operator==(const Point&) const = default;
};
struct Size {
    double width = 0;
    double height = 0;
    bool operator==(const Size&) const = default;
};
struct Rect {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    double right() const { return x + width; }
    double bottom() const { return y + height; }
    Point centre() const { return {x + width / 2, y + height / 2}; }
    bool contains(Point p) const { return p.x >= x && p.x <= right() && p.y >= y && p.y <= bottom(); }
    bool operator==(const Rect&) const = default;
};
struct Segment {
    Point from;
    Point to;
    bool operator==(const Segment&) const = default;
};

/// The middle of the pixel that holds `v`, so that a 1-pixel line is crisp.
double onHalfPixel(double v);

/// Outline of a ribbon between two vertical edges, as a closed polygon: from (x1, top1…bottom1) to (x2, top2…bottom2),
/// both long sides cubic curves with their control points at `bend` (0…1) of the gap. `steps` points per side. A side
/// whose ends are level is one straight piece.
std::vector<Point> ribbonOutline(double x1, double top1, double bottom1, double x2, double top2, double bottom2,
                                 double bend = 0.42, int steps = 24);

/// 45° lines (rising to the right) inside a closed polygon (even-odd), `spacing` apart horizontally, on a lattice fixed
/// to the picture so that neighbouring shapes continue each other. O(lines × edges).
std::vector<Segment> hatchLines(const std::vector<Point>& polygon, double spacing = 6);
std::vector<Segment> hatchLines(const Rect& rect, double spacing = 6);
std::vector<Point> outline(const Rect& rect);
bool contains(const std::vector<Point>& polygon, Point p); ///< even-odd
Rect boundingRect(const std::vector<Point>& polygon);

/// Which of the labels centred at `centres` (ascending), each `widths[i]` wide, are drawn so that no two come nearer
/// than `gap`. Keeps the last one (the newest period) and every k-th before it, smallest k that fits. O(n log n).
std::vector<bool> thinnedLabels(const std::vector<double>& centres, const std::vector<double>& widths, double gap = 8);

/// Moves boxes of `heights` wanted at `tops` apart along one axis so that none overlap (at least `gap` between) and all
/// stay inside low…high where they fit; the order of `tops` is kept. Returns the new tops. O(n log n).
std::vector<double> spreadApart(const std::vector<double>& tops, const std::vector<double>& heights, double low,
                                double high, double gap = 2);

/// Width in pixels of a text at `pixelSize`, for when no font is at hand: East Asian wide characters 1 em, others 0.56.
double approximateWidth(std::string_view text, double pixelSize, bool bold = false);

} // namespace xo::chart
