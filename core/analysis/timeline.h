#pragma once

#include "core/analysis/context.h"
#include "core/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace xo::analysis {

/// One event, answer, piece of feedback or invitation of a customer.
struct TimelineEntry {
    DatasetKind kind = DatasetKind::Events;
    std::string dataset;
    std::size_t table = 0; ///< index in Workspace::tables
    std::uint32_t row = 0;
    Instant time = kNoTime;
    bool dateOnly = false;
    std::string timeText; ///< ISO 8601 with offset, a date where only days are known; blank without a time
    std::string stage;    ///< of its `stage` column; blank = none
    std::string survey;   ///< of its `survey` column; blank = none
    /// The cells that hold something, in the dataset's order: column name, text. Without customer, time and stage.
    std::vector<std::pair<std::string, std::string>> cells;
    std::vector<std::pair<std::string, int>> scores; ///< valid scores by column name
    /// How an answer, feedback or invitation is tied to its event (fusion/ties.h): "link" = equal link keys, "as_of" =
    /// the customer's latest event at or before it; blank = tied to none, or an event itself.
    std::string tie;
    int asOfDays = 0;                         ///< the limit of an as-of tie
    std::string linkKey;                      ///< the key of a tie by link
    std::optional<std::size_t> event;         ///< the entry it is tied to
    std::optional<std::string> otherCustomer; ///< instead: the tied event is this customer's
    bool beforeEvent = false;                 ///< answered before the event it is tied to
    bool ambiguous = false;                   ///< several events stand under its key, of different customers
    std::vector<std::size_t> answers;         ///< of events: the entries tied to it, in the order of time
    bool operator==(const TimelineEntry&) const = default;
};

/// All that is known of one customer, in one order of time.
struct Timeline {
    std::uint32_t subject = 0;
    std::string customer;                                     ///< key
    std::vector<std::pair<std::string, std::string>> profile; ///< of the customers datasets: column name, text
    std::vector<TimelineEntry> entries; ///< by time; at one instant events first, then by dataset and row; untimed last
    bool operator==(const Timeline&) const = default;
};

/// The events and answers of one customer with the rule that ties each answer to its event. `key`: a customer's, or a
/// link's that stands for itself. Errors: timeline.no_customer{key}; those of loading columns. O(rows) for
/// ties and indexes on first use (they are kept), then O(rows of the customer).
Result<Timeline> customerTimeline(const Context& context, const std::string& key, const JobContext& job);
/// The same by subject id (1 … subjectCount − 1).
Result<Timeline> customerTimeline(const Context& context, std::uint32_t subject, const JobContext& job);

/// {"customer","profile":{…},"entries":[{"kind","dataset","row","time","stage","survey","cells":{…},"scores":{…},
/// "tie":{"rule","event","before_event","ambiguous",…}|null,"answers":[index…]}…]}; rows from 1, indexes from 0.
Json toJson(const Timeline& timeline);

} // namespace xo::analysis
