#include "core/analysis/score/exactsums.h"

#include "core/analysis/score/arranged.h"
#include "core/analysis/score/clusterbatch.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <utility>

namespace xo::analysis {

namespace {

constexpr std::size_t kMostCells = 1U << 16; // that every thread keeps sums of; above, one thread works alone
constexpr std::size_t kFew = 1U << 6;        // so few that the columns are waited for at the same time
constexpr std::size_t kSparse = 16;          // fewer than one row in so many selected: sorting them beats walking all

// An answer that the filter leaves: customer, cell and class in one number, sorted by customer.
constexpr unsigned kClassBits = 8, kCellBits = 24;
constexpr std::uint64_t keyOf(std::uint32_t subject, std::uint32_t cell, std::uint8_t score) {
    return std::uint64_t{subject} << (kClassBits + kCellBits) | std::uint64_t{cell} << kClassBits | score;
}
constexpr std::uint32_t subjectOf(std::uint64_t key) {
    return static_cast<std::uint32_t>(key >> (kClassBits + kCellBits));
}

// Sums over clusters that come one after the other; one of these per thread.
class Adder {
public:
    Adder(const ScoreFrame& frame, const ScoreClasses& classes, std::span<const std::uint32_t> compared)
        : m_classes(classes), m_batch(frame, classes, compared), m_slots(frame.cells.count()),
          m_places(frame.groups.populations()), m_touched(frame.cells.count()), m_at(ClusterBatch::kAnswers + 1) {
        m_many = frame.cells.count() > ClusterBatch::kMostCells;
    }

    /// Positions begin … end, those of whole subjects (or of subject 0).
    void add(const ArrangedAnswers& answers, std::size_t begin, std::size_t end) {
        const std::vector<std::uint64_t>& offsets = answers.index->offsets;
        auto next = std::upper_bound(offsets.begin(), offsets.end(), begin);
        for (std::size_t i = begin; i < end;) {
            // customers that a batch holds together
            const std::size_t most =
                std::min<std::size_t>(static_cast<std::size_t>(offsets.end() - next), ClusterBatch::kAnswers + 1);
            auto last = std::upper_bound(next, next + static_cast<std::ptrdiff_t>(most),
                                         std::min(end, i + ClusterBatch::kAnswers));
            const bool nobody = next == offsets.begin() + 1;
            if (m_many || nobody || last == next) {
                const std::size_t until = std::min<std::size_t>(end, static_cast<std::size_t>(*next));
                addOne(answers, static_cast<std::uint32_t>(next - offsets.begin() - 1), i, until);
                i = until;
                ++next;
                continue;
            }
            const auto until = static_cast<std::size_t>(*(last - 1));
            addBatch(answers, i, until, std::span(&*next, static_cast<std::size_t>(last - next)));
            i = until;
            next = last;
        }
    }

    /// Answers sorted by subject; all those of a subject.
    void add(std::span<const std::uint64_t> keys) {
        std::size_t count = 0;
        const auto flush = [&] {
            m_batch.count(m_ends);
            addLarge();
            m_ends.clear();
            count = 0;
        };
        for (std::size_t i = 0; i < keys.size();) {
            const std::uint32_t subject = subjectOf(keys[i]);
            std::size_t last = i + 1;
            while (last < keys.size() && subjectOf(keys[last]) == subject)
                ++last;
            if (subject == 0 || m_many || last - i > ClusterBatch::kAnswers) {
                for (; i < last; ++i)
                    answer(subject, cellOf(keys[i]), m_classes.value(scoreOf(keys[i])));
                close();
                continue;
            }
            if (count + (last - i) > ClusterBatch::kAnswers) flush();
            for (; i < last; ++i, ++count) {
                m_batch.cells()[count] = static_cast<std::uint16_t>(cellOf(keys[i]));
                m_batch.classes()[count] = scoreOf(keys[i]);
            }
            m_ends.push_back(static_cast<std::uint16_t>(count));
        }
        flush();
    }

