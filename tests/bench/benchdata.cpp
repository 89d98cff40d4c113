#include "tests/bench/benchdata.h"

#include <QByteArray>
#include <QFile>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace xo::test {

namespace {

constexpr int kFlushBytes = 4 << 20;
constexpr std::array<const char*, 31> kRegions = {"北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江",
                                                  "上海", "江苏", "浙江", "安徽", "福建",   "江西", "山东", "河南",
                                                  "湖北", "湖南", "广东", "广西", "海南",   "重庆", "四川", "贵州",
                                                  "云南", "西藏", "陕西", "甘肃", "青海",   "宁夏", "新疆"};
constexpr std::array<const char*, 6> kStages = {"浏览", "留资", "到店", "试驾", "下定", "提车"};
constexpr std::array<int, 6> kStageShares = {35, 25, 17, 12, 7, 4}; // per cent

/// splitmix64: the same numbers everywhere, unlike the standard distributions.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    int below(int limit) {
        m_state += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return static_cast<int>((z ^ (z >> 31)) % static_cast<std::uint64_t>(limit));
    }
    bool chance(int percent) { return below(100) < percent; }

private:
    std::uint64_t m_state;
};

class Writer {
public:
    explicit Writer(const QString& path) : m_file(path) {
        m_good = m_file.open(QIODevice::WriteOnly | QIODevice::Truncate);
        m_text.reserve(kFlushBytes + 1024);
    }
    Writer& operator<<(const char* text) {
        m_text += text;
        return *this;
    }
    Writer& operator<<(int number) {
        m_text += QByteArray::number(number);
        return *this;
    }
    void padded(int number, int width) { m_text += QByteArray::number(number).rightJustified(width, '0'); }
    void endRow() {
        m_text += '\n';
        if (m_text.size() >= kFlushBytes) flush();
    }
    bool finish() {
        flush();
        m_file.close();
        return m_good;
    }

private:
    void flush() {
        m_good = m_good && m_file.write(m_text) == m_text.size();
        m_text.resize(0);
    }
    QFile m_file;
    QByteArray m_text;
    bool m_good = false;
};

/// A moment of the 24 months of 2024 and 2025.
void writeMoment(Writer& to, Random& random) {
    constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int month = random.below(24);
    to << 2024 + month / 12 << "-";
    to.padded(month % 12 + 1, 2);
    to << "-";
    to.padded(random.below(kDays[static_cast<std::size_t>(month % 12)]) + 1, 2);
    for (const auto& [separator, limit] : {std::pair{" ", 24}, std::pair{":", 60}, std::pair{":", 60}}) {
        to << separator;
        to.padded(random.below(limit), 2);
    }
}

void writeCustomer(Writer& to, Random& random, int customers) {
    to << "C";
    to.padded(random.below(customers) + 1, 8);
}

bool writeResponses(const QString& path, int rows, int customers) {
    Writer out(path);
    Random random(20'240'101);
    out << "response_id,customer_id,answered_at,touchpoint,business_unit,product_type,scene,channel,region,nps,"
           "csat_overall,csat_service,csat_product,csat_wait,verbatim";
    out.endRow();
    for (int row = 0; row < rows; ++row) {
        out << "R" << row << ",";
        writeCustomer(out, random, customers);
        out << ",";
        writeMoment(out, random);
        out << ",tp" << random.below(40) + 1 << ",bu" << random.below(8) + 1 << ",pt" << random.below(25) + 1 << ",sc"
            << random.below(12) + 1 << ",ch" << random.below(6) + 1 << ","
            << kRegions[static_cast<std::size_t>(random.below(static_cast<int>(kRegions.size())))] << ",";
        if (!random.chance(5)) out << random.below(11);
        for (int score = 0; score < 4; ++score) {
            out << ",";
            if (!random.chance(10)) out << random.below(5) + 1;
        }
        out << ",";
        if (random.chance(30))
            for (int part = random.below(6) + 1; part > 0; --part)
                out << "等了很久没有人接待我";
        out.endRow();
    }
    return out.finish();
}

bool writeEvents(const QString& path, int rows, int customers) {
    Writer out(path);
    Random random(20'251'231);
    out << "customer_id,event_time,stage,store_id,sales_rep,wait_hours,amount";
    out.endRow();
    for (int row = 0; row < rows; ++row) {
        writeCustomer(out, random, customers);
        out << ",";
        writeMoment(out, random);
        int share = random.below(100);
        std::size_t stage = 0;
        while (share >= kStageShares[stage])
            share -= kStageShares[stage++];
        const int tenths = (random.below(60) + 1) * (random.below(60) + 1) / 6;
        out << "," << kStages[stage] << ",S" << random.below(2'000) + 1 << ",R" << random.below(20'000) + 1 << ","
            << tenths / 10 << "." << tenths % 10 << ",";
        if (random.chance(20)) out << random.below(300'000) + 1;
        out.endRow();
    }
    return out.finish();
}

} // namespace

bool writeBenchData(const QString& folder, int answers, int events) {
    const int customers = std::max(1, static_cast<int>(std::int64_t(answers) * 3 / 10));
    return writeResponses(folder + QStringLiteral("/responses.csv"), answers, customers) &&
           writeEvents(folder + QStringLiteral("/events.csv"), events, customers);
}

} // namespace xo::test
