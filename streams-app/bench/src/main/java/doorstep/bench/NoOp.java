// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** A Kafka Streams topology that does nothing, exactly-once: the cost of Kafka Streams itself. */
final class NoOp implements BenchTask {
    @Override
    public Measured run(Job job) {
        LongAdder seen = new LongAdder();
        Topology topology = new Topology();
        topology.addSource(
                "read",
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                job.input().topic());
        topology.addProcessor("drop", () -> new Drop(seen), "read");
        Measured measured = StreamsRun.run(
                job,
                topology,
                StreamsRun.settings(job, StreamsConfig.EXACTLY_ONCE_V2),
                () -> seen.sum() >= job.input().events());
        CellFigures figures = new CellFigures();
        figures.put(CellFigures.ALL, CellFigures.EVER, seen.sum(), 0);
        figures.write(job.figures());
        return measured;
    }

    private static final class Drop extends ContextualProcessor<byte[], byte[], Void, Void> {
        private final LongAdder seen;

        Drop(LongAdder seen) {
            this.seen = seen;
        }

        @Override
        public void process(Record<byte[], byte[]> in) {
            seen.increment();
        }
    }
}
