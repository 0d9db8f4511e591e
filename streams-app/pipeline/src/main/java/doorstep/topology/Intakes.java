package doorstep.topology;

import doorstep.intake.Intake;
import doorstep.intake.Limits;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;

/** The pipeline's own verdicts, for those who want to know before they send. */
public final class Intakes {
    private Intakes() {}

    /** @throws IllegalArgumentException for a topic that is no input */
    public static Intake<?> of(Topic topic, SchemaRegistry registry, Limits limits) {
        return InputPart.ALL.stream()
                .filter(part -> part.topic().equals(topic))
                .findFirst()
                .map(part -> new Intake<>(part.topic(), part.parser(), registry, limits))
                .orElseThrow(() -> new IllegalArgumentException(topic.shortName() + " is no input"));
    }
}
