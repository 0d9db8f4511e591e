// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** Chooses the times of events: fewer on Saturdays and Sundays, hardly any at the Spring Festival. Local times. */
final class Diary {
    static final LocalDate FIRST_DAY = LocalDate.of(2011, 1, 1);
    /** The last minute of the sample. */
    static final LocalDateTime END = LocalDateTime.of(2011, 7, 18, 23, 59);

    private static final LocalDate FESTIVAL_FROM = LocalDate.of(2011, 2, 2);
    private static final LocalDate FESTIVAL_TO = LocalDate.of(2011, 2, 8);
    private static final int DAYS = (int) ChronoUnit.DAYS.between(FIRST_DAY, END.toLocalDate()) + 1;

    private Diary() {}

    /** A minute of a (mostly working) day between two full hours; {@code toHour} is exclusive. */
    static LocalDateTime workingTime(Dice dice, int fromHour, int toHour) {
        LocalDate day = anyDay(dice);
        while (isQuiet(day, dice)) {
            day = anyDay(dice);
        }
        return minuteOf(day, dice, fromHour, toHour);
    }

    /** A minute of any day, with weekends and holidays as likely as others. */
    static LocalDateTime anyTime(Dice dice, int fromHour, int toHour) {
        return minuteOf(anyDay(dice), dice, fromHour, toHour);
    }

    static boolean isOver(LocalDateTime time) {
        return time.isAfter(END);
    }

    private static LocalDate anyDay(Dice dice) {
        return FIRST_DAY.plusDays(dice.between(0, DAYS - 1));
    }

    private static LocalDateTime minuteOf(LocalDate day, Dice dice, int fromHour, int toHour) {
        return day.atStartOfDay().plusMinutes(dice.between(fromHour * 60, toHour * 60 - 1));
    }

    private static boolean isQuiet(LocalDate day, Dice dice) {
        if (!day.isBefore(FESTIVAL_FROM) && !day.isAfter(FESTIVAL_TO)) {
            return dice.chance(850);
        }
        DayOfWeek weekday = day.getDayOfWeek();
        return (weekday == DayOfWeek.SUNDAY && dice.chance(700)) || (weekday == DayOfWeek.SATURDAY && dice.chance(400));
    }
}
