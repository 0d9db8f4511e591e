// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * One partition of a log with interleaved transactions. A consumer sees records of committed transactions only, up to
 * the first record of an open one. A marker of its own ends each transaction.
 */
final class PartitionLog {
    /** A transaction of a task, with its uncommitted records. */
    static final class Transaction {
        private enum State {
            OPEN,
            COMMITTED,
            ABORTED
        }

        private final Set<PartitionLog> logs = new LinkedHashSet<>();
        private State state = State.OPEN;

        boolean isOpen() {
            return state == State.OPEN;
        }

        boolean isCommitted() {
            return state == State.COMMITTED;
        }

        void commit() {
            end(State.COMMITTED);
        }

        void abort() {
            end(State.ABORTED);
        }

        private void end(State state) {
            this.state = state;
            logs.forEach(PartitionLog::appendMarker);
        }
    }

    /** Leader epoch of every record; leaders do not change here. */
    static final int EPOCH = 3;

    record Entry(long offset, byte[] key, byte[] value, Headers headers, long appendMs, Transaction transaction) {
        ConsumerRecord<byte[], byte[]> of(String topic, int partition) {
            return new ConsumerRecord<>(
                    topic,
                    partition,
                    offset,
                    appendMs,
                    TimestampType.LOG_APPEND_TIME,
                    ConsumerRecord.NULL_SIZE,
                    ConsumerRecord.NULL_SIZE,
                    key,
                    value,
                    headers,
                    Optional.of(EPOCH));
        }
    }

    private static final Transaction NONE = new Transaction();
    /** Markers occupy an offset but are not visible to consumers. */
    private static final Transaction MARKER = new Transaction();

    static {
        NONE.commit();
        MARKER.abort();
    }

    private final String topic;
    private final int partition;
    private final List<Entry> entries = new ArrayList<>();
    private long start;
    private long committed; // committed offset of the group; 0 = none

    PartitionLog(String topic, int partition) {
        this.topic = topic;
        this.partition = partition;
    }

    String topic() {
        return topic;
    }

    int partition() {
        return partition;
    }

    /** The committed offset of the group; 0 if there is none, or if it was lost. */
    long committed() {
        return committed;
    }

    void commit(long offset) {
        committed = offset;
    }

    /** Appends like a producer without transactions; the offset may leave a gap. */
    void append(long offset, byte[] key, byte[] value, long appendMs) {
        entries.add(new Entry(offset, key, value, new RecordHeaders(), appendMs, NONE));
    }

    void append(byte[] key, byte[] value, Headers headers, long appendMs, Transaction transaction) {
        entries.add(new Entry(endOffset(), key, value, headers, appendMs, transaction));
        transaction.logs.add(this);
    }

    private void appendMarker() {
        entries.add(new Entry(endOffset(), null, null, new RecordHeaders(), 0, MARKER));
    }

    /** Deletes what the group has read, as Kafka Streams does with repartition topics. */
    void purge() {
        start = Math.max(start, committed);
        entries.removeIf(entry -> entry.offset() < start);
    }

    /** The log start offset. */
    long start() {
        return start;
    }

    /** Removes a record, which no broker may do. */
    void remove(long offset) {
        entries.removeIf(entry -> entry.offset() == offset);
    }

    long endOffset() {
        return entries.isEmpty() ? start : entries.get(entries.size() - 1).offset() + 1;
    }

    /**
     * Moves a position over markers and aborted records, up to the next record that a consumer sees or may see later.
     */
    long pastInvisible(long position) {
        long next = position;
        for (Entry entry : entries) {
            if (entry.offset() >= next) {
                if (entry.transaction().state != Transaction.State.ABORTED) {
                    break;
                }
                next = entry.offset() + 1;
            }
        }
        return next;
    }

    /** The first readable record at or after an offset; empty if there is none yet. */
    Optional<Entry> next(long offset) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            switch (entry.transaction().state) {
                case OPEN -> {
                    return Optional.empty();
                }
                case COMMITTED -> {
                    return Optional.of(entry);
                }
                case ABORTED -> {}
            }
        }
        return Optional.empty();
    }
}
