#include "core/analysis/score/exactsums.h"

#include "core/analysis/score/arranged.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace xo::analysis {

namespace {

constexpr std::size_t kMostCells = 1U << 16; // that every thread keeps sums of; above, one thread works alone

struct Own {
    std::int64_t aa = 0, am = 0, mm = 0, clusters = 0, customers = 0;
    void add(std::int64_t a, std::int64_t m, std::int64_t customer) {
        aa += a * a, am += a * m, mm += m * m;
        ++clusters;
        customers += customer;
    }
    void addTo(ClusterSums& out) const {
        out.aa += static_cast<double>(aa), out.am += static_cast<double>(am), out.mm += static_cast<double>(mm);
        out.clusters += clusters, out.customers += customers;
    }
};

struct Cross {
    std::int64_t ar = 0, ak = 0, mr = 0, mk = 0, customers = 0;
    void add(std::int64_t a, std::int64_t m, std::int64_t r, std::int64_t k, std::int64_t customer) {
        ar += a * r, ak += a * k, mr += m * r, mk += m * k;
        customers += customer;
    }
    void addTo(CrossSums& out) const {
        out.ar += static_cast<double>(ar), out.ak += static_cast<double>(ak);
        out.mr += static_cast<double>(mr), out.mk += static_cast<double>(mk);
        out.customers += customers;
    }
};

// Sums of customers none of whose cells holds two of their answers: an answer (x, 1) beside the rest of its customer
// (r, k) adds x·x, x·r … One cache line per cell.
struct alignas(64) Plain {
    std::int64_t n = 0, x = 0, xx = 0, r = 0, k = 0, xr = 0, xk = 0, both = 0;
};

// Sums over clusters that come one after the other; one of these per thread.
class Adder {
public:
    Adder(const ScoreFrame& frame, const ArrangedAnswers& answers, std::span<const double> values,
          std::span<const std::uint32_t> compared)
        : m_frame(frame), m_answers(answers), m_compared(compared), m_plain(frame.cells.count()),
          m_groups(frame.cells.count()), m_rest(frame.cells.count()),
          m_previous(compared.empty() ? 0 : frame.cells.count()), m_populations(frame.groups.populations()),
          m_slots(frame.cells.count()), m_places(frame.groups.populations()), m_touched(frame.cells.count()) {
        m_values.fill(kNotCounted);
        for (std::size_t v = 0; v < values.size(); ++v)
            m_values[v] = static_cast<std::int32_t>(values[v]);
        m_single = m_populations.size() == 1;
    }

    /// Positions begin … end, those of whole subjects (or of subject 0).
    void add(std::size_t begin, std::size_t end) {
        m_answers.selected ? addSelected(begin, end) : addAll(begin, end);
        close();
        m_subject = 0;
    }

    void addTo(CustomerSums& out) const {
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            const Plain& plain = m_plain[i];
            Own group = m_groups[i];
            group.aa += plain.xx, group.am += plain.x, group.mm += plain.n;
            group.clusters += plain.n, group.customers += plain.n;
            group.addTo(out.groups[i]);
            Cross rest = m_rest[i];
            rest.ar += plain.xr, rest.ak += plain.xk, rest.mr += plain.r, rest.mk += plain.k;
            rest.customers += plain.both;
            rest.addTo(out.versusRest[i]);
            if (!m_previous.empty()) m_previous[i].addTo(out.previous[i]);
        }
        for (std::size_t i = 0; i < m_populations.size(); ++i)
            m_populations[i].addTo(out.populations[i]);
        if (m_single) m_total.addTo(out.populations.front());
        m_total.addTo(out.total);
        out.repeats += m_repeats;
    }

private:
    static constexpr std::int32_t kNotCounted = INT32_MIN;
    static constexpr std::size_t kRun = 48; // answers of a customer that are looked at together
    struct Slot {
        std::uint64_t cluster = 0;
        std::int64_t a = 0, m = 0;
        std::uint32_t parts = 0;
    };

