#pragma once

#include "ui/import/importfiles.h"

namespace xo::ui {

/// The recipe a file is read with, and where it comes from: its name or the dataset's. Without columns = none.
struct ImportBase {
    Recipe recipe;
    QString of;
};

/// A recipe named by hand, else last month's of the same dataset, else one whose columns are mostly this file's.
ImportBase findBase(const ImportSettings& settings, const QString& stem, const std::vector<Recipe>& recipes,
                    const std::vector<BatchInfo>& earlier, const io::Inspection& inspection);

/// Which questions are split into their columns and which columns are joined to one, put into a recipe.
Recipe withShape(Recipe base, const ImportSettings& settings);
/// The same and everything else chosen by hand: renames, types, value labels.
Recipe withChoices(Recipe base, const ImportSettings& settings);
/// "COLUMN=ROLE" for the roles given by hand; with `known` only those whose column is there.
std::vector<std::string> rolesOf(const ImportSettings& settings, const io::Inspection* known);

/// The lines worth looking at: a few of every column and reason.
std::vector<std::uint64_t> oddLines(const ImportBatch& batch);

} // namespace xo::ui
