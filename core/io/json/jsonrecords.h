#pragma once

#include "core/base/result.h"
#include "core/io/json/jsonlexer.h"
#include "core/io/source.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace xo::io {

/// Where the records of a JSON text are.
struct JsonShape {
    enum class Kind {
        Array,  ///< [{…}, {…}]
        Lines,  ///< {…} {…}: one object after another
        Wrapped ///< {"data": [{…}, {…}], …}
    };
    Kind kind = Kind::Lines;
    std::vector<std::string> arrays; ///< Wrapped: paths of the arrays of objects found ("data", "result.rows")
};

/// Objects in objects deeper than this are refused.
inline constexpr int kJsonDepth = 64;
/// Keys of all records together.
inline constexpr std::size_t kJsonKeys = 10'000;

/// Tells the shape. Reads up to where the first object closes; a text that ends earlier counts as Wrapped if an array
/// of objects was met. Never fails: what is broken shows when it is read.
JsonShape jsonShape(JsonLexer& lexer);

/// Walks the records: objects flattened to "a.b", arrays of scalars joined by "; ", other arrays kept as their JSON
/// text, null and NaN blank, of a key given twice the last.
class JsonRecords {
public:
    struct Value {
        std::string_view text;
        CellKind kind = CellKind::Empty;
    };
    /// One record, by the column numbers of keys(); false = stop. Columns that keys() gained later are beyond its end.
    using OnRecord = std::function<bool(std::uint64_t line, const std::vector<Value>& values)>;

    /// `array` is the path of the array to read where the shape is Wrapped.
    JsonRecords(JsonShape::Kind kind, std::string array) : m_kind(kind), m_array(std::move(array)) {}

    /// Errors: io.json_broken{line}, io.json_long_key{line}, io.json_no_objects{line}, io.json_too_deep{line},
    /// io.json_too_many_keys, io.json_record_too_long{line}, job.cancelled. May be run again; keys() keeps what it has.
    Result<void> run(JsonLexer& lexer, const OnRecord& onRecord, const JobContext& job);
    /// Union of the keys in the order in which they first appear.
    const std::vector<std::string>& keys() const { return m_keys; }
    std::uint64_t records() const { return m_records; }
    std::uint64_t filled() const { return m_filled; } ///< values that aren't blank

private:
    struct Span {
        std::size_t at = 0, length = 0;
        CellKind kind = CellKind::Empty;
        std::uint64_t record = 0;
    };
    bool records(JsonLexer& lexer);
    bool record(JsonLexer& lexer);
    bool object(JsonLexer& lexer, int depth);
    bool value(JsonLexer& lexer, JsonLexer::Token token, int depth);
    bool array(JsonLexer& lexer, int depth);
    bool rawValue(JsonLexer& lexer, JsonLexer::Token token, std::string& out, int depth);
    bool skip(JsonLexer& lexer, JsonLexer::Token token, int depth);
    bool unwrap(JsonLexer& lexer, int depth);
    bool set(std::string_view text, CellKind kind);
    bool broken(const JsonLexer& lexer);
    bool refuse(std::string_view code, const JsonLexer& lexer);

    JsonShape::Kind m_kind;
    std::string m_array;
    const OnRecord* m_onRecord = nullptr;
    const JobContext* m_job = nullptr;
    std::optional<Error> m_error;
    bool m_stopped = false, m_skipping = false;
    std::uint64_t m_line = 0; ///< the record begins in

    std::vector<std::string> m_keys;
    std::size_t m_keyBytes = 0;
    std::unordered_map<std::string, std::size_t> m_known;
    std::size_t m_next = 0; ///< the column that came after the last one in the record before
    std::string m_path, m_arena, m_raw, m_list;
    std::vector<Span> m_spans;
    std::vector<Value> m_values;
    std::uint64_t m_records = 0, m_filled = 0, m_stamp = 0;
};

} // namespace xo::io
