#include "core/base/text.h"
#include "core/io/tempfile.h"
#include "core/io/writer.h"
#include "core/io/zipwriter.h"

#include <QFile>

#include <cmath>
#include <xlsxwriter.h>

namespace xo::io {

namespace {

constexpr std::uint64_t kSheetRows = 1'048'576;
constexpr std::size_t kLongestText = 32'767;

// Excel counts UTF-16 units; cut before the first character that no longer fits
std::string cutText(std::string_view text) {
    if (text.size() <= kLongestText) return std::string(text);
    std::size_t at = 0, units = 0;
    while (at < text.size()) {
        std::size_t next = at;
        units += nextCodePoint(text, next) > 0xFFFF ? 2 : 1;
        if (units > kLongestText) break;
        at = next;
    }
    return std::string(text.substr(0, at));
}

class XlsxWriter : public ListWriter {
public:
    XlsxWriter(const std::string& path, ListOptions options) : m_options(std::move(options)), m_temp(path) {}
    ~XlsxWriter() override {
        if (m_book) workbook_close(m_book);
    }

    Result<void> open() {
        useOwnZipFunctions();
        // the library creates the file only when it closes: ask the folder now
        QFile probe(QString::fromStdString(m_temp.path()));
        if (!probe.open(QIODevice::WriteOnly)) return broken(probe.errorString().toStdString());
        probe.close();
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        m_book = workbook_new_opt(m_temp.path().c_str(), &options);
        if (!m_book) return broken("out of memory");
        // a fixed date: the same rows give the same bytes
        lxw_doc_properties properties{};
        properties.created = 946'684'800;
        workbook_set_properties(m_book, &properties);
        m_bold = workbook_add_format(m_book);
        format_set_bold(m_bold);
        m_day = workbook_add_format(m_book);
        format_set_num_format(m_day, "yyyy-mm-dd");
        m_clock = workbook_add_format(m_book);
        format_set_num_format(m_clock, "yyyy-mm-dd hh:mm:ss");
        return {};
    }

    Result<void> header(const std::vector<std::string>& names) override {
        m_names = names;
        return addSheet();
    }

    Result<void> row(const std::vector<Value>& values) override {
        if (m_next == kSheetRows)
            if (auto added = addSheet(); !added) return added;
        const auto line = static_cast<lxw_row_t>(m_next);
        lxw_error error = LXW_NO_ERROR;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const lxw_error cell = write(line, static_cast<lxw_col_t>(i), values[i]);
            if (cell != LXW_NO_ERROR && error == LXW_NO_ERROR) error = cell;
        }
        if (error != LXW_NO_ERROR) return broken(lxw_strerror(error));
        ++m_next;
        ++m_rows;
        return {};
    }

    Result<void> finish() override {
        closeSheet();
        lxw_workbook* const book = m_book;
        m_book = nullptr;
        if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR) return broken(lxw_strerror(error));
        return m_temp.commit();
    }

private:
    lxw_error write(lxw_row_t row, lxw_col_t column, const Value& value) {
        if (const auto* text = std::get_if<std::string_view>(&value)) {
            if (text->empty()) return LXW_NO_ERROR;
            std::string cut = cutText(*text);
            // a NUL would end the text for the library
            std::erase(cut, '\0');
            return worksheet_write_string(m_sheet, row, column, cut.c_str(), nullptr);
        }
        if (const auto* number = std::get_if<double>(&value)) {
            if (!std::isfinite(*number)) return LXW_NO_ERROR;
            return worksheet_write_number(m_sheet, row, column, *number, nullptr);
        }
        if (const auto* time = std::get_if<TimeValue>(&value)) {
            if (time->instant == kNoTime) return LXW_NO_ERROR;
            const std::int64_t local = m_options.zone.toLocal(time->instant);
            static const std::int64_t firstDay = daysFromCivil({1900, 3, 1}) * kMsPerDay;
            if (local < firstDay)
                return worksheet_write_string(
                    m_sheet, row, column, m_options.zone.formatLocal(time->instant, time->dateOnly).c_str(), nullptr);
            const double serial =
                static_cast<double>(local - daysFromCivil({1899, 12, 30}) * kMsPerDay) / static_cast<double>(kMsPerDay);
            return worksheet_write_number(m_sheet, row, column, time->dateOnly ? std::floor(serial) : serial,
                                          time->dateOnly ? m_day : m_clock);
        }
        return LXW_NO_ERROR;
    }

    void closeSheet() {
        if (m_sheet && !m_names.empty())
            worksheet_autofilter(m_sheet, 0, 0, static_cast<lxw_row_t>(m_next - 1),
                                 static_cast<lxw_col_t>(m_names.size() - 1));
    }

    Result<void> addSheet() {
        closeSheet();
        ++m_sheets;
        std::string name = m_options.sheetName.substr(0, 24);
        if (m_sheets > 1) name += "_" + std::to_string(m_sheets);
        m_sheet = workbook_add_worksheet(m_book, name.c_str());
        if (!m_sheet) return broken("sheet name " + name);
        worksheet_freeze_panes(m_sheet, 1, 0);
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            worksheet_set_column(m_sheet, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), 16, nullptr);
            worksheet_write_string(m_sheet, 0, static_cast<lxw_col_t>(i), cutText(m_names[i]).c_str(), m_bold);
        }
        m_next = 1;
        return {};
    }

    Result<void> broken(const std::string& why) const { return fail("io.cannot_write", {m_temp.target(), why}); }

    ListOptions m_options;
    TempFile m_temp;
    std::vector<std::string> m_names;
    lxw_workbook* m_book = nullptr;
    lxw_worksheet* m_sheet = nullptr;
    lxw_format* m_bold = nullptr;
    lxw_format* m_day = nullptr;
    lxw_format* m_clock = nullptr;
    std::uint64_t m_next = 1;
    int m_sheets = 0;
};

} // namespace

Result<std::unique_ptr<ListWriter>> openXlsxWriter(const std::string& path, const ListOptions& options) {
    auto writer = std::make_unique<XlsxWriter>(path, options);
    if (auto opened = writer->open(); !opened) return opened.failure();
    return std::unique_ptr<ListWriter>(std::move(writer));
}

} // namespace xo::io
