#include "iosupport.h"

using namespace iotest;
using xo::CellState;
using xo::DatasetKind;
using xo::ImportBatch;
using xo::JobContext;
using xo::RoleKind;
using xo::ValueType;

namespace {

std::string problems(const ImportBatch& batch) {
    std::string out;
    for (const auto& p : batch.problems)
        out += std::to_string(p.row) + "|" + p.column + "|" + p.text + "|" + p.code +
               (p.rejectedRow ? "|rejected" : "") + "\n";
    return out;
}

std::string states(const xo::Column& column) {
    std::string out;
    for (std::size_t row = 0; row < column.rows; ++row) {
        if (row) out += ' ';
        out +=
            column.isValid(row) ? column.text(row, xo::TimeZone()) : std::string(xo::cellStateName(column.state(row)));
    }
    return out;
}

} // namespace

/// Files become typed columns: what is counted, kept, listed, rejected.
class TestImporter : public QObject {
    Q_OBJECT
    Files m_files;

    ImportBatch import(const std::string& text, const std::vector<std::string>& set = {},
                       DatasetKind kind = DatasetKind::Answers) {
        auto wanted = request(m_files.write("import.csv", text), kind);
        wanted.setRoles = set;
        auto batch = xo::io::readBatch(wanted, JobContext());
        if (!batch) {
            ImportBatch failed;
            failed.dataset = "error " + batch.error().code;
            return failed;
        }
        return *batch;
    }

private Q_SLOTS:
    void scoresKeepTheirStates() {
        const auto batch =
            import("id,nps\na,10\nb,0\nc,\nd,11\ne,7.5\nf,9.0\ng, ９ \nh,不适用\ni,N/A\nj,abc\nk,10-非常愿意\n"
                   "l,NULL\nm,未询问\nn,-\n",
                   {"nps=nps"});
        const auto* nps = column(batch, "nps");
        QVERIFY(nps);
        QCOMPARE(nps->info.type, ValueType::Score);
        QCOMPARE(states(*nps),
                 std::string("10 0 blank out_of_range out_of_range 9 9 not_applicable not_applicable unparsed 10 blank "
                             "not_asked not_applicable"));
        QCOMPARE(batch.cellsOutOfRange, std::uint64_t{2});
        QCOMPARE(batch.cellsUnparsed, std::uint64_t{1});
        QCOMPARE(problems(batch), std::string("5|nps|11|out_of_range\n6|nps|7.5|out_of_range\n11|nps|abc|unparsed\n"));
    }

    void blankTextsStayBlankBesideOddOnes() {
        const auto batch = import("id,said\n1,waited long\n2,\n3,未询问\n", {"said=text"});
        QCOMPARE(states(*column(batch, "said")), std::string("waited long blank not_asked"));
    }

    void aCodeCanMeanNotApplicable() {
        const auto batch = import("r\n0\n1\n5\n6\n", {"r=rating:1-5,na=0"});
        QCOMPARE(states(*column(batch, "r")), std::string("not_applicable 1 5 out_of_range"));
    }

    void raggedRows() {
        const auto batch = import("a,b,c\n1,x,y\n2,x\n3,x,y,z\n4,x,y,\n5,x,y\n");
        QCOMPARE(batch.rowsRead, std::uint64_t{5});
        QCOMPARE(batch.rowsRejected, std::uint64_t{1});
        QCOMPARE(problems(batch), std::string("4||3,x,y,z|ragged_row|rejected\n"));
        QCOMPARE(states(*column(batch, "a")), std::string("1 2 4 5"));
        QCOMPARE(states(*column(batch, "c")), std::string("y blank y y"));
        QCOMPARE(batch.sourceRows, (std::vector<std::uint64_t>{2, 3, 5, 6}));
    }

    void headersAreMadeUnique() {
        const auto batch = import("name,name,,name\na,b,c,d\n");
        std::string names;
        for (const auto& each : batch.columns)
            names += each->info.name + " ";
        QCOMPARE(names, std::string("name name_2 column_3 name_3 "));
    }

    void digitsThatAreNamesStayText() {
        const auto batch = import("code,card,phone,plain\n007,110105194912310021,+8613812345678,12\n"
                                  "012,110105194912310022,+8613912345678,13\n");
        QCOMPARE(column(batch, "code")->info.type, ValueType::Category);
        QCOMPARE(states(*column(batch, "code")), std::string("007 012"));
        QCOMPARE(states(*column(batch, "card")), std::string("110105194912310021 110105194912310022"));
        QCOMPARE(states(*column(batch, "phone")), std::string("+8613812345678 +8613912345678"));
        QCOMPARE(column(batch, "plain")->info.type, ValueType::Integer);
    }

