#include "ui/mainwindow/dialogs.h"

#include "core/io/formats.h"
#include "ui/widgets/errortext.h"

#include "ui/widgets/pieces.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace xo::ui {

namespace {

QMessageBox* question(QWidget* parent, const QString& title, const QString& text, const QString& more) {
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::NoIcon);
    box->setWindowTitle(title);
    box->setText(text);
    box->setInformativeText(more);
    return box;
}

/// Opens the box; gives the index of the button pressed in the order they were added, −1 when closed.
void ask(QMessageBox* box, const QList<QAbstractButton*>& buttons, std::function<void(int)> answer) {
    QObject::connect(box, &QMessageBox::finished, box, [box, buttons, answer = std::move(answer)] {
        answer(static_cast<int>(buttons.indexOf(box->clickedButton())));
    });
    box->open();
}

} // namespace

void ScreenDialogs::askUnsaved(QWidget* parent, const QString& title, std::function<void(Unsaved)> answer) {
    auto* box = question(parent, tr("Unsaved changes"), tr("Save the changes to %1?").arg(title),
                         tr("Without saving, the changes since the last save are lost."));
    auto* save = box->addButton(tr("Save"), QMessageBox::AcceptRole);
    auto* discard = box->addButton(tr("Don't save"), QMessageBox::DestructiveRole);
    auto* cancel = box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(save);
    box->setEscapeButton(cancel);
    ask(box, {save, discard, cancel}, [answer = std::move(answer)](int pressed) {
        answer(pressed == 0 ? Unsaved::Save : pressed == 1 ? Unsaved::Discard : Unsaved::Cancel);
    });
}

void ScreenDialogs::askChangedOnDisk(QWidget* parent, const QString& path, std::function<void(Changed)> answer) {
    auto* box = question(parent, tr("File changed"),
                         tr("%1 was changed by another program since it was opened.").arg(QFileInfo(path).fileName()),
                         tr("Saving over it loses those changes."));
    auto* other = box->addButton(tr("Save under another name…"), QMessageBox::AcceptRole);
    auto* over = box->addButton(tr("Overwrite"), QMessageBox::DestructiveRole);
    auto* cancel = box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(other);
    box->setEscapeButton(cancel);
    ask(box, {other, over, cancel}, [answer = std::move(answer)](int pressed) {
        answer(pressed == 0 ? Changed::SaveAs : pressed == 1 ? Changed::Overwrite : Changed::Cancel);
    });
}

void ScreenDialogs::askRecover(QWidget* parent, const QString& document, std::function<void(Recover)> answer) {
    const QString name = document.isEmpty() ? tr("a project that was never saved") : QFileInfo(document).fileName();
    auto* box =
        question(parent, tr("Unsaved work found"), tr("The program ended unexpectedly while %1 was open.").arg(name),
                 tr("Its unsaved changes were kept and can be opened now."));
    auto* open = box->addButton(tr("Open"), QMessageBox::AcceptRole);
    auto* remove = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    auto* later = box->addButton(tr("Later"), QMessageBox::RejectRole);
    box->setDefaultButton(open);
    box->setEscapeButton(later);
    ask(box, {open, remove, later}, [answer = std::move(answer)](int pressed) {
        answer(pressed == 0 ? Recover::Open : pressed == 1 ? Recover::Delete : Recover::Later);
    });
}

void ScreenDialogs::openProject(QWidget* parent, const QString& folder, std::function<void(QString)> answer) {
    auto* dialog = new QFileDialog(parent, tr("Open project"), folder, tr("XO Workbench projects (*.xow)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [answer = std::move(answer)](const QString& path) { answer(path); });
    dialog->open();
}

void ScreenDialogs::openDataFiles(QWidget* parent, const QString& folder, std::function<void(QStringList)> answer) {
    // every kind of file the importer knows, first all of them together
    QStringList all, single;
    for (const io::FormatInfo& format : io::formats()) {
        QStringList patterns;
        for (const std::string_view extension : format.extensions)
            patterns << QStringLiteral("*.") + QString::fromLatin1(extension.data(), qsizetype(extension.size()));
        const std::string_view name = speaksChinese() ? format.chinese : format.english;
        single << QStringLiteral("%1 (%2)").arg(QString::fromUtf8(name.data(), qsizetype(name.size())),
                                                patterns.join(QLatin1Char(' ')));
        all << patterns;
    }
    for (const std::string_view extension : io::archiveExtensions())
        all << QStringLiteral("*.") + QString::fromLatin1(extension.data(), qsizetype(extension.size()));
    single.prepend(tr("Data files (%1)").arg(all.join(QLatin1Char(' '))));
    single.append(tr("All files (*)"));
    auto* dialog = new QFileDialog(parent, tr("Import files"), folder, single.join(QStringLiteral(";;")));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog,
                     [answer = std::move(answer)](const QStringList& paths) { answer(paths); });
    dialog->open();
}

void ScreenDialogs::openFile(QWidget* parent, const QString& title, const QString& filters,
                             std::function<void(QString)> answer) {
    auto* dialog = new QFileDialog(parent, title, QString(), filters);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [answer = std::move(answer)](const QString& path) { answer(path); });
    dialog->open();
}

void ScreenDialogs::saveFile(QWidget* parent, const QString& title, const QString& suggested, const QString& filters,
                             std::function<void(QString)> answer) {
    auto* dialog = new QFileDialog(parent, title, suggested, filters);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QFileInfo(suggested).fileName());
    dialog->setDefaultSuffix(QFileInfo(suggested).suffix());
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [answer = std::move(answer)](const QString& path) { answer(path); });
    dialog->open();
}

void ScreenDialogs::askText(QWidget* parent, const QString& title, const QString& caption, const QString& value,
                            std::function<void(QString)> answer) {
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    auto* text = label("label", dialog);
    text->setText(caption);
    auto* edit = new QLineEdit(value, dialog);
    edit->setMinimumWidth(320);
    edit->setAccessibleName(caption);
    edit->selectAll();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, dialog);
    layout->addWidget(text);
    layout->addWidget(edit);
    layout->addWidget(buttons);
    const auto check = [edit, buttons] {
        buttons->button(QDialogButtonBox::Ok)->setEnabled(!edit->text().trimmed().isEmpty());
    };
    QObject::connect(edit, &QLineEdit::textChanged, dialog, check);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [edit, answer = std::move(answer)] { answer(edit->text().trimmed()); });
    check();
    dialog->open();
}

void ScreenDialogs::information(QWidget* parent, const QString& title, const QString& html) {
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->resize(560, 520);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(16, 16, 16, 16);
    auto* browser = new QTextBrowser(dialog);
    browser->setHtml(html);
    browser->setOpenExternalLinks(true);
    browser->setAccessibleName(title);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    layout->addWidget(browser);
    layout->addWidget(buttons);
    dialog->open();
}

} // namespace xo::ui
