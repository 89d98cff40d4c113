#include "ui/pages/start/startpage.h"

#include "ui/pages/start/samplecard.h"
#include "ui/theme/theme.h"
#include "ui/widgets/pieces.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace xo::ui {

namespace {

/// A recent file: name, folder and day on three lines; the whole row is a button.
class RecentRow : public QPushButton {
public:
    RecentRow(const QFileInfo& file, QWidget* parent) : QPushButton(parent) {
        setKind(this, "flat");
        setFixedHeight(64);
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(12, 6, 8, 6);
        layout->setSpacing(0);
        const auto line = [&](const char* kind, const QString& text) {
            auto* part = new ElidedLabel(this, Qt::ElideMiddle);
            setKind(part, kind);
            part->setFullText(text);
            part->setAttribute(Qt::WA_TransparentForMouseEvents);
            layout->addWidget(part);
        };
        line("strong", file.fileName());
        line("label", QDir::toNativeSeparators(file.absolutePath()));
        line("hint", QLocale().toString(file.lastModified().date(), QLocale::ShortFormat));
        setAccessibleName(file.fileName());
        setToolTip(QDir::toNativeSeparators(file.absoluteFilePath()));
    }
};

} // namespace

StartPage::StartPage(const QStringList& recentFiles, QWidget* parent) : QWidget(parent), m_recent(recentFiles) {
    setObjectName(QStringLiteral("startPage"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(buildSide());
    row->addWidget(buildSamples(), 1);
    retranslate();
    restyle();
}

QWidget* StartPage::buildSide() {
    auto* side = new QWidget(this);
    side->setObjectName(QStringLiteral("startSide"));
    side->setAttribute(Qt::WA_StyledBackground);
    side->setFixedWidth(440);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(40, 32, 32, 16);
    column->setSpacing(4);
    m_brand = label("brand", side);
    m_claim = label("subtitle", side);
    m_open = button("primary", side);
    m_new = button("", side);
    m_open->setMinimumHeight(36);
    m_new->setMinimumHeight(36);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_open);
    buttons->addWidget(m_new);
    buttons->addStretch(1);
    auto* drop = new QFrame(side);
    setKind(drop, "dashed");
    auto* dropRow = new QHBoxLayout(drop);
    dropRow->setContentsMargins(16, 12, 16, 12);
    dropRow->setSpacing(12);
    m_dropIcon = new QLabel(drop);
    m_dropTitle = label("title", drop);
    m_dropText = label("label", drop);
    m_dropText->setWordWrap(true);
    m_import = button("small", drop);
    auto* dropTexts = new QVBoxLayout;
    dropTexts->setSpacing(2);
    dropTexts->addWidget(m_dropTitle);
    dropTexts->addWidget(m_dropText);
    dropRow->addWidget(m_dropIcon);
    dropRow->addLayout(dropTexts, 1);
    dropRow->addWidget(m_import);
    m_recentTitle = label("title", side);
    m_clear = button("flat", side);
    auto* recentHead = new QHBoxLayout;
    recentHead->addWidget(m_recentTitle, 1);
    recentHead->addWidget(m_clear);
    m_noRecent = label("hint", side);
    m_recentList = new QVBoxLayout;
    m_recentList->setSpacing(0);
    m_recentList->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_brand);
    column->addWidget(m_claim);
    column->addSpacing(16);
    column->addLayout(buttons);
    column->addSpacing(12);
    column->addWidget(drop);
    column->addSpacing(16);
    column->addLayout(recentHead);
    column->addWidget(m_noRecent);
    column->addLayout(m_recentList);
    column->addStretch(1);
    connect(m_open, &QPushButton::clicked, this, &StartPage::openRequested);
    connect(m_new, &QPushButton::clicked, this, &StartPage::newRequested);
    connect(m_import, &QPushButton::clicked, this, &StartPage::importRequested);
    connect(m_clear, &QPushButton::clicked, this, &StartPage::clearRecentRequested);
    return side;
}

