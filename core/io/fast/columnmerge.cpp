#include "core/io/fast/columnmerge.h"

#include <algorithm>

namespace xo::io {

ColumnMerge::ColumnMerge(const PieceSpec& spec, const std::shared_ptr<const Dictionary>& known)
    : m_spec(spec), m_dictionary(std::make_shared<Dictionary>()) {
    if (!known || known->size() == 1 || spec.guess.type != ValueType::Category || spec.naming == Naming::Text) return;
    m_counting = true;
    for (std::uint32_t code = 1; code < known->size(); ++code) {
        const std::string_view text = known->at(code);
        if (!spec.shape) {
            m_dictionary->add(text);
            continue;
        }
        m_dictionary->append(text);
        if (const auto number = spec.shape->number(text)) {
            if (*number < NumberCodes::kNear) m_numbers.expect(*number);
            m_numbers.slot(*number) = code;
        } else {
            m_odd.add(text);
            m_oddCodes.push_back(code);
        }
    }
}

// Only of columns that keep their texts elsewhere: those are told apart, not kept.
std::uint32_t ColumnMerge::fresh(std::string_view text) {
    if (m_spec.naming == Naming::Text) {
        ++m_distinct;
        return m_next++;
    }
    const std::uint32_t code = m_dictionary->append(text);
    if (!m_counting) ++m_distinct;
    return code;
}

void ColumnMerge::count(std::uint32_t code) {
    if (!m_counting || code == 0) return;
    if (code >= m_seen.size()) m_seen.resize(code + code / 4 + 1024);
    if (m_seen[code]) return;
    m_seen[code] = true;
    ++m_distinct;
}

ColumnMerge::Codes ColumnMerge::merge(PieceBuilder& piece) {
    m_tally.add(piece.tally());
    Codes out;
    if (m_spec.guess.type != ValueType::Category) return out;
    if (!m_spec.shape) {
        out.map.resize(piece.names.size());
        for (std::uint32_t code = 1; code < piece.names.size(); ++code) {
            const std::uint32_t before = m_dictionary->size();
            out.map[code] = m_dictionary->add(piece.names.at(code));
            if (!m_counting && m_dictionary->size() != before) ++m_distinct;
            count(out.map[code]);
        }
        return out;
    }
    m_numbers.expect(piece.largestNear);
    out.codes.resize(piece.numbers.size());
    std::size_t odd = 0;
    char buffer[32];
    constexpr std::size_t kAhead = 24;
    const std::size_t rows = piece.numbers.size();
    for (std::size_t row = 0; row < rows; ++row) {
        if (row + kAhead < rows) m_numbers.prefetch(piece.numbers[row + kAhead]);
        const std::uint64_t number = piece.numbers[row];
        std::uint32_t code = 0;
        if (number < PieceBuilder::kOdd) {
            std::uint32_t& slot = m_numbers.slot(number);
            if (slot == 0)
                slot = fresh(m_spec.naming == Naming::Text ? std::string_view() : m_spec.shape->name(number, buffer));
            code = slot;
        } else if (number == PieceBuilder::kOdd) {
            const std::string& text = piece.oddNames[odd++];
            const std::uint32_t known = m_odd.add(text);
            if (known == m_oddCodes.size()) m_oddCodes.push_back(fresh(text));
            code = m_oddCodes[known];
        }
        out.codes[row] = code;
        if (m_counting) count(code);
    }
    return out;
}

namespace {

template <class T>
CodeVector mapped(const std::vector<std::uint32_t>& codes, const std::vector<std::uint32_t>& map) {
    std::vector<T> out(codes.size());
    if (map.empty())
        for (std::size_t i = 0; i < codes.size(); ++i)
            out[i] = static_cast<T>(codes[i]);
    else
        for (std::size_t i = 0; i < codes.size(); ++i)
            out[i] = static_cast<T>(map[codes[i]]);
    return CodeVector(CodeVector::Storage(std::move(out)));
}

} // namespace

std::shared_ptr<const Column> categoryPiece(const ColumnGuess& guess, PieceBuilder& piece, ColumnMerge::Codes codes) {
    auto column = std::make_shared<Column>();
    column->info = infoOf(guess);
    const bool ready = codes.map.empty();
    const std::vector<std::uint32_t>& from = ready ? codes.codes : piece.codes;
    const std::vector<std::uint32_t>& values = ready ? codes.codes : codes.map;
    const std::uint32_t most = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
    column->rows = from.size();
    if (most <= 0xFF)
        column->codes = mapped<std::uint8_t>(from, codes.map);
    else if (most <= 0xFFFF)
        column->codes = mapped<std::uint16_t>(from, codes.map);
    else if (ready)
        column->codes = CodeVector(CodeVector::Storage(std::move(codes.codes)));
    else
        column->codes = mapped<std::uint32_t>(from, codes.map);
    addStates(*column, piece.odd);
    return column;
}

} // namespace xo::io
