#include "core/chart/timelinespec.h"

#include "core/chart/scale.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace xo::chart {

namespace {

constexpr double kRadius = 5;
constexpr double kEventLine = 72;
constexpr double kAnswerLine = 116;

/// Where the marks of one line stand: at their time, moved apart where they would cover each other.
void place(const std::vector<TimelineMark>& marks, bool answers, const Scale& scale, std::vector<double>& x) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < marks.size(); ++i)
        if (marks[i].answer == answers) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return marks[a].at < marks[b].at; });
    std::vector<double> wanted;
    for (const std::size_t i : order)
        wanted.push_back(scale(marks[i].at) - kRadius);
    const double room = scale.to - scale.from + 2 * kRadius;
    const double width = std::min(2 * kRadius, room / static_cast<double>(std::max<std::size_t>(order.size(), 1)));
    const std::vector<double> lefts =
        spreadApart(wanted, std::vector<double>(order.size(), width), scale.from - kRadius, scale.to + kRadius, 0);
    for (std::size_t k = 0; k < order.size(); ++k)
        x[order[k]] = lefts[k] + kRadius;
}

} // namespace

Scene layoutTimeline(const TimelineSpec& s, Size size, const Measure& m) {
    Scene scene;
    const double w = std::max(size.width, 480.0), h = std::max(size.height, 150.0);
    scene.size = {w, h};
    scene.description = s.description;
    const auto text = [&](Point at, const std::string& t, Align align, Ink ink, int px, bool bold = false) {
        if (!t.empty()) scene.front.push_back(TextShape{at, t, align, ink, px, bold});
    };
    const double gutter = std::max(m(s.eventsTitle, 12, true), m(s.answersTitle, 12, true)) + 32;
    text({16, kEventLine + 4}, s.eventsTitle, Align::Left, Ink::Text2, 12, true);
    text({16, kAnswerLine + 4}, s.answersTitle, Align::Left, Ink::Text2, 12, true);
    scene.back.push_back(LineShape{{gutter, kEventLine + 0.5}, {w - 16, kEventLine + 0.5}, Ink::Line2});
    scene.back.push_back(LineShape{{gutter, kAnswerLine + 0.5}, {w - 16, kAnswerLine + 0.5}, Ink::Grid});
    if (s.marks.empty()) return scene;

    const auto [first, last] = std::minmax_element(
        s.marks.begin(), s.marks.end(), [](const TimelineMark& a, const TimelineMark& b) { return a.at < b.at; });
    const Scale scale{first->at, last->at, gutter + 24, w - 56};
    std::vector<double> x(s.marks.size());
    place(s.marks, false, scale, x);
    place(s.marks, true, scale, x);
    std::vector<std::size_t> order(s.marks.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });

    std::array<double, 3> free{0, 0, 0}; // right ends of the labels on the levels above the line
    double freeBelow = 0;
    std::vector<double> centres, widths;
    for (const std::size_t i : order) {
        const TimelineMark& mark = s.marks[i];
        const double y = mark.answer ? kAnswerLine : kEventLine;
        if (mark.event && *mark.event < x.size())
            scene.back.push_back(LineShape{{x[*mark.event], kEventLine}, {x[i], y}, Ink::Line2});
        scene.front.push_back(DotShape{{x[i], y}, kRadius, mark.ink, mark.hollow});
        centres.push_back(x[i]);
        widths.push_back(m(mark.dateText, 11, false));
        const double width = m(mark.label, 11, false);
        const double left = std::clamp(x[i] - width / 2, gutter, std::max(gutter, w - 8 - width));
        if (mark.answer) {
            if (left >= freeBelow) {
                text({left, kAnswerLine + 20}, mark.label, Align::Left, Ink::Text1, 11);
                freeBelow = left + width + 6;
            }
        } else {
            for (std::size_t level = 0; level < free.size(); ++level) {
                if (left < free[level]) continue;
                text({left, kEventLine - 12 - 17 * static_cast<double>(level)}, mark.label, Align::Left, Ink::Text1,
                     11);
                free[level] = left + width + 8;
                break;
            }
        }
        std::string title = mark.label.empty() ? mark.dateText : mark.label;
        scene.hits.push_back({"entry:" + std::to_string(i),
                              {x[i] - kRadius - 3, y - kRadius - 3, 2 * kRadius + 6, 2 * kRadius + 6},
                              {},
                              std::move(title),
                              mark.facts});
    }
    const std::vector<bool> dates = thinnedLabels(centres, widths, 12);
    for (std::size_t k = 0; k < order.size(); ++k)
        if (dates[k]) {
            const double left = std::clamp(centres[k] - widths[k] / 2, gutter, std::max(gutter, w - 8 - widths[k]));
            text({left, h - 8}, s.marks[order[k]].dateText, Align::Left, Ink::Text3, 11);
        }
    return scene;
}

} // namespace xo::chart