    void addTo(CustomerSums& out) const { m_batch.addTo(out); }

private:
    struct Slot {
        std::uint64_t cluster = 0;
        std::int64_t a = 0, m = 0;
        std::uint32_t parts = 0;
    };

    static std::uint32_t cellOf(std::uint64_t key) {
        return static_cast<std::uint32_t>(key >> kClassBits) & ((1U << kCellBits) - 1);
    }
    static std::uint8_t scoreOf(std::uint64_t key) { return static_cast<std::uint8_t>(key); }

    // Customers whose answers end at `ends`, the first one's beginning at `begin`.
    void addBatch(const ArrangedAnswers& answers, std::size_t begin, std::size_t end,
                  std::span<const std::uint64_t> ends) {
        const std::size_t size = end - begin;
        // put together in place: what is written lies behind what is still to be read
        answers.cells.cellsFrom(begin, std::span(m_batch.cells(), size));
        const std::uint8_t* const scores = answers.scores->data() + begin;
        if (answers.selected) {
            const Bitmap& selected = *answers.selected;
            putTogether(scores, size, [&](std::size_t i) { return selected.test(begin + i); });
        } else {
            putTogether(scores, size, [](std::size_t) { return true; });
        }
        m_batch.count(ends, begin, m_at.data());
        addLarge();
    }

    template <class Wanted>
    void putTogether(const std::uint8_t* scores, std::size_t size, Wanted&& wanted) {
        std::uint16_t* const cells = m_batch.cells();
        std::uint8_t* const classes = m_batch.classes();
        const std::array<std::uint8_t, 256> classOf = m_classes.of; // nothing written can change a copy
        std::uint16_t* const at = m_at.data();
        std::size_t count = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::uint8_t score = classOf[scores[i]];
            const std::uint16_t cell = cells[i];
            at[i] = static_cast<std::uint16_t>(count);
            cells[count] = cell;
            classes[count] = score;
            count += unsigned{score != ScoreClasses::kNone} & unsigned{wanted(i)};
        }
        at[size] = static_cast<std::uint16_t>(count);
    }

    void addLarge() {
        for (const auto& [first, last] : m_batch.large()) {
            for (std::size_t i = first; i < last; ++i)
                answer(1, m_batch.cells()[i], m_classes.value(m_batch.classes()[i]));
            close();
        }
    }

    // A subject of many answers, or of none that a batch could number.
    void addOne(const ArrangedAnswers& answers, std::uint32_t subject, std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; at += ClusterBatch::kAnswers) {
            const std::size_t size = std::min(ClusterBatch::kAnswers, end - at);
            m_cells.resize(size);
            answers.cells.cellsFrom(at, std::span<std::uint32_t>(m_cells));
            for (std::size_t i = 0; i < size; ++i) {
                const std::uint8_t score = m_classes.of[(*answers.scores)[at + i]];
                if (score == ScoreClasses::kNone || (answers.selected && !answers.selected->test(at + i))) continue;
                answer(subject, m_cells[i], m_classes.value(score));
            }
        }
        close();
    }

    void answer(std::uint32_t subject, std::uint32_t cell, std::int64_t value) {
        if (subject != m_subject || subject == 0) {
            close();
            m_subject = subject;
        }
        ++m_count;
        Slot& slot = m_slots[cell];
        if (slot.cluster != m_cluster) {
            slot = {m_cluster, value, 1, 0};
            m_touched[m_cellCount++] = cell;
        } else {
            slot.a += value, ++slot.m;
        }
    }

