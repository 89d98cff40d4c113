#include "core/fusion/identitykeys.h"
#include "core/fusion/keyforms.h"
#include "core/fusion/ties.h"
#include "tests/core/fusion/texttables.h"

#include <QtTest>

#include <random>
#include <set>

using namespace xo;
using namespace xo::fusion;
using xo::testing::TextTables;

namespace {

IdentityRules rulesOf(const std::string& text) {
    auto rules = identityRulesFromJson(Json::parse(text));
    return rules ? *rules : IdentityRules();
}

// key of the subject of each row, "-" = none
std::string peopleOf(const Workspace& workspace, const std::string& table) {
    auto subjects = workspace.subjects(*workspace.findTable(table));
    if (!subjects) return subjects.error().code;
    std::string out;
    for (const std::uint32_t subject : **subjects)
        out += (out.empty() ? "" : " ") + (subject ? std::string(workspace.subjectKey(subject)) : std::string("-"));
    return out;
}

std::shared_ptr<const Workspace> crmAndSurvey() {
    return TextTables()
        .table("crm", DatasetKind::Customers, "member=customer phone=dimension mail=dimension",
               "m1 138-1111-2222 a@x.cn\n"
               "m2 13911112222 B@X.CN\n"
               "m3 13911112223 -\n")
        .table("survey", DatasetKind::Answers, "phone=customer score=nps",
               "+8613811112222 9\n"
               "13811112222 8\n"
               "0086-13911112222 3\n"
               "13700000001 1\n"
               "- 5\n")
        .build();
}

struct BruteForce {
    std::vector<std::set<std::uint32_t>> groups;
    std::set<std::uint32_t>& of(std::uint32_t node) {
        for (auto& group : groups)
            if (group.count(node)) return group;
        std::abort();
    }
};

} // namespace

