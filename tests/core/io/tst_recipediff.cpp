#include "core/io/recipediff.h"
#include "iosupport.h"

using namespace iotest;
using namespace xo::io;
using xo::JobContext;
using xo::Recipe;
using xo::RecipeColumn;

/// What changed in a file since its recipe was made.
class TestRecipeDiff : public QObject {
    Q_OBJECT
    Files m_files;

    static RecipeColumn known(const char* source, const char* role, const char* type = "category") {
        RecipeColumn column;
        column.source = source;
        column.name = source;
        column.role = role;
        column.type = type;
        return column;
    }
    static Recipe monthly() {
        Recipe recipe;
        recipe.name = "monthly";
        recipe.columns = {known("客户编号", "customer"), known("提交时间", "time", "datetime"),
                          known("推荐意愿", "nps", "score"), known("渠道", "channel"), known("备注", "ignore")};
        return recipe;
    }
    // "severity kind column>renamed" per change, with bars between
    std::string changes(const std::string& csv, const Recipe& recipe, const KnownValues& values = {}) {
        InspectHints hints;
        hints.base = recipe;
        hints.known = values;
        const auto seen = inspect(m_files.write("file.csv", csv), {}, hints, JobContext());
        if (!seen) return seen.error().code;
        if (!seen->compared) return "not compared";
        std::string out;
        for (const RecipeChange& change : seen->changes) {
            if (change.why.english.empty() || change.why.chinese.empty()) return "no reason";
            if (!out.empty()) out += " | ";
            out += std::string(changeSeverityName(change.severity)) + " " + std::string(changeKindName(change.kind)) +
                   " " + change.column + (change.renamedTo.empty() ? "" : ">" + change.renamedTo);
        }
        return out;
    }
    static std::string rows(const std::string& header, const std::string& row, int count) {
        std::string out = header + "\n";
        for (int i = 0; i < count; ++i) {
            std::string line = row;
            for (std::size_t at; (at = line.find('#')) != std::string::npos;)
                line.replace(at, 1, std::to_string(i));
            out += line + "\n";
        }
        return out;
    }

private Q_SLOTS:
    void sameFileHasNoChanges() {
        const auto csv = rows("客户编号,提交时间,推荐意愿,渠道,备注", "C#,2026-01-02 03:04:05,9,店,x", 40);
        QCOMPARE(changes(csv, monthly(), {{"渠道", {"店", "网"}}}), std::string());
        QCOMPARE(changes(csv, Recipe()), std::string("not compared"));
    }
    void missingColumnsByWhatTheyMean() {
        QCOMPARE(changes(rows("提交时间,推荐意愿", "2026-01-02 03:04:05,9", 5), monthly()),
                 std::string("blocks missing 客户编号 | look missing 渠道 | note missing 备注"));
    }
    void newColumnsAreNotes() {
        const auto csv = rows("客户编号,提交时间,推荐意愿,渠道,备注,城市", "C#,2026-01-02 03:04:05,9,店,x,北京", 5);
        QCOMPARE(changes(csv, monthly()), std::string("note new 城市"));
    }
    void renamedColumns() {
        // only blanks, width and the question number differ: read as the same
        auto csv = rows("客户 编号,提交时间,3、推荐意愿,渠道,备注", "C#,2026-01-02 03:04:05,9,店,x", 5);
        QCOMPARE(changes(csv, monthly()),
                 std::string("note renamed 客户编号>客户 编号 | note renamed 推荐意愿>3、推荐意愿"));
        // a name that holds the other is offered, not taken
        csv = rows("客户编号,提交时间,本次推荐意愿评分,渠道,备注", "C#,2026-01-02 03:04:05,9,店,x", 5);
        QCOMPARE(changes(csv, monthly()), std::string("blocks renamed 推荐意愿>本次推荐意愿评分"));
        // the only other column with the values the missing one had
        csv = rows("客户编号,提交时间,推荐意愿,来源,备注", "C#,2026-01-02 03:04:05,9,店,x", 4) +
              "C9,2026-01-02 03:04:05,9,网,x\n";
        QCOMPARE(changes(csv, monthly(), {{"渠道", {"店", "网"}}}), std::string("look renamed 渠道>来源"));
        // said so: read as the dataset's column
        Recipe recipe = monthly();
        renameSource(recipe, "渠道", "来源");
        QCOMPARE(changes(csv, recipe, {{"渠道", {"店", "网"}}}), std::string());
    }
    void cellsThatDontFit() {
        auto csv = rows("客户编号,提交时间,推荐意愿,渠道,备注", "C#,2026-01-02 03:04:05,满意,店,x", 40);
        QCOMPARE(changes(csv, monthly()), std::string("blocks retyped 推荐意愿"));
        // one in forty is listed by the import and no change of the column
        csv = rows("客户编号,提交时间,推荐意愿,渠道,备注", "C#,2026-01-02 03:04:05,9,店,x", 40) +
              "C99,2026-01-02 03:04:05,11,店,x\n";
        QCOMPARE(changes(csv, monthly()), std::string());
        csv = rows("客户编号,提交时间,推荐意愿,渠道,备注", "C#,2026-01-02 03:04:05,9,店,x", 20) +
              rows("C99,2026-01-02 03:04:05,11,店,x", "C98,2026-01-02 03:04:05,50,店,x", 9);
        QCOMPARE(changes(csv, monthly()), std::string("look retyped 推荐意愿"));
        // all blank
        csv = rows("客户编号,提交时间,推荐意愿,渠道,备注", "C#,2026-01-02 03:04:05,,店,x", 20);
        QCOMPARE(changes(csv, monthly()), std::string("look retyped 推荐意愿"));
    }
    void anotherScale() {
        auto csv = rows("客户编号,提交时间,推荐意愿,渠道,备注", "C#,2026-01-02 03:04:05,4,店,x", 20) +
                   rows("C99,2026-01-02 03:04:05,5,店,x", "C98,2026-01-02 03:04:05,3,店,x", 20);
        QCOMPARE(changes(csv, monthly()), std::string("look rescaled 推荐意愿"));
    }
    void newValues() {
        const auto csv = rows("客户编号,提交时间,推荐意愿,渠道,备注", "C#,2026-01-02 03:04:05,9,直播,x", 5);
        QCOMPARE(changes(csv, monthly(), {{"渠道", {"店", "网"}}}), std::string("note new_values 渠道"));
        const auto near = rows("客户编号,提交时间,推荐意愿,渠道,备注", "C#,2026-01-02 03:04:05,9,Online-shop,x", 5);
        QCOMPARE(changes(near, monthly(), {{"渠道", {"Online shop", "Store"}}}), std::string("look new_values 渠道"));
        // a dataset that isn't known says nothing
        QCOMPARE(changes(csv, monthly()), std::string());
    }
    void newValuesOfTheWholeFile() {
        Recipe recipe = monthly();
        auto request = iotest::request(m_files.write(
            "whole.csv", rows("客户编号,提交时间,推荐意愿,渠道,备注", "C#,2026-01-02 03:04:05,9,店,x", 20'100) +
                             "L,2026-01-02 03:04:05,9,直播,x\n"));
        request.base = recipe;
        request.known = {{"渠道", {"店"}}};
        std::vector<RecipeChange> found(1);
        bool asked = false;
        request.review = [&](const std::vector<RecipeChange>& changes) -> xo::Result<void> {
            asked = true;
            found = changes;
            return {};
        };
        const auto batch = readBatch(request, JobContext());
        QVERIFY(batch.has_value());
        QVERIFY(asked);
        QVERIFY(found.empty()); // beyond the sample
        completeNewValues(found, *batch, request.known);
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found[0].examples, std::vector<std::string>{"直播"});
        request.review = [](const std::vector<RecipeChange>&) -> xo::Result<void> { return xo::fail("test.no", {}); };
        const auto refused = readBatch(request, JobContext());
        QVERIFY(!refused && refused.error().code == "test.no");
    }
    void headerAndDialect() {
        Recipe recipe = monthly();
        recipe.headerRows = 2;
        const auto csv = rows("客户编号,提交时间,推荐意愿,渠道,备注", "C#,2026-01-02 03:04:05,9,店,x", 20);
        QCOMPARE(changes(csv, recipe), std::string("look header "));
        recipe = monthly();
        recipe.delimiter = ";";
        const auto found = changes(csv, recipe);
        QVERIFY2(found.find("look dialect ") != std::string::npos, found.c_str());
        QVERIFY(found.find("blocks missing 推荐意愿") != std::string::npos);
    }
    void theBestRecipe() {
        Recipe other = monthly();
        other.name = "other";
        other.columns[2].source = other.columns[2].name = "满意度";
        const std::vector<Recipe> recipes{other, monthly()};
        const auto fit = bestRecipe({"客户编号", "提交时间", "Q1. 推荐意愿", "渠道"}, recipes);
        QVERIFY(fit.has_value());
        QCOMPARE(fit->index, std::size_t(1));
        QCOMPARE(fit->share, 1.0); // the ignored column doesn't count
        QCOMPARE(fit->matched, std::size_t(4));
        const auto half = bestRecipe({"客户编号", "提交时间", "a", "b"}, recipes);
        QVERIFY(half.has_value());
        QCOMPARE(half->share, 2.0 / 6.0);
        QVERIFY(!bestRecipe({"a", "b"}, recipes));
        QVERIFY(!bestRecipe({}, recipes));
    }
    void jsonHasItsFields() {
        RecipeChange change;
        change.kind = ChangeKind::Renamed;
        change.severity = ChangeSeverity::Blocks;
        change.column = "a";
        change.renamedTo = "b";
        change.why = {"english", "中文"};
        const xo::Json json = toJson(change, true);
        QCOMPARE(json["change"].get<std::string>(), std::string("renamed"));
        QCOMPARE(json["severity"].get<std::string>(), std::string("blocks"));
        QCOMPARE(json["renamed_to"].get<std::string>(), std::string("b"));
        QCOMPARE(json["why"].get<std::string>(), std::string("中文"));
        QVERIFY(blocks({change}));
        change.severity = ChangeSeverity::Look;
        QVERIFY(!blocks({change}));
    }
};

QTEST_GUILESS_MAIN(TestRecipeDiff)
#include "tst_recipediff.moc"
