#include "core/fusion/identityproposal.h"

#include "core/base/text.h"
#include "core/fusion/keyforms.h"
#include "core/fusion/ties.h"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace xo::fusion {

namespace {

constexpr std::size_t kSample = 2000;
constexpr double kMostFit = 0.6;

bool mayHoldKeys(const Table& table, const ColumnInfo& column) {
    if (table.kind() == DatasetKind::Metrics || column.role.isScore()) return false;
    switch (column.role.kind) {
    case RoleKind::Dimension:
    case RoleKind::Customer:
    case RoleKind::Id:
    case RoleKind::Text:
        break;
    default:
        return false;
    }
    return column.type == ValueType::Category || column.type == ValueType::Text || column.type == ValueType::Integer;
}

bool headerHas(const ColumnInfo& column, std::initializer_list<std::string_view> words) {
    const std::string name = lowerAscii(column.name + " " + column.label);
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

// What most cells of a sample look like.
struct Look {
    std::size_t cells = 0, mobiles = 0, phones = 0, mails = 0;
    double share(std::size_t part) const {
        return cells ? static_cast<double>(part) / static_cast<double>(cells) : 0.0;
    }
};

Look lookOf(const Column& column, const TimeZone& zone) {
    Look look;
    const std::size_t step = std::max<std::size_t>(1, column.rows / (kSample * 4));
    for (std::size_t row = 0; row < column.rows && look.cells < kSample; row += step) {
        if (!column.isValid(row)) continue;
        const std::string text = column.text(row, zone);
        ++look.cells;
        const std::string phone = keyForm(IdentityKind::Phone, text);
        look.phones += phone.size() >= 7;
        look.mobiles += !phone.empty() && (phone[0] == '+' || (phone.size() == 11 && phone[0] == '1'));
        look.mails += !keyForm(IdentityKind::Email, text).empty();
    }
    return look;
}

class Proposer {
public:
    Proposer(const Workspace& workspace, const JobContext& job) : m_workspace(workspace), m_job(job) {
        for (const IdentityRule& rule : workspace.identity.rules)
            for (const std::string& name : rule.columns)
                if (const auto column = findKeyColumn(workspace, name))
                    m_covered.emplace(column->table, column->column);
    }

    Result<std::vector<RuleProposal>> run() {
        if (auto done = lookAtColumns(); !done) return done.failure();
        if (auto done = addMemberIds(); !done) return done.failure();
        add(IdentityKind::MemberId, m_members);
        add(IdentityKind::Phone, m_phones);
        add(IdentityKind::Email, m_mails);
        for (const auto& columns : m_openIds)
            if (columns.size() > 1) add(IdentityKind::Exact, columns);
        addLinkForms();
        return effects();
    }

private:
    using Columns = std::vector<KeyColumn>;

    Result<void> lookAtColumns() {
        static constexpr std::string_view kOpenIds[] = {"openid", "unionid", "wechat",    "微信",   "身份证", "id_card",
                                                        "alipay", "支付宝",  "device_id", "设备号", "cookie"};
        m_openIds.resize(std::size(kOpenIds));
        for (std::size_t t = 0; t < m_workspace.tables.size(); ++t) {
            const Table& table = *m_workspace.tables[t];
            for (std::size_t c = 0; c < table.columns().size(); ++c) {
                const ColumnInfo& info = table.columns()[c];
                if (m_job.cancelled()) return cancelled();
                if (!mayHoldKeys(table, info) || m_covered.count({t, c})) continue;
                auto column = table.column(c);
                if (!column) return column.failure();
                const Look look = lookOf(**column, m_workspace.zone);
                const bool phoneWord = headerHas(info, {"phone", "mobile", "tel", "手机", "电话", "联系方式"});
                const bool mailWord = headerHas(info, {"mail", "邮箱", "邮件"});
                if (look.share(look.mobiles) >= kMostFit || (phoneWord && look.share(look.phones) >= kMostFit)) {
                    m_phones.push_back({t, c});
                    continue;
                }
                if (look.share(look.mails) >= (mailWord ? kMostFit / 2 : kMostFit)) {
                    m_mails.push_back({t, c});
                    continue;
                }
                const auto open = std::find_if(std::begin(kOpenIds), std::end(kOpenIds),
                                               [&](std::string_view word) { return headerHas(info, {word}); });
                if (open != std::end(kOpenIds)) {
                    m_openIds[static_cast<std::size_t>(open - std::begin(kOpenIds))].push_back({t, c});
                    continue;
                }
                if ((info.role.kind == RoleKind::Customer && table.kind() == DatasetKind::Customers) ||
                    headerHas(info, {"member", "会员", "customer_id", "customerid", "cust_id", "user_id", "userid",
                                     "客户号", "客户编号", "客户id", "用户编号", "用户id", "one_id", "oneid"}))
                    m_members.push_back({t, c});
                else if (info.role.kind == RoleKind::Customer)
                    m_customers.push_back({t, c});
            }
        }
        return {};
    }

    // A customer column counts as member ids when most of its keys are keys of those.
    Result<void> addMemberIds() {
        std::vector<bool> member(m_workspace.customers->size());
        for (const KeyColumn& column : m_members)
            if (auto done = eachCustomer(column, [&](std::uint32_t code) { member[code] = true; }); !done) return done;
        for (const KeyColumn& column : m_customers) {
            std::size_t all = 0, known = 0;
            auto done = eachCustomer(column, [&](std::uint32_t code) {
                ++all;
                known += member[code];
            });
            if (!done) return done;
            if (known * 2 > all) m_members.push_back(column);
        }
        return {};
    }
    template <class F>
    Result<void> eachCustomer(const KeyColumn& at, F&& f) {
        const Table& table = *m_workspace.tables[at.table];
        if (table.columns()[at.column].role.kind != RoleKind::Customer) return {};
        auto column = table.column(at.column);
        if (!column) return column.failure();
        std::vector<bool> seen(m_workspace.customers->size());
        for (std::size_t row = 0; row < table.rows(); ++row)
            seen[(*column)->codes[row]] = true;
        for (std::uint32_t code = 1; code < seen.size(); ++code)
            if (seen[code]) f(code);
        return {};
    }

    void add(IdentityKind kind, const Columns& columns) {
        if (columns.empty()) return;
        RuleProposal proposal;
        proposal.rule.kind = kind;
        for (const KeyColumn& column : columns)
            proposal.rule.columns.push_back(keyColumnName(m_workspace, column));
        m_out.push_back(std::move(proposal));
    }

    void addLinkForms() {
        LinkForms had, wanted;
        for (const IdentityRule& rule : m_workspace.identity.rules)
            if (rule.kind == IdentityKind::LinkKey) had = rule.forms;
        wanted = had;
        const std::uint64_t now = tiedBy(had);
        // the mildest first: each has to tie more than the ones before it
        std::uint64_t best = now;
        for (bool LinkForms::*form :
             {&LinkForms::trim, &LinkForms::width, &LinkForms::letterCase, &LinkForms::number, &LinkForms::zeros}) {
            if (wanted.*form) continue;
            LinkForms tried = wanted;
            tried.*form = true;
            const std::uint64_t tied = tiedBy(tried);
            if (tied <= best) continue;
            wanted = tried;
            best = tied;
        }
        if (best == now) addTogether(had, wanted, now);
        if (wanted == had) return;
        RuleProposal proposal;
        proposal.rule.kind = IdentityKind::LinkKey;
        proposal.rule.forms = wanted;
        proposal.folded = foldedBy(wanted) - foldedBy(had);
        m_out.push_back(std::move(proposal));
    }
    // " 007.0": only several forms together may help
    void addTogether(const LinkForms& had, LinkForms& wanted, std::uint64_t now) {
        LinkForms every{true, true, true, true, true};
        if (tiedBy(every) <= now) return;
        const std::uint64_t most = tiedBy(every);
        for (bool LinkForms::*form :
             {&LinkForms::zeros, &LinkForms::number, &LinkForms::letterCase, &LinkForms::width, &LinkForms::trim}) {
            if (had.*form) continue;
            LinkForms fewer = every;
            fewer.*form = false;
            if (tiedBy(fewer) == most) every = fewer;
        }
        wanted = every;
    }

    const std::vector<std::uint64_t>& linkRows(DatasetKind kind) {
        auto& rows = kind == DatasetKind::Events ? m_eventRows : m_answerRows;
        if (!rows.empty()) return rows;
        rows.assign(m_workspace.links->size(), 0);
        for (const std::size_t t : m_workspace.tablesOfKind(kind)) {
            const auto index = m_workspace.tables[t]->findRole(RoleKind::Link);
            if (!index) continue;
            const auto column = m_workspace.tables[t]->column(*index);
            if (!column) continue; // the effects will say what is wrong
            for (std::size_t row = 0; row < (*column)->rows; ++row)
                ++rows[(*column)->codes[row]];
        }
        rows[0] = 0;
        return rows;
    }
    std::uint64_t tiedBy(const LinkForms& forms) {
        const auto& events = linkRows(DatasetKind::Events);
        const auto& answers = linkRows(DatasetKind::Answers);
        std::unordered_set<std::string> known;
        for (std::uint32_t code = 1; code < events.size(); ++code)
            if (events[code]) known.insert(linkForm(forms, m_workspace.links->at(code)));
        std::uint64_t tied = 0;
        for (std::uint32_t code = 1; code < answers.size(); ++code)
            if (answers[code] && known.count(linkForm(forms, m_workspace.links->at(code)))) tied += answers[code];
        return tied;
    }
    std::uint64_t foldedBy(const LinkForms& forms) {
        const auto& events = linkRows(DatasetKind::Events);
        std::unordered_set<std::string> known;
        std::uint64_t folded = 0;
        for (std::uint32_t code = 1; code < events.size(); ++code)
            if (events[code]) folded += !known.insert(linkForm(forms, m_workspace.links->at(code))).second;
        return folded;
    }

    struct State {
        std::uint64_t persons = 0;
        LinkQuality link;
    };
    Result<State> stateOf(const IdentityRules& rules) {
        const auto workspace = withIdentity(m_workspace, rules);
        auto known = workspace->knownSubjects();
        if (!known) return known.failure();
        auto link = linkQuality(*workspace, m_job);
        if (!link) return link.failure();
        return State{(*known)->count(), *link};
    }
    Result<std::vector<RuleProposal>> effects() {
        IdentityRules rules = m_workspace.identity;
        auto state = stateOf(rules);
        if (!state) return state.failure();
        std::vector<RuleProposal> out;
        for (RuleProposal& proposal : m_out) {
            IdentityRules tried = rules;
            if (proposal.rule.kind == IdentityKind::LinkKey)
                std::erase_if(tried.rules, [](const IdentityRule& rule) { return rule.kind == IdentityKind::LinkKey; });
            tried.rules.push_back(proposal.rule);
            auto after = stateOf(tried);
            if (!after) return after.failure();
            proposal.personsBefore = state->persons;
            proposal.personsAfter = after->persons;
            proposal.linkedBefore = state->link.linked;
            proposal.linkedAfter = after->link.linked;
            proposal.answers = after->link.answers;
            const auto workspace = withIdentity(m_workspace, tried);
            auto keys = gatherKeys(*workspace, m_job);
            if (!keys) return keys.failure();
            auto resolution = resolve(keys->nodes(), keys->rules, keys->separate, tried.tooCommon, m_job);
            if (!resolution) return resolution.failure();
            for (const Refused& refused : resolution->refused)
                proposal.refused += proposal.rule.kind != IdentityKind::LinkKey && !keys->rules[refused.rule].stated &&
                                    keys->rules[refused.rule].rule + 1 == tried.rules.size();
            rules = std::move(tried);
            state = std::move(after);
            out.push_back(std::move(proposal));
        }
        return out;
    }

    const Workspace& m_workspace;
    const JobContext& m_job;
    std::set<std::pair<std::size_t, std::size_t>> m_covered;
    Columns m_members, m_customers, m_phones, m_mails;
    std::vector<Columns> m_openIds;
    std::vector<std::uint64_t> m_eventRows, m_answerRows;
    std::vector<RuleProposal> m_out;
};

} // namespace

Result<std::vector<RuleProposal>> proposeRules(const Workspace& workspace, const JobContext& job) {
    return Proposer(workspace, job).run();
}

Json toJson(const RuleProposal& proposal) {
    IdentityRules one;
    one.rules.push_back(proposal.rule);
    Json json = toJson(one)["rules"][0];
    json["persons_before"] = proposal.personsBefore;
    json["persons_after"] = proposal.personsAfter;
    json["answers"] = proposal.answers;
    json["linked_before"] = proposal.linkedBefore;
    json["linked_after"] = proposal.linkedAfter;
    json["refused_keys"] = proposal.refused;
    if (proposal.rule.kind == IdentityKind::LinkKey) json["events_keys_folded"] = proposal.folded;
    return json;
}

} // namespace xo::fusion