    void numbersAsTablesWriteThem() {
        const auto batch =
            import("amount,wait_hours\n\"1,234.50\",1.5\n¥238000,-\n\"¥12,345,678\",0\n99元,NaN\n\"1,23\",2:30:00\n",
                   {"amount=amount:CNY", "wait_hours=metric:h"});
        QCOMPARE(states(*column(batch, "amount")), std::string("1234.5 238000 12345678 99 unparsed"));
        const auto* wait = column(batch, "wait_hours");
        QCOMPARE(wait->info.role.text(), std::string("metric:h"));
        QCOMPARE(states(*wait), std::string("1.5 not_applicable 0 blank 2.5"));
    }

    void timesAreReadInTheZone() {
        const auto batch = import("when\n2026-03-05 14:05:06\n2026/3/5 2:05\n2026年3月5日\n2026-03-05T06:05:06Z\n"
                                  "2026-03-05 2:05 PM\n2026-03-05 下午2:05\n２０２６-03-05\nsoon\n\n",
                                  {"when=time"});
        const auto* when = column(batch, "when");
        QCOMPARE(when->info.type, ValueType::DateTime);
        const auto zone = *xo::TimeZone::named("Asia/Shanghai");
        std::string out;
        for (std::size_t row = 0; row < when->rows; ++row)
            out += (when->isValid(row) ? zone.format(when->times[row])
                                       : std::string(xo::cellStateName(when->state(row)))) +
                   "\n";
        QCOMPARE(out, std::string("2026-03-05T14:05:06+08:00\n2026-03-05T02:05:00+08:00\n2026-03-05T00:00:00+08:00\n"
                                  "2026-03-05T14:05:06+08:00\n2026-03-05T14:05:00+08:00\n2026-03-05T14:05:00+08:00\n"
                                  "2026-03-05T00:00:00+08:00\nunparsed\n"));
    }

    void monthsAreTimes() {
        const auto batch = import("region,month,gmv\n华东,2026-01,100\n华东,2026/2,120\n华东,2026年12月,130\n", {},
                                  DatasetKind::Metrics);
        const auto* month = column(batch, "month");
        QCOMPARE(month->info.role.kind, RoleKind::Time);
        QCOMPARE(month->info.type, ValueType::Date);
        const auto zone = *xo::TimeZone::named("Asia/Shanghai");
        QCOMPARE(month->text(0, zone) + month->text(1, zone) + month->text(2, zone),
                 std::string("2026-01-012026-02-012026-12-01"));
    }

    void dayAndMonthAreToldApartByTheWholeColumn() {
        std::string text = "id,when\n";
        for (int i = 1; i <= 12; ++i)
            text += std::to_string(i) + ",0" + std::to_string(i % 9 + 1) + "/05/2026 8:30\n";
        const auto dayFirst = import(text + "99,25/12/2026\n", {}, DatasetKind::Events);
        QCOMPARE(column(dayFirst, "when")->text(12, *xo::TimeZone::named("Asia/Shanghai")),
                 std::string("2026-12-25 00:00:00"));
        QCOMPARE(column(dayFirst, "when")->text(0, *xo::TimeZone::named("Asia/Shanghai")),
                 std::string("2026-05-02 08:30:00"));
        const auto monthFirst = import(text + "99,12/25/2026\n", {}, DatasetKind::Events);
        QCOMPARE(column(monthFirst, "when")->text(0, *xo::TimeZone::named("Asia/Shanghai")),
                 std::string("2026-02-05 08:30:00"));
        // no evidence: a stated role asks, a guessed one keeps the texts and says so
        QCOMPARE(import(text, {"when=time"}).dataset, std::string("error io.ambiguous_dates"));
        const auto stated = import(text, {"when=time:mdy"});
        QCOMPARE(column(stated, "when")->text(0, *xo::TimeZone::named("Asia/Shanghai")),
                 std::string("2026-02-05 08:30:00"));
        QCOMPARE(stated.recipe.columns[1].type, std::string("datetime:mdy"));
        const auto kept = import(text);
        QCOMPARE(column(kept, "when")->info.type, ValueType::Category);
        QVERIFY(problems(kept).find("ambiguous_dates") != std::string::npos);
    }

