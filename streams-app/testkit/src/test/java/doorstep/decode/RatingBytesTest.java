// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.About;
import doorstep.avro.Feedback;
import doorstep.event.Link;
import doorstep.fixtures.StubRegistry;
import doorstep.fixtures.TestEvents;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Compares the two decoders of ratings. */
class RatingBytesTest {
    private static final int HEADER = 5;
    private static final long APPENDED =
            TestEvents.NINE.plus(Duration.ofDays(1)).toEpochMilli();
    private static final DecodeLimits LIMITS =
            new DecodeLimits(Instant.parse("2000-01-01T00:00:00Z").toEpochMilli(), 1);

    private static final Schema VERSION_ONE =
            new BundledSchemas().find(335694685).orElseThrow();

    private final StubRegistry registry = new StubRegistry();
    private final AvroWriter<Feedback> writer = new AvroWriter<>(Topics.FEEDBACK, TopicNames.DEFAULT, registry);
    private final Decoder<Feedback> decoder = new Decoder<>(Topics.FEEDBACK, new FeedbackParser(), registry, LIMITS);
    private final RatingBytes plain = new RatingBytes(LIMITS);
    private final long seed = Long.getLong("doorstep.seed", 20_261_125);

    @Test
    void shouldReadEveryOrdinaryRating() {
        SplittableRandom dice = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            Feedback rating = rating(dice);
            byte[] key = key(rating);
            byte[] value = writer.toBytes(rating);

            assertSame(plain.read(key, value, Long.MAX_VALUE, APPENDED), decoder.parseAny(key, value, 0, APPENDED), i);
        }
    }

    @Test
    void shouldSayWhatTheParserSaysOfWhateverItReads() {
        SplittableRandom dice = new SplittableRandom(seed);
        int read = 0;
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            Feedback rating = rating(dice);
            byte[] key = key(rating);
            byte[] value = mutilated(writer.toBytes(rating), dice);

            Optional<Decoded> quick = plain.read(key, value, Long.MAX_VALUE, APPENDED);
            Decoded slow = decoder.parseAny(key, value, 0, APPENDED);
            if (quick.isPresent()) {
                assertSame(quick, slow, i);
                read++;
            }
            accepted += slow instanceof Decoded.Accepted ? 1 : 0;
        }
        assertThat(read).isGreaterThan(20_000);
        assertThat(accepted).isGreaterThan(read);
    }

    private void assertSame(Optional<Decoded> quick, Decoded slow, int record) {
        if (!quick.equals(Optional.of(slow))) {
            assertThat(quick).as("seed %d, record %d", seed, record).contains(slow);
        }
        if (!subject(quick.get()).equals(subject(slow))) { // no part of what makes events equal
            assertThat(subject(quick.get()))
                    .as("seed %d, record %d", seed, record)
                    .isEqualTo(subject(slow));
        }
    }

    private static Optional<String> subject(Decoded decoded) {
        return decoded instanceof Decoded.Accepted accepted
                ? accepted.event()
                        .map(doorstep.event.Feedback.class::cast)
                        .flatMap(doorstep.event.Feedback::callBack)
                        .flatMap(Link::subject)
                : Optional.empty();
    }

    /** A revision that does not fit an int is malformed under version 1, however often such records arrive. */
    @Test
    void shouldLeaveAloneRevisionsThatVersionOneCouldNotWrite() {
        int versionOne = registry.put(VERSION_ONE);
        Feedback small =
                TestEvents.rating("f1", 4).setRevision(Integer.MAX_VALUE).build();
        Feedback large =
                TestEvents.rating("f1", 4).setRevision(1_700_000_000_000L).build();

        for (int i = 0; i < 3; i++) {
            assertThat(decoder.parse(key(small), framed(versionOne, small), 0, APPENDED))
                    .isEqualTo(decoder.parse(key(small), writer.toBytes(small), 0, APPENDED))
                    .isInstanceOf(Decoded.Accepted.class);
            assertThat(decoder.parse(key(large), framed(versionOne, large), 0, APPENDED))
                    .isEqualTo(Decoded.Refused.of(Reason.UNDECODABLE));
            assertThat(decoder.parse(key(large), writer.toBytes(large), 0, APPENDED))
                    .isInstanceOf(Decoded.Accepted.class);
        }
        assertThat(plain.read(key(large), writer.toBytes(large), Integer.MAX_VALUE, APPENDED))
                .isEmpty();
    }

    /** The current encoding with another schema id. */
    private byte[] framed(int id, Feedback rating) {
        byte[] value = writer.toBytes(rating);
        ByteBuffer.wrap(value).putInt(1, id);
        return value;
    }

    @Test
    void shouldLeaveAloneRatingsWithTooManyTopics() {
        List<String> topics = IntStream.range(10, 43).mapToObj(i -> "T" + i).toList();
        Feedback widest =
                TestEvents.rating("f1", 4).setTopics(topics.subList(0, 32)).build();
        Feedback wider = TestEvents.rating("f1", 4).setTopics(topics).build();

        assertThat(plain.read(key(widest), writer.toBytes(widest), Long.MAX_VALUE, APPENDED))
                .isPresent();
        assertThat(plain.read(key(wider), writer.toBytes(wider), Long.MAX_VALUE, APPENDED))
                .isEmpty();
    }

    @Test
    void shouldLeaveAloneWhatIsNoRating() {
        Feedback suggestion = TestEvents.rating("f1", 4)
                .setKind("SUGGESTION")
                .setScale(null)
                .setScore(null)
                .build();

        assertThat(plain.read(key(suggestion), writer.toBytes(suggestion), Long.MAX_VALUE, APPENDED))
                .isEmpty();
    }

    @Test
    void shouldLeaveAloneTextThatIsNoUtf8() {
        Feedback rating = TestEvents.rating("f1", 4).setUnit("city/xx").build();
        byte[] value = writer.toBytes(rating);
        value[indexOf(value, "xx")] = (byte) 0xC3;

        assertThat(plain.read(key(rating), value, Long.MAX_VALUE, APPENDED)).isEmpty();
    }

    private static int indexOf(byte[] value, String text) {
        return new String(value, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private static byte[] key(Feedback rating) {
        return rating.getId().getBytes(StandardCharsets.UTF_8);
    }

    private static Feedback rating(SplittableRandom dice) {
        Feedback.Builder rating = TestEvents.rating("id-" + dice.nextInt(1_000), 1 + dice.nextInt(5));
        rating.setRevision(dice.nextInt(4) == 0 ? TestEvents.NINE.toEpochMilli() + dice.nextInt(3) : dice.nextInt(3));
        rating.setUnit(dice.nextBoolean() ? "城/区/站" + dice.nextInt(50) : "city/" + dice.nextInt(50));
        rating.setArea(dice.nextBoolean() ? null : "north/" + dice.nextInt(9));
        rating.setWithdrawn(dice.nextInt(10) == 0);
        rating.setImputed(dice.nextInt(10) == 0);
        if (dice.nextInt(4) == 0) {
            rating.setScale("NPS_11");
            rating.setScore(dice.nextInt(11));
        }
        rating.setQuestion(dice.nextBoolean() ? "OVERALL" : "SPEED");
        rating.setTopics(
                switch (dice.nextInt(3)) {
                    case 0 -> List.of();
                    case 1 -> List.of("HEATING");
                    default -> List.of("HEATING", "WATER");
                });
        rating.setAbout(
                switch (dice.nextInt(4)) {
                    case 0 -> new About("VISIT", "v" + dice.nextInt(100));
                    case 1 -> new About("ARTICLE", "a" + dice.nextInt(100));
                    default -> null;
                });
        rating.setHasComment(dice.nextBoolean());
        return rating.build();
    }

    /** Most changes of one byte change a string and leave the record valid. */
    private static byte[] mutilated(byte[] value, SplittableRandom dice) {
        byte[] bytes = value.clone();
        switch (dice.nextInt(4)) {
            case 0 -> {
                int at = HEADER + dice.nextInt(bytes.length - HEADER);
                bytes[at] ^= (byte) (1 << dice.nextInt(8));
            }
            case 1 -> bytes[HEADER + dice.nextInt(bytes.length - HEADER)] = (byte) dice.nextInt(256);
            case 2 -> bytes = Arrays.copyOf(bytes, HEADER + dice.nextInt(bytes.length - HEADER + 3));
            default -> {
                int at = HEADER + dice.nextInt(bytes.length - HEADER);
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                longer[at] = (byte) (dice.nextBoolean() ? 0x80 : dice.nextInt(256));
                bytes = longer;
            }
        }
        return bytes;
    }
}
