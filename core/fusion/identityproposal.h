#pragma once

#include "core/base/json.h"
#include "core/fusion/identitykeys.h"

namespace xo::fusion {

/// A rule that fits the columns present, with what it would do on top of the project's rules and of the proposals
/// before it. Nothing is applied.
struct RuleProposal {
    IdentityRule rule;
    std::uint64_t personsBefore = 0, personsAfter = 0;
    std::uint64_t linkedBefore = 0, linkedAfter = 0; ///< answers tied to an event
    std::uint64_t answers = 0;
    std::uint64_t refused = 0; ///< keys of the rule that would join nobody: too common, placeholders, conflicts
    std::uint64_t folded = 0;  ///< LinkKey: keys of events that become the same as another one
};

/// Rules by the look and the headers of columns: member ids (customer columns of customers datasets and what shares
/// their keys), phones, e-mail addresses, open ids; then the forms of link keys by which more answers would be tied.
/// What the project's rules cover already is left out. O(columns · sample + rules · rows).
Result<std::vector<RuleProposal>> proposeRules(const Workspace& workspace, const JobContext& job);
Json toJson(const RuleProposal& proposal);

} // namespace xo::fusion
