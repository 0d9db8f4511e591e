package doorstep.integrity;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Checks that a task goes on in one partition where it stopped. Group offsets can be moved, and logs can lose their
 * beginning, or be truncated and grow again; Kafka Streams goes on behind such a gap without a word.
 *
 * <p>An offset that is higher than the expected one proves nothing, for markers of transactions and aborted records take
 * offsets, too. So the log itself is looked at: when the task starts, up to what the group has committed, and once more
 * when the first record comes, up to that. A task that is started again looks again.
 */
public final class ContinuityCheck {
    private final LogInspector logs;
    private final String place;
    private final String topic;
    private final int partition;
    private final boolean ofInput;

    private long next;
    private OptionalInt lastEpoch = OptionalInt.empty();
    private boolean waiting;
    private boolean readsAgain;

    private ContinuityCheck(LogInspector logs, String place, String topic, int partition, boolean ofInput) {
        this.logs = logs;
        this.place = place;
        this.topic = topic;
        this.partition = partition;
        this.ofInput = ofInput;
    }

    /** @param place for messages: which task this is */
    public static ContinuityCheck ofInput(LogInspector logs, String place, String topic, int partition) {
        return new ContinuityCheck(logs, place, topic, partition, true);
    }

    /** Of delta batches or links: they are deleted once they were taken, and read again from the start if need be. */
    static ContinuityCheck ofDeltaBatches(LogInspector logs, String place, String topic, int partition) {
        return new ContinuityCheck(logs, place, topic, partition, false);
    }

    /** The first offset that is left in the log. */
    public long logStart() {
        return logs.log(topic, partition).start();
    }

    /**
     * The task starts, and has not received anything yet.
     *
     * @param read by the task, as its state has it
     * @throws RefusedException HISTORY_MISSING
     */
    public void start(ReadPosition read) {
        next = read.next();
        lastEpoch = read.lastEpoch();
        waiting = true;
        readsAgain = false;
        if (ofInput || lastEpoch.isPresent()) {
            LogInspector.Log log = logs.log(topic, partition);
            if (ofInput) {
                requireBeginning(log);
                requireEnd(log);
            }
            if (lastEpoch.isPresent() && log.start() < next && next <= log.end()) {
                requireLast(lastEpoch.getAsInt());
            }
        }
        logs.committed(topic, partition)
                .ifPresent(committed ->
                        requireNothingUnread(committed, "but the group has committed offset " + committed));
    }

    /**
     * The task has received records, and has not worked on them yet.
     *
     * @param first offset of the first one
     * @param last offset of the last one
     * @throws RefusedException HISTORY_MISSING
     */
    public void receive(long first, long last) {
        if (!waiting) {
            return; // one follows the other, for a consumer skips nothing by itself
        }
        readsAgain |= first < next;
        if (last < next) {
            return;
        }
        waiting = false;
        if (first > next) {
            if (ofInput) {
                requireBeginning(logs.log(topic, partition));
            }
            requireNothingUnread(first, "but what comes first is the record at offset " + first);
        }
        if (readsAgain && lastEpoch.isPresent()) {
            requireLast(lastEpoch.getAsInt()); // what came again was skipped, and may not be what had been read
        }
    }

    private void requireBeginning(LogInspector.Log log) {
        if (log.start() > next) {
            throw missing("begins at offset " + log.start() + ", but the next one to be read is " + next);
        }
    }

    private void requireEnd(LogInspector.Log log) {
        if (log.end() < next) {
            throw missing("ends at offset " + log.end() + ", but " + next + " records of it have been read");
        }
    }

    /** A log that was truncated and has grown again holds another record there, or none. */
    private void requireLast(int epoch) {
        long last = next - 1;
        Optional<LogInspector.Committed> record = logs.firstCommitted(topic, partition, last, next);
        if (record.isEmpty()) {
            if (logStart() <= last) { // it may have been deleted at this moment
                throw missing("was truncated: it has no record at offset " + last + ", where one has been read");
            }
        } else if (record.get().epoch().isPresent() && record.get().epoch().getAsInt() != epoch) {
            throw missing("was truncated and has grown again: the record at offset " + last + " is of leader epoch "
                    + record.get().epoch().getAsInt() + ", and the one that has been read there was of " + epoch);
        }
    }

    private void requireNothingUnread(long before, String why) {
        if (before <= next) {
            return; // what comes again was read already
        }
        logs.firstCommitted(topic, partition, next, before).ifPresent(record -> {
            throw missing("was read up to offset " + next + ", " + why + ": the record at offset " + record.offset()
                    + " would be skipped");
        });
    }

    private RefusedException missing(String what) {
        return RefusedException.historySeemsMissing(place, "topic " + topic + ", partition " + partition + ", " + what);
    }
}
