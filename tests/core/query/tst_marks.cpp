#include "core/query/marks.h"
#include "core/query/outcome.h"
#include "tests/core/query/fixture.h"

#include <QTest>

#include <random>

using namespace xo;
using namespace xo::query;
using namespace xo::querytest;

namespace {

constexpr std::uint32_t kCustomers = 40'000; // more than one thread takes at a time
constexpr std::size_t kEvents = 90'000;
const char* const kStages[] = {"leads", "visit", "order"};

struct Events {
    std::vector<std::string> stages;
    ColumnPtr customer, stage;
    std::shared_ptr<Dictionary> customers = std::make_shared<Dictionary>();
};

Events randomEvents() {
    Events out;
    std::mt19937 dice(7);
    std::vector<std::uint32_t> codes;
    for (std::uint32_t i = 1; i < kCustomers; ++i)
        out.customers->add("c" + std::to_string(i));
    for (std::size_t row = 0; row < kEvents; ++row) {
        // customer 5 has hundreds of events, the last one some, every twentieth event nobody
        codes.push_back(row % 20 == 0    ? 0
                        : row % 301 == 0 ? 5
                        : row % 977 == 0 ? kCustomers - 1
                                         : static_cast<std::uint32_t>(dice() % kCustomers));
        out.stages.emplace_back(dice() % 7 == 0 ? "" : kStages[std::min<std::size_t>(2, dice() % 9)]);
    }
    auto customer =
        std::make_shared<Column>(*category("customer", "customer", std::vector<std::string>(kEvents), out.customers));
    customer->codes = CodeVector::from(codes, kCustomers);
    out.customer = customer;
    out.stage = category("stage", "stage", out.stages);
    return out;
}

// What a file would keep of the first rows.
std::shared_ptr<StoredOrder> orderOf(const Events& events, std::size_t rows, bool damaged) {
    auto order = std::make_shared<StoredOrder>();
    order->rows = rows;
    order->staged = true;
    order->offsets.assign(kCustomers + 1, 0);
    for (std::size_t row = 0; row < rows; ++row)
        ++order->offsets[events.customer->codes[row] + 1];
    for (std::size_t i = 1; i < order->offsets.size(); ++i)
        order->offsets[i] += order->offsets[i - 1];
    auto places = order->offsets;
    std::vector<std::uint32_t> stages(rows);
    for (std::size_t row = 0; row < rows; ++row)
        stages[places[events.customer->codes[row]]++] = events.stage->codes[row];
    order->readStages = [stages, damaged](std::span<std::uint8_t> out, std::span<const std::uint8_t> map,
                                          const JobContext&) -> Result<void> {
        if (damaged) return fail("project.bad_chunk");
        for (std::size_t i = 0; i < stages.size(); ++i)
            out[i] = map[stages[i]];
        return {};
    };
    return order;
}

std::shared_ptr<Workspace> workspaceOf(const Events& events, std::shared_ptr<StoredOrder> order) {
    auto workspace = std::make_shared<Workspace>();
    workspace->customers = events.customers;
    const std::vector<std::shared_ptr<const Column>> columns{events.customer, events.stage};
    workspace->tables = {std::make_shared<Table>(
        "visits", DatasetKind::Events, kEvents, std::vector<ColumnInfo>{events.customer->info, events.stage->info},
        [columns](std::size_t i) -> Result<std::shared_ptr<const Column>> { return columns[i]; },
        [order]() -> Result<std::shared_ptr<const StoredOrder>> { return std::shared_ptr<const StoredOrder>(order); })};
    return workspace;
}

} // namespace

class TestMarks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsTheCustomersOfAStage_data() {
        QTest::addColumn<int>("rows"); // that the file keeps the order of
        QTest::addColumn<bool>("damaged");
        QTest::newRow("no order") << 0 << false;
        QTest::newRow("whole") << int(kEvents) << false;
        QTest::newRow("before an append") << int(kEvents) / 2 << false;
        QTest::newRow("damaged") << int(kEvents) << true;
    }
    void findsTheCustomersOfAStage() {
        QFETCH(int, rows);
        QFETCH(bool, damaged);
        const Events events = randomEvents();
        const auto workspace =
            workspaceOf(events, rows > 0 ? orderOf(events, static_cast<std::size_t>(rows), damaged) : nullptr);
        for (const unsigned threads : {1U, 2U, 4U})
            for (const char* name : kStages) {
                Bitmap expected(workspace->subjectCount());
                for (std::size_t row = 0; row < kEvents; ++row)
                    if (events.stages[row] == name) expected.set(events.customer->codes[row]);
                expected.reset(0); // whether nobody reached it says nothing
                JobContext job;
                job.threads = threads;
                Bitmap found(workspace->subjectCount());
                QVERIFY(markStage(*workspace, 0, *events.stage, events.stage->dictionary->find(name), job, found));
                found.reset(0);
                QVERIFY(found == expected);
                QVERIFY(found.count() > 1000);
            }
        QCOMPARE(workspace->tables[0]->orderProblem().has_value(), damaged);
    }

    void stopsWhenCancelled() {
        const Events events = randomEvents();
        const auto workspace = workspaceOf(events, nullptr);
        const JobContext job;
        job.cancel();
        Bitmap found(workspace->subjectCount());
        const auto done = markStage(*workspace, 0, *events.stage, 1, job, found);
        QVERIFY(!done && done.error().code == kCancelled);
        QVERIFY(!markSubjects(Bitmap(kEvents, true), **workspace->subjects(0), job, found));
    }

    void packsBits() {
        std::mt19937 dice(3);
        for (int round = 0; round < 1000; ++round) {
            std::array<std::uint8_t, 64> bytes;
            for (std::uint8_t& byte : bytes)
                byte = static_cast<std::uint8_t>(dice());
            for (const unsigned bit : {0U, 1U}) {
                std::uint64_t expected = 0;
                for (std::size_t i = 0; i < bytes.size(); ++i)
                    expected |= static_cast<std::uint64_t>(bytes[i] >> bit & 1U) << i;
                QCOMPARE(packedBits(bytes.data(), bit), expected);
                QCOMPARE(packedBitsPortable(bytes.data(), bit), expected);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestMarks)
#include "tst_marks.moc"
