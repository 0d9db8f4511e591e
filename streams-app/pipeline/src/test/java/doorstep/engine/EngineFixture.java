// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Progress;
import doorstep.avro.Rejected;
import doorstep.avro.Visit;
import doorstep.clock.EngineClock;
import doorstep.config.AppConfig;
import doorstep.engine.EngineSettings.CalendarRules;
import doorstep.engine.EngineSettings.EmitSettings;
import doorstep.engine.EngineSettings.InputSettings;
import doorstep.engine.EngineSettings.Measures;
import doorstep.family.Breakdowns;
import doorstep.fixtures.TestCatalogue;
import doorstep.fixtures.TestEvents;
import doorstep.integrity.IntactLogs;
import doorstep.settings.PublishedSettings;
import doorstep.tally.WindowKind;
import doorstep.tally.WorkingDays;
import doorstep.tally.ZoneTransitions;
import doorstep.window.AsOf;
import doorstep.wire.AvroReader;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.SchemaLookups;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology on one partition, and the latest row per key of every topic that it writes. */
final class EngineFixture implements AutoCloseable {
    private static final BundledSchemas SCHEMAS = new BundledSchemas();

    private final TopologyTestDriver driver;
    private final Map<Topic, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private final Map<Topic, TestOutputTopic<byte[], byte[]>> outputs = new HashMap<>();
    private final Map<Topic, Map<String, byte[]>> latest = new HashMap<>();
    private final Map<Topic, Integer> written = new HashMap<>();
    private final Map<Topic, String> asOf = new HashMap<>();
    private Instant clock;

    EngineFixture(Path stateDir, Instant clock) {
        this(stateDir, clock, settings(AsOf.clock(Duration.ZERO), Map.of("zone", "UTC")));
    }

    EngineFixture(Path stateDir, Instant clock, EngineSettings settings) {
        this.clock = clock;
        driver = new TopologyTestDriver(topology(settings, stateDir), properties(stateDir), clock);
        for (Topic topic : Topics.inputs()) {
            inputs.put(
                    topic,
                    driver.createInputTopic(
                            TopicNames.DEFAULT.of(topic), new ByteArraySerializer(), new ByteArraySerializer()));
        }
        for (Topic topic : Topics.all()) {
            if (!Topics.inputs().contains(topic) && topic != Topics.SCHEMAS) {
                outputs.put(
                        topic,
                        driver.createOutputTopic(
                                TopicNames.DEFAULT.of(topic),
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer()));
                latest.put(topic, new TreeMap<>());
            }
        }
    }

    static EngineSettings settings(AsOf asOf, Map<String, String> fingerprinted) {
        return settings(asOf, fingerprinted, 1_000);
    }

    static EngineSettings settings(AsOf asOf, Map<String, String> fingerprinted, int emitBreakdownRate) {
        return settings(asOf, fingerprinted, emitBreakdownRate, 0);
    }

    static EngineSettings settings(AsOf asOf, Map<String, String> fingerprinted, int emitBreakdownRate, long rebuild) {
        return new EngineSettings(
                TopicNames.DEFAULT,
                new InputSettings(1, 0),
                asOf,
                new CalendarRules(ZoneTransitions.of(ZoneId.of("UTC")), 0),
                measures(),
                1_000,
                new EmitSettings(Duration.ofSeconds(1), Duration.ofSeconds(10), emitBreakdownRate),
                rebuild,
                new TreeMap<>(fingerprinted),
                PublishedSettings.of(fingerprinted));
    }

