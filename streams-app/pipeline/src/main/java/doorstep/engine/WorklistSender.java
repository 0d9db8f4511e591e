// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.avro.WorkItem;
import doorstep.link.Worklist;
import doorstep.wire.AvroWriter;
import doorstep.wire.SchemaLookups;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Forwards rows of {@code doorstep.worklist} before a commit, and counts those that there are. */
final class WorklistSender {
    private final ProcessorContext<byte[], byte[]> context;
    private final String sink;
    private final AvroWriter<WorkItem> writer;
    private final EngineListener listener;
    private final SortedMap<String, Long> open;

    /**
     * @param sink the node
     * @param open rows that there are, by kind
     */
    WorklistSender(
            ProcessorContext<byte[], byte[]> context,
            String sink,
            TopicNames topics,
            SchemaLookups lookups,
            EngineListener listener,
            SortedMap<String, Long> open) {
        this.context = context;
        this.sink = sink;
        writer = new AvroWriter<>(Topics.WORKLIST, topics, lookups);
        this.listener = listener;
        this.open = new TreeMap<>(open);
    }

    void send(Worklist worklist) {
        long[] sent = new long[1];
        worklist.send((id, before, now) -> {
            before.ifPresent(row -> count(row, -1));
            now.ifPresent(row -> count(row, 1));
            context.forward(
                    new Record<>(
                            id.getBytes(StandardCharsets.UTF_8),
                            now.map(writer::toBytes).orElse(null),
                            context.currentSystemTimeMs()),
                    sink);
            sent[0]++;
        });
        if (sent[0] > 0) {
            listener.onRows(Topics.WORKLIST, sent[0]);
        }
    }

    private void count(WorkItem row, long change) {
        open.merge(row.getKind(), change, (old, more) -> old + more == 0 ? null : (Long) (old + more));
    }

    /** Rows that there are, by kind. */
    SortedMap<String, Long> open() {
        return Collections.unmodifiableSortedMap(open);
    }
}
