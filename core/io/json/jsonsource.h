#pragma once

#include "core/io/csv/encoding.h"
#include "core/io/formats.h"
#include "core/io/json/jsonrecords.h"

namespace xo::io {

/// JSON of flat objects: an array of them, one a line (NDJSON), or an array inside an object ({"data": […]}). The first
/// record holds the names (line 0); records follow with the line they begin in. Opening reads the text twice (encoding,
/// names); memory: one record.
class JsonSource : public Source {
public:
    /// Errors: io.json_* (jsonrecords.h), io.json_not_a_table, io.unknown_member where several arrays are inside.
    static Result<std::unique_ptr<Source>> open(OpenedFile file, const ReadOptions& options, const JobContext& job);
    ~JsonSource() override;
    Result<void> read(RowSink& sink, const JobContext& job) override;

private:
    JsonSource();
    Result<void> walk(const JsonRecords::OnRecord& onRecord, const JobContext& job);
    Result<void> chooseArray(const ReadOptions& options, const JobContext& job);
    struct Text;
    std::unique_ptr<QIODevice> m_device;
    EncodingGuess m_encoding;
    JsonShape m_shape;
    std::unique_ptr<JsonRecords> m_records;
};

/// Does the text begin as JSON does? UTF-8 and UTF-16, with or without a byte order mark.
bool looksLikeJson(std::string_view head);
/// The same, one object after another rather than one value.
bool looksLikeJsonLines(std::string_view head);

} // namespace xo::io
