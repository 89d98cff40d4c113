#pragma once

#include "core/base/job.h"
#include "core/columnar/batch.h"
#include "core/columnar/batchsink.h"
#include "core/columnar/workspace.h"
#include "core/project/storetypes.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace xo {

/// A project file (*.xow): one SQLite database with a fixed schema (core/project/schema.h). Paths are UTF-8. Every edit
/// is one transaction: cancelled, failed or killed it leaves the file as it was. All functions may be called from any
/// thread; edits run one after another.
///
/// Two ways to write. In place: open(path, ReadWrite), under a lock file beside the document (the command line). Or on
/// a private working copy: open read-only, makeWorkingCopy() at the first edit, saveAs(documentPath()) (the window).
///
/// Errors of any function: project.locked{holder}, project.busy{path}, project.no_space{path} (saving:
/// project.disk_full{path, bytes needed}), project.sqlite{message}; of reading: project.bad_chunk{dataset, column,
/// rows}.
class Store {
public:
    enum class Access { ReadOnly, ReadWrite };

    /// A new empty project, open for writing. Errors: project.exists{path}, project.cannot_write{path, why},
    /// time.unknown_zone.
    static Result<std::unique_ptr<Store>> create(const std::string& path, const NewProject& project = {});
    /// Opens in the order of the safety rules: nothing a stranger's file holds is run, a file that isn't exactly ours
    /// is refused without a write. Errors: project.not_found{path}, project.not_a_project{path, why},
    /// project.newer_version{path, version, known}, project.damaged{path, why}, project.sidecar{path},
    /// project.schema{path, what}, project.read_only{path}, project.locked{holder}.
    static Result<std::unique_ptr<Store>> open(const std::string& path, Access access);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// File this store reads and writes.
    const std::string& path() const;
    /// Document the user knows: path(), or what a working copy stands for; blank when it was never saved.
    std::string documentPath() const;
    bool isWritable() const;
    /// Who holds the lock beside a document, as "name (process 123 on host)"; nullopt when nobody does.
    static std::optional<std::string> lockHolder(const std::string& path);
    /// Clock of BatchInfo::importedAt; a fixed one makes files that are equal byte for byte.
    void setClock(std::function<Instant()> clock);

    // --- data -------------------------------------------------------------------------------------------------------

    /// Writes a batch. A dataset of that name is continued (kind must be equal: project.kind_differs{dataset, is,
    /// given}) or made. Columns are matched by name: new ones are blank in older rows, missing ones blank in the new
    /// ones.
    ///  · Type: equal, or Integer beside Number (becomes Number), Category beside Text (takes the stored one), Category
    ///    into Set (each text one option), Date into DateTime; a column without a valid cell fits every type. Else
    ///    project.type_differs{dataset, column, is, given}. Score scales must be equal.
    ///  · Role: the stored one stays, a Dimension takes the new one; else project.role_differs{…} (also when a
    ///    Dimension would become customer or link: its older rows are keyed otherwise).
    ///  · `customer` and `link` columns that aren't categories become ones, of the cells' texts.
    ///  · Replace hides all older rows, Upsert the older rows with the same key: the `id` column, else in customers
    ///    datasets the `customer` column (project.no_key{dataset}); within the file the last row of a key wins; blank
    ///    keys match nothing. Undoing the batch brings hidden rows back.
    ///  · The same file again (sourceHash; dataset; its batch live and not hidden by a Replace) adds nothing and gives
    ///    duplicateOf; with Replace only when that batch is all the dataset shows.
    /// Without a live batch a dataset starts afresh, also with another kind (what was undone is purged).
    Result<ImportReport> append(const ImportBatch& batch, ImportMode mode, const JobContext& context);
    /// append for a batch that comes in pieces, never whole in memory: `fill` reads it into the sink and gives it
    /// without its cells (category columns with their dictionaries). Nullopt when `fill` gives none, or when the rows
    /// can't be taken so (upsert, cells that would have to be changed to fit the dataset …): nothing has changed then,
    /// and append is the way.
    using FillBatch = std::function<Result<std::optional<ImportBatch>>(BatchSink& sink)>;
    Result<std::optional<ImportReport>> appendPieces(const std::string& dataset, DatasetKind kind, ImportMode mode,
                                                     const FillBatch& fill, const JobContext& context);
    /// Several edits as one: what `edits` does comes as a whole or, when it fails, not at all. It may not ask for the
    /// workspace.
    Result<void> together(const std::function<Result<void>()>& edits);
    /// Hides a batch; its rows come back by redoBatch. Error project.no_batch{id}.
    Result<void> undoBatch(std::int64_t batch);
    Result<void> redoBatch(std::int64_t batch);
    /// Removes what undone batches hold for good; number of batches purged. (Dictionary texts stay.)
    Result<int> purgeUndone();
    /// All batches, oldest first, purged ones as a record without rows.
    Result<std::vector<BatchInfo>> batches() const;
    /// Rejected rows and odd cells of a batch, in the order of the file.
    Result<std::vector<ImportProblem>> problems(std::int64_t batch) const;
    /// Where rows of a dataset's table came from, in the order given; batch 0 for a row it doesn't show.
    Result<std::vector<RowOrigin>> rowOrigins(const std::string& dataset, const std::vector<std::uint64_t>& rows) const;
    /// Datasets with at least one live batch, in the order they were made.
    Result<std::vector<DatasetInfo>> datasets() const;
    /// Another role, label and value labels of a column; the role must suit the stored type (project.role_unfit{column,
    /// role, type}).
    Result<void> putColumn(const std::string& dataset, const ColumnInfo& column);

