// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import java.time.Duration;

/**
 * Limits that determine a verdict in addition to the record itself.
 *
 * @param earliestMs the earliest time that an event may have, milliseconds since the epoch
 * @param partitions of the input topics
 */
public record DecodeLimits(long earliestMs, int partitions) {
    /** Maximum codes in a feedback's {@code topics}, as sent, before duplicates are removed. */
    public static final int MAX_TOPICS = 32;
    /** Maximum times in a commitment's {@code returnedAt}, and in its {@code reopenedAt}. */
    public static final int MAX_TIMES = 100;

    /** How far a time may be after the record's append time. */
    static final long FUTURE_MS = Duration.ofMinutes(5).toMillis();
    /** How far a due time may be after the record's append time. */
    static final long DUE_MS = Duration.ofDays(3_653).toMillis();

    /** Number of the rules that are neither limits nor configurable; 2: no commitment has the id of a call-back. */
    public static final String RULES = "2";

    /** The limits that are not configurable, as state records them: with other limits verdicts differ. */
    public static String ofLists() {
        return "topics " + MAX_TOPICS + ", returnedAt " + MAX_TIMES + ", reopenedAt " + MAX_TIMES;
    }
}
