#include "core/model/dataset.h"
#include "core/model/journeyproblems.h"

#include <QtTest>

using namespace xo;

class TestModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rolesReadBack() {
        for (const char* text : {"customer",
                                 "link",
                                 "id",
                                 "time",
                                 "stage",
                                 "survey",
                                 "channel",
                                 "nps",
                                 "csat:1-5",
                                 "ces:1-7",
                                 "loyalty:1-5",
                                 "rating:0-5",
                                 "rating:1-5,na=0",
                                 "reason",
                                 "text",
                                 "dimension",
                                 "metric:h",
                                 "amount:CNY",
                                 "metric",
                                 "weight",
                                 "ignore",
                                 "rating:1-5,na=0|9",
                                 "ces:1-7,na=-1|98|99,best=low"}) {
            const auto role = Role::parse(text);
            QVERIFY2(role.has_value(), text);
            QCOMPARE(role->text(), std::string(text));
            QVERIFY(*Role::parse(role->text()) == *role);
        }
    }
    void roleDefaultsAndErrors() {
        QCOMPARE(Role::parse("csat")->scaleHigh, 5);
        QCOMPARE(Role::parse("ces")->scaleHigh, 7);
        QCOMPARE(Role::parse("nps")->scaleHigh, 10);
        QCOMPARE(Role::parse("rating:1-5,na=0")->notApplicable, std::vector<int>{0});
        QCOMPARE(Role::parse("rating:1-5, na=0|9|0")->text(), std::string("rating:1-5,na=0|9"));
        QVERIFY(Role::parse("rating:1-5,na=0|9")->isNotApplicable(9));
        QVERIFY(!Role::parse("rating:1-5,na=0|9")->isNotApplicable(8));
        for (const char* text :
             {"", "score", "csat:5-1", "csat:1", "rating:0-300", "nps:1-5", "customer:x", "rating:1-5,na=", "csat:-2-5",
              "rating:1-5,na=2222222222222222", "csat:1-99999999999999", "rating:1-5,na=nan", "rating:1-5,na=1e400",
              "rating:1-5,na=2.5", "rating:1-5,na=0|", "rating:1-5,na=0|x"})
            QCOMPARE(Role::parse(text).has_value() ? std::string() : Role::parse(text).error().code,
                     std::string("model.bad_role"));
    }
    void spans() {
        QCOMPARE(Span::parse("90d")->nominalMs(), std::int64_t(90) * 86'400'000);
        QCOMPARE(Span::parse("36 h")->text(), std::string("36h"));
        QCOMPARE(Span::parse("30min")->nominalMs(), std::int64_t(1'800'000));
        QVERIFY(Span::parse("7cd")->unit == Span::Unit::CalendarDay);
        for (const char* text : {"", "d", "0d", "-3d", "3 fortnights", "3.5d", "99999999999d"})
            QVERIFY2(!Span::parse(text), text);
    }
    void problemsOfAJourney() {
        using Field = JourneyProblem::Field;
        Journey journey;
        journey.stages = {{"a", "", std::nullopt, ""}, {"b", "", std::nullopt, ""}, {"c", "", std::nullopt, ""}};
        journey.stages[1].optional = true;
        journey.stages[1].target = 0.4;
        QVERIFY(journeyProblems(journey).empty());
        QVERIFY(checkJourney(journey).has_value());
        journey.stages[0].optional = true;
        journey.stages[1].target = 1.4;
        journey.stages[1].standards = {{"wait", "<=", 1}, {"wait", "=", 1}};
        journey.stages[2].name.clear();
        journey.stages[2].optional = true;
        const std::vector<JourneyProblem> expected = {
            {0, Field::Optional}, {1, Field::Target}, {1, Field::Standards}, {2, Field::Name}, {2, Field::Optional}};
        QCOMPARE(journeyProblems(journey), expected);
        QCOMPARE(checkJourney(journey).error().args, std::vector<std::string>{"a: optional"});
        journey.stages[0].optional = false;
        QCOMPARE(checkJourney(journey).error().args, std::vector<std::string>{"b: target"});
    }
    void journeyJson() {
        Journey journey;
        journey.name = "购车旅程";
        journey.window = {60, Span::Unit::Day};
        journey.order = FunnelOrder::Strict;
        journey.attempt = FunnelAttempt::First;
        journey.exclusion = "stage = '战败'";
        journey.stages = {{"到店", "", std::nullopt, ""},
                          {"下定", "stage = '下定' and amount > 0", Span{48, Span::Unit::Hour}, "csat"}};
        const auto back = journeyFromJson(toJson(journey));
        QVERIFY(back.has_value());
        QVERIFY(*back == journey);
        QVERIFY(journeyFromJson(Json::parse(R"({"name":"x","stages":["a","b"]})")).has_value());
        JourneyStage drive{"试乘试驾", "", std::nullopt, "csat", {"reason"}, true, 0.28, {{"wait_hours", "<=", 24}}};
        journey.stages.insert(journey.stages.begin() + 1, drive);
        journey.hold = {"vin", "dealer"};
        QVERIFY(*journeyFromJson(toJson(journey)) == journey);
        QCOMPARE(nextRequired(journey, 0), std::size_t{2});
        QCOMPARE(nextRequired(journey, 2), std::size_t{3});
        QCOMPARE(previousRequired(journey, 2), std::size_t{0});
        for (const char* stage : {R"({"name":"b","optional":true})", R"({"name":"b","target":1.5})",
                                  R"({"name":"b","target":"x"})", R"({"name":"b","standards":[{"metric":""}]})",
                                  R"({"name":"b","standards":[{"metric":"w","op":"="}]})", R"({"name":"b","goal":1})"})
            QVERIFY2(!journeyFromJson(Json::parse(R"({"name":"x","stages":["a",)" + std::string(stage) + "]}")), stage);
        const auto unknown = journeyFromJson(Json::parse(R"({"name":"x","stages":["a"],"windw":"3d"})"));
        QVERIFY(!unknown);
        QVERIFY(QString::fromStdString(unknown.error().args.front()).contains(QStringLiteral("windw")));
        for (const char* text : {"[]", "{}", R"({"name":"x","stages":[]})", R"({"name":"x","stages":[{"name":""}]})",
                                 R"({"name":"x","stages":["a"],"order":"sideways"})", R"({"name":3,"stages":["a"]})"})
            QVERIFY2(!journeyFromJson(Json::parse(text)), text);
    }
    void recipeAndSegmentJson() {
        Recipe recipe;
        recipe.name = "月度";
        recipe.kind = DatasetKind::Events;
        recipe.delimiter = ";";
        recipe.stages = {"a", "b"};
        recipe.columns = {{"Q1", "nps", "您有多大可能推荐", "nps", "score", {}, {}}};
        QVERIFY(*recipeFromJson(toJson(recipe)) == recipe);
        Segment segment{"高价值", "value = 'high'", "note", true, "2026-03-05", {"C1", "C2"}};
        QVERIFY(*segmentFromJson(toJson(segment)) == segment);
        QVERIFY(!recipeFromJson(Json::parse(R"({"kind":"clicks"})")));
        for (const char* number : {"7777777777777777777777777", "1e60", "1.5", "true", "-3000000000", "\"1\""})
            QCOMPARE(recipeFromJson(Json::parse("{\"header_rows\":" + std::string(number) + "}")).error().args.front(),
                     std::string("recipe.header_rows: a whole number is expected"));
    }
    void namesReadBack() {
        for (int i = 0; i < 7; ++i)
            QCOMPARE(int(*datasetKindFromName(datasetKindName(DatasetKind(i)))), i);
        for (int i = 0; i < 7; ++i)
            QCOMPARE(int(*valueTypeFromName(valueTypeName(ValueType(i)))), i);
        for (int i = 0; i < 4; ++i)
            QCOMPARE(int(*funnelOrderFromName(funnelOrderName(FunnelOrder(i)))), i);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(int(*funnelAttemptFromName(funnelAttemptName(FunnelAttempt(i)))), i);
    }
};

QTEST_APPLESS_MAIN(TestModel)
#include "tst_model.moc"
