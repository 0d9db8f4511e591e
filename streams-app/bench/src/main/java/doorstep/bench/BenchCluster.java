// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.avro.Setting;
import doorstep.bench.Traffic.Delivery;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.figures.ProgressWatch;
import doorstep.process.BrokerProcess;
import doorstep.process.Directories;
import doorstep.process.RunException;
import doorstep.topics.TopicAdmin;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The broker of a run, in a process of its own, and the input topics on it. */
final class BenchCluster implements AutoCloseable {
    private static final Map<String, String> KEEP =
            Map.of("retention.ms", "-1", "message.timestamp.type", "LogAppendTime");

    private final int partitions;
    private final BrokerProcess broker;
    private final Thread onInterrupt;
    private Admin admin;

    BenchCluster(Settings settings) {
        this.partitions = settings.partitions();
        broker = new BrokerProcess(settings.data().resolve("broker"), Map.of());
        onInterrupt = new Thread(broker::close, "end-broker");
    }

    /** Returns when the broker accepts records and has the topics. */
    void open() {
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        broker.start();
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
        try (TopicAdmin topics = new TopicAdmin(config())) {
            topics.create();
        }
        create(Hopping.OUTPUT);
        create(Input.REDUCED.topic());
        create(Input.CLEAN.topic());
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** @param events number of records in it */
    JobInput input(Input input, long events) {
        return new JobInput(bootstrapServers(), input.topic(), events, partitions);
    }

    AppConfig config() {
        return AppConfig.of(Map.of(
                "bootstrap.servers", bootstrapServers(),
                "partitions", String.valueOf(partitions),
                "replication.factor", "1"));
    }

    private void create(String topic) {
        try {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(KEEP)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new RunException("cannot create the topic " + topic + ": " + e.getCause(), e.getCause());
            }
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
    }

    /**
     * Produces the input of a seed, and adds up its totals. Returns when all of it is stored.
     *
     * @param events number of events in the whole input
     */
    Totals produce(Input input, long seed, long events) {
        Traffic traffic = input.traffic(seed, events);
        long deliveries = input.deliveries(events);
        Totals totals = new Totals();
        AvroWriter<doorstep.avro.Feedback> writer =
                new AvroWriter<>(Topics.FEEDBACK, TopicNames.DEFAULT, new BundledSchemas());
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Producer<byte[], byte[]> producer = producer()) {
            for (long i = 0; i < deliveries && failure.get() == null; i++) {
                Delivery delivery = traffic.next();
                totals.take(delivery);
                byte[] key = delivery.answer().id().getBytes(StandardCharsets.UTF_8);
                byte[] value = writer.toBytes(delivery.answer().toAvro());
                var unused = producer.send(new ProducerRecord<>(input.topic(), key, value), (stored, problem) -> {
                    if (problem != null) {
                        failure.compareAndSet(null, problem);
                    }
                });
            }
            producer.flush();
        }
        if (failure.get() != null) {
            throw new RunException("the input could not be sent: " + failure.get(), failure.get());
        }
        return totals;
    }

    /**
     * Deletes the progress rows of earlier runs, which would be taken for those of the next run, and their settings,
     * which the next run would refuse to change.
     */
    void forgetEarlierRuns() {
        try (ProgressWatch progress = new ProgressWatch(config(), new BundledSchemas());
                TopicReader<Setting> settings = new TopicReader<>(config(), Topics.SETTINGS, new BundledSchemas());
                Producer<byte[], byte[]> producer = producer()) {
            progress.rows().forEach(row -> delete(producer, Topics.PROGRESS, row.getPart() + ":" + row.getPartition()));
            Set<String> names = new HashSet<>();
            settings.readToEnd((name, row) -> names.add(name));
            names.forEach(name -> delete(producer, Topics.SETTINGS, name));
            producer.flush();
        }
    }

    private static void delete(Producer<byte[], byte[]> producer, Topic topic, String key) {
        var unused = producer.send(
                new ProducerRecord<>(TopicNames.DEFAULT.of(topic), key.getBytes(StandardCharsets.UTF_8), null));
    }

    private Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG, 20,
                        ProducerConfig.BATCH_SIZE_CONFIG, 131_072,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                        // with several in flight, a new partition could receive the second batch before the first
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The end offsets of a topic. */
    Map<TopicPartition, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            latest.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        try {
            admin.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        } catch (ExecutionException e) {
            throw new RunException("the ends of " + topic + " are not known: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
        return ends;
    }

    /** Deletes the state and the internal topics of a run. */
    void cleanUp(Job job) {
        Directories.delete(job.state());
        try {
            Set<String> internal = new HashSet<>(admin.listTopics().names().get());
            internal.removeIf(topic -> !topic.startsWith(job.name() + "-"));
            admin.deleteTopics(internal).all().get();
        } catch (ExecutionException e) {
            throw new RunException("the topics of " + job.name() + " cannot be deleted: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
    }

    void requireAlive() {
        broker.requireAlive();
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
        broker.close();
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException e) {
            // the hook is already running
        }
    }
}
