#pragma once

#include "core/io/inspect.h"
#include "core/io/layout.h"

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

class QIODevice;

namespace xo::io {

struct DatabaseRequest; // core/io/database/database.h

/// What a preview shows of a file under some settings.
struct Preview {
    Inspection inspection;
    std::vector<SampleRow> rows; ///< the first data rows, with their lines
};

/// How a preview judges one cell: "" = taken as it is, "blank", "not_applicable", "not_asked", "out_of_range",
/// "unparsed". The import itself has the last word.
std::string_view cellCode(std::string_view text, const ColumnGuess& column);

/// A file whose settings are being tried out. Opening copies the head of a text file (at most 4 MiB) and a few places
/// inside it (of a .gz or .zip: its unpacked head); every change of a setting then reads that copy again, never the
/// file: under 200 ms whatever the file's size. Rows of equal reading options are kept, so that roles and types cost no
/// reading at all. Workbooks and other containers are opened once per sheet or member and their sampled rows kept:
/// options that mean nothing to them open nothing again. Of a database the first rows are asked for once.
/// Guesses rest on the sample: what only the whole file tells (sound UTF-8 to its end, odd rows) comes with the
/// import's own reading. Safe to call from several threads; one call at a time works.
class PreviewSession {
public:
    struct Limits {
        std::uint64_t headBytes = 4U << 20;
        std::uint64_t placeBytes = 64U << 10; ///< of each place inside
        unsigned places = 4;
        std::size_t rows = 5'000;    ///< sampled records
        std::size_t cells = 120'000; ///< of all sampled records: wide tables give fewer rows
    };
    /// Errors: io.cannot_open, io.is_directory, io.empty_file, io.not_a_table, io.cannot_write (temporary folder full).
    static Result<std::shared_ptr<PreviewSession>> open(const std::string& path, const Limits& limits,
                                                        const JobContext& job);
    /// The result of a query in the place of a file. Errors: those of openDatabase.
    static Result<std::shared_ptr<PreviewSession>> open(const DatabaseRequest& request, const Limits& limits,
                                                        const JobContext& job);
    ~PreviewSession();
    PreviewSession(const PreviewSession&) = delete;
    PreviewSession& operator=(const PreviewSession&) = delete;

    /// Errors: those of io::inspect.
    Result<Preview> preview(const ReadOptions& options, const InspectHints& hints, const JobContext& job);
    /// The records that begin in these lines (ascending), in file order; reads the file up to the last one (of a
    /// database: asks for the rows again). Errors: those of Source::open and read.
    Result<std::vector<SampleRow>> rowsAt(const ReadOptions& options, const std::vector<std::uint64_t>& lines,
                                          const JobContext& job) const;

    const std::string& path() const { return m_path; }
    std::uint64_t bytes() const { return m_bytes; } ///< of the file
    /// How much of the file has been read so far for previews (what is read of the copies doesn't count).
    std::uint64_t bytesRead() const;

private:
    struct Copies; ///< temporary files with the head and the places inside
    struct Sampled {
        ReadOptions options;
        SourceInfo info;
        Sample sample;
        std::size_t headRows = 0; ///< of the sample; the others stand somewhere inside and have no lines
    };
    PreviewSession();
    Result<void> copy(const ReadOptions& options, const JobContext& job);
    Result<void> copyPlaces(QIODevice& file, int wide, const JobContext& job);
    Result<const Sampled*> sampled(const ReadOptions& options, const JobContext& job);
    Result<Sampled> readCopies(const ReadOptions& options, const JobContext& job) const;
    Result<Sampled> readFile(const ReadOptions& options, const JobContext& job);
    ReadOptions relevant(const ReadOptions& options) const;
    static bool isSame(const Sampled& kept, const ReadOptions& wanted);
    Error named(Error error) const;

    std::string m_path;
    std::unique_ptr<DatabaseRequest> m_request; ///< null: a file
    std::optional<SourceFormat> m_format;       ///< of a container that has been read
    std::uint64_t m_bytes = 0;
    std::uint64_t m_bytesRead = 0;
    Limits m_limits;
    std::unique_ptr<Copies> m_copies; ///< null: the file is read itself
    std::list<Sampled> m_kept;        ///< newest first
    mutable std::mutex m_mutex;
};

/// The records of a source that begin in these lines (ascending), in its order.
Result<std::vector<SampleRow>> rowsAt(Source& source, const std::vector<std::uint64_t>& lines, const JobContext& job);

} // namespace xo::io
