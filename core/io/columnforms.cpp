#include "core/io/columnforms.h"

#include "core/base/text.h"
#include "core/io/headerwords.h"
#include "core/io/multichoice.h"
#include "core/io/values.h"
#include "core/io/wordscale.h"

#include <algorithm>
#include <map>

namespace xo::io {

namespace {

/// A multi-choice question that could be folded.
struct Fold {
    std::string name;
    SetForm form;
    Why why;
    const RecipeColumn* recipe = nullptr;
};

// The option in a header of the recipe's that the layout did not take apart: behind the last mark, else the whole.
std::string optionOf(const std::string& header) {
    for (const std::string_view mark : {" - ", "：", ": ", ":", "|"})
        if (const std::size_t at = header.rfind(mark); at != std::string::npos && at + mark.size() < header.size())
            return std::string(trimmed(std::string_view(header).substr(at + mark.size())));
    const std::size_t open = header.rfind('(');
    if (open != std::string::npos && header.ends_with(")")) return header.substr(open + 1, header.size() - open - 2);
    return header;
}

// Flags have few values; a column whose cells say its own option holds one.
bool holdsOwnText(const Profile& profile, const std::string& option) {
    return profile.distinct.contains(option);
}

std::vector<Fold> recipeFolds(const Recipe& recipe, const Plan& plan) {
    std::vector<Fold> folds;
    for (const RecipeColumn& column : recipe.columns) {
        if (column.parts.empty()) continue;
        Fold fold;
        fold.name = column.name.empty() ? column.source : column.name;
        fold.recipe = &column;
        fold.why = {"stated by the recipe", "由导入配方指定"};
        std::vector<std::size_t> parts;
        for (std::size_t c = 0; c < plan.columns.size(); ++c)
            if (std::find(column.parts.begin(), column.parts.end(), plan.layout.names[c]) != column.parts.end())
                parts.push_back(c);
        // a group of the file that holds them brings its new options along
        for (const OptionGroup& group : plan.layout.groups)
            if (std::any_of(parts.begin(), parts.end(), [&](std::size_t c) {
                    return std::find(group.columns.begin(), group.columns.end(), c) != group.columns.end();
                })) {
                fold.form.ownText = group.ownText;
                for (std::size_t i = 0; i < group.columns.size(); ++i) {
                    fold.form.columns.push_back(group.columns[i]);
                    fold.form.options.push_back(group.options[i]);
                }
            }
        for (const std::size_t c : parts)
            if (std::find(fold.form.columns.begin(), fold.form.columns.end(), c) == fold.form.columns.end()) {
                fold.form.columns.push_back(c);
                fold.form.options.push_back(optionOf(plan.layout.sources[c]));
                fold.form.ownText =
                    fold.form.ownText || holdsOwnText(plan.columns[c].profile, fold.form.options.back());
            }
        if (!fold.form.columns.empty()) folds.push_back(std::move(fold));
    }
    return folds;
}

std::vector<Fold> statedFolds(const std::vector<SourceColumn>& stated, const Plan& plan) {
    std::vector<Fold> folds;
    std::map<std::string, std::size_t> byName;
    for (std::size_t c = 0; c < stated.size() && c < plan.columns.size(); ++c) {
        const SourceColumn& column = stated[c];
        if (column.set.empty()) continue;
        const auto [at, fresh] = byName.emplace(column.set, folds.size());
        if (fresh) {
            Fold& fold = folds.emplace_back();
            fold.name = !column.setLabel.empty() ? column.setLabel : column.set;
            fold.why = {"a multiple-response set of the file", "文件中定义的多选题"};
        }
        Fold& fold = folds[at->second];
        fold.form.columns.push_back(c);
        fold.form.options.push_back(column.label.empty() ? plan.layout.names[c] : column.label);
        fold.form.counted = column.setCounted;
        fold.form.ownText = column.setCounted.empty();
        if (column.setCounted.empty())
            for (const ValueLabel& label : column.valueLabels)
                if (std::find(fold.form.codes.begin(), fold.form.codes.end(), label) == fold.form.codes.end())
                    fold.form.codes.push_back(label);
    }
    return folds;
}

void describe(const Sample& sample, const Layout& layout, ColumnGuess& guess) {
    std::size_t rows = 0, blank = 0;
    guess.examples.clear();
    for (const SampleRow& row : sample.rows) {
        if (!layout.isData(row.line)) continue;
        ++rows;
        std::vector<std::string_view> cells;
        for (const std::size_t c : guess.set.columns)
            cells.push_back(c < row.cells.size() ? std::string_view(row.cells[c]) : std::string_view());
        std::string text = setText(guess.set, cells);
        if (text.empty()) ++blank;
        std::string shown;
        for (const char c : text)
            shown += c == kOptionMark ? std::string("; ") : std::string(1, c);
        if (!shown.empty() && guess.examples.size() < 5 &&
            std::find(guess.examples.begin(), guess.examples.end(), clipped(shown)) == guess.examples.end())
            guess.examples.push_back(clipped(shown));
    }
    guess.nullShare = rows ? static_cast<double>(blank) / static_cast<double>(rows) : 0.0;
}

std::string uniqueName(const Plan& plan, const std::string& wanted, std::size_t own) {
    std::string name = wanted;
    const auto taken = [&] {
        for (std::size_t c = 0; c < plan.columns.size(); ++c)
            if (c != own && plan.columns[c].guess.name == name) return true;
        return false;
    };
    for (int n = 2; taken(); ++n)
        name = wanted + "_" + std::to_string(n);
    return name;
}

} // namespace

void applyStated(const Sample& sample, const std::vector<SourceColumn>& stated, Plan& plan) {
    if (stated.size() != plan.columns.size()) return;
    for (std::size_t c = 0; c < stated.size(); ++c) {
        const SourceColumn& column = stated[c];
        Candidate& candidate = plan.columns[c];
        ColumnGuess& guess = candidate.guess;
        if (guess.label.empty()) guess.label = column.label;
        if (!column.notApplicable.empty()) {
            candidate.profile = profileColumn(sample, plan.layout, c, column.notApplicable);
            guess.notApplicable = column.notApplicable;
            guess.type = typeOf(candidate.profile);
        }
        for (const ValueLabel& label : column.valueLabels)
            if (!label.label.empty() && std::find(column.notApplicable.begin(), column.notApplicable.end(),
                                                  label.value) == column.notApplicable.end())
                guess.valueLabels.push_back(label);
        candidate.nominal = column.measure == "nominal";
        if (!column.type) continue;
        // a column of texts stays one though its cells look like numbers
        const bool text = *column.type == ValueType::Text || *column.type == ValueType::Category;
        if (text && guess.type != ValueType::Text && guess.type != ValueType::Category && guess.valueLabels.empty()) {
            guess.type = ValueType::Category;
            candidate.typeGiven = !candidate.profile.isTime();
            if (candidate.profile.isTime()) guess.type = typeOf(candidate.profile);
        }
        if (candidate.profile.values() == 0) guess.type = *column.type;
    }
}

void foldOptionColumns(const Sample& sample, const std::vector<SourceColumn>& stated, const Recipe& recipe,
                       const std::vector<bool>& claimed, Plan& plan) {
    std::vector<Fold> folds = recipeFolds(recipe, plan);
    if (stated.size() == plan.columns.size())
        for (Fold& fold : statedFolds(stated, plan))
            folds.push_back(std::move(fold));
    for (const OptionGroup& group : plan.layout.groups) {
        Fold& fold = folds.emplace_back();
        fold.name = group.question;
        fold.form.columns = group.columns;
        fold.form.options = group.options;
        fold.form.ownText = group.ownText;
        fold.why = group.why;
    }
    std::vector<bool> taken(plan.columns.size());
    for (Fold& fold : folds) {
        if (fold.form.columns.size() < 2 && !fold.recipe) continue;
        const bool free = std::none_of(fold.form.columns.begin(), fold.form.columns.end(),
                                       [&](std::size_t c) { return taken[c] || (claimed[c] && !fold.recipe); });
        if (!free) continue;
        const std::size_t first = *std::min_element(fold.form.columns.begin(), fold.form.columns.end());
        Candidate& column = plan.columns[first];
        ColumnGuess& guess = column.guess;
        const std::string name = uniqueName(plan, fold.name, first);
        for (const std::size_t c : fold.form.columns) {
            taken[c] = true;
            plan.columns[c].guess.valueLabels.clear();
            plan.columns[c].guess.notApplicable.clear();
            plan.columns[c].guess.form = {};
            if (c == first) continue;
            plan.columns[c].guess.foldedInto = name;
            plan.columns[c].guess.type = ValueType::Category;
            plan.columns[c].guess.roleWhy = {"an option of “" + name + "”", "“" + name + "”的一个选项"};
        }
        guess.name = name;
        guess.label.clear();
        guess.type = ValueType::Set;
        guess.set = std::move(fold.form);
        guess.roleWhy = fold.why;
        column.typeGiven = true;
        describe(sample, plan.layout, guess);
    }
}

void decideForm(Candidate& column) {
    ColumnGuess& guess = column.guess;
    const Profile& profile = column.profile;
    if (guess.type == ValueType::Set || !guess.foldedInto.empty()) return;
    const HeaderWords header(guess.source, guess.label);
    if (!column.typeGiven && guess.valueLabels.empty()) {
        if (guess.type == ValueType::Category || guess.type == ValueType::Text) {
            if (auto form = findSetForm(profile)) {
                const RoleKind role = guess.role.kind;
                const bool fits = !guess.given || role == RoleKind::Reason || role == RoleKind::Dimension;
                if (fits) {
                    guess.type = ValueType::Set;
                    guess.set = std::move(*form);
                    return;
                }
            }
        }
        const CellForm::Clock clock = profile.clock();
        const bool named = guess.given && guess.role.kind == RoleKind::Time;
        const bool serial = clock == CellForm::Clock::ExcelDays;
        static const std::vector<std::string_view> dateWords = {"date", "datetime", "timestamp", "日期", "时间", "day"};
        static const std::vector<std::string_view> timeWords = {
            "date",  "datetime", "timestamp", "time", "at",   "created", "submitted", "updated", "ts",
            "epoch", "ms",       "start",     "end",  "日期", "时间",    "时间戳",    "started", "ended"};
        static const std::vector<std::string_view> spanWords = {"时长", "用时",    "耗时",    "等待",  "duration",
                                                                "wait", "waiting", "elapsed", "spent", "taken"};
        const auto word = header.any(serial ? dateWords : timeWords);
        const bool free = !guess.given || guess.role.kind == RoleKind::Dimension;
        if (clock != CellForm::Clock::Calendar && profile.compactDates == 0 &&
            (named || (free && !word.empty() && !header.has(spanWords)))) {
            guess.form = {};
            guess.form.clock = clock;
            guess.type = serial && profile.integers == profile.numbers ? ValueType::Date : ValueType::DateTime;
            const std::string from = formatNumber(profile.low), to = formatNumber(profile.high);
            const std::string english = serial                                   ? "day numbers of a workbook"
                                        : clock == CellForm::Clock::EpochSeconds ? "seconds since 1970 (UTC)"
                                                                                 : "milliseconds since 1970 (UTC)";
            const std::string chinese = serial                                   ? "表格软件的日期序号"
                                        : clock == CellForm::Clock::EpochSeconds ? "1970 年以来的秒数（UTC）"
                                                                                 : "1970 年以来的毫秒数（UTC）";
            guess.notes.push_back({"the numbers " + from + " … " + to + " are read as " + english,
                                   "数字 " + from + " … " + to + " 按" + chinese + "读取"});
        }
    }
    if (guess.type == ValueType::Integer || guess.type == ValueType::Number) {
        if (guess.form.decimalComma)
            guess.notes.push_back(
                {"the comma is the decimal mark: no cell says otherwise", "逗号是小数点：没有相反的单元格"});
        else if (profile.marks.open > 0 && profile.marks.point == 0 && profile.marks.comma == 0)
            guess.notes.push_back(
                {"“" + profile.marks.example + "” could also be a decimal comma; commas are read as parting thousands",
                 "“" + profile.marks.example + "”也可能是小数逗号；按千分位读取"});
    }
}

void askOrder(Candidate& column) {
    ColumnGuess& guess = column.guess;
    const RoleKind role = guess.role.kind;
    if (column.profile.openDates == 0 || guess.dateOrder != DateOrder::Ambiguous || role == RoleKind::Ignore) return;
    const bool dates = guess.type == ValueType::Date || guess.type == ValueType::DateTime;
    const bool likeDates = column.profile.isTime() && !column.typeGiven && role == RoleKind::Dimension &&
                           guess.type == ValueType::Category;
    if (!dates && !likeDates) return;
    const std::string stated = guess.name + (role == RoleKind::Time ? "=time:" : "=date:");
    guess.question =
        Why{"does the day or the month come first? Say " + stated + "dmy or " + stated + "mdy" +
                (dates ? "" : "; until then its cells are texts"),
            "日在前还是月在前？请指定 " + stated + "dmy 或 " + stated + "mdy" + (dates ? "" : "；在此之前按文本保存")};
}

void concludeScores(Candidate& column) {
    ColumnGuess& guess = column.guess;
    const Role& role = guess.role;
    if (!role.isScore()) return;
    if (guess.valueLabels.empty()) {
        std::map<int, std::map<std::string, std::size_t>> labels;
        for (const auto& [text, count] : column.profile.distinct)
            if (const auto labelled = labelledScore(text); labelled && !labelled->label.empty() &&
                                                           labelled->score >= role.scaleLow &&
                                                           labelled->score <= role.scaleHigh)
                labels[labelled->score][labelled->label] += count;
        for (const auto& [score, words] : labels) {
            const auto most = std::max_element(words.begin(), words.end(),
                                               [](const auto& a, const auto& b) { return a.second < b.second; });
            guess.valueLabels.push_back({std::to_string(score), most->first});
        }
    }
    // the words of the codes may tell which pole is the best
    std::unordered_map<std::string, std::size_t> words;
    for (const ValueLabel& label : guess.valueLabels)
        words.emplace(label.label, 1);
    bool poleKnown = false;
    if (const auto scale = findWordScale(words); scale && guess.valueLabels.size() >= 3) {
        double rises = 0, falls = 0;
        for (std::size_t i = 0; i < guess.valueLabels.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) {
                const auto point = [&](std::size_t at) {
                    for (const ValueLabel& word : scale->words)
                        if (word.label == guess.valueLabels[at].label) return parseNumber(word.value).value_or(0);
                    return 0.0;
                };
                const auto a = parseNumber(guess.valueLabels[i].value), b = parseNumber(guess.valueLabels[j].value);
                if (!a || !b || point(i) == point(j)) continue;
                ++((*a > *b) == (point(i) > point(j)) ? rises : falls);
            }
        poleKnown = rises + falls > 0;
        if (poleKnown && !guess.given) guess.role.lowIsBest = falls > rises;
    }
    if (role.kind == RoleKind::Ces && !guess.given && !poleKnown) {
        const std::string low = std::to_string(role.scaleLow), high = std::to_string(role.scaleHigh);
        const std::string set = guess.name + "=ces:" + low + "-" + high;
        guess.question = Why{"is " + low + " easy or hard? " + high + " is taken as the best answer; if " + low +
                                 " is easy, say " + set + ",best=low",
                             low + " 表示轻松还是费力？现按 " + high + " 最好处理；若 " + low + " 表示轻松，请指定 " +
                                 set + ",best=low"};
    }
    const std::size_t scores = column.profile.numbers + column.profile.leadingIntegers;
    if (role.kind == RoleKind::Nps && guess.given && scores >= 10 && column.profile.integersWithin(1, 5, 1.0))
        guess.notes.push_back(
            {"its values are 1–5: an NPS is asked on 0–10, so nobody can be a promoter here; loyalty:1-5 "
             "fits",
             "值为 1–5：NPS 的量表是 0–10，这样不会有推荐者；适合用 loyalty:1-5"});
}

} // namespace xo::io
