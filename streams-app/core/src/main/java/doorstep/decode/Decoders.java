// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** The decoders of the input topics: the pipeline's, and those of senders that want to know its verdict first. */
public final class Decoders {
    private static final Map<Topic, EventParser<?>> PARSERS = Map.of(
            Topics.VISITS, new VisitParser(),
            Topics.FEEDBACK, new FeedbackParser(),
            Topics.COMMITMENTS, new CommitmentParser());

    private Decoders() {}

    /** @throws IllegalArgumentException for a topic that is not an input */
    public static Decoder<?> of(Topic topic, SchemaRegistry registry, DecodeLimits limits) {
        EventParser<?> parser = Optional.ofNullable(PARSERS.get(topic))
                .orElseThrow(() -> new IllegalArgumentException(topic.shortName() + " is not an input topic"));
        return new Decoder<>(topic, parser, registry, limits);
    }

    /** The verdict on a record of an input topic that was accepted before, from its fields. */
    public static Decoded.Accepted accepted(Topic topic, SpecificRecord record, long contentHash) {
        return accepted(PARSERS.get(topic), record, contentHash);
    }

    @SuppressWarnings("unchecked") // the topic's record class
    private static <T extends SpecificRecord> Decoded.Accepted accepted(
            EventParser<T> parser, SpecificRecord record, long contentHash) {
        return parser.accepted((T) record, contentHash);
    }
}
