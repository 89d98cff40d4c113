#include "ui/document/document.h"
#include "ui/import/databasedialog.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFontDatabase>
#include <QGridLayout>
#include <QIntValidator>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QTabBar>
#include <QTabWidget>

namespace xo::ui {

namespace {

QString plain(QString mnemonic) {
    static const QRegularExpression bracket(QStringLiteral("\\(&.\\)"));
    return mnemonic.remove(bracket).remove(QLatin1Char('&'));
}

} // namespace

DatabaseDialog::DatabaseDialog(Document* document, ImportAsk ask, QWidget* parent)
    : QDialog(parent), m_document(document), m_ask(std::move(ask)), m_message(new MessageBar(this)),
      m_title(label("heading", this)), m_promise(label("hint", this)), m_note(label("hint", this)),
      m_browse(button("", this)), m_connect(button("", this)), m_choice(new QTabWidget(this)),
      m_empty(label("muted", this)), m_selectHint(label("hint", this)), m_search(new QLineEdit(this)),
      m_list(new QListWidget(this)), m_select(new QPlainTextEdit(this)), m_progress(new QProgressBar(this)),
      m_stop(button("", this)), m_cancel(button("", this)), m_open(button("primary", this)) {
    resize(880, 560);
    for (QLabel* text : {m_promise, m_note, m_empty, m_selectHint})
        text->setWordWrap(true);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_progress->setRange(0, 0);
    for (QPushButton* push : {m_browse, m_connect, m_stop, m_cancel, m_open})
        push->setAutoDefault(false);
    auto* sides = new QHBoxLayout;
    sides->setSpacing(16);
    sides->addWidget(buildForm());
    sides->addWidget(buildChoice(), 1);
    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addWidget(m_note, 1);
    actions->addWidget(m_stop);
    actions->addWidget(m_cancel);
    actions->addWidget(m_open);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(16, 12, 16, 12);
    body->setSpacing(12);
    body->addWidget(m_title);
    body->addLayout(sides, 1);
    body->addWidget(m_progress);
    body->addLayout(actions);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addLayout(body, 1);
    QSizePolicy keeps = m_progress->sizePolicy();
    keeps.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(keeps);

    connect(m_connect, &QPushButton::clicked, this, &DatabaseDialog::connectToServer);
    connect(m_open, &QPushButton::clicked, this, &DatabaseDialog::choose);
    connect(m_stop, &QPushButton::clicked, this, &DatabaseDialog::stop);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        stop();
        QDialog::reject();
    });
    retranslate();
    showDriver();
    m_fields[File].box->setFocus();
}

DatabaseDialog::~DatabaseDialog() {
    stop();
}

QLineEdit* DatabaseDialog::line(FieldAt at) const {
    return static_cast<QLineEdit*>(m_fields[at].box);
}

