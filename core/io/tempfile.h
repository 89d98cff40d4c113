#pragma once

#include "core/base/result.h"

#include <string>

namespace xo::io {

/// A file that takes the place of `target` only when commit() succeeds. Until then its bytes are in a temporary file
/// beside it, which the destructor removes.
class TempFile {
public:
    explicit TempFile(std::string target);
    ~TempFile();
    TempFile(const TempFile&) = delete;
    TempFile& operator=(const TempFile&) = delete;
    const std::string& path() const { return m_path; }
    const std::string& target() const { return m_target; }
    /// Renames over the target. Error io.cannot_write{target, why}.
    Result<void> commit();

private:
    std::string m_target;
    std::string m_path;
    bool m_done = false;
};

} // namespace xo::io
