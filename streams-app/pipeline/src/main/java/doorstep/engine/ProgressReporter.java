// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.avro.Progress;
import doorstep.tally.ZoneTransitions;
import doorstep.wire.AvroWriter;
import doorstep.wire.SchemaLookups;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Reports the progress of one task: after each round to the {@link EngineListener}, and before each commit also to
 * {@code doorstep.progress}, if the row changed. One object for each start of a task.
 */
final class ProgressReporter {
    private final ProcessorContext<byte[], byte[]> context;
    private final TaskNames names;
    private final int partition;
    private final EngineListener listener;
    private final AvroWriter<Progress> writer;
    private final byte[] key;
    private byte[] reported;

    ProgressReporter(
            ProcessorContext<byte[], byte[]> context,
            TaskNames names,
            TopicNames topics,
            SchemaLookups lookups,
            EngineListener listener) {
        this.context = context;
        this.names = names;
        partition = context.taskId().partition();
        this.listener = listener;
        writer = new AvroWriter<>(Topics.PROGRESS, topics, lookups);
        key = (names.part() + ":" + partition).getBytes(StandardCharsets.UTF_8);
    }

    /** @param zone by which the task assigns local days */
    void onStarted(Progress row, ZoneTransitions zone) {
        listener.onRound(row);
        listener.onZone(names.part(), partition, zone);
    }

    void onRound(Progress row) {
        listener.onRound(row);
    }

    void beforeCommit(Progress row) {
        listener.onRound(row);
        byte[] now = writer.toBytes(row);
        if (!Arrays.equals(now, reported)) {
            context.forward(new Record<>(key, now, context.currentSystemTimeMs()), names.progressSink());
            reported = now;
        }
    }

    void onClosed() {
        listener.onClosed(names.part(), partition);
    }
}
