// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.Period;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/**
 * Numbers the dates of a period from 0.
 *
 * @param first day since 1970-01-01
 * @param end number of the date after the last one
 */
record DayOffsets(long first, int end) {
    static DayOffsets of(Period dates) {
        return new DayOffsets(dates.first().toEpochDay(), Math.toIntExact(dates.length()));
    }

    /** @param day since 1970-01-01, at or after the first one; may be behind the last one */
    int of(long day) {
        return Math.toIntExact(day - first);
    }

    LocalDate date(int offset) {
        return LocalDate.ofEpochDay(first + offset);
    }

    /** @param to exclusive; empty if it is {@code from} */
    Optional<Period> period(int from, int to) {
        return to == from ? Optional.empty() : Optional.of(new Period(date(from), date(to - 1)));
    }

    /** A value for each date and for the end. */
    int[] filled(int value) {
        int[] values = new int[end + 1];
        Arrays.fill(values, value);
        return values;
    }

    /** The number of each date, and of the end. */
    int[] each() {
        int[] values = new int[end + 1];
        Arrays.setAll(values, offset -> offset);
        return values;
    }
}
