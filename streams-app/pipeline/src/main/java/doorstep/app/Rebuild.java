package doorstep.app;

import doorstep.avro.Progress;
import doorstep.window.RefusedException;
import doorstep.wire.AvroWriter;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Counts everything again from the input topics: {@link #begin} deletes what was derived, the pipeline runs until it is
 * complete, {@link #finish} takes back the rows that did not come again. Nothing else may run meanwhile, so that a
 * tombstone can never overtake a newer row of its key.
 *
 * <p>That a rebuild is under way stands in {@code doorstep.progress} (part {@code rebuild}: where each result partition
 * ended before); until it is finished, the pipeline refuses to run by itself.
 */
public final class Rebuild implements AutoCloseable {
    static final String PART = "rebuild";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AppConfig config;
    private final SchemaRegistry registry;
    private final Admin admin;

    public Rebuild(AppConfig config, SchemaRegistry registry) {
        this.config = config;
        this.registry = registry;
        this.admin = Admin.create(config.adminSettings());
    }

    /** @throws RefusedException if an instance of the application is a member of its group */
    public void requireNothingRuns() {
        int members = 0;
        try {
            members = Answers.await(admin.describeConsumerGroups(List.of(config.applicationId()))
                            .describedGroups()
                            .get(config.applicationId()))
                    .members()
                    .size();
        } catch (GroupIdNotFoundException e) {
            // never ran: no members
        }
        if (members > 0) {
            throw new RefusedException("'" + config.applicationId() + "' runs: its group has " + members
                    + " member(s). Stop every instance first; one that was killed is forgotten after its session"
                    + " timeout (45 s by default).");
        }
    }

    /** The topics that {@link #begin} deletes: changelogs and hand-overs. */
    public List<String> internalTopics() {
        return Answers.await(admin.listTopics().names()).stream()
                .filter(name -> TopicAdmin.isInternal(name, config.applicationId()))
                .sorted()
                .toList();
    }

    /** Inputs that have lost their first records, which a rebuild cannot count: the first offset that is left. */
    public SortedMap<String, Long> lostBeginnings() {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        for (Topic topic : Topics.inputs()) {
            for (int partition = 0; partition < config.partitions(); partition++) {
                question.put(new TopicPartition(topic.name(), partition), OffsetSpec.earliest());
            }
        }
        SortedMap<String, Long> lost = new TreeMap<>();
        Answers.await(admin.listOffsets(question).all()).forEach((place, start) -> {
            if (start.offset() > 0) {
                lost.put(place.topic() + ", partition " + place.partition(), start.offset());
            }
        });
        return lost;
    }

    /** Where the local state is, of this machine's instance. */
    public Path localState() {
        return config.stateDir().orElseThrow().resolve(config.applicationId());
    }

    /** Marks the rebuild as begun, then deletes internal topics, committed offsets and local state. */
    public void begin() {
        requireNothingRuns();
        List<String> progress = progressKeys(); // waits for what was left open, lest the marks stand behind it unseen
        mark(ends());
        forget(progress);
        List<String> topics = internalTopics();
        if (!topics.isEmpty()) {
            Answers.await(admin.deleteTopics(topics).all());
            awaitGone();
        }
        try {
            Answers.await(
                    admin.deleteConsumerGroups(List.of(config.applicationId())).all());
        } catch (GroupIdNotFoundException e) {
            // nothing was ever committed
        }
        LocalState.delete(localState());
    }

    /**
     * Sends a tombstone for every row from before the rebuild that did not come again, and takes the mark away. The
     * pipeline is complete and stopped.
     *
     * @return how many
     */
    public long finish() {
        Map<TopicPartition, Long> marks = marks(config, registry);
        List<ProducerRecord<byte[], byte[]>> tombstones = new ArrayList<>();
        marks.forEach((place, mark) -> staleKeys(place, mark)
                .forEach(key -> tombstones.add(new ProducerRecord<>(place.topic(), place.partition(), key, null))));
        send(tombstones);
        send(marks.keySet().stream()
                .map(place -> new ProducerRecord<byte[], byte[]>(Topics.PROGRESS.name(), key(place), null))
                .toList());
        return tombstones.size();
    }

    /** True from {@link #begin} to {@link #finish}. */
    public static boolean isUnfinished(AppConfig config, SchemaRegistry registry) {
        return !marks(config, registry).isEmpty();
    }

    private Map<TopicPartition, Long> ends() {
        List<TopicPartition> places = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            for (Topic topic : Topics.results()) {
                places.addAll(TopicReader.partitionsOf(consumer, topic.name()));
            }
        }
        return Answers.await(TopicReader.ends(admin, places));
    }

    private void mark(Map<TopicPartition, Long> ends) {
        AvroWriter<Progress> writer = new AvroWriter<>(Topics.PROGRESS, registry);
        List<ProducerRecord<byte[], byte[]>> marks = new ArrayList<>();
        ends.forEach((place, end) -> marks.add(new ProducerRecord<>(
                Topics.PROGRESS.name(),
                key(place),
                writer.toBytes(Progress.newBuilder()
                        .setPart(PART)
                        .setPartition(place.partition())
                        .setNextOffset(end)
                        .build()))));
        send(marks);
    }

    /** Returns when all of them are stored. */
    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            for (Future<RecordMetadata> future : sent) {
                Answers.await(future);
            }
        }
    }

    private List<String> progressKeys() {
        Map<String, Progress> rows = new TreeMap<>();
        try (TopicReader<Progress> reader = new TopicReader<>(config, Topics.PROGRESS, registry)) {
            reader.readToEnd((key, row) -> row.ifPresentOrElse(it -> rows.put(key, it), () -> rows.remove(key)));
        }
        rows.values().removeIf(row -> row.getPart().equals(PART));
        return List.copyOf(rows.keySet());
    }

    /** The accounting begins anew; with the old one standing, nothing would seem to be left to do. */
    private void forget(List<String> progress) {
        send(progress.stream()
                .map(key -> new ProducerRecord<byte[], byte[]>(
                        Topics.PROGRESS.name(), key.getBytes(StandardCharsets.UTF_8), null))
                .toList());
    }

    private static byte[] key(TopicPartition place) {
        return (PART + ":" + place.topic() + ":" + place.partition()).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<TopicPartition, Long> marks(AppConfig config, SchemaRegistry registry) {
        Map<String, Long> marks = new TreeMap<>();
        try (TopicReader<Progress> reader = new TopicReader<>(config, Topics.PROGRESS, registry)) {
            reader.catchUp((key, row) -> {
                if (key.startsWith(PART + ":")) {
                    row.ifPresentOrElse(it -> marks.put(key, it.getNextOffset()), () -> marks.remove(key));
                }
            });
        }
        Map<TopicPartition, Long> places = new HashMap<>();
        marks.forEach((key, end) -> {
            String[] parts = key.split(":", 3);
            places.put(new TopicPartition(parts[1], Integer.parseInt(parts[2])), end);
        });
        return places;
    }

    /** Keys whose latest record lies before the mark and is a row. */
    private List<byte[]> staleKeys(TopicPartition place, long mark) {
        Map<ByteBuffer, Boolean> staleRows = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            long end = consumer.endOffsets(List.of(place)).get(place);
            while (consumer.position(place) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    staleRows.put(ByteBuffer.wrap(record.key()), record.offset() < mark && record.value() != null);
                }
            }
        }
        return staleRows.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(entry -> entry.getKey().array())
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                TopicReader.settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void awaitGone() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!internalTopics().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException("the brokers still list " + internalTopics() + " after "
                        + PATIENCE.toSeconds() + " s; run `doorstep rebuild` again");
            }
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
