package doorstep.topology;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Visit;
import doorstep.avro.VisitCount;
import doorstep.catalogue.Catalogue;
import doorstep.family.Breakdowns;
import doorstep.window.AsOf;
import doorstep.wire.AvroReader;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTopologyTest {
    private static final Instant NINE = Instant.parse("2011-03-01T09:00:00Z");

    @TempDir
    Path dir;

    @Test
    void shouldCountAVisitUnderEveryPrefixOfItsUnit() throws Exception {
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(), properties(), NINE)) {
            TestInputTopic<byte[], byte[]> visits =
                    driver.createInputTopic(Topics.VISITS.name(), new ByteArraySerializer(), new ByteArraySerializer());
            Visit visit = Visit.newBuilder()
                    .setId("v1")
                    .setSource("TEST")
                    .setUnit("a/b")
                    .setOccurredAt(NINE)
                    .setRecordedAt(NINE)
                    .setCategory("TALK")
                    .setMode("DOOR")
                    .setHouseholds(2)
                    .setPeople(5)
                    .build();
            visits.pipeInput(
                    "v1".getBytes(StandardCharsets.UTF_8),
                    new AvroWriter<Visit>(Topics.VISITS, new BundledSchemas()).toBytes(visit),
                    NINE);
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            driver.advanceWallClockTime(Duration.ofSeconds(10));
            Map<String, VisitCount> rows = new TreeMap<>();
            AvroReader<VisitCount> reader = new AvroReader<>(Topics.VISIT_COUNTS, new BundledSchemas());
            for (var row : driver.createOutputTopic(
                            Topics.VISIT_COUNTS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readKeyValuesToList()) {
                rows.put(new String(row.key, StandardCharsets.UTF_8), reader.read(row.value));
            }
            assertThat(rows).containsKeys("*|||DAY|2011-03-01", "a|||EVER|", "a/b|||LAST_HOUR|");
            assertThat(rows.get("a|category=TALK||MONTH|2011-03-01").getPeople())
                    .isEqualTo(5);
            assertThat(rows).hasSize(3 * (11 + 2 * 4));
        }
    }

    private Topology topology() {
        EngineSettings settings = new EngineSettings(
                1,
                ZoneId.of("UTC"),
                0,
                0,
                AsOf.clock(Duration.ZERO),
                Catalogue.load(Optional.empty()),
                10,
                new Breakdowns(Map.of(), Map.of()),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                1000,
                new TreeMap<>(Map.of("zone", "UTC")));
        return new EngineTopology(settings, new BundledSchemas(), new WholeHistory(), EngineListener.NONE)
                .build(properties());
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "doorstep");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, dir.toString());
        return properties;
    }
}
