package doorstep.decode;

import doorstep.event.Event;
import doorstep.event.Version;
import java.util.Optional;

/** The verdict on one record. Depends on the record, the registry and the limits alone, never on what came before. */
public sealed interface Decoded {
    /**
     * A record that counts as a delivery of its id.
     *
     * @param event what it contributes; empty for a withdrawn event and for a null value
     */
    record Accepted(Version version, Optional<Event> event) implements Decoded {}

    /** @param field the field at fault, where one is */
    record Refused(Reason reason, Optional<String> field) implements Decoded {
        static Refused of(Reason reason) {
            return new Refused(reason, Optional.empty());
        }
    }
}
