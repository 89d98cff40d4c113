#include "core/io/layout.h"

#include "core/base/text.h"
#include "core/io/values.h"

#include <algorithm>
#include <map>
#include <set>

namespace xo::io {

namespace {

class Collector : public RowSink {
public:
    Collector(Sample& sample, std::size_t limit) : m_sample(sample), m_limit(limit) {}
    bool row(const Row& row) override {
        if (row.cells.empty()) return true;
        if (m_sample.rows.size() >= m_limit) {
            m_more = true;
            return false;
        }
        SampleRow& copy = m_sample.rows.emplace_back();
        copy.line = row.line;
        copy.cells.reserve(row.cells.size());
        copy.kinds.reserve(row.cells.size());
        for (const Cell& cell : row.cells) {
            m_bytes += cell.text.size() + sizeof(std::string) + 1;
            copy.cells.emplace_back(cell.text);
            copy.kinds.push_back(cell.kind);
        }
        // wide or long records: a smaller sample is enough and keeps memory bounded
        if (m_bytes > (64U << 20)) m_limit = m_sample.rows.size();
        return true;
    }
    bool more() const { return m_more; }

private:
    Sample& m_sample;
    std::size_t m_limit;
    std::size_t m_bytes = 0;
    bool m_more = false;
};

constexpr std::size_t kLookAhead = 40;

std::string_view cellOf(const SampleRow& row, std::size_t column) {
    return column < row.cells.size() ? trimmedFast(row.cells[column]) : std::string_view();
}

std::size_t filled(const SampleRow& row) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (!cellOf(row, i).empty()) ++count;
    return count;
}

enum class Shape { Blank, Text, Number, Time };

Shape shapeOf(std::string_view text) {
    if (text.empty() || isMissingWord(text) || isNotApplicableWord(text)) return Shape::Blank;
    if (readTime(text, DateOrder::Iso) || openDate(text)) return readNumber(text) ? Shape::Number : Shape::Time;
    if (readNumber(text)) return Shape::Number;
    return Shape::Text;
}

// What the column holds below `from`: Number or Time when (nearly) all of its cells are, else Text.
Shape columnShape(const Sample& sample, std::size_t from, std::size_t column) {
    std::size_t numbers = 0, times = 0, texts = 0;
    for (std::size_t r = from; r < sample.rows.size() && r < from + kLookAhead; ++r) {
        switch (shapeOf(cellOf(sample.rows[r], column))) {
        case Shape::Number:
            ++numbers;
            break;
        case Shape::Time:
            ++times;
            break;
        case Shape::Text:
            ++texts;
            break;
        case Shape::Blank:
            break;
        }
    }
    const std::size_t all = numbers + times + texts;
    if (all == 0) return Shape::Blank;
    if (numbers * 10 >= all * 9) return Shape::Number;
    if (times * 10 >= all * 9) return Shape::Time;
    return Shape::Text;
}

bool isYear(std::string_view text) {
    const auto value = readNumber(text);
    return value && *value >= 1900 && *value <= 2100 && text.size() == 4;
}

bool holdsImportIds(const SampleRow& row) {
    std::size_t hits = 0;
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (cellOf(row, i).starts_with("{\"ImportId\"")) ++hits;
    return hits > 0 && hits * 2 >= filled(row);
}

bool isLegacyQualtrics(const SampleRow& first, const SampleRow& second) {
    return cellOf(first, 0) == "V1" && (cellOf(second, 0) == "ResponseID" || cellOf(second, 0) == "ResponseId");
}

// A second row of question texts: words where the rows below hold numbers or times.
bool secondRowIsWording(const Sample& sample, std::size_t first, std::size_t width) {
    if (first + 2 >= sample.rows.size()) return false;
    std::size_t words = 0, values = 0;
    for (std::size_t c = 0; c < width; ++c) {
        const Shape below = columnShape(sample, first + 2, c);
        if (below != Shape::Number && below != Shape::Time) continue;
        const Shape here = shapeOf(cellOf(sample.rows[first + 1], c));
        if (here == Shape::Text)
            ++words;
        else
            ++values;
    }
    return words >= 2 && words > values * 2 && filled(sample.rows[first + 1]) * 2 > width;
}

bool hasHeader(const Sample& sample, std::size_t first, std::size_t width) {
    const SampleRow& head = sample.rows[first];
    std::size_t header = 0, data = 0, recurring = 0, texts = 0;
    for (std::size_t c = 0; c < width; ++c) {
        const std::string_view text = cellOf(head, c);
        const Shape here = shapeOf(text);
        const Shape below = columnShape(sample, first + 1, c);
        if (here == Shape::Blank) continue;
        if (below == Shape::Number || below == Shape::Time) {
            if (here == Shape::Text)
                ++header;
            else if (!isYear(text))
                ++data;
        } else if (here == Shape::Number || here == Shape::Time) {
            if (!isYear(text) && below == Shape::Text) ++data;
        } else {
            ++texts;
            for (std::size_t r = first + 1; r < sample.rows.size() && r < first + kLookAhead; ++r)
                if (cellOf(sample.rows[r], c) == text) {
                    ++recurring;
                    break;
                }
        }
    }
    if (header > 0 || data > 0) return header >= data;
    return texts == 0 || recurring * 3 < texts;
}

void nameColumns(const Sample& sample, Layout& layout) {
    const std::size_t first = layout.preamble;
    std::set<std::string> used;
    for (std::size_t c = 0; c < layout.width; ++c) {
        std::string source, label;
        if (layout.headerRows >= 1 && first < sample.rows.size()) source = cellOf(sample.rows[first], c);
        if (layout.headerRows >= 2 && first + 1 < sample.rows.size()) label = cellOf(sample.rows[first + 1], c);
        std::string base = source.empty() ? "column_" + std::to_string(c + 1) : source;
        for (char& ch : base)
            if (ch == '\n' || ch == '\r' || ch == '\t') ch = ' ';
        std::string name = base;
        for (int n = 2; used.count(name); ++n)
            name = base + "_" + std::to_string(n);
        used.insert(name);
        layout.sources.push_back(std::move(source));
        layout.names.push_back(std::move(name));
        layout.labels.push_back(std::move(label));
    }
}

} // namespace

