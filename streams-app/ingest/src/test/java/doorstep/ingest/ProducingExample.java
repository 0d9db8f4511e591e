// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.avro.Visit;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Java example of docs/producing.md. */
final class ProducingExample {
    private ProducingExample() {}

    static Producer<byte[], byte[]> producer() {
        // example: begin
        Map<String, Object> config =
                Map.of("bootstrap.servers", "localhost:9092", "acks", "all", "enable.idempotence", true);
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        // example: end
        return producer;
    }

    static void send(Producer<byte[], byte[]> producer) {
        // example: begin
        TopicNames names = TopicNames.DEFAULT; // or new TopicNames("…") with the topics.prefix that is set
        AvroWriter<Visit> writer = new AvroWriter<>(Topics.VISITS, names, new BundledSchemas());
        Visit visit = Visit.newBuilder()
                .setId("V-1")
                .setSource("MY_SYSTEM")
                .setUnit("City/North/Station 3")
                .setOccurredAt(Instant.parse("2011-07-04T01:30:00Z"))
                .setRecordedAt(Instant.parse("2011-07-04T09:00:00Z"))
                .setCategory("CASE_PARTY")
                .setMode("DOOR")
                .setHouseholds(1)
                .setPeople(3)
                .build();
        byte[] key = visit.getId().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(names.of(Topics.VISITS), key, writer.toBytes(visit)));
        // example: end
    }
}
