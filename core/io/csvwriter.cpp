#include "core/base/text.h"
#include "core/io/tempfile.h"
#include "core/io/writer.h"

#include <QFile>

#include <algorithm>

namespace xo::io {

namespace {

constexpr std::size_t kFlush = 1 << 18;

class CsvWriter : public ListWriter {
public:
    CsvWriter(const std::string& path, ListOptions options)
        : m_options(std::move(options)), m_temp(path), m_file(QString::fromStdString(m_temp.path())) {}
    ~CsvWriter() override { m_file.close(); }

    Result<void> open() {
        if (!m_file.open(QIODevice::WriteOnly)) return broken();
        if (m_options.byteOrderMark) m_text = "\xEF\xBB\xBF";
        return {};
    }

    Result<void> header(const std::vector<std::string>& names) override {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (i) m_text += ',';
            text(names[i]);
        }
        m_text += '\n';
        return {};
    }

    Result<void> row(const std::vector<Value>& values) override {
        const std::size_t begin = m_text.size();
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i) m_text += ',';
            const Value& value = values[i];
            if (const auto* string = std::get_if<std::string_view>(&value))
                text(*string);
            else if (const auto* number = std::get_if<double>(&value))
                m_text += formatNumber(*number);
            else if (const auto* time = std::get_if<TimeValue>(&value)) {
                if (time->instant != kNoTime) m_text += m_options.zone.formatLocal(time->instant, time->dateOnly);
            }
        }
        // a lone empty cell would read as an empty line, which readers skip
        if (m_text.size() == begin) m_text += "\"\"";
        m_text += '\n';
        ++m_rows;
        return m_text.size() < kFlush ? Result<void>() : flush();
    }

    Result<void> finish() override {
        if (auto done = flush(); !done) return done;
        if (!m_file.flush()) return broken();
        m_file.close();
        if (m_file.error() != QFileDevice::NoError) return broken();
        return m_temp.commit();
    }

private:
    void text(std::string_view text) {
        if (m_options.guardFormulas && looksLikeFormula(text)) {
            ++m_guarded;
            appendCsvField(m_text, "'" + std::string(text));
        } else {
            appendCsvField(m_text, text);
        }
    }
    Result<void> flush() {
        const auto size = static_cast<qint64>(m_text.size());
        if (m_file.write(m_text.data(), size) != size) return broken();
        m_text.clear();
        return {};
    }
    Result<void> broken() const {
        return fail("io.cannot_write", {m_temp.target(), m_file.errorString().toStdString()});
    }

    ListOptions m_options;
    TempFile m_temp;
    QFile m_file;
    std::string m_text;
};

} // namespace

bool looksLikeFormula(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = nextCodePoint(text, at);
        switch (c) {
        case U'=':
        case U'+':
        case U'-':
        case U'@':
        case U'\t':
        case U'\r':
        case U'\n':
        case U'＝':
        case U'＋':
        case U'－':
        case U'＠':
            return true;
        case U' ':
        case U'\u00A0':
        case U'\u3000':
        case U'\uFEFF':
            continue;
        default:
            return false;
        }
    }
    return false;
}

void appendCsvField(std::string& out, std::string_view text) {
    const bool quote = text.find_first_of(",\"\r\n") != std::string_view::npos ||
                       (!text.empty() && (text.front() == ' ' || text.back() == ' '));
    if (!quote) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

Result<std::unique_ptr<ListWriter>> openCsvWriter(const std::string& path, const ListOptions& options) {
    auto writer = std::make_unique<CsvWriter>(path, options);
    if (auto opened = writer->open(); !opened) return opened.failure();
    return std::unique_ptr<ListWriter>(std::move(writer));
}

Result<std::unique_ptr<ListWriter>> openListWriter(const std::string& path, const ListOptions& options) {
    const std::string lower = lowerAscii(path);
    if (lower.ends_with(".xlsx")) return openXlsxWriter(path, options);
    if (lower.ends_with(".csv") || lower.ends_with(".txt")) return openCsvWriter(path, options);
    return fail("io.unknown_suffix", {path});
}

} // namespace xo::io
