#include "core/io/json/jsonrecords.h"

namespace xo::io {

namespace {

using Token = JsonLexer::Token;

constexpr int kWrapperDepth = 3;
constexpr std::size_t kLongestRecord = 64U << 20;
constexpr std::size_t kLongestKey = 64U << 10;  // with the keys it lies in
constexpr std::size_t kLongestKeys = 16U << 20; // all of them
constexpr std::size_t kMostArrays = 1000;

class ShapeFinder {
public:
    ShapeFinder(JsonLexer& lexer, JsonShape& shape) : m_lexer(lexer), m_shape(shape) {}

    // true = the value was read to its end
    bool value(Token token, int depth) {
        if (depth > kJsonDepth) return false;
        if (token == Token::BeginArray) return array(depth);
        if (token == Token::BeginObject) return object(depth);
        return token == Token::String || token == Token::Number || token == Token::Word;
    }

private:
    bool array(int depth) {
        Token token = m_lexer.next();
        if (token == Token::BeginObject && depth <= kWrapperDepth && !m_inArray && m_shape.arrays.size() < kMostArrays)
            m_shape.arrays.push_back(m_path);
        const bool before = m_inArray;
        m_inArray = true;
        for (; token != Token::EndArray; token = m_lexer.next()) {
            if (!value(token, depth + 1)) return false;
            token = m_lexer.next();
            if (token == Token::EndArray) break;
            if (token != Token::Comma) return false;
        }
        m_inArray = before;
        return true;
    }
    bool object(int depth) {
        const std::size_t length = m_path.size();
        for (Token token = m_lexer.next(); token != Token::EndObject; token = m_lexer.next()) {
            if (token != Token::String) return false;
            if (depth <= kWrapperDepth) {
                if (length) m_path += '.';
                m_path += m_lexer.text();
                if (m_path.size() > kLongestKey) return false;
            }
            if (m_lexer.next() != Token::Colon || !value(m_lexer.next(), depth + 1)) return false;
            m_path.resize(length);
            token = m_lexer.next();
            if (token == Token::EndObject) break;
            if (token != Token::Comma) return false;
        }
        return true;
    }

