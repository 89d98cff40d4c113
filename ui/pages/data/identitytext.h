#pragma once

#include "core/fusion/identityproposal.h"
#include "core/fusion/identityreport.h"
#include "core/model/identity.h"

#include <QString>

#include <string>
#include <vector>

namespace xo::ui {

/// Identity rules in the window's language.

/// Texts of core one behind the other.
QString joinedTexts(const std::vector<std::string>& texts, const QString& between);
QString identityKindText(IdentityKind kind); ///< "Phone number"
/// How the kind compares, in one sentence.
QString identityKindHint(IdentityKind kind);
QString linkFormText(int form); ///< by its place in linkFormMembers()
/// The five forms of LinkForms in the order in which they are offered.
bool LinkForms::*linkFormMember(int form);
inline constexpr int kLinkForms = 5;
/// What a rule compares: its columns, keys or forms.
QString identityRuleText(const IdentityRule& rule);
/// Why a key joins nobody: "shared by too many".
QString refusalText(fusion::Refusal why);
/// Name of a rule in a report: "phone" → "Phone number"; columns of an identities dataset as they are.
QString reportedRuleText(const std::string& name);
/// All of them when any would change something, else none: a rule may rest on one that changes nothing by itself.
std::vector<fusion::RuleProposal> usefulProposals(std::vector<fusion::RuleProposal> proposals);
/// One sentence that offers a rule: what looks like the same key, and what it would do.
QString proposalText(const fusion::RuleProposal& proposal);

} // namespace xo::ui
