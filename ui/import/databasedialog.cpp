#include "ui/import/databasedialog.h"

#include "ui/document/document.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>

namespace xo::ui {

void DatabaseDialog::setAddress(const io::DatabaseAddress& address) {
    static_cast<QComboBox*>(m_fields[Kind].box)->setCurrentIndex(static_cast<int>(address.driver));
    const QString database = QString::fromStdString(address.database);
    const bool file = address.driver == io::DatabaseDriver::Sqlite;
    line(File)->setText(file ? database : QString());
    line(Host)->setText(QString::fromStdString(address.host));
    line(Port)->setText(address.port > 0 ? QString::number(address.port) : QString());
    line(Database)->setText(file ? QString() : database);
    line(User)->setText(QString::fromStdString(address.user));
    line(Options)->setText(QString::fromStdString(address.options));
    showDriver();
}

io::DatabaseDriver DatabaseDialog::driver() const {
    return static_cast<io::DatabaseDriver>(static_cast<QComboBox*>(m_fields[Kind].box)->currentIndex());
}

io::DatabaseAddress DatabaseDialog::address() const {
    io::DatabaseAddress address;
    address.driver = driver();
    const auto text = [this](FieldAt at) { return line(at)->text().trimmed().toStdString(); };
    if (address.driver == io::DatabaseDriver::Sqlite) {
        address.database = text(File);
        return address;
    }
    address.database = text(Database);
    address.user = text(User);
    if (address.driver == io::DatabaseDriver::Odbc) return address;
    address.host = text(Host);
    address.port = line(Port)->text().toInt();
    address.options = text(Options);
    return address;
}

// An address as a whole, pasted where the server's name belongs: its parts go to their fields.
void DatabaseDialog::takeUrl() {
    const QString text = line(Host)->text().trimmed();
    if (!text.contains(QLatin1String("://"))) return;
    const auto parsed = io::DatabaseAddress::parse(text.toStdString());
    if (!parsed) return m_message->showError(parsed.error());
    m_message->dismiss();
    setAddress(*parsed);
}

QStringList DatabaseDialog::tables() const {
    QStringList names;
    for (int row = 0; row < m_list->count(); ++row)
        names << m_list->item(row)->data(Qt::UserRole).toString();
    return names;
}

QString DatabaseDialog::errorText() const {
    return m_message->isError() ? m_message->text() : QString();
}

DatabaseDialog::Requests DatabaseDialog::requests() const {
    Requests requests;
    io::DatabaseRequest request;
    request.address = address();
    if (request.address.driver != io::DatabaseDriver::Sqlite) request.password = line(Password)->text().toStdString();
    if (m_choice->currentIndex() == 1) {
        request.select = m_select->toPlainText().trimmed().toStdString();
        if (!request.select.empty()) requests.push_back(std::make_shared<const io::DatabaseRequest>(request));
        return requests;
    }
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem* item = m_list->item(row);
        if (!item->isSelected() || item->isHidden()) continue;
        request.table = item->data(Qt::UserRole).toString().toStdString();
        requests.push_back(std::make_shared<const io::DatabaseRequest>(request));
    }
    return requests;
}

void DatabaseDialog::connectToServer() {
    takeUrl();
    if (m_job || !m_connect->isEnabled()) return;
    m_message->dismiss();
    forgetTables();
    using Tables = std::vector<io::DatabaseTable>;
    const std::string password = line(Password)->text().toStdString();
    m_job = m_document->jobs()->run<Tables>(
        tr("Listing the tables"), this,
        [address = address(), password](const JobContext& job) { return io::listTables(address, password, job); },
        [this](Result<Tables> tables) {
            finished();
            if (!tables) return m_message->showError(tables.error());
            showTables(*tables);
        },
        QStringLiteral("database/%1").arg(quintptr(this)));
    updateButtons();
}

// One row of each is asked for: what cannot be read is told here, where it can be mended.
void DatabaseDialog::choose() {
    const Requests wanted = requests();
    if (m_job || wanted.empty()) return;
    m_message->dismiss();
    m_job = m_document->jobs()->run<bool>(
        tr("Trying the query"), this,
        [wanted](const JobContext& job) -> Result<bool> {
            for (const auto& request : wanted) {
                io::DatabaseRequest first = *request;
                first.mostRows = 1;
                if (auto opened = io::openDatabase(first, job); !opened) return opened.failure();
            }
            return true;
        },
        [this, wanted](const Result<bool>& tried) {
            finished();
            if (!tried) return m_message->showError(tried.error());
            accept();
            Q_EMIT chosen(wanted);
        },
        QStringLiteral("database/%1").arg(quintptr(this)));
    updateButtons();
}

void DatabaseDialog::finished() {
    m_job = 0;
    updateButtons();
}

void DatabaseDialog::stop() {
    if (m_job) m_document->jobs()->cancel(m_job);
}

void DatabaseDialog::forgetTables() {
    m_connected = false;
    m_list->clear();
    filterTables();
}

void DatabaseDialog::showTables(const std::vector<io::DatabaseTable>& tables) {
    m_connected = true;
    m_list->clear();
    for (const io::DatabaseTable& table : tables) {
        const QString name = QString::fromStdString(table.name);
        auto* item = new QListWidgetItem(table.view ? tr("%1 (view)").arg(name) : name, m_list);
        item->setData(Qt::UserRole, name);
        item->setData(Qt::UserRole + 1, table.view);
    }
    filterTables();
    if (!tables.empty() && m_choice->currentIndex() == 0) {
        m_list->setCurrentRow(0);
        m_list->setFocus();
    }
}

void DatabaseDialog::filterTables() {
    const QString wanted = m_search->text().trimmed();
    int shown = 0;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* item = m_list->item(row);
        const bool fits = item->data(Qt::UserRole).toString().contains(wanted, Qt::CaseInsensitive);
        item->setHidden(!fits);
        shown += fits;
    }
    m_empty->setText(!m_connected           ? tr("Connect to see the tables.")
                     : m_list->count() == 0 ? tr("There is no table you may read.")
                                            : tr("No table is called so."));
    m_empty->setVisible(shown == 0);
    m_list->setVisible(shown > 0);
    m_search->setEnabled(m_list->count() > 0);
    updateButtons();
}

void DatabaseDialog::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!enter) return QDialog::keyPressEvent(event);
    // Return goes on from where one is: from the address to the tables, from the tables to the wizard
    const bool inForm = focusWidget() && focusWidget()->parentWidget() == m_fields[Kind].box->parentWidget();
    if (inForm && !(event->modifiers() & Qt::ControlModifier))
        connectToServer();
    else
        choose();
}

void DatabaseDialog::reject() {
    if (m_job) return stop();
    QDialog::reject();
}

void DatabaseDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace xo::ui
