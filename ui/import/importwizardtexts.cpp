#include "ui/import/filelist.h"
#include "ui/import/importwizard.h"
#include "ui/import/labelspanel.h"
#include "ui/import/previewmodel.h"
#include "ui/import/problemsmodel.h"
#include "ui/import/questionpanel.h"
#include "ui/import/recipepanel.h"
#include "ui/import/resultpage.h"
#include "ui/import/roleheader.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/kindtext.h"
#include "ui/widgets/pieces.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTreeWidget>

#include <algorithm>

namespace xo::ui {

namespace {

QString said(const io::Why& why) {
    return QString::fromStdString(speaksChinese() ? why.chinese : why.english);
}

qulonglong rowsOf(const ImportFile& file) {
    return file.batch && !file.batch->columns.empty() ? file.batch->columns.front()->rows : 0;
}

QString plain(QString mnemonic) {
    static const QRegularExpression bracket(QStringLiteral("\\(&.\\)"));
    return mnemonic.remove(bracket).remove(QLatin1Char('&'));
}

} // namespace

void ImportWizard::fillFields() {
    m_filling = true;
    const ImportFile* shown = file();
    const ImportSettings settings = shown ? shown->settings : ImportSettings();
    const io::SourceInfo source = shown && shown->preview ? shown->preview->inspection.source : io::SourceInfo();
    const auto list = [this](FieldAt at, const QStringList& values, const QStringList& texts) {
        combo(at)->clear();
        combo(at)->addItem(QString(), QString());
        for (qsizetype i = 0; i < values.size(); ++i)
            combo(at)->addItem(texts[i], values[i]);
    };
    QStringList sheets, sheetTexts, members;
    for (const io::SheetInfo& sheet : source.sheets) {
        sheets << QString::fromStdString(sheet.name);
        sheetTexts << (sheet.hidden ? tr("%1 (hidden)").arg(sheets.back()) : sheets.back());
    }
    for (const std::string& member : source.members)
        members << QString::fromStdString(member);
    list(Sheet, sheets, sheetTexts);
    list(Member, members, members);
    const auto choose = [this](FieldAt at, const QVariant& value) {
        int found = combo(at)->findData(value);
        if (found < 0) {
            combo(at)->addItem(value.toString(), value);
            found = combo(at)->count() - 1;
        }
        combo(at)->setCurrentIndex(found);
    };
    if (shown) combo(Kind)->setCurrentIndex(combo(Kind)->findData(static_cast<int>(shown->kind())));
    choose(Encoding, QString::fromStdString(settings.read.encoding));
    choose(Delimiter, QString::fromStdString(settings.read.delimiter));
    choose(Quote, QString::fromStdString(settings.read.quote));
    choose(Escape, QString::fromStdString(settings.read.escape));
    choose(Comment, QString::fromStdString(settings.read.comment));
    choose(Header, settings.read.headerRows);
    choose(Sheet, QString::fromStdString(settings.read.sheet));
    choose(Hidden, QString::fromStdString(settings.read.hidden));
    choose(Member, QString::fromStdString(settings.read.member));
    auto* dataset = static_cast<QLineEdit*>(m_fields[Dataset].box);
    if (shown && !dataset->hasFocus()) dataset->setText(shown->dataset());
    QStringList stages;
    for (const std::string& stage : settings.stages)
        stages << QString::fromStdString(stage);
    if (!m_stages->hasFocus()) m_stages->setText(stages.join(QStringLiteral(", ")));

    const bool text = source.sheets.empty() && !source.encoding.empty();
    const bool known = shown != nullptr;
    const bool visible[] = {known,
                            known,
                            known && text,
                            known && text,
                            known && text,
                            known && text,
                            known && text,
                            known && !shown->database,
                            known && !source.sheets.empty(),
                            known && !source.sheets.empty(),
                            known && source.members.size() > 1};
    for (int i = 0; i < FieldCount; ++i)
        for (QWidget* widget :
             {m_fields[i].box, static_cast<QWidget*>(m_fields[i].name), static_cast<QWidget*>(m_fields[i].why)})
            widget->setVisible(visible[i]);
    const bool events = shown && shown->kind() == DatasetKind::Events;
    m_stagesLabel->setVisible(events);
    m_stages->setVisible(events);
    m_empty->setVisible(!known);
    m_tables->parentWidget()->setVisible(known);
    m_filling = false;
}

void ImportWizard::fillDetails() {
    const ImportFile* shown = file();
    m_changes->clear();
    QStringList lines;
    if (shown && shown->preview) {
        const io::Inspection& inspection = shown->preview->inspection;
        for (const io::RecipeChange& change : inspection.changes) {
            QStringList examples;
            for (const std::string& example : change.examples)
                examples << QString::fromStdString(example).simplified().left(40);
            auto* item = new QTreeWidgetItem(
                {QString::fromStdString(change.column), said(change.why), examples.join(QStringLiteral(" · "))});
            item->setToolTip(1, said(change.why));
            if (change.severity == io::ChangeSeverity::Blocks) {
                QFont strong = item->font(0);
                strong.setBold(true);
                item->setFont(0, strong);
            }
            m_changes->addTopLevelItem(item);
        }
        for (const std::string& line : inspection.source.encodingLines)
            lines << QString::fromStdString(line).left(400);
        if (lines.isEmpty()) // nothing was noted: the rows that hold letters beyond ASCII
            for (const io::SampleRow& row : shown->preview->rows) {
                QString line;
                for (const std::string& cell : row.cells)
                    line += QString::fromStdString(cell).left(60) + QStringLiteral("  ");
                const bool foreign =
                    std::any_of(line.begin(), line.end(), [](QChar letter) { return letter.unicode() > 127; });
                if (foreign && lines.size() < 5) lines << counted(row.line) + QStringLiteral(":  ") + line;
            }
        const QString why = said(inspection.source.encodingWhy);
        if (!inspection.source.encoding.empty())
            lines.prepend(QString::fromStdString(inspection.source.encoding) + QStringLiteral(": ") + why +
                          QLatin1Char('\n'));
    }
    m_lines->setPlainText(lines.join(QLatin1Char('\n')));
    m_changes->setColumnWidth(0, 150);
    m_changes->setColumnWidth(1, 360);
}

void ImportWizard::retranslateFields() {
    const ImportFile* shown = file();
    const io::Inspection inspection = shown && shown->preview ? shown->preview->inspection : io::Inspection();
    const io::SourceInfo& source = inspection.source;
    const QStringList names{tr("&Kind"),  tr("&Dataset"),     tr("&Encoding"),    tr("De&limiter"),
                            tr("&Quote"), tr("Esca&pe"),      tr("C&omment"),     tr("&Header rows"),
                            tr("Shee&t"), tr("Hidde&n rows"), tr("Ta&ble inside")};
    for (int i = 0; i < FieldCount; ++i) {
        m_fields[i].name->setText(names[i]);
        m_fields[i].box->setAccessibleName(plain(names[i]));
    }
    for (int i = 0; i < combo(Kind)->count(); ++i)
        combo(Kind)->setItemText(i, kindText(static_cast<DatasetKind>(combo(Kind)->itemData(i).toInt())));
    const auto found = [](const std::string& what, const QString& nothing) {
        const QString value = what.empty()   ? nothing
                              : what == "\t" ? QStringLiteral("tab")
                                             : QString::fromStdString(what);
        return tr("%1 (found)").arg(value);
    };
    combo(Encoding)->setItemText(0, found(source.encoding, tr("detect")));
    combo(Delimiter)->setItemText(0, found(source.delimiter, tr("detect")));
    combo(Quote)->setItemText(0, found(source.quote, tr("none")));
    combo(Escape)->setItemText(0, found(source.escape, tr("doubled")));
    combo(Comment)->setItemText(0, found(source.comment, tr("none")));
    combo(Header)->setItemText(0, found(std::to_string(inspection.headerRows), QString()));
    combo(Sheet)->setItemText(0, source.sheet < source.sheets.size()
                                     ? found(source.sheets[source.sheet].name, QString())
                                     : tr("first with data"));
    combo(Hidden)->setItemText(0, tr("import them"));
    combo(Hidden)->setItemText(1, tr("import them"));
    combo(Hidden)->setItemText(2, tr("leave out"));
    combo(Member)->setItemText(0, found(source.member, tr("first table")));
    for (const FieldAt at : {Quote, Comment, Escape})
        if (const int none = combo(at)->findData(QStringLiteral("none")); none >= 0)
            combo(at)->setItemText(none, at == Escape ? tr("doubled") : tr("none"));
    const QString reasons[] = {said(inspection.kindWhy),
                               shown && !shown->baseOf.isEmpty() && !shown->base.columns.empty()
                                   ? tr("as %1 before").arg(shown->baseOf)
                                   : QString(),
                               said(source.encodingWhy),
                               {},
                               {},
                               {},
                               {},
                               said(inspection.headerWhy),
                               {},
                               source.hiddenRows > 0 ? tr("hidden: %1").arg(counted(source.hiddenRows)) : QString(),
                               {}};
    for (int i = 0; i < FieldCount; ++i) {
        m_fields[i].why->setFullText(reasons[i]);
        m_fields[i].box->setAccessibleDescription(reasons[i]);
    }
    setWindowTitle(m_files->count() == 1   ? tr("Import: %1").arg(m_files->at(0).name())
                   : m_files->count() == 0 ? tr("Import")
                                           : tr("Import %1 files").arg(m_files->count()));
    m_pages->setAccessibleName(windowTitle());
    m_stagesLabel->setText(tr("Sta&ges in columns"));
    m_stages->setPlaceholderText(tr("One time column per stage? Name them in order, separated by commas"));
    m_stages->setAccessibleName(tr("Stages in columns"));

    const int problems = m_problems->rowCount();
    const bool checked = shown && shown->batch;
    m_details->setTabText(0, checked
                                 ? tr("Left out and standing out (%1)").arg(counted(static_cast<qulonglong>(problems)))
                                 : tr("Left out and standing out"));
    const int changes = m_changes->topLevelItemCount();
    m_details->setTabText(1, shown && inspection.compared ? tr("Changed since %1 (%2)").arg(shown->baseOf).arg(changes)
                                                          : tr("Changed since last time"));
    m_details->setTabVisible(1, inspection.compared);
    m_details->setTabText(2, tr("Encoding: sample lines"));
    m_details->setTabVisible(2, !source.encoding.empty());
    m_tables->setTabText(0, tr("Rows"));
    m_tables->setTabText(1, tr("Columns (%1)").arg(m_columns->rowCount()));
    const int same = m_files->sameHeader(m_files->current());
    m_together->setVisible(same > 1);
    m_together->setText(tr("Same for all %1 of this header").arg(same));
    m_together->setAccessibleName(m_together->text());

    if (!shown) {
        m_heading->setFullText(tr("No file to import"));
        m_sub->setText(QString());
        return;
    }
    // of a database: where it is
    const QString size =
        shown->database ? shown->path.left(120) : QLocale().formattedDataSize(static_cast<qint64>(shown->bytes()));
    QStringList leftOut;
    for (const std::string& column : source.leftOut)
        leftOut << QString::fromStdString(column);
    if (checked) {
        m_heading->setFullText(
            shown->batch->rowsRead == 1
                ? tr("1 row read, %1 can be imported").arg(counted(rowsOf(*shown)))
                : tr("%1 rows read, %2 can be imported").arg(counted(shown->batch->rowsRead), counted(rowsOf(*shown))));
        QStringList parts;
        if (!shown->database) parts << shown->name();
        parts << size;
        const auto& listed = shown->batch->problems;
        const auto totals = std::count_if(listed.begin(), listed.end(),
                                          [](const ImportProblem& one) { return one.code == "total_row"; });
        const std::pair<std::uint64_t, QString> counts[] = {
            {shown->batch->rowsRejected, tr("rows left out: %1")},
            {static_cast<std::uint64_t>(totals), tr("rows of totals left out: %1")},
            {shown->batch->cellsOutOfRange, tr("scores out of range: %1")},
            {shown->batch->cellsUnparsed, tr("cells kept as text: %1")},
            {shown->batch->duplicateIds, tr("repeated ids: %1")}};
        for (const auto& [count, text] : counts)
            if (count > 0) parts << text.arg(counted(count));
        if (!leftOut.isEmpty()) parts << tr("bytes, not read: %1").arg(leftOut.join(QStringLiteral(", ")));
        if (parts.size() == (shown->database ? 1 : 2)) parts << tr("every row and every cell was taken as it is");
        m_sub->setText(parts.join(QStringLiteral(" · ")));
    } else if (shown->preview) {
        const QString rows =
            (inspection.rowsExact ? QString() : QStringLiteral("≈ ")) + counted(inspection.rowsEstimate);
        m_heading->setFullText(
            tr("%1 · rows: %2, columns: %3").arg(kindText(shown->kind()), rows).arg(m_columns->rowCount()));
        m_sub->setText(shown->database ? size : QStringLiteral("%1 · %2").arg(shown->name(), size));
    } else {
        m_heading->setFullText(shown->name());
        m_sub->setText(
            shown->state == ImportFile::State::Refused
                ? tr("This file cannot be read as it stands. Choose how to read it, or remove it from the list.")
                : QString());
    }
}

void ImportWizard::retranslate() {
    m_filesTitle->setText(tr("&Files"));
    m_fileView->setAccessibleName(tr("Files to import"));
    setTexts(m_add, tr("&Add…"));
    setTexts(m_remove, tr("&Remove"));
    setTexts(m_database, tr("Fro&m a database…"));
    setTexts(m_editLabels, tr("&Value labels"), tr("What the values of the column mean"));
    setTexts(m_split, tr("Split into col&umns"), tr("Each option of the question as a column of its own"));
    setTexts(m_join, tr("&Join as one question"),
             tr("The columns chosen (Shift or Ctrl with the arrows) as the options of one question"));
    m_empty->setText(tr("Drop files or folders here, or add them on the left."));
    m_previewView->setAccessibleName(tr("First and odd rows; F2 chooses the role of a column, Shift+F2 its type"));
    m_header->setAccessibleName(tr("Columns of the file"));
    m_previewView->setToolTip(QString());
    m_columnsView->setAccessibleName(tr("Columns of the file"));
    m_problemsView->setAccessibleName(tr("Rows left out and cells that stand out"));
    m_changes->setAccessibleName(tr("What changed since the recipe"));
    m_changes->setHeaderLabels({tr("Column"), tr("What changed"), tr("Examples")});
    m_lines->setAccessibleName(tr("Lines the encoding was told from"));
    m_tables->setAccessibleName(tr("What the file holds"));
    m_details->setAccessibleName(tr("Details of the file"));
    m_tables->tabBar()->setAccessibleName(tr("What the file holds"));
    m_details->tabBar()->setAccessibleName(tr("Details of the file"));
    m_fileModel->retranslate();
    m_preview->retranslate();
    m_columns->retranslate();
    m_problems->retranslate();
    m_recipe->retranslate();
    m_labels->retranslate();
    m_result->retranslate();
    showFile(false);
}

void ImportWizard::updateButtons() {
    const ImportFile* shown = file();
    const double fraction = m_files->fraction();
    const bool busy = fraction >= 0 || m_files->isWriting() || (shown && shown->state == ImportFile::State::Checking);
    m_progress->setVisible(busy && !isDone());
    m_progress->setRange(0, fraction < 0 ? 0 : 1000); // how much a database will give is not known
    m_progress->setValue(static_cast<int>(std::max(0.0, fraction) * 1000));
    m_progress->setAccessibleName(tr("Progress"));
    m_remove->setEnabled(shown && !m_files->isWriting());
    m_add->setEnabled(!m_files->isWriting());
    m_database->setEnabled(!m_files->isWriting());
    updateColumnButtons();
    const bool stopped = shown && shown->state == ImportFile::State::Stopped;
    m_stop->setVisible(!isDone() && (busy || stopped));
    setTexts(m_stop, stopped ? tr("C&heck the whole file") : tr("S&top"));
    setTexts(m_cancel, isDone() ? tr("Close") : tr("Cancel"));
    m_import->setVisible(!isDone());
    qulonglong rows = 0;
    for (int i = 0; i < m_files->count(); ++i)
        rows += rowsOf(m_files->at(i));
    const QString why = m_files->whyNot();
    m_import->setEnabled(why.isEmpty());
    setTexts(m_import,
             !why.isEmpty() ? tr("&Import")
             : rows == 1    ? tr("&Import 1 row")
                            : tr("&Import %1 rows").arg(counted(rows)),
             why);
    m_import->setAccessibleDescription(why);
    m_import->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_import->setMinimumWidth(m_import->sizeHint().width());
    if (isDone())
        m_note->setText({});
    else if (busy && fraction >= 0 && shown && !shown->database) {
        const auto done = static_cast<qint64>(fraction * static_cast<double>(shown->bytes()));
        m_note->setText(m_files->isWriting()
                            ? tr("Writing: %1%").arg(static_cast<int>(fraction * 100))
                            : tr("%1 (%2 of %3)")
                                  .arg(why, QLocale().formattedDataSize(done),
                                       QLocale().formattedDataSize(static_cast<qint64>(shown->bytes()))));
    } else
        m_note->setText(why.isEmpty() ? tr("Nothing leaves this computer. The file itself is not changed.") : why);
}

} // namespace xo::ui
