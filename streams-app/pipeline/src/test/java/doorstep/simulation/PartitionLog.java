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
 * One partition as the broker keeps it: records of several transactions lie mixed; a reader sees those of committed
 * ones, up to the first that is still open. The end of each transaction is marked by a record of its own.
 */
final class PartitionLog {
    /** What a task wrote and is not yet sure of. */
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

    /** Of every record here: leaders do not change. */
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
    /** Markers take an offset, and no reader sees them. */
    private static final Transaction MARKER = new Transaction();

    static {
        NONE.commit();
        MARKER.abort();
    }

    private final String topic;
    private final int partition;
    private final List<Entry> entries = new ArrayList<>();
    private long start;
    private long committed; // the group's offset; 0 = none

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

    /** What the group has committed; 0 if nothing, or if it was lost. */
    long committed() {
        return committed;
    }

    void commit(long offset) {
        committed = offset;
    }

    /** As a producer without transactions does; the offset may leave a gap. */
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

    /** Deletes what the group has read, as Kafka Streams does with what is internal. */
    void purge() {
        start = Math.max(start, committed);
        entries.removeIf(entry -> entry.offset() < start);
    }

    /** The first offset that is left. */
    long start() {
        return start;
    }

    /** As no broker ever should. */
    void remove(long offset) {
        entries.removeIf(entry -> entry.offset() == offset);
    }

    long endOffset() {
        return entries.isEmpty() ? start : entries.get(entries.size() - 1).offset() + 1;
    }

    /** A position that is moved over markers and what was aborted, up to what a reader sees or will see. */
    long skip(long position) {
        long skipped = position;
        for (Entry entry : entries) {
            if (entry.offset() >= skipped) {
                if (entry.transaction().state != Transaction.State.ABORTED) {
                    break;
                }
                skipped = entry.offset() + 1;
            }
        }
        return skipped;
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
