// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {
    private static final WorkingDays WEEK = new WorkingDays(Set.of(SATURDAY, SUNDAY), Set.of(), Set.of());

    /** National Day 2024 and Spring Festival 2024, as announced by the State Council. */
    private static final WorkingDays CHINA = new WorkingDays(
            Set.of(SATURDAY, SUNDAY),
            union(days("2024-02-10", "2024-02-17"), days("2024-10-01", "2024-10-07")),
            Set.of(date("2024-02-04"), date("2024-02-18"), date("2024-09-29"), date("2024-10-12")));

    private static final WorkingDays EVERY_DAY = new WorkingDays(Set.of(), Set.of(), Set.of());

    private static LocalDate date(String text) {
        return LocalDate.parse(text);
    }

    private static Set<LocalDate> days(String first, String last) {
        return date(first).datesUntil(date(last).plusDays(1)).collect(Collectors.toSet());
    }

    private static Set<LocalDate> union(Set<LocalDate> one, Set<LocalDate> other) {
        one.addAll(other);
        return one;
    }

    private static String after(WorkingDays days, String zone, String at, int count) {
        ZoneId there = ZoneId.of(zone);
        long ms = LocalDateTime.parse(at).atZone(there).toInstant().toEpochMilli();
        return Instant.ofEpochMilli(days.after(ms, count, new OrgCalendar(there, 0)))
                .atZone(there)
                .toLocalDateTime()
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-06-03T09:30, 1, 2024-06-04T09:30", // a Monday
        "2024-06-06T09:30, 1, 2024-06-07T09:30",
        "2024-06-07T09:30, 1, 2024-06-10T09:30", // a Friday
        "2024-06-08T09:30, 1, 2024-06-10T09:30", // a Saturday does not count
        "2024-06-09T23:59, 1, 2024-06-10T23:59",
        "2024-06-05T09:30, 3, 2024-06-10T09:30",
        "2024-06-03T00:00, 5, 2024-06-10T00:00",
        "2024-12-30T12:00, 3, 2025-01-02T12:00", // over a year's end
        "2024-02-28T12:00, 2, 2024-03-01T12:00", // over a leap day
    })
    void shouldSkipWeekends(String at, int count, String then) {
        assertThat(after(WEEK, "Europe/Berlin", at, count)).isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-09-27T10:00, 1, 2024-09-29T10:00", // Friday to a Sunday that is a working day
        "2024-09-27T10:00, 2, 2024-09-30T10:00",
        "2024-09-27T10:00, 3, 2024-10-08T10:00", // over the seven days
        "2024-10-03T10:00, 1, 2024-10-08T10:00", // in the middle of them
        "2024-10-11T10:00, 1, 2024-10-12T10:00", // Friday to a Saturday that is a working day
        "2024-10-11T10:00, 2, 2024-10-14T10:00",
        "2024-02-02T10:00, 1, 2024-02-04T10:00", // Friday to Sunday
        "2024-02-09T10:00, 1, 2024-02-18T10:00", // over Spring Festival to the Sunday after it
        "2024-02-09T10:00, 2, 2024-02-19T10:00",
    })
    void shouldSkipHolidaysAndWorkOnDaysThatMakeUpForThem(String at, int count, String then) {
        assertThat(after(CHINA, "Asia/Shanghai", at, count)).isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource({
        "America/New_York,  2024-03-07T02:30, 2, 2024-03-11T02:30", // Sunday has no 02:30, but is not a working day
        "America/Sao_Paulo, 2014-10-17T00:30, 2, 2014-10-21T00:30",
    })
    void shouldKeepTheLocalTimeThroughChangesOfTheClocks(String zone, String at, int count, String then) {
        assertThat(after(WEEK, zone, at, count)).isEqualTo(then);
    }

    @Test
    void shouldMoveATimeThatTheClocksLeaveOutForward() {
        assertThat(after(EVERY_DAY, "America/New_York", "2024-03-09T02:30", 1)).isEqualTo("2024-03-10T03:30");
    }

    /** At 00:01 on Sunday 7 November clocks went back to 23:01, and local clocks showed 23:30 again. */
    @Test
    void shouldCountFromTheDateBegunWhereClocksGoBackOverMidnight() {
        OrgCalendar calendar = new OrgCalendar(ZoneId.of("America/St_Johns"), 0);
        long firstTime = Instant.parse("2010-11-07T02:00:00Z").toEpochMilli();
        long secondTime = Instant.parse("2010-11-07T03:00:00Z").toEpochMilli();

        assertThat(Instant.ofEpochMilli(EVERY_DAY.after(firstTime, 1, calendar)))
                .isEqualTo("2010-11-08T03:00:00Z");
        assertThat(Instant.ofEpochMilli(EVERY_DAY.after(secondTime, 1, calendar)))
                .isEqualTo("2010-11-09T03:00:00Z");
    }

    @Test
    void shouldWorkAnExtraDayThatIsAHoliday() {
        LocalDate day = date("2024-06-05");
        WorkingDays days = new WorkingDays(Set.of(), Set.of(day), Set.of(day));

        assertThat(days.isWorked(day)).isTrue();
    }

    @Test
    void shouldRefuseAWeekWithoutWork() {
        assertThatThrownBy(() -> new WorkingDays(EnumSet.allOf(DayOfWeek.class), Set.of(), Set.of()))
                .hasMessageContaining("weekend");
    }
}
