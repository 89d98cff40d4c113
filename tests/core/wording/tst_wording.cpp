#include "core/wording/errors.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QtTest>

using namespace xo;

class TestWording : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Every code the sources pass to fail() has its sentence in both languages.
    void everyCodeHasATextInBothLanguages() {
        QSet<QString> known;
        for (const auto& table : wording::errorTables())
            for (const auto& text : table) {
                const QString code = QString::fromUtf8(text.code.data(), qsizetype(text.code.size()));
                QVERIFY2(!known.contains(code), qPrintable(QStringLiteral("two texts for ") + code));
                known.insert(code);
                QVERIFY2(!text.english.empty() && !text.chinese.empty(), qPrintable(code));
                QVERIFY2(text.english != text.chinese, qPrintable(code));
                const QString chinese = QString::fromUtf8(text.chinese.data(), qsizetype(text.chinese.size()));
                QVERIFY2(chinese.contains(QRegularExpression(QStringLiteral("[\\x{4e00}-\\x{9fff}]"))),
                         qPrintable(code));
                // what one language tells, the other tells too
                const QString english = QString::fromUtf8(text.english.data(), qsizetype(text.english.size()));
                for (int i = 1; i <= 9; ++i) {
                    const QString mark = QStringLiteral("%%1").arg(i);
                    QVERIFY2(english.contains(mark) == chinese.contains(mark),
                             qPrintable(code + QLatin1Char(' ') + mark));
                }
            }
        int uses = 0;
        const QRegularExpression call(QStringLiteral("\\bfail\\(\\s*\"([a-z0-9_.]+)\""));
        for (const char* folder : {"/core", "/ui", "/app"}) {
            QDirIterator files(QStringLiteral(XOW_SOURCE_DIR) + QLatin1String(folder),
                               {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QString text =
                    QString::fromUtf8(file.readAll()).remove(QRegularExpression(QStringLiteral("//[^\n]*")));
                for (auto match = call.globalMatch(text); match.hasNext();) {
                    const QString code = match.next().captured(1);
                    ++uses;
                    QVERIFY2(known.contains(code),
                             qPrintable(code + QStringLiteral(" has no text; used in ") + file.fileName()));
                }
            }
        }
        QVERIFY2(uses > 50, "the search found next to nothing: it would not see a missing text either");
    }
    // what is said of the matter in both languages is told in one; names of files are left alone
    void argumentsInBothLanguages() {
        const Error error{"io.not_a_table", {"a web page / 网页"}, {}};
        const std::string english = wording::errorText(error, wording::Language::English);
        const std::string chinese = wording::errorText(error, wording::Language::Chinese);
        QVERIFY2(english.find("but a web page.") != std::string::npos, english.c_str());
        QVERIFY2(english.find("网页") == std::string::npos, english.c_str());
        QVERIFY2(chinese.find("网页") != std::string::npos && chinese.find("web") == std::string::npos,
                 chinese.c_str());
        for (const char* name : {"/data/a / 网页.csv", "a / b", "旅程 / 网页", "a / ", " / "}) {
            const Error other{"io.is_directory", {name}, {}};
            QVERIFY(wording::errorText(other, wording::Language::Chinese).find(name) != std::string::npos);
        }
    }
    void fillsArgumentsAndPlace() {
        const Error error{"model.bad_role", {"scor"}, "column Q1"};
        const std::string english = wording::errorText(error, wording::Language::English);
        QVERIFY(english.find("'scor'") != std::string::npos);
        QVERIFY(english.find("(column Q1)") != std::string::npos);
        QVERIFY(wording::errorText(error, wording::Language::Chinese).find("“scor”") != std::string::npos);
        QVERIFY(wording::errorText({"x", {}, "row 3, column row 1"}, wording::Language::Chinese) ==
                "x（行 3, 列 row 1）");
        QCOMPARE(wording::errorText({"no.such_code", {}, {}}, wording::Language::English), std::string("no.such_code"));
    }
};

QTEST_APPLESS_MAIN(TestWording)
#include "tst_wording.moc"
