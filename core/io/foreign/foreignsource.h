#pragma once

#include "core/io/formats.h"

namespace xo::io {

/// A file whose format is parsed by the child process xow-reader: .xls, .sav, .zsav. Cells come as those of other
/// sources; SPSS columns bring labels, value labels, missing codes and sets in SourceInfo::columns, and the first
/// record holds their names.
class ForeignSource : public Source {
public:
    /// Errors: io.foreign_*, io.xlsx_no_sheets, io.unknown_sheet, io.password_protected, io.sav_encoding, io.reader_*.
    static Result<std::unique_ptr<Source>> openXls(OpenedFile file, const ReadOptions& options, const JobContext& job);
    static Result<std::unique_ptr<Source>> openSav(OpenedFile file, const ReadOptions& options, const JobContext& job);
    Result<void> read(RowSink& sink, const JobContext& job) override;

private:
    ForeignSource() = default;
    static Result<std::unique_ptr<Source>> open(SourceFormat format, OpenedFile file, const ReadOptions& options,
                                                const JobContext& job);
    std::vector<std::string> arguments(bool rows) const;
    bool takeHead(std::string_view json);
    std::string m_path;
    ReadOptions m_options;
};

} // namespace xo::io
