// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Limits of the pipeline for times and lengths of lists, which the importer checks in advance.
 *
 * @param earliest the earliest time allowed, inclusive
 * @param now the current time; a time more than five minutes later is in the future
 */
record PipelineLimits(Instant earliest, Instant now) {
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final Duration FARTHEST_DUE = Duration.ofDays(3653);

    Instant check(Instant time) throws BadValue {
        return check(time, CLOCK_TOLERANCE, "in the future");
    }

    /** Checks a due time, which may be up to ten years ahead. */
    Instant checkDue(Instant time) throws BadValue {
        return check(time, FARTHEST_DUE, "more than ten years ahead");
    }

    static void atMost(int most, List<?> items, String name, Field<?> field) throws BadValue {
        if (items.size() > most) {
            throw new BadValue(items.size() + " items; " + most + " are allowed").of(name, field.columns());
        }
    }

    private Instant check(Instant time, Duration ahead, String tooLate) throws BadValue {
        if (time.isBefore(earliest)) {
            throw new BadValue("before " + earliest);
        }
        if (time.isAfter(now.plus(ahead))) {
            throw new BadValue(tooLate);
        }
        return time;
    }
}
