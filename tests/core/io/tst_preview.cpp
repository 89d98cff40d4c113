#include "core/io/preview.h"
#include "tests/core/io/iosupport.h"

#include <QStringEncoder>

#include <zlib.h>

using namespace xo;
using namespace xo::io;

namespace {

std::string lines(std::size_t rows, const std::string& word) {
    std::string out = "客戶,日期,分數,意見\n";
    for (std::size_t i = 0; i < rows; ++i)
        out += "C" + std::to_string(i) + ",2026-03-" + (i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1) + "," +
               std::to_string(i % 11) + "," + word + std::to_string(i) + "\n";
    return out;
}

std::string encoded(const std::string& text, const char* name) {
    QStringEncoder encoder(name);
    const QByteArray bytes = encoder.encode(QString::fromStdString(text));
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

Result<Preview> previewOf(PreviewSession& session, const ReadOptions& options = {}, const InspectHints& hints = {}) {
    return session.preview(options, hints, JobContext());
}

std::shared_ptr<PreviewSession> opened(const std::string& path, const PreviewSession::Limits& limits = {}) {
    auto session = PreviewSession::open(path, limits, JobContext());
    if (!session) qFatal("%s", session.error().code.c_str());
    return *session;
}

} // namespace

class TestPreview : public QObject {
    Q_OBJECT
    iotest::Files files;

private Q_SLOTS:
    /// A small file's preview says what inspect says of the whole file.
    void sameAsInspect() {
        const std::string path = files.write("small.csv", lines(300, "很好"));
        auto preview = previewOf(*opened(path));
        auto whole = inspect(path, {}, {}, JobContext());
        QVERIFY(preview && whole);
        preview->inspection.source.hash = whole->source.hash;
        QCOMPARE(toJson(preview->inspection).dump(), toJson(*whole).dump());
        QCOMPARE(preview->rows.size(), std::size_t(200));
        QCOMPARE(preview->rows.front().line, std::uint64_t(2));
        QCOMPARE(preview->rows.front().cells.front(), std::string("C0"));
    }

    /// Whatever the file's size, opening reads a bounded piece and a change of a setting reads the file no more.
    void workDoesNotGrowWithTheFile() {
        PreviewSession::Limits limits;
        limits.headBytes = 64 << 10;
        limits.placeBytes = 4 << 10;
        std::uint64_t before = 0;
        for (const std::size_t rows : {20'000U, 200'000U}) {
            const std::string path = files.write("big.csv", lines(rows, "value"));
            const auto session = opened(path, limits);
            const std::uint64_t afterOpen = session->bytesRead();
            QCOMPARE(afterOpen, std::uint64_t(64 << 10) + 4 * (4 << 10));
            if (before) QCOMPARE(afterOpen, before);
            before = afterOpen;
            for (const char* encoding : {"", "UTF-8", "GB18030", "windows-1252"})
                for (const char* delimiter : {"", ",", ";"}) {
                    ReadOptions options;
                    options.encoding = encoding;
                    options.delimiter = delimiter;
                    const auto preview = previewOf(*session, options);
                    QVERIFY(preview.has_value());
                    QCOMPARE(preview->inspection.columns.size(), std::string_view(delimiter) == ";" ? 1U : 4U);
                    QVERIFY(!preview->inspection.rowsExact);
                }
            QCOMPARE(session->bytesRead(), afterOpen);
            const auto estimate = previewOf(*session)->inspection.rowsEstimate;
            QVERIFY2(estimate > rows * 9 / 10 && estimate < rows * 11 / 10, std::to_string(estimate).c_str());
        }
    }

    /// A container that can't be cut is opened once: what means nothing to it opens nothing again.
    void containersAreOpenedOnce() {
        std::string text = "[";
        for (int i = 0; i < 300; ++i)
            text += std::string(i ? "," : "") + "{\"customer\":\"C" + std::to_string(i) +
                    "\",\"nps\":" + std::to_string(i % 11) + "}";
        auto session = opened(files.write("array.json", text + "]"));
        QVERIFY(previewOf(*session));
        const std::uint64_t read = session->bytesRead();
        QVERIFY(read > 0);
        ReadOptions options;
        options.delimiter = ";";
        options.quote = "none";
        options.comment = "#";
        options.headerRows = 1;
        InspectHints hints;
        hints.setRoles = {"nps=rating:0-10"};
        const auto preview = previewOf(*session, options, hints);
        QVERIFY(preview);
        QCOMPARE(preview->inspection.columns[1].role.text(), std::string("rating:0-10"));
        QCOMPARE(session->bytesRead(), read);
        options.encoding = "GB18030"; // other letters: these are other rows
        QVERIFY(previewOf(*session, options));
        QVERIFY(session->bytesRead() > read);
    }

