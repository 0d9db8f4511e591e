// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Visit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundledSchemasTest {
    /** Ids that occur in topics. A changed schema gets a new id; the old one must still be found. */
    private static final Map<String, Integer> IDS = Map.ofEntries(
            Map.entry("Visit", 1374207784),
            Map.entry("Feedback", 1329054959),
            Map.entry("Commitment", 1076805701),
            Map.entry("VisitCount", 741824650),
            Map.entry("FeedbackCount", 305376581),
            Map.entry("SatisfactionScore", 1833618375),
            Map.entry("ServiceLevel", 2043467587),
            Map.entry("ReactionCount", 1623490060),
            Map.entry("ServiceDeskCount", 1257684440),
            Map.entry("WorkItem", 1872126095),
            Map.entry("Rejected", 1199037890),
            Map.entry("Progress", 1059316024),
            Map.entry("Setting", 1501910362));

    /** Schemas that have been changed since. */
    private static final List<Map.Entry<String, Integer>> EARLIER = List.of(
            Map.entry("Visit", 881194959),
            Map.entry("Feedback", 335694685),
            Map.entry("Commitment", 1242593507),
            Map.entry("ServiceLevel", 367103807),
            Map.entry("Rejected", 1446522151),
            Map.entry("Progress", 1583155942),
            Map.entry("Progress", 1733790007),
            Map.entry("Progress", 542393098));

    private final BundledSchemas schemas = new BundledSchemas();

    @Test
    void shouldGiveEverySchemaTheSameIdForEver() {
        Map<String, Integer> ids = new TreeMap<>();
        Topics.all().stream()
                .filter(topic -> topic != Topics.SCHEMAS)
                .forEach(topic -> ids.put(topic.value().getName(), BundledSchemas.idOf(topic.value())));

        assertThat(ids).containsExactlyInAnyOrderEntriesOf(IDS);
    }

    @Test
    void shouldFindEveryIdThatWasEverWritten() {
        Stream.concat(IDS.entrySet().stream(), EARLIER.stream()).forEach(it -> assertThat(
                        schemas.find(it.getValue()).orElseThrow().getName())
                .isEqualTo(it.getKey()));
    }

    @Test
    void shouldFindTheSchemaOfEveryTopic() {
        Topics.all().stream().filter(topic -> topic != Topics.SCHEMAS).forEach(topic -> assertThat(
                        schemas.find(schemas.register("any", topic.value())))
                .contains(topic.value()));
    }

    @Test
    void shouldFindNothingElse() {
        assertThat(schemas.find(0)).isEmpty();
        assertThat(schemas.find(1)).isEmpty();
        assertThat(schemas.find(-1)).isEmpty();
    }

    /** Positive, because other registries assign positive ids and their clients expect them. */
    @Test
    void shouldHandOutPositiveIds() {
        for (int i = 0; i < 5_000; i++) {
            Schema schema = Schema.createFixed("F" + i, null, null, i);
            assertThat(BundledSchemas.idOf(schema)).isPositive();
        }
    }

    @Test
    void shouldGiveOneIdToSchemasThatReadAndWriteTheSame() {
        Schema canonical = new Schema.Parser().parse(SchemaNormalization.toParsingForm(Visit.getClassSchema()));

        assertThat(BundledSchemas.idOf(canonical)).isEqualTo(BundledSchemas.idOf(Visit.getClassSchema()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Visit", "Feedback", "Commitment", "VisitCount", "ServiceLevel", "Rejected", "Progress"})
    void shouldFindTheFirstRelease(String name) throws Exception {
        try (var file = BundledSchemas.class.getResourceAsStream("/doorstep/schemas/" + name + "/1.avsc")) {
            Schema released = new Schema.Parser().parse(file);
            assertThat(schemas.find(BundledSchemas.idOf(released)).map(SchemaNormalization::toParsingForm))
                    .contains(SchemaNormalization.toParsingForm(released));
        }
    }
}
