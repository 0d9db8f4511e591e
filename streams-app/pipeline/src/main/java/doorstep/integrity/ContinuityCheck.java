// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Checks that a task resumes reading a partition exactly where it stopped. Group offsets can be moved, and logs can
 * lose their beginning, or be truncated and grow again; Kafka Streams would continue after such a gap without an error.
 *
 * <p>An offset that is higher than expected proves nothing, because transaction markers and aborted records take
 * offsets too. So the log itself is inspected: at the start of the task up to the group's committed offset, and once
 * more at the first record received, up to its offset. A task that restarts repeats both.
 */
public final class ContinuityCheck {
    private final LogInspector logs;
    private final String task;
    private final String topic;
    private final int partition;
    private final boolean ofInput;

    private long next;
    private OptionalInt lastEpoch = OptionalInt.empty();
    private boolean waiting;
    private boolean readsAgain;

    private ContinuityCheck(LogInspector logs, String task, String topic, int partition, boolean ofInput) {
        this.logs = logs;
        this.task = task;
        this.topic = topic;
        this.partition = partition;
        this.ofInput = ofInput;
    }

    /** @param task the task, as messages name it */
    public static ContinuityCheck ofInput(LogInspector logs, String task, String topic, int partition) {
        return new ContinuityCheck(logs, task, topic, partition, true);
    }

    /**
     * For delta batches or links: these are deleted after they are taken, and are read again from the beginning if need
     * be.
     */
    static ContinuityCheck ofInternal(LogInspector logs, String task, String topic, int partition) {
        return new ContinuityCheck(logs, task, topic, partition, false);
    }

    /** The first offset that the log still has. */
    public long logStart() {
        return logs.log(topic, partition).start();
    }

    /**
     * Called when the task starts, before it receives records.
     *
     * @param read the position from the task's state
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
     * Called when the task has received records, before it processes them.
     *
     * @param first offset of the first record
     * @param last offset of the last record
     * @throws RefusedException HISTORY_MISSING
     */
    public void receive(long first, long last) {
        if (!waiting) {
            return; // checked already; a consumer skips nothing by itself
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
            requireNothingUnread(first, "but the first record received is at offset " + first);
        }
        if (readsAgain && lastEpoch.isPresent()) {
            requireLast(lastEpoch.getAsInt()); // repeated records were skipped unread, and may be others
        }
    }

    private void requireBeginning(LogInspector.Log log) {
        if (log.start() > next) {
            throw missing("begins at offset " + log.start() + ", but the next offset to read is " + next);
        }
    }

    private void requireEnd(LogInspector.Log log) {
        if (log.end() < next) {
            throw missing("ends at offset " + log.end() + ", but " + next + " records of it were read");
        }
    }

    /** A log that was truncated and has grown again has another record at that offset, or none. */
    private void requireLast(int epoch) {
        long last = next - 1;
        Optional<LogInspector.Committed> record = logs.firstCommitted(topic, partition, last, next);
        if (record.isEmpty()) {
            if (logStart() <= last) { // it may have been deleted just now
                throw missing("was truncated: it has no record at offset " + last + ", where one was read before");
            }
        } else if (record.get().epoch().isPresent() && record.get().epoch().getAsInt() != epoch) {
            throw missing("was truncated and has grown again: the record at offset " + last + " has leader epoch "
                    + record.get().epoch().getAsInt() + ", but the one that was read there before had " + epoch);
        }
    }

    private void requireNothingUnread(long before, String why) {
        if (before <= next) {
            return; // those records were read already and will be skipped
        }
        logs.firstCommitted(topic, partition, next, before).ifPresent(record -> {
            throw missing("was read up to offset " + next + ", " + why + ": the record at offset " + record.offset()
                    + " would be skipped");
        });
    }

    private RefusedException missing(String what) {
        return RefusedException.historySeemsMissing(task, "topic " + topic + ", partition " + partition + ", " + what);
    }
}
