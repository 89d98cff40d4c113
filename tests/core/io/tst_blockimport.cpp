#include "iosupport.h"

#include "core/io/fast/batchjoiner.h"
#include "core/io/fast/bytemask.h"
#include "core/io/fast/nameshape.h"
#include "core/io/fast/plainutf8.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <random>

using namespace iotest;
using xo::Column;
using xo::DatasetKind;
using xo::ImportBatch;
using xo::JobContext;
using xo::ValueType;
using Reading = xo::io::ImportRequest::Reading;

namespace {

std::string shown(double number) {
    if (std::isnan(number)) return "nan";
    char text[40];
    std::snprintf(text, sizeof text, "%a", number);
    return text;
}

// Everything of a column, cell by cell.
std::string shown(const Column& column) {
    std::string out = column.info.name + "|" + column.info.label + "|" + column.info.role.text() + "|" +
                      std::string(xo::valueTypeName(column.info.type)) + "|" + std::to_string(column.rows) + "\n";
    if (column.dictionary)
        for (std::uint32_t code = 1; code < column.dictionary->size(); ++code) {
            out += std::string(column.dictionary->at(code)) + ";";
            if (column.dictionary->find(column.dictionary->at(code)) != code) out += "(not found)";
        }
    out += "\n" + std::to_string(column.codes.storage().index()) + "\n";
    for (std::size_t row = 0; row < column.rows; ++row) {
        switch (column.info.type) {
        case ValueType::Category:
        case ValueType::Set:
            out += std::to_string(column.codes[row]);
            break;
        case ValueType::Score:
            out += std::to_string(column.scores[row]);
            break;
        case ValueType::Integer:
        case ValueType::Number:
            out += shown(column.numbers[row]);
            break;
        case ValueType::Date:
        case ValueType::DateTime:
            out += std::to_string(column.times[row]);
            break;
        case ValueType::Text:
            out += column.texts[row];
            break;
        }
        if (!column.states.empty()) out += "/" + std::to_string(column.states[row]);
        out += '\n';
    }
    return out;
}

std::string shown(const xo::Result<ImportBatch>& result) {
    if (!result) return "error " + result.error().code;
    const ImportBatch& batch = *result;
    std::string out = batch.dataset + "|" + batch.sourceFile + "|" + batch.sourceHash + "|" +
                      std::to_string(batch.rowsRead) + "|" + std::to_string(batch.rowsRejected) + "|" +
                      std::to_string(batch.cellsUnparsed) + "|" + std::to_string(batch.cellsOutOfRange) + "|" +
                      std::to_string(batch.duplicateIds) + "\n" + toJson(batch.recipe).dump() + "\n";
    for (const auto& p : batch.problems)
        out += std::to_string(p.row) + "|" + p.column + "|" + p.text + "|" + p.code +
               (p.rejectedRow ? "|rejected" : "") + "\n";
    for (const std::uint64_t line : batch.sourceRows)
        out += std::to_string(line) + " ";
    for (const auto& column : batch.columns)
        out += "\n" + shown(*column);
    return out;
}

/// Tables as people and programs write them, from a seed.
class Maker {
public:
    explicit Maker(unsigned seed) : m_random(seed) {}

