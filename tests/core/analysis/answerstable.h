#pragma once

#include "core/analysis/context.h"
#include "core/base/text.h"

#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace xo::analysis::testing {

/// One answer as a test writes it down.
struct Answer {
    std::string customer;     ///< "" = none
    std::string region;       ///< "" = blank
    std::string shop;         ///< "" = blank
    std::optional<int> score; ///< 0–10; nullopt = not valid, see `state`
    CellState state = CellState::Blank;
    std::string time;  ///< as parseTime reads it; "" = none
    double weight = 1; ///< NaN = blank
};

/// No links and no journeys: conditions of these tests stay within the answers and the customers.
class NoHooks : public query::Hooks {
public:
    std::shared_ptr<Ties> answersTies; ///< what ties() gives when set
    Result<std::shared_ptr<const Ties>> ties(const Workspace&, std::size_t, const std::string&,
                                             const JobContext&) const override {
        if (!answersTies) return fail("test.no_ties");
        return std::shared_ptr<const Ties>(answersTies);
    }
    Result<std::shared_ptr<const Bitmap>> journey(const Workspace&, const query::JourneyFigure&,
                                                  const JobContext&) const override {
        return fail("test.no_journey");
    }
};

inline std::shared_ptr<Column> categoryColumn(const std::string& name, RoleKind role,
                                              const std::vector<std::string>& texts,
                                              std::shared_ptr<Dictionary> dictionary = nullptr) {
    if (!dictionary) dictionary = std::make_shared<Dictionary>();
    std::vector<std::uint32_t> codes;
    for (const std::string& text : texts)
        codes.push_back(text.empty() ? 0 : dictionary->add(text));
    auto column = std::make_shared<Column>();
    column->info.name = name;
    column->info.role.kind = role;
    column->info.type = ValueType::Category;
    column->rows = texts.size();
    column->codes = CodeVector::from(codes, dictionary->size());
    column->dictionary = dictionary;
    return column;
}

inline std::shared_ptr<Column> scoreColumn(const std::string& name, const std::string& role,
                                           const std::vector<Answer>& answers, int (*scoreOf)(int)) {
    auto column = std::make_shared<Column>();
    column->info.name = name;
    column->info.role = *Role::parse(role);
    column->info.type = ValueType::Score;
    column->rows = answers.size();
    for (const Answer& answer : answers)
        column->scores.push_back(answer.score
                                     ? static_cast<std::uint8_t>(scoreOf(*answer.score) - column->info.role.scaleLow)
                                     : scoreByte(answer.state));
    return column;
}

/// A dataset "survey" with columns customer, answered_at, nps, csat (1–5: half the NPS score, at least 1), region,
/// shop, w; and a dataset "people" with the customers' gender: "f" for keys that end in an even digit, "m" for odd
/// ones, none for the others.
inline Context contextOf(const std::vector<Answer>& answers, const std::string& zone = "Asia/Shanghai",
                         std::shared_ptr<const query::Hooks> hooks = std::make_shared<NoHooks>()) {
    auto workspace = std::make_shared<Workspace>();
    workspace->zone = *TimeZone::named(zone);
    auto customers = std::make_shared<Dictionary>();
    std::vector<std::string> keys;
    std::vector<std::string> regions;
    std::vector<std::string> shops;
    auto time = std::make_shared<Column>();
    time->info.name = "answered_at";
    time->info.role.kind = RoleKind::Time;
    time->info.type = ValueType::DateTime;
    time->rows = answers.size();
    auto weight = std::make_shared<Column>();
    weight->info.name = "w";
    weight->info.role.kind = RoleKind::Weight;
    weight->info.type = ValueType::Number;
    weight->rows = answers.size();
    for (const Answer& answer : answers) {
        keys.push_back(answer.customer);
        regions.push_back(answer.region);
        shops.push_back(answer.shop);
        time->times.push_back(answer.time.empty() ? kNoTime : workspace->zone.fromParsed(*parseTime(answer.time)));
        weight->numbers.push_back(answer.weight);
    }
    std::vector<std::shared_ptr<const Column>> columns{
        categoryColumn("customer", RoleKind::Customer, keys, customers),
        time,
        scoreColumn("nps", "nps", answers, [](int score) { return score; }),
        scoreColumn("csat", "csat:1-5", answers, [](int score) { return std::max(1, score / 2); }),
        categoryColumn("region", RoleKind::Dimension, regions),
        categoryColumn("shop", RoleKind::Dimension, shops),
        weight};
    workspace->tables.push_back(Table::fromColumns("survey", DatasetKind::Answers, columns));

    std::vector<std::string> people;
    std::vector<std::string> genders;
    for (std::uint32_t code = 1; code < customers->size(); ++code) {
        people.emplace_back(customers->at(code));
        const char last = people.back().back();
        genders.emplace_back(last < '0' || last > '9' ? "" : (last - '0') % 2 == 0 ? "f" : "m");
    }
    workspace->tables.push_back(Table::fromColumns("people", DatasetKind::Customers,
                                                   {categoryColumn("customer", RoleKind::Customer, people, customers),
                                                    categoryColumn("gender", RoleKind::Dimension, genders)}));
    workspace->customers = customers;
    return {workspace, std::move(hooks)};
}

/// Equal up to rounding: sums in another order differ in the last digits only.
inline bool near(double actual, double expected, double tolerance = 1e-9) {
    return std::abs(actual - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

} // namespace xo::analysis::testing
