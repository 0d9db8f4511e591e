// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.Period;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;

/**
 * The local dates that an answer can be about: from that of {@code events.earliest} to that of as-of. No row counts an
 * event before or after them.
 *
 * @param earliest local date of {@code events.earliest}
 * @param asOf local date of as-of, of the oldest one if rows stand at different ones; before {@code earliest}, there
 *     are no dates
 * @param newestAsOf local date of the newest as-of, at or after {@code asOf}
 */
public record Extent(LocalDate earliest, LocalDate asOf, LocalDate newestAsOf) {
    /** 10,000 years; covers take memory by the day. */
    static final long MAX_DAYS = 3_652_425;

    public Extent {
        if (newestAsOf.isBefore(asOf)) {
            throw new IllegalArgumentException("newest as-of " + newestAsOf + " is before " + asOf);
        }
        if (ChronoUnit.DAYS.between(earliest, asOf) >= MAX_DAYS) {
            throw new IllegalArgumentException(earliest + " to " + asOf + " are more than 10,000 years");
        }
    }

    /** Of rows that all stand at the same date. */
    public static Extent of(LocalDate earliest, LocalDate asOf) {
        return new Extent(earliest, asOf, asOf);
    }

    /** @param asOfs local dates of the as-ofs that the rows of one answer stand at, one or more */
    public static Extent of(LocalDate earliest, Collection<LocalDate> asOfs) {
        return new Extent(earliest, Collections.min(asOfs), Collections.max(asOfs));
    }

    /** All dates; empty if as-of is before the earliest event. */
    public Optional<Period> dates() {
        return asOf.isBefore(earliest) ? Optional.empty() : Optional.of(new Period(earliest, asOf));
    }

    /**
     * The dates whose changes add up to the level (of a backlog, say) at the end of {@code date}. Empty if nothing can
     * have happened by then: the level is 0.
     */
    public Optional<Period> upTo(LocalDate date) {
        return date.isBefore(earliest)
                ? Optional.empty()
                : cut(new Period(earliest, date)).dates();
    }

    public Cut cut(Period asked) {
        return new Cut(
                asked,
                dates().flatMap(asked::intersection),
                asked.first().isBefore(earliest),
                asked.last().isAfter(asOf));
    }

    /**
     * The dates that a row counts, if they are the same for every row of the window: one that contains the earliest date
     * begins there, one that contains as-of's ends there. Empty for a window that lies outside, and for one that rows
     * of a newer as-of have counted further.
     *
     * @param window the dates of a calendar window
     */
    Optional<Period> countedIn(Period window) {
        boolean differs = window.last().isAfter(asOf) && newestAsOf.isAfter(asOf);
        return differs ? Optional.empty() : cut(window).dates();
    }
}
