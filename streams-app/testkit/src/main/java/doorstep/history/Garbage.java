// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.history.History.Draft;
import doorstep.wire.BundledSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Records that nobody should send. Most are refused; the model decides on each. */
public final class Garbage {
    public static final int KINDS = 34;

    private static final Instant YEAR_1900 = Instant.parse("1900-06-01T00:00:00Z");
    private static final Instant YEAR_2100 = Instant.parse("2100-06-01T00:00:00Z");

    private final Dice dice;
    private final Events events;
    private final Frames frames;

    public Garbage(Dice dice, Events events, Frames frames) {
        this.dice = dice;
        this.events = events;
        this.frames = frames;
    }

    public Draft draft(String id, Instant at) {
        return draft(dice.below(KINDS), id, at);
    }

    /** @param kind 0 to {@link #KINDS} - 1 */
    public Draft draft(int kind, String id, Instant at) {
        return switch (kind) {
            case 0 -> bytes(id, at, noise(dice.below(200)), "noise");
            case 1 -> bytes(id, at, framed(BundledSchemas.idOf(Visit.getClassSchema()), noise(60)), "framed noise");
            case 2 -> {
                byte[] value = frames.visit(events.visit(id, at));
                yield bytes(id, at, Arrays.copyOf(value, dice.below(value.length)), "cut off");
            }
            case 3 -> {
                byte[] value = frames.visit(events.visit(id, at));
                yield bytes(id, at, Arrays.copyOf(value, value.length + 1), "trailing byte");
            }
            case 4 ->
                dice.percent(15) // rarely, because it takes time
                        ? visit(id, at, v -> v.setUnit("x".repeat(1_000_000)), "1 MB")
                        : bytes(id, at, noise(10_000), "10 kB of noise");
            case 5 -> bytes(id, at, announcing(id, 2_000_000_000L, false), "announces a string of 2 GB");
            case 6 ->
                new Draft(
                        Events.FEEDBACK,
                        utf8(id),
                        announcing(id, 1_000_000_000L, true),
                        at,
                        false,
                        "10^9 topics announced");
            case 7 -> bytes(id, at, framed(Schemas.RECURSIVE_ID, nested(id)), "deep recursion");
            case 8 -> bytes(id, at, framed(Schemas.UNKNOWN_ID, noise(40)), "unknown schema");
            case 9 -> bytes(id, at, framed(Schemas.PARTIAL_VISIT_ID, encodedString(id)), "schema without our fields");
            case 10 -> bytes(id, at, frames.feedback(events.feedback(id, at)), "feedback among the visits");
            case 11 -> visit("", at, v -> {}, "empty id");
            case 12 -> visit("i".repeat(dice.of(256, 257)), at, v -> {}, "long id");
            case 13 -> {
                byte[] value = frames.visit(events.visit(id, at));
                yield new Draft(
                        Events.VISITS, utf8(dice.of(id + "x", "v2", "")), value, at, false, "key is not the id");
            }
            case 14 -> new Draft(Events.VISITS, null, frames.visit(events.visit(id, at)), at, false, "null key");
            case 15 -> new Draft(Events.VISITS, null, null, at, false, "null key and value");
            case 16 -> new Draft(Events.VISITS, new byte[0], null, at, false, "empty key, null value");
            case 17 ->
                new Draft(
                        Events.VISITS, new byte[] {(byte) 0xc3, 0x28}, null, at, false, "key is not UTF-8, null value");
            case 18 ->
                new Draft(Events.VISITS, utf8(id), frames.visit(events.visit(id, at)), at, true, "wrong partition");
            case 19 -> new Draft(Events.VISITS, utf8(id), null, at, true, "wrong partition, null value");
            case 20 ->
                feedback(
                        id,
                        at,
                        f -> f.setKind("RATING").setScale("STARS_5").setScore(dice.of(0, 6, -1)),
                        "score off its scale");
            case 21 ->
                feedback(
                        id,
                        at,
                        f -> f.setKind("RATING")
                                .setScale(dice.of("STARS_6", null))
                                .setScore(1),
                        "no such scale");
            case 22 -> visit(id, at, v -> v.setUnit(dice.of("", "a//b", "/a", "a/", "1/2/3/4/5/6/7")), "bad unit");
            case 23 ->
                visit(
                        id,
                        at,
                        v -> v.setUnit(dice.of(
                                "*",
                                "a/*",
                                "OTHER_VALUES",
                                " a",
                                "a/b\u00a0",
                                "a\u0007",
                                "a\u202Eb",
                                "a/\u200Bb",
                                "a" + Character.toString(0xE0041),
                                "e\u0301",
                                "x".repeat(129),
                                "a/ /b")),
                        "bad unit");
            case 24 -> visit(id, at, v -> v.setArea(dice.of("", "*", "a/OTHER_VALUES", "a\u3000")), "bad area");
            case 25 -> visit(id, at, v -> v.setOccurredAt(dice.of(YEAR_1900, YEAR_2100)), "time in another century");
            case 26 ->
                feedback(
                        id,
                        at,
                        f -> f.setRecordedAt(dice.of(YEAR_1900, YEAR_2100, at.plusMillis(300_001))),
                        "recorded then");
            case 27 ->
                commitment(
                        id, at, c -> c.setDueAt(c.getOpenedAt().minusMillis(dice.of(0, 1))), "due before its opening");
            case 28 ->
                commitment(
                        id,
                        at,
                        c -> c.setDueAt(at.plus(Duration.ofDays(3_653)).plusMillis(dice.of(0, 1))),
                        "due in ten years");
            case 29 ->
                commitment(
                        id,
                        at,
                        c -> c.setReturnedAt(List.of(c.getOpenedAt().minusMillis(1))),
                        "returned before its opening");
            case 30 ->
                commitment(
                        id,
                        at,
                        c -> {
                            if (dice.percent(50)) {
                                c.setKind("CALLBACK");
                            } else {
                                c.setOutcome("RESOLVED").setClosedAt(null);
                            }
                        },
                        "call-back, or an outcome without an end");
            case 31 ->
                visit(
                        id,
                        at,
                        v -> {
                            switch (dice.below(5)) {
                                case 0 -> v.setRevision(-1);
                                case 1 -> v.setPeople(-1);
                                case 2 -> v.setCategory(dice.of("", "lower", "A-B", "OTHER_VALUES", "A".repeat(65)));
                                case 3 -> v.setSource("1ST");
                                default -> v.setFulfils("");
                            }
                        },
                        "bad field");
            case 32 ->
                feedback(
                        id,
                        at,
                        f -> {
                            switch (dice.below(6)) {
                                case 0 -> f.setKind("REACTION").setReaction(dice.of(null, "OTHER_VALUES", "haha"));
                                case 1 -> f.setKind("REPORT").setImputed(true);
                                case 2 -> f.setAbout(new About(dice.of("PERSON", "VISIT"), ""));
                                case 3 -> f.setKind(dice.of("", "PRAISE"));
                                case 4 -> f.setTopics(List.of("GOOD", "bad"));
                                default ->
                                    f.setKind("SUGGESTION")
                                            .setImputed(false)
                                            .setScale(dice.of("YES_NO", "NO"))
                                            .setScore(2);
                            }
                        },
                        "bad field");
            default ->
                feedback(
                        id,
                        at,
                        f -> f.setTopics(Collections.nCopies(dice.of(32, 33, 500, 65_537), "NOISE")),
                        "far too many topics");
        };
    }

