#include "core/session/sample/sample.h"

#include "core/base/path.h"
#include "core/session/sample/autofiles.h"

#include <filesystem>
#include <functional>
#include <system_error>

namespace xo::session {

Result<SampleFiles> writeSampleFiles(const SampleParams& params, const std::string& dir, const JobContext& job) {
    if (params.story != "auto") return fail("session.unknown_story", {params.story, "auto"});
    if (params.customers < 100 || params.customers > 500'000)
        return fail("session.sample_size", {std::to_string(params.customers)});
    const std::filesystem::path folder = pathFromUtf8(dir);
    std::error_code trouble;
    std::filesystem::create_directories(folder, trouble);
    if (trouble) return fail("session.cannot_write", {dir});

    const auto built = autostory::buildWorld(params.customers, params.seed, params.flat, job);
    if (!built) return built.failure();
    const autostory::World& world = *built;
    SampleFiles files{.events = dir + "/events.csv",
                      .survey = dir + "/survey.csv",
                      .customers = dir + "/customers.xlsx",
                      .metrics = dir + "/metrics.xlsx",
                      .invitations = dir + "/invitations.csv",
                      .truth = dir + "/truth.json",
                      .eventRows = world.events.size(),
                      .answerRows = world.answers.size(),
                      .customerRows = world.customers.size(),
                      .metricRows = static_cast<std::uint64_t>(autostory::kMonths * autostory::kRegions),
                      .invitationRows = world.invitations.size()};
    using Writer = Result<void> (*)(const autostory::World&, const std::string&, const JobContext&);
    const std::pair<Writer, const std::string*> steps[] = {
        {autostory::writeEvents, &files.events},           {autostory::writeSurvey, &files.survey},
        {autostory::writeInvitations, &files.invitations}, {autostory::writeCustomers, &files.customers},
        {autostory::writeMetrics, &files.metrics},         {autostory::writeTruth, &files.truth}};
    for (const auto& [write, path] : steps) {
        if (job.cancelled()) return cancelled();
        if (auto done = write(world, *path, job); !done) return done.failure();
    }
    return files;
}

} // namespace xo::session
