// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.Pause;
import doorstep.process.RunException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * Runs another Kafka Streams application than Doorstep with the settings that suit it best: large polls and batches,
 * compression.
 */
final class StreamsRun {
    private static final int CACHE_BYTES = 256 << 20;
    private static final Duration CLOSE = Duration.ofSeconds(60);

    private StreamsRun() {}

    static Properties settings(Job job, String guarantee) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, job.name());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, job.input().bootstrapServers());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, job.threads());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, job.state().toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, job.commitInterval().toMillis());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 10_000);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                FirstBatch.class.getName());
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 131_072);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return settings;
    }

    /** Runs until {@code done}, then closes, which commits. */
    static Measured run(Job job, Topology topology, Properties settings, BooleanSupplier done) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (KafkaStreams streams = new KafkaStreams(topology, settings)) {
            streams.setUncaughtExceptionHandler(e -> {
                failure.set(e);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
            while (!done.getAsBoolean()) {
                if (failure.get() != null) {
                    throw new RunException("the topology stopped: " + failure.get(), failure.get());
                }
                Pause.millis(10);
            }
            Measured measured = Meter.read(job.input().events());
            ProducerTotals.of(streams.metrics(), job.name()).addTo(measured);
            DiskUse.of(job.state()).ifPresent(bytes -> measured.put(Quantity.STATE_BYTES, bytes));
            streams.close(CLOSE);
            return measured;
        }
    }
}
