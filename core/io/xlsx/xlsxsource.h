#pragma once

#include "core/io/source.h"

class QFile;

namespace xo::io {

/// A workbook (XLSX, XLSM, strict or transitional), one sheet of it.
class XlsxSource : public Source {
public:
    /// `file` is open and begins with a ZIP signature; other ZIP-based files (.ods, .xlsb, .docx …) are named in the
    /// error.
    static Result<std::unique_ptr<Source>> open(std::unique_ptr<QFile> file, const ReadOptions& options,
                                                const JobContext& job);
    ~XlsxSource() override;
    Result<void> read(RowSink& sink, const JobContext& job) override;

private:
    XlsxSource();
    struct Book;
    std::unique_ptr<Book> m_book;
};

} // namespace xo::io
