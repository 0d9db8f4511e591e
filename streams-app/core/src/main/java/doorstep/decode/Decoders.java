// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import doorstep.event.Event;
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

    /** The event of an accepted record of an input topic; empty if it is withdrawn, or no family counts it. */
    public static Optional<Event> event(Topic topic, SpecificRecord accepted) {
        return event(PARSERS.get(topic), accepted);
    }

    /** The revision of an accepted record of an input topic. */
    public static long revision(Topic topic, SpecificRecord accepted) {
        return revision(PARSERS.get(topic), accepted);
    }

    @SuppressWarnings("unchecked") // the topic's record class
    private static <T extends SpecificRecord> long revision(EventParser<T> parser, SpecificRecord accepted) {
        return parser.revision((T) accepted);
    }

    @SuppressWarnings("unchecked") // the topic's record class
    private static <T extends SpecificRecord> Optional<Event> event(EventParser<T> parser, SpecificRecord accepted) {
        T record = (T) accepted;
        return parser.withdrawn(record) ? Optional.empty() : parser.event(record);
    }
}
