// How long saving takes: see README.md.
#include "core/project/store.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

namespace {

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

[[noreturn]] void give(const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(1);
}

double median(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

} // namespace

// bench_save PROJECT FOLDER RUNS: prints a line of JSON.
int main(int argc, char** argv) {
    if (argc != 4) give("bench_save PROJECT FOLDER RUNS");
    const std::string project = argv[1], folder = argv[2];
    const std::string copies = folder + "/working", saved = folder + "/saved.xow";
    std::vector<double> copying, saving;
    for (int run = std::atoi(argv[3]); run > 0; --run) {
        auto opened = xo::Store::open(project, xo::Store::Access::ReadOnly);
        if (!opened) give("can't open " + project + ": " + opened.error().code);
        double before = now();
        auto copy = (*opened)->makeWorkingCopy(copies);
        if (!copy) give("no working copy: " + copy.error().code);
        copying.push_back(now() - before);
        if (auto put = (*copy)->putOption("bench", std::to_string(run)); !put) give("no edit: " + put.error().code);
        before = now();
        if (auto done = (*copy)->saveAs(saved); !done) give("not saved: " + done.error().code);
        saving.push_back(now() - before);
        xo::Store::discardWorkingCopy(std::move(*copy));
    }
    const auto bytes = std::filesystem::file_size(saved);
    std::filesystem::remove(saved);
    std::filesystem::remove_all(copies);
    if (saving.empty()) return 1;
    std::printf("{\"copy_s\": %.4f, \"save_s\": %.4f, \"bytes\": %llu}\n", median(copying), median(saving),
                static_cast<unsigned long long>(bytes));
    return 0;
}
