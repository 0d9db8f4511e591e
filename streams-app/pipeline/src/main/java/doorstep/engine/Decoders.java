package doorstep.engine;

import doorstep.decode.DecodeLimits;
import doorstep.decode.Decoder;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;

/**
 * The decoder that the pipeline itself uses for an input topic, for senders that want to know its verdict before they
 * send.
 */
public final class Decoders {
    private Decoders() {}

    /** @throws IllegalArgumentException for a topic that is not an input */
    public static Decoder<?> of(Topic topic, SchemaRegistry registry, DecodeLimits limits) {
        return InputPipeline.ALL.stream()
                .filter(part -> part.topic().equals(topic))
                .findFirst()
                .map(part -> new Decoder<>(part.topic(), part.parser(), registry, limits))
                .orElseThrow(() -> new IllegalArgumentException(topic.shortName() + " is not an input"));
    }
}
