#include "core/session/calllist.h"

#include "core/io/writer.h"

namespace xo::session {

Result<std::vector<analysis::OverdueCustomer>> callList(const analysis::Context& context,
                                                        const analysis::FunnelParams& params,
                                                        const std::optional<std::size_t>& stage,
                                                        const JobContext& job) {
    auto customers = analysis::overdueCustomers(context, params, job);
    if (customers && stage)
        std::erase_if(*customers, [&](const analysis::OverdueCustomer& one) { return one.stage != *stage; });
    return customers;
}

Result<ListExport> exportOverdue(const analysis::Context& context, const analysis::FunnelParams& params,
                                 const CallListParams& list, const std::string& path, const JobContext& job) {
    auto customers = callList(context, params, list.stage, job);
    if (!customers) return customers.failure();
    io::ListOptions options;
    options.byteOrderMark = list.excelBom;
    options.zone = context.workspace->zone;
    auto writer = io::openListWriter(path, options);
    if (!writer) return writer.failure();
    const std::string& action = list.action;
    std::vector<std::string> header = list.headers;
    if (header.empty()) header = {"customer", "stage", "since", "days_waited", "days_limit"};
    if (!action.empty()) header.emplace_back("action");
    if (auto done = (*writer)->header(header); !done) return done.failure();
    constexpr double kDay = 86'400.0;
    for (std::size_t i = 0; i < customers->size(); ++i) {
        if (i % 4096 == 0 && job.cancelled()) return cancelled();
        const analysis::OverdueCustomer& one = (*customers)[i];
        std::vector<io::Value> values{std::string_view(one.customer), std::string_view(one.stageName),
                                      io::TimeValue{one.since, false}, one.waited / kDay, one.after / kDay};
        if (!action.empty()) values.emplace_back(std::string_view(action));
        if (auto done = (*writer)->row(values); !done) return done.failure();
    }
    if (auto done = (*writer)->finish(); !done) return done.failure();
    return ListExport{path, customers->size(), (*writer)->guardedCells(), false, {}};
}

} // namespace xo::session