    private static Measures measures() {
        return new Measures(
                TestCatalogue.callingBack(),
                EnumSet.allOf(WindowKind.class),
                AppConfig.of(Map.of()).breakdownWindows(),
                10,
                new Breakdowns(Map.of(), Map.of(), Map.of()),
                new DueRules(
                        Duration.ofHours(24),
                        3,
                        new WorkingDays(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), Set.of(), Set.of())));
    }

    static Topology topology(EngineSettings settings, Path stateDir) {
        return new EngineTopology(
                        settings,
                        new SchemaLookups(SCHEMAS),
                        new IntactLogs(),
                        EngineListener.NONE,
                        EngineClock.OF_STREAMS)
                .build(properties(stateDir));
    }

    static Properties properties(Path stateDir) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "doorstep");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return properties;
    }

    // ---- In

    void send(Visit.Builder visit) {
        Visit record = visit.build();
        send(
                Topics.VISITS,
                record.getId(),
                new AvroWriter<Visit>(Topics.VISITS, TopicNames.DEFAULT, SCHEMAS).toBytes(record));
    }

    void send(Feedback.Builder feedback) {
        Feedback record = feedback.build();
        send(
                Topics.FEEDBACK,
                record.getId(),
                new AvroWriter<Feedback>(Topics.FEEDBACK, TopicNames.DEFAULT, SCHEMAS).toBytes(record));
    }

    void send(Commitment.Builder commitment) {
        Commitment record = commitment.build();
        send(
                Topics.COMMITMENTS,
                record.getId(),
                new AvroWriter<Commitment>(Topics.COMMITMENTS, TopicNames.DEFAULT, SCHEMAS).toBytes(record));
    }

    void send(Topic topic, String key, byte[] value) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        inputs.get(topic).pipeInput(keyBytes, value, clock);
    }

    /** Waits until every delta batch is applied and every row is sent. */
    void settle() {
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(11));
        pass(Duration.ofSeconds(11));
    }

    void pass(Duration duration) {
        driver.advanceWallClockTime(duration);
        clock = clock.plus(duration);
    }

    // ---- Out

    private void read(Topic topic) {
        List<TestRecord<byte[], byte[]>> records = outputs.get(topic).readRecordsToList();
        written.merge(topic, records.size(), Integer::sum);
        for (TestRecord<byte[], byte[]> record : records) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            Header header = record.headers().lastHeader("as-of");
            asOf.put(topic, header == null ? "none" : new String(header.value(), StandardCharsets.UTF_8));
            if (record.value() == null) {
                latest.get(topic).remove(key);
            } else {
                latest.get(topic).put(key, record.value());
            }
        }
    }

    /** Number of records written to a topic so far, tombstones included. */
    int written(Topic topic) {
        read(topic);
        return written.getOrDefault(topic, 0);
    }

    /** The as-of header of the last record, which may be a tombstone. */
    String asOf(Topic topic) {
        read(topic);
        return asOf.get(topic);
    }

    /** The latest row per key. */
    <T extends SpecificRecord> Map<String, T> rows(Topic topic, Class<T> type) {
        read(topic);
        AvroReader<T> reader = new AvroReader<>(topic, SCHEMAS);
        Map<String, T> rows = new TreeMap<>();
        latest.get(topic).forEach((key, value) -> {
            try {
                rows.put(key, type.cast(reader.read(value)));
            } catch (UnreadableException e) {
                throw new AssertionError(key, e);
            }
        });
        return rows;
    }

    Rejected rejected(String key) {
        return rows(Topics.REJECTED, Rejected.class).get(key);
    }

    Progress progress(String part) {
        return rows(Topics.PROGRESS, Progress.class).get(part);
    }

    /** Bytes of the latest rows of all result topics. */
    Map<String, List<Byte>> figures() {
        Map<String, List<Byte>> figures = new TreeMap<>();
        for (Topic topic : Topics.results()) {
            read(topic);
            latest.get(topic).forEach((key, value) -> {
                Byte[] boxed = new Byte[value.length];
                java.util.Arrays.setAll(boxed, i -> value[i]);
                figures.put(TopicNames.DEFAULT.of(topic) + " " + key, List.of(boxed));
            });
        }
        return figures;
    }

    static EngineFixture atTen(Path stateDir) {
        return new EngineFixture(stateDir, TestEvents.NINE.plus(Duration.ofHours(1)));
    }

    @Override
    public void close() {
        driver.close();
    }
}
