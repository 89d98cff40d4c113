#include "core/analysis/funnel/funnel.h"
#include "core/analysis/nps/nps.h"
#include "core/analysis/score/score.h"
#include "core/analysis/verify/verify.h"
#include "core/session/customerlist.h"
#include "core/session/dataexport.h"
#include "core/session/engine.h"
#include "core/wording/errors.h"
#include "tests/core/fusion/texttables.h"
#include "tests/support/slowness.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <ctime>
#include <functional>
#include <map>

using namespace xo;

namespace {

using analysis::Context;
using Tables = xo::testing::TextTables;
using Job = std::function<Result<Json>(const Context&, const JobContext&, const std::string& folder)>;

Tables& shop(Tables& tables, const std::string& events, const std::string& answers, const std::string& customers) {
    return tables
        .table("events", DatasetKind::Events,
               "who=customer order=link at=time stage=stage store=dimension wait=metric:h", events)
        .table("answers", DatasetKind::Answers,
               "who=customer order=link at=time nps=nps csat=csat:1-5 region=dimension w=weight", answers)
        .table("customers", DatasetKind::Customers, "who=customer city=dimension since=time:day", customers);
}

/// Projects as users have them on their first day, by what is odd about them.
std::map<std::string, std::function<Tables()>> oddProjects() {
    std::map<std::string, std::function<Tables()>> out;
    const auto add = [&out](const std::string& name, const std::string& events, const std::string& answers,
                            const std::string& customers) {
        out[name] = [=] {
            Tables tables;
            shop(tables, events, answers, customers);
            return tables;
        };
    };
    out["no tables"] = [] { return Tables(); };
    add("empty", "", "", "");
    add("one row", "c1 o1 2026-01-01T09:00:00 到店 A 2", "c1 o1 2026-01-02T09:00:00 9 5 东 1", "c1 上海 2025-01-01");
    add("all blank", "- - - - - -\n- - - - - -", "- - - - - - -\n- - - - - - -", "- - -\n- - -");
    out["one column"] = [] {
        Tables tables;
        tables.table("events", DatasetKind::Events, "stage=stage", "到店\n下定\n到店")
            .table("answers", DatasetKind::Answers, "nps=nps", "1\n10\n-")
            .table("customers", DatasetKind::Customers, "who=customer", "c1\nc2");
        return tables;
    };
    add("duplicate keys",
        "c1 o1 2026-01-01T09:00:00 到店 A 2\nc1 o1 2026-01-01T09:00:00 到店 B 2\nc1 o1 2026-01-01T09:00:00 下定 - -",
        "c1 o1 2026-01-02T09:00:00 9 5 东 1\nc1 o1 2026-01-02T09:00:00 9 5 东 1\nc1 o1 2025-01-02T09:00:00 0 1 西 2",
        "c1 上海 2025-01-01\nc1 北京 -\nc1 - 2024-02-29");
    out["Chinese names"] = [] {
        Tables tables;
        tables
            .table("到店记录", DatasetKind::Events, "客户=customer 时间=time 环节=stage 门店=dimension",
                   "张三 2026-01-01T09:00:00 试乘试驾 “华东”\n李四😀 2026-01-03T09:00:00 下定 '华南'")
            .table("问卷", DatasetKind::Answers, "客户=customer 时间=time 推荐=nps 满意度=csat:1-5",
                   "张三 2026-01-02T09:00:00 10 5\n李四😀 2026-01-03T09:00:00 0 1")
            .table("客户表", DatasetKind::Customers, "客户=customer 城市=dimension", "张三 =1+1\n李四😀 东\"西");
        return tables;
    };
    add("one stage", "c1 o1 2026-01-01T09:00:00 到店 A 2\nc2 o2 2026-01-05T09:00:00 到店 - -",
        "c1 o1 2026-01-02T09:00:00 9 5 东 1\nc2 - - 3 - - 2", "c1 上海 2025-01-01");
    add("no times", "c1 o1 - 到店 A 2\nc1 o1 - 下定 A 1\nc2 o2 - 到店 - -", "c1 o1 - 9 5 东 1\nc2 o2 - - - - 2",
        "c1 上海 -");
    out["no customers"] = [] {
        Tables tables;
        tables
            .table("events", DatasetKind::Events, "order=link at=time stage=stage",
                   "o1 2026-01-01T09:00:00 到店\no1 2026-01-02T09:00:00 下定\n- 2026-01-02T09:00:00 下定")
            .table("answers", DatasetKind::Answers, "order=link at=time nps=nps",
                   "o1 2026-01-02T09:00:00 9\no2 2026-01-02T09:00:00 3")
            .table("quiet", DatasetKind::Events, "at=time stage=stage", "2026-01-01T09:00:00 到店");
        return tables;
    };
    return out;
}

std::shared_ptr<Workspace> built(const std::function<Tables()>& make) {
    auto workspace = make().build();
    Segment segment;
    segment.name = "来过";
    segment.rule = "reached('到店')";
    workspace->segments.push_back(segment);
    return workspace;
}

template <class T>
Result<Json> jsonOf(const Result<T>& result) {
    if (!result) return result.failure();
    return Json(toJson(*result));
}

Result<Json> readList(const Context& context, const session::ListParams& params, const JobContext& job) {
    auto list = session::CustomerList::open(context, params, job);
    if (!list) return list.failure();
    Json rows = Json::array();
    for (std::size_t row = 0; row < std::min<std::size_t>((*list)->rows(), 50); ++row)
        for (std::size_t column = 0; column < (*list)->columns(); ++column)
            rows.push_back((*list)->text(row, column));
    return rows;
}

/// All that is asked of a project, by name; the same list serves the odd projects and the cancelled jobs.
std::vector<std::pair<std::string, Job>> everyJob() {
    std::vector<std::pair<std::string, Job>> out;
    const auto nps = [&out](const std::string& name, const std::function<void(analysis::ScoreParams&)>& change) {
        analysis::ScoreParams params;
        change(params);
        out.emplace_back("nps " + name, [params](const Context& context, const JobContext& job, const std::string&) {
            return jsonOf(analysis::runNps(context, params, job));
        });
        out.emplace_back("score " + name, [params](const Context& context, const JobContext& job, const std::string&) {
            return jsonOf(analysis::runScore(context, params, job));
        });
    };
    nps("plain", [](auto& params) { params.question = "nps"; });
    nps("of the only question", [](auto&) {});
    nps("by event", [](auto& params) { params.question = "nps", params.by = {"event.store", "region"}; });
    nps("trend", [](auto& params) {
        params.question = "nps", params.trend = analysis::Trend::Week, params.compare = analysis::Compare::Previous;
    });
    nps("clustered latest", [](auto& params) {
        params.question = "nps", params.se = analysis::StandardError::Clustered;
        params.repeatAnswers = analysis::RepeatAnswers::Latest;
    });
    nps("weighted", [](auto& params) { params.question = "nps", params.weight = "w"; });
    nps("filtered", [](auto& params) { params.question = "nps", params.filter = "reached('到店') and nps >= 0"; });
    const auto funnel = [&out](const std::string& name, const std::function<void(analysis::FunnelParams&)>& change) {
        analysis::FunnelParams params;
        change(params);
        out.emplace_back("funnel " + name, [params](const Context& context, const JobContext& job, const std::string&) {
            return jsonOf(analysis::runFunnel(context, params, job));
        });
    };
    funnel("default", [](auto&) {});
    funnel("one stage", [](auto& params) { params.stages = {"到店"}; });
    funnel("by store", [](auto& params) { params.stages = {"到店", "下定"}, params.by = "store"; });
    funnel("any order", [](auto& params) { params.stages = {"到店", "下定"}, params.order = FunnelOrder::Any; });
    funnel("every attempt", [](auto& params) {
        params.stages = {"到店", "到店"}, params.attempt = FunnelAttempt::Every, params.by = "customer.city";
    });
    funnel("dates", [](auto& params) {
        params.stages = {"到店", "下定"}, params.from = "2026-01-01", params.to = "2026-01-31";
        params.satisfaction = "csat";
    });
    out.emplace_back("describe", [](const Context& context, const JobContext& job, const std::string&) {
        return session::describe(context, job);
    });
    out.emplace_back("summary", [](const Context& context, const JobContext& job, const std::string&) -> Result<Json> {
        auto summary = session::summarise(context, job);
        if (!summary) return summary.failure();
        return Json(summary->customers);
    });
    for (const session::SegmentQuery& query :
         {session::SegmentQuery{}, session::SegmentQuery{"来过", ""},
          session::SegmentQuery{"", "count event(stage = '到店') >= 1 and not reached('下定')"}})
        out.emplace_back("segment count " + query.name + query.filter,
                         [query](const Context& context, const JobContext& job, const std::string&) -> Result<Json> {
                             auto count = session::segmentCount(context, query, job);
                             if (!count) return count.failure();
                             return Json{count->customers, count->answers, count->events};
                         });
    out.emplace_back("verify", [](const Context& context, const JobContext& job, const std::string&) {
        return jsonOf(analysis::verifyAgainstBruteForce(context, 1000, 1, job));
    });
    for (const bool mask : {false, true}) {
        session::ListParams params;
        params.mask = mask;
        params.action = "回电";
        out.emplace_back("customers of a list",
                         [params](const Context& context, const JobContext& job, const std::string&) {
                             return readList(context, params, job);
                         });
        for (const char* suffix : {".csv", ".xlsx"})
            out.emplace_back("list" + std::string(suffix),
                             [params, suffix](const Context& context, const JobContext& job,
                                              const std::string& folder) -> Result<Json> {
                                 auto written = session::exportList(context, params, folder + "/list" + suffix, job);
                                 if (!written) return written.failure();
                                 return Json(written->rows);
                             });
    }
    for (const char* suffix : {".csv", ".xlsx"})
        out.emplace_back(
            "dataset" + std::string(suffix),
            [suffix](const Context& context, const JobContext& job, const std::string& folder) -> Result<Json> {
                Json rows = Json::array();
                // a project without datasets has to be answered too
                std::vector<std::string> names{""};
                for (const auto& table : context.workspace->tables)
                    names.push_back(table->name());
                for (const std::string& name : names) {
                    auto written =
                        session::exportDataset(*context.workspace, name, folder + "/data" + suffix, true, job);
                    if (!written && (!name.empty() || written.error().code == kCancelled)) return written.failure();
                    if (written) rows.push_back(written->rows);
                }
                return rows;
            });
    return out;
}

/// 300,000 answers and events of 100,000 customers: enough that no job is through at once.
std::shared_ptr<Workspace> largeProject() {
    constexpr std::size_t kRows = 300'000;
    auto customers = std::make_shared<Dictionary>();
    for (std::size_t i = 0; i < kRows / 3; ++i)
        customers->add("c" + std::to_string(i));
    auto stages = std::make_shared<Dictionary>();
    stages->add("到店");
    stages->add("下定");
    auto workspace = std::make_shared<Workspace>();
    workspace->customers = customers;
    const auto column = [](const char* name, const char* role, ValueType type) {
        auto made = std::make_shared<Column>();
        made->info.name = name;
        made->info.role = *Role::parse(role);
        made->info.type = type;
        made->rows = kRows;
        return made;
    };
    for (const bool events : {true, false}) {
        auto who = column("who", "customer", ValueType::Category);
        auto stage = column("stage", events ? "stage" : "dimension", ValueType::Category);
        auto at = column("at", "time", ValueType::DateTime);
        auto nps = column("nps", events ? "rating:0-10" : "nps", ValueType::Score);
        std::vector<std::uint32_t> keys, places;
        for (std::size_t row = 0; row < kRows; ++row) {
            keys.push_back(static_cast<std::uint32_t>(1 + row * 7919 % (kRows / 3)));
            places.push_back(static_cast<std::uint32_t>(1 + row % 2));
            at->times.push_back(static_cast<Instant>(1'767'225'600'000 + static_cast<Instant>(row) * 60'000));
            nps->scores.push_back(static_cast<std::uint8_t>(row % 11));
        }
        who->codes = CodeVector::from(keys, customers->size());
        who->dictionary = customers;
        stage->codes = CodeVector::from(places, stages->size());
        stage->dictionary = stages;
        workspace->tables.push_back(Table::fromColumns(
            events ? "events" : "answers", events ? DatasetKind::Events : DatasetKind::Answers, {who, stage, at, nps}));
    }
    return workspace;
}

double cpuMs(std::clock_t since) {
    return 1000.0 * static_cast<double>(std::clock() - since) / CLOCKS_PER_SEC;
}

std::string told(const Error& error) {
    return error.code + ": " + wording::errorText(error, wording::Language::English);
}

} // namespace

class TestContract : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oddProjectsGetAnAnswer_data() {
        QTest::addColumn<QString>("project");
        for (const auto& [name, make] : oddProjects())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void oddProjectsGetAnAnswer() {
        QFETCH(const QString, project);
        const auto make = oddProjects().at(project.toStdString());
        const QTemporaryDir folder;
        int answered = 0;
        for (const auto& [name, run] : everyJob()) {
            const Context context = analysis::makeContext(built(make));
            const auto result = run(context, {}, folder.path().toStdString());
            if (result) {
                ++answered;
                // figures that are no numbers would come back as null
                const std::string text = result->dump();
                const Json back = Json::parse(text, nullptr, false);
                QVERIFY2(back == *result, (name + ": " + text).c_str());
                // what the first run left in the snapshot gives the second the same answer
                if (name.rfind("customers of", 0) != 0) {
                    const auto again = run(context, {}, folder.path().toStdString());
                    QVERIFY2(again && *again == *result, name.c_str());
                }
                continue;
            }
            const Error& error = result.error();
            for (const auto language : {wording::Language::English, wording::Language::Chinese}) {
                const std::string sentence = wording::errorText(error, language);
                QVERIFY2(sentence.rfind(error.code, 0) != 0, (name + " has no words for " + error.code).c_str());
            }
            QVERIFY2(error.code.rfind("job.", 0) != 0, (name + ": " + told(error)).c_str());
        }
        QVERIFY2(answered >= 12, "describe, summary and counts have an answer for every project");
    }
    void cancelledJobsStopAtOnce() {
        const auto workspace = largeProject();
        const QTemporaryDir folder;
        int stopped = 0;
        for (const auto& [name, run] : everyJob()) {
            // a snapshot of its own: nothing is kept from the job before
            auto fresh = std::make_shared<Workspace>();
            fresh->tables = workspace->tables;
            fresh->customers = workspace->customers;
            fresh->segments = built([] { return Tables(); })->segments;
            const Context context = analysis::makeContext(fresh);
            const JobContext job;
            job.cancel();
            const std::clock_t start = std::clock();
            const auto result = run(context, job, folder.path().toStdString());
            const double ms = cpuMs(start);
            QVERIFY2(ms < 100 * test::kSlowness,
                     (name + ": " + std::to_string(ms) + " ms of work after the cancel").c_str());
            // questions this project doesn't know are refused whether cancelled or not
            QVERIFY2(!result, (name + " went on to an answer").c_str());
            if (result.error().code == kCancelled) ++stopped;
        }
        QVERIFY2(stopped >= 30, std::to_string(stopped).c_str());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList());
    }
    void parametersSurviveJson() {
        analysis::ScoreParams score{"问卷",
                                    "你会“推荐”吗?",
                                    {"region", "customer.gender", "event.store"},
                                    analysis::Trend::Quarter,
                                    analysis::Compare::Year,
                                    "nps <= 6 and \"a b\" is blank",
                                    "w",
                                    analysis::RepeatAnswers::Latest,
                                    analysis::StandardError::Clustered};
        for (const analysis::ScoreParams& params : {score, analysis::ScoreParams()}) {
            const auto back = analysis::scoreParamsFromJson(Json::parse(toJson(params).dump()));
            QVERIFY2(back, back ? "" : told(back.error()).c_str());
            QVERIFY(*back == params);
        }
        analysis::FunnelParams funnel;
        funnel.journey = "购车旅程";
        funnel.stages = {"到店", "a>b", "到店"};
        Journey journey;
        journey.name = "临时";
        journey.stages = {{"到店", "stage = '到店' and wait > 3", Span{7, Span::Unit::CalendarDay}, "csat"}};
        journey.exclusion = "stage = '退订'";
        funnel.definition = journey;
        funnel.window = Span{36, Span::Unit::Hour};
        funnel.order = FunnelOrder::StrictAll;
        funnel.attempt = FunnelAttempt::Every;
        funnel.from = "2026-01-01";
        funnel.to = "2026-03-31";
        funnel.asOf = "2026-04-30";
        funnel.by = "customer.城市";
        funnel.filter = "store = '华东'";
        funnel.satisfaction = "csat";
        funnel.removeExcluded = true;
        for (const analysis::FunnelParams& params : {funnel, analysis::FunnelParams()}) {
            const auto back = analysis::funnelParamsFromJson(Json::parse(toJson(params).dump()));
            QVERIFY2(back, back ? "" : told(back.error()).c_str());
            QVERIFY(*back == params);
        }
        const auto journeyBack = journeyFromJson(Json::parse(toJson(journey).dump()));
        QVERIFY(journeyBack && *journeyBack == journey);
        Segment segment{"高价值", "reached('到店')", "备注", true, "2026-03-01", {"c1", "李四😀", ""}};
        const auto segmentBack = segmentFromJson(Json::parse(toJson(segment).dump()));
        QVERIFY(segmentBack && *segmentBack == segment);
        Recipe recipe;
        recipe.name = "每月";
        recipe.kind = DatasetKind::Events;
        recipe.dataset = "e";
        recipe.encoding = "GB18030";
        recipe.delimiter = "\t";
        recipe.quote = "'";
        recipe.escape = "\\";
        recipe.comment = "#";
        recipe.headerRows = 2;
        recipe.sheet = "表 1";
        recipe.hidden = "skip";
        recipe.stages = {"a", "b"};
        recipe.columns = {{"s", "n", "l", "ces:1-7,na=9,best=low", "score", {{"1", "很容易"}}, {}},
                          {"t", "", "", "reason", "set", {}, {"t_1", "t_2"}}};
        const auto recipeBack = recipeFromJson(Json::parse(toJson(recipe).dump()));
        QVERIFY(recipeBack && *recipeBack == recipe);
        // what is no set of parameters is refused, not taken for the default
        for (const char* text : {"[]", "7", "{\"window\": 3}", "{\"order\": \"odd\"}", "{\"stages\": {}}"})
            QVERIFY2(!analysis::funnelParamsFromJson(Json::parse(text)), text);
        for (const char* text : {"[]", "{\"trend\": \"decade\"}", "{\"by\": \"region\"}"})
            QVERIFY2(!analysis::scoreParamsFromJson(Json::parse(text)), text);
    }
};

QTEST_APPLESS_MAIN(TestContract)
#include "tst_contract.moc"
