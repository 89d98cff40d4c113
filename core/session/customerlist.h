#pragma once

#include "core/session/engine.h"

#include <memory>

namespace xo::session {

/// A list of customers to show or to write to a file: one row per customer of the segment.
struct ListParams {
    SegmentQuery segment;
    std::vector<std::string> columns; ///< "customer", customers columns ("city", "customer.city"), "latest
                                      ///< answer.csat", "first event.store", "answers" and "events" (counts),
                                      ///< "segment"; blank = customer and all customers columns
    bool mask = false;  ///< keys become random numbers of this list, rows come in that order; texts lose names, phone
                        ///< numbers and the like
    std::string action; ///< text of an extra column "action"; blank = none
    bool excelBom = false; ///< CSV: start with a byte order mark, as Excel on Windows expects
    bool operator==(const ListParams&) const = default;
};
/// Names that ListParams::columns accepts in this project, customers columns first.
std::vector<std::string> listColumnChoices(const Workspace& workspace);

/// Those a list has when none are named: customer, all customers columns, answers, events.
std::vector<std::string> defaultListColumns(const Workspace& workspace);

/// The list, read cell by cell when a cell is asked for: opening costs the condition and the columns, however many rows
/// there are. Immutable and thread-safe; keeps its snapshot alive.
class CustomerList {
public:
    /// Errors: query's; session.unknown_segment; session.unknown_list_column{name, nearest}.
    static Result<std::shared_ptr<const CustomerList>> open(const analysis::Context& context, const ListParams& params,
                                                            const JobContext& job);
    ~CustomerList();
    std::size_t rows() const;
    std::size_t columns() const;
    const std::string& header(std::size_t column) const;
    bool isNumeric(std::size_t column) const;
    /// Text of a cell, "" when there is none; numbers in shortest form.
    std::string text(std::size_t row, std::size_t column) const;
    /// The same without a copy where the project holds the text; else it is put into `scratch`.
    std::string_view text(std::size_t row, std::size_t column, std::string& scratch) const;
    /// Number of a cell of a numeric column; NaN when there is none.
    double number(std::size_t row, std::size_t column) const;
    bool isMasked() const;
    const std::string& rule() const; ///< the condition that was run

private:
    CustomerList();
    struct State;
    std::unique_ptr<State> d;
};

struct ListExport {
    std::string file;
    std::uint64_t rows = 0;
    std::uint64_t guardedCells = 0; ///< texts that got a ' in front so that no spreadsheet runs them
    bool masked = false;
    std::string rule;
};
/// Writes the list as .csv or .xlsx (by suffix; else io.unknown_suffix). Nothing is left half-written.
Result<ListExport> exportList(const analysis::Context& context, const ListParams& params, const std::string& path,
                              const JobContext& job);

} // namespace xo::session
