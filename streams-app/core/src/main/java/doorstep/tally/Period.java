// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A range of local dates.
 *
 * @param last inclusive, at or after {@code first}
 */
public record Period(LocalDate first, LocalDate last) {
    public Period {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException(first + " to " + last);
        }
    }

    /** @param length number of dates, above 0 */
    public static Period endingOn(LocalDate last, long length) {
        return new Period(last.minusDays(length - 1), last);
    }

    /** The number of dates, above 0. */
    public long length() {
        return ChronoUnit.DAYS.between(first, last) + 1;
    }

    public boolean contains(LocalDate date) {
        return !date.isBefore(first) && !date.isAfter(last);
    }

    public boolean contains(Period other) {
        return contains(other.first) && contains(other.last);
    }

    /** The dates in both; empty if there are none. */
    public Optional<Period> intersection(Period other) {
        LocalDate from = first.isBefore(other.first) ? other.first : first;
        LocalDate to = last.isAfter(other.last) ? other.last : last;
        return to.isBefore(from) ? Optional.empty() : Optional.of(new Period(from, to));
    }

    /** As many dates directly before. */
    public Period before() {
        return endingOn(first.minusDays(1), length());
    }

    /**
     * The first dates, at most all.
     *
     * @param length number of dates, above 0
     */
    public Period firstDays(long length) {
        return length >= length() ? this : new Period(first, first.plusDays(length - 1));
    }

    /** The same dates one year before; 28 February replaces a missing 29 February. */
    public Period yearEarlier() {
        return new Period(first.minusYears(1), last.minusYears(1));
    }

    public Stream<LocalDate> days() {
        return first.datesUntil(last.plusDays(1));
    }
}
