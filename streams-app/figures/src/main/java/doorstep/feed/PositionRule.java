// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.rows.Position;
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
    boolean allows(Position position, ClockBounds clock) {
        if (!position.topic().equals(topic) || position.next() < start || position.next() > end) {
            return false; // beyond the end: the brokers have lost records
        }
        long ageMs = clock.latestMs() - position.knownAtMs();
        long tenth = keptMs / 10;
        boolean known = ageMs >= -tenth && clock.behindMs() <= tenth;
        return position.next() == end || (known && ageMs <= keptMs - tenth);
    }
}
