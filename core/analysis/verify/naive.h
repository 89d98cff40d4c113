#pragma once

#include "core/base/job.h"
#include "core/columnar/workspace.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace xo::analysis::naive {

/// One event of one customer, gathered row by row.
struct Event {
    std::size_t table = 0;
    std::size_t row = 0;
    Instant time = kNoTime;
    std::vector<int> stages; ///< numbers (1 …) of the stages it fits
    bool exclusion = false;
    /// The values the journey holds constant, as one text; nullopt = one of them is blank. Without such values "".
    std::optional<std::string> held = std::string();
};
/// A counted attempt as the naive evaluator sees it.
struct Unit {
    Instant start = kNoTime;
    std::uint64_t reached = 0; ///< bit k−1 = got to stage k; optional ones may be missing in between
    bool operator==(const Unit&) const = default;
};

/// Counts one customer's attempts by trying every chain, those of `every` attempt in the order of their starts; nullopt
/// when that would take too long, or where more than one answer is right: events that fit several stages in strict and
/// any order, under `every` and beside optional stages; equal entries of different held values; untimed events in any
/// order.
std::optional<std::vector<Unit>> countNaively(std::vector<Event> events, const Journey& journey, const TimeZone& zone);

/// Cells of the project as text, one row at a time; what the program says about keys and subjects isn't used.
class Rows {
public:
    static Result<Rows> of(const Workspace& workspace, const JobContext& job);
    /// Key of the person a row belongs to: its customer's, else its link's owner's, else "link:" + the link key.
    std::string person(std::size_t table, std::size_t row) const;
    std::string text(std::size_t table, RoleKind role, std::size_t row) const;
    std::string customer(std::size_t table, std::size_t row) const;
    Instant time(std::size_t table, std::size_t row) const;
    bool byDay(std::size_t table) const;
    bool has(std::size_t table, RoleKind role) const;

private:
    const Workspace* m_workspace = nullptr;
    std::vector<std::map<RoleKind, std::shared_ptr<const Column>>> m_columns; // per table
    std::shared_ptr<const Persons> m_persons;                                 // null: every key is a person
    std::map<std::string, std::string> m_owners;                              // link key → customer key
};

} // namespace xo::analysis::naive
