// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import doorstep.tally.WindowKind;
import java.time.LocalDate;
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

    /**
     * The dates that a window contains so far: none after as-of's. Empty for windows that do not consist of local
     * dates.
     *
     * @param start first date of a calendar window; else ignored
     * @param end last date of it
     * @param asOf local date of as-of
     */
    public static Optional<Period> of(WindowKind kind, LocalDate start, LocalDate end, LocalDate asOf) {
        if (kind.rollsByDay()) {
            return Optional.of(new Period(asOf.minusDays(kind.length() - 1L), asOf));
        }
        if (!kind.isCalendar() || start.isAfter(asOf)) {
            return Optional.empty();
        }
        return Optional.of(new Period(start, end.isAfter(asOf) ? asOf : end));
    }

    /** The same dates one year before; 28 February replaces a missing 29 February. */
    public Period yearEarlier() {
        return new Period(first.minusYears(1), last.minusYears(1));
    }

    public Stream<LocalDate> days() {
        return first.datesUntil(last.plusDays(1));
    }
}
