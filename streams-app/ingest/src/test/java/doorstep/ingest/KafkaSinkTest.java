// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.avro.Visit;
import doorstep.wire.AvroReader;
import doorstep.wire.BundledSchemas;
import doorstep.wire.HttpSchemaRegistry;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaSinkTest {
    private static MockProducer<byte[], byte[]> producer(boolean completes) {
        return new MockProducer<>(completes, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Visit visit(String id) {
        Instant time = Instant.parse("2020-01-01T00:00:00Z");
        return new Visit(id, 0L, "TEST", "A", null, time, time, false, "OTHER", "DOOR", 1, 2, 3, null);
    }

    @Test
    void shouldKeyByIdAndFrameTheValue() throws Exception {
        MockProducer<byte[], byte[]> producer = producer(true);
        try (KafkaSink sink = new KafkaSink(producer, TopicNames.DEFAULT, new BundledSchemas())) {
            sink.send(Topics.VISITS, visit("走访-1"));
            assertThat(sink.flush()).isEqualTo(Map.of(new TopicPartition("doorstep.visits", 0), 1L));
        }
        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo("doorstep.visits");
        assertThat(record.key()).isEqualTo("走访-1".getBytes(StandardCharsets.UTF_8));
        assertThat(record.partition()).as("left to the default partitioner").isNull();
        assertThat(record.timestamp()).isNull();
        Visit read = new AvroReader<Visit>(Topics.VISITS, new BundledSchemas()).read(record.value());
        assertThat(read).isEqualTo(visit("走访-1"));
    }

    @Test
    void shouldCountOnlyWhatWasAcknowledged() {
        MockProducer<byte[], byte[]> producer = producer(false);
        KafkaSink sink = new KafkaSink(producer, TopicNames.DEFAULT, new BundledSchemas());
        sink.send(Topics.VISITS, visit("1"));
        sink.send(Topics.VISITS, visit("2"));
        producer.completeNext();
        producer.errorNext(new TimeoutException("Expiring 1 record(s)"));
        assertThatThrownBy(sink::flush)
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("Kafka did not store an event: Expiring 1 record(s). Are the brokers running")
                .hasMessageContaining("Importing the same files again is safe");
    }

    @Test
    void shouldKnowWhereWhatWasAcknowledgedEnds() {
        MockProducer<byte[], byte[]> producer = producer(false);
        KafkaSink sink = new KafkaSink(producer, TopicNames.DEFAULT, new BundledSchemas());
        assertThat(sink.ends()).isEmpty();
        sink.send(Topics.VISITS, visit("1"));
        sink.send(Topics.VISITS, visit("2"));
        producer.completeNext();

        assertThat(sink.ends()).isEqualTo(Map.of(new TopicPartition("doorstep.visits", 0), 1L));
    }

    @Test
    void shouldNotGoOnAfterAFailure() {
        MockProducer<byte[], byte[]> producer = producer(false);
        KafkaSink sink = new KafkaSink(producer, TopicNames.DEFAULT, new BundledSchemas());
        sink.send(Topics.VISITS, visit("1"));
        producer.errorNext(new TopicAuthorizationException("doorstep.visits"));
        assertThatThrownBy(() -> sink.send(Topics.VISITS, visit("2"))).isInstanceOf(ImportException.class);
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void shouldInsistOnWhatThePipelineReliesOn() {
        Map<String, Object> config = KafkaSink.producerConfig(Map.of(
                "bootstrap.servers", "x:1",
                "acks", "1",
                "enable.idempotence", "false",
                "partitioner.class", "org.apache.kafka.clients.producer.RoundRobinPartitioner",
                "partitioner.ignore.keys", "true",
                "compression.type", "none"));
        assertThat(config)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("partitioner.ignore.keys", false)
                .containsEntry("compression.type", "none")
                .doesNotContainKey("partitioner.class");
    }

    @Test
    void shouldSayThatTheClientDoesNotStart() {
        assertThatThrownBy(() ->
                        new KafkaSink(Map.of("bootstrap.servers", "nowhere"), TopicNames.DEFAULT, new BundledSchemas()))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("The Kafka client cannot start")
                .hasMessageContaining("nowhere");
    }

    @Test
    void shouldSayThatTheRegistryDoesNotAnswer() {
        SchemaRegistry nobody = new HttpSchemaRegistry(URI.create("http://127.0.0.1:1/"));
        assertThatThrownBy(
                        () -> new KafkaSink(producer(true), TopicNames.DEFAULT, nobody).send(Topics.VISITS, visit("1")))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("The schema of doorstep.visits cannot be registered")
                .hasMessageContaining("http://127.0.0.1:1/");
    }
}
