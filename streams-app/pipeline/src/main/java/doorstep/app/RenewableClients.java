// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import doorstep.clock.EngineClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Client supplier of Kafka Streams whose clients can all be replaced at once. Their timers depend on the machine's
 * clock: after that is set, an older client may wait for as long as the size of the step. Consumers and producers
 * belong to a thread, which ends with them and is replaced; the admin client is shared by all threads, and is replaced
 * here.
 */
final class RenewableClients implements KafkaClientSupplier {
    /** Time for a thread to finish by itself. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final KafkaClientSupplier clients;
    private final EngineClock clock;
    private final String progressTopic;
    private final Set<Consumer<?, ?>> consumers = Collections.newSetFromMap(new WeakHashMap<>());
    private final Set<Producer<?, ?>> producers = Collections.newSetFromMap(new WeakHashMap<>());
    private final List<SharedAdmin> admins = new ArrayList<>();

    /** @param clock gets the append times of what Kafka Streams sends to {@code progressTopic} */
    RenewableClients(KafkaClientSupplier clients, EngineClock clock, String progressTopic) {
        this.clients = clients;
        this.clock = clock;
        this.progressTopic = progressTopic;
    }

    /**
     * Interrupts what the threads wait for. They then fail, unless they are stuck elsewhere, and new ones take over.
     */
    synchronized void renew() {
        admins.forEach(SharedAdmin::renew);
        consumers.forEach(Consumer::wakeup);
        List<Producer<?, ?>> old = List.copyOf(producers);
        producers.clear();
        Thread closing = new Thread(() -> closeAfterGrace(old), "clock-old-producers");
        closing.setDaemon(true);
        closing.start();
    }

    /** A thread that ends has closed its producer by then; closing it again does nothing. */
    private static void closeAfterGrace(List<Producer<?, ?>> old) {
        try {
            Thread.sleep(GRACE.toMillis()); // threads give no signal when they have closed their producers
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        old.forEach(producer -> producer.close(Duration.ZERO));
    }

    @Override
    public synchronized Admin getAdmin(Map<String, Object> settings) {
        SharedAdmin admin = new SharedAdmin(() -> clients.getAdmin(settings));
        admins.add(admin);
        return admin.proxy();
    }

    @Override
    public synchronized Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
        Map<String, Object> listening = new HashMap<>(settings);
        listening.merge(
                ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
                ProgressAcks.class.getName(),
                (configured, ours) -> (configured instanceof List<?> list
                                ? String.join(
                                        ",", list.stream().map(String::valueOf).toList())
                                : configured)
                        + "," + ours);
        listening.put(ProgressAcks.CLOCK, clock);
        listening.put(ProgressAcks.TOPIC, progressTopic);
        Producer<byte[], byte[]> producer = clients.getProducer(listening);
        producers.add(producer);
        return producer;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
        return known(clients.getConsumer(settings));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
        return known(clients.getRestoreConsumer(settings));
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
        return known(clients.getGlobalConsumer(settings));
    }

    private synchronized Consumer<byte[], byte[]> known(Consumer<byte[], byte[]> consumer) {
        consumers.add(consumer);
        return consumer;
    }
}
