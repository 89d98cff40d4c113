#include "core/io/layout.h"

#include "core/base/text.h"
#include "core/io/optiongroups.h"
#include "core/io/totals.h"
#include "core/io/values.h"

#include <algorithm>
#include <map>
#include <set>

namespace xo::io {

namespace {

// Guesses need no more of a text, and several copies of it are made.
std::string_view sampled(std::string_view text) {
    constexpr std::size_t kLongest = 64U << 10;
    if (text.size() <= kLongest) return text;
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end);
}

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
            copy.cells.emplace_back(sampled(cell.text));
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

// "Unnamed: 3": what a data frame calls a column without a header when it is written out.
bool isNoName(std::string_view text) {
    constexpr std::string_view kNone = "Unnamed: ";
    return text.starts_with(kNone) && text.size() > kNone.size() &&
           text.find_first_not_of("0123456789", kNone.size()) == std::string_view::npos;
}

std::size_t filled(const SampleRow& row) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (!cellOf(row, i).empty() && !isNoName(cellOf(row, i))) ++count;
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
            // months above figures are a header, too
            if (here == Shape::Text || (here == Shape::Time && below == Shape::Number))
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

// The title above every column: its own cell, or the one its neighbours to the left share.
std::vector<std::string_view> titlesOf(const SampleRow& row, std::size_t width) {
    std::vector<std::string_view> titles(width);
    for (std::size_t c = 0; c < width; ++c) {
        titles[c] = cellOf(row, c);
        if (titles[c].empty() && c > 0) titles[c] = titles[c - 1];
    }
    return titles;
}

bool isAnswerWord(std::string_view text) {
    return text == "Response" || text == "Open-Ended Response" || text == "Réponse" || text == "回复" ||
           text == "答复" || text == "开放式回答" || text == "开放式答复";
}

// Two levels: the first row leaves cells blank (or repeats its title, as merged cells do) that the second fills, and
// together they name every column.
struct Levels {
    bool fits = false;
    std::size_t shared = 0;  ///< columns that take their title from a neighbour
    std::size_t answers = 0; ///< "Response" in the second row
};

Levels levelsOf(const SampleRow& upper, const SampleRow& lower, std::size_t width) {
    Levels levels;
    const auto titles = titlesOf(upper, width);
    for (std::size_t c = 0; c < width; ++c) {
        const std::string_view above = cellOf(upper, c), below = cellOf(lower, c);
        if (shapeOf(below) == Shape::Number || shapeOf(below) == Shape::Time) return levels;
        if (isAnswerWord(below)) ++levels.answers;
        const bool repeated = c > 0 && !above.empty() && above == cellOf(upper, c - 1);
        if (!above.empty() && !repeated) continue;
        if (below.empty() || titles[c].empty()) return levels;
        ++levels.shared;
    }
    levels.fits = levels.shared > 0 || levels.answers > 0;
    return levels;
}

// Words of the second row that come back as cells of their own column: options, not data, when most cells are blank.
bool isTwoLevels(const Sample& sample, std::size_t first, std::size_t width) {
    if (first + 1 >= sample.rows.size()) return false;
    const SampleRow& upper = sample.rows[first];
    const SampleRow& lower = sample.rows[first + 1];
    const Levels levels = levelsOf(upper, lower, width);
    if (!levels.fits) return false;
    if (levels.answers > 0 && (levels.shared > 0 || cellOf(upper, 0) == "Respondent ID")) return true;
    std::size_t words = 0, options = 0, recurring = 0;
    for (std::size_t c = 0; c < width; ++c) {
        const std::string_view text = cellOf(lower, c);
        if (text.empty()) continue;
        const Shape below = columnShape(sample, first + 2, c);
        if (below == Shape::Number || below == Shape::Time) {
            ++words;
            continue;
        }
        bool own = true, again = false;
        for (std::size_t r = first + 2; r < sample.rows.size() && r < first + kLookAhead; ++r) {
            const std::string_view cell = cellOf(sample.rows[r], c);
            again = again || cell == text;
            own = own && (cell.empty() || cell == text);
        }
        if (again && own)
            ++options;
        else if (again)
            ++recurring;
    }
    return words + options >= 2 && recurring == 0;
}

void nameColumns(const Sample& sample, Layout& layout) {
    const std::size_t first = layout.preamble;
    const bool two = layout.headerRows >= 2 && first + 1 < sample.rows.size();
    std::vector<std::string_view> titles;
    if (two && layout.levels == 2) titles = titlesOf(sample.rows[first], layout.width);
    std::set<std::string> used;
    std::map<std::string, int> next; // keeps ten thousand equal headers linear
    for (std::size_t c = 0; c < layout.width; ++c) {
        std::string source, label;
        if (layout.headerRows >= 1 && first < sample.rows.size()) source = cellOf(sample.rows[first], c);
        if (two) label = cellOf(sample.rows[first + 1], c);
        if (two && layout.levels == 2) {
            source = titles[c];
            if (!label.empty() && !isAnswerWord(label)) source += (source.empty() ? "" : " - ") + label;
            label.clear();
        }
        std::string base = source.empty() ? "column_" + std::to_string(c + 1) : source;
        for (char& ch : base)
            if (ch == '\n' || ch == '\r' || ch == '\t') ch = ' ';
        std::string name = base;
        for (int& n = next.try_emplace(base, 2).first->second; used.count(name); ++n)
            name = base + "_" + std::to_string(n);
        used.insert(name);
        layout.sources.push_back(std::move(source));
        layout.names.push_back(std::move(name));
        layout.labels.push_back(std::move(label));
    }
}

// Records of titles and remarks before the header: one cell, or "导出时间:" and its value, where the table is wider.
std::size_t preambleOf(const std::vector<SampleRow>& rows, std::size_t usual) {
    std::vector<std::size_t> counts;
    for (std::size_t r = 0; r < rows.size() && r < 200; ++r)
        counts.push_back(filled(rows[r]));
    std::sort(counts.begin(), counts.end());
    const std::size_t typical = counts[counts.size() / 2];
    const auto isRemark = [&](const SampleRow& row) {
        const std::size_t count = filled(row);
        if (count > 2 || count * 3 > typical) return false;
        if (count <= 1) return true;
        const std::string_view head = cellOf(row, 0);
        return !head.empty() && (head.ends_with(":") || head.ends_with("：") || shapeOf(cellOf(row, 1)) != Shape::Text);
    };
    std::size_t preamble = 0;
    if (usual >= 3)
        while (preamble < 20 && preamble + 2 < rows.size() && isRemark(rows[preamble]))
            ++preamble;
    return preamble;
}

} // namespace

