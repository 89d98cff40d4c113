#include "tests/core/query/naive.h"
#include "tests/core/query/randomfilter.h"

#include <QTest>

using namespace xo;
using namespace xo::query;
using namespace xo::querytest;

namespace {

/// Six datasets with blanks, every cell state, Chinese texts, equal times, answers without a customer, customers
/// without a row and links that nobody owns.
std::shared_ptr<Workspace> randomWorkspace(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    auto workspace = std::make_shared<Workspace>();
    const char* zones[] = {"Asia/Shanghai", "Europe/Berlin", "America/New_York"};
    workspace->zone = *TimeZone::named(zones[seed % 3]);
    auto customers = std::make_shared<Dictionary>();
    auto links = std::make_shared<Dictionary>();
    const std::vector<std::string> customerKeys{"", "", "c1", "c2", "c3", "客户4", "c5", "c6", "c7", "c8", "c9"};
    const std::vector<std::string> linkKeys{"", "l1", "l2", "l3", "l4", "l5", "l6", "l7", "l8"};
    const std::vector<std::string> words{"",       "华东", "华南", "west coast", "3", "07", "a'b", "非常满意，会推荐",
                                         "等太久", "A1",   "-2.5"};
    const std::vector<std::string> combinations{
        "", "华东", "华东+3", "3+华东", "07", "a'b+等", "华南+07+west coast", "A1+-2.5+非常满意，会推荐"};
    const std::vector<std::string> days{"",           "2025-12-31", "2026-01-01", "2026-02-10",
                                        "2026-03-29", "2026-03-30", "2026-03-31", "2026-04-01"};
    const std::vector<std::string> clocks{"", " 00:00", " 09:00", " 23:59:59", " 02:30"};
    const auto pick = [&](const std::vector<std::string>& of, std::size_t rows) {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < rows; ++i)
            out.push_back(of[below(static_cast<std::uint32_t>(of.size()))]);
        return out;
    };
    const auto moments = [&](std::size_t rows, bool clock) {
        auto out = pick(days, rows);
        for (auto& one : out)
            if (clock && !one.empty()) one += clocks[below(5)];
        return out;
    };
    const auto score = [&](std::size_t rows, int low, int high) {
        std::vector<int> out;
        for (std::size_t i = 0; i < rows; ++i)
            out.push_back(below(4) == 0 ? -1 - static_cast<int>(1 + below(5))
                                        : low + static_cast<int>(below(static_cast<std::uint32_t>(high - low + 1))));
        return out;
    };
    const auto number = [&](std::size_t rows) {
        std::vector<double> out;
        const double choices[] = {std::nan(""), 0, 1, 2.5, 3, 24, 60, -3, 0.1, 1e21};
        for (std::size_t i = 0; i < rows; ++i)
            out.push_back(choices[below(10)]);
        return out;
    };
    const auto states = [&](std::size_t rows) {
        std::vector<std::uint8_t> out;
        for (std::size_t i = 0; i < rows; ++i)
            out.push_back(static_cast<std::uint8_t>(below(kCellStateCount)));
        return out;
    };
    const auto rowCount = [&] { return static_cast<std::size_t>(seed % 5 == 4 ? below(3) : 20 + below(120)); };
    const TimeZone& zone = workspace->zone;
    std::vector<std::size_t> n;
    for (int i = 0; i < 6; ++i)
        n.push_back(rowCount());
    const std::vector<std::string> stages{"", "到店", "预约", "下定", "其他"};
    auto stageWords = std::make_shared<Dictionary>();
    for (const auto& stage : stages)
        if (!stage.empty()) stageWords->add(stage);
    workspace->tables = {
        Table::fromColumns("survey", DatasetKind::Answers,
                           {category("customer", "customer", pick(customerKeys, n[0]), customers),
                            category("order", "link", pick(linkKeys, n[0]), links),
                            times("answered_at", "time", ValueType::DateTime, moments(n[0], true), zone),
                            scores("nps", "nps", score(n[0], 0, 10)), scores("csat", "csat", score(n[0], 1, 5)),
                            category("region", "", pick(words, n[0]), nullptr, states(n[0])),
                            category("满意 度", "", pick(words, n[0])), texts("verbatim", pick(words, n[0])),
                            numbers("weight", number(n[0]), states(n[0])), sets("why", pick(combinations, n[0]))}),
        Table::fromColumns("pulse", DatasetKind::Answers,
                           {category("who", "customer", pick(customerKeys, n[1]), customers),
                            times("sent", "time", ValueType::Date, moments(n[1], false), zone),
                            scores("nps", "nps", score(n[1], 0, 10)), scores("mood", "csat", score(n[1], 1, 5))}),
        Table::fromColumns("visits", DatasetKind::Events,
                           {category("customer", "customer", pick(customerKeys, n[2]), customers),
                            category("order", "link", pick(linkKeys, n[2]), links),
                            times("at", "time", ValueType::DateTime, moments(n[2], true), zone),
                            category("stage", "stage", pick(stages, n[2]), stageWords),
                            category("store", "", pick(words, n[2])), numbers("wait", number(n[2])),
                            sets("extras", pick(combinations, n[2]))}),
        Table::fromColumns("calls", DatasetKind::Events,
                           {category("customer", "customer", pick(customerKeys, n[3]), customers),
                            times("day", "time", ValueType::Date, moments(n[3], false), zone),
                            category("stage", "stage", pick(stages, n[3]), stageWords),
                            category("store", "", pick(words, n[3])), numbers("minutes", number(n[3]))}),
        Table::fromColumns(
            "people", DatasetKind::Customers,
            {category("id", "customer", pick({"", "c1", "c2", "c3", "客户4", "c5", "c10"}, n[4]), customers),
             category("gender", "", pick({"", "男", "女"}, n[4])), numbers("spend", number(n[4])),
             times("joined", "", ValueType::Date, moments(n[4], false), zone),
             sets("likes", pick(combinations, n[4]))}),
        Table::fromColumns("complaints", DatasetKind::Feedback,
                           {category("order", "link", pick({"", "l1", "l2", "l3", "x1", "x2"}, n[5]), links),
                            texts("note", pick(words, n[5])), scores("stars", "csat", score(n[5], 1, 5))}),
    };
    workspace->customers = customers;
    workspace->links = links;
    Journey journey;
    journey.name = "购车";
    journey.stages.push_back({"it's", "", std::nullopt, ""});
    workspace->journeys.push_back(journey);
    for (std::uint32_t i = 0; i < 12 && customers->size() > 1; ++i)
        workspace->tags["担心闲置"].push_back({1 + below(customers->size() - 1),
                                               std::vector<std::string>{"actual", "rule", "predicted"}[below(3)],
                                               below(11) / 10.0});
    workspace->tags["担心闲置"];
    Segment live, frozen;
    live.name = "高价值";
    live.rule = "spend > 2 or not any answer(nps <= 6) and segment('名单')";
    frozen.name = "名单";
    frozen.snapshot = true;
    frozen.snapshotKeys = {"c1", "客户4", "x1", "nobody"};
    workspace->segments = {live, frozen};
    return workspace;
}

