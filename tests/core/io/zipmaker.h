#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// Packs texts into a ZIP without compression, so that a test can build any workbook, also a wrong one.
namespace iotest {

inline std::uint32_t crc32(const std::string& text) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : text) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1U ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

inline std::string zipOf(const std::vector<std::pair<std::string, std::string>>& parts, bool badChecksum = false) {
    const auto little = [](std::string& out, std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            out += static_cast<char>((value >> (8 * i)) & 0xFFU);
    };
    std::string files, directory;
    for (const auto& [name, text] : parts) {
        std::string common;
        little(common, 20, 2);
        little(common, 0, 2);
        little(common, 0, 2);
        little(common, 0, 2);
        little(common, 0x21, 2);
        little(common, crc32(text) ^ (badChecksum ? 1U : 0U), 4);
        little(common, static_cast<std::uint32_t>(text.size()), 4);
        little(common, static_cast<std::uint32_t>(text.size()), 4);
        little(common, static_cast<std::uint32_t>(name.size()), 2);
        const auto offset = static_cast<std::uint32_t>(files.size());
        files += "PK\x03\x04" + common;
        little(files, 0, 2);
        files += name + text;
        directory += "PK\x01\x02";
        little(directory, 20, 2);
        directory += common;
        little(directory, 0, 2);
        little(directory, 0, 2);
        little(directory, 0, 2);
        little(directory, 0, 2);
        little(directory, 0, 4);
        little(directory, offset, 4);
        directory += name;
    }
    std::string end = "PK\x05\x06";
    little(end, 0, 4);
    little(end, static_cast<std::uint32_t>(parts.size()), 2);
    little(end, static_cast<std::uint32_t>(parts.size()), 2);
    little(end, static_cast<std::uint32_t>(directory.size()), 4);
    little(end, static_cast<std::uint32_t>(files.size()), 4);
    little(end, 0, 2);
    return files + directory + end;
}

/// The parts of a small workbook around the given sheets.
struct BookMaker {
    std::string workbookProperties;                          ///< inside <workbook>, before <sheets>
    std::vector<std::pair<std::string, std::string>> sheets; ///< name (and attributes) → rows inside <sheetData>
    std::string sharedStrings;                               ///< inside <sst>
    std::string styles = "<cellXfs count=\"1\"><xf numFmtId=\"0\"/></cellXfs>";
    std::string space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    std::string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    std::vector<std::pair<std::string, std::string>> parts() const {
        const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        const std::string package = "http://schemas.openxmlformats.org/package/2006/relationships";
        std::vector<std::pair<std::string, std::string>> out;
        out.emplace_back("_rels/.rels", head + "<Relationships xmlns=\"" + package +
                                            "\"><Relationship Id=\"r1\" Type=\"" + relations +
                                            "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        std::string list, links;
        for (std::size_t i = 0; i < sheets.size(); ++i) {
            const std::string number = std::to_string(i + 1);
            list += "<sheet name=\"" + sheets[i].first + "\" sheetId=\"" + number + "\" r:id=\"s" + number + "\"/>";
            links += "<Relationship Id=\"s" + number + "\" Type=\"" + relations +
                     "/worksheet\" Target=\"worksheets/sheet" + number + ".xml\"/>";
            out.emplace_back("xl/worksheets/sheet" + number + ".xml", head + "<worksheet xmlns=\"" + space +
                                                                          "\"><sheetData>" + sheets[i].second +
                                                                          "</sheetData></worksheet>");
        }
        links += "<Relationship Id=\"a\" Type=\"" + relations +
                 "/styles\" Target=\"styles.xml\"/>"
                 "<Relationship Id=\"b\" Type=\"" +
                 relations + "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>";
        out.emplace_back("xl/workbook.xml", head + "<workbook xmlns=\"" + space + "\" xmlns:r=\"" + relations + "\">" +
                                                workbookProperties + "<sheets>" + list + "</sheets></workbook>");
        out.emplace_back("xl/_rels/workbook.xml.rels",
                         head + "<Relationships xmlns=\"" + package + "\">" + links + "</Relationships>");
        out.emplace_back("xl/styles.xml", head + "<styleSheet xmlns=\"" + space + "\">" + styles + "</styleSheet>");
        out.emplace_back("xl/sharedStrings.xml", head + "<sst xmlns=\"" + space + "\">" + sharedStrings + "</sst>");
        return out;
    }
    std::string bytes() const { return zipOf(parts()); }
};

} // namespace iotest
