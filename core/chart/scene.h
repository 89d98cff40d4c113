#pragma once

#include "core/chart/geometry.h"
#include "core/chart/ink.h"

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace xo::chart {

enum class Align { Left, Centre, Right };

struct BoxShape {
    Rect rect;
    Ink fill = Ink::None;
    Ink stroke = Ink::None;
    double strokeWidth = 1;
    double opacity = 1;
    bool dashed = false;
    bool operator==(const BoxShape&) const = default;
};
struct LineShape {
    Point from;
    Point to;
    Ink ink = Ink::Text3;
    double width = 1;
    bool dashed = false;
    double opacity = 1;
    bool operator==(const LineShape&) const = default;
};
struct AreaShape { ///< a closed polygon
    std::vector<Point> outline;
    Ink fill = Ink::None;
    double opacity = 1;
    bool operator==(const AreaShape&) const = default;
};
struct HatchShape {
    std::vector<Segment> lines;
    Ink ink = Ink::Hatch;
    double opacity = 1;
    bool operator==(const HatchShape&) const = default;
};
struct DotShape {
    Point centre;
    double radius = 4;
    Ink ink = Ink::Good;
    bool hollow = false; ///< outline of `ink`, filled with the panel
    double opacity = 1;
    bool operator==(const DotShape&) const = default;
};
struct TextShape {
    Point baseline; ///< left end, centre or right end by `align`
    std::string text;
    Align align = Align::Left;
    Ink ink = Ink::Text1;
    int pixelSize = 12;
    bool bold = false;
    bool operator==(const TextShape&) const = default;
};
using Shape = std::variant<BoxShape, LineShape, AreaShape, HatchShape, DotShape, TextShape>;

/// One value axis of a plot: evenly spaced ticks, whose labels stand among the shapes.
struct AxisTick {
    double value = 0;
    std::string label;
    bool operator==(const AxisTick&) const = default;
};
struct Axis {
    double low = 0;
    double high = 1;
    std::vector<AxisTick> ticks;
    bool grid = false;
    bool operator==(const Axis&) const = default;
};

/// Stacked values of one kind, one per category.
struct BarSet {
    std::vector<double> values;
    Ink fill = Ink::Good;
    Ink stroke = Ink::None;
    double opacity = 1;
    bool operator==(const BarSet&) const = default;
};
/// A line through points in the axes' units.
struct LineSeries {
    std::vector<Point> points;
    Ink ink = Ink::Good;
    double width = 1.5;
    bool dashed = false;
    bool operator==(const LineSeries&) const = default;
};

/// One coordinate system: bars stand at the categories 0, 1, 2 … of the axis across (range −0.5 … n − 0.5).
struct Plot {
    Rect area;
    Axis x;
    Axis y;
    bool horizontalBars = false; ///< categories run down the y axis, the first on top
    std::vector<BarSet> bars;
    double barWidth = 0; ///< pixels across
    std::vector<LineSeries> lines;
    bool operator==(const Plot&) const = default;
};

/// A mark that answers to hover, click and keyboard.
struct Hit {
    std::string id;             ///< the page knows which filter it stands for ("lost:3"); blank = tooltip only
    Rect box;                   ///< what is outlined when focused or selected
    std::vector<Point> polygon; ///< when not empty: the exact area
    std::string title;          ///< first line of the tooltip, and the accessible name
    std::vector<std::pair<std::string, std::string>> facts; ///< label and exact figure
    bool covers(Point p) const { return polygon.empty() ? box.contains(p) : contains(polygon, p); }
    bool operator==(const Hit&) const = default;
};

/// A whole picture as plain values: what to paint, in this order: back, plots, front. Later hits lie above earlier.
struct Scene {
    Size size;
    std::vector<Shape> back;
    std::vector<Plot> plots;
    std::vector<Shape> front;
    std::vector<Hit> hits;
    std::string description; ///< one sentence for those who can't see the picture
    bool operator==(const Scene&) const = default;
    /// The topmost mark at a point; nullptr when there is none.
    const Hit* hitAt(Point p) const;
    const Hit* hit(std::string_view id) const;
};

/// Width of a text in pixels. The layout asks for it; tests and headless use may pass approximateWidth.
using Measure = std::function<double(const std::string& text, int pixelSize, bool bold)>;

/// The text cut at a character with "…" so that it is at most `width` wide.
std::string elided(const std::string& text, double width, int pixelSize, bool bold, const Measure& measure);
/// The text in at most `most` (≥ 1) lines of at most `width` pixels, broken at blanks and between ideographs, never
/// before a closing mark; what doesn't fit is cut as above.
std::vector<std::string> wrapped(const std::string& text, double width, std::size_t most, int pixelSize, bool bold,
                                 const Measure& measure);

/// The labels of an upright axis, right-aligned beside the plot.
void addTickLabels(Scene& scene, const Plot& plot);

/// Small-base rule (PRODUCT.md 3.22).
enum class Base { Full, Indicative, Hidden };

} // namespace xo::chart
