// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A time zone's offsets from UTC, and the moments from 1900 to 2100 (UTC) at which they change. A JDK has the rules of
 * the time zone database at its release, and another JDK may have others: figures are counted under one table, which is
 * kept with them. Before the first transition the offset before it applies, after the last one the offset after it.
 */
public final class ZoneTransitions {
    private static final Instant FROM = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2100-01-01T00:00:00Z"); // exclusive
    private static final long SECONDS_OF_DAY = 86_400;
    private static final long WIDEST_OFFSET = ZoneOffset.MAX.getTotalSeconds();

    private final long[] at; // seconds since the epoch, ascending
    private final int[] offsets; // seconds; one more than transitions: before at[0], from at[0] on, from at[1] on, …

    private ZoneTransitions(int before, List<OffsetDateTime> transitions) {
        at = new long[transitions.size()];
        offsets = new int[at.length + 1];
        offsets[0] = before;
        for (int i = 0; i < at.length; i++) {
            at[i] = transitions.get(i).toEpochSecond();
            offsets[i + 1] = transitions.get(i).getOffset().getTotalSeconds();
            if (i > 0 && at[i] <= at[i - 1]) {
                throw new IllegalArgumentException("not in order: " + transitions.get(i));
            }
        }
    }

    /** Uses this JDK's rules; does not depend on the clock. */
    public static ZoneTransitions of(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        List<OffsetDateTime> transitions = new ArrayList<>();
        ZoneOffsetTransition next = rules.nextTransition(FROM.minusSeconds(1));
        while (next != null && next.getInstant().isBefore(TO)) {
            transitions.add(next.getInstant().atOffset(next.getOffsetAfter()));
            next = rules.nextTransition(next.getInstant());
        }
        return new ZoneTransitions(rules.getOffset(FROM.minusSeconds(1)).getTotalSeconds(), transitions);
    }

    /**
     * Parses a {@link #text}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static ZoneTransitions parse(String text) {
        String[] parts = text.split(" ", -1);
        try {
            List<OffsetDateTime> transitions = Arrays.stream(parts, 1, parts.length)
                    .map(OffsetDateTime::parse)
                    .toList();
            return new ZoneTransitions(ZoneOffset.of(parts[0]).getTotalSeconds(), transitions);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not the transitions of a time zone: " + e.getMessage(), e);
        }
    }

    /**
     * The offset before the first transition, then each transition as a local time with the offset from then on:
     * {@code +08:05:43 1901-01-01T00:00+08:00 …}, or {@code Z} alone for UTC. Equal tables have the same text.
     */
    public String text() {
        StringBuilder text =
                new StringBuilder(ZoneOffset.ofTotalSeconds(offsets[0]).getId());
        for (int i = 0; i < at.length; i++) {
            text.append(' ').append(Instant.ofEpochSecond(at[i]).atOffset(ZoneOffset.ofTotalSeconds(offsets[i + 1])));
        }
        return text.toString();
    }

    /**
     * The first date (UTC) on which the two tables have different offsets at some moment; empty if they are equal. If
     * the offsets before the first transitions differ, it is 1 January 1900.
     */
    public Optional<LocalDate> firstDifference(ZoneTransitions other) {
        if (equals(other)) {
            return Optional.empty();
        }
        long from = FROM.getEpochSecond();
        if (offsets[0] == other.offsets[0]) {
            int i = 0; // number of transitions that both have
            while (i < at.length
                    && i < other.at.length
                    && at[i] == other.at[i]
                    && offsets[i + 1] == other.offsets[i + 1]) {
                i++;
            }
            from = Math.min(i < at.length ? at[i] : Long.MAX_VALUE, i < other.at.length ? other.at[i] : Long.MAX_VALUE);
        }
        return Optional.of(LocalDate.ofEpochDay(Math.floorDiv(from, SECONDS_OF_DAY)));
    }

    /** Offset from UTC, in seconds, at a second since the epoch. */
    int offsetAt(long second) {
        return offsets[spanOf(second)];
    }

    /** The first second since the epoch, UTC, at which the local date is {@code day} or a later one. */
    long firstSecondOf(long day) {
        long local = day * SECONDS_OF_DAY;
        int span = spanThatReaches(local);
        return Math.max(startOf(span), local - offsets[span]);
    }

    /**
     * The instant of a local time. A time in a gap moves forward by the gap; in an overlap the first one counts.
     *
     * @param localMs milliseconds since 1970-01-01T00:00 on the local clock
     * @return milliseconds since the epoch, UTC
     */
    long toInstant(long localMs) {
        long local = Math.floorDiv(localMs, 1_000L);
        int span = spanThatReaches(local);
        boolean leftOut = local - offsets[span] < startOf(span);
        return localMs - 1_000L * offsets[leftOut ? span - 1 : span];
    }

    /** The index of the offset that applies at a second. */
    private int spanOf(long second) {
        int found = Arrays.binarySearch(at, second);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The first span of equal offset in which the local clock shows this time, or a later one. */
    private int spanThatReaches(long local) {
        int span = spanOf(local - WIDEST_OFFSET);
        while (span < at.length && at[span] + offsets[span] <= local) {
            span++;
        }
        return span;
    }

    private long startOf(int span) {
        return span == 0 ? Long.MIN_VALUE : at[span - 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ZoneTransitions that
                && Arrays.equals(at, that.at)
                && Arrays.equals(offsets, that.offsets);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(at) + Arrays.hashCode(offsets);
    }

    @Override
    public String toString() {
        return text();
    }
}
