#pragma once

#include "core/query/hooks.h"

namespace xo::analysis {

/// Answers the conditions' questions about other rooms: links from core/fusion, journeys from core/analysis/funnel.
/// Everything is kept with the workspace.
class HooksImpl : public query::Hooks {
public:
    Result<std::shared_ptr<const Ties>> ties(const Workspace& workspace, std::size_t answersTable,
                                             const std::string& column, const JobContext& job) const override;
    Result<std::shared_ptr<const Bitmap>> journey(const Workspace& workspace, const query::JourneyFigure& figure,
                                                  const JobContext& job) const override;
};

} // namespace xo::analysis
