#pragma once

#include "core/io/csv/dialect.h"
#include "core/io/csv/encoding.h"
#include "core/io/source.h"

class QIODevice;

namespace xo::io {

/// A delimited text file.
class CsvSource : public Source {
public:
    /// `file` is open: a QFile, or an UnpackDevice for what is packed; the bytes are known not to be another format.
    static Result<std::unique_ptr<Source>> open(std::unique_ptr<QIODevice> file, const ReadOptions& options,
                                                const JobContext& job);
    /// The same without reading the whole file: taken for UTF-8 as its first 256 KiB are, without a hash. Null when the
    /// file has to be looked at more closely. For readers that check the rest as they go.
    static Result<std::unique_ptr<CsvSource>> openHead(const std::string& path, const ReadOptions& options,
                                                       const JobContext& job);
    ~CsvSource() override;
    const DialectGuess& dialect() const { return m_dialect; }
    std::size_t bomBytes() const { return m_encoding.bomBytes; }
    Result<void> read(RowSink& sink, const JobContext& job) override;

private:
    CsvSource();
    static Result<std::unique_ptr<CsvSource>> fromScan(std::unique_ptr<QIODevice> file, const ByteScan& scan,
                                                       const ReadOptions& options);
    std::unique_ptr<QIODevice> m_file;
    EncodingGuess m_encoding;
    DialectGuess m_dialect;
};

} // namespace xo::io
