// Bytes a second that so many threads read together, in GB: the best of several passes over a block no cache holds.
//     bandwidth THREADS
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
    const std::size_t threads = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1;
    const std::size_t words = (std::size_t{256} << 20) / sizeof(std::uint64_t);
    std::vector<std::vector<std::uint64_t>> blocks(threads, std::vector<std::uint64_t>(words, 1));
    std::vector<std::uint64_t> sums(threads, 0);
    double best = 0;
    for (int pass = 0; pass < 7; ++pass) {
        const auto start = std::chrono::steady_clock::now();
        std::vector<std::thread> readers;
        for (std::size_t t = 0; t < threads; ++t)
            readers.emplace_back([&, t] {
                std::uint64_t sum = 0;
                for (const std::uint64_t word : blocks[t])
                    sum += word;
                sums[t] += sum;
            });
        for (std::thread& reader : readers)
            reader.join();
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        best = std::max(best, static_cast<double>(threads * words * sizeof(std::uint64_t)) / 1e9 / seconds);
    }
    std::printf("%.2f\n", sums[0] ? best : 0);
}