std::vector<Vocabulary> placesOf(const Workspace& workspace) {
    const std::pair<Rows, DatasetKind> prefixes[] = {{Rows::Answer, DatasetKind::Answers},
                                                     {Rows::Event, DatasetKind::Events},
                                                     {Rows::Feedback, DatasetKind::Feedback},
                                                     {Rows::Customer, DatasetKind::Customers}};
    std::vector<Vocabulary> places(workspace.tables.size() + 1);
    for (std::size_t at = 0; at < places.size(); ++at) {
        for (std::size_t table = 0; table < workspace.tables.size(); ++table)
            for (const ColumnInfo& column : workspace.tables[table]->columns()) {
                std::size_t holders = 0;
                for (const auto& other : workspace.tables)
                    holders += other->find(column.name).has_value();
                const bool own = at == table || (at == workspace.tables.size() && table == kPeople);
                if (own || holders == 1) places[at].words.push_back({Rows::Own, column.name, column.type});
                for (const auto& [rows, kind] : prefixes)
                    if (workspace.tables[table]->kind() == kind)
                        places[at].words.push_back({rows, column.name, column.type});
            }
        for (const auto& [rows, kind] : prefixes)
            if (rows != Rows::Customer)
                for (const std::size_t table : workspace.tablesOfKind(kind)) {
                    places[at].inner.emplace_back(rows, table);
                    std::vector<Word> own;
                    for (const ColumnInfo& column : workspace.tables[table]->columns())
                        own.push_back({rows, column.name, column.type});
                    places[at].picks.push_back(own);
                }
    }
    return places;
}

QByteArray shown(Naive::Tri value) {
    return value == Naive::Tri::Yes ? "yes" : value == Naive::Tri::No ? "no" : "unknown";
}

} // namespace

class TestFilterRandom : public QObject {
    Q_OBJECT

