#include "core/io/inspect.h"

#include "core/base/text.h"
#include "core/io/plan.h"
#include "core/io/values.h"

#include <algorithm>

namespace xo::io {

std::string_view dateOrderName(DateOrder order) {
    switch (order) {
    case DateOrder::Iso:
        return "iso";
    case DateOrder::DayFirst:
        return "dmy";
    case DateOrder::MonthFirst:
        return "mdy";
    case DateOrder::Ambiguous:
        return "ambiguous";
    }
    return "iso";
}

ReadOptions mergedOptions(const ReadOptions& options, const Recipe& recipe) {
    ReadOptions merged = options;
    const auto take = [](std::string& own, const std::string& known) {
        if (own.empty()) own = known;
    };
    take(merged.encoding, recipe.encoding);
    take(merged.delimiter, recipe.delimiter);
    take(merged.quote, recipe.quote);
    take(merged.escape, recipe.escape);
    take(merged.comment, recipe.comment);
    take(merged.sheet, recipe.sheet);
    take(merged.hidden, recipe.hidden);
    take(merged.member, recipe.member);
    take(merged.totals, recipe.totals);
    if (merged.headerRows < 0) merged.headerRows = recipe.headerRows;
    return merged;
}

Json toJson(const Inspection& inspection, bool chinese) {
    const auto say = [chinese](const Why& why) { return chinese ? why.chinese : why.english; };
    const SourceInfo& source = inspection.source;
    Json out;
    out["file"] = inspection.file;
    out["kind_guess"] = datasetKindName(inspection.kindGuess);
    out["kind_why"] = say(inspection.kindWhy);
    out["encoding"] = source.encoding.empty() ? Json(nullptr) : Json(source.encoding);
    out["encoding_why"] = say(source.encodingWhy);
    out["encoding_lines"] = source.encodingLines;
    out["format"] = sourceFormatName(source.format);
    out["compression"] = source.compression.empty() ? Json(nullptr) : Json(source.compression);
    if (!source.members.empty()) {
        out["members"] = source.members;
        out["member"] = source.member;
    }
    out["delimiter"] = source.delimiter.empty() ? Json(nullptr) : Json(source.delimiter);
    out["quote"] = source.quote.empty() ? Json(nullptr) : Json(source.quote);
    out["escape"] = source.escape.empty() ? Json(nullptr) : Json(source.escape);
    out["comment"] = source.comment.empty() ? Json(nullptr) : Json(source.comment);
    out["header_rows"] = inspection.headerRows;
    out["header_why"] = say(inspection.headerWhy);
    out["sheets"] = Json::array();
    for (const SheetInfo& sheet : source.sheets)
        out["sheets"].push_back(sheet.name);
    if (!source.sheets.empty()) {
        out["sheet"] = source.sheets[source.sheet].name;
        out["hidden_sheets"] = Json::array();
        for (const SheetInfo& sheet : source.sheets)
            if (sheet.hidden) out["hidden_sheets"].push_back(sheet.name);
    }
    out["rows_estimate"] = inspection.rowsEstimate;
    out["rows_exact"] = inspection.rowsExact;
    out["bytes"] = source.bytes;
    out["undecodable"] = source.undecodable;
    out["asks"] = Json::array();
    out["columns"] = Json::array();
    for (const ColumnGuess& column : inspection.columns) {
        Json entry;
        entry["name"] = column.name;
        entry["type"] = valueTypeName(column.type);
        entry["role"] = column.role.text();
        entry["role_why"] = say(column.roleWhy);
        entry["null_share"] = column.nullShare;
        entry["examples"] = column.examples;
        entry["source"] = column.source;
        entry["label"] = column.label;
        if (!column.valueLabels.empty()) {
            entry["value_labels"] = Json::array();
            for (const ValueLabel& label : column.valueLabels)
                entry["value_labels"].push_back({{"value", label.value}, {"label", label.label}});
        }
        if (!column.notApplicable.empty()) entry["not_applicable"] = column.notApplicable;
        if (column.set.isSet()) {
            entry["options"] = column.set.options;
            if (!column.set.separator.empty()) entry["separator"] = column.set.separator;
        }
        if (!column.foldedInto.empty()) entry["part_of"] = column.foldedInto;
        if (column.question) {
            entry["asks"] = say(*column.question);
            out["asks"].push_back({{"column", column.name}, {"question", say(*column.question)}});
        }
        for (const Why& note : column.notes)
            entry["notes"].push_back(say(note));
        if (const std::string form = cellFormText(column.form); !form.empty()) entry["form"] = form.substr(1);
        if (column.dateOrder != DateOrder::Iso) entry["date_order"] = dateOrderName(column.dateOrder);
        if (!column.odd.empty()) entry["odd"] = column.odd;
        out["columns"].push_back(std::move(entry));
    }
    if (!inspection.oddRows.empty()) out["odd_rows"] = inspection.oddRows;
    if (!inspection.totals.empty()) {
        Json rows = Json::array();
        for (const SampleRow& row : inspection.totals)
            rows.push_back({{"row", row.line}, {"text", clipped(joined(row.cells, ","))}});
        out["totals"] = {{"rows", rows}, {"kept", inspection.keptTotals}, {"why", say(whyTotals(true))}};
    }
    if (inspection.compared) {
        out["recipe_changes"] = Json::array();
        for (const RecipeChange& change : inspection.changes)
            out["recipe_changes"].push_back(toJson(change, chinese));
    }
    return out;
}

Result<Inspection> inspect(Source& source, const std::string& path, const ReadOptions& options,
                           const InspectHints& hints, const JobContext& job) {
    auto sample = readSample(source, hints.sampleRows, job);
    if (!sample) return sample.failure();
    const int headerRows = options.headerRows >= 0 ? options.headerRows : hints.base.headerRows;
    InspectHints told = hints;
    told.stated = source.info().columns;
    told.keepTotals = (options.totals.empty() ? hints.base.totals : options.totals) == "keep";
    auto plan = makePlan(*sample, headerRows, told, job);
    if (!plan) return plan.failure();
    Inspection out;
    const std::size_t slash = path.find_last_of("/\\");
    out.file = slash == std::string::npos ? path : path.substr(slash + 1);
    out.source = source.info();
    out.kindGuess = plan->kind;
    out.kindWhy = plan->kindWhy;
    out.headerRows = plan->layout.headerRows;
    out.headerWhy = plan->layout.why;
    std::uint64_t dataRows = 0;
    for (const SampleRow& row : sample->rows) {
        if (row.line < plan->layout.firstDataLine) continue;
        const auto& totals = plan->layout.totals;
        if (std::find(totals.begin(), totals.end(), row.line) != totals.end()) out.totals.push_back(row);
        if (!plan->layout.isData(row.line)) continue;
        ++dataRows;
        if (out.preview.size() < hints.previewRows) out.preview.push_back(row.cells);
        if (row.cells.size() != plan->layout.width && out.oddRows.size() < 20 && out.source.sheets.empty())
            out.oddRows.push_back(row.line);
    }
    out.keptTotals = told.keepTotals;
    out.rowsExact = sample->whole;
    const std::uint64_t skipped = sample->rows.size() - dataRows;
    out.rowsEstimate = sample->whole ? dataRows : std::max(out.source.linesEstimate, skipped + dataRows) - skipped;
    out.compared = !hints.base.columns.empty();
    if (out.compared) out.changes = recipeChanges(*plan, out.source, hints.base, hints.known);
    for (std::size_t c = 0; c < plan->columns.size(); ++c) {
        ColumnGuess& guess = plan->columns[c].guess;
        if (guess.foldedInto.empty())
            for (const auto& [text, count] : plan->columns[c].profile.distinct)
                if (guess.odd.size() < 5 && !fitsGuess(text, guess)) guess.odd.push_back(clipped(text));
        std::sort(guess.odd.begin(), guess.odd.end());
        out.columns.push_back(std::move(guess));
    }
    return out;
}

Result<Inspection> inspect(const std::string& path, const ReadOptions& options, const InspectHints& hints,
                           const JobContext& job) {
    const ReadOptions merged = mergedOptions(options, hints.base);
    auto source = Source::open(path, merged, job);
    if (!source) return source.failure();
    return inspect(**source, path, merged, hints, job);
}

} // namespace xo::io