    void everyEncodingGivesTheSameRows_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"UTF-8", "GB18030", "Big5", "UTF-16LE", "UTF-16BE"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void everyEncodingGivesTheSameRows() {
        QFETCH(QString, name);
        PreviewSession::Limits limits;
        limits.headBytes = 40'001; // cuts a character
        limits.placeBytes = 3'001;
        const std::string text = lines(20'000, "服務態度非常滿意");
        const std::string path = files.write("enc.csv", encoded(text, name.toLatin1()));
        const auto preview = previewOf(*opened(path, limits));
        QVERIFY2(preview.has_value(), preview ? "" : preview.error().code.c_str());
        QVERIFY2(preview->inspection.source.encoding.starts_with(name.toStdString()),
                 preview->inspection.source.encoding.c_str());
        QCOMPARE(preview->inspection.columns.size(), std::size_t(4));
        QCOMPARE(preview->inspection.columns[3].source, std::string("意見"));
        QCOMPARE(preview->rows[2].cells[3], std::string("服務態度非常滿意2"));
        QCOMPARE(preview->inspection.source.undecodable, std::uint64_t(0));
        QVERIFY(preview->inspection.oddRows.empty());
    }

    /// Only the places inside hold a letter that isn't ASCII.
    void encodingFromInside() {
        std::string text = "customer,score,comment\n";
        for (int i = 0; i < 30'000; ++i)
            text += "C" + std::to_string(i) + "," + std::to_string(i % 11) + "," +
                    (i < 8'000 ? "fine" : "非常满意的服务") + "\n";
        PreviewSession::Limits limits;
        limits.headBytes = 32 << 10;
        const auto preview = previewOf(*opened(files.write("inside.csv", encoded(text, "GB18030")), limits));
        QVERIFY(preview.has_value());
        QCOMPARE(preview->inspection.source.encoding, std::string("GB18030"));
        bool seen = false;
        for (const auto& example : preview->inspection.columns[2].examples)
            seen = seen || example == "非常满意的服务";
        QVERIFY(seen);
    }

    void aQuotedCellOverTheCut() {
        std::string text = "a,b\n1,x\n2,\"";
        text += std::string(100'000, 'y') + "\nmore\n" + std::string(100'000, 'z') + "\"\n3,w\n";
        PreviewSession::Limits limits;
        limits.headBytes = 150'000;
        const auto preview = previewOf(*opened(files.write("quoted.csv", text), limits));
        QVERIFY2(preview.has_value(), preview ? "" : preview.error().code.c_str());
        QCOMPARE(preview->inspection.columns.size(), std::size_t(2));
        QCOMPARE(preview->rows.front().cells[1], std::string("x"));
    }

    void packedFilesShowTheirHead() {
        const std::string text = lines(30'000, "很好");
        const std::string path = files.path("packed.csv.gz");
        gzFile out = gzopen(path.c_str(), "wb");
        QCOMPARE(gzwrite(out, text.data(), static_cast<unsigned>(text.size())), static_cast<int>(text.size()));
        gzclose(out);
        PreviewSession::Limits limits;
        limits.headBytes = 64 << 10;
        const auto session = opened(path, limits);
        QVERIFY(session->bytesRead() <= session->bytes());
        const auto preview = previewOf(*session);
        QVERIFY2(preview.has_value(), preview ? "" : preview.error().code.c_str());
        QCOMPARE(preview->inspection.source.compression, std::string("gzip"));
        QCOMPARE(preview->inspection.columns.size(), std::size_t(4));
        QCOMPARE(preview->rows.front().cells[3], std::string("很好0"));
        const auto estimate = preview->inspection.rowsEstimate;
        QVERIFY2(estimate > 20'000 && estimate < 40'000, std::to_string(estimate).c_str());
    }

    void oddLinesAreFetched() {
        const auto session = opened(files.write("odd.csv", "a,b\n1,2\n3\n5,6,7\n8,9\n"));
        const auto rows = session->rowsAt({}, {3, 4}, JobContext());
        QVERIFY(rows.has_value());
        QCOMPARE(rows->size(), std::size_t(2));
        QCOMPARE((*rows)[0].cells.size(), std::size_t(1));
        QCOMPARE((*rows)[1].line, std::uint64_t(4));
        QCOMPARE((*rows)[1].cells.back(), std::string("7"));
    }

    void errorsNameTheFileItself() {
        const std::string path =
            files.write("binary.csv", std::string("\x89PNG\r\n\x1A\n\0\0\0", 11) + std::string(5000, '\1'));
        const auto preview = previewOf(*opened(path));
        QVERIFY(!preview);
        QCOMPARE(preview.error().place, path);
        QCOMPARE(PreviewSession::open(files.path("none.csv"), {}, JobContext()).error().code,
                 std::string("io.cannot_open"));
        QCOMPARE(PreviewSession::open(files.folder().toStdString(), {}, JobContext()).error().code,
                 std::string("io.is_directory"));
    }

    void cellsAreJudged() {
        ColumnGuess score;
        score.type = ValueType::Score;
        score.role = *Role::parse("nps");
        const auto code = [&score](const char* text) { return std::string(cellCode(text, score)); };
        QCOMPARE(code("10"), std::string());
        QCOMPARE(code("10-非常愿意"), std::string());
        QCOMPARE(code("11"), std::string("out_of_range"));
        QCOMPARE(code("9.5"), std::string("out_of_range"));
        QCOMPARE(code("good"), std::string("unparsed"));
        QCOMPARE(code(" "), std::string("blank"));
        QCOMPARE(code("不适用"), std::string("not_applicable"));
        ColumnGuess date;
        date.type = ValueType::Date;
        QCOMPARE(std::string(cellCode("2026-02-30", date)), std::string("unparsed"));
        QCOMPARE(std::string(cellCode("2026-02-28", date)), std::string());
    }
};

QTEST_APPLESS_MAIN(TestPreview)
#include "tst_preview.moc"
