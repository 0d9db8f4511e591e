// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.avro.Feedback;
import doorstep.catalogue.Catalogue;
import doorstep.config.AppConfig;
import doorstep.decode.DecodeLimits;
import doorstep.decode.Decoded;
import doorstep.decode.Decoder;
import doorstep.decode.FeedbackParser;
import doorstep.delta.PreAggregator;
import doorstep.event.Event;
import doorstep.family.BreakdownRule;
import doorstep.family.Breakdowns;
import doorstep.family.Families;
import doorstep.integrity.BatchSequencer;
import doorstep.integrity.LastBatch;
import doorstep.integrity.SequenceNumbers;
import doorstep.tally.Breakdown;
import doorstep.tally.OrgCalendar;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** Events of the benchmark as input for the pieces of the engine; the same in every run. */
final class Sample {
    static final int EVENTS = 10_000;
    static final BundledSchemas SCHEMAS = new BundledSchemas();
    static final OrgCalendar CALENDAR = new OrgCalendar(ZoneId.of("UTC"), 0);
    /** With the default windows. */
    static final Families FAMILIES = Families.standard(
            Catalogue.load(Optional.empty()),
            10,
            CALENDAR,
            Duration.ofHours(24),
            AppConfig.of(Map.of()).windows(),
            AppConfig.of(Map.of()).breakdownWindows());
    /** Minutes since the epoch. */
    static final long AS_OF = Traffic.AS_OF.getEpochSecond() / 60;

    private static final int SEED = 7;
    /** The density of the sample is that of a long run, because an engine that catches up is far behind as-of. */
    private static final int RUN = 1_000_000;

    final byte[][] keys = new byte[EVENTS][];
    final byte[][] values = new byte[EVENTS][];

    Sample() {
        Traffic traffic = new Traffic(SEED, RUN);
        AvroWriter<Feedback> writer = new AvroWriter<>(Topics.FEEDBACK, TopicNames.DEFAULT, SCHEMAS);
        for (int i = 0; i < EVENTS; i++) {
            RatingVersion answer = traffic.next().answer();
            keys[i] = answer.id().getBytes(StandardCharsets.UTF_8);
            values[i] = writer.toBytes(answer.toAvro());
        }
    }

    /** Sets the schema id of every value to that of an earlier version with the same encoding. */
    void pretendVersion(int version) {
        int id;
        try (InputStream file = Feedback.class.getResourceAsStream("/doorstep/schemas/Feedback/" + version + ".avsc")) {
            id = SCHEMAS.register("feedback", new Schema.Parser().parse(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (byte[] value : values) {
            ByteBuffer.wrap(value).putInt(1, id);
        }
    }

    static Decoder<Feedback> decoder() {
        return new Decoder<>(Topics.FEEDBACK, new FeedbackParser(), SCHEMAS, new DecodeLimits(0, 1));
    }

    /** A verdict with as-of at the end of the input. */
    Decoded parse(Decoder<Feedback> decoder, int number) {
        return decoder.parse(keys[number], values[number], 0, Traffic.AS_OF.toEpochMilli());
    }

    Decoded.Accepted accepted(Decoder<Feedback> decoder, int number) {
        return (Decoded.Accepted) parse(decoder, number);
    }

    Event[] events() {
        Decoder<Feedback> decoder = decoder();
        Event[] events = new Event[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            events[i] = accepted(decoder, i).event().orElseThrow();
        }
        return events;
    }

    /** For one partition. */
    static PreAggregator preAggregator(boolean breakdowns) {
        return new PreAggregator(FAMILIES, breakdowns(breakdowns), CALENDAR, 1);
    }

    /** For one partition, with nothing sent yet. */
    static BatchSequencer sent() {
        return new BatchSequencer("feedback/0", new LastBatch[] {LastBatch.NONE}, 0, 0);
    }

    /** With nothing received yet. */
    static SequenceNumbers taken() {
        return new SequenceNumbers(new TreeMap<>(), "windows/0", 0, 0);
    }

    private static Breakdowns breakdowns(boolean some) {
        BreakdownRule rule = BreakdownRule.parse(some ? "open" : "none");
        Map<Breakdown, BreakdownRule> rules = new EnumMap<>(Breakdown.class);
        for (Breakdown breakdown : Breakdown.values()) {
            rules.put(breakdown, rule);
        }
        return new Breakdowns(rules, rules, rules);
    }
}
