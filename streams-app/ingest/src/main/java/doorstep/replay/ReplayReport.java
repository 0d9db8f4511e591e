// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import java.util.SortedMap;

/**
 * Result of a replay, in numbers of refused records: {@code rows = gone + sent + all of refused}.
 *
 * @param rows rows of the rejects topic that were selected
 * @param gone original records that are no longer at their offset
 * @param sent records that the pipeline accepts; in a plan, that it would accept
 * @param deletions of those, the ones without a value, which delete their id forever
 * @param refused records that it would still refuse, by cause
 * @param fixed records that a fix, by its text, helped to be accepted
 */
public record ReplayReport(
        long rows,
        long gone,
        long sent,
        long deletions,
        SortedMap<Cause, Long> refused,
        SortedMap<String, Long> fixed) {
    public long read() {
        return rows - gone;
    }

    public long stillRefused() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }
}