    // Both parts of a condition together select the rows that it selects; gives how many parts there are, −1 = wrong.
    static int partsOf(const Filter& filter, const Workspace& workspace, std::size_t table,
                       const std::vector<std::size_t>& siblings, const Bitmap& expected) {
        const FakeHooks hooks;
        const auto together = siblings.empty() ? std::vector<std::size_t>{table} : siblings;
        const auto [bySubject, byRow] = splitBySubject(filter, workspace, together);
        const auto of = evaluateSubjects(bySubject, workspace, hooks, JobContext());
        const auto rows = evaluateRows(byRow, workspace, hooks, table, siblings, JobContext());
        const auto subjects = workspace.subjects(table);
        if (!of || !rows || !subjects) return -1;
        for (std::size_t row = 0; row < expected.size(); ++row) {
            const std::uint32_t subject = (**subjects)[row];
            const bool held = bySubject.empty() || (subject != 0 && of->yes.test(subject));
            if (expected.test(row) != (held && rows->yes.test(row))) return -1;
        }
        return !bySubject.empty() + !byRow.empty();
    }

private Q_SLOTS:
    void agreesWithRowByRow() {
        const FakeHooks hooks;
        const JobContext job;
        int compared = 0, apart = 0, split = 0;
        std::size_t outcomes[3] = {0, 0, 0};
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            const auto workspace = randomWorkspace(seed);
            const Naive naive(*workspace, hooks);
            RandomFilter random(placesOf(*workspace), seed * 977);
            const auto known = *workspace->knownSubjects();
            for (int i = 0; i < 80; ++i) {
                const std::size_t place = random.below(static_cast<std::uint32_t>(workspace->tables.size()) + 1);
                const bool subjects = place == workspace->tables.size();
                const Filter drawn{random.tree(place, 3)};
                const std::string text = print(drawn);
                const auto filter = parse(text);
                QVERIFY2(filter, text.c_str());
                std::vector<std::size_t> siblings;
                if ((place == kVisits || place == kCalls) && i % 2) siblings = {kVisits, kCalls};
                const auto outcome = subjects ? evaluateSubjects(*filter, *workspace, hooks, job)
                                              : evaluateRows(*filter, *workspace, hooks, place, siblings, job);
                if (!outcome) {
                    // a condition inside a quantifier can name columns that no single dataset holds together
                    QVERIFY2(outcome.error().code == "query.names_apart" ||
                                 outcome.error().code == "query.ambiguous_name",
                             (text + ": " + outcome.error().code + " " + outcome.error().place).c_str());
                    ++apart;
                    continue;
                }
                ++compared;
                for (const unsigned threads : {1U, 4U}) {
                    forgetParts(*workspace);
                    JobContext other;
                    other.threads = threads;
                    const auto again = subjects ? evaluateSubjects(*filter, *workspace, hooks, other)
                                                : evaluateRows(*filter, *workspace, hooks, place, siblings, other);
                    QVERIFY2(again && again->yes == outcome->yes && again->unknown == outcome->unknown, text.c_str());
                }
                if (!subjects) {
                    const int parts = partsOf(*filter, *workspace, place, siblings, outcome->yes);
                    QVERIFY2(parts >= 0, text.c_str());
                    split += parts == 2;
                }
                const std::size_t size = subjects ? workspace->subjectCount() : workspace->tables[place]->rows();
                QCOMPARE(outcome->yes.size(), size);
                QCOMPARE(outcome->unknown.size(), size);
                for (std::size_t at = 0; at < size; ++at) {
                    Naive::Tri expected = Naive::Tri::No;
                    if (!subjects)
                        expected = naive.eval(*filter->root, naive.atRow(place, at, siblings));
                    else if (known->test(at))
                        expected = naive.eval(*filter->root, Naive::atSubject(static_cast<std::uint32_t>(at)));
                    const Naive::Tri got = outcome->yes.test(at)       ? Naive::Tri::Yes
                                           : outcome->unknown.test(at) ? Naive::Tri::Unknown
                                                                       : Naive::Tri::No;
                    QVERIFY(!(outcome->yes.test(at) && outcome->unknown.test(at)));
                    if (got != expected)
                        qWarning() << "seed" << seed << "place" << place << "row" << at << "expected" << shown(expected)
                                   << "got" << shown(got);
                    QVERIFY2(got == expected, text.c_str());
                    ++outcomes[static_cast<int>(got)];
                }
            }
        }
        qInfo() << "compared" << compared << "left out" << apart << "no/unknown/yes" << outcomes[0] << outcomes[1]
                << outcomes[2];
        QVERIFY(compared >= 1000);
        QVERIFY(split >= 50);
        QVERIFY(outcomes[0] > 5000 && outcomes[1] > 5000 && outcomes[2] > 5000);
    }
};

QTEST_APPLESS_MAIN(TestFilterRandom)
#include "tst_filter_random.moc"
