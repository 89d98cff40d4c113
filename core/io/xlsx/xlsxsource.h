#pragma once

#include "core/io/source.h"

class QFile;

namespace xo::io {

class SheetReader;

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
    std::size_t named(const std::string& wanted) const;
    Result<void> chooseSheet(const std::string& wanted, const JobContext& job);
    Result<bool> peek(std::size_t index, const JobContext& job);
    Result<void> readSheet(SheetReader& reader, const std::string& part, bool whole, const JobContext& job);
    struct Book;
    std::unique_ptr<Book> m_book;
};

} // namespace xo::io
