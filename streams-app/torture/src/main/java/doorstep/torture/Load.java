// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.config.AppConfig;
import doorstep.process.Pause;
import doorstep.process.RunException;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the workload at a steady rate on a thread of its own and passes it to the recount. It survives a broker outage
 * of minutes: the producer is idempotent and keeps unacknowledged records.
 */
final class Load implements AutoCloseable {
    private static final long TICK_MS = 20;
    private static final int PATIENCE_MS = 600_000;

    private final Workload workload;
    private final Recount recount;
    private final double rate;
    private final Producer<byte[], byte[]> producer;
    private final AtomicLong sent = new AtomicLong();
    private final Map<TopicPartition, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<TopicPartition, BitSet> accepted = new ConcurrentHashMap<>();
    private final Set<String> bad = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile boolean running;
    private Thread thread;

    /** @param rate events a second */
    Load(AppConfig config, Workload workload, Recount recount, double rate) {
        this.workload = workload;
        this.recount = recount;
        this.rate = rate;
        Map<String, Object> settings = new HashMap<>(config.producerSettings());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends the first deliveries of so many new ids as fast as possible; returns when they are stored. */
    void preload(int ids) {
        for (int i = 0; i < ids; i++) {
            send(workload::fresh);
        }
        producer.flush();
        throwFailure();
    }

    /** Starts sending; has no effect while it is already sending. */
    void resume() {
        if (thread != null) {
            return;
        }
        running = true;
        thread = new Thread(this::run, "load");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when everything sent is stored. */
    void pause() {
        running = false;
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw RunException.interrupted(e);
            }
            thread = null;
        }
        producer.flush();
        throwFailure();
    }

    private void run() {
        try {
            long start = System.nanoTime();
            long inThisRun = 0;
            while (running) {
                long due = (long) ((System.nanoTime() - start) / 1e9 * rate);
                if (due - inThisRun > rate) { // after a stall, the backlog is not sent in one burst
                    inThisRun = due - (long) rate;
                }
                while (running && inThisRun < due) {
                    send(workload::next);
                    inThisRun++;
                }
                Pause.of(Duration.ofMillis(TICK_MS));
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void send(Supplier<Delivery> next) {
        Delivery delivery = next.get();
        recount.take(delivery);
        var unused = producer.send(delivery.record(), (stored, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
                return;
            }
            acknowledged.merge(new TopicPartition(stored.topic(), stored.partition()), 1L, Long::sum);
            if (delivery.bad()) {
                bad.add(stored.topic() + ":" + stored.partition() + ":" + stored.offset());
            } else {
                accepted.compute(new TopicPartition(stored.topic(), stored.partition()), (partition, before) -> {
                    BitSet offsets = before == null ? new BitSet() : before;
                    offsets.set(Math.toIntExact(stored.offset()));
                    return offsets;
                });
            }
        });
        sent.incrementAndGet();
    }

    long sent() {
        return sent.get();
    }

    /** Number of stored records by input partition. */
    Map<TopicPartition, Long> acknowledged() {
        return acknowledged;
    }

    /** Offsets of records that must be accepted, by input partition. Complete while nothing is sent. */
    Map<TopicPartition, BitSet> accepted() {
        return accepted;
    }

    /** Positions of records that must be refused: {@code topic:partition:offset}. */
    Set<String> bad() {
        return bad;
    }

    void throwFailure() {
        Exception problem = failure.get();
        if (problem != null) {
            throw new RunException("an event could not be sent: " + problem, problem);
        }
    }

    @Override
    public void close() {
        running = false;
        producer.close(Duration.ZERO);
    }
}
