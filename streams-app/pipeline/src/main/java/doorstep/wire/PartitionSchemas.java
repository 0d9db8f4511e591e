package doorstep.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks up the schemas of one input partition a pack at a time: the first id that is missing asks for all ids of its
 * pack, side by side. A pack whose schemas are known costs nothing.
 *
 * <p>What was answered is kept until the task has committed past the end of the poll in which it was asked, through
 * restarts of the thread, so that each start gets further. Then it is dropped: an id that was unknown may have been
 * registered meanwhile, and later records ask again. Not thread-safe.
 */
public final class PartitionSchemas implements SchemaRegistry {
    /**
     * A look-up, under way or answered.
     *
     * @param end the offset after the last record of the poll in which it was asked
     */
    record Asked(long end, CompletableFuture<Optional<Schema>> answer) {}

    private final SchemaLookups lookups;
    private final Map<Integer, Asked> asked;
    private long handedIn;
    private List<ConsumerRecord<byte[], byte[]>> pack = List.of();
    private boolean packAsked;
    private long end;

    /** @param committed the next offset of the task's state, as it was restored */
    public PartitionSchemas(SchemaLookups lookups, TopicPartition partition, long committed) {
        this.lookups = lookups;
        asked = lookups.askedFor(partition);
        drop(committed);
    }

    /** @param end the offset after the last record of the poll that brought the pack */
    public void begin(List<ConsumerRecord<byte[], byte[]>> pack, long end) {
        drop(handedIn); // a failed commit is not followed by a pack
        this.pack = pack;
        this.end = end;
        packAsked = false;
    }

    /** To be called before the task commits. */
    public void beforeCommit(long nextOffset) {
        handedIn = nextOffset;
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
        askForPack();
        return lookups.await(id, ask(id).answer());
    }

    private void askForPack() {
        if (!packAsked) {
            packAsked = true;
            for (ConsumerRecord<byte[], byte[]> record : pack) {
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
