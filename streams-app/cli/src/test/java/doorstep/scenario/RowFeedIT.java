// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Setting;
import doorstep.broker.EmbeddedBroker;
import doorstep.config.AppConfig;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.feed.CollectedFigures;
import doorstep.feed.FeedClock;
import doorstep.feed.FeedListener;
import doorstep.feed.FeedState;
import doorstep.feed.RowFeed;
import doorstep.rows.CollectedRows;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.settings.PublishedSettings;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.topics.TopicAdmin;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader of rows on a broker whose log cleaner hardly pauses. */
class RowFeedIT {
    private static final BundledSchemas SCHEMAS = new BundledSchemas();
    private static final String TOPIC = TopicNames.DEFAULT.of(Topics.VISIT_COUNTS);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Family VISITS = Families.ofRows().get(Topics.VISIT_COUNTS);

    @TempDir
    private Path dir;

    private final RowStore store = new CollectedRows();
    private final Set<Integer> replaced = new TreeSet<>();
    private EmbeddedBroker broker;
    private AppConfig config;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(dir, 0, Map.of("log.cleaner.backoff.ms", "100"));
        config = AppConfig.of(Map.of("bootstrap.servers", broker.bootstrapServers(), "partitions", "1"));
        try (TopicAdmin topics = new TopicAdmin(config)) {
            topics.create();
        }
        Map<String, Object> settings = new HashMap<>(config.producerSettings());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "it");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        PublishedSettings.of(Map.of("zone", "UTC"))
                .rows()
                .forEach((name, value) ->
                        write(Topics.SETTINGS, name, bytes(Topics.SETTINGS, new Setting(name, value))));
    }

    @AfterEach
    void stop() {
        producer.close(Duration.ZERO);
        broker.close();
    }

    @Test
    void shouldDropARowWhoseTombstoneIsForgotten() throws Exception {
        row("east", 3);
        row("west", 5);
        follow(() -> stored().containsAll(Set.of("east", "west")));
        assertThat(replaced).isEmpty();

        configure(Map.of("delete.retention.ms", "1000", "segment.ms", "100", "min.cleanable.dirty.ratio", "0.01"));
        write(Topics.VISIT_COUNTS, key("east"), null);
        int more = 0;
        while (isInLog("east")) { // the cleaner leaves the active segment alone, and a record ends it
            row("unit-" + more++, 1);
        }
        follow(() -> !stored().contains("east"));

        assertThat(stored()).contains("west").hasSize(more + 1);
        assertThat(replaced).containsExactly(VISITS.code());
    }

    @Test
    void shouldFollowATopicThatIsCreatedAnew() throws Exception {
        row("east", 3);
        AtomicLong later = new AtomicLong();
        try (RowFeed feed = feed(() -> System.nanoTime() + later.get())) {
            await(feed, () -> feed.state().caughtUp() && stored().contains("east"));
            try (Admin admin = Admin.create(config.adminSettings());
                    TopicAdmin topics = new TopicAdmin(config)) {
                admin.deleteTopics(List.of(TOPIC)).all().get();
                await(feed, () -> !topics.states().get(TOPIC).exists());
                topics.create();
            }
            row("west", 5);
            row("north", 5);
            later.set(TimeUnit.MINUTES.toNanos(1)); // until topics are looked up again

            await(feed, () -> stored().equals(Set.of("west", "north")));
        }
    }

    @Test
    void shouldReadOnceWhatIsWanted() {
        row("east", 3);
        row("west", 5);
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, 0, bytes(key("north")), value("north", 1)));
        producer.abortTransaction();

        CollectedFigures figures = RowFeed.once(
                config,
                SCHEMAS,
                List.of(Topics.VISIT_COUNTS),
                row -> row.cell().unit().equals("east"),
                InstantSource.system());

        assertThat(units(figures.rows())).containsExactly("east");
        assertThat(figures.pipeline().settings().isWhole()).isTrue();
        assertThat(figures.pipeline().inputEnds()).contains(Map.of());
    }

    /** @param ticker of the reader */
    private RowFeed feed(LongSupplier ticker) {
        FeedListener listener = new FeedListener() {
            @Override
            public void changed(List<RowChange> changes) {}

            @Override
            public void worklistChanged(Set<String> units) {}

            @Override
            public void replaced(int family) {
                replaced.add(family);
            }
        };
        return RowFeed.follow(config, SCHEMAS, store, listener, new FeedClock(InstantSource.system(), ticker));
    }

    /** Runs a reader until it has caught up and the store is as wanted. */
    private void follow(BooleanSupplier wanted) {
        try (RowFeed feed = feed(System::nanoTime)) {
            await(feed, () -> feed.state().caughtUp() && wanted.getAsBoolean());
        }
    }

    private void await(RowFeed feed, BooleanSupplier wanted) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!wanted.getAsBoolean()) {
            FeedState state = feed.state();
            assertThat(System.nanoTime()).as("%s, %s", state, stored()).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private Set<String> stored() {
        return units(store);
    }

    private static Set<String> units(RowStore rows) {
        Set<String> units = new TreeSet<>();
        try (RowStore.Snapshot snapshot = rows.snapshot()) {
            snapshot.forEach(
                    VISITS.code(),
                    (cell, kind, start, tally) ->
                            units.add(rows.cells().get(cell).unit()));
        }
        return units;
    }

    private void row(String unit, long visits) {
        write(Topics.VISIT_COUNTS, key(unit), value(unit, visits));
    }

    private static RowHead head(String unit) {
        return RowHead.of(new Cell(VISITS.code(), unit, Slice.TOTAL, ""), WindowKind.EVER, 0);
    }

    private static String key(String unit) {
        return head(unit).key();
    }

    private static byte[] value(String unit, long visits) {
        return bytes(Topics.VISIT_COUNTS, VISITS.row(head(unit), Tally.of(0, visits)));
    }

    private static byte[] bytes(Topic topic, SpecificRecord value) {
        return new AvroWriter<>(topic, TopicNames.DEFAULT, SCHEMAS).toBytes(value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** In a transaction of its own, whose marker ends the topic. */
    private void write(Topic topic, String key, byte[] value) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TopicNames.DEFAULT.of(topic), 0, bytes(key), value));
        producer.commitTransaction();
    }

    private void configure(Map<String, String> settings) throws Exception {
        List<AlterConfigOp> changes = new ArrayList<>();
        settings.forEach(
                (key, value) -> changes.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
        try (Admin admin = Admin.create(config.adminSettings())) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, TOPIC), changes))
                    .all()
                    .get();
        }
    }

    /** Whether the topic holds any record of a unit's row, a tombstone included. */
    private boolean isInLog(String unit) {
        Map<String, Object> settings = new HashMap<>(config.consumerSettings());
        settings.put("fetch.max.wait.ms", 50);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            boolean found = false;
            while (consumer.position(PARTITION) < end) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    found |= new String(record.key(), StandardCharsets.UTF_8).equals(key(unit));
                }
            }
            return found;
        }
    }
}
