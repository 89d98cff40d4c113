#include "core/io/xlsx/package.h"

#include <QFile>
#include <QHash>
#include <QStringList>
#include <QXmlStreamReader>
#include <quazip.h>
#include <quazipfile.h>

namespace xo::io {

namespace {

constexpr int kMostEntries = 10'000;
constexpr std::uint64_t kLargestPart = 1ULL << 30;
constexpr std::uint64_t kLargestSum = 4ULL << 30;
constexpr qint64 kFeed = 32 << 10;
constexpr qint64 kLongestTag = 64 << 10;
constexpr int kDeepest = 64;

bool isCleanName(const QString& name) {
    if (name.contains(QLatin1Char('\\')) || name.startsWith(QLatin1Char('/')) || name.contains(QLatin1Char(':')))
        return false;
    const QStringList parts = name.split(QLatin1Char('/'));
    return !parts.contains(QStringLiteral(".."));
}

struct Entry {
    QString name; ///< as stored
    std::uint64_t packed = 0, size = 0;
    int copies = 1;
};

} // namespace

struct XlsxPackage::State {
    std::unique_ptr<QFile> file;
    std::unique_ptr<QuaZip> zip;
    QHash<QString, Entry> entries; ///< by lower-case name
    std::string path;
    std::uint64_t sum = 0;
};

XlsxPackage::XlsxPackage() : m_state(std::make_unique<State>()) {}

XlsxPackage::~XlsxPackage() {
    if (m_state && m_state->zip) m_state->zip->close();
}

std::string XlsxPackage::path() const {
    return m_state->path;
}

Result<std::unique_ptr<XlsxPackage>> XlsxPackage::open(std::unique_ptr<QFile> file) {
    std::unique_ptr<XlsxPackage> package(new XlsxPackage());
    State& state = *package->m_state;
    state.path = file->fileName().toStdString();
    file->seek(0);
    state.file = std::move(file);
    state.zip = std::make_unique<QuaZip>(state.file.get());
    state.zip->setAutoClose(false);
    if (!state.zip->open(QuaZip::mdUnzip)) return fail("io.zip_broken", {state.path});
    if (state.zip->getEntriesCount() > kMostEntries)
        return fail("io.zip_bomb", {std::to_string(state.zip->getEntriesCount()) + " entries"});
    int seen = 0;
    for (bool more = state.zip->goToFirstFile(); more; more = state.zip->goToNextFile()) {
        if (++seen > kMostEntries) return fail("io.zip_bomb", {std::to_string(seen) + " entries"});
        QuaZipFileInfo64 info;
        if (!state.zip->getCurrentFileInfo(&info)) return fail("io.zip_broken", {state.path});
        if (!isCleanName(info.name)) continue;
        const QString key = info.name.toLower();
        const auto known = state.entries.find(key);
        if (known != state.entries.end()) {
            ++known->copies;
            continue;
        }
        state.entries.insert(key, {info.name, info.compressedSize, info.uncompressedSize, 1});
    }
    if (state.zip->getZipError() != UNZ_OK || seen == 0) return fail("io.zip_broken", {state.path});
    return package;
}

bool XlsxPackage::has(const QString& part) const {
    return m_state->entries.contains(part.toLower());
}

std::uint64_t XlsxPackage::sizeOf(const QString& part) const {
    return m_state->entries.value(part.toLower()).size;
}

Result<void> XlsxPackage::readXml(const QString& part, const JobContext& job,
                                  const std::function<bool(QXmlStreamReader&)>& onToken,
                                  const std::function<void(std::uint64_t)>& onBytes, const bool* drain) {
    State& state = *m_state;
    const std::string name = part.toStdString();
    const auto found = state.entries.constFind(part.toLower());
    if (found == state.entries.constEnd()) return fail("io.xlsx_missing_part", {name});
    const Entry& entry = *found;
    if (entry.copies > 1) return fail("io.xlsx_broken_part", {name, "stored twice / 重复"});
    if (entry.size > kLargestPart) return fail("io.zip_bomb", {name});
    if (!state.zip->setCurrentFile(entry.name, QuaZip::csSensitive)) return fail("io.xlsx_missing_part", {name});
    QuaZipFile file(state.zip.get());
    if (!file.open(QIODevice::ReadOnly)) return fail("io.xlsx_broken_part", {name, "cannot be unpacked / 无法解压"});
    QXmlStreamReader xml;
    std::uint64_t fed = 0;
    qint64 tokenStart = 0;
    int depth = 0;
    bool stopped = false;
    while (!stopped) {
        if (job.cancelled()) return cancelled();
        const QByteArray block = file.read(kFeed);
        if (block.isEmpty()) break;
        fed += static_cast<std::uint64_t>(block.size());
        state.sum += static_cast<std::uint64_t>(block.size());
        // sizes in the directory can lie: what comes out is what counts
        const bool swollen = fed > (16U << 20) && entry.packed > 0 && fed / entry.packed > 200;
        if (fed > kLargestPart || state.sum > kLargestSum || swollen) return fail("io.zip_bomb", {name});
        xml.addData(block);
        while (!xml.atEnd()) {
            const auto token = xml.readNext();
            if (token == QXmlStreamReader::Invalid) break;
            if (token == QXmlStreamReader::DTD || token == QXmlStreamReader::EntityReference)
                return fail("io.xlsx_dtd", {name});
            if (token == QXmlStreamReader::StartElement && ++depth > kDeepest)
                return fail("io.xlsx_broken_part", {name, "nested too deeply / 嵌套过深"});
            if (token == QXmlStreamReader::EndElement) --depth;
            if (token == QXmlStreamReader::StartElement && xml.characterOffset() - tokenStart > kLongestTag)
                return fail("io.xlsx_broken_part", {name, "a tag is too long / 标签过长"});
            tokenStart = xml.characterOffset();
            if (!onToken(xml)) {
                stopped = true;
                break;
            }
        }
        if (stopped) break;
        if (xml.hasError() && xml.error() != QXmlStreamReader::PrematureEndOfDocumentError)
            return fail("io.xlsx_broken_part", {name, xml.errorString().toStdString()});
        // a tag that never ends would be kept in memory and scanned again with every block
        if (static_cast<qint64>(fed) > (1 << 20) && xml.hasError() &&
            xml.characterOffset() - tokenStart > 40 * kLongestTag)
            return fail("io.xlsx_broken_part", {name, "a tag is too long / 标签过长"});
        if (onBytes) onBytes(fed);
    }
    if (stopped && !(drain && *drain)) {
        file.close();
        return {};
    }
    while (stopped) {
        if (job.cancelled()) return cancelled();
        const QByteArray block = file.read(kFeed);
        if (block.isEmpty()) break;
        fed += static_cast<std::uint64_t>(block.size());
        if (fed > kLargestPart) return fail("io.zip_bomb", {name});
    }
    const int readError = file.getZipError();
    file.close();
    if (readError != UNZ_OK || file.getZipError() != UNZ_OK)
        return fail("io.xlsx_broken_part", {name, "checksum / 校验和不符"});
    if (!stopped && (xml.hasError() || !xml.atEnd()))
        return fail("io.xlsx_broken_part", {name, xml.hasError() ? xml.errorString().toStdString() : "truncated"});
    return {};
}

QString resolvedTarget(const QString& part, const QString& target) {
    if (target.contains(QLatin1Char('\\'))) return {};
    QStringList parts;
    if (!target.startsWith(QLatin1Char('/'))) {
        parts = part.split(QLatin1Char('/'));
        parts.removeLast();
    }
    for (const QString& step : target.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
        if (step == QLatin1String(".")) continue;
        if (step == QLatin1String("..")) {
            if (parts.isEmpty()) return {};
            parts.removeLast();
        } else {
            parts.append(step);
        }
    }
    return parts.join(QLatin1Char('/'));
}

} // namespace xo::io
