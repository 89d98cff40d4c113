#include "core/base/timezone.h"

#include <QtTest>

using namespace xo;

class TestTimeZone : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Expected instants: Python 3.11 zoneinfo, datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()
    /// (fold 0: a gap keeps the offset before it, an overlap takes the first).
    void localToInstant_data() {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("local");
        QTest::addColumn<qint64>("utc");
        QTest::newRow("plain") << "Asia/Shanghai"
                               << "2026-03-05 14:05:06" << qint64(1772690706000);
        QTest::newRow("summer time of 1988") << "Asia/Shanghai"
                                             << "1988-07-01 12:00:00" << qint64(583729200000);
        QTest::newRow("before a gap") << "Europe/Berlin"
                                      << "2026-03-29 01:30:00" << qint64(1774744200000);
        QTest::newRow("in a gap") << "Europe/Berlin"
                                  << "2026-03-29 02:30:00" << qint64(1774747800000);
        QTest::newRow("after a gap") << "Europe/Berlin"
                                     << "2026-03-29 03:00:00" << qint64(1774746000000);
        QTest::newRow("overlap") << "Europe/Berlin"
                                 << "2026-10-25 02:30:00" << qint64(1792888200000);
        QTest::newRow("after an overlap") << "Europe/Berlin"
                                          << "2026-10-25 03:30:00" << qint64(1792895400000);
        QTest::newRow("New York gap") << "America/New_York"
                                      << "2026-03-08 02:15:00" << qint64(1772954100000);
        QTest::newRow("New York overlap") << "America/New_York"
                                          << "2026-11-01 01:15:00" << qint64(1793510100000);
        QTest::newRow("half-hour overlap") << "Australia/Lord_Howe"
                                           << "2026-04-05 01:45:00" << qint64(1775313900000);
        QTest::newRow("half-hour gap") << "Australia/Lord_Howe"
                                       << "2026-10-04 02:10:00" << qint64(1791042000000);
    }
    void localToInstant() {
        QFETCH(QString, zone);
        QFETCH(QString, local);
        QFETCH(qint64, utc);
        const auto named = TimeZone::named(zone.toStdString());
        QVERIFY(named.has_value());
        const auto parsed = parseTime(local.toStdString());
        QVERIFY(parsed.has_value());
        QCOMPARE(qint64(named->fromParsed(*parsed)), utc);
    }
    void offsetsWin() {
        const auto shanghai = *TimeZone::named("Asia/Shanghai");
        QCOMPARE(shanghai.fromParsed(*parseTime("2026-03-05T06:05:06Z")), Instant(1772690706000));
        QCOMPARE(shanghai.fromParsed(*parseTime("2026-03-05T14:05:06+08:00")), Instant(1772690706000));
        QCOMPARE(shanghai.fromParsed(*parseTime("2026-03-05 01:05:06 -0500")), Instant(1772690706000));
    }
    void formats() {
        const auto berlin = *TimeZone::named("Europe/Berlin");
        QCOMPARE(berlin.format(1774746000000), std::string("2026-03-29T03:00:00+02:00"));
        QCOMPARE(berlin.format(1774744200000), std::string("2026-03-29T01:30:00+01:00"));
        QCOMPARE(berlin.formatLocal(1774746000123), std::string("2026-03-29 03:00:00.123"));
        QCOMPARE(berlin.format(1774746000000, true), std::string("2026-03-29"));
        QCOMPARE(TimeZone().format(-1), std::string("1969-12-31T23:59:59.999+00:00"));
        QCOMPARE(TimeZone().format(kNoTime), std::string());
    }
    void parsesWritings_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("iso"); // blank = refused
        const auto row = [](const char* name, const char* text, const char* iso) {
            QTest::newRow(name) << text << iso;
        };
        row("date", "2026-03-05", "2026-03-05");
        row("slashes", "2026/3/5", "2026-03-05");
        row("dots", "2026.03.05", "2026-03-05");
        row("compact", "20260305", "2026-03-05");
        row("Chinese", "2026年3月5日", "2026-03-05");
        row("Chinese with time", "2026年3月5日 14:05", "2026-03-05T14:05:00+00:00");
        row("Chinese clock", "2026年3月5日14时05分06秒", "2026-03-05T14:05:06+00:00");
        row("one-digit hour", "2026-03-05 9:05", "2026-03-05T09:05:00+00:00");
        row("T and ms", "2026-03-05T14:05:06.5", "2026-03-05T14:05:06.500+00:00");
        row("full width", "２０２６-０３-０５", "2026-03-05");
        row("midnight as 24", "2026-03-05 24:00", "2026-03-06T00:00:00+00:00");
        row("30 February", "2026-02-30", "");
        row("month 13", "2026-13-01", "");
        row("mixed separators", "2026-03/05", "");
        row("rest", "2026-03-05 14:05 uhr", "");
        row("bad minute", "2026-03-05 14:75", "");
        row("order unknown", "3/5/26", "");
        row("number", "45000", "");
        row("blank", "", "");
    }
    void parsesWritings() {
        QFETCH(QString, text);
        QFETCH(QString, iso);
        const auto parsed = parseTime(text.toStdString());
        QCOMPARE(parsed.has_value(), !iso.isEmpty());
        if (parsed) QCOMPARE(TimeZone().format(TimeZone().fromParsed(*parsed), parsed->dateOnly), iso.toStdString());
    }
    void civilDates() {
        for (std::int64_t day = -800'000; day < 800'000; day += 13) {
            const CivilDate date = civilFromDays(day);
            QCOMPARE(daysFromCivil(date), day);
            QVERIFY(isValidDate(date));
        }
        QCOMPARE(isoWeekday(0), 4); // 1970-01-01 was a Thursday
        QCOMPARE(isoWeekday(-1), 3);
        QVERIFY(isValidDate({2024, 2, 29}));
        QVERIFY(!isValidDate({2023, 2, 29}));
        QVERIFY(!isValidDate({1900, 2, 29}));
    }
    void daysOf23And25Hours() {
        const auto berlin = *TimeZone::named("Europe/Berlin");
        const std::int64_t gap = daysFromCivil({2026, 3, 29}), overlap = daysFromCivil({2026, 10, 25});
        QCOMPARE(berlin.startOfDay(gap + 1) - berlin.startOfDay(gap), std::int64_t(23) * 3'600'000);
        QCOMPARE(berlin.startOfDay(overlap + 1) - berlin.startOfDay(overlap), std::int64_t(25) * 3'600'000);
        QCOMPARE(berlin.localDay(berlin.startOfDay(gap)), gap);
        QCOMPARE(berlin.localDay(berlin.startOfDay(gap) - 1), gap - 1);
    }
    void unknownZone() {
        QCOMPARE(TimeZone::named("Asia/Nowhere").error().code, std::string("time.unknown_zone"));
        QCOMPARE(TimeZone::named("").error().code, std::string("time.unknown_zone"));
    }
};

QTEST_APPLESS_MAIN(TestTimeZone)
#include "tst_timezone.moc"
