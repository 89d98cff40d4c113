#include "app/reader/files.h"
#include "app/reader/savsets.h"
#include "core/base/text.h"

#include <readstat.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

namespace xo::reader {

namespace {

using io::FrameCell;

constexpr std::size_t kMostCodes = 1000;

enum class Meaning { Number, Date, DateTime, Duration, Text };

struct Variable {
    std::string name, label, labelSet, measure;
    Meaning meaning = Meaning::Text;
    std::vector<std::pair<double, double>> numericRanges;
    std::vector<std::string> missing; ///< codes, in the order found
    bool wide = false;                ///< a true range: its codes show in the data only
};

struct Book {
    Output* out = nullptr;
    std::string encoding;
    long rows = -1;
    std::vector<Variable> variables;
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> labels;
    std::map<std::string, std::vector<double>> labelKeys;
    long row = -1;
};

Meaning meaningOf(const readstat_variable_t* variable) {
    if (readstat_variable_get_type_class(variable) == READSTAT_TYPE_CLASS_STRING) return Meaning::Text;
    const char* format = readstat_variable_get_format(variable);
    std::string letters;
    for (const char* p = format ? format : ""; (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z'); ++p)
        letters += *p;
    letters = lowerAscii(letters);
    static const std::set<std::string> kDates = {"date", "adate", "edate", "jdate", "sdate", "qyr", "moyr", "wkyr"};
    if (kDates.count(letters)) return Meaning::Date;
    if (letters == "datetime" || letters == "ymdhms") return Meaning::DateTime;
    if (letters == "time" || letters == "dtime" || letters == "mtime") return Meaning::Duration;
    return Meaning::Number;
}

// Days since 1582-10-14, SPSS's day 0, in the proleptic Gregorian calendar (H. Hinnant's days-to-civil).
void appendDate(std::string& out, std::int64_t day) {
    std::int64_t z = day - 141'428 + 719'468;
    const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
    const std::int64_t doe = z - era * 146'097;
    const std::int64_t yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
    const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const std::int64_t mp = (5 * doy + 2) / 153;
    const std::int64_t d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
    const std::int64_t y = yoe + era * 400 + (m <= 2 ? 1 : 0);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", static_cast<int>(y), static_cast<int>(m), static_cast<int>(d));
    out += text;
}

void appendClock(std::string& out, std::int64_t ms) {
    char text[48];
    const std::int64_t s = ms / 1000;
    std::snprintf(text, sizeof text, "%02lld:%02d:%02d", static_cast<long long>(s / 3600),
                  static_cast<int>(s / 60 % 60), static_cast<int>(s % 60));
    out += text;
    if (ms % 1000) {
        std::snprintf(text, sizeof text, ".%03d", static_cast<int>(ms % 1000));
        out += text;
    }
}

double asDouble(readstat_value_t value) {
    switch (readstat_value_type(value)) {
    case READSTAT_TYPE_INT8:
        return readstat_int8_value(value);
    case READSTAT_TYPE_INT16:
        return readstat_int16_value(value);
    case READSTAT_TYPE_INT32:
        return readstat_int32_value(value);
    case READSTAT_TYPE_FLOAT:
        return static_cast<double>(readstat_float_value(value));
    default:
        return readstat_double_value(value);
    }
}

bool isText(readstat_value_t value) {
    return readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING;
}

std::string codeOf(readstat_value_t value) {
    if (isText(value)) {
        std::string text = readstat_string_value(value) ? readstat_string_value(value) : "";
        while (!text.empty() && text.back() == ' ') // strings are padded to their width
            text.pop_back();
        return text;
    }
    return formatNumber(asDouble(value));
}

FrameCell cellOf(Meaning meaning, double value, std::string& out) {
    constexpr double kDay = 86'400.0;
    const bool instant = (meaning == Meaning::Date || meaning == Meaning::DateTime) && value >= kDay &&
                         value < 3'074'000.0 * kDay; // up to the year 9999
    if (instant) {
        const auto ms = static_cast<std::int64_t>(std::llround(value * 1000.0));
        appendDate(out, ms / 86'400'000);
        if (meaning == Meaning::DateTime) {
            out += 'T';
            appendClock(out, ms % 86'400'000);
        }
        return FrameCell::Date;
    }
    if (meaning == Meaning::Duration && std::fabs(value) < 1e12) {
        if (value < 0) out += '-';
        appendClock(out, static_cast<std::int64_t>(std::llround(std::fabs(value) * 1000.0)));
        return FrameCell::Duration;
    }
    out += formatNumber(value);
    return FrameCell::Number;
}

int onMetadata(readstat_metadata_t* metadata, void* context) {
    Book& book = *static_cast<Book*>(context);
    book.rows = readstat_get_row_count(metadata);
    if (const char* name = readstat_get_file_encoding(metadata)) book.encoding = name;
    return READSTAT_HANDLER_OK;
}

int onVariable(int, readstat_variable_t* variable, const char* labels, void* context) {
    Book& book = *static_cast<Book*>(context);
    Variable entry;
    entry.name = readstat_variable_get_name(variable);
    if (const char* label = readstat_variable_get_label(variable)) entry.label = label;
    if (labels) entry.labelSet = labels;
    entry.meaning = meaningOf(variable);
    const readstat_measure_t measure = readstat_variable_get_measure(variable);
    entry.measure = measure == READSTAT_MEASURE_NOMINAL   ? "nominal"
                    : measure == READSTAT_MEASURE_ORDINAL ? "ordinal"
                    : measure == READSTAT_MEASURE_SCALE   ? "scale"
                                                          : "";
    for (int i = 0; i < readstat_variable_get_missing_ranges_count(variable); ++i) {
        const auto low = readstat_variable_get_missing_range_lo(variable, i);
        const auto high = readstat_variable_get_missing_range_hi(variable, i);
        if (codeOf(low) == codeOf(high))
            entry.missing.push_back(codeOf(low));
        else
            entry.wide = true;
        if (!isText(low)) entry.numericRanges.emplace_back(asDouble(low), asDouble(high));
    }
    book.variables.push_back(std::move(entry));
    return READSTAT_HANDLER_OK;
}

int onKnownVariable(int, readstat_variable_t*, const char*, void*) {
    return READSTAT_HANDLER_OK;
}

int onLabel(const char* set, readstat_value_t value, const char* label, void* context) {
    Book& book = *static_cast<Book*>(context);
    book.labels[set ? set : ""].emplace_back(codeOf(value), label ? label : "");
    book.labelKeys[set ? set : ""].push_back(isText(value) ? std::nan("") : asDouble(value));
    return READSTAT_HANDLER_OK;
}

int onCode(int, readstat_variable_t* variable, readstat_value_t value, void* context) {
    Book& book = *static_cast<Book*>(context);
    const auto index = static_cast<std::size_t>(readstat_variable_get_index(variable));
    if (index >= book.variables.size() || !book.variables[index].wide) return READSTAT_HANDLER_OK;
    if (!readstat_value_is_defined_missing(value, variable)) return READSTAT_HANDLER_OK;
    std::vector<std::string>& missing = book.variables[index].missing;
    const std::string code = codeOf(value);
    if (missing.size() < kMostCodes && std::find(missing.begin(), missing.end(), code) == missing.end())
        missing.push_back(code);
    return READSTAT_HANDLER_OK;
}

int onValue(int row, readstat_variable_t* variable, readstat_value_t value, void* context) {
    Book& book = *static_cast<Book*>(context);
    if (row != book.row) {
        if (book.row >= 0) book.out->endRow();
        book.out->beginRow(static_cast<std::uint64_t>(row) + 2);
        book.row = row;
    }
    const auto index = static_cast<std::size_t>(readstat_variable_get_index(variable));
    const Meaning meaning = index < book.variables.size() ? book.variables[index].meaning : Meaning::Text;
    if (isText(value)) {
        const std::string text = codeOf(value);
        book.out->cell(text.empty() ? FrameCell::Empty : FrameCell::Text, text);
    } else if (readstat_value_is_system_missing(value) || !std::isfinite(asDouble(value))) {
        book.out->cell(FrameCell::Empty, {});
    } else {
        // a code the file calls missing stays the code it is, whatever the column's format
        const bool missing = readstat_value_is_defined_missing(value, variable) != 0;
        std::string text;
        const FrameCell kind = cellOf(missing ? Meaning::Number : meaning, asDouble(value), text);
        book.out->cell(kind, text);
    }
    return READSTAT_HANDLER_OK;
}

readstat_error_t parse(const Task& task, Book& book, readstat_value_handler onEach, bool dictionary) {
    readstat_parser_t* parser = readstat_parser_init();
    if (!parser) return READSTAT_ERROR_MALLOC;
    // without a handler of variables ReadStat 1.1.8 has none when it comes to the values, and crashes
    readstat_set_variable_handler(parser, dictionary ? onVariable : onKnownVariable);
    if (dictionary) {
        readstat_set_metadata_handler(parser, onMetadata);
        readstat_set_value_label_handler(parser, onLabel);
    }
    if (onEach) readstat_set_value_handler(parser, onEach);
    if (!task.encoding.empty()) readstat_set_file_character_encoding(parser, task.encoding.c_str());
    const readstat_error_t error = readstat_parse_sav(parser, task.path.c_str(), &book);
    readstat_parser_free(parser);
    return error;
}

[[noreturn]] void refuse(const Task& task, const Book& book, readstat_error_t error) {
    if (error == READSTAT_ERROR_UNSUPPORTED_CHARSET) book.out->failed("io.unknown_encoding", {task.encoding});
    if (error == READSTAT_ERROR_MALLOC) book.out->failed("io.foreign_too_large", {task.path});
    if (error >= READSTAT_ERROR_CONVERT && error <= READSTAT_ERROR_CONVERT_LONG_STRING)
        book.out->failed("io.sav_encoding", {task.path, book.encoding.empty() ? task.encoding : book.encoding});
    book.out->failed("io.foreign_broken", {task.path});
}

std::string toUtf8(const std::string& text, const std::string& encoding) {
    if (isValidUtf8(text)) return text;
    UErrorCode status = U_ZERO_ERROR;
    std::string out(text.size() * 4 + 16, '\0');
    const std::int32_t length =
        ucnv_convert("UTF-8", encoding.c_str(), out.data(), static_cast<std::int32_t>(out.size()), text.data(),
                     static_cast<std::int32_t>(text.size()), &status);
    out.resize(U_SUCCESS(status) ? static_cast<std::size_t>(length) : 0);
    return out;
}

// A counted value is written as text ("1"); cells hold numbers in their shortest form.
std::string countedCode(const std::string& text, Meaning meaning) {
    const std::string_view plain = trimmed(text);
    if (meaning != Meaning::Text)
        if (const auto number = parseNumber(plain)) return formatNumber(*number);
    return std::string(plain);
}

Json columnsOf(const Task& task, const Book& book) {
    const std::string encoding = task.encoding.empty() ? book.encoding : task.encoding;
    std::map<std::string, const ResponseSet*> setOf;
    std::vector<ResponseSet> sets = responseSets(task.path);
    for (ResponseSet& set : sets) {
        set.label = toUtf8(set.label, encoding);
        set.name = toUtf8(set.name, encoding);
        for (const std::string& name : set.variables)
            setOf.try_emplace(lowerAscii(toUtf8(name, encoding)), &set);
    }
    Json columns = Json::array();
    for (const Variable& variable : book.variables) {
        Json column{{"name", variable.name}, {"label", variable.label}, {"measure", variable.measure}};
        Json labels = Json::array();
        std::vector<std::string> missing = variable.missing;
        const auto known = book.labels.find(variable.labelSet);
        if (!variable.labelSet.empty() && known != book.labels.end()) {
            const std::vector<double>& keys = book.labelKeys.at(variable.labelSet);
            for (std::size_t i = 0; i < known->second.size(); ++i) {
                const auto& [code, words] = known->second[i];
                labels.push_back({code, words});
                for (const auto& [low, high] : variable.numericRanges)
                    if (keys[i] >= low && keys[i] <= high &&
                        std::find(missing.begin(), missing.end(), code) == missing.end())
                        missing.push_back(code);
            }
        }
        column["valueLabels"] = labels;
        column["notApplicable"] = missing;
        if (variable.meaning == Meaning::Date) column["type"] = "date";
        if (variable.meaning == Meaning::DateTime) column["type"] = "datetime";
        if (const auto set = setOf.find(lowerAscii(variable.name)); set != setOf.end()) {
            column["set"] = set->second->name;
            column["setLabel"] = set->second->label;
            if (set->second->dichotomous) column["setCounted"] = countedCode(set->second->counted, variable.meaning);
        }
        columns.push_back(std::move(column));
    }
    return columns;
}

} // namespace

void readSav(const Task& task, Output& out) {
    Book book;
    book.out = &out;
    if (const auto error = parse(task, book, nullptr, true); error != READSTAT_OK) refuse(task, book, error);
    if (book.variables.empty()) out.failed("io.no_columns", {task.path});
    if (!task.rows) {
        const bool wide =
            std::any_of(book.variables.begin(), book.variables.end(), [](const Variable& v) { return v.wide; });
        if (wide)
            if (const auto error = parse(task, book, onCode, false); error != READSTAT_OK) refuse(task, book, error);
    }
    out.head(
        {{"rows", book.rows < 0 ? 0 : book.rows}, {"encoding", book.encoding}, {"columns", columnsOf(task, book)}});
    if (!task.rows) out.done();
    out.beginRow(1);
    for (const Variable& variable : book.variables)
        out.cell(FrameCell::Text, variable.name);
    out.endRow();
    if (const auto error = parse(task, book, onValue, false); error != READSTAT_OK) refuse(task, book, error);
    if (book.row >= 0) out.endRow();
    out.done();
}

} // namespace xo::reader
