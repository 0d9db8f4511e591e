// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.store.Position;
import java.util.UUID;

/**
 * Whether reading may go on at a position. If not, rows may have been deleted by tombstones that the topic has forgotten
 * meanwhile, or the topic holds other rows.
 *
 * @param topic its present id
 * @param start first offset of the partition
 * @param end offset after its last record
 * @param keptMs how long the topic keeps tombstones, in milliseconds. A tenth of it is left for clocks that differ
 */
record PositionRule(UUID topic, long start, long end, long keptMs) {
    /** @param nowMs see {@link ClockBounds#latestMs} */
    boolean allows(Position position, long nowMs) {
        if (!position.topic().equals(topic) || position.next() < start || position.next() > end) {
            return false; // beyond the end: the brokers have lost records
        }
        long ageMs = nowMs - position.knownAtMs();
        long tenth = keptMs / 10;
        // An age far below 0 is that of a clock which was set back, and says nothing.
        return position.next() == end || (ageMs >= -tenth && ageMs <= keptMs - tenth);
    }
}
