#include "ui/pages/data/identitytext.h"

#include "ui/widgets/pieces.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace xo::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(xo::ui::IdentityTexts)
};

constexpr bool LinkForms::*kForms[kLinkForms] = {&LinkForms::trim, &LinkForms::width, &LinkForms::letterCase,
                                                 &LinkForms::number, &LinkForms::zeros};

} // namespace

QString joinedTexts(const std::vector<std::string>& texts, const QString& between) {
    QStringList list;
    for (const std::string& text : texts)
        list << QString::fromStdString(text);
    return list.join(between);
}

QString identityKindText(IdentityKind kind) {
    switch (kind) {
    case IdentityKind::Phone:
        return Texts::tr("Phone number");
    case IdentityKind::Email:
        return Texts::tr("E-mail address");
    case IdentityKind::MemberId:
        return Texts::tr("Member id");
    case IdentityKind::Exact:
        return Texts::tr("Equal text");
    case IdentityKind::Separate:
        return Texts::tr("Kept apart");
    case IdentityKind::LinkKey:
        return Texts::tr("Link keys written alike");
    }
    return {};
}

QString identityKindHint(IdentityKind kind) {
    switch (kind) {
    case IdentityKind::Phone:
        return Texts::tr("Blanks, dashes, brackets, full width and +86 before a Chinese mobile number don't count.");
    case IdentityKind::Email:
        return Texts::tr("Blanks around it and capital letters don't count.");
    case IdentityKind::MemberId:
        return Texts::tr("One person has one member id: two of them are never joined.");
    case IdentityKind::Exact:
        return Texts::tr("Equal texts join (an open id, a device); a person may have several.");
    case IdentityKind::Separate:
        return Texts::tr("These customers are never one person, whatever they share. Only customer keys can be named: "
                         "rows without a customer can't be kept apart.");
    case IdentityKind::LinkKey:
        return Texts::tr("Joins no persons: more answers find their event. What is ticked doesn't count when link keys "
                         "are compared.");
    }
    return {};
}

bool LinkForms::*linkFormMember(int form) {
    return kForms[form];
}

QString linkFormText(int form) {
    switch (form) {
    case 0:
        return Texts::tr("blanks around and inside");
    case 1:
        return Texts::tr("full width");
    case 2:
        return Texts::tr("capital letters");
    case 3:
        return Texts::tr("“.0” behind a number");
    default:
        return Texts::tr("zeros before digits");
    }
}

QString identityRuleText(const IdentityRule& rule) {
    if (rule.kind == IdentityKind::Separate) return joinedTexts(rule.keys, QStringLiteral(" ≠ "));
    if (rule.kind != IdentityKind::LinkKey) return joinedTexts(rule.columns, QStringLiteral(" = "));
    QStringList forms;
    for (int form = 0; form < kLinkForms; ++form)
        if (rule.forms.*kForms[form]) forms << linkFormText(form);
    return Texts::tr("without %1").arg(forms.join(QStringLiteral(", ")));
}

QString refusalText(fusion::Refusal why) {
    switch (why) {
    case fusion::Refusal::TooCommon:
        return Texts::tr("shared by too many");
    case fusion::Refusal::Placeholder:
        return Texts::tr("a placeholder: nobody's key");
    case fusion::Refusal::MemberIds:
        return Texts::tr("would join two member ids");
    case fusion::Refusal::Separated:
        return Texts::tr("kept apart by a rule");
    }
    return {};
}

QString reportedRuleText(const std::string& name) {
    if (const auto kind = identityKindFromName(name)) return identityKindText(*kind);
    return QString::fromStdString(name);
}

std::vector<fusion::RuleProposal> usefulProposals(std::vector<fusion::RuleProposal> proposals) {
    const bool any = std::any_of(proposals.begin(), proposals.end(), [](const fusion::RuleProposal& one) {
        return one.personsAfter < one.personsBefore || one.linkedAfter > one.linkedBefore;
    });
    if (!any) proposals.clear();
    return proposals;
}

QString proposalText(const fusion::RuleProposal& proposal) {
    const QString columns = joinedTexts(proposal.rule.columns, QStringLiteral(", "));
    if (proposal.rule.kind == IdentityKind::LinkKey)
        return Texts::tr("Link keys seem to be written in different ways: compared %1, %2 answers instead of %3 find "
                         "their event.")
            .arg(identityRuleText(proposal.rule), counted(proposal.linkedAfter), counted(proposal.linkedBefore));
    const QString effect =
        Texts::tr("%1 persons instead of %2").arg(counted(proposal.personsAfter), counted(proposal.personsBefore));
    const QString looks =
        proposal.rule.kind == IdentityKind::Phone      ? Texts::tr("Phone numbers in %1 look like the same key")
        : proposal.rule.kind == IdentityKind::Email    ? Texts::tr("E-mail addresses in %1 look like the same key")
        : proposal.rule.kind == IdentityKind::MemberId ? Texts::tr("Member ids in %1 look like the same key")
                                                       : Texts::tr("Values in %1 look like the same key");
    return looks.arg(columns) + Texts::tr(": join? It would make %1.").arg(effect);
}

} // namespace xo::ui
