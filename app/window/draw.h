#pragma once

#include <QStringList>

class QApplication;

namespace xo::window {

/// True when the program was started to draw one picture ("--draw VIEW PROJECT --out FILE …"), as `xow chart` does.
bool isDrawCommand(int argc, char** argv);
/// Draws it and gives the exit code of the command line: 0 done, 1 failed, 2 usage; messages go to stderr.
int draw(QApplication& app, const QStringList& arguments);

} // namespace xo::window
