// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import java.time.Instant;

/**
 * A record of an input topic before validation.
 *
 * @param key null if it has none
 * @param value null for a permanent withdrawal
 * @param appendedAt the broker's clock when it was appended
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RawRecord(String topic, int partition, long offset, byte[] key, byte[] value, Instant appendedAt) {
    public RecordPosition position() {
        return new RecordPosition(topic, partition, offset);
    }

    /** The position of a record. */
    public record RecordPosition(String topic, int partition, long offset) implements Comparable<RecordPosition> {
        @Override
        public int compareTo(RecordPosition other) {
            int byTopic = topic.compareTo(other.topic);
            int byPartition = Integer.compare(partition, other.partition);
            return byTopic != 0 ? byTopic : byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
        }

        @Override
        public String toString() {
            return topic + ":" + partition + ":" + offset;
        }
    }
}
