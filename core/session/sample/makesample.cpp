#include "core/base/path.h"
#include "core/io/importer.h"
#include "core/project/store.h"
#include "core/session/sample/autorecipes.h"
#include "core/session/sample/autoworld.h"
#include "core/session/sample/sample.h"

#include <QTemporaryDir>

#include <filesystem>
#include <optional>
#include <system_error>

namespace xo::session {

namespace {

constexpr const char* kZone = "Asia/Shanghai";

Result<void> import(Store& store, const std::string& path, const Recipe& recipe, const TimeZone& zone,
                    std::vector<ImportReport>& reports, const JobContext& job) {
    io::ImportRequest request;
    request.path = path;
    request.kind = recipe.kind;
    request.base = recipe;
    request.zone = zone;
    auto batch = io::readBatch(request, job);
    if (!batch) return batch.failure();
    auto report = store.append(*batch, ImportMode::Append, job);
    if (!report) return report.failure();
    reports.push_back(std::move(*report));
    return store.putRecipe(recipe);
}

Result<SampleReport> fill(Store& store, const SampleFiles& files, const JobContext& job) {
    const auto zone = TimeZone::named(kZone);
    if (!zone) return zone.failure();
    // the day after the story: a fixed clock makes equal projects
    const Instant storyEnd = zone->fromLocal(autostory::endSecond() * 1000);
    store.setClock([storyEnd] { return storyEnd; });
    SampleReport report;
    report.files = files;
    const std::pair<const std::string*, Recipe> steps[] = {{&files.customers, autostory::customersRecipe()},
                                                           {&files.events, autostory::eventsRecipe()},
                                                           {&files.survey, autostory::surveyRecipe()},
                                                           {&files.invitations, autostory::invitationsRecipe()},
                                                           {&files.metrics, autostory::metricsRecipe()}};
    for (const auto& [path, recipe] : steps)
        if (auto done = import(store, *path, recipe, *zone, report.imports, job); !done) return done.failure();
    if (auto done = store.putJourney(autostory::purchaseJourney()); !done) return done.failure();
    for (const Segment& segment : autostory::firstSegments())
        if (auto done = store.putSegment(segment); !done) return done.failure();
    return report;
}

} // namespace

Result<SampleReport> makeSample(const SampleParams& params, const std::string& projectPath, const std::string& filesDir,
                                const JobContext& job) {
    const std::filesystem::path project = pathFromUtf8(projectPath);
    std::error_code trouble;
    if (std::filesystem::exists(project, trouble)) return fail("project.exists", {projectPath});

    std::optional<QTemporaryDir> temporary;
    if (filesDir.empty()) temporary.emplace();
    if (temporary && !temporary->isValid()) return fail("session.cannot_write", {projectPath});
    auto files = writeSampleFiles(params, temporary ? temporary->path().toStdString() : filesDir, job);
    if (!files) return files.failure();

    NewProject settings;
    settings.timezone = kZone;
    auto store = Store::create(projectPath, settings);
    if (!store) return store.failure();
    auto report = fill(**store, *files, job);
    store->reset();
    if (!report) {
        std::filesystem::remove(project, trouble);
        return report.failure();
    }
    if (temporary)
        for (std::string* path : {&report->files.events, &report->files.survey, &report->files.customers,
                                  &report->files.metrics, &report->files.invitations, &report->files.truth})
            path->clear();
    return report;
}

} // namespace xo::session
