// Writes the two tables of the import measure: `import_data FOLDER ANSWERS EVENTS`. The same bytes on every machine.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next() { // splitmix64
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(((next() >> 32) * limit) >> 32); }

private:
    std::uint64_t m_state;
};

class Writer {
public:
    explicit Writer(const std::string& path) : m_file(std::fopen(path.c_str(), "wb")) {
        if (!m_file) {
            std::perror(path.c_str());
            std::exit(1);
        }
        m_text.reserve(kFull + 4096);
    }
    ~Writer() {
        flush();
        std::fclose(m_file);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    void add(const char* text) { m_text += text; }
    void add(std::uint64_t number) { m_text += std::to_string(number); }
    void two(unsigned value) {
        m_text += static_cast<char>('0' + value / 10);
        m_text += static_cast<char>('0' + value % 10);
    }
    void add(char c) { m_text += c; }
    void end() {
        m_text += '\n';
        if (m_text.size() > kFull) flush();
    }

private:
    static constexpr std::size_t kFull = 1 << 20;
    void flush() {
        if (std::fwrite(m_text.data(), 1, m_text.size(), m_file) != m_text.size()) {
            std::perror("write");
            std::exit(1);
        }
        m_text.clear();
    }
    std::FILE* m_file;
    std::string m_text;
};

// A second of 2023 and 2024.
void addTime(Writer& out, Random& random) {
    static const unsigned days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned day = random.below(730), second = random.below(86'400), year = 2023, month = 0;
    if (day >= 365) {
        ++year;
        day -= 365;
    }
    while (day >= days[month])
        day -= days[month++];
    out.add(std::uint64_t{year});
    out.add('-');
    out.two(month + 1);
    out.add('-');
    out.two(day + 1);
    out.add('T');
    out.two(second / 3600);
    out.add(':');
    out.two(second / 60 % 60);
    out.add(':');
    out.two(second % 60);
}

const char* const kRegions[31] = {
    "北京市", "天津市",     "河北省", "山西省",         "内蒙古自治区", "辽宁省",         "吉林省",          "黑龙江省",
    "上海市", "江苏省",     "浙江省", "安徽省",         "福建省",       "江西省",         "山东省",          "河南省",
    "湖北省", "湖南省",     "广东省", "广西壮族自治区", "海南省",       "重庆市",         "四川省",          "贵州省",
    "云南省", "西藏自治区", "陕西省", "甘肃省",         "青海省",       "宁夏回族自治区", "新疆维吾尔自治区"};
const char* const kStages[6] = {"线索留资", "到店看车", "试驾体验", "下订签约", "交付提车", "售后保养"};
const char* const kWords[16] = {"等了很久", "没有人接待", "服务很好", "价格偏高", "，",         "销售顾问",
                                "态度热情", "。",         "交付延期", "车机卡顿", "试驾路线短", "，",
                                "希望改进", "会推荐朋友", "售后",     "！"};
constexpr unsigned kWordLengths[16] = {4, 5, 4, 4, 1, 4, 4, 1, 4, 4, 5, 1, 4, 5, 2, 1};

void answers(const std::string& path, std::uint64_t rows, std::uint32_t customers) {
    Writer out(path);
    Random random(1);
    out.add("response_id,customer_id,answered_at,touchpoint,business_unit,product_type,scene,channel,region,nps,"
            "csat_overall,csat_service,csat_product,csat_wait,verbatim");
    out.end();
    const struct {
        const char* name;
        unsigned count;
    } dimensions[5] = {{"触点", 40}, {"事业部", 8}, {"产品", 25}, {"场景", 12}, {"渠道", 6}};
    for (std::uint64_t row = 1; row <= rows; ++row) {
        out.add(row);
        out.add(',');
        out.add(std::uint64_t{1} + random.below(customers));
        out.add(',');
        addTime(out, random);
        for (const auto& dimension : dimensions) {
            out.add(',');
            out.add(dimension.name);
            out.two(random.below(dimension.count));
        }
        out.add(',');
        out.add(kRegions[random.below(31)]);
        out.add(',');
        if (random.below(20) != 0) out.add(std::uint64_t{random.below(11)});
        for (int i = 0; i < 4; ++i) {
            out.add(',');
            if (random.below(10) != 0) out.add(std::uint64_t{1} + random.below(5));
        }
        out.add(',');
        if (random.below(10) < 3) {
            const unsigned wanted = 10 + random.below(51);
            for (unsigned length = 0; length < wanted;) {
                const unsigned word = random.below(16);
                if (length + kWordLengths[word] > 60) break;
                out.add(kWords[word]);
                length += kWordLengths[word];
            }
        }
        out.end();
    }
}

void events(const std::string& path, std::uint64_t rows, std::uint32_t customers) {
    Writer out(path);
    Random random(2);
    out.add("customer_id,event_time,stage,store_id,sales_rep,wait_hours,amount");
    out.end();
    for (std::uint64_t row = 0; row < rows; ++row) {
        out.add(std::uint64_t{1} + random.below(customers));
        out.add(',');
        addTime(out, random);
        out.add(',');
        out.add(kStages[random.below(6)]);
        out.add(",S");
        out.add(std::uint64_t{1} + random.below(2000));
        out.add(",R");
        out.add(std::uint64_t{1} + random.below(20'000));
        out.add(',');
        const unsigned tenths = random.below(48) * random.below(48);
        out.add(std::uint64_t{tenths / 10});
        out.add('.');
        out.add(static_cast<char>('0' + tenths % 10));
        out.add(',');
        if (random.below(5) == 0) out.add(std::uint64_t{50'000} + random.below(400'000));
        out.end();
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "import_data FOLDER ANSWERS EVENTS\n");
        return 2;
    }
    const std::string folder = argv[1];
    const std::uint64_t rows = std::strtoull(argv[2], nullptr, 10), visits = std::strtoull(argv[3], nullptr, 10);
    const auto customers = static_cast<std::uint32_t>(rows * 3 / 10 + 1);
    answers(folder + "/responses.csv", rows, customers);
    events(folder + "/events.csv", visits, customers);
    return 0;
}
