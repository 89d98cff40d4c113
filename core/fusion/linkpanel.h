#pragma once

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/columnar/workspace.h"

#include <array>
#include <string>
#include <vector>

namespace xo::fusion {

/// Why an answer is tied to no event.
enum class OrphanReason : std::uint8_t { NoKey, UnknownKey, NoCustomer, NoEvent };
inline constexpr std::size_t kOrphanReasons = 4;
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
    int asOfDays = 0;   ///< how far back an event may lie; 0 by key
    LinkQuality quality;
    std::array<std::uint64_t, kOrphanReasons> reasons{}; ///< orphans by OrphanReason
    std::uint64_t withoutCustomer = 0;                   ///< answers whose customer isn't known
    std::uint64_t severalEvents = 0;                     ///< answers under whose link key several events stand
    std::uint64_t rowsIfJoined = 0;                      ///< its rows joined with all their events by key
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

/// The answers behind one figure of the panel.
enum class LinkFigure : std::uint8_t {
    Linked,
    Orphans, ///< whatever the reason
    NoKey,
    UnknownKey,
    NoCustomer,
    NoEvent,
    Ambiguous,
    BeforeEvent,
    WithoutCustomer,
    SeveralEvents
};
/// Rows of a table of answers, ascending; as many as its DatasetLinks counts. O(answers + events).
Result<std::vector<std::uint32_t>> linkFigureRows(const Workspace& workspace, std::size_t answersTable,
                                                  LinkFigure figure, const JobContext& job);

/// The `link` object of describe.
Json toJson(const LinkPanel& panel);

} // namespace xo::fusion
