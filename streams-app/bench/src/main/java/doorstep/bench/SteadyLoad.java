// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.KeyPartition;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends ratings of the current moment at a steady rate. Latency is measured from the time at which an event was due,
 * not from when it could be sent, so a sender that is held up makes nothing look faster.
 */
final class SteadyLoad implements AutoCloseable {
    private final SplittableRandom dice;
    private final int partitions;
    private final double rate;
    private final LeafArrivals arrivals;
    private final AvroWriter<doorstep.avro.Feedback> writer =
            new AvroWriter<>(Topics.FEEDBACK, TopicNames.DEFAULT, new BundledSchemas());
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Producer<byte[], byte[]> producer;

    /** @param rate events a second */
    SteadyLoad(String bootstrapServers, int partitions, long seed, double rate, LeafArrivals arrivals) {
        this.partitions = partitions;
        this.rate = rate;
        this.arrivals = arrivals;
        this.dice = new SplittableRandom(seed);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Returns when the last event was due and all are stored.
     *
     * @return number of events
     */
    long run(double seconds) {
        long start = System.nanoTime();
        long count = (long) (seconds * rate);
        for (long i = 0; i < count; i++) {
            long due = start + (long) (i * 1e9 / rate);
            while (System.nanoTime() < due) {
                Pause.millis(1);
            }
            send(due);
            if (failure.get() != null) {
                throw new RunException("an event could not be sent: " + failure.get(), failure.get());
            }
        }
        producer.flush();
        return count;
    }

    private void send(long due) {
        int leaf = Units.draw(dice);
        byte[] key = keyFor(leaf % partitions);
        RatingVersion answer = new RatingVersion(
                new String(key, StandardCharsets.UTF_8),
                0,
                leaf,
                dice.nextInt(Traffic.AREAS),
                dice.nextInt(Traffic.CHANNELS),
                dice.nextInt(Traffic.TOPICS),
                Traffic.score(dice),
                Instant.now().toEpochMilli() - 1_000); // recorded a second later, which is now
        arrivals.onSend(answer, due);
        var unused = producer.send(
                new ProducerRecord<>(TopicNames.DEFAULT.of(Topics.FEEDBACK), key, writer.toBytes(answer.toAvro())),
                (stored, problem) -> {
                    if (problem != null) {
                        failure.compareAndSet(null, problem);
                    }
                });
    }

    /** A new id whose key belongs to the partition. */
    private byte[] keyFor(int partition) {
        while (true) {
            byte[] key = new UUID(dice.nextLong(), dice.nextLong()).toString().getBytes(StandardCharsets.UTF_8);
            if (KeyPartition.of(key, partitions) == partition) {
                return key;
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
