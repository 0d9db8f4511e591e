// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static doorstep.wire.AvroReader.UnreadableException.Fault.INCOMPATIBLE_SCHEMA;
import static doorstep.wire.AvroReader.UnreadableException.Fault.UNDECODABLE;
import static doorstep.wire.AvroReader.UnreadableException.Fault.UNKNOWN_SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.codec.ByteWriter;
import doorstep.fixtures.StubRegistry;
import doorstep.fixtures.TestEvents;
import doorstep.wire.AvroReader.Encoding;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.AvroReader.UnreadableException.Fault;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any bytes give a value or an {@link UnreadableException}, quickly and without filling the heap. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class AvroReaderTest {
    private static final int MB = 1 << 20;
    private static final Visit VISIT = TestEvents.visit("v1").build();
    private static final Feedback RATING = TestEvents.rating("f1", 4).build();

    private final StubRegistry registry = new StubRegistry();
    private final AvroReader<Visit> visits = new AvroReader<>(Topics.VISITS, registry);
    private final AvroReader<Feedback> feedback = new AvroReader<>(Topics.FEEDBACK, registry);
    private final int visitId = registry.put(Visit.getClassSchema());
    private final int feedbackId = registry.put(Feedback.getClassSchema());

    private static byte[] framed(int id, byte[] body) {
        return Frames.of(id, body);
    }

    private static byte[] body(GenericRecord record) {
        return Frames.body(record);
    }

    private static byte[] encoded(SpecificRecord record, int id) {
        return Frames.of(id, (GenericRecord) record);
    }

    private static void assertRefused(AvroReader<?> reader, byte[] bytes, Fault fault) {
        assertThatThrownBy(() -> reader.read(bytes))
                .isInstanceOfSatisfying(
                        UnreadableException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }

    /** Passes if the bytes give a value or are refused, and fails otherwise. */
    private static void assertHarmless(AvroReader<?> reader, byte[] bytes) {
        Throwable thrown = catchThrowable(() -> reader.read(bytes));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(UnreadableException.class);
        }
    }

    // ---- Values

    @Test
    void shouldReadWhatAWriterWrote() throws Exception {
        BundledSchemas bundled = new BundledSchemas();
        AvroReader<Feedback> reader = new AvroReader<>(Topics.FEEDBACK, bundled);
        AvroWriter<Feedback> writer = new AvroWriter<>(Topics.FEEDBACK, TopicNames.DEFAULT, bundled);
        Feedback reaction = TestEvents.reaction("f2", "SAD", "article-1").build();

        assertThat(reader.read(writer.toBytes(RATING))).isEqualTo(RATING);
        assertThat(reader.read(writer.toBytes(reaction))).isEqualTo(reaction);
        assertThat(reader.read(writer.toBytes(RATING))).isEqualTo(RATING);
    }

    @Test
    void shouldReadOnAfterARefusal() throws Exception {
        assertRefused(visits, framed(visitId, new byte[] {(byte) 0xff, 1, 2}), UNDECODABLE);

        assertThat(visits.read(encoded(VISIT, visitId))).isEqualTo(VISIT);
    }

    // ---- Bytes that are not a record

    @Test
    void shouldRefuseWhatHasNoFrame() {
        for (byte[] bytes : List.of(new byte[0], new byte[] {0}, new byte[] {0, 0, 0, 1}, "hello, world".getBytes())) {
            assertRefused(visits, bytes, UNDECODABLE);
        }
    }

    @Test
    void shouldRefuseEveryTruncation() {
        byte[] visit = encoded(VISIT, visitId);
        byte[] rating = encoded(RATING, feedbackId);

        for (int length = 0; length < visit.length; length++) {
            assertRefused(visits, Arrays.copyOf(visit, length), UNDECODABLE);
        }
        for (int length = 0; length < rating.length; length++) {
            assertRefused(feedback, Arrays.copyOf(rating, length), UNDECODABLE);
        }
    }

    @Test
    void shouldRefuseTrailingBytes() {
        byte[] visit = encoded(VISIT, visitId);

        assertRefused(visits, Arrays.copyOf(visit, visit.length + 1), UNDECODABLE);
        assertRefused(visits, Arrays.copyOf(visit, visit.length + MB), UNDECODABLE);
    }

    @Test
    void shouldSurviveEveryBitFlip() {
        for (int i = Framing.HEADER_BYTES * 8; i < encoded(RATING, feedbackId).length * 8; i++) {
            byte[] flipped = encoded(RATING, feedbackId);
            flipped[i / 8] ^= (byte) (1 << i % 8);
            assertHarmless(feedback, flipped);
        }
        for (int i = 0; i < encoded(VISIT, visitId).length * 8; i++) {
            byte[] flipped = encoded(VISIT, visitId);
            flipped[i / 8] ^= (byte) (1 << i % 8);
            assertHarmless(visits, flipped);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldSurviveSplicedRecords(long seed) {
        Random dice = new Random(seed);
        byte[] rating = encoded(RATING, feedbackId);
        for (int i = 0; i < 20_000; i++) {
            byte[] spliced = Arrays.copyOf(rating, Framing.HEADER_BYTES + dice.nextInt(2 * rating.length));
            for (int n = dice.nextInt(8); n > 0; n--) {
                int at = Framing.HEADER_BYTES + dice.nextInt(rating.length);
                if (at < spliced.length) {
                    spliced[at] = (byte) (dice.nextInt(3) == 0 ? 0xff : dice.nextInt());
                }
            }
            assertHarmless(feedback, spliced);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldSurviveGarbageOfAnyLength(long seed) {
        Random dice = new Random(seed);
        for (int length : new int[] {0, 1, 2, 10, 100, 1_000, MB, 10 * MB}) {
            for (byte fill : new byte[] {0, 1, (byte) 0x80, (byte) 0xff}) {
                byte[] same = new byte[length];
                Arrays.fill(same, fill);
                assertRefused(visits, framed(visitId, same), UNDECODABLE);
                assertRefused(feedback, framed(feedbackId, same), UNDECODABLE);
            }
            byte[] random = new byte[length];
            dice.nextBytes(random);
            assertHarmless(visits, framed(visitId, random));
            assertHarmless(feedback, framed(feedbackId, random));
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {1 << 20, (1 << 20) + 1, Integer.MAX_VALUE, 1L << 31, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void shouldRefuseAnAnnouncedLengthWithoutRoomForIt(long announced) {
        byte[] body = new ByteWriter().writeZigzag(announced).writeByte('v').toBytes();

        long before = allocated();
        assertRefused(visits, framed(visitId, body), UNDECODABLE);

        assertThat(allocated() - before).isLessThan(8 * MB);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, -1_000_000_000, Long.MIN_VALUE})
    void shouldRefuseAnAnnouncedCountWithoutRoomForIt(long announced) {
        byte[] rating = body(TestEvents.rating("f1", 4).setTopics(List.of()).build());
        assertThat(Arrays.copyOfRange(rating, rating.length - 2, rating.length)).containsExactly(0, 0);
        ByteWriter out = new ByteWriter().writeBytes(Arrays.copyOf(rating, rating.length - 2));
        out.writeZigzag(announced); // items, or minus items followed by a size in bytes
        out.writeZigzag(1 << 20);
        out.writeBytes(new byte[MB]);

        long before = allocated();
        assertRefused(feedback, framed(feedbackId, out.toBytes()), UNDECODABLE);

        assertThat(allocated() - before).isLessThan(16 * MB);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    // ---- The registry

    @Test
    void shouldRefuseAnUnknownSchema() {
        assertRefused(visits, framed(77, body(VISIT)), UNKNOWN_SCHEMA);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void shouldTakeIdsThatAreNotPositiveForUnknownUnasked(int id) {
        registry.goDown();

        assertRefused(visits, framed(id, body(VISIT)), UNKNOWN_SCHEMA);
    }

    @Test
    void shouldReadWithMoreSchemasThanItKeeps() throws Exception {
        int first = registry.put(Visit.getClassSchema());
        for (int i = 0; i < 2_500; i++) {
            int id = registry.put(Visit.getClassSchema());
            assertThat(visits.read(framed(id, body(VISIT)))).isEqualTo(VISIT);
        }

        assertThat(visits.read(framed(first, body(VISIT)))).isEqualTo(VISIT);
    }

    @Test
    void shouldFindASchemaThatWasRegisteredLater() throws Exception {
        assertRefused(visits, framed(1_002, body(VISIT)), UNKNOWN_SCHEMA);

        assertThat(registry.put(Visit.getClassSchema())).isEqualTo(1_002);

        assertThat(visits.read(framed(1_002, body(VISIT)))).isEqualTo(VISIT);
    }

    @Test
    void shouldGiveNoVerdictWhileTheRegistryIsDown() throws Exception {
        registry.goDown();
        assertThatThrownBy(() -> visits.read(encoded(VISIT, visitId))).isInstanceOf(RegistryUnavailableException.class);

        registry.comeBack();
        assertThat(visits.read(encoded(VISIT, visitId))).isEqualTo(VISIT);
    }

    @Test
    void shouldNotAskAgainForASchemaItKnows() throws Exception {
        visits.read(encoded(VISIT, visitId));
        registry.goDown();

        assertThat(visits.read(encoded(VISIT, visitId))).isEqualTo(VISIT);
    }

    @Test
    void shouldRefuseTheSchemaOfAnotherTopic() {
        assertRefused(visits, encoded(RATING, feedbackId), INCOMPATIBLE_SCHEMA);
        assertRefused(feedback, encoded(VISIT, visitId), INCOMPATIBLE_SCHEMA);
        assertRefused(
                visits, framed(registry.put(Schema.create(Schema.Type.STRING)), body(VISIT)), INCOMPATIBLE_SCHEMA);
    }

    // ---- Other writers' schemas

    private static Schema.Field copy(Schema.Field field) {
        return new Schema.Field(field, field.schema());
    }

    private static Schema visitSchema(List<Schema.Field> fields) {
        return Schema.createRecord("Visit", null, "doorstep.avro", false, fields);
    }

    private static List<Schema.Field> fieldsWithout(String... names) {
        return Visit.getClassSchema().getFields().stream()
                .filter(field -> !List.of(names).contains(field.name()))
                .map(AvroReaderTest::copy)
                .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
    }

    private byte[] writtenAs(Schema writer, GenericData.Record extra) {
        GenericData.Record record = new GenericData.Record(writer);
        for (Schema.Field field : writer.getFields()) {
            Schema.Field own = Visit.getClassSchema().getField(field.name());
            record.put(field.name(), own == null ? extra.get(field.name()) : raw(VISIT.get(own.pos())));
        }
        return framed(registry.put(writer), body(record));
    }

    private static Object raw(Object value) {
        return value instanceof java.time.Instant instant ? instant.toEpochMilli() : value;
    }

    @Test
    void shouldKnowBytesThatVersionOneWroteAsThoseOfToday() throws Exception {
        Schema versionOne = new BundledSchemas().find(881194959).orElseThrow();
        byte[] today = encoded(VISIT, visitId);
        byte[] then = writtenAs(versionOne, null);
        byte[] other = writtenAs(visitSchema(fieldsWithout("fulfils")), null);
        assertThat(visits.encodingOf(today)).isEqualTo(Encoding.OTHER); // nothing is known before it is read

        for (byte[] value : List.of(other, then, today)) {
            visits.read(value);
            assertThat(visits.encodingOf(new byte[] {1, 2})).isEqualTo(Encoding.OTHER);
        }

        for (int i = 0; i < 2; i++) {
            assertThat(visits.encodingOf(today)).isEqualTo(Encoding.SAME);
            assertThat(visits.encodingOf(then)).isEqualTo(Encoding.INT_REVISION);
            assertThat(visits.encodingOf(other)).isEqualTo(Encoding.OTHER);
            assertThat(visits.encodingOf(new byte[] {1, 2})).isEqualTo(Encoding.OTHER);
        }
        assertThat(Arrays.copyOfRange(then, AvroReader.BODY, then.length))
                .isEqualTo(Arrays.copyOfRange(today, AvroReader.BODY, today.length));
    }

    /** Only the revision may be an int: in another field, a value too large for an int would be accepted. */
    @Test
    void shouldTakeNoOtherIntForALong() throws Exception {
        List<Schema.Field> fields = fieldsWithout("occurredAt");
        fields.add(
                Visit.getClassSchema().getField("occurredAt").pos(),
                new Schema.Field("occurredAt", Schema.create(Schema.Type.INT)));
        GenericData.Record visit = new GenericData.Record(visitSchema(fields));
        visit.getSchema()
                .getFields()
                .forEach(field -> visit.put(
                        field.pos(),
                        field.name().equals("occurredAt")
                                ? 7
                                : raw(VISIT.get(Visit.getClassSchema()
                                        .getField(field.name())
                                        .pos()))));
        byte[] value = framed(registry.put(visit.getSchema()), body(visit));

        visits.read(value);

        assertThat(visits.encodingOf(value)).isEqualTo(Encoding.OTHER);
    }

    @Test
    void shouldFillInFieldsThatAnOlderWriterDidNotKnow() throws Exception {
        Schema old = visitSchema(fieldsWithout("fulfils", "feedbackAsked", "revision"));

        Visit visit = visits.read(writtenAs(old, null));

        assertThat(visit)
                .isEqualTo(Visit.newBuilder(VISIT)
                        .setFulfils(null)
                        .setFeedbackAsked(0)
                        .setRevision(0)
                        .build());
    }

    @Test
    void shouldSkipFieldsThatANewerWriterAdded() throws Exception {
        List<Schema.Field> fields = fieldsWithout();
        Schema extra = SchemaBuilder.record("Extra")
                .fields()
                .requiredString("text")
                .requiredBytes("bytes")
                .name("list")
                .type()
                .array()
                .items()
                .longType()
                .noDefault()
                .name("map")
                .type()
                .map()
                .values()
                .stringType()
                .noDefault()
                .name("fixed")
                .type()
                .fixed("Four")
                .size(4)
                .noDefault()
                .name("choice")
                .type()
                .enumeration("Choice")
                .symbols("A", "B")
                .noDefault()
                .name("maybe")
                .type()
                .optional()
                .doubleType()
                .endRecord();
        fields.add(3, new Schema.Field("extra", extra));
        GenericData.Record value = new GenericData.Record(extra);
        value.put("text", "skip me");
        value.put("bytes", java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}));
        value.put("list", List.of(1L, Long.MAX_VALUE));
        value.put("map", java.util.Map.of("a", "b"));
        value.put("fixed", new GenericData.Fixed(extra.getField("fixed").schema(), new byte[4]));
        value.put("choice", new GenericData.EnumSymbol(extra.getField("choice").schema(), "B"));
        value.put("maybe", 1.5);
        GenericData.Record holder = new GenericData.Record(
                Schema.createRecord("Holder", null, null, false, List.of(new Schema.Field("extra", extra))));
        holder.put("extra", value);

        assertThat(visits.read(writtenAs(visitSchema(fields), holder))).isEqualTo(VISIT);
    }

    @Test
    void shouldReadFieldsInAnyOrder() throws Exception {
        List<Schema.Field> fields = fieldsWithout();
        java.util.Collections.reverse(fields);

        assertThat(visits.read(writtenAs(visitSchema(fields), null))).isEqualTo(VISIT);
    }

    @Test
    void shouldTakeARenamedFieldForAbsent() throws Exception {
        List<Schema.Field> renamedOptional = fieldsWithout("people");
        renamedOptional.add(new Schema.Field("persons", Schema.create(Schema.Type.INT)));
        List<Schema.Field> renamedNeeded = fieldsWithout("unit");
        renamedNeeded.add(new Schema.Field("team", Schema.create(Schema.Type.STRING)));
        GenericData.Record extra = new GenericData.Record(SchemaBuilder.record("Extra")
                .fields()
                .requiredInt("persons")
                .requiredString("team")
                .endRecord());
        extra.put("persons", 5);
        extra.put("team", "city/north");

        assertThat(visits.read(writtenAs(visitSchema(renamedOptional), extra)))
                .isEqualTo(Visit.newBuilder(VISIT).setPeople(0).build());
        assertRefused(visits, writtenAs(visitSchema(renamedNeeded), extra), INCOMPATIBLE_SCHEMA);
    }

    @Test
    void shouldRefuseAFieldOfAnotherType() {
        List<Schema.Field> fields = fieldsWithout("people");
        fields.add(new Schema.Field("people", Schema.create(Schema.Type.STRING)));

        assertRefused(visits, framed(registry.put(visitSchema(fields)), body(VISIT)), INCOMPATIBLE_SCHEMA);
    }

    // ---- Hostile schemas

    /** A visit with one more field, which the reader skips. */
    private int registerWithExtra(Schema extra) {
        List<Schema.Field> fields = fieldsWithout();
        fields.add(0, new Schema.Field("extra", extra));
        return registry.put(visitSchema(fields));
    }

    private byte[] manyItems() {
        return new ByteWriter()
                .writeZigzag(Long.MAX_VALUE)
                .writeBytes(body(VISIT))
                .toBytes();
    }

    @Test
    void shouldRefuseItemsThatTakeNoBytes() {
        Schema nothing = Schema.create(Schema.Type.NULL);
        Schema empty = Schema.createRecord("Empty", null, null, false, List.of());
        Schema ofNothing = Schema.createRecord(
                "OfNothing", null, null, false, List.of(new Schema.Field("a", nothing), new Schema.Field("b", empty)));
        Schema fixed = Schema.createFixed("None", null, null, 0);

        for (Schema item : List.of(nothing, empty, ofNothing, fixed)) {
            int id = registerWithExtra(Schema.createArray(item));
            assertRefused(visits, framed(id, manyItems()), INCOMPATIBLE_SCHEMA);
        }
    }

    @Test
    void shouldRefuseARecursiveSchema() {
        Schema direct = new Schema.Parser().parse("""
                        {"type": "record", "name": "Node", "fields": [
                          {"name": "next", "type": ["null", "Node"]}]}
                        """);
        Schema throughOthers = new Schema.Parser().parse("""
                        {"type": "record", "name": "A", "fields": [
                          {"name": "b", "type": {"type": "map", "values": {"type": "record", "name": "B", "fields": [
                            {"name": "as", "type": {"type": "array", "items": "A"}}]}}}]}
                        """);
        byte[] deep = new byte[MB];
        Arrays.fill(deep, (byte) 2); // "next", a million times

        assertRefused(visits, framed(registerWithExtra(direct), deep), INCOMPATIBLE_SCHEMA);
        assertRefused(visits, framed(registerWithExtra(throughOthers), deep), INCOMPATIBLE_SCHEMA);
    }

    @Test
    void shouldSurviveADeepSchema() {
        Schema schema = Schema.create(Schema.Type.LONG);
        for (int i = 0; i < 20_000; i++) {
            schema = Schema.createArray(schema);
        }

        assertHarmless(visits, framed(registerWithExtra(schema), manyItems()));
    }

    @Test
    void shouldSurviveASchemaThatUnfoldsWithoutEnd() {
        Schema schema = Schema.create(Schema.Type.NULL);
        for (int i = 0; i < 60; i++) { // 2^60 values of zero bytes
            schema = Schema.createRecord(
                    "R" + i, null, null, false, List.of(new Schema.Field("a", schema), new Schema.Field("b", schema)));
        }

        assertRefused(visits, framed(registerWithExtra(schema), body(VISIT)), INCOMPATIBLE_SCHEMA);
    }

    @Test
    void shouldSurviveBlocksThatLeadBackwards() {
        int id = registerWithExtra(Schema.createArray(Schema.create(Schema.Type.STRING)));
        for (long bytes : new long[] {-1, -2, -11, -100, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32}) {
            byte[] body = new ByteWriter()
                    .writeZigzag(-1)
                    .writeZigzag(bytes)
                    .writeBytes(body(VISIT))
                    .toBytes();
            assertHarmless(visits, framed(id, body));
        }
    }

    @Test
    void shouldSurviveStringsThatLeadBackwards() {
        int id = registerWithExtra(Schema.createArray(Schema.create(Schema.Type.STRING)));
        for (long length : new long[] {-1, -2, -11, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32}) {
            byte[] body = new ByteWriter()
                    .writeZigzag(60_000)
                    .writeZigzag(length)
                    .writeBytes(body(VISIT))
                    .toBytes();
            assertHarmless(visits, framed(id, body));
        }
    }
}