    void addAll(std::size_t begin, std::size_t end) {
        m_cells.resize(end - begin);
        m_answers.cells.cellsFrom(begin, m_cells);
        const std::uint8_t* const scores = m_answers.scores->data() + begin;
        const std::vector<std::uint64_t>& offsets = m_answers.index->offsets;
        auto next = std::upper_bound(offsets.begin(), offsets.end(), begin);
        for (std::size_t i = begin; i < end; ++next) {
            const std::size_t last = std::min<std::size_t>(end, static_cast<std::size_t>(*next));
            const auto subject = static_cast<std::uint32_t>(next - offsets.begin() - 1);
            if (subject != 0 && last - i <= kRun) {
                std::size_t count = 0;
                for (; i < last; ++i) {
                    const std::int32_t value = m_values[scores[i - begin]];
                    m_run[count] = {m_cells[i - begin], value};
                    count += value != kNotCounted ? 1 : 0;
                }
                addCustomer(subject, count);
                continue;
            }
            for (; i < last; ++i)
                if (const std::int32_t value = m_values[scores[i - begin]]; value != kNotCounted)
                    answer(subject, m_cells[i - begin], value);
        }
    }

    void addSelected(std::size_t begin, std::size_t end) {
        m_positions.clear();
        const auto& words = m_answers.selected->words();
        for (std::size_t w = begin / 64; w < (end + 63) / 64; ++w) {
            std::uint64_t word = words[w];
            if (w == begin / 64) word &= ~std::uint64_t{0} << (begin & 63);
            if (w == end / 64) word &= (std::uint64_t{1} << (end & 63)) - 1;
            for (; word != 0; word &= word - 1)
                m_positions.push_back(
                    static_cast<std::uint32_t>(w * 64 + static_cast<unsigned>(std::countr_zero(word))));
        }
        m_cells.resize(m_positions.size());
        m_answers.cells.cellsOf(m_positions, m_cells.data());
        const std::vector<std::uint32_t>& subjects = *m_frame.subjects;
        std::size_t count = 0;
        std::uint32_t current = 0;
        for (std::size_t i = 0; i < m_positions.size(); ++i) {
            const std::uint32_t position = m_positions[i];
            const std::int32_t value = m_values[(*m_answers.scores)[position]];
            if (value == kNotCounted) continue;
            const std::uint32_t subject = subjects[m_answers.index->rows[position]];
            if (subject != current) {
                addCustomer(current, count);
                current = subject;
                count = 0;
            }
            if (subject == 0 || count == kRun) {
                for (std::size_t k = 0; k < count; ++k)
                    answer(subject, m_run[k].cell, m_run[k].value);
                count = 0;
                answer(subject, m_cells[i], value);
                continue;
            }
            m_run[count++] = {m_cells[i], value};
        }
        addCustomer(current, count);
    }

    // A customer's answers, in m_run.
    void addCustomer(std::uint32_t subject, std::size_t count) {
        if (count == 0) return;
        if (subject == m_subject || !addPlain(count)) {
            for (std::size_t k = 0; k < count; ++k)
                answer(subject, m_run[k].cell, m_run[k].value);
            return;
        }
        ++m_repeats.customers;
        m_repeats.answers += static_cast<std::int64_t>(count);
        if (count > 1) ++m_repeats.repeating;
    }

    // False when two answers are of one cell, or of one of several populations, or it can't be told at a glance.
    bool addPlain(std::size_t count) {
        std::uint64_t cells = 0, populations = 0, shared = 0;
        std::int64_t a = 0;
        for (std::size_t k = 0; k < count; ++k) {
            const std::uint64_t cell = std::uint64_t{1} << (m_run[k].cell & 63U);
            shared |= cells & cell;
            cells |= cell;
            a += m_run[k].value;
            if (m_single) continue;
            const std::uint64_t population = std::uint64_t{1} << (populationOf(m_run[k].cell) & 63U);
            shared |= populations & population;
            populations |= population;
        }
        if (shared != 0) return false;
        const auto m = static_cast<std::int64_t>(count);
        m_total.add(a, m, 1);
        if (m_single) {
            const std::int64_t others = m - 1;
            for (std::size_t k = 0; k < count; ++k) {
                Plain& plain = m_plain[m_run[k].cell];
                const std::int64_t x = m_run[k].value, r = a - x;
                plain.n += 1, plain.x += x, plain.xx += x * x;
                plain.r += r, plain.k += others, plain.xr += x * r, plain.xk += x * others;
                plain.both += others > 0 ? 1 : 0;
            }
            return true;
        }
        for (std::size_t k = 0; k < count; ++k) {
            const std::uint32_t cell = m_run[k].cell;
            const std::int64_t x = m_run[k].value;
            Plain& plain = m_plain[cell];
            plain.n += 1, plain.x += x, plain.xx += x * x;
            m_populations[populationOf(cell)].add(x, 1, 1);
            if (m_previous.empty() || m_compared[cell] == kNoGroup) continue;
            if ((cells >> (m_compared[cell] & 63U) & 1U) == 0) continue;
            for (std::size_t j = 0; j < count; ++j)
                if (m_run[j].cell == m_compared[cell]) m_previous[cell].add(x, 1, m_run[j].value, 1, 1);
        }
        return true;
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
        m_repeats.customers += customer;
        m_repeats.answers += customer * m_count;
        if (m_count > 1) m_repeats.repeating += customer;
        if (m_cellCount == 1) {
            const Slot& slot = m_slots[m_touched[0]];
            m_groups[m_touched[0]].add(slot.a, slot.m, customer);
            if (!m_single) m_populations[m_frame.groups.population(m_touched[0])].add(slot.a, slot.m, customer);
            m_total.add(slot.a, slot.m, customer);
        } else {
            book(customer);
        }
        ++m_cluster;
        m_count = 0;
        m_cellCount = 0;
    }

