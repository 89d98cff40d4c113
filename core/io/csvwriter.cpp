#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/columnar/options.h"
#include "core/io/csvcolumns.h"
#include "core/io/tempfile.h"
#include "core/io/writer.h"

#include <QFile>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

namespace xo::io {

namespace {

constexpr std::size_t kFlush = 1 << 18;
constexpr std::size_t kBlockRows = 4096;

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
            m_guarded += text(m_text, names[i]) ? 1 : 0;
        }
        m_text += '\n';
        return {};
    }

    Result<void> row(const std::vector<Value>& values) override {
        m_guarded += append(m_text, values);
        ++m_rows;
        return m_text.size() < kFlush ? Result<void>() : flush();
    }

    Result<void> rows(std::size_t count, std::size_t columns, const RowMaker& make, const JobContext& job) override {
        struct Own {
            std::string text;
            std::vector<Value> values;
            std::vector<std::string> scratch;
        };
        std::vector<Own> own(blockWorkers(count, job));
        return blocks(count, job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
            auto& [text, values, scratch] = own[worker];
            values.resize(columns);
            scratch.resize(columns);
            text.clear();
            std::uint64_t guarded = 0;
            for (std::size_t row = begin; row < end && !job.cancelled(); ++row) {
                make(row, values, scratch);
                guarded += append(text, values);
            }
            return std::pair(std::string_view(text), guarded);
        });
    }

    Result<void> columns(const std::vector<std::shared_ptr<const Column>>& columns, const JobContext& job) override {
        if (columns.empty()) return {};
        const CsvColumns cells(columns, m_options, job);
        const std::size_t count = columns.front()->rows;
        std::vector<CsvColumns::Piece> pieces(blockWorkers(count, job));
        return blocks(count, job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
            cells.make(begin, end, pieces[worker], job);
            return std::pair(pieces[worker].text(), pieces[worker].guarded());
        });
    }

    Result<void> finish() override {
        if (auto done = flush(); !done) return done;
        if (!m_file.flush()) return broken();
        m_file.close();
        if (m_file.error() != QFileDevice::NoError) return broken();
        return m_temp.commit();
    }

private:
    static std::size_t blockWorkers(std::size_t count, const JobContext& job) {
        return workerCount((count + kBlockRows - 1) / kBlockRows, job);
    }
    // The text of blocks is made on several threads and written in order; make(worker, begin, end) gives it, and how
    // many cells got a leading '.
    template <class Make>
    Result<void> blocks(std::size_t count, const JobContext& job, Make&& make) {
        if (auto done = flush(); !done) return done;
        std::mutex mutex;
        std::condition_variable turned;
        std::size_t turn = 0; // block to be written next
        Result<void> done;
        std::atomic<bool> stopped = false;
        forEachChunk((count + kBlockRows - 1) / kBlockRows, job, [&](std::size_t worker, std::size_t block) {
            const std::size_t begin = block * kBlockRows, end = std::min(count, begin + kBlockRows);
            std::pair<std::string_view, std::uint64_t> made;
            if (!stopped && !job.cancelled()) made = make(worker, begin, end);
            std::unique_lock lock(mutex);
            turned.wait(lock, [&] { return turn == block; });
            if (!stopped && !job.cancelled()) {
                done = write(made.first);
                stopped = !done;
                m_guarded += made.second;
                m_rows += end - begin;
                job.report({end, count, "stage.writing"});
            }
            ++turn;
            turned.notify_all();
        });
        return job.cancelled() ? Result<void>(cancelled()) : done;
    }

    // Appends a line; the number of cells that got a leading '.
    std::uint64_t append(std::string& out, std::span<const Value> values) const {
        const std::size_t begin = out.size();
        std::uint64_t guarded = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i) out += ',';
            const Value& value = values[i];
            if (const auto* string = std::get_if<std::string_view>(&value))
                guarded += text(out, *string) ? 1 : 0;
            else if (const auto* number = std::get_if<double>(&value))
                out += formatNumber(*number);
            else if (const auto* time = std::get_if<TimeValue>(&value)) {
                if (time->instant != kNoTime) out += m_options.zone.formatLocal(time->instant, time->dateOnly);
            }
        }
        // a lone empty cell would read as an empty line, which readers skip
        if (out.size() == begin) out += "\"\"";
        out += '\n';
        return guarded;
    }
    bool text(std::string& out, std::string_view text) const {
        if (!m_options.guardFormulas || !looksLikeFormula(text)) {
            appendCsvField(out, text);
            return false;
        }
        appendCsvField(out, "'" + std::string(text));
        return true;
    }
    Result<void> flush() {
        auto done = write(m_text);
        m_text.clear();
        return done;
    }
    Result<void> write(std::string_view bytes) {
        const auto size = static_cast<qint64>(bytes.size());
        return m_file.write(bytes.data(), size) == size ? Result<void>() : broken();
    }
    Result<void> broken() const {
        return fail("io.cannot_write", {m_temp.target(), m_file.errorString().toStdString()});
    }

    ListOptions m_options;
    TempFile m_temp;
    QFile m_file;
    std::string m_text;
};

// `scratch` keeps the text of a Set until the row is written
Value cellValue(const Column& column, std::size_t row, std::string& scratch) {
    if (!column.isValid(row)) return {};
    switch (column.info.type) {
    case ValueType::Set:
        scratch = shownOptions(column.dictionary->at(column.codes[row]));
        return std::string_view(scratch);
    case ValueType::Category:
        return column.dictionary->at(column.codes[row]);
    case ValueType::Score:
    case ValueType::Integer:
    case ValueType::Number:
        return column.number(row);
    case ValueType::Date:
        return TimeValue{column.times[row], true};
    case ValueType::DateTime:
        return TimeValue{column.times[row], false};
    case ValueType::Text:
        return column.texts[row];
    }
    return {};
}

} // namespace

Result<void> ListWriter::rows(std::size_t count, std::size_t columns, const RowMaker& make, const JobContext& job) {
    std::vector<Value> values(columns);
    std::vector<std::string> scratch(columns);
    for (std::size_t i = 0; i < count; ++i) {
        if (i % kBlockRows == 0) {
            if (job.cancelled()) return cancelled();
            job.report({i, count, "stage.writing"});
        }
        make(i, values, scratch);
        if (auto done = row(values); !done) return done;
    }
    return {};
}

Result<void> ListWriter::columns(const std::vector<std::shared_ptr<const Column>>& columns, const JobContext& job) {
    const auto make = [&](std::size_t row, std::span<Value> values, std::span<std::string> scratch) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            values[i] = cellValue(*columns[i], row, scratch[i]);
    };
    return columns.empty() ? Result<void>() : rows(columns.front()->rows, columns.size(), make, job);
}

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
    bool quote = !text.empty() && (text.front() == ' ' || text.back() == ' ');
    for (const char c : text)
        quote = quote || c == ',' || c == '"' || c == '\r' || c == '\n';
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
