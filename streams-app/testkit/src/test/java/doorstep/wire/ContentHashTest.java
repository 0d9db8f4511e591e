// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.fixtures.StubRegistry;
import doorstep.fixtures.TestEvents;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentHashTest {
    static List<SpecificRecord> samples() {
        return List.of(
                TestEvents.visit("v1").build(),
                TestEvents.rating("f1", 4).build(),
                TestEvents.reaction("f1", "SAD", "article-1").build(),
                TestEvents.request("c1").build());
    }

    @Test
    void shouldNeverChange() { // ledgers store it
        assertThat(samples())
                .extracting(ContentHash::of)
                .containsExactly(
                        -6595920465205300446L, -3154401898143413050L, -537779931828007380L, 7345482679299072431L);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldDependOnEveryField(SpecificRecord sample) {
        for (Schema.Field field : sample.getSchema().getFields()) {
            SpecificRecord other = SpecificData.get().deepCopy(sample.getSchema(), sample);
            other.put(field.pos(), different(sample.get(field.pos()), field.schema()));
            assertThat(ContentHash.of(other)).as("other %s", field.name()).isNotEqualTo(ContentHash.of(sample));
        }
    }

    /** Avro encodes int and long alike, so records of version 1 keep their hash. */
    @Test
    void shouldBeThatOfVersionOne() throws Exception {
        StubRegistry registry = new StubRegistry();
        Schema versionOne = new BundledSchemas().find(881194959).orElseThrow();
        Visit visit = TestEvents.visit("v1").setRevision(Integer.MAX_VALUE).build();
        GenericData.Record record = new GenericData.Record(versionOne);
        for (Schema.Field field : versionOne.getFields()) {
            Object value = visit.get(visit.getSchema().getField(field.name()).pos());
            record.put(
                    field.pos(),
                    value instanceof Instant time
                            ? (Object) time.toEpochMilli()
                            : field.name().equals("revision") ? Integer.MAX_VALUE : value);
        }

        Visit read = new AvroReader<Visit>(Topics.VISITS, registry).read(Frames.of(registry.put(versionOne), record));

        assertThat(ContentHash.of(read))
                .isEqualTo(ContentHash.of(visit))
                .isEqualTo(Hashing.xxh3_64().hashBytesToLong(Frames.body(record)));
    }

    private static Object different(Object value, Schema schema) {
        if (value instanceof String text) {
            return text + "x";
        } else if (value instanceof Integer number) {
            return number + 1;
        } else if (value instanceof Long number) {
            return number + 1;
        } else if (value instanceof Boolean flag) {
            return !flag;
        } else if (value instanceof Instant time) {
            return time.plusMillis(1);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            return List.of();
        } else if (value instanceof List<?>) {
            return List.of("NEW");
        } else if (schema.isNullable() && value != null) {
            return null;
        }
        Schema other = schema.getTypes().get(1);
        return other.getType() == Schema.Type.INT ? (Object) 0 : "x";
    }

    @Test
    void shouldNotDependOnTheOrderOfTopicsNorOnDoubles() {
        long hash = ContentHash.of(rating("A", "B", "C"));

        assertThat(ContentHash.of(rating("C", "A", "B"))).isEqualTo(hash);
        assertThat(ContentHash.of(rating("B", "B", "A", "C", "A"))).isEqualTo(hash);
        assertThat(ContentHash.of(rating("A", "B"))).isNotEqualTo(hash);
        assertThat(ContentHash.of(rating("A", "A"))).isEqualTo(ContentHash.of(rating("A")));
    }

    private static Feedback rating(String... topics) {
        return TestEvents.rating("f1", 4).setTopics(List.of(topics)).build();
    }

    @Test
    void shouldDependOnTheOrderOfMoments() { // they are a list, not a set
        Instant nine = TestEvents.NINE;
        Commitment one = TestEvents.request("c1")
                .setReturnedAt(List.of(nine, nine.plusSeconds(1)))
                .build();
        Commitment two = TestEvents.request("c1")
                .setReturnedAt(List.of(nine.plusSeconds(1), nine))
                .build();

        assertThat(ContentHash.of(one)).isNotEqualTo(ContentHash.of(two));
    }

    @Test
    void shouldNotDependOnTheWritersSchema() throws Exception {
        StubRegistry registry = new StubRegistry();
        List<Schema.Field> fields = new java.util.ArrayList<>();
        for (Schema.Field field : Visit.getClassSchema().getFields()) {
            if (!field.name().equals("fulfils")) {
                fields.add(0, new Schema.Field(field, field.schema()));
            }
        }
        Schema reversed = Schema.createRecord("Visit", null, "doorstep.avro", false, fields);
        Visit visit = TestEvents.visit("v1").setFulfils(null).build();
        GenericData.Record record = new GenericData.Record(reversed);
        fields.forEach(field -> {
            Object value =
                    visit.get(Visit.getClassSchema().getField(field.name()).pos());
            record.put(field.name(), value instanceof Instant time ? time.toEpochMilli() : value);
        });
        byte[] bytes = Frames.of(registry.put(reversed), record);

        Visit read = new AvroReader<Visit>(Topics.VISITS, registry).read(bytes);

        assertThat(ContentHash.of(read)).isEqualTo(ContentHash.of(visit));
    }
}