    // Books the cluster that ends here.
    void close() {
        if (m_count == 0) return;
        const std::int64_t customer = m_subject != 0 ? 1 : 0;
        m_batch.repeats() += {customer, m_count > 1 ? customer : 0, customer * m_count};
        std::int64_t a = 0, m = 0;
        for (std::size_t i = 0; i < m_cellCount; ++i) {
            const Slot& slot = m_slots[m_touched[i]];
            a += slot.a, m += slot.m;
            Slot& place = m_places[populationOf(m_touched[i])];
            if (place.cluster != m_cluster) place = {m_cluster, 0, 0, 0};
            place.a += slot.a, place.m += slot.m, ++place.parts;
        }
        for (std::size_t i = 0; i < m_cellCount; ++i) {
            const std::uint32_t cell = m_touched[i];
            const Slot& slot = m_slots[cell];
            const Slot& place = m_places[populationOf(cell)];
            m_batch.group(cell).add(slot.a, slot.m, customer);
            if (place.parts > 1) m_batch.rest(cell).add(slot.a, slot.m, place.a - slot.a, place.m - slot.m, customer);
            const std::uint32_t compared = m_batch.comparedWith(cell);
            if (compared == kNoGroup) continue;
            const Slot& other = m_slots[compared];
            if (other.cluster == m_cluster) m_batch.previous(cell).add(slot.a, slot.m, other.a, other.m, customer);
        }
        for (std::size_t i = 0; i < m_cellCount; ++i) {
            Slot& place = m_places[populationOf(m_touched[i])];
            if (place.parts == 0 || m_batch.single()) continue;
            m_batch.population(populationOf(m_touched[i])).add(place.a, place.m, customer);
            place.parts = 0; // booked
        }
        m_batch.total().add(a, m, customer);
        ++m_cluster;
        m_subject = 0;
        m_count = 0;
        m_cellCount = 0;
    }

    std::uint32_t populationOf(std::uint32_t cell) const { return m_batch.populationOf(cell); }

    const ScoreClasses& m_classes;
    ClusterBatch m_batch;
    bool m_many = false;                  // more cells than a batch numbers
    std::vector<Slot> m_slots;            // by cell: what the current cluster has there
    std::vector<Slot> m_places;           // by population
    std::vector<std::uint32_t> m_touched; // cells of the current cluster
    std::size_t m_cellCount = 0;
    std::uint64_t m_cluster = 1;
    std::uint32_t m_subject = 0;
    std::int64_t m_count = 0; // answers of the current cluster
    std::vector<std::uint32_t> m_cells;
    std::vector<std::uint16_t> m_at;   // of a batch: counted answers before each
    std::vector<std::uint16_t> m_ends; // of its customers
};

// Where pieces of about kPieceRows positions end, cut between subjects; those of subject 0 are cut anywhere.
std::vector<std::size_t> bounds(const SubjectIndex& index) {
    std::vector<std::size_t> out{0};
    const std::size_t rows = index.rows.size();
    for (std::size_t target = kPieceRows; target < rows; target += kPieceRows) {
        std::size_t at = target;
        if (target > index.offsets[1])
            at = static_cast<std::size_t>(*std::lower_bound(index.offsets.begin(), index.offsets.end(), target));
        if (at > out.back() && at < rows) out.push_back(at);
    }
    out.push_back(rows);
    return out;
}

// Sorts by subject, 11 bits at a time; what is in a subject may come in any order.
void sortBySubject(std::vector<std::uint64_t>& keys, std::size_t subjects) {
    constexpr unsigned kBits = 11;
    std::vector<std::uint64_t> other(keys.size());
    for (unsigned shift = 0; subjects >> shift != 0; shift += kBits) {
        std::array<std::size_t, 1U << kBits> places{};
        const auto digit = [shift](std::uint64_t key) { return subjectOf(key) >> shift & ((1U << kBits) - 1); };
        for (const std::uint64_t key : keys)
            ++places[digit(key)];
        std::size_t at = 0;
        for (std::size_t& place : places)
            at += std::exchange(place, at);
        for (const std::uint64_t key : keys)
            other[places[digit(key)]++] = key;
        keys.swap(other);
    }
}