Result<Sample> readSample(Source& source, std::size_t rows, const JobContext& job) {
    Sample sample;
    Collector collector(sample, rows);
    if (auto read = source.read(collector, job); !read) return read.failure();
    sample.whole = !collector.more();
    return sample;
}

Layout findLayout(const Sample& sample, int stated) {
    Layout layout;
    const auto& rows = sample.rows;
    if (rows.empty()) {
        layout.headerRows = std::max(stated, 0);
        return layout;
    }
    std::map<std::size_t, std::size_t> widths;
    for (std::size_t r = 0; r < rows.size() && r < 200; ++r)
        ++widths[rows[r].cells.size()];
    std::size_t usual = 0, most = 0;
    for (const auto& [width, count] : widths)
        if (count >= most) {
            most = count;
            usual = width;
        }
    if (usual >= 3)
        while (layout.preamble < 10 && layout.preamble + 2 < rows.size() && filled(rows[layout.preamble]) <= 1 &&
               rows[layout.preamble].cells.size() <= std::max<std::size_t>(1, usual / 3))
            ++layout.preamble;
    const std::size_t first = layout.preamble;
    const std::size_t headWidth = rows[first].cells.size();
    if (stated >= 0) {
        layout.headerRows = stated;
        layout.why = {"stated", "由用户指定"};
    } else if (first + 2 < rows.size() && holdsImportIds(rows[first + 2])) {
        layout.headerRows = 3;
        layout.why = {"Qualtrics export: the third row holds ImportIds", "Qualtrics 导出:第三行是 ImportId"};
    } else if (first + 1 < rows.size() && isLegacyQualtrics(rows[first], rows[first + 1])) {
        layout.headerRows = 2;
        layout.why = {"legacy Qualtrics export: V1 above ResponseID", "旧版 Qualtrics 导出:V1 下面是 ResponseID"};
    } else if (!hasHeader(sample, first, headWidth)) {
        layout.headerRows = 0;
        layout.why = {"the first row looks like the others", "第一行与其他行同类"};
    } else if (secondRowIsWording(sample, first, headWidth)) {
        layout.headerRows = 2;
        layout.why = {"the second row holds words above columns of numbers or times", "第二行是文字,下面是数字或时间"};
    } else {
        layout.headerRows = 1;
        layout.why = {"the first row holds names", "第一行是列名"};
    }
    layout.width = layout.headerRows >= 1 ? headWidth : std::max(usual, headWidth);
    if (layout.headerRows >= 2 && first + 1 < rows.size())
        layout.width = std::max(layout.width, rows[first + 1].cells.size());
    const std::size_t firstData = first + static_cast<std::size_t>(layout.headerRows);
    layout.firstDataLine = firstData < rows.size() ? rows[firstData].line : rows.back().line + 1;
    nameColumns(sample, layout);
    return layout;
}

} // namespace xo::io
