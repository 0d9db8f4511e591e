// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks up the schemas of one input partition, a poll batch at a time: the first id that is missing starts parallel
 * look-ups of all ids in its batch. A batch whose schemas are all known costs nothing.
 *
 * <p>An answer is kept until the task has committed past the end of the poll in which it was asked for, even if the
 * thread is restarted, so that each attempt gets further. Then it is dropped: an id that was unknown may have been
 * registered meanwhile, so later records ask again. Not thread-safe.
 */
public final class PartitionSchemas implements SchemaRegistry {
    /**
     * A look-up, pending or answered.
     *
     * @param end the offset after the last record of the poll in which it was asked for
     */
    record Asked(long end, CompletableFuture<Optional<Schema>> answer) {}

    private final SchemaLookups lookups;
    private final Map<Integer, Asked> asked;
    private long toCommit;
    private List<ConsumerRecord<byte[], byte[]>> batch = List.of();
    private boolean batchAsked;
    private long end;

    /** @param committed the next offset according to the task's restored state */
    public PartitionSchemas(SchemaLookups lookups, TopicPartition partition, long committed) {
        this.lookups = lookups;
        asked = lookups.askedFor(partition);
        drop(committed);
    }

    /** @param end the offset after the last record of the poll that returned the batch */
    public void begin(List<ConsumerRecord<byte[], byte[]>> batch, long end) {
        drop(toCommit); // committed, because no batch follows a failed commit
        this.batch = batch;
        this.end = end;
        batchAsked = false;
    }

    /** Called before the task commits. */
    public void beforeCommit(long nextOffset) {
        toCommit = nextOffset;
        lookups.beforeCommit();
    }

    private void drop(long committed) {
        if (!asked.isEmpty()) {
            asked.values().removeIf(each -> each.end() <= committed);
        }
    }

    @Override
    public int register(String subject, Schema schema) {
        return lookups.register(subject, schema);
    }

    @Override
    public Optional<Schema> find(int id) {
        askForBatch();
        return lookups.await(id, ask(id).answer());
    }

    private void askForBatch() {
        if (!batchAsked) {
            batchAsked = true;
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                if (record.value() != null && Framing.isFramed(record.value())) {
                    int id = Framing.schemaId(record.value());
                    if (id > 0) {
                        ask(id);
                    }
                }
            }
        }
    }

    private Asked ask(int id) {
        Asked before = asked.get(id);
        if (before != null && !before.answer().isCompletedExceptionally()) {
            return before;
        }
        Asked now = new Asked(end, lookups.ask(id));
        asked.put(id, now);
        return now;
    }

    @Override
    public String name() {
        return lookups.name();
    }
}
