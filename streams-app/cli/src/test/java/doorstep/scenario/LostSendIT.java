// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.Pipeline;
import doorstep.avro.Visit;
import doorstep.avro.VisitCount;
import doorstep.clock.TimeSource;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.engine.EngineListener;
import doorstep.event.TreePath;
import doorstep.family.RowHead;
import doorstep.fixtures.TestEvents;
import doorstep.streams.StreamsClients;
import doorstep.streams.ThreadProducer;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.WindowKind;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A row cannot be sent in time, as when brokers are slow or a clock is stepped. Kafka Streams then restarts the task of
 * that row alone, and aborts the transaction to which all tasks of the thread have sent records.
 */
class LostSendIT {
    private static final String ROWS = TopicNames.DEFAULT.of(Topics.VISIT_COUNTS);
    private static final int LOSSES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    /**
     * Clients of stream threads whose producer fails a row, and others of the same task after it, before it knows itself
     * that the transaction has failed.
     */
    private static final class LosingClients extends StreamsClients {
        private final AtomicInteger toLose = new AtomicInteger();

        LosingClients(Set<String> inputs) {
            super(inputs);
        }

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
            return new ThreadProducer(settings) {
                private Optional<Callback> lost = Optional.empty();

                @Override
                public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> row, Callback callback) {
                    if (lost.isEmpty()
                            && row.topic().equals(ROWS)
                            && toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        lost = Optional.of(callback);
                    }
                    lost.ifPresent(it -> it.onCompletion(null, new TimeoutException("it was not sent in time")));
                    return super.send(row, callback);
                }

                /** No producer commits a transaction of which it knows that a record is missing. */
                @Override
                public void commitTransaction() {
                    if (lost.isPresent()) {
                        throw new TransactionAbortableException("a row was not sent in time");
                    }
                    super.commitTransaction();
                }

                @Override
                public void abortTransaction() {
                    lost = Optional.empty();
                    super.abortTransaction();
                }
            };
        }
    }

    @Test
    void shouldCountAllThatTheOtherTasksHadSent() throws Exception {
        SchemaRegistry registry = new BundledSchemas();
        Map<String, String> settings = Map.of("partitions", "1", "threads", "1", "as-of", "2026-02-01T00:00");
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings)) {
            AppConfig config = machine.config();
            LosingClients clients = new LosingClients(Set.copyOf(config.topics().of(Topics.inputs())));
            Pipeline pipeline = Pipeline.of(config, registry, EngineListener.NONE, TimeSource.SYSTEM, clients);
            pipeline.start();
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
                AvroWriter<Visit> writer = new AvroWriter<>(Topics.VISITS, TopicNames.DEFAULT, registry);
                int sent = 0;
                for (int losses = 0; losses < LOSSES; losses++) {
                    sent = send(producer, writer, sent);
                    awaitVisits(config, registry, pipeline, sent);
                    clients.toLose.set(1);
                    while (clients.toLose.get() > 0) { // as long as the row has not come, and a little longer
                        sent = send(producer, writer, sent);
                    }
                    sent = send(producer, writer, sent);
                }
                awaitVisits(config, registry, pipeline, sent);
                assertThat(pipeline.threadRestarts()).isGreaterThanOrEqualTo(LOSSES);
            } finally {
                pipeline.closeAndLeave();
            }
        }
    }

    private static int send(KafkaProducer<byte[], byte[]> producer, AvroWriter<Visit> writer, int from)
            throws InterruptedException {
        int to = from + 20;
        for (int i = from; i < to; i++) {
            Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i % 40_000 * 60L);
            Visit visit = TestEvents.visit("v" + i)
                    .setUnit("city/" + i % 3)
                    .setOccurredAt(at)
                    .setRecordedAt(at)
                    .build();
            producer.send(new ProducerRecord<>(
                    TopicNames.DEFAULT.of(Topics.VISITS),
                    visit.getId().getBytes(StandardCharsets.UTF_8),
                    writer.toBytes(visit)));
        }
        producer.flush();
        pause();
        return to;
    }

    private static void awaitVisits(AppConfig config, SchemaRegistry registry, Pipeline pipeline, int wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (visits(config, registry) != wanted) {
            assertThat(pipeline.failure()).isEmpty();
            assertThat(System.nanoTime())
                    .as("waiting for %d visits, there are %d", wanted, visits(config, registry))
                    .isLessThan(deadline);
            pause();
        }
    }

    private static void pause() throws InterruptedException {
        new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
    }

    private static long visits(AppConfig config, SchemaRegistry registry) {
        String total = RowHead.of(new Cell(1, TreePath.ROOT, Slice.TOTAL, ""), WindowKind.EVER, 0)
                .key();
        AtomicLong visits = new AtomicLong();
        try (TopicReader<VisitCount> reader = new TopicReader<>(config, Topics.VISIT_COUNTS, registry)) {
            reader.readToEnd((key, row) -> {
                if (key.equals(total)) {
                    visits.set(row.map(VisitCount::getVisits).orElse(0L));
                }
            });
        }
        return visits.get();
    }
}