QWidget* StartPage::buildSamples() {
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    auto* body = new QWidget(area);
    body->setObjectName(QStringLiteral("scrolled"));
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(32, 36, 40, 16);
    column->setSpacing(4);
    m_samplesTitle = label("heading", body);
    m_samplesText = label("subtitle", body);
    m_samplesText->setWordWrap(true);
    m_card = new SampleCard(body);
    m_card->setMaximumWidth(440);
    connect(m_card->button(), &QPushButton::clicked, this, &StartPage::sampleRequested);
    QFrame* help = panel(body);
    auto* helpRow = new QHBoxLayout(help);
    helpRow->setContentsMargins(16, 12, 16, 12);
    m_helpTitle = label("title", help);
    m_helpText = label("label", help);
    m_helpText->setWordWrap(true);
    auto* helpTexts = new QVBoxLayout;
    helpTexts->setSpacing(2);
    helpTexts->addWidget(m_helpTitle);
    helpTexts->addWidget(m_helpText);
    m_shortcuts = button("", help);
    helpRow->addLayout(helpTexts, 1);
    helpRow->addWidget(m_shortcuts);
    connect(m_shortcuts, &QPushButton::clicked, this, &StartPage::shortcutsRequested);
    m_local = label("muted", body);
    column->addWidget(m_samplesTitle);
    column->addWidget(m_samplesText);
    column->addSpacing(12);
    column->addWidget(m_card);
    column->addSpacing(20);
    column->addWidget(help);
    column->addSpacing(12);
    column->addWidget(m_local);
    column->addStretch(1);
    area->setWidget(body);
    return area;
}

void StartPage::setRecentFiles(const QStringList& files) {
    m_recent = files;
    rebuildRecent();
}

void StartPage::rebuildRecent() {
    for (QWidget* row : std::as_const(m_recentRows))
        row->deleteLater();
    m_recentRows.clear();
    constexpr qsizetype most = 6;
    for (const QString& path : std::as_const(m_recent)) {
        const QFileInfo file(path);
        if (!file.exists() || m_recentRows.size() >= most) continue;
        auto* row = new RecentRow(file, this);
        connect(row, &QPushButton::clicked, this, [this, path] { Q_EMIT openFileRequested(path); });
        m_recentList->addWidget(row);
        m_recentRows.append(row);
    }
    m_noRecent->setVisible(m_recentRows.isEmpty());
    m_clear->setVisible(!m_recentRows.isEmpty());
}

void StartPage::retranslate() {
    m_brand->setText(QStringLiteral("XO Workbench"));
    m_claim->setText(tr("What happens on the journey, why, and to whom."));
    setTexts(m_open, tr("Open project…"));
    setTexts(m_new, tr("New project"));
    m_dropTitle->setText(tr("Drop a data file here"));
    m_dropText->setText(tr("CSV or XLSX. The import wizard opens."));
    setTexts(m_import, tr("Choose…"), tr("Choose files to import"));
    m_recentTitle->setText(tr("Recent"));
    setTexts(m_clear, tr("Clear list"));
    m_noRecent->setText(tr("Projects you open appear here."));
    m_samplesTitle->setText(tr("Sample project"));
    m_samplesText->setText(tr("A complete project with made-up data. Nothing you do changes the original."));
    m_card->setTexts(
        tr("Car: from browsing to delivery"),
        tr("Conversion holds until the test drive. Find the stage that stalls, why people leave, and which "
           "standard was not kept."),
        tr("%1 customers").arg(counted(60000)), tr("Open sample"));
    m_helpTitle->setText(tr("New here?"));
    m_helpText->setText(tr("The car sample takes ten minutes: journey, scores, segment, list."));
    setTexts(m_shortcuts, tr("Keyboard shortcuts  F1"));
    m_local->setText(tr("Everything stays on this computer. No account, no upload."));
    rebuildRecent();
}

void StartPage::restyle() {
    const Tokens& tokens = tokensFor(palette());
    m_open->setIcon(icon(QStringLiteral("folder"), tokens.onAccent));
    m_new->setIcon(icon(QStringLiteral("add"), tokens));
    m_dropIcon->setPixmap(icon(QStringLiteral("file"), tokens.t3).pixmap(20, 20));
}

void StartPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

} // namespace xo::ui
