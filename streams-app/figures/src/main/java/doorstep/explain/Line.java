// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.facts.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A version of an event and what it has to do with a figure at one moment.
 *
 * @param fact of a call-back: the bad rating that opened it
 * @param at the minute at which it counts, or counted; empty for a version that is none of the figure's
 * @param amounts by field of the row, without zeros
 * @param by the version that counts instead
 * @param through other events that decide about something owed: the visit that fulfilled a duty; the visit or rating that
 *     ended a call-back, and the rating after it
 * @param repeated further records with this same version
 */
public record Line(
        Fact fact,
        State state,
        Optional<Instant> at,
        Map<String, Long> amounts,
        Optional<Fact> by,
        List<Fact> through,
        long repeated) {
    /** What became of a version. */
    public enum State {
        /** It is in the figure. */
        COUNTS,
        /** Another version counts. */
        REPLACED,
        /** The version that counts takes the event back. */
        WITHDRAWN,
        /** A null value took the event back for good. */
        DELETED,
        /** The version that counts is not in this figure, but an older one was. */
        ELSEWHERE
    }
}