    std::string file() {
        const std::size_t rows = pick(8) == 0 ? 3000 + pick(3000) : 20 + pick(400);
        m_delimiter = ",;\t|"[pick(4)];
        m_oddness = pick(3) == 0 ? 0 : 1 + pick(40);
        m_quoteAll = pick(5) == 0;
        m_end = pick(3) == 0 ? "\r\n" : "\n";
        m_mixedEnds = pick(6) == 0;
        m_lateTurn = pick(3) == 0 ? rows / 2 : SIZE_MAX;
        std::string out = pick(6) == 0 ? "\xEF\xBB\xBF" : "";
        const char* names[] = {"response_id",  "customer_id", "answered_at", "touchpoint", "region",    "nps",
                               "csat_service", "wait_hours",  "amount",      "verbatim",   "visit_day", "late"};
        std::vector<int> kinds;
        const std::size_t width = 2 + pick(14);
        for (std::size_t c = 0; c < width; ++c) {
            const auto kind = static_cast<int>(pick(12));
            kinds.push_back(kind);
            if (c) out += m_delimiter;
            out += std::string(names[kind]) + (pick(2) ? "" : "_" + std::to_string(c));
        }
        out += m_end;
        for (std::size_t row = 0; row < rows; ++row) {
            if (m_oddness && pick(60) == 0) out += pick(2) ? m_end : "\"\"" + m_end;
            std::size_t cells = width;
            if (m_oddness && pick(40) == 0) cells = 1 + pick(width + 3);
            for (std::size_t c = 0; c < cells; ++c) {
                if (c) out += m_delimiter;
                if (c >= width) {
                    if (pick(2)) out += quoted(pick(2) ? " " : "extra");
                    continue;
                }
                std::string text = cell(kinds[c], row);
                const bool needs = text.find_first_of(std::string("\"\n\r") + m_delimiter) != std::string::npos;
                if (needs && pick(20) == 0 &&
                    text.find_first_of(std::string("\n\r") + m_delimiter) == std::string::npos && text[0] != '"')
                    out += text; // a quote inside a bare cell is a character
                else
                    out += needs || m_quoteAll || pick(25) == 0 ? quoted(text) : text;
                if (needs && pick(30) == 0 && out.back() == '"') out += "tail";
            }
            if (row + 1 == rows && pick(2)) break;
            out += m_mixedEnds && pick(5) == 0 ? (pick(2) ? "\r" : "\r\n") : m_end;
        }
        return out;
    }

private:
    std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(m_random); }

    static std::string quoted(const std::string& text) {
        std::string out = "\"";
        for (const char c : text) {
            out += c;
            if (c == '"') out += c;
        }
        return out + "\"";
    }

    std::string day() {
        char text[32];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", static_cast<int>(2023 + pick(3)),
                      static_cast<int>(1 + pick(12)), static_cast<int>(1 + pick(31)));
        return text;
    }

    std::string cell(int kind, std::size_t row) {
        if (m_oddness && pick(400) < m_oddness) return odd();
        const bool late = row > m_lateTurn;
        char text[64];
        switch (kind) {
        case 0:
            return "R" + std::to_string(row * 7 + pick(2));
        case 1:
            if (late && pick(3) == 0) return "客户" + std::to_string(pick(50));
            std::snprintf(text, sizeof text, "C%06d", static_cast<int>(pick(900)));
            return text;
        case 2:
            std::snprintf(text, sizeof text, "%s%c%02d:%02d:%02d", day().c_str(), pick(2) ? ' ' : 'T',
                          static_cast<int>(pick(24)), static_cast<int>(pick(60)), static_cast<int>(pick(60)));
            return text;
        case 3:
            return "tp" + std::to_string(pick(late ? 2000 : 30));
        case 4: {
            const char* regions[] = {"华东", "北京市", "内蒙古自治区", "新疆维吾尔自治区", "西 南", "Région"};
            return regions[pick(6)];
        }
        case 5:
            return pick(20) == 0 ? "" : std::to_string(pick(late ? 13 : 11));
        case 6:
            return pick(10) == 0 ? "" : std::to_string(1 + pick(5)) + (pick(30) == 0 ? ".0" : "");
        case 7:
            std::snprintf(text, sizeof text, "%s%d.%d", pick(9) ? "" : "-", static_cast<int>(pick(200)),
                          static_cast<int>(pick(1000)));
            return text;
        case 8:
            if (pick(5)) return "";
            return late ? "¥" + std::to_string(pick(3000)) + ",000.5" : std::to_string(pick(300'000));
        case 9: {
            std::string out;
            for (std::size_t n = pick(3) ? 0 : 5 + pick(40); n > 0; --n) {
                const char* pieces[] = {"等了", "很久", "服务", "，", "。", " ", "\"", "\n", "a,b", "好；", "😀", "　"};
                out += pieces[pick(12)];
            }
            return out;
        }
        case 10:
            if (late && pick(2)) return std::to_string(1 + pick(28)) + "/" + std::to_string(1 + pick(12)) + "/2024";
            return day();
        default:
            return late ? std::to_string(pick(40)) : "";
        }
    }

    std::string odd() {
        const char* words[] = {"",    " ",          "NULL",     "N/A",        "不适用",    "未询问",
                               "-",   "abc",        "007",      "１２",       "11",        "7.5",
                               "\"",  "a\nb",       "3/5/2024", "2024-02-29", " 5 ",       "　9",
                               "1e3", "2024-02-30", "9分",      "--",         "2024年3月", "12345678901234567890",
                               "C12", "C0000001",   ".5",       "5.",         "+7",        "0",
                               "00",  "1,234",      "(空)",     "（空）",     "(跳过)"};
        return words[pick(std::size(words))];
    }

    std::mt19937 m_random;
    char m_delimiter = ',';
    std::size_t m_oddness = 0;
    bool m_quoteAll = false, m_mixedEnds = false;
    std::size_t m_lateTurn = SIZE_MAX;
    std::string m_end;
};

} // namespace

