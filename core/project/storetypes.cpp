#include "core/project/storetypes.h"

namespace xo {

std::string_view importModeName(ImportMode mode) {
    switch (mode) {
    case ImportMode::Append:
        return "append";
    case ImportMode::Replace:
        return "replace";
    case ImportMode::Upsert:
        return "upsert";
    }
    return "append";
}

Result<ImportMode> importModeFromName(std::string_view name) {
    for (const ImportMode mode : {ImportMode::Append, ImportMode::Replace, ImportMode::Upsert})
        if (importModeName(mode) == name) return mode;
    return fail("project.bad_mode", {std::string(name)});
}

std::string_view batchStateName(BatchState state) {
    switch (state) {
    case BatchState::Live:
        return "live";
    case BatchState::Undone:
        return "undone";
    case BatchState::Purged:
        return "purged";
    }
    return "live";
}

} // namespace xo
