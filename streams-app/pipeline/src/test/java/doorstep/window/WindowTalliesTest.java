// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.delta.EventTime;
import doorstep.tally.Breakdown;
import doorstep.tally.Slice;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTalliesTest {
    private static final String NINE = "2011-07-18T09:00:00Z"; // a Monday
    private static final Slice DOOR = Slice.of(Breakdown.MODE, "DOOR");

    private final WindowFixture fixture = new WindowFixture("UTC", NINE);

    // ---- What one contribution touches

    @Test
    void shouldCountInEveryWindowThatHoldsTheMinute() {
        fixture.add(NINE, 2);

        assertThat(fixture.send())
                .isEqualTo(Map.ofEntries(
                        Map.entry("*|||LAST_HOUR|", 2L),
                        Map.entry("*|||LAST_24H|", 2L),
                        Map.entry("*|||LAST_7D|", 2L),
                        Map.entry("*|||LAST_30D|", 2L),
                        Map.entry("*|||LAST_90D|", 2L),
                        Map.entry("*|||DAY|2011-07-18", 2L),
                        Map.entry("*|||WEEK|2011-07-18", 2L),
                        Map.entry("*|||MONTH|2011-07-01", 2L),
                        Map.entry("*|||QUARTER|2011-07-01", 2L),
                        Map.entry("*|||YEAR|2011-01-01", 2L),
                        Map.entry("*|||EVER|", 2L)));
    }

    @Test
    void shouldCountBreakdownValuesInFourWindows() {
        fixture.apply(EventTime.minute(WindowFixture.minute(NINE)), DOOR, 2);

        assertThat(fixture.send())
                .isEqualTo(Map.of(
                        "*|mode=DOOR||LAST_30D|", 2L,
                        "*|mode=DOOR||MONTH|2011-07-01", 2L,
                        "*|mode=DOOR||QUARTER|2011-07-01", 2L,
                        "*|mode=DOOR||YEAR|2011-01-01", 2L));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"LAST_HOUR, 2011-07-18T10:00:00Z", "LAST_24H, 2011-07-19T09:00:00Z", "LAST_7D, 2011-07-25T00:00:00Z"})
    void shouldKeepNothingOfAWindowThatAllHasLeftIfNoOtherNeedsIt(WindowKind kind, String left) {
        WindowFixture fewer = new WindowFixture("UTC", NINE, Set.of(kind));
        fewer.add(NINE, 2);
        assertThat(fewer.send()).isEqualTo(Map.of("*|||" + kind + "|", 2L));

        fewer.stepTo(left);

        assertThat(fewer.send()).isEmpty();
        fewer.stepTo("2011-07-30T00:00:00Z");
        fewer.send();
        assertThat(fewer.tallies()).isZero();
        assertThat(fewer.minutes()).isZero();
    }

    @Test
    void shouldTouchNoRollingWindowWithAMistypedDate() {
        fixture.add("2001-07-18T09:00:00Z", 1);
        fixture.addToDay("1999-12-31", 1);

        assertThat(fixture.send().keySet())
                .containsExactly(
                        "*|||DAY|1999-12-31",
                        "*|||DAY|2001-07-18",
                        "*|||EVER|",
                        "*|||MONTH|1999-12-01",
                        "*|||MONTH|2001-07-01",
                        "*|||QUARTER|1999-10-01",
                        "*|||QUARTER|2001-07-01",
                        "*|||WEEK|1999-12-27",
                        "*|||WEEK|2001-07-16",
                        "*|||YEAR|1999-01-01",
                        "*|||YEAR|2001-01-01");
    }

    // ---- Edges of rolling windows

    @Test
    void shouldSendNoRowForAWindowThatLosesAsMuchAsItGains() {
        WindowFixture hour = new WindowFixture("UTC", "2011-07-18T09:59:00Z");
        hour.add("2011-07-18T09:00:00Z", 1);
        hour.add("2011-07-18T10:00:00Z", 1);
        hour.send();
        hour.sent.clear();

        hour.stepTo("2011-07-18T10:00:00Z");

        assertThat(hour.send()).containsEntry("*|||LAST_HOUR|", 1L).containsEntry("*|||LAST_24H|", 2L);
        assertThat(hour.sent).contains("*|||LAST_24H|").doesNotContain("*|||LAST_HOUR|");
    }

    @ParameterizedTest(name = "{0}: {1} minutes")
    @CsvSource({"LAST_HOUR, 60", "LAST_24H, 1440"})
    void shouldHoldAMinuteUntilItsTimeIsUp(String window, int length) {
        fixture.add(NINE, 1);

        fixture.tallies.stepTo(WindowFixture.minute(NINE) + length - 1);
        assertThat(fixture.in(window)).isEqualTo(1);

        fixture.tallies.stepTo(WindowFixture.minute(NINE) + length);
        assertThat(fixture.in(window)).isZero();
        assertThat(fixture.sent).contains("-*|||" + window + "|");
    }

    @ParameterizedTest(name = "{0}: {1} minutes")
    @CsvSource({"LAST_HOUR, 60", "LAST_24H, 1440"})
    void shouldCountALateMinuteOnlyIfTheWindowStillHoldsIt(String window, int length) {
        fixture.addAt(WindowFixture.minute(NINE) - length, 10);
        assertThat(fixture.in(window)).isZero();

        fixture.addAt(WindowFixture.minute(NINE) - length + 1, 1);
        assertThat(fixture.in(window)).isEqualTo(1);

        fixture.tallies.stepTo(WindowFixture.minute(NINE) + 1);
        assertThat(fixture.in(window)).isZero();
        assertThat(fixture.in("EVER")).isEqualTo(11);
    }

    @ParameterizedTest(name = "{0}: {1} days")
    @CsvSource({"LAST_7D, 7", "LAST_30D, 30", "LAST_90D, 90"})
    void shouldHoldADayUntilItsTimeIsUp(String window, int length) {
        LocalDate last = LocalDate.parse("2011-07-18").plusDays(length - 1);
        fixture.add(NINE, 1);

        fixture.stepTo(last + "T23:59:00Z");
        assertThat(fixture.in(window)).isEqualTo(1);

        fixture.stepTo(last.plusDays(1) + "T00:00:00Z");
        assertThat(fixture.in(window)).isZero();
    }

    @ParameterizedTest(name = "{0}: {1} days")
    @CsvSource({"LAST_7D, 7", "LAST_30D, 30", "LAST_90D, 90"})
    void shouldCountALateDayOnlyIfTheWindowStillHoldsIt(String window, int length) {
        LocalDate first = LocalDate.parse("2011-07-18").minusDays(length - 1);
        fixture.add(first.minusDays(1) + "T23:59:00Z", 100);
        fixture.addToDay(first.minusDays(1).toString(), 100);
        assertThat(fixture.in(window)).isZero();

        fixture.add(first + "T00:00:00Z", 1);
        fixture.addToDay(first.toString(), 10);
        assertThat(fixture.in(window)).isEqualTo(11);

        fixture.stepTo("2011-07-19T00:00:00Z");
        assertThat(fixture.in(window)).isZero();
    }

    @Test
    void shouldHoldADayOfABreakdownValueForThirtyDays() {
        fixture.apply(EventTime.minute(WindowFixture.minute(NINE)), DOOR, 1);

        fixture.stepTo("2011-08-16T23:59:00Z");
        assertThat(fixture.send()).containsEntry("*|mode=DOOR||LAST_30D|", 1L);

        fixture.stepTo("2011-08-17T00:00:00Z");
        assertThat(fixture.send().keySet())
                .containsExactly(
                        "*|mode=DOOR||MONTH|2011-07-01",
                        "*|mode=DOOR||QUARTER|2011-07-01",
                        "*|mode=DOOR||YEAR|2011-01-01");
        assertThat(fixture.tallies()).isEqualTo(3); // the day kept for the subtraction is deleted
    }

    @Test
    void shouldRollByLocalDates() {
        WindowFixture chicago = new WindowFixture("America/Chicago", "2011-07-18T04:59:00Z"); // 23:59 on the 17th
        chicago.add("2011-07-11T04:59:00Z", 1); // 23:59 on the 10th
        chicago.add("2011-07-11T05:00:00Z", 10); // 00:00 on the 11th
        assertThat(chicago.in("LAST_7D")).isEqualTo(10);
        assertThat(chicago.rows).containsEntry("*|||DAY|2011-07-10", 1L).containsEntry("*|||DAY|2011-07-11", 10L);

        chicago.stepTo("2011-07-18T05:00:00Z");
        assertThat(chicago.in("LAST_7D")).isZero();
    }

    @Test
    void shouldCountTwentyFourHoursInMinutesWhateverTheClocksDo() {
        WindowFixture chicago = new WindowFixture("America/Chicago", "2011-03-14T04:59:00Z"); // last minute of 23 hours
        chicago.add("2011-03-13T05:00:00Z", 1); // 23:00 of the day before
        chicago.add("2011-03-13T06:00:00Z", 10); // midnight

        assertThat(chicago.in("LAST_24H")).isEqualTo(11);
        assertThat(chicago.rows).containsEntry("*|||DAY|2011-03-12", 1L).containsEntry("*|||DAY|2011-03-13", 10L);
    }

    // ---- Steps

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 59, 60, 61, 1_439, 1_440, 1_441, 10_081, 43_201, 200_000})
    void shouldEndAlikeWhateverTheStep(int step) {
        WindowFixture byMinute = new WindowFixture("America/Chicago", NINE);
        WindowFixture bySteps = new WindowFixture("America/Chicago", NINE);
        long start = WindowFixture.minute(NINE);
        for (WindowFixture each : new WindowFixture[] {byMinute, bySteps}) {
            for (int minute = -100_000; minute < 10_000; minute += 1_237) { // past and future
                each.addAt(start + minute, 1);
                each.apply(EventTime.minute(start + minute), DOOR, 1);
            }
        }
        int end = Math.max(step, 20_000 / step * step);
        for (int at = 1; at <= end; at++) {
            byMinute.tallies.stepTo(start + at);
        }
        for (int at = step; at <= end; at += step) {
            bySteps.tallies.stepTo(start + at);
            bySteps.send();
        }

        assertThat(bySteps.send()).isEqualTo(byMinute.send());
        assertThat(bySteps.tallies.beyond()).isEqualTo(byMinute.tallies.beyond());
        assertThat(bySteps.minutes()).isEqualTo(byMinute.minutes());
    }

    @Test
    void shouldForgetNothingButRollingWindowsInALongJump() {
        fixture.add(NINE, 1);
        fixture.add("2011-07-18T10:00:00Z", 10); // not reached yet
        fixture.apply(EventTime.minute(WindowFixture.minute("2011-07-18T10:00:00Z")), DOOR, 10);

        fixture.stepTo("2012-07-18T09:00:00Z");

        assertThat(fixture.send())
                .containsEntry("*|||EVER|", 11L)
                .containsEntry("*|||DAY|2011-07-18", 11L)
                .containsEntry("*|mode=DOOR||YEAR|2011-01-01", 10L)
                .noneSatisfy((key, visits) -> assertThat(key).contains("LAST_"));
        assertThat(fixture.minutes()).isZero();
    }

    @Test
    void shouldLeaveOutMinutesThatAsOfHasNotReached() {
        fixture.add("2011-07-18T09:01:00Z", 1);
        fixture.add("2011-07-19T00:00:00Z", 10);

        assertThat(fixture.send()).isEmpty();
        assertThat(fixture.tallies.beyond().contributions()).containsEntry(1, 11L);

        fixture.stepTo("2011-07-18T09:01:00Z");
        assertThat(fixture.in("EVER")).isEqualTo(1);
        assertThat(fixture.in("LAST_HOUR")).isEqualTo(1);
        assertThat(fixture.tallies.beyond().contributions()).containsEntry(1, 10L);

        fixture.stepTo("2011-07-19T00:00:00Z");
        assertThat(fixture.in("EVER")).isEqualTo(11);
        assertThat(fixture.in("LAST_HOUR")).isEqualTo(10);
        assertThat(fixture.rows).containsEntry("*|||DAY|2011-07-19", 10L);
        assertThat(fixture.tallies.beyond().contributions()).containsEntry(1, 0L);
    }

    @Test
    void shouldSubtractWhatAsOfHasNotReached() {
        fixture.add("2011-07-19T00:00:00Z", 10);
        fixture.add("2011-07-19T00:00:00Z", -10);
        assertThat(fixture.minutes()).isZero();

        fixture.stepTo("2011-07-20T00:00:00Z");

        assertThat(fixture.send()).isEmpty();
        assertThat(fixture.tallies.beyond().contributions()).containsEntry(1, 0L);
    }

    @Test
    void shouldNeverStepBack() {
        fixture.add(NINE, 1);

        fixture.stepTo("2011-07-17T09:00:00Z");

        assertThat(fixture.tallies.asOf()).isEqualTo(WindowFixture.minute(NINE));
        assertThat(fixture.in("LAST_HOUR")).isEqualTo(1);
    }

    @Test
    void shouldSendNothingWhereNothingEntersOrLeaves() {
        fixture.add(NINE, 1);
        fixture.send();

        fixture.stepTo("2011-07-18T09:59:00Z");

        assertThat(fixture.tallies.unsent()).isZero();
    }

    // ---- Rows

    @Test
    void shouldMoveAFigureInEveryWindowHoweverLate() {
        fixture.add("2011-07-18T08:30:00Z", 1);
        fixture.send();
        fixture.stepTo("2011-09-01T00:00:00Z");

        fixture.addToDay("2011-07-18", -1); // a correction: the visit was a day earlier
        fixture.addToDay("2011-07-17", 1);

        assertThat(fixture.send())
                .doesNotContainKeys("*|||DAY|2011-07-18", "*|||WEEK|2011-07-18")
                .containsEntry("*|||DAY|2011-07-17", 1L)
                .containsEntry("*|||WEEK|2011-07-11", 1L)
                .containsEntry("*|||MONTH|2011-07-01", 1L)
                .containsEntry("*|||LAST_90D|", 1L);
    }

    @Test
    void shouldSendATombstoneForARowThatIsEmptyNow() {
        fixture.add(NINE, 1);
        fixture.send();
        fixture.sent.clear();

        fixture.add(NINE, -1);

        assertThat(fixture.send()).isEmpty();
        assertThat(fixture.sent).hasSize(11).allMatch(key -> key.startsWith("-"));
        assertThat(fixture.tallies()).isZero();
        assertThat(fixture.minutes()).isZero();
        fixture.sent.clear();
        fixture.send();
        assertThat(fixture.sent).isEmpty();
    }

    @Test
    void shouldSendNoTombstoneWhereNoRowWas() {
        fixture.add(NINE, 1);
        fixture.add(NINE, -1);
        fixture.send();

        assertThat(fixture.sent).isEmpty();
        assertThat(fixture.tallies()).isZero();
    }

    @Test
    void shouldSendARowAgainAfterItsTombstone() {
        fixture.add(NINE, 1);
        fixture.send();
        fixture.add(NINE, -1);
        fixture.send();
        fixture.add(NINE, 3);

        assertThat(fixture.in("LAST_HOUR")).isEqualTo(3);

        fixture.add(NINE, -3);
        assertThat(fixture.send()).isEmpty();
    }

    @Test
    void shouldSubtractOnceWhatCameBack() {
        for (int times = 0; times < 3; times++) {
            fixture.add(NINE, 1);
            fixture.add(NINE, -1);
        }
        fixture.add(NINE, 5);
        fixture.add("2011-07-18T09:00:00Z", 2);
        fixture.add("2011-07-17T09:30:00Z", 10);
        assertThat(fixture.in("LAST_24H")).isEqualTo(17);

        fixture.stepTo("2011-07-19T09:00:00Z");

        assertThat(fixture.send())
                .doesNotContainKeys("*|||LAST_HOUR|", "*|||LAST_24H|")
                .containsEntry("*|||LAST_7D|", 17L);
        fixture.stepTo("2011-07-25T00:00:00Z");
        assertThat(fixture.in("LAST_7D")).isZero();
        assertThat(fixture.in("LAST_30D")).isEqualTo(17);
    }

    @Test
    void shouldSendARowOnceForManyChanges() {
        fixture.add(NINE, 1);
        fixture.add(NINE, 1);
        fixture.add(NINE, 1);

        assertThat(fixture.in("EVER")).isEqualTo(3);
        assertThat(fixture.sent).hasSize(11);
    }

    @Test
    void shouldSendTotalsAndBreakdownValuesApartAndAFewAtATime() {
        fixture.add(NINE, 1);
        fixture.apply(EventTime.minute(WindowFixture.minute(NINE)), DOOR, 1);
        assertThat(fixture.tallies.unsent()).isEqualTo(15);

        assertThat(fixture.send(true, 10)).isTrue();
        assertThat(fixture.sent).hasSize(10).noneMatch(key -> key.contains("mode"));
        assertThat(fixture.send(true, 10)).isFalse();
        assertThat(fixture.sent).hasSize(11);
        assertThat(fixture.send(false, 4)).isFalse();
        assertThat(fixture.rows).hasSize(15);
        assertThat(fixture.tallies.unsent()).isZero();
    }

    // ---- Restarts

    @Test
    void shouldSendAfterARestartWhatWasNotSentBefore() {
        fixture.add(NINE, 1);
        fixture.apply(EventTime.minute(WindowFixture.minute(NINE)), DOOR, 1);

        fixture.restart();

        assertThat(fixture.tallies.unsent()).isEqualTo(15);
        assertThat(fixture.send()).hasSize(15);
        fixture.restart();
        assertThat(fixture.tallies.unsent()).isZero();
    }

    @Test
    void shouldRememberThroughARestartThatARowWasSent() {
        fixture.add(NINE, 1);
        fixture.send();
        fixture.restart();

        fixture.add(NINE, -1);

        assertThat(fixture.send()).isEmpty();
    }

    @Test
    void shouldLetMinutesEnterAndLeaveAfterARestart() {
        fixture.add(NINE, 1);
        fixture.add("2011-07-18T09:30:00Z", 10);
        fixture.restart();

        fixture.stepTo("2011-07-18T10:00:00Z");

        assertThat(fixture.in("LAST_HOUR")).isEqualTo(10);
        assertThat(fixture.in("LAST_24H")).isEqualTo(11);
        assertThat(fixture.tallies.beyond().contributions()).containsEntry(1, 0L);
    }
}
