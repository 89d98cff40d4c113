#pragma once

#include "core/fusion/identityproposal.h"
#include "core/fusion/identityreport.h"
#include "core/fusion/keyquality.h"
#include "core/fusion/linkpanel.h"
#include "core/project/store.h"

namespace xo::session {

/// Identity rules as both programs edit them; each gives the rules to put, nothing is written here.

/// Rules given by the user: every column they name must be there. Error fusion.unknown_column{column}.
Result<IdentityRules> checkedRules(const Workspace& workspace, const IdentityRules& rules);
/// The rules with some proposals behind them; a proposal of link-key forms replaces the former one.
IdentityRules withProposals(const IdentityRules& rules, const std::vector<IdentityRule>& added);
/// The rules with a veto in front: these two are never one person. Only customer keys can be named. Errors:
/// fusion.unknown_key{key}.
Result<IdentityRules> withSeparated(const Workspace& workspace, const std::string& one, const std::string& other);

/// The explanation with batch, file and line of every row it rests on.
Result<Json> explanationJson(const Store& store, const Workspace& workspace, const fusion::PersonExplained& person);
/// describe's link object with the examples: {…, "examples": {"orphans": [{"dataset","row","batch","file","line",
/// "key","reason"}], "ambiguous": […]}, "key_quality": […], "proposals": [link-key rules]}.
Result<Json> linkJson(const Store& store, const Workspace& workspace, std::size_t examples, const JobContext& job);

} // namespace xo::session
