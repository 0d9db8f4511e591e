// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.decode.CommitmentParser;
import doorstep.decode.DecodeLimits;
import doorstep.decode.Decoded;
import doorstep.decode.Decoder;
import doorstep.decode.FeedbackParser;
import doorstep.decode.VisitParser;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.KeyPartition;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks on random files that the pipeline accepts every event that the importer sends. */
class PipelineAgreesTest {
    private static final String MAPPING = """
            doorstep: 1
            files: {format: csv}
            times: {zone: Asia/Shanghai}
            common: {id: <id>, revision: <number>, source: <code>, unit: <unit>, area: <area>, occurredAt: <time>, recordedAt: <time 2>, withdrawn: <flag>}
            events:
              - topic: visits
                when: {from: <topic>, is: v}
                fields: {category: <code>, mode: <code 2>, people: <number>, fulfils: <area>}
              - topic: feedback
                when: {from: <topic>, is: f}
                fields: {kind: <kind>, channel: <code>, question: <code 2>, scale: <scale>, score: <number>, reaction: <code 2>, imputed: <flag 2>, about: {type: <about>, id: <area>}, topics: {from: <code>, split: "+"}}
              - topic: commitments
                when: {from: <topic>, is: c}
                fields: {kind: <kind>, category: <code>, openedAt: <time>, acknowledgedAt: <time 2>, dueAt: <time 2>, closedAt: <time>, outcome: <outcome>, returnedAt: [<time 2>, <time>]}
            """;

    private static final String MANY =
            IntStream.range(0, 32).mapToObj(i -> "T" + i).collect(Collectors.joining("+"));

    private static final String NAME = "Maria Silva";

    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("topic", List.of("v", "f", "c")),
            Map.entry("id", List.of("1", "é", "x".repeat(256), "x".repeat(257), "", "𝒳".repeat(256))),
            Map.entry("number", List.of("0", "1", "5", "10", "-1", "2147483647", "2147483648", "", "x")),
            Map.entry(
                    "code",
                    List.of(
                            "A",
                            "B_1",
                            "A+B",
                            MANY,
                            MANY + "+ONE_MORE",
                            "OTHER_VALUES",
                            "a",
                            "",
                            "A".repeat(64),
                            "A".repeat(65))),
            Map.entry("code 2", List.of("A", "", "Z9", "9")),
            Map.entry("unit", List.of("A", "e\u0301", "A/B", "*", "", "a\u0007", "x".repeat(129), "\u00a0A\u2003")),
            Map.entry("area", List.of("", "A", "OTHER_VALUES", "x".repeat(600), "x".repeat(300))),
            Map.entry("time", List.of("2020-01-01", "2019-12-31T23:59", "", "1999-01-01", "2029-12-31T23:59Z")),
            Map.entry("time 2", List.of("2020-01-01", "", "2020-01-02", "2035-01-01", "2041-01-01")),
            Map.entry("flag", List.of("", "true", "N", "?")),
            Map.entry("flag 2", List.of("", "", "yes")),
            Map.entry("kind", List.of("RATING", "REACTION", "SUGGESTION", "REPORT", "DUTY", "REQUEST", "CALLBACK", "")),
            Map.entry("scale", List.of("STARS_5", "NPS_11", "YES_NO", "GRADE_5", "", "STARS_7")),
            Map.entry("about", List.of("VISIT", "COMMITMENT", "ARTICLE", "", "PERSON")),
            Map.entry("outcome", List.of("RESOLVED", "REFUSED", "", "DONE")));

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final SchemaRegistry registry = new BundledSchemas();
    private final long earliest = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    private final long now = ImportFixture.CLOCK.millis();
    private final DecodeLimits limits = new DecodeLimits(earliest, 12);

    @TempDir
    private Path folder;

    @Test
    void shouldSendNothingThatThePipelineRefuses() {
        List<String> columns = VALUES.keySet().stream().sorted().toList();
        StringBuilder csv = new StringBuilder(String.join(",", columns)).append('\n');
        for (int i = 0; i < 50_000; i++) {
            for (int c = 0; c < columns.size(); c++) {
                List<String> values = VALUES.get(columns.get(c));
                // The first value is valid; choose it more often, so that enough whole rows are valid.
                String value = random.nextInt(4) == 0 ? any(values) : random.nextInt(50) == 0 ? NAME : values.get(0);
                csv.append(c > 0 ? "," : "").append(c == columns.indexOf("topic") ? any(values) : value);
            }
            csv.append('\n');
        }
        ImportFixture fixture = new ImportFixture(folder);
        fixture.run(MAPPING, fixture.file("a.csv", csv.toString()));

        assertThat(fixture.badLines)
                .as("seed %d", seed)
                .hasSizeGreaterThan(1_000)
                .noneMatch(line -> line.toString().contains(NAME));
        assertThat(fixture.events.visits()).hasSizeGreaterThan(100);
        assertThat(fixture.events.feedback()).hasSizeGreaterThan(100);
        assertThat(fixture.events.commitments()).hasSizeGreaterThan(20);
        check(
                Topics.VISITS,
                new Decoder<>(Topics.VISITS, new VisitParser(), registry, limits),
                fixture.events.visits());
        check(
                Topics.FEEDBACK,
                new Decoder<>(Topics.FEEDBACK, new FeedbackParser(), registry, limits),
                fixture.events.feedback());
        check(
                Topics.COMMITMENTS,
                new Decoder<>(Topics.COMMITMENTS, new CommitmentParser(), registry, limits),
                fixture.events.commitments());
    }

    private String any(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T extends SpecificRecord> void check(Topic topic, Decoder<T> decoder, List<T> events) {
        AvroWriter<T> writer = new AvroWriter<>(topic, TopicNames.DEFAULT, registry);
        for (T event : events) {
            byte[] key = event.get(0).toString().getBytes(StandardCharsets.UTF_8);
            int partition = KeyPartition.of(key, limits.partitions());
            assertThat(decoder.parse(key, writer.toBytes(event), partition, now))
                    .as("seed %d: %s", seed, event)
                    .isInstanceOf(Decoded.Accepted.class);
        }
    }
}
