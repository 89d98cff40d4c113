#pragma once

#include "core/model/dataset.h"

#include <QString>

namespace xo::ui {

/// Name of a kind of dataset in the window's language.
QString kindText(DatasetKind kind);

} // namespace xo::ui
