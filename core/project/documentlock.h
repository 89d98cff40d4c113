#pragma once

#include "core/base/result.h"

#include <memory>
#include <optional>
#include <string>

namespace xo {

/// The lock file beside a document ("name.xow.lock") that says who is writing it. A lock whose process is gone is
/// taken over.
class DocumentLock {
public:
    /// Error project.locked{holder}, project.cannot_write{path, why} (folder not writable).
    static Result<std::unique_ptr<DocumentLock>> take(const std::string& document);
    /// "name (process 123 on host)" of a living holder.
    static std::optional<std::string> holder(const std::string& document);
    /// Whether a lock file stands there, of a living process or a dead one.
    static bool fileExists(const std::string& document);
    ~DocumentLock();

private:
    struct State;
    explicit DocumentLock(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace xo