QWidget* DatabaseDialog::buildForm() {
    auto* form = new QWidget(this);
    form->setFixedWidth(300);
    auto* grid = new QGridLayout(form);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    m_browse->setParent(form);
    m_connect->setParent(form);
    for (int i = 0; i < FieldCount; ++i) {
        Field& field = m_fields[i];
        field.name = label("label", form);
        field.box = i == Kind ? static_cast<QWidget*>(new QComboBox(form)) : new QLineEdit(form);
        field.name->setBuddy(field.box);
        field.box->setObjectName(QStringLiteral("database/%1").arg(i));
    }
    auto* kind = static_cast<QComboBox*>(m_fields[Kind].box);
    for (int i = 0; i < 4; ++i) // in the order of io::DatabaseDriver
        kind->addItem(QString());
    line(Port)->setValidator(new QIntValidator(1, 65535, this));
    line(Port)->setFixedWidth(84);
    line(Password)->setEchoMode(QLineEdit::Password);
    const auto place = [&](FieldAt at, int row, int column, int columns) {
        grid->addWidget(m_fields[at].name, row, column, 1, columns);
        grid->addWidget(m_fields[at].box, row + 1, column, 1, columns);
    };
    int row = 0;
    place(Kind, row, 0, 2);
    place(File, row += 2, 0, 1);
    grid->addWidget(m_browse, row + 1, 1);
    place(Host, row += 2, 0, 1);
    place(Port, row, 1, 1);
    for (const FieldAt at : {Database, User, Password, Options})
        place(at, row += 2, 0, 2);
    row += 2;
    grid->addWidget(m_promise, row++, 0, 1, 2);
    grid->setRowMinimumHeight(row++, 6);
    grid->addWidget(m_connect, row++, 0, 1, 2);
    grid->setRowStretch(row, 1);
    connect(kind, &QComboBox::currentIndexChanged, this, &DatabaseDialog::showDriver);
    for (const FieldAt at : {File, Host, Port, Database, User, Password, Options})
        connect(line(at), &QLineEdit::textChanged, this, [this] {
            forgetTables();
            updateButtons();
        });
    connect(line(Host), &QLineEdit::editingFinished, this, &DatabaseDialog::takeUrl);
    connect(m_browse, &QPushButton::clicked, this, [this] {
        if (!m_ask.openFile) return;
        m_ask.openFile(tr("Choose a SQLite file"), tr("SQLite files (*.sqlite *.sqlite3 *.db *.db3);;All files (*)"),
                       [this](const QString& path) {
                           line(File)->setText(path);
                           forgetTables();
                           connectToServer();
                       });
    });
    return form;
}

QWidget* DatabaseDialog::buildChoice() {
    m_choice->setDocumentMode(true);
    auto* page = new QWidget(m_choice);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setUniformItemSizes(true);
    m_list->setSpacing(3);
    m_empty->setAlignment(Qt::AlignCenter);
    m_search->setClearButtonEnabled(true);
    auto* tables = new QVBoxLayout(page);
    tables->setContentsMargins(0, 8, 0, 0);
    tables->setSpacing(8);
    tables->addWidget(m_search);
    tables->addWidget(m_empty, 1);
    tables->addWidget(m_list, 1);
    auto* query = new QWidget(m_choice);
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPixelSize(13);
    m_select->setFont(fixed);
    m_select->setTabChangesFocus(true);
    auto* select = new QVBoxLayout(query);
    select->setContentsMargins(0, 8, 0, 0);
    select->setSpacing(8);
    select->addWidget(m_select, 1);
    select->addWidget(m_selectHint);
    m_choice->addTab(page, QString());
    m_choice->addTab(query, QString());
    connect(m_choice, &QTabWidget::currentChanged, this, &DatabaseDialog::updateButtons);
    connect(m_search, &QLineEdit::textChanged, this, &DatabaseDialog::filterTables);
    connect(m_list, &QListWidget::itemSelectionChanged, this, &DatabaseDialog::updateButtons);
    connect(m_list, &QListWidget::itemDoubleClicked, this, &DatabaseDialog::choose);
    connect(m_select, &QPlainTextEdit::textChanged, this, &DatabaseDialog::updateButtons);
    return m_choice;
}

void DatabaseDialog::showDriver() {
    const io::DatabaseDriver kind = driver();
    const bool file = kind == io::DatabaseDriver::Sqlite, odbc = kind == io::DatabaseDriver::Odbc;
    const bool visible[] = {true, file, !file && !odbc, !file && !odbc, !file, !file, !file, !file && !odbc};
    for (int i = 0; i < FieldCount; ++i) {
        m_fields[i].name->setVisible(visible[i]);
        m_fields[i].box->setVisible(visible[i]);
    }
    m_browse->setVisible(file);
    m_promise->setVisible(!file);
    line(Port)->setPlaceholderText(kind == io::DatabaseDriver::MySql ? QStringLiteral("3306") : QStringLiteral("5432"));
    forgetTables();
    retranslate();
}