    /// The project as one snapshot: columns are loaded when first asked for, checksums verified then. It stays valid
    /// and unchanged whatever happens to this object or the file's later batches; tables that did not change are shared
    /// with the snapshot before. While an edit runs on another thread: the snapshot from before it.
    Result<std::shared_ptr<const Workspace>> workspace() const;

    // --- definitions ------------------------------------------------------------------------------------------------

    Result<ProjectSettings> settings() const;
    Result<void> putSettings(const ProjectSettings& settings);
    /// Free settings by name (thresholds, layout of the window …); nullopt when never put.
    Result<std::optional<std::string>> option(const std::string& name) const;
    Result<void> putOption(const std::string& name, const std::string& value);

    /// How keys are joined into persons; no rules when never put. The figures follow at once, no row is changed, and
    /// putting the former rules brings the former figures back.
    Result<IdentityRules> identityRules() const;
    Result<void> putIdentityRules(const IdentityRules& rules);

    /// put… adds or replaces by name; remove… of an unknown name: project.no_such{kind, name}. Lists are in the order
    /// of first saving.
    Result<std::vector<Journey>> journeys() const;
    Result<void> putJourney(const Journey& journey);
    Result<void> removeJourney(const std::string& name);
    Result<std::vector<Segment>> segments() const;
    Result<void> putSegment(const Segment& segment);
    Result<void> removeSegment(const std::string& name);
    Result<std::vector<Recipe>> recipes() const;
    Result<std::optional<Recipe>> recipe(const std::string& name) const;
    Result<void> putRecipe(const Recipe& recipe);
    Result<void> removeRecipe(const std::string& name);
    /// Saved views as JSON by name.
    Result<std::vector<std::pair<std::string, Json>>> views() const;
    Result<void> putView(const std::string& name, const Json& view);
    Result<void> removeView(const std::string& name);
    /// Definitions of further kinds as JSON by kind and name: "identity" and whatever comes; "value_labels" holds those
    /// of a dataset's columns by the dataset's name (written by append and putColumn). setDefinition with null removes.
    Result<std::vector<std::pair<std::string, Json>>> definitions(const std::string& kind) const;
    Result<std::optional<Json>> definition(const std::string& kind, const std::string& name) const;
    Result<void> setDefinition(const std::string& kind, const std::string& name, const Json& body);
    /// All rows of a tag at once; customers are keys (unknown ones are kept in the file, absent from the workspace).
    Result<std::vector<TagRow>> tagRows(const std::string& tag) const;
    Result<void> putTag(const std::string& tag, const std::vector<TagRow>& rows);
    Result<void> removeTag(const std::string& tag);

    // --- files ------------------------------------------------------------------------------------------------------

    /// Writes the project as a new file beside `path`, makes it durable and renames it over `path`: killed, full disk
    /// or pulled plug, `path` is the old file or the new one. Undone batches are left out. From a working copy this is
    /// Save: documentPath() becomes `path`.
    Result<void> saveAs(const std::string& path, const SaveOptions& options = {}, const JobContext& context = {});
    /// A private copy in `folder` (made when missing), open for writing, standing for this document, whose lock it
    /// holds until it is closed. Error project.locked{holder}.
    Result<std::unique_ptr<Store>> makeWorkingCopy(const std::string& folder) const;
    /// A new project that has no document yet, in a file of `folder`.
    static Result<std::unique_ptr<Store>> createWorkingCopy(const std::string& folder, const NewProject& project = {});
    /// Working copies in `folder` that a killed program left, and one of them opened again.
    static std::vector<LeftWorkingCopy> leftWorkingCopies(const std::string& folder);
    static Result<std::unique_ptr<Store>> openWorkingCopy(const std::string& path);
    /// Closes and deletes a working copy; the store is of no use afterwards.
    static void discardWorkingCopy(std::unique_ptr<Store> store);
    /// True when the document is not the file that was loaded or last saved by us.
    bool isChangedOnDisk() const;

    /// Writes down the order of customers of each dataset of events or answers that lacks a whole one, so that the
    /// first journey need not derive it (core/project/arrangement.h). No figure and no row changes. One transaction
    /// with progress; cancelled or killed it leaves the file as it was.
    Result<CompactReport> compact(const JobContext& context);

    /// Reads everything: SQLite's own check, every checksum, row counts, codes within their dictionaries. Problems are
    /// in the report; an error only when the check itself could not run.
    Result<VerifyReport> verifyFile(const JobContext& context) const;
    /// SQLite's own check alone, of the file on disk, on a connection of its own: other calls don't wait for it.
    Result<VerifyReport> quickCheck(const JobContext& context) const;

    /// Runs one SELECT. Each dataset is a table under its name (texts; numbers; times as ISO text in the project's
    /// zone; scores as integers; whatever isn't valid is NULL; above 1,900 columns further ones in "name#2", … with
    /// equal rowid), beside the file's own tables ("main.batch" …). `columns` gets the names once, `row` each row and
    /// stops the query by returning false. Gives the number of rows. Errors: project.sql{message},
    /// project.sql_only_select{}, project.sql_timeout{seconds}, job.cancelled.
    Result<std::uint64_t> sql(const std::string& query, const SqlColumns& columns, const SqlRow& row,
                              const JobContext& context = {}, int timeoutMs = 0) const;
    /// A plain SQLite file with one ordinary table per dataset; refuses an existing file (project.exists).
    Result<void> exportPlain(const std::string& path, const JobContext& context = {}) const;

private:
    struct State;
    explicit Store(std::unique_ptr<State> state);
    Result<void> readTags(Workspace& workspace) const;
    std::unique_ptr<State> m_state;
};

} // namespace xo
