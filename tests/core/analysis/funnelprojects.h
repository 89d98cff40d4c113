#pragma once

#include "tests/core/analysis/dice.h"
#include "tests/core/analysis/funnelcase.h"

#include <algorithm>
#include <map>
#include <set>

namespace xo::analysis::testing {

// One event as it is written down; "-" = blank, as in the tables.
struct Row {
    std::string customer, time, stage, store;
};
inline const std::vector<std::string> kStages{"留资", "到店", "下定", "提车"};
inline const char* const kStores[4] = {"甲店", "乙店", "s3", "-"};

inline std::vector<Row> randomRows(Dice& dice) {
    const std::uint32_t odd = dice.below(40); // 0: no customers, 1: no stages, 2: one row, 3: no times
    const std::uint32_t customers = 1 + dice.below(30);
    const std::uint32_t rows = odd == 2 ? 1 : 1 + dice.below(8 * customers);
    const std::uint32_t days = 2 + dice.below(25);
    std::map<std::string, int> perCustomer;
    std::vector<Row> out;
    for (std::uint32_t i = 0; i < rows; ++i) {
        Row row;
        row.customer = odd == 0 || dice.below(12) == 0 ? "-" : "c" + std::to_string(dice.below(customers));
        if (++perCustomer[row.customer] > 8 && row.customer != "-") continue; // what is tried out grows fast
        const std::uint32_t day = dice.below(days);
        // few distinct instants: ties are the rule
        const char* const clock[3] = {"T00:00", "T12:00", "T23:30"};
        row.time = "2026-0" + std::to_string(1 + day / 28) + "-" + std::to_string(101 + day % 28).substr(1) +
                   clock[dice.below(3)];
        if (odd == 3 || dice.below(25) == 0) row.time = "-";
        const std::uint32_t stage = dice.below(8);
        row.stage = stage < 4 ? kStages[stage] : stage < 6 ? kStages[stage - 4] : stage == 6 ? "别的" : "-";
        if (dice.below(12) == 0) row.stage = "退订";
        if (odd == 1) row.stage = "-";
        row.store = kStores[dice.below(4)];
        out.push_back(row);
    }
    return out;
}

inline bool isFemale(const std::string& customer) {
    return (customer.back() - '0') % 2 == 0;
}

struct Condition {
    const char* text;
    bool (*holds)(const Row& row, const std::vector<Row>& ofCustomer);
};
inline const Condition kFilters[] = {
    {"", [](const Row&, const std::vector<Row>&) { return true; }},
    {"store in ('甲店', 's3')",
     [](const Row& row, const std::vector<Row>&) { return row.store == "甲店" || row.store == "s3"; }},
    {"store is blank or stage = '留资'",
     [](const Row& row, const std::vector<Row>&) { return row.store == "-" || row.stage == "留资"; }},
    {"any event(store = '乙店')",
     [](const Row& row, const std::vector<Row>& ofCustomer) {
         return row.customer != "-" && std::any_of(ofCustomer.begin(), ofCustomer.end(),
                                                   [](const Row& other) { return other.store == "乙店"; });
     }},
    {"customer.gender = 'f'",
     [](const Row& row, const std::vector<Row>&) { return row.customer != "-" && isFemale(row.customer); }},
    {"store = 'nowhere'", [](const Row&, const std::vector<Row>&) { return false; }},
};

struct Case {
    std::vector<Row> rows;
    FunnelParams params;
    Condition condition = kFilters[0];
    std::shared_ptr<Workspace> workspace;
};

inline Case randomCase(std::uint64_t seed) {
    Dice dice(seed);
    Case out;
    out.rows = randomRows(dice);
    std::vector<std::string> stages(kStages.begin(), kStages.begin() + 1 + dice.below(4));
    if (stages.size() == 3 && dice.below(3) == 0) stages[2] = stages[1]; // a stage that repeats
    out.params = journeyOf(stages);
    Journey& journey = *out.params.definition;
    journey.window = Span{1 + static_cast<std::int64_t>(dice.below(20)), Span::Unit::Day};
    journey.order = static_cast<FunnelOrder>(dice.below(4));
    if (journey.order != FunnelOrder::Any) journey.attempt = static_cast<FunnelAttempt>(dice.below(3));
    if (dice.below(3) == 0) journey.exclusion = "stage = '退订'";
    // which of two equal events converted decides where the next attempt begins: left to tests of their own
    const bool repeats = stages.size() > 2 && stages[1] == stages[2];
    if (journey.attempt == FunnelAttempt::Every &&
        (journey.order != FunnelOrder::Sequential || repeats || !journey.exclusion.empty()))
        journey.attempt = FunnelAttempt::First;
    if (dice.below(4) == 0) out.params.from = "2026-01-05";
    if (dice.below(4) == 0) out.params.to = "2026-01-20";
    if (dice.below(4) == 0) out.params.asOf = "2026-03-10";
    out.condition = kFilters[dice.below(2) == 0 ? 0 : dice.below(std::size(kFilters))];
    out.params.filter = out.condition.text;
    // what a store's funnel is made of follows from the events that count, which the reference knows for this order
    const std::uint32_t by = dice.below(3);
    if (by == 1) out.params.by = "customer.gender";
    if (by == 2 && journey.order == FunnelOrder::Sequential) out.params.by = "store";
    if (journey.order == FunnelOrder::Any) // without a time an event counts there; the reference knows instants only
        std::erase_if(out.rows, [](const Row& row) { return row.time == "-"; });
    std::string events, people;
    std::set<std::string> known;
    for (const Row& row : out.rows) {
        events += row.customer + " " + row.time + " " + row.stage + " " + row.store + "\n";
        if (row.customer != "-" && known.insert(row.customer).second)
            people += row.customer + (isFemale(row.customer) ? " f\n" : " m\n");
    }
    out.workspace =
        xo::testing::TextTables("UTC")
            .table("events", DatasetKind::Events, "who=customer at=time stage=stage store=dimension", events)
            .table("people", DatasetKind::Customers, "who=customer gender=dimension", people)
            .build();
    return out;
}

inline std::string described(const Case& of) {
    std::string out = toJson(of.params).dump() + "\n";
    for (const Row& row : of.rows)
        out += row.customer + " " + row.time + " " + row.stage + " " + row.store + "\n";
    return out;
}

} // namespace xo::analysis::testing
