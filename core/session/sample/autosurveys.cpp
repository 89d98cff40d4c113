#include "core/session/sample/autonames.h"
#include "core/session/sample/autophrases.h"
#include "core/session/sample/autotruth.h"
#include "core/session/sample/autoworld.h"
#include "core/session/sample/random.h"

#include <algorithm>
#include <unordered_map>

namespace xo::session::autostory {

namespace {

/// NPS answers 0 … 10 by satisfaction 1 … 5.
constexpr int kNpsWeights[5][11] = {{14, 10, 14, 16, 14, 16, 9, 4, 2, 1, 0},
                                    {3, 3, 6, 10, 13, 23, 20, 13, 6, 2, 1},
                                    {1, 1, 1, 3, 5, 15, 19, 26, 20, 6, 3},
                                    {0, 0, 0, 1, 1, 4, 8, 22, 32, 22, 10},
                                    {0, 0, 0, 0, 0, 1, 2, 7, 18, 32, 40}};

class Surveys {
public:
    explicit Surveys(World& world) : m_world(world), m_random(world.seed, 5) {
        for (std::size_t index = 0; index < world.drives.size(); ++index)
            m_drives[world.drives[index].reference] = index;
    }

    void run() {
        for (const Event& event : m_world.events)
            if (wanted(event)) invite(event);
        std::stable_sort(m_world.invitations.begin(), m_world.invitations.end(),
                         [](const Invitation& a, const Invitation& b) { return a.sent < b.sent; });
        std::stable_sort(m_world.answers.begin(), m_world.answers.end(),
                         [](const Answer& a, const Answer& b) { return a.recorded < b.recorded; });
        // a form that let two people type an eleven
        const std::size_t answers = m_world.answers.size();
        for (const std::size_t index : {answers / 3, answers * 2 / 3})
            if (index < answers) m_world.answers[index].nps = 11;
    }

private:
    bool wanted(const Event& event) {
        if (m_world.customers[event.customer].phone == 0) return false;
        switch (event.stage) {
        case Lead:
            return m_random.chance(1'200);
        case Visit:
            return m_random.chance(2'500);
        case Drive:
            return m_drives.contains(event.reference);
        case Delivery:
            return true;
        default:
            return false;
        }
    }

    void invite(const Event& event) {
        static constexpr int kContacts[3] = {50, 35, 15};
        Invitation invitation;
        invitation.customer = event.customer;
        invitation.about = event.stage;
        invitation.reference = event.reference;
        invitation.channel = static_cast<std::uint8_t>(m_random.pick(kContacts));
        invitation.sent = event.time - event.time % kDay + kDay + m_random.between(10 * 3600, 11 * 3600);
        if (invitation.sent >= endSecond()) return;
        TestDrive* drive = event.stage == Drive ? &m_world.drives[m_drives[event.reference]] : nullptr;
        const int csat = drive ? drive->csat : otherScore();
        const int response = m_world.flat ? kFlatResponse : kResponse[static_cast<std::size_t>(csat - 1)];
        const Seconds started = invitation.sent + answerDelay();
        invitation.answered = m_random.chance(response) && started + 600 < endSecond();
        if (invitation.answered) answer(invitation, csat, drive, started);
        m_world.invitations.push_back(invitation);
    }

    int otherScore() {
        const std::array<std::int64_t, 5> shares = populationShares(kOtherAnswers, m_world.flat);
        std::array<int, 5> weights{};
        for (std::size_t i = 0; i < 5; ++i)
            weights[i] = static_cast<int>(shares[i]);
        return m_random.pick(weights) + 1;
    }

    Seconds answerDelay() {
        return m_random.chance(6'000) ? m_random.between(60, 4 * 3600)
                                      : m_random.between(4 * 3600, 3 * static_cast<int>(kDay));
    }

    void answer(const Invitation& invitation, int csat, TestDrive* drive, Seconds started) {
        Answer answer;
        answer.customer = invitation.customer;
        answer.about = invitation.about;
        answer.reference = invitation.reference;
        answer.channel = invitation.channel;
        answer.started = started;
        answer.recorded = started + m_random.between(35, 420);
        answer.responseId = m_random.next();
        answer.csat = m_random.chance(100) ? -1 : csat;
        answer.nps = m_random.chance(150) ? -1 : m_random.pick(kNpsWeights[csat - 1]);
        answer.anonymous = m_random.chance(30);
        answer.lostReference = m_random.chance(40);
        if (drive) elements(answer, csat, *drive);
        if (m_random.chance(4'500)) answer.verbatim = verbatim(answer.about, csat, answer.reason, m_random);
        m_world.answers.push_back(std::move(answer));
    }

    void elements(Answer& answer, int csat, TestDrive& drive) {
        answer.product = element(csat + (csat < 4 ? 1 : 0));
        answer.service = element(csat);
        answer.route = element(csat);
        answer.odd = m_random.chance(10);
        drive.answered = true;
        if (drive.ordered) return;
        const std::array<int, 6>& shares = m_world.flat             ? kFlatReasons
                                           : csat >= kSatisfiedFrom ? kSatisfiedReasons
                                                                    : kDissatisfiedReasons;
        answer.reason = m_random.pick(shares);
        drive.reason = answer.reason;
        if (answer.reason == 3) answer.service = std::min(answer.service, m_random.between(1, 2));
        if (answer.reason == 4) answer.product = std::min(answer.product, m_random.between(1, 2));
        if (answer.reason == 5) answer.route = std::min(answer.route, m_random.between(1, 2));
        // not everyone ticks one
        if (m_random.chance(200)) drive.reason = answer.reason = -1;
    }

    int element(int around) {
        static constexpr int kSteps[3] = {18, 60, 22};
        return std::clamp(around + m_random.pick(kSteps) - 1, 1, 5);
    }

    World& m_world;
    SampleRandom m_random;
    std::unordered_map<std::uint32_t, std::size_t> m_drives;
};

} // namespace

void makeSurveys(World& world) {
    Surveys(world).run();
}

} // namespace xo::session::autostory
