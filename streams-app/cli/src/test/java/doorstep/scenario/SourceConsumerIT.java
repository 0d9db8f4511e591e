// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.cluster.TopicReader;
import doorstep.integrity.RefusedException;
import doorstep.streams.SourceConsumer;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An instance resumes after a pause and finds that the records at its position have been deleted. */
@Timeout(120)
class SourceConsumerIT {
    private static final TopicPartition INPUT = new TopicPartition(TopicNames.DEFAULT.of(Topics.VISITS), 0);
    private static final TopicPartition DELTA_BATCHES = new TopicPartition("doorstep-visits-deltas-repartition", 0);
    private static final int RECORDS = 10;

    @TempDir
    Path dir;

    private StandaloneFixture machine;
    private SourceConsumer consumer;

    @BeforeEach
    void begin() throws Exception {
        machine = new StandaloneFixture(dir, Map.of("partitions", "1"));
        consumer = new SourceConsumer(TopicReader.settings(machine.config()), Set.of(INPUT.topic()));
        try (Admin admin = Admin.create(machine.config().adminSettings());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        machine.config().producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(DELTA_BATCHES.topic(), 1, (short) 1)))
                    .all()
                    .get();
            for (TopicPartition topicPartition : List.of(INPUT, DELTA_BATCHES)) {
                for (int i = 0; i < RECORDS; i++) {
                    producer.send(new ProducerRecord<>(topicPartition.topic(), new byte[] {(byte) i}));
                }
            }
            producer.flush();
        }
    }

    @AfterEach
    void end() {
        consumer.close();
        machine.close();
    }

    private void delete(TopicPartition topicPartition, long before) throws Exception {
        try (Admin admin = Admin.create(machine.config().adminSettings())) {
            admin.deleteRecords(Map.of(topicPartition, RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    /** The offsets of the records from the current position to the end of the log. */
    private List<Long> read() {
        List<Long> offsets = new ArrayList<>();
        while (offsets.isEmpty() || offsets.get(offsets.size() - 1) < RECORDS - 1) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                offsets.add(record.offset());
            }
        }
        return offsets;
    }

    private static List<Long> from(long first) {
        return LongStream.range(first, RECORDS).boxed().toList();
    }

    @Test
    void shouldBeginAtTheBeginningWithoutAPosition() {
        consumer.assign(List.of(INPUT));

        assertThat(read()).isEqualTo(from(0));
    }

    @Test
    void shouldReadPurgedDeltaBatchesFromTheFirstOneLeft() throws Exception {
        consumer.assign(List.of(DELTA_BATCHES));
        consumer.seek(DELTA_BATCHES, 2);
        delete(DELTA_BATCHES, 5);

        assertThat(read()).isEqualTo(from(5));
    }

    @Test
    void shouldReadDeltaBatchesAgainThatEndBeforeThePosition() {
        consumer.assign(List.of(DELTA_BATCHES));
        consumer.seek(DELTA_BATCHES, RECORDS + 5);

        assertThat(read()).isEqualTo(from(0));
    }

    @Test
    void shouldStopAtAnInputThatLostWhatIsNextToBeRead() throws Exception {
        consumer.assign(List.of(INPUT, DELTA_BATCHES));
        consumer.seek(INPUT, 2);
        delete(INPUT, 5);

        assertThatThrownBy(this::read)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("HISTORY_MISSING")
                .hasMessageContaining("no longer holds offset 2")
                .hasMessageContaining("it begins at offset 5 and ends at " + RECORDS);
    }
}
