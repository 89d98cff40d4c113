#include "core/query/filter.h"
#include "core/query/lexer.h"
#include "core/wording/errors.h"
#include "tests/core/query/randomfilter.h"
#include "tests/fuzz/filter_expression.cpp"

#include <QDir>
#include <QTest>

using namespace xo;
using namespace xo::query;

namespace {

QByteArray bytes(const std::string& text) {
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

struct Canonical {
    const char* input;
    const char* printed; ///< nullptr = the input itself
};

// one per construct of the language; the first three are the examples of its definition
const Canonical kCanonical[] = {
    {"region in ('华东','华南') and nps <= 6 and answered_at between '2026-01-01' and '2026-03-31'",
     "region in ('华东', '华南') and nps <= 6 and answered_at between '2026-01-01' and '2026-03-31'"},
    {"reached('试乘试驾') and not reached('下定') and any answer(csat_service <= 2)", nullptr},
    {"count event(stage = '到店') >= 2 and latest answer.csat <= 3 and last event(stage='预约').wait_hours > 24",
     "count event(stage = '到店') >= 2 and latest answer.csat <= 3 and last event(stage = '预约').wait_hours > 24"},
    {"tag('担心闲置', source = predicted, p >= 0.7) and segment('高价值') and verbatim contains '等'", nullptr},
    {"", ""},
    {" \t\n　", ""},
    {"a=1", "a = 1"},
    {"a <> 1", "a != 1"},
    {"a!=1", "a != 1"},
    {"a ≤ 1 or a ≥ 2 or a ≠ 3", "a <= 1 or a >= 2 or a != 3"},
    {"region　in　（'华东'，'华南'）", "region in ('华东', '华南')"},
    {"金额＞＝ 5", "金额 >= 5"},
    {"a = 1 AND b = 2 Or NOT c = 3", "a = 1 and b = 2 or not c = 3"},
    {"(a = 1)", "a = 1"},
    {"((a = 1 and (b = 2 and c = 3)))", "a = 1 and b = 2 and c = 3"},
    {"a = 1 or (b = 2 or c = 3)", "a = 1 or b = 2 or c = 3"},
    {"(a = 1 or b = 2) and c = 3", nullptr},
    {"a = 1 or (b = 2 and c = 3)", "a = 1 or b = 2 and c = 3"},
    {"not (a = 1 and b = 2)", nullptr},
    {"not (a = 1)", "not a = 1"},
    {"not not a = 1", nullptr},
    {"a = 'it''s'", nullptr},
    {"a = ''", nullptr},
    {"\"满意 度\" >= 3", nullptr},
    {"\"say \"\"hi\"\"\" = 1", nullptr},
    {"\"plain\" = 1", "plain = 1"},
    {"\"customer.gender\" = '女'", nullptr},
    {"\"2024年\" = 1", nullptr},
    {"_x9 = 1", nullptr},
    {"count = 3", "\"count\" = 3"},
    {"any is blank", "\"any\" is blank"},
    {"first in (1)", "\"first\" in (1)"},
    {"tag = 'x'", "\"tag\" = 'x'"},
    {"p = 1 and source = 2", nullptr},
    {"a = -3", nullptr},
    {"a<-3.50", "a < -3.5"},
    {"a = .5", "a = 0.5"},
    {"a = -.5", "a = -0.5"},
    {"a = 1e3", "a = 1000"},
    {"a = 1E-7", "a = 1e-07"},
    {"a = 1e21", "a = 1e+21"},
    {"a = -0", "a = 0"},
    {"a = 007", "a = 7"},
    {"a not between 1 and 2 and b = 3", nullptr},
    {"a not in (1, 'x')", nullptr},
    {"a not contains 'x' and b not starts with 'y'", nullptr},
    {"a contains 12", "a contains '12'"},
    {"a is blank and a is not blank", nullptr},
    {"a is not applicable", nullptr},
    {"a is not not applicable", nullptr},
    {"a is not asked or a IS NOT NOT ASKED", "a is not asked or a is not not asked"},
    {"a is out of range and a is not out of range", nullptr},
    {"a is unparsed and a is not unparsed", nullptr},
    {"answer.nps = 9 and event.store = 'x' and customer.gender = 'y'", nullptr},
    {"Customer.gender = 'y'", "customer.gender = 'y'"},
    {"event.\"the store\" = 'x'", nullptr},
    {"feedback.stars = 1 and invitation.survey = 's'", nullptr},
    {"any answer", nullptr},
    {"any answer()", "any answer"},
    {"any events(wait > 3)", "any event(wait > 3)"},
    {"all answers(csat >= 4)", "all answer(csat >= 4)"},
    {"any feedback(stars = 1) and any invitation", nullptr},
    {"count event > 0", nullptr},
    {"count answer(nps <= 6) between 1 and 3", nullptr},
    {"first event.at >= '2026-01-01'", nullptr},
    {"latest answer(nps is not blank).nps in (9, 10)", nullptr},
    {"last answer.\"满意 度\" is blank", nullptr},
    {"any answer(event.store = 'A' and any event(wait > 3))", nullptr},
    {"journey('购车').reached('到店')", nullptr},
    {"journey('购车').stopped('到店', lost) or journey('购车').stopped('到店',OPEN)",
     "journey('购车').stopped('到店', lost) or journey('购车').stopped('到店', open)"},
    {"journey('a').stopped('b', converted) and journey('a').stopped('b', excluded)", nullptr},
    {"journey('a').stopped('b') and journey('a').passed('b')", nullptr},
    {"journey('a').stopped('b', matured, nth=2, Lost)", "journey('a').stopped('b', lost, nth = 2, matured)"},
    {"journey('a').reached('b', nth = 1)", nullptr},
    {"journey(stages=('a','it''s')).reached('it''s')", "journey(stages = ('a', 'it''s')).reached('it''s')"},
    {"journey（'a'，from＝'2026-04-01'）.reached('b')", "journey('a', from = '2026-04-01').reached('b')"},
    {"journey('a', attempt = every, order = 'strict-all', WINDOW = ' 13 w', to = '2026/9/30', from = '2026-04-01 "
     "08:00', "
     "as_of = '2026-10-01', dataset = 'e', excluded = removed).reached('b')",
     "journey('a', dataset = 'e', from = '2026-04-01 08:00', to = '2026/9/30', as_of = '2026-10-01', window = '91d', "
     "order = strict_all, attempt = every, excluded = removed).reached('b')"},
    {"journey('a', filter = (region='华东' or journey('b', filter=(x is blank)).stopped('c',open))).reached('b')",
     "journey('a', filter = (region = '华东' or journey('b', filter = (x is blank)).stopped('c', open))).reached('b')"},
    {"journey('a', group = blank, by = 'customer.city').reached('b')",
     "journey('a', by = 'customer.city', group = blank).reached('b')"},
    {"journey('a', by = 'store', group = '').reached('b')", nullptr},
    {"tag('T')", nullptr},
    {"tag('T', p > 0.5)", nullptr},
    {"tag('T', p >= 0.5, source=any)", "tag('T', source = any, p >= 0.5)"},
    {"tag('T', source = actual) or tag('T', source = rule)", nullptr},
};

struct Wrong {
    const char* input;
    const char* code;
    int position;
    const char* second = nullptr; ///< expected second argument: the nearest word
};

const Wrong kWrong[] = {
    {"a", "query.ends_early", 2},
    {"a =", "query.ends_early", 4},
    {"a = 1 and", "query.ends_early", 10},
    {"a = 1 b = 2", "query.expected_end", 7},
    {"a = 1)", "query.expected_end", 6},
    {"(a = 1", "query.ends_early", 7},
    {"(a = 1 b", "query.syntax", 8},
    {"()", "query.expected_condition", 2},
    {"and a = 1", "query.expected_condition", 1},
    {"not", "query.ends_early", 4},
    {"'x' = a", "query.expected_condition", 1},
    {"5 = a", "query.expected_condition", 1},
    {"a == 1", "query.expected_value", 4},
    {"a = b", "query.name_as_value", 5},
    {"region = \"华东\"", "query.name_as_value", 10},
    {"a contians 'x'", "query.expected_operator", 3, "contains"},
    {"a betwen 1 and 2", "query.expected_operator", 3, "between"},
    {"a between 1 or 2", "query.syntax", 13},
    {"a in 1", "query.syntax", 6},
    {"a in ()", "query.expected_value", 7},
    {"a in (1 2)", "query.syntax", 9},
    {"a not = 1", "query.expected_operator", 7},
    {"a starts 'x'", "query.syntax", 10},
    {"a starts with 5 5", "query.expected_end", 17},
    {"a contains )", "query.expected_text", 12},
    {"a is", "query.ends_early", 5},
    {"a is empty", "query.syntax", 6},
    {"a is not", "query.ends_early", 9},
    {"a is out range", "query.syntax", 10},
    {"a = 'x", "query.unclosed_string", 5},
    {"满意 = 1 and \"a = 2", "query.unclosed_name", 12},
    {"\"\" = 1", "query.empty_name", 1},
    {"a = 2026-01-01", "query.bad_number", 5},
    {"a = 1.", "query.bad_number", 5},
    {"a = 3x", "query.bad_number", 5},
    {"a = 1e999", "query.bad_number", 5},
    {"a = --1", "query.bad_character", 5},
    {"a & b", "query.bad_character", 3},
    {"a ! b", "query.bad_character", 3},
    {"价格；= 1", "query.bad_character", 3},
    {"cutsomer.gender = 'x'", "query.unknown_prefix", 1, "customer"},
    {"a.b = 1", "query.unknown_prefix", 1},
    {"customer. = 1", "query.expected_name", 11},
    {"customer.'x' = 1", "query.expected_name", 10},
    {"reachd('x')", "query.unknown_function", 1, "reached"},
    {"segmnet('x')", "query.unknown_function", 1, "segment"},
    {"reached(x)", "query.expected_text", 9},
    {"reached('x'", "query.ends_early", 12},
    {"reached('x', 'y')", "query.syntax", 12},
    {"any anser(a = 1)", "query.unknown_rows", 5, "answer"},
    {"any customer(a = 1)", "query.unknown_rows", 5},
    {"all answer", "query.ends_early", 11},
    {"all answer()", "query.expected_condition", 12},
    {"count event(a = 1)", "query.ends_early", 19},
    {"last event(a = 1)", "query.ends_early", 18},
    {"last event(a = 1) > 3", "query.syntax", 19},
    {"journey('x')", "query.ends_early", 13},
    {"journey('x').reachd('y')", "query.syntax", 14},
    {"journey(x).reached('y')", "query.expected_text", 9},
    {"journey('x', form = '2026-01-01').reached('y')", "query.unknown_option", 14, "from"},
    {"journey('x', 'y').reached('y')", "query.unknown_option", 14},
    {"journey('x', from = '2026-01-01', from = '2026-01-02').reached('y')", "query.option_twice", 35},
    {"journey('x', from = 'soon').reached('y')", "query.bad_option", 21, "from"},
    {"journey('旅程', as_of = 3).reached('y')", "query.expected_text", 23},
    {"journey('x', window = '3 moons').reached('y')", "query.bad_option", 23, "window"},
    {"journey('x', order = loose).reached('y')", "query.bad_option", 22, "order"},
    {"journey('x', attempt = last).reached('y')", "query.bad_option", 24, "attempt"},
    {"journey('x', excluded = kept).reached('y')", "query.bad_option", 25, "excluded"},
    {"journey('x', dataset = ' ').reached('y')", "query.bad_option", 24, "dataset"},
    {"journey('x', window '90d').reached('y')", "query.syntax", 21},
    {"journey('x', filter = a = 1).reached('y')", "query.syntax", 23},
    {"journey('x', filter = ()).reached('y')", "query.expected_condition", 24},
    {"journey('x', filter = (a == 1)).reached('y')", "query.expected_value", 27},
    {"journey('x', by = 'store').reached('y')", "query.option_alone", 14, "group"},
    {"journey('x', group = 'A').reached('y')", "query.option_alone", 14, "by"},
    {"journey('x', stages = ('a')).reached('y')", "query.stages_beside_journey", 14},
    {"journey(stages = 'a>b').reached('y')", "query.syntax", 18},
    {"journey(stages = ('a', ' ')).reached('y')", "query.bad_option", 24, "stages"},
    {"journey(stages = ('a'), stages = ('b')).reached('y')", "query.stages_beside_journey", 25},
    {"journey('x').stopped('y', lost, open)", "query.syntax", 33},
    {"journey('x').reached('y', lost)", "query.syntax", 27},
    {"journey('x').reached('y', nth = 0)", "query.bad_option", 33, "nth"},
    {"journey('x').reached('y', nth = 1.5)", "query.bad_option", 33, "nth"},
    {"journey('x').reached('y', nth = '2')", "query.expected_number", 33},
    {"journey('x').reached('y', matured, matured)", "query.syntax", 36},
    {"journey('x').stopped('y', gone)", "query.syntax", 27},
    {"tag('x', source = guess)", "query.syntax", 19},
    {"tag('x', p 3)", "query.syntax", 12},
    {"tag('x', p >= 'a')", "query.expected_number", 15},
    {"tag('x', p > 1, p > 2)", "query.syntax", 17},
    {"tag('x', colour = 2)", "query.syntax", 10},
    {"a = 1\xff", "query.bad_utf8", 6},
};

/// Columns of every type without meaning: what a round trip needs.
std::vector<querytest::Vocabulary> plainPlaces() {
    querytest::Vocabulary place;
    for (const Rows rows : {Rows::Own, Rows::Answer, Rows::Event, Rows::Customer, Rows::Feedback, Rows::Invitation})
        for (const auto& [name, type] :
             std::initializer_list<std::pair<const char*, ValueType>>{{"nps", ValueType::Score},
                                                                      {"满意 度", ValueType::Number},
                                                                      {"region", ValueType::Category},
                                                                      {"a \"b\"", ValueType::Text},
                                                                      {"not", ValueType::Category},
                                                                      {"latest", ValueType::Integer},
                                                                      {"at", ValueType::DateTime}})
            place.words.push_back({rows, name, type});
    for (const Rows rows : {Rows::Answer, Rows::Event, Rows::Feedback, Rows::Invitation}) {
        place.inner.emplace_back(rows, 0);
        place.picks.push_back(place.words);
    }
    return {place};
}

} // namespace

class TestFilterText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void printsCanonically() {
        for (const Canonical& c : kCanonical) {
            const auto filter = parse(c.input);
            QVERIFY2(filter, (std::string(c.input) + ": " + (filter ? "" : filter.error().code)).c_str());
            const std::string expected = c.printed ? c.printed : c.input;
            QCOMPARE(bytes(print(*filter)), bytes(expected));
            const auto again = parse(expected);
            QVERIFY2(again, expected.c_str());
            QVERIFY2(querytest::same(filter->root, again->root), c.input);
            QCOMPARE(bytes(print(*again)), bytes(expected));
        }
    }

