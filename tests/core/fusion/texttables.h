#pragma once

#include "core/base/text.h"
#include "core/columnar/workspace.h"

#include <limits>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace xo::testing {

/// Builds a workspace from tables written as text: one row a line, cells apart by blanks, "-" = blank.
class TextTables {
public:
    explicit TextTables(const std::string& zone = "Asia/Shanghai") { m_workspace->zone = *TimeZone::named(zone); }

    /// `columns`: "who=customer order=link at=time:day stage=stage store=dimension score=nps wait=metric:h";
    /// at=time reads date-times, at=time:day dates.
    TextTables& table(const std::string& name, DatasetKind kind, const std::string& columns, const std::string& rows) {
        std::vector<std::vector<std::string>> cells;
        std::istringstream lines(rows);
        for (std::string line; std::getline(lines, line);)
            if (auto row = tokens(line); !row.empty()) cells.push_back(row);
        std::vector<std::shared_ptr<const Column>> built;
        for (const std::string& column : tokens(columns)) {
            const std::size_t equals = column.find('=');
            std::vector<std::string> texts;
            for (const auto& row : cells)
                texts.push_back(row.at(built.size()) == "-" ? std::string() : row.at(built.size()));
            built.push_back(make(column.substr(0, equals), column.substr(equals + 1), texts));
        }
        m_tables.push_back({name, kind, built});
        return *this;
    }
    std::shared_ptr<Workspace> build() {
        m_workspace->customers = m_customers;
        m_workspace->links = m_links;
        for (const auto& [name, kind, columns] : m_tables)
            m_workspace->tables.push_back(Table::fromColumns(name, kind, columns));
        return m_workspace;
    }

private:
    struct Built {
        std::string name;
        DatasetKind kind;
        std::vector<std::shared_ptr<const Column>> columns;
    };
    static std::vector<std::string> tokens(const std::string& line) {
        std::istringstream in(line);
        std::vector<std::string> out;
        for (std::string token; in >> token;)
            out.push_back(token);
        return out;
    }
    std::shared_ptr<const Column> make(const std::string& name, const std::string& role,
                                       const std::vector<std::string>& texts) {
        auto column = std::make_shared<Column>();
        const bool day = role == "time:day";
        column->info.name = name;
        column->info.role = *Role::parse(day ? "time" : role);
        column->rows = texts.size();
        switch (column->info.role.kind) {
        case RoleKind::Time:
            column->info.type = day ? ValueType::Date : ValueType::DateTime;
            for (const std::string& text : texts)
                column->times.push_back(text.empty() ? kNoTime : m_workspace->zone.fromParsed(*parseTime(text)));
            break;
        case RoleKind::Metric:
        case RoleKind::Amount:
            column->info.type = ValueType::Number;
            for (const std::string& text : texts)
                column->numbers.push_back(text.empty() ? std::numeric_limits<double>::quiet_NaN() : *parseNumber(text));
            break;
        default:
            if (column->info.role.isScore()) {
                column->info.type = ValueType::Score;
                for (const std::string& text : texts)
                    column->scores.push_back(
                        text.empty() ? scoreByte(CellState::Blank)
                                     : static_cast<std::uint8_t>(std::stoi(text) - column->info.role.scaleLow));
                break;
            }
            column->info.type = ValueType::Category;
            const bool customer = column->info.role.kind == RoleKind::Customer;
            const bool link = column->info.role.kind == RoleKind::Link;
            auto dictionary = customer ? m_customers : link ? m_links : std::make_shared<Dictionary>();
            std::vector<std::uint32_t> codes;
            for (const std::string& text : texts)
                codes.push_back(text.empty() ? 0 : dictionary->add(text));
            column->codes = CodeVector(codes);
            column->dictionary = dictionary;
        }
        return column;
    }

    std::shared_ptr<Workspace> m_workspace = std::make_shared<Workspace>();
    std::shared_ptr<Dictionary> m_customers = std::make_shared<Dictionary>();
    std::shared_ptr<Dictionary> m_links = std::make_shared<Dictionary>();
    std::vector<Built> m_tables;
};

} // namespace xo::testing