    std::uint32_t populationOf(std::uint32_t cell) const { return m_single ? 0 : m_frame.groups.population(cell); }

    void book(std::int64_t customer) {
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
            Slot& place = m_places[populationOf(cell)];
            m_groups[cell].add(slot.a, slot.m, customer);
            if (place.parts > 1) m_rest[cell].add(slot.a, slot.m, place.a - slot.a, place.m - slot.m, customer);
            if (m_previous.empty() || m_compared[cell] == kNoGroup) continue;
            const Slot& other = m_slots[m_compared[cell]];
            if (other.cluster == m_cluster) m_previous[cell].add(slot.a, slot.m, other.a, other.m, customer);
        }
        for (std::size_t i = 0; i < m_cellCount; ++i) {
            Slot& place = m_places[populationOf(m_touched[i])];
            if (place.parts == 0 || m_single) continue;
            m_populations[populationOf(m_touched[i])].add(place.a, place.m, customer);
            place.parts = 0; // booked
        }
        m_total.add(a, m, customer);
    }

    const ScoreFrame& m_frame;
    const ArrangedAnswers& m_answers;
    std::span<const std::uint32_t> m_compared;
    std::array<std::int32_t, 256> m_values{};
    bool m_single = false; // one population: it is all
    struct Answer {
        std::uint32_t cell = 0;
        std::int32_t value = 0;
    };
    std::array<Answer, kRun + 1> m_run; // of the current customer
    std::vector<Plain> m_plain;
    std::vector<Own> m_groups;
    std::vector<Cross> m_rest, m_previous;
    std::vector<Own> m_populations;
    Own m_total;
    RepeatCount m_repeats;
    std::vector<Slot> m_slots;            // by cell: what the current cluster has there
    std::vector<Slot> m_places;           // by population
    std::vector<std::uint32_t> m_touched; // cells of the current cluster
    std::size_t m_cellCount = 0;
    std::uint64_t m_cluster = 1;
    std::uint32_t m_subject = 0;
    std::int64_t m_count = 0; // answers of the current cluster
    std::vector<std::uint32_t> m_cells, m_positions;
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

} // namespace

bool hasExactSums(const ScoreFrame& frame, std::span<const double> values) {
    return !frame.weight && !frame.groups.overlapping() && std::all_of(values.begin(), values.end(), [](double value) {
        return std::abs(value) <= 1000 && value == std::round(value);
    });
}

Result<CustomerSums> exactCustomerSums(const ScoreFrame& frame, std::span<const double> values,
                                       std::span<const std::uint32_t> comparedGroup, const JobContext& job) {
    auto answers = arranged(frame, job);
    if (!answers) return answers.failure();
    CustomerSums out;
    out.groups.resize(frame.groups.count());
    out.versusRest.resize(frame.groups.count());
    if (!comparedGroup.empty()) out.previous.resize(frame.groups.count());
    out.populations.resize(frame.groups.populations());

    const std::vector<std::size_t> cuts = bounds(*answers->index);
    JobContext allowed = job;
    if (frame.cells.count() > kMostCells) allowed.threads = 1;
    std::vector<std::unique_ptr<Adder>> adders(workerCount(cuts.size() - 1, allowed));
    forEachChunk(cuts.size() - 1, allowed, [&](std::size_t worker, std::size_t piece) {
        if (job.cancelled()) return;
        if (!adders[worker]) adders[worker] = std::make_unique<Adder>(frame, *answers, values, comparedGroup);
        adders[worker]->add(cuts[piece], cuts[piece + 1]);
    });
    if (job.cancelled()) return cancelled();
    for (const auto& adder : adders)
        if (adder) adder->addTo(out);
    return out;
}

} // namespace xo::analysis
