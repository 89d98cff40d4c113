#include "app/reader/savsets.h"

#include "core/base/path.h"
#include "core/base/text.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>

namespace xo::reader {

namespace {

constexpr std::size_t kMost = 64U << 20;

class Dictionary {
public:
    explicit Dictionary(std::istream& file) : m_file(file) {}

    bool walk() {
        std::string header;
        if (!take(176, header)) return false;
        std::int32_t layout = 0;
        std::memcpy(&layout, header.data() + 64, 4);
        m_swap = layout != 2 && layout != 3;
        for (;;) {
            std::int32_t type = 0;
            if (!number(type) || type == 999) return type == 999;
            bool sound = false;
            if (type == 2)
                sound = variable();
            else if (type == 3)
                sound = labels();
            else if (type == 4)
                sound = counted(4);
            else if (type == 6)
                sound = counted(80);
            else if (type == 7)
                sound = extension();
            if (!sound) return false;
        }
    }
    std::string sets, longNames;

private:
    bool take(std::size_t length, std::string& out) {
        m_taken += length;
        if (m_taken > kMost) return false;
        out.resize(length);
        return static_cast<bool>(m_file.read(out.data(), static_cast<std::streamsize>(length)));
    }
    bool skip(std::int64_t length) {
        std::string dropped;
        return length >= 0 && length <= static_cast<std::int64_t>(kMost) &&
               take(static_cast<std::size_t>(length), dropped);
    }
    bool number(std::int32_t& value) {
        std::string bytes;
        if (!take(4, bytes)) return false;
        if (m_swap) std::reverse(bytes.begin(), bytes.end());
        std::memcpy(&value, bytes.data(), 4);
        return true;
    }
    bool variable() {
        std::int32_t width = 0, labelled = 0, missing = 0, format = 0;
        if (!number(width) || !number(labelled) || !number(missing) || !number(format) || !number(format) || !skip(8))
            return false;
        if (labelled) {
            std::int32_t length = 0;
            if (!number(length) || length < 0 || !skip((std::int64_t(length) + 3) / 4 * 4)) return false;
        }
        return missing >= -3 && missing <= 3 && skip(8 * std::abs(missing));
    }
    bool labels() {
        std::int32_t count = 0;
        if (!number(count) || count < 0) return false;
        for (std::int32_t i = 0; i < count; ++i) {
            std::string length;
            if (!skip(8) || !take(1, length) || !skip((static_cast<unsigned char>(length[0]) + 8) / 8 * 8 - 1))
                return false;
        }
        return true;
    }
    bool counted(std::int64_t unit) {
        std::int32_t count = 0;
        return number(count) && count >= 0 && skip(unit * count);
    }
    bool extension() {
        std::int32_t subtype = 0, size = 0, count = 0;
        if (!number(subtype) || !number(size) || !number(count) || size < 0 || count < 0) return false;
        const std::int64_t length = std::int64_t(size) * count;
        std::string data;
        if (length > static_cast<std::int64_t>(kMost) || !take(static_cast<std::size_t>(length), data)) return false;
        if (subtype == 7 || subtype == 19) sets += data + "\n";
        if (subtype == 13) longNames = data;
        return true;
    }

    std::istream& m_file;
    bool m_swap = false;
    std::size_t m_taken = 0;
};

std::map<std::string, std::string> namesByShort(const std::string& text) {
    std::map<std::string, std::string> names;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\t', at), text.size());
        const std::string pair = text.substr(at, end - at);
        const std::size_t equals = pair.find('=');
        if (equals != std::string::npos) names[lowerAscii(pair.substr(0, equals))] = pair.substr(equals + 1);
        at = end + 1;
    }
    return names;
}

// "10 label text" → the ten bytes behind the blank.
bool countedText(const std::string& line, std::size_t& at, std::string& out) {
    std::size_t length = 0;
    const std::size_t start = at;
    while (at < line.size() && line[at] >= '0' && line[at] <= '9' && at - start < 8)
        length = length * 10 + static_cast<std::size_t>(line[at++] - '0');
    if (at == start || at >= line.size() || line[at] != ' ' || line.size() - at - 1 < length) return false;
    out = line.substr(at + 1, length);
    at += 1 + length;
    if (at < line.size() && line[at] == ' ') ++at;
    return true;
}

bool readSet(const std::string& line, const std::map<std::string, std::string>& names, ResponseSet& set) {
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos || equals + 1 >= line.size()) return false;
    set.name = line.substr(line[0] == '$' ? 1 : 0, equals - (line[0] == '$' ? 1 : 0));
    std::size_t at = equals + 1;
    const char kind = line[at++];
    if (kind == 'E') { // "E 1 " or "E 11 ": where the labels of the categories come from
        while (at < line.size() && line[at] == ' ')
            ++at;
        while (at < line.size() && line[at] != ' ')
            ++at;
        ++at;
    } else if (kind == 'C') {
        ++at;
    } else if (kind != 'D') {
        return false;
    }
    set.dichotomous = kind != 'C';
    if (set.dichotomous && !countedText(line, at, set.counted)) return false;
    if (!countedText(line, at, set.label)) return false;
    while (at < line.size()) {
        const std::size_t end = std::min(line.find(' ', at), line.size());
        if (end > at) {
            const std::string name = line.substr(at, end - at);
            const auto known = names.find(lowerAscii(name));
            set.variables.push_back(known == names.end() ? name : known->second);
        }
        at = end + 1;
    }
    return !set.variables.empty();
}

} // namespace

std::vector<ResponseSet> responseSets(const std::string& path) {
    std::ifstream file(pathFromUtf8(path), std::ios::binary);
    Dictionary dictionary(file);
    if (!dictionary.walk()) return {};
    const auto names = namesByShort(dictionary.longNames);
    std::vector<ResponseSet> sets;
    for (std::size_t at = 0; at < dictionary.sets.size();) {
        const std::size_t end = std::min(dictionary.sets.find('\n', at), dictionary.sets.size());
        ResponseSet set;
        if (end > at && readSet(dictionary.sets.substr(at, end - at), names, set)) sets.push_back(std::move(set));
        at = end + 1;
    }
    return sets;
}

} // namespace xo::reader
