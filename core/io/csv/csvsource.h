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
    ~CsvSource() override;
    Result<void> read(RowSink& sink, const JobContext& job) override;

private:
    CsvSource();
    std::unique_ptr<QIODevice> m_file;
    EncodingGuess m_encoding;
    DialectGuess m_dialect;
};

} // namespace xo::io