    JsonLexer& m_lexer;
    JsonShape& m_shape;
    std::string m_path;
    bool m_inArray = false;
};

} // namespace

JsonShape jsonShape(JsonLexer& lexer) {
    JsonShape shape;
    const Token first = lexer.next();
    if (first == Token::BeginArray) {
        shape.kind = JsonShape::Kind::Array;
        return shape;
    }
    const bool whole = ShapeFinder(lexer, shape).value(first, 0);
    const bool alone = !whole || lexer.next() == Token::End;
    if (alone && !shape.arrays.empty()) shape.kind = JsonShape::Kind::Wrapped;
    return shape;
}

bool JsonRecords::broken(const JsonLexer& lexer) {
    return refuse("io.json_broken", lexer);
}

bool JsonRecords::refuse(std::string_view code, const JsonLexer& lexer) {
    if (!m_error) m_error = fail(code, {std::to_string(lexer.line())}).error;
    return false;
}

Result<void> JsonRecords::run(JsonLexer& lexer, const OnRecord& onRecord, const JobContext& job) {
    m_onRecord = &onRecord;
    m_job = &job;
    m_error.reset();
    m_stopped = false;
    m_records = m_filled = 0;
    bool sound = true;
    if (m_kind == JsonShape::Kind::Array) {
        sound = (lexer.next() == Token::BeginArray || broken(lexer)) && records(lexer);
    } else if (m_kind == JsonShape::Kind::Wrapped) {
        sound = (lexer.next() == Token::BeginObject || broken(lexer)) && unwrap(lexer, 0);
    } else {
        for (Token token = lexer.next(); sound && token != Token::End; token = sound ? lexer.next() : token)
            sound = token == Token::BeginObject
                        ? record(lexer)
                        : (token == Token::Broken ? broken(lexer) : refuse("io.json_no_objects", lexer));
    }
    if (m_stopped) return {};
    if (sound && lexer.next() != Token::End) broken(lexer);
    if (m_error) return Unexpected{*m_error};
    return {};
}

bool JsonRecords::records(JsonLexer& lexer) {
    for (Token token = lexer.next(); token != Token::EndArray; token = lexer.next()) {
        if (token != Token::BeginObject)
            return token == Token::Broken || token == Token::End ? broken(lexer) : refuse("io.json_no_objects", lexer);
        if (!record(lexer)) return false;
        token = lexer.next();
        if (token == Token::EndArray) break;
        if (token != Token::Comma) return broken(lexer);
    }
    return true;
}

bool JsonRecords::unwrap(JsonLexer& lexer, int depth) {
    const std::size_t length = m_path.size();
    for (Token token = lexer.next(); token != Token::EndObject; token = lexer.next()) {
        if (token != Token::String) return broken(lexer);
        if (length) m_path += '.';
        m_path += lexer.text();
        if (m_path.size() > kLongestKey) return refuse("io.json_long_key", lexer);
        if (lexer.next() != Token::Colon) return broken(lexer);
        token = lexer.next();
        bool sound = false;
        if (token == Token::BeginArray && m_path == m_array) {
            const std::string path = std::exchange(m_path, std::string());
            sound = records(lexer);
            m_path = path;
        } else if (token == Token::BeginObject && depth < kWrapperDepth && m_array.starts_with(m_path + ".")) {
            sound = unwrap(lexer, depth + 1);
        } else {
            sound = skip(lexer, token, depth + 1);
        }
        if (!sound) return false;
        m_path.resize(length);
        token = lexer.next();
        if (token == Token::EndObject) break;
        if (token != Token::Comma) return broken(lexer);
    }
    return true;
}

bool JsonRecords::record(JsonLexer& lexer) {
    if ((m_records & 255U) == 0 && m_job->cancelled()) {
        m_error = cancelled().error;
        return false;
    }
    ++m_records;
    ++m_stamp;
    m_next = 0;
    m_arena.clear();
    m_path.clear();
    m_line = lexer.line();
    if (!object(lexer, 1)) return false;
    m_values.resize(m_keys.size());
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const Span& span = m_spans[i];
        const bool here = span.record == m_stamp && span.kind != CellKind::Empty;
        m_values[i] = here ? Value{std::string_view(m_arena).substr(span.at, span.length), span.kind} : Value{};
        m_filled += here ? 1 : 0;
    }
    m_stopped = !(*m_onRecord)(m_line, m_values);
    return !m_stopped;
}

bool JsonRecords::object(JsonLexer& lexer, int depth) {
    if (depth > kJsonDepth) return refuse("io.json_too_deep", lexer);
    const std::size_t length = m_path.size();
    for (Token token = lexer.next(); token != Token::EndObject; token = lexer.next()) {
        if (token != Token::String) return broken(lexer);
        if (depth > 1) m_path += '.';
        m_path += lexer.text();
        if (m_path.size() > kLongestKey) return refuse("io.json_long_key", lexer);
        if (lexer.next() != Token::Colon) return broken(lexer);
        if (!value(lexer, lexer.next(), depth)) return false;
        m_path.resize(length);
        token = lexer.next();
        if (token == Token::EndObject) break;
        if (token != Token::Comma) return broken(lexer);
    }
    return true;
}

bool JsonRecords::value(JsonLexer& lexer, Token token, int depth) {
    switch (token) {
    case Token::String:
        return set(lexer.text(), CellKind::Text);
    case Token::Number:
        return set(lexer.text(), CellKind::Number);
    case Token::Word:
        if (lexer.text() == "true") return set("TRUE", CellKind::Bool);
        if (lexer.text() == "false") return set("FALSE", CellKind::Bool);
        if (lexer.text() == "null" || lexer.text() == "NaN") return set("", CellKind::Empty);
        return set(lexer.text(), CellKind::Text);
    case Token::BeginObject:
        return object(lexer, depth + 1);
    case Token::BeginArray:
        return array(lexer, depth + 1);
    default:
        return broken(lexer);
    }
}

