#include "ui/pages/segments/segmentspage.h"

#include "ui/filter/rulebuilder.h"
#include "ui/filter/rulehighlighter.h"
#include "ui/pages/segments/segmentinspector.h"
#include "ui/pages/segments/segmentlist.h"
#include "ui/theme/theme.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/pieces.h"

#include <QDate>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace xo::ui {

SegmentsPage::SegmentsPage(Document* document, PageHost* host, QWidget* parent) : Page(document, host, parent) {
    m_inspector = new SegmentInspector(this);
    m_finding = label("finding", this);
    m_finding->setWordWrap(true);
    m_subtitle = label("subtitle", this);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(16, 14, 16, 12);
    column->setSpacing(8);
    column->addWidget(m_finding);
    column->addWidget(m_subtitle);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(buildRulePanel(), 2);
    top->addWidget(buildTextPanel(), 1);
    column->addLayout(top, 3);
    column->addWidget(buildResultPanel());
    column->addWidget(buildSavedPanel(), 2);

    auto* empty = new QWidget(this);
    auto* emptyColumn = new QVBoxLayout(empty);
    m_emptyText = label("", empty);
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyButton = button("primary", empty);
    emptyColumn->addStretch(1);
    emptyColumn->addWidget(m_emptyText);
    emptyColumn->addSpacing(12);
    emptyColumn->addWidget(m_emptyButton, 0, Qt::AlignHCenter);
    emptyColumn->addStretch(1);
    connect(m_emptyButton, &QPushButton::clicked, this, [this] { this->host()->importFiles({}); });

    m_views = new QStackedWidget(this);
    m_views->addWidget(content);
    m_views->addWidget(empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_views);

    connect(m_inspector, &SegmentInspector::saveRequested, this, &SegmentsPage::save);
    connect(m_inspector, &SegmentInspector::freezeRequested, this, &SegmentsPage::freeze);
    connect(document, &Document::workspaceChanged, this, [this] {
        m_dirty = true;
        if (!this->document()->isOpen()) forget();
        if (isVisible()) refresh();
    });
    retranslate();
    restyle();
}

