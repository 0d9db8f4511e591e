package doorstep.engine;

import doorstep.decode.DecodeLimits;
import doorstep.decode.Decoder;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;

/** The pipeline's own verdicts, for those who want to know before they send. */
public final class Decoders {
    private Decoders() {}

    /** @throws IllegalArgumentException for a topic that is no input */
    public static Decoder<?> of(Topic topic, SchemaRegistry registry, DecodeLimits limits) {
        return InputPipeline.ALL.stream()
                .filter(part -> part.topic().equals(topic))
                .findFirst()
                .map(part -> new Decoder<>(part.topic(), part.parser(), registry, limits))
                .orElseThrow(() -> new IllegalArgumentException(topic.shortName() + " is no input"));
    }
}
