// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.Pipeline;
import doorstep.avro.Progress;
import doorstep.cluster.InputTopics;
import doorstep.cluster.ProgressTopic;
import doorstep.figures.InputBarrier;
import doorstep.figures.ProgressWatch;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputBarrierIT {
    @TempDir
    private Path dir;

    private StandaloneFixture machine;

    @BeforeEach
    void start() {
        machine = new StandaloneFixture(dir, Map.of("partitions", "2"));
    }

    @AfterEach
    void stop() {
        machine.close();
    }

    /** Aborted records and transaction markers are at the end: no row of progress ever reports their offsets. */
    @Test
    void shouldEndBehindTransactionMarkersAndSeeAllRows() throws InterruptedException {
        machine.produce(0, 40);
        produceInTransactions();

        try (InputTopics inputs = new InputTopics(machine.config());
                ProgressTopic progress = new ProgressTopic(machine.config(), new BundledSchemas());
                ProgressWatch watch = new ProgressWatch(machine.config(), new BundledSchemas())) {
            Map<TopicPartition, Long> ends = inputs.ends(IsolationLevel.READ_UNCOMMITTED);
            InputBarrier barrier = new InputBarrier(ends, inputs::holdsRecords);
            assertThat(barrier.left(progress.rows()).unread())
                    .isEqualTo(watch.atMost().unread())
                    .isGreaterThan(120);

            Pipeline pipeline = machine.started();
            try {
                await(() -> barrier.left(progress.rows()).isComplete());
                Map<String, String> rows = machine.allRows();
                machine.awaitComplete(pipeline);
                assertThat(rows).isEqualTo(machine.allRows());
            } finally {
                pipeline.closeAndLeave();
            }

            assertThat(watch.atMost().unread()).as("ends of transactions count").isPositive();
            assertThat(progress.rows())
                    .filteredOn(row -> row.getPart().equals("visits"))
                    .extracting(Progress::getNextOffset)
                    .isNotEqualTo(List.of(ends.get(visits(0)), ends.get(visits(1))));
        }
    }

    @Test
    void shouldWaitForATransactionThatIsOpen() throws InterruptedException {
        machine.produce(0, 1);
        try (KafkaProducer<byte[], byte[]> producer = transactional();
                InputTopics inputs = new InputTopics(machine.config())) {
            producer.beginTransaction();
            producer.send(
                    new ProducerRecord<>(TopicNames.DEFAULT.of(Topics.VISITS), 0, new byte[] {'o'}, new byte[] {1}));
            producer.flush();
            long end = inputs.ends(IsolationLevel.READ_UNCOMMITTED).get(visits(0));

            assertThat(inputs.holdsRecords(visits(0), end - 1, end)).isTrue();
            producer.abortTransaction(); // the broker writes the marker some time later
            await(() -> !inputs.holdsRecords(visits(0), end - 1, end));
        }
    }

    private void produceInTransactions() {
        try (KafkaProducer<byte[], byte[]> producer = transactional()) {
            for (int partition = 0; partition < 2; partition++) {
                producer.beginTransaction();
                producer.send(garbage(partition));
                producer.commitTransaction();
                producer.beginTransaction();
                producer.send(garbage(partition));
                producer.flush();
                producer.abortTransaction();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> garbage(int partition) {
        return new ProducerRecord<>(TopicNames.DEFAULT.of(Topics.VISITS), partition, new byte[] {'g'}, new byte[] {1});
    }

    private KafkaProducer<byte[], byte[]> transactional() {
        Map<String, Object> settings = new HashMap<>(machine.config().producerSettings());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "others");
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static TopicPartition visits(int partition) {
        return new TopicPartition(TopicNames.DEFAULT.of(Topics.VISITS), partition);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
        }
    }
}
