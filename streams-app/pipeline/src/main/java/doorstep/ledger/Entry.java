package doorstep.ledger;

import doorstep.event.Event;
import doorstep.event.Version;
import java.util.Optional;

/**
 * The surviving version of one id.
 *
 * @param event what it contributes; empty while withdrawn
 */
public record Entry(Version version, Optional<Event> event) {}
