// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.integrity.ContinuityCheck;
import doorstep.integrity.ReadPosition;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A task's read position in its input partition. Mutable, used by one thread. */
final class InputPosition {
    private final ContinuityCheck continuity;
    private final long beginsAt;
    private long next;
    private OptionalInt lastEpoch;

    /**
     * @param state from which the task continues
     * @param fresh whether there is none: reading then begins where the topic does
     * @throws doorstep.integrity.RefusedException HISTORY_MISSING
     */
    InputPosition(ContinuityCheck continuity, InputState state, boolean fresh) {
        this.continuity = continuity;
        beginsAt = fresh ? continuity.logStart() : state.beginsAt();
        next = fresh ? beginsAt : state.read().next();
        lastEpoch = state.read().lastEpoch();
        continuity.start(read());
    }

    /**
     * @param records in their order; at least one
     * @throws doorstep.integrity.RefusedException HISTORY_MISSING
     */
    void receive(List<ConsumerRecord<byte[], byte[]>> records) {
        continuity.receive(records.get(0).offset(), last(records).offset());
    }

    /** Whether the record was counted before, and is to be skipped. */
    boolean isPast(ConsumerRecord<byte[], byte[]> record) {
        return record.offset() < next;
    }

    void onCounted(ConsumerRecord<byte[], byte[]> record) {
        next = record.offset() + 1;
    }

    /** Called after the records that were received. */
    void onEnd(List<ConsumerRecord<byte[], byte[]>> records) {
        ConsumerRecord<byte[], byte[]> last = last(records);
        if (last.offset() + 1 == next) {
            lastEpoch = last.leaderEpoch().map(OptionalInt::of).orElse(OptionalInt.empty());
        }
    }

    private static ConsumerRecord<byte[], byte[]> last(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.get(records.size() - 1);
    }

    /** The next offset to read. */
    long next() {
        return next;
    }

    ReadPosition read() {
        return new ReadPosition(next, lastEpoch);
    }

    /** The first offset that the topic still had when reading began. */
    long beginsAt() {
        return beginsAt;
    }
}
