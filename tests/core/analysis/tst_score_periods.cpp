#include "core/analysis/score/cells.h"
#include "core/analysis/score/periods.h"

#include <QDate>
#include <QtTest>

#include <array>
#include <map>

using namespace xo;
using namespace xo::analysis;

namespace {

std::string labelOf(const QDate& date, Trend trend) {
    int year = date.year();
    if (trend == Trend::Week) {
        const int week = date.weekNumber(&year);
        return QStringLiteral("%1-W%2").arg(year).arg(week, 2, 10, QLatin1Char('0')).toStdString();
    }
    if (trend == Trend::Month) return date.toString(QStringLiteral("yyyy-MM")).toStdString();
    return QStringLiteral("%1-Q%2").arg(year).arg((date.month() + 2) / 3).toStdString();
}

} // namespace

class TestScorePeriods : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTheCalendar_data() {
        QTest::addColumn<QString>("zone");
        for (const char* zone : {"UTC", "Asia/Shanghai", "America/New_York", "Pacific/Apia", "America/Sao_Paulo"})
            QTest::newRow(zone) << QString::fromLatin1(zone);
    }
    // QDate's ISO weeks and months, on the wall clock of zones with and without days of 23 and 25 hours, a skipped day,
    // and midnights that don't exist
    void equalsTheCalendar() {
        QFETCH(QString, zone);
        const TimeZone rules = *TimeZone::named(zone.toStdString());
        const QDate first(2008, 12, 20);
        const std::int64_t firstDay = daysFromCivil({2008, 12, 20});
        const Instant low = rules.startOfDay(firstDay);
        const Instant high = rules.startOfDay(firstDay + 3000) - 1;
        for (const Trend trend : {Trend::Week, Trend::Month, Trend::Quarter}) {
            const Periods periods(trend, rules, 1, low, high);
            for (int day = 0; day < 3000; ++day) {
                const Instant start = rules.startOfDay(firstDay + day);
                const Instant last = rules.startOfDay(firstDay + day + 1) - 1;
                if (last < start) continue; // the skipped day
                for (const Instant time : {start, start + 3600'000, last}) {
                    const auto label = periods.label(periods.codeOf(time));
                    QVERIFY(label);
                    QCOMPARE(*label, labelOf(first.addDays(day), trend));
                }
            }
            QVERIFY(!periods.label(periods.codeOf(kNoTime)));
        }
    }

    void beforeTheEpoch() {
        const TimeZone utc;
        const Instant low = -3 * 365 * kMsPerDay - 5;
        const Periods periods(Trend::Month, utc, 1, low, kMsPerDay);
        QCOMPARE(*periods.label(periods.codeOf(low)), std::string("1967-01"));
        QCOMPARE(*periods.label(periods.codeOf(-1)), std::string("1969-12"));
        QCOMPARE(*periods.label(periods.codeOf(0)), std::string("1970-01"));
        QCOMPARE(periods.size(), 38U);
    }

    void comparedPeriods() {
        const TimeZone utc;
        const Instant low = daysFromCivil({2019, 1, 1}) * kMsPerDay;
        const Instant high = daysFromCivil({2022, 12, 31}) * kMsPerDay;
        const auto compared = [&](Trend trend, CivilDate date, Compare compare) {
            const Periods periods(trend, utc, 1, low, high);
            return periods.label(periods.comparedWith(periods.codeOf(daysFromCivil(date) * kMsPerDay), compare))
                .value_or("-");
        };
        QCOMPARE(compared(Trend::Month, {2021, 1, 9}, Compare::Previous), std::string("2020-12"));
        QCOMPARE(compared(Trend::Month, {2021, 1, 9}, Compare::Year), std::string("2020-01"));
        QCOMPARE(compared(Trend::Quarter, {2021, 2, 9}, Compare::Previous), std::string("2020-Q4"));
        QCOMPARE(compared(Trend::Quarter, {2021, 2, 9}, Compare::Year), std::string("2020-Q1"));
        QCOMPARE(compared(Trend::Week, {2021, 1, 4}, Compare::Previous), std::string("2020-W53"));
        QCOMPARE(compared(Trend::Week, {2021, 1, 4}, Compare::Year), std::string("2020-W01"));
        QCOMPARE(compared(Trend::Week, {2020, 12, 31}, Compare::Year), std::string("-")); // 2019 has no week 53
        QCOMPARE(compared(Trend::Month, {2019, 1, 1}, Compare::Previous), std::string("-"));
    }

    void fiscalQuarters() {
        const TimeZone utc;
        const Instant low = daysFromCivil({2024, 3, 31}) * kMsPerDay;
        const Instant high = daysFromCivil({2025, 4, 1}) * kMsPerDay;
        const Periods periods(Trend::Quarter, utc, 4, low, high);
        QCOMPARE(*periods.label(periods.codeOf(low)), std::string("2024-Q4"));
        QCOMPARE(*periods.label(periods.codeOf(low + kMsPerDay)), std::string("2025-Q1"));
        QCOMPARE(*periods.label(periods.codeOf(high)), std::string("2026-Q1"));
    }

    void noTimesAtAll() {
        const Periods periods(Trend::Month, TimeZone(), 1, INT64_MAX, kNoTime);
        QCOMPARE(periods.size(), 1U);
        QCOMPARE(periods.codeOf(kNoTime), 0U);
    }

    // Small, middle and large products take three ways to number cells; each gives every combination one cell of its
    // own.
    void cellsNumberCombinations_data() {
        QTest::addColumn<int>("sizes");
        QTest::newRow("direct") << 20;
        QTest::newRow("table") << 900;
        QTest::newRow("hashed") << 5000;
    }
    void cellsNumberCombinations() {
        QFETCH(int, sizes);
        const auto size = static_cast<std::uint32_t>(sizes);
        constexpr std::size_t rows = 200'000;
        std::vector<std::uint32_t> first(rows);
        std::vector<std::uint32_t> second(rows);
        std::vector<std::uint32_t> third(rows);
        std::uint32_t state = 7;
        for (std::size_t row = 0; row < rows; ++row) {
            state = state * 1664525 + 1013904223;
            first[row] = (state >> 8) % size;
            second[row] = (state >> 16) % size;
            third[row] = (state >> 4) % 3;
        }
        CellIndex cells(rows);
        const auto shared = [](const std::vector<std::uint32_t>& codes, std::uint32_t count) {
            return std::make_shared<const CodeVector>(CodeVector::from(codes, count));
        };
        cells.add(shared(first, size), size);
        cells.add(shared(second, size), size);
        cells.add(shared(third, 3), 3);
        std::vector<std::uint32_t> all(rows);
        cells.cellsFrom(0, all);
        std::map<std::uint32_t, std::array<std::uint32_t, 3>> seen;
        for (std::size_t row = 0; row < rows; ++row) {
            const std::uint32_t cell = all[row];
            QCOMPARE(cell, cells.of(row));
            QVERIFY(cell < cells.count());
            const CellIndex::Codes& codes = cells.codes(cell);
            QCOMPARE(codes[0], first[row]);
            QCOMPARE(codes[1], second[row]);
            QCOMPARE(codes[2], third[row]);
            seen[cell] = {codes[0], codes[1], codes[2]};
        }
        std::map<std::array<std::uint32_t, 3>, std::uint32_t> back;
        for (const auto& [cell, codes] : seen)
            QVERIFY(back.emplace(codes, cell).second);
    }
};

QTEST_APPLESS_MAIN(TestScorePeriods)
#include "tst_score_periods.moc"
