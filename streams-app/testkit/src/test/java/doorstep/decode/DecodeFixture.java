// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.event.Event;
import doorstep.fixtures.StubRegistry;
import doorstep.fixtures.TestEvents;
import doorstep.wire.AvroWriter;
import doorstep.wire.KeyPartition;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Test fixture: a decoder per topic with one schema registry, and records to change and decode. */
final class DecodeFixture {
    static final int PARTITIONS = 4;
    static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    /** When the broker appended every record. */
    private static final Instant APPENDED = TestEvents.NINE.plus(Duration.ofDays(1));

    static final Instant LATEST = APPENDED.plus(Duration.ofMinutes(5));
    static final Instant LATEST_DUE = APPENDED.plus(Duration.ofDays(3_653));
    static final Duration MS = Duration.ofMillis(1);

    final StubRegistry registry = new StubRegistry();
    private final DecodeLimits limits = new DecodeLimits(EARLIEST.toEpochMilli(), PARTITIONS);
    final TopicDecoder<Visit> visits = new TopicDecoder<>(Topics.VISITS, new VisitParser());
    final TopicDecoder<Feedback> feedback = new TopicDecoder<>(Topics.FEEDBACK, new FeedbackParser());
    final TopicDecoder<Commitment> commitments = new TopicDecoder<>(Topics.COMMITMENTS, new CommitmentParser());

    /** One topic's decoder, and a writer that makes readable records. */
    final class TopicDecoder<T extends SpecificRecord> {
        private final EventParser<T> parser;
        private final Decoder<T> decoder;
        final AvroWriter<T> writer;

        TopicDecoder(Topic topic, EventParser<T> parser) {
            this.parser = parser;
            decoder = new Decoder<>(topic, parser, registry, limits);
            writer = new AvroWriter<>(topic, TopicNames.DEFAULT, registry);
        }

        Decoded parse(T record) {
            byte[] key = bytes(parser.id(record));
            return decoder.parse(key, writer.toBytes(record), partitionOf(key), APPENDED.toEpochMilli());
        }

        Decoded parse(byte[] key, byte[] value, int partition) {
            return decoder.parse(key, value, partition, APPENDED.toEpochMilli());
        }

        Event event(T record) {
            return accepted(parse(record)).event().orElseThrow();
        }

        void assertRefused(T record, Reason reason, String field) {
            assertThat(parse(record)).isEqualTo(new Decoded.Refused(reason, Optional.of(field)));
        }

        void assertAccepted(T record) {
            accepted(parse(record));
        }
    }

    static Decoded.Accepted accepted(Decoded parsed) {
        assertThat(parsed).isInstanceOf(Decoded.Accepted.class);
        return (Decoded.Accepted) parsed;
    }

    static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    static int partitionOf(byte[] key) {
        return KeyPartition.of(key, PARTITIONS);
    }

    static Visit.Builder visit() {
        return TestEvents.visit("v1");
    }

    static Feedback.Builder rating() {
        return TestEvents.rating("f1", 4);
    }

    static Feedback.Builder suggestion() {
        return rating().setKind("SUGGESTION").setScale(null).setScore(null);
    }

    static Commitment.Builder request() {
        return TestEvents.request("c1");
    }

    static About about(String type, String id) {
        return new About(type, id);
    }
}
