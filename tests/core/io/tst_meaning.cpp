#include "core/io/plan.h"
#include "iosupport.h"

#include <algorithm>

namespace QTest {
template <>
char* toString(const std::string& text) {
    return qstrdup(text.c_str());
}
} // namespace QTest

using namespace iotest;
using namespace xo::io;
using xo::CellState;
using xo::DatasetKind;
using xo::JobContext;
using xo::ValueType;

/// What the columns of real-looking exports come out as: roles, types, labels, sets, units, and the cells themselves.
class TestMeaning : public QObject {
    Q_OBJECT
    Files m_files;

    // "role type" of a column in a file
    std::string seen(const std::string& csv, const char* name, const std::vector<std::string>& set = {}) {
        InspectHints hints;
        hints.setRoles = set;
        const auto found = inspect(m_files.write("seen.csv", csv), {}, hints, JobContext());
        if (!found) return found.error().code;
        const ColumnGuess* column = guess(*found, name);
        if (!column) return "no column";
        if (column->roleWhy.english.empty() || column->roleWhy.chinese.empty()) return "no reason";
        return column->role.text() + " " + typeText(*column) + (column->question ? " ?" : "") +
               (column->notes.empty() ? "" : " !");
    }
    static std::string oneColumn(const std::string& header, const std::vector<std::string>& cells) {
        std::string out = "\"" + header + "\",zz\n";
        for (const std::string& cell : cells)
            out += "\"" + cell + "\",x\n";
        return out;
    }
    // all cells of a column as imported, states in brackets
    std::string cells(const std::string& csv, const char* name, std::vector<std::string> set = {}) {
        auto request = iotest::request(m_files.write("cells.csv", csv));
        request.setRoles = std::move(set);
        const auto batch = readBatch(request, JobContext());
        if (!batch) return batch.error().code;
        const xo::Column* found = column(*batch, name);
        if (!found) return "no column";
        std::string out;
        for (std::size_t row = 0; row < found->rows; ++row) {
            if (row) out += "|";
            if (found->isValid(row)) {
                std::string text = found->text(row, request.zone);
                std::replace(text.begin(), text.end(), xo::kOptionMark, '+');
                out += text;
            } else {
                out += "[" + std::string(cellStateName(found->state(row))) + "]";
            }
        }
        return out;
    }

private Q_SLOTS:
    void scoresInWords() {
        const std::vector<std::string> words = {"非常满意", "满意", "一般", "不满意", "非常不满意", "不适用", ""};
        QCOMPARE(seen(oneColumn("服务评价", words), "服务评价"), std::string("csat:1-5 score"));
        QCOMPARE(cells(oneColumn("服务评价", words), "服务评价"), std::string("5|4|3|2|1|[not_applicable]|[blank]"));
        const std::vector<std::string> agree = {"Strongly agree", "Agree", "Neither agree nor disagree", "Disagree"};
        QCOMPARE(seen(oneColumn("The staff was helpful", agree), "The staff was helpful"),
                 std::string("rating:1-5 score"));
        QCOMPARE(cells(oneColumn("The staff was helpful", agree), "The staff was helpful"), std::string("5|4|3|2"));
        QCOMPARE(seen(oneColumn("办理是否轻松", {"很容易", "容易", "一般", "困难"}), "办理是否轻松"),
                 std::string("ces:1-5 score"));
        QCOMPARE(seen(oneColumn("city", {"好", "一般", "北京", "上海"}), "city"), std::string("dimension category"));
    }
    void scoresWithWords() {
        const auto csv = oneColumn("推荐意愿", {"10-非常愿意", "0-完全不愿意", "9", "8分", "N/A", ""});
        QCOMPARE(seen(csv, "推荐意愿"), std::string("nps score"));
        QCOMPARE(cells(csv, "推荐意愿"), std::string("10|0|9|8|[not_applicable]|[blank]"));
        const auto batch = readBatch(iotest::request(m_files.path("cells.csv")), JobContext());
        QVERIFY(batch.has_value());
        const auto& labels = column(*batch, "推荐意愿")->info.valueLabels;
        QCOMPARE(labels.size(), std::size_t(2));
        QCOMPARE(labels[1].value + "=" + labels[1].label, std::string("10=非常愿意"));
        QCOMPARE(cells(oneColumn("星级评分", {"★★★★☆", "★★★★★", "★☆☆☆☆", "3"}), "星级评分"), std::string("4|5|1|3"));
        QCOMPARE(cells(oneColumn("满意度", {"非常满意(5分)", "满意（4分）", "一般(3分)", "5.0"}), "满意度"),
                 std::string("5|4|3|5"));
        // a share is no score
        QCOMPARE(cells(oneColumn("rating", {"5", "4", "3", "100%", "2", "1"}), "rating", {"rating=rating:1-5"}),
                 std::string("5|4|3|[unparsed]|2|1"));
    }
    void numbersByEvidence() {
        QCOMPARE(seen(oneColumn("betrag", {"1.234,5", "12,50", "7"}), "betrag"),
                 std::string("dimension number:comma !"));
        QCOMPARE(cells(oneColumn("betrag", {"1.234,5", "12,50", "7", "1.234"}), "betrag"),
                 std::string("1234.5|12.5|7|1234"));
        QCOMPARE(cells(oneColumn("amount", {"1,234.5", "￥1,200", "7"}), "amount"), std::string("1234.5|1200|7"));
        // fits both ways: said, not hidden
        QCOMPARE(seen(oneColumn("amount", {"1,234", "2,500"}), "amount"), std::string("amount:CNY integer !"));
        QCOMPARE(cells(oneColumn("完成率", {"35%", "100%", "7.5%", "-"}), "完成率"),
                 std::string("0.35|1|0.075|[not_applicable]"));
    }
    void durationsTakeTheUnitOfTheirRole() {
        QCOMPARE(cells(oneColumn("跟进用时(小时)", {"2天3小时", "90分钟", "PT2H", "1:30:00", "5"}), "跟进用时(小时)"),
                 std::string("51|1.5|2|1.5|5"));
        QCOMPARE(seen(oneColumn("follow up", {"3h 20m", "45m", "2h"}), "follow up"), std::string("metric:h number"));
        QCOMPARE(cells(oneColumn("wait", {"3h 20m", "45m", "x"}), "wait", {"wait=metric:min"}),
                 std::string("200|45|[unparsed]"));
    }
    void timesInTheirForms() {
        QCOMPARE(
            cells(oneColumn("提交时间", {"2026年3月5日 14:05", "2026年3月6日 下午2:05", "2026-03-07T14:05:00+08:00"}),
                  "提交时间"),
            std::string("2026-03-05 14:05:00|2026-03-06 14:05:00|2026-03-07 14:05:00"));
        QCOMPARE(cells(oneColumn("visit_date", {"46086", "46087", "46086"}), "visit_date"),
                 std::string("2026-03-05|2026-03-06|2026-03-05"));
        QCOMPARE(seen(oneColumn("visit_date", {"46086", "46087.5"}), "visit_date"),
                 std::string("time datetime:excel !"));
        QCOMPARE(cells(oneColumn("created_at", {"1772719506", "1772719507"}), "created_at"),
                 std::string("2026-03-05 22:05:06|2026-03-05 22:05:07"));
        QVERIFY(cells(oneColumn("end_ms", {"1772719506000", "1772719507000"}), "end_ms") ==
                cells(oneColumn("timestamp", {"1772719506000", "1772719507000"}), "timestamp"));
        QCOMPARE(cells(oneColumn("timestamp", {"1772719506000", "1772719507000"}), "timestamp"),
                 std::string("2026-03-05 22:05:06|2026-03-05 22:05:07"));
        // stated to be a time: then the numbers are read as one, whatever the header
        QCOMPARE(cells(oneColumn("k", {"46086", "46087"}), "k", {"k=time"}), std::string("2026-03-05|2026-03-06"));
        // a number is a number under any other header
        QCOMPARE(seen(oneColumn("mileage", {"46086", "46087"}), "mileage"), std::string("metric integer"));
        QCOMPARE(seen(oneColumn("date", {"3/5/26", "4/5/26"}), "date"), std::string("time date ?"));
    }
    void polesAndScalesAreAsked() {
        QCOMPARE(seen(oneColumn("How easy was it?", {"1", "7", "3", "5"}), "How easy was it?"),
                 std::string("ces:1-7 score ?"));
        QCOMPARE(
            seen(oneColumn("How easy was it?", {"1", "7"}), "How easy was it?", {"How easy was it?=ces:1-7,best=low"}),
            std::string("ces:1-7,best=low score"));
        // the words tell
        QCOMPARE(seen(oneColumn("ease", {"1-very easy", "2-easy", "4-difficult", "5-very difficult"}), "ease"),
                 std::string("ces:1-5,best=low score"));
        // a 1–5 item is no NPS, also when somebody says so
        std::vector<std::string> five;
        for (int i = 0; i < 12; ++i)
            five.push_back(std::to_string(1 + i % 5));
        QCOMPARE(seen(oneColumn("推荐意愿", five), "推荐意愿"), std::string("loyalty:1-5 score"));
        QCOMPARE(seen(oneColumn("推荐意愿", five), "推荐意愿", {"推荐意愿=nps"}), std::string("nps score !"));
    }
    void notApplicableInEveryType() {
        QCOMPARE(cells(oneColumn("city", {"北京", "N/A", "不适用", "-", "无", ""}), "city"),
                 std::string("北京|[not_applicable]|[not_applicable]|[not_applicable]|无|[blank]"));
        QCOMPARE(cells(oneColumn("原因", {"价格┋服务", "不适用", "服务", "无", ""}), "原因"),
                 std::string("服务; 价格|[not_applicable]|服务|无|[blank]"));
        QCOMPARE(
            cells(oneColumn("comment", {"等待的时间实在太长了,希望改进", "N/A", "店员很热情，环境也干净，下次还来",
                                        "再也不来了，太贵"}),
                  "comment", {"comment=text"}),
            std::string(
                "等待的时间实在太长了,希望改进|[not_applicable]|店员很热情，环境也干净，下次还来|再也不来了，太贵"));
        QCOMPARE(seen(oneColumn("是否复购", {"是", "否", "不适用"}), "是否复购"), std::string("dimension category"));
    }
    void optionsInOneCell() {
        const std::vector<std::string> several = {"price;service",       "service", "price",        "service;place",
                                                  "price;place;service", "place",   "price;service"};
        QCOMPARE(seen(oneColumn("Reasons for your score", several), "Reasons for your score"),
                 std::string("reason set:;"));
        QCOMPARE(cells(oneColumn("why", {"A, B", "A", "B, C", "A, C", "C", "B", "A, B, C"}), "why").substr(0, 4),
                 std::string("A; B"));
        // always two parts, and a verbatim: no sets
        QCOMPARE(
            seen(oneColumn("place", {"Beijing, China", "Shanghai, China", "Paris, France", "Lyon, France"}), "place"),
            std::string("text text"));
        QCOMPARE(seen(oneColumn("remark", {"好,快", "一般,慢", "不错", "再来,贵"}), "remark"),
                 std::string("dimension category"));
    }
    void optionsInColumns() {
        const std::string csv = "序号,2、不满意的原因(价格),2、不满意的原因(服务),2、不满意的原因(位置)\n"
                                "1,1,0,0\n2,0,1,1\n3,0,0,0\n4,,,\n5,1,1,0\n6,0,1,0\n";
        const auto found = inspect(m_files.write("spread.csv", csv), {}, {}, JobContext());
        QVERIFY(found.has_value());
        QCOMPARE(found->columns.size(), std::size_t(4));
        QCOMPARE(found->columns[1].type, ValueType::Set);
        QCOMPARE(found->columns[1].role.text(), std::string("reason"));
        const std::string name = found->columns[1].name;
        QCOMPARE(found->columns[2].foldedInto, name);
        QCOMPARE(cells(csv, name.c_str()), std::string("价格|服务; 位置|（均未选）|[blank]|价格; 服务|服务"));
        // next month by the recipe: one option more, one less
        auto request = iotest::request(m_files.path("spread.csv"));
        const auto batch = readBatch(request, JobContext());
        QVERIFY(batch.has_value());
        QCOMPARE(batch->columns.size(), std::size_t(2));
        QCOMPARE(batch->recipe.columns[1].parts.size(), std::size_t(3));
        const auto read = xo::recipeFromJson(xo::toJson(batch->recipe));
        QVERIFY(read.has_value());
        request.path =
            m_files.write("next.csv", "序号,2、不满意的原因(价格),2、不满意的原因(服务),2、不满意的原因(停车)\n"
                                      "11,1,0,0\n12,0,1,1\n13,0,0,0\n14,1,0,1\n");
        request.base = *read;
        std::vector<RecipeChange> changes;
        request.review = [&](const std::vector<RecipeChange>& all) -> xo::Result<void> {
            changes = all;
            return {};
        };
        const auto next = readBatch(request, JobContext());
        QVERIFY(next.has_value());
        QCOMPARE(next->columns.size(), std::size_t(2));
        QCOMPARE(next->columns[1]->info.name, name);
        QCOMPARE(next->columns[1]->info.type, ValueType::Set);
        QCOMPARE(changes.size(), std::size_t(2));
        QCOMPARE(changes[0].kind, ChangeKind::Missing);
        QCOMPARE(changes[1].kind, ChangeKind::New);
        // said to be columns of their own: left alone
        InspectHints hints;
        hints.setRoles = {"2、不满意的原因(价格)=dimension"};
        const auto apart = inspect(m_files.path("spread.csv"), {}, hints, JobContext());
        QVERIFY(apart.has_value());
        QCOMPARE(apart->columns[1].type, ValueType::Integer);
    }
    void whatTheFileStates() {
        Sample sample;
        const std::vector<std::vector<std::string>> rows = {{"q1", "gender", "sat", "m1", "m2", "score"},
                                                            {"9", "1", "1", "1", "0", "5"},
                                                            {"99", "2", "2", "0", "0", "4"},
                                                            {"10", "1", "3", "0", "1", "9"},
                                                            {"3", "2", "4", "1", "1", "98"},
                                                            {"8", "1", "5", "", "", "3"}};
        for (std::size_t r = 0; r < rows.size(); ++r) {
            SampleRow& row = sample.rows.emplace_back();
            row.line = r + 1;
            row.cells = rows[r];
            row.kinds.assign(rows[r].size(), CellKind::Text);
        }
        InspectHints hints;
        hints.stated.resize(6);
        hints.stated[0].label = "How likely are you to recommend us?";
        hints.stated[0].notApplicable = {"99"};
        hints.stated[1].valueLabels = {{"1", "男"}, {"2", "女"}};
        hints.stated[1].measure = "nominal";
        hints.stated[2].label = "Overall satisfaction";
        hints.stated[2].valueLabels = {{"1", "Very satisfied"},
                                       {"2", "Satisfied"},
                                       {"3", "Neutral"},
                                       {"4", "Dissatisfied"},
                                       {"5", "Very dissatisfied"}};
        hints.stated[2].measure = "ordinal";
        for (const std::size_t c : {3, 4}) {
            hints.stated[c].set = "$why";
            hints.stated[c].setLabel = "Reasons";
            hints.stated[c].setCounted = "1";
        }
        hints.stated[3].label = "Price";
        hints.stated[4].label = "Service";
        hints.stated[5].label = "Rating of the shop";
        hints.stated[5].notApplicable = {"98", "9"};
        const auto plan = makePlan(sample, 1, hints, xo::JobContext());
        QVERIFY(plan.has_value());
        const auto& columns = plan->columns;
        QCOMPARE(columns[0].guess.role.text(), std::string("nps"));
        QCOMPARE(columns[0].guess.label, std::string("How likely are you to recommend us?"));
        QCOMPARE(columns[0].guess.notApplicable, std::vector<std::string>{"99"});
        QCOMPARE(columns[1].guess.type, ValueType::Category);
        QCOMPARE(columns[1].guess.valueLabels.size(), std::size_t(2));
        QCOMPARE(columns[2].guess.role.text(), std::string("csat:1-5,best=low"));
        QCOMPARE(columns[3].guess.type, ValueType::Set);
        QCOMPARE(columns[3].guess.name, std::string("Reasons"));
        QCOMPARE(columns[3].guess.set.options, (std::vector<std::string>{"Price", "Service"}));
        QCOMPARE(columns[4].guess.foldedInto, std::string("Reasons"));
        QCOMPARE(columns[5].guess.role.text(), std::string("rating:1-5"));
    }
    void theCustomerIsTheCodeNotThePhone() {
        std::string csv = "客户,手机号码,订单号\n";
        for (int i = 0; i < 12; ++i)
            csv += "C10" + std::to_string(i) + ",138123456" + std::to_string(10 + i) + ",O" + std::to_string(i) + "\n";
        QCOMPARE(seen(csv, "客户").substr(0, 8), std::string("customer"));
        QVERIFY(seen(csv, "手机号码").substr(0, 8) != "customer");
    }
    void setRolesAreCutWhereARoleFollows() {
        const auto cut = [](const char* entry) {
            const auto set = parseSetRole(entry);
            return set ? set->column + " → " + set->role.text() : set.error().code + " " + set.error().args[0];
        };
        QCOMPARE(cut("a=b=nps"), std::string("a=b → nps"));
        QCOMPARE(cut("C=ces:1-7,best=low"), std::string("C → ces:1-7,best=low"));
        QCOMPARE(cut("q=rating:1-5,na=0"), std::string("q → rating:1-5,na=0"));
        QCOMPARE(cut("who=emperor"), std::string("model.bad_role emperor"));
        QCOMPARE(cut("C=ces:1-7,best=hard"), std::string("model.bad_role ces:1-7,best=hard"));
        QCOMPARE(cut("nothing"), std::string("io.bad_set nothing"));
        QCOMPARE(cut("=csat:1-5,na=0"), std::string("io.bad_set =csat:1-5,na=0"));
    }
    void typesReadBack() {
        for (const char* text : {"category", "number:comma", "date:excel", "datetime:epoch", "datetime:epoch-ms",
                                 "datetime:dmy", "datetime:epoch-ms:dmy", "set:;", "set:┋", "set"}) {
            const auto stated = parseTypeText(text);
            QVERIFY2(stated.has_value(), text);
            ColumnGuess column;
            column.type = stated->type;
            column.dateOrder = stated->order;
            column.form = stated->form;
            column.set.separator = stated->separator;
            QCOMPARE(typeText(column), std::string(text));
        }
        QVERIFY(!parseTypeText("number:roman"));
    }
};

QTEST_GUILESS_MAIN(TestMeaning)
#include "tst_meaning.moc"
