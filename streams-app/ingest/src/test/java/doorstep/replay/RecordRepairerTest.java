// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import static doorstep.fixtures.TestEvents.NINE;
import static doorstep.fixtures.TestEvents.rating;
import static doorstep.fixtures.TestEvents.request;
import static doorstep.fixtures.TestEvents.visit;
import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.decode.DecodeLimits;
import doorstep.decode.Decoded;
import doorstep.decode.Decoder;
import doorstep.decode.Decoders;
import doorstep.decode.Reason;
import doorstep.fixtures.StubRegistry;
import doorstep.wire.AvroReader;
import doorstep.wire.AvroWriter;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RecordRepairerTest {
    private static final DecodeLimits LIMITS =
            new DecodeLimits(Instant.parse("2000-01-01T00:00:00Z").toEpochMilli(), 12);
    private static final Instant NOW = NINE.plus(Duration.ofDays(1));

    private final StubRegistry registry = new StubRegistry();

    @Test
    void shouldSendAnOriginalAsItIsOnceItsSchemaIsKnown() throws Exception {
        Schema later = withField(Topics.VISITS.value(), "weather");
        GenericRecord record = generic(visit("v1").build(), later);
        record.put("weather", "rain");
        byte[] value = framed(1_000, record);
        assertThat(repair(Topics.VISITS, "v1", value)).isEqualTo(refused(Reason.UNKNOWN_SCHEMA, null));

        assertThat(registry.put(later)).isEqualTo(1_000);

        Repaired.Ready ready = ready(repair(Topics.VISITS, "v1", value));
        assertThat(ready.value()).isSameAs(value);
        assertThat(ready.fixes()).isEmpty();
    }

    @Test
    void shouldChooseThePartitionOfTheKey() {
        for (int i = 0; i < 100; i++) {
            String id = "v" + i;
            byte[] value = bytes(Topics.VISITS, visit(id).build());
            Repaired.Ready ready = ready(repair(Topics.VISITS, id, value));

            Decoder<?> decoder = Decoders.of(Topics.VISITS, registry, LIMITS);
            assertThat(decoder.parse(ready.key(), ready.value(), ready.partition(), NOW.toEpochMilli()))
                    .isInstanceOf(Decoded.Accepted.class);
        }
    }

    @Test
    void shouldAcceptAFutureThatHasCome() {
        byte[] value = bytes(
                Topics.VISITS,
                visit("v1").setOccurredAt(NOW.plus(Duration.ofHours(1))).build());
        RecordRepairer repairer = repairer(Topics.VISITS);

        assertThat(repairer.repair(utf8("v1"), value, NOW.toEpochMilli()))
                .isEqualTo(refused(Reason.FUTURE, "occurredAt"));
        ready(repairer.repair(utf8("v1"), value, NOW.plus(Duration.ofHours(1)).toEpochMilli()));
    }

    @Test
    void shouldReplaceAWrongUnitAndNothingElse() throws Exception {
        Visit wrong = visit("v1").setRevision(3).setUnit("north /7").build();
        Repaired.Ready ready = ready(repair(Topics.VISITS, "v1", bytes(Topics.VISITS, wrong), "unit:north /7=north/7"));

        assertThat(read(Topics.VISITS, ready))
                .isEqualTo(visit("v1").setRevision(3).setUnit("north/7").build());
        assertThat(ready.key()).isEqualTo(utf8("v1"));
        assertThat(ready.fixes()).extracting(Fix::text).containsExactly("unit:north /7=north/7");
    }

    @Test
    void shouldSetAFieldOnlyWhereItIsAtFault() throws Exception {
        byte[] good = bytes(Topics.VISITS, visit("v1").setMode("DOOR").build());
        byte[] bad = bytes(Topics.VISITS, visit("v2").setMode("by phone").build());

        assertThat(ready(repair(Topics.VISITS, "v1", good, "mode=PHONE")).value())
                .isSameAs(good);
        assertThat(read(Topics.VISITS, ready(repair(Topics.VISITS, "v2", bad, "mode=PHONE"))))
                .isEqualTo(visit("v2").setMode("PHONE").build());
    }

    @Test
    void shouldRepairOneFaultAfterTheOther() throws Exception {
        byte[] value = bytes(
                Topics.VISITS, visit("v1").setMode("").setUnit("").setPeople(-1).build());

        assertThat(repair(Topics.VISITS, "x", value, "key=id", "mode=PHONE", "people=0"))
                .isEqualTo(refused(Reason.INVALID_FIELD, "unit"));
        Repaired.Ready ready =
                ready(repair(Topics.VISITS, "x", value, "key=id", "mode=PHONE", "people=0", "unit=city"));
        assertThat(read(Topics.VISITS, ready))
                .isEqualTo(visit("v1")
                        .setMode("PHONE")
                        .setUnit("city")
                        .setPeople(0)
                        .build());
        assertThat(ready.fixes()).hasSize(4);
    }

    @Test
    void shouldRefuseWhatAFixMakesNoBetter() {
        byte[] value = bytes(Topics.VISITS, visit("v1").setMode("").build());

        assertThat(repair(Topics.VISITS, "v1", value, "mode=by phone"))
                .isEqualTo(refused(Reason.INVALID_FIELD, "mode"));
    }

    @Test
    void shouldReplaceItemsAndClearWhatIsOptional() throws Exception {
        Feedback wrong = rating("f1", 4)
                .setArea("old-town/")
                .setTopics(List.of("bad one", "other one", "FRAUD"))
                .build();
        Repaired.Ready ready = ready(repair(
                Topics.FEEDBACK,
                "f1",
                bytes(Topics.FEEDBACK, wrong),
                "topics:bad one=TRAFFIC",
                "topics:other one=",
                "area="));

        assertThat(read(Topics.FEEDBACK, ready))
                .isEqualTo(rating("f1", 4)
                        .setArea(null)
                        .setTopics(List.of("TRAFFIC", "FRAUD"))
                        .build());
    }

    @Test
    void shouldReplaceAMistypedTime() throws Exception {
        Commitment wrong = request("c1").setClosedAt(NINE.minusSeconds(60)).build();
        Repaired.Ready ready = ready(repair(
                Topics.COMMITMENTS,
                "c1",
                bytes(Topics.COMMITMENTS, wrong),
                "closedAt:2011-03-01T08:59:00Z=2011-03-01T12:00:00Z"));

        assertThat(read(Topics.COMMITMENTS, ready)).isEqualTo(request("c1").build());
    }

    @Test
    void shouldFillAFieldThatTheWriterDoesNotHave() throws Exception {
        Schema old = withoutFields(Topics.VISITS.value(), "mode", "recordedAt");
        int id = registry.put(old);
        byte[] value = framed(id, generic(visit("v1").setRevision(2).build(), old));

        assertThat(repair(Topics.VISITS, "v1", value)).isEqualTo(refused(Reason.INCOMPATIBLE_SCHEMA, "recordedAt"));
        assertThat(repair(Topics.VISITS, "v1", value, "recordedAt=2011-03-01T09:00:00Z"))
                .isEqualTo(refused(Reason.INCOMPATIBLE_SCHEMA, "mode"));
        Repaired.Ready ready = ready(
                repair(Topics.VISITS, "v1", value, "recordedAt=2011-03-01T09:00:00Z", "mode=PHONE", "category=TALK"));
        assertThat(read(Topics.VISITS, ready))
                .isEqualTo(visit("v1").setRevision(2).setMode("PHONE").build());
        assertThat(ready.fixes()).extracting(Fix::field).containsExactlyInAnyOrder("recordedAt", "mode");
    }

    @Test
    void shouldFillAndThenReplace() throws Exception {
        Schema old = withoutFields(Topics.VISITS.value(), "mode");
        int id = registry.put(old);
        byte[] value = framed(id, generic(visit("v1").setUnit("north ").build(), old));

        assertThat(read(Topics.VISITS, ready(repair(Topics.VISITS, "v1", value, "mode=DOOR", "unit:north =north"))))
                .isEqualTo(visit("v1").setUnit("north").build());
    }

    @Test
    void shouldMakeTheKeyTheIdOnlyWhereAsked() {
        byte[] value = bytes(Topics.VISITS, visit("v1").build());

        assertThat(repair(Topics.VISITS, "other", value)).isEqualTo(refused(Reason.KEY_MISMATCH, null));
        assertThat(repair(Topics.VISITS, null, value)).isEqualTo(refused(Reason.INVALID_FIELD, "key"));
        for (String key : new String[] {"other", "", null}) {
            Repaired.Ready ready = ready(repair(Topics.VISITS, key, value, "key=id"));
            assertThat(ready.key()).isEqualTo(utf8("v1"));
            assertThat(ready.value()).isSameAs(value);
        }
    }

    @Test
    void shouldPassADeletedIdAndRefuseOneWithoutKey() {
        Repaired.Ready ready = ready(repair(Topics.VISITS, "v1", null, "key=id", "mode=PHONE"));

        assertThat(ready.value()).isNull();
        assertThat(repair(Topics.VISITS, null, null, "key=id")).isEqualTo(refused(Reason.INVALID_FIELD, "key"));
    }

    @Test
    void shouldRefuseWhatCannotBeDecoded() {
        byte[] garbage = {0, 1, 2};

        assertThat(repair(Topics.VISITS, "v1", garbage, "mode=PHONE", "key=id", "unit:a=b"))
                .isEqualTo(refused(Reason.UNDECODABLE, null));
    }

    private RecordRepairer repairer(Topic topic, String... fixes) {
        return new RecordRepairer(topic, TopicNames.DEFAULT, registry, LIMITS, Fixes.parse(List.of(fixes)));
    }

    private Repaired repair(Topic topic, String key, byte[] value, String... fixes) {
        return repairer(topic, fixes).repair(key == null ? null : utf8(key), value, NOW.toEpochMilli());
    }

    private static Repaired.Ready ready(Repaired repaired) {
        assertThat(repaired).isInstanceOf(Repaired.Ready.class);
        return (Repaired.Ready) repaired;
    }

    private static Repaired.Refused refused(Reason reason, String field) {
        return new Repaired.Refused(new Decoded.Refused(reason, Optional.ofNullable(field)));
    }

    private byte[] bytes(Topic topic, SpecificRecord record) {
        return new AvroWriter<>(topic, TopicNames.DEFAULT, registry).toBytes(record);
    }

    private SpecificRecord read(Topic topic, Repaired.Ready ready) throws Exception {
        return new AvroReader<>(topic, registry).read(ready.value());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Schema withField(Schema schema, String name) {
        List<Schema.Field> fields = new java.util.ArrayList<>(copies(schema));
        fields.add(new Schema.Field(name, Schema.create(Schema.Type.STRING)));
        return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
    }

    private static Schema withoutFields(Schema schema, String... names) {
        List<Schema.Field> fields = copies(schema).stream()
                .filter(field -> !List.of(names).contains(field.name()))
                .toList();
        return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
    }

    private static List<Schema.Field> copies(Schema schema) {
        return schema.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
    }

    /** The event in another producer's schema. */
    private static GenericRecord generic(SpecificRecord event, Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            Schema.Field own = event.getSchema().getField(field.name());
            if (own != null) {
                Object value = event.get(own.pos());
                record.put(field.name(), value instanceof Instant time ? time.toEpochMilli() : value);
            }
        }
        return record;
    }

    private static byte[] framed(int schemaId, GenericRecord record) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