Result<Sample> readSample(Source& source, std::size_t rows, const JobContext& job) {
    Sample sample;
    Collector collector(sample, rows);
    if (auto read = source.read(collector, job); !read) return read.failure();
    sample.whole = !collector.more();
    sample.headerRows = source.info().headerRows;
    return sample;
}

Layout findLayout(const Sample& sample, int stated) {
    Layout layout;
    const auto& rows = sample.rows;
    if (rows.empty()) {
        layout.headerRows = std::max(stated, 0);
        return layout;
    }
    if (stated < 0 && sample.headerRows >= 0) {
        const auto header = static_cast<std::size_t>(sample.headerRows);
        layout.headerRows = sample.headerRows;
        layout.why = {"the format names its columns", "该格式自带列名"};
        layout.width = rows.front().cells.size();
        layout.firstDataLine = header < rows.size() ? rows[header].line : rows.back().line + 1;
        nameColumns(sample, layout);
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
    layout.preamble = preambleOf(rows, usual);
    const std::size_t first = layout.preamble;
    const std::size_t headWidth = rows[first].cells.size();
    if (stated >= 0) {
        layout.headerRows = stated;
        layout.why = {"stated", "由用户指定"};
        if (stated == 2 && first + 1 < rows.size())
            layout.levels =
                levelsOf(rows[first], rows[first + 1], std::max(headWidth, rows[first + 1].cells.size())).fits ? 2 : 1;
    } else if (first + 2 < rows.size() && holdsImportIds(rows[first + 2])) {
        layout.headerRows = 3;
        layout.why = {"Qualtrics export: the third row holds ImportIds", "Qualtrics 导出:第三行是 ImportId"};
    } else if (first + 1 < rows.size() && isLegacyQualtrics(rows[first], rows[first + 1])) {
        layout.headerRows = 2;
        layout.why = {"legacy Qualtrics export: V1 above ResponseID", "旧版 Qualtrics 导出:V1 下面是 ResponseID"};
    } else if (isTwoLevels(sample, first,
                           std::max(headWidth, first + 1 < rows.size() ? rows[first + 1].cells.size() : 0))) {
        layout.headerRows = 2;
        layout.levels = 2;
        layout.why = {"a header in two levels: the second row names what the first leaves blank",
                      "两级表头:第二行补足第一行留空的列名"};
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
    for (const std::size_t r : findTotals(sample, layout))
        layout.totals.push_back(rows[r].line);
    if (!layout.totals.empty()) layout.endDataLine = layout.totals.front();
    if (layout.headerRows >= 1) layout.groups = findOptionGroups(sample, layout);
    return layout;
}

} // namespace xo::io
