#include "core/analysis/drivers/drivers.h"
#include "core/analysis/funnel/funnel.h"
#include "core/analysis/nps/nps.h"
#include "core/analysis/score/score.h"
#include "core/analysis/sop/sop.h"
#include "core/query/filter.h"
#include "tests/core/analysis/answerstable.h"
#include "tests/core/analysis/dice.h"

#include <QtTest>

#include <functional>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;

namespace {

constexpr std::size_t kAnswers = 150'001; // several pieces, the last one short
constexpr std::size_t kEvents = 280'003;
constexpr std::uint32_t kCustomers = 40'000;
constexpr Instant kFirst = 1'735'689'600'000; // 2025-01-01

std::shared_ptr<Column> column(const std::string& name, const std::string& role, ValueType type, std::size_t rows) {
    auto out = std::make_shared<Column>();
    out->info.name = name;
    out->info.role = *Role::parse(role);
    out->info.type = type;
    out->rows = rows;
    return out;
}

// Codes 0 … values of a column; those of customers lie within their dictionary.
std::shared_ptr<Column> codes(const std::string& name, const std::string& role, std::size_t rows, std::uint32_t values,
                              std::shared_ptr<const Dictionary> dictionary, Dice& dice) {
    auto out = column(name, role, ValueType::Category, rows);
    std::vector<std::uint32_t> all;
    for (std::size_t row = 0; row < rows; ++row)
        all.push_back(dice.below(17) == 0 ? 0 : 1 + dice.below(values));
    out->codes = values == kCustomers ? CodeVector(all) : CodeVector::from(all, values + 1);
    out->dictionary = std::move(dictionary);
    return out;
}

std::shared_ptr<Dictionary> names(const std::string& prefix, std::uint32_t count) {
    auto out = std::make_shared<Dictionary>();
    for (std::uint32_t i = 0; i < count; ++i)
        out->add(prefix + std::to_string(i));
    return out;
}

std::shared_ptr<Column> times(std::size_t rows, Dice& dice) {
    auto out = column("at", "time", ValueType::DateTime, rows);
    for (std::size_t row = 0; row < rows; ++row) // hours: ties are common
        out->times.push_back(dice.below(50) == 0 ? kNoTime : kFirst + dice.below(24 * 500) * 3'600'000LL);
    return out;
}

std::shared_ptr<Column> scores(const std::string& name, const std::string& role, std::uint32_t values, Dice& dice) {
    auto out = column(name, role, ValueType::Score, kAnswers);
    for (std::size_t row = 0; row < kAnswers; ++row)
        out->scores.push_back(dice.below(12) == 0 ? scoreByte(CellState::Blank)
                                                  : static_cast<std::uint8_t>(dice.below(values)));
    return out;
}

// The same project each time, nothing derived from it yet.
std::shared_ptr<const Workspace> project() {
    static const std::vector<std::shared_ptr<const Table>> tables = [] {
        Dice dice(2026);
        auto customers = names("客户", kCustomers);
        auto wait = column("wait", "metric:h", ValueType::Number, kEvents);
        for (std::size_t row = 0; row < kEvents; ++row)
            wait->numbers.push_back(dice.below(9) == 0 ? std::nan("") : dice.below(500) / 7.0); // sums are of doubles
        auto weight = column("w", "weight", ValueType::Number, kAnswers);
        for (std::size_t row = 0; row < kAnswers; ++row)
            weight->numbers.push_back(0.1 + dice.below(30) / 7.0);
        auto customer = codes("who", "customer", kAnswers, kCustomers, customers, dice);
        const auto stages = std::make_shared<Dictionary>();
        for (const char* stage : {"留资", "到店", "下定", "提车", "别的"})
            stages->add(stage);
        std::vector<std::shared_ptr<const Table>> out;
        out.push_back(Table::fromColumns("answers", DatasetKind::Answers,
                                         {customer, times(kAnswers, dice), scores("nps", "nps", 11, dice),
                                          scores("a", "csat:1-5", 5, dice), scores("b", "csat:1-5", 5, dice),
                                          scores("c", "csat:1-5", 5, dice),
                                          codes("region", "dimension", kAnswers, 30, names("区", 30), dice),
                                          codes("shop", "dimension", kAnswers, 400, names("店", 400), dice),
                                          codes("channel", "dimension", kAnswers, 5, names("渠道", 5), dice), weight}));
        out.push_back(Table::fromColumns("events", DatasetKind::Events,
                                         {codes("who", "customer", kEvents, kCustomers, customers, dice),
                                          times(kEvents, dice), codes("stage", "stage", kEvents, 5, stages, dice),
                                          codes("store", "dimension", kEvents, 300, names("店", 300), dice), wait}));
        return out;
    }();
    auto workspace = std::make_shared<Workspace>();
    workspace->zone = *TimeZone::named("Asia/Shanghai");
    workspace->tables = tables;
    workspace->customers = (*tables[0]->column(0))->dictionary;
    return workspace;
}

template <class T>
std::string figures(const Result<T>& result) {
    return result ? toJson(*result).dump() : result.error().code;
}

} // namespace

