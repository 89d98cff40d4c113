#include "core/project/store.h"
#include "tests/gui/support/smallproject.h"
#include "ui/document/document.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

using namespace xo;
using xo::ui::Document;

namespace {

IdentityRules rulesOf(const std::string& text) {
    auto rules = identityRulesFromJson(Json::parse(text));
    return rules ? *rules : IdentityRules();
}

IdentityRules exactCities() { // all customers of a city would be one person: too many
    return rulesOf(R"({"too_common": 30, "rules": [{"kind": "exact", "columns": ["customers.city"]}]})");
}

std::size_t persons(const Document& document) {
    auto known = document.workspace()->knownSubjects();
    return known ? (*known)->count() : 0;
}

} // namespace

/// Identity rules and free definitions as edits of the document.
class TestIdentityEdits : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    QString m_path;
    int m_count = 0;
    std::unique_ptr<Document> m_document;

    bool open() {
        bool opened = false;
        m_document->open(m_path, [&](Result<void> done) { opened = done.has_value(); });
        return QTest::qWaitFor([&] { return opened; }, 20000);
    }
    bool save() {
        bool saved = false;
        m_document->save([&](Result<void> done) { saved = done.has_value(); });
        return QTest::qWaitFor([&] { return saved; }, 20000);
    }

private Q_SLOTS:
    void init() {
        m_path = m_folder.filePath(QStringLiteral("project%1.xow").arg(++m_count));
        QVERIFY(test::writeSmallProject(m_path));
        m_document = std::make_unique<Document>();
        m_document->setWorkingFolder(m_folder.filePath(QStringLiteral("working")));
        QVERIFY(open());
    }
    void cleanup() { m_document.reset(); }

    void rulesAreUndoneAndRedone() {
        QCOMPARE(persons(*m_document), std::size_t(40));
        QSignalSpy changed(m_document.get(), &Document::workspaceChanged);
        QVERIFY(m_document->putIdentityRules(exactCities()));
        QCOMPARE(changed.count(), 1);
        QVERIFY(m_document->workspace()->identity == exactCities());
        QCOMPARE(persons(*m_document), std::size_t(2));
        QVERIFY(m_document->isModified());
        m_document->undoStack()->undo();
        QVERIFY(m_document->workspace()->identity.empty());
        QCOMPARE(persons(*m_document), std::size_t(40));
        QVERIFY(!m_document->isModified());
        m_document->undoStack()->redo();
        QCOMPARE(persons(*m_document), std::size_t(2));
        // the same again is no edit
        QVERIFY(m_document->putIdentityRules(exactCities()));
        QCOMPARE(m_document->undoStack()->count(), 1);
    }

    void rulesAreSavedWithTheProject() {
        QVERIFY(m_document->putIdentityRules(exactCities()));
        QVERIFY(save());
        QVERIFY(open());
        QVERIFY(m_document->workspace()->identity == exactCities());
        QCOMPARE(persons(*m_document), std::size_t(2));
        QVERIFY(m_document->putIdentityRules({}));
        QVERIFY(save());
        auto store = Store::open(m_path.toStdString(), Store::Access::ReadOnly);
        QVERIFY(store);
        auto rules = (*store)->identityRules();
        QVERIFY(rules && rules->empty());
    }

    void aLargeFileShowsThemAtOnce() {
        m_document->setCopiedAtOnce(0);
        QVERIFY(m_document->putIdentityRules(exactCities()));
        QCOMPARE(persons(*m_document), std::size_t(2)); // before the working copy is there
        m_document->undoStack()->undo();
        QCOMPARE(persons(*m_document), std::size_t(40));
        m_document->undoStack()->redo();
        QTRY_VERIFY(m_document->jobs()->isIdle());
        QCOMPARE(persons(*m_document), std::size_t(2));
        QVERIFY(save());
        QVERIFY(open());
        QVERIFY(m_document->workspace()->identity == exactCities());
    }

    void wrongRulesAreNoEdit() {
        IdentityRules wrong = exactCities();
        wrong.rules.front().columns.clear();
        const auto done = m_document->putIdentityRules(wrong);
        QVERIFY(!done);
        QCOMPARE(QString::fromStdString(done.error().code), QStringLiteral("model.bad_json"));
        QVERIFY(!m_document->isModified());
        m_document->close();
        QVERIFY(!m_document->putIdentityRules(exactCities()));
        QVERIFY(!m_document->setDefinition(QStringLiteral("x"), "kind", "name", Json(1)));
        QVERIFY(!m_document->definition("kind", "name"));
    }

    void definitionsAreUndoneAndRedone() {
        const auto now = [this] {
            auto found = m_document->definition("threshold", "small base");
            return found ? *found : Json("failed");
        };
        for (const bool large : {false, true}) {
            if (large) m_document->setCopiedAtOnce(0);
            QVERIFY(now().is_null());
            QVERIFY(m_document->setDefinition(QStringLiteral("Set"), "threshold", "small base", Json{{"least", 30}}));
            QVERIFY(m_document->setDefinition(QStringLiteral("Set"), "threshold", "small base", Json{{"least", 50}}));
            QTRY_VERIFY(m_document->jobs()->isIdle());
            QCOMPARE(now()["least"].get<int>(), 50);
            m_document->undoStack()->undo();
            QCOMPARE(now()["least"].get<int>(), 30);
            m_document->undoStack()->undo();
            QVERIFY(now().is_null());
            m_document->undoStack()->redo();
            m_document->undoStack()->redo();
            QCOMPARE(now()["least"].get<int>(), 50);
            m_document->undoStack()->undo();
            QVERIFY(save());
            QVERIFY(open());
            QCOMPARE(now()["least"].get<int>(), 30);
            QVERIFY(m_document->setDefinition(QStringLiteral("Remove"), "threshold", "small base", Json()));
            QTRY_VERIFY(m_document->jobs()->isIdle());
            QVERIFY(now().is_null());
            QVERIFY(save());
            QVERIFY(open());
        }
    }
};

QTEST_MAIN(TestIdentityEdits)
#include "tst_identityedits.moc"