    // Dates that are not when it happened are asked about too: kept as texts with a word, or read as stated.
    void birthdaysAreAskedAboutToo() {
        std::string text = "id,answered_at,出生日期,verbatim\n";
        for (int i = 1; i <= 12; ++i)
            text += std::to_string(i) + ",2026-03-0" + std::to_string(i % 9 + 1) + "," + std::to_string(i) +
                    "/5/1990,3/5/26 was a bad day " + std::to_string(i) + "\n";
        const auto kept = import(text);
        QCOMPARE(column(kept, "出生日期")->info.type, ValueType::Category);
        QCOMPARE(problems(kept), std::string("0|出生日期|1/5/1990, 2/5/1990, 3/5/1990, 4/5/1990, "
                                             "5/5/1990|ambiguous_dates\n"));
        for (const bool dayFirst : {true, false}) {
            const auto stated = import(text, {dayFirst ? "出生日期=date:dmy" : "出生日期=date:mdy"});
            const auto* born = column(stated, "出生日期");
            QCOMPARE(born->info.type, ValueType::Date);
            QCOMPARE(born->info.role.kind, RoleKind::Dimension);
            QCOMPARE(born->text(1, *xo::TimeZone::named("Asia/Shanghai")),
                     std::string(dayFirst ? "1990-05-02" : "1990-02-05"));
            QCOMPARE(column(stated, "answered_at")->info.role.kind, RoleKind::Time);
            QCOMPARE(problems(stated), std::string());
            QCOMPARE(stated.recipe.columns[2].type, std::string(dayFirst ? "date:dmy" : "date:mdy"));
        }
        QCOMPARE(import(text, {"id=date"}).dataset, std::string("error model.bad_role"));
    }

