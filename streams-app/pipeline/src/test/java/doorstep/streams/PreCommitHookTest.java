// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/**
 * Checks that Kafka Streams flushes caches before it commits. The hook relies on this, but it is internal and may
 * change.
 */
class PreCommitHookTest {
    /** Collects values in the heap; before a commit it forwards them and stores their number. */
    private static final class Gatherer extends ContextualProcessor<String, String, String, String> {
        private final List<String> gathered = new ArrayList<>();
        private KeyValueStore<String, String> kept;

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            kept = context.getStateStore("kept");
            context.<PreCommitHook>getStateStore("hook").run(this::finish, context);
        }

        @Override
        public void process(Record<String, String> in) {
            gathered.add(in.value());
        }

        private void finish() {
            for (String value : gathered) {
                context().forward(new Record<>("gathered", value, context().currentSystemTimeMs()));
            }
            kept.put("count", "" + gathered.size());
            gathered.clear();
        }
    }

    private static final class Supplier implements ProcessorSupplier<String, String, String, String> {
        @Override
        public Processor<String, String, String, String> get() {
            return new Gatherer();
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    PreCommitHook.builder("hook"),
                    Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore("kept"), Serdes.String(), Serdes.String()));
        }
    }

    @Test
    void shouldForwardAndStoreInTheSameTransactionFromItsOwnNode() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .process(new Supplier())
                .mapValues(value -> value + "!") // downstream: forwarding must not start from here
                .to("out", Produced.with(Serdes.String(), Serdes.String()));

        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), new Properties())) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            in.pipeInput("k", "one"); // the driver commits after each record
            in.pipeInput("k", "two");

            assertThat(driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                            .readValuesToList())
                    .containsExactly("one!", "two!");
            assertThat(driver.<String, String>getKeyValueStore("kept").get("count"))
                    .isEqualTo("1");
        }
    }
}