// The selected answers of a frame that counts few: found, sorted by customer, and summed up, nothing arranged.
Result<void> addSparse(const ScoreFrame& frame, const Bitmap& wanted, const ScoreClasses& classes,
                       std::span<const std::uint32_t> compared, const JobContext& job, CustomerSums& out) {
    const std::size_t subjects = frame.workspace->subjectCount();
    const std::size_t workers = workerCount((frame.rows() + kPieceRows - 1) / kPieceRows, job);
    std::vector<std::vector<std::uint64_t>> found(workers * workers); // by who found them, and whose they are
    std::vector<std::vector<std::uint32_t>> rows(workers);
    const bool done = forEachPiece(frame.rows(), job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
        std::vector<std::uint32_t>& chosen = rows[worker];
        chosen.clear();
        for (std::size_t w = begin / 64; w < (end + 63) / 64; ++w)
            for (std::uint64_t word = wanted.words()[w]; word != 0; word &= word - 1)
                chosen.push_back(static_cast<std::uint32_t>(w * 64 + static_cast<unsigned>(std::countr_zero(word))));
        std::array<std::uint32_t, kFew> cells;
        for (std::size_t at = 0; at < chosen.size(); at += kFew) {
            const auto few = std::span<const std::uint32_t>(chosen).subspan(at, std::min(kFew, chosen.size() - at));
            frame.cells.cellsOf(few, cells.data());
            for (std::size_t i = 0; i < few.size(); ++i) {
                const std::uint8_t score = classes.of[frame.answers->scores[few[i]]];
                const std::uint32_t subject = (*frame.subjects)[few[i]];
                if (score == ScoreClasses::kNone) continue;
                found[worker * workers + subject * workers / subjects].push_back(keyOf(subject, cells[i], score));
            }
        }
    });
    if (!done) return cancelled();
    std::vector<std::unique_ptr<Adder>> adders(workers);
    forEachChunk(workers, job, [&](std::size_t, std::size_t part) {
        std::vector<std::uint64_t> keys;
        for (std::size_t worker = 0; worker < workers; ++worker) {
            const auto& own = found[worker * workers + part];
            keys.insert(keys.end(), own.begin(), own.end());
        }
        sortBySubject(keys, subjects);
        adders[part] = std::make_unique<Adder>(frame, classes, compared);
        if (!job.cancelled()) adders[part]->add(keys);
    });
    if (job.cancelled()) return cancelled();
    for (const auto& adder : adders)
        adder->addTo(out);
    return {};
}

} // namespace

bool hasExactSums(const ScoreFrame& frame, std::span<const double> values) {
    return !frame.weight && !frame.groups.overlapping() && ScoreClasses::from(values);
}

Result<CustomerSums> exactCustomerSums(const ScoreFrame& frame, std::span<const double> values,
                                       std::span<const std::uint32_t> comparedGroup, const JobContext& job) {
    const auto classes = ScoreClasses::from(values);
    CustomerSums out;
    out.groups.resize(frame.groups.count());
    out.versusRest.resize(frame.groups.count());
    if (!comparedGroup.empty()) out.previous.resize(frame.groups.count());
    out.populations.resize(frame.groups.populations());

    JobContext allowed = job;
    if (frame.cells.count() > kMostCells) allowed.threads = 1;
    if (frame.selected && frame.cells.count() < std::size_t{1} << kCellBits) {
        Bitmap wanted = *frame.selected;
        if (frame.superseded) wanted.subtract(*frame.superseded);
        if (wanted.count() < frame.rows() / kSparse) {
            if (auto added = addSparse(frame, wanted, *classes, comparedGroup, allowed, out); !added)
                return added.failure();
            return out;
        }
    }
    auto answers = arranged(frame, job);
    if (!answers) return answers.failure();
    const std::vector<std::size_t> cuts = bounds(*answers->index);
    std::vector<std::unique_ptr<Adder>> adders(workerCount(cuts.size() - 1, allowed));
    forEachChunk(cuts.size() - 1, allowed, [&](std::size_t worker, std::size_t piece) {
        if (job.cancelled()) return;
        if (!adders[worker]) adders[worker] = std::make_unique<Adder>(frame, *classes, comparedGroup);
        adders[worker]->add(*answers, cuts[piece], cuts[piece + 1]);
    });
    if (job.cancelled()) return cancelled();
    for (const auto& adder : adders)
        if (adder) adder->addTo(out);
    return out;
}

} // namespace xo::analysis