/// Tables of several pieces give the same figures, to the last bit, on one, two and four threads.
class TestThreads : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void changeNothing_data() {
        QTest::addColumn<std::function<std::string(const Context&, const JobContext&)>>("run");
        using Run = std::function<std::string(const Context&, const JobContext&)>;
        const auto row = [](const char* name, Run run) { QTest::newRow(name) << std::move(run); };
        const auto nps = [&](const char* name, std::function<void(NpsParams&)> change) {
            row(name, [change](const Context& context, const JobContext& job) {
                NpsParams params;
                params.question = "nps";
                params.by = {"region"};
                change(params);
                return figures(runNps(context, params, job));
            });
        };
        nps("nps by one", [](NpsParams&) {});
        nps("nps by three, distinct customers", [](NpsParams& params) {
            params.by = {"region", "shop", "channel"};
            params.customers = true;
        });
        nps("nps, filtered", [](NpsParams& params) {
            params.filter = "channel = '渠道1' and any event(stage = '下定') and not event.wait > 40";
        });
        nps("nps by store of the event", [](NpsParams& params) { params.by = {"event.store"}; });
        nps("nps by month against the year before", [](NpsParams& params) {
            params.trend = Trend::Month;
            params.compare = Compare::Year;
        });
        nps("nps, weighted", [](NpsParams& params) { params.weight = "w"; });
        nps("nps, weighted and clustered", [](NpsParams& params) {
            params.weight = "w";
            params.se = StandardError::Clustered;
        });
        nps("nps, latest answers", [](NpsParams& params) { params.repeatAnswers = RepeatAnswers::Latest; });
        row("score", [](const Context& context, const JobContext& job) {
            ScoreParams params;
            params.question = "a";
            params.by = {"shop"};
            params.se = StandardError::Clustered;
            return figures(runScore(context, params, job));
        });
        for (const char* metric : {"c", "event.wait"})
            row(qPrintable(QStringLiteral("drivers with ") + QString::fromLatin1(metric)),
                [metric](const Context& context, const JobContext& job) {
                    DriversParams params;
                    params.target = "nps";
                    params.drivers = {"a", "b", metric};
                    params.filter = "not region = '区3'";
                    return figures(runDrivers(context, params, job));
                });
        row("standard of the event before", [](const Context& context, const JobContext& job) {
            SopParams params;
            params.question = "a";
            params.standard = "event.wait <= 24";
            params.moderators = {"channel", "region"};
            return figures(runSop(context, params, job));
        });
        for (const auto order :
             {FunnelOrder::Sequential, FunnelOrder::Strict, FunnelOrder::StrictAll, FunnelOrder::Any})
            row(qPrintable(QStringLiteral("funnel %1").arg(static_cast<int>(order))),
                [order](const Context& context, const JobContext& job) {
                    FunnelParams params;
                    params.stages = {"留资", "到店", "下定", "提车"};
                    params.order = order;
                    params.window = Span{60, Span::Unit::Day};
                    if (order == FunnelOrder::Sequential) params.attempt = FunnelAttempt::Every;
                    params.by = "store";
                    params.from = "2025-09-01";
                    params.to = "2026-01-31";
                    params.compare = Compare::Previous;
                    params.survival = order != FunnelOrder::Any;
                    params.satisfaction = "a";
                    params.filter = "wait > 3 or wait is blank";
                    return figures(runFunnel(context, params, job));
                });
        row("who answered after what", [](const Context& context, const JobContext& job) {
            const auto ties = context.hooks->ties(*context.workspace, 0, "store", job);
            if (!ties) return ties.error().code;
            std::string out;
            for (const EventRef& event : (*ties)->events)
                out += std::to_string(event.table) + ":" + std::to_string(event.row) + " ";
            return out;
        });
        row("a condition on customers", [](const Context& context, const JobContext& job) {
            const auto filter = query::parse("reached('下定') and not reached('提车') and any answer(a <= 2)");
            const auto found = query::evaluateSubjects(*filter, *context.workspace, *context.hooks, job);
            if (!found) return found.error().code;
            std::string out;
            found->yes.forEach([&](std::size_t subject) { out += std::to_string(subject) + " "; });
            return out;
        });
    }
    void changeNothing() {
        using Run = std::function<std::string(const Context&, const JobContext&)>;
        QFETCH(Run, run);
        std::string alone;
        for (const unsigned threads : {1U, 2U, 4U}) {
            JobContext job;
            job.threads = threads;
            const Context context = makeContext(project());
            const std::string found = run(context, job);
            QVERIFY2(found.size() > 200, found.c_str());
            if (threads == 1) alone = found;
            QVERIFY(found == alone);
            QVERIFY(run(context, job) == alone); // with what is kept by now
        }
    }
};

QTEST_APPLESS_MAIN(TestThreads)
#include "tst_threads.moc"