QWidget* SegmentsPage::buildRulePanel() {
    QFrame* box = panel(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(12, 10, 12, 8);
    column->setSpacing(6);
    m_builder = new RuleBuilder(document(), box);
    auto* area = new QScrollArea(box);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    m_builder->setObjectName(QStringLiteral("scrolled"));
    area->setWidget(m_builder);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(area, 1);
    connect(m_builder, &RuleBuilder::edited, this, &SegmentsPage::builderEdited);
    return box;
}

QWidget* SegmentsPage::buildTextPanel() {
    QFrame* box = panel(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(12, 10, 12, 8);
    column->setSpacing(8);
    m_textTitle = label("title", box);
    m_agree = label("tag-good", box);
    auto* head = new QHBoxLayout;
    head->addWidget(m_textTitle);
    head->addStretch(1);
    m_new = button("flat", box);
    head->addWidget(m_new);
    head->addWidget(m_agree);
    m_text = new QPlainTextEdit(box);
    m_text->setObjectName(QStringLiteral("ruleText"));
    m_text->setTabChangesFocus(true);
    m_highlighter = new RuleHighlighter(m_text->document());
    m_error = label("error", box);
    m_error->setWordWrap(true);
    column->addLayout(head);
    column->addWidget(m_text, 1);
    column->addWidget(m_error);
    connect(m_text, &QPlainTextEdit::textChanged, this, &SegmentsPage::textEdited);
    return box;
}

QWidget* SegmentsPage::buildResultPanel() {
    QFrame* box = panel(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(8);
    m_resultTitle = label("label", box);
    m_result = label("figure", box);
    m_resultMore = label("label", box);
    m_customers = button("", box);
    m_export = button("primary", box);
    m_filter = button("", box);
    row->addWidget(m_resultTitle);
    row->addWidget(m_result);
    row->addWidget(m_resultMore);
    row->addStretch(1);
    row->addWidget(m_filter);
    row->addWidget(m_customers);
    row->addWidget(m_export);
    connect(m_customers, &QPushButton::clicked, this,
            [this] { host()->showCustomers(m_name.isEmpty() ? tr("Rule") : m_name, rule()); });
    connect(m_export, &QPushButton::clicked, this,
            [this] { host()->exportList(m_name.isEmpty() ? tr("Rule") : m_name, rule()); });
    connect(m_filter, &QPushButton::clicked, this, [this] {
        const bool named = isSaved();
        const QString filter =
            named ? QStringLiteral("segment(%1)").arg(QString::fromStdString(query::quotedText(m_name.toStdString())))
                  : rule();
        QString text = filter;
        document()->selection()->add({named ? m_name : text.remove(QLatin1Char('\'')), filter, false});
    });
    connect(m_new, &QPushButton::clicked, this, [this] {
        m_name.clear();
        m_inspector->setSegment({}, tr("Not saved"));
        setRule({});
    });
    return box;
}

QWidget* SegmentsPage::buildSavedPanel() {
    m_saved = new SegmentList(document(), this);
    connect(m_saved, &SegmentList::openRequested, this, &SegmentsPage::openSegment);
    connect(m_saved, &SegmentList::renameRequested, this, &SegmentsPage::rename);
    connect(m_saved, &SegmentList::deleteRequested, this, [this](const QString& name) {
        if (const auto removed = document()->removeSegment(name.toStdString()); !removed)
            host()->showError(removed.error());
        else if (name == m_name)
            m_inspector->setSegment(m_name, tr("Not saved"));
    });
    connect(m_saved, &SegmentList::idleChanged, this, &SegmentsPage::idleChanged);
    return m_saved;
}

QString SegmentsPage::pageName() const {
    return tr("Segments");
}

QWidget* SegmentsPage::inspector() {
    return m_inspector;
}

bool SegmentsPage::isIdle() const {
    return m_jobs == 0 && m_saved->isIdle() && !(m_dirty && isVisible());
}

QString SegmentsPage::tableText() const {
    return m_saved->tableText();
}

QString SegmentsPage::rule() const {
    return m_text->toPlainText().replace(QLatin1Char('\n'), QLatin1Char(' ')).trimmed();
}

QString SegmentsPage::errorShown() const {
    return m_error->isHidden() ? QString() : m_error->text();
}

void SegmentsPage::setRule(const QString& text) {
    m_text->setPlainText(text);
}

void SegmentsPage::openSegment(const QString& name) {
    const auto workspace = document()->workspace();
    if (!workspace) return;
    for (const Segment& segment : workspace->segments) {
        if (QString::fromStdString(segment.name) != name) continue;
        m_name = name;
        m_inspector->setSegment(
            name, segment.snapshot ? tr("Frozen %1").arg(QString::fromStdString(segment.snapshotDay)) : tr("Live"));
        setRule(QString::fromStdString(segment.rule));
        m_saved->choose(name);
        updateButtons();
    }
}

void SegmentsPage::builderEdited() {
    if (m_filling) return;
    const QString text = ruleText(m_builder->rule());
    {
        const QScopedValueRollback guard(m_filling, true);
        m_text->setPlainText(text);
        m_lastText = text;
    }
    m_valid = true;
    recount();
}

void SegmentsPage::textEdited() {
    // colouring the text counts as a change of it, too
    if (m_filling || m_text->toPlainText() == m_lastText) return;
    m_lastText = m_text->toPlainText();
    // the whole text, so that positions in errors are those the user sees
    const auto parsed = query::parse(m_text->toPlainText().toStdString());
    m_valid = parsed.has_value();
    if (!parsed) {
        m_builder->clearCounts();
        showRuleError(parsed.error());
        return;
    }
    const QScopedValueRollback guard(m_filling, true);
    m_builder->setRule(ruleOf(*parsed));
    recount();
}

void SegmentsPage::showRuleError(const Error& error) {
    m_error->setText(errorText(error));
    m_error->setVisible(true);
    static const QRegularExpression position(QStringLiteral("(\\d+)"));
    const auto match = position.match(QString::fromStdString(error.place));
    m_highlighter->setError(match.hasMatch() ? match.captured(1).toInt() : 0);
    setKind(m_agree, "tag-bad");
    m_agree->setText(tr("rule has a mistake"));
    m_counted = false;
    m_result->setText(QStringLiteral("–"));
    m_resultMore->clear();
    m_finding->setText(tr("The rule can't be read yet"));
    m_inspector->setCounts(nullptr, m_all);
    updateButtons();
}

void SegmentsPage::begin() {
    if (m_jobs++ == 0) Q_EMIT idleChanged();
}

void SegmentsPage::end() {
    if (--m_jobs == 0) Q_EMIT idleChanged();
}

void SegmentsPage::recount() {
    m_error->setVisible(false);
    m_highlighter->setError(0);
    setKind(m_agree, "tag-good");
    m_agree->setText(tr("same as the rows"));
    updateButtons();
    if (!document()->isOpen()) return;
    const Rule built = m_builder->rule();
    std::vector<std::string> items;
    std::vector<std::vector<std::string>> conditions;
    for (const Rule::Item& item : built.items) {
        items.push_back(itemText(item).toStdString());
        conditions.emplace_back();
        for (const Condition& condition : item.conditions)
            conditions.back().push_back(conditionText(condition).toStdString());
    }
    const std::string whole = rule().toStdString();
    if (!m_counting) begin(); // a superseded job never reports: the whole chain counts as one
    m_counting = true;
    document()->jobs()->run<Counts>(
        tr("Counting the rule"), this,
        [context = document()->context(), whole, items, conditions](const JobContext& job) -> Result<Counts> {
            const auto count = [&](const std::string& text) { return session::segmentCount(context, {{}, text}, job); };
            Counts counts;
            auto result = count(whole);
            if (!result) return result.failure();
            counts.result = *result;
            auto all = count({});
            if (!all) return all.failure();
            counts.all = *all;
            // a condition that isn't finished yet holds everybody
            const auto customers = [&](const std::string& text) -> std::uint64_t {
                if (text.empty()) return counts.all.customers;
                const auto one = count(text);
                return one ? one->customers : 0;
            };
            for (std::size_t i = 0; i < items.size(); ++i) {
                counts.items.push_back(customers(items[i]));
                counts.conditions.emplace_back();
                for (const std::string& text : conditions[i])
                    counts.conditions.back().push_back(customers(text));
            }
            if (job.cancelled()) return cancelled();
            return counts;
        },
        [this](Result<Counts> counts) {
            if (counts)
                showCounts(*counts);
            else if (counts.error().code != kCancelled)
                showRuleError(counts.error());
            m_counting = false;
            end();
        },
        QStringLiteral("segments.rule"));
}

void SegmentsPage::showCounts(const Counts& counts) {
    m_count = counts.result;
    m_all = counts.all;
    m_counted = true;
    m_builder->setCounts(counts.items, counts.conditions, counts.all.customers);
    m_inspector->setCounts(&m_count, m_all);
    m_result->setText(counted(m_count.customers));
    m_resultMore->setText(
        tr("customers · %1 answers · %2 events").arg(counted(m_count.answers), counted(m_count.events)));
    const double share =
        m_all.customers ? 100.0 * static_cast<double>(m_count.customers) / static_cast<double>(m_all.customers) : 0.0;
    const QString percent = QLocale().toString(share, 'f', 1);
    if (rule().isEmpty())
        m_finding->setText(tr("All %1 customers; add a condition to choose some").arg(counted(m_all.customers)));
    else if (m_count.customers == 0)
        m_finding->setText(tr("No customer fulfils the rule"));
    else
        m_finding->setText(tr("%1 customers fulfil the rule: %2% of all").arg(counted(m_count.customers), percent));
    m_subtitle->setText(tr("Who is in the segment? · base %1 customers, %2 answers · definition in the inspector")
                            .arg(counted(m_all.customers), counted(m_all.answers)));
    updateButtons();
}

void SegmentsPage::refresh() {
    const auto workspace = document()->workspace();
    const bool hasData = workspace && !workspace->tables.empty();
    m_views->setCurrentIndex(hasData ? 0 : 1);
    m_dirty = false;
    if (!hasData) {
        m_inspector->setCounts(nullptr, {});
        m_inspector->setCanSave(false);
        return;
    }
    m_saved->refresh();
    if (m_first && !workspace->segments.empty() && rule().isEmpty()) {
        m_first = false;
        openSegment(QString::fromStdString(workspace->segments.front().name));
        return;
    }
    if (m_valid && errorShown().isEmpty()) recount();
}

/// The rule belongs to the project that was closed.
void SegmentsPage::forget() {
    m_name.clear();
    m_counted = false;
    m_first = true;
    setRule({});
    m_inspector->setSegment({}, {});
    m_inspector->setCounts(nullptr, {});
}

void SegmentsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (m_dirty) refresh();
}

bool SegmentsPage::isSaved() const {
    const auto workspace = document()->workspace();
    if (!workspace || m_name.isEmpty()) return false;
    for (const Segment& segment : workspace->segments)
        if (QString::fromStdString(segment.name) == m_name) return QString::fromStdString(segment.rule) == rule();
    return false;
}

void SegmentsPage::updateButtons() {
    const bool usable = m_valid && m_error->isHidden() && document()->isOpen();
    for (QPushButton* action : {m_customers, m_export})
        action->setEnabled(usable);
    m_filter->setEnabled(usable && !rule().isEmpty());
    m_inspector->setCanSave(usable && !rule().isEmpty());
}

Segment SegmentsPage::segmentAtHand(const QString& name) const {
    Segment segment;
    segment.name = name.toStdString();
    segment.rule = rule().toStdString();
    return segment;
}

void SegmentsPage::save() {
    const QString name = m_inspector->name();
    if (name.isEmpty()) {
        host()->saveSegment({}, rule());
        return;
    }
    if (const auto saved = document()->putSegment(segmentAtHand(name)); !saved) return host()->showError(saved.error());
    m_name = name;
    m_inspector->setSegment(name, tr("Live"));
    m_saved->choose(name);
}

void SegmentsPage::rename(const QString& name) {
    const QString wanted = m_inspector->name();
    if (name != m_name || wanted == name) { // the name is edited in the inspector
        openSegment(name);
        m_inspector->editName();
        return;
    }
    if (const auto renamed = document()->renameSegment(name.toStdString(), wanted.toStdString()); !renamed)
        return host()->showError(renamed.error());
    m_name = wanted;
    m_saved->choose(wanted);
}

void SegmentsPage::freeze() {
    const QString day = QDate::currentDate().toString(Qt::ISODate);
    const QString base = m_inspector->name().isEmpty() ? tr("Snapshot") : m_inspector->name();
    Segment segment = segmentAtHand(QStringLiteral("%1 %2").arg(base, day));
    segment.snapshot = true;
    segment.snapshotDay = day.toStdString();
    begin();
    document()->jobs()->run<Segment>(
        tr("Freezing the segment"), this,
        [context = document()->context(), segment](const JobContext& job) -> Result<Segment> {
            auto members = session::segmentMembers(context, {{}, segment.rule}, job);
            if (!members) return members.failure();
            Segment frozen = segment;
            members->forEach([&](std::size_t subject) {
                frozen.snapshotKeys.emplace_back(context.workspace->subjectKey(static_cast<std::uint32_t>(subject)));
            });
            return frozen;
        },
        [this](Result<Segment> frozen) {
            end();
            if (!frozen) return host()->showError(frozen.error());
            if (const auto saved = document()->putSegment(*frozen); !saved) host()->showError(saved.error());
        });
}

void SegmentsPage::retranslate() {
    m_builder->retranslate();
    m_saved->retranslate();
    m_inspector->retranslate();
    m_textTitle->setText(tr("Rule text"));
    m_text->setAccessibleName(tr("Rule text"));
    m_text->setPlaceholderText(tr("reached('A') and not reached('B') and any answer(csat <= 2)"));
    m_resultTitle->setText(tr("Result"));
    setTexts(m_customers, tr("Show customers"));
    setTexts(m_export, tr("Export list…"));
    setTexts(m_filter, tr("Use as filter"), tr("Adds the rule to the selection of every page"));
    setTexts(m_new, tr("New rule"));
    m_emptyText->setText(
        tr("There is no data in this project yet.\nSegments are built from customers, events and answers."));
    setTexts(m_emptyButton, tr("Import data…"));
    if (const auto workspace = document()->workspace())
        for (const Segment& segment : workspace->segments)
            if (QString::fromStdString(segment.name) == m_name)
                m_inspector->setSegment(
                    m_inspector->name(),
                    segment.snapshot ? tr("Frozen %1").arg(QString::fromStdString(segment.snapshotDay)) : tr("Live"));
    if (m_name.isEmpty()) m_inspector->setSegment(m_inspector->name(), tr("Not saved"));
    if (m_valid) m_agree->setText(tr("same as the rows"));
    if (!m_valid) {
        m_lastText.clear();
        textEdited();
    } else if (m_counted) {
        showCounts({m_count, m_all, {}, {}});
    }
}

void SegmentsPage::restyle() {
    const Tokens& tokens = tokensFor(palette());
    QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    QStringList families{QStringLiteral("Menlo"), QStringLiteral("Consolas"), QStringLiteral("Noto Sans Mono"),
                         QStringLiteral("DejaVu Sans Mono")};
    families += baseFont(speaksChinese()).families();
    mono.setFamilies(families);
    mono.setPixelSize(12);
    m_text->setFont(mono);
    m_customers->setIcon(icon(QStringLiteral("people"), tokens));
    m_export->setIcon(icon(QStringLiteral("export"), tokens.onAccent));
    m_filter->setIcon(icon(QStringLiteral("filter"), tokens));
    m_new->setIcon(icon(QStringLiteral("add"), tokens));
    m_builder->restyle();
    m_highlighter->rehighlight();
}

} // namespace xo::ui
