#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace xo::ui {

/// Every question the window asks goes through here, so that tests answer instead of a person. No call waits: the
/// answer comes to the function given; it isn't called when the question was closed without an answer, unless said
/// otherwise.
class Dialogs {
public:
    enum class Unsaved { Save, Discard, Cancel };
    enum class Changed { Overwrite, SaveAs, Cancel };
    enum class Recover { Open, Delete, Later };
    virtual ~Dialogs() = default;

    virtual void askUnsaved(QWidget* parent, const QString& title, std::function<void(Unsaved)> answer) = 0;
    virtual void askChangedOnDisk(QWidget* parent, const QString& path, std::function<void(Changed)> answer) = 0;
    virtual void askRecover(QWidget* parent, const QString& document, std::function<void(Recover)> answer) = 0;
    virtual void openProject(QWidget* parent, const QString& folder, std::function<void(QString)> answer) = 0;
    virtual void openDataFiles(QWidget* parent, const QString& folder, std::function<void(QStringList)> answer) = 0;
    virtual void openFile(QWidget* parent, const QString& title, const QString& filters,
                          std::function<void(QString)> answer) = 0;
    /// `filters` as QFileDialog takes them; the suffix of the first is added when the user gives none.
    virtual void saveFile(QWidget* parent, const QString& title, const QString& suggested, const QString& filters,
                          std::function<void(QString)> answer) = 0;
    virtual void askText(QWidget* parent, const QString& title, const QString& label, const QString& value,
                         std::function<void(QString)> answer) = 0;
    virtual void information(QWidget* parent, const QString& title, const QString& html) = 0;
};

/// The dialogs a person sees.
class ScreenDialogs : public Dialogs {
    Q_DECLARE_TR_FUNCTIONS(ScreenDialogs)
public:
    void askUnsaved(QWidget* parent, const QString& title, std::function<void(Unsaved)> answer) override;
    void askChangedOnDisk(QWidget* parent, const QString& path, std::function<void(Changed)> answer) override;
    void askRecover(QWidget* parent, const QString& document, std::function<void(Recover)> answer) override;
    void openProject(QWidget* parent, const QString& folder, std::function<void(QString)> answer) override;
    void openDataFiles(QWidget* parent, const QString& folder, std::function<void(QStringList)> answer) override;
    void openFile(QWidget* parent, const QString& title, const QString& filters,
                  std::function<void(QString)> answer) override;
    void saveFile(QWidget* parent, const QString& title, const QString& suggested, const QString& filters,
                  std::function<void(QString)> answer) override;
    void askText(QWidget* parent, const QString& title, const QString& label, const QString& value,
                 std::function<void(QString)> answer) override;
    void information(QWidget* parent, const QString& title, const QString& html) override;
};

} // namespace xo::ui