    private static Draft bytes(String id, Instant at, byte[] value, String label) {
        return new Draft(Events.VISITS, utf8(id), value, at, false, label);
    }

    private Draft visit(String id, Instant at, Consumer<Visit> spoil, String label) {
        Visit visit = events.visit(id, at);
        spoil.accept(visit);
        return new Draft(Events.VISITS, utf8(id), frames.visit(visit), at, false, label);
    }

    private Draft feedback(String id, Instant at, Consumer<Feedback.Builder> spoil, String label) {
        Feedback.Builder feedback = Feedback.newBuilder(events.feedback(id, at));
        spoil.accept(feedback);
        return new Draft(Events.FEEDBACK, utf8(id), frames.feedback(feedback.build()), at, false, label);
    }

    private Draft commitment(String id, Instant at, Consumer<Commitment.Builder> spoil, String label) {
        Commitment.Builder commitment = Commitment.newBuilder(events.commitment(id, at));
        spoil.accept(commitment);
        return new Draft(Events.COMMITMENTS, utf8(id), frames.commitment(commitment.build()), at, false, label);
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        dice.random().nextBytes(noise);
        return noise;
    }

    private static byte[] framed(int schemaId, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(schemaId)
                .put(body)
                .array();
    }

    private static byte[] encodedString(String text) {
        return encode(out -> out.writeString(text));
    }

    /** A record that ends after announcing more than it contains. */
    private static byte[] announcing(String id, long length, boolean items) {
        Schema schema = items ? Feedback.getClassSchema() : Visit.getClassSchema();
        return framed(BundledSchemas.idOf(schema), encode(out -> {
            out.writeString(id);
            out.writeInt(0);
            if (!items) {
                out.writeLong(length); // length of source
                return;
            }
            out.writeString("CRM");
            out.writeString("bureau");
            out.writeIndex(0);
            out.writeLong(1_300_000_000_000L);
            out.writeLong(1_300_000_000_000L);
            out.writeBoolean(false);
            out.writeString("REPORT");
            out.writeString("SMS");
            out.writeString("OVERALL");
            out.writeIndex(0);
            out.writeIndex(0);
            out.writeIndex(0);
            out.writeBoolean(false);
            out.writeIndex(0);
            out.writeLong(length);
        }));
    }

    private static byte[] nested(String id) {
        return encode(out -> {
            for (int depth = 0; depth < 2_000; depth++) {
                out.writeString(id);
                for (int i = 0; i < 2; i++) {
                    out.writeString("A");
                }
                out.writeLong(0);
                out.writeLong(0);
                out.writeString("A");
                out.writeString("A");
                out.writeIndex(depth < 1_999 ? 1 : 0);
            }
        });
    }

    private interface Body {
        void writeTo(BinaryEncoder out) throws IOException;
    }

    private static byte[] encode(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            body.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
