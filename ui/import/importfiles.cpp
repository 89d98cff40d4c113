#include "ui/import/importfiles.h"

#include "core/io/formats.h"
#include "core/io/importer.h"
#include "core/session/recipechoice.h"
#include "ui/document/document.h"
#include "ui/import/importbase.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <set>

namespace xo::ui {

namespace {

constexpr int kSettleMs = 250;

} // namespace

/// A file as it stands, without what was chosen for its columns: a role or a type needs no new one.
struct PlainLook {
    io::ReadOptions read;
    std::optional<DatasetKind> kind;
    Recipe shape;
    io::Preview preview;
};

struct ImportFiles::Looked {
    std::shared_ptr<io::PreviewSession> session;
    std::shared_ptr<const PlainLook> plain;
    io::Preview preview;
    ImportBase base;
};

struct ImportFiles::Checked {
    session::CheckedFile file;
    std::vector<io::SampleRow> oddRows;
    std::vector<io::RecipeChange> changes;
};

ImportFiles::ImportFiles(Document* document, QObject* parent) : QObject(parent), m_document(document) {
    if (auto recipes = m_document->recipes()) m_recipes = *recipes;
    if (auto batches = m_document->batches()) m_earlier = *batches;
    m_settled.setSingleShot(true);
    m_settled.setInterval(kSettleMs);
    connect(&m_settled, &QTimer::timeout, this, &ImportFiles::checkNext);
    connect(m_document->jobs(), &JobRunner::changed, this, &ImportFiles::progressed);
}

ImportFiles::~ImportFiles() {
    stop();
    for (auto& file : m_files)
        JobRunner::release(std::move(file->batch));
}

void ImportFiles::add(const QStringList& paths) {
    QStringList files;
    for (const QString& path : paths) {
        if (!QFileInfo(path).isDir()) {
            files << path;
            continue;
        }
        QStringList tables;
        for (const io::FormatInfo& format : io::formats())
            for (const std::string_view extension : format.extensions)
                tables << QStringLiteral("*.") + QString::fromLatin1(extension.data(), qsizetype(extension.size()));
        for (const std::string_view extension : io::archiveExtensions())
            tables << QStringLiteral("*.") + QString::fromLatin1(extension.data(), qsizetype(extension.size()));
        const QDir folder(path);
        for (const QString& name : folder.entryList(tables, QDir::Files, QDir::Name))
            files << folder.filePath(name);
    }
    for (const QString& path : files) {
        const bool there =
            std::any_of(m_files.begin(), m_files.end(), [&path](const auto& file) { return file->path == path; });
        if (there) continue;
        m_files.push_back(std::make_shared<ImportFile>());
        m_files.back()->path = path;
    }
    lookAtNew();
}

void ImportFiles::add(const std::vector<std::shared_ptr<const io::DatabaseRequest>>& requests) {
    for (const auto& request : requests) {
        m_files.push_back(std::make_shared<ImportFile>());
        m_files.back()->path = QString::fromStdString(request->sourceName());
        m_files.back()->database = request;
    }
    lookAtNew();
}

void ImportFiles::lookAtNew() {
    Q_EMIT listChanged();
    for (int i = 0; i < count(); ++i)
        if (!at(i).session && at(i).state == ImportFile::State::Looking) look(i);
}

void ImportFiles::remove(int index) {
    if (index < 0 || index >= count() || m_writing) return;
    const auto at = m_files.begin() + index;
    if (m_checking == at->get()) stop();
    JobRunner::release(std::move((*at)->batch));
    m_files.erase(at);
    m_current = std::clamp(m_current, 0, std::max(0, count() - 1));
    Q_EMIT listChanged();
    m_settled.start();
}

void ImportFiles::setCurrent(int index) {
    if (index < 0 || index >= count()) return;
    m_current = index;
}

int ImportFiles::indexOf(const ImportFile* file) const {
    for (int i = 0; i < count(); ++i)
        if (&at(i) == file) return i;
    return -1;
}

std::vector<int> ImportFiles::affected(int index) const {
    if (index < 0 || index >= count() || m_writing) return {};
    if (!m_together || !at(index).preview) return {index};
    std::vector<int> same;
    for (int i = 0; i < count(); ++i)
        if (i == index || (at(i).preview && at(i).headerKey() == at(index).headerKey())) same.push_back(i);
    return same;
}

int ImportFiles::sameHeader(int index) const {
    if (index < 0 || index >= count() || !at(index).preview) return 1;
    int same = 0;
    for (int i = 0; i < count(); ++i)
        if (i == index || (at(i).preview && at(i).headerKey() == at(index).headerKey())) ++same;
    return same;
}

void ImportFiles::answer(int index, const QString& question, const QString& value) {
    QStringList columns;
    for (const ImportQuestion& asked : at(index).questions())
        if (asked.id == question) columns = asked.columns;
    change(index, [&](ImportSettings& settings) {
        if (question == QLatin1String("dates"))
            for (const QString& column : columns) {
                settings.answers[QStringLiteral("date/") + column] = value;
                settings.types[column] = value;
            }
        settings.answers[question] = value;
        if (question == QLatin1String("hidden"))
            settings.read.hidden = value.toStdString();
        else if (question == QLatin1String("sheet"))
            settings.read.sheet = value.toStdString();
        else if (question == QLatin1String("member"))
            settings.read.member = value.toStdString();
        else if (question == QLatin1String("totals"))
            settings.read.totals = value.toStdString();
        else if (question.startsWith(QLatin1String("date/")))
            settings.types[question.mid(5)] = value;
        else if (question.startsWith(QLatin1String("pole/")))
            settings.roles[question.mid(5)] = value;
    });
}

void ImportFiles::addRecipe(const Recipe& recipe) {
    std::erase_if(m_recipes, [&recipe](const Recipe& known) { return known.name == recipe.name; });
    m_recipes.push_back(recipe);
}

void ImportFiles::look(int index) {
    const auto file = m_files[static_cast<std::size_t>(index)];
    if (m_checking == file.get()) stop();
    file->state = ImportFile::State::Looking;
    file->error.reset();
    JobRunner::release(std::move(file->batch));
    file->batch.reset();
    file->oddRows.clear();
    m_document->jobs()->run<Looked>(
        tr("Looking at %1").arg(file->name()), this,
        [path = file->path.toStdString(), database = file->database, stem = file->stem(), settings = file->settings,
         session = file->plain ? file->session : nullptr, known = file->plain, recipes = m_recipes, earlier = m_earlier,
         workspace = m_document->workspace()](const JobContext& job) -> Result<Looked> {
            Looked out;
            out.session = session;
            if (!out.session) {
                auto opened =
                    database ? io::PreviewSession::open(*database, {}, job) : io::PreviewSession::open(path, {}, job);
                if (!opened) return opened.failure();
                out.session = std::move(*opened);
            }
            // the columns as they stand tell which recipe fits and which choices still have a column
            io::InspectHints hints;
            hints.kind = settings.kind;
            hints.base = withShape({}, settings);
            out.plain = known;
            if (!known || session != out.session || known->read != settings.read || known->kind != settings.kind ||
                known->shape != hints.base) {
                auto plain = out.session->preview(settings.read, hints, job);
                if (!plain) return plain.failure();
                out.plain = std::make_shared<const PlainLook>(
                    PlainLook{settings.read, settings.kind, hints.base, std::move(*plain)});
            }
            const io::Inspection& plain = out.plain->preview.inspection;
            out.base = findBase(settings, stem, recipes, earlier, plain);
            hints.base = withChoices(out.base.recipe, settings);
            if (!out.base.recipe.columns.empty())
                hints.known = session::knownValues(*workspace, out.base.recipe.dataset);
            if (!out.base.recipe.columns.empty() && !hints.kind) hints.kind = out.base.recipe.kind;
            hints.setRoles = rolesOf(settings, &plain);
            hints.stages = hints.kind == DatasetKind::Events ? settings.stages : std::vector<std::string>();
            if (hints.base == out.plain->shape && hints.setRoles.empty() && hints.stages.empty()) {
                out.preview = out.plain->preview;
            } else {
                auto preview = out.session->preview(settings.read, hints, job);
                if (!preview) return preview.failure();
                out.preview = std::move(*preview);
            }
            if (out.base.recipe.columns.empty()) { // only what was chosen by hand: nothing to compare with
                out.preview.inspection.compared = false;
                out.preview.inspection.changes.clear();
            }
            return out;
        },
        [this, file](Result<Looked> result) {
            if (const int at = indexOf(file.get()); at >= 0) looked(at, std::move(result));
        },
        QStringLiteral("import-look/%1").arg(quintptr(file.get())));
    Q_EMIT changed(index);
}

void ImportFiles::looked(int index, Result<Looked> result) {
    ImportFile& file = *m_files[static_cast<std::size_t>(index)];
    if (!result) {
        const bool stopped = result.error().code == kCancelled;
        if (!stopped) file.error = result.error();
        file.preview.reset();
        file.state = stopped ? ImportFile::State::Stopped : ImportFile::State::Refused;
        Q_EMIT changed(index);
        m_settled.start();
        return;
    }
    file.session = result->session;
    file.plain = result->plain;
    file.preview = std::move(result->preview);
    file.base = std::move(result->base.recipe);
    file.baseOf = result->base.of;
    // a first sheet of notes: the data stand on a later one
    const io::SourceInfo& source = file.preview->inspection.source;
    if (file.settings.read.sheet.empty() && file.preview->inspection.rowsEstimate == 0)
        for (std::size_t i = source.sheet + 1; i < source.sheets.size(); ++i)
            if (!source.sheets[i].hidden) {
                file.settings.read.sheet = source.sheets[i].name;
                return look(index);
            }
    file.state = file.isBlocked() ? ImportFile::State::Asks : ImportFile::State::Waiting;
    nameGroups();
    Q_EMIT changed(index);
    m_settled.start();
}

// Files of one header that nobody named go into one dataset: what their names have in common, else the first's name.
void ImportFiles::nameGroups() {
    for (int i = 0; i < count(); ++i) {
        const ImportFile& first = at(i);
        if (!first.preview || !first.settings.dataset.isEmpty() || !first.base.dataset.empty()) continue;
        std::vector<int> group;
        QString common = first.stem();
        for (int j = i; j < count(); ++j) {
            if (!at(j).preview || at(j).headerKey() != first.headerKey() || !at(j).settings.dataset.isEmpty()) continue;
            group.push_back(j);
            const QString stem = at(j).stem();
            qsizetype same = 0;
            while (same < common.size() && same < stem.size() && common[same] == stem[same])
                ++same;
            common.truncate(same);
        }
        if (group.size() < 2) continue;
        while (!common.isEmpty() && !common.back().isLetter())
            common.chop(1);
        if (common.size() < 2) common = first.stem();
        for (const int j : group) {
            m_files[static_cast<std::size_t>(j)]->settings.dataset = common;
            Q_EMIT changed(j);
        }
    }
}

void ImportFiles::checkAgain(int index) {
    if (at(index).state != ImportFile::State::Stopped) return;
    if (!at(index).preview || !at(index).plain) return look(index);
    m_files[static_cast<std::size_t>(index)]->state = ImportFile::State::Waiting;
    checkNext();
}

void ImportFiles::checkNext() {
    if (m_checking || m_writing || m_files.empty()) return;
    std::shared_ptr<ImportFile> next;
    for (int i = -1; i < count() && !next; ++i) {
        const auto& file = m_files[static_cast<std::size_t>(i < 0 ? m_current : i)];
        if (file->state == ImportFile::State::Waiting) next = file;
    }
    if (!next) return;
    m_checking = next.get();
    next->state = ImportFile::State::Checking;
    io::ImportRequest request;
    request.path = (next->database ? next->stem() : next->path).toStdString();
    request.database = next->database;
    request.kind = next->kind();
    request.dataset = next->dataset().trimmed().toStdString();
    request.base = withChoices(next->base, next->settings);
    request.base.kind = request.kind;
    request.setRoles = rolesOf(next->settings, next->preview ? &next->preview->inspection : nullptr);
    if (request.kind == DatasetKind::Events) request.stages = next->settings.stages;
    request.options = next->settings.read;
    request.zone = m_document->workspace()->zone;
    m_job = m_document->jobs()->run<Checked>(
        tr("Checking %1").arg(next->name()), this,
        [request, session = next->session, workspace = m_document->workspace(), compared = !next->base.columns.empty(),
         changes = next->preview ? next->preview->inspection.changes
                                 : std::vector<io::RecipeChange>()](const JobContext& job) -> Result<Checked> {
            Checked out;
            io::ImportRequest asked = request;
            if (compared) asked.known = session::knownValues(*workspace, request.dataset);
            asked.afterwards = [&](io::Source& source, const ImportBatch& read) -> Result<void> {
                auto rows = io::rowsAt(source, oddLines(read), job);
                if (!rows) return rows.failure();
                out.oddRows = std::move(*rows);
                return {};
            };
            auto checked = session::checkFile(asked, job);
            if (!checked) return checked.failure();
            if (!request.database) {
                auto rows = session->rowsAt(request.options, oddLines(*checked->batch), job);
                if (!rows) return rows.failure();
                out.oddRows = std::move(*rows);
            }
            out.changes = changes;
            if (!changes.empty()) io::completeNewValues(out.changes, *checked->batch, asked.known);
            if (!checked->holdsCells) checked->batch = session::withoutCells(*checked->batch);
            out.file = std::move(*checked);
            return out;
        },
        [this, next, request](Result<Checked> result) {
            next->request = request;
            m_checking = nullptr;
            m_job = 0;
            if (const int at = indexOf(next.get()); at >= 0) checked(at, std::move(result));
            checkNext();
        });
    Q_EMIT changed(indexOf(next.get()));
}

void ImportFiles::checked(int index, Result<Checked> result) {
    ImportFile& file = *m_files[static_cast<std::size_t>(index)];
    if (file.state != ImportFile::State::Checking) return; // its settings were changed meanwhile
    if (result) {
        if (file.preview) file.preview->inspection.changes = std::move(result->changes);
        file.batch = std::move(result->file.batch);
        file.holdsCells = result->file.holdsCells;
        file.oddRows = std::move(result->oddRows);
        file.state = ImportFile::State::Ready;
    } else if (result.error().code == kCancelled) {
        file.state = ImportFile::State::Stopped;
    } else {
        file.error = result.error();
        file.state = ImportFile::State::Refused;
    }
    Q_EMIT changed(index);
}

bool ImportFiles::isIdle() const {
    if (m_checking || m_writing || m_settled.isActive()) return false;
    return std::none_of(m_files.begin(), m_files.end(),
                        [](const auto& file) { return file->state == ImportFile::State::Looking; });
}

QString ImportFiles::whyNot() const {
    if (m_files.empty()) return tr("No file is left to import.");
    if (m_writing) return tr("The import is being written.");
    if (m_document->isReadOnly()) return tr("The project is read-only: save it under another name first.");
    const auto first = [this](ImportFile::State state) -> const ImportFile* {
        for (const auto& file : m_files)
            if (file->state == state) return file.get();
        return nullptr;
    };
    if (const ImportFile* file = first(ImportFile::State::Refused))
        return count() == 1 ? tr("%1 cannot be imported as it stands.").arg(file->name())
                            : tr("%1 cannot be imported: change how it is read or remove it from the list. All files "
                                 "come together or not at all.")
                                  .arg(file->name());
    if (const ImportFile* file = first(ImportFile::State::Asks))
        return tr("%1: answer the question above.").arg(file->name());
    if (const ImportFile* file = first(ImportFile::State::Stopped))
        return tr("%1: the check of the whole file was stopped.").arg(file->name());
    for (const auto& file : m_files)
        if (file->state != ImportFile::State::Ready)
            return tr("%1: the whole file is being checked.").arg(file->name());
    return {};
}

double ImportFiles::fraction() const {
    if (!m_checking && !m_writing) return -1;
    double fraction = -1;
    for (const JobInfo& job : m_document->jobs()->running())
        if (job.id == m_job || m_writing) fraction = std::max(fraction, job.fraction);
    return fraction;
}

void ImportFiles::stop() {
    if (m_job) m_document->jobs()->cancel(m_job);
}

void ImportFiles::importAll() {
    if (!canImport()) return;
    m_writing = true;
    std::vector<session::FileImport> imports;
    std::set<QString> replaced;
    for (const auto& file : m_files) {
        // several files of one dataset: the first replaces its rows, the others join it
        const bool again = file->settings.mode == ImportMode::Replace && !replaced.insert(file->dataset()).second;
        imports.push_back({file->request, again ? ImportMode::Append : file->settings.mode,
                           session::CheckedFile{file->batch, file->holdsCells}});
    }
    m_job = m_document->importFiles(std::move(imports), [this](Result<std::vector<ImportReport>> reports) {
        m_writing = false;
        m_job = 0;
        if (!reports) {
            notImported(reports.error());
            return;
        }
        m_reports = std::move(*reports);
        keepRecipes();
        Q_EMIT imported();
    });
    Q_EMIT changed(m_current);
}

void ImportFiles::notImported(const Error& error) {
    // a file that is another one by now has to be looked at from the beginning
    if (error.code == "session.file_changed")
        for (const auto& file : m_files)
            if (!file->database && file->request.path == error.args.front()) {
                file->plain.reset();
                JobRunner::release(std::move(file->batch));
                file->batch.reset();
                file->oddRows.clear();
                file->state = ImportFile::State::Stopped;
            }
    // last, as a change takes an old message away
    Q_EMIT changed(m_current);
    Q_EMIT failed(error);
}

void ImportFiles::keepRecipes() {
    for (const auto& file : m_files) {
        if (file->settings.saveAs.trimmed().isEmpty()) continue;
        Recipe recipe = file->batch->recipe;
        recipe.name = file->settings.saveAs.trimmed().toStdString();
        if (const auto saved = m_document->putRecipe(recipe); !saved) Q_EMIT failed(saved.error());
    }
}

} // namespace xo::ui
