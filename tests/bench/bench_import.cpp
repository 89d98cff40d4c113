// How long the window waits while an import is set up and stopped: see README.md.
#include "core/io/importer.h"
#include "core/io/preview.h"
#include "core/project/store.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

namespace {

double now() {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

[[noreturn]] void give(const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(1);
}

double median(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

// Every change of a setting parses the sample anew; those of the roles only guess anew.
void previews(const std::string& path) {
    const xo::JobContext job;
    double before = now();
    const auto opened = xo::io::PreviewSession::open(path, {}, job);
    if (!opened) give("can't open " + path + ": " + opened.error().code);
    const double opening = now() - before;
    xo::io::PreviewSession& session = **opened;
    struct Setting {
        const char* what;
        xo::io::ReadOptions options;
        xo::io::InspectHints hints;
    };
    std::vector<Setting> settings(6);
    settings[0].what = "as it is";
    settings[1].what = "delimiter semicolon";
    settings[1].options.delimiter = ";";
    settings[2].what = "two header rows";
    settings[2].options.headerRows = 2;
    settings[3].what = "encoding gb18030";
    settings[3].options.encoding = "gb18030";
    settings[4].what = "no quotes";
    settings[4].options.quote = "none";
    settings[5].what = "a column ignored";
    std::printf("%s, %.0f MB: opened in %.0f ms\n", path.c_str(), static_cast<double>(session.bytes()) / 1e6, opening);
    const auto first = session.preview({}, {}, job);
    if (!first) give("no preview: " + first.error().code);
    if (!first->inspection.columns.empty())
        settings[5].hints.setRoles = {first->inspection.columns.front().source + "=ignore"};
    for (const Setting& setting : settings) {
        std::vector<double> times;
        std::string refused;
        for (int run = 0; run < 5; ++run) {
            // another session, as settings tried before are remembered
            const auto fresh = xo::io::PreviewSession::open(path, {}, job);
            if (!fresh) give("can't open again");
            if (!(*fresh)->preview({}, {}, job)) give("no preview");
            before = now();
            const auto shown = (*fresh)->preview(setting.options, setting.hints, job);
            times.push_back(now() - before);
            if (!shown) refused = " (refused: " + shown.error().code + ")";
        }
        std::printf("  preview, %s: median %.0f ms, longest %.0f ms%s\n", setting.what, median(times),
                    *std::max_element(times.begin(), times.end()), refused.c_str());
    }
}

struct Stop {
    double wait = 0;           ///< ms from Cancel to the return
    std::uint64_t reports = 0; ///< of progress
    std::uint64_t done = 0, total = 0;
};

// Imports and cancels after `delay` ms.
Stop stopped(const std::string& path, const std::string& project, double delay, bool streamed) {
    std::error_code ignored;
    std::filesystem::remove(project, ignored);
    auto store = xo::Store::create(project);
    if (!store) give("can't create " + project);
    Stop stop;
    std::mutex mutex;
    xo::JobContext job;
    job.onProgress = [&](const xo::Progress& progress) {
        const std::lock_guard lock(mutex);
        ++stop.reports;
        stop.done = progress.done;
        stop.total = progress.total;
    };
    double asked = 0;
    std::thread canceller([&] {
        std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(delay));
        asked = now();
        job.cancel();
    });
    xo::io::ImportRequest request;
    request.path = path;
    request.kind = path.find("events") == std::string::npos ? xo::DatasetKind::Answers : xo::DatasetKind::Events;
    request.dataset = "data";
    std::string code;
    if (streamed) {
        const auto done = (*store)->appendPieces(
            "data", request.kind, xo::ImportMode::Append,
            [&](xo::BatchSink& sink) { return xo::io::streamBatch(request, sink, job); }, job);
        code = done ? "" : done.error().code;
    } else {
        const auto done = xo::io::readBatch(request, job);
        code = done ? "" : done.error().code;
    }
    const double ended = now();
    canceller.join();
    if (code != xo::kCancelled) give("it was over before, or failed: " + code);
    stop.wait = ended - asked;
    store->reset();
    std::filesystem::remove(project, ignored);
    return stop;
}

void cancels(const std::string& path, const std::string& folder) {
    for (const bool streamed : {true, false}) {
        std::vector<double> waits;
        Stop last;
        for (const double delay : {20.0, 100.0, 300.0, 600.0, 900.0, 1200.0}) {
            last = stopped(path, folder + "/bench_import.xow", delay, streamed);
            waits.push_back(last.wait);
        }
        std::printf(
            "%s, cancelled after 20 … 1200 ms: median %.0f ms, longest %.0f ms; %llu reports, %.0f of %.0f MB\n",
            streamed ? "written as it is read" : "read into memory", median(waits),
            *std::max_element(waits.begin(), waits.end()), static_cast<unsigned long long>(last.reports),
            static_cast<double>(last.done) / 1e6, static_cast<double>(last.total) / 1e6);
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) give("bench_import FOLDER FILE.csv …");
    for (int i = 2; i < argc; ++i) {
        previews(argv[i]);
        cancels(argv[i], argv[1]);
    }
    return 0;
}