void DatabaseDialog::updateButtons() {
    const io::DatabaseDriver kind = driver();
    const bool server = kind == io::DatabaseDriver::PostgreSql || kind == io::DatabaseDriver::MySql;
    const bool said =
        kind == io::DatabaseDriver::Sqlite ? !line(File)->text().trimmed().isEmpty()
        : server ? !line(Database)->text().trimmed().isEmpty() || line(Host)->text().contains(QLatin1String("://"))
                 : !line(Database)->text().trimmed().isEmpty();
    const bool busy = m_job != 0;
    m_connect->setEnabled(said && !busy);
    m_stop->setVisible(busy);
    m_progress->setVisible(busy);
    const std::size_t picked = requests().size();
    m_open->setEnabled(picked > 0 && said && !busy);
    setTexts(m_open, picked > 1 ? tr("&Preview %1 tables").arg(picked) : tr("&Preview"));
    m_note->setText(busy          ? tr("The database is being asked…")
                    : picked == 0 ? tr("Pick one or several tables, or write a SELECT.")
                                  : tr("Nothing is changed in the database; what is imported stays on this computer."));
}

void DatabaseDialog::retranslate() {
    setWindowTitle(tr("Import from a database"));
    m_title->setText(tr("Import from a database"));
    const bool odbc = driver() == io::DatabaseDriver::Odbc;
    const QStringList names{
        tr("&Kind"), tr("&File"),     tr("&Server"),       tr("P&ort"), odbc ? tr("&Data source") : tr("&Database"),
        tr("&User"), tr("Pass&word"), tr("&More settings")};
    for (int i = 0; i < FieldCount; ++i) {
        m_fields[i].name->setText(names[i]);
        m_fields[i].box->setAccessibleName(plain(names[i]));
    }
    const QStringList kinds{tr("SQLite file"), QStringLiteral("PostgreSQL"), QStringLiteral("MySQL / MariaDB"),
                            QStringLiteral("ODBC")};
    for (int i = 0; i < kinds.size(); ++i)
        static_cast<QComboBox*>(m_fields[Kind].box)->setItemText(i, kinds[i]);
    line(Host)->setPlaceholderText(tr("this computer"));
    line(Host)->setToolTip(tr("A whole address can be pasted here: postgresql://user@host:5432/database"));
    line(Database)->setPlaceholderText(odbc ? QStringLiteral("DSN=sales") : QString());
    line(Options)->setPlaceholderText(QStringLiteral("sslmode=require"));
    m_promise->setText(tr("The password is used to connect and is kept nowhere."));
    setTexts(m_browse, tr("&Browse…"));
    setTexts(m_connect, tr("&List the tables"));
    setTexts(m_stop, tr("Stop"));
    setTexts(m_cancel, tr("Cancel"));
    m_choice->setTabText(0, tr("Tables"));
    m_choice->setTabText(1, QStringLiteral("SELECT"));
    m_choice->setAccessibleName(tr("What to import"));
    m_choice->tabBar()->setAccessibleName(tr("What to import"));
    m_search->setPlaceholderText(tr("Search the tables"));
    m_search->setAccessibleName(tr("Search the tables"));
    m_list->setAccessibleName(tr("Tables and views"));
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* item = m_list->item(row);
        const QString name = item->data(Qt::UserRole).toString();
        item->setText(item->data(Qt::UserRole + 1).toBool() ? tr("%1 (view)").arg(name) : name);
    }
    m_select->setAccessibleName(tr("SELECT to import"));
    m_select->setPlaceholderText(QStringLiteral(
        "SELECT customer_id, answered_at, nps, comment\nFROM answers\nWHERE answered_at >= '2026-01-01'"));
    m_selectHint->setText(tr("One SELECT or WITH … SELECT. It is run read-only, once for the preview and once for the "
                             "import. Ctrl+Return goes on."));
    m_progress->setAccessibleName(tr("Progress"));
    filterTables();
}

} // namespace xo::ui