    // The proof stands beyond the sample the guess was made on.
    void lateProofOfTheDateOrder() {
        std::string text = "id,when\n";
        for (int i = 0; i < 30'000; ++i)
            text += std::to_string(i) + ",0" + std::to_string(i % 9 + 1) + "/04/2026\n";
        text += "x,31/01/2026\n";
        const auto batch = import(text, {}, DatasetKind::Events);
        QCOMPARE(column(batch, "when")->info.type, ValueType::Date);
        QCOMPARE(column(batch, "when")->text(0, *xo::TimeZone::named("Asia/Shanghai")), std::string("2026-04-01"));
    }

    void laterRowsCorrectTheGuess() {
        std::string numbers, late, half;
        for (int i = 0; i < 25'000; ++i) {
            numbers += std::to_string(i % 100) + ",\n";
        }
        for (int i = 0; i < 25'000; ++i)
            late += "type" + std::to_string(i % 7) + ",5\n";
        const auto batch = import("a,b\n" + numbers + late);
        const auto* a = column(batch, "a");
        QCOMPARE(a->info.type, ValueType::Category);
        QCOMPARE(batch.cellsUnparsed, std::uint64_t{0});
        QVERIFY(batch.problems.empty());
        QCOMPARE(a->dictionary->at(a->codes[49'999]), std::string_view("type2"));
        // blank throughout the sample, numbers later
        const auto* b = column(batch, "b");
        QCOMPARE(b->info.type, ValueType::Integer);
        QCOMPARE(b->numbers[49'999], 5.0);
        // a role that was given keeps its column
        const auto given = import("a,b\n" + numbers + late, {"a=metric:h"});
        QCOMPARE(column(given, "a")->info.type, ValueType::Integer);
        QCOMPARE(given.cellsUnparsed, std::uint64_t{25'000});
        QCOMPARE(given.problems.size(), std::size_t{25'000});
    }

    void keysAreNeverMergedByMissingWords() {
        const auto batch = import("customer_id,region\nC1,NA\nNULL,华东\n-,\nC1,N/A\n", {}, DatasetKind::Events);
        QCOMPARE(states(*column(batch, "customer_id")), std::string("C1 blank blank C1"));
        QCOMPARE(states(*column(batch, "region")), std::string("NA 华东 blank not_applicable"));
    }

    void repeatedIdsAreCounted() {
        const auto batch = import("response_id,nps\nR1,9\nR2,8\nR1,7\nR1,6\n,5\n", {"response_id=id"});
        QCOMPARE(batch.duplicateIds, std::uint64_t{2});
        QCOMPARE(batch.columns.front()->rows, std::size_t{5});
    }

    void longIdColumnsBecomeText() {
        std::string text = "response_id,customer_id,nps\n";
        for (int i = 0; i < 70'000; ++i)
            text += "R" + std::to_string(i) + ",C" + std::to_string(i) + ",9\n";
        const auto batch = import(text);
        QCOMPARE(column(batch, "response_id")->info.type, ValueType::Text);
        QCOMPARE(column(batch, "response_id")->texts[69'999], std::string_view("R69999"));
        QCOMPARE(column(batch, "customer_id")->info.type, ValueType::Category);
        QCOMPARE(column(batch, "customer_id")->dictionary->size(), std::uint32_t{70'001});
    }

    void wideEventsBecomeRows() {
        auto wanted = request(m_files.write("wide.csv", "order_id,city,purchase,approved,delivered\n"
                                                        "O1,A,2026-01-01 10:00:00,2026-01-02,\nO2,B,,,\n"
                                                        "O3,A,2026-02-01,,yes\n"),
                              DatasetKind::Events);
        wanted.stages = {"purchase", "approved", "delivered"};
        const auto batch = xo::io::readBatch(wanted, JobContext());
        QVERIFY(batch);
        QCOMPARE(batch->rowsRead, std::uint64_t{3});
        QCOMPARE(states(*column(*batch, "stage")), std::string("purchase approved purchase delivered"));
        QCOMPARE(states(*column(*batch, "order_id")), std::string("O1 O1 O3 O3"));
        QCOMPARE(states(*column(*batch, "city")), std::string("A A A A"));
        const auto* time = column(*batch, "time");
        QCOMPARE(time->info.role.kind, RoleKind::Time);
        const auto zone = *xo::TimeZone::named("Asia/Shanghai");
        QCOMPARE(time->text(0, zone), std::string("2026-01-01 10:00:00"));
        QVERIFY(!time->isValid(3));
        QCOMPARE(problems(*batch), std::string("4|time|yes|unparsed\n"));
        QCOMPARE(batch->sourceRows, (std::vector<std::uint64_t>{2, 2, 4, 4}));
        QCOMPARE(batch->recipe.stages, wanted.stages);
    }

    void recipesGiveTheSameBatchAgain() {
        auto wanted = request(m_files.write("recipe.csv", "x;when;评分;x\n1;03/04/2026;5;a\n2;05/04/2026;4;b\n"));
        wanted.setRoles = {"when=time:dmy", "评分=csat:1-5", "x=customer"};
        const auto first = xo::io::readBatch(wanted, JobContext());
        QVERIFY(first);
        auto again = request(wanted.path);
        const auto recipe = xo::recipeFromJson(xo::toJson(first->recipe));
        QVERIFY(recipe);
        again.base = *recipe;
        const auto second = xo::io::readBatch(again, JobContext());
        QVERIFY(second);
        QCOMPARE(second->recipe, first->recipe);
        QCOMPARE(second->sourceHash, first->sourceHash);
        QCOMPARE(second->columns.size(), first->columns.size());
        for (std::size_t i = 0; i < first->columns.size(); ++i) {
            QVERIFY(second->columns[i]->info == first->columns[i]->info);
            QCOMPARE(states(*second->columns[i]), states(*first->columns[i]));
        }
    }

    void threeHeaderRowsOfQualtrics() {
        const auto batch =
            import("StartDate,ResponseId,Q1,Q2\nStart Date,Response ID,How likely are you to recommend us?,Why?\n"
                   "\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\","
                   "\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"\n"
                   "2026-01-01 10:00:00,R_1,9,good\n2026-01-02 10:00:00,R_2,10,\n");
        QCOMPARE(batch.rowsRead, std::uint64_t{2});
        QCOMPARE(batch.recipe.headerRows, 3);
        const auto* question = column(batch, "Q1");
        QCOMPARE(question->info.label, std::string("How likely are you to recommend us?"));
        QCOMPARE(question->info.role.kind, RoleKind::Nps);
        QVERIFY(batch.sourceRows.empty());
    }

    void emptyTablesImport() {
        const auto batch = import("customer_id,nps\n");
        QCOMPARE(batch.rowsRead, std::uint64_t{0});
        QCOMPARE(batch.columns.size(), std::size_t{2});
        QCOMPARE(batch.columns[0]->rows, std::size_t{0});
    }

    void wrongStatementsAreNamed() {
        QCOMPARE(import("a,b\n1,2\n", {"c=nps"}).dataset, std::string("error io.unknown_column"));
        QCOMPARE(import("a,b\n1,2\n", {"a"}).dataset, std::string("error io.bad_set"));
        QCOMPARE(import("a,b\n1,2\n", {"a=nonsense"}).dataset, std::string("error model.bad_role"));
        QCOMPARE(import("a,b\n1,2\n", {"a=customer", "b=customer"}).dataset, std::string("error io.role_twice"));
    }

    void givenRolesSwitchTheGuessOff() {
        const auto batch =
            import("customer_id,phone,=x\nC1,13812345678,1\nC2,13912345678,2\n", {"phone=customer", "=x=metric:h"});
        QCOMPARE(column(batch, "phone")->info.role.kind, RoleKind::Customer);
        QCOMPARE(column(batch, "customer_id")->info.role.kind, RoleKind::Dimension);
        QCOMPARE(column(batch, "=x")->info.role.text(), std::string("metric:h"));
    }

    void aColumnCanBeIgnored() {
        const auto batch = import("a,b\n1,2\n", {"a=ignore"});
        QCOMPARE(batch.columns.size(), std::size_t{1});
        QCOMPARE(batch.columns[0]->info.name, std::string("b"));
    }
};

QTEST_APPLESS_MAIN(TestImporter)
#include "tst_importer.moc"