class TestIdentity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keysAreComparedInOneForm_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("form");
        const char* rows[][3] = {
            {"phone", "13812345678", "13812345678"},
            {"phone", " 138-1234-5678 ", "13812345678"},
            {"phone", "+86 138 1234 5678", "13812345678"},
            {"phone", "+86-13812345678", "13812345678"},
            {"phone", "008613812345678", "13812345678"},
            {"phone", "8613812345678", "13812345678"},
            {"phone", "(+86)13812345678", "13812345678"},
            {"phone", "１３８１２３４５６７８", "13812345678"},
            {"phone", "（０１０）８８８８－６６６６", "01088886666"},
            {"phone", "13812345678.0", "13812345678"},
            {"phone", "+44 20 7946 0958", "+442079460958"},
            {"phone", "0044 20 7946 0958", "+442079460958"},
            {"phone", "020 7946 0958", "02079460958"},
            {"phone", "+1 (415) 555-0100", "+14155550100"},
            {"phone", "010-88886666", "01088886666"},
            {"phone", "00000000000", "00000000000"},
            {"phone", "1234", ""},
            {"phone", "无", ""},
            {"phone", "", ""},
            {"phone", "-", ""},
            {"phone", "13812345678/13912345678", ""}, // two numbers in one cell are no number
            {"phone", "138 x", ""},
            {"phone", "12+345678", ""},
            {"email", " Wang.Li@Example.COM ", "wang.li@example.com"},
            {"email", "wang.li+nps@example.com", "wang.li+nps@example.com"},
            {"email", "ｗａｎｇ＠example.com", "wang@example.com"},
            {"email", "wang", ""},
            {"email", "a@b@c", ""},
            {"email", "@b", ""},
            {"email", "", ""},
            {"member_id", " VIP００１　", "VIP001"},
            {"member_id", "vip001", "vip001"},
            {"member_id", "1001.0", "1001"},
            {"member_id", "1001.00", "1001"},
            {"member_id", "1001.5", "1001.5"},
            {"member_id", "001001", "001001"},
            {"member_id", "v1.0", "v1.0"},
            {"member_id", "   ", ""},
            {"exact", "oX_1", "oX_1"},
        };
        for (const auto& row : rows)
            QTest::newRow((std::string(row[0]) + " " + row[1]).c_str())
                << QString::fromUtf8(row[0]) << QString::fromUtf8(row[1]) << QString::fromUtf8(row[2]);
    }
    void keysAreComparedInOneForm() {
        QFETCH(QString, kind);
        QFETCH(QString, text);
        QFETCH(QString, form);
        QCOMPARE(QString::fromStdString(keyForm(*identityKindFromName(kind.toStdString()), text.toStdString())), form);
    }
    void placeholdersAreKnown() {
        for (const char* phone : {"13800138000", "00000000000", "11111111111", "12345678901", "+0000000"})
            QVERIFY2(isPlaceholder(IdentityKind::Phone, phone), phone);
        for (const char* phone : {"13800138001", "13811112222", "+442079460958"})
            QVERIFY2(!isPlaceholder(IdentityKind::Phone, phone), phone);
        for (const char* id : {"无", "N/A", "null", "0", "000000", "----", "99999", "匿名"})
            QVERIFY2(isPlaceholder(IdentityKind::MemberId, id), id);
        for (const char* id : {"7", "m1", "1001", "aaaaaa"})
            QVERIFY2(!isPlaceholder(IdentityKind::MemberId, id), id);
        QVERIFY(isPlaceholder(IdentityKind::Email, "test@test.com"));
        QVERIFY(!isPlaceholder(IdentityKind::Email, "wang@test.com"));
    }
    void linkKeysHaveForms() {
        const auto form = [](const char* forms, const char* text) {
            const auto rules = rulesOf(R"({"rules":[{"kind":"link_key","forms":[)" + std::string(forms) + R"(]}]})");
            return linkForm(rules.rules.at(0).forms, text);
        };
        QCOMPARE(form("\"trim\"", " SO 1　"), std::string("SO1"));
        QCOMPARE(form("\"width\"", "ＳＯ１"), std::string("SO1"));
        QCOMPARE(form("\"case\"", "So1"), std::string("so1"));
        QCOMPARE(form("\"number\"", "1001.0"), std::string("1001"));
        QCOMPARE(form("\"number\"", "1001.5"), std::string("1001.5"));
        QCOMPARE(form("\"zeros\"", "000123"), std::string("123"));
        QCOMPARE(form("\"zeros\"", "000"), std::string("0"));
        QCOMPARE(form("\"zeros\"", "00A1"), std::string("00A1"));
        QCOMPARE(form("\"zeros\",\"number\",\"trim\"", " 0123.0"), std::string("123"));
    }
    void rulesAreReadAndWritten() {
        const std::string text =
            R"({"too_common":4,"rules":[{"kind":"phone","columns":["crm.phone"]},{"kind":"separate","keys":["a","b"]},)"
            R"({"kind":"link_key","forms":["trim","zeros"]}]})";
        auto rules = identityRulesFromJson(Json::parse(text));
        QVERIFY(rules);
        QCOMPARE(toJson(*rules).dump(), text);
        const auto codeOf = [](const char* json) {
            auto read = identityRulesFromJson(Json::parse(json));
            return read ? std::string() : read.error().code;
        };
        QCOMPARE(codeOf(R"({"rules":[{"kind":"fax","columns":["a.b"]}]})"), std::string("model.bad_identity_kind"));
        for (const char* bad :
             {R"({"rules":[{"kind":"phone"}]})", R"({"rules":[{"kind":"separate","keys":["a"]}]})",
              R"({"rules":[{"kind":"link_key","forms":["upper"]}]})", R"({"rules":[{"kind":"link_key"}]})",
              R"({"too_common":0})", R"({"rule":[]})", R"({"rules":[{"kind":"phone","column":"x"}]})", R"([])"})
            QCOMPARE(codeOf(bad), std::string("model.bad_json"));
    }

    void noRulesCostNothing() {
        const auto workspace = withIdentity(*crmAndSurvey(), {});
        QVERIFY(!*workspace->persons());
        QCOMPARE(peopleOf(*workspace, "survey"),
                 std::string("+8613811112222 13811112222 0086-13911112222 13700000001 -"));
    }
    void phonesJoinDatasets() {
        const auto plain = crmAndSurvey();
        const auto rules = rulesOf(R"({"rules":[{"kind":"phone","columns":["crm.phone","survey.phone"]},)"
                                   R"({"kind":"member_id","columns":["crm.member"]}]})");
        const auto workspace = withIdentity(*plain, rules);
        QCOMPARE(peopleOf(*workspace, "survey"), std::string("m1 m1 m2 13700000001 -"));
        QCOMPARE(peopleOf(*workspace, "crm"), std::string("m1 m2 m3"));
        QCOMPARE(workspace->findSubject("13811112222"), workspace->findSubject("m1"));
        QCOMPARE((*workspace->knownSubjects())->count(), std::size_t(4));
        // taken away again, everything is as before
        const auto back = withIdentity(*workspace, {});
        QCOMPARE(peopleOf(*back, "survey"), peopleOf(*plain, "survey"));
        QCOMPARE(**back->knownSubjects(), **plain->knownSubjects());
    }
    void twoMemberIdsAreNeverJoined() {
        const auto tables =
            TextTables()
                .table("crm", DatasetKind::Customers, "member=customer phone=dimension",
                       "m1 13811112222\nm2 13811112222\nm3 13811113333\n")
                .table("survey", DatasetKind::Answers, "phone=customer score=nps", "13811112222 9\n13811113333 8\n")
                .build();
        const auto workspace =
            withIdentity(*tables, rulesOf(R"({"rules":[{"kind":"member_id","columns":["crm.member"]},)"
                                          R"({"kind":"phone","columns":["crm.phone","survey.phone"]}]})"));
        QCOMPARE(peopleOf(*workspace, "crm"), std::string("m1 m2 m3"));
        QCOMPARE(peopleOf(*workspace, "survey"), std::string("13811112222 m3")); // whose phone it is, is open
        auto keys = gatherKeys(*workspace, {});
        auto resolution = resolve(keys->nodes(), keys->rules, keys->separate, 5, {});
        QCOMPARE(resolution->refused.size(), std::size_t(1));
        QCOMPARE(refusalName(resolution->refused[0].why), std::string_view("member_ids"));
        // without the rule nothing says that these are member ids
        const auto loose =
            withIdentity(*tables, rulesOf(R"({"rules":[{"kind":"phone","columns":["crm.phone","survey.phone"]}]})"));
        QCOMPARE(peopleOf(*loose, "crm"), std::string("m1 m1 m3"));
    }
    void contestedKeyIsAPersonOfItsOwn() {
        const auto tables = TextTables()
                                .table("crm", DatasetKind::Customers, "member=customer phone=dimension",
                                       "m1 13811112222\nm2 13811112222\n")
                                .table("survey", DatasetKind::Answers, "phone=customer score=nps",
                                       "13811112222 9\n+8613811112222 8\n138-1111-2222 8\n")
                                .table("calls", DatasetKind::Events, "member=customer at=time phone=dimension",
                                       "- 2026-01-02T10:00 8613811112222\nm1 2026-01-02T10:00 -\n")
                                .build();
        const auto workspace = withIdentity(
            *tables, rulesOf(R"({"rules":[{"kind":"member_id","columns":["crm.member","calls.member"]},)"
                             R"({"kind":"phone","columns":["crm.phone","survey.phone","calls.phone"]}]})"));
        QCOMPARE(peopleOf(*workspace, "crm"), std::string("m1 m2"));
        QCOMPARE(peopleOf(*workspace, "survey"), std::string("13811112222 13811112222 13811112222"));
        QCOMPARE(peopleOf(*workspace, "calls"), std::string("13811112222 m1"));
    }
    void commonKeysJoinNobody() {
        std::string rows;
        for (int i = 0; i < 6; ++i)
            rows += "c" + std::to_string(i) + " 02188886666 c" + std::to_string(i % 3) + "@x.cn\n";
        rows += "d1 13800138000 -\nd2 13800138000 -\n";
        const auto tables =
            TextTables()
                .table("crm", DatasetKind::Customers, "id=customer phone=dimension mail=dimension", rows)
                .build();
        const auto workspace = withIdentity(*tables, rulesOf(R"({"rules":[{"kind":"phone","columns":["crm.phone"]},)"
                                                             R"({"kind":"email","columns":["crm.mail"]}]})"));
        QCOMPARE(peopleOf(*workspace, "crm"), std::string("c0 c1 c2 c0 c1 c2 d1 d2"));
        const auto wider =
            withIdentity(*tables, rulesOf(R"({"too_common":6,"rules":[{"kind":"phone","columns":["crm.phone"]}]})"));
        QCOMPARE(peopleOf(*wider, "crm"), std::string("c0 c0 c0 c0 c0 c0 d1 d2"));
    }
    void writingsOfOneKeyAreNotTooMany() {
        const auto tables = TextTables()
                                .table("survey", DatasetKind::Answers, "phone=customer score=nps",
                                       "13811112222 9\n138-1111-2222 9\n+8613811112222 9\n8613811112222 9\n"
                                       "008613811112222 9\n138.1111.2222 9\n1381111-2222 9\n")
                                .build();
        const auto workspace =
            withIdentity(*tables, rulesOf(R"({"rules":[{"kind":"phone","columns":["survey.phone"]}]})"));
        QCOMPARE((*workspace->knownSubjects())->count(), std::size_t(1));
    }
    void identitiesStateWhoIsWho() {
        const auto tables = TextTables()
                                .table("ids", DatasetKind::Identities, "member=customer openid=dimension old=dimension",
                                       "m1 ox1 -\nm2 ox2 m9\n- ox3 m3\n")
                                .table("crm", DatasetKind::Customers, "member=customer", "m1\nm2\nm3\nm9\n")
                                .table("clicks", DatasetKind::Events, "openid=customer at=time",
                                       "ox1 2026-01-01T10:00\nox2 2026-01-01T10:00\nox3 2026-01-01T10:00\n"
                                       "ox4 2026-01-01T10:00\n")
                                .build();
        // stated, so it needs no rule, and may join member ids
        const auto stated = withIdentity(*tables, {});
        QCOMPARE(peopleOf(*stated, "clicks"), std::string("m1 m2 m3 ox4"));
        QCOMPARE(peopleOf(*stated, "crm"), std::string("m1 m2 m3 m2"));
        QCOMPARE(peopleOf(*stated, "ids"), std::string("m1 m2 m3"));
        const auto ruled =
            withIdentity(*tables, rulesOf(R"({"rules":[{"kind":"member_id","columns":["crm.member"]}]})"));
        QCOMPARE(peopleOf(*ruled, "crm"), std::string("m1 m2 m3 m2"));
    }
    void separatedStaySo() {
        const auto tables = TextTables()
                                .table("crm", DatasetKind::Customers, "id=customer phone=dimension mail=dimension",
                                       "a 13811112222 x@x.cn\nb 13811112222 y@x.cn\nc 13811113333 y@x.cn\n"
                                       "d 13811114444 x@x.cn\ne 13811114444 y@x.cn\n")
                                .build();
        const std::string rules = R"({"kind":"phone","columns":["crm.phone"]},{"kind":"email","columns":["crm.mail"]})";
        QCOMPARE(peopleOf(*withIdentity(*tables, rulesOf(R"({"rules":[)" + rules + "]}")), "crm"),
                 std::string("a a a a a"));
        // also by the long way round: a–d by mail, d–e by phone, e–b–c by mail
        QCOMPARE(peopleOf(*withIdentity(*tables,
                                        rulesOf(R"({"rules":[{"kind":"separate","keys":["a","b"]},)" + rules + "]}")),
                          "crm"),
                 std::string("a b c a a"));
    }
    void rowsWithoutCustomerGoByTheirKeys() {
        const auto tables =
            TextTables()
                .table("crm", DatasetKind::Customers, "member=customer phone=dimension", "m1 13811112222\n")
                .table("calls", DatasetKind::Events, "member=customer at=time phone=dimension mail=dimension",
                       "m1 2026-01-01T10:00 - -\n"
                       "- 2026-01-02T10:00 138-1111-2222 -\n"
                       "- 2026-01-03T10:00 13911112222 n@x.cn\n"
                       "- 2026-01-04T10:00 - N@x.cn\n"
                       "- 2026-01-05T10:00 13800138000 -\n"
                       "- 2026-01-06T10:00 - -\n")
                .build();
        const auto workspace =
            withIdentity(*tables, rulesOf(R"({"rules":[{"kind":"phone","columns":["crm.phone","calls.phone"]},)"
                                          R"({"kind":"email","columns":["calls.mail"]}]})"));
        QCOMPARE(peopleOf(*workspace, "calls"), std::string("m1 m1 13911112222 13911112222 - -"));
        const std::uint32_t loose = workspace->findSubject("13911112222");
        QVERIFY(loose >= workspace->customers->size() + workspace->links->size());
        QVERIFY(loose < workspace->subjectCount());
        auto index = workspace->bySubject(*workspace->findTable("calls"));
        QVERIFY(index);
        QCOMPARE((*index)->offsets[loose + 1] - (*index)->offsets[loose], std::uint64_t(2));
    }
    void linkKeysAreTiedInTheirForm() {
        const auto tables = TextTables()
                                .table("e", DatasetKind::Events, "who=customer order=link at=time",
                                       "c1 00123 2026-01-01T10:00\nc2 SO7 2026-01-01T10:00\n")
                                .table("a", DatasetKind::Answers, "order=link at=time score=nps",
                                       "123 2026-01-02T10:00 9\nso7 2026-01-02T10:00 3\n8 2026-01-02T10:00 3\n")
                                .build();
        QCOMPARE(linkQuality(*tables, {})->linked, std::uint64_t(0));
        const auto workspace =
            withIdentity(*tables, rulesOf(R"({"rules":[{"kind":"link_key","forms":["case","zeros"]}]})"));
        QCOMPARE(linkQuality(*workspace, {})->linked, std::uint64_t(2));
        QCOMPARE(peopleOf(*workspace, "a"), std::string("c1 c2 8"));
    }

    // groups as sets of nodes, joined one key at a time
    void resolvesAsBruteForceDoes() {
        std::mt19937 random(5);
        const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
        int joins = 0;
        std::map<Refusal, int> refusals;
        for (int round = 0; round < 400; ++round) {
            const std::uint32_t nodes = 2 + below(30);
            std::vector<RuleKeys> rules(1 + below(4));
            for (RuleKeys& rule : rules) {
                rule.stated = below(5) == 0;
                rule.kind = below(3) == 0 ? IdentityKind::MemberId : IdentityKind::Exact;
                const std::uint32_t keys = 1 + below(20);
                for (std::uint32_t k = 0; k < keys; ++k)
                    rule.keys.add(below(12) == 0 ? "000" + std::string(k, '0') : "k" + std::to_string(k));
                for (std::uint32_t i = below(25); i-- > 0;)
                    rule.add(1 + below(rule.keys.size() - 1), 1 + below(nodes - 1));
                rule.finish();
            }
            std::vector<std::pair<std::uint32_t, std::uint32_t>> apart;
            if (nodes > 3 && below(2)) apart.emplace_back(1, 2 + below(nodes - 2));
            const int common = 2 + static_cast<int>(below(4));
            auto got = resolve(nodes, rules, apart, common, {});
            QVERIFY(got);

            BruteForce brute;
            std::set<std::uint32_t> statedOnes;
            for (std::uint32_t n = 0; n < nodes; ++n)
                brute.groups.push_back({n});
            const auto holdersOf = [&](const RuleKeys& rule, std::uint32_t key) {
                std::set<std::uint32_t> out;
                for (const std::uint64_t holder : rule.holders)
                    if (holder >> 32 == key) out.insert(static_cast<std::uint32_t>(holder));
                return out;
            };
            const auto usable = [&](const RuleKeys& rule, std::uint32_t key) {
                return !rule.placeholders[key] && holdersOf(rule, key).size() <= static_cast<std::size_t>(common);
            };
            // member ids that stated groups hold together, after the stated rules
            std::map<const RuleKeys*, std::vector<std::set<std::uint32_t>>> aliases;
            const auto memberIds = [&](const RuleKeys& ids, const std::set<std::uint32_t>& group) {
                std::set<std::uint32_t> out;
                for (std::uint32_t key = 1; key < ids.keys.size(); ++key) {
                    if (!usable(ids, key)) continue;
                    for (const std::uint32_t node : holdersOf(ids, key)) {
                        if (!group.count(node)) continue;
                        std::uint32_t name = key;
                        for (const auto& alias : aliases[&ids])
                            if (alias.count(key)) name = *alias.begin();
                        out.insert(name);
                    }
                }
                return out;
            };
            std::vector<Refused> refused;
            const auto run = [&](bool stated) {
                for (std::uint32_t r = 0; r < rules.size(); ++r) {
                    if (rules[r].stated != stated) continue;
                    for (std::uint32_t key = 1; key < rules[r].keys.size(); ++key) {
                        const auto holders = holdersOf(rules[r], key);
                        if (holders.size() < 2) continue;
                        if (rules[r].placeholders[key]) {
                            refused.push_back({r, key, Refusal::Placeholder});
                            continue;
                        }
                        if (!usable(rules[r], key)) {
                            refused.push_back({r, key, Refusal::TooCommon});
                            continue;
                        }
                        std::set<std::set<std::uint32_t>> groups;
                        for (const std::uint32_t node : holders)
                            groups.insert(brute.of(node));
                        if (groups.size() < 2) continue;
                        std::set<std::uint32_t> whole;
                        for (const auto& group : groups)
                            whole.insert(group.begin(), group.end());
                        bool bad = false;
                        for (const auto& [a, b] : apart)
                            bad = bad || (whole.count(a) && whole.count(b) && !brute.of(a).count(b));
                        if (bad) {
                            refused.push_back({r, key, Refusal::Separated});
                            continue;
                        }
                        if (!stated)
                            for (const RuleKeys& ids : rules) {
                                if (ids.kind != IdentityKind::MemberId || ids.stated || bad) continue;
                                std::size_t labelled = 0;
                                for (const auto& group : groups)
                                    labelled += !memberIds(ids, group).empty();
                                bad = labelled > 1 && memberIds(ids, whole).size() > 1;
                            }
                        if (bad) {
                            refused.push_back({r, key, Refusal::MemberIds});
                            continue;
                        }
                        for (const auto& group : groups)
                            brute.groups.erase(std::find(brute.groups.begin(), brute.groups.end(), group));
                        brute.groups.push_back(whole);
                        if (stated) statedOnes.insert(whole.begin(), whole.end());
                    }
                }
            };
            run(true);
            for (const RuleKeys& ids : rules) {
                if (ids.kind != IdentityKind::MemberId || ids.stated) continue;
                std::vector<std::set<std::uint32_t>> found;
                for (const auto& group : brute.groups)
                    if (statedOnes.count(*group.begin())) found.push_back(memberIds(ids, group));
                // ids that two such groups share make one name of them all
                for (bool again = true; again;) {
                    again = false;
                    for (std::size_t i = 0; i < found.size() && !again; ++i)
                        for (std::size_t j = i + 1; j < found.size() && !again; ++j)
                            for (const std::uint32_t id : found[j])
                                if (found[i].count(id)) {
                                    found[i].insert(found[j].begin(), found[j].end());
                                    found.erase(found.begin() + static_cast<std::ptrdiff_t>(j));
                                    again = true;
                                    break;
                                }
                }
                aliases[&ids] = found;
            }
            run(false);
            for (std::uint32_t n = 0; n < nodes; ++n)
                QCOMPARE(got->person[n], *brute.of(n).begin());
            QVERIFY2(got->refused == refused, std::to_string(round).c_str());
            joins += static_cast<int>(got->joins.size());
            for (const Refused& one : refused)
                ++refusals[one.why];
        }
        QVERIFY(joins > 400);
        for (const Refusal why : {Refusal::TooCommon, Refusal::Placeholder, Refusal::MemberIds, Refusal::Separated})
            QVERIFY2(refusals[why] > 20, std::string(refusalName(why)).c_str());
    }
    void cancelStopsIt() {
        std::string rows;
        for (int i = 0; i < 50; ++i)
            rows += "c" + std::to_string(i) + " 1381111" + std::to_string(1000 + i) + "\n";
        const auto tables =
            TextTables().table("crm", DatasetKind::Customers, "id=customer phone=dimension", rows).build();
        const auto workspace =
            withIdentity(*tables, rulesOf(R"({"rules":[{"kind":"phone","columns":["crm.phone"]}]})"));
        JobContext job;
        job.cancel();
        QCOMPARE(gatherKeys(*workspace, job).error().code, std::string(kCancelled));
    }
};

QTEST_APPLESS_MAIN(TestIdentity)
#include "tst_identity.moc"
