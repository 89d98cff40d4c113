#pragma once

#include "ui/mainwindow/dialogs.h"

#include <QList>

namespace xo::test {

/// Answers every question at once with what the test laid down, and notes that it was asked.
class TestDialogs : public ui::Dialogs {
public:
    Unsaved unsaved = Unsaved::Cancel;
    Changed changed = Changed::Cancel;
    Recover recover = Recover::Later;
    QString projectToOpen, fileToOpen, fileToSave, text;
    QStringList dataFiles;
    QStringList asked; ///< "unsaved", "changed", "recover", "open", "data", "save", "text", "information"
    QString lastHtml;

    void askUnsaved(QWidget*, const QString&, std::function<void(Unsaved)> answer) override {
        asked.append(QStringLiteral("unsaved"));
        answer(unsaved);
    }
    void askChangedOnDisk(QWidget*, const QString&, std::function<void(Changed)> answer) override {
        asked.append(QStringLiteral("changed"));
        answer(changed);
    }
    void askRecover(QWidget*, const QString&, std::function<void(Recover)> answer) override {
        asked.append(QStringLiteral("recover"));
        answer(recover);
    }
    void openProject(QWidget*, const QString&, std::function<void(QString)> answer) override {
        asked.append(QStringLiteral("open"));
        if (!projectToOpen.isEmpty()) answer(projectToOpen);
    }
    void openDataFiles(QWidget*, const QString&, std::function<void(QStringList)> answer) override {
        asked.append(QStringLiteral("data"));
        if (!dataFiles.isEmpty()) answer(dataFiles);
    }
    void openFile(QWidget*, const QString&, const QString&, std::function<void(QString)> answer) override {
        asked.append(QStringLiteral("file"));
        if (!fileToOpen.isEmpty()) answer(fileToOpen);
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(QString)> answer) override {
        asked.append(QStringLiteral("save"));
        if (!fileToSave.isEmpty()) answer(fileToSave);
    }
    void askText(QWidget*, const QString&, const QString&, const QString&,
                 std::function<void(QString)> answer) override {
        asked.append(QStringLiteral("text"));
        if (!text.isEmpty()) answer(text);
    }
    void information(QWidget*, const QString&, const QString& html) override {
        asked.append(QStringLiteral("information"));
        lastHtml = html;
    }
};

} // namespace xo::test
