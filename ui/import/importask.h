#pragma once

#include <QString>
#include <QStringList>

#include <functional>

namespace xo::ui {

/// File dialogs the import asks its window for, so that tests answer instead of a person; none of them waits.
struct ImportAsk {
    std::function<void(std::function<void(QStringList)>)> dataFiles;
    std::function<void(const QString& title, const QString& filters, std::function<void(QString)>)> openFile;
    std::function<void(const QString& title, const QString& suggested, const QString& filters,
                       std::function<void(QString)>)>
        saveFile;
};

} // namespace xo::ui