    void errorsCarryTheirPlace() {
        for (const Wrong& wrong : kWrong) {
            const auto filter = parse(wrong.input);
            QVERIFY2(!filter, wrong.input);
            QVERIFY2(filter.error().code == wrong.code,
                     (std::string(wrong.input) + ": " + filter.error().code).c_str());
            QVERIFY2(filter.error().place == "position " + std::to_string(wrong.position),
                     (std::string(wrong.input) + ": " + filter.error().place).c_str());
            if (wrong.second) QCOMPARE(filter.error().args.at(1).c_str(), wrong.second);
            QVERIFY(wording::errorText(filter.error(), wording::Language::English) != filter.error().code);
        }
    }

    void everyErrorHasBothTexts() {
        for (const auto& table : wording::errorTables())
            for (const auto& text : table)
                if (text.code.starts_with("query.")) QVERIFY(!text.english.empty() && !text.chinese.empty());
        const auto filter = parse("region contians '华'");
        QCOMPARE(bytes(wording::errorText(filter.error(), wording::Language::Chinese)),
                 QByteArray("此处应为 = != < <= > >=、between、in、contains、starts with 或 is，却是“contians”。"
                            "最接近的词：contains。（位置 8）"));
    }

    void limits() {
        const auto nested = [](int depth) {
            return std::string(static_cast<std::size_t>(depth), '(') + "a = 1" +
                   std::string(static_cast<std::size_t>(depth), ')');
        };
        QVERIFY(parse(nested(199)));
        QCOMPARE(parse(nested(200)).error().code.c_str(), "query.too_deep");
        QCOMPARE(parse(nested(30'000)).error().code.c_str(), "query.too_deep");
        std::string nots;
        for (int i = 0; i < 10'000; ++i)
            nots += "not ";
        QCOMPARE(parse(nots + "a = 1").error().code.c_str(), "query.too_deep");
        std::string wide = "a = 0";
        while (wide.size() < kMaxLength - 20)
            wide += " or a = 1";
        QVERIFY(parse(wide));
        QCOMPARE(bytes(print(*parse(wide))), bytes(wide));
        QCOMPARE(parse(std::string(kMaxLength + 1, ' ')).error().code.c_str(), "query.too_long");
        QCOMPARE(parse("a = " + std::string(60'000, 'b')).error().code.c_str(), "query.name_as_value");
    }

    void randomTreesComeBack() {
        querytest::RandomFilter random(plainPlaces(), 20260301);
        std::size_t longest = 0;
        for (int i = 0; i < 2000; ++i) {
            const Filter drawn{random.tree(0, 5)};
            const std::string text = print(drawn);
            const auto read = parse(text);
            QVERIFY2(read, (text + "\n" + (read ? "" : read.error().code + " " + read.error().place)).c_str());
            QVERIFY2(querytest::same(drawn.root, read->root), text.c_str());
            QCOMPARE(bytes(print(*read)), bytes(text));
            longest = std::max(longest, text.size());
        }
        QVERIFY(longest > 500);
    }

    void joinsConditions() {
        QCOMPARE(conjunction("", ""), std::string());
        QCOMPARE(conjunction(" a = 1 ", " "), std::string("a = 1"));
        QCOMPARE(conjunction("\u2001", "a = 1"), std::string("a = 1"));
        QCOMPARE(conjunction("a = 1", "\u3000\ufeff"), std::string("a = 1"));
        QCOMPARE(conjunction("\u3000", "\u2001"), std::string());
        QCOMPARE(conjunction("", "a = 1 or b = 2"), std::string("a = 1 or b = 2"));
        QCOMPARE(conjunction("a = 1", "b = 2"), std::string("a = 1 and b = 2"));
        QCOMPARE(conjunction("a = 1 or b = 2", "c = 3"), std::string("(a = 1 or b = 2) and c = 3"));
        QCOMPARE(conjunction("(a = 1 or b = 2)", "not c = 3"), std::string("((a = 1 or b = 2)) and not c = 3"));
        QVERIFY(!parse(conjunction("a = 1 or", "c = 3")));
    }

    void quotes() {
        QCOMPARE(quotedText("it's"), std::string("'it''s'"));
        QCOMPARE(quotedName("region"), std::string("region"));
        QCOMPARE(quotedName("区域"), std::string("区域"));
        QCOMPARE(quotedName("a b"), std::string("\"a b\""));
        QCOMPARE(quotedName("Between"), std::string("\"Between\""));
        QCOMPARE(quotedName("9点"), std::string("\"9点\""));
        QCOMPARE(quotedName("金额（元）"), std::string("\"金额（元）\""));
        QCOMPARE(quotedName("a\"b"), std::string("\"a\"\"b\""));
    }

    void keptInputs() {
        const QDir corpus(QStringLiteral(XOW_SOURCE_DIR "/tests/fuzz/corpus/filter_expression"));
        const auto files = corpus.entryInfoList(QDir::Files);
        QVERIFY(files.size() >= 10);
        for (const QFileInfo& info : files) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray data = file.readAll();
            LLVMFuzzerTestOneInput(reinterpret_cast<const unsigned char*>(data.constData()),
                                   static_cast<std::size_t>(data.size()));
            // and what becomes of it when it is cut or a byte is changed
            std::mt19937 random(7);
            for (int i = 0; i < 300; ++i) {
                QByteArray changed =
                    data.left(static_cast<qsizetype>(random() % (static_cast<std::size_t>(data.size()) + 1)));
                if (!changed.isEmpty())
                    changed[static_cast<qsizetype>(random() % static_cast<std::size_t>(changed.size()))] =
                        static_cast<char>(random() % 256);
                LLVMFuzzerTestOneInput(reinterpret_cast<const unsigned char*>(changed.constData()),
                                       static_cast<std::size_t>(changed.size()));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestFilterText)
#include "tst_filter_text.moc"
