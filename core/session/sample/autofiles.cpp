#include "core/session/sample/autofiles.h"

#include "core/base/path.h"
#include "core/base/timezone.h"
#include "core/io/writer.h"
#include "core/session/sample/autonames.h"
#include "core/session/sample/autotruth.h"
#include "core/session/sample/random.h"

#include <filesystem>
#include <fstream>

namespace xo::session::autostory {

namespace {

void appendDigits(std::string& out, std::int64_t number, int width) {
    const std::string digits = std::to_string(number);
    for (int length = static_cast<int>(digits.size()); length < width; ++length)
        out += '0';
    out += digits;
}

std::string tenths(int value) {
    return std::to_string(value / 10) + "." + std::to_string(value % 10);
}

std::string score(int value) {
    return value < 0 ? std::string() : std::to_string(value);
}

/// Now and then a phone's keyboard gives full-width digits.
std::string npsText(const Answer& answer) {
    if (answer.nps < 0 || answer.nps > 9 || answer.responseId % 997 != 0) return score(answer.nps);
    static constexpr std::string_view kWide[10] = {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"};
    return " " + std::string(kWide[answer.nps]) + " ";
}

std::string responseId(std::uint64_t bits) {
    static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::string id = "R_";
    for (int place = 0; place < 10; ++place, bits /= 62)
        id += kLetters[static_cast<std::size_t>(bits % 62)];
    return id;
}

/// Looks at the stop flag every 4,096 rows.
class Poll {
public:
    explicit Poll(const JobContext& job) : m_job(job) {}
    bool stop() { return (++m_rows & 0xFFFU) == 0 && m_job.cancelled(); }

private:
    const JobContext& m_job;
    unsigned m_rows = 0;
};

/// One CSV file in memory, written in one go.
class CsvText {
public:
    void field(std::string_view text) {
        if (!m_first) m_text += ',';
        m_first = false;
        io::appendCsvField(m_text, text);
    }
    void endRow() {
        m_text += '\n';
        m_first = true;
    }
    void row(std::initializer_list<std::string_view> fields) {
        for (const std::string_view text : fields)
            field(text);
        endRow();
    }
    const std::string& text() const { return m_text; }

private:
    std::string m_text;
    bool m_first = true;
};

Result<void> writeText(const std::string& text, const std::string& path) {
    const std::filesystem::path file = pathFromUtf8(path);
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) return fail("session.cannot_write", {path});
    return {};
}

void surveyHeader(CsvText& csv) {
    csv.row({"StartDate", "RecordedDate", "Duration (in seconds)", "ResponseId", "DistributionChannel", "customer_id",
             "ref_id", "touchpoint", "nps", "csat", "csat_product", "csat_service", "csat_route", "reason",
             "verbatim"});
    csv.row({"Start Date", "Recorded Date", "Duration (in seconds)", "Response ID", "Distribution Channel", "客户编号",
             "业务单号", "触点", "您有多大可能向亲友推荐我们的品牌？(0-10分)", "您对本环节的总体满意度？(1-5分)",
             "您对试驾车辆产品本身的满意度？(1-5分)", "您对试驾服务的满意度？(1-5分)", "您对试驾路线的满意度？(1-5分)",
             "您暂时没有下定的主要原因是？", "还有什么想告诉我们的？"});
    csv.row({R"({"ImportId":"startDate","timeZone":"Asia/Shanghai"})",
             R"({"ImportId":"recordedDate","timeZone":"Asia/Shanghai"})", R"({"ImportId":"duration"})",
             R"({"ImportId":"_recordId"})", R"({"ImportId":"distributionChannel"})", R"({"ImportId":"customer_id"})",
             R"({"ImportId":"ref_id"})", R"({"ImportId":"touchpoint"})", R"({"ImportId":"QID1"})",
             R"({"ImportId":"QID2"})", R"({"ImportId":"QID3_1"})", R"({"ImportId":"QID3_2"})",
             R"({"ImportId":"QID3_3"})", R"({"ImportId":"QID4"})", R"({"ImportId":"QID5_TEXT"})"});
}

Result<std::unique_ptr<io::ListWriter>> openWorkbook(const std::string& path, const std::string& sheet) {
    io::ListOptions options;
    options.sheetName = sheet;
    return io::openXlsxWriter(path, options);
}

std::string phoneText(const Customer& customer) {
    if (customer.phone == 0) return {};
    std::string phone = customer.phone % 101 == 0 ? "+86 100" : "100";
    appendDigits(phone, customer.phone, 8);
    return phone;
}

} // namespace

std::string customerId(const Customer& customer) {
    std::string id;
    appendDigits(id, customer.number, 8);
    return id;
}

std::string referenceId(Stage stage, std::uint32_t reference) {
    return std::string(kReferencePrefixes[stage]) + std::to_string(reference);
}

std::string timeText(Seconds time) {
    const CivilDate date = civilFromDays(time / kDay);
    const Seconds second = time % kDay;
    std::string text;
    appendDigits(text, date.year, 4);
    text += '-';
    appendDigits(text, date.month, 2);
    text += '-';
    appendDigits(text, date.day, 2);
    text += ' ';
    appendDigits(text, second / 3600, 2);
    text += ':';
    appendDigits(text, second / 60 % 60, 2);
    text += ':';
    appendDigits(text, second % 60, 2);
    return text;
}

Result<void> writeEvents(const World& world, const std::string& path, const JobContext& job) {
    CsvText csv;
    csv.row({"customer_id", "stage", "event_time", "ref_id", "dealer", "adviser", "model", "channel", "followup_hours",
             "drive_minutes", "amount"});
    Poll poll(job);
    for (const Event& event : world.events) {
        if (poll.stop()) return cancelled();
        csv.field(customerId(world.customers[event.customer]));
        csv.field(kStageNames[event.stage]);
        csv.field(event.odd && event.stage == FollowUp ? "待补录" : timeText(event.time));
        csv.field(referenceId(event.stage, event.reference));
        csv.field(event.dealer < 0 ? std::string_view() : world.dealers[static_cast<std::size_t>(event.dealer)].name);
        std::string adviser;
        if (event.adviser >= 0) {
            adviser = "顾问";
            appendDigits(adviser, event.adviser + 1, 3);
        }
        csv.field(adviser);
        csv.field(kModelNames[event.model]);
        csv.field(kChannelNames[event.channel]);
        csv.field(event.followUpTenths < 0 ? std::string() : tenths(event.followUpTenths));
        csv.field(event.odd && event.minutes >= 0 ? "约" + score(event.minutes) + "分钟" : score(event.minutes));
        csv.field(score(event.amount));
        csv.endRow();
    }
    return writeText(csv.text(), path);
}

Result<void> writeSurvey(const World& world, const std::string& path, const JobContext& job) {
    CsvText csv;
    surveyHeader(csv);
    Poll poll(job);
    for (const Answer& answer : world.answers) {
        if (poll.stop()) return cancelled();
        csv.field(timeText(answer.started));
        csv.field(timeText(answer.recorded));
        csv.field(std::to_string(answer.recorded - answer.started));
        csv.field(responseId(answer.responseId));
        csv.field(kContactNames[answer.channel]);
        csv.field(answer.anonymous ? std::string() : customerId(world.customers[answer.customer]));
        csv.field(answer.lostReference ? std::string() : referenceId(answer.about, answer.reference));
        csv.field(kStageNames[answer.about]);
        csv.field(npsText(answer));
        csv.field(answer.odd ? "满意" : score(answer.csat));
        csv.field(score(answer.product));
        csv.field(score(answer.service));
        csv.field(score(answer.route));
        csv.field(answer.reason < 0 ? std::string_view() : kReasonNames[static_cast<std::size_t>(answer.reason)]);
        csv.field(answer.verbatim);
        csv.endRow();
    }
    return writeText(csv.text(), path);
}

Result<void> writeInvitations(const World& world, const std::string& path, const JobContext& job) {
    CsvText csv;
    csv.row({"customer_id", "ref_id", "survey", "channel", "sent_at"});
    Poll poll(job);
    for (const Invitation& invitation : world.invitations) {
        if (poll.stop()) return cancelled();
        csv.row({customerId(world.customers[invitation.customer]), referenceId(invitation.about, invitation.reference),
                 std::string(kStageNames[invitation.about]) + "体验调查", kContactNames[invitation.channel],
                 timeText(invitation.sent)});
    }
    return writeText(csv.text(), path);
}

Result<void> writeCustomers(const World& world, const std::string& path, const JobContext& job) {
    auto opened = openWorkbook(path, "客户");
    if (!opened) return opened.failure();
    io::ListWriter& out = **opened;
    if (const auto done =
            out.header({"customer_id", "name", "phone", "gender", "age_band", "city", "region", "family", "crowd"});
        !done)
        return done;
    Poll poll(job);
    for (const Customer& customer : world.customers) {
        if (poll.stop()) return cancelled();
        const std::string id = customerId(customer);
        const std::string phone = phoneText(customer);
        const std::string name = std::string(kSurnames[customer.surname]) + (customer.gender == 1 ? "女士" : "先生");
        const auto text = [](bool known, std::string_view value) { return known ? io::Value(value) : io::Value(); };
        if (const auto done =
                out.row({std::string_view(id), std::string_view(name), text(!phone.empty(), phone),
                         text(customer.genderKnown, kGenderNames[customer.gender]),
                         text(customer.ageKnown, kAgeNames[customer.age]), kCityNames[customer.region][customer.city],
                         kRegionNames[customer.region], kFamilyNames[customer.family], kCrowdNames[customer.crowd]});
            !done)
            return done;
    }
    return out.finish();
}

Result<void> writeMetrics(const World& world, const std::string& path, const JobContext& job) {
    auto opened = openWorkbook(path, "经营月报");
    if (!opened) return opened.failure();
    io::ListWriter& out = **opened;
    if (const auto done = out.header({"region", "month", "gmv", "orders", "target", "rival_nps_lead", "rival_nps_visit",
                                      "rival_nps_drive", "rival_nps_delivery"});
        !done)
        return done;
    SampleRandom random(world.seed, 6);
    for (int month = 0; month < kMonths; ++month) {
        if (job.cancelled()) return cancelled();
        const CivilDate first{2024 + month / 12, static_cast<unsigned>(month % 12 + 1), 1};
        for (int region = 0; region < kRegions; ++region) {
            const auto m = static_cast<std::size_t>(month);
            const auto r = static_cast<std::size_t>(region);
            const int planned = world.customersWanted * 116 / 1000 / (kMonths * kRegions);
            std::vector<io::Value> row{kRegionNames[r], io::TimeValue{daysFromCivil(first) * kMsPerDay, true},
                                       static_cast<double>(world.revenue[m][r]),
                                       static_cast<double>(world.orders[m][r]),
                                       static_cast<double>(planned + random.between(-2, 2))};
            for (int scene = 0; scene < kTouchpoints; ++scene)
                row.emplace_back(static_cast<double>(36 + region % 4 + random.between(-4, 4)));
            if (const auto done = out.row(row); !done) return done;
        }
    }
    return out.finish();
}

Result<void> writeTruth(const World& world, const std::string& path, const JobContext& job) {
    if (job.cancelled()) return cancelled();
    return writeText(truthOf(world).dump(2) + "\n", path);
}

} // namespace xo::session::autostory