bool JsonRecords::array(JsonLexer& lexer, int depth) {
    m_raw.assign(1, '[');
    m_list.clear();
    bool scalars = true, listed = false;
    for (Token token = lexer.next(); token != Token::EndArray; token = lexer.next()) {
        if (m_raw.size() > 1) m_raw += ',';
        scalars = scalars && token != Token::BeginObject && token != Token::BeginArray;
        if (scalars && (token == Token::String || token == Token::Number || token == Token::Word)) {
            const std::string_view text = lexer.text();
            if (token == Token::String || (text != "null" && text != "NaN")) {
                if (listed) m_list += "; ";
                listed = true;
                if (token == Token::Word && text == "true")
                    m_list += "TRUE";
                else if (token == Token::Word && text == "false")
                    m_list += "FALSE";
                else
                    m_list += text;
            }
        }
        if (!rawValue(lexer, token, m_raw, depth)) return false;
        token = lexer.next();
        if (token == Token::EndArray) break;
        if (token != Token::Comma) return broken(lexer);
    }
    m_raw += ']';
    const std::string& text = scalars ? m_list : m_raw;
    return set(text, text.empty() ? CellKind::Empty : CellKind::Text);
}

bool JsonRecords::rawValue(JsonLexer& lexer, Token token, std::string& out, int depth) {
    if (depth > kJsonDepth) return refuse("io.json_too_deep", lexer);
    if (m_skipping) out.clear();
    if (out.size() > kLongestRecord) return refuse("io.json_record_too_long", lexer);
    if (token == Token::String) {
        appendJsonString(out, lexer.text());
        return true;
    }
    if (token == Token::Number || token == Token::Word) {
        out += lexer.text();
        return true;
    }
    if (token != Token::BeginArray && token != Token::BeginObject) return broken(lexer);
    const bool list = token == Token::BeginArray;
    const Token close = list ? Token::EndArray : Token::EndObject;
    bool first = true;
    out += list ? '[' : '{';
    for (token = lexer.next(); token != close; token = lexer.next()) {
        if (!first) out += ',';
        first = false;
        if (!list) {
            if (token != Token::String) return broken(lexer);
            appendJsonString(out, lexer.text());
            out += ':';
            if (lexer.next() != Token::Colon) return broken(lexer);
            token = lexer.next();
        }
        if (!rawValue(lexer, token, out, depth + 1)) return false;
        token = lexer.next();
        if (token == close) break;
        if (token != Token::Comma) return broken(lexer);
    }
    out += list ? ']' : '}';
    return true;
}

bool JsonRecords::skip(JsonLexer& lexer, Token token, int depth) {
    m_raw.clear();
    m_skipping = true;
    const bool sound = rawValue(lexer, token, m_raw, depth);
    m_skipping = false;
    return sound;
}

bool JsonRecords::set(std::string_view text, CellKind kind) {
    std::size_t column = m_next;
    if (column >= m_keys.size() || m_keys[column] != m_path) {
        const auto [found, fresh] = m_known.try_emplace(m_path, m_keys.size());
        column = found->second;
        if (fresh) {
            m_keyBytes += m_path.size();
            if (m_keys.size() == kJsonKeys || m_keyBytes > kLongestKeys) {
                m_known.erase(found);
                m_error = fail("io.json_too_many_keys", {std::to_string(kJsonKeys)}).error;
                return false;
            }
            m_keys.push_back(m_path);
            m_spans.emplace_back();
        }
    }
    if (m_arena.size() + text.size() > kLongestRecord) {
        m_error = fail("io.json_record_too_long", {std::to_string(m_line)}).error;
        return false;
    }
    m_next = column + 1;
    m_spans[column] = {m_arena.size(), text.size(), text.empty() ? CellKind::Empty : kind, m_stamp};
    m_arena += text;
    return true;
}

} // namespace xo::io
