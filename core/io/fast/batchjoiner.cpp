#include "core/io/fast/batchjoiner.h"

namespace xo::io {

namespace {

struct Whole : BatchSink::Piece {
    std::shared_ptr<const Column> rows;
};

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

} // namespace

Result<bool> BatchJoiner::begin(const std::vector<ColumnInfo>& columns) {
    m_columns = std::vector<Joined>(columns.size());
    return true;
}

std::unique_ptr<BatchSink::Piece> BatchJoiner::prepare(std::size_t, std::shared_ptr<const Column> rows) {
    auto piece = std::make_unique<Whole>();
    piece->rows = std::move(rows);
    return piece;
}

Result<void> BatchJoiner::write(std::size_t column, std::unique_ptr<Piece> given) {
    const Column& piece = *static_cast<Whole&>(*given).rows;
    Column& whole = m_columns[column].column;
    if (piece.info.type == ValueType::Category)
        piece.codes.visit([&](const auto& codes) {
            m_columns[column].codes.insert(m_columns[column].codes.end(), codes.begin(), codes.end());
        });
    append(whole.scores, piece.scores);
    append(whole.numbers, piece.numbers);
    append(whole.times, piece.times);
    const std::uint64_t base = whole.texts.bytes.size();
    if (piece.texts.size()) {
        whole.texts.bytes += piece.texts.bytes;
        for (std::size_t row = 1; row < piece.texts.offsets.size(); ++row)
            whole.texts.offsets.push_back(base + piece.texts.offsets[row]);
    }
    if (!piece.states.empty() || !whole.states.empty()) {
        // states begin with the first piece that has any: earlier cells are told apart at the end
        constexpr auto kUnknown = static_cast<std::uint8_t>(0xFF);
        whole.states.resize(whole.rows, kUnknown);
        if (piece.states.empty())
            whole.states.resize(whole.rows + piece.rows, kUnknown);
        else
            append(whole.states, piece.states);
    }
    whole.rows += piece.rows;
    return {};
}

Result<bool> BatchJoiner::restart(std::size_t column, const ColumnInfo&) {
    m_columns[column] = Joined();
    return true;
}

std::shared_ptr<const Column> BatchJoiner::finish(std::size_t index, const ColumnInfo& info,
                                                  std::shared_ptr<const Dictionary> dictionary) {
    auto column = std::make_shared<Column>(std::move(m_columns[index].column));
    column->info = info;
    if (info.type == ValueType::Category) {
        column->codes = CodeVector::from(m_columns[index].codes, dictionary->size());
        column->dictionary = std::move(dictionary);
    }
    m_columns[index] = Joined();
    // a text cell is valid by its states once there are any: they come last
    std::vector<std::uint8_t> states = std::move(column->states);
    column->states.clear();
    for (std::size_t row = 0; row < states.size(); ++row)
        if (states[row] == 0xFF)
            states[row] = static_cast<std::uint8_t>(column->isValid(row) ? CellState::Valid : CellState::Blank);
    column->states = std::move(states);
    return column;
}

} // namespace xo::io