/// The import in blocks against the one row by row, which is the reference.
class TestBlockImport : public QObject {
    Q_OBJECT
    Files m_files;
    DatasetKind m_kind = DatasetKind::Answers;
    std::vector<std::string> m_stages;

    std::string read(const std::string& path, Reading reading, std::size_t block, unsigned threads,
                     const std::vector<std::string>& set = {}, const char* zone = "Asia/Shanghai",
                     const xo::Recipe& base = {}) {
        auto wanted = request(path, m_kind);
        wanted.stages = m_stages;
        wanted.base = base;
        wanted.zone = *xo::TimeZone::named(zone);
        wanted.reading = reading;
        wanted.blockBytes = block;
        wanted.setRoles = set;
        JobContext job;
        job.threads = threads;
        return shown(xo::io::readBatch(wanted, job));
    }

    bool isStreamed(const std::string& text, const std::vector<std::string>& set = {}, const xo::Recipe& base = {}) {
        auto wanted = request(m_files.write("streamed.csv", text), m_kind);
        wanted.stages = m_stages;
        wanted.setRoles = set;
        wanted.base = base;
        xo::io::BatchJoiner joiner;
        const auto batch = xo::io::streamBatch(wanted, joiner, JobContext());
        return batch && batch->has_value();
    }

    void same(const std::string& text, const std::string& what, const std::vector<std::string>& set = {},
              const char* zone = "Asia/Shanghai", const xo::Recipe& base = {}) {
        const std::string path = m_files.write("same.csv", text);
        const std::string wanted = read(path, Reading::RowByRow, 0, 1, set, zone, base);
        for (const auto& [block, threads] :
             {std::pair(std::size_t{0}, 2U), {std::size_t{300}, 1U}, {std::size_t{777}, 2U}, {std::size_t{5000}, 4U}}) {
            const std::string got = read(path, Reading::Auto, block, threads, set, zone, base);
            if (got == wanted) continue;
            std::size_t at = 0;
            while (at < got.size() && at < wanted.size() && got[at] == wanted[at])
                ++at;
            const std::size_t from = at > 200 ? at - 200 : 0;
            QFAIL((what + ", blocks of " + std::to_string(block) + ", " + std::to_string(threads) + " threads:\n" +
                   got.substr(from, 400) + "\n--- instead of ---\n" + wanted.substr(from, 400))
                      .c_str());
        }
    }

private Q_SLOTS:
    void randomFilesAreTheSame() {
        const int count = qEnvironmentVariableIsSet("XOW_ROUNDS") ? qEnvironmentVariableIntValue("XOW_ROUNDS") : 120;
        for (int seed = 1; seed <= count; ++seed) {
            same(Maker(static_cast<unsigned>(seed)).file(), "seed " + std::to_string(seed));
            if (QTest::currentTestFailed()) return;
        }
    }

