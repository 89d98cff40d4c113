#include "core/base/text.h"
#include "core/io/importer.h"
#include "core/io/totals.h"
#include "core/io/values.h"
#include "ui/import/importfiles.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/pieces.h"

#include <QFileInfo>

namespace xo::ui {

namespace {

/// One question for dates of the same columns' order; several columns are answered together.
ImportQuestion dateQuestion(const std::vector<const io::ColumnGuess*>& columns) {
    ImportQuestion question;
    QStringList examples, shown;
    bool clock = true;
    for (const io::ColumnGuess* column : columns) {
        question.columns << QString::fromStdString(column->name);
        if (shown.size() < 4) shown << question.columns.back();
        for (const std::string& example : column->examples)
            if (examples.size() < 2) examples << QString::fromStdString(example);
        clock = clock && column->type == ValueType::DateTime;
    }
    const auto more = question.columns.size() - shown.size();
    if (question.columns.size() == 1) {
        question.id = QStringLiteral("date/") + question.columns.front();
        question.text = ImportFile::tr("%1: is %2 written day first or month first?")
                            .arg(question.columns.front(), examples.join(QStringLiteral(", ")));
    } else {
        question.id = QStringLiteral("dates");
        question.text = ImportFile::tr("%1: are their dates (%2) written day first or month first?")
                            .arg(more > 0 ? ImportFile::tr("%1 and %2 more columns")
                                                .arg(shown.join(QStringLiteral(", ")), counted(quint64(more)))
                                          : shown.join(QStringLiteral(", ")),
                                 examples.join(QStringLiteral(", ")));
    }
    // dates with a time of day become times all the same
    const QString type = clock ? QStringLiteral("datetime") : QStringLiteral("date");
    question.values << type + QStringLiteral(":dmy") << type + QStringLiteral(":mdy") << QStringLiteral("text");
    question.labels << ImportFile::tr("day first (5 March = 5/3)") << ImportFile::tr("month first (5 March = 3/5)")
                    << ImportFile::tr("keep as text");
    return question;
}

/// Columns with dates that could be either. Those of one answer, or none yet, are one question.
QList<ImportQuestion> dateQuestions(const ImportFile& file) {
    std::vector<const io::ColumnGuess*> asked;
    QStringList answers;
    for (const io::ColumnGuess& column : file.preview->inspection.columns) {
        const QString name = QString::fromStdString(column.name);
        const QString given = file.settings.types.value(name);
        const bool open = column.question && column.dateOrder == io::DateOrder::Ambiguous;
        if (!open && !(file.settings.answers.contains(QStringLiteral("date/") + name) && !given.isEmpty())) continue;
        asked.push_back(&column);
        answers << given;
    }
    QList<ImportQuestion> questions;
    if (asked.size() > 1 && answers.count(answers.front()) == answers.size())
        questions << dateQuestion(asked);
    else
        for (const io::ColumnGuess* column : asked)
            questions << dateQuestion({column});
    for (ImportQuestion& question : questions) {
        const QString given = file.settings.types.value(question.columns.front());
        if (question.values.contains(given)) question.answer = given;
        if (given.endsWith(QLatin1String(":dmy")) || given.endsWith(QLatin1String(":mdy"))) {
            for (QString& value : question.values)
                if (value.endsWith(given.right(4))) question.answer = value = given;
        }
    }
    return questions;
}

/// Which end of an effort scale is the best: nothing in the file says so. "ces:1-7" or "ces:1-7,best=low".
ImportQuestion poleQuestion(const io::ColumnGuess& column) {
    ImportQuestion question;
    const QString name = QString::fromStdString(column.name);
    Role role = column.role;
    question.id = QStringLiteral("pole/") + name;
    question.text = ImportFile::tr("%1: which end of its scale is the best answer?").arg(name);
    for (const bool low : {false, true}) {
        role.lowIsBest = low;
        const int best = low ? role.scaleLow : role.scaleHigh, worst = low ? role.scaleHigh : role.scaleLow;
        question.values << QString::fromStdString(role.text());
        question.labels << ImportFile::tr("%1 is easiest, %2 hardest").arg(best).arg(worst);
    }
    return question;
}

struct TotalRow {
    std::uint64_t line = 0;
    std::string text;
};

/// The rows at the end that are taken for totals: of the sample, else of the whole file once it is read.
std::vector<TotalRow> totalRows(const ImportFile& file) {
    std::vector<TotalRow> rows;
    for (const io::SampleRow& row : file.preview->inspection.totals)
        rows.push_back({row.line, io::clipped(joined(row.cells, ", "))});
    if (rows.empty() && file.batch)
        for (const ImportProblem& problem : file.batch->problems)
            if (problem.code == "total_row") rows.push_back({problem.row, problem.text});
    return rows;
}

/// Left out unless somebody says otherwise; shown with the reason.
ImportQuestion totalsQuestion(const ImportFile& file, const std::vector<TotalRow>& rows) {
    ImportQuestion question;
    question.id = QStringLiteral("totals");
    question.blocks = false;
    const io::Why why = io::whyTotals(!file.preview->inspection.totals.empty());
    const QString reason = QString::fromStdString(speaksChinese() ? why.chinese : why.english);
    if (rows.empty())
        question.text = ImportFile::tr("Rows at the end that look like totals");
    else if (rows.size() == 1)
        question.text =
            ImportFile::tr("Row %1 (%2) %3")
                .arg(counted(rows.front().line), QString::fromStdString(rows.front().text).left(80), reason);
    else
        question.text = ImportFile::tr("%1 rows from row %2 on (%3): each %4")
                            .arg(counted(rows.size()), counted(rows.front().line),
                                 QString::fromStdString(rows.front().text).left(80), reason);
    question.values << QStringLiteral("leave_out") << QStringLiteral("keep");
    if (rows.size() == 1)
        question.labels << ImportFile::tr("leave it out") << ImportFile::tr("import it as a row");
    else
        question.labels << ImportFile::tr("leave them out") << ImportFile::tr("import them too");
    const std::string& stated = file.settings.read.totals.empty() ? file.base.totals : file.settings.read.totals;
    question.answer = stated == "keep" ? QStringLiteral("keep") : QStringLiteral("leave_out");
    return question;
}

} // namespace

QString ImportFile::name() const {
    return database ? stem() : QFileInfo(path).fileName();
}

QString ImportFile::stem() const {
    return database ? QString::fromStdString(database->stem()) : QString::fromStdString(io::stemOf(path.toStdString()));
}

QString ImportFile::dataset() const {
    if (!settings.dataset.isEmpty()) return settings.dataset;
    if (!base.dataset.empty()) return QString::fromStdString(base.dataset);
    return stem();
}

DatasetKind ImportFile::kind() const {
    if (settings.kind) return *settings.kind;
    if (!base.columns.empty()) return base.kind;
    return preview ? preview->inspection.kindGuess : DatasetKind::Answers;
}

QString ImportFile::headerKey() const {
    QString key;
    if (preview)
        for (const io::ColumnGuess& column : preview->inspection.columns)
            key += QString::fromStdString(column.source) + QLatin1Char('\x1F');
    return key;
}

QList<ImportQuestion> ImportFile::questions() const {
    QList<ImportQuestion> questions;
    if (!preview) return questions;
    const io::Inspection& inspection = preview->inspection;
    const io::SourceInfo& source = inspection.source;
    const auto add = [&](ImportQuestion question) { questions.append(std::move(question)); };
    questions = dateQuestions(*this);
    for (const io::ColumnGuess& column : inspection.columns) {
        if (column.role.kind != RoleKind::Ces) continue;
        ImportQuestion question = poleQuestion(column);
        const bool answered = settings.answers.contains(question.id);
        if (!answered && !column.question) continue;
        if (answered) question.answer = QString::fromStdString(column.role.text());
        add(question);
    }
    if (source.hiddenRows > 0) {
        ImportQuestion question;
        question.id = QStringLiteral("hidden");
        question.text = source.hiddenRows == 1
                            ? tr("One row of the sheet is hidden")
                            : tr("%1 rows of the sheet are hidden (a filter, perhaps)").arg(counted(source.hiddenRows));
        question.values << QStringLiteral("include") << QStringLiteral("skip");
        question.labels << tr("import them too") << tr("leave them out");
        question.answer = QString::fromStdString(settings.read.hidden);
        add(question);
    }
    if (const auto totals = totalRows(*this);
        !totals.empty() || settings.answers.contains(QStringLiteral("totals")) || base.totals == "keep")
        add(totalsQuestion(*this, totals));
    if (source.members.size() > 1) {
        ImportQuestion question;
        question.id = QStringLiteral("member");
        question.text = tr("Which of the %1 tables in the archive?").arg(source.members.size());
        for (const std::string& member : source.members)
            question.values << QString::fromStdString(member);
        question.labels = question.values;
        question.answer = QString::fromStdString(settings.read.member);
        add(question);
    }
    int hidden = 0, visible = 0;
    for (const io::SheetInfo& sheet : source.sheets)
        ++(sheet.hidden ? hidden : visible);
    if (hidden > 0 || visible > 1) {
        ImportQuestion question;
        question.id = QStringLiteral("sheet");
        question.blocks = false;
        question.text = tr("Which sheet? There are %1, hidden: %2").arg(hidden + visible).arg(hidden);
        for (const io::SheetInfo& sheet : source.sheets) {
            const QString sheetName = QString::fromStdString(sheet.name);
            question.values << sheetName;
            question.labels << (sheet.hidden ? tr("%1 (hidden)").arg(sheetName) : sheetName);
        }
        question.answer =
            source.sheet < source.sheets.size() ? QString::fromStdString(source.sheets[source.sheet].name) : QString();
        add(question);
    }
    bool lost = false;
    for (const io::RecipeChange& change : inspection.changes) {
        if (change.kind == io::ChangeKind::Renamed && !change.applied) {
            ImportQuestion question;
            const QString column = QString::fromStdString(change.column),
                          header = QString::fromStdString(change.renamedTo);
            question.id = QStringLiteral("rename/") + column;
            question.text = tr("Is %1 in this file the column %2 of last time?").arg(header, column);
            question.values << header << QStringLiteral("no");
            question.labels << tr("yes, it was renamed") << tr("no, it is another one");
            question.answer = settings.answers.value(question.id);
            add(question);
        } else if (change.severity == io::ChangeSeverity::Blocks) {
            lost = true;
        }
    }
    for (auto given = settings.answers.cbegin(); given != settings.answers.cend(); ++given) {
        if (!given.key().startsWith(QLatin1String("rename/")) || given.value() == QLatin1String("no")) continue;
        ImportQuestion question; // confirmed: the recipe takes it as its own column now
        question.id = given.key();
        question.text = tr("Is %1 in this file the column %2 of last time?").arg(given.value(), given.key().mid(7));
        question.values << given.value() << QStringLiteral("no");
        question.labels << tr("yes, it was renamed") << tr("no, it is another one");
        question.answer = given.value();
        add(question);
    }
    if (lost) {
        ImportQuestion question;
        question.id = QStringLiteral("changes");
        question.text =
            tr("The file has changed since %1 so that a key, a time or a score would be lost: see below").arg(baseOf);
        question.values << QStringLiteral("accept");
        question.labels << tr("import it all the same");
        question.answer = settings.answers.value(question.id);
        add(question);
    }
    return questions;
}

bool ImportFile::isBlocked() const {
    for (const ImportQuestion& question : questions())
        if (question.blocks && question.answer.isEmpty()) return true;
    return false;
}

} // namespace xo::ui
