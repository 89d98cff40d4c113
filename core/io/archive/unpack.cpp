#include "core/io/archive/unpack.h"

#include "core/base/text.h"
#include "core/io/archive/gzipdevice.h"
#include "core/io/archive/zipdevice.h"

#include <algorithm>
#include <array>

namespace xo::io {

namespace {

using namespace std::string_view_literals;

constexpr qint64 kHead = 1 << 16;
constexpr std::array kTables = {"csv"sv, "tsv"sv, "tab"sv, "txt"sv, "json"sv, "jsonl"sv, "ndjson"sv};

std::string extensionOf(const std::string& name) {
    const std::size_t dot = name.find_last_of("./\\");
    return dot == std::string::npos || name[dot] != '.' ? std::string() : lowerAscii(name.substr(dot + 1));
}

std::string leafOf(const std::string& name) {
    return name.substr(name.find_last_of("/\\") + 1);
}

bool isTable(const ZipMember& member) {
    const std::string extension = extensionOf(member.name);
    return std::find(kTables.begin(), kTables.end(), extension) != kTables.end();
}

// Office's and LibreOffice's files are ZIP archives themselves: their reader knows them apart.
bool isDocument(const std::vector<ZipMember>& members) {
    return std::any_of(members.begin(), members.end(), [](const ZipMember& member) {
        const std::string name = lowerAscii(member.name);
        return name == "[content_types].xml" || name == "mimetype" || name.starts_with("xl/") ||
               name.starts_with("word/") || name.starts_with("ppt/");
    });
}

Result<ZipMember> chosen(const std::vector<ZipMember>& tables, const std::string& wanted) {
    if (wanted.empty()) {
        const auto data =
            std::find_if(tables.begin(), tables.end(), [](const ZipMember& m) { return extensionOf(m.name) != "txt"; });
        return data == tables.end() ? tables.front() : *data;
    }
    for (const ZipMember& member : tables)
        if (member.name == wanted) return member;
    for (const ZipMember& member : tables)
        if (leafOf(member.name) == wanted) return member;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (wanted == std::to_string(i + 1)) return tables[i];
        names.push_back(tables[i].name);
    }
    return fail("io.unknown_member", {wanted, joined(names, ", ")});
}

Result<Unpacked> unzipped(std::unique_ptr<QFile> file, std::vector<ZipMember> members, const ReadOptions& options) {
    const std::string path = file->fileName().toStdString();
    std::vector<std::string> others;
    for (const ZipMember& member : members)
        if (!isTable(member) && others.size() < 5) others.push_back(leafOf(member.name));
    members.erase(std::remove_if(members.begin(), members.end(), [](const ZipMember& m) { return !isTable(m); }),
                  members.end());
    if (members.empty()) return fail("io.archive_without_tables", {joined(others, ", ")}, path);
    Unpacked out;
    out.compression = "zip";
    for (const ZipMember& member : members)
        out.members.push_back(member.name);
    auto member = chosen(members, options.member);
    if (!member) return member.failure();
    if (member->encrypted) return fail("io.member_password", {member->name}, path);
    out.member = member->name;
    out.file.device = std::make_unique<ZipDevice>(std::move(file), std::move(*member));
    return out;
}

} // namespace

Result<std::string> headOf(QIODevice& device) {
    std::string head(static_cast<std::size_t>(kHead), '\0');
    qint64 have = 0;
    while (have < kHead) {
        const qint64 got = device.read(head.data() + have, kHead - have);
        if (got < 0) return readFailure(device);
        if (got == 0) break;
        have += got;
    }
    head.resize(static_cast<std::size_t>(have));
    if (!device.seek(0)) return readFailure(device);
    return head;
}

Result<Unpacked> unpacked(std::unique_ptr<QFile> file, const ReadOptions& options) {
    const std::string path = file->fileName().toStdString();
    auto head = headOf(*file);
    if (!head) return head.failure();
    Unpacked out;
    if (head->starts_with("\x1F\x8B"sv)) {
        out.compression = "gzip";
        out.file.device = std::make_unique<GzipDevice>(std::move(file));
    } else if (head->starts_with("PK\x03\x04"sv) || head->starts_with("PK\x05\x06"sv)) {
        auto members = zipMembers(*file);
        if (!members && extensionOf(path) == "zip") return members.failure();
        if (members && !isDocument(*members)) {
            auto archive = unzipped(std::move(file), std::move(*members), options);
            if (!archive) return archive.failure();
            out = std::move(*archive);
        } else if (!file->seek(0)) {
            return readFailure(*file);
        }
    }
    out.file.packed = out.file.device != nullptr;
    if (out.file.packed) {
        head = headOf(*out.file.device);
        if (!head) return head.failure();
    } else {
        out.file.device = std::move(file);
    }
    out.file.head = std::move(*head);
    out.file.path = path;
    return out;
}

} // namespace xo::io