    void columnsOfManyNames() {
        // ids that become texts, numbered customers, then one that breaks the pattern; duplicates are counted
        std::string text = "response_id,customer_id,uuid,nps\n";
        std::mt19937 random(7);
        for (int row = 0; row < 150'000; ++row)
            text += "R" + std::to_string(row == 90'000 ? 5 : row) + ",C" + std::to_string(1'000'000 + random() % 9000) +
                    (row % 5000 == 4999 ? "x" : "") + "," + std::to_string(random()) + "-" + std::to_string(random()) +
                    "," + std::to_string(row % 11) + "\n";
        const std::string path = m_files.write("names.csv", text);
        const std::string wanted = read(path, Reading::RowByRow, 0, 1);
        QVERIFY(wanted.find("response_id||id|text|150000") != std::string::npos);
        for (const unsigned threads : {1U, 2U, 4U})
            QVERIFY(read(path, Reading::Auto, 300'000, threads) == wanted);
    }

    void daysAroundTheClockChange() {
        std::string text = "id,when,nps\n";
        for (int hour = 0; hour < 72; ++hour)
            for (const char* minute : {"00", "30", "59"}) {
                char line[80];
                std::snprintf(line, sizeof line, "%d,2024-03-%02d %02d:%s:00,5\n", hour,
                              30 + hour / 24 > 31 ? 1 : 30 + hour / 24, hour % 24, minute);
                text += line;
            }
        text += "x,1950-01-01 00:00:00,1\ny,2071-07-01 12:00:00,2\nz,2024-10-27 02:30:00,3\n";
        same(text, "clock change", {}, "Europe/Berlin");
    }

    void otherFilesGoTheOtherWay() {
        same("a;b\n1;2\n\"3;4\n", "quote that is never closed");
        same("a,b\n1,\xFF\n2,x\n", "no UTF-8");
        same(std::string("a,b\n1,2\n") + std::string(1, '\0') + ",3\n", "NUL");
        same("a\n1\n\n2\n", "one column");
        same("a,b\r1,2\r3,4\r", "CR alone");
        same("a,b\n", "a header alone");
        same("sep=;\na;b\n1;2\n", "a line that states the delimiter");
        same("a,b\n1,2\n3", "a last line without cells");
    }

    void cellsThatMeanSomethingElseGoTheOtherWay() {
        std::string plain = "id,nps\n", sets = "id,why\n", comma = "id;amount\n", epoch = "id,event_time,nps\n";
        for (int row = 0; row < 60; ++row) {
            const std::string id = std::to_string(100 + row);
            plain += id + "," + std::to_string(row % 11) + "\n";
            sets += id + std::array<const char*, 5>{",电话;短信\n", ",短信\n", ",邮件;电话\n", ",邮件\n",
                                                    ",电话;短信;邮件\n"}[static_cast<std::size_t>(row % 5)];
            comma += id + ";" + std::to_string(row) + ",25\n";
            epoch += id + "," + std::to_string(1'700'000'000 + row * 3600) + ",5\n";
        }
        QVERIFY(isStreamed(plain));
        QVERIFY(!isStreamed(sets));
        QVERIFY(read(m_files.write("sets.csv", sets), Reading::Auto, 0, 2).find("|set|60") != std::string::npos);
        QVERIFY(!isStreamed(comma));
        QVERIFY(!isStreamed(epoch));
        same(sets, "set");
        same(comma, "decimal comma");
        same(epoch, "epoch");
    }

    // one time column per stage: a row for each that was reached
    void wideEvents() {
        m_kind = DatasetKind::Events;
        m_stages = {"到店", "试驾", "下定"};
        std::mt19937 random(21);
        for (int round = 0; round < 12; ++round) {
            std::string text = "customer_id,到店,store,试驾,下定,amount\n";
            const int rows = round == 0 ? 1 : 20 + static_cast<int>(random() % 900);
            for (int row = 0; row < rows; ++row) {
                char day[32];
                text += "C" + std::to_string(1000 + random() % 300);
                for (int stage = 0; stage < 3; ++stage) {
                    std::snprintf(day, sizeof day, "2026-%02d-%02d %02d:%02d:00", static_cast<int>(1 + random() % 12),
                                  static_cast<int>(1 + random() % 28), static_cast<int>(random() % 24),
                                  static_cast<int>(random() % 60));
                    const char* const cells[] = {day, "", "NULL", "未体验", " ", "\"\"", "soon"};
                    const std::size_t which = random() % 3 ? 0 : 1 + random() % (round % 2 ? 6 : 5);
                    text += ",";
                    text += random() % 9 == 0 && which == 0 ? '"' + std::string(day) + '"' : std::string(cells[which]);
                    if (stage == 0) text += ",S" + std::to_string(random() % 40);
                }
                text += "," + std::to_string(random() % 5000) + (random() % 60 == 0 ? ",extra" : "") + "\n";
            }
            if (rows > 1) QVERIFY(isStreamed(text));
            same(text, "wide events, round " + std::to_string(round));
            if (QTest::currentTestFailed()) break;
        }
        // nobody reached anything
        same("customer_id,到店,试驾,下定\nC1,,,\nC2,,,\n", "no events");
        // days of an order that is open are asked about either way
        same("customer_id,到店,试驾,下定\nC1,3/5/2026,4/5/2026,\nC2,,,5/6/2026\n", "open dates");
        m_kind = DatasetKind::Answers;
        m_stages.clear();
    }

    void codesAndLabels() {
        std::string text = "id,score,channel\n";
        for (int row = 0; row < 400; ++row)
            text += std::to_string(row) + "," +
                    std::array<const char*, 8>{"1", "5", "0", "9", "3", "", "7", "不适用"}[row % 8] + "," +
                    std::to_string(1 + row % 3) + "\n";
        // several codes of a scale that mean "not applicable"; 7 stays out of range
        const std::vector<std::string> codes = {"score=rating:1-5,na=0|9"};
        QVERIFY(isStreamed(text, codes));
        same(text, "codes of not applicable", codes);
        auto wanted = request(m_files.write("codes.csv", text));
        wanted.setRoles = codes;
        const auto batch = xo::io::readBatch(wanted, JobContext());
        QVERIFY(batch);
        const Column& score = *batch->columns[1];
        QCOMPARE(std::count_if(score.scores.begin(), score.scores.end(),
                               [](std::uint8_t byte) {
                                   return byte == xo::kScoreStateBase + static_cast<int>(xo::CellState::NotApplicable);
                               }),
                 std::ptrdiff_t{150}); // 0, 9 and the word
        QCOMPARE(batch->cellsOutOfRange, std::uint64_t{50});
        // a scale whose points have names is read in blocks; codes that stand for words are not
        xo::Recipe scale = batch->recipe;
        scale.columns[1].valueLabels = {{"1", "很差"}, {"3", "一般"}, {"5", "很好"}};
        QVERIFY(isStreamed(text, {}, scale));
        same(text, "a scale with labels", {}, "Asia/Shanghai", scale);
        xo::Recipe words = batch->recipe;
        words.columns[2].role = "channel";
        words.columns[2].type = "category";
        words.columns[2].valueLabels = {{"1", "电话"}, {"2", "短信"}};
        QVERIFY(!isStreamed(text, {}, words));
        same(text, "codes that stand for words", {}, "Asia/Shanghai", words);
        QVERIFY(read(m_files.write("words.csv", text), Reading::Auto, 0, 2, {}, "Asia/Shanghai", words)
                    .find("电话;短信;3;") != std::string::npos);
    }

    void theHeadMayEndInsideACharacter() {
        for (int shift = 0; shift < 3; ++shift) {
            std::string text = "id,words" + std::string(static_cast<std::size_t>(shift), 'x') + "\n";
            while (text.size() < 400'000)
                text += "1,等了很久没有人接待等了很久没有人接待\n";
            xo::io::BatchJoiner joiner;
            const auto batch = xo::io::streamBatch(request(m_files.write("head.csv", text)), joiner, JobContext());
            QVERIFY(batch);
            QVERIFY(batch->has_value());
        }
    }

    void cancelledAtOnce() {
        std::string text = "a,b\n";
        for (int i = 0; i < 2000; ++i)
            text += std::to_string(i) + ",x\n";
        JobContext job;
        job.cancel();
        const auto batch = xo::io::readBatch(request(m_files.write("cancel.csv", text)), job);
        QVERIFY(!batch);
        QCOMPARE(batch.error().code, std::string("job.cancelled"));
    }

    void utf8IsStrict() {
        const auto plain = [](std::string_view text) {
            const bool portable = xo::io::isPlainUtf8Portable(text.data(), text.size());
            // wherever the text stands between two blocks of 64 bytes
            for (std::size_t before = 0; before < 130; before += before < 56 || before > 66 ? 7 : 1)
                for (const std::string_view behind : {"", "a", "等"}) {
                    const std::string padded = std::string(before, 'x') + std::string(text) + std::string(behind);
                    if (xo::io::isPlainUtf8(padded.data(), padded.size()) != portable) qFatal("the ways differ");
                }
            return portable;
        };
        using namespace std::string_view_literals;
        for (const std::string_view good :
             {"", "abc", "等了很久没有人", "é", "😀a", "a等b", "0123456789abcdef等", "\xE0\xA0\x80", "\xED\x9F\xBF",
              "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "\xC2\x80"})
            QVERIFY(plain(good));
        for (const std::string_view bad :
             {"\xC0\x80"sv, "\xC1\xBF"sv, "\xE0\x80\x80"sv, "\xE0\x9F\xBF"sv, "\xED\xA0\x80"sv, "\xF4\x90\x80\x80"sv,
              "\xF0\x8F\xBF\xBF"sv, "\xF5\x80\x80\x80"sv, "\x80"sv, "a\0b"sv, "等等\xE7\xADx"sv, "\xF0\x9F\x98x"sv,
              "\xE7x"sv, "等\xFF等等等"sv, "\xC3x"sv, "等\x80"sv})
            QVERIFY(!plain(bad));
        for (const std::string_view cut : {"等等\xE7\xAD"sv, "\xF0\x9F\x98"sv, "\xE7"sv, "\xC3"sv})
            for (std::size_t before = 0; before < 130; ++before) {
                const std::string padded = std::string(before, 'x') + std::string(cut);
                QVERIFY(!xo::io::isPlainUtf8(padded.data(), padded.size()));
            }
        // bytes that are often a character, and often none
        std::mt19937 random(3);
        for (int round = 0; round < 20'000; ++round) {
            std::string bytes(random() % 200, 'x');
            for (int part = 0; part < 3 && !bytes.empty(); ++part) {
                const std::string_view
                    piece = std::array{"等"sv,           "é"sv,    "😀"sv,    "\xE0\xA0\x80"sv,
                                       "\xED\x9F\xBF"sv, "\x80"sv, "\xE0"sv, "\xF4"sv}[random() % (round % 2 ? 8 : 5)];
                bytes.replace(random() % bytes.size(), piece.size(), piece);
            }
            QCOMPARE(xo::io::isPlainUtf8(bytes.data(), bytes.size()),
                     xo::io::isPlainUtf8Portable(bytes.data(), bytes.size()));
        }
    }

    void masksAgree() {
        std::mt19937 random(11);
        const xo::io::ByteMask mask(',', '\n', '\r', '"');
        for (int round = 0; round < 2000; ++round) {
            char bytes[64];
            for (char& byte : bytes)
                byte = random() % 3 ? ",\n\r\"a\xAC\x8A\x7F"[random() % 8] : static_cast<char>(random());
            std::uint64_t one = 0, others = 0;
            for (int i = 0; i < 64; ++i) {
                if (bytes[i] == ',') one |= 1ULL << i;
                if (std::string_view("\n\r\"").find(bytes[i]) != std::string_view::npos) others |= 1ULL << i;
            }
            for (const auto& found : {mask.of(bytes), mask.portable(bytes)}) {
                QCOMPARE(found.one, one);
                QCOMPARE(found.others, others);
            }
        }
    }

    void numbersInNames() {
        std::unordered_map<std::string, std::size_t> names;
        for (int i = 0; i < 100; ++i)
            names["C00" + std::to_string(100 + i)] = 1;
        const auto shape = xo::io::NameShape::of(names);
        QVERIFY(shape.has_value());
        QCOMPARE(shape->prefix, std::string("C"));
        QCOMPARE(shape->digits, std::size_t{5});
        QVERIFY(shape->number("C00123") == std::uint64_t{123});
        QVERIFY(!shape->number("C0123") && !shape->number("D00123") && !shape->number("C0012x") && !shape->number("C"));
        char buffer[32];
        QCOMPARE(shape->name(123, buffer), std::string_view("C00123"));
        names["C1"] = 1;
        QVERIFY(!xo::io::NameShape::of(names));
        xo::io::NumberCodes codes;
        codes.expect(1000);
        codes.slot(5) = 1;
        codes.slot(123'456'789'012) = 2;
        for (std::uint64_t i = 0; i < 5000; ++i)
            codes.slot(1'000'000'000'000 + i) = 3;
        codes.expect(900'000);
        QCOMPARE(codes.slot(5), 1U);
        QCOMPARE(codes.slot(123'456'789'012), 2U);
        QCOMPARE(codes.slot(1'000'000'000'777), 3U);
        QCOMPARE(codes.slot(800'000), 0U);
    }
};

QTEST_GUILESS_MAIN(TestBlockImport)
#include "tst_blockimport.moc"
