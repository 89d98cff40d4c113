#pragma once

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/columnar/workspace.h"

#include <string>
#include <vector>

namespace xo::fusion {

/// Why an answer is tied to no event.
enum class OrphanReason : std::uint8_t { NoKey, UnknownKey, NoCustomer, NoEvent };
std::string_view orphanReasonName(OrphanReason reason); ///< "no_key", "unknown_key", "no_customer", "no_event"

struct LinkExample {
    std::size_t table = 0;
    std::uint32_t row = 0;
    std::string key;                           ///< link key or customer key of the answer, blank when it has none
    OrphanReason reason = OrphanReason::NoKey; ///< of orphans
    std::uint64_t events = 0;                  ///< of ambiguous answers: events under the key
};

/// One dataset of answers: how it is tied, and to which dataset of events how often.
struct DatasetLinks {
    std::string answers;
    bool byKey = false; ///< equal link keys; else as-of
    LinkQuality quality;
    std::vector<std::pair<std::string, std::uint64_t>> events;
};

/// What the link-quality panel shows (PRODUCT.md 2).
struct LinkPanel {
    LinkQuality quality;
    std::vector<DatasetLinks> datasets;
    std::uint64_t equalKey = 0, asOf = 0; ///< linked answers by the way they are tied
    std::uint64_t withoutCustomer = 0;    ///< answers whose customer isn't known
    std::uint64_t customersOnlyX = 0;     ///< customers with answers but no event
    std::uint64_t customersOnlyO = 0;     ///< customers with events but no answer
    std::uint64_t customersBoth = 0;
    std::uint64_t linksWithSeveral = 0; ///< link keys of answers under which several events stand
    std::uint64_t rowsIfJoined = 0;     ///< rows of answers joined with all their events by key, unlinked answers kept
    std::uint64_t merged = 0;           ///< customer keys that count as another key's person
    std::vector<LinkExample> orphans, ambiguous; ///< the first of each
};

/// Ties as `linkQuality` does; at most `examples` of each kind. O(answers + events).
Result<LinkPanel> linkPanel(const Workspace& workspace, std::size_t examples, const JobContext& job);

/// The `link` object of describe.
Json toJson(const LinkPanel& panel);

} // namespace xo::fusion
