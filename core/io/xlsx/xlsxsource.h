#pragma once

#include "core/io/source.h"

class QIODevice;

namespace xo::io {

class SheetReader;

/// A workbook (XLSX, XLSM, strict or transitional), one sheet of it.
class XlsxSource : public Source {
public:
    /// `file` is open and begins with a ZIP signature, `path` is its name in messages; other ZIP-based files (.ods,
    /// .xlsb, .docx …) are named in the error.
    static Result<std::unique_ptr<Source>> open(std::unique_ptr<QIODevice> file, const std::string& path,
                                                const ReadOptions& options, const JobContext& job);
    ~XlsxSource() override;
    Result<void> read(RowSink& sink, const JobContext& job) override;

private:
    XlsxSource();
    std::size_t named(const std::string& wanted) const;
    Result<void> chooseSheet(const std::string& wanted, const JobContext& job);
    Result<bool> peek(std::size_t index, const JobContext& job);
    Result<void> readSheet(SheetReader& reader, const std::string& part, bool whole, const JobContext& job);
    struct Book;
    std::uint64_t m_peeked = 0; ///< bytes looked at to choose the sheet
    std::unique_ptr<Book> m_book;
};

} // namespace xo::io
