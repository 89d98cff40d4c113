#pragma once

#include "core/base/result.h"

#include <QString>

namespace xo::ui {

/// The sentence of an error in the language the window speaks now.
QString errorText(const Error& error);
/// True while the window speaks Chinese (the installed translation decides).
bool speaksChinese();

} // namespace xo::ui
