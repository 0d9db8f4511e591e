// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.codec.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Checks that Kafka Streams writes a store's batches to its changelog with each commit, however it does so. */
class BatchedStoreTest {
    private static final int HEADER_BYTES = 2;

    /** Stores each value at once, and before a commit the number of values. */
    private static final class Counter extends ContextualProcessor<String, String, String, String> {
        private KeyValueStore<Bytes, byte[]> store;
        private int count;

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            store = context.getStateStore("rows");
            context.<PreCommitHook>getStateStore("hook").run(this::finish, context);
        }

        @Override
        public void process(Record<String, String> in) {
            count++;
            store.put(bytes(in.key()), in.value() == null ? null : in.value().getBytes(StandardCharsets.UTF_8));
        }

        private void finish() {
            store.put(bytes("count"), ("" + count).getBytes(StandardCharsets.UTF_8));
            HeapStore.of(store).send();
        }
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Supplier implements ProcessorSupplier<String, String, String, String> {
        @Override
        public Processor<String, String, String, String> get() {
            return new Counter();
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(PreCommitHook.builder("hook"), BatchedStore.sorted("rows", Map.of()));
        }
    }

    @Test
    void shouldLogWhatACommitHoldsInOneRecordForEachSegment() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String())).process(new Supplier());
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");

        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), properties)) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            TestOutputTopic<byte[], byte[]> changelog = driver.createOutputTopic(
                    "app-rows-changelog", new ByteArrayDeserializer(), new ByteArrayDeserializer());
            in.pipeInput("b", "1"); // each in a transaction of its own
            in.pipeInput("z", "2");
            in.pipeInput("b", (String) null);

            List<TestRecord<byte[], byte[]>> records = changelog.readRecordsToList();
            assertThat(records.stream().map(BatchedStoreTest::rows))
                    .containsExactly("b=1 count=1", "count=2", "z=2", "b- count=3");
            assertThat(driver.getKeyValueStore("rows").get(bytes("z"))).isEqualTo(new byte[] {'2'});
            assertThat(driver.metrics().keySet())
                    .anyMatch(name -> name.name().equals(BatchedStore.ROWS_METRIC)
                            && name.tags().get(BatchedStore.STORE_TAG).equals("rows"));
        }
    }

    private static String rows(TestRecord<byte[], byte[]> batch) {
        StringBuilder rows = new StringBuilder();
        ByteReader in = new ByteReader(batch.value(), HEADER_BYTES);
        while (in.hasMore()) {
            rows.append(rows.isEmpty() ? "" : " ")
                    .append(new String(in.readBytes(in.readInt()), StandardCharsets.UTF_8));
            int length = in.readInt() - 1;
            rows.append(length < 0 ? "-" : "=" + new String(in.readBytes(length), StandardCharsets.UTF_8));
        }
        return rows.toString();
    }
}
